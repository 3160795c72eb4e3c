/* SPDX-License-Identifier: MIT
 * The texts that were entered before: stepping through them and searching them, while a text is edited. Where history lasts is the
 * owner's matter. */
#include "term/editor_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Makes the text at `place` the one that is edited; past the last one is the unfinished one. */
static bool go(struct editor *editor, size_t place) {
    struct editor_history *history = &editor->history;
    if (history->place == history->count) {
        char *draft = strdup(editor->line.len > 0 ? editor->line.bytes : "");
        if (!draft) return false;
        free(history->draft);
        history->draft = draft;
    }
    history->place = place;
    editor_text_set(&editor->line, place == history->count ? history->draft : history->texts[place]);
    return true;
}

void editor_history_step(struct editor *editor, bool older) {
    struct editor_history *history = &editor->history;
    if (history->place != (older ? 0 : history->count)) go(editor, older ? history->place - 1 : history->place + 1);
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
        if (go(editor, place) && editor->line.len > 0) editor->line.cursor = (size_t)(match - history->texts[place]);
        return;
    }
    search->failed = true;
}

/* One key of a search: false when it ends the search and means something else. */
static bool take_key(struct editor *editor, struct search *search, const struct editor_key *key) {
    size_t place = editor->history.place, count = editor->history.count;
    if (key->code == CONTROL('r') || key->code == CONTROL('s')) {
        bool older = key->code == CONTROL('r');
        if (place == count && !older) search->failed = true;
        else find(editor, search, older ? place - 1 : place + 1, older);
    } else if (key->code == CONTROL('h') || key->code == 127) {
        while (search->len > 0 && (search->pattern[--search->len] & 0xC0) == 0x80) continue;
        search->pattern[search->len] = '\0';
        find(editor, search, count - 1, true);
    } else if (key->code >= 32) {
        if (search->len + key->len >= sizeof search->pattern) return true;
        memcpy(search->pattern + search->len, key->bytes, key->len);
        search->pattern[search->len += key->len] = '\0';
        find(editor, search, place == count ? place - 1 : place, true);
    } else {
        return false;
    }
    return true;
}

int editor_search(struct editor *editor, struct editor_key *key) {
    struct search search = {.len = 0};
    char label[PATTERN + 32], *before = strdup(editor->line.len > 0 ? editor->line.bytes : "");
    const char *prompt = editor->prompt;
    int status = 0;
    key->code = 0;
    if (!before) return 1; /* no search without memory */
    do { /* the text is drawn below a prompt that says what is looked for */
        snprintf(label, sizeof label, "(%s '%s') ", search.failed ? "not found" : "search", search.pattern);
        editor->prompt = label;
        editor->drawn = false;
        status = editor_next(editor, key);
    } while (status == 1 && take_key(editor, &search, key));
    editor->prompt = prompt;
    editor->drawn = false;
    if (status == 1 && key->code == CONTROL('g')) {
        editor_text_set(&editor->line, before);
        key->code = 0; /* it has no other meaning */
    }
    free(before);
    return status;
}
