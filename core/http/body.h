/* SPDX-License-Identifier: MIT
 * The body of a reply: in memory, or on disk under its name when it is whole. Used by client.c only. A
 * file is for a success (status 2xx); of any other reply the first BODY_ASIDE bytes are kept in memory. */
#ifndef ALIPAY_BODY_H
#define ALIPAY_BODY_H

#include <stdbool.h>
#include <stdint.h>

#include <curl/curl.h>

#include "base/fs.h"

enum { BODY_ASIDE = 1 << 16 };

enum body_fault { BODY_FINE, BODY_TOO_LARGE, BODY_NO_MEMORY, BODY_FILE };

struct body {
    char *bytes; /* what is in memory */
    size_t len, room;
    size_t piece; /* what is in memory may be taken when there is that much; 0: it is kept to the end */
    uint64_t size, max; /* of all that came */
    struct fs_writer *file;
    enum body_fault fault;
    struct err err; /* of BODY_FILE */
};

/* `path` may be NULL: memory. Fails with ERR_FILE or ERR_MEMORY. */
int body_open(struct body *body, uint64_t max, const char *path, struct err *err);

/* False with `fault` set when the transfer has to end. */
bool body_add(struct body *body, CURL *easy, const char *bytes, size_t len);

/* Whether bytes that arrive have to wait until what is there was taken. */
bool body_is_full(const struct body *body, size_t len);

/* What is in memory was taken. */
void body_taken(struct body *body);

/* The transfer has succeeded: the file gets its name. False with `fault` set. */
bool body_finish(struct body *body, CURL *easy);

/* Frees the memory; a file that has not got its name is removed. */
void body_close(struct body *body);

#endif
