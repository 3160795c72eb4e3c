/* SPDX-License-Identifier: MIT
 * Number tokens and placeholders: what makes lua-cjson, which knows floats of 14 digits only,
 * exact. A placeholder is the subnormal number index * 2^-1074; every genuine subnormal gets one
 * too, so that none is ever taken for another. Nothing is allocated here. */
#ifndef ALIPAY_JSON_H
#define ALIPAY_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "json/scan.h"

enum {
    JSON_SPELLING = 40, /* room for any number or placeholder that is written here, with its NUL */
    JSON_NAMES = 8
};

/* What stands in a JSON text in place of something that cjson would lose. */
enum json_item_kind {
    JSON_END = 0,
    JSON_PLAIN,      /* a number that survives as it is */
    JSON_INTEGER,    /* an integer that a float cannot hold: `integer` */
    JSON_FLOAT,      /* a number whose spelling says float though its value is whole, or an odd one:
                        `number` */
    JSON_EMPTY_ARRAY /* `[]` */
};

struct json_item {
    enum json_item_kind kind;
    size_t first, end;
    int64_t integer;
    double number;
};

/* The names under which items, and objects and arrays, stand: whoever looks at those alone comes by
 * every item. Begins as zeros. */
struct json_names {
    size_t first[JSON_NAMES], end[JSON_NAMES]; /* places in the text */
    unsigned count;                            /* more than JSON_NAMES: they were not counted */
};

/* The next item of the text that `scan` walks. 1 with an item; 0 at the end; -1 with ERR_DATA.
 * `names` may be NULL. */
int json_next_item(struct scan *scan, struct json_names *names, struct json_item *item,
                   struct err *err);

/* The placeholder of index (from 1), and the index of a number that is one, else 0. */
double json_placeholder(int64_t index);
int64_t json_placeholder_index(double number);
/* Its spelling: without a point, so that it is read alike in every locale. */
size_t json_spell_placeholder(int64_t index, char out[JSON_SPELLING]);

/* A whole float that is safe to read as an integer: below 2^53, and not -0. */
int json_is_whole(double number, int64_t *integer);

/* Whether cjson's "%.14g" would write the number and its kind as they are. */
int json_integer_is_plain(int64_t integer);
int json_float_is_plain(double number);
/* The shortest of 15, 16 or 17 digits that reads back; a whole number ends with ".0". */
size_t json_spell_integer(int64_t integer, char out[JSON_SPELLING]);
size_t json_spell_float(double number, char out[JSON_SPELLING]);

/* What has to be edited in a text that cjson wrote: an escaped slash, or a placeholder. */
struct json_edit {
    size_t first, end; /* the bytes to replace */
    int64_t index;     /* of the placeholder; 0 for a slash */
};

/* The next edit from byte `from` on, which stands outside of strings or behind an edit in one
 * (`*in_string`, 0 at first). Returns 0 when there is none. */
int json_next_edit(const char *text, size_t len, size_t from, int *in_string,
                   struct json_edit *edit);

#endif
