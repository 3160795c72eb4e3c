/* SPDX-License-Identifier: MIT
 * RSA keys in their usual encodings. Internal to key_load.c. */
#ifndef ALIPAY_KEY_RSA_H
#define ALIPAY_KEY_RSA_H

#include <openssl/evp.h>

#include "crypto/der.h"

/* A key from PKCS#8, SubjectPublicKeyInfo or PKCS#1; NULL when it is not RSA or is encoded in some
 * other way, which says nothing of whether it is a key. */
EVP_PKEY *key_rsa_read(enum der_kind kind, const unsigned char *der, size_t len);

#endif
