/* SPDX-License-Identifier: MIT
 * What the tests of the loop, the client and the server share: collected results, and peers that
 * misbehave. Everything runs in one thread on one loop over 127.0.0.1; nothing waits by sleeping.
 * */
#ifndef NET_HELP_H
#define NET_HELP_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "http/client.h"
#include "loop/loop.h"
#include "http/server.h"

#define SECOND ((int64_t)1000000000)
#define UNUSED __attribute__((unused))

/* The result of one request, copied out in its event. */
struct result {
    struct http_request *request;
    int done, status, reports;
    int64_t sent, total;
    bool reused;
    const char *failure, *stage;
    char message[768];
    char *body;
    size_t len;
    char header[128]; /* the value of X-Test */
};

UNUSED static void on_done(struct loop_event *event, void *context) {
    (void)context;
    struct result *result = event->owner;
    const char *message;
    result->done++;
    result->failure = http_failure(result->request, &message);
    result->stage = http_stage(result->request);
    snprintf(result->message, sizeof result->message, "%s", message);
    if (!result->failure) {
        result->status = http_status(result->request);
        result->reused = http_reused(result->request);
        const char *body = http_body(result->request, &result->len);
        result->body = malloc(result->len + 1);
        memcpy(result->body, body, result->len);
        result->body[result->len] = '\0';
        struct curl_header *header = NULL;
        while ((header = http_header_next(result->request, header)))
            if (strcasecmp(header->name, "X-Test") == 0)
                snprintf(result->header, sizeof result->header, "%s", header->value);
    }
    http_close(result->request);
    result->request = NULL;
}

UNUSED static void on_report(struct loop_event *event, void *context) {
    (void)context;
    struct result *result = event->owner;
    result->reports++;
    http_progress(result->request, &result->sent, &result->total);
}

UNUSED static void result_start(struct loop *loop, struct result *result,
                                const struct http_options *options) {
    struct http_handlers handlers = {.done = on_done, .progress = on_report, .owner = result};
    struct err err = {0};
    *result = (struct result){0};
    result->request = http_start(loop, options, &handlers, &err);
    if (!result->request) fail_msg("%s", err.text);
}

UNUSED static void result_free(struct result *result) {
    http_close(result->request);
    free(result->body);
    *result = (struct result){0};
}

/* Turns the loop until `*flag` is at least `count`; a minute is a failure. */
UNUSED static void run_until(struct loop *loop, const int *flag, int count) {
    int64_t end = loop_now() + 60 * SECOND;
    while (*flag < count) {
        if (loop_now() > end) fail_msg("nothing happened in a minute");
        loop_step(loop, SECOND / 10);
        loop_deliver(loop, NULL);
    }
}

UNUSED static struct http_options options_for(char *url, size_t size, unsigned port,
                                              const char *target) {
    snprintf(url, size, "http://127.0.0.1:%u%s", port, target);
    struct http_options options = http_defaults();
    options.url = url;
    options.proxy = "";
    return options;
}

/* A peer of raw bytes: a listening socket as a source, whose connections are answered by `script`.
 * */
struct peer {
    struct loop_source source;
    struct loop *loop;
    unsigned short port;
    int connections;
    const char *bytes; /* written to each connection that is accepted, after its request was read */
    size_t len;
    bool slowly; /* one byte for each turn of the loop */
    bool reset;  /* end with a reset, not with an orderly close */
    bool silent; /* never read, write or close before peer_close */
    struct loop_source link;
    struct loop_timer next;
    size_t sent;
    int fd;
    int mute[256]; /* connections that are kept silent */
};

UNUSED static void peer_hang_up(struct peer *peer) {
    if (peer->fd < 0) return;
    if (peer->reset) {
        struct linger linger = {1, 0};
        setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    }
    loop_source_remove(&peer->link);
    loop_timer_cancel(&peer->next);
    close(peer->fd);
    peer->fd = -1;
}

UNUSED static void peer_write(struct loop_timer *timer) {
    struct peer *peer = (struct peer *)(void *)((char *)timer - offsetof(struct peer, next));
    size_t len = peer->slowly ? 1 : peer->len - peer->sent;
    if (peer->sent < peer->len) {
        ssize_t count = send(peer->fd, peer->bytes + peer->sent, len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0)
            peer->sent += (size_t)count;
        else if (count < 0 && errno != EAGAIN)
            peer->sent = peer->len; /* the client went away */
        loop_timer_start(peer->loop, timer, loop_now());
        return;
    }
    peer_hang_up(peer);
}

UNUSED static void peer_read(struct loop_source *source) {
    struct peer *peer = (struct peer *)(void *)((char *)source - offsetof(struct peer, link));
    char bytes[4096];
    if (recv(peer->fd, bytes, sizeof bytes, MSG_DONTWAIT) <= 0) {
        peer_hang_up(peer);
        return;
    }
    if (!peer->next.loop && peer->sent == 0) loop_timer_start(peer->loop, &peer->next, loop_now());
}

UNUSED static void peer_accept(struct loop_source *source) {
    struct peer *peer = (struct peer *)(void *)((char *)source - offsetof(struct peer, source));
    int fd = accept(source->fd, NULL, NULL);
    if (fd < 0) return;
    int number = peer->connections++;
    if (peer->silent) {
        assert_in_range(number, 0, 255);
        peer->mute[number] = fd;
        return;
    }
    peer_hang_up(peer);
    peer->fd = fd;
    peer->sent = 0;
    peer->next = (struct loop_timer){.expire = peer_write};
    peer->link = (struct loop_source){.fd = fd, .run = peer_read};
    loop_source_add(peer->loop, &peer->link);
}

UNUSED static void peer_open(struct loop *loop, struct peer *peer, const char *bytes, size_t len) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *peer = (struct peer){.loop = loop, .bytes = bytes, .len = len, .fd = -1};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 64), 0);
    getsockname(fd, (struct sockaddr *)&address, &size);
    peer->port = ntohs(address.sin_port);
    peer->source = (struct loop_source){.fd = fd, .run = peer_accept};
    loop_source_add(loop, &peer->source);
}

UNUSED static void peer_close(struct peer *peer) {
    loop_source_remove(&peer->source);
    peer_hang_up(peer);
    for (int i = 0; i < 256; i++)
        if (peer->mute[i]) close(peer->mute[i]);
    close(peer->source.fd);
}

/* A client of raw bytes. */
UNUSED static int dial(unsigned short port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

#endif
