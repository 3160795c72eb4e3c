/* SPDX-License-Identifier: MIT
 * Makes certificate signing requests. It asks nobody for the certificate: the text it gives goes to the console. */
#include "cert/csr.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "crypto/key_internal.h"

static int set_subject(X509_REQ *request, const struct cert_attribute *subject, size_t count, struct err *err) {
    X509_NAME *name = X509_REQ_get_subject_name(request);
    for (size_t i = 0; i < count; i++)
        if (X509_NAME_add_entry_by_txt(name, subject[i].name, MBSTRING_UTF8,
                                       (const unsigned char *)subject[i].value, -1, -1, 0) != 1)
            return err_openssl(err, ERR_DATA, "the subject's %s cannot be '%s'", subject[i].name, subject[i].value);
    return 0;
}

static int sign_request(X509_REQ *request, const struct key *key, enum key_algorithm algorithm, struct err *err) {
    EVP_MD_CTX *signer = key_signer(key, algorithm, err);
    if (!signer) return -1;
    int good = X509_REQ_sign_ctx(request, signer) > 0;
    EVP_MD_CTX_free(signer);
    return good ? 0 : err_openssl(err, ERR_KEY, "the request cannot be signed");
}

static char *write_pem(X509_REQ *request, size_t *len, struct err *err) {
    BIO *memory = BIO_new(BIO_s_mem());
    char *bytes, *pem = NULL;
    if (memory && PEM_write_bio_X509_REQ(memory, request) == 1) {
        long size = BIO_get_mem_data(memory, &bytes);
        pem = OPENSSL_malloc((size_t)size + 1);
        if (pem) {
            memcpy(pem, bytes, (size_t)size);
            pem[size] = '\0';
            *len = (size_t)size;
        }
    }
    BIO_free(memory);
    if (!pem) err_openssl(err, ERR_MEMORY, "not enough memory");
    return pem;
}

char *csr_make(const struct key *key, enum key_algorithm algorithm, const struct cert_attribute *subject,
               size_t subject_count, size_t *len, struct err *err) {
    char *pem = NULL;
    if (!key_is_private(key)) {
        err_set(err, ERR_KEY, "a signing request needs a private key");
        return NULL;
    }
    X509_REQ *request = X509_REQ_new();
    if (!request)
        err_set(err, ERR_MEMORY, "not enough memory");
    else if (X509_REQ_set_version(request, X509_REQ_VERSION_1) != 1 || X509_REQ_set_pubkey(request, key->pkey) != 1)
        err_openssl(err, ERR_KEY, "the key cannot be put into a signing request");
    else if (set_subject(request, subject, subject_count, err) == 0 && sign_request(request, key, algorithm, err) == 0)
        pem = write_pem(request, len, err);
    X509_REQ_free(request);
    ERR_clear_error();
    return pem;
}

void csr_free(char *pem) {
    OPENSSL_free(pem);
}
