/* SPDX-License-Identifier: MIT
 * Keys and certificates that the tests of cert.h share. The times are fixed: no test looks at the
 * clock. */
#ifndef ALIPAY_CERT_FIXTURE_H
#define ALIPAY_CERT_FIXTURE_H

#include "support/scratch.h"

#include "cert/cert.h"

enum { NOW = 1700000000, DAY = 86400 };

static struct key *root_key, *middle_key, *leaf_key, *sm2_key, *sm2_leaf_key;

static inline int setup(void **state) {
    struct err err;
    if (scratch_make(state) != 0) return -1;
    root_key = key_generate(KEY_RSA, 2048, &err);
    middle_key = key_generate(KEY_RSA, 2048, &err);
    leaf_key = key_generate(KEY_RSA, 2048, &err);
    sm2_key = key_generate(KEY_SM2, 0, &err);
    sm2_leaf_key = key_generate(KEY_SM2, 0, &err);
    return root_key && middle_key && leaf_key && sm2_key && sm2_leaf_key ? 0 : -1;
}

static inline int teardown(void **state) {
    key_free(root_key);
    key_free(middle_key);
    key_free(leaf_key);
    key_free(sm2_key);
    key_free(sm2_leaf_key);
    return scratch_remove(state);
}

static inline struct cert *load(const char *source) {
    struct err err = {0};
    struct cert *cert = cert_load(source, strlen(source), &err);
    if (!cert) print_error("%s\n", err.text);
    assert_non_null(cert);
    return cert;
}

static inline struct cert *make(const char *name, const struct key *key,
                                const struct key *issuer_key, const struct cert *issuer,
                                time_t starts, long days) {
    struct cert_attribute subject[] = {{"C", "CN"},
                                       {"O", "Test Ltd"},
                                       {"OU", "Unit"},
                                       {"CN", name}};
    struct cert_order order = {.subject = subject,
                               .subject_count = 4,
                               .public_key = key,
                               .issuer_key = issuer_key,
                               .issuer = issuer,
                               .days = days,
                               .ca = key != leaf_key && key != sm2_leaf_key,
                               .starts = starts,
                               .algorithm = key_kind(issuer_key) == KEY_SM2 ? KEY_ALGORITHM_SM2
                                                                            : KEY_ALGORITHM_RSA2};
    struct err err = {0};
    struct cert *cert = cert_make(&order, &err);
    if (!cert) print_error("%s\n", err.text);
    assert_non_null(cert);
    return cert;
}

static inline char *pem_of(const struct cert *cert, char out[8192]) {
    size_t len;
    struct err err;
    assert_true(cert_pem_room(cert, 0) <= 8192);
    assert_int_equal(cert_pem(cert, 0, out, cert_pem_room(cert, 0), &len, &err), 0);
    assert_int_equal(strlen(out), len);
    return out;
}

/* The two certificates in one bundle. */
static inline struct cert *bundle(const struct cert *first, const struct cert *second) {
    char a[8192], b[8192], both[16400];
    snprintf(both, sizeof both, "first\n%s\r\nsecond\n%s", pem_of(first, a), pem_of(second, b));
    return load(both);
}

static inline void save_key(const char *name, const struct key *key) {
    char pem[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    assert_int_equal(key_pem(key, KEY_PKCS8, pem, &len, &err), 0);
    scratch_write(name, pem, len);
}

static inline void expect_trust(const struct cert *cert, const struct cert *roots, time_t now,
                                const char *reason) {
    struct err why = {0};
    int trusted = cert_trusted(cert, roots, now, &why);
    if (reason && !strstr(why.text, reason))
        fail_msg("\"%s\" does not say \"%s\"", why.text, reason);
    if (!reason && !trusted) fail_msg("%s", why.text);
    assert_int_equal(trusted, reason == NULL);
}

#endif
