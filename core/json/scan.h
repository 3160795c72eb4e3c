/* SPDX-License-Identifier: MIT
 * A pull scanner of JSON text (RFC 8259): checks the grammar and gives each token's place.
 * It decodes nothing and allocates nothing; a name stands before its value with the colon consumed.
 */
#ifndef ALIPAY_SCAN_H
#define ALIPAY_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { SCAN_MAX_DEPTH = 512 };

enum scan_token {
    SCAN_FAILED = -1,
    SCAN_END = 0,
    SCAN_OBJECT,
    SCAN_OBJECT_END,
    SCAN_ARRAY,
    SCAN_ARRAY_END,
    SCAN_NAME,
    SCAN_STRING,
    SCAN_NUMBER,
    SCAN_TRUE,
    SCAN_FALSE,
    SCAN_NULL
};

/* How strings are read. It makes a difference only where a backslash may be the second byte of a
 * character of GBK, so with SCAN_EITHER the text is judged when the first such place comes: GBK
 * when it is not UTF-8. */
enum { SCAN_UTF8, SCAN_GBK, SCAN_EITHER };

struct scan {
    const char *text;
    size_t len, pos;
    size_t first, end; /* the token's bytes: text[first] to text[end - 1], quotes included */
    unsigned depth;    /* of open objects and arrays, after the token */
    int gbk; /* one of the above; of GBK a byte from 0x81 takes a possible second byte with it */
    int expect;
    int escapes; /* whether the last name or string holds an escape */
    uint64_t objects[SCAN_MAX_DEPTH / 64]; /* one bit a level: set for an object */
};

/* Starts at the first byte, behind a byte order mark if there is one. */
void scan_begin(struct scan *scan, const char *text, size_t len, int gbk);

/* The next token; SCAN_FAILED with "not JSON at byte N: ..." (counted from 1) in err, class
 * ERR_DATA. */
enum scan_token scan_next(struct scan *scan, struct err *err);

#endif
