/* SPDX-License-Identifier: MIT
 * HTTP requests on the loop. TLS is always verified, redirects are not followed. Whoever starts a
 * request owns it and closes it; bytes given with it (body, parts) are borrowed until then. */
#ifndef ALIPAY_HTTP_H
#define ALIPAY_HTTP_H

#include "loop/loop.h"
#include "http/multipart.h"

struct http_options {
    const char *url;
    const char *query; /* percent-encoded, goes behind the URL, which has none then; NULL for none */
    const char *method; /* "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" */
    const char *const *headers;
    size_t header_count;
    const char *body; /* NULL for none */
    size_t body_len;
    const struct multipart_part *parts; /* NULL for none */
    size_t part_count;
    double timeout, connect_timeout; /* seconds */
    int64_t due; /* when the timeout is over, where it began earlier; 0: it begins now */
    double low_speed_time; /* seconds at less than low_speed_limit bytes a second are a timeout */
    long low_speed_limit;  /* 0: off */
    uint64_t max_body;
    size_t piece; /* the body is taken in pieces of at most about so much, see http_take; 0: whole */
    const char *file; /* where the body of a success goes, private and when it is whole; NULL: memory */
    bool http2;
    const char *proxy; /* NULL: environment; "": none */
    const char *ca_file;
    const char *user_agent;
};

/* Called by loop_deliver; event->owner is `owner`. `progress` and `data` may be NULL. With `closed`, a request
 * that the loop's end finds still open is closed by it, and the owner is told. */
struct http_handlers {
    void (*done)(struct loop_event *event, void *context);
    void (*progress)(struct loop_event *event, void *context);
    void (*data)(struct loop_event *event, void *context); /* with `piece`: there is one to be taken */
    void *owner;
    void (*closed)(void *owner);
};

struct http_timing {
    double queue, lookup, connect, tls, first_byte, total; /* seconds since http_start */
};

struct http_request;

/* What http_start starts from: no URL, no body, GET, 15 and 10 seconds, 64 MiB. */
struct http_options http_defaults(void);

/* Queues a request. Fails with ERR_DATA for options that are wrong in themselves (URL, header line,
 * method), ERR_FILE for a part's file and one that cannot be written, ERR_MEMORY. */
struct http_request *http_start(struct loop *loop, const struct http_options *options,
                                const struct http_handlers *handlers, struct err *err);

/* NULL when there is a response, else "network", "timeout", "limit" or "file", and the message. */
const char *http_failure(const struct http_request *request, const char **message);

/* How far a failed request came, by the transfer's own figures. No byte of it left at "queue", "name",
 * "proxy", "connect", "tls", "authority" (who signed the certificate is not known here) and "host" (the
 * certificate is another host's); at "request" some may have; at "reply" an answer came. */
const char *http_stage(const struct http_request *request);

/* Of a response: valid until http_close. */
int http_status(const struct http_request *request);
const char *http_version(const struct http_request *request);
bool http_reused(const struct http_request *request);
const char *http_body(const struct http_request *request, size_t *len); /* what is in memory */
uint64_t http_body_size(const struct http_request *request);
/* With `piece`: what http_body gives was taken, and what waits in the connection may come. */
void http_take(struct http_request *request);

void http_timing(const struct http_request *request, struct http_timing *timing);

/* The header behind `last`, in the order of arrival and without trailers; the first one behind NULL,
 * NULL behind the last one. */
struct curl_header *http_header_next(const struct http_request *request, struct curl_header *last);

void http_progress(const struct http_request *request, int64_t *sent, int64_t *total);

/* Aborts it if it still runs; handlers are not called any more. Frees everything; NULL is allowed.
 * */
void http_close(struct http_request *request);

#endif
