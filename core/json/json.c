/* SPDX-License-Identifier: MIT
 * Finds what lua-cjson would lose in a text and spells numbers exactly, in any locale.
 * The walks over Lua values are in bind/json.c; the JSON grammar is scan.c's. */
#include "json/json.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER = 1100, SAFE_DIGITS = 15 };
static const int64_t SAFE_INTEGER = INT64_C(1) << 53;

/* A program may have set a locale with a decimal comma, for which strtod and printf then ask. */
static char decimal_point(void) {
    const char *point = localeconv()->decimal_point;
    return point && point[0] ? point[0] : '.';
}

static double read_double(const char *token, size_t len) {
    char buffer[MAX_NUMBER + 1];
    memcpy(buffer, token, len);
    buffer[len] = '\0';
    char point = decimal_point(), *dot = memchr(buffer, '.', len);
    if (dot) *dot = point;
    return strtod(buffer, NULL);
}

/* Reads the digits of an integer token; 0 when it is beyond 64 bits. */
static int read_integer(const char *token, size_t len, int64_t *value) {
    int negative = token[0] == '-';
    uint64_t total = 0, limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    for (size_t i = (size_t)negative; i < len; i++) {
        uint64_t digit = (uint64_t)(token[i] - '0');
        if (total > (limit - digit) / 10) return 0;
        total = total * 10 + digit;
    }
    *value = negative ? (int64_t)(0 - total) : (int64_t)total;
    return 1;
}

static void classify_integer(const char *token, size_t len, struct json_item *item) {
    int minus_zero = len == 2 && token[0] == '-' && token[1] == '0';
    item->kind = JSON_PLAIN;
    if (len <= SAFE_DIGITS && !minus_zero) return;
    if (minus_zero || !read_integer(token, len, &item->integer)) {
        item->kind = JSON_FLOAT;
        item->number = read_double(token, len);
    } else if (item->integer <= -SAFE_INTEGER || item->integer >= SAFE_INTEGER) {
        item->kind = JSON_INTEGER;
    }
}

static void classify_float(const char *token, size_t len, struct json_item *item) {
    item->number = read_double(token, len);
    int whole = floor(item->number) == item->number;
    int subnormal = fabs(item->number) < DBL_MIN;
    item->kind = whole || subnormal || decimal_point() != '.' ? JSON_FLOAT : JSON_PLAIN;
}

static int classify_number(const struct scan *scan, struct json_item *item, struct err *err) {
    const char *token = scan->text + item->first;
    size_t len = item->end - item->first;
    if (len > MAX_NUMBER)
        return err_set(err, ERR_DATA, "not JSON at byte %zu: a number of %zu characters",
                       item->first + 1, len);
    if (scan->whole) classify_integer(token, len, item);
    else classify_float(token, len, item);
    if (item->kind == JSON_FLOAT && !isfinite(item->number))
        return err_set(err, ERR_DATA, "not JSON at byte %zu: a number out of range",
                       item->first + 1);
    return 1;
}

/* A name that is written with escapes cannot be compared: then all places are worth a look. */
static void note_name(struct json_names *names, const char *text, size_t first, size_t end) {
    size_t len = end - first;
    if (names->count > JSON_NAMES) return;
    for (unsigned i = 0; i < names->count; i++)
        if (names->end[i] - names->first[i] == len &&
            memcmp(text + names->first[i], text + first, len) == 0)
            return;
    if (names->count < JSON_NAMES && !memchr(text + first, '\\', len)) {
        names->first[names->count] = first;
        names->end[names->count++] = end;
    } else {
        names->count = JSON_NAMES + 1;
    }
}

int json_next_item(struct scan *scan, struct json_names *names, struct json_item *item,
                   struct err *err) {
    enum scan_token token;
    size_t opened = scan->len;     /* place of an array's begin, when it was the last token */
    size_t name = 0, name_end = 0; /* of the value that follows, if it has one */
    while ((token = scan_next(scan, err)) > SCAN_END) {
        if (token == SCAN_NAME) {
            name = scan->first + 1;
            name_end = scan->end - 1;
            continue;
        }
        if (name && names && (token == SCAN_NUMBER || token == SCAN_ARRAY || token == SCAN_OBJECT))
            note_name(names, scan->text, name, name_end);
        name = 0;
        if (token == SCAN_NUMBER) {
            *item = (struct json_item){.first = scan->first, .end = scan->end};
            return classify_number(scan, item, err);
        }
        if (token == SCAN_ARRAY_END && opened < scan->len) {
            *item = (struct json_item){JSON_EMPTY_ARRAY, opened, scan->end, 0, 0};
            return 1;
        }
        opened = token == SCAN_ARRAY ? scan->first : scan->len;
    }
    return token == SCAN_FAILED ? -1 : 0;
}

double json_placeholder(int64_t index) {
    return ldexp((double)index, -1074);
}

int64_t json_placeholder_index(double number) {
    if (!(number > 0 && number < DBL_MIN)) return 0;
    return (int64_t)ldexp(number, 1074);
}

size_t json_spell_placeholder(int64_t index, char out[JSON_SPELLING]) {
    char text[JSON_SPELLING]; /* d.dddddddddddddddde-ddd: seventeen digits, the second byte is the
                                 point */
    snprintf(text, sizeof text, "%.16e", json_placeholder(index));
    int exponent = atoi(strchr(text, 'e') + 1);
    return (size_t)snprintf(out, JSON_SPELLING, "%c%.16se%d", text[0], text + 2, exponent - 16);
}

int json_is_whole(double number, int64_t *integer) {
    if (!(fabs(number) < (double)SAFE_INTEGER) || floor(number) != number) return 0;
    if (number == 0 && signbit(number)) return 0;
    *integer = (int64_t)number;
    return 1;
}

int json_integer_is_plain(int64_t integer) {
    return integer > -INT64_C(100000000000000) && integer < INT64_C(100000000000000);
}

int json_float_is_plain(double number) {
    char text[JSON_SPELLING];
    if (decimal_point() != '.' || fabs(number) < DBL_MIN) return 0;
    snprintf(text, sizeof text, "%.14g", number);
    return strpbrk(text, ".e") && strtod(text, NULL) == number;
}

size_t json_spell_integer(int64_t integer, char out[JSON_SPELLING]) {
    return (size_t)snprintf(out, JSON_SPELLING, "%" PRId64, integer);
}

size_t json_spell_float(double number, char out[JSON_SPELLING]) {
    char point = decimal_point();
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, JSON_SPELLING, "%.*g", digits, number);
        if (strtod(out, NULL) == number) break;
    }
    char *dot = strchr(out, point);
    if (dot) *dot = '.';
    if (!strpbrk(out, ".e")) strcat(out, ".0");
    return strlen(out);
}

/* In a string only `\/` matters, and an escape must be passed over as a whole. Returns 1 with an
 * edit; otherwise *pos is behind the closing quote. */
static int edit_in_string(const char *text, size_t len, size_t *pos, struct json_edit *edit) {
    while (*pos < len && text[*pos] != '"') {
        if (text[*pos] == '\\') {
            if (*pos + 1 < len && text[*pos + 1] == '/') {
                *edit = (struct json_edit){*pos, *pos + 2, 0};
                return 1;
            }
            ++*pos;
        }
        ++*pos;
    }
    ++*pos;
    return 0;
}

static size_t number_end(const char *text, size_t len, size_t pos) {
    while (pos < len && text[pos] && strchr("+-.0123456789eE", text[pos]))
        pos++;
    return pos;
}

int json_next_edit(const char *text, size_t len, size_t from, int *in_string,
                   struct json_edit *edit) {
    size_t pos = from;
    while (pos < len) {
        if (*in_string) {
            if (edit_in_string(text, len, &pos, edit)) return 1;
            *in_string = 0;
        } else if (text[pos] == '"') {
            *in_string = 1;
            pos++;
        } else if (text[pos] == '-' || (text[pos] >= '0' && text[pos] <= '9')) {
            size_t end = number_end(text, len, pos);
            int64_t index = 0;
            if (memchr(text + pos, 'e', end - pos) && end - pos < JSON_SPELLING)
                index = json_placeholder_index(read_double(text + pos, end - pos));
            if (index) {
                *edit = (struct json_edit){pos, end, index};
                return 1;
            }
            pos = end;
        } else {
            pos++;
        }
    }
    return 0;
}
