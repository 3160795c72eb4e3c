/* SPDX-License-Identifier: MIT
 * Joins, escapes and splits parameters.
 * It does not know which parameters are signed: the caller leaves out what does not belong. */
#include "http/form.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that are sent as they are. A table, as every byte of a request passes here twice. */
static const bool unreserved[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['-'] = true,
    ['.'] = true,         ['_'] = true,         ['~'] = true,
};

static bool are_unreserved(const unsigned char four[]) {
    return unreserved[four[0]] & unreserved[four[1]] & unreserved[four[2]] & unreserved[four[3]];
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static char *append(char *out, const char *text, size_t len) {
    if (len) memcpy(out, text, len);
    return out + len;
}

/* memcmp of the keys, and the shorter first when one begins with the other. */
static int compare_keys(const void *left, const void *right) {
    const struct form_pair *a = left, *b = right;
    size_t shorter = a->key_len < b->key_len ? a->key_len : b->key_len;
    int order = shorter ? memcmp(a->key, b->key, shorter) : 0;
    if (order != 0) return order;
    return (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

void form_sort(struct form_pair *pairs, size_t count) {
    qsort(pairs, count, sizeof *pairs, compare_keys);
}

size_t form_join_size(const struct form_pair *pairs, size_t count) {
    size_t size = count ? 2 * count - 1 : 0;
    for (size_t i = 0; i < count; i++)
        size += pairs[i].key_len + pairs[i].value_len;
    return size;
}

void form_join(const struct form_pair *pairs, size_t count, char *out) {
    for (size_t i = 0; i < count; i++) {
        if (i) *out++ = '&';
        out = append(out, pairs[i].key, pairs[i].key_len);
        *out++ = '=';
        out = append(out, pairs[i].value, pairs[i].value_len);
    }
}

size_t form_encode_size(const struct form_pair *pairs, size_t count) {
    size_t size = count ? 2 * count - 1 : 0;
    for (size_t i = 0; i < count; i++)
        size += form_escape_size(pairs[i].key, pairs[i].key_len) +
                form_escape_size(pairs[i].value, pairs[i].value_len);
    return size;
}

char *form_encode(const struct form_pair *pairs, size_t count, char *out) {
    for (size_t i = 0; i < count; i++) {
        if (i) *out++ = '&';
        out = form_escape(pairs[i].key, pairs[i].key_len, out);
        *out++ = '=';
        out = form_escape(pairs[i].value, pairs[i].value_len, out);
    }
    return out;
}

size_t form_escape_size(const char *text, size_t len) {
    size_t size = len;
    for (size_t i = 0; i < len; i++)
        size += unreserved[(unsigned char)text[i]] ? 0 : 2;
    return size;
}

char *form_escape(const char *text, size_t len, char *out) {
    static const char digits[] = "0123456789ABCDEF";
    const unsigned char *at = (const unsigned char *)text, *end = at + len;
    for (;;) {
        for (; end - at >= 4 && are_unreserved(at); at += 4, out += 4) memcpy(out, at, 4);
        while (at < end && unreserved[*at]) *out++ = (char)*at++;
        if (at == end) return out;
        *out++ = '%';
        *out++ = digits[*at >> 4];
        *out++ = digits[*at++ & 15];
    }
}

size_t form_unescape(const char *text, size_t len, char *out, int plus) {
    size_t written = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '+' && plus) {
            c = ' ';
        } else if (c == '%' && len - i > 2) {
            int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                c = (char)(high << 4 | low);
                i += 2;
            }
        }
        out[written++] = c;
    }
    return written;
}

int form_next(const char **text, const char *end, struct form_pair *pair) {
    while (*text < end && **text == '&')
        ++*text;
    if (*text >= end) return 0;
    const char *start = *text;
    const char *stop = memchr(start, '&', (size_t)(end - start));
    if (!stop) stop = end;
    const char *equals = memchr(start, '=', (size_t)(stop - start));
    pair->key = start;
    pair->key_len = (size_t)((equals ? equals : stop) - start);
    pair->value = equals ? equals + 1 : stop;
    pair->value_len = (size_t)(stop - pair->value);
    *text = stop;
    return 1;
}

int form_decode(struct pairs *pairs, const char *text, size_t len) {
    const char *end = text + len;
    struct form_pair piece;
    while (form_next(&text, end, &piece)) {
        if (pairs_add(pairs, piece.key, piece.key_len, piece.value, piece.value_len) != 0) return -1;
        struct pair *pair = &pairs->items[pairs->count - 1];
        pair->name_len = form_unescape(pair->name, piece.key_len, pair->name, 1);
        pair->value_len = form_unescape(pair->value, piece.value_len, pair->value, 1);
        pair->name[pair->name_len] = pair->value[pair->value_len] = '\0';
    }
    return 0;
}
