/* SPDX-License-Identifier: MIT
 * Opens the editor on the terminal and reads texts. Keys are in editor_keys.c, bytes and signals in editor_input.c, the screen in
 * editor_screen.c, the text in editor_text.c, older texts in editor_history.c. */
#include "term/editor_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct editor *in_use;

/* A program may end while the prompt waits, by os.exit in a task: the terminal goes back as it was. */
static void restore_terminal(void) {
    if (!in_use || !in_use->reading) return;
    editor_capture_end(in_use);
    editor_leave_line(in_use);
    editor_terminal_leave(in_use);
}

struct editor *editor_open(const struct editor_hooks *hooks, struct err *err) {
    static bool registered;
    struct termios mode;
    if (in_use) {
        err_set(err, ERR_SYSTEM, "there is a prompt on this terminal already");
        return NULL;
    }
    if (tcgetattr(STDIN_FILENO, &mode) != 0) {
        err_errno(err, ERR_SYSTEM, "the terminal cannot be used for editing");
        return NULL;
    }
    struct editor *editor = calloc(1, sizeof *editor);
    if (!editor) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    editor->hooks = *hooks;
    editor->owned = editor_signals_owned();
    editor->held = -1;
    for (int i = 0; i < 3; i++) editor->kept[i] = -1;
    /* O_NONBLOCK on descriptor 0 itself would be seen by all programs that share the terminal. */
    editor->descriptor = open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (editor->descriptor < 0) editor->descriptor = STDIN_FILENO;
    editor->prompt = "";
    if (!registered) registered = atexit(restore_terminal) == 0;
    in_use = editor;
    return editor;
}

void editor_close(struct editor *editor) {
    if (!editor) return;
    editor_capture_end(editor);
    if (editor->reading) {
        editor_terminal_leave(editor);
        editor_signals_leave(editor);
    }
    editor_history_free(editor);
    if (editor->descriptor != STDIN_FILENO) close(editor->descriptor);
    free(editor->line.bytes);
    free(editor->killed);
    free(editor);
    in_use = NULL;
}

static enum editor_result outcome(struct editor *editor) {
    if (editor_interrupted() && !editor->stopped) {
        editor->input_start = editor->input_end = 0; /* what was typed ahead goes, as the kernel's own part does */
        return EDITOR_INTERRUPTED;
    }
    return editor->stopped ? EDITOR_STOPPED : editor->accepted ? EDITOR_TEXT : EDITOR_END;
}

static enum editor_result read_keys(struct editor *editor) {
    struct editor_key key;
    while (!editor->accepted && !editor->ended && !editor->stopped) {
        int status = editor_next(editor, &key);
        if (status == 0) editor->ended = true;
        if (status < 0) break; /* stopped, or interrupted */
        if (status > 0) editor_key_press(editor, &key);
    }
    return outcome(editor);
}

static void begin(struct editor *editor, const char *prompt) {
    fflush(NULL);
    editor->prompt = prompt;
    editor->accepted = editor->ended = editor->stopped = editor->drawn = false;
    editor->top = editor->row = editor->rows = 0;
    editor_text_delete(&editor->line, 0, editor->line.len);
    editor_history_begin(editor);
    editor_signals_enter(editor);
    tcgetattr(STDIN_FILENO, &editor->cooked);
    editor->reading = true;
    editor_terminal_enter(editor);
    editor_fresh_line();
    editor_draw(editor);
}

static void finish(struct editor *editor) {
    editor_terminal_leave(editor);
    /* A write to the terminal that a Ctrl-C cut short is no failure of the output. */
    clearerr(stdout);
    clearerr(stderr);
    editor->reading = false;
    editor_signals_leave(editor);
}

enum editor_result editor_read(struct editor *editor, const char *prompt, const char **text, size_t *len) {
    *text = NULL;
    *len = 0;
    begin(editor, prompt);
    enum editor_result result = read_keys(editor);
    if (result == EDITOR_END) editor_draw(editor);
    else editor_leave_line(editor);
    finish(editor);
    if (result != EDITOR_TEXT) return result;
    *text = editor->line.len > 0 ? editor->line.bytes : "";
    *len = editor->line.len;
    return result;
}

enum editor_result editor_read_key(struct editor *editor, const char *prompt, char *keys, size_t size) {
    struct editor_key key;
    keys[0] = '\0';
    begin(editor, prompt);
    int status = editor_next(editor, &key);
    editor->accepted = status > 0;
    if (status > 0 && !editor_key_sequence(editor, &key, keys, size)) keys[0] = '\0';
    enum editor_result result = outcome(editor);
    finish(editor);
    return result;
}
