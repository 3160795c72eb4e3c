/* SPDX-License-Identifier: MIT
 * Signing and verifying. Each call copies the key's prepared context and works in its own copy, so
 * calls in several threads do not meet. Loading and writing keys is not done here. */
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "crypto/key.h"
#include "crypto/key_internal.h"

enum { SM2_SIGNATURE_MAX = 80 };

static const char *const algorithm_names[KEY_ALGORITHMS] = {"RSA2", "RSA", "SM2"};

static EVP_MD_CTX *copy_context(const EVP_MD_CTX *prepared, struct err *err) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (ctx && EVP_MD_CTX_copy_ex(ctx, prepared) == 1) {
        /* This copy ends with its signature: spare OpenSSL the second copy that would allow going
         * on. */
        EVP_MD_CTX_set_flags(ctx, EVP_MD_CTX_FLAG_FINALISE);
        return ctx;
    }
    EVP_MD_CTX_free(ctx);
    err_openssl(err, ERR_MEMORY, "not enough memory");
    return NULL;
}

/* Why there is no prepared context. */
static void refuse(const struct key *key, enum key_algorithm algorithm, const char *verb,
                   struct err *err) {
    if (!key_suits(key, algorithm))
        err_set(err, ERR_KEY, "a key of kind %s cannot %s %s", key_kind_name(key), verb,
                algorithm_names[algorithm]);
    else
        err_set(err, ERR_KEY, "this system's OpenSSL refuses to %s %s%s", verb,
                algorithm_names[algorithm],
                algorithm == KEY_ALGORITHM_RSA ? " (its policy forbids SHA-1): use RSA2" : "");
}

EVP_MD_CTX *key_signer(const struct key *key, enum key_algorithm algorithm, struct err *err) {
    if (!key->is_private) {
        err_set(err, ERR_KEY, "a public key cannot sign");
        return NULL;
    }
    if (!key->signers[algorithm]) {
        refuse(key, algorithm, "sign with", err);
        return NULL;
    }
    return copy_context(key->signers[algorithm], err);
}

int key_sign(const struct key *key, enum key_algorithm algorithm, const void *data, size_t data_len,
             char out[KEY_SIGNATURE_TEXT], size_t *out_len, struct err *err) {
    unsigned char raw[KEY_SIGNATURE_MAX];
    size_t raw_len = sizeof raw;
    EVP_MD_CTX *ctx = key_signer(key, algorithm, err);
    if (!ctx) return -1;
    int good = EVP_DigestSign(ctx, raw, &raw_len, data, data_len) == 1;
    EVP_MD_CTX_free(ctx);
    if (!good) return err_openssl(err, ERR_KEY, "the key cannot sign");
    *out_len = base64_encode(raw, raw_len, out);
    return 0;
}

static int check_length(const struct key *key, size_t len, struct err *why) {
    size_t expected = (size_t)(key->bits + 7) / 8;
    if (key->kind == KEY_RSA && len != expected)
        return err_set(why, ERR_DATA, "length %zu, expected %zu", len, expected);
    if (key->kind == KEY_SM2 && len > SM2_SIGNATURE_MAX)
        return err_set(why, ERR_DATA, "length %zu, expected about 70", len);
    return 0;
}

/* Decodes the signature and checks what needs no mathematics. What fits the buffer is decoded at
 * once. */
static int read_signature(const struct key *key, const char *text, size_t len, unsigned char *raw,
                          size_t *raw_len, struct err *why) {
    size_t digits, expected = (size_t)(key->bits + 7) / 8;
    if (BASE64_ROOM(len) <= KEY_SIGNATURE_MAX && base64_decode(text, len, raw, raw_len, NULL) == 0)
        return check_length(key, *raw_len, why);
    if (!base64_looks(text, len, &digits) || digits % 4 != 0)
        return err_set(why, ERR_DATA, "not base64");
    /* White space may make the text longer than what it says; the sum of digits decides. */
    if (BASE64_ROOM(digits) > KEY_SIGNATURE_MAX + 6 || BASE64_ROOM(len) > 2 * KEY_SIGNATURE_MAX)
        return err_set(why, ERR_DATA, "length about %zu, expected %zu", digits / 4 * 3, expected);
    if (base64_decode(text, len, raw, raw_len, NULL) != 0)
        return err_set(why, ERR_DATA, "not base64");
    return check_length(key, *raw_len, why);
}

enum why_not { SILENT, FORGED, UNDONE };

/* What OpenSSL says of a verification that failed; empties its error queue. */
static enum why_not why_not(void) {
    unsigned long code;
    enum why_not why = SILENT;
    int short_of_memory = 0;
    while ((code = ERR_get_error()) != 0) {
        int reason = ERR_GET_REASON(code), library = ERR_GET_LIB(code);
#ifdef EVP_R_PROVIDER_SIGNATURE_FAILURE
        /* Newer libraries add this to every verification that fails: it says nothing of the cause. */
        if (library == ERR_LIB_EVP && reason == EVP_R_PROVIDER_SIGNATURE_FAILURE) continue;
#endif
        if (why == SILENT) why = UNDONE;
        if (reason == ERR_R_MALLOC_FAILURE) short_of_memory = 1;
        if ((library == ERR_LIB_RSA || library == ERR_LIB_SM2) && !(reason & ERR_RFLAG_COMMON))
            why = FORGED;
    }
    return short_of_memory ? UNDONE : why;
}

/* 1 good, 0 forged, -1 when that could not be found out. OpenSSL gives 0 as well when it runs out
 * of memory on the way, with SM2 even in silence, as it does with what is forged: then it is asked
 * again, which takes memory before anything else. */
static int verify(const EVP_MD_CTX *prepared, const unsigned char *raw, size_t raw_len,
                  const void *data, size_t data_len) {
    enum why_not why = SILENT;
    for (int attempt = 0; attempt < 2 && why == SILENT; attempt++) {
        EVP_MD_CTX *ctx = copy_context(prepared, NULL);
        if (!ctx) return -1;
        ERR_clear_error();
        int good = EVP_DigestVerify(ctx, raw, raw_len, data, data_len) == 1;
        EVP_MD_CTX_free(ctx);
        if (good) return 1;
        why = why_not();
    }
    return why == UNDONE ? -1 : 0;
}

int key_verify(const struct key *key, enum key_algorithm algorithm, const void *data,
               size_t data_len, const char *signature, size_t signature_len, struct err *why) {
    unsigned char raw[2 * KEY_SIGNATURE_MAX];
    size_t raw_len = 0;
    if (why) {
        why->class = ERR_NONE;
        why->text[0] = '\0';
    }
    if (!key->verifiers[algorithm]) {
        refuse(key, algorithm, "verify", why);
        return 0;
    }
    if (read_signature(key, signature, signature_len, raw, &raw_len, why) != 0) return 0;
    int good = verify(key->verifiers[algorithm], raw, raw_len, data, data_len);
    if (good < 0) err_set(why, ERR_MEMORY, "not enough memory");
    return good > 0;
}
