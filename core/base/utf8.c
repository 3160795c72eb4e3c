/* SPDX-License-Identifier: MIT
 * Decodes and checks UTF-8; knows nothing of what the characters mean. */
#include "base/utf8.h"

#include <endian.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* Most characters of Chinese text: three bytes that cannot be too long a form nor a surrogate. */
static int is_common_three(const unsigned char *s) {
    return s[0] > 0xE0 && s[0] < 0xED && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80;
}

/* Passes over ASCII, sixteen or eight bytes at a time; may stop within it near the end. */
static size_t skip_ascii(const char *text, size_t pos, size_t len) {
#ifdef __SSE2__
    while (len - pos >= 16) {
        int high = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(text + pos)));
        if (high) return pos + (size_t)__builtin_ctz((unsigned)high);
        pos += 16;
    }
#endif
    while (len - pos >= 8) {
        uint64_t word;
        memcpy(&word, text + pos, sizeof word);
        word = le64toh(word) & UINT64_C(0x8080808080808080);
        if (word) return pos + (size_t)__builtin_ctzll(word) / 8;
        pos += 8;
    }
    return pos;
}

int utf8_valid(const char *text, size_t len) {
    size_t pos = 0, step;
    uint32_t code;
    for (;;) {
        pos = skip_ascii(text, pos, len);
        while (len - pos >= 3 && is_common_three((const unsigned char *)text + pos)) pos += 3;
        if (pos == len) return 1;
        step = utf8_decode(text + pos, len - pos, &code);
        if (step == 0) return 0;
        pos += step;
    }
}
