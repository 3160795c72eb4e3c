/* SPDX-License-Identifier: MIT
 * Tests of json.c: which numbers cjson would lose, placeholders, spellings, edits. */
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

#include <cmocka.h>

#include "json/json.h"

static int first_item(const char *text, struct json_item *item) {
    struct scan scan;
    struct err err;
    scan_begin(&scan, text, strlen(text), 0);
    return json_next_item(&scan, NULL, item, &err);
}

static void is_plain(const char *text) {
    struct json_item item;
    assert_int_equal(first_item(text, &item), 1);
    assert_int_equal(item.kind, JSON_PLAIN);
}

static void is_integer(const char *text, int64_t value) {
    struct json_item item;
    assert_int_equal(first_item(text, &item), 1);
    assert_int_equal(item.kind, JSON_INTEGER);
    assert_true(item.integer == value);
}

static void is_float(const char *text, double value) {
    struct json_item item;
    assert_int_equal(first_item(text, &item), 1);
    assert_int_equal(item.kind, JSON_FLOAT);
    assert_true(item.number == value && signbit(item.number) == signbit(value));
}

static void numbers_are_told_apart(void **state) {
    (void)state;
    is_plain("0");
    is_plain("2088102146225100");
    is_plain("9007199254740991");
    is_plain("-9007199254740991");
    is_plain("0.1");
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
    is_float("-0", -0.0);
    is_float("-0.0", -0.0);
    is_float("5e-324", 5e-324);
    is_float("1e-400", 0);
}

static void numbers_out_of_range_are_refused(void **state) {
    (void)state;
    struct json_item item;
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
    struct json_item item;
    assert_int_equal(first_item("{\"1\":\"9007199254740993 [] \\\" 5.0\"}", &item), 0);
    assert_int_equal(first_item("{\"a\":{ },\"b\":[ ]}", &item), 1);
    assert_int_equal(item.kind, JSON_EMPTY_ARRAY);
    assert_int_equal(item.first, 13);
    assert_int_equal(item.end, 16);
}

static unsigned count_names(const char *text, struct json_names *names) {
    struct scan scan;
    struct json_item item;
    struct err err;
    memset(names, 0, sizeof *names);
    scan_begin(&scan, text, strlen(text), 0);
    while (json_next_item(&scan, names, &item, &err) > 0) continue;
    return names->count;
}

static void names_of_items_are_noted(void **state) {
    (void)state;
    struct json_names names;
    assert_int_equal(count_names("{\"a\":\"1\",\"b\":null,\"c\":true}", &names), 0);
    assert_int_equal(count_names("[[1],[{\"ab\":[2]},{\"ab\":1,\"a\":\"\"}],3]", &names), 1);
    assert_int_equal(names.first[0], 8);
    assert_int_equal(names.end[0], 10);
    assert_int_equal(count_names("{\"a\":{},\"b\":[ ],\"c\":5,\"a\":1}", &names), 3);
    const char *eight = "[{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1}";
    char text[200];
    snprintf(text, sizeof text, "%s]", eight);
    assert_int_equal(count_names(text, &names), JSON_NAMES);
    snprintf(text, sizeof text, "%s,{\"i\":1},{\"j\":1}]", eight);
    assert_int_equal(count_names(text, &names), JSON_NAMES + 1);
    assert_int_equal(count_names("{\"a\\u0062\":1}", &names), JSON_NAMES + 1);
}

static void placeholders_read_back(void **state) {
    (void)state;
    char text[JSON_SPELLING];
    for (int64_t index = 1; index < INT64_C(1) << 46; index += index / 3 + 1) {
        size_t len = json_spell_placeholder(index, text);
        assert_int_equal(len, strlen(text));
        assert_null(strpbrk(text, ".,"));
        assert_true(json_placeholder_index(strtod(text, NULL)) == index);
    }
    assert_true(json_placeholder_index(DBL_MIN) == 0);
    assert_true(json_placeholder_index(0) == 0);
    assert_true(json_placeholder_index(-5e-324) == 0);
    assert_true(json_placeholder_index(NAN) == 0);
}

static void spells(double number, const char *expected) {
    char text[JSON_SPELLING];
    assert_int_equal(json_spell_float(number, text), strlen(expected));
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
    assert_true(json_float_is_plain(0.1));
    assert_true(json_float_is_plain(88.88));
    assert_true(json_float_is_plain(1e300));
    assert_false(json_float_is_plain(5));
    assert_false(json_float_is_plain(-0.0));
    assert_false(json_float_is_plain(0.1 + 0.2));
    assert_false(json_float_is_plain(5e-324));
    assert_true(json_integer_is_plain(99999999999999));
    assert_false(json_integer_is_plain(100000000000000));
    assert_false(json_integer_is_plain(INT64_MIN));
}

static void a_decimal_comma_changes_nothing(void **state) {
    (void)state;
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8")) skip();
    spells(0.5, "0.5");
    is_float("0.5", 0.5);
    assert_false(json_float_is_plain(0.5));
    setlocale(LC_NUMERIC, "C");
}

static void whole_floats_become_integers(void **state) {
    (void)state;
    int64_t integer;
    assert_true(json_is_whole(3, &integer) && integer == 3);
    assert_true(json_is_whole(-9007199254740991.0, &integer) && integer == -9007199254740991);
    assert_false(json_is_whole(9007199254740992.0, &integer));
    assert_false(json_is_whole(0.5, &integer));
    assert_false(json_is_whole(-0.0, &integer));
    assert_false(json_is_whole(NAN, &integer));
}

static void edits_are_found(void **state) {
    (void)state;
    const char text[] =
        "{\"a\\/b\\\\/\\\"\":[1e+20,4.9406564584125e-324,\"4.9406564584125e-324\"]}";
    struct json_edit edit;
    int in_string = 0;
    assert_int_equal(json_next_edit(text, sizeof text - 1, 0, &in_string, &edit), 1);
    assert_int_equal(edit.index, 0);
    assert_int_equal(edit.first, 3);
    assert_int_equal(edit.end, 5);
    assert_int_equal(json_next_edit(text, sizeof text - 1, edit.end, &in_string, &edit), 1);
    assert_int_equal(edit.index, 1);
    assert_memory_equal(text + edit.first, "4.9406564584125e-324,", 21);
    assert_int_equal(json_next_edit(text, sizeof text - 1, edit.end, &in_string, &edit), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_told_apart),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(strings_hold_no_numbers),
        cmocka_unit_test(names_of_items_are_noted),
        cmocka_unit_test(placeholders_read_back),
        cmocka_unit_test(floats_are_spelled_shortest),
        cmocka_unit_test(a_decimal_comma_changes_nothing),
        cmocka_unit_test(whole_floats_become_integers),
        cmocka_unit_test(edits_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
