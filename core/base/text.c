/* SPDX-License-Identifier: MIT
 * Converts by the C library's iconv and measures by its wcwidth, in a UTF-8 locale of its own.
 * Sequences that a terminal may draw as one picture (joined emoji) are measured character by
 * character. */
#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#include "base/utf8.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t utf8_locale; /* made once, kept until the process ends */

static void make_locale(void) {
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* Enters the UTF-8 locale for this thread; the result goes to leave_locale. */
static locale_t enter_locale(void) {
    pthread_once(&once, make_locale);
    return utf8_locale ? uselocale(utf8_locale) : (locale_t)0;
}

static void leave_locale(locale_t before) {
    if (before) uselocale(before);
}

/* For a system without C.UTF-8: the wide blocks of East Asia and emoji, and the common combining
 * marks. */
static int plain_width(uint32_t code) {
    if ((code >= 0x300 && code <= 0x36F) || (code >= 0x200B && code <= 0x200F) ||
        (code >= 0xFE00 && code <= 0xFE0F))
        return 0;
    return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                   (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                   (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                   (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
                   (code >= 0x20000 && code <= 0x3FFFD)
               ? 2
               : 1;
}

/* Columns of the character at `text`, and its length in *step; an invalid byte is one of each. */
static size_t character_width(const char *text, size_t len, size_t *step) {
    uint32_t code;
    *step = utf8_decode(text, len, &code);
    if (*step == 0) {
        *step = 1;
        return 1;
    }
    if (code < 0x7F) return 1;
    int width = utf8_locale ? wcwidth((wchar_t)code) : plain_width(code);
    return width < 0 ? 1 : (size_t)width;
}

static int convert_failed(const char *from, const char *to, size_t position, struct err *err) {
    if (errno == EILSEQ)
        return err_set(err, ERR_DATA, "byte %zu is not %s, or %s has no such character",
                       position + 1, from, to);
    if (errno == EINVAL) return err_set(err, ERR_DATA, "the %s text ends inside a character", from);
    return err_errno(err, ERR_SYSTEM, "cannot convert %s to %s", from, to);
}

/* iconv hands on codes beyond Unicode where both sides are UTF-8. */
static int keeps_to_unicode(const char *charset, const char *text, size_t len) {
    int is_utf8 = strcasecmp(charset, "UTF-8") == 0 || strcasecmp(charset, "UTF8") == 0;
    return !is_utf8 || utf8_valid(text, len);
}

size_t text_convert_room(size_t len) {
    return len <= (SIZE_MAX - 16) / 4 ? 4 * len + 16 : SIZE_MAX;
}

int text_convert(const char *from, const char *to, const char *text, size_t len, char *out,
                 size_t room, size_t *written, struct err *err) {
    /* A name with "//" would ask for question marks in place of errors. */
    iconv_t converter = strchr(from, '/') || strchr(to, '/') ? (iconv_t)-1 : iconv_open(to, from);
    if (converter == (iconv_t)-1)
        return err_set(err, ERR_DATA, "no conversion from '%.40s' to '%.40s'", from, to);
    char *in = (char *)text, *end = out;
    size_t left = len, free_room = room;
    size_t result = iconv(converter, &in, &left, &end, &free_room);
    if (result != (size_t)-1) result = iconv(converter, NULL, NULL, &end, &free_room);
    int status = 0;
    if (result == (size_t)-1) status = convert_failed(from, to, len - left, err);
    iconv_close(converter);
    *written = room - free_room;
    if (status == 0 && !keeps_to_unicode(to, out, *written))
        status = err_set(err, ERR_DATA, "the %s text has a character that Unicode does not have", from);
    return status;
}

size_t text_width(const char *text, size_t len) {
    size_t columns = 0, step;
    locale_t before = enter_locale();
    for (size_t pos = 0; pos < len; pos += step)
        columns += character_width(text + pos, len - pos, &step);
    leave_locale(before);
    return columns;
}

size_t text_fit(const char *text, size_t len, size_t columns, int *cut) {
    size_t used = 0, kept = 0, pos = 0, step;
    locale_t before = enter_locale();
    while (pos < len) {
        used += character_width(text + pos, len - pos, &step);
        if (used > columns) break;
        pos += step;
        if (used < columns) kept = pos; /* there is room for the mark behind it */
    }
    leave_locale(before);
    *cut = pos < len && columns > 0;
    return pos < len ? kept : len;
}
