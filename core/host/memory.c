/* SPDX-License-Identifier: MIT
 * The allocator of the Lua state. Small blocks are kept by their size when they are freed, and the one that was freed last is
 * used next; malloc has the large ones. What was allocated by malloc before may be freed here: glibc's blocks have whole steps.
 * Memory of small blocks does not go back to malloc. The first of it is one huge page, where the system has them: a call of
 * many in flight touches so many small pages that finding out where they are takes 2 % of its CPU. */
#include "host/host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/reserve.h"

/* Lua asks for alignment to 8 bytes, and so it gets it from blocks in a row. */
enum { STEP = 8, LARGEST = 4096, SIZES = LARGEST / STEP, CHUNK = 32768, HUGE_PAGE = 2 << 20 };

struct block {
    struct block *next;
};

static struct block *unused[SIZES + 1]; /* by size in steps */
static char *rest;                      /* of the last chunk */
static size_t rest_size;
static int has_begun;

static void give(void *memory, size_t steps) {
    struct block *block = memory;
    block->next = unused[steps];
    unused[steps] = block;
}

/* More memory in `rest`. Returns 0 when there is none. */
static int get_chunk(void) {
    size_t size = has_begun ? CHUNK : HUGE_PAGE;
    char *chunk = has_begun ? malloc(CHUNK) : aligned_alloc(HUGE_PAGE, HUGE_PAGE);
    has_begun = 1;
    if (!chunk) return 0;
    if (size == HUGE_PAGE) madvise(chunk, size, MADV_HUGEPAGE); /* pages of the usual size serve as well */
    if (rest_size) give(rest, rest_size / STEP);
    rest = chunk;
    rest_size = size;
    return 1;
}

static void *take(size_t steps) {
    struct block *block = unused[steps];
    if (block) {
        unused[steps] = block->next;
        return block;
    }
    size_t size = steps * STEP;
    if (rest_size < size && !get_chunk()) return reserve_malloc(size);
    void *memory = rest;
    rest += size;
    rest_size -= size;
    return memory;
}

static void *allocate(void *context, void *block, size_t old, size_t size) {
    (void)context;
    size_t from = block ? (old + STEP - 1) / STEP : 0, to = (size + STEP - 1) / STEP;
    if (from > SIZES && to > SIZES) return reserve_realloc(block, size);
    if (from == to) return block;
    void *memory = to == 0 ? NULL : to <= SIZES ? take(to) : reserve_malloc(size);
    if (to && !memory) return to < from ? block : NULL; /* a block can always become smaller */
    if (from && to) memcpy(memory, block, old < size ? old : size);
    if (from > SIZES) free(block);
    else if (from) give(block, from);
    return memory;
}

static void *allocate_each(void *context, void *block, size_t old, size_t size) {
    (void)context, (void)old;
    if (size > 0) return reserve_realloc(block, size);
    free(block);
    return NULL;
}

/* Tools that look at each block, and tests that let one fail, see those of Lua by the variable. */
lua_Alloc host_allocator(void) {
    return getenv("ALIPAY_LUA_MALLOC") ? allocate_each : allocate;
}
