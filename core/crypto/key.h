/* SPDX-License-Identifier: MIT
 * Private and public keys: loading, signing, verifying, writing. A key never changes once it is
 * made and is counted by reference, so several threads may sign and verify with the same one at the
 * same time. */
#ifndef ALIPAY_KEY_H
#define ALIPAY_KEY_H

#include <stddef.h>

#include "base/base64.h"
#include "base/err.h"

struct key;

enum key_kind { KEY_RSA, KEY_SM2, KEY_EC };
enum key_algorithm { KEY_ALGORITHM_RSA2, KEY_ALGORITHM_RSA, KEY_ALGORITHM_SM2, KEY_ALGORITHMS };
enum key_format { KEY_PKCS8, KEY_PKCS1, KEY_SPKI };

enum {
    KEY_RSA_BITS_MIN = 1024,
    KEY_RSA_BITS_MAX = 16384,
    KEY_SIGNATURE_MAX = KEY_RSA_BITS_MAX / 8,
    KEY_TEXT_MAX = 16384 /* a key of the largest size as PEM or base64, with its NUL */
};
#define KEY_SIGNATURE_TEXT (BASE64_LENGTH(KEY_SIGNATURE_MAX) + 1)

/* The user id that Alipay's SM2 signatures and certificates use. */
#define KEY_SM2_ID "1234567812345678"

/* A key from a source: PEM, base64, a scheme, or a path (see key_text.h). NULL and ERR_FILE or
 * ERR_KEY. */
struct key *key_load(const char *source, size_t len, int is_private, struct err *err);
/* A public key from the DER of a SubjectPublicKeyInfo. */
struct key *key_from_spki(const unsigned char *der, size_t len, struct err *err);
/* A new key pair; `bits` is for RSA only. One of KEY_EC (P-384) signs certificates and nothing else. */
struct key *key_generate(enum key_kind kind, int bits, struct err *err);
/* The public half, a key of its own. */
struct key *key_public(const struct key *key, struct err *err);

struct key *key_ref(struct key *key);
void key_free(struct key *key);

int key_is_private(const struct key *key);
enum key_kind key_kind(const struct key *key);
const char *key_kind_name(const struct key *key);
int key_bits(const struct key *key);
/* Whether both have the same public half. */
int key_matches(const struct key *a, const struct key *b);

/* PEM text, or the DER as base64 on one line; with a NUL. `len` excludes it. ERR_KEY when a key of
 * this kind has no such form. The caller wipes `out`. */
int key_pem(const struct key *key, enum key_format format, char out[KEY_TEXT_MAX], size_t *len,
            struct err *err);
int key_base64(const struct key *key, enum key_format format, char out[KEY_TEXT_MAX], size_t *len,
               struct err *err);

/* Writes the signature as base64 with a NUL. */
int key_sign(const struct key *key, enum key_algorithm algorithm, const void *data, size_t data_len,
             char out[KEY_SIGNATURE_TEXT], size_t *out_len, struct err *err);

/* 1 when `signature` (base64) is good. 0 when not: `why` is then ERR_NONE with an empty text where
 * the mathematics says so, else it tells the reason (not base64, a wrong length, a wrong kind of
 * key). ERR_MEMORY is no verdict on the signature. */
int key_verify(const struct key *key, enum key_algorithm algorithm, const void *data,
               size_t data_len, const char *signature, size_t signature_len, struct err *why);

#endif
