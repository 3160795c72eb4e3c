/* SPDX-License-Identifier: MIT
 * The key object: its life, kind, size, generation and written forms. Keys are loaded in key_load.c
 * and sign in key_sign.c. A key owns its EVP_PKEY and its prepared contexts. */
#include "crypto/key.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/encoder.h>
#include <openssl/err.h>

#include "crypto/key_internal.h"

static const char *const algorithm_digests[KEY_ALGORITHMS] = {"SHA256", "SHA1", "SM3"};

/* An SM2 key may come as "EC" on the curve SM2 from some decoders. */
static int detect_kind(EVP_PKEY *pkey, enum key_kind *kind) {
    if (EVP_PKEY_is_a(pkey, "RSA")) {
        *kind = KEY_RSA;
    } else if (EVP_PKEY_is_a(pkey, "SM2")) {
        *kind = KEY_SM2;
    } else if (EVP_PKEY_is_a(pkey, "EC")) {
        *kind = KEY_EC;
    } else {
        return -1;
    }
    return 0;
}

/* Returns NULL when memory is short or the library refuses; the error queue tells. */
static EVP_MD_CTX *prepare(const struct key *key, enum key_algorithm algorithm, int for_signing) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *pctx = NULL;
    const char *digest = algorithm_digests[algorithm];
    int good =
        ctx && (for_signing ? EVP_DigestSignInit_ex(ctx, &pctx, digest, NULL, NULL, key->pkey, NULL)
                            : EVP_DigestVerifyInit_ex(ctx, &pctx, digest, NULL, NULL, key->pkey,
                                                      NULL)) == 1;
    if (good && key->kind == KEY_SM2)
        good = EVP_PKEY_CTX_set1_id(pctx, KEY_SM2_ID, (int)strlen(KEY_SM2_ID)) == 1;
    if (good) return ctx;
    EVP_MD_CTX_free(ctx);
    return NULL;
}

/* What the system's policy forbids (SHA-1, on some) is left out and named when it is asked for; a key
 * that is left with nothing to do, or too little memory, is a failure. */
static int prepare_all(struct key *key) {
    int prepared = key->kind == KEY_EC; /* a kind that is only told from the others */
    for (int i = 0; i < KEY_ALGORITHMS; i++) {
        if (!key_suits(key, (enum key_algorithm)i)) continue;
        key->verifiers[i] = prepare(key, (enum key_algorithm)i, 0);
        if (key->is_private) key->signers[i] = prepare(key, (enum key_algorithm)i, 1);
        if (ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_MALLOC_FAILURE) return -1;
        prepared |= key->verifiers[i] && (!key->is_private || key->signers[i]);
    }
    if (!prepared) return -1;
    ERR_clear_error();
    return 0;
}

static int check_size(const struct key *key, struct err *err) {
    if (key->kind != KEY_RSA) return 0;
    if (key->bits < KEY_RSA_BITS_MIN)
        return err_set(err, ERR_KEY,
                       "an RSA key of %d bits is too small (%d at least; Alipay asks for 2048)",
                       key->bits, KEY_RSA_BITS_MIN);
    if (key->bits > KEY_RSA_BITS_MAX)
        return err_set(err, ERR_KEY, "an RSA key of %d bits is too large (%d at most)", key->bits,
                       KEY_RSA_BITS_MAX);
    return 0;
}

int key_suits(const struct key *key, enum key_algorithm algorithm) {
    return key->kind == (algorithm == KEY_ALGORITHM_SM2 ? KEY_SM2 : KEY_RSA);
}

struct key *key_wrap(EVP_PKEY *pkey, int is_private, struct err *err) {
    struct key *key = OPENSSL_zalloc(sizeof *key);
    if (!key) {
        EVP_PKEY_free(pkey);
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    atomic_init(&key->references, 1);
    key->pkey = pkey;
    key->is_private = is_private;
    key->bits = EVP_PKEY_get_bits(pkey);
    if (detect_kind(pkey, &key->kind) != 0) {
        const char *name = EVP_PKEY_get0_type_name(pkey);
        err_set(err, ERR_KEY, "a key of kind %s: Alipay uses RSA and SM2", name ? name : "unknown");
    } else if (check_size(key, err) == 0) {
        if (prepare_all(key) == 0) return key;
        err_openssl(err, ERR_KEY, "this %s key cannot be used", key_kind_name(key));
    }
    key_free(key);
    return NULL;
}

/* Which part of the key a form holds and under which name OpenSSL knows its structure. */
static int choose_form(const struct key *key, enum key_format format, int *selection,
                       const char **structure, struct err *err) {
    *selection = key->is_private && format != KEY_SPKI ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    switch (format) {
    case KEY_PKCS8:
        if (!key->is_private) return err_set(err, ERR_KEY, "a public key has no pkcs8 form");
        *structure = "PrivateKeyInfo";
        return 0;
    case KEY_PKCS1:
        if (key->kind != KEY_RSA)
            return err_set(err, ERR_KEY, "the pkcs1 form is for RSA keys, this is one of kind %s",
                           key_kind_name(key));
        *structure = "type-specific";
        return 0;
    case KEY_SPKI: *structure = "SubjectPublicKeyInfo"; return 0;
    }
    return err_set(err, ERR_KEY, "unknown form");
}

/* Encodes into `out`; `encoding` is "PEM" or "DER". */
static int encode(const struct key *key, enum key_format format, const char *encoding,
                  unsigned char *out, size_t room, size_t *len, struct err *err) {
    const char *structure = NULL;
    int selection = 0, status = -1;
    if (choose_form(key, format, &selection, &structure, err) != 0) return -1;
    OSSL_ENCODER_CTX *ctx =
        OSSL_ENCODER_CTX_new_for_pkey(key->pkey, selection, encoding, structure, NULL);
    if (!ctx) return err_set(err, ERR_MEMORY, "not enough memory");
    size_t left = room;
    if (OSSL_ENCODER_to_data(ctx, &out, &left) == 1)
        status = 0;
    else
        err_openssl(err, ERR_KEY, "the key cannot be written");
    OSSL_ENCODER_CTX_free(ctx);
    *len = room - left;
    return status;
}

struct key *key_generate(enum key_kind kind, int bits, struct err *err) {
    EVP_PKEY *pkey = NULL;
    const char *name = kind == KEY_RSA ? "RSA" : kind == KEY_SM2 ? "SM2" : "EC";
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, name, NULL);
    size_t size = (size_t)bits;
    char curve[] = "P-384";
    OSSL_PARAM params[] = {
        kind == KEY_RSA ? OSSL_PARAM_construct_size_t(OSSL_PKEY_PARAM_RSA_BITS, &size)
                        : OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
        OSSL_PARAM_construct_end()};
    int good = ctx && EVP_PKEY_keygen_init(ctx) == 1 &&
               (kind == KEY_SM2 || EVP_PKEY_CTX_set_params(ctx, params) == 1) &&
               EVP_PKEY_generate(ctx, &pkey) == 1;
    EVP_PKEY_CTX_free(ctx);
    if (good) return key_wrap(pkey, 1, err);
    err_openssl(err, ERR_SYSTEM, "no %s key could be made", name);
    return NULL;
}

struct key *key_public(const struct key *key, struct err *err) {
    unsigned char der[KEY_TEXT_MAX];
    size_t len;
    if (encode(key, KEY_SPKI, "DER", der, sizeof der, &len, err) != 0) return NULL;
    return key_from_spki(der, len, err);
}

struct key *key_ref(struct key *key) {
    atomic_fetch_add_explicit(&key->references, 1, memory_order_relaxed);
    return key;
}

void key_free(struct key *key) {
    if (!key || atomic_fetch_sub_explicit(&key->references, 1, memory_order_acq_rel) != 1) return;
    for (int i = 0; i < KEY_ALGORITHMS; i++) {
        EVP_MD_CTX_free(key->signers[i]);
        EVP_MD_CTX_free(key->verifiers[i]);
    }
    EVP_PKEY_free(key->pkey); /* wipes the private parts */
    OPENSSL_free(key);
}

int key_is_private(const struct key *key) {
    return key->is_private;
}

enum key_kind key_kind(const struct key *key) {
    return key->kind;
}

const char *key_kind_name(const struct key *key) {
    return key->kind == KEY_RSA ? "RSA" : key->kind == KEY_SM2 ? "SM2" : "EC";
}

int key_bits(const struct key *key) {
    return key->bits;
}

int key_matches(const struct key *a, const struct key *b) {
    int same = a->kind == b->kind && EVP_PKEY_eq(a->pkey, b->pkey) == 1;
    ERR_clear_error();
    return same;
}

int key_pem(const struct key *key, enum key_format format, char out[KEY_TEXT_MAX], size_t *len,
            struct err *err) {
    if (encode(key, format, "PEM", (unsigned char *)out, KEY_TEXT_MAX - 1, len, err) != 0)
        return -1;
    out[*len] = '\0';
    return 0;
}

int key_base64(const struct key *key, enum key_format format, char out[KEY_TEXT_MAX], size_t *len,
               struct err *err) {
    unsigned char der[KEY_TEXT_MAX / 4 * 3 - 3];
    size_t der_len;
    int status = encode(key, format, "DER", der, sizeof der, &der_len, err);
    if (status == 0) *len = base64_encode(der, der_len, out);
    OPENSSL_cleanse(der, sizeof der);
    return status;
}
