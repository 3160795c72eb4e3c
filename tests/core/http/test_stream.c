/* SPDX-License-Identifier: MIT
 * Answers that are written piece by piece: order, the limit, and either side going first. */
#include "support/server_help.h"

static char heard[16 << 20]; /* more than the kernel keeps of a connection */
static size_t heard_len;

static void turn(void) {
    loop_step(loop, SECOND / 1000);
    loop_deliver(loop, NULL);
}

/* What arrived so far; false at the end of the connection. */
static bool listen_once(int fd) {
    turn();
    ssize_t count = recv(fd, heard + heard_len, sizeof heard - 1 - heard_len, MSG_DONTWAIT);
    if (count > 0) heard[heard_len += (size_t)count] = '\0';
    return count > 0 || (count < 0 && errno == EAGAIN);
}

static void hear(int fd, const char *wanted) {
    int64_t until = loop_now() + 60 * SECOND;
    while (!strstr(heard, wanted)) {
        if (loop_now() > until || !listen_once(fd)) fail_msg("no '%s' in '%s'", wanted, heard);
    }
}

static void hear_the_end(int fd) {
    int64_t until = loop_now() + 60 * SECOND;
    while (listen_once(fd))
        if (loop_now() > until) fail_msg("the connection does not end");
}

/* A request whose answer has begun and whose head arrived. */
static int begin(const char *request) {
    behaviour = HOLD;
    *heard = '\0';
    heard_len = 0;
    int fd = dial(server_port(server));
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    run_until(loop, &requests, 1);
    struct pair header = {(char *)(uintptr_t) "Content-Type", (char *)(uintptr_t) "text/event-stream", 12, 17};
    const struct pairs headers = {&header, 1, 1, 29};
    assert_int_equal(exchange_stream(last, 200, &headers, NULL), 0);
    hear(fd, "\r\n\r\n");
    return fd;
}

static enum stream_verdict put(const char *text) {
    return exchange_write(last, text, strlen(text));
}

static const char get[] = "GET /e HTTP/1.1\r\nHost: h\r\n\r\n", old_get[] = "GET /e HTTP/1.0\r\n\r\n";

static void pieces_arrive_as_they_are_written(void **state) {
    (void)state;
    int fd = begin(get);
    assert_non_null(strstr(heard, "Content-Type: text/event-stream"));
    for (int i = 0; i < 3; i++) {
        char text[16];
        snprintf(text, sizeof text, "piece%d\n", i);
        for (int idle = 0; idle < 5; idle++) turn(); /* suspended */
        assert_int_equal(put(text), STREAM_TAKEN);
        hear(fd, text);
    }
    assert_int_equal(put(""), STREAM_TAKEN);
    assert_int_equal(put("last"), STREAM_TAKEN);
    exchange_finish(last);
    assert_int_equal(put("late"), STREAM_CLOSED);
    hear(fd, "last\r\n0\r\n\r\n");
    assert_null(strstr(heard, "late"));
    assert_int_equal(send(fd, get, sizeof get - 1, MSG_NOSIGNAL), sizeof get - 1); /* the connection goes on */
    run_until(loop, &requests, 2);
    close(fd);
}

/* A peer of HTTP/1.0 knows no pieces: it gets the bytes, and the end of the connection. */
static void old_clients_get_plain_bytes(void **state) {
    (void)state;
    int fd = begin(old_get);
    assert_int_equal(put("one"), STREAM_TAKEN);
    hear(fd, "one");
    assert_int_equal(put("two"), STREAM_TAKEN);
    exchange_finish(last);
    hear_the_end(fd);
    assert_non_null(strstr(heard, "\r\n\r\nonetwo"));
    close(fd);
}

/* A client that does not read fills what may wait; all that was taken arrives, in order, when it does. */
static void a_full_stream_takes_nothing(void **state) {
    (void)state;
    static char block[10000];
    int fd = begin(old_get);
    size_t taken = 0, head = heard_len;
    enum stream_verdict verdict = STREAM_TAKEN;
    for (int calm = 0; calm < 3;) {
        memset(block, 'a' + (int)(taken / sizeof block % 26), sizeof block);
        verdict = exchange_write(last, block, sizeof block);
        assert_int_not_equal(verdict, STREAM_CLOSED);
        if (verdict == STREAM_TAKEN) taken += sizeof block;
        calm = verdict == STREAM_FULL ? calm + 1 : 0;
        turn();
        assert_true(taken < sizeof heard - STREAM_ROOM);
    }
    assert_int_equal(exchange_write(last, heard, STREAM_ROOM + 1), STREAM_FULL);
    exchange_finish(last);
    hear_the_end(fd);
    assert_int_equal(heard_len - head, taken);
    for (size_t i = 0; i < taken; i++)
        if (heard[head + i] != 'a' + (int)(i / sizeof block % 26)) fail_msg("byte %zu is out of order", i);
    close(fd);
}

static void the_client_may_go_first(void **state) {
    (void)state;
    for (int busy = 0; busy < 2; busy++) {
        requests = 0;
        int fd = begin(get);
        if (busy) assert_int_equal(put("unread"), STREAM_TAKEN);
        struct linger linger = {1, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        close(fd);
        int64_t until = loop_now() + 60 * SECOND;
        while (put("x") != STREAM_CLOSED) {
            if (loop_now() > until) fail_msg("the stream stays open");
            turn();
        }
        exchange_finish(last);
        exchange_drop(last);
    }
}

static void the_server_may_go_first(void **state) {
    (void)state;
    int fd = begin(get);
    assert_int_equal(put("unsent"), STREAM_TAKEN);
    server_close(server);
    server = NULL;
    assert_int_equal(put("x"), STREAM_CLOSED);
    exchange_finish(last);
    hear_the_end(fd);
    assert_null(strstr(heard, "0\r\n\r\n")); /* a client knows that this is not the whole answer */
    close(fd);
}

static void a_dropped_or_forgotten_stream_ends_in_the_middle(void **state) {
    (void)state;
    for (int forgotten = 0; forgotten < 2; forgotten++) {
        requests = 0;
        int fd = begin(get);
        assert_int_equal(put("begun"), STREAM_TAKEN);
        hear(fd, "begun");
        if (forgotten) exchange_release(last);
        else exchange_drop(last);
        if (forgotten) last = NULL;
        else assert_int_equal(put("x"), STREAM_CLOSED);
        hear_the_end(fd);
        assert_null(strstr(heard, "0\r\n\r\n"));
        close(fd);
    }
}

/* What was written and finished arrives although nobody holds the exchange any more. */
static void a_finished_stream_may_be_released(void **state) {
    (void)state;
    int fd = begin(get);
    assert_int_equal(put("whole"), STREAM_TAKEN);
    exchange_finish(last);
    exchange_release(last);
    last = NULL;
    hear(fd, "whole\r\n0\r\n\r\n");
    close(fd);
}

static void an_answer_may_stop_before_its_end(void **state) {
    (void)state;
    for (size_t len = 0; len <= 5; len += 5) {
        requests = 0;
        behaviour = HOLD;
        heard[heard_len = 0] = '\0';
        int fd = dial(server_port(server));
        assert_int_equal(send(fd, get, strlen(get), MSG_NOSIGNAL), strlen(get));
        run_until(loop, &requests, 1);
        assert_int_equal(exchange_respond_part(last, 200, NULL, "begun", len, 10, NULL), 0);
        hear_the_end(fd);
        assert_non_null(strstr(heard, "Content-Length: 10\r\n"));
        assert_string_equal(strstr(heard, "\r\n\r\n") + 4, len ? "begun" : "");
        close(fd);
    }
}

static void a_refused_head_leaves_the_exchange_open(void **state) {
    (void)state;
    behaviour = HOLD;
    struct result result;
    struct http_options options = target("/");
    struct pair header = {(char *)(uintptr_t) "A", (char *)(uintptr_t) "b\r\nC: d", 1, 7};
    const struct pairs headers = {&header, 1, 1, 8};
    struct err err;
    result_start(loop, &result, &options);
    run_until(loop, &requests, 1);
    assert_int_equal(exchange_stream(last, 200, &headers, &err), -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_int_equal(put("x"), STREAM_CLOSED);
    exchange_finish(last);
    assert_int_equal(exchange_respond(last, 201, NULL, "plain", 5, &err), 0);
    assert_int_equal(exchange_stream(last, 200, NULL, &err), 0); /* the first one counts */
    assert_int_equal(put("x"), STREAM_CLOSED);
    run_until(loop, &result.done, 1);
    assert_int_equal(result.status, 201);
    assert_string_equal(result.body, "plain");
    result_free(&result);
}

static void a_head_alone_ends_it(void **state) {
    (void)state;
    int fd = begin("HEAD /e HTTP/1.1\r\nHost: h\r\n\r\n");
    int64_t until = loop_now() + 60 * SECOND;
    while (put("x") != STREAM_CLOSED) {
        if (loop_now() > until) fail_msg("the stream stays open");
        turn();
    }
    close(fd);
}

static void peers_have_addresses(void **state) {
    (void)state;
    char text[46];
    int fd = begin(get);
    struct sockaddr_in address;
    socklen_t len = sizeof address;
    getsockname(fd, (struct sockaddr *)&address, &len);
    assert_int_equal(exchange_peer(last, text), ntohs(address.sin_port));
    assert_string_equal(text, "127.0.0.1");
    exchange_finish(last);
    hear(fd, "0\r\n\r\n");
    assert_int_equal(exchange_peer(last, text), 0);
    assert_string_equal(text, "");
    close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_arrive_as_they_are_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(old_clients_get_plain_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_full_stream_takes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_client_may_go_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_server_may_go_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dropped_or_forgotten_stream_ends_in_the_middle, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_finished_stream_may_be_released, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_may_stop_before_its_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refused_head_leaves_the_exchange_open, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_head_alone_ends_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(peers_have_addresses, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
