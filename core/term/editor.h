/* SPDX-License-Identifier: MIT
 * A line editor on a terminal: statements of several lines, history, completion, background output above the line.
 * What a complete statement is, what completes a word and what goes on meanwhile is asked of its owner through hooks; where
 * history is kept is the owner's matter. There is one terminal, so there is one editor at a time. */
#ifndef ALIPAY_EDITOR_H
#define ALIPAY_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct editor;

/* All run inside editor_read; the handler of Ctrl-C of its caller is called, too, meanwhile. */
struct editor_hooks {
    void *context;
    /* Wait for the descriptor or do something else for a while. Returns 1 when there is nothing else to do (the editor then
     * waits by itself), 0 to be called again, -1 to make editor_read end with EDITOR_STOPPED. */
    int (*idle)(void *context, int descriptor);
    /* Whether Enter ends the text, or starts another line of it. -1 as above. */
    int (*complete)(void *context, const char *text, size_t len);
    /* Tab with `cursor` bytes before the cursor: the hook calls editor_replace and editor_show. -1 as above. */
    int (*tab)(void *context, struct editor *editor, const char *text, size_t len, size_t cursor);
};

enum editor_result {
    EDITOR_TEXT,        /* a text was entered */
    EDITOR_END,         /* end of input, Ctrl-D */
    EDITOR_INTERRUPTED, /* Ctrl-C: what was typed is gone */
    EDITOR_STOPPED      /* a hook said -1 */
};

/* On descriptors 0 and 1. Returns NULL when there is one already or the terminal cannot be used. */
struct editor *editor_open(const struct editor_hooks *hooks, struct err *err);
void editor_close(struct editor *editor);

/* Reads one text. `prompt` may hold colours as escape sequences. The text, without its last newline, is valid until the
 * next call; NULL unless EDITOR_TEXT. */
enum editor_result editor_read(struct editor *editor, const char *prompt, const char **text, size_t *len);

/* Reads one key without showing it: the bytes that the terminal sends for it, ended by NUL, "" for what is none. The prompt stays where
 * it is, with the cursor behind it. EDITOR_TEXT when there is one. */
enum editor_result editor_read_key(struct editor *editor, const char *prompt, char *keys, size_t size);

/* Adds a text to what the arrow keys and Ctrl-R find. */
void editor_remember(struct editor *editor, const char *text);

/* In the tab hook: `count` characters before the cursor become `text`. */
void editor_replace(struct editor *editor, int count, const char *text);
/* In any hook: text above the line, which is drawn again below it. */
void editor_show(struct editor *editor, const char *text, size_t len);
/* As editor_show, but the line stays where it is and is repeated below: lists of completions. */
void editor_list(struct editor *editor, const char *text, size_t len);

/* From begin to end, what is written to descriptors 1 and 2 is held back where they are terminals; end shows it above the line.
 * Does nothing outside editor_read. */
void editor_capture_begin(struct editor *editor);
void editor_capture_end(struct editor *editor);

#endif
