/* SPDX-License-Identifier: MIT
 * Fuzzes the reader of archives: whatever the bytes are, no more comes out than the limits allow. */
#include <unistd.h>

#include "fuzz/file.h"
#include "zip/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 3 << 20 };

static void read_members(struct archive *archive) {
    static char out[65536];
    struct archive_member member;
    struct err err;
    size_t total = 0;
    for (size_t i = 0; i < archive_count(archive); i++) {
        if (archive_member(archive, i, &member, &err) != 0) continue;
        if (archive_start(archive, i, &err) != 0) continue;
        long count;
        while ((count = archive_read(archive, out, sizeof out, &err)) > 0) {
            total += (size_t)count;
            if (total > MOST_BYTES) abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct archive_limits limits = {8, MOST_BYTES, 200};
    char path[64];
    struct err err;
    int file = fuzz_file(data, size, path);
    struct archive *archive = archive_open(path, &limits, &err);
    if (archive && archive_count(archive) > 8) abort();
    if (archive) read_members(archive);
    archive_close(archive);
    close(file);
    return 0;
}
