/* SPDX-License-Identifier: MIT
 * SHA-256, MD5 (certificate serial numbers only) and random bytes. Safe to call from several
 * threads. */
#ifndef ALIPAY_DIGEST_H
#define ALIPAY_DIGEST_H

#include <stddef.h>

#include "base/err.h"

enum { DIGEST_SHA256_HEX = 64, DIGEST_MD5_HEX = 32, DIGEST_RANDOM_MAX = 65536 };

/* Lower-case hex and a NUL. */
int digest_sha256(const void *data, size_t len, char hex[DIGEST_SHA256_HEX + 1], struct err *err);
int digest_md5(const void *data, size_t len, char hex[DIGEST_MD5_HEX + 1], struct err *err);

/* The file is read in pieces: its size does not matter. A folder or a missing file is ERR_FILE. */
int digest_sha256_file(const char *path, char hex[DIGEST_SHA256_HEX + 1], struct err *err);

/* Bytes of the operating system's generator, at most DIGEST_RANDOM_MAX. */
int digest_random(void *out, size_t len, struct err *err);

/* `len` base62 characters (no NUL), each equally likely. */
int digest_nonce(char *out, size_t len, struct err *err);

#endif
