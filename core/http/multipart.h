/* SPDX-License-Identifier: MIT
 * A multipart/form-data body for a request: text and bytes from memory, files streamed from disk.
 * Bytes in memory are borrowed; files are opened when the body is made and belong to it. */
#ifndef ALIPAY_MULTIPART_H
#define ALIPAY_MULTIPART_H

#include <stddef.h>

#include <curl/curl.h>

#include "base/err.h"

struct multipart_part {
    const char *name;
    const char *data; /* borrowed until multipart_close; NULL when `path` is given */
    size_t data_len;
    const char *path;
    const char *filename; /* NULL for a text field */
    const char *type;     /* NULL for libcurl's choice */
};

struct multipart;

/* Opens the files and sets the body on `easy`. A missing or unreadable file is ERR_FILE. */
struct multipart *multipart_open(CURL *easy, const struct multipart_part *parts, size_t count,
                                 struct err *err);

/* Whether a file was found changed or unreadable while it was sent; fills `err` (ERR_FILE) then. */
int multipart_failed(const struct multipart *body, struct err *err);

/* After the transfer has left the multi handle; NULL is allowed. */
void multipart_close(struct multipart *body);

#endif
