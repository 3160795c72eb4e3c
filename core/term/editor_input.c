/* SPDX-License-Identifier: MIT
 * Bytes from the terminal become characters; while none come, the owner's hook may work. Signals that the editor understands
 * (Ctrl-C, a new window size, going on after Ctrl-Z) are flags here and belong to it only while it waits. */
#include "term/editor_internal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "loop/loop.h"
#include "base/utf8.h"

static const int caught[3] = {SIGINT, SIGWINCH, SIGCONT};
static volatile sig_atomic_t flags[3];

static void (*volatile owner)(int); /* the owner's handler of Ctrl-C, while a hook runs */

static void on_signal(int signum) {
    for (int i = 0; i < 3; i++)
        if (caught[i] == signum) flags[i] = 1;
    loop_interrupt(); /* the owner's hook may be waiting in the loop */
    if (signum == SIGINT && owner) owner(signum);
}

static void catch_signal(int i, struct sigaction *before) {
    struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART: poll must return */
    sigemptyset(&action.sa_mask);
    sigaction(caught[i], &action, before);
}

/* An owner whose handler is gone again has seen a Ctrl-C a moment ago: it was meant for this prompt. */
void editor_signals_enter(struct editor *editor) {
    owner = NULL;
    for (int i = 0; i < 3; i++) catch_signal(i, &editor->signals[i]);
    if (editor->owned && editor->signals[0].sa_handler == SIG_DFL) flags[0] = 1;
}

bool editor_signals_owned(void) {
    struct sigaction now;
    return sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN;
}

void editor_signals_leave(struct editor *editor) {
    owner = NULL;
    for (int i = 0; i < 3; i++) sigaction(caught[i], &editor->signals[i], NULL);
}

void editor_signals_share(struct editor *editor) {
    void (*handler)(int) = editor->signals[0].sa_handler;
    owner = handler == SIG_DFL || handler == SIG_IGN ? NULL : handler;
}

void editor_signals_take_back(struct editor *editor) {
    (void)editor;
    owner = NULL;
    catch_signal(0, NULL); /* the owner's handler may have asked for the default action */
}

bool editor_interrupted(void) {
    bool seen = flags[0];
    flags[0] = 0;
    return seen;
}

/* 1 readable, 0 not within the time, -1 interrupted. Signals are let in only while poll waits, so that none is missed. */
static int wait_for_input(const struct timespec *time) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    sigset_t block, before;
    sigemptyset(&block);
    for (int i = 0; i < 3; i++) sigaddset(&block, caught[i]);
    sigprocmask(SIG_BLOCK, &block, &before);
    int ready = flags[0] || flags[1] || flags[2] ? -1 : ppoll(&input, 1, time, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ready;
}

bool editor_input_waits(struct editor *editor) {
    static const struct timespec now = {0};
    return editor->input_start < editor->input_end || wait_for_input(&now) > 0;
}

static void handle_flags(struct editor *editor) {
    if (flags[2]) { /* the shell had the terminal meanwhile */
        flags[2] = 0;
        el_set(editor->line, EL_PREP_TERM, 0);
        el_set(editor->line, EL_PREP_TERM, 1);
        el_set(editor->line, EL_REFRESH);
    }
    if (flags[1]) {
        flags[1] = 0;
        editor_view_end(editor);
        editor_erase(editor);
        el_resize(editor->line);
        el_set(editor->line, EL_REFRESH);
        editor_view_begin(editor);
    }
}

/* Fills the buffer: 1 done, 0 end of input, -1 stop. */
static int fill(struct editor *editor) {
    static const struct timespec now = {0};
    bool alone = false; /* nobody but us has work */
    for (;;) {
        int ready = wait_for_input(alone ? NULL : &now);
        if (ready < 0 && errno != EINTR && !(flags[0] || flags[1] || flags[2])) return 0;
        handle_flags(editor);
        if (flags[0]) return -1;
        if (ready > 0) {
            /* A Ctrl-C that came just now has emptied the terminal's queue: waiting here would be waiting for another key. */
            ssize_t count = read(editor->descriptor, editor->input, sizeof editor->input);
            if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
            if (count <= 0) return 0;
            editor->input_start = 0;
            editor->input_end = (size_t)count;
            return 1;
        }
        editor_outside(editor);
        int answer = editor->hooks.idle ? editor->hooks.idle(editor->hooks.context, STDIN_FILENO) : 1;
        editor_inside(editor);
        if (answer < 0) {
            editor->stopped = true;
            return -1;
        }
        alone = answer == 1;
    }
}

/* The character at the start of the buffer; more bytes are awaited when it is cut off. */
static int decode(struct editor *editor, wchar_t *c) {
    unsigned char text[4];
    size_t len = 0;
    for (;;) {
        text[len++] = editor->input[editor->input_start++];
        uint32_t code;
        if (utf8_decode((const char *)text, len, &code) == len) {
            *c = (wchar_t)code;
            return 1;
        }
        size_t wanted = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : text[0] >= 0xC2 ? 2 : 1;
        if (len >= wanted || len >= sizeof text) break;
        if (editor->input_start == editor->input_end) {
            int status = fill(editor);
            if (status <= 0) return status;
        }
        if ((editor->input[editor->input_start] & 0xC0) != 0x80) break;
    }
    *c = 0xFFFD; /* bytes that are no character */
    return 1;
}

bool editor_input_goes_on(const struct editor *editor) {
    if (editor->input_start == editor->input_end) return false;
    unsigned char next = editor->input[editor->input_start];
    return next >= 32 && next != 127;
}

/* Fills the buffer, with the cursor in its place meanwhile. */
static int await_input(struct editor *editor) {
    if (!editor_input_waits(editor)) editor_view_begin(editor);
    int status = fill(editor);
    editor_view_end(editor);
    return status;
}

int editor_character(EditLine *line, wchar_t *c) {
    struct editor *editor;
    el_get(line, EL_CLIENTDATA, &editor);
    do {
        if (editor->stopped || flags[0]) return -1;
        int status = editor->input_start < editor->input_end ? 1 : await_input(editor);
        if (status > 0) status = decode(editor, c);
        if (status <= 0) return status;
    } while (*c == 0); /* no text holds it */
    if (*c >= 128) {
        editor->beyond = *c;
        *c = EDITOR_BEYOND;
    }
    return 1;
}

int editor_next(EditLine *line, wchar_t *c) {
    struct editor *editor;
    el_get(line, EL_CLIENTDATA, &editor);
    int status = el_wgetc(line, c);
    if (status == 1 && *c == EDITOR_BEYOND) *c = editor->beyond;
    return status;
}
