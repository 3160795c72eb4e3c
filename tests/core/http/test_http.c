/* SPDX-License-Identifier: MIT
 * The client against peers of raw bytes: well-behaved, slow, cut off, too large, silent. */
#include "support/net_help.h"

#include <fcntl.h>

static struct loop *loop;
static struct peer peer;
static char url[512];

static int set_up(void **state) {
    (void)state;
    struct err err;
    loop = loop_open(&err);
    peer_open(loop, &peer, NULL, 0);
    return loop ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    peer_close(&peer);
    loop_close(loop);
    return 0;
}

static void say(const char *bytes) {
    peer.bytes = bytes;
    peer.len = strlen(bytes);
}

static struct http_options target(const char *path) {
    return options_for(url, sizeof url, peer.port, path);
}

static struct result fetch(const struct http_options *options) {
    static struct result result;
    result_start(loop, &result, options);
    run_until(loop, &result.done, 1);
    return result;
}

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

static void waiting_counts(void **state) {
    (void)state;
    struct result first, second;
    peer.silent = true;
    loop_set_limit(loop, 1);
    struct http_options options = target("/");
    options.timeout = 30;
    result_start(loop, &first, &options);
    options.timeout = 0.03;
    result_start(loop, &second, &options);
    run_until(loop, &second.done, 1);
    assert_string_equal(second.failure, "timeout");
    assert_int_equal(first.done, 0);
    assert_int_equal(peer.connections, 1);
    struct loop_stat stat;
    loop_stat(loop, &stat);
    assert_int_equal(stat.in_flight, 1);
    assert_int_equal(stat.queued, 0);
    assert_int_equal(stat.failed, 1);
    assert_int_equal(stat.timers, 0);
    result_free(&first);
    result_free(&second);
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

/* What arrives at the peer, whole. */
static char heard[4096];

static void hear(struct loop_source *source) {
    struct peer *from = (struct peer *)(void *)((char *)source - offsetof(struct peer, link));
    size_t used = strlen(heard);
    ssize_t count = recv(from->fd, heard + used, sizeof heard - 1 - used, MSG_DONTWAIT);
    if (count <= 0)
        peer_hang_up(from);
    else if (strstr(heard, "\r\n\r\n") && !from->next.loop)
        loop_timer_start(loop, &from->next, loop_now());
}

static void hear_instead(struct loop_source *source) {
    peer_accept(source);
    peer.link.run = hear;
}

static const char *request_line(const struct http_options *options) {
    memset(heard, 0, sizeof heard);
    peer.source.run = hear_instead;
    say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    struct result result = fetch(options);
    assert_null(result.failure);
    result_free(&result);
    return heard;
}

static void sockets_are_not_inherited(void **state) {
    (void)state;
    bool before[256];
    peer.silent = true;
    for (int fd = 0; fd < 256; fd++) before[fd] = fcntl(fd, F_GETFD) >= 0;
    struct http_options options = target("/");
    struct result result;
    int found = 0;
    result_start(loop, &result, &options);
    while (peer.connections == 0) loop_step(loop, SECOND / 100);
    for (int fd = 0; fd < 256; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (before[fd] || flags < 0 || fd == peer.mute[0]) continue;
        assert_int_equal(flags, FD_CLOEXEC);
        found++;
    }
    assert_int_equal(found, 1);
    result_free(&result);
}

static int requests;

/* Answers its first request, and hangs up instead of answering any other. */
static void answer_one(struct loop_source *source) {
    struct peer *from = (struct peer *)(void *)((char *)source - offsetof(struct peer, link));
    static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    char bytes[4096];
    ssize_t count = recv(from->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (count > 0 && ++requests == 1)
        send(from->fd, reply, sizeof reply - 1, MSG_NOSIGNAL);
    else
        peer_hang_up(from);
}

static void accept_for_one(struct loop_source *source) {
    peer_accept(source);
    peer.link.run = answer_one;
}

static void nothing_is_sent_twice(void **state) {
    (void)state;
    for (int with_reset = 0; with_reset < 2; with_reset++) {
        requests = 0;
        peer.source.run = accept_for_one;
        peer.reset = with_reset;
        struct http_options options = target("/?x=1");
        options.method = "POST";
        options.body = "once";
        options.body_len = 4;
        struct result result = fetch(&options);
        assert_null(result.failure);
        result_free(&result);
        result = fetch(&options);
        assert_string_equal(result.failure, "network");
        assert_non_null(strstr(result.message, "the connection ended without an answer"));
        result_free(&result);
        assert_int_equal(requests, 2);
    }
}

static void target_is_sent_as_it_is(void **state) {
    (void)state;
    struct http_options options = target("/a/../b?x=%7e&y=a b#frag");
    for (char *c = url; *c; c++)
        if (*c == ' ') *c = '+';
    assert_non_null(strstr(request_line(&options), "GET /a/../b?x=%7e&y=a+b HTTP/1.1\r\n"));
    options = target("?x=1");
    assert_non_null(strstr(request_line(&options), "GET /?x=1 HTTP/1.1\r\n"));
    options = target("");
    assert_non_null(strstr(request_line(&options), "GET / HTTP/1.1\r\n"));
}

static void query_goes_behind_the_url(void **state) {
    (void)state;
    struct http_options options = target("/gateway.do");
    options.query = "x=1&y=%2B";
    assert_non_null(strstr(request_line(&options), "GET /gateway.do?x=1&y=%2B HTTP/1.1\r\n"));
    options = target("");
    options.query = "x=1";
    assert_non_null(strstr(request_line(&options), "GET /?x=1 HTTP/1.1\r\n"));
    char proxy[64];
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", peer.port);
    options = http_defaults();
    options.url = "http://gateway.invalid/g.do";
    options.query = "x=1";
    options.proxy = proxy;
    assert_non_null(
        strstr(request_line(&options), "GET http://gateway.invalid/g.do?x=1 HTTP/1.1\r\n"));
    char text[3000];
    memset(text, 'q', sizeof text - 1); /* longer than what is kept on the stack */
    text[sizeof text - 1] = '\0';
    options = target("/g.do");
    options.query = text;
    assert_non_null(strstr(request_line(&options), "GET /g.do?qqqqqqqq"));
}

/* Each verb with what it may carry; what is wrong with one is said before anything is sent. */
static void verbs(void **state) {
    (void)state;
    static const char *const with_body[] = {"POST", "PUT", "PATCH"};
    char wanted[64];
    for (size_t i = 0; i < 3; i++) {
        struct http_options options = target("/v");
        options.method = with_body[i];
        snprintf(wanted, sizeof wanted, "%s /v HTTP/1.1\r\n", with_body[i]);
        assert_non_null(strstr(request_line(&options), "Content-Length: 0\r\n"));
        options.body = "12345";
        options.body_len = 5;
        const char *text = request_line(&options);
        assert_non_null(strstr(text, wanted));
        assert_non_null(strstr(text, "Content-Length: 5\r\n"));
        struct multipart_part part = {.name = "data", .data = "{}", .data_len = 2};
        options.body = NULL;
        options.body_len = 0;
        options.parts = &part;
        options.part_count = 1;
        text = request_line(&options);
        assert_non_null(strstr(text, wanted));
        assert_non_null(strstr(text, "multipart/form-data"));
    }
    struct http_options options = target("/v?a=1");
    options.method = "DELETE";
    const char *text = request_line(&options);
    assert_non_null(strstr(text, "DELETE /v?a=1 HTTP/1.1\r\n"));
    assert_null(strstr(text, "Content-"));
    options.body = "x";
    options.body_len = 1;
    struct err err;
    struct http_handlers handlers = {0};
    assert_null(http_start(loop, &options, &handlers, &err));
    assert_string_equal(err.text, "a DELETE request has no body");
    options.method = "TRACE";
    assert_null(http_start(loop, &options, &handlers, &err));
    assert_non_null(strstr(err.text, "PUT, PATCH or DELETE"));
}

static void requests_share_nothing(void **state) {
    (void)state;
    static const char *const line = "X-Form: 1";
    for (int round = 0; round < 2; round++) {
        struct http_options options = target("/g.do");
        options.headers = &line;
        options.header_count = 1;
        options.method = "POST";
        options.query = "first=1";
        options.body = "long=body";
        options.body_len = 9;
        const char *text = request_line(&options);
        assert_non_null(strstr(text, "POST /g.do?first=1 HTTP/1.1\r\n"));
        assert_non_null(strstr(text, "X-Form: 1\r\n"));
        assert_non_null(strstr(text, "Content-Length: 9\r\n"));
        options.query = "second=1";
        options.body = NULL;
        options.body_len = 0;
        text = request_line(&options);
        assert_non_null(strstr(text, "POST /g.do?second=1 HTTP/1.1\r\n"));
        assert_non_null(strstr(text, "X-Form: 1\r\n"));
        assert_non_null(strstr(text, "Content-Length: 0\r\n"));
        options = target("/other");
        text = request_line(&options);
        assert_non_null(strstr(text, "GET /other HTTP/1.1\r\n"));
        assert_null(strstr(text, "X-Form"));
        assert_null(strstr(text, "Content-"));
    }
}

static void proxy_gets_the_whole_url(void **state) {
    (void)state;
    char proxy[64];
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", peer.port);
    struct http_options options = http_defaults();
    options.url = "http://gateway.invalid/gateway.do?x=1&y=%2B";
    options.proxy = proxy;
    assert_non_null(strstr(request_line(&options),
                           "GET http://gateway.invalid/gateway.do?x=1&y=%2B HTTP/1.1\r\n"));
    options.proxy = NULL;
    setenv("http_proxy", proxy, 1);
    assert_non_null(strstr(request_line(&options),
                           "GET http://gateway.invalid/gateway.do?x=1&y=%2B HTTP/1.1\r\n"));
    unsetenv("http_proxy");
}

static void headers_are_sent(void **state) {
    (void)state;
    static const char *const lines[] = {"X-One: 1", "X-Empty: ", "Content-Type: text/x"};
    struct http_options options = target("/");
    options.method = "POST";
    options.headers = lines;
    options.header_count = 3;
    options.body = "abc";
    options.body_len = 3;
    options.user_agent = "tester/1";
    const char *text = request_line(&options);
    assert_non_null(strstr(text, "X-One: 1\r\n"));
    assert_non_null(strstr(text, "X-Empty:\r\n"));
    assert_non_null(strstr(text, "Content-Type: text/x\r\n"));
    assert_non_null(strstr(text, "User-Agent: tester/1\r\n"));
    assert_non_null(strstr(text, "Content-Length: 3\r\n"));
    assert_null(strstr(text, "Expect"));
}

static void wrong_options_are_refused(void **state) {
    (void)state;
    static const char *const bad_lines[] = {"no colon", ": x", "a b: c", "A: b\r\nC: d", "A\n: b"};
    static const char *const bad_urls[] = {
        "ftp://x/", "x", "", "http://", "http:///x", "http://x/a b", "http://x/\n", "https:/x"};
    struct http_handlers handlers = {.done = on_done};
    struct err err;
    for (size_t i = 0; i < sizeof bad_urls / sizeof bad_urls[0]; i++) {
        struct http_options options = http_defaults();
        options.url = bad_urls[i];
        assert_null(http_start(loop, &options, &handlers, &err));
        assert_int_equal(err.class, ERR_DATA);
    }
    for (size_t i = 0; i < sizeof bad_lines / sizeof bad_lines[0]; i++) {
        struct http_options options = target("/");
        options.headers = &bad_lines[i];
        options.header_count = 1;
        assert_null(http_start(loop, &options, &handlers, &err));
        assert_int_equal(err.class, ERR_DATA);
    }
}

static void cancelled_at_every_stage(void **state) {
    (void)state;
    struct result result;
    say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    struct http_options options = target("/");
    result_start(loop, &result, &options); /* in the queue */
    result_free(&result);
    peer.silent = true;
    result_start(loop, &result, &options); /* in flight */
    while (peer.connections == 0) loop_step(loop, SECOND);
    result_free(&result);
    peer.silent = false;
    result_start(loop, &result, &options); /* done and not delivered */
    while (loop_step(loop, SECOND) == 0) {
    }
    result_free(&result);
    assert_int_equal(loop_deliver(loop, NULL), 0);
}

/* A loop of its own, with a peer that never says anything. */
static struct loop *open_with_mute(struct peer *mute, struct http_options *options) {
    struct err err;
    struct loop *other = loop_open(&err);
    peer_open(other, mute, NULL, 0);
    mute->silent = true;
    *options = options_for(url, sizeof url, mute->port, "/");
    return other;
}

static void loop_closed_with_requests_in_it(void **state) {
    (void)state;
    static struct result results[150];
    struct peer mute;
    struct http_options options;
    struct loop *other = open_with_mute(&mute, &options);
    for (int i = 0; i < 150; i++) result_start(other, &results[i], &options);
    while (mute.connections == 0) loop_step(other, SECOND / 100);
    struct loop_stat stat;
    loop_stat(other, &stat);
    assert_int_equal(stat.in_flight, 100);
    assert_int_equal(stat.queued, 50);
    peer_close(&mute);
    loop_close(other);
    for (int i = 0; i < 150; i++) {
        assert_int_equal(results[i].done, 0);
        result_free(&results[i]);
    }
}

static void forget(void *owner) {
    ((struct result *)owner)->request = NULL;
}

static void requests_that_are_closed_with_the_loop(void **state) {
    (void)state;
    static struct result results[3];
    struct err err;
    struct peer mute;
    struct http_options options;
    struct loop *other = open_with_mute(&mute, &options);
    for (int i = 0; i < 3; i++) {
        struct http_handlers handlers = {
            .done = on_done, .owner = &results[i], .closed = i < 2 ? forget : NULL};
        results[i].request = http_start(other, &options, &handlers, &err);
        assert_non_null(results[i].request);
        while (i == 0 && mute.connections == 0) loop_step(other, SECOND / 100);
    }
    peer_close(&mute);
    loop_close(other);
    assert_null(results[0].request); /* was in flight */
    assert_null(results[1].request); /* was in the queue */
    assert_non_null(results[2].request);
    for (int i = 0; i < 3; i++) result_free(&results[i]);
}

int main(void) {
    static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                          "ALL_PROXY"};
    for (size_t i = 0; i < sizeof proxies / sizeof proxies[0]; i++) unsetenv(proxies[i]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_a_reply, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sockets_are_not_inherited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_sent_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_byte_by_byte_and_chunked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(informational_replies_and_trailers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(half_a_reply_is_a_network_failure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refused_connection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(silence_is_a_timeout, set_up, tear_down),
        cmocka_unit_test_setup_teardown(waiting_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_large_a_body_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(redirects_are_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_text_is_not_tls, set_up, tear_down),
        cmocka_unit_test_setup_teardown(target_is_sent_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(query_goes_behind_the_url, set_up, tear_down),
        cmocka_unit_test_setup_teardown(verbs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(requests_share_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(proxy_gets_the_whole_url, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headers_are_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_options_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cancelled_at_every_stage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(loop_closed_with_requests_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(requests_that_are_closed_with_the_loop, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
