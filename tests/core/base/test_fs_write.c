/* SPDX-License-Identifier: MIT
 * Tests of fs_write.c: files that get their name when they are whole, and names that no file may take. */
#include "support/scratch.h"

#include <sys/stat.h>

#include "base/fs.h"

static struct err err;

static int tear_down(void **state) {
    (void)state;
    return fs_remove(scratch_folder, &err);
}

static void holds(const char *name, const char *text) {
    char bytes[256];
    FILE *file = fopen(scratch_path(name), "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    bytes[len] = '\0';
    assert_string_equal(bytes, text);
}

static void lists(const char *expected) {
    struct fs_names names;
    char all[256] = "";
    assert_int_equal(fs_list(scratch_folder, &names, &err), 0);
    for (size_t i = 0; i < names.count; i++) {
        strcat(all, names.items[i]);
        strcat(all, " ");
    }
    fs_names_free(&names);
    assert_string_equal(all, expected);
}

static void add(struct fs_writer *writer, const char *text) {
    assert_int_equal(fs_writer_add(writer, text, strlen(text), &err), 0);
}

static void refused(int status) {
    assert_int_equal(status, -1);
    assert_int_equal(err.class, ERR_FILE);
    if (!strstr(err.text, "no regular file")) fail_msg("%s", err.text);
}

static void two_writers_of_a_name_do_not_mix(void **state) {
    (void)state;
    struct fs_writer *first = fs_writer_open(scratch_path("f"), 0600, &err);
    struct fs_writer *second = fs_writer_open(scratch_path("f"), 0600, &err);
    assert_non_null(first);
    assert_non_null(second);
    add(first, "one ");
    add(second, "two ");
    add(first, "one");
    add(second, "two");
    assert_int_equal(fs_writer_commit(first, &err), 0);
    holds("f", "one one");
    assert_int_equal(fs_writer_commit(second, &err), 0);
    holds("f", "two two");
    lists("f ");
}

/* What no file may replace: a pipe stands for devices, too, as only root can make those. */
static void make_special(void) {
    assert_int_equal(mkfifo(scratch_path("pipe"), 0600), 0);
    assert_int_equal(fs_mkdir(scratch_path("folder"), 0700, &err), 0);
    assert_int_equal(symlink("pipe", scratch_path("link")), 0);
    assert_int_equal(symlink("folder", scratch_path("shelf")), 0);
    assert_int_equal(symlink("/proc/self/fd/1", scratch_path("stdout")), 0);
}

static void only_regular_files_are_replaced(void **state) {
    (void)state;
    static const char *const names[] = {"pipe", "folder", "link", "shelf", "stdout"};
    make_special();
    assert_int_equal(fs_create(scratch_path("new"), "x", 1, 0600, &err), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        refused(fs_check_place(scratch_path(names[i]), &err));
        refused(fs_replace(scratch_path(names[i]), "x", 1, 0600, &err));
        refused(fs_place(scratch_path("new"), scratch_path(names[i]), &err));
        assert_null(fs_writer_open(scratch_path(names[i]), 0600, &err));
    }
    lists("folder link new pipe shelf stdout ");
}

static void what_came_meanwhile_is_not_replaced(void **state) {
    (void)state;
    struct fs_writer *writer = fs_writer_open(scratch_path("pipe"), 0600, &err);
    assert_non_null(writer);
    add(writer, "x");
    make_special();
    refused(fs_writer_commit(writer, &err));
    lists("folder link pipe shelf stdout ");
}

static void a_whole_file_is_placed(void **state) {
    (void)state;
    assert_int_equal(fs_create(scratch_path("new"), "new", 3, 0600, &err), 0);
    assert_int_equal(fs_create(scratch_path("f"), "old", 3, 0600, &err), 0);
    assert_int_equal(symlink("nowhere", scratch_path("link")), 0);
    assert_int_equal(fs_check_place(scratch_path("f"), &err), 0);
    assert_int_equal(fs_check_place(scratch_path("link"), &err), 0);
    assert_int_equal(fs_check_place(scratch_path("none/f"), &err), -1);
    assert_int_equal(fs_place(scratch_path("new"), scratch_path("none/f"), &err), -1);
    assert_int_equal(fs_place(scratch_path("none"), scratch_path("f"), &err), -1);
    holds("f", "old");
    assert_int_equal(fs_place(scratch_path("new"), scratch_path("f"), &err), 0);
    holds("f", "new");
    assert_int_equal(fs_place(scratch_path("f"), scratch_path("link"), &err), 0);
    holds("link", "new");
    lists("link ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(two_writers_of_a_name_do_not_mix),
        TEST(only_regular_files_are_replaced),
        TEST(what_came_meanwhile_is_not_replaced),
        TEST(a_whole_file_is_placed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
