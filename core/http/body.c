/* SPDX-License-Identifier: MIT
 * Keeps the body of a reply within its limit. What becomes of a failed transfer is client.c's. */
#include "http/body.h"

#include <stdlib.h>
#include <string.h>

#include "base/reserve.h"

enum { RESERVE = 1 << 20, FILE_MODE = 0600 };

int body_open(struct body *body, uint64_t max, const char *path, struct err *err) {
    body->max = max;
    if (path) body->file = fs_writer_open(path, FILE_MODE, err);
    return path && !body->file ? -1 : 0;
}

static bool is_success(CURL *easy) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status < 300;
}

static bool fails(struct body *body, enum body_fault fault) {
    body->fault = fault;
    return false;
}

/* Room for the first bytes: the announced size, but not whatever a peer likes to announce. */
static size_t first_room(CURL *easy, size_t len) {
    curl_off_t announced = -1;
    curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    if (announced <= (curl_off_t)len) return len;
    return announced < RESERVE ? (size_t)announced : RESERVE;
}

static bool keep(struct body *body, CURL *easy, const char *bytes, size_t len) {
    if (body->len + len > body->room) {
        size_t room = body->room ? body->room * 2 : first_room(easy, len);
        if (room < body->len + len) room = body->len + len;
        char *larger = reserve_realloc(body->bytes, room);
        if (!larger) return fails(body, BODY_NO_MEMORY);
        body->bytes = larger;
        body->room = room;
    }
    memcpy(body->bytes + body->len, bytes, len);
    body->len += len;
    return true;
}

bool body_add(struct body *body, CURL *easy, const char *bytes, size_t len) {
    if (len > body->max - body->size) return fails(body, BODY_TOO_LARGE);
    body->size += len;
    if (!body->file) return keep(body, easy, bytes, len);
    if (is_success(easy))
        return fs_writer_add(body->file, bytes, len, &body->err) == 0 || fails(body, BODY_FILE);
    size_t left = BODY_ASIDE - body->len;
    return keep(body, easy, bytes, len < left ? len : left);
}

bool body_is_full(const struct body *body, size_t len) {
    return body->piece && body->len && body->len + len > body->piece;
}

void body_taken(struct body *body) {
    body->len = 0;
}

bool body_finish(struct body *body, CURL *easy) {
    struct fs_writer *file = body->file;
    if (!file || !is_success(easy)) return true;
    body->file = NULL;
    return fs_writer_commit(file, &body->err) == 0 || fails(body, BODY_FILE);
}

void body_close(struct body *body) {
    fs_writer_discard(body->file);
    free(body->bytes);
    body->file = NULL;
    body->bytes = NULL;
}
