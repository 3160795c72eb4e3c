/* SPDX-License-Identifier: MIT
 * One request and its answer. An exchange has up to two keepers, the connection and whoever holds
 * it, and is freed when both have let go; files in the spool folder go with the connection. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/form.h"
#include "http/server_internal.h"

static void free_exchange(struct exchange *exchange) {
    server_body_close(&exchange->body);
    pairs_free(&exchange->headers);
    pairs_free(&exchange->query);
    free(exchange->method);
    free(exchange->target);
    free(exchange->path);
    free(exchange->origin);
    free(exchange->stream.bytes);
    if (exchange->response) MHD_destroy_response(exchange->response);
    free(exchange);
}

void exchange_suspend(struct exchange *exchange) {
    exchange->suspended = true;
    client_enter(exchange->client, CLIENT_HELD);
    MHD_suspend_connection(exchange->connection);
}

/* libmicrohttpd looks at the connection again when its server runs next. */
void exchange_resume(struct exchange *exchange) {
    if (!exchange->suspended) return;
    exchange->suspended = false;
    client_enter(exchange->client, CLIENT_BUSY);
    MHD_resume_connection(exchange->connection);
    exchange->server->source.due = true;
}

static int add_headers(struct MHD_Response *response, const struct pairs *headers,
                       struct err *err) {
    for (size_t i = 0; headers && i < headers->count; i++) {
        const struct pair *header = &headers->items[i];
        bool whole =
            strlen(header->name) == header->name_len && strlen(header->value) == header->value_len;
        if (!whole || strpbrk(header->name, " :\r\n") ||
            MHD_add_response_header(response, header->name, header->value) != MHD_YES)
            return err_set(err, ERR_DATA, "header '%s' cannot be sent", header->name);
    }
    return 0;
}

int exchange_answer(struct exchange *exchange, int status, const struct pairs *headers,
                    struct MHD_Response *response, struct err *err) {
    int code = 0;
    if (!response) return err_set(err, ERR_MEMORY, "not enough memory");
    if (status < 200 || status > 999)
        code = err_set(err, ERR_DATA, "status %d cannot be sent", status);
    else
        code = add_headers(response, headers, err);
    if (code != 0 || exchange->answered || !exchange->server) {
        MHD_destroy_response(response);
        return code;
    }
    exchange->status = (unsigned)status;
    exchange->response = response;
    exchange->answered = true;
    exchange_resume(exchange);
    return 0;
}

/* Behind scheme and host of a target in absolute form, as clients write it to a proxy (RFC 9112 3.2.2). */
static const char *skip_origin(const char *target) {
    size_t scheme = strncasecmp(target, "http://", 7) == 0    ? 7
                    : strncasecmp(target, "https://", 8) == 0 ? 8
                                                              : 0;
    return scheme ? target + scheme + strcspn(target + scheme, "/?") : target;
}

struct exchange *exchange_new(struct server *server, struct MHD_Connection *connection,
                              const char *target) {
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange) return NULL;
    exchange->body.spool_fd = -1;
    const char *origin = target;
    target = skip_origin(target);
    size_t path_len = strcspn(target, "?");
    exchange->target = strdup(target);
    exchange->path = path_len ? strndup(target, path_len) : strdup("/");
    const char *query = target[path_len] ? target + path_len + 1 : "";
    if (target != origin) exchange->origin = strndup(origin, (size_t)(target - origin));
    if (!exchange->target || !exchange->path || (target != origin && !exchange->origin) ||
        form_decode(&exchange->query, query, strlen(query)) != 0) {
        free_exchange(exchange);
        return NULL;
    }
    exchange->path_len = form_unescape(exchange->path, strlen(exchange->path), exchange->path, 0);
    exchange->path[exchange->path_len] = '\0';
    exchange->connection = connection;
    exchange->event = (struct loop_event){.deliver = server->request, .owner = exchange};
    exchange->server = server;
    exchange->next = server->exchanges;
    if (server->exchanges) server->exchanges->prev = exchange;
    server->exchanges = exchange;
    return exchange;
}

void exchange_detach(struct exchange *exchange) {
    struct server *server = exchange->server;
    if (exchange->prev)
        exchange->prev->next = exchange->next;
    else
        server->exchanges = exchange->next;
    if (exchange->next) exchange->next->prev = exchange->prev;
    loop_event_cancel(&exchange->event);
    server_body_remove_files(&exchange->body);
    exchange->server = NULL;
    exchange->connection = NULL;
    exchange->client = NULL;
    exchange->suspended = false;
    if (!exchange->held) free_exchange(exchange);
}

/* A plain text answer of ours. */
static struct MHD_Response *plain_response(unsigned status) {
    const char *text = MHD_get_reason_phrase_for(status);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    if (response) MHD_add_response_header(response, "Content-Type", "text/plain");
    return response;
}

void exchange_refuse(struct exchange *exchange, char *text, size_t room) {
    const struct server_body *body = &exchange->body;
    char path[100];
    size_t len = 0;
    for (; len < exchange->path_len && len < sizeof path - 1; len++) {
        char c = exchange->path[len];
        path[len] = c > ' ' && c <= '~' ? c : '?';
    }
    path[len] = '\0';
    snprintf(text, room, "%.16s %s %d %s", exchange->method, path, body->refusal, body->reason);
    exchange->status = (unsigned)body->refusal;
    exchange->response = plain_response(exchange->status);
    if (exchange->response) MHD_add_response_header(exchange->response, "Connection", "close");
    else exchange->dropped = true;
    exchange->answered = true;
    exchange_resume(exchange);
}

const char *exchange_header(const struct exchange *exchange, const char *name) {
    for (size_t i = 0; i < exchange->headers.count; i++)
        if (strcasecmp(exchange->headers.items[i].name, name) == 0)
            return exchange->headers.items[i].value;
    return NULL;
}

struct exchange *exchange_of_event(struct loop_event *event) {
    return event->owner;
}

void *exchange_owner(const struct exchange *exchange) {
    return exchange->server ? exchange->server->owner : NULL;
}

void exchange_requeue(struct exchange *exchange) {
    loop_event_ready(exchange->server->loop, &exchange->event);
}

void exchange_hold(struct exchange *exchange) {
    loop_event_cancel(&exchange->event);
    exchange->held = true;
}

static bool is_streaming(const struct exchange *exchange) {
    return exchange->stream.bytes && !exchange->stream.ended;
}

void exchange_release(struct exchange *exchange) {
    exchange->held = false;
    if (!exchange->server) {
        free_exchange(exchange);
        return;
    }
    if (!exchange->answered) exchange_answer(exchange, 500, NULL, plain_response(500), NULL);
    if (!exchange->answered || is_streaming(exchange)) exchange_drop(exchange);
}

unsigned exchange_peer(const struct exchange *exchange, char text[INET6_ADDRSTRLEN]) {
    *text = '\0';
    if (!exchange->client) return 0;
    const struct in6_addr *address = &exchange->client->address;
    if (IN6_IS_ADDR_V4MAPPED(address)) inet_ntop(AF_INET, &address->s6_addr[12], text, INET6_ADDRSTRLEN);
    else inet_ntop(AF_INET6, address, text, INET6_ADDRSTRLEN);
    const void *full = MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    return ntohs(((const struct sockaddr_in *)full)->sin_port); /* it has the same place in both families */
}

const char *exchange_method(const struct exchange *exchange) {
    return exchange->method;
}

const char *exchange_origin(const struct exchange *exchange) {
    return exchange->origin ? exchange->origin : "";
}

const char *exchange_path(const struct exchange *exchange, size_t *len) {
    *len = exchange->path_len;
    return exchange->path;
}

const char *exchange_target(const struct exchange *exchange) {
    return exchange->target;
}

const struct pairs *exchange_headers(const struct exchange *exchange) {
    return &exchange->headers;
}

const struct pairs *exchange_query(const struct exchange *exchange) {
    return &exchange->query;
}

const struct pairs *exchange_fields(const struct exchange *exchange) {
    return &exchange->body.fields;
}

const struct server_file *exchange_files(const struct exchange *exchange) {
    return exchange->body.files;
}

int exchange_problem(const struct exchange *exchange) {
    return exchange->body.problem;
}

const char *exchange_body(const struct exchange *exchange, size_t *len) {
    *len = exchange->body.len;
    return exchange->body.bytes ? exchange->body.bytes : "";
}

int exchange_respond(struct exchange *exchange, int status, const struct pairs *headers,
                     const char *body, size_t len, struct err *err) {
    return exchange_answer(
        exchange, status, headers,
        MHD_create_response_from_buffer(len, (void *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY), err);
}

int exchange_respond_file(struct exchange *exchange, int status, const struct pairs *headers,
                          const char *path, struct err *err) {
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return err_errno(err, ERR_FILE, "cannot open %s", path);
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) {
        close(fd);
        return err_set(err, ERR_FILE, "%s is not a file", path);
    }
    struct MHD_Response *response = MHD_create_response_from_fd64((uint64_t)found.st_size, fd);
    if (!response) close(fd);
    return exchange_answer(exchange, status, headers, response, err);
}

void exchange_drop(struct exchange *exchange) {
    if (!exchange->server || (exchange->answered && !is_streaming(exchange))) return;
    exchange->dropped = true;
    exchange->answered = true;
    exchange_resume(exchange);
}
