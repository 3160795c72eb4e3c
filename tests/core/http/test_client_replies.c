/* SPDX-License-Identifier: MIT
 * What the client makes of a reply: whole, slow, cut off, too large, none at all. */
#include "support/client_help.h"

static void reads_a_reply(void **state) {
    (void)state;
    say("HTTP/1.1 200 OK\r\nX-Test: yes \r\n\t and no\r\nContent-Length: 5\r\n\r\nhello");
    struct http_options options = target("/");
    struct result result = fetch(&options);
    assert_null(result.failure);
    assert_int_equal(result.status, 200);
    assert_string_equal(result.body, "hello");
    assert_string_equal(result.header, "yes and no");
    result_free(&result);
}

static void reads_byte_by_byte_and_chunked(void **state) {
    (void)state;
    say("HTTP/1.1 502 Bad\r\nTransfer-Encoding: "
        "chunked\r\n\r\n6\r\n<html>\r\n7\r\n</html>\r\n0\r\n\r\n");
    peer.slowly = true;
    struct http_options options = target("/");
    struct result result = fetch(&options);
    assert_int_equal(result.status, 502);
    assert_string_equal(result.body, "<html></html>");
    result_free(&result);
}

static void informational_replies_and_trailers(void **state) {
    (void)state;
    say("HTTP/1.1 103 Early Hints\r\nX-Test: no\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
        "chunked\r\n"
        "X-Test: yes\r\n\r\n2\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n");
    struct http_options options = target("/");
    struct result result = fetch(&options);
    assert_null(result.failure);
    assert_string_equal(result.body, "ok");
    assert_string_equal(result.header, "yes");
    result_free(&result);
    say("HTTP/1.1 103 Early Hints\r\nX-Test: no\r\n\r\nHTTP/1.1 200 OK\r\nX-Te");
    result = fetch(&options);
    assert_string_equal(result.failure, "network");
    result_free(&result);
}

static void half_a_reply_is_a_network_failure(void **state) {
    (void)state;
    static const char *const replies[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello", "HTTP/1.1 200 OK\r\nConte", "",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "no HTTP at all\n"};
    for (size_t i = 0; i < 2 * sizeof replies / sizeof replies[0]; i++) {
        say(replies[i / 2]);
        peer.reset = i % 2;
        struct http_options options = target("/?auth_token=secret");
        struct result result = fetch(&options);
        if (!result.failure)
            fail_msg("reply %zu was taken: status %d, body '%s'", i / 2, result.status,
                     result.body);
        assert_string_equal(result.failure, "network");
        char place[32];
        snprintf(place, sizeof place, "127.0.0.1:%u: ", peer.port);
        assert_ptr_equal(strstr(result.message, place), result.message);
        assert_null(strstr(result.message, "secret"));
        result_free(&result);
    }
}

static void refused_connection(void **state) {
    (void)state;
    struct peer gone;
    peer_open(loop, &gone, NULL, 0);
    peer_close(&gone);
    struct http_options options = options_for(url, sizeof url, gone.port, "/");
    struct result result = fetch(&options);
    assert_string_equal(result.failure, "network");
    result_free(&result);
}

static void silence_is_a_timeout(void **state) {
    (void)state;
    peer.silent = true;
    struct http_options options = target("/?a=secret");
    options.timeout = 0.05;
    struct result result = fetch(&options);
    assert_string_equal(result.failure, "timeout");
    assert_null(strstr(result.message, "secret"));
    result_free(&result);
}

static void too_large_a_body_is_refused(void **state) {
    (void)state;
    say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    struct http_options options = target("/");
    options.max_body = 4;
    struct result result = fetch(&options);
    assert_string_equal(result.failure, "limit");
    result_free(&result);
    options.max_body = 5;
    result = fetch(&options);
    assert_null(result.failure);
    result_free(&result);
}

static void redirects_are_not_followed(void **state) {
    (void)state;
    say("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    struct http_options options = target("/");
    struct result result = fetch(&options);
    assert_int_equal(result.status, 302);
    assert_int_equal(peer.connections, 1);
    result_free(&result);
}

static void plain_text_is_not_tls(void **state) {
    (void)state;
    say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    struct http_options options = target("/");
    snprintf(url, sizeof url, "https://127.0.0.1:%u/?a=secret", peer.port);
    struct result result = fetch(&options);
    assert_string_equal(result.failure, "network");
    result_free(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_a_reply, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_byte_by_byte_and_chunked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(informational_replies_and_trailers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(half_a_reply_is_a_network_failure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refused_connection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(silence_is_a_timeout, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_large_a_body_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(redirects_are_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_text_is_not_tls, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
