/* SPDX-License-Identifier: MIT
 * Galois/counter mode (NIST SP 800-38D) over SM4, with nonces of any length and no additional data.
 * OpenSSL has SM4-GCM in its default provider only from 3.1 on. */
#ifndef ALIPAY_GCM_H
#define ALIPAY_GCM_H

#include <stddef.h>

#include "base/err.h"

enum { GCM_BLOCK = 16, GCM_TAG = 16 };

/* Writes `len` bytes to `out` and the tag. `key` has 16 bytes. */
int gcm_encrypt(const unsigned char *key, const unsigned char *iv, size_t iv_len,
                const unsigned char *in, size_t len, unsigned char *out, unsigned char tag[GCM_TAG],
                struct err *err);

/* Writes nothing unless the tag is right; otherwise ERR_DATA. */
int gcm_decrypt(const unsigned char *key, const unsigned char *iv, size_t iv_len,
                const unsigned char *in, size_t len, const unsigned char tag[GCM_TAG],
                unsigned char *out, struct err *err);

#endif
