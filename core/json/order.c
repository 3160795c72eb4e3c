/* SPDX-License-Identifier: MIT
 * Sorts the members of objects in place: inner values first, then each object's members as ranges of
 * bytes. It decodes nothing. */
#include "json/order.h"

#include <stdlib.h>
#include <string.h>

struct member {
    const char *first, *name_end, *end; /* "name":value */
};

struct order {
    const char *end;
    struct member *members; /* of the object at hand, above those of the ones around it */
    size_t count, room;
    int failed;
};

static char *order_value(struct order *order, char *pos);

static char *string_end(const struct order *order, char *pos) {
    for (pos++; pos < order->end && *pos != '"'; pos++)
        if (*pos == '\\') pos++;
    return pos < order->end ? pos + 1 : (char *)order->end;
}

static int compare(const void *a, const void *b) {
    const struct member *one = a, *other = b;
    size_t len = (size_t)(one->name_end - one->first), other_len = (size_t)(other->name_end - other->first);
    int differ = memcmp(one->first, other->first, len < other_len ? len : other_len);
    return differ ? differ : (len > other_len) - (len < other_len);
}

static void add_member(struct order *order, const struct member *member) {
    if (order->count == order->room) {
        size_t room = order->room ? order->room * 2 : 32;
        struct member *grown = realloc(order->members, room * sizeof *grown);
        if (!grown) {
            order->failed = 1;
            return;
        }
        order->members = grown;
        order->room = room;
    }
    order->members[order->count++] = *member;
}

/* Writes the members from `base` on, which lie side by side, in their order. */
static void sort_members(struct order *order, size_t base) {
    size_t count = order->count - base, i = 1;
    struct member *members = order->members + base;
    while (i < count && compare(&members[i - 1], &members[i]) <= 0) i++;
    if (i >= count) return;
    char *first = (char *)members[0].first;
    size_t size = (size_t)(members[count - 1].end - first);
    char *sorted = malloc(size), *out = sorted;
    if (!sorted) {
        order->failed = 1;
        return;
    }
    qsort(members, count, sizeof *members, compare);
    for (i = 0; i < count; i++) {
        size_t len = (size_t)(members[i].end - members[i].first);
        if (i > 0) *out++ = ',';
        memcpy(out, members[i].first, len);
        out += len;
    }
    memcpy(first, sorted, size);
    free(sorted);
}

/* From an opening bracket on; where the text goes on behind the closing one. */
static char *order_items(struct order *order, char *pos) {
    size_t base = order->count;
    int is_object = *pos++ == '{';
    while (pos < order->end && *pos != ']' && *pos != '}') {
        if (*pos == ',') pos++;
        struct member member = {.first = pos};
        if (is_object) {
            pos = string_end(order, pos);
            member.name_end = pos;
            if (pos < order->end) pos++; /* the colon */
        }
        pos = order_value(order, pos);
        member.end = pos;
        if (is_object) add_member(order, &member);
    }
    if (is_object && !order->failed) sort_members(order, base);
    order->count = base;
    return pos < order->end ? pos + 1 : pos;
}

static char *order_value(struct order *order, char *pos) {
    if (pos >= order->end) return pos;
    if (*pos == '"') return string_end(order, pos);
    if (*pos == '{' || *pos == '[') return order_items(order, pos);
    while (pos < order->end && *pos != ',' && *pos != ']' && *pos != '}') pos++;
    return pos;
}

int order_names(char *text, size_t len) {
    struct order order = {.end = text + len};
    order_value(&order, text);
    free(order.members);
    return order.failed ? -1 : 0;
}
