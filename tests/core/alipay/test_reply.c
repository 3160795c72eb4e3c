/* SPDX-License-Identifier: MIT
 * Tests of alipay/reply.c: where members begin and end, what is chosen, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "alipay/reply.h"

/* Writes the members as "name kind value;" and returns what reply_next ended with. */
static int cut(const char *text, size_t len, char *out, size_t room, struct err *err) {
    struct reply_walk walk;
    struct reply_member member;
    size_t used = 0;
    int found;
    out[0] = '\0';
    reply_begin(&walk, text, len);
    while ((found = reply_next(&walk, &member, err)) > 0)
        used += (size_t)snprintf(out + used, room - used, "%.*s %s %.*s;", (int)member.name_len,
                                 member.name, reply_kind_name(member.kind),
                                 (int)(member.end - member.first), text + member.first);
    return found;
}

static void cuts(const char *text, const char *expected) {
    char out[1024];
    struct err err = {0};
    assert_int_equal(cut(text, strlen(text), out, sizeof out, &err), 0);
    assert_string_equal(out, expected);
}

static void refuses(const char *text, size_t len, const char *message) {
    char out[1024];
    struct err err = {0};
    assert_int_equal(cut(text, len, out, sizeof out, &err), -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_string_equal(err.text, message);
}

#define REFUSES(text, message) refuses(text, sizeof(text) - 1, message)

static void members_are_cut_as_raw_bytes(void **state) {
    (void)state;
    cuts("{}", "");
    cuts("\xEF\xBB\xBF { } \r\n\t", "");
    cuts("{\"ali_pay_response\"  :  \"https:\\/\\/alipay.com\"  ,  \"sign\":\"MA==\"}",
         "ali_pay_response string \"https:\\/\\/alipay.com\";sign string \"MA==\";");
    cuts("{\"a\":{\"b\":[1,{\"c}\":\"}\\\"]\"}]},\"n\":-1.5e+3,\"t\":true,\"f\":false,\"z\":null,"
         "\"l\":[[],[{}]]}",
         "a object {\"b\":[1,{\"c}\":\"}\\\"]\"}]};n number -1.5e+3;t true true;f false false;z "
         "null null;"
         "l array [[],[{}]];");
    cuts("{\"a\":\"\\\\\",\"b\":\"\\\\\\\"\"}", "a string \"\\\\\";b string \"\\\\\\\"\";");
    cuts("{\"x\":{ \"sign\" : \"1\" } , \"sign\":0}",
         "x object { \"sign\" : \"1\" };sign number 0;");
}

static void duplicates_are_reported(void **state) {
    (void)state;
    cuts("{\"r\":{},\"r\":1,\"\\u0072\":2}", "r object {};r number 1;\\u0072 number 2;");
}

static void second_bytes_of_gbk_are_no_backslashes(void **state) {
    (void)state;
    cuts("{\"m\":\"\x95\x5C\",\"n\":1}", "m string \"\x95\x5C\";n number 1;");
    cuts("{\"m\":\"\x81\x30\x81\x30\xD6\xD0\"}", "m string \"\x81\x30\x81\x30\xD6\xD0\";");
    cuts("{\"m\":\"\xD6\",\"n\":1}", "m string \"\xD6\";n number 1;");
    cuts("{\"m\":\"\xE4\xB8\xAD\\\"\"}", "m string \"\xE4\xB8\xAD\\\"\";");
}

static void broken_structure_is_refused(void **state) {
    (void)state;
    REFUSES("", "not JSON at byte 1: it ends too early");
    REFUSES("[1]", "not a JSON object at byte 1");
    REFUSES("{\"a\":1", "not JSON at byte 7: it ends too early");
    REFUSES("{\"a\":\"x", "not JSON at byte 8: it ends too early");
    REFUSES("{\"a\":1,}", "not JSON at byte 8: a name in quotes expected");
    REFUSES("{\"a\" 1}", "not JSON at byte 6: a colon expected");
    REFUSES("{\"a\":[1 2]}", "not JSON at byte 9: ',' or ']' expected");
    REFUSES("{\"a\":[1,]}", "not JSON at byte 9: a value expected");
    REFUSES("{\"a\":{]}", "not JSON at byte 7: a name in quotes expected");
    REFUSES("{\"a\":1}x", "not JSON at byte 8: something stands behind the value");
    REFUSES("{\"a\":1}{}", "not JSON at byte 8: something stands behind the value");
    REFUSES("{\"a\":1}\0", "not JSON at byte 8: something stands behind the value");
    REFUSES("{\"error_response\":{\"code\":\"40004\",\"message\":isv.permission=no\"},}",
            "not JSON at byte 45: a value expected");
    REFUSES("<html>", "not JSON at byte 1: a value expected");
}

static void broken_tokens_are_refused(void **state) {
    (void)state;
    REFUSES("{\"a\":\"\n\"}", "not JSON at byte 7: a control character in a string");
    REFUSES("{\"a\":\"12345678\0\"}", "not JSON at byte 15: a control character in a string");
    REFUSES("{\"a\":\"\\x\"}", "not JSON at byte 7: an unknown escape");
    REFUSES("{\"a\":\"\\u12g4\"}", "not JSON at byte 11: four hex digits must follow \\u");
    REFUSES("{\"a\":\"\\u12", "not JSON at byte 11: it ends too early");
    REFUSES("{\"a\":01}", "not JSON at byte 7: a number with a leading zero");
    REFUSES("{\"a\":+1}", "not JSON at byte 6: a value expected");
    REFUSES("{\"a\":1.}", "not JSON at byte 8: a digit expected");
    REFUSES("{\"a\":1e}", "not JSON at byte 8: a digit expected");
    REFUSES("{\"a\":-}", "not JSON at byte 7: a digit expected");
    REFUSES("{\"a\":NaN}", "not JSON at byte 6: a value expected");
    REFUSES("{\"a\":nul}", "not JSON at byte 6: a value expected");
    REFUSES("{\"a\":nulls}", "not JSON at byte 10: ',' or '}' expected");
}

static void nesting_is_bounded(void **state) {
    (void)state;
    char text[2048], out[2048];
    struct err err = {0};
    for (int depth = SCAN_MAX_DEPTH - 1; depth <= SCAN_MAX_DEPTH; depth++) {
        size_t len = (size_t)snprintf(text, sizeof text, "{\"a\":");
        memset(text + len, '[', (size_t)depth);
        memset(text + len + depth, ']', (size_t)depth);
        len += 2 * (size_t)depth;
        text[len++] = '}';
        assert_int_equal(cut(text, len, out, sizeof out, &err), depth < SCAN_MAX_DEPTH ? 0 : -1);
    }
    assert_string_equal(err.text, "not JSON at byte 517: nested too deep");
}

static int reply_text(struct reply *reply, const char *text) {
    struct err err = {0};
    return reply_cut(reply, text, strlen(text), "a_response", "error_response", &err);
}

static void is_fault(const char *text, enum reply_fault fault) {
    struct reply reply;
    assert_int_equal(reply_text(&reply, text), 0);
    assert_int_equal(reply.fault, fault);
}

static void is_text(const char *text, const struct reply_member *member, const char *expected) {
    assert_non_null(member->name);
    assert_int_equal(member->end - member->first, strlen(expected));
    assert_memory_equal(text + member->first, expected, strlen(expected));
}

static void node_and_signature_are_chosen(void **state) {
    (void)state;
    const char *text = "{\"o\":{\"code\":1},"
                       "\"a_response\":{\"code\":\"1\",\"x\":{\"msg\":2},\"code\":\"3\"},"
                       "\"alipay_cert_sn\":\"n\",\"sign\":\"s\"}";
    struct reply reply;
    assert_int_equal(reply_text(&reply, text), 0);
    assert_int_equal(reply.fault, REPLY_FINE);
    assert_int_equal(reply.count, 4);
    assert_false(reply.is_error_node);
    is_text(text, reply.node, "{\"code\":\"1\",\"x\":{\"msg\":2},\"code\":\"3\"}");
    is_text(text, reply.sign, "\"s\"");
    is_text(text, reply.cert_sn, "\"n\"");
}

static void the_node_for_errors_counts_too(void **state) {
    (void)state;
    struct reply reply;
    assert_int_equal(reply_text(&reply, "{\"error_response\":{\"msg\":\"m\"}}"), 0);
    assert_true(reply.is_error_node);
    assert_null(reply.sign);
}

static void what_may_be_tampered_with_is_a_fault(void **state) {
    (void)state;
    is_fault("{\"a_response\":{},\"sign\":\"a\",\"sign\":\"b\"}", REPLY_TWICE);
    is_fault("{\"a_response\":{},\"a_response\":{}}", REPLY_TWICE);
    is_fault("{\"a_response\":{},\"\\u0073ign\":\"a\"}", REPLY_ESCAPED);
    is_fault("{\"a_response\":{},\"error_response\":{}}", REPLY_BOTH);
    is_fault("{\"a_response\":{},\"b_response\":{}}", REPLY_FOREIGN);
    is_fault("{\"b_response\":{}}", REPLY_FOREIGN);
    is_fault("{\"a_respons\":{},\"a_responses\":{}}", REPLY_NO_NODE);
    is_fault("{}", REPLY_NO_NODE);
}

static void what_is_no_reply_is_refused(void **state) {
    (void)state;
    struct reply reply;
    char text[1024] = "{";
    assert_int_equal(reply_text(&reply, "[]"), -1);
    assert_int_equal(reply_text(&reply, "{\"a_response\":{}} x"), -1);
    for (int i = 0; i <= REPLY_MEMBERS; i++) {
        char member[] = "\"a\":1,";
        member[1] = (char)('0' + i);
        if (member[1] == '\\') member[1] = '~';
        strcat(text, member);
        if (i == REPLY_MEMBERS - 1) {
            size_t len = strlen(text);
            text[len - 1] = '}';
            assert_int_equal(reply_text(&reply, text), 0);
            text[len - 1] = ',';
        }
    }
    text[strlen(text) - 1] = '}';
    assert_int_equal(reply_text(&reply, text), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_cut_as_raw_bytes),
        cmocka_unit_test(duplicates_are_reported),
        cmocka_unit_test(second_bytes_of_gbk_are_no_backslashes),
        cmocka_unit_test(broken_structure_is_refused),
        cmocka_unit_test(broken_tokens_are_refused),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(node_and_signature_are_chosen),
        cmocka_unit_test(the_node_for_errors_counts_too),
        cmocka_unit_test(what_may_be_tampered_with_is_a_fault),
        cmocka_unit_test(what_is_no_reply_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
