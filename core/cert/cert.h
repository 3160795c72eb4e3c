/* SPDX-License-Identifier: MIT
 * X.509 certificates: bundles, Alipay's serial numbers, chains, and making certificates. */
#ifndef ALIPAY_CERT_H
#define ALIPAY_CERT_H

#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "crypto/key.h"

struct cert; /* one or more certificates, never changed once made */

enum { CERT_SN = 32 };

struct cert_info {
    const char *subject, *issuer, *serial; /* owned by the bundle */
    char algorithm[80];
    time_t not_before, not_after;
    int self_signed, ca;
};

struct cert_attribute {
    const char *name, *value; /* "CN" or a dotted OID, and UTF-8 */
};

struct cert_order {
    const struct cert_attribute *subject;
    size_t subject_count;
    const struct key *public_key; /* a private key will do: its public half is taken */
    const struct key *issuer_key;
    const struct cert *issuer; /* first member; NULL: self-signed */
    long days;
    int ca;
    const char *serial; /* decimal; NULL: the date of `starts`, and 96 random bits */
    enum key_algorithm algorithm;
    time_t starts;
    const char *hosts; /* of a server: "DNS:a.example,IP:127.0.0.1"; NULL for none */
};

/* From a source (see key_text.h). Members that cannot be parsed are skipped and counted; none at all
 * is ERR_KEY. */
struct cert *cert_load(const char *source, size_t len, struct err *err);
/* A bundle of one new certificate. */
struct cert *cert_make(const struct cert_order *order, struct err *err);
void cert_free(struct cert *cert);

size_t cert_count(const struct cert *cert);
size_t cert_skipped(const struct cert *cert);

/* An index runs from 0 to cert_count - 1. */
const char *cert_sn(const struct cert *cert, size_t index);
int cert_info(const struct cert *cert, size_t index, struct cert_info *info, struct err *err);
struct key *cert_key(const struct cert *cert, size_t index, struct err *err);

/* Room for the PEM text with its NUL, and the text itself. */
size_t cert_pem_room(const struct cert *cert, size_t index);
int cert_pem(const struct cert *cert, size_t index, char *out, size_t room, size_t *len,
             struct err *err);

/* Whether a member was signed with an algorithm of this kind (KEY_RSA or KEY_SM2). */
int cert_signed_with(const struct cert *cert, size_t index, enum key_kind kind);

/* 1 when the first member chains to one of `roots`, the others serving as intermediates, and every
 * link is in date at `now`. 0 and the reason in `why` when not. */
int cert_trusted(const struct cert *cert, const struct cert *roots, time_t now, struct err *why);

#endif
