/* SPDX-License-Identifier: MIT
 * Feeds bytes to the key loader as a file. What loads must also sign or
 * verify, write and load again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/key.h"
#include "fuzz/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_again(const struct key *key) {
    char text[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    enum key_format format = key_is_private(key) ? KEY_PKCS8 : KEY_SPKI;
    if (key_pem(key, format, text, &len, &err) != 0) return;
    struct key *again = key_load(text, len, key_is_private(key), &err);
    if (!again || !key_matches(key, again)) abort();
    key_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[64];
    int fd = fuzz_file(data, size, path);
    for (int is_private = 0; is_private <= 1; is_private++) {
        struct err err;
        struct key *key = key_load(path, strlen(path), is_private, &err);
        if (!key) continue;
        write_again(key);
        (void)key_verify(key, KEY_ALGORITHM_RSA2, data, size, (const char *)data, size, &err);
        key_free(key);
    }
    close(fd);
    return 0;
}
