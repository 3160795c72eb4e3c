/* SPDX-License-Identifier: MIT
 * What the files of key.h and cert.h share about a key; nobody else includes it. */
#ifndef ALIPAY_KEY_INTERNAL_H
#define ALIPAY_KEY_INTERNAL_H

#include <stdatomic.h>

#include <openssl/evp.h>

#include "crypto/key.h"

struct key {
    atomic_uint references;
    EVP_PKEY *pkey;
    enum key_kind kind;
    int bits, is_private;
    /* Prepared once and only ever copied from: fetching and initialising per call would cost
     * several times as much as the copy. NULL where key and algorithm do not fit, or where the
     * system's policy forbids the algorithm. */
    EVP_MD_CTX *signers[KEY_ALGORITHMS], *verifiers[KEY_ALGORITHMS];
};

/* Takes over `pkey` (also when it fails, then it is freed); checks kind and size. */
struct key *key_wrap(EVP_PKEY *pkey, int is_private, struct err *err);

/* Whether the algorithm is one for keys of this kind. */
int key_suits(const struct key *key, enum key_algorithm algorithm);

/* A fresh context, ready to be fed, that the caller frees with EVP_MD_CTX_free. */
EVP_MD_CTX *key_signer(const struct key *key, enum key_algorithm algorithm, struct err *err);

#endif
