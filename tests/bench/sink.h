/* SPDX-License-Identifier: MIT
 * Shared by the two files of the sink gateway. */
#ifndef BENCH_SINK_H
#define BENCH_SINK_H

#include <stddef.h>

struct text {
    char *bytes;
    size_t len;
};

void sink_die(const char *what) __attribute__((noreturn));

/* A successful node of at least `size` bytes. */
struct text sink_node(size_t size);

/* Base64 of the SHA256withRSA signature of a text. */
char *sink_sign(const char *key_path, struct text text);

#endif
