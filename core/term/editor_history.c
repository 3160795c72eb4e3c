/* SPDX-License-Identifier: MIT
 * The texts that were entered before: stepping through them and searching them, while a text is edited. libedit's own history is
 * not used: it keeps 1024 characters of an unfinished text, and its search writes past the end of its buffer and takes what is
 * typed for a regular expression. Where history lasts is the owner's matter. */
#include "term/editor_internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define CONTROL(c) ((c)&31)

enum { LIMIT = 10000 /* texts */, PATTERN = 200 /* bytes */ };

void editor_remember(struct editor *editor, const char *text) {
    struct editor_history *history = &editor->history;
    if (history->count > 0 && strcmp(history->texts[history->count - 1], text) == 0) return;
    if (!history->texts) history->texts = calloc(LIMIT, sizeof *history->texts);
    char *copy = history->texts ? strdup(text) : NULL;
    if (!copy) return; /* an editor that cannot remember is still an editor */
    if (history->count == LIMIT) {
        free(history->texts[0]);
        memmove(history->texts, history->texts + 1, --history->count * sizeof *history->texts);
    }
    history->texts[history->count++] = copy;
}

void editor_history_begin(struct editor *editor) {
    free(editor->history.draft);
    editor->history.draft = NULL;
    editor->history.place = editor->history.count;
}

void editor_history_free(struct editor *editor) {
    struct editor_history *history = &editor->history;
    for (size_t i = 0; i < history->count; i++) free(history->texts[i]);
    free(history->texts);
    free(history->draft);
}

static char *current_text(struct editor *editor) {
    const LineInfo *info = el_line(editor->line);
    return strndup(info->buffer, (size_t)(info->lastchar - info->buffer));
}

static void set_text(struct editor *editor, const char *text) {
    const LineInfoW *info = el_wline(editor->line);
    el_cursor(editor->line, (int)(info->lastchar - info->cursor));
    info = el_wline(editor->line);
    el_deletestr(editor->line, (int)(info->lastchar - info->buffer));
    if (text && *text) el_insertstr(editor->line, text);
}

/* Makes the text at `place` the one that is edited; past the last one is the unfinished one. */
static bool go(struct editor *editor, size_t place) {
    struct editor_history *history = &editor->history;
    if (history->place == history->count) {
        char *draft = current_text(editor);
        if (!draft) return false;
        free(history->draft);
        history->draft = draft;
    }
    history->place = place;
    set_text(editor, place == history->count ? history->draft : history->texts[place]);
    return true;
}

bool editor_history_step(struct editor *editor, bool older) {
    struct editor_history *history = &editor->history;
    if (history->place == (older ? 0 : history->count)) return false;
    return go(editor, older ? history->place - 1 : history->place + 1);
}

/* ---- search ---- */

struct search {
    char pattern[PATTERN];
    size_t len;
    bool failed;
};

/* Looks from `place` on, towards older or newer texts; the cursor goes to the match. */
static void find(struct editor *editor, struct search *search, size_t place, bool older) {
    const struct editor_history *history = &editor->history;
    search->failed = false;
    if (search->len == 0) return;
    for (; place < history->count; place += older ? (size_t)-1 : 1) { /* below zero is above count, too */
        const char *match = strstr(history->texts[place], search->pattern);
        if (!match) continue;
        if (go(editor, place)) {
            int rest = 0;
            for (; *match; match++) rest += (*match & 0xC0) != 0x80;
            el_cursor(editor->line, -rest);
        }
        return;
    }
    search->failed = true;
}

/* One key of a search: false when it ends the search and means something else. */
static bool take_key(struct editor *editor, struct search *search, wchar_t c) {
    size_t place = editor->history.place;
    if (c == CONTROL('r') || c == CONTROL('s')) {
        bool older = c == CONTROL('r');
        if (place == editor->history.count && !older) search->failed = true;
        else find(editor, search, older ? place - 1 : place + 1, older);
    } else if (c == CONTROL('h') || c == 127) {
        while (search->len > 0 && (search->pattern[--search->len] & 0xC0) == 0x80) continue;
        search->pattern[search->len] = '\0';
        find(editor, search, editor->history.count - 1, true);
    } else if (c >= 32) {
        char bytes[MB_LEN_MAX + 1];
        mbstate_t state = {0};
        size_t count = wcrtomb(bytes, c, &state);
        if (count == (size_t)-1 || search->len + count >= sizeof search->pattern) return true;
        memcpy(search->pattern + search->len, bytes, count);
        search->pattern[search->len += count] = '\0';
        find(editor, search, place == editor->history.count ? place - 1 : place, true);
    } else {
        return false;
    }
    return true;
}

/* Draws the text below a prompt that says what is looked for. */
static void show(struct editor *editor, const struct search *search, char *label, size_t size) {
    snprintf(label, size, "(%s '%s') ", search->failed ? "not found" : "search", search->pattern);
    editor->prompt = label;
    el_set(editor->line, EL_REFRESH);
}

unsigned char editor_search(struct editor *editor) {
    struct search search = {.len = 0};
    char label[PATTERN + 32], *before = current_text(editor);
    const char *prompt = editor->prompt;
    wchar_t key[2] = {0, 0};
    if (!before) return CC_ERROR;
    editor_erase(editor);
    int status;
    do {
        show(editor, &search, label, sizeof label);
        status = editor_next(editor->line, &key[0]);
        editor_erase(editor);
    } while (status == 1 && take_key(editor, &search, key[0]));
    if (status == 1 && key[0] == CONTROL('g')) set_text(editor, before);
    else if (status == 1) el_wpush(editor->line, key);
    editor->prompt = prompt;
    el_set(editor->line, EL_REFRESH);
    free(before);
    return status == 1 ? CC_NORM : CC_EOF;
}
