/* SPDX-License-Identifier: MIT
 * Walks the root of a reply by the JSON scanner and chooses among its members. It verifies and decodes
 * nothing. */
#include "alipay/reply.h"

#include <string.h>

static int open_root(struct reply_walk *walk, struct err *err) {
    enum scan_token token = scan_next(&walk->scan, err);
    if (token == SCAN_FAILED) return -1;
    if (token != SCAN_OBJECT)
        return err_set(err, ERR_DATA, "not a JSON object at byte %zu", walk->scan.first + 1);
    walk->started = true;
    return 0;
}

void reply_begin(struct reply_walk *walk, const char *text, size_t len) {
    scan_begin(&walk->scan, text, len, SCAN_EITHER);
    walk->started = false;
}

int reply_next(struct reply_walk *walk, struct reply_member *member, struct err *err) {
    struct scan *scan = &walk->scan;
    if (!walk->started && open_root(walk, err) < 0) return -1;
    enum scan_token token = scan_next(scan, err);
    if (token == SCAN_OBJECT_END) token = scan_next(scan, err); /* the root's; behind it is the end */
    if (token == SCAN_FAILED) return -1;
    if (token == SCAN_END) return 0;
    member->name = scan->text + scan->first + 1;
    member->name_len = scan->end - scan->first - 2;
    member->kind = scan_next(scan, err);
    member->first = scan->first;
    if (member->kind == SCAN_FAILED) return -1;
    while (scan->depth > 1)
        if (scan_next(scan, err) == SCAN_FAILED) return -1;
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

static bool is_named(const struct reply_member *member, const char *name) {
    return strncmp(member->name, name, member->name_len) == 0 && !name[member->name_len];
}

static bool ends_as_node(const struct reply_member *member) {
    static const char ending[] = "_response";
    size_t len = sizeof ending - 1;
    return member->name_len >= len &&
           memcmp(member->name + member->name_len - len, ending, len) == 0;
}

static bool is_twice(const struct reply *reply, const struct reply_member *member) {
    for (size_t i = 0; i < reply->count; i++)
        if (reply->members[i].name_len == member->name_len &&
            memcmp(reply->members[i].name, member->name, member->name_len) == 0)
            return true;
    return false;
}

/* The first fault is the one that is told. */
static void note_fault(struct reply *reply, enum reply_fault fault,
                       const struct reply_member *member) {
    if (reply->fault != REPLY_FINE) return;
    reply->fault = fault;
    reply->faulty = member;
}

static void choose(struct reply *reply, const struct reply_member *member, const char *wanted,
                   const char *error_node, const struct reply_member **foreign) {
    bool is_error = is_named(member, error_node);
    if (memchr(member->name, '\\', member->name_len)) {
        note_fault(reply, REPLY_ESCAPED, member);
    } else if (is_twice(reply, member)) {
        note_fault(reply, REPLY_TWICE, member);
    } else if (is_error || is_named(member, wanted)) {
        if (reply->node) note_fault(reply, REPLY_BOTH, member);
        else reply->is_error_node = is_error, reply->node = member;
    } else if (is_named(member, "sign")) {
        reply->sign = member;
    } else if (is_named(member, "alipay_cert_sn") && member->kind == SCAN_STRING) {
        reply->cert_sn = member;
    } else if (ends_as_node(member)) {
        *foreign = member;
    }
}

int reply_cut(struct reply *reply, const char *text, size_t len, const char *wanted,
              const char *error_node, struct err *err) {
    struct reply_walk walk;
    struct reply_member member;
    const struct reply_member *foreign = NULL;
    int found;
    reply->count = 0;
    reply->node = reply->sign = reply->cert_sn = reply->faulty = NULL;
    reply->is_error_node = false;
    reply->fault = REPLY_FINE;
    reply_begin(&walk, text, len);
    while ((found = reply_next(&walk, &member, err)) > 0) {
        if (reply->count == REPLY_MEMBERS) return err_set(err, ERR_DATA, "it has too many members");
        reply->members[reply->count] = member;
        choose(reply, &reply->members[reply->count], wanted, error_node, &foreign);
        reply->count++;
    }
    if (found < 0) return -1;
    if (foreign) note_fault(reply, REPLY_FOREIGN, foreign);
    if (!reply->node) note_fault(reply, REPLY_NO_NODE, NULL);
    return 0;
}
