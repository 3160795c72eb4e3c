/* SPDX-License-Identifier: MIT
 * What the files of the editor share. Texts are UTF-8; places in them are counted in bytes. */
#ifndef ALIPAY_EDITOR_INTERNAL_H
#define ALIPAY_EDITOR_INTERNAL_H

#include <signal.h>
#include <stdint.h>
#include <termios.h>

#include "term/editor.h"

/* ---- editor_text.c: a text that grows, with a cursor ---- */
struct editor_text {
    char *bytes; /* ended by NUL once anything was inserted */
    size_t len, room, cursor;
};

/* Inserts at the cursor, which moves behind it; false when out of memory, the text is as before then. */
bool editor_text_insert(struct editor_text *text, const char *bytes, size_t len);
/* Deletes from one place to another; the cursor is there afterwards. */
void editor_text_delete(struct editor_text *text, size_t from, size_t to);
void editor_text_set(struct editor_text *text, const char *bytes);
/* The place one character before or after: what takes no column of its own belongs to the character before it. */
size_t editor_text_left(const struct editor_text *text, size_t place);
size_t editor_text_right(const struct editor_text *text, size_t place);
size_t editor_text_word_left(const struct editor_text *text, size_t place);
size_t editor_text_word_right(const struct editor_text *text, size_t place);
size_t editor_text_line_start(const struct editor_text *text, size_t place);
size_t editor_text_line_end(const struct editor_text *text, size_t place);

struct editor_history {
    char **texts; /* oldest first */
    size_t count;
    size_t place; /* the one that is edited; `count` for a new text */
    char *draft;  /* that new text, while another is looked at */
};

struct editor_key {
    uint32_t code;
    char bytes[4];
    size_t len;
};

struct editor {
    struct editor_hooks hooks;
    struct editor_text line;
    char *killed; /* what Ctrl-Y inserts */
    struct editor_history history;
    const char *prompt;
    struct termios cooked; /* the terminal as it was before the read */

    int descriptor;            /* 0 opened once more, to read without waiting; or 0 itself */
    unsigned char input[4096]; /* bytes read and not yet looked at */
    size_t input_start, input_end;
    struct sigaction signals[3];
    bool owned; /* its owner catches one Ctrl-C at a time while it is not reading */

    bool reading;
    bool accepted, ended; /* a key ended the text, or the input */
    bool stopped;         /* a hook said -1 */

    bool drawn; /* what is on the screen is what the text is now */
    int top;    /* first row of prompt and text that is on the screen: other than 0 when they are taller than it */
    int row;    /* rows from there to the cursor */
    int rows;   /* rows that are on the screen */

    int held;    /* memory file that stands for descriptors 1 and 2 while output is held back; -1 otherwise */
    int kept[3]; /* the real ones meanwhile; -1 where nothing is held back */
};

/* ---- editor_input.c: signals and characters ---- */
/* Whether somebody catches Ctrl-C now. */
bool editor_signals_owned(void);
void editor_signals_enter(struct editor *editor);
void editor_signals_leave(struct editor *editor);
/* While a hook runs, a Ctrl-C is the owner's, too: it may have to stop what the hook does. */
void editor_signals_share(struct editor *editor);
void editor_signals_take_back(void);
/* Whether there was a Ctrl-C; forgets it. */
bool editor_interrupted(void);
/* The next character; draws the text before it waits for one. 1, 0 at the end of input, -1 when reading has to stop. */
int editor_next(struct editor *editor, struct editor_key *key);
/* Whether more input is there already, as of a paste without brackets. */
bool editor_input_waits(struct editor *editor);

/* ---- editor_history.c ---- */
/* A new text: none of the old ones is looked at. */
void editor_history_begin(struct editor *editor);
void editor_history_free(struct editor *editor);
/* Replaces the text by the one before or after it, if there is one. */
void editor_history_step(struct editor *editor, bool older);
/* Ctrl-R and Ctrl-S until a key ends it: 1 with that key, which means something else; otherwise as editor_next. */
int editor_search(struct editor *editor, struct editor_key *key);

/* ---- editor_keys.c ---- */
/* Does what a key says; it may read more of them. */
void editor_key_press(struct editor *editor, const struct editor_key *key);
/* The rest of what a key sends: ESC and a character, ESC O and one, or ESC [ up to a letter or ~. False when it does not end. */
bool editor_key_sequence(struct editor *editor, const struct editor_key *first, char *keys, size_t size);

/* ---- editor_screen.c ---- */
void editor_terminal_enter(struct editor *editor);
void editor_terminal_leave(struct editor *editor);
/* Goes to the start of a line of its own: output may have ended within a line, or the terminal have shown there what was typed
 * while nobody read. */
void editor_fresh_line(void);
void editor_draw(struct editor *editor);
/* The window has another size. */
void editor_resized(struct editor *editor);
void editor_clear_screen(struct editor *editor);
/* Draws all of the text, however tall, and leaves the cursor at the start of the row below it. */
void editor_leave_line(struct editor *editor);

#endif
