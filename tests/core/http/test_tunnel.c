/* SPDX-License-Identifier: MIT
 * A server that leads tunnels to another one: whoever asks for none is served as ever, nothing that was sent is
 * lost, and who sends half a head neither stays nor keeps the loop busy. */
#include "support/server_help.h"

#include "http/server_internal.h"

static struct server *other;
static enum { LEAD, REFUSE, STOP } way;
static int asked;
static char wanted[300], heard[4096];

static void on_tunnel(struct loop_event *event, void *context) {
    (void)context;
    void *owner;
    snprintf(wanted, sizeof wanted, "%s", server_tunnel(event, &owner));
    asked++;
    if (way == STOP) {
        server_close(server);
        server = NULL;
    } else {
        server_lead(event, way == LEAD ? other : NULL);
    }
}

static int begin(void **state) {
    struct err err;
    if (set_up(state) != 0) return -1;
    server_close(server);
    struct server_options options = server_defaults();
    options.request = on_request;
    other = server_open(loop, &options, &err);
    options.tunnel = on_tunnel;
    options.head_timeout = 30 * SECOND;
    server = server_open(loop, &options, &err);
    way = LEAD;
    asked = 0;
    return server && other ? 0 : -1;
}

static int end(void **state) {
    server_close(other);
    return tear_down(state);
}

static void turn(void) {
    loop_step(loop, SECOND / 100);
    loop_deliver(loop, NULL);
}

static void say(int fd, const char *text) {
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    loop_step(loop, 0);
    loop_deliver(loop, NULL);
}

/* What comes until the text does, or until the end; whether the text came. */
static bool hears(int fd, const char *text) {
    size_t len = 0;
    int64_t until = loop_now() + 60 * SECOND;
    heard[0] = '\0';
    while (!strstr(heard, text)) {
        if (loop_now() > until) fail_msg("neither an answer nor an end: %s", heard);
        turn();
        ssize_t count = recv(fd, heard + len, sizeof heard - 1 - len, MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EAGAIN)) return false;
        if (count > 0) heard[len += (size_t)count] = '\0';
    }
    return true;
}

static void a_tunnel_ends_where_it_is_led(void **state) {
    (void)state;
    int fd = dial(server_port(server));
    say(fd, "CONN");
    say(fd, "ECT h.example:443 HTTP/1.1\r\nHost: x\r\n");
    assert_int_equal(asked, 0);
    say(fd, "\r\nGET /first HTTP/1.1\r\nHost: h\r\n"); /* does not wait for the 200 */
    run_until(loop, &asked, 1);
    assert_string_equal(wanted, "h.example:443");
    say(fd, "\r\n");
    run_until(loop, &requests, 1);
    size_t len;
    assert_string_equal(exchange_path(last, &len), "/first");
    assert_true(hears(fd, "ok"));
    assert_memory_equal(heard, "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n", 56);
    close(fd);
}

static void others_are_served_as_ever(void **state) {
    (void)state;
    static const char request[] = "POST http://h.example:80/x?a=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
    int fd = dial(server_port(server));
    for (size_t i = 0; i < sizeof request - 1; i++) say(fd, (char[]){request[i], '\0'});
    run_until(loop, &requests, 1);
    size_t len;
    assert_string_equal(exchange_path(last, &len), "/x");
    assert_string_equal(exchange_origin(last), "http://h.example:80");
    const char *body = exchange_body(last, &len);
    assert_int_equal(len, 3);
    assert_memory_equal(body, "abc", 3);
    assert_true(hears(fd, "ok"));
    assert_int_equal(asked, 0);
    close(fd);
}

static void a_refused_one_becomes_a_request(void **state) {
    (void)state;
    way = REFUSE;
    int fd = dial(server_port(server));
    say(fd, "CONNECT h.example:25 HTTP/1.1\r\nHost: x\r\n\r\n");
    run_until(loop, &requests, 1);
    size_t len;
    assert_string_equal(exchange_method(last), "CONNECT");
    assert_string_equal(exchange_path(last, &len), "h.example:25");
    assert_string_equal(exchange_origin(last), "");
    assert_true(hears(fd, "ok"));
    close(fd);
}

static void half_a_head_costs_nothing(void **state) {
    (void)state;
    int fd = dial(server_port(server));
    say(fd, "CONNECT h.example:443 HTTP/1.1\r\n");
    for (int i = 0; i < 5; i++) turn();
    int64_t before = loop_now();
    assert_int_equal(loop_step(loop, SECOND / 5), 0);
    assert_true(loop_now() - before >= SECOND / 10); /* it waits: what was looked at does not wake it */
    shutdown(fd, SHUT_WR);
    assert_false(hears(fd, "HTTP"));
    close(fd);
    fd = dial(server_port(server));
    say(fd, "CONNECT ");
    struct linger linger = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(fd);
    for (int i = 0; i < 5; i++) turn();
    assert_int_equal(asked, 0);
}

static void a_head_has_its_limits(void **state) {
    (void)state;
    char line[TUNNEL_HEAD_ROOM + 100];
    int fd = dial(server_port(server));
    memset(line, 'x', sizeof line);
    memcpy(line, "CONNECT h:443 HTTP/1.1\r\nX: ", 27);
    assert_int_equal(send(fd, line, sizeof line, MSG_NOSIGNAL), sizeof line);
    assert_false(hears(fd, "200"));
    close(fd);

    struct server_options options = server_defaults();
    struct err err;
    options.request = on_request;
    options.tunnel = on_tunnel;
    options.head_timeout = SECOND / 100;
    struct server *hasty = server_open(loop, &options, &err);
    fd = dial(server_port(hasty));
    say(fd, "CONNECT h:443 HTTP/1.1\r\n");
    assert_false(hears(fd, "HTTP"));
    close(fd);
    server_close(hasty);
}

static void guests_are_few(void **state) {
    (void)state;
    enum { MANY = 80 };
    int fds[MANY];
    for (int i = 0; i < MANY; i++) {
        fds[i] = dial(server_port(server));
        say(fds[i], "CONNECT h:443 HTTP/1.1\r\n");
        turn();
    }
    assert_false(hears(fds[0], "HTTP")); /* the one that waited longest */
    say(fds[MANY - 1], "\r\n");
    assert_true(hears(fds[MANY - 1], "200"));
    for (int i = 0; i < MANY; i++) close(fds[i]);
}

static void a_server_that_stops_takes_its_guests_along(void **state) {
    (void)state;
    way = STOP;
    int half = dial(server_port(server)), whole = dial(server_port(server));
    say(half, "CONNECT h:443 HTTP/1.1\r\n");
    say(whole, "CONNECT h:443 HTTP/1.1\r\n\r\n");
    run_until(loop, &asked, 1);
    assert_false(hears(half, "HTTP"));
    assert_false(hears(whole, "HTTP"));
    close(half);
    close(whole);
}

static void heads(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum tunnel_kind kind;
        const char *authority;
    } cases[] = {
        {"", TUNNEL_UNKNOWN, NULL},
        {"C", TUNNEL_UNKNOWN, NULL},
        {"GET / HTTP/1.1\r\n\r\n", TUNNEL_NONE, NULL},
        {"connect h:1 HTTP/1.1\r\n\r\n", TUNNEL_NONE, NULL},
        {"CONNECT h:1 HTTP/1.1\r\n", TUNNEL_UNKNOWN, NULL},
        {"CONNECT h:1 HTTP/1.0\r\n\r\n", TUNNEL_WHOLE, "h:1"},
        {"CONNECT h:1 HTTP/1.1\r\nA: b\r\n\r\nrest", TUNNEL_WHOLE, "h:1"},
        {"CONNECT h:1\r\n\r\n", TUNNEL_NONE, NULL},
        {"CONNECT  HTTP/1.1\r\n\r\n", TUNNEL_NONE, NULL},
        {"CONNECT \r\n\r\n", TUNNEL_NONE, NULL},
        {"CONNECT h:1 x HTTP/1.1\r\n\r\n", TUNNEL_NONE, NULL},
        {"CONNECT h:1 HTTP/2\r\n\r\n", TUNNEL_NONE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *authority = "";
        size_t authority_len = 0, head_len = 0;
        assert_int_equal(tunnel_read(cases[i].text, strlen(cases[i].text), &authority, &authority_len, &head_len),
                         cases[i].kind);
        if (!cases[i].authority) continue;
        assert_int_equal(authority_len, strlen(cases[i].authority));
        assert_memory_equal(authority, cases[i].authority, authority_len);
        assert_memory_equal(cases[i].text + head_len - 4, "\r\n\r\n", 4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tunnel_ends_where_it_is_led, begin, end),
        cmocka_unit_test_setup_teardown(others_are_served_as_ever, begin, end),
        cmocka_unit_test_setup_teardown(a_refused_one_becomes_a_request, begin, end),
        cmocka_unit_test_setup_teardown(half_a_head_costs_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_head_has_its_limits, begin, end),
        cmocka_unit_test_setup_teardown(guests_are_few, begin, end),
        cmocka_unit_test_setup_teardown(a_server_that_stops_takes_its_guests_along, begin, end),
        cmocka_unit_test(heads),
    };
    return cmocka_run_group_tests_name("tunnel", tests, NULL, NULL);
}
