/* SPDX-License-Identifier: MIT
 * libmicrohttpd on the loop: its epoll descriptor is waited for together with everything else, and
 * no thread is made. Connections are accepted here, since libmicrohttpd stops to listen at a limit
 * and begins again only when something else calls it. Each request is suspended when it is complete
 * and resumed when it is answered; the answer is then queued from within libmicrohttpd's own call.
 * Nothing of a user is called from here. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server_internal.h"

enum { CONNECTION_MEMORY = 64 * 1024, IDLE_SECONDS = 60, ACCEPTED_AT_ONCE = 64 };

static const int64_t second = 1000000000;

static struct server *of_source(struct loop_source *source) {
    return (struct server *)(void *)((char *)source - offsetof(struct server, source));
}

static struct client *client_of(struct MHD_Connection *connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* From now on the head of a request is waited for. */
static void wait_for_head(struct server *server, struct client *client) {
    client_enter(client, CLIENT_WAITING);
    if (client && !server->head_timer.loop)
        loop_timer_start(server->loop, &server->head_timer, client->since + server->clients.head_timeout);
}

static void *on_target(void *context, const char *target, struct MHD_Connection *connection) {
    return exchange_new(context, connection, target);
}

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_len, const char *value, size_t value_len) {
    (void)kind;
    struct exchange *exchange = context;
    if (!value) value_len = 0;
    return pairs_add(&exchange->headers, name, name_len, value, value_len) == 0 ? MHD_YES : MHD_NO;
}

static void suspend(struct exchange *exchange) {
    exchange_suspend(exchange);
    loop_event_ready(exchange->server->loop, &exchange->event);
}

/* A refusal is answered when its notice was delivered, or at once when nobody takes notice. */
static enum MHD_Result refuse(struct exchange *exchange) {
    struct server *server = exchange->server;
    exchange->event.deliver = server->notice.deliver;
    if (exchange->event.deliver) {
        suspend(exchange);
        return MHD_YES;
    }
    exchange_refuse(exchange, server->refusal_text, sizeof server->refusal_text);
    if (!exchange->response) return MHD_NO;
    return MHD_queue_response(exchange->connection, exchange->status, exchange->response);
}

static enum MHD_Result first_look(struct MHD_Connection *connection, struct exchange *exchange,
                                  const char *method) {
    exchange->seen = true;
    exchange->client = client_of(connection);
    client_enter(exchange->client, CLIENT_BUSY);
    exchange->method = strdup(method);
    int wanted = MHD_get_connection_values_n(connection, MHD_HEADER_KIND, NULL, NULL);
    int found = MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, exchange);
    if (!exchange->method || found != wanted) return MHD_NO;
    server_body_open(exchange);
    return server_body_hopeless(exchange) ? refuse(exchange) : MHD_YES;
}

/* Called for the headers, for each piece of the body, at its end, and again after the connection
 * was resumed. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_len, void **request) {
    (void)url, (void)version;
    struct server *server = context;
    struct exchange *exchange = *request;
    if (!exchange || server->closing) return MHD_NO;
    if (!exchange->seen) return first_look(connection, exchange, method);
    if (*upload_len > 0) {
        server_body_feed(exchange, upload, *upload_len);
        *upload_len = 0;
        return server_body_hopeless(exchange) ? MHD_NO : MHD_YES;
    }
    if (exchange->dropped) return MHD_NO;
    if (exchange->response)
        return MHD_queue_response(connection, exchange->status, exchange->response);
    if (exchange->answered || exchange->suspended) return MHD_YES;
    server_body_finish(exchange);
    if (exchange->body.refusal) return refuse(exchange);
    suspend(exchange);
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode why) {
    (void)why;
    struct exchange *exchange = *request;
    *request = NULL;
    if (exchange) exchange_detach(exchange);
    wait_for_head(context, client_of(connection));
}

static void listen_again(struct server *server) {
    loop_timer_cancel(&server->pause_timer);
    if (!server->closing && !server->listener.loop)
        loop_source_add(server->loop, &server->listener);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **client,
                          enum MHD_ConnectionNotificationCode code) {
    struct server *server = context;
    struct clients *clients = &server->clients;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        *client = clients_add(
            clients, fd,
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
        if (*client) wait_for_head(server, *client);
        else shutdown(fd, SHUT_RDWR);
    } else {
        client_remove(*client);
        if (clients->count < clients->limit / 2) server->is_full = false;
        listen_again(server);
    }
}

/* Once, until half of the room is free again: whoever fills a server fills no log. */
static void report(struct server *server, const char *text) {
    if (server->is_full || !server->notice.deliver) return;
    server->is_full = true;
    snprintf(server->notice_text, sizeof server->notice_text,
             "%s (%zu connections are open, %zu fit): those that wait longest are closed", text,
             server->clients.count, server->clients.limit);
    loop_event_ready(server->loop, &server->notice);
}

/* Whether there is room for a connection, if need be that of another one. What arrived and what is
 * to be sent is looked at first: then that one is not kept from it. */
static bool make_room(struct server *server, const char *why) {
    const struct clients *clients = &server->clients;
    size_t count = clients->count;
    MHD_run(server->daemon);
    if (clients->count < count) return true;
    report(server, why);
    if (!clients_evict(&server->clients, NULL)) return false;
    MHD_run(server->daemon); /* closes what was shut down */
    return clients->count < clients->limit;
}

static bool is_shortage(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static void admit(struct server *server, int fd, const struct sockaddr *address, socklen_t len) {
    struct in6_addr from = clients_address(address);
    if (clients_are_crowded(&server->clients, &from)) {
        report(server, "too many connections from one address");
        if (!clients_evict(&server->clients, &from)) {
            close(fd);
            return;
        }
    }
    size_t count = server->clients.count;
    /* Closes it when it fails. libmicrohttpd 1.0 may queue it, and counts it in its next run: without
     * this run more would be let in than fit, and those that are over, the newest, it closes. */
    if (MHD_add_connection(server->daemon, fd, address, len) == MHD_YES && server->clients.count == count)
        MHD_run(server->daemon);
}

void server_take(struct server *server, int fd, const struct sockaddr *address, socklen_t len) {
    if (!server->daemon || (server->clients.count >= server->clients.limit && !make_room(server, "the server is full")))
        close(fd);
    else
        admit(server, fd, address, len);
}

/* Nobody can be let in: look again when a connection ends, or soon. */
static void pause_listening(struct server *server) {
    loop_source_remove(&server->listener);
    loop_timer_start(server->loop, &server->pause_timer, loop_now() + second / 10);
}

static bool is_readable(int fd) {
    struct pollfd poller = {.fd = fd, .events = POLLIN};
    return poll(&poller, 1, 0) > 0;
}

/* Room is made for a connection that is there, not for one that may come. */
static void on_readable(struct loop_source *source) {
    struct server *server = (struct server *)(void *)((char *)source - offsetof(struct server, listener));
    const struct clients *clients = &server->clients;
    for (int i = 0; i < ACCEPTED_AT_ONCE && is_readable(source->fd); i++) {
        struct sockaddr_storage address;
        socklen_t len = sizeof address;
        bool room = clients->count < clients->limit || make_room(server, "the server is full");
        int fd = room ? accept4(source->fd, (struct sockaddr *)&address, &len, SOCK_CLOEXEC | SOCK_NONBLOCK)
                      : -1;
        if (fd >= 0) {
            const struct sockaddr *from = (const struct sockaddr *)&address;
            if (server->tunnel) tunnel_admit(server, fd, from, len);
            else admit(server, fd, from, len);
        } else if (!room || (is_shortage(errno) && !make_room(server, strerror(errno)))) {
            pause_listening(server);
            return;
        }
    }
}

static void on_pause_end(struct loop_timer *timer) {
    listen_again((struct server *)(void *)((char *)timer - offsetof(struct server, pause_timer)));
}

static void on_head_due(struct loop_timer *timer) {
    struct server *server = (struct server *)(void *)((char *)timer - offsetof(struct server, head_timer));
    int64_t next = clients_expire(&server->clients);
    if (next >= 0) loop_timer_start(server->loop, timer, next);
}

/* A connection that libmicrohttpd gives up over the head of a request (too many parameters for its
 * memory, say) is closed in its next run, for which it does not ask. */
static void run(struct loop_source *source) {
    struct server *server = of_source(source);
    MHD_run(server->daemon);
    struct exchange *exchange = server->exchanges;
    while (exchange && exchange->seen) exchange = exchange->next;
    if (exchange) MHD_run(server->daemon);
}

static int64_t timeout(struct loop_source *source) {
    MHD_UNSIGNED_LONG_LONG ms;
    if (MHD_get_timeout(of_source(source)->daemon, &ms) != MHD_YES) return -1;
    return ms > INT32_MAX ? INT32_MAX : (int64_t)ms;
}

/* Suspended connections must be resumed before the daemon may stop. */
static void stop(struct server *server) {
    if (!server->daemon) return;
    server->closing = true;
    for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next) {
        loop_event_cancel(&exchange->event);
        if (exchange->suspended) MHD_resume_connection(exchange->connection);
        exchange->suspended = false;
        exchange->answered = true;
    }
    struct MHD_Daemon *daemon = server->daemon;
    server->daemon = NULL;
    MHD_stop_daemon(daemon);
    tunnel_close_all(server);
    loop_event_cancel(&server->notice);
    loop_timer_cancel(&server->head_timer);
    loop_timer_cancel(&server->pause_timer);
    while (server->exchanges) exchange_detach(server->exchanges);
}

static void on_loop_close(struct loop_source *source) {
    stop(of_source(source));
}

static int bind_one(const struct addrinfo *address) {
    int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0) return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* A listening socket, and the port that it got. */
static int listen_on(const char *host, unsigned short wanted, unsigned short *port, struct err *err) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *addresses;
    char service[8];
    snprintf(service, sizeof service, "%u", wanted);
    int code = getaddrinfo(host, service, &hints, &addresses);
    if (code != 0)
        return err_set(err, ERR_SYSTEM, "cannot listen on %s:%s: %s", host, service, gai_strerror(code));
    int fd = -1;
    for (const struct addrinfo *address = addresses; address && fd < 0; address = address->ai_next)
        fd = bind_one(address);
    int saved = errno;
    freeaddrinfo(addresses);
    errno = saved;
    if (fd < 0) return err_errno(err, ERR_SYSTEM, "cannot listen on %s:%s", host, service);
    struct sockaddr_storage bound = {0};
    socklen_t len = sizeof bound;
    getsockname(fd, (struct sockaddr *)&bound, &len);
    /* The port has the same place in both families. */
    *port = ntohs(((const struct sockaddr_in *)(const void *)&bound)->sin_port);
    return fd;
}

struct server_options server_defaults(void) {
    return (struct server_options){
        .host = "127.0.0.1",
        .max_body = (size_t)32 << 20,
        .max_fields = (size_t)1 << 20,
        .head_timeout = 30 * second,
    };
}

/* libmicrohttpd copies no text before it has read it, and reads both at once. */
static bool start_daemon(struct server *server, const struct server_options *options) {
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->private_key},
        {MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET;
    if (options->certificate) flags |= MHD_USE_TLS;
    server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_ARRAY,
        options->certificate ? tls : &tls[2], MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->clients.limit,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_END);
    return server->daemon != NULL;
}

static struct server *new_server(struct loop *loop, const struct server_options *options) {
    struct server *server = calloc(1, sizeof *server);
    if (server && options->spool) server->spool = strdup(options->spool);
    if (!server || (options->spool && !server->spool)) {
        free(server);
        return NULL;
    }
    server->loop = loop;
    server->max_body = options->max_body;
    server->max_fields = options->max_fields;
    server->clients.head_timeout = options->head_timeout;
    server->clients.limit = options->max_clients ? options->max_clients : clients_limit();
    server->request = options->request;
    server->tunnel = options->tunnel;
    server->owner = options->owner;
    server->notice = (struct loop_event){.deliver = options->notice};
    server->head_timer = (struct loop_timer){.internal = true, .expire = on_head_due};
    server->pause_timer = (struct loop_timer){.internal = true, .expire = on_pause_end};
    server->listener = (struct loop_source){.fd = -1, .run = on_readable};
    return server;
}

struct server *server_open(struct loop *loop, const struct server_options *options, struct err *err) {
    struct server *server = new_server(loop, options);
    if (!server) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    server->listener.fd = listen_on(options->host, options->port, &server->port, err);
    if (server->listener.fd < 0 || !start_daemon(server, options)) {
        if (server->listener.fd >= 0)
            err_set(err, ERR_SYSTEM, "cannot start a server on %s:%u%s", options->host, server->port,
                    options->certificate ? " with TLS: libmicrohttpd lacks it, or the certificate is unusable" : "");
        server_close(server);
        return NULL;
    }
    server->source = (struct loop_source){
        .fd = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
        .server = true,
        .timeout = timeout,
        .run = run,
        .close = on_loop_close,
    };
    loop_source_add(loop, &server->source);
    loop_source_add(loop, &server->listener);
    return server;
}

const char *server_notice(struct loop_event *event, void **owner) {
    struct exchange *exchange = event->owner;
    struct server *server = exchange ? exchange->server
                 : (struct server *)(void *)((char *)event - offsetof(struct server, notice));
    *owner = server->owner;
    if (!exchange) return server->notice_text;
    exchange_refuse(exchange, server->refusal_text, sizeof server->refusal_text);
    return server->refusal_text;
}

unsigned short server_port(const struct server *server) {
    return server->port;
}

void server_close(struct server *server) {
    if (!server) return;
    loop_source_remove(&server->source);
    loop_source_remove(&server->listener);
    stop(server);
    if (server->listener.fd >= 0) close(server->listener.fd);
    free(server->spool);
    free(server);
}
