/* SPDX-License-Identifier: MIT
 * Makes certificates: for the local gateway and for tests, which play Alipay's part with keys of
 * their own. It is no certification authority: it keeps no list of serial numbers and revokes
 * nothing. */
#include <stdio.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "cert/cert_internal.h"
#include "crypto/key_internal.h"

static int set_subject(X509 *x509, const struct cert_order *order, struct err *err) {
    X509_NAME *name = X509_get_subject_name(x509);
    for (size_t i = 0; i < order->subject_count; i++) {
        const struct cert_attribute *attribute = &order->subject[i];
        if (X509_NAME_add_entry_by_txt(name, attribute->name, MBSTRING_UTF8,
                                       (const unsigned char *)attribute->value, -1, -1, 0) != 1)
            return err_openssl(err, ERR_DATA, "the subject's %s cannot be '%s'", attribute->name,
                               attribute->value);
    }
    const X509_NAME *issuer =
        order->issuer ? X509_get_subject_name(order->issuer->members[0].x509) : name;
    if (X509_set_issuer_name(x509, issuer) != 1)
        return err_openssl(err, ERR_MEMORY, "not enough memory");
    return 0;
}

/* 16 bytes whose hexadecimal digits begin with the date, as those of Alipay's certificates do: so the sign bit is never
 * set, and even clients that take bigger numbers for hexadecimal text find the same serial number. */
static int draw_serial(time_t starts, BIGNUM **number) {
    enum { RANDOM = 12 };
    unsigned char bytes[RANDOM];
    char digits[8 + 2 * RANDOM + 1];
    struct tm date;
    if (!gmtime_r(&starts, &date) || strftime(digits, sizeof digits, "%Y%m%d", &date) != 8 ||
        RAND_bytes(bytes, RANDOM) != 1)
        return 0;
    for (size_t i = 0; i < RANDOM; i++) snprintf(digits + 8 + 2 * i, 3, "%02x", bytes[i]);
    return BN_hex2bn(number, digits) > 0;
}

static int set_serial(X509 *x509, const char *decimal, time_t starts, struct err *err) {
    BIGNUM *number = NULL;
    int good;
    if (decimal) {
        size_t digits = strspn(decimal, "0123456789");
        if (digits == 0 || decimal[digits] || digits > 48)
            return err_set(err, ERR_DATA, "a serial number is decimal digits, 48 at most");
        good = BN_dec2bn(&number, decimal) > 0;
    } else {
        good = draw_serial(starts, &number);
    }
    good = good && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL;
    BN_free(number);
    return good ? 0 : err_openssl(err, ERR_SYSTEM, "no serial number could be made");
}

static int set_dates(X509 *x509, const struct cert_order *order, struct err *err) {
    time_t starts = order->starts;
    if (X509_time_adj_ex(X509_getm_notBefore(x509), 0, 0, &starts) &&
        X509_time_adj_ex(X509_getm_notAfter(x509), (int)order->days, 0, &starts))
        return 0;
    return err_openssl(err, ERR_DATA, "the dates are outside what a certificate can say");
}

static int add_extension(X509 *x509, X509V3_CTX *ctx, int nid, const char *value) {
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, ctx, nid, value);
    int good = extension && X509_add_ext(x509, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return good;
}

static int set_extensions(X509 *x509, const struct cert_order *order, struct err *err) {
    X509V3_CTX ctx;
    X509 *issuer = order->issuer ? order->issuer->members[0].x509 : x509;
    X509V3_set_ctx(&ctx, issuer, x509, NULL, NULL, 0);
    if (add_extension(x509, &ctx, NID_basic_constraints,
                      order->ca ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
        add_extension(x509, &ctx, NID_key_usage,
                      order->ca      ? "critical,keyCertSign,cRLSign"
                      : order->hosts ? "critical,digitalSignature,keyEncipherment"
                                     : "critical,digitalSignature") &&
        (!order->hosts || (add_extension(x509, &ctx, NID_subject_alt_name, order->hosts) &&
                           add_extension(x509, &ctx, NID_ext_key_usage, "serverAuth"))) &&
        add_extension(x509, &ctx, NID_subject_key_identifier, "hash") &&
        (!order->issuer || X509_get0_subject_key_id(issuer) == NULL ||
         add_extension(x509, &ctx, NID_authority_key_identifier, "keyid")))
        return 0;
    return err_openssl(err, ERR_SYSTEM, "the certificate's extensions cannot be set");
}

static int check_issuer(const struct cert_order *order, struct err *err) {
    const struct key *key = order->issuer_key;
    if (!key_is_private(key))
        return err_set(err, ERR_KEY, "the issuer's key must be a private key");
    if (!order->issuer) {
        if (key_matches(key, order->public_key)) return 0;
        return err_set(err, ERR_KEY,
                       "without an issuer the certificate is self-signed: its key must be the "
                       "issuer's");
    }
    struct key *own = cert_key(order->issuer, 0, err);
    if (!own) return -1;
    int same = key_matches(own, key);
    key_free(own);
    return same ? 0
                : err_set(err, ERR_KEY,
                          "the issuer's key does not belong to the issuer's certificate");
}

static int sign_certificate(X509 *x509, const struct cert_order *order, struct err *err) {
    /* No request is signed by such a key, only a certificate. */
    if (key_kind(order->issuer_key) == KEY_EC) {
        if (X509_sign(x509, order->issuer_key->pkey, EVP_sha384()) > 0) return 0;
        return err_openssl(err, ERR_KEY, "the certificate cannot be signed");
    }
    EVP_MD_CTX *signer = key_signer(order->issuer_key, order->algorithm, err);
    if (!signer) return -1;
    int good = X509_sign_ctx(x509, signer) > 0;
    EVP_MD_CTX_free(signer);
    return good ? 0 : err_openssl(err, ERR_KEY, "the certificate cannot be signed");
}

static int fill(X509 *x509, const struct cert_order *order, struct err *err) {
    if (check_issuer(order, err) != 0) return -1;
    if (X509_set_version(x509, X509_VERSION_3) != 1 ||
        X509_set_pubkey(x509, order->public_key->pkey) != 1)
        return err_openssl(err, ERR_KEY, "the key cannot be put into a certificate");
    if (set_subject(x509, order, err) != 0 || set_serial(x509, order->serial, order->starts, err) != 0 ||
        set_dates(x509, order, err) != 0 || set_extensions(x509, order, err) != 0)
        return -1;
    return sign_certificate(x509, order, err);
}

struct cert *cert_make(const struct cert_order *order, struct err *err) {
    struct cert *cert = OPENSSL_zalloc(sizeof *cert);
    X509 *x509 = X509_new();
    if (!cert || !x509) {
        err_set(err, ERR_MEMORY, "not enough memory");
    } else if (fill(x509, order, err) == 0) {
        int added = cert_add(cert, x509, err);
        x509 = NULL;
        if (added == 0) return cert;
    }
    ERR_clear_error();
    X509_free(x509);
    cert_free(cert);
    return NULL;
}
