/* SPDX-License-Identifier: MIT
 * How a request of the client lives and ends: in the queue, in flight, done, cancelled, closed with
 * its loop. */
#include "support/client_help.h"

#include <fcntl.h>

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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(waiting_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sockets_are_not_inherited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_sent_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cancelled_at_every_stage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(loop_closed_with_requests_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(requests_that_are_closed_with_the_loop, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
