/* SPDX-License-Identifier: MIT
 * SM4-GCM from OpenSSL's SM4-ECB and a GHASH of our own. GHASH looks no tables up, so its time does
 * not depend on the data. It is meant for messages of some kilobytes, not for bulk data. */
#include "crypto/gcm.h"

#include <stdint.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

enum { BATCH = 32 }; /* counter blocks that are enciphered at once */

struct block {
    uint64_t high, low; /* big-endian halves */
};

struct gcm {
    EVP_CIPHER_CTX *ecb;
    struct block hash_key;
    unsigned char counter[GCM_BLOCK]; /* J0, later the running counter */
    unsigned char mask[GCM_BLOCK];    /* E(J0), which hides the tag */
};

static uint64_t load64(const unsigned char *at) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | at[i];
    return value;
}

static void store64(unsigned char *at, uint64_t value) {
    for (int i = 7; i >= 0; i--, value >>= 8) at[i] = (unsigned char)value;
}

/* x = x * h in GF(2^128), bit by bit from the most significant one, without a branch on either. */
static void multiply(struct block *x, const struct block *h) {
    struct block product = {0, 0}, v = *h;
    for (int i = 0; i < 128; i++) {
        uint64_t bit = (i < 64 ? x->high >> (63 - i) : x->low >> (127 - i)) & 1;
        product.high ^= v.high & (0 - bit);
        product.low ^= v.low & (0 - bit);
        uint64_t carry = v.low & 1;
        v.low = v.low >> 1 | v.high << 63;
        v.high = v.high >> 1 ^ (UINT64_C(0xE1) << 56 & (0 - carry));
    }
    *x = product;
}

/* Folds `len` bytes into the hash, padded with zeros to whole blocks. */
static void fold(struct block *hash, const struct block *key, const unsigned char *data,
                 size_t len) {
    while (len > 0) {
        unsigned char padded[GCM_BLOCK] = {0};
        size_t take = len < GCM_BLOCK ? len : GCM_BLOCK;
        memcpy(padded, data, take);
        hash->high ^= load64(padded);
        hash->low ^= load64(padded + 8);
        multiply(hash, key);
        data += take;
        len -= take;
    }
}

static void fold_length(struct block *hash, const struct block *key, size_t len) {
    hash->low ^= (uint64_t)len * 8;
    multiply(hash, key);
}

static void write_block(const struct block *value, unsigned char out[GCM_BLOCK]) {
    store64(out, value->high);
    store64(out + 8, value->low);
}

static int encipher(struct gcm *gcm, const unsigned char *in, size_t len, unsigned char *out) {
    int written = 0;
    return EVP_EncryptUpdate(gcm->ecb, out, &written, in, (int)len) == 1 && written == (int)len;
}

static void increment(unsigned char counter[GCM_BLOCK]) {
    for (int i = 15; i >= 12 && ++counter[i] == 0; i--) continue;
}

static int start_counter(struct gcm *gcm, const unsigned char *iv, size_t iv_len) {
    if (iv_len == 12) {
        memcpy(gcm->counter, iv, 12);
        memcpy(gcm->counter + 12, "\0\0\0\1", 4);
    } else {
        struct block hash = {0, 0};
        fold(&hash, &gcm->hash_key, iv, iv_len);
        fold_length(&hash, &gcm->hash_key, iv_len);
        write_block(&hash, gcm->counter);
    }
    return encipher(gcm, gcm->counter, GCM_BLOCK, gcm->mask);
}

static int gcm_begin(struct gcm *gcm, const unsigned char *key, const unsigned char *iv,
                     size_t iv_len, struct err *err) {
    unsigned char zeros[GCM_BLOCK] = {0}, h[GCM_BLOCK];
    memset(gcm, 0, sizeof *gcm);
    EVP_CIPHER *sm4 = EVP_CIPHER_fetch(NULL, "SM4-ECB", NULL);
    gcm->ecb = EVP_CIPHER_CTX_new();
    int good = sm4 && gcm->ecb && EVP_EncryptInit_ex2(gcm->ecb, sm4, key, NULL, NULL) == 1 &&
               EVP_CIPHER_CTX_set_padding(gcm->ecb, 0) == 1 && encipher(gcm, zeros, GCM_BLOCK, h);
    EVP_CIPHER_free(sm4);
    if (good) {
        gcm->hash_key = (struct block){load64(h), load64(h + 8)};
        OPENSSL_cleanse(h, sizeof h);
        good = start_counter(gcm, iv, iv_len);
    }
    return good ? 0 : err_openssl(err, ERR_SYSTEM, "SM4 failed");
}

static void gcm_end(struct gcm *gcm) {
    EVP_CIPHER_CTX_free(gcm->ecb);
    OPENSSL_cleanse(gcm, sizeof *gcm);
}

/* Enciphers or deciphers: in counter mode both are the same. */
static int apply_stream(struct gcm *gcm, const unsigned char *in, size_t len, unsigned char *out,
                        struct err *err) {
    unsigned char counters[BATCH * GCM_BLOCK], stream[BATCH * GCM_BLOCK];
    while (len > 0) {
        size_t take = len < sizeof stream ? len : sizeof stream;
        size_t blocks = (take + GCM_BLOCK - 1) / GCM_BLOCK;
        for (size_t i = 0; i < blocks; i++) {
            increment(gcm->counter);
            memcpy(counters + i * GCM_BLOCK, gcm->counter, GCM_BLOCK);
        }
        if (!encipher(gcm, counters, blocks * GCM_BLOCK, stream))
            return err_openssl(err, ERR_SYSTEM, "SM4 failed");
        for (size_t i = 0; i < take; i++) out[i] = in[i] ^ stream[i];
        in += take;
        out += take;
        len -= take;
    }
    OPENSSL_cleanse(stream, sizeof stream);
    return 0;
}

static void make_tag(struct gcm *gcm, const unsigned char *cipher, size_t len,
                     unsigned char tag[GCM_TAG]) {
    struct block hash = {0, 0};
    fold(&hash, &gcm->hash_key, cipher, len);
    fold_length(&hash, &gcm->hash_key, len);
    write_block(&hash, tag);
    for (int i = 0; i < GCM_TAG; i++) tag[i] ^= gcm->mask[i];
}

int gcm_encrypt(const unsigned char *key, const unsigned char *iv, size_t iv_len,
                const unsigned char *in, size_t len, unsigned char *out, unsigned char tag[GCM_TAG],
                struct err *err) {
    struct gcm gcm;
    int status = gcm_begin(&gcm, key, iv, iv_len, err);
    if (status == 0) status = apply_stream(&gcm, in, len, out, err);
    if (status == 0) make_tag(&gcm, out, len, tag);
    gcm_end(&gcm);
    return status;
}

int gcm_decrypt(const unsigned char *key, const unsigned char *iv, size_t iv_len,
                const unsigned char *in, size_t len, const unsigned char tag[GCM_TAG],
                unsigned char *out, struct err *err) {
    struct gcm gcm;
    unsigned char expected[GCM_TAG];
    int status = gcm_begin(&gcm, key, iv, iv_len, err);
    if (status == 0) {
        make_tag(&gcm, in, len, expected);
        if (CRYPTO_memcmp(expected, tag, GCM_TAG) != 0)
            status = err_set(err, ERR_DATA,
                             "the tag does not fit: another key, or the text was changed");
    }
    if (status == 0) status = apply_stream(&gcm, in, len, out, err);
    gcm_end(&gcm);
    return status;
}
