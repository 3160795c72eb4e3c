/* SPDX-License-Identifier: MIT
 * Tests of body.c through the client: a body that goes to a file is there whole, or not at all. */
#include "support/net_help.h"
#include "support/scratch.h"

#include "base/fs.h"
#include "http/body.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static struct loop *loop;
static struct peer peer;
static struct result result;

static int set_up(void **state) {
    struct err err;
    loop = loop_open(&err);
    return loop ? scratch_make(state) : -1;
}

static int tear_down(void **state) {
    result_free(&result);
    peer_close(&peer);
    loop_close(loop);
    return scratch_remove(state);
}

static struct http_options to_file(const char *reply, size_t len, const char *path) {
    static char url[64];
    peer_open(loop, &peer, reply, len);
    struct http_options options = options_for(url, sizeof url, peer.port, "/bill");
    options.file = path;
    return options;
}

static void start(const char *reply, const char *path, uint64_t max) {
    struct http_options options = to_file(reply, strlen(reply), path);
    if (max) options.max_body = max;
    result_start(loop, &result, &options);
}

static void fetch(const char *reply, const char *path, uint64_t max) {
    start(reply, path, max);
    run_until(loop, &result.done, 1);
}

/* All names in the folder, hidden ones too. */
static void folder_holds(const char *names) {
    struct fs_names list;
    struct err err;
    char all[256] = "";
    assert_int_equal(fs_list(scratch_folder, &list, &err), 0);
    for (size_t i = 0; i < list.count; i++) {
        strcat(all, list.items[i]);
        strcat(all, " ");
    }
    fs_names_free(&list);
    assert_string_equal(all, names);
}

static void file_holds(const char *text) {
    char *found = scratch_read("bill", NULL);
    assert_string_equal(found, text);
    free(found);
}

static void a_success_replaces_the_file(void **state) {
    (void)state;
    struct stat st;
    scratch_write("bill", "old", 3);
    fetch("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole", scratch_path("bill"), 0);
    assert_null(result.failure);
    assert_int_equal(result.status, 200);
    assert_int_equal(result.len, 0);
    folder_holds("bill ");
    file_holds("whole");
    assert_int_equal(stat(scratch_path("bill"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void an_empty_success_is_an_empty_file(void **state) {
    (void)state;
    fetch("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", scratch_path("bill"), 0);
    assert_null(result.failure);
    file_holds("");
}

static void another_status_stays_in_memory(void **state) {
    (void)state;
    scratch_write("bill", "old", 3);
    fetch("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", scratch_path("bill"), 0);
    assert_null(result.failure);
    assert_int_equal(result.status, 403);
    assert_string_equal(result.body, "no");
    folder_holds("bill ");
    file_holds("old");
}

static void of_another_status_the_first_bytes_are_kept(void **state) {
    (void)state;
    const char head[] = "HTTP/1.1 500 Error\r\nConnection: close\r\n\r\n";
    size_t len = 3 * BODY_ASIDE;
    char *reply = malloc(len);
    memset(reply, 'x', len);
    memcpy(reply, head, sizeof head - 1);
    struct http_options options = to_file(reply, len, scratch_path("bill"));
    result_start(loop, &result, &options);
    run_until(loop, &result.done, 1);
    assert_null(result.failure);
    assert_int_equal(result.len, BODY_ASIDE);
    folder_holds("");
    free(reply);
}

static void what_is_cut_off_leaves_nothing(void **state) {
    (void)state;
    fetch("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", scratch_path("bill"), 0);
    assert_string_equal(result.failure, "network");
    folder_holds("");
}

static void what_is_too_large_leaves_nothing(void **state) {
    (void)state;
    fetch("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678", scratch_path("bill"), 7);
    assert_string_equal(result.failure, "limit");
    assert_non_null(strstr(result.message, "larger than 7 bytes"));
    folder_holds("");
}

static void what_is_closed_early_leaves_nothing(void **state) {
    (void)state;
    struct http_options options = to_file("", 0, scratch_path("bill"));
    peer.silent = true;
    result_start(loop, &result, &options);
    while (peer.connections == 0) loop_step(loop, SECOND);
    http_close(result.request);
    result.request = NULL;
    folder_holds("");
}

static void a_full_disk_is_a_failure_that_leaves_nothing(void **state) {
    (void)state;
    struct rlimit before, small;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 4;
    setrlimit(RLIMIT_FSIZE, &small);
    fetch("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole", scratch_path("bill"), 0);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_string_equal(result.failure, "file");
    assert_string_equal(result.stage, "reply");
    assert_non_null(strstr(result.message, "File too large"));
    folder_holds("");
}

static void a_name_that_cannot_be_given_is_a_failure(void **state) {
    (void)state;
    start("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole", scratch_path("taken"), 0);
    assert_int_equal(mkdir(scratch_path("taken"), 0700), 0); /* meanwhile */
    run_until(loop, &result.done, 1);
    assert_string_equal(result.failure, "file");
    assert_non_null(strstr(result.message, "cannot write"));
    folder_holds("taken ");
    rmdir(scratch_path("taken"));
}

static void a_file_that_cannot_be_written_sends_nothing(void **state) {
    (void)state;
    struct http_handlers handlers = {.done = on_done, .owner = &result};
    struct err err;
    struct http_options options = to_file("", 0, scratch_path("missing/bill"));
    assert_null(http_start(loop, &options, &handlers, &err));
    assert_int_equal(err.class, ERR_FILE);
    assert_non_null(strstr(err.text, "missing/bill"));
    assert_int_equal(mkdir(scratch_path("taken"), 0700), 0);
    options.file = scratch_path("taken");
    assert_null(http_start(loop, &options, &handlers, &err));
    assert_non_null(strstr(err.text, "no regular file"));
    assert_int_equal(peer.connections, 0);
    rmdir(scratch_path("taken"));
}

/* What is taken in pieces: each is small however much comes, and all of it comes. */
static size_t taken, largest;

static void take_piece(struct loop_event *event, void *context) {
    (void)context;
    struct result *of = event->owner;
    size_t len;
    const char *bytes = http_body(of->request, &len);
    for (size_t i = 0; i < len; i++) assert_int_equal(bytes[i], (char)('a' + (taken + i) % 26));
    taken += len;
    if (len > largest) largest = len;
    assert_int_equal(http_status(of->request), 200);
    http_take(of->request);
}

static void a_body_in_pieces_is_never_kept_as_a_whole(void **state) {
    (void)state;
    enum { LEN = 300000, PIECE = 40000 };
    static char reply[LEN + 64], url[64];
    int head = sprintf(reply, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", LEN);
    for (size_t i = 0; i < LEN; i++) reply[(size_t)head + i] = (char)('a' + i % 26);
    peer_open(loop, &peer, reply, (size_t)head + LEN);
    struct http_options options = options_for(url, sizeof url, peer.port, "/events");
    options.piece = PIECE;
    struct http_handlers handlers = {.done = on_done, .data = take_piece, .owner = &result};
    struct err err;
    taken = largest = 0;
    result.request = http_start(loop, &options, &handlers, &err);
    assert_non_null(result.request);
    run_until(loop, &result.done, 1);
    assert_int_equal(taken + strlen(result.body), LEN);
    assert_in_range(largest, 1, PIECE);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_success_replaces_the_file),
        TEST(an_empty_success_is_an_empty_file),
        TEST(another_status_stays_in_memory),
        TEST(of_another_status_the_first_bytes_are_kept),
        TEST(what_is_cut_off_leaves_nothing),
        TEST(what_is_too_large_leaves_nothing),
        TEST(what_is_closed_early_leaves_nothing),
        TEST(a_full_disk_is_a_failure_that_leaves_nothing),
        TEST(a_name_that_cannot_be_given_is_a_failure),
        TEST(a_file_that_cannot_be_written_sends_nothing),
        TEST(a_body_in_pieces_is_never_kept_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
