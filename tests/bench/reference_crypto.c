/* SPDX-License-Identifier: MIT
 * Keys, signatures and the cutting of replies for the reference client. Contexts are prepared once
 * and copied. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "reference.h"

struct signer {
    EVP_MD_CTX *prepared, *work;
};

static EVP_PKEY *private_key, *public_key;
static EVP_MD_CTX *verifier, *verifier_work;

static EVP_PKEY *read_key(const char *path, bool is_private) {
    FILE *file = fopen(path, "r");
    if (!file) die(path);
    EVP_PKEY *key = is_private ? PEM_read_PrivateKey(file, NULL, NULL, NULL)
                               : PEM_read_PUBKEY(file, NULL, NULL, NULL);
    fclose(file);
    if (!key) die(path);
    return key;
}

void crypto_open(const struct settings *settings) {
    if (settings->key) private_key = read_key(settings->key, true);
    if (!settings->public_key) return;
    public_key = read_key(settings->public_key, false);
    verifier = EVP_MD_CTX_new();
    verifier_work = EVP_MD_CTX_new();
    if (!verifier || !verifier_work ||
        EVP_DigestVerifyInit_ex(verifier, NULL, "SHA256", NULL, NULL, public_key, NULL) != 1)
        die("verifier");
}

void crypto_close(void) {
    EVP_MD_CTX_free(verifier);
    EVP_MD_CTX_free(verifier_work);
    EVP_PKEY_free(private_key);
    EVP_PKEY_free(public_key);
}

struct signer *signer_new(void) {
    struct signer *signer = calloc(1, sizeof *signer);
    EVP_PKEY *key = EVP_PKEY_dup(private_key); /* threads then share no lock */
    if (!key && EVP_PKEY_up_ref(private_key) == 1)
        key = private_key; /* with norsa.c keys cannot be copied */
    if (!signer || !key) die("signer");
    signer->prepared = EVP_MD_CTX_new();
    signer->work = EVP_MD_CTX_new();
    if (EVP_DigestSignInit_ex(signer->prepared, NULL, "SHA256", NULL, NULL, key, NULL) != 1)
        die("signer");
    EVP_PKEY_free(key);
    return signer;
}

void signer_free(struct signer *signer) {
    EVP_MD_CTX_free(signer->prepared);
    EVP_MD_CTX_free(signer->work);
    free(signer);
}

void signer_sign(struct signer *signer, const char *data, size_t len, char out[SIGNATURE_TEXT]) {
    unsigned char raw[512];
    size_t raw_len = sizeof raw;
    EVP_MD_CTX_copy_ex(signer->work, signer->prepared);
    EVP_MD_CTX_set_flags(signer->work, EVP_MD_CTX_FLAG_FINALISE);
    if (EVP_DigestSign(signer->work, raw, &raw_len, (const unsigned char *)data, len) != 1)
        die("sign");
    EVP_EncodeBlock((unsigned char *)out, raw, (int)raw_len);
}

int verify(const char *data, size_t len, const char *signature, size_t signature_len) {
    unsigned char raw[1024];
    if (signature_len > 1024 || signature_len % 4) return 0;
    int raw_len = EVP_DecodeBlock(raw, (const unsigned char *)signature, (int)signature_len);
    while (raw_len > 0 && signature[signature_len - 1] == '=') signature_len--, raw_len--;
    if (raw_len <= 0) return 0;
    EVP_MD_CTX_copy_ex(verifier_work, verifier);
    EVP_MD_CTX_set_flags(verifier_work, EVP_MD_CTX_FLAG_FINALISE);
    return EVP_DigestVerify(verifier_work, raw, (size_t)raw_len, (const unsigned char *)data,
                            len) == 1;
}

/* Position behind the string that begins at `c`, or NULL. */
static const char *skip_string(const char *c, const char *end) {
    for (c++; c < end; c++) {
        if (*c == '\\') c++;
        else if (*c == '"') return c + 1;
    }
    return NULL;
}

static const char *skip_space(const char *c, const char *end) {
    while (c < end && (*c == ' ' || *c == '\n' || *c == '\r' || *c == '\t')) c++;
    return c;
}

static const char *skip_value(const char *c, const char *end) {
    if (c < end && *c == '"') return skip_string(c, end);
    int depth = 0;
    while (c < end) {
        if (*c == '"') {
            c = skip_string(c, end);
            if (!c) return NULL;
            continue;
        }
        if (*c == '{' || *c == '[') depth++;
        else if (depth == 0 && (*c == ',' || *c == '}')) return c;
        else if ((*c == '}' || *c == ']') && --depth == 0) return c + 1;
        c++;
    }
    return NULL;
}

int reply_check(const char *reply, size_t len, const char *node_name) {
    const char *c = reply, *end = reply + len, *node = NULL, *node_end = NULL, *sign = NULL,
               *sign_end = NULL;
    size_t node_name_len = strlen(node_name);
    if (c == end || *c != '{') return -1;
    do {
        c = skip_space(c + 1, end);
        if (c == end || *c != '"') return -1;
        const char *name = c + 1;
        if (!(c = skip_string(c, end))) return -1;
        size_t name_len = (size_t)(c - 1 - name);
        c = skip_space(c, end);
        if (c == end || *c != ':') return -1;
        const char *value = skip_space(c + 1, end);
        if (!(c = skip_value(value, end))) return -1;
        if (name_len == node_name_len && memcmp(name, node_name, name_len) == 0) {
            if (node) return -1; /* a second one */
            node = value, node_end = c;
        } else if (name_len == 4 && memcmp(name, "sign", 4) == 0 && *value == '"') {
            sign = value + 1, sign_end = c - 1;
        }
        c = skip_space(c, end);
    } while (c < end && *c == ',');
    if (!node || !sign || c == end || *c != '}') return -1;
    size_t node_len = (size_t)(node_end - node);
    if (!verify(node, node_len, sign, (size_t)(sign_end - sign))) return -1;
    return memmem(node, node_len < 200 ? node_len : 200, "\"code\":\"10000\"", 14) ? 0 : -1;
}
