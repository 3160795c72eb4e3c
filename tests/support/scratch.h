/* SPDX-License-Identifier: MIT
 * A temporary folder for one test program, files in it, and the openssl command as an independent
 * judge. Nothing is left behind: scratch_remove empties and removes the folder. */
#ifndef ALIPAY_SCRATCH_H
#define ALIPAY_SCRATCH_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <unistd.h>

#include <cmocka.h>

static char scratch_folder[64];

static inline int scratch_make(void **state) {
    (void)state;
    const char *base = getenv("TMPDIR");
    snprintf(scratch_folder, sizeof scratch_folder, "%.40s/alipay-test-XXXXXX",
             base && strlen(base) < 40 ? base : "/tmp");
    return mkdtemp(scratch_folder) ? 0 : -1;
}

static inline int scratch_remove(void **state) {
    (void)state;
    DIR *folder = opendir(scratch_folder);
    struct dirent *entry;
    char path[512];
    while (folder && (entry = readdir(folder))) {
        snprintf(path, sizeof path, "%s/%s", scratch_folder, entry->d_name);
        if (entry->d_name[0] != '.') unlink(path);
    }
    if (folder) closedir(folder);
    return rmdir(scratch_folder);
}

/* The path of a file in the folder; good until four more were asked for. */
static inline const char *scratch_path(const char *name) {
    static char paths[4][512];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", scratch_folder, name);
    return paths[turn];
}

static inline void scratch_write(const char *name, const void *data, size_t len) {
    FILE *file = fopen(scratch_path(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* The whole file with a NUL behind it, in memory that the caller frees. */
static inline char *scratch_read(const char *name, size_t *len) {
    FILE *file = fopen(scratch_path(name), "rb");
    assert_non_null(file);
    char *text = malloc(1 << 20);
    assert_non_null(text);
    size_t got = fread(text, 1, (1 << 20) - 1, file);
    text[got] = '\0';
    if (len) *len = got;
    fclose(file);
    return text;
}

/* Runs a shell command inside the folder; its exit code. */
__attribute__((format(printf, 1, 2))) static inline int scratch_try(const char *format, ...) {
    char command[2048], whole[2200];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    snprintf(whole, sizeof whole, "cd '%s' && { %s ; } >out.txt 2>&1 </dev/null", scratch_folder,
             command);
    return system(whole);
}

#define scratch_run(...) assert_int_equal(scratch_try(__VA_ARGS__), 0)

#endif
