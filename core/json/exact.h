/* SPDX-License-Identifier: MIT
 * Keeps numbers and empty arrays exact across lua-cjson, which knows floats of 14 digits only and takes
 * `[]` for `{}`. What it would lose goes through it as a placeholder: an integer of 14 digits, 10^13 and
 * an index. No other number of that size or larger goes through it, so none is ever taken for one.
 * Nothing is allocated here. */
#ifndef ALIPAY_EXACT_H
#define ALIPAY_EXACT_H

#include <stddef.h>
#include <stdint.h>

#include "json/scan.h"

enum { EXACT_SPELLING = 40 }; /* room for any number or placeholder that is written here, with its NUL */

enum exact_kind {
    EXACT_PLAIN,      /* a number that survives as it is, an integer as a whole float */
    EXACT_INTEGER,    /* an integer that would not: `integer` */
    EXACT_FLOAT,      /* a float that would become an integer or lose digits: `number` */
    EXACT_EMPTY_ARRAY /* `[]` */
};

/* What stands at text[first] to text[end - 1]. */
struct exact_item {
    enum exact_kind kind;
    size_t first, end;
    int64_t integer;
    double number;
};

/* The next number or empty array of the text that `scan` walks. 1 with an item; 0 at the end; -1 with
 * ERR_DATA, also for what the grammar allows and Lua cannot hold: half a surrogate pair, 1e400. */
int exact_next_item(struct scan *scan, struct exact_item *item, struct err *err);

/* The placeholder of an index from 1, its spelling for cjson to read, and the index of a number that is
 * one, else 0. */
double exact_placeholder(int64_t index);
size_t exact_spell_placeholder(int64_t index, char out[EXACT_SPELLING]);
int64_t exact_placeholder_index(double number);

/* Whether a float that cjson read stands for an integer; -0.0 does not. */
int exact_is_integer(double number, int64_t *integer);

/* Whether cjson writes the number and its kind as they are. */
int exact_integer_is_plain(int64_t integer);
int exact_float_is_plain(double number);
/* The shortest of 15, 16 or 17 digits that reads back; a whole number ends with ".0". */
size_t exact_spell_integer(int64_t integer, char out[EXACT_SPELLING]);
size_t exact_spell_float(double number, char out[EXACT_SPELLING]);

/* What has to be edited in a text that cjson wrote: an escaped slash, or a placeholder. */
struct exact_edit {
    size_t first, end; /* the bytes to replace */
    int64_t index;     /* of the placeholder; 0 for a slash */
};

/* The next edit from byte `from` on, which stands outside of strings or behind an edit in one
 * (`*in_string`, 0 at first). Returns 0 when there is none. */
int exact_next_edit(const char *text, size_t len, size_t from, int *in_string, struct exact_edit *edit);

#endif
