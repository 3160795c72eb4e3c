/* SPDX-License-Identifier: MIT
 * Parameters as bytes: sorted, joined raw as the string that is signed, or urlencoded, and read
 * back. But for form_decode nothing is allocated here: pairs and output belong to the caller, who asks
 * for the size first. */
#ifndef ALIPAY_FORM_H
#define ALIPAY_FORM_H

#include <stddef.h>

#include "base/pairs.h"

struct form_pair {
    const char *key;
    size_t key_len;
    const char *value;
    size_t value_len;
};

/* Puts pairs into bytewise order of their keys: memcmp, and the shorter first when one begins with the
 * other. */
void form_sort(struct form_pair *pairs, size_t count);

/* `k=v` joined by `&`, nothing encoded. The pairs are taken in the order they have. */
size_t form_join_size(const struct form_pair *pairs, size_t count);
void form_join(const struct form_pair *pairs, size_t count, char *out);

/* The same with keys and values percent-encoded; form_encode returns the end. */
size_t form_encode_size(const struct form_pair *pairs, size_t count);
char *form_encode(const struct form_pair *pairs, size_t count, char *out);

/* Percent-encodes all but the unreserved characters of RFC 3986; a space is %20. */
size_t form_escape_size(const char *text, size_t len);
char *form_escape(const char *text, size_t len, char *out); /* returns the end of what it wrote */

/* Undoes `%XX`, and `+` when `plus` is true (a path has none), once; a `%` without two hex digits stays. `out` needs `len`
 * bytes and may be `text` itself. Returns the number of bytes written. */
size_t form_unescape(const char *text, size_t len, char *out, int plus);

/* The next pair of `k=v&k=v`, still encoded, from *text on; moves *text behind it. A part without
 * `=` is a key with an empty value, an empty part is passed over. Returns 0 when nothing is left.
 */
int form_next(const char **text, const char *end, struct form_pair *pair);

/* "a=b&c" decoded into a list: `+` is a space, `%XX` a byte; a `%` without two hex digits is kept. Empty
 * pieces are skipped. -1: out of memory. */
int form_decode(struct pairs *pairs, const char *text, size_t len);

#endif
