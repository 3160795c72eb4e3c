/* SPDX-License-Identifier: MIT
 * Fuzzes text.c, utf8.c and base64.c: conversions keep to their room and give what they say, what is cut
 * to columns ends at a character, and base64 reads back what it wrote and nothing that it would not. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/text.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const charsets[] = {"UTF-8", "GB18030", "GBK", "GB2312", "BIG5", "ISO-8859-1", "UTF-16LE"};

static void require(int condition) {
    if (!condition) abort();
}

/* A converted text is read back as itself. */
static void convert(const char *from, const char *to, const char *text, size_t len) {
    struct err err = {0};
    size_t room = text_convert_room(len), written = 0, back = 0;
    char *out = malloc(room + 1);
    if (out && text_convert(from, to, text, len, out, room, &written, &err) == 0) {
        require(written <= room);
        if (strcmp(to, "UTF-8") == 0) require(utf8_valid(out, written));
        size_t back_room = text_convert_room(written);
        char *again = malloc(back_room + 1);
        if (again && text_convert(to, "UTF-8", out, written, again, back_room, &back, &err) == 0)
            require(utf8_valid(again, back));
        free(again);
    } else if (out) {
        require(err.class != ERR_NONE && err.text[0]);
    }
    free(out);
}

static void measure(const char *text, size_t len, size_t columns) {
    int cut = 0;
    size_t fits = text_fit(text, len, columns, &cut);
    require(fits <= len && text_width(text, len) <= 2 * len);
    require(cut || fits == len || columns == 0);
    require(text_width(text, fits) + (cut ? 1 : 0) <= columns || columns == 0);
    if (utf8_valid(text, len)) require(utf8_valid(text, fits));
}

static void walk(const char *text, size_t len) {
    size_t pos = 0;
    while (pos < len) {
        uint32_t code = 0;
        size_t step = utf8_decode(text + pos, len - pos, &code);
        require(step <= len - pos && (step == 0 || (code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF))));
        if (step == 0) break;
        pos += step;
    }
    require(utf8_valid(text, len) == (pos == len));
}

static void decode(const char *text, size_t len) {
    struct err err;
    size_t written, digits;
    char *out = malloc(BASE64_ROOM(len)), *again = malloc(BASE64_LENGTH(BASE64_ROOM(len)) + 1);
    if (out && again && base64_decode(text, len, out, &written, &err) == 0) {
        require(written <= BASE64_ROOM(len) && base64_looks(text, len, &digits));
        size_t length = base64_encode(out, written, again), at = 0;
        for (size_t i = 0; i < len; i++)
            if (!strchr(" \t\r\n\v\f", text[i]) && text[i] != '=') require(at < length && again[at++] == text[i]);
    }
    if (out && again) {
        char *encoded = malloc(BASE64_LENGTH(len) + 1), *bytes = malloc(BASE64_ROOM(BASE64_LENGTH(len)));
        if (encoded && bytes) {
            size_t length = base64_encode(text, len, encoded);
            require(base64_decode(encoded, length, bytes, &written, &err) == 0);
            require(written == len && memcmp(bytes, text, len) == 0);
        }
        free(bytes);
        free(encoded);
    }
    free(again);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 3) return 0;
    size_t kinds = sizeof charsets / sizeof *charsets, len = size - 3;
    char *text = malloc(len + 1); /* of its own, so that reading behind its end is noticed */
    if (!text) return 0;
    memcpy(text, data + 3, len);
    convert(charsets[data[0] % kinds], charsets[data[1] % kinds], text, len);
    measure(text, len, data[2]);
    walk(text, len);
    decode(text, len);
    free(text);
    return 0;
}
