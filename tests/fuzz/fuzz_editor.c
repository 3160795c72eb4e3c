/* SPDX-License-Identifier: MIT
 * Fuzzes the line editor: keys of any kind, on a terminal of any size. What it gives is always UTF-8 without control characters of
 * a key. The terminal is a pair whose other end a thread types into and reads from. */
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"
#include "term/editor.h"

enum { MOST_KEYS = 2000 /* the terminal's queue holds 4096 */ };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct typist {
    struct editor *editor;
    const uint8_t *keys; /* not typed yet */
    size_t len;
};

static int master;

static void require(int condition) {
    if (!condition) abort();
}

static void *watch(void *unused) {
    char bytes[4096];
    while (read(master, bytes, sizeof bytes) > 0) continue;
    return unused;
}

static void resize(unsigned columns, unsigned rows) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    ioctl(master, TIOCSWINSZ, &size);
}

/* Types when the editor waits for the first time, and stops it when it does so again. */
static int idle(void *context, int descriptor) {
    struct typist *typist = context;
    struct pollfd input = {.fd = descriptor, .events = POLLIN};
    if (typist->len == 0) return -1;
    require(write(master, typist->keys, typist->len) == (ssize_t)typist->len);
    typist->len = 0;
    editor_show(typist->editor, "above", 5);
    poll(&input, 1, 1000);
    return 0;
}

static int complete(void *context, const char *text, size_t len) {
    (void)context;
    require(utf8_valid(text, len));
    return len % 3 != 1;
}

static int tab(void *context, struct editor *editor, const char *text, size_t len, size_t cursor) {
    (void)context;
    require(utf8_valid(text, len) && cursor <= len);
    require(cursor == len || ((unsigned char)text[cursor] & 0xC0) != 0x80);
    resize((unsigned)len % 50, (unsigned)cursor % 20);
    raise(SIGWINCH);
    if (len % 2) editor_list(editor, "one\ntwo", 7);
    editor_replace(editor, (int)(cursor % 4), "海\tend");
    return 0;
}

static void start(void) {
    static int started;
    int slave;
    pthread_t thread;
    if (started++) return;
    require(openpty(&master, &slave, NULL, NULL, NULL) == 0);
    require(dup2(slave, STDIN_FILENO) == STDIN_FILENO && dup2(slave, STDOUT_FILENO) == STDOUT_FILENO);
    require(pthread_create(&thread, NULL, watch, NULL) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    start();
    tcflush(STDIN_FILENO, TCIFLUSH);
    resize(data[0] % 60, data[1] % 20);
    struct typist typist = {.keys = data + 2, .len = size - 2 < MOST_KEYS ? size - 2 : MOST_KEYS};
    struct editor_hooks hooks = {.context = &typist, .idle = idle, .complete = complete, .tab = tab};
    struct err err;
    enum editor_result result;
    typist.editor = editor_open(&hooks, &err);
    require(typist.editor != NULL);
    do {
        const char *text;
        size_t len;
        result = editor_read(typist.editor, "\033[1m海>\033[0m ", &text, &len);
        require((text != NULL) == (result == EDITOR_TEXT));
        if (text) {
            require(utf8_valid(text, len) && strlen(text) == len);
            editor_remember(typist.editor, text);
        }
    } while (result == EDITOR_TEXT);
    editor_close(typist.editor);
    return 0;
}
