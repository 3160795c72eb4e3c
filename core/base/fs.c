/* SPDX-License-Identifier: MIT
 * Files and folders through POSIX, as they are found. Writing is in fs_write.c, removal of whole trees in
 * fs_remove.c, locks in fs_lock.c. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static int add_name(struct fs_names *names, const char *name) {
    if (names->count == names->room) {
        size_t room = names->room ? 2 * names->room : 16;
        char **items = realloc(names->items, room * sizeof *items);
        if (!items) return -1;
        names->items = items;
        names->room = room;
    }
    char *copy = strdup(name);
    if (!copy) return -1;
    names->items[names->count++] = copy;
    return 0;
}

static int make_folder(const char *path, mode_t mode) {
    struct stat st;
    if (mkdir(path, mode) == 0) return 0;
    int reason = errno;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return 0;
    errno = reason;
    return -1;
}

int fs_stat(const char *path, struct fs_stat *out, struct err *err) {
    struct stat st;
    if (stat(path, &st) < 0) return err_errno(err, ERR_FILE, "%s", path);
    out->type = S_ISREG(st.st_mode) ? FS_FILE : S_ISDIR(st.st_mode) ? FS_FOLDER : FS_OTHER;
    out->size = st.st_size;
    out->mode = st.st_mode & 07777;
    out->mtime = (double)st.st_mtim.tv_sec + (double)st.st_mtim.tv_nsec / 1e9;
    out->uid = st.st_uid;
    return 0;
}

int fs_mkdir(const char *path, mode_t mode, struct err *err) {
    char *copy = strdup(path);
    if (!copy) return err_set(err, ERR_MEMORY, "not enough memory");
    int status = 0;
    for (char *slash = copy + 1; *copy && status == 0 && (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        status = make_folder(copy, mode);
        *slash = '/';
    }
    if (status == 0) status = make_folder(copy, mode);
    int saved = errno;
    free(copy);
    errno = saved;
    return status < 0 ? err_errno(err, ERR_FILE, "cannot make the folder %s", path) : 0;
}

int fs_list(const char *path, struct fs_names *names, struct err *err) {
    struct dirent *entry;
    memset(names, 0, sizeof *names);
    DIR *folder = opendir(path);
    if (!folder) return err_errno(err, ERR_FILE, "%s", path);
    int status = 0;
    while (status == 0 && (errno = 0, entry = readdir(folder)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = add_name(names, entry->d_name);
    int reason = errno;
    closedir(folder);
    if (status < 0 || reason != 0) {
        fs_names_free(names);
        errno = reason;
        return status < 0 ? err_set(err, ERR_MEMORY, "not enough memory")
                          : err_errno(err, ERR_FILE, "%s", path);
    }
    if (names->count > 1) qsort(names->items, names->count, sizeof *names->items, compare_names);
    return 0;
}

void fs_names_free(struct fs_names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    memset(names, 0, sizeof *names);
}

int fs_temporary(const char *prefix, char *out, size_t room, struct err *err) {
    const char *base = getenv("TMPDIR");
    if (!base || !*base) base = "/tmp";
    int len = snprintf(out, room, "%s/%sXXXXXX", base, prefix);
    if (strchr(prefix, '/') || len < 0 || (size_t)len >= room)
        return err_set(err, ERR_FILE, "'%.100s' cannot begin the name of a folder", prefix);
    if (!mkdtemp(out)) return err_errno(err, ERR_FILE, "cannot make a folder in %s", base);
    return 0;
}

static struct winsize terminal_size(void) {
    static const int terminals[] = {STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO};
    struct winsize size;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++)
        if (ioctl(terminals[i], TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size;
    return (struct winsize){.ws_col = 80, .ws_row = 24};
}

int fs_columns(void) { return terminal_size().ws_col; }

int fs_rows(void) {
    int rows = terminal_size().ws_row;
    return rows > 1 ? rows : 24; /* some terminals say nothing of their rows */
}
