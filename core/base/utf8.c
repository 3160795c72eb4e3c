/* SPDX-License-Identifier: MIT
 * Decodes and checks UTF-8; knows nothing of what the characters mean. */
#include "base/utf8.h"

#include <string.h>

size_t utf8_decode(const char *text, size_t len, uint32_t *code) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *s = (const unsigned char *)text;
    if (len == 0) return 0;
    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    size_t need = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || len < need) return 0;
    uint32_t value = s[0] & (0x7Fu >> need);
    for (size_t i = 1; i < need; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    if (value < smallest[need] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return need;
}

int utf8_valid(const char *text, size_t len) {
    size_t pos = 0;
    uint32_t code;
    while (pos < len) {
        uint64_t eight; /* most text is ASCII: eight bytes at once without a high bit */
        if (len - pos >= sizeof eight) {
            memcpy(&eight, text + pos, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                pos += sizeof eight;
                continue;
            }
        }
        size_t step = utf8_decode(text + pos, len - pos, &code);
        if (step == 0) return 0;
        pos += step;
    }
    return 1;
}
