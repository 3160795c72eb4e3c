/* SPDX-License-Identifier: MIT
 * The reference client: signed and verified calls by libcurl and OpenSSL alone, what a careful C
 * programmer would write who needs just this. Nothing is shared with alipay-lua. */
#ifndef BENCH_REFERENCE_H
#define BENCH_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <curl/curl.h>

enum { SIGNATURE_TEXT = 1024, CALL_TEXT = 8192 };

struct settings {
    const char *gateway, *key, *public_key, *method, *ca_file, *ca_folder, *upload, *reply,
        *app_id;
    int count, warm, parallel, threads, bytes, v3;
    int turns;  /* `count` calls for each byte on standard input, instead of once */
    int orders; /* calls name so many different ones in turn; 0: each its own */
};

/* ---- reference_crypto.c: keys, signatures, cutting ---- */

struct signer; /* one thread's context */

void crypto_open(const struct settings *settings);
void crypto_close(void);
struct signer *signer_new(void);
void signer_free(struct signer *signer);
/* Base64 of the SHA256withRSA signature; ends the program when it cannot. */
void signer_sign(struct signer *signer, const char *data, size_t len, char out[SIGNATURE_TEXT]);
int verify(const char *data, size_t len, const char *signature, size_t signature_len);
/* Cuts `<method>_response` out of a reply, verifies its bytes and looks whether its code is 10000;
 * 0 when all is well. */
int reply_check(const char *reply, size_t len, const char *node_name);

/* ---- reference_v3.c: what V3 does otherwise ---- */

struct v3 {
    char auth[256];
    struct curl_slist *headers; /* of the request under way */
    char timestamp[32], nonce[64], signature[SIGNATURE_TEXT]; /* of the reply */
};

/* Writes who signs and what is signed. */
void v3_prepare(struct v3 *v3, const char *path, const char *body, char *to_sign);
struct curl_slist *v3_headers(struct v3 *v3, const char *signature);
/* libcurl's header function; `context` is a struct v3. */
size_t v3_header(char *line, size_t size, size_t items, void *context);
int v3_check(const struct v3 *v3, const char *reply, size_t len);

/* ---- reference.c ---- */

double cpu_seconds(void);
double wall_seconds(void);
void die(const char *what);

/* ---- reference_calls.c: one call after another, or many at once ---- */

void calls_run(const struct settings *settings);

#endif
