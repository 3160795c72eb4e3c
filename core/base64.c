/* SPDX-License-Identifier: MIT
 * Base64 in both directions. Owns no memory; the caller's buffers hold everything. */
#include "base64.h"

#include <stdint.h>

enum { BLANK = 64, PADDING = 65, FOREIGN = 66 };

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit_value(unsigned char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    switch (c) {
    case '+': return 62;
    case '/': return 63;
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

int base64_decode(const char *text, size_t len, void *out, size_t *out_len, struct err *err) {
    unsigned char *at = out;
    uint32_t bits = 0;
    unsigned held = 0, padding = 0;
    for (size_t i = 0; i < len; i++) {
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
        int value = digit_value((unsigned char)text[i]);
        if (value == FOREIGN) return 0;
        if (value != BLANK) count++;
    }
    if (digits) *digits = count;
    return 1;
}
