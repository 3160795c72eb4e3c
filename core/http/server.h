/* SPDX-License-Identifier: MIT
 * An HTTP server on the loop. A request becomes an exchange when its body is complete; the exchange
 * is an event of the loop and waits, without a thread, until it is answered. */
#ifndef ALIPAY_SERVER_H
#define ALIPAY_SERVER_H

#include "loop/loop.h"
#include "base/pairs.h"

struct server;
struct exchange;

struct server_options {
    const char *host;
    unsigned short port; /* 0: a free one */
    const char *spool;   /* NULL: file parts are refused */
    const char *certificate, *private_key; /* PEM texts, the chain behind the first certificate: TLS; NULL: none */
    size_t max_body, max_fields;
    size_t max_clients;   /* connections at a time; 0: as the limit of descriptors allows */
    int64_t head_timeout; /* nanoseconds within which the head of a request must come */
    /* Called by loop_deliver: exchange_of_event(event) is to be answered and released. */
    void (*request)(struct loop_event *event, void *context);
    /* Called by loop_deliver when connections were closed for want of room, or a request was refused
     * that `request` does not see; NULL for none. server_notice says what. */
    void (*notice)(struct loop_event *event, void *context);
    /* Called by loop_deliver when a client asks for a tunnel (CONNECT), which server_lead then makes or refuses;
     * NULL: a CONNECT is a request as any other. */
    void (*tunnel)(struct loop_event *event, void *context);
    void *owner;
};

struct server_file {
    struct server_file *next;
    char *name, *filename, *type, *path; /* NUL-terminated */
    size_t name_len, filename_len;
    int64_t size;
};

/* 127.0.0.1, port 0, no spool, 32 MiB, 1 MiB, 30 seconds. */
struct server_options server_defaults(void);

/* The strings of `options` are copied. */
struct server *server_open(struct loop *loop, const struct server_options *options,
                           struct err *err);
unsigned short server_port(const struct server *server);

/* What a notice says, and the server's `owner`; the text stays until the next notice. Of want of room
 * there is one until half of it is free again. A request that was refused is answered by this call. */
const char *server_notice(struct loop_event *event, void **owner);

/* Where a tunnel is to end, as the client wrote it ("host:443"), and the server's `owner`; until server_lead. */
const char *server_tunnel(struct loop_event *event, void **owner);
/* Answers 200 and makes the client one of the server `to`, which may be that of the event; with NULL the CONNECT
 * becomes a request to the event's server, that it may be refused in words. */
void server_lead(struct loop_event *event, struct server *to);

/* Closes what is open; exchanges stay valid for their holders and ignore answers. NULL is allowed.
 * */
void server_close(struct server *server);

struct exchange *exchange_of_event(struct loop_event *event);
void *exchange_owner(const struct exchange *exchange); /* the server's `owner` */

/* The event is ready again until exchange_hold: so that a request is not lost whose receiver runs out
 * of memory on the way there. */
void exchange_requeue(struct exchange *exchange);
/* Held until exchange_release, whatever happens to the connection. */
void exchange_hold(struct exchange *exchange);
/* Answers 500 when nothing else was answered; an answer that is written piece by piece and was not finished is dropped. */
void exchange_release(struct exchange *exchange);

/* The client's address as text, IPv4 ones in their own form, of IPv6 ones but ::1 the first half; "" once the connection is gone. Its
 * port, 0 then. */
unsigned exchange_peer(const struct exchange *exchange, char text[46]);
const char *exchange_method(const struct exchange *exchange);
/* Scheme and host of a target in absolute form, as clients write it to a proxy; "" for every other one. */
const char *exchange_origin(const struct exchange *exchange);
const char *exchange_path(const struct exchange *exchange, size_t *len);
const char *exchange_target(const struct exchange *exchange); /* path and query as sent */
const struct pairs *exchange_headers(const struct exchange *exchange); /* as sent */
const struct pairs *exchange_query(const struct exchange *exchange);
const struct pairs *exchange_fields(const struct exchange *exchange);
const struct server_file *exchange_files(const struct exchange *exchange); /* first of a list */
int exchange_problem(const struct exchange *exchange); /* errno when files could not be kept, or 0 */
const char *exchange_body(const struct exchange *exchange, size_t *len);

/* The first answer counts. `body` is copied. ERR_DATA: a status or header that cannot be sent.
 * ERR_FILE: the file. */
int exchange_respond(struct exchange *exchange, int status, const struct pairs *headers,
                     const char *body, size_t len, struct err *err);
int exchange_respond_file(struct exchange *exchange, int status, const struct pairs *headers,
                          const char *path, struct err *err);
/* Sends the head of an answer whose body has `whole` bytes, and the first `len` of them; then the connection is closed. */
int exchange_respond_part(struct exchange *exchange, int status, const struct pairs *headers, const char *body, size_t len, size_t whole,
                          struct err *err);
/* Begins an answer that is written piece by piece: its head is sent at once. Errors as of exchange_respond. */
int exchange_stream(struct exchange *exchange, int status, const struct pairs *headers, struct err *err);
/* Bytes that can wait to be sent. */
enum { STREAM_ROOM = 65536 };
enum stream_verdict { STREAM_TAKEN, STREAM_FULL, STREAM_CLOSED };
/* All of the bytes are taken or none. STREAM_FULL: not so many can wait to be sent. STREAM_CLOSED: it was ended, or client or server are
 * gone; that a silent client is gone shows only some time after a write. */
enum stream_verdict exchange_write(struct exchange *exchange, const char *bytes, size_t len);
/* What was written is still sent. */
void exchange_finish(struct exchange *exchange);
/* Closes the connection without an answer, or in the middle of one that is written piece by piece, as a gateway that resets does. */
void exchange_drop(struct exchange *exchange);

#endif
