/* SPDX-License-Identifier: MIT
 * Scans JSON text token by token without recursion.
 * It does not judge surrogates in \u escapes or the size of numbers: who decodes does. */
#include "json/scan.h"

#include <string.h>

#include "base/utf8.h"

enum { VALUE, VALUE_OR_END, NAME, NAME_OR_END, SEPARATOR, NOTHING };

static enum scan_token fail(const struct scan *scan, size_t pos, const char *reason,
                            struct err *err) {
    err_set(err, ERR_DATA, "not JSON at byte %zu: %s", pos + 1,
            pos < scan->len ? reason : "it ends too early");
    return SCAN_FAILED;
}

static inline void skip_space(struct scan *scan) {
    const char *text = scan->text;
    size_t pos = scan->pos, len = scan->len;
    while (pos < len) {
        char c = text[pos];
        if ((unsigned char)c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) break;
        pos++;
    }
    scan->pos = pos;
}

static inline char peek(const struct scan *scan) {
    return scan->pos < scan->len ? scan->text[scan->pos] : '\0';
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Whether the innermost that is open is an object. */
static int in_object(const struct scan *scan) {
    unsigned level = scan->depth - 1;
    return (int)(scan->objects[level / 64] >> (level % 64) & 1);
}

/* Passes over bytes that are no quote, no backslash and no control byte. */
static inline size_t skip_plain(const char *text, size_t pos, size_t len) {
    while (pos < len && text[pos] != '"' && text[pos] != '\\' && (unsigned char)text[pos] >= 0x20)
        pos++;
    return pos;
}

/* A second byte that GBK or GB18030 can have; so a stray first byte in front of a quote takes
 * nothing. */
static int is_gbk_trail(unsigned char c) {
    return is_digit((char)c) || (c >= 0x40 && c != 0x7F && c != 0xFF);
}

static int is_gbk_lead(unsigned char c) {
    return c >= 0x81;
}

static int scan_escape(struct scan *scan, struct err *err) {
    size_t pos = scan->pos;
    if (pos + 1 >= scan->len) return fail(scan, scan->len, "", err);
    char c = scan->text[pos + 1];
    scan->escapes = 1;
    scan->pos = pos + 2;
    if (c == 'u') {
        for (size_t i = pos + 2; i < pos + 6; i++)
            if (i >= scan->len || !is_hex(scan->text[i]))
                return fail(scan, i, "four hex digits must follow \\u", err);
        scan->pos = pos + 6;
    } else if (c == '\0' || !strchr("\"\\/bfnrt", c)) {
        return fail(scan, pos, "an unknown escape", err);
    }
    return 0;
}

/* A string from `pos` on, where something stands that is more than a plain character. */
static int scan_rest(struct scan *scan, size_t pos, struct err *err) {
    const char *text = scan->text;
    size_t len = scan->len;
    for (;;) {
        if (scan->gbk != SCAN_GBK) pos = skip_plain(text, pos, len);
        if (pos >= len) return fail(scan, len, "", err);
        unsigned char c = (unsigned char)text[pos];
        if (c == '"') break;
        if (c < 0x20) return fail(scan, pos, "a control character in a string", err);
        if (c == '\\') {
            if (scan->gbk == SCAN_EITHER && is_gbk_lead((unsigned char)text[pos - 1])) {
                scan->gbk = utf8_valid(text, len) ? SCAN_UTF8 : SCAN_GBK;
                pos = scan->first + 1;
                continue;
            }
            scan->pos = pos;
            if (scan_escape(scan, err) < 0) return -1;
            pos = scan->pos;
            continue;
        }
        pos++;
        if (scan->gbk == SCAN_GBK && is_gbk_lead(c) && pos < len &&
            is_gbk_trail((unsigned char)text[pos]))
            pos++;
    }
    scan->end = scan->pos = pos + 1;
    return 0;
}

static inline int scan_string(struct scan *scan, struct err *err) {
    size_t pos = scan->first = scan->pos;
    scan->escapes = 0;
    pos++;
    if (scan->gbk != SCAN_GBK) {
        pos = skip_plain(scan->text, pos, scan->len);
        if (pos < scan->len && scan->text[pos] == '"') {
            scan->end = scan->pos = pos + 1;
            return 0;
        }
    }
    return scan_rest(scan, pos, err);
}

static inline int scan_digits(struct scan *scan, struct err *err) {
    size_t pos = scan->pos;
    while (pos < scan->len && is_digit(scan->text[pos])) pos++;
    if (pos == scan->pos) return fail(scan, pos, "a digit expected", err);
    scan->pos = pos;
    return 0;
}

static int scan_number(struct scan *scan, struct err *err) {
    scan->first = scan->pos;
    if (peek(scan) == '-') scan->pos++;
    if (peek(scan) == '0') {
        scan->pos++;
        if (is_digit(peek(scan))) return fail(scan, scan->pos, "a number with a leading zero", err);
    } else if (scan_digits(scan, err) < 0) {
        return -1;
    }
    if (peek(scan) == '.') {
        scan->pos++;
        if (scan_digits(scan, err) < 0) return -1;
    }
    if (peek(scan) == 'e' || peek(scan) == 'E') {
        scan->pos++;
        if (peek(scan) == '+' || peek(scan) == '-') scan->pos++;
        if (scan_digits(scan, err) < 0) return -1;
    }
    scan->end = scan->pos;
    return 0;
}

static enum scan_token scan_literal(struct scan *scan, const char *word, enum scan_token token,
                                    struct err *err) {
    size_t len = strlen(word);
    if (scan->len - scan->pos < len || memcmp(scan->text + scan->pos, word, len) != 0)
        return fail(scan, scan->pos, "a value expected", err);
    scan->first = scan->pos;
    scan->end = scan->pos += len;
    return token;
}

static enum scan_token scan_open(struct scan *scan, int object, struct err *err) {
    if (scan->depth == SCAN_MAX_DEPTH) return fail(scan, scan->pos, "nested too deep", err);
    uint64_t bit = UINT64_C(1) << (scan->depth % 64);
    if (object) scan->objects[scan->depth / 64] |= bit;
    else scan->objects[scan->depth / 64] &= ~bit;
    scan->depth++;
    scan->first = scan->pos++;
    scan->end = scan->pos;
    scan->expect = object ? NAME_OR_END : VALUE_OR_END;
    return object ? SCAN_OBJECT : SCAN_ARRAY;
}

static enum scan_token scan_close(struct scan *scan) {
    enum scan_token token = in_object(scan) ? SCAN_OBJECT_END : SCAN_ARRAY_END;
    scan->first = scan->pos++;
    scan->end = scan->pos;
    scan->depth--;
    scan->expect = scan->depth ? SEPARATOR : NOTHING;
    return token;
}

static enum scan_token scan_value(struct scan *scan, struct err *err) {
    char c = peek(scan);
    if (c == '{' || c == '[') return scan_open(scan, c == '{', err);
    if (c == ']' && scan->expect == VALUE_OR_END) return scan_close(scan);
    scan->expect = scan->depth ? SEPARATOR : NOTHING;
    if (c == '"') return scan_string(scan, err) < 0 ? SCAN_FAILED : SCAN_STRING;
    if (c == '-' || is_digit(c)) return scan_number(scan, err) < 0 ? SCAN_FAILED : SCAN_NUMBER;
    if (c == 't') return scan_literal(scan, "true", SCAN_TRUE, err);
    if (c == 'f') return scan_literal(scan, "false", SCAN_FALSE, err);
    return scan_literal(scan, "null", SCAN_NULL, err);
}

static enum scan_token scan_name(struct scan *scan, struct err *err) {
    if (peek(scan) == '}' && scan->expect == NAME_OR_END) return scan_close(scan);
    if (peek(scan) != '"') return fail(scan, scan->pos, "a name in quotes expected", err);
    if (scan_string(scan, err) < 0) return SCAN_FAILED;
    skip_space(scan);
    if (peek(scan) != ':') return fail(scan, scan->pos, "a colon expected", err);
    scan->pos++;
    scan->expect = VALUE;
    return SCAN_NAME;
}

void scan_begin(struct scan *scan, const char *text, size_t len, int gbk) {
    memset(scan, 0, sizeof *scan);
    scan->text = text;
    scan->len = len;
    scan->gbk = gbk;
    scan->expect = VALUE;
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) scan->pos = 3;
}

enum scan_token scan_next(struct scan *scan, struct err *err) {
    skip_space(scan);
    if (scan->expect == SEPARATOR) {
        char c = peek(scan);
        if (c == (in_object(scan) ? '}' : ']')) return scan_close(scan);
        if (c != ',')
            return fail(scan, scan->pos,
                        in_object(scan) ? "',' or '}' expected" : "',' or ']' expected", err);
        scan->pos++;
        skip_space(scan);
        scan->expect = in_object(scan) ? NAME : VALUE;
    }
    if (scan->expect == NOTHING) {
        if (scan->pos < scan->len)
            return fail(scan, scan->pos, "something stands behind the value", err);
        return SCAN_END;
    }
    if (scan->expect == NAME || scan->expect == NAME_OR_END) return scan_name(scan, err);
    return scan_value(scan, err);
}
