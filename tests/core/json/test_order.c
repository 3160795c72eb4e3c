/* SPDX-License-Identifier: MIT
 * Names in order, whatever stands in names and values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/order.h"

static void expect(const char *text, const char *ordered) {
    size_t len = strlen(text);
    char *copy = malloc(len + 1); /* exactly as large: sanitizers see a byte too far */
    memcpy(copy, text, len + 1);
    assert_int_equal(order_names(copy, len), 0);
    assert_string_equal(copy, ordered);
    assert_int_equal(order_names(copy, len), 0);
    assert_string_equal(copy, ordered);
    free(copy);
}

static void test_sorts_bytewise(void **state) {
    (void)state;
    expect("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}");
    expect("{\"b\":1,\"ab\":2,\"a\":3,\"B\":4,\"\":5}", "{\"\":5,\"B\":4,\"a\":3,\"ab\":2,\"b\":1}");
    expect("{\"捞\":1,\"z\":2}", "{\"z\":2,\"捞\":1}");
    expect("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}");
}

static void test_sorts_inside(void **state) {
    (void)state;
    expect("{\"x\":[{\"d\":1,\"c\":2},[],{}],\"a\":{\"f\":{\"h\":1,\"g\":2},\"e\":null}}",
           "{\"a\":{\"e\":null,\"f\":{\"g\":2,\"h\":1}},\"x\":[{\"c\":2,\"d\":1},[],{}]}");
    expect("[{\"b\":1,\"a\":2},{\"b\":3,\"a\":4}]", "[{\"a\":2,\"b\":1},{\"a\":4,\"b\":3}]");
}

static void test_passes_over_strings(void **state) {
    (void)state;
    expect("{\"b\":\"}],\\\"{[\",\"a\\\"\":\"\\\\\",\"a\":\":,\"}", "{\"a\":\":,\",\"a\\\"\":\"\\\\\",\"b\":\"}],\\\"{[\"}");
}

static void test_leaves_scalars(void **state) {
    (void)state;
    const char *texts[] = {"", "1", "\"x\"", "null", "[]", "{}", "[1,2,3]", "[\"b\",\"a\"]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect(texts[i], texts[i]);
}

/* Not JSON: no byte outside is touched. */
static void test_stays_inside(void **state) {
    (void)state;
    const char *texts[] = {"{", "[", "{\"a", "{\"a\\", "{\"a\"", "{\"a\":", "{\"b\":1,\"a\":", "[{\"b\":1,\"a\":\"\\", "\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t len = strlen(texts[i]);
        char *copy = malloc(len);
        memcpy(copy, texts[i], len);
        assert_int_equal(order_names(copy, len), 0);
        free(copy);
    }
}

static void test_many(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    char *text = malloc(COUNT * 16), *out = text;
    for (int i = COUNT - 1; i >= 0; i--) out += sprintf(out, "%s\"%05d\":%d", i == COUNT - 1 ? "{" : ",", i, i);
    out += sprintf(out, "}");
    assert_int_equal(order_names(text, (size_t)(out - text)), 0);
    for (int i = 0, at = 1; i < COUNT; i++) {
        char member[32];
        int len = sprintf(member, "\"%05d\":%d", i, i);
        assert_memory_equal(text + at, member, len);
        at += len + 1;
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorts_bytewise), cmocka_unit_test(test_sorts_inside),
        cmocka_unit_test(test_passes_over_strings), cmocka_unit_test(test_leaves_scalars),
        cmocka_unit_test(test_stays_inside), cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
