/* SPDX-License-Identifier: MIT
 * The reserve of memory, and the allocations that fall back on it. Who uses them: libcurl, OpenSSL,
 * Lua and lua-cjson, and bodies of replies. */
#include "base/reserve.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { RESERVE = 256 * 1024 };

static _Atomic(void *) reserve;

/* Whether there was one. */
static bool give_back(void) {
    void *block = atomic_exchange(&reserve, NULL);
    free(block);
    return block != NULL;
}

bool reserve_is_used(void) {
    return !atomic_load(&reserve);
}

void reserve_fill(void) {
    if (!reserve_is_used()) return;
    void *none = NULL, *block = malloc(RESERVE);
    if (!atomic_compare_exchange_strong(&reserve, &none, block)) free(block);
}

void *reserve_malloc(size_t size) {
    void *block = malloc(size);
    return block || !give_back() ? block : malloc(size);
}

void *reserve_calloc(size_t count, size_t size) {
    void *block = calloc(count, size);
    return block || !give_back() ? block : calloc(count, size);
}

void *reserve_realloc(void *block, size_t size) {
    void *larger = realloc(block, size);
    return larger || size == 0 || !give_back() ? larger : realloc(block, size);
}

char *reserve_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = reserve_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}
