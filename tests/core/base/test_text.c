/* SPDX-License-Identifier: MIT
 * Tests of text.c and utf8.c: validity, conversion, columns. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/utf8.h"

#define VALID(text) utf8_valid(text, sizeof(text) - 1)

static void utf8_is_judged_strictly(void **state) {
    (void)state;
    assert_true(VALID(""));
    assert_true(VALID("plain ASCII, longer than a word\0with a NUL"));
    assert_true(VALID("\xE4\xB8\xAD\xF0\x9F\x98\x80\xC2\x80\xED\x9F\xBF\xF4\x8F\xBF\xBF"));
    assert_false(VALID("\xD6\xD0\xB9\xFA")); /* GBK */
    assert_false(VALID("\xC0\x80"));         /* overlong */
    assert_false(VALID("\xE0\x80\x80"));     /* overlong */
    assert_false(VALID("\xF0\x80\x80\x80")); /* overlong */
    assert_false(VALID("\xED\xA0\x80"));     /* surrogate */
    assert_false(VALID("\xF4\x90\x80\x80")); /* beyond U+10FFFF */
    assert_false(VALID("\xE4\xB8"));         /* cut */
    assert_false(VALID("\x80"));             /* alone */
    assert_false(VALID("\xFF"));
    assert_false(VALID("12345678901234567890\xE4\xB8")); /* behind plain words */
}

static void converts(const char *from, const char *to, const char *text, size_t len,
                     const char *expected, size_t expected_len) {
    char out[256];
    size_t written;
    struct err err;
    assert_int_equal(text_convert(from, to, text, len, out, text_convert_room(len), &written, &err),
                     0);
    assert_int_equal(written, expected_len);
    assert_memory_equal(out, expected, expected_len);
}

static void chinese_converts_both_ways(void **state) {
    (void)state;
    const char utf8[] = "\xE4\xB8\xAD\xE5\x9B\xBD\0a", gbk[] = "\xD6\xD0\xB9\xFA\0a";
    converts("UTF-8", "GBK", utf8, sizeof utf8 - 1, gbk, sizeof gbk - 1);
    converts("GBK", "UTF-8", gbk, sizeof gbk - 1, utf8, sizeof utf8 - 1);
    converts("GB18030", "UTF-8", gbk, sizeof gbk - 1, utf8, sizeof utf8 - 1);
    converts("UTF-8", "GB18030", "\xF0\x9F\x98\x80", 4, "\x94\x39\xFC\x36", 4);
    converts("GB18030", "UTF-8", "\x95\x5C", 2, "\xE6\x98\x9E", 3);
    converts("GBK", "UTF-8", "", 0, "", 0);
}

static void refuses(const char *from, const char *to, const char *text, const char *message) {
    char out[256];
    size_t written;
    struct err err;
    size_t len = strlen(text);
    assert_int_equal(text_convert(from, to, text, len, out, text_convert_room(len), &written, &err),
                     -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_string_equal(err.text, message);
}

static void wrong_bytes_are_refused(void **state) {
    (void)state;
    refuses("GBK", "UTF-8", "ab\xFF\xFF", "byte 3 is not GBK, or UTF-8 has no such character");
    refuses("UTF-8", "GBK", "a\xF0\x9F\x98\x80",
            "byte 2 is not UTF-8, or GBK has no such character");
    refuses("UTF-8", "GBK//TRANSLIT", "a", "no conversion from 'UTF-8' to 'GBK//TRANSLIT'");
    refuses("GBK", "UTF-8", "a\xD6", "the GBK text ends inside a character");
    refuses("UTF-8", "UTF-8", "\xF4\xAF\xBB\x98", "the UTF-8 text has a character that Unicode does not have");
    refuses("UTF8", "utf8", "\xF4\xAF\xBB\x98", "the UTF8 text has a character that Unicode does not have");
    refuses("nonsense", "UTF-8", "a", "no conversion from 'nonsense' to 'UTF-8'");
}

#define WIDTH(text) text_width(text, sizeof(text) - 1)

static void columns_are_those_of_a_terminal(void **state) {
    (void)state;
    assert_int_equal(WIDTH(""), 0);
    assert_int_equal(WIDTH("abc"), 3);
    assert_int_equal(WIDTH("\xE4\xB8\xAD\xE6\x96\x87"), 4); /* two Chinese characters */
    assert_int_equal(WIDTH("\xEF\xBC\x9A"), 2);             /* a full-width colon */
    assert_int_equal(WIDTH("e\xCC\x81"), 1);                /* a combining accent */
    assert_int_equal(WIDTH("\xF0\x9F\x98\x80"), 2);         /* an emoji */
    assert_int_equal(WIDTH("\t\x01\x7F"), 3);
    assert_int_equal(WIDTH("\xFF\xE4\xB8"), 3);
}

static void fits(const char *text, size_t columns, const char *kept, int expected_cut) {
    int cut;
    assert_int_equal(text_fit(text, strlen(text), columns, &cut), strlen(kept));
    assert_int_equal(cut, expected_cut);
}

static void cutting_respects_characters(void **state) {
    (void)state;
    fits("abc", 3, "abc", 0);
    fits("abcd", 3, "ab", 1);
    fits("\xE4\xB8\xAD\xE6\x96\x87", 4, "\xE4\xB8\xAD\xE6\x96\x87", 0);
    fits("\xE4\xB8\xAD\xE6\x96\x87", 3, "\xE4\xB8\xAD", 1);
    fits("\xE4\xB8\xAD\xE6\x96\x87", 2, "", 1);
    fits("abc", 1, "", 1);
    fits("abc", 0, "", 0);
    fits("", 0, "", 0);
    fits("e\xCC\x81xy", 2, "e\xCC\x81", 1);
}

static void the_locale_stays(void **state) {
    (void)state;
    locale_t before = uselocale((locale_t)0);
    WIDTH("\xE4\xB8\xAD");
    assert_true(uselocale((locale_t)0) == before);
    assert_string_equal(setlocale(LC_CTYPE, NULL), "C");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_judged_strictly),
        cmocka_unit_test(chinese_converts_both_ways),
        cmocka_unit_test(wrong_bytes_are_refused),
        cmocka_unit_test(columns_are_those_of_a_terminal),
        cmocka_unit_test(cutting_respects_characters),
        cmocka_unit_test(the_locale_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
