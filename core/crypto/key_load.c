/* SPDX-License-Identifier: MIT
 * Loads keys of every format, and says what was given instead. key_text.c finds the text (string, scheme,
 * path), der.c tells the formats apart; OpenSSL decodes. */
#include <stdio.h>
#include <string.h>

#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "crypto/der.h"
#include "crypto/key.h"
#include "crypto/key_internal.h"
#include "crypto/key_text.h"

static const char *wanted_name(int is_private) {
    return is_private ? "a private key" : "a public key";
}

static int fits(enum der_kind kind, int is_private) {
    switch (kind) {
    case DER_PKCS8:
    case DER_RSA_PRIVATE:
    case DER_EC_PRIVATE: return is_private;
    case DER_SPKI:
    case DER_RSA_PUBLIC:
    case DER_CERTIFICATE: return !is_private;
    default: return 0;
    }
}

static EVP_PKEY *decode(const unsigned char *der, size_t len, const char *structure,
                        const char *type, int selection) {
    EVP_PKEY *pkey = NULL;
    OSSL_DECODER_CTX *ctx =
        OSSL_DECODER_CTX_new_for_pkey(&pkey, "DER", structure, type, selection, NULL, NULL);
    if (ctx && OSSL_DECODER_from_data(ctx, &der, &len) != 1) {
        EVP_PKEY_free(pkey);
        pkey = NULL;
    }
    OSSL_DECODER_CTX_free(ctx);
    return pkey;
}

/* By way of the certificate's SubjectPublicKeyInfo, so that an SM2 key is decoded in one way only. */
static EVP_PKEY *decode_certificate(const unsigned char *der, size_t len) {
    unsigned char *spki = NULL;
    EVP_PKEY *pkey = NULL;
    X509 *x509 = d2i_X509(NULL, &der, (long)len);
    int spki_len = x509 ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &spki) : -1;
    if (spki_len > 0)
        pkey = decode(spki, (size_t)spki_len, "SubjectPublicKeyInfo", NULL, EVP_PKEY_PUBLIC_KEY);
    OPENSSL_free(spki);
    X509_free(x509);
    return pkey;
}

/* "RSA" when the algorithm at the beginning is rsaEncryption, else NULL: a type spares OpenSSL
 * setting up its decoders for every kind of key, which takes longer than decoding. */
static const char *type_in(const unsigned char *der, size_t len) {
    static const unsigned char rsa[] = {0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
                                        0xF7, 0x0D, 0x01, 0x01, 0x01};
    return memmem(der, len < 32 ? len : 32, rsa, sizeof rsa) ? "RSA" : NULL;
}

static struct key *decode_key(enum der_kind kind, const unsigned char *der, size_t len,
                              int is_private, struct err *err) {
    EVP_PKEY *pkey = NULL;
    switch (kind) {
    case DER_PKCS8:
        pkey = decode(der, len, "PrivateKeyInfo", type_in(der, len), EVP_PKEY_KEYPAIR);
        break;
    case DER_RSA_PRIVATE: pkey = decode(der, len, "type-specific", "RSA", EVP_PKEY_KEYPAIR); break;
    case DER_EC_PRIVATE:
        /* Each decoder refuses the other's curves, so that the order does not matter. */
        pkey = decode(der, len, "type-specific", "SM2", EVP_PKEY_KEYPAIR);
        if (!pkey) pkey = decode(der, len, "type-specific", "EC", EVP_PKEY_KEYPAIR);
        break;
    case DER_SPKI:
        pkey = decode(der, len, "SubjectPublicKeyInfo", type_in(der, len), EVP_PKEY_PUBLIC_KEY);
        break;
    case DER_RSA_PUBLIC:
        pkey = decode(der, len, "type-specific", "RSA", EVP_PKEY_PUBLIC_KEY);
        break;
    case DER_CERTIFICATE: pkey = decode_certificate(der, len); break;
    default: break;
    }
    if (!pkey) {
        err_openssl(err, ERR_KEY, "%s that cannot be decoded", der_kind_name(kind));
        return NULL;
    }
    ERR_clear_error(); /* a decoder that failed before another one fitted leaves its error there */
    return key_wrap(pkey, is_private, err);
}

/* What a member is, by its outline, and if that is broken by its label; NULL when neither tells. */
static const char *given_name(const struct der_member *member) {
    if (member->kind != DER_UNKNOWN) return der_kind_name(member->kind);
    if (strstr(member->label, "PRIVATE KEY")) return der_kind_name(DER_PKCS8);
    if (strstr(member->label, "PUBLIC KEY")) return der_kind_name(DER_SPKI);
    return strstr(member->label, "CERTIFICATE") ? der_kind_name(DER_CERTIFICATE) : NULL;
}

/* Why `member` is not the key that was wanted. */
static void diagnose(const struct der_member *member, int is_private, struct err *err) {
    const char *wanted = wanted_name(is_private), *given = given_name(member);
    if (strstr(member->label, "OPENSSH"))
        err_set(err, ERR_KEY,
                "a key in OpenSSH's own format where %s in PEM belongs "
                "(ssh-keygen -p -m PKCS8 converts it)",
                wanted);
    else if (member->kind == DER_PKCS8_ENCRYPTED)
        err_set(err, ERR_KEY, "an encrypted private key where %s%s belongs%s",
                is_private ? "a plain " : "", is_private ? "private key" : wanted,
                is_private ? " (decrypt it: openssl pkcs8 -in FILE -out PLAIN)" : "");
    else if (member->problem[0] && !given)
        err_set(err, ERR_KEY, "not a usable key, %s was expected: %s", wanted, member->problem);
    else if (member->problem[0] && strcmp(given, wanted) == 0)
        err_set(err, ERR_KEY, "%s that cannot be used: %s", given, member->problem);
    else if (member->problem[0])
        err_set(err, ERR_KEY, "%s where %s belongs, and a broken one: %s", given, wanted,
                member->problem);
    else if (member->kind == DER_UNKNOWN)
        err_set(err, ERR_KEY, "%s was expected: the encoding is neither a key nor a certificate",
                wanted);
    else
        err_set(err, ERR_KEY, "%s where %s belongs", given, wanted);
}

static struct key *read_key(const struct key_text *source, int is_private, struct err *err) {
    struct der_reader reader;
    struct der_member member;
    struct key *key = NULL;
    int diagnosed = 0;
    if (der_reader_open(&reader, source->text, source->len) != 0) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    while (der_reader_next(&reader, &member)) {
        /* "EC PARAMETERS" stands in front of the key that openssl ecparam writes. */
        if (strstr(member.label, "PARAMETERS")) continue;
        if (!member.problem[0] && fits(member.kind, is_private)) {
            key = decode_key(member.kind, member.der, member.len, is_private, err);
            diagnosed = 1;
            break;
        }
        if (!diagnosed) diagnose(&member, is_private, err);
        diagnosed = 1;
    }
    if (!diagnosed)
        err_set(err, ERR_KEY, "no key in the text, %s was expected", wanted_name(is_private));
    der_reader_close(&reader);
    return key;
}

struct key *key_from_spki(const unsigned char *der, size_t len, struct err *err) {
    return decode_key(DER_SPKI, der, len, 0, err);
}

struct key *key_load(const char *text, size_t len, int is_private, struct err *err) {
    struct key_text source;
    struct err inner = {0};
    if (key_text_open(&source, text, len, wanted_name(is_private), err) != 0) return NULL;
    struct key *key = read_key(&source, is_private, &inner);
    if (!key) err_set(err, inner.class, "%s%s", source.name, inner.text);
    key_text_close(&source);
    return key;
}
