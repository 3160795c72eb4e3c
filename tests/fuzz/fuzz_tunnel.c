/* SPDX-License-Identifier: MIT
 * Fuzzer of the reader of CONNECT heads: what it says of the whole it says of every part that is long enough, and what
 * it cuts out lies within the first line. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "http/server_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *bytes = (const char *)data, *authority = NULL, *part_authority = NULL;
    size_t len = 0, head = 0, part_len = 0, part_head = 0;
    enum tunnel_kind kind = tunnel_read(bytes, size, &authority, &len, &head), before = TUNNEL_UNKNOWN;
    if (kind == TUNNEL_WHOLE) {
        assert(head >= 4 && head <= size && memcmp(bytes + head - 4, "\r\n\r\n", 4) == 0);
        assert(len > 0 && authority == bytes + 8 && authority + len < bytes + head);
        assert(!memchr(authority, ' ', len) && !memchr(authority, '\r', len) && !memchr(authority, '\0', len));
    }
    /* Bytes that come one by one: once it is known what they are, that stays. */
    for (size_t part = 0; part <= size && part <= 600; part++) {
        enum tunnel_kind now = tunnel_read(bytes, part, &part_authority, &part_len, &part_head);
        assert(before == TUNNEL_UNKNOWN || now == before);
        assert(now != TUNNEL_WHOLE || kind == TUNNEL_WHOLE);
        assert(now != TUNNEL_NONE || kind == TUNNEL_NONE);
        if (now == TUNNEL_WHOLE) assert(part_head == head && part_len == len);
        before = now;
    }
    return 0;
}
