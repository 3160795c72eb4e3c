/* SPDX-License-Identifier: MIT
 * Replies whose head costs too much or is coded, as lines and from a peer, and how far a failed
 * request came. */
#include "support/client_help.h"

#include "http/head.h"

static struct result fetch_bytes(const char *bytes, size_t len) {
    struct http_options options = target("/");
    peer.bytes = bytes;
    peer.len = len;
    return fetch(&options);
}

static enum head_verdict judge(const char *line) {
    struct head head = {0};
    return head_line(&head, line, strlen(line));
}

static void codings_that_nobody_asked_for(void **state) {
    (void)state;
    static const char *const coded[] = {
        "Transfer-Encoding: gzip, chunked\r\n", "transfer-encoding:gzip\r\n", "TRANSFER-ENCODING : chunked, br\r\n",
        "Transfer-Encoding:\r\n", "Content-Encoding: gzip\r\n", "content-encoding: identity, br\r\n"};
    static const char *const plain[] = {
        "Transfer-Encoding: chunked\r\n", "transfer-encoding:\tChunked \r\n", "Transfer-Encoding: identity\r\n",
        "Content-Encoding: identity\r\n", "Content-Encoding:\r\n", "X-Transfer-Encoding: gzip\r\n",
        "Transfer-Encodings: gzip\r\n", "Transfer-Encoding\r\n", "\r\n", ""};
    for (size_t i = 0; i < sizeof coded / sizeof coded[0]; i++)
        assert_int_equal(judge(coded[i]), HEAD_CODED);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        assert_int_equal(judge(plain[i]), HEAD_FINE);
}

static void lines_and_bytes_are_counted(void **state) {
    (void)state;
    static char line[8 << 10];
    struct head head = {0};
    memset(line, 'a', sizeof line);
    for (size_t i = 0; i < HEAD_BYTES / sizeof line; i++)
        assert_int_equal(head_line(&head, line, sizeof line), HEAD_FINE);
    assert_int_equal(head_line(&head, "a", 1), HEAD_TOO_LARGE);
    head = (struct head){0};
    for (int i = 0; i < HEAD_LINES; i++) assert_int_equal(head_line(&head, "a:b\r\n", 5), HEAD_FINE);
    assert_int_equal(head_line(&head, "a:b\r\n", 5), HEAD_TOO_LARGE);
}

/* A reply of `head`, then `piece` again and again, 2 MB of it. */
static struct result fetch_endless(const char *head, const char *piece) {
    static char bytes[2 << 20];
    size_t len = strlen(head), piece_len = strlen(piece);
    memcpy(bytes, head, len);
    for (; len + piece_len < sizeof bytes; len += piece_len) memcpy(bytes + len, piece, piece_len);
    return fetch_bytes(bytes, len);
}

static void endless_heads_are_refused(void **state) {
    (void)state;
    static const char *const replies[][2] = {
        {"HTTP/1.1 200 OK\r\n", "a:b\r\n"},
        {"HTTP/1.1 200 OK\r\nX: ", "one line that never ends, "},
        {"HTTP/1.1 200 OK\r\nX: a\r\n", " and so on and on, on a line that is folded\r\n"},
        {"", "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"},
        {"", "HTTP/1.1 103 Early Hints\r\nLink: a, b, c, d, e, f, g, h, i, j, k\r\n\r\n"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n", "X: yyyyyyyyyyyyyyyyyyyy\r\n"},
    };
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        struct result result = fetch_endless(replies[i][0], replies[i][1]);
        assert_string_equal(result.failure, "limit");
        assert_string_equal(result.stage, "reply");
        assert_non_null(strstr(result.message, "headers"));
        result_free(&result);
    }
}

static void coded_replies_are_refused(void **state) {
    (void)state;
    static const char *const replies[] = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, gzip, gzip, chunked\r\n\r\n2\r\nxx\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: deflate\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nContent-Encoding: br\r\n\r\n"};
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        struct result result = fetch_bytes(replies[i], strlen(replies[i]));
        assert_string_equal(result.failure, "limit");
        assert_non_null(strstr(result.message, "coded"));
        result_free(&result);
    }
}

static void as_many_headers_as_may_come(void **state) {
    (void)state;
    static char bytes[HEAD_LINES * 8];
    size_t len = (size_t)sprintf(bytes, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
    for (int i = 0; i < HEAD_LINES - 3; i++) len += (size_t)sprintf(bytes + len, "a:b\r\n");
    len += (size_t)sprintf(bytes + len, "\r\nok");
    struct result result = fetch_bytes(bytes, len);
    assert_null(result.failure);
    assert_string_equal(result.body, "ok");
    result_free(&result);
}

static void stage_is(const struct http_options *options, const char *stage) {
    struct result result = fetch(options);
    assert_non_null(result.failure);
    assert_string_equal(result.stage, stage);
    result_free(&result);
}

static void how_far_it_came(void **state) {
    (void)state;
    char proxy[64];
    struct http_options options = target("/");
    say("");
    stage_is(&options, "request");
    say("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello");
    stage_is(&options, "reply");
    say("HTTP/1.1 200 OK\r\nCont");
    stage_is(&options, "reply");
    say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"); /* as plain HTTP speaks on that port */
    snprintf(url, sizeof url, "https://127.0.0.1:%u/", peer.port);
    stage_is(&options, "tls");
    say("");
    stage_is(&options, "tls");
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", peer.port);
    options.url = "https://gateway.invalid/";
    options.proxy = proxy;
    say("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    stage_is(&options, "proxy");
}

static void stages_without_a_peer(void **state) {
    (void)state;
    struct peer gone;
    peer_open(loop, &gone, NULL, 0);
    peer_close(&gone);
    struct http_options options = options_for(url, sizeof url, gone.port, "/");
    stage_is(&options, "connect");
    options.ca_file = "core/http/head.c"; /* holds no certificate */
    snprintf(url, sizeof url, "https://127.0.0.1:%u/", peer.port);
    stage_is(&options, "authority");
}

/* What shows under valgrind and AddressSanitizer is a look at the headers of the reply before. */
static void a_reply_that_begins_with_a_folded_line(void **state) {
    (void)state;
    static const char first[] = "HTTP/1.1 200 OK\r\nX-First: a\r\nContent-Length: 2\r\n\r\nok";
    static const char folded[] = "HTTP/1.1 200 OK\r\n folded: b\r\nContent-Length: 2\r\n\r\nok";
    for (int i = 0; i < 3; i++) {
        struct result result = fetch_bytes(first, sizeof first - 1);
        assert_null(result.failure);
        result_free(&result);
        result = fetch_bytes(folded, sizeof folded - 1);
        if (!result.failure) assert_string_equal(result.body, "ok");
        result_free(&result);
    }
}

static void silence_after_the_request(void **state) {
    (void)state;
    struct http_options options = target("/");
    peer.silent = true;
    options.timeout = 0.05;
    stage_is(&options, "request");
    struct result first;
    options.timeout = 30;
    loop_set_limit(loop, 1);
    result_start(loop, &first, &options);
    options.timeout = 0.03;
    stage_is(&options, "queue");
    result_free(&first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codings_that_nobody_asked_for),
        cmocka_unit_test(lines_and_bytes_are_counted),
        cmocka_unit_test_setup_teardown(endless_heads_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(coded_replies_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(as_many_headers_as_may_come, set_up, tear_down),
        cmocka_unit_test_setup_teardown(how_far_it_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stages_without_a_peer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reply_that_begins_with_a_folded_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(silence_after_the_request, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
