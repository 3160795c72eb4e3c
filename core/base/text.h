/* SPDX-License-Identifier: MIT
 * Character sets by iconv, and the columns that text takes on a terminal.
 * Output goes into the caller's memory; the process's locale is neither used nor changed. */
#ifndef ALIPAY_TEXT_H
#define ALIPAY_TEXT_H

#include <stddef.h>

#include "base/err.h"

/* Room that a conversion of `len` bytes needs at most. */
size_t text_convert_room(size_t len);

/* Converts all of `text` or nothing: bytes that do not belong to `from`, and characters that `to`
 * lacks, are ERR_DATA with their position. Returns 0 and the bytes written in *written, or -1. */
int text_convert(const char *from, const char *to, const char *text, size_t len, char *out,
                 size_t room, size_t *written, struct err *err);

/* Columns of a UTF-8 text; invalid bytes and control characters count one. */
size_t text_width(const char *text, size_t len);

/* How many bytes of the text to show so that it takes at most `columns`; *cut is set when a mark of
 * one column has to follow them because something was left out. */
size_t text_fit(const char *text, size_t len, size_t columns, int *cut);

#endif
