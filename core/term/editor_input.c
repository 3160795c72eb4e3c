/* SPDX-License-Identifier: MIT
 * Bytes from the terminal become characters; while none come, the owner's hook may work. Signals that the editor understands
 * (Ctrl-C, a new window size, going on after Ctrl-Z) are flags here and belong to it only while it waits. */
#include "term/editor_internal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "loop/interrupt.h"

static const int caught[3] = {SIGINT, SIGWINCH, SIGCONT};
static volatile sig_atomic_t flags[3];

static void (*volatile owner)(int); /* the owner's handler of Ctrl-C, while a hook runs */

static void on_signal(int signum) {
    for (int i = 0; i < 3; i++)
        if (caught[i] == signum) flags[i] = 1;
    interrupt_wake(); /* the owner's hook may be waiting in the loop */
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

void editor_signals_take_back(void) {
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

static const struct timespec now = {0};

bool editor_input_waits(struct editor *editor) {
    return editor->input_start < editor->input_end || wait_for_input(&now) > 0;
}

static void handle_flags(struct editor *editor) {
    if (flags[2]) { /* the shell had the terminal meanwhile */
        flags[2] = 0;
        editor_terminal_enter(editor);
        editor->row = 0; /* the shell has written below the text */
        editor->drawn = false;
    }
    if (flags[1]) {
        flags[1] = 0;
        editor_resized(editor);
    }
}

/* Fills the buffer: 1 done, 0 end of input, -1 stop. The text is drawn once nothing more waits to be read. */
static int fill(struct editor *editor) {
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
        editor_draw(editor);
        editor_signals_share(editor);
        int answer = editor->hooks.idle ? editor->hooks.idle(editor->hooks.context, STDIN_FILENO) : 1;
        editor_signals_take_back();
        if (answer < 0) {
            editor->stopped = true;
            return -1;
        }
        alone = answer == 1;
    }
}

/* Bytes that are no character. */
static void replace(struct editor_key *key) {
    *key = (struct editor_key){.code = 0xFFFD, .bytes = "\xEF\xBF\xBD", .len = 3};
}

/* The character at the start of the buffer; more bytes are awaited when it is cut off. */
static int decode(struct editor *editor, struct editor_key *key) {
    key->len = 0;
    for (;;) {
        key->bytes[key->len++] = (char)editor->input[editor->input_start++];
        if (utf8_decode(key->bytes, key->len, &key->code) == key->len) return 1;
        unsigned char first = (unsigned char)key->bytes[0];
        size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
        if (key->len >= wanted) break;
        if (editor->input_start == editor->input_end) {
            int status = fill(editor);
            if (status <= 0) return status;
        }
        if ((editor->input[editor->input_start] & 0xC0) != 0x80) break;
    }
    replace(key);
    return 1;
}

int editor_next(struct editor *editor, struct editor_key *key) {
    do {
        if (editor->stopped || flags[0]) return -1;
        int status = editor->input_start < editor->input_end ? 1 : fill(editor);
        if (status > 0) status = decode(editor, key);
        if (status <= 0) return status;
    } while (key->code == 0); /* no text holds it */
    return 1;
}
