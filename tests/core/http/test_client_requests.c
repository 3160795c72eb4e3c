/* SPDX-License-Identifier: MIT
 * What the client sends: target, query, verbs, headers, through a proxy; and what it refuses. */
#include "support/client_help.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(target_is_sent_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(query_goes_behind_the_url, set_up, tear_down),
        cmocka_unit_test_setup_teardown(verbs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(requests_share_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(proxy_gets_the_whole_url, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headers_are_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_options_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
