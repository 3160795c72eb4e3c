/* SPDX-License-Identifier: MIT
 * What the files of the editor share. */
#ifndef ALIPAY_EDITOR_PRIVATE_H
#define ALIPAY_EDITOR_PRIVATE_H

#include <locale.h>
#include <signal.h>

#include <histedit.h>

#include "term/editor.h"

struct editor_history {
    char **texts; /* oldest first */
    size_t count;
    size_t place; /* the one that is edited; `count` for a new text */
    char *draft;  /* that new text, while another is looked at */
};

struct editor {
    struct editor_hooks hooks;
    EditLine *line;
    struct editor_history history;
    locale_t locale, before; /* ours (UTF-8), and the caller's while ours is in use */
    const char *prompt;
    int descriptor;            /* 0 opened once more, to read without waiting; or 0 itself */
    unsigned char input[4096]; /* bytes read and not yet looked at */
    size_t input_start, input_end;
    wchar_t beyond; /* the character that EDITOR_BEYOND stands for */
    const wchar_t *end; /* of the text, while libedit sees only a part of it; NULL otherwise */
    bool reading;
    bool stopped; /* a hook said -1 */
    int held;     /* memory file that stands for descriptors 1 and 2 while output is held back; -1 otherwise */
    int kept[3];  /* the real ones meanwhile; -1 where nothing is held back */
    struct sigaction signals[3];
    bool owned;   /* its owner catches one Ctrl-C at a time while it is not reading */
};

/* ---- editor_input.c: signals and keys ---- */
void editor_signals_enter(struct editor *editor);

/* Whether somebody catches Ctrl-C now. */
bool editor_signals_owned(void);
void editor_signals_leave(struct editor *editor);
/* While a hook runs, a Ctrl-C is the owner's, too: it may have to stop what the hook does. */
void editor_signals_share(struct editor *editor);
void editor_signals_take_back(struct editor *editor);
bool editor_interrupted(void);
/* What libedit gets instead of a character beyond ASCII: it would insert that by itself, in the way that editor_keys.c avoids. */
#define EDITOR_BEYOND L'\x80'
/* libedit's way to a character: 1 with one in *c, 0 at the end of input, -1 when reading has to stop. */
int editor_character(EditLine *line, wchar_t *c);
/* The next character for us, whatever it is. */
int editor_next(EditLine *line, wchar_t *c);
/* Whether more input is there already, as of a paste without brackets. */
bool editor_input_waits(struct editor *editor);
/* Whether the next byte in the buffer is one more to insert. */
bool editor_input_goes_on(const struct editor *editor);

/* ---- editor_history.c ---- */
/* A new text: none of the old ones is looked at. */
void editor_history_begin(struct editor *editor);
void editor_history_free(struct editor *editor);
/* Replaces the text by the one before or after it; false when there is none. */
bool editor_history_step(struct editor *editor, bool older);
/* Ctrl-R and Ctrl-S until a key ends it. */
unsigned char editor_search(struct editor *editor);

/* ---- editor_keys.c: what keys do ---- */
void editor_keys_bind(struct editor *editor);

/* ---- editor_screen.c ---- */
/* Rows between the first row of the prompt and the cursor, or the last row of the text. */
int editor_rows(struct editor *editor, bool to_cursor);
void editor_write(const char *text, size_t len);
/* Goes to the start of a line of its own: output may have ended within a line, or the terminal have shown there what was typed
 * while nobody read. */
void editor_fresh_line(struct editor *editor);
/* Clears prompt and text off the screen; the cursor is where the prompt starts. EL_REFRESH draws them again. */
void editor_erase(struct editor *editor);
/* Leaves the cursor at the start of the row below the text. */
void editor_below(struct editor *editor);

/* Of a text that is taller than the screen libedit draws the last rows and puts the cursor into a wrong one. Between these two it
 * sees only so much of it that the cursor is right: up to the cursor's row, or the first screen. */
void editor_view_begin(struct editor *editor);
void editor_view_end(struct editor *editor);

/* Around calls of hooks: the caller's locale and signal handlers. */
void editor_outside(struct editor *editor);
void editor_inside(struct editor *editor);

#endif
