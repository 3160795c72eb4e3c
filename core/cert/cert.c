/* SPDX-License-Identifier: MIT
 * Bundles of certificates: loading, serial numbers, facts, keys and chains. Names are printed by
 * cert_name.c, new certificates made by cert_make.c. A bundle owns its members and their texts. */
#include "cert/cert.h"

#include <stdio.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "cert/cert_internal.h"
#include "crypto/der.h"
#include "crypto/digest.h"
#include "crypto/key_text.h"

static const char rsa_family[] = "1.2.840.113549.1.1.";
static const char sm2_family[] = "1.2.156.10197.1.501";

static char *serial_text(const X509 *x509) {
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL);
    char *text = number ? BN_bn2dec(number) : NULL;
    BN_free(number);
    return text;
}

static int compute_sn(struct member *member, struct err *err) {
    size_t issuer = strlen(member->issuer), serial = strlen(member->serial);
    char *text = OPENSSL_malloc(issuer + serial + 1);
    if (!text) return err_set(err, ERR_MEMORY, "not enough memory");
    memcpy(text, member->issuer, issuer);
    memcpy(text + issuer, member->serial, serial + 1);
    int status = digest_md5(text, issuer + serial, member->sn, err);
    OPENSSL_free(text);
    return status;
}

static int has_signature(const X509 *x509, const char *family) {
    char number[128];
    const X509_ALGOR *algorithm;
    const ASN1_OBJECT *object;
    X509_get0_signature(NULL, &algorithm, x509);
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    OBJ_obj2txt(number, sizeof number, object, 1);
    return strncmp(number, family, strlen(family)) == 0;
}

/* The trap of SM2 certificates: their signature covers a user id that stands nowhere in them.
 * OpenSSL 3.0 takes an empty one unless told, and every such chain fails. The id belongs to the
 * certificate that is verified, not to its issuer. */
static int set_sm2_id(X509 *x509) {
    if (!has_signature(x509, sm2_family)) return 1;
    ASN1_OCTET_STRING *id = ASN1_OCTET_STRING_new();
    if (!id ||
        !ASN1_OCTET_STRING_set(id, (const unsigned char *)KEY_SM2_ID, (int)strlen(KEY_SM2_ID))) {
        ASN1_OCTET_STRING_free(id);
        return 0;
    }
    X509_set0_distinguishing_id(x509, id);
    return 1;
}

static void free_member(struct member *member) {
    X509_free(member->x509);
    OPENSSL_free(member->subject);
    OPENSSL_free(member->issuer);
    OPENSSL_free(member->serial);
}

int cert_add(struct cert *cert, X509 *x509, struct err *err) {
    struct member member = {.x509 = x509};
    member.subject = cert_name_text(X509_get_subject_name(x509));
    member.issuer = cert_name_text(X509_get_issuer_name(x509));
    member.serial = serial_text(x509);
    struct member *members =
        OPENSSL_realloc(cert->members, (cert->count + 1) * sizeof *cert->members);
    if (members) cert->members = members;
    if (!members || !member.subject || !member.issuer || !member.serial || !set_sm2_id(x509)) {
        free_member(&member);
        return err_openssl(err, ERR_MEMORY, "not enough memory");
    }
    if (compute_sn(&member, err) != 0) {
        free_member(&member);
        return -1;
    }
    cert->members[cert->count++] = member;
    return 0;
}

/* 1: taken, 0: not a usable certificate, -1: out of memory. */
static int add_member(struct cert *cert, const struct der_member *member, struct err *err) {
    if (member->problem[0] || member->kind != DER_CERTIFICATE) return 0;
    const unsigned char *der = member->der;
    X509 *x509 = d2i_X509(NULL, &der, (long)member->len);
    ERR_clear_error();
    if (!x509) return 0;
    return cert_add(cert, x509, err) == 0 ? 1 : -1;
}

static void diagnose(const struct der_member *member, struct err *err) {
    if (member->kind != DER_CERTIFICATE && (member->kind != DER_UNKNOWN || !member->problem[0]))
        err_set(err, ERR_KEY, "%s where a certificate belongs", der_kind_name(member->kind));
    else if (member->problem[0])
        err_set(err, ERR_KEY, "not a usable certificate: %s", member->problem);
    else
        err_set(err, ERR_KEY, "a certificate that cannot be decoded");
}

static int add_members(struct cert *cert, struct der_reader *reader, struct err *err) {
    struct der_member member;
    err_set(err, ERR_KEY, "no certificate in the text");
    int diagnosed = 0;
    while (der_reader_next(reader, &member)) {
        int taken = add_member(cert, &member, err);
        if (taken < 0) return -1;
        if (taken > 0) continue;
        /* A private key beside its certificate is no damaged certificate. */
        if (strstr(member.label, "CERTIFICATE") && !strstr(member.label, "REQUEST"))
            cert->skipped++;
        if (!diagnosed) diagnose(&member, err);
        diagnosed = 1;
    }
    return cert->count > 0 ? 0 : -1;
}

/* The chain is judged by its mathematics and dates. Which algorithms suit Alipay's roots (SHA-1
 * among them) is not ours to say, hence no security level. */
static int verify_chain(X509_STORE_CTX *ctx, const struct cert *cert, X509_STORE *store,
                        STACK_OF(X509) * others, time_t now) {
    if (X509_STORE_CTX_init(ctx, store, cert->members[0].x509, others) != 1) return -1;
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_time(param, now);
    X509_VERIFY_PARAM_set_auth_level(param, 0);
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
    return X509_verify_cert(ctx) == 1;
}

static void explain(X509_STORE_CTX *ctx, struct err *why) {
    X509 *at = X509_STORE_CTX_get_current_cert(ctx);
    char *subject = at ? cert_name_text(X509_get_subject_name(at)) : NULL;
    const char *reason = X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx));
    if (subject)
        err_set(why, ERR_KEY, "%s (%s)", reason, subject);
    else
        err_set(why, ERR_KEY, "%s", reason);
    OPENSSL_free(subject);
}

static struct cert *read_cert(const struct key_text *source, struct err *err) {
    struct der_reader reader;
    struct cert *cert = OPENSSL_zalloc(sizeof *cert);
    if (!cert || der_reader_open(&reader, source->text, source->len) != 0) {
        OPENSSL_free(cert);
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    if (add_members(cert, &reader, err) != 0) {
        cert_free(cert);
        cert = NULL;
    }
    der_reader_close(&reader);
    return cert;
}

struct cert *cert_load(const char *text, size_t len, struct err *err) {
    struct key_text source;
    struct err inner = {0};
    if (key_text_open(&source, text, len, "a certificate", err) != 0) return NULL;
    struct cert *cert = read_cert(&source, &inner);
    if (!cert) err_set(err, inner.class, "%s%s", source.name, inner.text);
    key_text_close(&source);
    return cert;
}

void cert_free(struct cert *cert) {
    if (!cert) return;
    for (size_t i = 0; i < cert->count; i++) free_member(&cert->members[i]);
    OPENSSL_free(cert->members);
    OPENSSL_free(cert);
}

size_t cert_count(const struct cert *cert) {
    return cert->count;
}

size_t cert_skipped(const struct cert *cert) {
    return cert->skipped;
}

const char *cert_sn(const struct cert *cert, size_t index) {
    return cert->members[index].sn;
}

int cert_info(const struct cert *cert, size_t index, struct cert_info *info, struct err *err) {
    const struct member *member = &cert->members[index];
    const X509_ALGOR *algorithm;
    const ASN1_OBJECT *object;
    struct tm from, until;
    if (ASN1_TIME_to_tm(X509_get0_notBefore(member->x509), &from) != 1 ||
        ASN1_TIME_to_tm(X509_get0_notAfter(member->x509), &until) != 1)
        return err_openssl(err, ERR_KEY, "the certificate's dates cannot be read");
    X509_get0_signature(NULL, &algorithm, member->x509);
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    OBJ_obj2txt(info->algorithm, sizeof info->algorithm, object, 0);
    info->subject = member->subject;
    info->issuer = member->issuer;
    info->serial = member->serial;
    info->not_before = timegm(&from);
    info->not_after = timegm(&until);
    info->self_signed = X509_self_signed(member->x509, 0) == 1;
    info->ca = X509_check_ca(member->x509) == 1;
    ERR_clear_error();
    return 0;
}

struct key *cert_key(const struct cert *cert, size_t index, struct err *err) {
    unsigned char *spki = NULL;
    int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert->members[index].x509), &spki);
    if (len <= 0) {
        err_openssl(err, ERR_KEY, "the certificate's key cannot be read");
        return NULL;
    }
    struct key *key = key_from_spki(spki, (size_t)len, err);
    OPENSSL_free(spki);
    return key;
}

size_t cert_pem_room(const struct cert *cert, size_t index) {
    int len = i2d_X509(cert->members[index].x509, NULL);
    size_t text = BASE64_LENGTH(len > 0 ? len : 0);
    return text + text / 64 + 1 + 64;
}

int cert_pem(const struct cert *cert, size_t index, char *out, size_t room, size_t *len,
             struct err *err) {
    BIO *bio = BIO_new(BIO_s_mem());
    char *text;
    int status = -1;
    if (!bio || PEM_write_bio_X509(bio, cert->members[index].x509) != 1) {
        err_openssl(err, ERR_MEMORY, "not enough memory");
    } else {
        long got = BIO_get_mem_data(bio, &text);
        if (got < 0 || (size_t)got >= room) {
            err_set(err, ERR_LIMIT, "the certificate is larger than expected");
        } else {
            memcpy(out, text, (size_t)got);
            out[got] = '\0';
            *len = (size_t)got;
            status = 0;
        }
    }
    BIO_free(bio);
    return status;
}

int cert_signed_with(const struct cert *cert, size_t index, enum key_kind kind) {
    return has_signature(cert->members[index].x509, kind == KEY_SM2 ? sm2_family : rsa_family);
}

int cert_trusted(const struct cert *cert, const struct cert *roots, time_t now, struct err *why) {
    int result = -1;
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    STACK_OF(X509) *others = sk_X509_new_null();
    int good = store && ctx && others;
    for (size_t i = 0; good && i < roots->count; i++)
        good = X509_STORE_add_cert(store, roots->members[i].x509) == 1;
    for (size_t i = 1; good && i < cert->count; i++)
        good = sk_X509_push(others, cert->members[i].x509) > 0;
    if (good) result = verify_chain(ctx, cert, store, others, now);
    if (result == 0) explain(ctx, why);
    if (result < 0) err_openssl(why, ERR_MEMORY, "not enough memory");
    sk_X509_free(others);
    X509_STORE_CTX_free(ctx);
    X509_STORE_free(store);
    ERR_clear_error();
    return result > 0;
}
