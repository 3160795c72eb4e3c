/* SPDX-License-Identifier: MIT
 * Certificate signing requests (PKCS#10): what the platform's console takes to issue an app's certificate. */
#ifndef ALIPAY_CSR_H
#define ALIPAY_CSR_H

#include <stddef.h>

#include "cert/cert.h"
#include "base/err.h"
#include "crypto/key.h"

/* A request for `key` (private), signed with it. PEM text with a NUL that the caller frees with csr_free; NULL when
 * it cannot be made. `len` excludes the NUL. */
char *csr_make(const struct key *key, enum key_algorithm algorithm, const struct cert_attribute *subject,
               size_t subject_count, size_t *len, struct err *err);
void csr_free(char *pem);

#endif
