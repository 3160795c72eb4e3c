/* SPDX-License-Identifier: MIT
 * AES-CBC by EVP and SM4-GCM by gcm.c, with Alipay's conventions for keys, IVs and texts. Which
 * texts are encrypted, and when, is not decided here. Working copies are wiped. */
#include "crypto/cipher.h"

#include <pthread.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "crypto/gcm.h"

enum { BLOCK = 16, KEY_MAX = 32, KEY_TEXT = 128, TEXT_MAX = 1 << 30 };

static pthread_once_t fetched = PTHREAD_ONCE_INIT;
static EVP_CIPHER *aes[3]; /* 128, 192, 256 bits */

static const unsigned char zeros[CIPHER_IV];

static void fetch_ciphers(void) {
    aes[0] = EVP_CIPHER_fetch(NULL, "AES-128-CBC", NULL);
    aes[1] = EVP_CIPHER_fetch(NULL, "AES-192-CBC", NULL);
    aes[2] = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL);
}

static int fits_aes(size_t len) {
    return len == 16 || len == 24 || len == 32;
}

/* Base64 of base64 is the classic mistake with a key from the console. Of 16 bytes it makes 24,
 * which would pass as AES-192, so the inner padding must be looked for. A key of 32 random letters
 * without padding is a key. */
static int is_encoded_twice(const unsigned char *key, size_t len) {
    unsigned char inner[BASE64_ROOM(KEY_TEXT)];
    size_t inner_len = 0;
    int twice = (!fits_aes(len) || (len > 0 && key[len - 1] == '=')) &&
                base64_decode((const char *)key, len, inner, &inner_len, NULL) == 0 &&
                fits_aes(inner_len);
    OPENSSL_cleanse(inner, sizeof inner);
    return twice;
}

static int read_key(enum cipher_algorithm algorithm, const char *text, size_t text_len,
                    unsigned char key[KEY_MAX], size_t *len, struct err *err) {
    unsigned char bytes[BASE64_ROOM(KEY_TEXT)];
    struct err inner;
    if (text_len > KEY_TEXT)
        return err_set(err, ERR_KEY, "the key is too long (%zu characters of base64)", text_len);
    int status = -1;
    if (base64_decode(text, text_len, bytes, len, &inner) != 0)
        err_set(err, ERR_KEY, "the key is %s", inner.text);
    else if (is_encoded_twice(bytes, *len))
        err_set(err, ERR_KEY, "the key is base64 of base64: it was encoded twice");
    else if (algorithm == CIPHER_SM4 && *len != 16)
        err_set(err, ERR_KEY, "the key has %zu bytes, SM4 needs 16", *len);
    else if (!fits_aes(*len))
        err_set(err, ERR_KEY, "the key has %zu bytes, AES needs 16, 24 or 32", *len);
    else
        status = 0;
    if (status == 0) memcpy(key, bytes, *len);
    OPENSSL_cleanse(bytes, sizeof bytes);
    return status;
}

static int run_cbc(int encrypting, const unsigned char *key, size_t key_len,
                   const unsigned char *iv, const unsigned char *in, size_t len, unsigned char *out,
                   size_t *out_len, struct err *err) {
    int body = 0, tail = 0;
    pthread_once(&fetched, fetch_ciphers);
    EVP_CIPHER *cipher = aes[key_len / 8 - 2];
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    if (!ctx) return err_set(err, ERR_MEMORY, "not enough memory");
    int status = 0;
    if (!cipher || EVP_CipherInit_ex2(ctx, cipher, key, iv, encrypting, NULL) != 1 ||
        EVP_CipherUpdate(ctx, out, &body, in, (int)len) != 1)
        status = err_openssl(err, ERR_SYSTEM, "AES failed");
    else if (EVP_CipherFinal_ex(ctx, out + body, &tail) != 1)
        status = err_set(err, ERR_DATA, "bad padding: another key or IV, or the text was changed");
    ERR_clear_error();
    EVP_CIPHER_CTX_free(ctx);
    *out_len = (size_t)body + (size_t)tail;
    return status;
}

static int encrypt_bytes(enum cipher_algorithm algorithm, const unsigned char *key, size_t key_len,
                         const unsigned char *iv, const void *plain, size_t len, unsigned char *out,
                         size_t *out_len, struct err *err) {
    if (algorithm == CIPHER_AES)
        return run_cbc(1, key, key_len, iv ? iv : zeros, plain, len, out, out_len, err);
    if (RAND_bytes(out, CIPHER_IV) != 1)
        return err_openssl(err, ERR_SYSTEM, "the random generator failed");
    int status;
    if (algorithm == CIPHER_AES_V2) {
        status = run_cbc(1, key, key_len, out, plain, len, out + CIPHER_IV, out_len, err);
    } else {
        status = gcm_encrypt(key, out, CIPHER_IV, plain, len, out + CIPHER_IV,
                             out + CIPHER_IV + len, err);
        *out_len = len + GCM_TAG;
    }
    *out_len += CIPHER_IV;
    return status;
}

static int decrypt_bytes(enum cipher_algorithm algorithm, const unsigned char *key, size_t key_len,
                         const unsigned char *iv, const unsigned char *in, size_t len,
                         unsigned char *out, size_t *out_len, struct err *err) {
    if (algorithm == CIPHER_SM4) {
        if (len < CIPHER_IV + GCM_TAG)
            return err_set(err, ERR_DATA, "%zu bytes are too short for an IV and a tag", len);
        *out_len = len - CIPHER_IV - GCM_TAG;
        return gcm_decrypt(key, in, CIPHER_IV, in + CIPHER_IV, *out_len, in + len - GCM_TAG, out,
                           err);
    }
    size_t front = algorithm == CIPHER_AES_V2 ? CIPHER_IV : 0;
    if (len < front + BLOCK || len % BLOCK != 0)
        return err_set(err, ERR_DATA, "%zu bytes are not a whole number of blocks of %d%s", len,
                       BLOCK, front ? " behind an IV" : "");
    return run_cbc(0, key, key_len,
                   front ? in
                   : iv  ? iv
                         : zeros,
                   in + front, len - front, out, out_len, err);
}

int cipher_encrypt(enum cipher_algorithm algorithm, const char *key_text, size_t key_text_len,
                   const unsigned char *iv, const void *plain, size_t len, char *out,
                   size_t *out_len, struct err *err) {
    unsigned char key[KEY_MAX];
    size_t key_len, sealed_len;
    if (len > TEXT_MAX)
        return err_set(err, ERR_LIMIT, "a text of more than 1 GiB is not encrypted");
    if (read_key(algorithm, key_text, key_text_len, key, &key_len, err) != 0) return -1;
    unsigned char *sealed = OPENSSL_malloc(CIPHER_IV + len + BLOCK + GCM_TAG);
    int status =
        sealed ? encrypt_bytes(algorithm, key, key_len, iv, plain, len, sealed, &sealed_len, err)
               : err_set(err, ERR_MEMORY, "not enough memory");
    if (status == 0) *out_len = base64_encode(sealed, sealed_len, out);
    OPENSSL_free(sealed);
    OPENSSL_cleanse(key, sizeof key);
    return status;
}

int cipher_decrypt(enum cipher_algorithm algorithm, const char *key_text, size_t key_text_len,
                   const unsigned char *iv, const char *text, size_t len, void *out,
                   size_t *out_len, struct err *err) {
    unsigned char key[KEY_MAX];
    size_t key_len, sealed_len;
    if (len > TEXT_MAX)
        return err_set(err, ERR_LIMIT, "a text of more than 1 GiB is not decrypted");
    if (read_key(algorithm, key_text, key_text_len, key, &key_len, err) != 0) return -1;
    unsigned char *sealed = OPENSSL_malloc(BASE64_ROOM(len));
    int status = sealed ? base64_decode(text, len, sealed, &sealed_len, err)
                        : err_set(err, ERR_MEMORY, "not enough memory");
    if (status == 0)
        status = decrypt_bytes(algorithm, key, key_len, iv, sealed, sealed_len, out, out_len, err);
    OPENSSL_free(sealed);
    OPENSSL_cleanse(key, sizeof key);
    return status;
}
