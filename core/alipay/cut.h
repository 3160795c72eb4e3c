/* SPDX-License-Identifier: MIT
 * Picks from a reply what is signed, what signs it, and the fields that say how the call went.
 * Places point into the text, which stays the caller's. */
#ifndef ALIPAY_CUT_H
#define ALIPAY_CUT_H

#include <stdbool.h>

#include "alipay/reply.h"

enum { CUT_MEMBERS = 32, CUT_FIELDS = 4 }; /* a reply has two or three members */

/* What is wrong with a reply that can be read; the first three name a member. */
enum cut_fault { CUT_FINE, CUT_ESCAPED, CUT_TWICE, CUT_FOREIGN, CUT_BOTH, CUT_NO_NODE };

struct cut {
    struct reply_member members[CUT_MEMBERS]; /* of the root, in order */
    size_t count;
    const struct reply_member *node, *sign, *cert_sn; /* NULL when there is none */
    bool is_error_node;
    struct reply_member fields[CUT_FIELDS]; /* of the node, by cut_field_names; no name: none */
    enum cut_fault fault;
    const struct reply_member *faulty;
};

/* code, msg, sub_code, sub_msg */
extern const char *const cut_field_names[CUT_FIELDS];

/* `wanted` is the name of the node that answers the method, `error_node` the one for errors.
 * Returns 0 for a text that can be read, its fault included; -1 with ERR_DATA for none at all. */
int cut_reply(struct cut *cut, const char *text, size_t len, const char *wanted,
              const char *error_node, struct err *err);

#endif
