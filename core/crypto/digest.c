/* SPDX-License-Identifier: MIT
 * Digests and random bytes on OpenSSL's EVP. The algorithms are fetched once per process and kept;
 * signatures and ciphers are elsewhere (key.h, cipher.h). */
#include "crypto/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

enum { PIECE = 65536 };

static pthread_once_t fetched = PTHREAD_ONCE_INIT;
static EVP_MD *sha256, *md5;

static void fetch_digests(void) {
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    md5 = EVP_MD_fetch(NULL, "MD5", NULL);
}

static void write_hex(const unsigned char *bytes, unsigned len, char *hex) {
    static const char digits[] = "0123456789abcdef";
    for (unsigned i = 0; i < len; i++) {
        *hex++ = digits[bytes[i] >> 4];
        *hex++ = digits[bytes[i] & 15];
    }
    *hex = '\0';
}

static int digest_bytes(const EVP_MD *md, const char *name, const void *data, size_t len, char *hex,
                        struct err *err) {
    unsigned char value[EVP_MAX_MD_SIZE];
    unsigned value_len = 0;
    if (!md || EVP_Digest(data, len, value, &value_len, md, NULL) != 1)
        return err_openssl(err, ERR_SYSTEM, "OpenSSL offers no %s", name);
    write_hex(value, value_len, hex);
    return 0;
}

static int feed_file(EVP_MD_CTX *ctx, int fd, const char *path, struct err *err) {
    unsigned char piece[PIECE];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return err_errno(err, ERR_FILE, "cannot read file '%s'", path);
        if (got == 0) return 0;
        if (EVP_DigestUpdate(ctx, piece, (size_t)got) != 1)
            return err_openssl(err, ERR_SYSTEM, "SHA-256 failed");
    }
}

int digest_sha256(const void *data, size_t len, char hex[DIGEST_SHA256_HEX + 1], struct err *err) {
    pthread_once(&fetched, fetch_digests);
    return digest_bytes(sha256, "SHA-256", data, len, hex, err);
}

int digest_md5(const void *data, size_t len, char hex[DIGEST_MD5_HEX + 1], struct err *err) {
    pthread_once(&fetched, fetch_digests);
    return digest_bytes(md5, "MD5", data, len, hex, err);
}

int digest_sha256_file(const char *path, char hex[DIGEST_SHA256_HEX + 1], struct err *err) {
    pthread_once(&fetched, fetch_digests);
    unsigned char value[EVP_MAX_MD_SIZE];
    unsigned value_len = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return err_errno(err, ERR_FILE, "cannot open file '%s'", path);
    int status = -1;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (!ctx)
        err_set(err, ERR_MEMORY, "not enough memory");
    else if (!sha256 || EVP_DigestInit_ex2(ctx, sha256, NULL) != 1)
        err_openssl(err, ERR_SYSTEM, "OpenSSL offers no SHA-256");
    else if (feed_file(ctx, fd, path, err) == 0)
        status = EVP_DigestFinal_ex(ctx, value, &value_len) == 1
                     ? 0
                     : err_openssl(err, ERR_SYSTEM, "SHA-256 failed");
    if (status == 0) write_hex(value, value_len, hex);
    EVP_MD_CTX_free(ctx);
    close(fd);
    return status;
}

int digest_random(void *out, size_t len, struct err *err) {
    if (len > DIGEST_RANDOM_MAX)
        return err_set(err, ERR_LIMIT, "at most %d random bytes at once", DIGEST_RANDOM_MAX);
    if (RAND_bytes(out, (int)len) != 1)
        return err_openssl(err, ERR_SYSTEM, "the random generator failed");
    return 0;
}

int digest_nonce(char *out, size_t len, struct err *err) {
    static const char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    unsigned char pool[256];
    size_t done = 0;
    while (done < len) {
        size_t want = len - done + 8 < sizeof pool ? len - done + 8 : sizeof pool;
        if (digest_random(pool, want, err) != 0) return -1;
        /* 248 = 4 * 62: a byte above it would favour the first characters. */
        for (size_t i = 0; i < want && done < len; i++)
            if (pool[i] < 248) out[done++] = base62[pool[i] % 62];
    }
    OPENSSL_cleanse(pool, sizeof pool);
    return 0;
}
