/* SPDX-License-Identifier: MIT
 * Base64 in both directions. Owns no memory; the caller's buffers hold everything. */
#include "base/base64.h"

#include <stdint.h>

enum { BLANK = 64, PADDING = 65, FOREIGN = 66 };

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of a digit with the bit DIGIT set, so that one test serves four of them; 0 for what is
 * none. */
enum { DIGIT = 64 };
static const unsigned char values64[256] = {
    ['A'] = 64, ['B'] = 65, ['C'] = 66, ['D'] = 67, ['E'] = 68, ['F'] = 69, ['G'] = 70, ['H'] = 71,
    ['I'] = 72, ['J'] = 73, ['K'] = 74, ['L'] = 75, ['M'] = 76, ['N'] = 77, ['O'] = 78, ['P'] = 79,
    ['Q'] = 80, ['R'] = 81, ['S'] = 82, ['T'] = 83, ['U'] = 84, ['V'] = 85, ['W'] = 86, ['X'] = 87,
    ['Y'] = 88, ['Z'] = 89, ['a'] = 90, ['b'] = 91, ['c'] = 92, ['d'] = 93, ['e'] = 94, ['f'] = 95,
    ['g'] = 96, ['h'] = 97, ['i'] = 98, ['j'] = 99, ['k'] = 100, ['l'] = 101, ['m'] = 102,
    ['n'] = 103, ['o'] = 104, ['p'] = 105, ['q'] = 106, ['r'] = 107, ['s'] = 108, ['t'] = 109,
    ['u'] = 110, ['v'] = 111, ['w'] = 112, ['x'] = 113, ['y'] = 114, ['z'] = 115, ['0'] = 116,
    ['1'] = 117, ['2'] = 118, ['3'] = 119, ['4'] = 120, ['5'] = 121, ['6'] = 122, ['7'] = 123,
    ['8'] = 124, ['9'] = 125, ['+'] = 126, ['/'] = 127,
};

static int digit_value(unsigned char c) {
    if (values64[c]) return values64[c] - DIGIT;
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
        uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
        at[0] = digits64[bits >> 18];
        at[1] = digits64[bits >> 12 & 63];
        at[2] = digits64[bits >> 6 & 63];
        at[3] = digits64[bits & 63];
        at += 4;
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
    static const uint32_t marks = DIGIT << 18 | DIGIT << 12 | DIGIT << 6 | DIGIT;
    const unsigned char *at = text, *end = text + len / 4 * 4;
    for (; at < end; at += 4, out += 3) {
        uint32_t a = values64[at[0]], b = values64[at[1]], c = values64[at[2]], d = values64[at[3]];
        if (!(a & b & c & d & DIGIT)) break;
        uint32_t bits = (a << 18 ^ b << 12 ^ c << 6 ^ d) ^ marks;
        out[0] = (unsigned char)(bits >> 16);
        out[1] = (unsigned char)(bits >> 8);
        out[2] = (unsigned char)bits;
    }
    return (size_t)(at - text);
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
