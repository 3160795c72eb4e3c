/* SPDX-License-Identifier: MIT
 * Tests of reserve.c, which is compiled here once more with functions of C that fail when they are told to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int failures; /* of the next allocations */
static size_t last;  /* what was asked for last */

static int refuses(size_t size) {
    last = size;
    if (failures == 0) return 0;
    failures--;
    return 1;
}

static void *try_malloc(size_t size) {
    return refuses(size) ? NULL : malloc(size);
}

static void *try_calloc(size_t count, size_t size) {
    return refuses(count * size) ? NULL : calloc(count, size);
}

static void *try_realloc(void *block, size_t size) {
    return refuses(size) ? NULL : realloc(block, size);
}

#define reserve_fill fill
#define reserve_is_used is_used
#define reserve_malloc malloc_with
#define reserve_calloc calloc_with
#define reserve_realloc realloc_with
#define reserve_strdup strdup_with
#define malloc try_malloc
#define calloc try_calloc
#define realloc try_realloc
#include "base/reserve.c"
#undef malloc
#undef calloc
#undef realloc

static int empty_it(void **state) {
    (void)state;
    failures = 0;
    give_back();
    return 0;
}

static void *by_malloc(void) {
    return malloc_with(8);
}

static void *by_calloc(void) {
    static const char zeros[8];
    void *block = calloc_with(2, 4);
    if (block) assert_memory_equal(block, zeros, 8);
    return block;
}

static void *by_realloc(void) {
    return realloc_with(NULL, 8);
}

static void *by_strdup(void) {
    char *copy = strdup_with("text");
    if (copy) assert_string_equal(copy, "text");
    return copy;
}

static void *(*const ways[])(void) = {by_malloc, by_calloc, by_realloc, by_strdup};

/* Whether a block came after so many failures. */
static bool comes_after(int count, void *(*way)(void)) {
    failures = count;
    void *block = way();
    assert_int_equal(failures, 0);
    bool came = block != NULL;
    free(block);
    return came;
}

static void an_allocation_that_fails_is_tried_once_more(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        fill();
        assert_true(comes_after(0, ways[i]));
        assert_false(is_used());
        assert_true(comes_after(1, ways[i]));
        assert_true(is_used());
        assert_false(comes_after(1, ways[i])); /* it is gone */
        fill();
        assert_false(comes_after(2, ways[i]));
    }
}

static void a_block_that_cannot_grow_stays_as_it_is(void **state) {
    (void)state;
    fill();
    char *block = malloc_with(3);
    memcpy(block, "ab", 3);
    failures = 2;
    assert_null(realloc_with(block, 100));
    assert_string_equal(block, "ab");
    failures = 1;
    assert_null(realloc_with(block, 100));
    fill();
    failures = 1;
    block = realloc_with(block, 100);
    assert_string_equal(block, "ab");
    free(block);
}

static void it_is_filled_once(void **state) {
    (void)state;
    failures = 1;
    fill(); /* there is none yet, and no harm */
    fill();
    assert_int_equal(last, 256 * 1024);
    last = 0;
    fill();
    assert_int_equal(last, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, empty_it, empty_it)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_allocation_that_fails_is_tried_once_more),
        TEST(a_block_that_cannot_grow_stays_as_it_is),
        TEST(it_is_filled_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
