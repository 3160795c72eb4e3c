/* SPDX-License-Identifier: MIT
 * Tests of fs.c, fs_remove.c and fs_lock.c, each in a folder of its own that is removed again. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"

static char folder[512];
static struct err err;

/* What another process does between the moment in which a file was opened and that in which it is locked. */
static void (*meanwhile)(void);

int flock(int file, int operation) {
    void (*act)(void) = meanwhile;
    meanwhile = NULL;
    if (act) act();
    return (int)syscall(SYS_flock, file, operation);
}

static int set_up(void **state) {
    (void)state;
    umask(077);
    return fs_temporary("fs-test.", folder, sizeof folder, &err);
}

static int tear_down(void **state) {
    (void)state;
    umask(022);
    return fs_remove(folder, &err);
}

/* The path of a name in the folder, in one of two turns of memory. */
static const char *in(const char *name) {
    static char paths[2][1024];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

static void holds(const char *name, const char *data, size_t len, unsigned mode) {
    char bytes[256];
    struct fs_stat stat;
    FILE *file = fopen(in(name), "rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), len);
    fclose(file);
    assert_memory_equal(bytes, data, len);
    assert_int_equal(fs_stat(in(name), &stat, &err), 0);
    assert_int_equal(stat.mode, mode);
    assert_int_equal(stat.size, len);
    assert_int_equal(stat.type, FS_FILE);
    assert_int_equal(stat.uid, getuid());
}

static void lists(const char *expected) {
    struct fs_names names;
    char all[256] = "";
    assert_int_equal(fs_list(folder, &names, &err), 0);
    for (size_t i = 0; i < names.count; i++) {
        strcat(all, names.items[i]);
        strcat(all, " ");
    }
    fs_names_free(&names);
    fs_names_free(&names);
    assert_string_equal(all, expected);
}

static void a_file_is_created_once(void **state) {
    (void)state;
    assert_int_equal(fs_create(in("f"), "a\0b", 3, 0640, &err), 0);
    holds("f", "a\0b", 3, 0640);
    assert_int_equal(fs_create(in("f"), "x", 1, 0600, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
    assert_non_null(strstr(err.text, "File exists"));
    assert_int_equal(symlink("nowhere", in("link")), 0);
    assert_int_equal(fs_create(in("link"), "x", 1, 0600, &err), -1);
    lists("f link ");
}

static void a_file_is_replaced_whole(void **state) {
    (void)state;
    assert_int_equal(fs_replace(in("f"), "one", 3, 0600, &err), 0);
    assert_int_equal(fs_replace(in("f"), "", 0, 0644, &err), 0);
    holds("f", "", 0, 0644);
    assert_int_equal(fs_mkdir(in("d"), 0700, &err), 0);
    assert_int_equal(fs_replace(in("d"), "x", 1, 0600, &err), -1);
    assert_int_equal(fs_replace(in("none/f"), "x", 1, 0600, &err), -1);
    assert_int_equal(fs_replace(in("d/"), "x", 1, 0600, &err), -1);
    assert_int_equal(mkfifo(in("pipe"), 0600), 0);
    assert_int_equal(fs_replace(in("pipe"), "x", 1, 0600, &err), -1);
    assert_non_null(strstr(err.text, "no regular file"));
    lists("d f pipe ");
}

static void a_link_is_replaced_not_followed(void **state) {
    (void)state;
    assert_int_equal(fs_create(in("target"), "t", 1, 0600, &err), 0);
    assert_int_equal(symlink("target", in("f")), 0);
    assert_int_equal(fs_replace(in("f"), "new", 3, 0600, &err), 0);
    holds("target", "t", 1, 0600);
    holds("f", "new", 3, 0600);
}

/* A limit on the size of files stands for a full disk. */
static void a_full_disk_leaves_the_old_file(void **state) {
    (void)state;
    struct rlimit before, small;
    static char large[65536];
    assert_int_equal(fs_replace(in("f"), "old", 3, 0600, &err), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4096;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int replaced = fs_replace(in("f"), large, sizeof large, 0600, &err);
    int created = fs_create(in("g"), large, sizeof large, 0600, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_int_equal(replaced, -1);
    assert_int_equal(created, -1);
    assert_non_null(strstr(err.text, "File too large"));
    holds("f", "old", 3, 0600);
    lists("f ");
}

static void folders_are_made_with_their_parents(void **state) {
    (void)state;
    struct fs_stat stat;
    assert_int_equal(fs_mkdir(in("a/b//c/"), 0700, &err), 0);
    assert_int_equal(fs_mkdir(in("a/b/c"), 0700, &err), 0);
    assert_int_equal(fs_stat(in("a/b/c"), &stat, &err), 0);
    assert_int_equal(stat.type, FS_FOLDER);
    assert_int_equal(stat.mode, 0700);
    assert_int_equal(fs_create(in("f"), "", 0, 0600, &err), 0);
    assert_int_equal(fs_mkdir(in("f"), 0700, &err), -1);
    assert_int_equal(fs_mkdir(in("f/x"), 0700, &err), -1);
    assert_int_equal(fs_mkdir("", 0700, &err), -1);
    assert_int_equal(fs_stat(in("none"), &stat, &err), -1);
}

static void names_are_sorted_bytewise(void **state) {
    (void)state;
    static const char *const names[] = {"b", "a", "B", "\xE4\xB8\xAD", "aa"};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(fs_create(in(names[i]), "", 0, 0600, &err), 0);
    lists("B a aa b \xE4\xB8\xAD ");
    struct fs_names none;
    assert_int_equal(fs_list(in("none"), &none, &err), -1);
    assert_int_equal(none.count, 0);
}

static void removal_stays_inside(void **state) {
    (void)state;
    struct fs_stat stat;
    assert_int_equal(fs_mkdir(in("keep"), 0700, &err), 0);
    assert_int_equal(fs_create(in("keep/f"), "", 0, 0600, &err), 0);
    assert_int_equal(fs_mkdir(in("tree/x/y"), 0700, &err), 0);
    assert_int_equal(fs_create(in("tree/x/f"), "", 0, 0600, &err), 0);
    assert_int_equal(symlink("../keep", in("tree/link")), 0);
    assert_int_equal(fs_remove(in("tree"), &err), 0);
    assert_int_equal(fs_remove(in("tree"), &err), 0);
    assert_int_equal(fs_stat(in("keep/f"), &stat, &err), 0);
    lists("keep ");
    assert_int_equal(fs_remove(in("keep/."), &err), -1);
    assert_int_equal(fs_remove("/", &err), -1);
    assert_int_equal(fs_remove("..", &err), -1);
    assert_int_equal(fs_stat(in("keep/f"), &stat, &err), 0);
}

static void links_and_dots_are_not_emptied(void **state) {
    (void)state;
    char inside[1024], path[1100];
    struct fs_stat stat;
    assert_int_equal(fs_mkdir(in("keep/sub"), 0700, &err), 0);
    assert_int_equal(fs_create(in("keep/f"), "", 0, 0600, &err), 0);
    assert_int_equal(symlink("keep", in("link")), 0);
    static const char *const refused[] = {"link/", "link//",  "keep/.",    "keep/./", "keep/sub/..",
                                          "keep/sub/../", "keep/f/", "keep/sub/..//"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(fs_remove(in(refused[i]), &err), -1);
        assert_non_null(strstr(err.text, "is not removed"));
    }
    assert_non_null(getcwd(inside, sizeof inside));
    assert_int_equal(chdir(in("keep/sub")), 0);
    static const char *const here[] = {".", "./", "..", "../", "", "/", "//", "./..//"};
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        assert_int_equal(fs_remove(here[i], &err), -1);
    assert_int_equal(chdir(inside), 0);
    assert_int_equal(fs_stat(in("keep/f"), &stat, &err), 0);
    assert_int_equal(fs_stat(in("keep/sub"), &stat, &err), 0);
    snprintf(path, sizeof path, "%s//", in("keep")); /* a folder may have slashes behind it */
    assert_int_equal(fs_remove(path, &err), 0);
    lists("link ");
    assert_int_equal(fs_remove(in("link/"), &err), -1); /* it leads nowhere now */
    assert_int_equal(fs_remove(in("link"), &err), 0);
    lists("");
}

static void refuses(const char *path, const char *why) {
    assert_int_equal(fs_check_owned(path, &err), -1);
    if (!strstr(err.text, why)) fail_msg("%s", err.text);
}

static void own_folders_are_told_from_others(void **state) {
    (void)state;
    assert_int_equal(fs_mkdir(in("own"), 0700, &err), 0);
    assert_int_equal(fs_check_owned(in("own"), &err), 0);
    assert_int_equal(fs_check_owned(in("own//"), &err), 0);
    assert_int_equal(chmod(in("own"), 0755), 0);
    assert_int_equal(fs_check_owned(in("own"), &err), 0);
    assert_int_equal(symlink("own", in("link")), 0);
    refuses(in("link"), "is a link");
    refuses(in("link/"), "is a link");
    static const unsigned modes[] = {0720, 0702, 0777, 01777};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(in("own"), modes[i]), 0);
        refuses(in("own"), "can be written by others");
    }
    assert_int_equal(fs_create(in("f"), "", 0, 0600, &err), 0);
    refuses(in("f"), "is no folder");
    refuses(in("none"), "No such file");
    if (geteuid() == 0) {
        assert_int_equal(chmod(in("own"), 0700), 0);
        assert_int_equal(chown(in("own"), 65534, 65534), 0);
        refuses(in("own"), "belongs to another user (uid 65534)");
    } else {
        refuses("/", "belongs to another user (uid 0)");
    }
}

static void a_lock_has_one_holder_or_several(void **state) {
    (void)state;
    int first = fs_lock(in("lock"), false, &err);
    assert_true(first >= 0);
    assert_int_equal(fs_lock_write(first, "first one", 9, &err), 0);
    assert_int_equal(fs_lock_write(first, "first", 5, &err), 0);
    assert_int_equal(fs_lock(in("lock"), false, &err), -1);
    assert_int_equal(err.class, ERR_SYSTEM);
    assert_int_equal(fs_lock(in("lock"), true, &err), -1);
    holds("lock", "first", 5, 0600); /* who is refused changes nothing */
    assert_int_equal(fs_lock_share(first, &err), 0);
    int second = fs_lock(in("lock"), true, &err);
    assert_true(second >= 0);
    assert_int_equal(fs_lock(in("lock"), false, &err), -1);
    close(first);
    assert_int_equal(fs_lock(in("lock"), false, &err), -1);
    close(second);
    holds("lock", "first", 5, 0600);
    first = fs_lock(in("lock"), false, &err);
    assert_true(first >= 0);
    holds("lock", "", 0, 0600);
    close(first);
    assert_int_equal(symlink("lock", in("link")), 0);
    assert_int_equal(fs_lock(in("link"), false, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
    assert_int_equal(mkfifo(in("fifo"), 0600), 0);
    assert_int_equal(fs_lock(in("fifo"), false, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
    assert_int_equal(fs_lock(in("none/lock"), false, &err), -1);
}

static void a_lock_ends_with_its_process(void **state) {
    (void)state;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        char byte = fs_lock(in("lock"), false, &err) >= 0;
        if (write(ready[1], &byte, 1) == 1) pause();
        _exit(1);
    }
    char locked = 0;
    assert_int_equal(read(ready[0], &locked, 1), 1);
    assert_int_equal(locked, 1);
    assert_int_equal(fs_lock(in("lock"), false, &err), -1);
    assert_int_equal(err.class, ERR_SYSTEM);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    int mine = fs_lock(in("lock"), false, &err);
    assert_true(mine >= 0);
    close(mine);
    close(ready[0]);
    close(ready[1]);
}

static void remove_lock(void) {
    assert_int_equal(unlink(in("lock")), 0);
}

static void renew_lock(void) {
    remove_lock();
    close(fs_lock(in("lock"), false, &err));
}

static void a_lock_is_of_the_file_that_is_there(void **state) {
    (void)state;
    void (*acts[])(void) = {remove_lock, renew_lock};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        meanwhile = acts[i];
        int mine = fs_lock(in("lock"), false, &err);
        assert_null(meanwhile);
        assert_true(mine >= 0);
        assert_int_equal(fs_lock(in("lock"), false, &err), -1);
        close(mine);
    }
}

static void temporary_folders_are_private(void **state) {
    (void)state;
    char path[1024], tiny[8];
    struct fs_stat stat;
    assert_int_equal(fs_temporary("x.", path, sizeof path, &err), 0);
    assert_int_equal(fs_stat(path, &stat, &err), 0);
    assert_int_equal(stat.mode, 0700);
    assert_int_equal(fs_remove(path, &err), 0);
    assert_int_equal(fs_temporary("a/b", path, sizeof path, &err), -1);
    assert_int_equal(fs_temporary("x.", tiny, sizeof tiny, &err), -1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_created_once),
        TEST(a_file_is_replaced_whole),
        TEST(a_link_is_replaced_not_followed),
        TEST(a_full_disk_leaves_the_old_file),
        TEST(folders_are_made_with_their_parents),
        TEST(names_are_sorted_bytewise),
        TEST(removal_stays_inside),
        TEST(links_and_dots_are_not_emptied),
        TEST(own_folders_are_told_from_others),
        TEST(a_lock_has_one_holder_or_several),
        TEST(a_lock_is_of_the_file_that_is_there),
        TEST(a_lock_ends_with_its_process),
        TEST(temporary_folders_are_private),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
