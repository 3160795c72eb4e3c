/* SPDX-License-Identifier: MIT
 * Keys, certificates, ciphers and digests when memory runs out inside of OpenSSL: all work is done again
 * with the n-th allocation refused, alone and with all behind it: for each of the first n and every seventh
 * behind them, or for all with EVERY=1 in the environment. Nothing may crash or be wrong, every failure
 * has its words, and under ASan nothing of ours may leak. */
#include "support/scratch.h"

#include <openssl/crypto.h>

#include "cert/cert.h"
#include "crypto/cipher.h"
#include "crypto/digest.h"

enum { MOST = 20000, FIRST = 200, STEP = 7, SECRET = 24 };

static const char secret[SECRET + 1] = "a2tra2tra2tra2tra2traw==";
static long left = -1; /* allocations that succeed yet; -1: all of them */
static int once;       /* only one is refused */
static char key_path[600], sm2_path[600], cert_path[600];

static int refuses(void) {
    if (left < 0 || left-- > 0) return 0;
    left = once ? -1 : 0;
    return 1;
}

static void *allocate(size_t size, const char *file, int line) {
    (void)file;
    (void)line;
    return size == 0 || refuses() ? NULL : malloc(size);
}

static void *change(void *block, size_t size, const char *file, int line) {
    (void)file;
    (void)line;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return refuses() ? NULL : realloc(block, size);
}

static void release(void *block, const char *file, int line) {
    (void)file;
    (void)line;
    free(block);
}

/* 1 when a step went through; a step that did not has said why. */
static int went(int good, const struct err *err) {
    if (!good && (err->class == ERR_NONE || !err->text[0])) fail_msg("a failure without words");
    return good;
}

static int use_key_of(const char *path, enum key_algorithm algorithm, struct err *err) {
    char signature[KEY_SIGNATURE_TEXT], text[KEY_TEXT_MAX];
    size_t len;
    struct key *key = key_load(path, strlen(path), 1, err), *public = NULL;
    int good = went(key != NULL, err) &&
               went(key_sign(key, algorithm, "a", 1, signature, &len, err) == 0, err);
    if (good) good = went((public = key_public(key, err)) != NULL, err);
    /* A signature that cannot be checked for want of memory is neither taken for good nor for forged. */
    if (good && key_verify(public, algorithm, "b", 1, signature, len, err)) fail();
    good = good && went(key_verify(public, algorithm, "a", 1, signature, len, err) == 1, err) &&
           went(key_pem(key, KEY_PKCS8, text, &len, err) == 0, err);
    key_free(public);
    key_free(key);
    return good;
}

static int use_rsa(struct err *err) {
    return use_key_of(key_path, KEY_ALGORITHM_RSA2, err);
}

static int use_sm2(struct err *err) {
    return use_key_of(sm2_path, KEY_ALGORITHM_SM2, err);
}

static int use_cert(struct err *err) {
    struct cert_info info;
    char pem[8192];
    size_t len;
    struct cert *cert = cert_load(cert_path, strlen(cert_path), err);
    if (!went(cert != NULL, err)) return 0;
    struct key *key = cert_key(cert, 0, err);
    int good = went(key != NULL, err) && went(cert_info(cert, 0, &info, err) == 0, err) &&
               went(cert_pem(cert, 0, pem, sizeof pem, &len, err) == 0, err) &&
               went(cert_trusted(cert, cert, time(NULL), err), err);
    key_free(key);
    cert_free(cert);
    return good;
}

static int use_cipher(struct err *err) {
    char sealed[CIPHER_ENCRYPT_ROOM(5)], plain[CIPHER_DECRYPT_ROOM(sizeof sealed)];
    size_t len, plain_len;
    for (int algorithm = CIPHER_AES; algorithm <= CIPHER_SM4; algorithm++) {
        enum cipher_algorithm which = (enum cipher_algorithm)algorithm;
        if (!went(cipher_encrypt(which, secret, SECRET, NULL, "hello", 5, sealed, &len, err) == 0, err) ||
            !went(cipher_decrypt(which, secret, SECRET, NULL, sealed, len, plain, &plain_len, err) == 0, err))
            return 0;
        assert_int_equal(plain_len, 5);
        assert_memory_equal(plain, "hello", 5);
    }
    return 1;
}

static int use_digest(struct err *err) {
    char hex[DIGEST_SHA256_HEX + 1], file_hex[DIGEST_SHA256_HEX + 1];
    if (!went(digest_sha256("x", 1, hex, err) == 0, err) ||
        !went(digest_sha256_file(scratch_path("x"), file_hex, err) == 0, err))
        return 0;
    assert_string_equal(hex, file_hex);
    return 1;
}

static int run(int (*use)(struct err *), long count) {
    struct err err = {ERR_NONE, ""};
    left = count;
    int good = use(&err);
    int untouched = count < 0 || left > 0;
    left = -1;
    if (untouched && !good) fail_msg("with %ld allocations: %s", count, err.text);
    return untouched;
}

static void run_short(int (*use)(struct err *)) {
    int step = getenv("EVERY") ? 1 : STEP;
    struct err err;
    if (!use(&err)) fail_msg("%s", err.text); /* what OpenSSL keeps for ever is there now */
    for (once = 0; once <= 1; once++) {
        long count = 0;
        while (count < MOST && !run(use, count)) count += count < FIRST ? 1 : step;
        assert_in_range(count, 2, MOST - 1);
    }
}

static void keys(void **state) {
    (void)state;
    run_short(use_rsa);
    run_short(use_sm2);
}

static void certificates(void **state) {
    (void)state;
    run_short(use_cert);
}

static void ciphers(void **state) {
    (void)state;
    run_short(use_cipher);
}

static void digests(void **state) {
    (void)state;
    run_short(use_digest);
}

static int setup(void **state) {
    if (scratch_make(state) != 0) return -1;
    scratch_run("openssl req -x509 -newkey rsa:1024 -nodes -keyout k.pem -out c.pem -days 3 -subj /CN=x 2>/dev/null &&"
                "openssl genpkey -algorithm SM2 -out s.pem 2>/dev/null &&"
                "iconv -t UTF-16 k.pem >k.txt && printf x >x");
    snprintf(key_path, sizeof key_path, "%s", scratch_path("k.txt"));
    snprintf(sm2_path, sizeof sm2_path, "%s", scratch_path("s.pem"));
    snprintf(cert_path, sizeof cert_path, "%s", scratch_path("c.pem"));
    return 0;
}

int main(void) {
    if (!CRYPTO_set_mem_functions(allocate, change, release)) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys),
        cmocka_unit_test(certificates),
        cmocka_unit_test(ciphers),
        cmocka_unit_test(digests),
    };
    return cmocka_run_group_tests_name("memory runs out in OpenSSL", tests, setup, scratch_remove);
}
