/* SPDX-License-Identifier: MIT
 * What keys do to the text. Enter asks whether the statement is complete, Tab completes, a bracketed paste is inserted as it is, the
 * arrows move between the lines of a statement before they turn to history. Drawing comes later, when no more input waits. */
#include "term/editor_internal.h"

#include <stdlib.h>
#include <string.h>

#define CONTROL(c) ((c)&31)
#define ESCAPE 27

static void insert(struct editor *editor, const char *bytes, size_t len) {
    editor_text_insert(&editor->line, bytes, len);
}

static void kill_range(struct editor *editor, size_t from, size_t to) {
    if (from == to) return;
    free(editor->killed);
    editor->killed = strndup(editor->line.bytes + from, to - from);
    editor_text_delete(&editor->line, from, to);
}

static void key_enter(struct editor *editor) {
    struct editor_text *line = &editor->line;
    int complete = 1;
    if (editor->hooks.complete) {
        editor_signals_share(editor);
        complete = editor->hooks.complete(editor->hooks.context, line->len > 0 ? line->bytes : "", line->len);
        editor_signals_take_back();
    }
    if (complete < 0) editor->stopped = true;
    else if (complete) editor->accepted = true;
    else insert(editor, "\n", 1);
}

static void key_newline(struct editor *editor) { insert(editor, "\n", 1); }

/* With more input behind it a Tab is part of a paste: nobody types that fast. */
static void key_tab(struct editor *editor) {
    struct editor_text *line = &editor->line;
    if (editor_input_waits(editor) || !editor->hooks.tab) {
        insert(editor, "\t", 1);
        return;
    }
    char *text = strdup(line->len > 0 ? line->bytes : ""); /* the hook changes the text */
    if (!text) return;
    editor_draw(editor);
    editor_signals_share(editor);
    int status = editor->hooks.tab(editor->hooks.context, editor, text, line->len, line->cursor);
    editor_signals_take_back();
    free(text);
    if (status < 0) editor->stopped = true;
}

void editor_replace(struct editor *editor, int count, const char *text) {
    size_t from = editor->line.cursor;
    while (count-- > 0 && from > 0)
        do from--;
        while (from > 0 && (editor->line.bytes[from] & 0xC0) == 0x80);
    editor_text_delete(&editor->line, from, editor->line.cursor);
    insert(editor, text, strlen(text));
    editor->drawn = false;
}

/* Collects up to the end mark, then inserts all of it at once, without control characters. */
static void key_paste(struct editor *editor) {
    static const char end[] = "\033[201~";
    struct editor_text paste = {0};
    struct editor_key key;
    while (editor_next(editor, &key) == 1) {
        if (key.code == '\r') key.bytes[0] = '\n';
        if (!editor_text_insert(&paste, key.bytes, key.len)) break;
        if (paste.len >= sizeof end - 1 && memcmp(paste.bytes + paste.len - (sizeof end - 1), end, sizeof end - 1) == 0) {
            paste.len -= sizeof end - 1;
            break;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < paste.len; i++) {
        unsigned char c = (unsigned char)paste.bytes[i];
        if ((c >= 32 && c != 127) || c == '\n' || c == '\t') paste.bytes[kept++] = paste.bytes[i];
    }
    if (kept > 0) insert(editor, paste.bytes, kept);
    free(paste.bytes);
}

/* ---- moving ---- */

static void key_left(struct editor *editor) { editor->line.cursor = editor_text_left(&editor->line, editor->line.cursor); }

static void key_right(struct editor *editor) { editor->line.cursor = editor_text_right(&editor->line, editor->line.cursor); }

static void key_word_left(struct editor *editor) {
    editor->line.cursor = editor_text_word_left(&editor->line, editor->line.cursor);
}

static void key_word_right(struct editor *editor) {
    editor->line.cursor = editor_text_word_right(&editor->line, editor->line.cursor);
}

static void key_home(struct editor *editor) {
    editor->line.cursor = editor_text_line_start(&editor->line, editor->line.cursor);
}

static void key_end(struct editor *editor) { editor->line.cursor = editor_text_line_end(&editor->line, editor->line.cursor); }

/* To the same character of the line that starts at `start`. */
static void go_to_line(struct editor *editor, size_t start) {
    struct editor_text *line = &editor->line;
    size_t end = editor_text_line_end(line, start), to = start;
    size_t place = editor_text_line_start(line, line->cursor);
    for (; place < line->cursor && to < end; place = editor_text_right(line, place)) to = editor_text_right(line, to);
    line->cursor = to;
}

static void key_up(struct editor *editor) {
    size_t start = editor_text_line_start(&editor->line, editor->line.cursor);
    if (start > 0) go_to_line(editor, editor_text_line_start(&editor->line, start - 1));
    else editor_history_step(editor, true);
}

static void key_down(struct editor *editor) {
    size_t end = editor_text_line_end(&editor->line, editor->line.cursor);
    if (end < editor->line.len) go_to_line(editor, end + 1);
    else editor_history_step(editor, false);
}

/* ---- deleting ---- */

static void key_delete(struct editor *editor) {
    struct editor_text *line = &editor->line;
    editor_text_delete(line, line->cursor, editor_text_right(line, line->cursor));
}

static void key_delete_or_end(struct editor *editor) {
    if (editor->line.len == 0) editor->ended = true;
    else key_delete(editor);
}

static void key_backspace(struct editor *editor) {
    struct editor_text *line = &editor->line;
    editor_text_delete(line, editor_text_left(line, line->cursor), line->cursor);
}

static void key_kill_line(struct editor *editor) {
    size_t from = editor->line.cursor, to = editor_text_line_end(&editor->line, from);
    kill_range(editor, from, to == from && to < editor->line.len ? to + 1 : to);
}

static void key_kill_line_start(struct editor *editor) {
    kill_range(editor, editor_text_line_start(&editor->line, editor->line.cursor), editor->line.cursor);
}

static void key_kill_word(struct editor *editor) {
    kill_range(editor, editor->line.cursor, editor_text_word_right(&editor->line, editor->line.cursor));
}

static void key_kill_word_left(struct editor *editor) {
    kill_range(editor, editor_text_word_left(&editor->line, editor->line.cursor), editor->line.cursor);
}

static void key_yank(struct editor *editor) {
    if (editor->killed) insert(editor, editor->killed, strlen(editor->killed));
}

/* ---- which key is which ---- */

static void key_search(struct editor *editor) {
    struct editor_key key;
    int status = editor_search(editor, &key);
    if (status == 1 && key.code != 0) editor_key_press(editor, &key);
    else if (status == 0) editor->ended = true;
}

static const struct binding {
    const char *keys;
    void (*press)(struct editor *editor);
} bindings[] = {
    {"\r", key_enter},           {"\n", key_enter},           {"\033\r", key_newline},      {"\033\n", key_newline},
    {"\t", key_tab},             {"\033[200~", key_paste},    {"\022", key_search},         {"\023", key_search},
    {"\002", key_left},          {"\033[D", key_left},        {"\033OD", key_left},         {"\006", key_right},
    {"\033[C", key_right},       {"\033OC", key_right},       {"\020", key_up},             {"\033[A", key_up},
    {"\033OA", key_up},          {"\016", key_down},          {"\033[B", key_down},         {"\033OB", key_down},
    {"\001", key_home},          {"\033[H", key_home},        {"\033OH", key_home},         {"\033[1~", key_home},
    {"\033[7~", key_home},       {"\005", key_end},           {"\033[F", key_end},          {"\033OF", key_end},
    {"\033[4~", key_end},        {"\033[8~", key_end},        {"\033b", key_word_left},     {"\033[1;5D", key_word_left},
    {"\033[1;3D", key_word_left}, {"\033f", key_word_right},  {"\033[1;5C", key_word_right}, {"\033[1;3C", key_word_right},
    {"\004", key_delete_or_end}, {"\033[3~", key_delete},     {"\010", key_backspace},      {"\177", key_backspace},
    {"\013", key_kill_line},     {"\025", key_kill_line_start}, {"\033d", key_kill_word},   {"\027", key_kill_word_left},
    {"\033\177", key_kill_word_left}, {"\033\010", key_kill_word_left}, {"\031", key_yank}, {"\014", editor_clear_screen},
};

bool editor_key_sequence(struct editor *editor, const struct editor_key *first, char *keys, size_t size) {
    struct editor_key key = *first;
    size_t len = 0;
    for (;;) {
        if (len + key.len >= size) return false;
        memcpy(keys + len, key.bytes, key.len);
        len += key.len;
        keys[len] = '\0';
        if (keys[0] != ESCAPE) return true;
        bool introduced = len == 1 || (len == 2 && (keys[1] == '[' || keys[1] == 'O'));
        if (!introduced && (keys[1] != '[' || (key.code >= 0x40 && key.code <= 0x7E))) return true;
        if (editor_next(editor, &key) != 1) return false;
        if (key.code == ESCAPE) len = 0; /* another key: what went before meant nothing */
    }
}

void editor_key_press(struct editor *editor, const struct editor_key *key) {
    char keys[32];
    editor->drawn = false;
    if (key->code >= 32 && key->code != 127) {
        insert(editor, key->bytes, key->len);
        return;
    }
    if (!editor_key_sequence(editor, key, keys, sizeof keys)) return;
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        if (strcmp(keys, bindings[i].keys) == 0) {
            bindings[i].press(editor);
            return;
        }
}
