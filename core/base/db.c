/* SPDX-License-Identifier: MIT
 * Opens SQLite databases and keeps prepared statements.
 * Values are bound and read by the caller with SQLite's own functions. */
#include "base/db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT = 16 };

struct kept {
    sqlite3_stmt *statement;
    int in_use;
    unsigned long used; /* the clock when it was last taken */
};

struct db {
    sqlite3 *handle;
    sqlite3_stmt *rollback; /* ready before memory is short */
    struct kept kept[KEPT];
    unsigned long clock;
    unsigned in_use; /* statements between db_start and db_finish, kept ones and others */
};

static enum err_class class_of(int code) {
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return ERR_MEMORY;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG: return ERR_DATA;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_PERM: return ERR_FILE;
    default: return ERR_SYSTEM;
    }
}

static int fail(struct db *db, int code, struct err *err) {
    return err_set(err, class_of(code), "database: %s", sqlite3_errmsg(db->handle));
}

/* SQLite gives its log and index files the mode of the main file, so that is made here with the
 * right one. An existing file is not even opened: closing it would drop the locks of this process
 * on it. */
static int make_private(const char *path, struct err *err) {
    struct stat found;
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) return err_errno(err, ERR_FILE, "cannot make the database %s", path);
    if (file < 0 && lstat(path, &found) == 0 && S_ISLNK(found.st_mode))
        return err_set(err, ERR_FILE, "the database %s is a link: name the file itself", path);
    if (file < 0) return 0;
    int status = fchmod(file, 0600);
    if (status < 0) err_errno(err, ERR_FILE, "cannot make the database %s", path);
    close(file);
    return status;
}

static int set_up(struct db *db, const char *path, int patience, struct err *err) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (code == SQLITE_OK) code = sqlite3_extended_result_codes(db->handle, 1);
    if (code == SQLITE_OK) code = sqlite3_busy_timeout(db->handle, patience);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db->handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db->handle, "PRAGMA foreign_keys=ON", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db->handle, "ROLLBACK", -1, &db->rollback, NULL);
    if (code == SQLITE_OK) return 0;
    return err_set(err, class_of(code), "database %s: %s", path,
                   db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code));
}

static int has_text(const struct kept *kept, const char *sql, size_t len) {
    const char *text = kept->statement ? sqlite3_sql(kept->statement) : NULL;
    return text && strlen(text) == len && memcmp(text, sql, len) == 0;
}

static struct kept *find_kept(struct db *db, const char *sql, size_t len) {
    for (size_t i = 0; i < KEPT; i++)
        if (!db->kept[i].in_use && has_text(&db->kept[i], sql, len)) return &db->kept[i];
    return NULL;
}

/* The place of the statement that was not used for the longest time; NULL when all are in use. */
static struct kept *oldest_kept(struct db *db) {
    struct kept *oldest = NULL;
    for (size_t i = 0; i < KEPT; i++) {
        struct kept *kept = &db->kept[i];
        if (!kept->in_use && (!oldest || kept->used < oldest->used)) oldest = kept;
    }
    return oldest;
}

static void keep(struct db *db, sqlite3_stmt *statement) {
    struct kept *kept = oldest_kept(db);
    if (!kept) return;
    sqlite3_finalize(kept->statement);
    *kept = (struct kept){statement, 1, ++db->clock};
}

struct db *db_open(const char *path, int patience, struct err *err) {
    int in_memory = strcmp(path, ":memory:") == 0;
    if (*path == '\0') {
        err_set(err, ERR_FILE, "a database needs a path");
        return NULL;
    }
    if (!in_memory && make_private(path, err) < 0) return NULL;
    struct db *db = calloc(1, sizeof *db);
    if (!db) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    if (set_up(db, path, patience, err) < 0) {
        db_close(db);
        return NULL;
    }
    return db;
}

int db_close(struct db *db) {
    if (db->in_use) return -1;
    for (size_t i = 0; i < KEPT; i++)
        sqlite3_finalize(db->kept[i].statement);
    sqlite3_finalize(db->rollback);
    sqlite3_close_v2(db->handle);
    free(db);
    return 0;
}

int db_start(struct db *db, const char *sql, size_t len, sqlite3_stmt **statement,
             const char **rest, struct err *err) {
    struct kept *kept = find_kept(db, sql, len);
    if (kept) {
        *kept = (struct kept){kept->statement, 1, ++db->clock};
        *statement = kept->statement;
        *rest = sql + len;
    } else {
        if (len > INT_MAX)
            return err_set(err, ERR_LIMIT, "database: a statement of %zu bytes", len);
        int code = sqlite3_prepare_v3(db->handle, sql, (int)len, 0, statement, rest);
        if (code != SQLITE_OK) return fail(db, code, err);
        if (!*statement) return 0;
        if (*rest == sql + len) keep(db, *statement);
    }
    db->in_use++;
    return 1;
}

int db_step(struct db *db, sqlite3_stmt *statement, struct err *err) {
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return 1;
    if (code == SQLITE_DONE) return 0;
    return fail(db, code, err);
}

void db_finish(struct db *db, sqlite3_stmt *statement) {
    db->in_use--;
    for (size_t i = 0; i < KEPT; i++) {
        if (db->kept[i].statement != statement) continue;
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        db->kept[i].in_use = 0;
        return;
    }
    sqlite3_finalize(statement);
}

long long db_mark(struct db *db) {
    return sqlite3_total_changes64(db->handle);
}

long long db_changes(struct db *db, long long since) {
    return sqlite3_total_changes64(db->handle) == since ? 0 : sqlite3_changes64(db->handle);
}

int db_run(struct db *db, const char *sql, struct err *err) {
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : fail(db, code, err);
}

void db_roll_back(struct db *db) {
    if (sqlite3_get_autocommit(db->handle)) return;
    sqlite3_step(db->rollback);
    sqlite3_reset(db->rollback);
}
