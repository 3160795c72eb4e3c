/* SPDX-License-Identifier: MIT
 * Tells from the outline of a DER encoding what it is, and finds the DER members of a text.
 * Nothing is decoded here: that is OpenSSL's work. */
#ifndef ALIPAY_DER_H
#define ALIPAY_DER_H

#include <stddef.h>

enum der_kind {
    DER_UNKNOWN,
    DER_PKCS8,
    DER_PKCS8_ENCRYPTED,
    DER_RSA_PRIVATE, /* PKCS#1 */
    DER_EC_PRIVATE,  /* SEC1 */
    DER_SPKI,
    DER_RSA_PUBLIC, /* PKCS#1 */
    DER_CERTIFICATE,
    DER_REQUEST,
    DER_PKCS12
};

/* Bytes that the outermost SEQUENCE announces, header included; 0 when it is none. */
size_t der_announced(const unsigned char *der, size_t len);

/* "a private key", "a certificate" ... for messages. */
const char *der_kind_name(enum der_kind kind);

/* Whether the text has a line like -----BEGIN PRIVATE KEY-----, however broken. */
int der_is_pem(const char *text, size_t len);

/* Walks through the members of a text: PEM blocks, or one base64 or raw DER encoding. */
struct der_reader {
    const char *at, *end;
    unsigned char *room; /* decoded bytes of the current member; wiped by der_reader_close */
    size_t room_size;
    int is_pem, started;
};

struct der_member {
    const unsigned char *der; /* valid until the next call */
    size_t len;
    enum der_kind kind; /* also of a broken one, where it can be told */
    char label[40];    /* of the PEM block; "" otherwise */
    char problem[128]; /* why `der` is of no use; "" when it is */
};

/* Returns 0, or -1 when memory is short. `text` must outlive the reader. */
int der_reader_open(struct der_reader *reader, const char *text, size_t len);
/* 1 and a member, or 0 at the end. */
int der_reader_next(struct der_reader *reader, struct der_member *member);
void der_reader_close(struct der_reader *reader);

#endif
