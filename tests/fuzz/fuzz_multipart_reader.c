/* SPDX-License-Identifier: MIT
 * Fuzzes the readers of form bodies: multipart in pieces, and urlencoded text. A body must be read
 * the same whatever the pieces are; that, and what the sanitizers say, is the whole oracle. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/multipart_reader.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

struct summary {
    uint64_t hash;
    size_t parts;
};

static void mix(struct summary *summary, const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        summary->hash = (summary->hash ^ (unsigned char)bytes[i]) * 1099511628211u;
}

static int begin(void *context, const struct multipart_reader_part *part) {
    struct summary *summary = context;
    summary->parts++;
    mix(summary, part->name, part->name_len);
    if (part->filename) mix(summary, part->filename, part->filename_len);
    mix(summary, part->type, strlen(part->type) + 1);
    return 0;
}

static int data(void *context, const char *bytes, size_t len) {
    if (len == 0) abort();
    mix(context, bytes, len);
    return 0;
}

static int end(void *context) {
    mix(context, "\n", 1);
    return 0;
}

static int read_body(const char *bytes, size_t size, size_t piece, struct summary *summary) {
    const struct multipart_reader_receiver receiver = {begin, data, end, summary};
    struct multipart_reader *reader = multipart_reader_open("multipart/form-data; boundary=b", &receiver);
    int code = 0;
    *summary = (struct summary){.hash = 14695981039346656037u};
    while (size > 0 && code == 0) {
        size_t now = size < piece ? size : piece;
        char *copy = malloc(now);
        memcpy(copy, bytes, now);
        code = multipart_reader_feed(reader, copy, now);
        free(copy);
        bytes += now;
        size -= now;
    }
    if (code == 0 && !multipart_reader_complete(reader)) code = -2;
    multipart_reader_close(reader);
    return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size < 2) return 0;
    const char *bytes = (const char *)input + 1;
    size_t len = size - 1;
    struct summary whole, pieces;
    int code = read_body(bytes, len, len, &whole);
    if (read_body(bytes, len, (size_t)input[0] + 1, &pieces) != code) abort();
    if (whole.parts != pieces.parts || (code == 0 && whole.hash != pieces.hash)) abort();

    const struct multipart_reader_receiver receiver = {begin, data, end, &whole};
    char *type = strndup(bytes, len);
    multipart_reader_close(multipart_reader_open(type, &receiver));
    free(type);

    struct pairs pairs = {0};
    char *copy = malloc(len);
    memcpy(copy, bytes, len);
    if (form_decode(&pairs, copy, len) == 0 && pairs.bytes > len) abort();
    free(copy);
    pairs_free(&pairs);
    return 0;
}
