/* SPDX-License-Identifier: MIT
 * Certificate signing requests of our own making, judged by the openssl command. */
#include "support/scratch.h"

#include "cert/csr.h"

static struct key *rsa, *sm2;

static int setup(void **state) {
    struct err err;
    if (scratch_make(state) != 0) return -1;
    rsa = key_generate(KEY_RSA, 2048, &err);
    sm2 = key_generate(KEY_SM2, 0, &err);
    return rsa && sm2 ? 0 : -1;
}

static int teardown(void **state) {
    key_free(rsa);
    key_free(sm2);
    return scratch_remove(state);
}

static const struct cert_attribute subject[] = {{"C", "CN"}, {"O", "\xe6\xb5\xb7 & <Co>, \"Ltd\""}, {"CN", "shop.example"}};

static void make(const struct key *key, enum key_algorithm algorithm) {
    struct err err;
    size_t len;
    char *pem = csr_make(key, algorithm, subject, 3, &len, &err);
    assert_non_null(pem);
    assert_int_equal(strlen(pem), len);
    scratch_write("r.csr", pem, len);
    csr_free(pem);
}

static void says(const char *words) {
    char *out = scratch_read("out.txt", NULL);
    if (!strstr(out, words)) fail_msg("\"%s\" is not in: %s", words, out);
    free(out);
}

static void openssl_verifies(void **state) {
    (void)state;
    make(rsa, KEY_ALGORITHM_RSA2);
    assert_int_equal(scratch_try("openssl req -in r.csr -noout -verify -text -nameopt utf8,-esc_msb"), 0);
    says("verify OK");
    says("sha256WithRSAEncryption");
    says("CN=shop.example");
    make(sm2, KEY_ALGORITHM_SM2);
    assert_int_equal(scratch_try("openssl req -in r.csr -noout -verify -text -vfyopt distid:" KEY_SM2_ID), 0);
    says("verify OK");
    says("SM2-with-SM3");
}

static void refused(const struct key *key, enum key_algorithm algorithm, const struct cert_attribute *attributes,
                    enum err_class class, const char *words) {
    struct err err;
    size_t len;
    assert_null(csr_make(key, algorithm, attributes, 1, &len, &err));
    assert_int_equal(err.class, class);
    if (!strstr(err.text, words)) fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

static void wrong_orders_are_named(void **state) {
    (void)state;
    struct err err;
    struct key *public = key_public(rsa, &err);
    const struct cert_attribute unknown = {"NOSUCH", "x"}, country = {"C", "CHINA"};
    refused(public, KEY_ALGORITHM_RSA2, subject, ERR_KEY, "needs a private key");
    refused(rsa, KEY_ALGORITHM_SM2, subject, ERR_KEY, "RSA");
    refused(rsa, KEY_ALGORITHM_RSA2, &unknown, ERR_DATA, "NOSUCH");
    refused(rsa, KEY_ALGORITHM_RSA2, &country, ERR_DATA, "CHINA");
    key_free(public);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openssl_verifies),
        cmocka_unit_test(wrong_orders_are_named),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
