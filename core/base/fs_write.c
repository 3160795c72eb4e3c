/* SPDX-License-Identifier: MIT
 * Writes whole files, or nothing: under a temporary name until all is on disk. Private modes are set on
 * the open file, so that no umask weakens them. */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_TRIES = 16 };

struct fs_writer {
    int folder, file; /* -1: not open */
    mode_t mode;
    char *path;
    const char *name; /* the last part of the path */
    char temp[32];
};

static int write_all(int file, const char *data, size_t len) {
    while (len > 0) {
        ssize_t written = write(file, data, len);
        if (written < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        data += written;
        len -= (size_t)written;
    }
    return 0;
}

/* Flushes and closes a file; errno tells why it failed. */
static int finish_file(int file, mode_t mode) {
    int status = fchmod(file, mode);
    if (status == 0) status = fsync(file);
    int saved = errno;
    if (close(file) < 0 && status == 0) return -1;
    errno = saved;
    return status;
}

/* Opens the folder that holds `path` and points *name at the last part. */
static int open_parent(const char *path, const char **name) {
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (**name == '\0') {
        errno = EISDIR;
        return -1;
    }
    if (!slash) return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *folder = strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (!folder) return -1;
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int saved = errno;
    free(folder);
    errno = saved;
    return opened;
}

static int open_new(int folder, const char *name, mode_t mode) {
    return openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0600);
}

/* A new file with a name that nobody can foresee; the name goes to `temp`. */
static int open_temporary(int folder, char *temp, size_t room) {
    for (int i = 0; i < NAME_TRIES; i++) {
        unsigned long long random;
        if (getrandom(&random, sizeof random, 0) != sizeof random) return -1;
        snprintf(temp, room, ".%016llx.tmp", random);
        int file = open_new(folder, temp, 0600);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

/* A device, a pipe or a folder under that name, or a link to one: it must not be lost to a file. Nor must
 * a link into /proc, as /dev/stdout is one, whatever it leads to just now. */
static bool is_special(int folder, const char *name) {
    static const char proc[] = {'/', 'p', 'r', 'o', 'c', '/'};
    char target[sizeof proc];
    struct stat old;
    if (fstatat(folder, name, &old, 0) == 0 && !S_ISREG(old.st_mode)) return true;
    return readlinkat(folder, name, target, sizeof target) == sizeof proc &&
           memcmp(target, proc, sizeof proc) == 0;
}

static int create_in(int folder, const char *name, const char *data, size_t len, mode_t mode) {
    int file = open_new(folder, name, mode | 0600);
    if (file < 0) return -1;
    int status = write_all(file, data, len), saved = errno;
    if (finish_file(file, mode) < 0 && status == 0) {
        status = -1;
        saved = errno;
    }
    if (status < 0) unlinkat(folder, name, 0);
    errno = saved;
    return status;
}

int fs_create(const char *path, const char *data, size_t len, mode_t mode, struct err *err) {
    const char *name;
    int folder = open_parent(path, &name);
    int status = folder < 0 ? -1 : create_in(folder, name, data, len, mode);
    if (status < 0) err_errno(err, ERR_FILE, "cannot create %s", path);
    if (folder >= 0) close(folder);
    return status;
}

static int write_failed(const char *path, struct err *err) {
    return err_errno(err, ERR_FILE, "cannot write %s", path);
}

static int refuse_special(const char *path, struct err *err) {
    return err_set(err, ERR_FILE, "cannot write %s: it is no regular file", path);
}

/* Opens the folder of `path` where a file may have its name. -1 with err set. */
static int open_place(const char *path, const char **name, struct err *err) {
    int folder = open_parent(path, name);
    if (folder < 0) return write_failed(path, err);
    if (!is_special(folder, *name)) return folder;
    close(folder);
    return refuse_special(path, err);
}

int fs_check_place(const char *path, struct err *err) {
    const char *name;
    int folder = open_place(path, &name, err);
    if (folder >= 0) close(folder);
    return folder < 0 ? -1 : 0;
}

int fs_place(const char *from, const char *path, struct err *err) {
    const char *name;
    int folder = open_place(path, &name, err);
    if (folder < 0) return -1;
    int status = renameat(AT_FDCWD, from, folder, name);
    if (status == 0) status = fsync(folder);
    if (status < 0) write_failed(path, err);
    close(folder);
    return status;
}

static int writer_start(struct fs_writer *writer, struct err *err) {
    writer->folder = open_place(writer->path, &writer->name, err);
    if (writer->folder < 0) return -1;
    writer->file = open_temporary(writer->folder, writer->temp, sizeof writer->temp);
    return writer->file < 0 ? write_failed(writer->path, err) : 0;
}

struct fs_writer *fs_writer_open(const char *path, mode_t mode, struct err *err) {
    struct fs_writer *writer = calloc(1, sizeof *writer);
    char *copy = writer ? strdup(path) : NULL;
    if (!copy) {
        free(writer);
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    *writer = (struct fs_writer){.folder = -1, .file = -1, .mode = mode, .path = copy};
    if (writer_start(writer, err) == 0) return writer;
    fs_writer_discard(writer);
    return NULL;
}

int fs_writer_add(struct fs_writer *writer, const char *data, size_t len, struct err *err) {
    return write_all(writer->file, data, len) < 0 ? write_failed(writer->path, err) : 0;
}

/* The temporary name goes when the file has its own, or none. */
static int writer_rename(struct fs_writer *writer) {
    if (renameat(writer->folder, writer->temp, writer->folder, writer->name) < 0) return -1;
    writer->temp[0] = '\0';
    return fsync(writer->folder);
}

/* What has the name now may be another thing than it was when writing began. */
static int writer_place(struct fs_writer *writer, struct err *err) {
    int file = writer->file;
    writer->file = -1;
    if (finish_file(file, writer->mode) < 0) return write_failed(writer->path, err);
    if (is_special(writer->folder, writer->name)) return refuse_special(writer->path, err);
    return writer_rename(writer) < 0 ? write_failed(writer->path, err) : 0;
}

int fs_writer_commit(struct fs_writer *writer, struct err *err) {
    int status = writer_place(writer, err);
    fs_writer_discard(writer);
    return status;
}

void fs_writer_discard(struct fs_writer *writer) {
    if (!writer) return;
    if (writer->file >= 0) close(writer->file);
    if (writer->temp[0]) unlinkat(writer->folder, writer->temp, 0);
    if (writer->folder >= 0) close(writer->folder);
    free(writer->path);
    free(writer);
}

int fs_replace(const char *path, const char *data, size_t len, mode_t mode, struct err *err) {
    struct fs_writer *writer = fs_writer_open(path, mode, err);
    if (!writer) return -1;
    if (fs_writer_add(writer, data, len, err) == 0) return fs_writer_commit(writer, err);
    fs_writer_discard(writer);
    return -1;
}
