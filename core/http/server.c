/* SPDX-License-Identifier: MIT
 * libmicrohttpd on the loop: its epoll descriptor is waited for together with everything else, and
 * no thread is made. Each request is suspended when it is complete and resumed when it is answered;
 * the answer is then queued from within libmicrohttpd's own call. Nothing of a user is called from
 * here. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server_internal.h"

enum { CONNECTION_MEMORY = 64 * 1024, IDLE_SECONDS = 60, BACKLOG = 511 };

static struct server *of_source(struct loop_source *source) {
    return (struct server *)(void *)((char *)source - offsetof(struct server, source));
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

static enum MHD_Result answer_plain(struct MHD_Connection *connection, struct exchange *exchange,
                                    unsigned status) {
    struct MHD_Response *response = exchange_plain(status);
    if (!response) return MHD_NO;
    exchange->answered = true;
    MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result first_look(struct MHD_Connection *connection, struct exchange *exchange,
                                  const char *method) {
    exchange->seen = true;
    exchange->method = strdup(method);
    int wanted = MHD_get_connection_values_n(connection, MHD_HEADER_KIND, NULL, NULL);
    int found = MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, exchange);
    if (!exchange->method || found != wanted) return MHD_NO;
    server_body_open(exchange);
    if (server_body_hopeless(exchange))
        return answer_plain(connection, exchange, (unsigned)exchange->body.refusal);
    return MHD_YES;
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
    if (exchange->body.refusal)
        return answer_plain(connection, exchange, (unsigned)exchange->body.refusal);
    exchange->suspended = true;
    MHD_suspend_connection(connection);
    loop_event_ready(server->loop, &exchange->event);
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode why) {
    (void)context, (void)connection, (void)why;
    struct exchange *exchange = *request;
    *request = NULL;
    if (exchange) exchange_detach(exchange);
}

static void run(struct loop_source *source) {
    MHD_run(of_source(source)->daemon);
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
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* A listening socket, and the port that it got. */
static int listen_on(const char *host, unsigned short wanted, unsigned short *port,
                     struct err *err) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *addresses;
    char service[8];
    snprintf(service, sizeof service, "%u", wanted);
    int code = getaddrinfo(host, service, &hints, &addresses);
    if (code != 0)
        return err_set(err, ERR_SYSTEM, "cannot listen on %s:%s: %s", host, service,
                       gai_strerror(code));
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
    };
}

struct server *server_open(struct loop *loop, const struct server_options *options,
                           struct err *err) {
    struct server *server = calloc(1, sizeof *server);
    if (server && options->spool) server->spool = strdup(options->spool);
    if (!server || (options->spool && !server->spool)) {
        free(server);
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    server->loop = loop;
    server->max_body = options->max_body;
    server->max_fields = options->max_fields;
    server->request = options->request;
    server->owner = options->owner;
    int fd = listen_on(options->host, options->port, &server->port, err);
    if (fd >= 0) {
        server->daemon =
            MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request,
                             server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK,
                             on_target, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                             MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_END);
        if (!server->daemon) {
            err_set(err, ERR_SYSTEM, "cannot start a server on %s:%u", options->host, server->port);
            close(fd);
        }
    }
    if (!server->daemon) {
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
    return server;
}

unsigned short server_port(const struct server *server) {
    return server->port;
}

void server_close(struct server *server) {
    if (!server) return;
    loop_source_remove(&server->source);
    stop(server);
    free(server->spool);
    free(server);
}
