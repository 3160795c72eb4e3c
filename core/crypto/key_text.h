/* SPDX-License-Identifier: MIT
 * The text of a key or certificate: where it comes from (the source itself, base64 behind a scheme, or
 * a file), and brought into ASCII from whatever an editor saved. */
#ifndef ALIPAY_KEY_TEXT_H
#define ALIPAY_KEY_TEXT_H

#include <stddef.h>

#include "base/err.h"

struct key_text {
    const char *text; /* PEM, base64 or raw DER, without BOM and surrounding blanks */
    size_t len;
    char *owned; /* what was read or converted; NULL when `text` points into the caller's string */
    size_t owned_size;
    char name[300]; /* "file 'PATH': " for messages, or "" */
};

/* `what` names what is expected ("a private key"). Missing or unreadable files are ERR_FILE, the
 * rest ERR_KEY. After a failure nothing is to be closed. */
int key_text_open(struct key_text *source, const char *text, size_t len, const char *what,
                  struct err *err);

/* Wipes what was read or converted. */
void key_text_close(struct key_text *source);

#endif
