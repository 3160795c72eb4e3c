/* SPDX-License-Identifier: MIT
 * A reader of multipart/form-data (RFC 7578) that takes the body in pieces of any size and hands on
 * each part as it arrives. It keeps no part: what to do with the bytes is up to the receiver. */
#ifndef ALIPAY_MULTIPART_READER_H
#define ALIPAY_MULTIPART_READER_H

#include <stdbool.h>
#include <stddef.h>

struct multipart_reader_part {
    const char *name;
    size_t name_len;
    const char *filename; /* NULL when the part has none: a text field */
    size_t filename_len;
    const char *type; /* Content-Type, "" when absent */
};

/* A function that returns anything but 0 ends the reading. `part` is valid during `begin` only. */
struct multipart_reader_receiver {
    int (*begin)(void *context, const struct multipart_reader_part *part);
    int (*data)(void *context, const char *bytes, size_t len);
    int (*end)(void *context);
    void *context;
};

struct multipart_reader;

/* NULL when the content type names no usable boundary, or out of memory. */
struct multipart_reader *multipart_reader_open(const char *content_type,
                                              const struct multipart_reader_receiver *receiver);

/* 0, -1 for a malformed body, or what the receiver returned; after that it must not be fed again.
 * */
int multipart_reader_feed(struct multipart_reader *reader, const char *bytes, size_t len);

/* Whether the body came to its end. */
bool multipart_reader_complete(const struct multipart_reader *reader);

void multipart_reader_close(struct multipart_reader *reader);

#endif
