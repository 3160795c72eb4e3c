/* SPDX-License-Identifier: MIT
 * UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing beyond U+10FFFF. */
#ifndef ALIPAY_UTF8_H
#define ALIPAY_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length of the character at `text` and its code point; 0 when the bytes there are no character. */
size_t utf8_decode(const char *text, size_t len, uint32_t *code);

int utf8_valid(const char *text, size_t len);

#endif
