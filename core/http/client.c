/* SPDX-License-Identifier: MIT
 * A request from start to delivery: deadline, reply body, progress, and what a failure is called.
 * It never calls back from inside libcurl: what has ended becomes an event of the loop. */
#include "http/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/reserve.h"
#include "http/body.h"
#include "http/easy.h"
#include "http/head.h"

enum {
    PROGRESS_INTERVAL = 100000000,
    EARLY = 20000000 /* ns before the end of a timeout: libcurl counts milliseconds */
};

struct http_request {
    struct loop *loop;
    struct loop_transfer transfer;
    struct loop_timer deadline; /* armed while the request waits in the queue */
    struct loop_event done, progress, data;
    void (*closed)(void *owner);
    struct curl_slist *headers;
    struct multipart *multipart;
    char *url; /* for the place in messages */
    struct body body;
    struct head head;
    enum head_verdict verdict;
    bool replied, has_low_speed, is_paused;
    int attempts; /* how often it was about to be sent */
    int64_t started, begun, due, connect_ms;
    int64_t sent, total, reported; /* bytes, bytes, moment of the last report */
    double timeout;
    const char *failure, *stage;
    char *message; /* of a failure */
    char reason[CURL_ERROR_SIZE];
};

static struct http_request *of_transfer(struct loop_transfer *transfer) {
    return (struct http_request *)(void *)((char *)transfer -
                                           offsetof(struct http_request, transfer));
}

static struct http_request *of_deadline(struct loop_timer *timer) {
    return (struct http_request *)(void *)((char *)timer - offsetof(struct http_request, deadline));
}

static size_t receive(char *bytes, size_t size, size_t items, void *context) {
    struct http_request *request = context;
    request->is_paused = body_is_full(&request->body, size * items);
    if (request->is_paused) return CURL_WRITEFUNC_PAUSE;
    if (request->data.deliver) loop_event_ready(request->loop, &request->data);
    bool kept = body_add(&request->body, request->transfer.easy, bytes, size * items);
    return kept ? size * items : CURL_WRITEFUNC_ERROR;
}

/* libcurl sends a request again, over a new connection, when one that it had kept ends without an
 * answer. The peer may have acted on the first all the same: whether to repeat is for the caller. */
static int note_attempt(void *context, char *local_ip, char *peer_ip, int local_port,
                        int peer_port) {
    (void)local_ip, (void)peer_ip, (void)local_port, (void)peer_port;
    struct http_request *request = context;
    return request->attempts++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static size_t note_header(char *line, size_t size, size_t items, void *context) {
    struct http_request *request = context;
    size_t len = size * items;
    if (request->attempts > 0) request->replied = true; /* before that a proxy speaks */
    request->verdict = head_line(&request->head, line, len);
    return request->verdict == HEAD_FINE ? len : CURL_WRITEFUNC_ERROR;
}

/* libcurl's own sockets are inherited by what the program starts. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context, (void)purpose;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int note_progress(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                         curl_off_t up) {
    (void)down_total, (void)down;
    struct http_request *request = context;
    if (up == request->sent || up == 0) return 0;
    request->sent = up;
    request->total = up_total > up ? up_total : up;
    int64_t now = loop_now();
    if (now - request->reported < PROGRESS_INTERVAL) return 0;
    request->reported = now;
    loop_event_ready(request->loop, &request->progress);
    return 0;
}

static void fail(struct http_request *request, const char *failure, const char *reason) {
    char *place = easy_place(request->url);
    request->failure = failure;
    free(request->message);
    if (!place || asprintf(&request->message, "%s: %s", place, reason) < 0) request->message = NULL;
    free(place);
    loop_transfer_failed(request->loop);
}

/* How far a failed request came. */
static const char *stage_of(const struct http_request *request, CURLcode code) {
    long verified = 0, connect_code = 0;
    if (request->replied) return "reply";
    if (request->attempts > 0) return "request";
    curl_easy_getinfo(request->transfer.easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    curl_easy_getinfo(request->transfer.easy, CURLINFO_HTTP_CONNECTCODE, &connect_code);
    if (connect_code >= 300) return "proxy";
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "name";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return "proxy";
    case CURLE_PEER_FAILED_VERIFICATION: return verified ? "authority" : "host";
    case CURLE_SSL_CACERT_BADFILE: return "authority";
    case CURLE_SSL_CONNECT_ERROR: return "tls";
    default: return "connect";
    }
}

static void fail_timeout(struct http_request *request, const char *where) {
    char reason[80];
    snprintf(reason, sizeof reason, "no answer within %g s%s", request->timeout, where);
    fail(request, "timeout", reason);
}

/* libcurl 7 calls it a shortage of memory when a line of the head is longer than 100 KB. */
static bool is_line_too_long(const struct http_request *request, CURLcode code) {
#if LIBCURL_VERSION_NUM >= 0x080600
    if (code == CURLE_TOO_LARGE) return true;
#endif
    curl_off_t first_byte = 0;
    if (code != CURLE_OUT_OF_MEMORY || request->head.complete || reserve_is_used()) return false;
    curl_easy_getinfo(request->transfer.easy, CURLINFO_STARTTRANSFER_TIME_T, &first_byte);
    return request->attempts > 0 && first_byte > 0;
}

static void fail_transfer(struct http_request *request, CURLcode code) {
    struct err err;
    char reason[80];
    bool line_too_long = is_line_too_long(request, code);
    /* From 8.7 on libcurl itself refuses a transfer coding that nobody asked for. */
    bool coded = request->verdict == HEAD_CODED || code == CURLE_BAD_CONTENT_ENCODING;
    if (line_too_long || coded) request->replied = true;
    request->stage = stage_of(request, code);
    if (multipart_failed(request->multipart, &err)) {
        fail(request, "file", err.text);
    } else if (request->body.fault == BODY_FILE) {
        fail(request, "file", request->body.err.text);
    } else if (request->body.fault == BODY_TOO_LARGE) {
        snprintf(reason, sizeof reason, "the reply is larger than %llu bytes (max_body)",
                 (unsigned long long)request->body.max);
        fail(request, "limit", reason);
    } else if (request->verdict == HEAD_TOO_LARGE) {
        snprintf(reason, sizeof reason, "the reply has more than %d bytes or %d lines of headers",
                 HEAD_BYTES, HEAD_LINES);
        fail(request, "limit", reason);
    } else if (coded) {
        fail(request, "limit", "the reply is compressed or coded in a way that was not asked for");
    } else if (line_too_long) {
        fail(request, "limit", "a line in the reply's headers is too long");
    } else if (request->body.fault == BODY_NO_MEMORY) {
        fail(request, "network", "not enough memory for the reply");
    } else if (request->attempts > 1) {
        fail(request, "network",
             "the connection ended without an answer; the request was not sent again");
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        bool connected = request->attempts > 0;
        bool early = loop_now() < request->due - EARLY;
        if (early && connected && request->has_low_speed)
            fail(request, "timeout", "the transfer was too slow (low_speed_limit)");
        else if (early && !connected)
            fail(request, "timeout", "no connection in time");
        else
            fail_timeout(request, connected ? "" : " (not connected)");
    } else {
        /* A query holds tokens; libcurl's own words for the code never have one in them. */
        const char *text = request->reason;
        if (!*text || strchr(text, '?')) text = curl_easy_strerror(code);
        fail(request, "network", text);
    }
}

static void begin(struct loop_transfer *transfer) {
    struct http_request *request = of_transfer(transfer);
    loop_timer_cancel(&request->deadline);
    request->begun = loop_now();
    int64_t left = (request->due - request->begun) / 1000000;
    if (left < 1) left = 1; /* 0 means none to libcurl */
    curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, (long)left);
    curl_easy_setopt(transfer->easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)(request->connect_ms < left ? request->connect_ms : left));
}

static void finish(struct loop_transfer *transfer, CURLcode code) {
    struct http_request *request = of_transfer(transfer);
    request->is_paused = false;
    if (code != CURLE_OK) {
        fail_transfer(request, code);
    } else if (!request->head.complete) { /* to libcurl a reply without a body */
        request->stage = "reply";
        fail(request, "network", "the reply was cut off in its headers");
    } else if (!body_finish(&request->body, transfer->easy)) {
        request->stage = "reply";
        fail(request, "file", request->body.err.text);
    } else if (request->progress.deliver) {
        curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_UPLOAD_T, &request->sent);
        request->total = request->sent;
        if (request->sent) loop_event_ready(request->loop, &request->progress);
    }
    loop_event_ready(request->loop, &request->done);
}

static void close_with_loop(struct loop_transfer *transfer) {
    struct http_request *request = of_transfer(transfer);
    request->closed(request->done.owner);
    http_close(request);
}

static void expire(struct loop_timer *timer) {
    struct http_request *request = of_deadline(timer);
    loop_transfer_end(&request->transfer);
    request->stage = "queue";
    fail_timeout(request, " (it waited for its turn)");
    loop_event_ready(request->loop, &request->done);
}

static int64_t from_seconds(double seconds) {
    return seconds >= 1e9 ? (int64_t)1e18 : (int64_t)(seconds * 1e9);
}

static void set_callbacks(struct http_request *request) {
    CURL *easy = request->transfer.easy;
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->reason);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, note_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, note_attempt);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, request);
    if (!request->progress.deliver) return;
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, note_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, request);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
}

static int set_up(struct http_request *request, const struct http_options *options,
                  struct err *err) {
    CURL *easy = request->transfer.easy;
    if (easy_check(options, err) != 0) return -1;
    request->url = strdup(options->url);
    request->headers = easy_headers(options->headers, options->header_count);
    if (!request->url || !request->headers) return err_set(err, ERR_MEMORY, "not enough memory");
    if (easy_set_up(easy, options, err) != 0) return -1;
    if (body_open(&request->body, options->max_body, options->file, err) != 0) return -1;
    if (options->parts) {
        request->multipart = multipart_open(easy, options->parts, options->part_count, err);
        if (!request->multipart) return -1;
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
    set_callbacks(request);
    if (loop_timer_start(request->loop, &request->deadline, request->due) != 0)
        return err_set(err, ERR_MEMORY, "not enough memory");
    return 0;
}

struct http_options http_defaults(void) {
    return (struct http_options){
        .method = "GET",
        .timeout = 15,
        .connect_timeout = 10,
        .low_speed_time = 30,
        .max_body = (size_t)64 << 20,
    };
}

struct http_request *http_start(struct loop *loop, const struct http_options *options,
                                const struct http_handlers *handlers, struct err *err) {
    reserve_fill();
    struct http_request *request = calloc(1, sizeof *request);
    CURL *easy = request ? loop_easy_open(loop) : NULL;
    if (!easy) {
        free(request);
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    request->loop = loop;
    request->transfer =
        (struct loop_transfer){.easy = easy, .loop = loop, .begin = begin, .done = finish};
    request->deadline = (struct loop_timer){.internal = true, .expire = expire};
    request->done = (struct loop_event){.deliver = handlers->done, .owner = handlers->owner};
    request->closed = handlers->closed;
    if (handlers->closed) request->transfer.closed = close_with_loop;
    request->progress =
        (struct loop_event){.deliver = handlers->progress, .owner = handlers->owner};
    request->data = (struct loop_event){.deliver = handlers->data, .owner = handlers->owner};
    request->body.piece = options->piece;
    request->started = request->reported = loop_now();
    request->timeout = options->timeout;
    request->due = options->due ? options->due : request->started + from_seconds(options->timeout);
    request->connect_ms = from_seconds(options->connect_timeout) / 1000000;
    if (request->connect_ms < 1) request->connect_ms = 1;
    request->has_low_speed = options->low_speed_limit > 0;
    if (set_up(request, options, err) != 0) {
        http_close(request);
        return NULL;
    }
    loop_transfer_start(loop, &request->transfer);
    return request;
}

const char *http_failure(const struct http_request *request, const char **message) {
    if (message) *message = request->message ? request->message : "not enough memory";
    return request->failure;
}

const char *http_stage(const struct http_request *request) {
    return request->stage;
}

int http_status(const struct http_request *request) {
    long status = 0;
    curl_easy_getinfo(request->transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

const char *http_version(const struct http_request *request) {
    long version = 0;
    curl_easy_getinfo(request->transfer.easy, CURLINFO_HTTP_VERSION, &version);
    if (version == CURL_HTTP_VERSION_2_0) return "2";
    return version == CURL_HTTP_VERSION_1_0 ? "1.0" : "1.1";
}

bool http_reused(const struct http_request *request) {
    long connects = 0;
    curl_easy_getinfo(request->transfer.easy, CURLINFO_NUM_CONNECTS, &connects);
    return connects == 0;
}

const char *http_body(const struct http_request *request, size_t *len) {
    *len = request->body.len;
    return request->body.bytes ? request->body.bytes : "";
}

void http_take(struct http_request *request) {
    body_taken(&request->body);
    if (!request->is_paused) return;
    request->is_paused = false;
    curl_easy_pause(request->transfer.easy, CURLPAUSE_CONT);
}

uint64_t http_body_size(const struct http_request *request) {
    return request->body.size;
}

void http_timing(const struct http_request *request, struct http_timing *timing) {
    static const CURLINFO infos[] = {CURLINFO_NAMELOOKUP_TIME_T, CURLINFO_CONNECT_TIME_T,
                                     CURLINFO_APPCONNECT_TIME_T, CURLINFO_STARTTRANSFER_TIME_T,
                                     CURLINFO_TOTAL_TIME_T};
    double *fields[] = {&timing->lookup, &timing->connect, &timing->tls, &timing->first_byte,
                        &timing->total};
    timing->queue = request->begun ? (double)(request->begun - request->started) / 1e9 : 0;
    for (size_t i = 0; i < sizeof infos / sizeof infos[0]; i++) {
        curl_off_t microseconds = 0;
        curl_easy_getinfo(request->transfer.easy, infos[i], &microseconds);
        *fields[i] = microseconds > 0 ? timing->queue + (double)microseconds / 1e6 : 0;
    }
}

struct curl_header *http_header_next(const struct http_request *request, struct curl_header *last) {
    return curl_easy_nextheader(request->transfer.easy, CURLH_HEADER, -1, last);
}

void http_progress(const struct http_request *request, int64_t *sent, int64_t *total) {
    *sent = request->sent;
    *total = request->total;
}

void http_close(struct http_request *request) {
    if (!request) return;
    loop_timer_cancel(&request->deadline);
    loop_event_cancel(&request->done);
    loop_event_cancel(&request->progress);
    loop_event_cancel(&request->data);
    loop_transfer_cancel(&request->transfer);
    curl_easy_cleanup(request->transfer.easy);
    multipart_close(request->multipart);
    curl_slist_free_all(request->headers);
    free(request->url);
    free(request->message);
    body_close(&request->body);
    free(request);
}
