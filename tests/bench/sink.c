/* SPDX-License-Identifier: MIT
 * A gateway that costs next to nothing: it reads a request, whatever it says, and answers with one
 * fixed signed reply. One thread, epoll, keep-alive, plain or TLS. It can answer late, reset
 * connections and answer 502 at random. It verifies nothing: what is measured is the client. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "sink.h"

enum { HEAD_MAX = 16384, SWALLOW = 262144, SLOTS = 4096, EVENTS = 256 };

struct connection {
    int fd;
    SSL *ssl;
    char head[HEAD_MAX]; /* the request head, or as much of it as has come */
    size_t head_len;
    size_t body_left;
    const struct text *reply; /* being written */
    size_t written;
    bool late; /* waits in a slot */
    bool writing;
    struct connection *next; /* in its slot */
};

struct options {
    const char *key, *certificate, *certificate_key, *method, *save;
    size_t size;
    int delay, reset, bad; /* milliseconds at most, and per mille of requests */
    bool v3;               /* replies as V3 has them */
    bool fixed;            /* every reply waits the whole delay */
    uint32_t seed;
};

static struct options options = {.method = "alipay.trade.query", .seed = 1};
static struct text good, bad_gateway;
static struct connection *slots[SLOTS];
static size_t waiting;
static int64_t ticked;
static int poller;
static SSL_CTX *tls;

static int64_t milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* xorshift: the same seed gives the same run. */
static uint32_t random_below(uint32_t limit) {
    static uint32_t state;
    if (!state) state = options.seed ? options.seed : 1;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % limit;
}

/* ---- the reply ---- */

static struct text make_reply(int status, const char *type, const char *headers, const char *body) {
    struct text reply = {NULL, 0};
    FILE *out = open_memstream(&reply.bytes, &reply.len);
    if (!out) sink_die("memory");
    fprintf(out,
            "HTTP/1.1 %d %s\r\nServer: sink\r\nDate: Mon, 23 Nov 2026 08:00:00 "
            "GMT\r\nContent-Type: %s\r\n"
            "trace_id: 0a1b2c3d16000000000000001e\r\n%sContent-Length: %zu\r\nConnection: "
            "keep-alive\r\n\r\n%s",
            status, status == 200 ? "OK" : "Bad Gateway", type, headers, strlen(body), body);
    fclose(out);
    return reply;
}

/* The node alone is the body, and what signs it is in the headers. */
static void make_v3_reply(struct text node) {
    struct text content = {NULL, 0};
    char *headers;
    FILE *out = open_memstream(&content.bytes, &content.len);
    if (!out) sink_die("memory");
    fprintf(out, "1717756911576\nmock4f14052a803e6219a069e9635961a5\n%s\n", node.bytes);
    fclose(out);
    char *signature = sink_sign(options.key, content);
    if (!signature ||
        asprintf(&headers,
                 "alipay-timestamp: 1717756911576\r\nalipay-nonce: mock4f14052a803e6219a069e9635961a5\r\n"
                 "alipay-signature: %s\r\n",
                 signature) < 0)
        sink_die("memory");
    good = make_reply(200, "application/json;charset=utf-8", headers, node.bytes);
    free(content.bytes);
    free(signature);
    free(headers);
}

static void make_replies(void) {
    struct text node = sink_node(options.size);
    char *signature = sink_sign(options.key, node), *name = strdup(options.method), *body;
    if (!signature || !name) sink_die("memory");
    for (char *c = name; *c; c++)
        if (*c == '.') *c = '_';
    if (asprintf(&body, "{\"%s_response\":%s,\"sign\":\"%s\"}", name, node.bytes, signature) < 0)
        sink_die("memory");
    if (options.v3) make_v3_reply(node);
    else good = make_reply(200, "application/json;charset=utf-8", "", body);
    bad_gateway =
        make_reply(502, "text/html", "", "<html><head><title>502 Bad Gateway</title></head></html>");
    if (options.save) { /* the bare reply, for programs that only cut and verify */
        FILE *file = fopen(options.save, "w");
        if (!file || fwrite(body, 1, strlen(body), file) != strlen(body) || fclose(file) != 0)
            sink_die(options.save);
    }
    free(node.bytes);
    free(signature);
    free(name);
    free(body);
}

/* ---- connections ---- */

static void drop(struct connection *connection, bool reset) {
    if (reset) {
        struct linger now = {1, 0};
        setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    SSL_free(connection->ssl);
    close(connection->fd);
    connection->fd = -1;
    if (!connection->late) free(connection); /* else when its slot comes */
}

static void want_writable(struct connection *connection, bool wanted) {
    if (connection->writing == wanted) return;
    connection->writing = wanted;
    struct epoll_event event = {.events = EPOLLIN | (wanted ? (uint32_t)EPOLLOUT : 0),
                                .data.ptr = connection};
    epoll_ctl(poller, EPOLL_CTL_MOD, connection->fd, &event);
}

/* Bytes read; 0 when there are none now; -1 when the connection is over. */
static ssize_t take(struct connection *connection, void *into, size_t room) {
    if (!connection->ssl) {
        ssize_t len = read(connection->fd, into, room);
        if (len < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
        return len > 0 ? len : -1;
    }
    int len = SSL_read(connection->ssl, into, (int)room);
    if (len > 0) return len;
    int why = SSL_get_error(connection->ssl, len);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

static ssize_t give(struct connection *connection, const void *from, size_t len) {
    if (!connection->ssl) {
        ssize_t sent = send(connection->fd, from, len, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
        return sent;
    }
    int sent = SSL_write(connection->ssl, from, (int)len);
    if (sent > 0) return sent;
    int why = SSL_get_error(connection->ssl, sent);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

static int write_reply(struct connection *connection) {
    const struct text *reply = connection->reply;
    while (connection->written < reply->len) {
        ssize_t sent =
            give(connection, reply->bytes + connection->written, reply->len - connection->written);
        if (sent < 0) return -1;
        if (sent == 0) {
            want_writable(connection, true);
            return 0;
        }
        connection->written += (size_t)sent;
    }
    connection->reply = NULL;
    want_writable(connection, false);
    return 0;
}

static int answer(struct connection *connection) {
    connection->reply = options.bad && (int)random_below(1000) < options.bad ? &bad_gateway : &good;
    connection->written = 0;
    return write_reply(connection);
}

/* A whole request is here. */
static int respond(struct connection *connection) {
    if (options.reset && (int)random_below(1000) < options.reset) {
        drop(connection, true);
        return 1;
    }
    if (!options.delay) return answer(connection);
    uint32_t wait = (uint32_t)options.delay;
    if (!options.fixed) wait = random_below(wait) + 1;
    if (wait >= SLOTS) wait = SLOTS - 1;
    struct connection **slot = &slots[(ticked + wait) % SLOTS];
    connection->late = true;
    connection->next = *slot;
    *slot = connection;
    waiting++;
    return 0;
}

static size_t content_length(const char *head) {
    const char *line = strcasestr(head, "\r\ncontent-length:");
    return line ? strtoull(line + 17, NULL, 10) : 0;
}

/* Takes in `len` bytes behind head[head_len]; 1 when the connection is gone. */
static int feed_head(struct connection *connection, size_t len) {
    connection->head_len += len;
    connection->head[connection->head_len] = '\0';
    char *end = strstr(connection->head, "\r\n\r\n");
    if (!end) return connection->head_len >= HEAD_MAX - 1 ? -1 : 0;
    size_t head = (size_t)(end + 4 - connection->head), body = connection->head_len - head;
    size_t length = content_length(connection->head);
    connection->head_len = 0; /* clients do not pipeline */
    connection->body_left = length > body ? length - body : 0;
    return connection->body_left ? 0 : respond(connection);
}

static int read_some(struct connection *connection) {
    static char swallowed[SWALLOW];
    for (;;) {
        if (connection->body_left) {
            size_t room = connection->body_left < SWALLOW ? connection->body_left : SWALLOW;
            ssize_t len = take(connection, swallowed, room);
            if (len <= 0) return (int)len;
            connection->body_left -= (size_t)len;
            if (connection->body_left) continue;
            int gone = respond(connection);
            if (gone) return gone;
        } else {
            size_t room = HEAD_MAX - 1 - connection->head_len;
            ssize_t len = take(connection, connection->head + connection->head_len, room);
            if (len <= 0) return (int)len;
            int gone = feed_head(connection, (size_t)len);
            if (gone) return gone;
            if (!connection->ssl && !connection->body_left)
                return 0; /* level-triggered: what is left is told again */
        }
    }
}

static void serve(struct connection *connection, uint32_t events) {
    int result = 0;
    if (connection->reply) result = write_reply(connection);
    if (result == 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR))) result = read_some(connection);
    if (result < 0) drop(connection, false);
}

static void expire(int64_t now) {
    while (ticked < now) {
        struct connection *connection = slots[++ticked % SLOTS];
        slots[ticked % SLOTS] = NULL;
        while (connection) {
            struct connection *next = connection->next;
            connection->late = false;
            waiting--;
            if (connection->fd < 0) free(connection);
            else if (answer(connection) < 0) drop(connection, false);
            connection = next;
        }
    }
}

static void welcome(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        if (!connection) sink_die("memory");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connection->fd = fd;
        if (tls) {
            connection->ssl = SSL_new(tls);
            SSL_set_fd(connection->ssl, fd);
            SSL_set_accept_state(connection->ssl);
        }
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) != 0) sink_die("epoll_ctl");
    }
}

static int open_listener(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) != 0 || listen(fd, 4096) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0)
        sink_die("listen");
    printf("%d %d\n", ntohs(address.sin_port), (int)getpid());
    fflush(stdout);
    return fd;
}

static void open_tls(void) {
    tls = SSL_CTX_new(TLS_server_method());
    if (!tls || SSL_CTX_use_certificate_chain_file(tls, options.certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(tls, options.certificate_key, SSL_FILETYPE_PEM) != 1)
        sink_die(options.certificate);
    SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
}

static void read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        i++;
        if (strcmp(name, "--key") == 0) options.key = value;
        else if (strcmp(name, "--method") == 0) options.method = value;
        else if (strcmp(name, "--size") == 0) options.size = strtoull(value, NULL, 10);
        else if (strcmp(name, "--cert") == 0) options.certificate = value;
        else if (strcmp(name, "--cert-key") == 0) options.certificate_key = value;
        else if (strcmp(name, "--delay") == 0) options.delay = atoi(value), options.fixed = true;
        else if (strcmp(name, "--jitter") == 0) options.delay = atoi(value);
        else if (strcmp(name, "--reset") == 0) options.reset = atoi(value);
        else if (strcmp(name, "--bad") == 0) options.bad = atoi(value);
        else if (strcmp(name, "--seed") == 0) options.seed = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "--v3") == 0) options.v3 = atoi(value);
        else if (strcmp(name, "--save") == 0) options.save = value;
        else {
            fprintf(stderr, "sink: unknown option %s\n", name);
            exit(2);
        }
    }
}

int main(int argc, char **argv) {
    struct rlimit limit;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    signal(SIGPIPE, SIG_IGN);
    read_options(argc, argv);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max < 8192 ? limit.rlim_max : 8192;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    make_replies();
    if (options.certificate) open_tls();
    poller = epoll_create1(EPOLL_CLOEXEC);
    ticked = milliseconds();
    int listener = open_listener();
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    if (poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event) != 0) sink_die("epoll");
    for (;;) {
        int count = epoll_wait(poller, events, EVENTS, waiting ? 1 : -1);
        if (!waiting) ticked = milliseconds();
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr) serve(events[i].data.ptr, events[i].events);
            else welcome(listener);
        }
        expire(milliseconds()); /* not before: it may free what an event points to */
    }
}
