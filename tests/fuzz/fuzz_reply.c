/* SPDX-License-Identifier: MIT
 * Fuzzes alipay/reply.c: members lie inside the text in order, and what lies between them is a colon, a
 * comma or space; each value alone is JSON again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alipay/reply.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

static void require_between(const char *text, size_t from, size_t to, const char *allowed) {
    require(from <= to);
    for (size_t i = from; i < to; i++)
        require(text[i] && strchr(allowed, text[i]) != NULL);
}

static void require_value(const char *text, const struct reply_member *member, int gbk) {
    struct scan scan;
    struct err err;
    enum scan_token token, first;
    scan_begin(&scan, text + member->first, member->end - member->first, gbk);
    first = token = scan_next(&scan, &err);
    require(first == member->kind);
    while (token > SCAN_END)
        token = scan_next(&scan, &err);
    require(token == SCAN_END);
}

/* Judging the character set late must not change a token. */
static void require_same_tokens(const char *text, size_t size, int gbk) {
    struct scan late, early;
    struct err err;
    enum scan_token token;
    scan_begin(&late, text, size, SCAN_EITHER);
    scan_begin(&early, text, size, gbk);
    do {
        token = scan_next(&late, &err);
        require(token == scan_next(&early, &err) && late.first == early.first && late.pos == early.pos);
    } while (token > SCAN_END);
}

/* What is chosen lies inside; a text that cannot be walked to its end is never cut. */
static void require_cut(const char *text, size_t size, int found) {
    struct reply reply;
    struct err err = {0};
    if (reply_cut(&reply, text, size, "a_response", "error_response", &err) != 0) {
        require(err.class == ERR_DATA);
        return;
    }
    require(found == 0 && reply.count <= REPLY_MEMBERS);
    if (reply.fault == REPLY_FINE) require(reply.node && reply.node->end <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct reply_walk walk;
    struct reply_member member;
    struct err err = {0};
    int found;
    size_t behind = 0, count = 0;
    char *text = malloc(size ? size : 1); /* its exact size, so that a byte too far is seen */
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    int gbk = !utf8_valid(text, size);
    require_same_tokens(text, size, gbk ? SCAN_GBK : SCAN_UTF8);
    reply_begin(&walk, text, size);
    while ((found = reply_next(&walk, &member, &err)) > 0) {
        size_t name = (size_t)(member.name - text);
        require(name > behind && text[name - 1] == '"' && text[name + member.name_len] == '"');
        if (count++) require_between(text, behind, name - 1, ", \t\r\n");
        require_between(text, name + member.name_len + 1, member.first, ": \t\r\n");
        require(member.first < member.end && member.end <= size);
        require_value(text, &member, gbk);
        behind = member.end;
    }
    if (found == 0)
        require_between(text, behind, size, behind ? "} \t\r\n" : "{} \t\r\n\xEF\xBB\xBF");
    else require(err.class == ERR_DATA && strncmp(err.text, "not ", 4) == 0);
    require_cut(text, size, found);
    free(text);
    return 0;
}
