/* SPDX-License-Identifier: MIT
 * The memory of the Lua state: small blocks from lists by size within one reserved region, all others from malloc.
 * It keeps what small blocks once took, and owns the region until the state is closed. */
#include "host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PLAIN_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define PLAIN_BUILD 1
#endif
#endif
#ifndef PLAIN_BUILD
#define PLAIN_BUILD 0
#endif

enum { GRAIN = 16, SMALL = 1024, CLASSES = SMALL / GRAIN };

/* Address space; pages cost memory when they are first touched. What does not fit in comes from malloc. */
static const size_t region_size = (size_t)64 << 20;

struct block {
    struct block *next;
};

static struct {
    char *start, *unused, *end;
    struct block *free[CLASSES];
} pool;

static inline int is_pooled(const void *block) {
    return (const char *)block >= pool.start && (const char *)block < pool.end;
}

static inline size_t class_of(size_t size) {
    return (size - 1) / GRAIN;
}

static void *take(size_t size) {
    if (size > SMALL) return malloc(size);
    size_t class = class_of(size), rounded = (class + 1) * GRAIN;
    struct block *block = pool.free[class];
    if (block) {
        pool.free[class] = block->next;
        return block;
    }
    if ((size_t)(pool.end - pool.unused) < rounded) return malloc(size);
    block = (struct block *)(void *)pool.unused;
    pool.unused += rounded;
    return block;
}

static void give(void *memory, size_t size) {
    if (!is_pooled(memory)) {
        free(memory);
        return;
    }
    struct block *block = memory;
    block->next = pool.free[class_of(size)];
    pool.free[class_of(size)] = block;
}

static void *resize(void *memory, size_t old_size, size_t size) {
    int pooled = is_pooled(memory);
    if (!pooled && size > SMALL) return realloc(memory, size);
    if (pooled && size <= SMALL && class_of(size) == class_of(old_size)) return memory;
    void *moved = take(size);
    if (!moved) return size <= old_size ? memory : NULL; /* shrinking must not fail */
    memcpy(moved, memory, old_size < size ? old_size : size);
    give(memory, old_size);
    return moved;
}

/* The allocator as Lua calls it. */
static void *allocate(void *context, void *memory, size_t old_size, size_t size) {
    (void)context;
    if (size == 0) {
        if (memory) give(memory, old_size);
        return NULL;
    }
    return memory ? resize(memory, old_size, size) : take(size);
}

void host_alloc_install(lua_State *L) {
    const char *plain = getenv("ALIPAY_PLAIN_ALLOCATOR");
    if (PLAIN_BUILD || (plain && strcmp(plain, "1") == 0)) return;
    void *region = mmap(NULL, region_size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED) return;
    pool.start = pool.unused = region;
    pool.end = pool.start + region_size;
    lua_setallocf(L, allocate, NULL);
}
