/* SPDX-License-Identifier: MIT
 * The reader of csv.h. Commas, quotes and line breaks are never part of a longer character, so cells are
 * cut first; of those the few that are not ASCII are converted. */
#include "csv/csv.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { MOST_CELLS = 512, SPAN_LINES = 16 };

struct csv {
    char *bytes;
    size_t at, end, room; /* the next line begins at `at` */
    size_t used;          /* bytes of the line that csv_next gave, its line break too */
    size_t longest;
    bool finished, begun;
    iconv_t converter; /* NULL: the table is UTF-8 */
    char *text; /* of csv_text */
    size_t text_room;
    size_t count;
    struct csv_cell cells[MOST_CELLS];
};

enum cut { CUT_MORE = 0, CUT_DONE = 1, CUT_WIDE };

struct csv *csv_open(const char *charset, size_t longest, struct err *err) {
    struct csv *csv = calloc(1, sizeof *csv);
    if (!csv) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    csv->longest = longest;
    /* iconv would let through what is above U+10FFFF. */
    if (strcasecmp(charset, "UTF-8") == 0) return csv;
    /* A name with "//" would ask for question marks in place of errors. */
    csv->converter = strchr(charset, '/') ? (iconv_t)-1 : iconv_open("UTF-8", charset);
    if (csv->converter != (iconv_t)-1) return csv;
    err_set(err, ERR_DATA, "no conversion from '%.40s' to UTF-8", charset);
    free(csv);
    return NULL;
}

void csv_close(struct csv *csv) {
    if (!csv) return;
    if (csv->converter) iconv_close(csv->converter);
    free(csv->bytes);
    free(csv->text);
    free(csv);
}

int csv_add(struct csv *csv, const char *bytes, size_t len, struct err *err) {
    size_t left = csv->end - csv->at;
    if (left + len > csv->room) {
        size_t room = left + len + (left + len) / 2;
        char *larger = malloc(room);
        if (!larger) return err_set(err, ERR_MEMORY, "not enough memory");
        if (left > 0) memcpy(larger, csv->bytes + csv->at, left);
        free(csv->bytes);
        csv->bytes = larger;
        csv->room = room;
    } else if (csv->at > 0 && left > 0) {
        memmove(csv->bytes, csv->bytes + csv->at, left);
    }
    if (len > 0) memcpy(csv->bytes + left, bytes, len);
    csv->at = csv->used = 0;
    csv->end = left + len;
    return 0;
}

void csv_finish(struct csv *csv) { csv->finished = true; }

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static void trim(struct csv_cell *cell) {
    while (cell->len > 0 && is_blank(cell->text[cell->len - 1])) cell->len--;
    while (cell->len > 0 && (is_blank(*cell->text) || *cell->text == '`')) {
        cell->text++;
        cell->len--;
    }
}

/* Looks for the end of a quoted cell that begins at `from`: fills `cell`, and sets *next behind its quote and
 * blanks. CUT_DONE, CUT_MORE, or CUT_WIDE for a quote that does not end where it may. What is decided never
 * hangs on bytes behind the longest line: they may be there yet, or not. */
static enum cut find_quote_end(const struct csv *csv, const char *from, bool span, struct csv_cell *cell,
                               const char **next) {
    const char *line = csv->bytes + csv->at, *end = csv->bytes + csv->end, *p = from;
    unsigned char all = 0;
    for (int breaks = 0; p < end; p++) {
        if ((size_t)(p - line) > csv->longest) return CUT_WIDE;
        all |= (unsigned char)*p;
        if (*p == '\n' || *p == '\r') {
            if (!span || ++breaks > SPAN_LINES) return CUT_WIDE;
        } else if (*p == '"') {
            if (p + 1 < end && p[1] == '"') {
                cell->doubled = true;
                p++;
                continue;
            }
            const char *behind = p + 1;
            while (behind < end && is_blank(*behind)) behind++;
            if ((size_t)(behind - line) > csv->longest) return CUT_WIDE;
            if (behind == end && !csv->finished) return CUT_MORE;
            if (behind < end && *behind != ',' && *behind != '\n' && *behind != '\r') continue;
            cell->text = from;
            cell->len = (size_t)(p - from);
            cell->plain = all < 0x80;
            *next = behind;
            return CUT_DONE;
        }
    }
    return csv->finished ? CUT_WIDE : CUT_MORE;
}

static const char *find_plain_end(const char *p, const char *end, struct csv_cell *cell) {
    static const bool ends[256] = {[','] = true, ['\n'] = true, ['\r'] = true};
    unsigned char all = 0;
    cell->text = p;
    while (p < end && !ends[(unsigned char)*p]) all |= (unsigned char)*p++;
    cell->len = (size_t)(p - cell->text);
    cell->plain = all < 0x80;
    return p;
}

/* Cuts the line at csv->at into cells and sets csv->used; *line has its end. *unclosed: a quote did not end
 * in it and was taken as a character. */
static enum cut cut_line(struct csv *csv, bool span, struct csv_line *line, bool *unclosed) {
    const char *p = csv->bytes + csv->at, *end = csv->bytes + csv->end;
    line->text = p;
    *unclosed = false;
    for (csv->count = 0;; p++) {
        if (csv->count == MOST_CELLS) return CUT_WIDE;
        struct csv_cell *cell = &csv->cells[csv->count++];
        enum cut quoted = CUT_WIDE;
        cell->doubled = false;
        if (p < end && *p == '"') {
            quoted = find_quote_end(csv, p + 1, span, cell, &p);
            if (quoted == CUT_MORE) return CUT_MORE;
            if (quoted == CUT_WIDE) *unclosed = true;
        }
        if (quoted == CUT_WIDE) {
            cell->doubled = false;
            p = find_plain_end(p, end, cell);
        }
        trim(cell);
        if (p == end && !csv->finished) return CUT_MORE;
        if (p == end || *p != ',') break;
    }
    line->len = (size_t)(p - line->text);
    if (p < end && *p++ == '\r') {
        if (p == end && !csv->finished) return CUT_MORE;
        if (p < end && *p == '\n') p++;
    }
    csv->used = (size_t)(p - line->text);
    return CUT_DONE;
}

/* Whether a line whose end has not come is longer than allowed, whatever comes: with the longest one, a CR
 * is there whose LF may follow. */
static bool is_too_long(const struct csv *csv) { return csv->end - csv->at > csv->longest + 1; }

/* With the lines in which a quote ends, where that makes a whole row. */
static enum cut cut(struct csv *csv, size_t expected, struct csv_line *line) {
    bool unclosed;
    enum cut result = cut_line(csv, false, line, &unclosed);
    if (result != CUT_DONE || !unclosed || csv->count >= expected) return result;
    enum cut spanned = cut_line(csv, true, line, &unclosed);
    if (spanned == CUT_MORE && !is_too_long(csv)) return CUT_MORE;
    if (spanned == CUT_DONE && csv->count == expected && line->len <= csv->longest) return CUT_DONE;
    return cut_line(csv, false, line, &unclosed);
}

static bool is_empty(const struct csv *csv) {
    for (size_t i = 0; i < csv->count; i++)
        if (csv->cells[i].len > 0) return false;
    return true;
}

/* 1 when something may follow, 0 when more bytes are needed to know. */
static int skip_mark(struct csv *csv) {
    static const char mark[] = "\xEF\xBB\xBF";
    size_t left = csv->end - csv->at, len = left < 3 ? left : 3;
    if (csv->begun || left == 0) return 1;
    bool marked = memcmp(csv->bytes + csv->at, mark, len) == 0;
    if (marked && len < 3 && !csv->finished) return 0;
    if (marked && len == 3) csv->at += 3;
    csv->begun = true;
    return 1;
}

int csv_next(struct csv *csv, size_t expected, struct csv_line *line, struct err *err) {
    if (!skip_mark(csv)) return 0;
    while (csv->at < csv->end) {
        enum cut result = cut(csv, expected, line);
        if (result == CUT_DONE ? line->len > csv->longest : is_too_long(csv))
            return err_set(err, ERR_LIMIT, "a line is longer than %zu bytes", csv->longest);
        if (result == CUT_MORE) return 0;
        if (result == CUT_WIDE) return err_set(err, ERR_LIMIT, "a line has more than %d cells", MOST_CELLS);
        line->cells = csv->cells;
        line->count = csv->count;
        if (!is_empty(csv)) return 1;
        csv_take(csv);
    }
    return 0;
}

void csv_take(struct csv *csv) {
    csv->at += csv->used;
    csv->used = 0;
}

/* The bytes of a cell with single quotes; in the second half of the room for text. */
static size_t undouble(const struct csv_cell *cell, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < cell->len; i++) {
        out[len++] = cell->text[i];
        if (cell->text[i] == '"' && i + 1 < cell->len && cell->text[i + 1] == '"') i++;
    }
    return len;
}

static const char unknown[] = "\xEF\xBF\xBD"; /* U+FFFD */

static size_t convert(struct csv *csv, char *in, size_t left, char *out, size_t room) {
    char *start = out;
    while (left > 0 && iconv(csv->converter, &in, &left, &out, &room) == (size_t)-1) {
        if (errno != EILSEQ && errno != EINVAL) break; /* the room is enough for what comes of any text */
        memcpy(out, unknown, 3);
        out += 3;
        room -= 3;
        in++;
        left--;
        iconv(csv->converter, NULL, NULL, NULL, NULL);
    }
    return (size_t)(out - start);
}

static size_t copy_utf8(const char *in, size_t left, char *out) {
    size_t len = 0;
    while (left > 0) {
        uint32_t code;
        size_t step = utf8_decode(in, left, &code);
        memcpy(out + len, step ? in : unknown, step ? step : 3);
        len += step ? step : 3;
        in += step ? step : 1;
        left -= step ? step : 1;
    }
    return len;
}

const char *csv_text(struct csv *csv, const struct csv_cell *cell, size_t *len) {
    if (cell->plain && !cell->doubled) {
        *len = cell->len;
        return cell->text;
    }
    size_t half = 4 * cell->len; /* no byte becomes more than four */
    if (2 * half > csv->text_room) {
        char *larger = realloc(csv->text, 2 * half);
        if (!larger) return NULL;
        csv->text = larger;
        csv->text_room = 2 * half;
    }
    char *in = csv->text + half;
    size_t in_len = cell->len;
    if (cell->doubled) in_len = undouble(cell, in);
    else in = (char *)cell->text;
    *len = csv->converter ? convert(csv, in, in_len, csv->text, half) : copy_utf8(in, in_len, csv->text);
    return csv->text;
}
