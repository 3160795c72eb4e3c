/* SPDX-License-Identifier: MIT
 * Tests of exact.c: which numbers cjson would lose, placeholders, spellings, edits. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include <cmocka.h>

#include "json/exact.h"

static int first_item(const char *text, struct exact_item *item) {
    struct scan scan;
    struct err err;
    scan_begin(&scan, text, strlen(text), 0);
    return exact_next_item(&scan, item, &err);
}

static void is_plain(const char *text) {
    struct exact_item item;
    assert_int_equal(first_item(text, &item), 1);
    assert_int_equal(item.kind, EXACT_PLAIN);
}

static void is_integer(const char *text, int64_t value) {
    struct exact_item item;
    assert_int_equal(first_item(text, &item), 1);
    assert_int_equal(item.kind, EXACT_INTEGER);
    assert_true(item.integer == value);
}

static void is_float(const char *text, double value) {
    struct exact_item item;
    assert_int_equal(first_item(text, &item), 1);
    assert_int_equal(item.kind, EXACT_FLOAT);
    assert_true(item.number == value && signbit(item.number) == signbit(value));
}

static void numbers_are_told_apart(void **state) {
    (void)state;
    is_plain("0");
    is_plain("9999999999999");
    is_plain("-9999999999999");
    is_plain("0.1");
    is_plain("-0");
    is_plain("-0.0");
    is_plain("5e-324");
    is_integer("10000000000000", INT64_C(10000000000000));
    is_integer("-10000000000000", -INT64_C(10000000000000));
    is_integer("9007199254740992", INT64_C(9007199254740992));
    is_integer("9007199254740993", INT64_C(9007199254740993));
    is_integer("9223372036854775807", INT64_MAX);
    is_integer("-9223372036854775808", INT64_MIN);
    is_float("9223372036854775808", 9223372036854775808.0);
    is_float("-9223372036854775809", -9223372036854775808.0);
    is_float("12345678901234567890", 12345678901234567890.0);
    is_float("5.0", 5);
    is_float("1e3", 1000);
    is_float("1E+3", 1000);
    is_float("123456789012345.5", 123456789012345.5);
    is_float("-1e300", -1e300);
    is_float("1e-400", 0);
}

static void numbers_out_of_range_are_refused(void **state) {
    (void)state;
    struct exact_item item;
    assert_int_equal(first_item("1e400", &item), -1);
    assert_int_equal(first_item("[-1e999]", &item), -1);
    char many[1200];
    memset(many, '1', sizeof many);
    many[sizeof many - 1] = '\0';
    assert_int_equal(first_item(many, &item), -1);
    many[400] = '\0';
    assert_int_equal(first_item(many, &item), -1);
}

static void strings_hold_no_numbers(void **state) {
    (void)state;
    struct exact_item item;
    assert_int_equal(first_item("{\"1\":\"9007199254740993 [] \\\" 5.0\"}", &item), 0);
    assert_int_equal(first_item("{\"a\":{ },\"b\":[ ]}", &item), 1);
    assert_int_equal(item.kind, EXACT_EMPTY_ARRAY);
    assert_int_equal(item.first, 13);
    assert_int_equal(item.end, 16);
}

static void half_characters_are_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\"", "{\"\\uDFFF\":1}",
                                      "\"\\ud83d\\\\ude00\"", "\"\\ud83dx\"", "\"\\ud83d\\ude00\\udbff\""};
    struct exact_item item;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(first_item(bad[i], &item), -1);
    assert_int_equal(first_item("\"\\\\ud83d \\ud83d\\ude00 \\uD7FF\\uE000\"", &item), 0);
}

/* Reads and writes as cjson does. */
static void placeholder_reads_back(int64_t index) {
    char text[EXACT_SPELLING];
    struct exact_edit edit;
    int in_string = 0;
    size_t len = exact_spell_placeholder(index, text);
    strcpy(text + len, ",5"); /* the next element */
    assert_true(exact_placeholder_index(strtod(text, NULL)) == index);
    len = (size_t)snprintf(text, sizeof text, "%.14g", exact_placeholder(index));
    assert_int_equal(exact_next_edit(text, len, 0, &in_string, &edit), 1);
    assert_int_equal(edit.end, len);
    assert_true(edit.index == index);
}

static void placeholders_read_back(void **state) {
    (void)state;
    for (int64_t index = 1; index < INT64_C(80000000000000); index += index / 300 + 1) placeholder_reads_back(index);
    assert_true(exact_placeholder_index(9999999999999.998) == 0);
    assert_true(exact_placeholder_index(0) == 0);
    assert_true(exact_placeholder_index(-1e15) == 0);
    assert_true(exact_placeholder_index(NAN) == 0);
}

static void spells(double number, const char *expected) {
    char text[EXACT_SPELLING];
    assert_int_equal(exact_spell_float(number, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void floats_are_spelled_shortest(void **state) {
    (void)state;
    spells(5, "5.0");
    spells(-0.0, "-0.0");
    spells(0.1, "0.1");
    spells(0.1 + 0.2, "0.30000000000000004");
    spells(1e300, "1e+300");
    spells(123456789012345.67, "123456789012345.67");
    spells(DBL_MAX, "1.7976931348623157e+308");
    assert_true(exact_float_is_plain(0.1));
    assert_true(exact_float_is_plain(88.88));
    assert_true(exact_float_is_plain(1e-300));
    assert_true(exact_float_is_plain(5e-323));
    assert_false(exact_float_is_plain(1e13));
    assert_false(exact_float_is_plain(-1e300));
    assert_false(exact_float_is_plain(5));
    assert_false(exact_float_is_plain(-0.0));
    assert_false(exact_float_is_plain(0.1 + 0.2));
    assert_true(exact_integer_is_plain(9999999999999));
    assert_false(exact_integer_is_plain(10000000000000));
    assert_false(exact_integer_is_plain(INT64_MIN));
}

static void a_decimal_comma_changes_nothing(void **state) {
    (void)state;
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8")) skip();
    spells(0.5, "0.5");
    is_float("0.5", 0.5);
    is_integer("12", 12);
    placeholder_reads_back(12);
    assert_false(exact_float_is_plain(0.5));
    setlocale(LC_NUMERIC, "C");
}

#ifdef __SSE2__
/* What a C module compiled with -ffast-math does: subnormal numbers count as zero from then on. */
static void a_mode_of_the_processor_changes_nothing(void **state) {
    unsigned before = _mm_getcsr();
    int64_t integer;
    (void)state;
    _mm_setcsr(before | _MM_FLUSH_ZERO_ON | 0x40 /* subnormal operands are zero */);
    for (int64_t index = 1; index < 5000; index++) placeholder_reads_back(index);
    is_plain("5e-324");
    is_integer("9007199254740993", INT64_C(9007199254740993));
    assert_false(exact_is_integer(5e-324, &integer));
    spells(2.2250738585072009e-308, "2.225073858507201e-308");
    assert_false(exact_float_is_plain(2.2250738585072009e-308));
    _mm_setcsr(before);
}
#endif

static void whole_floats_become_integers(void **state) {
    (void)state;
    int64_t integer;
    assert_true(exact_is_integer(3, &integer) && integer == 3);
    assert_true(exact_is_integer(-9999999999999.0, &integer) && integer == -9999999999999);
    assert_false(exact_is_integer(1e13, &integer));
    assert_false(exact_is_integer(5e-324, &integer));
    assert_false(exact_is_integer(0.5, &integer));
    assert_false(exact_is_integer(-0.0, &integer));
    assert_false(exact_is_integer(NAN, &integer));
}

static void edits_are_found(void **state) {
    (void)state;
    const char text[] = "{\"a\\/b\\\\/\\\"\":[1e-20,10000000000012,-10000000000013,\"10000000000014\"]}";
    struct exact_edit edit;
    int in_string = 0;
    assert_int_equal(exact_next_edit(text, sizeof text - 1, 0, &in_string, &edit), 1);
    assert_int_equal(edit.index, 0);
    assert_int_equal(edit.first, 3);
    assert_int_equal(edit.end, 5);
    assert_int_equal(exact_next_edit(text, sizeof text - 1, edit.end, &in_string, &edit), 1);
    assert_int_equal(edit.index, 12);
    assert_memory_equal(text + edit.first, "10000000000012,", 15);
    assert_int_equal(exact_next_edit(text, sizeof text - 1, edit.end, &in_string, &edit), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_told_apart),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(strings_hold_no_numbers),
        cmocka_unit_test(half_characters_are_refused),
        cmocka_unit_test(placeholders_read_back),
        cmocka_unit_test(floats_are_spelled_shortest),
        cmocka_unit_test(a_decimal_comma_changes_nothing),
#ifdef __SSE2__
        cmocka_unit_test(a_mode_of_the_processor_changes_nothing),
#endif
        cmocka_unit_test(whole_floats_become_integers),
        cmocka_unit_test(edits_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
