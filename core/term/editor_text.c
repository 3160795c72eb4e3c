/* SPDX-License-Identifier: MIT
 * The text that is edited: inserts, deletes, finds characters, words and lines. It knows nothing of the screen, and stands bytes
 * that are no UTF-8. */
#include "term/editor_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

bool editor_text_insert(struct editor_text *text, const char *bytes, size_t len) {
    if (text->len + len + 1 > text->room) {
        size_t room = 2 * (text->len + len + 64);
        char *more = realloc(text->bytes, room);
        if (!more) return false;
        text->bytes = more;
        text->room = room;
    }
    memmove(text->bytes + text->cursor + len, text->bytes + text->cursor, text->len - text->cursor);
    memcpy(text->bytes + text->cursor, bytes, len);
    text->len += len;
    text->cursor += len;
    text->bytes[text->len] = '\0';
    return true;
}

void editor_text_delete(struct editor_text *text, size_t from, size_t to) {
    text->cursor = from;
    if (from == to) return;
    memmove(text->bytes + from, text->bytes + to, text->len - to);
    text->len -= to - from;
    text->bytes[text->len] = '\0';
}

void editor_text_set(struct editor_text *text, const char *bytes) {
    editor_text_delete(text, 0, text->len);
    editor_text_insert(text, bytes, strlen(bytes));
}

static size_t step_at(const struct editor_text *text, size_t place) {
    uint32_t code;
    size_t step = utf8_decode(text->bytes + place, text->len - place, &code);
    return step > 0 ? step : 1;
}

/* Such as a combining accent. */
static bool has_no_width(const struct editor_text *text, size_t place) {
    size_t step = step_at(text, place);
    return step > 1 && text_width(text->bytes + place, step) == 0;
}

size_t editor_text_left(const struct editor_text *text, size_t place) {
    while (place > 0) {
        size_t start = place - 1;
        while (start > 0 && place - start < 4 && (text->bytes[start] & 0xC0) == 0x80) start--;
        place = step_at(text, start) == place - start ? start : place - 1;
        if (!has_no_width(text, place)) break;
    }
    return place;
}

size_t editor_text_right(const struct editor_text *text, size_t place) {
    if (place < text->len) place += step_at(text, place);
    while (place < text->len && has_no_width(text, place)) place += step_at(text, place);
    return place;
}

/* Everything beyond ASCII counts as a letter. */
static bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

size_t editor_text_word_left(const struct editor_text *text, size_t place) {
    while (place > 0 && !is_letter(text->bytes[place - 1])) place--;
    while (place > 0 && is_letter(text->bytes[place - 1])) place--;
    return place;
}

size_t editor_text_word_right(const struct editor_text *text, size_t place) {
    while (place < text->len && !is_letter(text->bytes[place])) place++;
    while (place < text->len && is_letter(text->bytes[place])) place++;
    return place;
}

size_t editor_text_line_start(const struct editor_text *text, size_t place) {
    while (place > 0 && text->bytes[place - 1] != '\n') place--;
    return place;
}

size_t editor_text_line_end(const struct editor_text *text, size_t place) {
    while (place < text->len && text->bytes[place] != '\n') place++;
    return place;
}
