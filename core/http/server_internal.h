/* SPDX-License-Identifier: MIT
 * The inside of servers and exchanges, shared by server*.c and exchange.c only. */
#ifndef ALIPAY_SERVER_INTERNAL_H
#define ALIPAY_SERVER_INTERNAL_H

#include <microhttpd.h>
#include <netinet/in.h>

#include "http/multipart_reader.h"
#include "http/server.h"

/* How a body is read. */
enum body_kind { BODY_RAW, BODY_FORM, BODY_MULTIPART };

struct server_body {
    enum body_kind kind;
    int refusal; /* HTTP status to refuse it with, 0 while it is good; the rest is thrown away */
    const char *reason; /* of the refusal, for a log */
    size_t received;
    char *bytes; /* of a raw or urlencoded body, and of the text field that is arriving */
    size_t len, size;
    struct multipart_reader *reader;
    struct pairs fields;
    struct server_file *files, *last_file;
    int file_count;
    bool in_file; /* the part that is arriving is a file */
    int spool_fd; /* of it, -1 */
    int problem;  /* errno of the first file that could not be kept, 0 */
    char *name;   /* of the text field that is arriving */
    size_t name_len;
};

/* What a connection does: it waits for the head of a request, moves the rest of one or an answer, is
 * held by whoever answers, or was shut down. */
enum client_state { CLIENT_WAITING, CLIENT_BUSY, CLIENT_HELD, CLIENT_LEAVING, CLIENT_STATES };

struct client {
    struct client *next, *prev; /* in the list of its state; the first one is longest in it */
    struct clients *clients;
    enum client_state state;
    int fd;
    int64_t since; /* in its state */
    struct in6_addr address;
};

struct clients {
    struct client_list {
        struct client *first, *last;
    } lists[CLIENT_STATES];
    size_t count, limit;
    int64_t head_timeout; /* of those that wait */
};

struct server {
    struct loop *loop;
    struct loop_source source; /* libmicrohttpd's epoll descriptor */
    struct loop_source listener;
    struct loop_timer head_timer, pause_timer;
    struct loop_event notice;
    char notice_text[160], refusal_text[256];
    bool is_full; /* reported, and less than half of the room is free again */
    struct clients clients;
    struct MHD_Daemon *daemon;
    struct exchange *exchanges;
    struct {
        struct guest *first, *last;
        size_t count;
    } guests; /* tunnel.c's */
    void (*tunnel)(struct loop_event *event, void *context);
    char *spool;
    size_t max_body, max_fields;
    unsigned short port;
    bool closing;
    void (*request)(struct loop_event *event, void *context);
    void *owner;
};

/* What was written of an answer and not yet sent. */
struct stream {
    char *bytes; /* of STREAM_ROOM; NULL when the answer is none that is written piece by piece */
    size_t first, len;
    bool ended;
};

struct exchange {
    struct exchange *next, *prev; /* in the list of the server */
    struct server *server;        /* NULL once the connection is done with it */
    struct MHD_Connection *connection;
    struct client *client; /* goes with the connection */
    struct loop_event event; /* the request, or the notice of its refusal */
    bool seen, suspended, held, dropped, answered;
    char *method, *target, *path, *origin; /* origin: NULL for a target without one */
    size_t path_len;
    struct pairs headers, query;
    struct server_body body;
    struct stream stream;
    struct MHD_Response *response;
    unsigned status;
};

/* A connection that was accepted elsewhere becomes one of the server's, or is closed for want of room. */
void server_take(struct server *server, int fd, const struct sockaddr *address, socklen_t len);

/* Connections to a server that leads tunnels, before it is known what they ask for (tunnel.c). A guest is read
 * without taking a byte from its socket; that of a tunnel is then handed to another server, every other one to its
 * own. */
enum { TUNNEL_HEAD_ROOM = 8192 }; /* bytes of the head of a CONNECT request */
enum tunnel_kind { TUNNEL_NONE, TUNNEL_UNKNOWN, TUNNEL_WHOLE };
/* What the first bytes of a connection are: no CONNECT, too few to tell, or a whole head of one. */
enum tunnel_kind tunnel_read(const char *bytes, size_t len, const char **authority,
                             size_t *authority_len, size_t *head_len);
void tunnel_admit(struct server *server, int fd, const struct sockaddr *address, socklen_t len);
void tunnel_close_all(struct server *server);

/* Most connections that the limit of descriptors allows, and those from one address. */
size_t clients_limit(void);
size_t clients_limit_per_address(const struct clients *clients);
struct in6_addr clients_address(const struct sockaddr *address);

/* NULL when out of memory. */
struct client *clients_add(struct clients *clients, int fd, const struct sockaddr *address);
void client_remove(struct client *client); /* NULL is allowed, here and below */
void client_enter(struct client *client, enum client_state state);

/* Shuts down the connection that waits or is busy longest, of one address or of all (NULL); false when
 * all of them are held. */
bool clients_evict(struct clients *clients, const struct in6_addr *address);
/* Shuts down those whose head did not come in time; when the next one is due, or -1. */
int64_t clients_expire(struct clients *clients);
/* Whether an address has as many connections as it may; loopback is never limited. */
bool clients_are_crowded(const struct clients *clients, const struct in6_addr *address);

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
/* Until exchange_resume libmicrohttpd does not look at the connection; resuming one that is not suspended does nothing. */
void exchange_suspend(struct exchange *exchange);
void exchange_resume(struct exchange *exchange);
/* The first answer counts. Takes the response over; NULL is for want of memory. */
int exchange_answer(struct exchange *exchange, int status, const struct pairs *headers,
                    struct MHD_Response *response, struct err *err);
/* The connection is done with it: files go, and the rest when nobody holds it. */
void exchange_detach(struct exchange *exchange);
/* Answers a request that was refused here, and says in `text` which one and why. */
void exchange_refuse(struct exchange *exchange, char *text, size_t room);
const char *exchange_header(const struct exchange *exchange, const char *name);

#endif
