/* SPDX-License-Identifier: MIT
 * What the files of the editor share. */
#ifndef ALIPAY_EDITOR_PRIVATE_H
#define ALIPAY_EDITOR_PRIVATE_H

#include <locale.h>
#include <signal.h>

#include <histedit.h>

#include "editor.h"

struct editor {
    struct editor_hooks hooks;
    EditLine *line;
    History *history;
    locale_t locale, before; /* ours (UTF-8), and the caller's while ours is in use */
    const char *prompt;
    unsigned char input[4096]; /* bytes read and not yet looked at */
    size_t input_start, input_end;
    bool reading;
    bool stopped; /* a hook said -1 */
    int held;     /* memory file that stands for descriptors 1 and 2 while output is held back; -1 otherwise */
    int kept[3];  /* the real ones meanwhile; -1 where nothing is held back */
    struct sigaction signals[3];
};

/* ---- editor_input.c: signals and keys ---- */
void editor_signals_enter(struct editor *editor);
void editor_signals_leave(struct editor *editor);
/* While a hook runs, a Ctrl-C is the owner's, too: it may have to stop what the hook does. */
void editor_signals_share(struct editor *editor);
void editor_signals_take_back(struct editor *editor);
bool editor_interrupted(void);
/* libedit's way to a character: 1 with one in *c, 0 at the end of input, -1 when reading has to stop. */
int editor_character(EditLine *line, wchar_t *c);
/* Whether more input is there already, as of a paste without brackets. */
bool editor_input_waits(struct editor *editor);

/* ---- editor_keys.c: what keys do ---- */
void editor_keys_bind(struct editor *editor);

/* ---- editor_screen.c ---- */
/* Rows between the first row of the prompt and the cursor, or the last row of the text. */
int editor_rows(struct editor *editor, bool to_cursor);
void editor_write(const char *text, size_t len);
/* Leaves the cursor at the start of the row below the text. */
void editor_below(struct editor *editor);

/* Around calls of hooks: the caller's locale and signal handlers. */
void editor_outside(struct editor *editor);
void editor_inside(struct editor *editor);

#endif
