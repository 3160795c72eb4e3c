/* SPDX-License-Identifier: MIT
 * Binding of db.c as alipay.core.db.
 * A to-be-closed guard on the stack gives a statement back, or rolls a transaction back, also when
 * Lua throws. */
#include "bind/bind.h"
#include "base/db.h"

#include <string.h>

#define DATABASE  "alipay.core.db"
#define STATEMENT "alipay.core.db.statement"

struct database {
    struct db *db; /* NULL when closed */
};

struct statement {
    struct db *db; /* NULL when there is nothing to give back */
    sqlite3_stmt *handle;
};

static struct db *check_db(lua_State *L) {
    struct database *database = luaL_checkudata(L, 1, DATABASE);
    if (!database->db) luaL_error(L, "the database is closed");
    return database->db;
}

/* db:close()  [-0, +0, v]  Idempotent. */
static int l_close(lua_State *L) {
    struct database *database = luaL_checkudata(L, 1, DATABASE);
    if (database->db && db_close(database->db) < 0)
        return luaL_error(L, "the database is in use by a query");
    database->db = NULL;
    return 0;
}

static int l_tostring(lua_State *L) {
    struct database *database = luaL_checkudata(L, 1, DATABASE);
    lua_pushfstring(L, "database (%s)", database->db ? "open" : "closed");
    return 1;
}

static void statement_release(struct statement *statement) {
    if (statement->db) db_finish(statement->db, statement->handle);
    statement->db = NULL;
}

static int statement_close(lua_State *L) {
    statement_release(luaL_checkudata(L, 1, STATEMENT));
    return 0;
}

static struct statement *push_statement(lua_State *L) {
    struct statement *statement = lua_newuserdatauv(L, sizeof *statement, 0);
    memset(statement, 0, sizeof *statement);
    luaL_setmetatable(L, STATEMENT);
    lua_toclose(L, -1);
    return statement;
}

/* The string stays the caller's, whose stack keeps it until db_finish. SQLITE_MISUSE for another
 * type. */
static int bind_value(lua_State *L, sqlite3_stmt *statement, int parameter, int index) {
    size_t len;
    const char *text;
    switch (lua_type(L, index)) {
    case LUA_TNIL: return sqlite3_bind_null(statement, parameter);
    case LUA_TBOOLEAN: return sqlite3_bind_int(statement, parameter, lua_toboolean(L, index));
    case LUA_TNUMBER:
        if (lua_isinteger(L, index))
            return sqlite3_bind_int64(statement, parameter, lua_tointeger(L, index));
        return sqlite3_bind_double(statement, parameter, lua_tonumber(L, index));
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &len);
        return sqlite3_bind_text64(statement, parameter, text, len, SQLITE_STATIC, SQLITE_UTF8);
    default: return SQLITE_MISUSE;
    }
}

/* SQLite would ignore what stands behind a NUL. */
static const char *check_sql(lua_State *L, size_t *len) {
    const char *sql = luaL_checklstring(L, 2, len);
    luaL_argcheck(L, strlen(sql) == *len, 2, "SQL contains a NUL");
    return sql;
}

/* Binds the values at stack indices `first` to `last`, which must be as many as the statement has
 * parameters. The statement is given back before anything raises: nobody may close the guard of a
 * coroutine that failed. */
static void bind_values(lua_State *L, struct statement *statement, int first, int last) {
    int wanted = sqlite3_bind_parameter_count(statement->handle), given = last - first + 1;
    if (wanted != given) {
        statement_release(statement);
        luaL_error(L, "the SQL has %d parameters, but %d values were given", wanted, given);
    }
    for (int i = 1; i <= wanted; i++) {
        int code = bind_value(L, statement->handle, i, first + i - 1);
        if (code == SQLITE_OK) continue;
        statement_release(statement);
        if (code != SQLITE_MISUSE) luaL_error(L, "parameter %d: %s", i, sqlite3_errstr(code));
        luaL_error(L, "parameter %d must be nil, a boolean, a number or a string, not a %s", i,
                   luaL_typename(L, first + i - 1));
    }
}

/* db:exec(sql, ...)  [-0, +(1|3), v] */
static int l_exec(lua_State *L) {
    struct db *db = check_db(L);
    struct err err;
    size_t len;
    const char *sql = check_sql(L, &len), *end = sql + len, *rest;
    int last = lua_gettop(L), first = 3, started, status = 0;
    long long before = db_mark(db);
    struct statement *statement = push_statement(L);
    while ((started = db_start(db, sql, (size_t)(end - sql), &statement->handle, &rest, &err)) >
           0) {
        statement->db = db;
        before = db_mark(db);
        bind_values(L, statement, first, last);
        while ((status = db_step(db, statement->handle, &err)) > 0)
            continue;
        statement_release(statement);
        if (status < 0) break;
        first = last + 1; /* parameters belong to the first statement */
        sql = rest;
    }
    if (started < 0 || status < 0) return bind_fail(L, &err);
    if (first <= last) return luaL_error(L, "parameters without a statement");
    lua_pushinteger(L, db_changes(db, before));
    return 1;
}

static void push_column(lua_State *L, sqlite3_stmt *statement, int column) {
    const char *bytes;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: lua_pushinteger(L, sqlite3_column_int64(statement, column)); break;
    case SQLITE_FLOAT: lua_pushnumber(L, sqlite3_column_double(statement, column)); break;
    case SQLITE_NULL: lua_pushnil(L); break;
    default: /* the bytes of a text as they are, those of a blob too */
        bytes = sqlite3_column_blob(statement, column);
        lua_pushlstring(L, bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, column));
    }
}

static void push_row(lua_State *L, sqlite3_stmt *statement) {
    int columns = sqlite3_column_count(statement);
    lua_createtable(L, 0, columns);
    for (int i = 0; i < columns; i++) {
        const char *name = sqlite3_column_name(statement, i);
        if (!name) luaL_error(L, "not enough memory");
        lua_pushstring(L, name);
        push_column(L, statement, i);
        lua_rawset(L, -3);
    }
}

/* Whether only white space and comments are left: a query is one statement. */
static int is_blank(struct db *db, const char *rest, const char *end) {
    sqlite3_stmt *next = NULL;
    if (rest == end) return 1;
    int started = db_start(db, rest, (size_t)(end - rest), &next, &rest, NULL);
    if (started > 0) db_finish(db, next);
    return started == 0;
}

/* db:query(sql, ...)  [-0, +(1|3), v] */
static int l_query(lua_State *L) {
    struct db *db = check_db(L);
    struct err err;
    size_t len;
    const char *sql = check_sql(L, &len), *rest;
    int last = lua_gettop(L), status;
    struct statement *statement = push_statement(L);
    int started = db_start(db, sql, len, &statement->handle, &rest, &err);
    if (started < 0) return bind_fail(L, &err);
    if (started > 0) statement->db = db;
    if (started == 0 || !is_blank(db, rest, sql + len)) {
        statement_release(statement);
        return luaL_error(L, "a query must be one statement");
    }
    bind_values(L, statement, 3, last);
    lua_newtable(L);
    for (lua_Integer i = 1; (status = db_step(db, statement->handle, &err)) > 0; i++) {
        push_row(L, statement->handle);
        lua_rawseti(L, -2, i);
    }
    statement_release(statement);
    return status < 0 ? bind_fail(L, &err) : 1;
}

/* db:transaction(fn, ...)  [-0, +?, v]  A protected call and not a guard: the error of a coroutine
 * closes no guards. */
static int l_transaction(lua_State *L) {
    struct database *database = luaL_checkudata(L, 1, DATABASE);
    struct err err;
    luaL_checktype(L, 2, LUA_TFUNCTION);
    if (db_run(check_db(L), "BEGIN IMMEDIATE", &err) < 0) return bind_fail(L, &err);
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    int done = status == LUA_OK && lua_gettop(L) > 1 && lua_toboolean(L, 2);
    int committed = done && database->db && db_run(database->db, "COMMIT", &err) == 0;
    if (!committed && database->db) db_roll_back(database->db);
    if (status != LUA_OK) return lua_error(L);
    if (!done || committed) return lua_gettop(L) - 1;
    check_db(L);
    return bind_fail(L, &err);
}

/* db.open(path, patience)  [-0, +(1|3), v] */
static int l_open(lua_State *L) {
    struct err err;
    size_t len;
    const char *path = luaL_checklstring(L, 1, &len);
    luaL_argcheck(L, strlen(path) == len, 1, "path contains a NUL");
    lua_Number patience = luaL_optnumber(L, 2, 10);
    luaL_argcheck(L, patience >= 0 && patience <= 3600, 2, "not a time in seconds");
    struct database *database = lua_newuserdatauv(L, sizeof *database, 0);
    database->db = NULL;
    luaL_setmetatable(L, DATABASE);
    database->db = db_open(path, (int)(patience * 1000), &err);
    return database->db ? 1 : bind_fail(L, &err);
}

static const luaL_Reg methods[] = {
    {"exec", l_exec},
    {"query", l_query},
    {"transaction", l_transaction},
    {"close", l_close},
    {NULL, NULL},
};

static const luaL_Reg meta[] = {
    {"__tostring", l_tostring},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {
    {"open", l_open},
    {NULL, NULL},
};

int luaopen_alipay_core_db(lua_State *L) {
    bind_class(L, DATABASE, methods, meta, l_close);
    bind_class(L, STATEMENT, NULL, NULL, statement_close);
    luaL_newlib(L, functions);
    return 1;
}
