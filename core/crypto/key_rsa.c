/* SPDX-License-Identifier: MIT
 * Makes RSA keys of the usual encodings from their integers: OpenSSL's decoders take ten times as
 * long to be set up. It judges no key, and what is encoded in any other way is left to them. */
#include "crypto/key_rsa.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

enum { INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, SEQUENCE = 0x30, MAX_INTEGERS = 8 };

static const char *const integer_names[MAX_INTEGERS] = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
    OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
    OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
};

/* Splits an element of this tag off `rest`. */
static int take(struct der_span *rest, unsigned tag, struct der_span *content) {
    unsigned found;
    return der_next(rest, &found, content) && found == tag;
}

static int take_version(struct der_span *rest) {
    struct der_span version;
    return take(rest, INTEGER, &version) && version.len == 1 && version.at[0] == 0;
}

/* The AlgorithmIdentifier of rsaEncryption in its usual spelling. */
static int take_algorithm(struct der_span *rest) {
    static const unsigned char rsa[] = {0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7,
                                        0x0D, 0x01, 0x01, 0x01, 0x05, 0x00};
    struct der_span algorithm;
    return take(rest, SEQUENCE, &algorithm) && algorithm.len == sizeof rsa &&
           memcmp(algorithm.at, rsa, sizeof rsa) == 0;
}

/* The inside of the PKCS#1 structure that an encoding of this kind holds. */
static int find_integers(enum der_kind kind, struct der_span all, struct der_span *inside) {
    struct der_span outer, wrapped;
    if (kind == DER_RSA_PRIVATE || kind == DER_RSA_PUBLIC) return take(&all, SEQUENCE, inside);
    if (!take(&all, SEQUENCE, &outer)) return 0;
    if (kind == DER_PKCS8)
        return take_version(&outer) && take_algorithm(&outer) &&
               take(&outer, OCTET_STRING, &wrapped) && take(&wrapped, SEQUENCE, inside);
    if (kind != DER_SPKI || !take_algorithm(&outer) || !take(&outer, BIT_STRING, &wrapped) ||
        wrapped.len == 0 || wrapped.at[0] != 0)
        return 0;
    wrapped.at++;
    wrapped.len--;
    return take(&wrapped, SEQUENCE, inside);
}

/* A positive integer into `out`, in the order of bytes that this machine computes with. */
static int read_integer(struct der_span *rest, unsigned char *out, size_t *len) {
    struct der_span integer;
    if (!take(rest, INTEGER, &integer) || integer.len == 0 || integer.at[0] & 0x80) return 0;
    for (size_t i = 0; i < integer.len; i++)
        out[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? integer.len - 1 - i : i] = integer.at[i];
    *len = integer.len;
    return 1;
}

static EVP_PKEY *make(OSSL_PARAM params[], int selection) {
    EVP_PKEY *pkey = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    if (ctx && (EVP_PKEY_fromdata_init(ctx) != 1 ||
                EVP_PKEY_fromdata(ctx, &pkey, selection, params) != 1))
        pkey = NULL;
    EVP_PKEY_CTX_free(ctx);
    ERR_clear_error(); /* the decoder says it, too */
    return pkey;
}

EVP_PKEY *key_rsa_read(enum der_kind kind, const unsigned char *der, size_t len) {
    struct der_span inside, all = {der, len};
    OSSL_PARAM params[MAX_INTEGERS + 1];
    int is_private = kind == DER_PKCS8 || kind == DER_RSA_PRIVATE;
    int count = is_private ? MAX_INTEGERS : 2, read = 0;
    if (!find_integers(kind, all, &inside) || (is_private && !take_version(&inside))) return NULL;
    unsigned char *numbers = OPENSSL_malloc(len), *out = numbers;
    size_t size;
    while (numbers && read < count && read_integer(&inside, out, &size)) {
        params[read] = OSSL_PARAM_construct_BN(integer_names[read], out, size);
        out += size;
        read++;
    }
    params[read] = OSSL_PARAM_construct_end();
    EVP_PKEY *pkey = NULL;
    if (read == count && inside.len == 0)
        pkey = make(params, is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
    OPENSSL_clear_free(numbers, len);
    return pkey;
}
