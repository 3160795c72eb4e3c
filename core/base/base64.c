/* SPDX-License-Identifier: MIT
 * Base64: OpenSSL encodes; decoding is our own because OpenSSL's takes wrong padding, stray bits and
 * text behind its end, and names no position. Owns no memory; the caller's buffers hold everything. */
#include "base/base64.h"

#include <stdint.h>

#include <openssl/evp.h>

/* What a character is: a digit's value and 1, so that a foreign character is 0. */
enum { FOREIGN = 0, PADDING = 65, BLANK = 66 };
static const unsigned char meanings[256] = {
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, ['H'] = 8,
    ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
    ['='] = PADDING, [' '] = BLANK, ['\t'] = BLANK, ['\r'] = BLANK, ['\n'] = BLANK,
};

enum { PIECE = 3 << 20 }; /* a multiple of 3: no padding within */

size_t base64_encode(const void *data, size_t len, char *out) {
    const unsigned char *in = data;
    size_t written = 0;
    *out = '\0';
    while (len > 0) { /* in pieces, because OpenSSL counts by int */
        int piece = len < PIECE ? (int)len : PIECE;
        written += (size_t)EVP_EncodeBlock((unsigned char *)out + written, in, piece);
        in += piece;
        len -= (size_t)piece;
    }
    return written;
}

int base64_decode(const char *text, size_t len, void *out, size_t *out_len, struct err *err) {
    unsigned char *at = out;
    uint32_t bits = 0;
    unsigned held = 0, padding = 0;
    *out_len = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned meaning = meanings[(unsigned char)text[i]];
        if (meaning - 1 < 64 && !padding) { /* a digit, as nearly all are */
            bits = bits << 6 | (meaning - 1);
            if (++held < 4) continue;
            *at++ = (unsigned char)(bits >> 16);
            *at++ = (unsigned char)(bits >> 8);
            *at++ = (unsigned char)bits;
            held = 0;
            continue;
        }
        if (meaning == BLANK) continue;
        if (meaning == FOREIGN)
            return err_set(err, ERR_DATA, "not base64: a foreign character at position %zu", i + 1);
        if (meaning != PADDING)
            return err_set(err, ERR_DATA, "not base64: text after the padding at position %zu",
                           i + 1);
        padding++;
        if (held < 2 || held + padding > 4)
            return err_set(err, ERR_DATA, "not base64: padding at position %zu", i + 1);
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
        unsigned meaning = meanings[(unsigned char)text[i]];
        if (meaning == FOREIGN) return 0;
        if (meaning != BLANK) count++;
    }
    if (digits) *digits = count;
    return 1;
}
