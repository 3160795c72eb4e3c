/* SPDX-License-Identifier: MIT
 * Removes a file or a whole folder through descriptors, so that no link swapped in meanwhile leads
 * it astray. It follows no links and stops at the first thing that cannot be removed. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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

/* "/", "." and ".." at the end of a path, which must not be emptied by a slip. */
static int is_special(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strspn(path, "/") == strlen(path);
}

int fs_remove(const char *path, struct err *err) {
    if (is_special(path)) return err_set(err, ERR_FILE, "'%s' is not removed", path);
    if (remove_at(AT_FDCWD, path) < 0) return err_errno(err, ERR_FILE, "cannot remove %s", path);
    return 0;
}
