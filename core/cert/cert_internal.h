/* SPDX-License-Identifier: MIT
 * What the files of cert.h share; nobody else includes it. */
#ifndef ALIPAY_CERT_INTERNAL_H
#define ALIPAY_CERT_INTERNAL_H

#include <openssl/x509.h>

#include "cert/cert.h"

struct member {
    X509 *x509;
    char *subject, *issuer, *serial; /* by OPENSSL_malloc */
    char sn[CERT_SN + 1];
};

struct cert {
    struct member *members;
    size_t count, skipped;
};

/* Takes over `x509` (also when it fails). -1 when memory is short. */
int cert_add(struct cert *cert, X509 *x509, struct err *err);

/* The name as Java's X500Principal.getName() prints it, to be freed with OPENSSL_free; NULL when
 * memory is short. */
char *cert_name_text(const X509_NAME *name);

#endif
