/* SPDX-License-Identifier: MIT
 * Content encryption as Alipay does it: base64 keys, base64 texts. No state is kept between calls.
 */
#ifndef ALIPAY_CIPHER_H
#define ALIPAY_CIPHER_H

#include <stddef.h>

#include "base/base64.h"
#include "base/err.h"

enum cipher_algorithm {
    CIPHER_AES,    /* CBC, PKCS#5 padding, IV of zeros unless one is given */
    CIPHER_AES_V2, /* CBC, PKCS#5 padding, random IV in front */
    CIPHER_SM4     /* GCM, random IV of 16 bytes in front, tag of 16 behind */
};

enum { CIPHER_IV = 16 };

/* Room that a result needs at most, the closing NUL of the base64 included. */
#define CIPHER_ENCRYPT_ROOM(len) (BASE64_LENGTH((size_t)(len) + 48) + 1)
#define CIPHER_DECRYPT_ROOM(len) BASE64_ROOM(len)

/* Writes base64 and a NUL. `iv` is NULL or CIPHER_IV bytes for CIPHER_AES, and NULL for the others,
 * which draw their own. ERR_KEY: not base64, a wrong length, encoded twice. */
int cipher_encrypt(enum cipher_algorithm algorithm, const char *key, size_t key_len,
                   const unsigned char *iv, const void *plain, size_t len, char *out,
                   size_t *out_len, struct err *err);

/* ERR_DATA: not base64, a wrong length, bad padding, a wrong tag. */
int cipher_decrypt(enum cipher_algorithm algorithm, const char *key, size_t key_len,
                   const unsigned char *iv, const char *text, size_t len, void *out,
                   size_t *out_len, struct err *err);

#endif
