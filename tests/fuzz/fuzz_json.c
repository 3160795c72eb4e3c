/* SPDX-License-Identifier: MIT
 * Fuzzes json.c: a number that was read and is written reads the same again, and no text of cjson's
 * making is taken for another by the search for edits. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

static void require_number(const char *text, size_t len, const struct json_item *expected) {
    struct scan scan;
    struct err err;
    struct json_item item;
    scan_begin(&scan, text, len, 0);
    require(json_next_item(&scan, NULL, &item, &err) == 1 && item.end == len);
    if (expected->kind == JSON_INTEGER) {
        int64_t value = item.kind == JSON_INTEGER ? item.integer : strtoll(text, NULL, 10);
        require(value == expected->integer);
    } else {
        double value = strtod(text, NULL);
        require(value == expected->number && signbit(value) == signbit(expected->number));
    }
}

static void write_and_read(const struct json_item *item) {
    char text[JSON_SPELLING];
    size_t len = item->kind == JSON_INTEGER ? json_spell_integer(item->integer, text)
                                            : json_spell_float(item->number, text);
    require(len == strlen(text) && len < JSON_SPELLING);
    require_number(text, len, item);
}

static void require_placeholder(int64_t index) {
    char text[JSON_SPELLING];
    struct json_edit edit;
    int in_string = 0;
    size_t len = json_spell_placeholder(index, text);
    require(json_placeholder_index(strtod(text, NULL)) == index);
    require(json_next_edit(text, len, 0, &in_string, &edit) == 1);
    require(edit.first == 0 && edit.end == len && edit.index == index);
}

static void read_text(const char *text, size_t size) {
    struct scan scan;
    struct err err = {0};
    struct json_item item;
    size_t behind = 0;
    int found;
    int64_t index = 0;
    scan_begin(&scan, text, size, 0);
    while ((found = json_next_item(&scan, NULL, &item, &err)) > 0) {
        require(item.first >= behind && item.first < item.end && item.end <= size);
        behind = item.end;
        if (item.kind == JSON_EMPTY_ARRAY)
            require(text[item.first] == '[' && text[item.end - 1] == ']');
        else if (item.kind != JSON_PLAIN) write_and_read(&item);
        require_placeholder(++index);
    }
    require(found == 0 || err.class == ERR_DATA);
}

/* The edits of any bytes lie inside of them, one behind the other. */
static void search_edits(const char *text, size_t size) {
    struct json_edit edit;
    size_t behind = 0;
    int in_string = 0;
    while (json_next_edit(text, size, behind, &in_string, &edit)) {
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
        struct json_item item = {.kind = JSON_INTEGER};
        memcpy(&item.integer, text, 8);
        write_and_read(&item);
        item.kind = JSON_FLOAT;
        memcpy(&item.number, text, 8);
        if (isfinite(item.number)) write_and_read(&item);
    }
    free(text);
    return 0;
}
