/* SPDX-License-Identifier: MIT
 * A list of names and values in order, both of arbitrary bytes: headers, or the fields of a form once
 * they are decoded (form.h). The list owns copies of everything put into it. */
#ifndef ALIPAY_PAIRS_H
#define ALIPAY_PAIRS_H

#include <stddef.h>

struct pair {
    char *name, *value; /* each with a NUL behind it; both in one block that begins at `name` */
    size_t name_len, value_len;
};

struct pairs {
    struct pair *items;
    size_t count, size, bytes; /* bytes: of all names and values */
};

/* -1: out of memory. */
int pairs_add(struct pairs *pairs, const char *name, size_t name_len, const char *value,
              size_t value_len);

void pairs_free(struct pairs *pairs);

#endif
