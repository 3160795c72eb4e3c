/* SPDX-License-Identifier: MIT
 * Names and values in order: headers and fields alike. It judges and decodes nothing. */
#include "base/pairs.h"

#include <stdlib.h>
#include <string.h>

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

void pairs_free(struct pairs *pairs) {
    for (size_t i = 0; i < pairs->count; i++) free(pairs->items[i].name);
    free(pairs->items);
    *pairs = (struct pairs){0};
}
