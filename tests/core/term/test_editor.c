/* SPDX-License-Identifier: MIT
 * The line editor in a pseudo-terminal: a child edits, the parent types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "term/editor.h"

struct script {
    int key; /* a single key is read, not a text */
    const char *keys;
    enum editor_result result;
    const char *text; /* expected; NULL for none */
    const char *seen; /* must have been on the screen; NULL for anything */
};

static int idle_calls;

static int idle(void *context, int descriptor) {
    (void)descriptor;
    struct editor **editor = context;
    if (idle_calls++ > 0) return 1;
    editor_capture_begin(*editor);
    printf("from behind\n");
    editor_capture_end(*editor);
    return 0;
}

static int stop_idle(void *context, int descriptor) {
    (void)context;
    (void)descriptor;
    return -1;
}

/* Complete when the brackets balance. */
static int complete(void *context, const char *text, size_t len) {
    (void)context;
    int open = 0;
    for (size_t i = 0; i < len; i++) open += (text[i] == '(') - (text[i] == ')');
    return open <= 0;
}

static int tab(void *context, struct editor *editor, const char *text, size_t len, size_t cursor) {
    (void)context;
    (void)text;
    (void)len;
    editor_list(editor, "one\ntwo", 7);
    if (cursor >= 2) editor_replace(editor, 2, "完成");
    return 0;
}

/* In the child: exit code 0 when all is as expected. */
static int edit(const struct script *script, int stops) {
    struct editor *editor = NULL;
    struct editor_hooks hooks = {.context = &editor, .idle = stops ? stop_idle : idle, .complete = complete, .tab = tab};
    struct err err;
    const char *text;
    size_t len;
    editor = editor_open(&hooks, &err);
    if (!editor) return 10;
    if (editor_open(&hooks, &err)) return 11; /* one at a time */
    editor_remember(editor, "older");
    editor_remember(editor, "two\nlines");
    char keys[8];
    enum editor_result result;
    if (script->key) {
        result = editor_read_key(editor, "\033[1m>\033[0m ", keys, sizeof keys);
        text = result == EDITOR_TEXT ? keys : NULL;
        len = text ? strlen(text) : 0;
    } else {
        result = editor_read(editor, "\033[1m>\033[0m ", &text, &len);
    }
    int fine = result == script->result && (text == NULL) == (script->text == NULL) &&
               (!text || (len == strlen(script->text) && memcmp(text, script->text, len) == 0));
    if (!fine) printf("\r\ngot %d '%s'\r\n", (int)result, text ? text : "(none)");
    editor_close(editor);
    return fine ? 0 : 12;
}

static void run(const struct script *script, int stops) {
    int master;
    struct winsize size = {.ws_col = 40, .ws_row = 10};
    fflush(NULL);
    pid_t child = forkpty(&master, NULL, NULL, &size);
    assert_true(child >= 0);
    if (child == 0) {
        setenv("TERM", "xterm", 1);
        setenv("LC_ALL", "C", 1); /* Chinese must not depend on it */
        _exit(edit(script, stops));
    }
    static char seen[1 << 20];
    size_t used = 0;
    const char *left = NULL; /* to type yet */
    int status;
    struct pollfd input = {.fd = master, .events = POLLIN};
    while (poll(&input, 1, 10000) > 0) {
        ssize_t count = read(master, seen + used, sizeof seen - 1 - used);
        if (count <= 0) break;
        used += (size_t)count;
        seen[used] = '\0';
        const char *behind = strstr(seen, "from behind");
        if (!left && (stops || (behind && strstr(behind, "\033[0m ")))) left = script->keys;
        if (!left || (*left == '|' && !strstr(seen, script->seen))) continue;
        if (*left == '|') left++;
        size_t piece = strcspn(left, "|"); /* where the one who types waits until what is to be seen shows */
        assert_int_equal(write(master, left, piece), piece);
        left += piece;
    }
    seen[used] = '\0';
    close(master);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail_msg("status %d, seen: %s", status, seen);
    if (script->seen && !strstr(seen, script->seen)) fail_msg("not seen: %s in: %s", script->seen, seen);
}

#define SCRIPT(name, ...)                                                                                              \
    static void name(void **state) {                                                                                   \
        (void)state;                                                                                                   \
        static const struct script script = {__VA_ARGS__};                                                             \
        run(&script, 0);                                                                                               \
    }
#define TEST(name, ...) SCRIPT(name, 0, __VA_ARGS__)
#define KEY(name, ...) SCRIPT(name, 1, __VA_ARGS__)

TEST(reads_a_line, "hello\r", EDITOR_TEXT, "hello", "from behind")
TEST(reads_an_empty_line, "\r", EDITOR_TEXT, "", NULL)
TEST(ends_at_ctrl_d, "\4", EDITOR_END, NULL, NULL)
TEST(ctrl_d_deletes_in_a_line, "ab\1\4\r", EDITOR_TEXT, "b", NULL)
TEST(ctrl_c_drops_the_line, "hel\3", EDITOR_INTERRUPTED, NULL, NULL)
TEST(deletes_chinese_by_characters, "海底捞\177x\r", EDITOR_TEXT, "海底x", NULL)
TEST(goes_on_until_complete, "f(\r1\r)\r", EDITOR_TEXT, "f(\n1\n)", NULL)
TEST(moves_between_lines, "(a\rb\033[A\001X\033[B\005)\r", EDITOR_TEXT, "X(a\nb)", NULL)
TEST(recalls_a_text_of_two_lines, "\033[A\r", EDITOR_TEXT, "two\nlines", NULL)
TEST(recalls_an_older_text, "\033[A\033[A\033[A\r", EDITOR_TEXT, "older", NULL)
TEST(finds_by_ctrl_r, "\22old\r\r", EDITOR_TEXT, "older", NULL)
TEST(inserts_a_paste, "\033[200~a\r\tb)\r\033[201~!\r", EDITOR_TEXT, "a\n\tb)\n!", NULL)
TEST(drops_control_bytes_of_a_paste, "\033[200~a\1\33[Ab\033[201~\r", EDITOR_TEXT, "a[Ab", NULL)
TEST(replaces_what_is_not_utf8, "a\377\344\270b\r", EDITOR_TEXT, "a\357\277\275\357\277\275b", NULL)

/* Taller than the screen of ten rows of 40. */
#define TEN(text) text text text text text text text text text text
#define TALL TEN(TEN("tall "))
#define LONG TALL TALL TALL
TEST(types_on_below_the_screen, TALL "\001\005" TALL "\r", EDITOR_TEXT, TALL TALL, NULL)
TEST(keeps_a_long_text_in_history, LONG "\033[A\033[A\033[B\033[B\r", EDITOR_TEXT, LONG, NULL)
TEST(searches_from_a_long_text, LONG "\022" TALL "\022\022\007\r", EDITOR_TEXT, LONG, NULL)
TEST(searches_plain_texts, "\022.*|\a\022o(*l\177\177\177ld\023\023\022\r", EDITOR_TEXT, "older", "not found '.*'")
TEST(searches_chinese, "\022\346\265\267\177two|\r", EDITOR_TEXT, "two\nlines", "search 'two'")
TEST(types_chinese_below_the_screen, TEN(TEN("\346\265\267\346\265\267\346\265\267")) "\001\005\346\265\267\r",
     EDITOR_TEXT, TEN(TEN("\346\265\267\346\265\267\346\265\267")) "\346\265\267", NULL)

/* A Tab with more behind it is part of a paste without brackets; alone it completes. */
TEST(inserts_a_tab_of_a_paste, "a\tb\r", EDITOR_TEXT, "a\tb", NULL)
TEST(completes, "ab\t|\r", EDITOR_TEXT, "完成", "two")

KEY(reads_a_key, " ", EDITOR_TEXT, " ", NULL)
KEY(reads_enter_as_a_key, "\r", EDITOR_TEXT, "\r", NULL)
KEY(reads_all_bytes_of_a_key, "\033[6~", EDITOR_TEXT, "\033[6~", NULL)
KEY(reads_a_chinese_key, "\346\265\267", EDITOR_TEXT, "\346\265\267", NULL)
KEY(takes_no_sequence_that_does_not_end, "\033[1234567890~", EDITOR_TEXT, "", NULL)
KEY(ctrl_c_ends_the_wait_for_a_key, "\3", EDITOR_INTERRUPTED, NULL, NULL)

static void stops_when_a_hook_says_so(void **state) {
    (void)state;
    static const struct script script = {0, "", EDITOR_STOPPED, NULL, NULL};
    run(&script, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_line),
        cmocka_unit_test(reads_an_empty_line),
        cmocka_unit_test(ends_at_ctrl_d),
        cmocka_unit_test(ctrl_d_deletes_in_a_line),
        cmocka_unit_test(ctrl_c_drops_the_line),
        cmocka_unit_test(deletes_chinese_by_characters),
        cmocka_unit_test(goes_on_until_complete),
        cmocka_unit_test(moves_between_lines),
        cmocka_unit_test(recalls_a_text_of_two_lines),
        cmocka_unit_test(recalls_an_older_text),
        cmocka_unit_test(finds_by_ctrl_r),
        cmocka_unit_test(inserts_a_paste),
        cmocka_unit_test(drops_control_bytes_of_a_paste),
        cmocka_unit_test(replaces_what_is_not_utf8),
        cmocka_unit_test(types_on_below_the_screen),
        cmocka_unit_test(keeps_a_long_text_in_history),
        cmocka_unit_test(searches_from_a_long_text),
        cmocka_unit_test(searches_plain_texts),
        cmocka_unit_test(searches_chinese),
        cmocka_unit_test(types_chinese_below_the_screen),
        cmocka_unit_test(inserts_a_tab_of_a_paste),
        cmocka_unit_test(completes),
        cmocka_unit_test(reads_a_key),
        cmocka_unit_test(reads_enter_as_a_key),
        cmocka_unit_test(reads_all_bytes_of_a_key),
        cmocka_unit_test(reads_a_chinese_key),
        cmocka_unit_test(takes_no_sequence_that_does_not_end),
        cmocka_unit_test(ctrl_c_ends_the_wait_for_a_key),
        cmocka_unit_test(stops_when_a_hook_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
