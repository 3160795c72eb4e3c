/* SPDX-License-Identifier: MIT
 * The inside of servers and exchanges, shared by server.c, server_body.c and exchange.c only. */
#ifndef ALIPAY_SERVER_INTERNAL_H
#define ALIPAY_SERVER_INTERNAL_H

#include <microhttpd.h>

#include "http/multipart_reader.h"
#include "http/server.h"

/* How a body is read. */
enum body_kind { BODY_RAW, BODY_FORM, BODY_MULTIPART };

struct server_body {
    enum body_kind kind;
    int refusal; /* HTTP status to refuse it with, 0 while it is good; the rest is thrown away */
    size_t received;
    char *bytes; /* of a raw or urlencoded body, and of the text field that is arriving */
    size_t len, size;
    struct multipart_reader *reader;
    struct pairs fields;
    struct server_file *files, *last_file;
    int file_count;
    int spool_fd; /* of the file part that is arriving, -1 */
    char *name;   /* of the text field that is arriving */
    size_t name_len;
};

struct server {
    struct loop *loop;
    struct loop_source source;
    struct MHD_Daemon *daemon;
    struct exchange *exchanges;
    char *spool;
    size_t max_body, max_fields;
    unsigned short port;
    bool closing;
    void (*request)(struct loop_event *event, void *context);
    void *owner;
};

struct exchange {
    struct exchange *next, *prev; /* in the list of the server */
    struct server *server;        /* NULL once the connection is done with it */
    struct MHD_Connection *connection;
    struct loop_event event;
    bool seen, suspended, held, dropped, answered;
    char *method, *path;
    size_t path_len;
    struct pairs headers, query;
    struct server_body body;
    struct MHD_Response *response;
    unsigned status;
};

/* Chooses the way of reading from the headers; may set refusal. */
void server_body_open(struct exchange *exchange);
void server_body_feed(struct exchange *exchange, const char *bytes, size_t len);
void server_body_finish(struct exchange *exchange);
void server_body_remove_files(struct server_body *body);
void server_body_close(struct server_body *body);

/* Whether so much was thrown away that the connection is better closed at once. */
bool server_body_hopeless(const struct exchange *exchange);

/* `target` is the request target as sent. NULL when out of memory. */
struct exchange *exchange_new(struct server *server, struct MHD_Connection *connection,
                              const char *target);
/* The connection is done with it: files go, and the rest when nobody holds it. */
void exchange_detach(struct exchange *exchange);
/* A plain text answer of ours. */
struct MHD_Response *exchange_plain(unsigned status);
const char *exchange_header(const struct exchange *exchange, const char *name);

#endif
