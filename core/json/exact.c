/* SPDX-License-Identifier: MIT
 * Finds what lua-cjson would lose in a text and spells numbers exactly, in any locale. Floats are
 * compared by their bits: a processor that flushes subnormal numbers to zero takes them for equal.
 * The walks over Lua values are in bind/json.c; the JSON grammar is scan.c's. */
#include "json/exact.h"

#include <errno.h>
#include <inttypes.h>
#include <langinfo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER = 1100, PLACEHOLDER_DIGITS = 14 };
static const int64_t BASE = INT64_C(10000000000000); /* placeholders are the integers above it */

static int same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

/* A program may have set a locale with a decimal comma, which strtod and printf then use, and cjson with
 * them: it would read [1,2] as 1.2. */
static char decimal_point(void) {
    return *nl_langinfo(RADIXCHAR);
}

static double read_double(const char *token, size_t len) {
    char buffer[MAX_NUMBER + 1];
    memcpy(buffer, token, len);
    buffer[len] = '\0';
    char point = decimal_point(), *dot = memchr(buffer, '.', len);
    if (dot) *dot = point;
    return strtod(buffer, NULL);
}

/* 0 when the token is no integer, or one beyond 64 bits. */
static int read_integer(const char *token, size_t len, int64_t *value) {
    char buffer[24], *end; /* 20 characters at most, because JSON has no leading zeros */
    if (len >= sizeof buffer) return 0;
    memcpy(buffer, token, len);
    buffer[len] = '\0';
    errno = 0;
    *value = strtoll(buffer, &end, 10);
    return errno == 0 && *end == '\0';
}

static int classify_number(const struct scan *scan, struct exact_item *item, struct err *err) {
    const char *token = scan->text + item->first;
    size_t len = item->end - item->first;
    int64_t integer;
    if (len > MAX_NUMBER)
        return err_set(err, ERR_DATA, "not JSON at byte %zu: a number of %zu characters",
                       item->first + 1, len);
    int foreign = decimal_point() != '.';
    if (!(len == 2 && memcmp(token, "-0", 2) == 0) && read_integer(token, len, &item->integer)) {
        int plain = !foreign && exact_integer_is_plain(item->integer);
        item->kind = plain ? EXACT_PLAIN : EXACT_INTEGER;
        return 1;
    }
    item->number = read_double(token, len);
    if (!isfinite(item->number))
        return err_set(err, ERR_DATA, "not JSON at byte %zu: a number out of range (beyond 1.8e308)",
                       item->first + 1);
    int plain = !foreign && fabs(item->number) < (double)BASE &&
                !exact_is_integer(item->number, &integer);
    item->kind = plain ? EXACT_PLAIN : EXACT_FLOAT;
    return 1;
}

/* The code of the \uXXXX at `at`, which the scanner has checked; 0 when something else is there. */
static unsigned long escaped_code(const char *at, const char *end) {
    char hex[5] = {0};
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return 0;
    memcpy(hex, at + 2, 4);
    return strtoul(hex, NULL, 16);
}

/* Half of a surrogate pair is no character, so that no UTF-8 can be written for it. */
static int check_surrogates(const struct scan *scan, struct err *err) {
    const char *at = scan->text + scan->first, *end = scan->text + scan->end;
    while ((at = memchr(at, '\\', (size_t)(end - at)))) {
        unsigned long code = escaped_code(at, end);
        int pair = (code & 0xFC00) == 0xD800 && (escaped_code(at + 6, end) & 0xFC00) == 0xDC00;
        if ((code & 0xF800) == 0xD800 && !pair)
            return err_set(err, ERR_DATA,
                           "not JSON at byte %zu: \\u%.4s is half a character (a lone surrogate)",
                           (size_t)(at - scan->text) + 1, at + 2);
        at += pair ? 12 : 2;
    }
    return 0;
}

int exact_next_item(struct scan *scan, struct exact_item *item, struct err *err) {
    enum scan_token token;
    size_t opened = scan->len; /* place of an array's begin, when it was the last token */
    while ((token = scan_next(scan, err)) > SCAN_END) {
        if (token == SCAN_NUMBER) {
            *item = (struct exact_item){.first = scan->first, .end = scan->end};
            return classify_number(scan, item, err);
        }
        if (token == SCAN_ARRAY_END && opened < scan->len) {
            *item = (struct exact_item){EXACT_EMPTY_ARRAY, opened, scan->end, 0, 0};
            return 1;
        }
        if ((token == SCAN_STRING || token == SCAN_NAME) && scan->escapes &&
            check_surrogates(scan, err) != 0)
            return -1;
        opened = token == SCAN_ARRAY ? scan->first : scan->len;
    }
    return token == SCAN_FAILED ? -1 : 0;
}

double exact_placeholder(int64_t index) {
    return (double)(BASE + index);
}

/* The exponent keeps a comma behind it from being read as a decimal one. */
size_t exact_spell_placeholder(int64_t index, char out[EXACT_SPELLING]) {
    return (size_t)snprintf(out, EXACT_SPELLING, "%" PRId64 "e0", BASE + index);
}

int64_t exact_placeholder_index(double number) {
    return number > (double)BASE ? (int64_t)number - BASE : 0;
}

int exact_is_integer(double number, int64_t *integer) {
    if (!(fabs(number) < (double)BASE)) return 0;
    *integer = (int64_t)number;
    return same((double)*integer, number);
}

int exact_integer_is_plain(int64_t integer) {
    return integer > -BASE && integer < BASE;
}

int exact_float_is_plain(double number) {
    char text[EXACT_SPELLING];
    if (decimal_point() != '.' || fabs(number) >= (double)BASE) return 0;
    snprintf(text, sizeof text, "%.14g", number);
    return strpbrk(text, ".e") && same(strtod(text, NULL), number);
}

size_t exact_spell_integer(int64_t integer, char out[EXACT_SPELLING]) {
    return (size_t)snprintf(out, EXACT_SPELLING, "%" PRId64, integer);
}

size_t exact_spell_float(double number, char out[EXACT_SPELLING]) {
    char point = decimal_point();
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, EXACT_SPELLING, "%.*g", digits, number);
        if (same(strtod(out, NULL), number)) break;
    }
    char *dot = strchr(out, point);
    if (dot) *dot = '.';
    if (!strpbrk(out, ".e")) strcat(out, ".0");
    return strlen(out);
}

/* In a string only `\/` matters, and an escape must be passed over as a whole. Returns 1 with an
 * edit; otherwise *pos is behind the closing quote. */
static int edit_in_string(const char *text, size_t len, size_t *pos, struct exact_edit *edit) {
    while (*pos < len && text[*pos] != '"') {
        if (text[*pos] == '\\') {
            if (*pos + 1 < len && text[*pos + 1] == '/') {
                *edit = (struct exact_edit){*pos, *pos + 2, 0};
                return 1;
            }
            ++*pos;
        }
        ++*pos;
    }
    ++*pos;
    return 0;
}

static size_t number_end(const char *text, size_t len, size_t pos) {
    while (pos < len && text[pos] && strchr("+-.0123456789eE", text[pos]))
        pos++;
    return pos;
}

/* The index of the placeholder that cjson wrote as this number; 0 when it is none. */
static int64_t written_index(const char *token, size_t len) {
    int64_t number;
    if (len != PLACEHOLDER_DIGITS || !read_integer(token, len, &number)) return 0;
    return number > BASE ? number - BASE : 0;
}

int exact_next_edit(const char *text, size_t len, size_t from, int *in_string,
                   struct exact_edit *edit) {
    size_t pos = from;
    while (pos < len) {
        if (*in_string) {
            if (edit_in_string(text, len, &pos, edit)) return 1;
            *in_string = 0;
        } else if (text[pos] == '"') {
            *in_string = 1;
            pos++;
        } else if (text[pos] == '-' || (text[pos] >= '0' && text[pos] <= '9')) {
            size_t end = number_end(text, len, pos);
            int64_t index = written_index(text + pos, end - pos);
            if (index) {
                *edit = (struct exact_edit){pos, end, index};
                return 1;
            }
            pos = end;
        } else {
            pos++;
        }
    }
    return 0;
}
