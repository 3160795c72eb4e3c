/* SPDX-License-Identifier: MIT
 * What the system's OpenSSL refuses: this program's own functions stand before the library's and refuse
 * the digest that a test names, as the policies of some distributions do. */
#include "support/scratch.h"

#include <dlfcn.h>

#include <openssl/evp.h>

#include "crypto/digest.h"
#include "crypto/key.h"

static const char *forbidden = ""; /* name of a digest for signatures */
static int no_end;                 /* whether digests fail at their end */

typedef int init(EVP_MD_CTX *, EVP_PKEY_CTX **, const char *, OSSL_LIB_CTX *, const char *, EVP_PKEY *,
                 const OSSL_PARAM *);

static void *behind(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    assert_non_null(function);
    return function;
}

int EVP_DigestSignInit_ex(EVP_MD_CTX *ctx, EVP_PKEY_CTX **pctx, const char *digest, OSSL_LIB_CTX *lib,
                          const char *props, EVP_PKEY *key, const OSSL_PARAM *params) {
    if (digest && strcmp(digest, forbidden) == 0) return 0;
    return ((init *)behind("EVP_DigestSignInit_ex"))(ctx, pctx, digest, lib, props, key, params);
}

int EVP_DigestVerifyInit_ex(EVP_MD_CTX *ctx, EVP_PKEY_CTX **pctx, const char *digest, OSSL_LIB_CTX *lib,
                            const char *props, EVP_PKEY *key, const OSSL_PARAM *params) {
    if (digest && strcmp(digest, forbidden) == 0) return 0;
    return ((init *)behind("EVP_DigestVerifyInit_ex"))(ctx, pctx, digest, lib, props, key, params);
}

int EVP_DigestFinal_ex(EVP_MD_CTX *ctx, unsigned char *out, unsigned *len) {
    if (no_end) return 0;
    return ((int (*)(EVP_MD_CTX *, unsigned char *, unsigned *))behind("EVP_DigestFinal_ex"))(ctx, out, len);
}

static void rsa2_works_without_sha1(void **state) {
    (void)state;
    char signature[KEY_SIGNATURE_TEXT];
    size_t len;
    struct err err;
    forbidden = "SHA1";
    struct key *key = key_generate(KEY_RSA, 1024, &err);
    assert_non_null(key);
    struct key *public = key_public(key, &err);
    assert_non_null(public);
    assert_int_equal(key_sign(key, KEY_ALGORITHM_RSA2, "a", 1, signature, &len, &err), 0);
    assert_true(key_verify(public, KEY_ALGORITHM_RSA2, "a", 1, signature, len, &err));
    assert_int_equal(key_sign(key, KEY_ALGORITHM_RSA, "a", 1, signature, &len, &err), -1);
    assert_string_equal(err.text, "this system's OpenSSL refuses to sign with RSA (its policy forbids SHA-1): use RSA2");
    assert_false(key_verify(public, KEY_ALGORITHM_RSA, "a", 1, "AAAA", 4, &err));
    assert_int_equal(err.class, ERR_KEY);
    assert_string_equal(err.text, "this system's OpenSSL refuses to verify RSA (its policy forbids SHA-1): use RSA2");
    assert_int_equal(key_sign(key, KEY_ALGORITHM_SM2, "a", 1, signature, &len, &err), -1);
    assert_string_equal(err.text, "a key of kind RSA cannot sign with SM2");
    forbidden = "";
    key_free(public);
    key_free(key);
}

static void a_key_without_any_algorithm_is_refused(void **state) {
    (void)state;
    struct err err;
    forbidden = "SM3";
    assert_null(key_generate(KEY_SM2, 0, &err));
    assert_int_equal(err.class, ERR_KEY);
    assert_non_null(strstr(err.text, "this SM2 key cannot be used"));
    forbidden = "";
}

static void a_digest_that_fails_at_its_end_says_so(void **state) {
    (void)state;
    char hex[DIGEST_SHA256_HEX + 1];
    struct err err = {ERR_NONE, ""};
    scratch_write("data", "x", 1);
    no_end = 1;
    int status = digest_sha256_file(scratch_path("data"), hex, &err);
    no_end = 0;
    assert_int_equal(status, -1);
    assert_int_equal(err.class, ERR_SYSTEM);
    assert_string_equal(err.text, "SHA-256 failed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rsa2_works_without_sha1),
        cmocka_unit_test(a_key_without_any_algorithm_is_refused),
        cmocka_unit_test(a_digest_that_fails_at_its_end_says_so),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
