/* SPDX-License-Identifier: MIT
 * An answer that is written piece by piece, as events are. What was written and not yet sent is kept here, up to a limit; while there is
 * nothing to send the connection is suspended, and costs nothing but its descriptor. Whoever holds the exchange writes. An answer that
 * stops before its announced end is here too. */
#include <stdlib.h>
#include <string.h>

#include "http/server_internal.h"

enum { BLOCK = 4096 };

/* libmicrohttpd asks for more. */
static ssize_t on_read(void *context, uint64_t position, char *into, size_t room) {
    (void)position;
    struct exchange *exchange = context;
    struct stream *stream = &exchange->stream;
    if (exchange->dropped || exchange->server->closing) return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t len = stream->len < room ? stream->len : room;
    if (len == 0 && stream->ended) return MHD_CONTENT_READER_END_OF_STREAM;
    if (len == 0) exchange_suspend(exchange);
    memcpy(into, stream->bytes + stream->first, len);
    stream->first += len;
    stream->len -= len;
    return (ssize_t)len;
}

int exchange_stream(struct exchange *exchange, int status, const struct pairs *headers, struct err *err) {
    if (exchange->answered || !exchange->server) return 0;
    char *bytes = malloc(STREAM_ROOM);
    if (!bytes) return err_set(err, ERR_MEMORY, "not enough memory");
    exchange->stream.bytes = bytes;
    int code = exchange_answer(exchange, status, headers,
                               MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, on_read, exchange, NULL), err);
    if (code == 0) return 0;
    exchange->stream.bytes = NULL;
    free(bytes);
    return code;
}

enum stream_verdict exchange_write(struct exchange *exchange, const char *bytes, size_t len) {
    struct stream *stream = &exchange->stream;
    if (!exchange->server || !stream->bytes || stream->ended || exchange->dropped) return STREAM_CLOSED;
    if (len > STREAM_ROOM - stream->len) return STREAM_FULL;
    if (len > STREAM_ROOM - stream->first - stream->len) {
        memmove(stream->bytes, stream->bytes + stream->first, stream->len);
        stream->first = 0;
    }
    memcpy(stream->bytes + stream->first + stream->len, bytes, len);
    stream->len += len;
    exchange_resume(exchange);
    return STREAM_TAKEN;
}

void exchange_finish(struct exchange *exchange) {
    if (!exchange->stream.bytes) return;
    exchange->stream.ended = true;
    exchange_resume(exchange);
}

struct part {
    size_t len;
    char bytes[];
};

/* libmicrohttpd asks for more of an answer that stops before its end. */
static ssize_t on_read_part(void *context, uint64_t position, char *into, size_t room) {
    const struct part *part = context;
    if (position >= part->len) return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t rest = part->len - (size_t)position, len = rest < room ? rest : room;
    memcpy(into, part->bytes + position, len);
    return (ssize_t)len;
}

int exchange_respond_part(struct exchange *exchange, int status, const struct pairs *headers, const char *body, size_t len, size_t whole,
                          struct err *err) {
    struct part *part = malloc(sizeof *part + len);
    if (!part) return err_set(err, ERR_MEMORY, "not enough memory");
    part->len = len;
    memcpy(part->bytes, body, len);
    struct MHD_Response *response = MHD_create_response_from_callback(whole, BLOCK, on_read_part, part, free);
    if (!response) free(part);
    return exchange_answer(exchange, status, headers, response, err);
}
