/* SPDX-License-Identifier: MIT
 * Tests of db.c: private files, kept statements, changes, failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/db.h"
#include "base/fs.h"

static struct err err;

static struct db *open_memory(void) {
    struct db *db = db_open(":memory:", 10000, &err);
    assert_non_null(db);
    return db;
}

static sqlite3_stmt *start(struct db *db, const char *sql) {
    sqlite3_stmt *statement;
    const char *rest;
    assert_int_equal(db_start(db, sql, strlen(sql), &statement, &rest, &err), 1);
    return statement;
}

static void files_are_private_whatever_the_umask(void **state) {
    (void)state;
    char folder[512], path[600];
    struct fs_names names;
    struct fs_stat stat;
    assert_int_equal(fs_temporary("db-test.", folder, sizeof folder, &err), 0);
    snprintf(path, sizeof path, "%s/a.db", folder);
    mode_t before = umask(0);
    struct db *db = db_open(path, 10000, &err);
    assert_non_null(db);
    assert_int_equal(db_run(db, "CREATE TABLE t(x); INSERT INTO t VALUES(1)", &err), 0);
    umask(before);
    assert_int_equal(fs_list(folder, &names, &err), 0);
    assert_int_equal(names.count, 3);
    for (size_t i = 0; i < names.count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names.items[i]);
        assert_int_equal(fs_stat(path, &stat, &err), 0);
        assert_int_equal(stat.mode, 0600);
    }
    fs_names_free(&names);
    assert_int_equal(db_close(db), 0);
    assert_int_equal(fs_remove(folder, &err), 0);
}

static void links_are_not_followed(void **state) {
    (void)state;
    char folder[512], path[600], target[600];
    struct fs_stat stat;
    assert_int_equal(fs_temporary("db-test.", folder, sizeof folder, &err), 0);
    snprintf(path, sizeof path, "%s/link.db", folder);
    snprintf(target, sizeof target, "%s/target", folder);
    assert_int_equal(symlink(target, path), 0);
    for (int exists = 0; exists < 2; exists++) { /* one that leads nowhere, and one to a file */
        if (exists) assert_int_equal(fs_create(target, "", 0, 0600, &err), 0);
        assert_null(db_open(path, 0, &err));
        assert_int_equal(err.class, ERR_FILE);
        assert_non_null(strstr(err.text, "is a link"));
        assert_int_equal(fs_stat(target, &stat, &err), exists ? 0 : -1);
    }
    assert_int_equal(stat.size, 0);
    assert_int_equal(fs_remove(folder, &err), 0);
}

static void a_lock_is_waited_for_as_long_as_told(void **state) {
    (void)state;
    char folder[512], path[600];
    assert_int_equal(fs_temporary("db-test.", folder, sizeof folder, &err), 0);
    snprintf(path, sizeof path, "%s/a.db", folder);
    struct db *holder = db_open(path, 10000, &err), *other = db_open(path, 0, &err);
    assert_int_equal(db_run(holder, "CREATE TABLE t(x); BEGIN IMMEDIATE", &err), 0);
    assert_int_equal(db_run(other, "INSERT INTO t VALUES(1)", &err), -1);
    assert_int_equal(err.class, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "locked"));
    assert_int_equal(db_run(holder, "COMMIT", &err), 0);
    assert_int_equal(db_run(other, "INSERT INTO t VALUES(1)", &err), 0);
    assert_int_equal(db_close(holder), 0);
    assert_int_equal(db_close(other), 0);
    assert_int_equal(fs_remove(folder, &err), 0);
}

static void what_is_no_database_is_refused(void **state) {
    (void)state;
    char folder[512], path[600];
    static char junk[5000];
    assert_null(db_open("", 10000, &err));
    assert_int_equal(fs_temporary("db-test.", folder, sizeof folder, &err), 0);
    snprintf(path, sizeof path, "%s/missing/x.db", folder);
    assert_null(db_open(path, 10000, &err));
    assert_int_equal(err.class, ERR_FILE);
    assert_null(db_open(folder, 10000, &err));
    assert_int_equal(err.class, ERR_FILE);
    snprintf(path, sizeof path, "%s/junk", folder);
    memset(junk, 'x', sizeof junk);
    assert_int_equal(fs_create(path, junk, sizeof junk, 0600, &err), 0);
    assert_null(db_open(path, 10000, &err));
    assert_int_equal(err.class, ERR_FILE);
    assert_int_equal(fs_remove(folder, &err), 0);
}

static void repeated_statements_are_kept(void **state) {
    (void)state;
    struct db *db = open_memory();
    sqlite3_stmt *first = start(db, "SELECT ?");
    sqlite3_bind_int(first, 1, 7);
    assert_int_equal(db_step(db, first, &err), 1);
    assert_int_equal(sqlite3_column_int(first, 0), 7);
    sqlite3_stmt *nested = start(db, "SELECT ?"); /* the first is in use */
    assert_ptr_not_equal(first, nested);
    assert_int_equal(db_close(db), -1);
    db_finish(db, nested);
    db_finish(db, first);
    sqlite3_stmt *again = start(db, "SELECT ?");
    assert_true(again == first || again == nested);
    assert_int_equal(db_step(db, again, &err), 1);
    assert_int_equal(sqlite3_column_type(again, 0), SQLITE_NULL); /* nothing stays bound */
    db_finish(db, again);
    assert_int_equal(db_close(db), 0);
}

static void many_statements_push_the_oldest_out(void **state) {
    (void)state;
    struct db *db = open_memory();
    sqlite3_stmt *held[40];
    char sql[40];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 40; i++) {
            snprintf(sql, sizeof sql, "SELECT %d", i);
            held[i] = start(db, sql);
        }
        for (int i = 0; i < 40; i++) {
            assert_int_equal(db_step(db, held[i], &err), 1);
            assert_int_equal(sqlite3_column_int(held[i], 0), i);
            db_finish(db, held[i]);
        }
    }
    for (int i = 0; i < 200; i++) {
        snprintf(sql, sizeof sql, "SELECT %d", i);
        db_finish(db, start(db, sql));
    }
    assert_int_equal(db_close(db), 0);
}

static void rest_is_given_statement_by_statement(void **state) {
    (void)state;
    struct db *db = open_memory();
    const char sql[] = "SELECT 1; SELECT 2 ; -- end\n", *rest = sql, *end = sql + sizeof sql - 1;
    sqlite3_stmt *statement;
    for (int i = 1; i <= 2; i++) {
        assert_int_equal(db_start(db, rest, (size_t)(end - rest), &statement, &rest, &err), 1);
        assert_int_equal(db_step(db, statement, &err), 1);
        assert_int_equal(sqlite3_column_int(statement, 0), i);
        assert_int_equal(db_step(db, statement, &err), 0);
        db_finish(db, statement);
    }
    assert_int_equal(db_start(db, rest, (size_t)(end - rest), &statement, &rest, &err), 0);
    assert_int_equal(db_close(db), 0);
}

static void failures_have_their_class(void **state) {
    (void)state;
    struct db *db = open_memory();
    sqlite3_stmt *statement;
    const char *rest;
    assert_int_equal(db_start(db, "SELEC", 5, &statement, &rest, &err), -1);
    assert_int_equal(err.class, ERR_SYSTEM);
    assert_string_equal(err.text, "database: near \"SELEC\": syntax error");
    assert_int_equal(db_run(db, "CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES(1)", &err), 0);
    statement = start(db, "INSERT INTO t VALUES(1)");
    assert_int_equal(db_step(db, statement, &err), -1);
    assert_int_equal(err.class, ERR_DATA);
    db_finish(db, statement);
    assert_int_equal(db_close(db), 0);
}

static void changes_are_those_of_the_statement(void **state) {
    (void)state;
    struct db *db = open_memory();
    long long since = db_mark(db);
    assert_int_equal(db_run(db, "CREATE TABLE t(x); INSERT INTO t VALUES(1),(2),(3)", &err), 0);
    assert_int_equal(db_changes(db, since), 3);
    since = db_mark(db);
    assert_int_equal(db_run(db, "CREATE TABLE u(x)", &err), 0);
    assert_int_equal(db_changes(db, since), 0);
    assert_int_equal(db_close(db), 0);
}

static void a_transaction_is_rolled_back_without_memory(void **state) {
    (void)state;
    struct db *db = open_memory();
    db_roll_back(db); /* of nothing */
    assert_int_equal(db_run(db, "CREATE TABLE t(x)", &err), 0);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(db_run(db, "BEGIN IMMEDIATE; INSERT INTO t VALUES(1)", &err), 0);
        sqlite3_hard_heap_limit64(1);
        assert_int_equal(db_run(db, "ROLLBACK", &err), -1);
        assert_int_equal(err.class, ERR_MEMORY);
        db_roll_back(db);
        sqlite3_hard_heap_limit64(0);
    }
    assert_int_equal(db_run(db, "BEGIN IMMEDIATE; COMMIT", &err), 0);
    sqlite3_stmt *rows = start(db, "SELECT * FROM t");
    assert_int_equal(db_step(db, rows, &err), 0);
    db_finish(db, rows);
    assert_int_equal(db_close(db), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_private_whatever_the_umask),
        cmocka_unit_test(links_are_not_followed),
        cmocka_unit_test(a_lock_is_waited_for_as_long_as_told),
        cmocka_unit_test(what_is_no_database_is_refused),
        cmocka_unit_test(repeated_statements_are_kept),
        cmocka_unit_test(many_statements_push_the_oldest_out),
        cmocka_unit_test(rest_is_given_statement_by_statement),
        cmocka_unit_test(failures_have_their_class),
        cmocka_unit_test(changes_are_those_of_the_statement),
        cmocka_unit_test(a_transaction_is_rolled_back_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
