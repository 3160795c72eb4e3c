/* SPDX-License-Identifier: MIT
 * The server with our client: parsing, answers, limits, files. */
#include "support/server_help.h"

#include <signal.h>
#include <sys/resource.h>

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
    assert_string_equal(exchange_target(last), "/a%2Fb%20c+d%00e?x=1&y=&z&x=%E4%BD%A0&q=a%26b+c");
    const struct pairs *query = exchange_query(last);
    assert_int_equal(query->count, 5);
    expect_pair(query, 0, "x", "1");
    expect_pair(query, 1, "y", "");
    expect_pair(query, 2, "z", "");
    expect_pair(query, 3, "x", "\xe4\xbd\xa0");
    expect_pair(query, 4, "q", "a&b c");
    result_free(&result);
}

/* As a client writes to what it takes for a proxy. */
static void a_target_may_name_its_host(void **state) {
    (void)state;
    static const struct {
        const char *url, *path;
        size_t query;
    } cases[] = {{"http://openapi.test/gateway.do?charset=utf-8&x=http://a/b", "/gateway.do", 2},
                 {"http://openapi.test:80/a%20b", "/a b", 0},
                 {"http://openapi.test/?x=1", "/", 1}};
    char proxy[64];
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", server_port(server));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_options options = target("/");
        options.url = cases[i].url;
        options.proxy = proxy;
        struct result result = fetch(&options);
        size_t len;
        assert_int_equal(result.status, 200);
        assert_string_equal(exchange_path(last, &len), cases[i].path);
        assert_int_equal(exchange_query(last)->count, cases[i].query);
        result_free(&result);
    }
}

static void parses_bodies(void **state) {
    (void)state;
    size_t len;
    struct result result =
        post("application/x-www-form-urlencoded; charset=GBK", "a=1&b=%C4%E3&a=", 15);
    expect_pair(exchange_fields(last), 0, "a", "1");
    expect_pair(exchange_fields(last), 1, "b", "\xc4\xe3");
    expect_pair(exchange_fields(last), 2, "a", "");
    assert_memory_equal(exchange_body(last, &len), "a=1&b=%C4%E3&a=", 15);
    assert_int_equal(len, 15);
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
    } cases[] = {{"text/plain", 100000, 200},
                 {"text/plain", 100001, 413},
                 {"application/x-www-form-urlencoded", 1000, 200},
                 {"application/x-www-form-urlencoded", 1001, 413},
                 {"text/plain", 200000, 413}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct result result = post(cases[i].type, body, cases[i].len);
        assert_int_equal(result.status, cases[i].status);
        result_free(&result);
    }
    assert_int_equal(requests, 2);
}

static void malformed_multipart_is_400(void **state) {
    (void)state;
    static const char body[] =
        "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nhalf";
    struct result result = post("multipart/form-data; boundary=b", body, sizeof body - 1);
    assert_int_equal(result.status, 400);
    result_free(&result);
    result = post("multipart/form-data", body, sizeof body - 1);
    assert_int_equal(result.status, 400);
    result_free(&result);
    assert_int_equal(requests, 0);
}

static char notices[200];

static void on_notice(struct loop_event *event, void *context) {
    void *owner;
    (void)context;
    snprintf(notices, sizeof notices, "%s", server_notice(event, &owner));
    assert_ptr_equal(owner, notices);
}

/* The request does not arrive, its refusal does; and then it is answered. */
static void refusals_are_told(void **state) {
    (void)state;
    static char body[200000];
    memset(body, 'x', sizeof body);
    static const struct {
        const char *type;
        size_t len;
        int status;
        const char *notice;
    } cases[] = {
        {"multipart/form-data", 9, 400, "POST / 400 the Content-Type names no boundary that can be used"},
        {"multipart/form-data; boundary=b", 9, 400, "POST / 400 the multipart body ends before its last boundary"},
        {"text/plain", 100001, 413, "POST / 413 the body is too large"},
        {"application/x-www-form-urlencoded", 2000, 413, "POST / 413 the body is too large"}};
    struct err err;
    struct server_options options = server_defaults();
    options.request = on_request;
    options.notice = on_notice;
    options.owner = notices;
    options.max_body = 100000;
    options.max_fields = 1000;
    struct server *other = server_open(loop, &options, &err), *usual = server;
    server = other;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct result result = post(cases[i].type, body, cases[i].len);
        assert_int_equal(result.status, cases[i].status);
        assert_string_equal(notices, cases[i].notice);
        result_free(&result);
    }
    server = usual;
    server_close(other);
    assert_int_equal(requests, 0);
}

static void files_need_a_spool(void **state) {
    (void)state;
    static const char body[] =
        "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n1\r\n--b--\r\n";
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
    static const char body[] =
        "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nbytes\r\n--b--\r\n";
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
    struct pair header = {(char *)(uintptr_t) "A", (char *)(uintptr_t) "b\r\nC: d", 1, 7};
    const struct pairs headers = {&header, 1, 1, 8};
    struct err err;
    result_start(loop, &result, &options);
    run_until(loop, &requests, 1);
    assert_int_equal(exchange_respond(last, 200, &headers, "", 0, &err), -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_int_equal(exchange_respond(last, 99, NULL, "", 0, &err), -1);
    char missing[64];
    snprintf(missing, sizeof missing, "%s/missing", folder);
    assert_int_equal(exchange_respond_file(last, 200, NULL, missing, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
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

/* A limit on the size of files stands for a full disk: the request is whole but for its files, and
 * whoever answers is told. */
static void files_without_room_are_told(void **state) {
    (void)state;
    static char body[20000];
    static const char head[] = "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n";
    static const char tail[] =
        "\r\n--b\r\nContent-Disposition: form-data; name=g; filename=y\r\n\r\nsmall"
        "\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n";
    memset(body, 'x', sizeof body);
    memcpy(body, head, sizeof head - 1);
    memcpy(body + sizeof body - (sizeof tail - 1), tail, sizeof tail - 1);
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 4096;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    struct result result = post("multipart/form-data; boundary=b", body, sizeof body);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_int_equal(result.status, 200);
    assert_int_equal(exchange_problem(last), EFBIG);
    expect_pair(exchange_fields(last), 0, "a", "1");
    result_free(&result);
    result = post("multipart/form-data; boundary=b", body + sizeof body - (sizeof tail - 1) + 2, sizeof tail - 3);
    assert_int_equal(exchange_problem(last), 0);
    assert_int_equal(exchange_files(last)->size, 5);
    result_free(&result);
    char away[64];
    snprintf(away, sizeof away, "%s.away", folder);
    assert_int_equal(rename(folder, away), 0); /* no folder to keep them in */
    result = post("multipart/form-data; boundary=b", body + sizeof body - (sizeof tail - 1) + 2, sizeof tail - 3);
    assert_int_equal(result.status, 200);
    assert_int_equal(exchange_problem(last), ENOENT);
    expect_pair(exchange_fields(last), 0, "a", "1");
    assert_int_equal(rename(away, folder), 0);
    result_free(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parses_a_request, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_target_may_name_its_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parses_bodies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refusals_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(head_has_no_body, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_much_is_413, set_up, tear_down),
        cmocka_unit_test_setup_teardown(malformed_multipart_is_400, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_need_a_spool, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_renamed_file_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unanswered_is_500, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_without_room_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dropped_is_closed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_answers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(answered_later_and_out_of_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
