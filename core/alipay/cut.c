/* SPDX-License-Identifier: MIT
 * Chooses among the members of a reply. It fails closed: a name that is there twice, or written
 * with escapes, or that answers another method, is a fault. It verifies and decodes nothing. */
#include "alipay/cut.h"

#include <string.h>

const char *const cut_field_names[CUT_FIELDS] = {"code", "msg", "sub_code", "sub_msg"};

static bool is_named(const struct reply_member *member, const char *name) {
    return strncmp(member->name, name, member->name_len) == 0 && !name[member->name_len];
}

static bool ends_as_node(const struct reply_member *member) {
    static const char ending[] = "_response";
    size_t len = sizeof ending - 1;
    return member->name_len >= len &&
           memcmp(member->name + member->name_len - len, ending, len) == 0;
}

static bool is_twice(const struct cut *cut, const struct reply_member *member) {
    for (size_t i = 0; i < cut->count; i++)
        if (cut->members[i].name_len == member->name_len &&
            memcmp(cut->members[i].name, member->name, member->name_len) == 0)
            return true;
    return false;
}

static void note_fault(struct cut *cut, enum cut_fault fault, const struct reply_member *member) {
    if (cut->fault != CUT_FINE) return;
    cut->fault = fault;
    cut->faulty = member;
}

/* Of fields with the same name the last one counts, as it does to who decodes the node. */
static void note_field(struct reply_member fields[CUT_FIELDS], const struct reply_member *member) {
    for (size_t i = 0; i < CUT_FIELDS; i++)
        if (is_named(member, cut_field_names[i])) fields[i] = *member;
}

static void choose(struct cut *cut, const struct reply_member *member,
                   const struct reply_member fields[CUT_FIELDS], const char *wanted,
                   const char *error_node, const struct reply_member **foreign) {
    bool is_error = is_named(member, error_node);
    if (is_error || is_named(member, wanted)) {
        if (cut->node) {
            note_fault(cut, CUT_BOTH, member);
            return;
        }
        cut->node = member;
        cut->is_error_node = is_error;
        memcpy(cut->fields, fields, sizeof cut->fields);
    } else if (is_named(member, "sign")) {
        cut->sign = member;
    } else if (is_named(member, "alipay_cert_sn") && member->kind == SCAN_STRING) {
        cut->cert_sn = member;
    } else if (ends_as_node(member)) {
        *foreign = member;
    }
}

int cut_reply(struct cut *cut, const char *text, size_t len, const char *wanted,
              const char *error_node, struct err *err) {
    struct reply reply;
    struct reply_member member, fields[CUT_FIELDS] = {{0}};
    const struct reply_member *foreign = NULL;
    int found;
    cut->count = 0;
    cut->node = cut->sign = cut->cert_sn = cut->faulty = NULL;
    cut->fault = CUT_FINE;
    reply_begin(&reply, text, len, 2);
    while ((found = reply_next(&reply, &member, err)) > 0) {
        if (member.level == 2) {
            note_field(fields, &member);
            continue;
        }
        if (cut->count == CUT_MEMBERS) return err_set(err, ERR_DATA, "it has too many members");
        struct reply_member *kept = &cut->members[cut->count];
        *kept = member;
        if (memchr(member.name, '\\', member.name_len)) note_fault(cut, CUT_ESCAPED, kept);
        else if (is_twice(cut, &member)) note_fault(cut, CUT_TWICE, kept);
        else choose(cut, kept, fields, wanted, error_node, &foreign);
        cut->count++;
        memset(fields, 0, sizeof fields);
    }
    if (found < 0) return -1;
    if (foreign) note_fault(cut, CUT_FOREIGN, foreign);
    if (!cut->node) note_fault(cut, CUT_NO_NODE, NULL);
    return 0;
}
