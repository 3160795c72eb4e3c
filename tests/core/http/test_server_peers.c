/* SPDX-License-Identifier: MIT
 * The server with peers that are slow, go away, talk nonsense or never end, and stopping it. */
#include "support/server_help.h"

#include <sys/stat.h>

static void send_all(int fd, const char *bytes, size_t len) {
    assert_int_equal(send(fd, bytes, len, MSG_NOSIGNAL), len);
    loop_step(loop, 0);
    loop_deliver(loop, NULL);
}

/* Reads what there is until the text shows up or the connection ends; returns whether it showed up.
 * */
static bool hear(int fd, const char *wanted, char *heard, size_t size) {
    int64_t until = loop_now() + 60 * SECOND;
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
    static const char head[] =
        "POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    static const char body[] =
        "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n1\r\n"
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
        "POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; "
        "boundary=b\r\nContent-Length: 5000\r\n\r\n"
        "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nhalf a file";
    for (int reset = 0; reset < 2; reset++) {
        int fd = dial(server_port(server));
        send_all(fd, text, sizeof text - 1);
        for (int i = 0; i < 10; i++) loop_step(loop, SECOND / 1000);
        struct linger linger = {reset, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        close(fd);
        int64_t until = loop_now() + 60 * SECOND;
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
    static const char announced[] =
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n";
    int fd = dial(server_port(server));
    send_all(fd, announced, sizeof announced - 1);
    assert_true(hear(fd, "HTTP/1.1 413", heard, sizeof heard));
    close(fd);
    static const char endless[] =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    static char chunk[65536 + 9];
    memset(chunk, 'x', sizeof chunk);
    memcpy(chunk, "10000\r\n", 7);
    memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
    fd = dial(server_port(server));
    send_all(fd, endless, sizeof endless - 1);
    size_t sent = 0, offset = 0;
    for (;;) { /* ends when the server has had enough */
        ssize_t count =
            send(fd, chunk + offset, sizeof chunk - offset, MSG_NOSIGNAL | MSG_DONTWAIT);
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

/* Each parameter takes memory of its connection. What does not fit ends at once, long before the 30
 * seconds that a head may take. */
static void too_many_parameters_end_the_connection(void **state) {
    (void)state;
    char heard[4096] = "", text[8192] = "GET /?";
    for (int i = 0; i < 1500; i++) strcat(text, "a=b&");
    strcat(text, " HTTP/1.1\r\nHost: h\r\n\r\n");
    int fd = dial(server_port(server));
    send_all(fd, text, strlen(text));
    int64_t begun = loop_now();
    assert_false(hear(fd, "HTTP/1.1 200", heard, sizeof heard));
    assert_true(loop_now() - begun < 20 * SECOND);
    assert_int_equal(requests, 0);
    close(fd);
}

static void not_http_is_not_a_request(void **state) {
    (void)state;
    static const char *const texts[] = {"\r\n\r\n\r\n", "\x16\x03\x01\x02\x05\x01\xfc\x03\x03",
                                        "GET\r\n\r\n",
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
    snprintf(wanted, sizeof wanted, "cannot listen on 127.0.0.1:%u: Address already in use",
             options.port);
    assert_string_equal(err.text, wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(byte_by_byte_and_pipelined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(client_gone_in_the_middle, set_up, tear_down),
        cmocka_unit_test_setup_teardown(client_gone_before_the_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(endless_bodies_are_cut_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_parameters_end_the_connection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_http_is_not_a_request, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stopped_with_everything_open, set_up, tear_down),
        cmocka_unit_test_setup_teardown(loop_closed_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(taken_port_is_named, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
