/* SPDX-License-Identifier: MIT
 * Tests of cut.c: what is chosen from a reply, and what is a fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "alipay/cut.h"

static int cut_text(struct cut *cut, const char *text) {
    struct err err = {0};
    return cut_reply(cut, text, strlen(text), "a_response", "error_response", &err);
}

static void is_fault(const char *text, enum cut_fault fault) {
    struct cut cut;
    assert_int_equal(cut_text(&cut, text), 0);
    assert_int_equal(cut.fault, fault);
}

static void is_text(const char *text, const struct reply_member *member, const char *expected) {
    assert_non_null(member->name);
    assert_int_equal(member->end - member->first, strlen(expected));
    assert_memory_equal(text + member->first, expected, strlen(expected));
}

static void node_signature_and_fields_are_chosen(void **state) {
    (void)state;
    const char *text = "{\"o\":{\"code\":1},"
                       "\"a_response\":{\"code\":\"1\",\"x\":{\"msg\":2},\"code\":\"3\"},"
                       "\"alipay_cert_sn\":\"n\",\"sign\":\"s\"}";
    struct cut cut;
    assert_int_equal(cut_text(&cut, text), 0);
    assert_int_equal(cut.fault, CUT_FINE);
    assert_int_equal(cut.count, 4);
    assert_false(cut.is_error_node);
    is_text(text, cut.node, "{\"code\":\"1\",\"x\":{\"msg\":2},\"code\":\"3\"}");
    is_text(text, cut.sign, "\"s\"");
    is_text(text, cut.cert_sn, "\"n\"");
    is_text(text, &cut.fields[0], "\"3\"");
    assert_null(cut.fields[1].name);
}

static void the_node_for_errors_counts_too(void **state) {
    (void)state;
    struct cut cut;
    assert_int_equal(cut_text(&cut, "{\"error_response\":{\"msg\":\"m\"}}"), 0);
    assert_true(cut.is_error_node);
    assert_null(cut.sign);
}

static void what_may_be_tampered_with_is_a_fault(void **state) {
    (void)state;
    is_fault("{\"a_response\":{},\"sign\":\"a\",\"sign\":\"b\"}", CUT_TWICE);
    is_fault("{\"a_response\":{},\"a_response\":{}}", CUT_TWICE);
    is_fault("{\"a_response\":{},\"\\u0073ign\":\"a\"}", CUT_ESCAPED);
    is_fault("{\"a_response\":{},\"error_response\":{}}", CUT_BOTH);
    is_fault("{\"a_response\":{},\"b_response\":{}}", CUT_FOREIGN);
    is_fault("{\"b_response\":{}}", CUT_FOREIGN);
    is_fault("{\"a_respons\":{},\"a_responses\":{}}", CUT_NO_NODE);
    is_fault("{}", CUT_NO_NODE);
}

static void what_is_no_reply_is_refused(void **state) {
    (void)state;
    struct cut cut;
    char text[1024] = "{";
    assert_int_equal(cut_text(&cut, "[]"), -1);
    assert_int_equal(cut_text(&cut, "{\"a_response\":{}} x"), -1);
    for (int i = 0; i <= CUT_MEMBERS; i++) {
        char member[] = "\"a\":1,";
        member[1] = (char)('0' + i);
        if (member[1] == '\\') member[1] = '~';
        strcat(text, member);
        if (i == CUT_MEMBERS - 1) {
            size_t len = strlen(text);
            text[len - 1] = '}';
            assert_int_equal(cut_text(&cut, text), 0);
            text[len - 1] = ',';
        }
    }
    text[strlen(text) - 1] = '}';
    assert_int_equal(cut_text(&cut, text), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(node_signature_and_fields_are_chosen),
        cmocka_unit_test(the_node_for_errors_counts_too),
        cmocka_unit_test(what_may_be_tampered_with_is_a_fault),
        cmocka_unit_test(what_is_no_reply_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
