/* SPDX-License-Identifier: MIT
 * Signatures, with the openssl command as judge in both directions: byte for byte where they are
 * not randomised. Several threads with one key are here too. */
#include "support/scratch.h"

#include <pthread.h>

#include "crypto/key.h"

static struct key *rsa, *sm2, *other; /* made once: RSA keys are slow to make */

static int save_key(const char *name, const struct key *key, enum key_format format) {
    char pem[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    if (key_pem(key, format, pem, &len, &err) != 0) return -1;
    scratch_write(name, pem, len);
    return 0;
}

static int setup(void **state) {
    struct err err;
    if (scratch_make(state) != 0) return -1;
    rsa = key_generate(KEY_RSA, 2048, &err);
    other = key_generate(KEY_RSA, 1024, &err);
    sm2 = key_generate(KEY_SM2, 0, &err);
    if (!rsa || !sm2 || !other) return -1;
    return save_key("rsa.pem", rsa, KEY_PKCS8) || save_key("sm2.pem", sm2, KEY_PKCS8) ||
           save_key("sm2_pub.pem", sm2, KEY_SPKI);
}

static int teardown(void **state) {
    key_free(rsa);
    key_free(sm2);
    key_free(other);
    return scratch_remove(state);
}

static void sign(const struct key *key, enum key_algorithm algorithm, const char *data, char *out) {
    size_t len;
    struct err err;
    assert_int_equal(key_sign(key, algorithm, data, strlen(data), out, &len, &err), 0);
    assert_int_equal(strlen(out), len);
}

static void rsa_equals_openssl(void **state) {
    (void)state;
    static const struct {
        enum key_algorithm algorithm;
        const char *digest;
    } rows[] = {{KEY_ALGORITHM_RSA2, "sha256"}, {KEY_ALGORITHM_RSA, "sha1"}};
    const char *texts[] = {"", "a=1&b=2",
                           "app_id=2021&biz_content={\"subject\":\"\xE4\xBD\xA0\xE5\xA5\xBD\"}"};
    for (int r = 0; r < 2; r++) {
        for (size_t t = 0; t < 3; t++) {
            char ours[KEY_SIGNATURE_TEXT];
            sign(rsa, rows[r].algorithm, texts[t], ours);
            scratch_write("data", texts[t], strlen(texts[t]));
            scratch_run("openssl dgst -%s -sign rsa.pem -out sig data && base64 -w0 sig >sig.b64",
                        rows[r].digest);
            char *theirs = scratch_read("sig.b64", NULL);
            assert_string_equal(ours, theirs);
            free(theirs);
        }
    }
}

/* The library's security level forbids SHA-1 in TLS and in certificates, never in a signature of
 * data. */
static void sha1_at_security_level_two(void **state) {
    (void)state;
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(len > 0);
    self[len] = '\0';
    static const char conf[] = "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
                               "CipherString = DEFAULT@SECLEVEL=2\n";
    scratch_write("two.cnf", conf, strlen(conf));
    scratch_run("OPENSSL_CONF=two.cnf ALIPAY_TEST_SHA1=rsa.pem '%s'", self);
}

static int sha1_alone(const char *path) {
    char out[KEY_SIGNATURE_TEXT];
    size_t len;
    struct err err;
    struct key *key = key_load(path, strlen(path), 1, &err);
    int good = key && key_sign(key, KEY_ALGORITHM_RSA, "x", 1, out, &len, &err) == 0 &&
               key_verify(key, KEY_ALGORITHM_RSA, "x", 1, out, len, &err) == 1;
    key_free(key);
    return good ? 0 : 1;
}

static void sm2_both_ways(void **state) {
    (void)state;
    char ours[KEY_SIGNATURE_TEXT];
    unsigned char raw[256];
    size_t len;
    struct err why;
    scratch_write("data", "a=1&b=2", 7);
    sign(sm2, KEY_ALGORITHM_SM2, "a=1&b=2", ours);
    assert_int_equal(base64_decode(ours, strlen(ours), raw, &len, NULL), 0);
    scratch_write("sig", raw, len);
    scratch_run("openssl pkeyutl -verify -pubin -inkey sm2_pub.pem -in data -rawin -digest sm3 "
                "-sigfile sig "
                "-pkeyopt distid:" KEY_SM2_ID);
    scratch_run("openssl pkeyutl -sign -inkey sm2.pem -in data -rawin -digest sm3 -out sig2 "
                "-pkeyopt distid:" KEY_SM2_ID " && base64 -w0 sig2 >sig2.b64");
    char *theirs = scratch_read("sig2.b64", NULL);
    assert_int_equal(key_verify(sm2, KEY_ALGORITHM_SM2, "a=1&b=2", 7, theirs, strlen(theirs), &why),
                     1);
    assert_int_equal(key_verify(sm2, KEY_ALGORITHM_SM2, "a=1&b=3", 7, theirs, strlen(theirs), &why),
                     0);
    assert_int_equal(why.class, ERR_NONE);
    free(theirs);
    scratch_run("openssl pkeyutl -sign -inkey sm2.pem -in data -rawin -digest sm3 -out sig3 "
                "-pkeyopt distid:another && base64 -w0 sig3 >sig3.b64");
    theirs = scratch_read("sig3.b64", NULL);
    assert_int_equal(key_verify(sm2, KEY_ALGORITHM_SM2, "a=1&b=2", 7, theirs, strlen(theirs), &why),
                     0);
    free(theirs);
}

static void bad_signatures(void **state) {
    (void)state;
    char good[KEY_SIGNATURE_TEXT], bad[2 * KEY_SIGNATURE_TEXT];
    struct err why;
    sign(rsa, KEY_ALGORITHM_RSA2, "data", good);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "data", 4, good, strlen(good), &why), 1);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "datA", 4, good, strlen(good), &why), 0);
    assert_int_equal(why.class, ERR_NONE);
    assert_string_equal(why.text, "");
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA, "data", 4, good, strlen(good), &why), 0);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "data", 4, "", 0, &why), 0);
    assert_string_equal(why.text, "length 0, expected 256");
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "data", 4, "no base64!", 10, &why), 0);
    assert_string_equal(why.text, "not base64");
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "data", 4, good, strlen(good) - 1, &why),
                     0);
    assert_string_equal(why.text, "not base64");
    assert_int_equal(key_verify(other, KEY_ALGORITHM_RSA2, "data", 4, good, strlen(good), &why), 0);
    assert_string_equal(why.text, "length 256, expected 128");
    assert_int_equal(key_verify(sm2, KEY_ALGORITHM_RSA2, "data", 4, good, strlen(good), &why), 0);
    assert_string_equal(why.text, "a key of kind SM2 cannot verify RSA2");
    assert_int_equal(key_verify(sm2, KEY_ALGORITHM_SM2, "data", 4, good, strlen(good), &why), 0);
    assert_non_null(strstr(why.text, "length 256"));
    memset(bad, 'A', sizeof bad);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "data", 4, bad, sizeof bad / 4 * 4, &why),
                     0);
    assert_non_null(strstr(why.text, "expected 256"));
    strcpy(bad, good);
    memmove(bad + 77, bad + 76, strlen(bad + 76) + 1); /* a folded signature is good as well */
    bad[76] = '\n';
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, "data", 4, bad, strlen(bad), &why), 1);
}

static void ranges_are_not_copied(void **state) {
    (void)state;
    static const char reply[] = "{\"r\":{\"a\":1},\"sign\":\"\"}";
    char signature[KEY_SIGNATURE_TEXT];
    struct err why;
    sign(rsa, KEY_ALGORITHM_RSA2, "", signature);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, &reply[9], 0, signature, strlen(signature),
                                &why),
                     1);
    sign(rsa, KEY_ALGORITHM_RSA2, "{\"a\":1}", signature);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, &reply[5], 7, signature, strlen(signature),
                                &why),
                     1);
    assert_int_equal(key_verify(rsa, KEY_ALGORITHM_RSA2, &reply[5], 8, signature, strlen(signature),
                                &why),
                     0);
}

static void public_keys_cannot_sign(void **state) {
    (void)state;
    char out[KEY_SIGNATURE_TEXT];
    size_t len;
    struct err err;
    struct key *public = key_public(rsa, &err);
    assert_int_equal(key_sign(public, KEY_ALGORITHM_RSA2, "x", 1, out, &len, &err), -1);
    assert_string_equal(err.text, "a public key cannot sign");
    key_free(public);
    assert_int_equal(key_sign(sm2, KEY_ALGORITHM_RSA2, "x", 1, out, &len, &err), -1);
    assert_string_equal(err.text, "a key of kind SM2 cannot sign with RSA2");
}

static void *work(void *argument) {
    struct key *key = argument;
    char out[KEY_SIGNATURE_TEXT], data[32];
    size_t len;
    struct err err;
    enum key_algorithm algorithm =
        key_kind(key) == KEY_SM2 ? KEY_ALGORITHM_SM2 : KEY_ALGORITHM_RSA2;
    size_t failures = 0;
    for (int i = 0; i < 40; i++) {
        snprintf(data, sizeof data, "message %d", i);
        failures += key_sign(key, algorithm, data, strlen(data), out, &len, &err) != 0;
        failures += key_verify(key, algorithm, data, strlen(data), out, len, &err) != 1;
    }
    key_free(key);
    return (void *)failures;
}

static void threads_share_a_key(void **state) {
    (void)state;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, key_ref(i % 2 ? sm2 : rsa)), 0);
    for (int i = 0; i < 4; i++) {
        void *failures = NULL;
        assert_int_equal(pthread_join(threads[i], &failures), 0);
        assert_null(failures);
    }
}

int main(void) {
    const char *alone = getenv("ALIPAY_TEST_SHA1");
    if (alone) return sha1_alone(alone);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rsa_equals_openssl),    cmocka_unit_test(sha1_at_security_level_two),
        cmocka_unit_test(sm2_both_ways),         cmocka_unit_test(bad_signatures),
        cmocka_unit_test(ranges_are_not_copied), cmocka_unit_test(public_keys_cannot_sign),
        cmocka_unit_test(threads_share_a_key),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
