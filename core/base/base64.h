/* SPDX-License-Identifier: MIT
 * Base64 (RFC 4648, section 4) in both directions, without allocating. */
#ifndef ALIPAY_BASE64_H
#define ALIPAY_BASE64_H

#include <stddef.h>

#include "base/err.h"

/* Characters that `len` bytes become, without the closing NUL. */
#define BASE64_LENGTH(len) (((size_t)(len) + 2) / 3 * 4)
/* Bytes that a text of `len` characters yields at most. */
#define BASE64_ROOM(len) ((size_t)(len) / 4 * 3 + 3)

/* Writes BASE64_LENGTH(len) characters and a NUL; returns the number of characters. */
size_t base64_encode(const void *data, size_t len, char *out);

/* Strict: foreign characters, bad padding, a bad length and stray low bits are ERR_DATA. White
 * space is skipped. `out` has room for BASE64_ROOM(len) bytes; after a failure it holds what stood in
 * front of the trouble. */
int base64_decode(const char *text, size_t len, void *out, size_t *out_len, struct err *err);

/* Whether the text holds nothing but base64 characters, padding and white space; `digits` (may be
 * NULL) receives their number without the white space. */
int base64_looks(const char *text, size_t len, size_t *digits);

#endif
