/* SPDX-License-Identifier: MIT
 * A reply of the gateway, cut without decoding it: what is signed and what signs it. Places point into
 * the text, which stays the caller's and must outlive them; nothing is allocated. */
#ifndef ALIPAY_REPLY_H
#define ALIPAY_REPLY_H

#include <stdbool.h>

#include "json/scan.h"

struct reply_member {
    const char *name; /* raw bytes between its quotes */
    size_t name_len;
    enum scan_token kind; /* SCAN_OBJECT, SCAN_ARRAY, SCAN_STRING, SCAN_NUMBER, SCAN_TRUE,
                             SCAN_FALSE, SCAN_NULL */
    size_t first, end;    /* the value's bytes: text[first] to text[end - 1] */
};

/* A walk over the members of the root. */
struct reply_walk {
    struct scan scan;
    bool started;
};

/* Strings are read as GBK when the text is not UTF-8. */
void reply_begin(struct reply_walk *walk, const char *text, size_t len);

/* 1 with the next member, duplicates included; 0 at the end, when the whole text was sound; -1 with
 * ERR_DATA. Members that came before a failure must not be trusted. */
int reply_next(struct reply_walk *walk, struct reply_member *member, struct err *err);

/* "object", "array", "string", "number", "true", "false" or "null". */
const char *reply_kind_name(enum scan_token kind);

enum { REPLY_MEMBERS = 32 }; /* a reply has two or three */

/* What is wrong with a reply that can be read; the first three name a member. */
enum reply_fault {
    REPLY_FINE,
    REPLY_ESCAPED,
    REPLY_TWICE,
    REPLY_FOREIGN,
    REPLY_BOTH,
    REPLY_NO_NODE
};

struct reply {
    struct reply_member members[REPLY_MEMBERS]; /* of the root, in order */
    size_t count;
    const struct reply_member *node, *sign, *cert_sn; /* NULL when there is none */
    bool is_error_node;
    enum reply_fault fault;
    const struct reply_member *faulty;
};

/* `wanted` is the name of the node that answers the method, `error_node` the one for errors. It fails
 * closed: a name that is there twice, or written with escapes, or that answers another method, is a
 * fault. Returns 0 for a text that can be read, its fault included; -1 with ERR_DATA for none at all. */
int reply_cut(struct reply *reply, const char *text, size_t len, const char *wanted,
              const char *error_node, struct err *err);

#endif
