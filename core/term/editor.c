/* SPDX-License-Identifier: MIT
 * Opens libedit on the terminal and reads texts. Keys are in editor_keys.c, bytes and signals in editor_input.c, the screen in
 * editor_screen.c, older texts in editor_history.c. The process's locale stays as it is: libedit works in one of the thread's own. */
#include "term/editor_internal.h"

#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

static struct editor *in_use;

/* A program may end while the prompt waits, by os.exit in a task: the terminal goes back as it was. */
static void restore_terminal(void) {
    if (!in_use || !in_use->reading) return;
    editor_capture_end(in_use);
    el_set(in_use->line, EL_PREP_TERM, 0);
    editor_write(paste_off, sizeof paste_off - 1);
    editor_write("\r\n", 2);
}

static char *give_prompt(EditLine *line) {
    struct editor *editor;
    el_get(line, EL_CLIENTDATA, &editor);
    return (char *)editor->prompt;
}

/* The user's characters when they are UTF-8, else plain UTF-8: Chinese must not depend on LANG. */
static locale_t utf8_locale(void) {
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (locale && strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0) return locale;
    if (locale) freelocale(locale);
    locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    return locale ? locale : newlocale(LC_CTYPE_MASK, "C", (locale_t)0);
}

void editor_outside(struct editor *editor) {
    editor_signals_share(editor);
    uselocale(editor->before);
}

void editor_inside(struct editor *editor) {
    uselocale(editor->locale);
    editor_signals_take_back(editor);
}

static int open_line(struct editor *editor) {
    editor->line = el_init("alipay-lua", stdin, stdout, stderr);
    if (!editor->line) return -1;
    el_set(editor->line, EL_CLIENTDATA, editor);
    el_set(editor->line, EL_SIGNAL, 0);
    el_set(editor->line, EL_EDITOR, "emacs");
    el_set(editor->line, EL_SETTY, "-d", "-ixon", NULL); /* Ctrl-S searches; it does not freeze the prompt */
    el_set(editor->line, EL_PROMPT_ESC, give_prompt, '\1');
    el_set(editor->line, EL_GETCFN, editor_character);
    editor_keys_bind(editor);
    return 0;
}

struct editor *editor_open(const struct editor_hooks *hooks, struct err *err) {
    static bool registered;
    if (in_use) {
        err_set(err, ERR_SYSTEM, "there is a prompt on this terminal already");
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
    /* O_NONBLOCK on descriptor 0 itself would be seen by all programs that share the terminal. */
    editor->descriptor = open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (editor->descriptor < 0) editor->descriptor = STDIN_FILENO;
    editor->prompt = "";
    for (int i = 0; i < 3; i++) editor->kept[i] = -1;
    editor->locale = utf8_locale();
    editor->before = uselocale(editor->locale);
    int status = open_line(editor);
    uselocale(editor->before);
    if (!registered) registered = atexit(restore_terminal) == 0;
    in_use = editor;
    if (status != 0) {
        editor_close(editor);
        err_set(err, ERR_SYSTEM, "the terminal cannot be used for editing");
        return NULL;
    }
    return editor;
}

void editor_close(struct editor *editor) {
    if (!editor) return;
    editor_capture_end(editor);
    if (editor->reading) editor_signals_leave(editor);
    if (editor->line) el_end(editor->line);
    editor_history_free(editor);
    if (editor->descriptor != STDIN_FILENO) close(editor->descriptor);
    if (editor->reading) uselocale(editor->before);
    freelocale(editor->locale);
    free(editor);
    in_use = NULL;
}

enum editor_result editor_read(struct editor *editor, const char *prompt, const char **text, size_t *len) {
    fflush(NULL);
    editor->prompt = prompt;
    editor->stopped = false;
    editor_history_begin(editor);
    editor->before = uselocale(editor->locale);
    editor_signals_enter(editor);
    editor->reading = true;
    el_set(editor->line, EL_PREP_TERM, 1); /* before the prompt shows: libedit itself would do it a moment after */
    editor_fresh_line(editor);
    editor_write(paste_on, sizeof paste_on - 1);
    int count = 0;
    const char *line = el_gets(editor->line, &count);
    editor_write(paste_off, sizeof paste_off - 1);
    bool interrupted = editor_interrupted();
    if (interrupted) editor->input_start = editor->input_end = 0; /* what was typed ahead goes, as the kernel's own part does */
    if (interrupted || editor->stopped) {
        editor_below(editor);
        el_reset(editor->line);
    }
    clearerr(stdout); /* a write to the terminal that a Ctrl-C cut short is no failure of the output */
    editor->reading = false;
    editor_signals_leave(editor);
    uselocale(editor->before);
    *text = NULL;
    *len = 0;
    if (editor->stopped) return EDITOR_STOPPED;
    if (interrupted) return EDITOR_INTERRUPTED;
    if (!line || count <= 0) return EDITOR_END;
    *text = line;
    *len = strlen(line);
    if (*len > 0 && line[*len - 1] == '\n') --*len;
    return EDITOR_TEXT;
}
