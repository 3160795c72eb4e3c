/* SPDX-License-Identifier: MIT
 * Folders that one program at a time has: whose they are, and a lock that ends with its holder,
 * however that ends. Its file stays unless its holder removes it; what is written in it is of
 * interest while the lock is held. */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int fs_check_owned(const char *path, struct err *err) {
    struct stat st;
    char *name = fs_without_slashes(path);
    if (!name) return err_set(err, ERR_MEMORY, "not enough memory");
    int status = lstat(name, &st);
    free(name);
    if (status < 0) return err_errno(err, ERR_FILE, "%s", path);
    if (S_ISLNK(st.st_mode))
        return err_set(err, ERR_FILE, "%s is a link: name the folder that it leads to", path);
    if (!S_ISDIR(st.st_mode)) return err_set(err, ERR_FILE, "%s is no folder", path);
    if (st.st_uid != geteuid())
        return err_set(err, ERR_FILE, "%s belongs to another user (uid %u): take a folder of your own",
                       path, (unsigned)st.st_uid);
    if (st.st_mode & (S_IWGRP | S_IWOTH))
        return err_set(err, ERR_FILE, "%s can be written by others (mode %04o): chmod go-w it first",
                       path, (unsigned)st.st_mode & 07777);
    return 0;
}

static int lock_opened(int file, bool shared) {
    struct stat st;
    if (fstat(file, &st) < 0) return -1;
    if (!S_ISREG(st.st_mode)) {
        errno = EINVAL;
        return -1;
    }
    if (flock(file, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) < 0) return -1;
    return shared ? 0 : ftruncate(file, 0);
}

/* Whoever had the lock before may have removed the file since it was opened: then nobody else sees
 * this lock. */
static bool is_there(int file, const char *path) {
    struct stat opened, named;
    return fstat(file, &opened) == 0 && lstat(path, &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

int fs_lock(const char *path, bool shared, struct err *err) {
    int file;
    for (;;) {
        file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
        if (file < 0) return err_errno(err, ERR_FILE, "cannot lock %s", path);
        if (lock_opened(file, shared) < 0) break;
        if (is_there(file, path)) return file;
        close(file);
    }
    int reason = errno;
    close(file);
    if (reason == EWOULDBLOCK) return err_set(err, ERR_SYSTEM, "%s is locked by another program", path);
    errno = reason;
    return err_errno(err, ERR_FILE, "cannot lock %s", path);
}

int fs_lock_share(int lock, struct err *err) {
    return flock(lock, LOCK_SH | LOCK_NB) == 0 ? 0 : err_errno(err, ERR_SYSTEM, "cannot share a lock");
}

int fs_lock_write(int lock, const char *text, size_t len, struct err *err) {
    if (ftruncate(lock, 0) == 0 && pwrite(lock, text, len, 0) == (ssize_t)len) return 0;
    return err_errno(err, ERR_FILE, "cannot write into a lock file");
}
