/* SPDX-License-Identifier: MIT
 * Files, folders and the terminal, as far as Lua's own library lacks them.
 * The caller frees a list of names; everything else is plain values. */
#ifndef ALIPAY_FS_H
#define ALIPAY_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

enum fs_type { FS_FILE, FS_FOLDER, FS_OTHER };

struct fs_stat {
    enum fs_type type;
    long long size;
    unsigned mode; /* permission bits */
    double mtime;
    long long uid;
};

struct fs_names {
    char **items;
    size_t count, room;
};

/* All return 0, or -1 with err set, class ERR_FILE (ERR_MEMORY for memory). */

/* Links are followed. */
int fs_stat(const char *path, struct fs_stat *stat, struct err *err);
/* Makes a folder and its parents with `mode`; fine when it is there. */
int fs_mkdir(const char *path, mode_t mode, struct err *err);
/* Names in a folder, sorted bytewise. `names` is emptied on failure; fs_names_free may be called
 * twice. */
int fs_list(const char *path, struct fs_names *names, struct err *err);
void fs_names_free(struct fs_names *names);
/* Writes a file that must not exist; `mode` holds whatever the umask is. Nothing is left on
 * failure. */
int fs_create(const char *path, const char *data, size_t len, mode_t mode, struct err *err);
/* Writes a temporary file beside it, flushes it and renames it over `path` (over a link, not
 * through it). Devices, pipes, folders, links to them and links into /proc are not replaced. */
int fs_replace(const char *path, const char *data, size_t len, mode_t mode, struct err *err);
/* A file that appears under its name when it is whole: until then it has a name that nobody can foresee
 * in the same folder. Fails where fs_replace does. */
struct fs_writer;
struct fs_writer *fs_writer_open(const char *path, mode_t mode, struct err *err);
int fs_writer_add(struct fs_writer *writer, const char *data, size_t len, struct err *err);
/* Flushes it to disk and renames it. Whatever comes of it, the writer is gone. */
int fs_writer_commit(struct fs_writer *writer, struct err *err);
/* Removes what was written; NULL is allowed. */
void fs_writer_discard(struct fs_writer *writer);
/* Gives a file that is whole its name. Fails where fs_replace does. */
int fs_place(const char *from, const char *path, struct err *err);
/* Whether fs_replace and fs_place refuse the name as it is now. */
int fs_check_place(const char *path, struct err *err);
/* Makes a folder of mode 0700 in $TMPDIR or /tmp and writes its path to `out`. */
int fs_temporary(const char *prefix, char *out, size_t room, struct err *err);
/* Removes a file, or a folder with all in it, without following links. Nothing there is fine. Refuses
 * the root, paths that end in "." or "..", and a link or file with a slash behind it. */
int fs_remove(const char *path, struct err *err);

/* Refuses what is not a folder of this user that nobody else can write: its reason names the remedy.
 * A link is refused wherever it leads. */
int fs_check_owned(const char *path, struct err *err);
/* Locks a file, made when missing, for this program alone or shared; a descriptor to be closed, which
 * ends the lock. Locked alone it is empty, and may be removed by its path. ERR_SYSTEM: another program,
 * or this one, has the lock. */
int fs_lock(const char *path, bool shared, struct err *err);
/* From alone to shared. */
int fs_lock_share(int lock, struct err *err);
/* Replaces the text in the lock file. */
int fs_lock_write(int lock, const char *text, size_t len, struct err *err);

/* A copy without the slashes at its end, but for the root's; NULL when out of memory. */
char *fs_without_slashes(const char *path);

/* Size of the terminal on standard output, error or input; 80 columns and 24 rows when there is none. */
int fs_columns(void);
int fs_rows(void);

#endif
