/* SPDX-License-Identifier: MIT
 * A server with more connections than it has room for: those that keep it waiting go, requests are
 * answered, and it goes on listening whatever ran short. */
#include "support/server_help.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "http/server_internal.h"

enum { ROOM = 8 };

static int notices;
static char notice[200];

static void on_notice(struct loop_event *event, void *context) {
    void *owner;
    (void)context;
    notices++;
    snprintf(notice, sizeof notice, "%s", server_notice(event, &owner));
    assert_ptr_equal(owner, &notices);
}

/* The server of set_up in a smaller room, or with less patience. */
static void reopen(size_t room, int64_t head_timeout) {
    struct err err;
    struct server_options options = server_defaults();
    server_close(server);
    options.request = on_request;
    options.notice = on_notice;
    options.owner = &notices;
    options.max_clients = room;
    if (head_timeout) options.head_timeout = head_timeout;
    server = server_open(loop, &options, &err);
    assert_non_null(server);
    notices = 0;
}

static void step(void) {
    loop_step(loop, SECOND / 1000);
    loop_deliver(loop, NULL);
}

static void wait_for_end(int fd) {
    char byte;
    int64_t until = loop_now() + 60 * SECOND;
    while (recv(fd, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN) {
        if (loop_now() > until) fail_msg("the connection was not closed");
        step();
    }
}

static bool is_open(int fd) {
    char byte;
    return recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN;
}

static void assert_answers(void) {
    struct http_options options = target("/");
    options.timeout = 20 * SECOND;
    struct result result = fetch(&options);
    if (result.failure) fail_msg("%s: %s", result.failure, result.message);
    assert_int_equal(result.status, 200);
    result_free(&result);
}

static void a_crowd_of_idle_ones_gives_way(void **state) {
    (void)state;
    enum { CROWD = 5 * ROOM };
    static const char *const heads[] = {"", "GET / HT", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf"};
    int fds[CROWD];
    reopen(ROOM, 0);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < CROWD; i++) {
            const char *head = heads[i % 3];
            fds[i] = dial(server_port(server));
            send(fds[i], head, strlen(head), MSG_NOSIGNAL);
        }
        assert_answers();
        wait_for_end(fds[0]);
        assert_true(server->clients.count <= ROOM);
        for (int i = 0; i < CROWD; i++) close(fds[i]);
    }
    assert_answers();
    while (server->clients.count > 1) step();
    assert_in_range(notices, 1, 3); /* not one for each connection */
    assert_string_equal(notice, "the server is full (8 connections are open, 8 fit): those that wait longest are closed");
}

static void heads_that_do_not_come_end(void **state) {
    (void)state;
    reopen(ROOM, SECOND / 50);
    int idle = dial(server_port(server)), slow = dial(server_port(server));
    wait_for_end(idle);
    char byte;
    int64_t until = loop_now() + 60 * SECOND;
    while (recv(slow, &byte, 1, MSG_DONTWAIT) != 0) { /* a byte now and then buys no time */
        if (loop_now() > until) fail_msg("the connection was not closed");
        if (send(slow, "G", 1, MSG_NOSIGNAL) < 0) break;
        step();
    }
    close(idle);
    close(slow);
    /* Neither a body nor an answer has to come in that time, and a connection may be used again. */
    behaviour = HOLD;
    int fd = dial(server_port(server));
    static const char request[] = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    send(fd, request, sizeof request - 1, MSG_NOSIGNAL);
    while (requests == 0) step();
    idle = dial(server_port(server));
    wait_for_end(idle); /* longer ago than the timeout */
    assert_true(is_open(fd));
    exchange_respond(last, 200, NULL, "", 0, NULL);
    while (is_open(fd)) step();
    wait_for_end(idle);
    close(idle);
    close(fd);
}

static void held_ones_stay_and_others_wait(void **state) {
    (void)state;
    struct result results[3];
    struct exchange *held[2];
    struct http_options options = target("/");
    reopen(2, 0);
    options = target("/");
    behaviour = HOLD;
    for (int i = 0; i < 2; i++) {
        result_start(loop, &results[i], &options);
        run_until(loop, &requests, i + 1);
        held[i] = last;
        last = NULL;
    }
    result_start(loop, &results[2], &options);
    while (notices == 0) step();
    for (int i = 0; i < 50; i++) step();
    assert_int_equal(requests, 2);
    for (int i = 0; i < 2; i++) {
        exchange_respond(held[i], 200, NULL, "", 0, NULL);
        exchange_release(held[i]);
        run_until(loop, &results[i].done, 1);
    }
    behaviour = ANSWER;
    run_until(loop, &requests, 3);
    exchange_respond(last, 200, NULL, "", 0, NULL);
    run_until(loop, &results[2].done, 1);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(results[i].status, 200);
        result_free(&results[i]);
    }
}

/* The lowest descriptor that is free. */
static rlim_t next_descriptor(void) {
    int fd = dup(0);
    close(fd);
    return (rlim_t)fd;
}

static void descriptors_that_ran_out_come_back(void **state) {
    (void)state;
    enum { PEERS = 6 };
    int fds[PEERS];
    struct rlimit before, now;
    reopen(100, 0);
    assert_answers(); /* what a client needs is open now */
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(server_port(server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < PEERS; i++) fds[i] = socket(AF_INET, SOCK_STREAM, 0);
    getrlimit(RLIMIT_NOFILE, &before);
    now = before;
    for (rlim_t room = 0; room < 3; room++) { /* with none at all, one, two */
        now.rlim_cur = next_descriptor() + room;
        setrlimit(RLIMIT_NOFILE, &now);
        for (int i = 2 * (int)room; i < 2 * (int)room + 2; i++)
            assert_int_equal(connect(fds[i], (struct sockaddr *)&address, sizeof address), 0);
        for (int i = 0; i < 20; i++) step();
        setrlimit(RLIMIT_NOFILE, &before);
        assert_answers();
    }
    assert_non_null(strstr(notice, "Too many open files"));
    for (int i = 0; i < PEERS; i++) close(fds[i]);
    assert_answers();
}

static struct sockaddr_storage address_of(const char *text) {
    struct sockaddr_storage found = {0};
    struct sockaddr_in *v4 = (void *)&found;
    struct sockaddr_in6 *v6 = (void *)&found;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) v4->sin_family = AF_INET;
    else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) v6->sin6_family = AF_INET6;
    else fail_msg("%s", text);
    return found;
}

static void one_address_gets_a_part(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        bool together, limited;
    } cases[] = {
        {"192.0.2.1", "192.0.2.1", true, true},
        {"192.0.2.1", "::ffff:192.0.2.1", true, true},
        {"192.0.2.1", "192.0.2.2", false, true},
        {"2001:db8::1", "2001:db8::2", true, true},
        {"2001:db8::1", "2001:db8:0:1::1", false, true},
        {"127.0.0.1", "127.0.0.1", true, false},
        {"::ffff:127.0.0.2", "127.0.0.2", true, false},
        {"::1", "::1", true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct clients clients = {.limit = 20};
        struct sockaddr_storage first = address_of(cases[i].first), second = address_of(cases[i].second);
        struct in6_addr from = clients_address((struct sockaddr *)&second);
        struct client *made[5];
        assert_int_equal(clients_limit_per_address(&clients), 5);
        for (int n = 0; n < 5; n++) {
            assert_false(clients_are_crowded(&clients, &from));
            int fd = socket(AF_INET, SOCK_STREAM, 0);
            made[n] = clients_add(&clients, fd, (struct sockaddr *)&first);
        }
        assert_int_equal(clients_are_crowded(&clients, &from), cases[i].together && cases[i].limited);
        client_enter(made[0], CLIENT_HELD);
        assert_int_equal(clients_evict(&clients, &from), cases[i].together);
        assert_int_equal(made[0]->state, CLIENT_HELD);
        assert_int_equal(made[1]->state, cases[i].together ? CLIENT_LEAVING : CLIENT_WAITING);
        assert_false(clients_are_crowded(&clients, &from));
        client_enter(made[1], CLIENT_WAITING); /* who was shut down stays so */
        assert_int_equal(made[1]->state, cases[i].together ? CLIENT_LEAVING : CLIENT_WAITING);
        for (int n = 0; n < 5; n++) {
            close(made[n]->fd);
            client_remove(made[n]);
        }
        assert_int_equal(clients.count, 0);
    }
}

static void the_room_follows_the_limit_of_descriptors(void **state) {
    (void)state;
    static const struct {
        rlim_t files;
        size_t room;
    } cases[] = {{20, 8}, {64, 8}, {256, 96}, {1024, 480}};
    struct rlimit before, now;
    getrlimit(RLIMIT_NOFILE, &before);
    now = before;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        now.rlim_cur = cases[i].files;
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &now), 0);
        assert_int_equal(clients_limit(), cases[i].room);
    }
    setrlimit(RLIMIT_NOFILE, &before);
}

/* A program that is started meanwhile must not keep a connection open. */
static void no_descriptor_of_the_server_is_inherited(void **state) {
    (void)state;
    static const char request[] = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    bool before[256], open;
    for (int fd = 0; fd < 256; fd++) before[fd] = fcntl(fd, F_GETFD) >= 0;
    int first = dial(server_port(server)), second = dial(server_port(server));
    reopen(ROOM, 0);
    int third = dial(server_port(server));
    behaviour = HOLD;
    send(third, request, sizeof request - 1, MSG_NOSIGNAL);
    while (requests == 0) step();
    int found = 0;
    for (int fd = 0; fd < 256; fd++) {
        open = fcntl(fd, F_GETFD) >= 0;
        if (!open || before[fd] || fd == first || fd == second || fd == third) continue;
        assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
        found++;
    }
    assert_in_range(found, 1, 20);
    close(first);
    close(second);
    close(third);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_crowd_of_idle_ones_gives_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(heads_that_do_not_come_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(held_ones_stay_and_others_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(descriptors_that_ran_out_come_back, set_up, tear_down),
        cmocka_unit_test(one_address_gets_a_part),
        cmocka_unit_test(the_room_follows_the_limit_of_descriptors),
        cmocka_unit_test_setup_teardown(no_descriptor_of_the_server_is_inherited, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
