/* SPDX-License-Identifier: MIT
 * Cuts a JSON object into its members without decoding it, so that the bytes of one can be
 * verified. The text stays the caller's and must outlive the cutter; nothing is allocated. */
#ifndef ALIPAY_REPLY_H
#define ALIPAY_REPLY_H

#include "json/scan.h"

struct reply_member {
    unsigned level;   /* 1: of the root; 2: of an object in it */
    const char *name; /* raw bytes between its quotes */
    size_t name_len;
    enum scan_token kind; /* SCAN_OBJECT, SCAN_ARRAY, SCAN_STRING, SCAN_NUMBER, SCAN_TRUE,
                             SCAN_FALSE, SCAN_NULL */
    size_t first, end;    /* the value's bytes: text[first] to text[end - 1] */
};

struct reply {
    struct scan scan;
    int started;
    unsigned levels;            /* 1, or 2 when members of the root's objects are wanted too */
    struct reply_member around; /* the root member whose object is being walked */
};

/* Strings are read as GBK when the text is not UTF-8. */
void reply_begin(struct reply *reply, const char *text, size_t len, unsigned levels);

/* 1 with the next member, duplicates included; 0 at the end, when the whole text was sound; -1 with
 * ERR_DATA. A member of level 2 comes before the one it stands in: a member is given when its end
 * is known. Members that came before a failure must not be trusted. */
int reply_next(struct reply *reply, struct reply_member *member, struct err *err);

/* "object", "array", "string", "number", "true", "false" or "null". */
const char *reply_kind_name(enum scan_token kind);

#endif
