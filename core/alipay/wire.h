/* SPDX-License-Identifier: MIT
 * The parameters of a request as the bytes that go out: what is signed, the query around the place
 * of the signature, and the form. What the parameters are is the caller's matter, and so is the
 * memory: a wire is written into as many bytes as were measured. */
#ifndef ALIPAY_WIRE_H
#define ALIPAY_WIRE_H

#include "http/form.h"

enum wire_place { WIRE_URL, WIRE_FORM, WIRE_PART }; /* a part of a body is signed, but sent elsewhere */

struct wire_param {
    struct form_pair pair;
    const char *encoded; /* `key=value` percent-encoded, when that is known already; else NULL */
    size_t encoded_len;
    enum wire_place place;
};

struct wire {
    size_t signed_len, before_len, after_len, form_len;
    char text[]; /* one after the other */
};

/* Merges two lists, each in the order of its keys, into `out`, which has room for both: of one key
 * the parameter of `own` is taken. Returns the number of parameters. */
size_t wire_merge(struct wire_param *out, const struct wire_param *shared, size_t shared_count,
                  const struct wire_param *own, size_t own_count);

/* Bytes that suffice for a wire of these parameters; they are in order, and none of them is `sign` or
 * empty. */
size_t wire_size(const struct wire_param *params, size_t count);
void wire_write(struct wire *wire, const struct wire_param *params, size_t count);

const char *wire_signed(const struct wire *wire, size_t *len);
const char *wire_form(const struct wire *wire, size_t *len);

/* The query with its signature, which stands where the order of the keys wants it; a signature of
 * `len` bytes makes it no longer than the size. */
size_t wire_query_size(const struct wire *wire, size_t len);
char *wire_query(const struct wire *wire, const char *signature, size_t len, char *out); /* the end */

#endif
