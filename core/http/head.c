/* SPDX-License-Identifier: MIT
 * Counts and keeps the lines of a reply's head and looks for codings: libcurl decodes any stack of
 * transfer codings without being asked, and past every timeout. libcurl keeps headers, too, but asked
 * for all of them it compares each with each. */
#include "http/head.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/reserve.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether the line is a header of this name; its value without the blanks around it. */
static bool is_named(const char *line, size_t len, const char *name, const char **value,
                     size_t *value_len) {
    size_t name_len = strlen(name);
    if (len <= name_len || strncasecmp(line, name, name_len) != 0) return false;
    const char *start = line + name_len, *end = line + len;
    while (start < end && is_blank(*start)) start++;
    if (start == end || *start++ != ':') return false;
    while (start < end && is_blank(*start)) start++;
    while (end > start && is_blank(end[-1])) end--;
    *value = start;
    *value_len = (size_t)(end - start);
    return true;
}

static bool is_word(const char *text, size_t len, const char *word) {
    return len == strlen(word) && strncasecmp(text, word, len) == 0;
}

static bool is_coded(const char *line, size_t len) {
    const char *value;
    size_t value_len;
    if (is_named(line, len, "Transfer-Encoding", &value, &value_len))
        return !is_word(value, value_len, "chunked") && !is_word(value, value_len, "identity");
    if (is_named(line, len, "Content-Encoding", &value, &value_len))
        return value_len > 0 && !is_word(value, value_len, "identity");
    return false;
}

/* Puts text without the blanks around it, and a NUL, behind what is kept. */
static void keep_text(struct head *head, const char *text, const char *end) {
    while (text < end && is_blank(*text)) text++;
    while (end > text && is_blank(end[-1])) end--;
    memcpy(head->kept + head->kept_len, text, (size_t)(end - text));
    head->kept_len += (size_t)(end - text);
    head->kept[head->kept_len++] = '\0';
}

/* A line that begins with a blank goes on with the value before it. */
static bool keep(struct head *head, const char *line, size_t len) {
    enum { ROOM = 1024, MORE = 2 };
    if (memchr(line, '\0', len)) return true; /* no header */
    if (head->kept_len + len + MORE > head->kept_room) {
        size_t room = 2 * head->kept_room + len + ROOM;
        char *larger = reserve_realloc(head->kept, room);
        if (!larger) return false;
        head->kept = larger;
        head->kept_room = room;
    }
    const char *colon = memchr(line, ':', len), *end = line + len;
    if (is_blank(*line)) {
        if (head->kept_len) head->kept[head->kept_len - 1] = ' ';
        if (head->kept_len) keep_text(head, line, end);
    } else if (colon) {
        keep_text(head, line, colon);
        keep_text(head, colon + 1, end);
    }
    return true;
}

enum head_verdict head_line(struct head *head, const char *line, size_t len) {
    head->bytes += len;
    if (head->bytes > HEAD_BYTES || ++head->lines > HEAD_LINES) return HEAD_TOO_LARGE;
    if (len > 5 && memcmp(line, "HTTP/", 5) == 0) {
        head->complete = false;
        head->kept_len = 0;
    } else if (len > 0 && (line[0] == '\r' || line[0] == '\n')) {
        head->complete = true;
    } else if (len > 0 && !head->complete && !keep(head, line, len)) {
        return HEAD_NO_MEMORY;
    }
    return is_coded(line, len) ? HEAD_CODED : HEAD_FINE;
}

void head_close(struct head *head) {
    free(head->kept);
    *head = (struct head){0};
}
