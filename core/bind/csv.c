/* SPDX-License-Identifier: MIT
 * Binding of csv/csv.h as alipay.core.csv. Names of columns are a user value of the reader, so that a row
 * costs one table and its cells. */
#include "bind/bind.h"
#include "csv/csv.h"

#include <stdlib.h>
#include <string.h>

#define READER "alipay.core.csv.reader"

enum { VALUE_NAMES = 1, MOST_TALLIES = 16, LONGEST = 1 << 20 };

struct reader {
    struct csv *csv; /* NULL when closed */
    size_t columns;  /* 0: not known yet */
    size_t tally_count;
    struct csv_tally tallies[MOST_TALLIES];
};

/* reader:close()  [-0, +0, v]  Idempotent. */
static int l_close(lua_State *L) {
    struct reader *reader = luaL_checkudata(L, 1, READER);
    csv_close(reader->csv);
    reader->csv = NULL;
    return 0;
}

static struct reader *check_reader(lua_State *L) {
    struct reader *reader = luaL_checkudata(L, 1, READER);
    if (!reader->csv) luaL_error(L, "the reader is closed");
    return reader;
}

/* reader:add(bytes)  [-0, +(1|3), v] */
static int l_add(lua_State *L) {
    struct reader *reader = check_reader(L);
    struct err err;
    size_t len;
    const char *bytes = luaL_checklstring(L, 2, &len);
    if (csv_add(reader->csv, bytes, len, &err) < 0) return bind_fail(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

/* reader:finish()  [-0, +0, v] */
static int l_finish(lua_State *L) {
    csv_finish(check_reader(L)->csv);
    return 0;
}

static void push_cell(lua_State *L, struct csv *csv, const struct csv_cell *cell) {
    size_t len;
    const char *text = csv_text(csv, cell, &len);
    if (!text) luaL_error(L, "not enough memory");
    lua_pushlstring(L, text, len);
}

/* reader:line()  [-0, +(1|2|3), v] */
static int l_line(lua_State *L) {
    struct reader *reader = check_reader(L);
    struct csv_line line;
    struct err err;
    int found = csv_next(reader->csv, reader->columns, &line, &err);
    if (found < 0) return bind_fail(L, &err);
    if (found == 0) return 0;
    lua_createtable(L, (int)line.count, 0);
    for (size_t i = 0; i < line.count; i++) {
        push_cell(L, reader->csv, &line.cells[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    const struct csv_cell whole = {.text = line.text, .len = line.len};
    push_cell(L, reader->csv, &whole);
    csv_take(reader->csv);
    return 2;
}

static bool is_row(const struct reader *reader, const struct csv_line *line) {
    return line->count == reader->columns && *line->text != '#';
}

/* reader:row()  [-0, +(1|3), v] */
static int l_row(lua_State *L) {
    struct reader *reader = check_reader(L);
    struct csv_line line;
    struct err err;
    int found = csv_next(reader->csv, reader->columns, &line, &err);
    if (found < 0) return bind_fail(L, &err);
    if (found == 0) return 0;
    if (!is_row(reader, &line)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    lua_settop(L, 1);
    lua_getiuservalue(L, 1, VALUE_NAMES);
    lua_createtable(L, 0, (int)line.count);
    for (size_t i = 0; i < line.count; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        push_cell(L, reader->csv, &line.cells[i]);
        lua_rawset(L, 3);
    }
    for (size_t i = 0; i < reader->tally_count; i++) csv_tally(&reader->tallies[i], &line);
    csv_take(reader->csv);
    return 1;
}

/* A field of the tally on top that numbers a column.  [-0, +0, v] */
static size_t column_field(lua_State *L, const struct reader *reader, const char *name) {
    lua_Number number = bind_opt_number(L, lua_gettop(L), name, 0);
    if (!(number >= 1 && number <= (lua_Number)reader->columns))
        luaL_error(L, "field '%s' of a tally is no column", name);
    return (size_t)number - 1;
}

static void read_tally(lua_State *L, const struct reader *reader, struct csv_tally *tally) {
    luaL_checktype(L, -1, LUA_TTABLE);
    size_t len;
    const char *text = bind_opt_string(L, lua_gettop(L), "text", &len);
    *tally = (struct csv_tally){.where = (size_t)CSV_ALWAYS, .column = column_field(L, reader, "column")};
    if (!text) return;
    if (len > sizeof tally->text) luaL_error(L, "field 'text' of a tally is too long");
    tally->where = column_field(L, reader, "where");
    memcpy(tally->text, text, len);
    tally->text_len = len;
}

/* reader:columns(names, tallies)  [-0, +0, v] */
static int l_columns(lua_State *L) {
    struct reader *reader = check_reader(L);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 3);
    size_t columns = lua_rawlen(L, 2), tallies = lua_isnil(L, 3) ? 0 : (luaL_checktype(L, 3, LUA_TTABLE), lua_rawlen(L, 3));
    luaL_argcheck(L, columns > 0, 2, "no names");
    luaL_argcheck(L, tallies <= MOST_TALLIES, 3, "too many tallies");
    lua_createtable(L, (int)columns, 0); /* of our own: nobody changes it */
    for (size_t i = 1; i <= columns; i++) {
        if (lua_rawgeti(L, 2, (lua_Integer)i) != LUA_TSTRING) luaL_error(L, "name %d is not a string", (int)i);
        lua_rawseti(L, 4, (lua_Integer)i);
    }
    lua_setiuservalue(L, 1, VALUE_NAMES);
    reader->columns = columns;
    reader->tally_count = 0;
    for (size_t i = 0; i < tallies; i++) {
        lua_rawgeti(L, 3, (lua_Integer)i + 1);
        read_tally(L, reader, &reader->tallies[i]);
        lua_pop(L, 1);
    }
    reader->tally_count = tallies;
    return 0;
}

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
    lua_pushinteger(L, value);
    lua_setfield(L, -2, name);
}

/* reader:tallies()  [-0, +1, v] */
static int l_tallies(lua_State *L) {
    const struct reader *reader = check_reader(L);
    lua_createtable(L, (int)reader->tally_count, 0);
    for (size_t i = 0; i < reader->tally_count; i++) {
        const struct csv_tally *tally = &reader->tallies[i];
        lua_createtable(L, 0, 4);
        set_integer(L, "rows", (lua_Integer)tally->rows);
        set_integer(L, "filled", (lua_Integer)tally->filled);
        set_integer(L, "bad", (lua_Integer)tally->bad);
        set_integer(L, "sum", tally->sum);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* csv.open(charset, longest)  [-0, +(1|3), v] */
static int l_open(lua_State *L) {
    struct err err;
    const char *charset = luaL_checkstring(L, 1);
    lua_Integer longest = luaL_optinteger(L, 2, LONGEST);
    luaL_argcheck(L, longest >= 1 && longest <= 1 << 30, 2, "out of range");
    struct reader *reader = lua_newuserdatauv(L, sizeof *reader, VALUE_NAMES);
    memset(reader, 0, sizeof *reader);
    luaL_setmetatable(L, READER);
    reader->csv = csv_open(charset, (size_t)longest, &err);
    return reader->csv ? 1 : bind_fail(L, &err);
}

int luaopen_alipay_core_csv(lua_State *L) {
    static const luaL_Reg methods[] = {{"add", l_add},         {"finish", l_finish},   {"line", l_line},
                                       {"columns", l_columns}, {"row", l_row},         {"tallies", l_tallies},
                                       {"close", l_close},     {NULL, NULL}};
    static const luaL_Reg functions[] = {{"open", l_open}, {NULL, NULL}};
    bind_class(L, READER, methods, NULL, l_close);
    luaL_newlib(L, functions);
    return 1;
}
