/* SPDX-License-Identifier: MIT
 * Tests of wire.c: which parameters win, what is signed, and what is sent where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "alipay/wire.h"

#define PAIR(k, v)                                                                                 \
    { k, sizeof(k) - 1, v, sizeof(v) - 1 }
#define COUNT(list) (sizeof(list) / sizeof *(list))

/* In a block of exactly the size that was measured, so that a checker sees a byte too many. */
static struct wire *written(const struct wire_param *params, size_t count) {
    struct wire *wire = malloc(wire_size(params, count));
    assert_non_null(wire);
    wire_write(wire, params, count);
    return wire;
}

static void is_signed(const struct wire *wire, const char *expected) {
    size_t len;
    const char *text = wire_signed(wire, &len);
    assert_int_equal(len, strlen(expected));
    assert_memory_equal(text, expected, len);
}

static void has_form(const struct wire *wire, const char *expected) {
    size_t len;
    const char *text = wire_form(wire, &len);
    assert_int_equal(len, strlen(expected));
    assert_memory_equal(text, expected, len);
}

static void has_query(const struct wire *wire, const char *signature, const char *expected) {
    size_t len = strlen(signature), size = wire_query_size(wire, len);
    char *out = malloc(size);
    assert_non_null(out);
    size_t written_len = (size_t)(wire_query(wire, signature, len, out) - out);
    assert_in_range(written_len, 0, size);
    assert_int_equal(written_len, strlen(expected));
    assert_memory_equal(out, expected, written_len);
    free(out);
}

static void own_parameters_win(void **state) {
    (void)state;
    struct wire_param shared[] = {{.pair = PAIR("app_id", "1")},
                                  {.pair = PAIR("charset", "utf-8"), .encoded = "charset=utf-8", .encoded_len = 13},
                                  {.pair = PAIR("version", "1.0")}};
    struct wire_param own[] = {{.pair = PAIR("charset", "GBK")}, {.pair = PAIR("zone", "8")}};
    struct wire_param all[COUNT(shared) + COUNT(own)];
    size_t count = wire_merge(all, shared, COUNT(shared), own, COUNT(own));
    assert_int_equal(count, 4);
    struct wire *wire = written(all, count);
    is_signed(wire, "app_id=1&charset=GBK&version=1.0&zone=8");
    has_query(wire, "s", "app_id=1&charset=GBK&sign=s&version=1.0&zone=8");
    free(wire);
    assert_int_equal(wire_merge(all, shared, 3, own, 0), 3);
    assert_int_equal(wire_merge(all, shared, 0, own, 2), 2);
}

static void each_parameter_has_its_place(void **state) {
    (void)state;
    struct wire_param params[] = {
        {.pair = PAIR("biz_content", "{\"a\":\"\xE4\xB8\xAD&=\"}"), .place = WIRE_FORM},
        {.pair = PAIR("image_name", "x y"), .place = WIRE_PART},
        {.pair = PAIR("method", "a.b")},
        {.pair = PAIR("sign_type", "RSA2"), .encoded = "sign_type=RSA2", .encoded_len = 14},
        {.pair = PAIR("timestamp", "2026-11-23 12:00:00")},
    };
    struct wire *wire = written(params, COUNT(params));
    is_signed(wire, "biz_content={\"a\":\"\xE4\xB8\xAD&=\"}&image_name=x y&method=a.b&sign_type=RSA2&"
                    "timestamp=2026-11-23 12:00:00");
    has_form(wire, "biz_content=%7B%22a%22%3A%22%E4%B8%AD%26%3D%22%7D");
    has_query(wire, "a+/=", "method=a.b&sign=a%2B%2F%3D&sign_type=RSA2&timestamp=2026-11-23%2012%3A00%3A00");
    free(wire);
}

static void a_side_of_the_signature_may_be_empty(void **state) {
    (void)state;
    struct wire_param before[] = {{.pair = PAIR("a", "1")}}, after[] = {{.pair = PAIR("t", "1")}};
    struct wire *wire = written(before, 1);
    has_query(wire, "s", "a=1&sign=s");
    free(wire);
    wire = written(after, 1);
    has_query(wire, "s", "sign=s&t=1");
    free(wire);
    wire = written(NULL, 0);
    is_signed(wire, "");
    has_form(wire, "");
    has_query(wire, "", "sign=");
    free(wire);
}

static void sizes_suffice_for_any_bytes(void **state) {
    (void)state;
    static char text[2000];
    memset(text, '\xFF', sizeof text); /* each becomes three */
    for (size_t len = 1; len < sizeof text; len += 37) {
        struct wire_param params[] = {{.pair = {"k\xFF", 2, text, len}, .place = WIRE_FORM},
                                      {.pair = {"l", 1, text, len}}};
        struct wire *wire = written(params, COUNT(params));
        size_t form_len;
        wire_form(wire, &form_len);
        assert_int_equal(form_len, 5 + 3 * len);
        free(wire);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_parameters_win),
        cmocka_unit_test(each_parameter_has_its_place),
        cmocka_unit_test(a_side_of_the_signature_may_be_empty),
        cmocka_unit_test(sizes_suffice_for_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
