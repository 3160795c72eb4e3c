/* SPDX-License-Identifier: MIT
 * Base64 in both directions. Owns no memory; the caller's buffers hold everything. */
#include "base64.h"

#include <stdint.h>

enum { BLANK = 64, PADDING = 65, FOREIGN = 66 };

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* One more than the value of a digit; 0 for what is none. */
static const unsigned char values64[256] = {
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, ['H'] = 8,
    ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23,
    ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,
    ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37,
    ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44,
    ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51,
    ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58,
    ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

static int digit_value(unsigned char c) {
    if (values64[c]) return values64[c] - 1;
    switch (c) {
    case '=': return PADDING;
    case ' ':
    case '\t':
    case '\r':
    case '\n': return BLANK;
    default: return FOREIGN;
    }
}

size_t base64_encode(const void *data, size_t len, char *out) {
    const unsigned char *in = data;
    char *at = out;
    for (; len >= 3; len -= 3, in += 3) {
        *at++ = digits64[in[0] >> 2];
        *at++ = digits64[(in[0] & 3) << 4 | in[1] >> 4];
        *at++ = digits64[(in[1] & 15) << 2 | in[2] >> 6];
        *at++ = digits64[in[2] & 63];
    }
    if (len > 0) {
        unsigned second = len > 1 ? in[1] : 0;
        *at++ = digits64[in[0] >> 2];
        *at++ = digits64[(in[0] & 3) << 4 | second >> 4];
        *at++ = len > 1 ? digits64[(second & 15) << 2] : '=';
        *at++ = '=';
    }
    *at = '\0';
    return (size_t)(at - out);
}

/* Decodes the groups of four digits at the beginning, nearly always all of the text. Returns their
 * characters. */
static size_t decode_groups(const unsigned char *text, size_t len, unsigned char *out) {
    size_t i = 0;
    for (; len - i >= 4; i += 4) {
        uint32_t a = values64[text[i]], b = values64[text[i + 1]], c = values64[text[i + 2]],
                 d = values64[text[i + 3]];
        if (!a || !b || !c || !d) break;
        uint32_t bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
        *out++ = (unsigned char)(bits >> 16);
        *out++ = (unsigned char)(bits >> 8);
        *out++ = (unsigned char)bits;
    }
    return i;
}

int base64_decode(const char *text, size_t len, void *out, size_t *out_len, struct err *err) {
    size_t plain = decode_groups((const unsigned char *)text, len, out);
    unsigned char *at = (unsigned char *)out + plain / 4 * 3;
    uint32_t bits = 0;
    unsigned held = 0, padding = 0;
    for (size_t i = plain; i < len; i++) {
        int value = digit_value((unsigned char)text[i]);
        if (value == BLANK) continue;
        if (value == FOREIGN)
            return err_set(err, ERR_DATA, "not base64: a foreign character at position %zu", i + 1);
        if (value == PADDING) {
            padding++;
            if (held < 2 || held + padding > 4)
                return err_set(err, ERR_DATA, "not base64: padding at position %zu", i + 1);
            continue;
        }
        if (padding)
            return err_set(err, ERR_DATA, "not base64: text after the padding at position %zu",
                           i + 1);
        bits = bits << 6 | (uint32_t)value;
        if (++held < 4) continue;
        *at++ = (unsigned char)(bits >> 16);
        *at++ = (unsigned char)(bits >> 8);
        *at++ = (unsigned char)bits;
        held = 0;
        bits = 0;
    }
    if (held > 0) {
        if (held + padding != 4)
            return err_set(err, ERR_DATA,
                           "not base64: the text is cut short or its padding is missing");
        if ((held == 2 && bits & 15) || (held == 3 && bits & 3))
            return err_set(err, ERR_DATA, "not base64: the last character carries stray bits");
        bits <<= 6 * padding;
        *at++ = (unsigned char)(bits >> 16);
        if (held == 3) *at++ = (unsigned char)(bits >> 8);
    }
    *out_len = (size_t)(at - (unsigned char *)out);
    return 0;
}

int base64_looks(const char *text, size_t len, size_t *digits) {
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        if (values64[(unsigned char)text[i]]) {
            count++;
            continue;
        }
        int value = digit_value((unsigned char)text[i]);
        if (value == FOREIGN) return 0;
        if (value != BLANK) count++;
    }
    if (digits) *digits = count;
    return 1;
}
