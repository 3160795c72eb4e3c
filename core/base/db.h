/* SPDX-License-Identifier: MIT
 * SQLite with private files, a write-ahead log, and a few prepared statements kept for repeated
 * SQL. The database owns its statements; one is in use from db_start to db_finish. One thread only.
 */
#ifndef ALIPAY_DB_H
#define ALIPAY_DB_H

#include <stddef.h>
#include <sqlite3.h>

#include "base/err.h"

struct db;

/* Opens or makes a database of mode 0600. `patience` is how many milliseconds a statement waits for
 * somebody else's lock. NULL with ERR_FILE, ERR_SYSTEM or ERR_MEMORY. */
struct db *db_open(const char *path, int patience, struct err *err);

/* 0, or -1 when a statement is in use: then nothing is closed. An open transaction is rolled back.
 */
int db_close(struct db *db);

/* Prepares the first statement of the SQL, or takes it from those that are kept. *rest is what
 * follows it. 1 with a statement to be given to db_finish, 0 when only white space and comments are
 * left, or -1. */
int db_start(struct db *db, const char *sql, size_t len, sqlite3_stmt **statement,
             const char **rest, struct err *err);

/* 1 with a row, 0 when done, or -1. */
int db_step(struct db *db, sqlite3_stmt *statement, struct err *err);

/* Resets and unbinds the statement; bound strings may go afterwards. */
void db_finish(struct db *db, sqlite3_stmt *statement);

/* Rows that the last finished INSERT, UPDATE or DELETE changed, if it came after `since`. */
long long db_mark(struct db *db);
long long db_changes(struct db *db, long long since);

/* Runs a statement without parameters and rows. */
int db_run(struct db *db, const char *sql, struct err *err);

/* Ends the transaction that is open, if there is one. It takes no memory. */
void db_roll_back(struct db *db);

#endif
