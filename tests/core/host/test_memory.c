/* SPDX-License-Identifier: MIT
 * The allocator of the Lua state, with a malloc that can fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/reserve.h"

static size_t most = SIZE_MAX; /* what malloc and realloc give at most */
static int calls;

static void *try_malloc(size_t size) {
    calls++;
    return size > most ? NULL : malloc(size);
}

static void *try_aligned_alloc(size_t step, size_t size) {
    return size > most ? NULL : aligned_alloc(step, size);
}

static void *try_realloc(void *block, size_t size) {
    return size > most ? NULL : realloc(block, size);
}

#define malloc try_malloc
#define aligned_alloc try_aligned_alloc
#define reserve_malloc try_malloc
#define reserve_realloc try_realloc
#include "host/memory.c"
#undef malloc
#undef aligned_alloc

static void *resize(void *block, size_t old, size_t size) {
    return allocate(NULL, block, old, size);
}

static void blocks_keep_what_is_in_them(void **state) {
    (void)state;
    enum { BLOCKS = 500, ROUNDS = 50000, ROOM = 6000 };
    static unsigned char *blocks[BLOCKS];
    static size_t sizes[BLOCKS];
    unsigned seed = 1;
    for (int round = 0; round < ROUNDS; round++) {
        seed = seed * 1103515245 + 12345;
        size_t i = (seed >> 8) % BLOCKS, size = (seed >> 4) % 3 ? (seed >> 16) % ROOM : 0, old = sizes[i];
        unsigned char *block = resize(blocks[i], blocks[i] ? old : i % 9 /* a type, with NULL */, size);
        assert_true(size == 0 ? block == NULL : block != NULL && (uintptr_t)block % 8 == 0);
        for (size_t at = 0; at < old && at < size; at++) assert_int_equal(block[at], (unsigned char)i);
        if (size) memset(block, (int)(i & 255), size);
        blocks[i] = block;
        sizes[i] = size;
    }
    for (int i = 0; i < BLOCKS; i++) assert_null(resize(blocks[i], sizes[i], 0));
}

static void what_was_freed_is_used_again(void **state) {
    (void)state;
    enum { BLOCKS = 4000 };
    static void *blocks[BLOCKS];
    for (int round = 0, before = 0; round < 3; round++) {
        for (int i = 0; i < BLOCKS; i++) blocks[i] = resize(NULL, 0, 40);
        for (int i = 0; i < BLOCKS; i++) resize(blocks[i], 40, 0);
        if (round == 1) assert_int_equal(calls, before);
        before = calls;
    }
}

/* As many bytes as a block of glibc's has at least, which the tools that look at each block refuse. */
static void *by_malloc(size_t size) {
    return malloc((size + STEP - 1) / STEP * STEP);
}

static void blocks_of_malloc_may_come_here(void **state) {
    (void)state;
    for (size_t size = 1; size < 2 * LARGEST; size++) {
        char *block = by_malloc(size);
        memset(block, 'a', size);
        block = resize(block, size, 3 * LARGEST);
        for (size_t i = 0; i < size; i++) assert_int_equal(block[i], 'a');
        assert_null(resize(block, 3 * LARGEST, 0));
        resize(by_malloc(size), size, 0);
        block = resize(NULL, 0, size); /* the same one */
        memset(block, 'b', size);
        resize(block, size, 0);
    }
}

static void memory_runs_out(void **state) {
    (void)state;
    char *small = resize(NULL, 0, 24), *large = resize(NULL, 0, 5000);
    strcpy(small, "small");
    strcpy(large, "large");
    struct block *taken = NULL; /* all that there is of the largest size */
    while (rest_size >= LARGEST || unused[SIZES]) {
        struct block *next = resize(NULL, 0, LARGEST);
        next->next = taken;
        taken = next;
    }
    most = LARGEST; /* there is no chunk any more, but there is this one block */
    void *block = resize(NULL, 0, LARGEST);
    assert_non_null(block);
    most = 0;
    assert_null(resize(NULL, 0, LARGEST));
    assert_null(resize(small, 24, LARGEST));
    assert_string_equal(small, "small");
    assert_null(resize(large, 5000, 6000));
    assert_string_equal(large, "large");
    assert_ptr_equal(resize(large, 5000, LARGEST), large);
    assert_string_equal(large, "large");
    resize(block, LARGEST, 0);
    assert_ptr_equal(resize(NULL, 0, LARGEST), block); /* what was freed is there */
    most = SIZE_MAX;
    resize(large, LARGEST, 0);
    resize(small, 24, 0);
    resize(block, LARGEST, 0);
    while (taken) {
        struct block *next = taken->next;
        resize(taken, LARGEST, 0);
        taken = next;
    }
}

/* The state of a program that has just begun; what there was before stays reachable. */
static void begin(void) {
    static struct block *before[2][SIZES + 1];
    static char *volatile rests[2];
    static int i;
    memcpy(before[i], unused, sizeof unused);
    rests[i++] = rest;
    (void)rests[0]; /* read by leak checkers only */
    memset(unused, 0, sizeof unused);
    rest_size = 0;
    has_begun = 0;
}

static void it_begins_with_a_huge_page(void **state) {
    (void)state;
    begin();
    char *block = resize(NULL, 0, 40);
    assert_int_equal((uintptr_t)block % HUGE_PAGE, 0);
    assert_int_equal(rest_size, HUGE_PAGE - 40);
}

static void it_begins_without_one_where_memory_is_short(void **state) {
    (void)state;
    begin();
    most = CHUNK;
    void *alone = resize(NULL, 0, 40); /* by malloc itself */
    assert_non_null(alone);
    assert_int_equal(rest_size, 0);
    void *block = resize(NULL, 0, 48);
    assert_non_null(block);
    assert_int_equal(rest_size, CHUNK - 48);
    most = SIZE_MAX;
    resize(alone, 40, 0);
    resize(block, 48, 0);
}

static void one_by_one(void **state) {
    (void)state;
    setenv("ALIPAY_LUA_MALLOC", "1", 1);
    lua_Alloc each = host_allocator();
    unsetenv("ALIPAY_LUA_MALLOC");
    assert_ptr_equal(host_allocator(), allocate);
    most = 23;
    assert_null(each(NULL, NULL, 0, 24));
    most = SIZE_MAX;
    void *block = each(NULL, NULL, 0, 24);
    assert_non_null(block);
    assert_null(each(NULL, block, 24, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_keep_what_is_in_them),
        cmocka_unit_test(what_was_freed_is_used_again),
        cmocka_unit_test(blocks_of_malloc_may_come_here),
        cmocka_unit_test(memory_runs_out),
        cmocka_unit_test(it_begins_with_a_huge_page),
        cmocka_unit_test(it_begins_without_one_where_memory_is_short),
        cmocka_unit_test(one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
