/* SPDX-License-Identifier: MIT
 * The one way a mechanism of the core reports a failure: a class and a sentence.
 * It knows nothing of Lua; bindings turn it into `nil, message, class`. */
#ifndef ALIPAY_ERR_H
#define ALIPAY_ERR_H

#include <stddef.h>

enum err_class {
    ERR_NONE = 0,
    ERR_FILE,   /* a file or folder is missing, unreadable, unwritable or of the wrong kind */
    ERR_DATA,   /* bytes that were given are not what they should be */
    ERR_KEY,    /* a key or certificate is bad, or of the wrong kind for its place */
    ERR_LIMIT,  /* something is larger than its limit */
    ERR_SYSTEM, /* the operating system or a library refused */
    ERR_MEMORY
};

struct err {
    enum err_class class;
    char text[512]; /* one sentence, never with key material in it */
};

/* Set class and text (printf rules; cut at a UTF-8 character when too long). Returns -1, so that a
 * mechanism can end with `return err_set(...)`. A NULL err is allowed. */
int err_set(struct err *err, enum err_class class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set, with ": " and the reasons of OpenSSL's error queue behind it; empties the queue. */
int err_openssl(struct err *err, enum err_class class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set, with ": " and strerror(errno) behind it. */
int err_errno(struct err *err, enum err_class class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The class as the word that Lua sees: "file", "data", "key", "limit", "system", "memory". */
const char *err_class_name(enum err_class class);

#endif
