/* SPDX-License-Identifier: MIT
 * What keys do beyond libedit's own: Enter asks whether the statement is complete, Tab completes, a bracketed paste is inserted
 * as it is, the arrows move between the lines of a statement before they turn to history. What is typed is inserted here, too:
 * libedit's own way draws one character without looking at the rest, and writes past its picture of the screen once a text is
 * taller than that. */
#include "term/editor_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Functions of libedit that ours hand over to are reached by keys that no terminal sends. */
#define KEY_NEWLINE "\033[9001~"

static struct editor *owner(EditLine *line) {
    struct editor *editor;
    el_get(line, EL_CLIENTDATA, &editor);
    return editor;
}

static unsigned char stop(struct editor *editor) {
    editor->stopped = true; /* the next character is refused, which ends libedit's loop */
    return CC_NORM;
}

static unsigned char key_enter(EditLine *line, int key) {
    (void)key;
    struct editor *editor = owner(line);
    const LineInfo *info = el_line(line);
    size_t len = (size_t)(info->lastchar - info->buffer);
    char *text = strndup(info->buffer, len);
    if (!text) return CC_ERROR;
    int complete = 1;
    if (editor->hooks.complete) {
        editor_outside(editor);
        complete = editor->hooks.complete(editor->hooks.context, text, len);
        editor_inside(editor);
    }
    free(text);
    if (complete < 0) return stop(editor);
    const LineInfoW *wide = el_wline(line);
    if (complete) {
        el_cursor(line, (int)(wide->lastchar - wide->cursor));
        el_push(line, KEY_NEWLINE);
        return CC_REFRESH;
    }
    return el_winsertstr(line, L"\n") == 0 ? CC_REFRESH : CC_ERROR;
}

static unsigned char key_newline(EditLine *line, int key) {
    (void)key;
    return el_winsertstr(line, L"\n") == 0 ? CC_REFRESH : CC_ERROR;
}

static unsigned char key_tab(EditLine *line, int key) {
    (void)key;
    struct editor *editor = owner(line);
    if (editor_input_waits(editor) || !editor->hooks.tab) /* a paste: nobody types that fast */
        return el_winsertstr(line, L"\t") == 0 ? CC_REFRESH : CC_ERROR;
    const LineInfo *info = el_line(line);
    size_t len = (size_t)(info->lastchar - info->buffer), cursor = (size_t)(info->cursor - info->buffer);
    char *text = strndup(info->buffer, len);
    if (!text) return CC_ERROR;
    editor_outside(editor);
    int status = editor->hooks.tab(editor->hooks.context, editor, text, len, cursor);
    editor_inside(editor);
    free(text);
    return status < 0 ? stop(editor) : CC_REFRESH;
}

static unsigned char insert(EditLine *line, wchar_t c) {
    const wchar_t text[2] = {c, 0};
    if (el_winsertstr(line, text) != 0) return CC_ERROR;
    return editor_input_goes_on(owner(line)) ? CC_NORM : CC_REFRESH; /* the last one of many draws all of them */
}

static unsigned char key_insert(EditLine *line, int key) {
    return insert(line, (wchar_t)key == EDITOR_BEYOND ? owner(line)->beyond : (wchar_t)key);
}

static unsigned char key_search(EditLine *line, int key) {
    (void)key;
    return editor_search(owner(line));
}

static const wchar_t paste_end[] = L"\033[201~";
enum { PASTE_END = sizeof paste_end / sizeof *paste_end - 1 };

static bool is_paste_end(const wchar_t *text) {
    for (size_t i = 0; i < PASTE_END; i++)
        if (text[i] != paste_end[i]) return false;
    return true;
}

/* Collects up to the end mark, then inserts all of it at once. */
static unsigned char key_paste(EditLine *line, int key) {
    (void)key;
    size_t len = 0, room = 256;
    wchar_t *text = malloc(room * sizeof *text), c;
    while (text && editor_next(line, &c) == 1) {
        if (len + 2 > room) {
            wchar_t *more = realloc(text, 2 * room * sizeof *text);
            if (!more) break;
            text = more;
            room *= 2;
        }
        text[len++] = c == L'\r' ? L'\n' : c;
        if (len >= PASTE_END && is_paste_end(text + len - PASTE_END)) {
            len -= PASTE_END;
            break;
        }
    }
    if (!text) return CC_ERROR;
    size_t kept = 0; /* control characters would move the cursor where nobody expects it */
    for (size_t i = 0; i < len; i++)
        if (text[i] >= 32 || text[i] == L'\n' || text[i] == L'\t') text[kept++] = text[i];
    text[kept] = L'\0';
    int status = kept > 0 ? el_winsertstr(line, text) : 0;
    free(text);
    return status == 0 ? CC_REFRESH : CC_ERROR;
}

/* Moves `cursor` by lines: 1 when there was one to go to. */
static int move_line(EditLine *line, int down) {
    const LineInfoW *info = el_wline(line);
    const wchar_t *start = info->cursor, *to;
    while (start > info->buffer && start[-1] != L'\n') start--;
    if (down) {
        to = info->cursor;
        while (to < info->lastchar && *to != L'\n') to++;
        if (to == info->lastchar) return 0;
        to++;
    } else {
        if (start == info->buffer) return 0;
        to = start - 1;
        while (to > info->buffer && to[-1] != L'\n') to--;
    }
    for (ptrdiff_t left = info->cursor - start; left > 0 && to < info->lastchar && *to != L'\n'; left--) to++;
    el_cursor(line, (int)(to - info->cursor));
    return 1;
}

static unsigned char key_up(EditLine *line, int key) {
    (void)key;
    return move_line(line, 0) || editor_history_step(owner(line), true) ? CC_REFRESH : CC_ERROR;
}

static unsigned char key_down(EditLine *line, int key) {
    (void)key;
    return move_line(line, 1) || editor_history_step(owner(line), false) ? CC_REFRESH : CC_ERROR;
}

static unsigned char key_home(EditLine *line, int key) {
    (void)key;
    const LineInfoW *info = el_wline(line);
    const wchar_t *to = info->cursor;
    while (to > info->buffer && to[-1] != L'\n') to--;
    el_cursor(line, (int)(to - info->cursor));
    return CC_REFRESH;
}

static unsigned char key_end(EditLine *line, int key) {
    (void)key;
    const LineInfoW *info = el_wline(line);
    const wchar_t *to = info->cursor;
    while (to < info->lastchar && *to != L'\n') to++;
    el_cursor(line, (int)(to - info->cursor));
    return CC_REFRESH;
}

static const char *const bindings[][2] = {
    {KEY_NEWLINE, "ed-newline"},
    {"^M", "alipay-enter"},
    {"^J", "alipay-enter"},
    {"\033\r", "alipay-newline"},
    {"\033\n", "alipay-newline"},
    {"^I", "alipay-tab"},
    {"\033[200~", "alipay-paste"},
    {"\033[A", "alipay-up"},
    {"\033OA", "alipay-up"},
    {"\033[B", "alipay-down"},
    {"\033OB", "alipay-down"},
    {"^P", "alipay-up"},
    {"^N", "alipay-down"},
    {"\033[1;5C", "em-next-word"},
    {"\033[1;5D", "ed-prev-word"},
    {"\033f", "em-next-word"},
    {"\033b", "ed-prev-word"},
    {"\033[H", "alipay-home"},
    {"\033[F", "alipay-end"},
    {"\033OH", "alipay-home"},
    {"\033OF", "alipay-end"},
    {"\033[1~", "alipay-home"},
    {"\033[4~", "alipay-end"},
    {"\033[3~", "ed-delete-next-char"},
    {"^A", "alipay-home"},
    {"^E", "alipay-end"},
    {"^R", "alipay-search"},
    {"^S", "alipay-search"},
    {"\\200", "alipay-insert"},
    {"^W", "ed-delete-prev-word"},
    {"^U", "vi-kill-line-prev"},
    {"^L", "ed-clear-screen"},
};

/* libedit's own command line, repeat counts, its history, control characters as text, a mark that may lie outside the text: nobody
 * asked for them, and some go wrong. */
static const char *const unwanted[] = {
    "\033x", "\033X", "\033p", "\033P", "\033n", "\033N", "\033w", "\033W", "\033^_", "^@", "^V", "^X^X",
};

void editor_keys_bind(struct editor *editor) {
    EditLine *line = editor->line;
    /* The wide form: the other one never gives back its copies of these texts. */
    el_wset(line, EL_ADDFN, L"alipay-insert", L"Insert a character", key_insert);
    el_wset(line, EL_ADDFN, L"alipay-search", L"Search the statements before", key_search);
    el_wset(line, EL_ADDFN, L"alipay-enter", L"End the statement, or go on in another line", key_enter);
    el_wset(line, EL_ADDFN, L"alipay-newline", L"Go on in another line", key_newline);
    el_wset(line, EL_ADDFN, L"alipay-tab", L"Complete", key_tab);
    el_wset(line, EL_ADDFN, L"alipay-paste", L"Insert a paste", key_paste);
    el_wset(line, EL_ADDFN, L"alipay-up", L"Line above, or older statement", key_up);
    el_wset(line, EL_ADDFN, L"alipay-down", L"Line below, or newer statement", key_down);
    el_wset(line, EL_ADDFN, L"alipay-home", L"Start of the line", key_home);
    el_wset(line, EL_ADDFN, L"alipay-end", L"End of the line", key_end);
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        el_set(line, EL_BIND, bindings[i][0], bindings[i][1], NULL);
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        el_set(line, EL_BIND, unwanted[i], "ed-unassigned", NULL);
    for (int c = ' '; c < 127; c++) {
        char name[8];
        snprintf(name, sizeof name, "\\%03o", (unsigned)c);
        el_set(line, EL_BIND, name, "alipay-insert", NULL);
    }
    for (char digit[] = "\0330"; digit[1] <= '9'; digit[1]++) el_set(line, EL_BIND, digit, "ed-unassigned", NULL);
}
