/* SPDX-License-Identifier: MIT
 * Fuzzes form.c: what was split and unescaped is the same after it was encoded and split again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/form.h"

enum { MAX_PAIRS = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

static int same(const char *a, size_t a_len, const char *b, size_t b_len) {
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

/* Splits the text, which is unescaped in place: an unescaped value is never longer. */
static size_t split(char *text, size_t len, struct form_pair *pairs) {
    const char *cursor = text, *end = text + len;
    size_t count = 0;
    while (count < MAX_PAIRS && form_next(&cursor, end, &pairs[count])) {
        struct form_pair *pair = &pairs[count++];
        require(pair->key >= text && pair->value >= pair->key + pair->key_len &&
                pair->value + pair->value_len <= end);
        pair->key_len = form_unescape(pair->key, pair->key_len, text + (pair->key - text), 1);
        pair->value_len = form_unescape(pair->value, pair->value_len, text + (pair->value - text), 1);
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct form_pair pairs[MAX_PAIRS], again[MAX_PAIRS];
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    size_t count = split(text, size, pairs);
    size_t len = form_encode_size(pairs, count);
    char *encoded = malloc(len + 1), *joined = malloc(form_join_size(pairs, count) + 1);
    if (encoded && joined) {
        form_encode(pairs, count, encoded);
        require(split(encoded, len, again) == count);
        for (size_t i = 0; i < count; i++) {
            require(same(pairs[i].key, pairs[i].key_len, again[i].key, again[i].key_len));
            require(same(pairs[i].value, pairs[i].value_len, again[i].value, again[i].value_len));
        }
        form_sort(pairs, count);
        for (size_t i = 1; i < count; i++) {
            const struct form_pair *a = &pairs[i - 1], *b = &pairs[i];
            size_t shorter = a->key_len < b->key_len ? a->key_len : b->key_len;
            int order = memcmp(a->key, b->key, shorter);
            require(order < 0 || (order == 0 && a->key_len <= b->key_len));
        }
        form_join(pairs, count, joined);
    }
    free(joined);
    free(encoded);
    free(text);
    return 0;
}
