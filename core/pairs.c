/* SPDX-License-Identifier: MIT
 * Names and values in order, and how urlencoded text becomes them. It judges nothing. */
#include "pairs.h"

#include <stdlib.h>
#include <string.h>

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

int pairs_add(struct pairs *pairs, const char *name, size_t name_len, const char *value,
              size_t value_len) {
    if (pairs->count == pairs->size) {
        size_t size = pairs->size ? pairs->size * 2 : 16;
        struct pair *items = realloc(pairs->items, size * sizeof *items);
        if (!items) return -1;
        pairs->items = items;
        pairs->size = size;
    }
    char *block = malloc(name_len + value_len + 2);
    if (!block) return -1;
    struct pair *pair = &pairs->items[pairs->count++];
    *pair = (struct pair){block, block + name_len + 1, name_len, value_len};
    if (name_len) memcpy(pair->name, name, name_len);
    if (value_len) memcpy(pair->value, value, value_len);
    pair->name[name_len] = pair->value[value_len] = '\0';
    pairs->bytes += name_len + value_len;
    return 0;
}

static int decode_piece(struct pairs *pairs, const char *piece, size_t len) {
    const char *equals = memchr(piece, '=', len);
    size_t name_len = equals ? (size_t)(equals - piece) : len;
    size_t value_len = equals ? len - name_len - 1 : 0;
    if (pairs_add(pairs, piece, name_len, piece + len - value_len, value_len) != 0) return -1;
    struct pair *pair = &pairs->items[pairs->count - 1];
    pair->name_len = percent_decode(pair->name, name_len, 1);
    pair->value_len = percent_decode(pair->value, value_len, 1);
    return 0;
}

int pairs_decode(struct pairs *pairs, const char *text, size_t len) {
    while (len > 0) {
        const char *end = memchr(text, '&', len);
        size_t piece = end ? (size_t)(end - text) : len;
        if (piece > 0 && decode_piece(pairs, text, piece) != 0) return -1;
        size_t used = end ? piece + 1 : piece;
        text += used;
        len -= used;
    }
    return 0;
}

void pairs_free(struct pairs *pairs) {
    for (size_t i = 0; i < pairs->count; i++) free(pairs->items[i].name);
    free(pairs->items);
    *pairs = (struct pairs){0};
}

size_t percent_decode(char *text, size_t len, int plus) {
    size_t to = 0;
    for (size_t from = 0; from < len; from++) {
        char c = text[from];
        if (c == '+' && plus) {
            c = ' ';
        } else if (c == '%' && len - from > 2) {
            int high = hex_digit(text[from + 1]), low = hex_digit(text[from + 2]);
            if (high >= 0 && low >= 0) {
                c = (char)(high * 16 + low);
                from += 2;
            }
        }
        text[to++] = c;
    }
    text[to] = '\0';
    return to;
}
