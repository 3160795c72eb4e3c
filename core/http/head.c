/* SPDX-License-Identifier: MIT
 * Counts the lines of a reply's head and looks for codings: libcurl decodes any stack of transfer
 * codings without being asked, and past every timeout. It parses nothing else. */
#include "http/head.h"

#include <string.h>
#include <strings.h>

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

enum head_verdict head_line(struct head *head, const char *line, size_t len) {
    head->bytes += len;
    if (head->bytes > HEAD_BYTES || ++head->lines > HEAD_LINES) return HEAD_TOO_LARGE;
    if (len > 5 && memcmp(line, "HTTP/", 5) == 0) head->complete = false;
    else if (len > 0 && (line[0] == '\r' || line[0] == '\n')) head->complete = true;
    return is_coded(line, len) ? HEAD_CODED : HEAD_FINE;
}
