/* SPDX-License-Identifier: MIT
 * Walks the root of a reply by the JSON scanner and gives the place of each member.
 * It knows nothing of signatures and does not choose between members of the same name. */
#include "reply.h"

#include "utf8.h"

static int reply_open(struct reply *reply, struct err *err) {
    enum scan_token token = scan_next(&reply->scan, err);
    if (token == SCAN_FAILED) return -1;
    if (token != SCAN_OBJECT)
        return err_set(err, ERR_DATA, "not a JSON object at byte %zu", reply->scan.first + 1);
    reply->started = 1;
    return 0;
}

void reply_begin(struct reply *reply, const char *text, size_t len) {
    scan_begin(&reply->scan, text, len, !utf8_valid(text, len));
    reply->started = 0;
}

int reply_next(struct reply *reply, struct reply_member *member, struct err *err) {
    struct scan *scan = &reply->scan;
    if (!reply->started && reply_open(reply, err) < 0) return -1;
    enum scan_token token = scan_next(scan, err);
    if (token == SCAN_OBJECT_END) token = scan_next(scan, err);
    if (token == SCAN_FAILED) return -1;
    if (token == SCAN_END) return 0;
    member->name = scan->text + scan->first + 1;
    member->name_len = scan->end - scan->first - 2;
    token = scan_next(scan, err);
    member->kind = token;
    member->first = scan->first;
    while (token != SCAN_FAILED && scan->depth > 1)
        token = scan_next(scan, err);
    if (token == SCAN_FAILED) return -1;
    member->end = scan->end;
    return 1;
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
