/* SPDX-License-Identifier: MIT
 * Removes a file or a whole folder through descriptors, so that no link swapped in meanwhile leads
 * it astray. It follows no links and stops at the first thing that cannot be removed. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_at(int parent, const char *name);

/* Empties the folder behind the descriptor, which is closed. */
static int empty_folder(int descriptor) {
    DIR *folder = fdopendir(descriptor);
    if (!folder) {
        close(descriptor);
        return -1;
    }
    struct dirent *entry;
    int status = 0;
    while (status == 0 && (errno = 0, entry = readdir(folder)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = remove_at(dirfd(folder), entry->d_name);
    int reason = errno;
    if (status == 0 && reason != 0) status = -1;
    closedir(folder);
    errno = reason;
    return status;
}

static int remove_at(int parent, const char *name) {
    struct stat st;
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0) return errno == ENOENT ? 0 : -1;
    if (!S_ISDIR(st.st_mode)) return unlinkat(parent, name, 0) < 0 && errno != ENOENT ? -1 : 0;
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0 || empty_folder(folder) < 0) return -1;
    return unlinkat(parent, name, AT_REMOVEDIR) < 0 && errno != ENOENT ? -1 : 0;
}

char *fs_without_slashes(const char *path) {
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') len--;
    return strndup(path, len);
}

/* The root, "." and ".." at the end of a path, which must not be emptied by a slip. */
static bool is_special(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || *name == '\0';
}

/* Something with a slash behind its name that is no folder: through a link it would be another one. */
static bool is_no_folder(const char *name, const char *path) {
    struct stat st;
    return strcmp(name, path) != 0 && lstat(name, &st) == 0 && !S_ISDIR(st.st_mode);
}

int fs_remove(const char *path, struct err *err) {
    char *name = fs_without_slashes(path);
    if (!name) return err_set(err, ERR_MEMORY, "not enough memory");
    int status = 0;
    if (is_special(name))
        status = err_set(err, ERR_FILE, "'%s' is not removed: name the folder itself", path);
    else if (is_no_folder(name, path))
        status = err_set(err, ERR_FILE, "'%s' is not removed: it is a link or a file", path);
    else if (remove_at(AT_FDCWD, name) < 0)
        status = err_errno(err, ERR_FILE, "cannot remove %s", path);
    free(name);
    return status;
}
