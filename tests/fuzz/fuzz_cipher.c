/* SPDX-License-Identifier: MIT
 * Feeds bytes to the decryption of content, as text and as key, and reads back what was encrypted.
 * What comes back must be what went in; that, and what the sanitizers say, is the whole oracle. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/cipher.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char fixed_key[] = "aa4BtZ4tspm2wnXLb1ThQA==";

static void decrypt(enum cipher_algorithm algorithm, const char *key, size_t key_len, const char *text,
                    size_t len) {
    struct err err = {0};
    char *plain = malloc(CIPHER_DECRYPT_ROOM(len));
    size_t plain_len;
    if (!plain) abort();
    (void)cipher_decrypt(algorithm, key, key_len, NULL, text, len, plain, &plain_len, &err);
    free(plain);
}

static void round_trip(enum cipher_algorithm algorithm, const uint8_t *data, size_t size) {
    struct err err = {0};
    char *text = malloc(CIPHER_ENCRYPT_ROOM(size));
    size_t text_len, plain_len;
    if (!text || cipher_encrypt(algorithm, fixed_key, sizeof fixed_key - 1, NULL, data, size, text, &text_len,
                                &err) != 0)
        abort();
    char *plain = malloc(CIPHER_DECRYPT_ROOM(text_len));
    if (!plain || cipher_decrypt(algorithm, fixed_key, sizeof fixed_key - 1, NULL, text, text_len, plain,
                                 &plain_len, &err) != 0)
        abort();
    if (plain_len != size || (size > 0 && memcmp(plain, data, size) != 0)) abort();
    free(plain);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    enum cipher_algorithm algorithm = (enum cipher_algorithm)(data[0] % 3);
    const char *text = (const char *)data + 1;
    size--;
    decrypt(algorithm, fixed_key, sizeof fixed_key - 1, text, size);
    decrypt(algorithm, text, size / 2, text + size / 2, size - size / 2);
    round_trip(algorithm, data + 1, size);
    return 0;
}
