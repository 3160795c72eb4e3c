/* SPDX-License-Identifier: MIT
 * What a reply may have in its headers and trailers: so many bytes and lines, and no coding that nobody
 * asked for. It sees one line at a time, and keeps none. */
#ifndef ALIPAY_HEAD_H
#define ALIPAY_HEAD_H

#include <stdbool.h>
#include <stddef.h>

enum { HEAD_BYTES = 256 << 10, HEAD_LINES = 1000 };

enum head_verdict { HEAD_FINE, HEAD_TOO_LARGE, HEAD_CODED };

struct head {
    size_t bytes, lines; /* of all replies to the request, interim ones and trailers too */
    bool complete;       /* the last reply's headers have ended */
};

/* Judges a line as it came, with its line break. */
enum head_verdict head_line(struct head *head, const char *line, size_t len);

#endif
