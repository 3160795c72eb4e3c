/* SPDX-License-Identifier: MIT
 * Formats failures of the core and drains OpenSSL's error queue into them. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>

/* A cut in the middle of a UTF-8 character would make the whole message unprintable. */
static void trim_partial_character(char *text, size_t size) {
    size_t len = strlen(text);
    if (len + 1 < size) return;
    while (len > 0 && ((unsigned char)text[len - 1] & 0xC0) == 0x80) len--;
    if (len > 0 && (unsigned char)text[len - 1] >= 0xC0) len--;
    text[len] = '\0';
}

static void format_text(struct err *err, enum err_class class, const char *format, va_list args) {
    err->class = class;
    vsnprintf(err->text, sizeof err->text, format, args);
    trim_partial_character(err->text, sizeof err->text);
}

static void append_text(struct err *err, const char *separator, const char *text) {
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, "%s%s", separator, text);
    trim_partial_character(err->text, sizeof err->text);
}

int err_set(struct err *err, enum err_class class, const char *format, ...) {
    if (!err) return -1;
    va_list args;
    va_start(args, format);
    format_text(err, class, format, args);
    va_end(args);
    return -1;
}

int err_openssl(struct err *err, enum err_class class, const char *format, ...) {
    if (err) {
        va_list args;
        va_start(args, format);
        format_text(err, class, format, args);
        va_end(args);
        const char *separator = ": ";
        unsigned long code;
        while ((code = ERR_get_error()) != 0) {
            const char *reason = ERR_reason_error_string(code);
            if (!reason) continue;
            append_text(err, separator, reason);
            separator = ", ";
        }
    }
    ERR_clear_error();
    return -1;
}

int err_errno(struct err *err, enum err_class class, const char *format, ...) {
    int saved = errno;
    if (!err) return -1;
    va_list args;
    va_start(args, format);
    format_text(err, class, format, args);
    va_end(args);
    append_text(err, ": ", strerror(saved));
    return -1;
}

const char *err_class_name(enum err_class class) {
    switch (class) {
    case ERR_NONE: return "none";
    case ERR_FILE: return "file";
    case ERR_DATA: return "data";
    case ERR_KEY: return "key";
    case ERR_LIMIT: return "limit";
    case ERR_SYSTEM: return "system";
    case ERR_MEMORY: return "memory";
    }
    return "system";
}
