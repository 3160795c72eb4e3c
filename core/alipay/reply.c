/* SPDX-License-Identifier: MIT
 * Walks the root of a reply, and the objects in it, by the JSON scanner and gives the place of each
 * member. It knows nothing of signatures and does not choose between members of the same name. */
#include "alipay/reply.h"

static int reply_open(struct reply *reply, struct err *err) {
    enum scan_token token = scan_next(&reply->scan, err);
    if (token == SCAN_FAILED) return -1;
    if (token != SCAN_OBJECT)
        return err_set(err, ERR_DATA, "not a JSON object at byte %zu", reply->scan.first + 1);
    reply->started = 1;
    return 0;
}

/* Takes in the name that was just scanned and the first token of its value; 0 when that failed. */
static int begin_member(struct reply *reply, struct reply_member *member, struct err *err) {
    struct scan *scan = &reply->scan;
    member->name = scan->text + scan->first + 1;
    member->name_len = scan->end - scan->first - 2;
    member->level = scan->depth;
    member->kind = scan_next(scan, err);
    member->first = scan->first;
    return member->kind != SCAN_FAILED;
}

/* Goes on to the end of the member's value. */
static int end_member(struct reply *reply, struct reply_member *member, struct err *err) {
    while (reply->scan.depth > member->level)
        if (scan_next(&reply->scan, err) == SCAN_FAILED) return -1;
    member->end = reply->scan.end;
    return 1;
}

void reply_begin(struct reply *reply, const char *text, size_t len, unsigned levels) {
    scan_begin(&reply->scan, text, len, SCAN_EITHER);
    reply->started = 0;
    reply->levels = levels;
}

int reply_next(struct reply *reply, struct reply_member *member, struct err *err) {
    struct scan *scan = &reply->scan;
    if (!reply->started && reply_open(reply, err) < 0) return -1;
    for (;;) {
        enum scan_token token = scan_next(scan, err);
        if (token == SCAN_FAILED) return -1;
        if (token == SCAN_END) return 0;
        if (token == SCAN_OBJECT_END) {
            if (scan->depth == 0) continue; /* the root; behind it may only be the end */
            *member = reply->around;
            member->end = scan->end;
            return 1;
        }
        if (!begin_member(reply, member, err)) return -1;
        if (member->kind != SCAN_OBJECT || member->level == reply->levels)
            return end_member(reply, member, err);
        reply->around = *member;
    }
}

const char *reply_kind_name(enum scan_token kind) {
    switch (kind) {
    case SCAN_OBJECT: return "object";
    case SCAN_ARRAY: return "array";
    case SCAN_STRING: return "string";
    case SCAN_NUMBER: return "number";
    case SCAN_TRUE: return "true";
    case SCAN_FALSE: return "false";
    default: return "null";
    }
}
