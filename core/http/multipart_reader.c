/* SPDX-License-Identifier: MIT
 * Streaming reader of multipart/form-data. libmicrohttpd has one too, but it cannot tell an empty
 * field that is followed by another of its name from one that arrives slowly, and it loses bytes
 * behind a NUL in a name. Strict about structure, so that what the handler sees is what any other
 * reader would see. */
#include "http/multipart_reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_BOUNDARY = 200, LONGEST_HEADERS = 16384 };

enum state {
    PREAMBLE,  /* before the first delimiter */
    DELIMITER, /* behind a delimiter: "--", or blanks and a line end */
    DELIMITER_DASH,
    DELIMITER_LF,
    HEADERS,
    DATA,
    EPILOGUE
};

/* One of a header such as `form-data; name="x"`. */
struct parameter {
    const char *name;
    bool blanks; /* an unquoted value may have blanks inside: clients take a boundary for free text */
    char *value; /* NULL: not found */
    size_t len;
};

struct multipart_reader {
    struct multipart_reader_receiver receiver;
    enum state state;
    size_t matched, delimiter_len, headers_len;
    char delimiter[LONGEST_BOUNDARY + 5]; /* CR LF "--" boundary: CR stands nowhere else in it */
    char headers[LONGEST_HEADERS];
};

static bool blank(char c) {
    return c == ' ' || c == '\t';
}

/* Reads the value behind `name=` at *at: a token or a quoted string, in which only `\"` and `\\`
 * are escapes (paths of old Windows browsers have single backslashes). It is unescaped in place. */
static char *read_value(char **at, const char *end, bool blanks, size_t *len) {
    char *from = *at, *value = from, *to;
    if (from == end || *from != '"') {
        while (from < end && *from != ';' && (blanks || !blank(*from))) from++;
        while (from > value && blank(from[-1])) from--;
        *len = (size_t)(from - value);
        *at = from;
        return value;
    }
    value = to = ++from;
    while (from < end && *from != '"') {
        if (*from == '\\' && end - from > 1 && (from[1] == '"' || from[1] == '\\')) from++;
        *to++ = *from++;
    }
    if (from == end) return NULL;
    *len = (size_t)(to - value);
    *at = from + 1;
    return value;
}

static struct parameter *find_parameter(struct parameter *wanted, size_t count, const char *name,
                                        size_t len) {
    for (size_t i = 0; i < count; i++)
        if (len == strlen(wanted[i].name) && strncasecmp(name, wanted[i].name, len) == 0)
            return &wanted[i];
    return NULL;
}

/* One pass, since values are unescaped in place. */
static int read_parameters(char *at, const char *end, struct parameter *wanted, size_t count) {
    while (at < end && *at != ';') at++;
    while (at < end) {
        while (at < end && (*at == ';' || blank(*at))) at++;
        const char *name = at;
        while (at < end && *at != '=' && *at != ';') at++;
        struct parameter *found = find_parameter(wanted, count, name, (size_t)(at - name));
        size_t len;
        if (at == end || *at == ';') continue;
        at++;
        char *value = read_value(&at, end, found && found->blanks, &len);
        if (!value) return -1;
        while (at < end && blank(*at)) at++;
        if (at < end && *at != ';') return -1;
        if (!found) continue;
        if (found->value) return -1; /* two of them: readers would disagree on which one counts */
        found->value = value;
        found->len = len;
    }
    return 0;
}

static char *header_value(char *line, const char *end, const char *name) {
    size_t len = strlen(name);
    if ((size_t)(end - line) <= len || strncasecmp(line, name, len) != 0 || line[len] != ':')
        return NULL;
    line += len + 1;
    while (line < end && blank(*line)) line++;
    return line;
}

static int read_disposition(char *value, const char *end, struct multipart_reader_part *part) {
    struct parameter found[] = {{.name = "name"}, {.name = "filename"}};
    if (end - value < 9 || strncasecmp(value, "form-data", 9) != 0) return -1;
    if (read_parameters(value, end, found, 2) != 0 || !found[0].value) return -1;
    part->name = found[0].value;
    part->name_len = found[0].len;
    part->filename = found[1].value;
    part->filename_len = found[1].len;
    return 0;
}

static int begin_part(struct multipart_reader *reader) {
    struct multipart_reader_part part = {.type = ""};
    char *line = reader->headers, *end = reader->headers + reader->headers_len;
    while (line < end) {
        char *line_end = memmem(line, (size_t)(end - line), "\r\n", 2);
        if (!line_end) return -1;
        char *value;
        if ((value = header_value(line, line_end, "Content-Disposition"))) {
            if (part.name || read_disposition(value, line_end, &part) != 0) return -1;
        } else if ((value = header_value(line, line_end, "Content-Type"))) {
            *line_end = '\0';
            part.type = value;
        } else if (!memchr(line, ':', (size_t)(line_end - line))) {
            return -1;
        }
        line = line_end + 2;
    }
    if (!part.name) return -1;
    reader->state = DATA;
    reader->matched = 0;
    return reader->receiver.begin(reader->receiver.context, &part);
}

static int hand_on(struct multipart_reader *reader, const char *bytes, size_t len) {
    if (len == 0 || reader->state == PREAMBLE) return 0;
    return reader->receiver.data(reader->receiver.context, bytes, len);
}

/* Takes bytes up to the end of a delimiter; returns how many in *used. Of the bytes that match the
 * delimiter so far, `carried` came with earlier pieces. CR is only at its start, so after a
 * mismatch they are all plain. */
static int feed_data(struct multipart_reader *reader, const char *bytes, size_t len, size_t *used) {
    size_t carried = reader->matched, i = 0;
    while (i < len && reader->matched < reader->delimiter_len) {
        if (reader->matched == 0) {
            const char *next = memchr(bytes + i, '\r', len - i);
            i = next ? (size_t)(next - bytes) + 1 : len;
            reader->matched = next ? 1 : 0;
        } else if (bytes[i] == reader->delimiter[reader->matched]) {
            reader->matched++;
            i++;
        } else {
            int code = hand_on(reader, reader->delimiter, carried);
            if (code != 0) return code;
            reader->matched = carried = 0;
        }
    }
    *used = i;
    int code = hand_on(reader, bytes, i - (reader->matched - carried));
    if (code != 0 || reader->matched < reader->delimiter_len) return code;
    bool in_part = reader->state == DATA;
    reader->state = DELIMITER;
    return in_part ? reader->receiver.end(reader->receiver.context) : 0;
}

static int feed_headers(struct multipart_reader *reader, char c) {
    if (reader->headers_len == LONGEST_HEADERS) return -1;
    reader->headers[reader->headers_len++] = c;
    if (c != '\n') return 0;
    const char *end = reader->headers + reader->headers_len;
    if (reader->headers_len == 2 && memcmp(end - 2, "\r\n", 2) == 0)
        return -1; /* no header, no name */
    if (reader->headers_len < 4 || memcmp(end - 4, "\r\n\r\n", 4) != 0) return 0;
    reader->headers_len -= 2;
    return begin_part(reader);
}

static int feed_byte(struct multipart_reader *reader, char c) {
    switch (reader->state) {
    case DELIMITER:
        if (c == '-')
            reader->state = DELIMITER_DASH;
        else if (c == '\r')
            reader->state = DELIMITER_LF;
        else if (!blank(c))
            return -1;
        return 0;
    case DELIMITER_DASH: reader->state = EPILOGUE; return c == '-' ? 0 : -1;
    case DELIMITER_LF:
        reader->state = HEADERS;
        reader->headers_len = 0;
        return c == '\n' ? 0 : -1;
    case HEADERS: return feed_headers(reader, c);
    default: return 0;
    }
}

struct multipart_reader *multipart_reader_open(const char *content_type,
                                              const struct multipart_reader_receiver *receiver) {
    struct multipart_reader *reader = NULL;
    struct parameter boundary = {.name = "boundary", .blanks = true};
    char *copy = strdup(content_type);
    if (!copy) return NULL;
    int code = read_parameters(copy, copy + strlen(copy), &boundary, 1);
    if (code == 0 && boundary.value && boundary.len > 0 && boundary.len <= LONGEST_BOUNDARY &&
        !memchr(boundary.value, '\r', boundary.len) && !memchr(boundary.value, '\n', boundary.len))
        reader = malloc(sizeof *reader);
    if (reader) {
        reader->receiver = *receiver;
        reader->state = PREAMBLE;
        reader->matched = 2; /* as if a line end stood before the body */
        reader->headers_len = 0;
        reader->delimiter_len = boundary.len + 4;
        memcpy(reader->delimiter, "\r\n--", 4);
        memcpy(reader->delimiter + 4, boundary.value, boundary.len);
    }
    free(copy);
    return reader;
}

int multipart_reader_feed(struct multipart_reader *reader, const char *bytes, size_t len) {
    while (len > 0 && reader->state != EPILOGUE) {
        size_t used = 1;
        int code = reader->state == PREAMBLE || reader->state == DATA
                       ? feed_data(reader, bytes, len, &used)
                       : feed_byte(reader, *bytes);
        if (code != 0) return code;
        bytes += used;
        len -= used;
    }
    return 0;
}

bool multipart_reader_complete(const struct multipart_reader *reader) {
    return reader->state == EPILOGUE;
}

void multipart_reader_close(struct multipart_reader *reader) {
    free(reader);
}
