/* SPDX-License-Identifier: MIT
 * Feeds bytes to the certificate loader as a file and asks every member everything. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cert/cert.h"
#include "fuzz/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct cert *cert, size_t index) {
    struct cert_info info;
    struct err err;
    (void)cert_info(cert, index, &info, &err);
    key_free(cert_key(cert, index, &err));
    if (strlen(cert_sn(cert, index)) != CERT_SN) abort();
    size_t room = cert_pem_room(cert, index), len;
    char *pem = malloc(room);
    if (!pem || cert_pem(cert, index, pem, room, &len, &err) != 0) abort();
    free(pem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct err err;
    char path[64];
    int fd = fuzz_file(data, size, path);
    struct cert *cert = cert_load(path, strlen(path), &err);
    close(fd);
    if (!cert) return 0;
    for (size_t i = 0; i < cert_count(cert); i++) ask(cert, i);
    (void)cert_trusted(cert, cert, 1700000000, &err);
    cert_free(cert);
    return 0;
}
