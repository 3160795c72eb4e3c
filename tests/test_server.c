/* SPDX-License-Identifier: MIT
 * The server on one loop with our client and with raw sockets: parsing, answers, limits, peers that go away,
 * and stopping at any moment. */
#include "net_help.h"

#include <fcntl.h>
#include <sys/stat.h>

static char folder[] = "/tmp/test-server-XXXXXX", url[256];
static struct loop *loop;
static struct server *server;
static struct exchange *last;
static int requests;
enum { ANSWER, HOLD, FORGET, DROP, RENAME } behaviour;

static void on_request(struct loop_event *event, void *context) {
    (void)context;
    requests++;
    if (last) exchange_release(last);
    last = exchange_of_event(event);
    exchange_hold(last);
    struct pair header = {(char *)(uintptr_t)"X-Test", (char *)(uintptr_t)"hi", 6, 2};
    const struct pairs headers = {&header, 1, 1, 8};
    if (behaviour == ANSWER)
        assert_int_equal(exchange_respond(last, 200, &headers, "ok", 2, NULL), 0);
    if (behaviour == DROP) exchange_drop(last);
    if (behaviour == RENAME) {
        char to[128];
        snprintf(to, sizeof to, "%s.kept", folder);
        assert_int_equal(rename(exchange_files(last)->path, to), 0);
        assert_int_equal(exchange_respond_file(last, 200, NULL, to, NULL), 0);
    }
    if (behaviour == FORGET) {
        exchange_release(last);
        last = NULL;
    }
}

static int set_up(void **state) {
    (void)state;
    struct err err;
    struct server_options options = server_defaults();
    if (!mkdtemp(strcpy(folder, "/tmp/test-server-XXXXXX"))) return -1;
    loop = loop_open(&err);
    options.spool = folder;
    options.max_body = 100000;
    options.max_fields = 1000;
    options.request = on_request;
    server = server_open(loop, &options, &err);
    requests = 0;
    behaviour = ANSWER;
    last = NULL;
    return server ? 0 : -1;
}

/* rmdir proves that no spool file was left. */
static int tear_down(void **state) {
    (void)state;
    server_close(server);
    if (last) exchange_release(last);
    loop_close(loop);
    return rmdir(folder);
}

static struct http_options target(const char *path) {
    return options_for(url, sizeof url, server_port(server), path);
}

static struct result fetch(const struct http_options *options) {
    static struct result result;
    result_start(loop, &result, options);
    run_until(loop, &result.done, 1);
    return result;
}

static struct result post(const char *type, const char *body, size_t len) {
    static char line[256];
    static const char *lines[] = {line};
    struct http_options options = target("/");
    snprintf(line, sizeof line, "Content-Type: %s", type);
    options.method = "POST";
    options.headers = lines;
    options.header_count = 1;
    options.body = body;
    options.body_len = len;
    return fetch(&options);
}

static void expect_pair(const struct pairs *pairs, size_t i, const char *name, const char *value) {
    assert_true(i < pairs->count);
    assert_string_equal(pairs->items[i].name, name);
    assert_string_equal(pairs->items[i].value, value);
}

static void parses_a_request(void **state) {
    (void)state;
    struct http_options options = target("/a%2Fb%20c+d%00e?x=1&y=&z&x=%E4%BD%A0&q=a%26b+c");
    struct result result = fetch(&options);
    size_t len;
    assert_int_equal(result.status, 200);
    assert_string_equal(result.body, "ok");
    assert_string_equal(result.header, "hi");
    assert_string_equal(exchange_method(last), "GET");
    assert_memory_equal(exchange_path(last, &len), "/a/b c+d\0e", 11);
    assert_int_equal(len, 10);
    const struct pairs *query = exchange_query(last);
    assert_int_equal(query->count, 5);
    expect_pair(query, 0, "x", "1");
    expect_pair(query, 1, "y", "");
    expect_pair(query, 2, "z", "");
    expect_pair(query, 3, "x", "\xe4\xbd\xa0");
    expect_pair(query, 4, "q", "a&b c");
    result_free(&result);
}

static void parses_bodies(void **state) {
    (void)state;
    size_t len;
    struct result result = post("application/x-www-form-urlencoded; charset=GBK", "a=1&b=%C4%E3&a=", 15);
    expect_pair(exchange_fields(last), 0, "a", "1");
    expect_pair(exchange_fields(last), 1, "b", "\xc4\xe3");
    expect_pair(exchange_fields(last), 2, "a", "");
    exchange_body(last, &len);
    assert_int_equal(len, 0);
    result_free(&result);
    result = post("application/json", "{\"a\":\0}", 7);
    assert_memory_equal(exchange_body(last, &len), "{\"a\":\0}", 7);
    assert_int_equal(len, 7);
    assert_int_equal(exchange_fields(last)->count, 0);
    assert_true(result.reused);
    result_free(&result);
}

static void head_has_no_body(void **state) {
    (void)state;
    struct http_options options = target("/");
    options.method = "HEAD";
    struct result result = fetch(&options);
    assert_int_equal(result.status, 200);
    assert_int_equal(result.len, 0);
    assert_string_equal(exchange_method(last), "HEAD");
    result_free(&result);
}

static void too_much_is_413(void **state) {
    (void)state;
    static char body[200000];
    memset(body, 'x', sizeof body);
    static const struct {
        const char *type;
        size_t len;
        int status;
    } cases[] = {{"text/plain", 100000, 200}, {"text/plain", 100001, 413},
                 {"application/x-www-form-urlencoded", 1000, 200},
                 {"application/x-www-form-urlencoded", 1001, 413}, {"text/plain", 200000, 413}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct result result = post(cases[i].type, body, cases[i].len);
        assert_int_equal(result.status, cases[i].status);
        result_free(&result);
    }
    assert_int_equal(requests, 2);
}

static void malformed_multipart_is_400(void **state) {
    (void)state;
    static const char body[] = "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nhalf";
    struct result result = post("multipart/form-data; boundary=b", body, sizeof body - 1);
    assert_int_equal(result.status, 400);
    result_free(&result);
    result = post("multipart/form-data", body, sizeof body - 1);
    assert_int_equal(result.status, 400);
    result_free(&result);
    assert_int_equal(requests, 0);
}

static void files_need_a_spool(void **state) {
    (void)state;
    static const char body[] = "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n1\r\n--b--\r\n";
    struct err err;
    struct server_options options = server_defaults();
    options.request = on_request;
    struct server *other = server_open(loop, &options, &err);
    struct server *usual = server;
    server = other;
    struct result result = post("multipart/form-data; boundary=b", body, sizeof body - 1);
    server = usual;
    server_close(other);
    assert_int_equal(result.status, 413);
    result_free(&result);
}

static void a_renamed_file_is_kept(void **state) {
    (void)state;
    static const char body[] = "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nbytes\r\n--b--\r\n";
    char kept[128];
    snprintf(kept, sizeof kept, "%s.kept", folder);
    behaviour = RENAME;
    struct result result = post("multipart/form-data; boundary=b", body, sizeof body - 1);
    assert_string_equal(result.body, "bytes");
    result_free(&result);
    loop_step(loop, 0);
    assert_int_equal(unlink(kept), 0);
}

static void unanswered_is_500(void **state) {
    (void)state;
    behaviour = FORGET;
    struct http_options options = target("/");
    struct result result = fetch(&options);
    assert_int_equal(result.status, 500);
    result_free(&result);
}

static void dropped_is_closed(void **state) {
    (void)state;
    behaviour = DROP;
    struct http_options options = target("/");
    struct result result = fetch(&options);
    assert_string_equal(result.failure, "network");
    result_free(&result);
}

static void wrong_answers_are_refused(void **state) {
    (void)state;
    behaviour = HOLD;
    struct result result;
    struct http_options options = target("/");
    struct pair header = {(char *)(uintptr_t)"A", (char *)(uintptr_t)"b\r\nC: d", 1, 7};
    const struct pairs headers = {&header, 1, 1, 8};
    struct err err;
    result_start(loop, &result, &options);
    run_until(loop, &requests, 1);
    assert_int_equal(exchange_respond(last, 200, &headers, "", 0, &err), -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_int_equal(exchange_respond(last, 99, NULL, "", 0, &err), -1);
    assert_int_equal(exchange_respond_file(last, 200, NULL, "/nonexistent/x", &err), -1);
    assert_int_equal(err.class, ERR_FILE);
    assert_false(exchange_answered(last));
    assert_int_equal(exchange_respond(last, 299, NULL, "", 0, &err), 0);
    assert_int_equal(exchange_respond(last, 200, NULL, "", 0, &err), 0); /* the first one counts */
    run_until(loop, &result.done, 1);
    assert_int_equal(result.status, 299);
    result_free(&result);
}

static void answered_later_and_out_of_order(void **state) {
    (void)state;
    enum { COUNT = 20 };
    struct result results[COUNT];
    struct exchange *held[COUNT];
    behaviour = HOLD;
    struct http_options options = target("/");
    for (int i = 0; i < COUNT; i++) {
        result_start(loop, &results[i], &options);
        run_until(loop, &requests, i + 1);
        held[i] = last;
        last = NULL;
    }
    for (int i = COUNT - 1; i >= 0; i--) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        exchange_respond(held[i], 200, NULL, text, strlen(text), NULL);
        run_until(loop, &results[i].done, 1);
        assert_string_equal(results[i].body, text);
        exchange_release(held[i]);
        result_free(&results[i]);
    }
}

/* ---- raw sockets ---- */

static void send_all(int fd, const char *bytes, size_t len) {
    assert_int_equal(send(fd, bytes, len, MSG_NOSIGNAL), len);
    loop_step(loop, 0);
    loop_deliver(loop, NULL);
}

/* Reads what there is until the text shows up or the connection ends; returns whether it showed up. */
static bool hear(int fd, const char *wanted, char *heard, size_t size) {
    int64_t until = loop_now() + 10 * SECOND;
    size_t len = strlen(heard);
    while (!strstr(heard, wanted)) {
        if (loop_now() > until) fail_msg("no answer");
        loop_step(loop, SECOND / 1000);
        loop_deliver(loop, NULL);
        ssize_t count = recv(fd, heard + len, size - 1 - len, MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EAGAIN)) return false;
        if (count > 0) heard[len += (size_t)count] = '\0';
    }
    return true;
}

static void byte_by_byte_and_pipelined(void **state) {
    (void)state;
    static const char head[] = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n";
    static const char body[] = "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n1\r\n"
                               "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nB\r\n--b--\r\n";
    static const char rest[] = "0\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n";
    char heard[4096] = "";
    int fd = dial(server_port(server));
    for (size_t i = 0; i < sizeof head - 1; i++) send_all(fd, head + i, 1);
    for (size_t i = 0; i < sizeof body - 1; i++) {
        char chunk[8];
        send_all(fd, chunk, (size_t)snprintf(chunk, sizeof chunk, "1\r\n%c\r\n", body[i]));
    }
    send_all(fd, rest, sizeof rest - 1);
    run_until(loop, &requests, 2);
    assert_true(hear(fd, "ok", heard, sizeof heard));
    size_t len;
    assert_string_equal(exchange_path(last, &len), "/y");
    close(fd);
}

static void client_gone_in_the_middle(void **state) {
    (void)state;
    static const char text[] =
        "POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n"
        "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nhalf a file";
    for (int reset = 0; reset < 2; reset++) {
        int fd = dial(server_port(server));
        send_all(fd, text, sizeof text - 1);
        for (int i = 0; i < 10; i++) loop_step(loop, SECOND / 1000);
        struct linger linger = {reset, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        close(fd);
        int64_t until = loop_now() + 10 * SECOND;
        while (rmdir(folder) != 0 && loop_now() < until) loop_step(loop, SECOND / 1000);
        assert_int_equal(mkdir(folder, 0700), 0);
    }
    assert_int_equal(requests, 0);
}

static void client_gone_before_the_answer(void **state) {
    (void)state;
    behaviour = HOLD;
    int fd = dial(server_port(server));
    send_all(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", 27);
    run_until(loop, &requests, 1);
    close(fd);
    loop_step(loop, 0);
    exchange_respond(last, 200, NULL, "late", 4, NULL);
    for (int i = 0; i < 10; i++) loop_step(loop, SECOND / 1000);
}

static void endless_bodies_are_cut_off(void **state) {
    (void)state;
    char heard[4096] = "";
    static const char announced[] = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n";
    int fd = dial(server_port(server));
    send_all(fd, announced, sizeof announced - 1);
    assert_true(hear(fd, "HTTP/1.1 413", heard, sizeof heard));
    close(fd);
    static const char endless[] = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    static char chunk[65536 + 9];
    memset(chunk, 'x', sizeof chunk);
    memcpy(chunk, "10000\r\n", 7);
    memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
    fd = dial(server_port(server));
    send_all(fd, endless, sizeof endless - 1);
    size_t sent = 0, offset = 0;
    for (;;) { /* ends when the server has had enough */
        ssize_t count = send(fd, chunk + offset, sizeof chunk - offset, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno != EAGAIN) break;
        if (count > 0) {
            sent += (size_t)count;
            offset = (offset + (size_t)count) % sizeof chunk;
        }
        assert_true(sent < 100 * 1000 * 1000);
        loop_step(loop, 0);
    }
    close(fd);
    assert_int_equal(requests, 0);
}

static void not_http_is_not_a_request(void **state) {
    (void)state;
    static const char *const texts[] = {"\r\n\r\n\r\n", "\x16\x03\x01\x02\x05\x01\xfc\x03\x03", "GET\r\n\r\n",
                                        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int fd = dial(server_port(server));
        send_all(fd, texts[i], strlen(texts[i]));
        shutdown(fd, SHUT_WR);
        for (int k = 0; k < 5; k++) loop_step(loop, SECOND / 1000);
        close(fd);
    }
    assert_int_equal(requests, 0);
}

static void stopped_with_everything_open(void **state) {
    (void)state;
    struct result results[10];
    behaviour = HOLD;
    struct http_options options = target("/");
    for (int i = 0; i < 10; i++) result_start(loop, &results[i], &options);
    run_until(loop, &requests, 1);
    int fd = dial(server_port(server));
    send_all(fd, "GET / HT", 8);
    server_close(server);
    server = NULL;
    assert_int_equal(exchange_respond(last, 200, NULL, "late", 4, NULL), 0);
    for (int i = 0; i < 10; i++) {
        run_until(loop, &results[i].done, 1);
        assert_true(results[i].failure || results[i].status == 500); /* 500: `last` went on */
        result_free(&results[i]);
    }
    close(fd);
}

static void loop_closed_first(void **state) {
    (void)state;
    struct err err;
    struct result result;
    struct server_options options = server_defaults();
    options.request = on_request;
    behaviour = HOLD;
    struct loop *other = loop_open(&err);
    struct server *held = server_open(other, &options, &err);
    struct http_options request = options_for(url, sizeof url, server_port(held), "/");
    result_start(other, &result, &request);
    run_until(other, &requests, 1);
    loop_close(other);
    exchange_release(last);
    last = NULL;
    server_close(held);
    result_free(&result);
}

static void taken_port_is_named(void **state) {
    (void)state;
    struct err err;
    struct server_options options = server_defaults();
    char wanted[96];
    options.port = server_port(server);
    assert_null(server_open(loop, &options, &err));
    snprintf(wanted, sizeof wanted, "cannot listen on 127.0.0.1:%u: Address already in use", options.port);
    assert_string_equal(err.text, wanted);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(parses_a_request),           TEST(parses_bodies),
        TEST(head_has_no_body),           TEST(too_much_is_413),
        TEST(malformed_multipart_is_400), TEST(files_need_a_spool),
        TEST(a_renamed_file_is_kept),     TEST(unanswered_is_500),
        TEST(dropped_is_closed),          TEST(wrong_answers_are_refused),
        TEST(answered_later_and_out_of_order), TEST(byte_by_byte_and_pipelined),
        TEST(client_gone_in_the_middle),  TEST(client_gone_before_the_answer),
        TEST(endless_bodies_are_cut_off), TEST(not_http_is_not_a_request),
        TEST(stopped_with_everything_open), TEST(loop_closed_first),
        TEST(taken_port_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
