/* SPDX-License-Identifier: MIT
 * Tests of form.c: the order of keys, joining, escaping, splitting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/form.h"

#define PAIR(k, v)                                                                                 \
    { k, sizeof(k) - 1, v, sizeof(v) - 1 }
#define COUNT(list) (sizeof(list) / sizeof *(list))

static void joined(struct form_pair *pairs, size_t count, const char *expected) {
    char out[256];
    form_sort(pairs, count);
    size_t size = form_join_size(pairs, count);
    assert_int_equal(size, strlen(expected));
    form_join(pairs, count, out);
    assert_memory_equal(out, expected, size);
}

static void keys_are_in_bytewise_order(void **state) {
    (void)state;
    struct form_pair rfc[] = {PAIR("rfc1", ""), PAIR("b", ""), PAIR("rfc822", ""),
                              PAIR("rfc2086", "")};
    joined(rfc, COUNT(rfc), "b=&rfc1=&rfc2086=&rfc822=");
    struct form_pair prefix[] = {PAIR("b", "1"), PAIR("aa", "2"), PAIR("a1", "3"), PAIR("a", "4"),
                                 PAIR("B", "5")};
    joined(prefix, COUNT(prefix), "B=5&a=4&a1=3&aa=2&b=1");
    struct form_pair high[] = {PAIR("\xE4", "1"), PAIR("z", "2")};
    joined(high, COUNT(high), "z=2&\xE4=1");
}

static void values_are_raw(void **state) {
    (void)state;
    struct form_pair pairs[] = {PAIR("method", "ali.pay"),
                                PAIR("biz_content", "{\"a\":\"\xE4\xB8\xAD&=\"}")};
    joined(pairs, COUNT(pairs), "biz_content={\"a\":\"\xE4\xB8\xAD&=\"}&method=ali.pay");
    joined(pairs, 0, "");
}

static void encoding_escapes_all_but_unreserved(void **state) {
    (void)state;
    struct form_pair pairs[] = {PAIR("a b", "\xE4\xB8\xAD+&="), PAIR("c", "~-._Az09*")};
    const char expected[] = "a%20b=%E4%B8%AD%2B%26%3D&c=~-._Az09%2A";
    char out[128];
    assert_int_equal(form_encode_size(pairs, 2), sizeof expected - 1);
    form_encode(pairs, 2, out);
    assert_memory_equal(out, expected, sizeof expected - 1);
}

static void unescaped(const char *text, const char *expected, size_t expected_len) {
    char out[64];
    assert_int_equal(form_unescape(text, strlen(text), out, 1), expected_len);
    assert_memory_equal(out, expected, expected_len);
}

static void unescaping_happens_once(void **state) {
    (void)state;
    unescaped("a+b%20c", "a b c", 5);
    unescaped("%2541", "%41", 3);
    unescaped("100%", "100%", 4);
    unescaped("%4", "%4", 2);
    unescaped("%zz%4g", "%zz%4g", 6);
    unescaped("%e4%B8%aD%00x", "\xE4\xB8\xAD\0x", 5);
}

static void splitting_keeps_order_and_duplicates(void **state) {
    (void)state;
    const char text[] = "&a=1&&b&=x&a=2=3&";
    const char *expected[][2] = {{"a", "1"}, {"b", ""}, {"", "x"}, {"a", "2=3"}};
    const char *cursor = text;
    struct form_pair pair;
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_int_equal(form_next(&cursor, text + sizeof text - 1, &pair), 1);
        assert_int_equal(pair.key_len, strlen(expected[i][0]));
        assert_memory_equal(pair.key, expected[i][0], pair.key_len);
        assert_int_equal(pair.value_len, strlen(expected[i][1]));
        assert_memory_equal(pair.value, expected[i][1], pair.value_len);
    }
    assert_int_equal(form_next(&cursor, text + sizeof text - 1, &pair), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_in_bytewise_order),
        cmocka_unit_test(values_are_raw),
        cmocka_unit_test(encoding_escapes_all_but_unreserved),
        cmocka_unit_test(unescaping_happens_once),
        cmocka_unit_test(splitting_keeps_order_and_duplicates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
