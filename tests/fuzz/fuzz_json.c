/* SPDX-License-Identifier: MIT
 * Fuzzes exact.c: a number that was read and is written reads the same again, and no text of cjson's
 * making is taken for another by the search for edits. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

static void require_number(const char *text, size_t len, const struct exact_item *expected) {
    struct scan scan;
    struct err err;
    struct exact_item item;
    scan_begin(&scan, text, len, 0);
    require(exact_next_item(&scan, &item, &err) == 1 && item.end == len);
    if (expected->kind == EXACT_INTEGER) {
        int64_t value = item.kind == EXACT_INTEGER ? item.integer : strtoll(text, NULL, 10);
        require(value == expected->integer);
    } else {
        double value = strtod(text, NULL);
        require(value == expected->number && signbit(value) == signbit(expected->number));
    }
}

static void write_and_read(const struct exact_item *item) {
    char text[EXACT_SPELLING];
    size_t len = item->kind == EXACT_INTEGER ? exact_spell_integer(item->integer, text)
                                            : exact_spell_float(item->number, text);
    require(len == strlen(text) && len < EXACT_SPELLING);
    require_number(text, len, item);
}

static void require_placeholder(int64_t index) {
    char text[EXACT_SPELLING];
    struct exact_edit edit;
    int in_string = 0;
    exact_spell_placeholder(index, text);
    require(exact_placeholder_index(strtod(text, NULL)) == index);
    size_t len = (size_t)snprintf(text, sizeof text, "%.14g", exact_placeholder(index));
    require(exact_next_edit(text, len, 0, &in_string, &edit) == 1);
    require(edit.first == 0 && edit.end == len && edit.index == index);
}

static void read_text(const char *text, size_t size) {
    struct scan scan;
    struct err err = {0};
    struct exact_item item;
    size_t behind = 0;
    int found;
    int64_t index = 0;
    scan_begin(&scan, text, size, 0);
    while ((found = exact_next_item(&scan, &item, &err)) > 0) {
        require(item.first >= behind && item.first < item.end && item.end <= size);
        behind = item.end;
        if (item.kind == EXACT_EMPTY_ARRAY)
            require(text[item.first] == '[' && text[item.end - 1] == ']');
        else if (item.kind != EXACT_PLAIN) write_and_read(&item);
        require_placeholder(++index);
    }
    require(found == 0 || err.class == ERR_DATA);
}

/* The edits of any bytes lie inside of them, one behind the other. */
static void search_edits(const char *text, size_t size) {
    struct exact_edit edit;
    size_t behind = 0;
    int in_string = 0;
    while (exact_next_edit(text, size, behind, &in_string, &edit)) {
        require(edit.first >= behind && edit.end > edit.first && edit.end <= size);
        if (edit.index == 0) require(memcmp(text + edit.first, "\\/", 2) == 0);
        behind = edit.end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size ? size : 1);
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    read_text(text, size);
    search_edits(text, size);
    if (size >= 8) {
        struct exact_item item = {.kind = EXACT_INTEGER};
        memcpy(&item.integer, text, 8);
        write_and_read(&item);
        item.kind = EXACT_FLOAT;
        memcpy(&item.number, text, 8);
        if (isfinite(item.number)) write_and_read(&item);
    }
    free(text);
    return 0;
}
