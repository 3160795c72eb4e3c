/* SPDX-License-Identifier: MIT
 * The half of alipay.core.json that writes: values before cjson and texts after it. Reading and the
 * list of functions are in bind/json.c, spellings of numbers in exact.c. */
#include "bind/json.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "bind/bind.h"
#include "json/exact.h"
#include "json/order.h"

static void add_spelling(lua_State *L, luaL_Buffer *buffer, int64_t index) {
    size_t len;
    if (lua_rawgeti(L, 2, index) != LUA_TSTRING)
        luaL_error(L, "a number without its spelling (placeholder %I)", (LUAI_UACINT)index);
    const char *spelling = lua_tolstring(L, -1, &len); /* the list keeps it alive */
    lua_pop(L, 1);
    luaL_addlstring(buffer, spelling, len);
}

/* Stack of json.protect: the value, the marks table, then each mark and the spellings. */
enum { VALUE = 1, MARKS, ARRAY, NULL_MARK, RAW, OBJECT, SPELLINGS, MAX_DEPTH = 100 };

/* Where a value stands, for messages and to find cycles; `key` is NULL for an element of an array.
 */
struct place {
    const struct place *parent;
    const void *table;
    const char *key;
    lua_Integer index;
    int depth;
};

static int is_plain_name(const char *key) {
    for (const char *s = key; *s; s++)
        if (!(*s == '_' || (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
              (s > key && *s >= '0' && *s <= '9')))
            return 0;
    return *key != '\0';
}

static void push_place(lua_State *L, const struct place *place) {
    if (!place->parent) {
        lua_pushliteral(L, "");
        return;
    }
    push_place(L, place->parent);
    if (!place->key) lua_pushfstring(L, "[%I]", (LUAI_UACINT)place->index);
    else if (!is_plain_name(place->key)) lua_pushfstring(L, "[\"%s\"]", place->key);
    else lua_pushfstring(L, "%s%s", place->parent->parent ? "." : "", place->key);
    lua_concat(L, 2);
}

/* Raises "JSON cannot hold PLACE: REASON", blaming the caller of json.encode. */
static int refuse(lua_State *L, const struct place *place, const char *reason) {
    luaL_checkstack(L, MAX_DEPTH + 20, NULL);
    luaL_where(L, 2);
    push_place(L, place);
    const char *where = lua_tostring(L, -1);
    lua_pushfstring(L, "JSON cannot hold %s: %s", *where ? where : "the value", reason);
    lua_remove(L, -2);
    lua_concat(L, 2);
    return lua_error(L);
}

static int has_mark(lua_State *L, int mark) {
    if (!lua_getmetatable(L, -1)) return 0;
    int same = lua_rawequal(L, -1, mark);
    lua_pop(L, 1);
    return same;
}

static int check_value(lua_State *L, const struct place *place);

static int check_number(lua_State *L, const struct place *place) {
    if (lua_isinteger(L, -1)) return !exact_integer_is_plain(lua_tointeger(L, -1));
    double number = lua_tonumber(L, -1);
    if (isnan(number)) refuse(L, place, "NaN");
    if (isinf(number)) refuse(L, place, "an infinite number");
    return !exact_float_is_plain(number);
}

/* Checks the fields of the table on the top; 1 when a copy is needed. */
static int check_fields(lua_State *L, const struct place *place) {
    lua_Integer elements = 0, largest = 0;
    int names = 0, copy = 0;
    const void *table = lua_topointer(L, -1);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        struct place field = {place, table, NULL, 0, place->depth + 1};
        if (lua_type(L, -2) == LUA_TSTRING) {
            field.key = lua_tostring(L, -2);
            names = 1;
        } else if (lua_isinteger(L, -2)) {
            field.index = lua_tointeger(L, -2);
            elements++;
            if (field.index > largest) largest = field.index;
            if (field.index < 1) refuse(L, place, "an array with an index below 1 (holes)");
        } else {
            lua_pushfstring(L, "a key that is a %s", luaL_typename(L, -2));
            refuse(L, place, lua_tostring(L, -1));
        }
        copy |= check_value(L, &field);
        lua_pop(L, 1);
    }
    int array = has_mark(L, ARRAY);
    if (elements && names) refuse(L, place, "a table with both names and indices (mixed keys)");
    if (array && names) refuse(L, place, "names in a table that is marked as an array");
    if (elements && has_mark(L, OBJECT))
        refuse(L, place, "indices in a table that is marked as an object");
    if (largest != elements) refuse(L, place, "an array with holes");
    return copy || (array && !elements);
}

static int check_table(lua_State *L, const struct place *place) {
    if (has_mark(L, RAW)) {
        if (lua_rawgeti(L, -1, 1) != LUA_TSTRING) refuse(L, place, "raw JSON that is no string");
        lua_pop(L, 1);
        return 1;
    }
    const void *table = lua_topointer(L, -1);
    for (const struct place *p = place; p; p = p->parent)
        if (p->table == table) refuse(L, place, "a table that holds itself (cycle)");
    if (place->depth > MAX_DEPTH) refuse(L, place, "nesting deeper than 100");
    luaL_checkstack(L, 12, "nested too deep");
    return check_fields(L, place);
}

/* Checks the value on the top; 1 when cjson would not write it exactly, so that a copy is needed.
 */
static int check_value(lua_State *L, const struct place *place) {
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
    case LUA_TSTRING: return 0;
    case LUA_TNUMBER: return check_number(L, place);
    case LUA_TTABLE: return check_table(L, place);
    case LUA_TLIGHTUSERDATA:
        if (lua_rawequal(L, -1, NULL_MARK)) return 0;
        /* fallthrough */
    default:
        lua_pushfstring(L, "a value of type %s", luaL_typename(L, -1));
        return refuse(L, place, lua_tostring(L, -1));
    }
}

/* Replaces the value on the top by the placeholder of the spelling that is pushed upon it. */
static void put_placeholder(lua_State *L) {
    lua_Integer index = (lua_Integer)lua_rawlen(L, SPELLINGS) + 1;
    lua_rawseti(L, SPELLINGS, index);
    lua_pop(L, 1);
    lua_pushnumber(L, exact_placeholder(index));
}

static void copy_number(lua_State *L) {
    char text[EXACT_SPELLING];
    if (lua_isinteger(L, -1)) {
        if (exact_integer_is_plain(lua_tointeger(L, -1))) return;
        lua_pushlstring(L, text, exact_spell_integer(lua_tointeger(L, -1), text));
    } else {
        if (exact_float_is_plain(lua_tonumber(L, -1))) return;
        lua_pushlstring(L, text, exact_spell_float(lua_tonumber(L, -1), text));
    }
    put_placeholder(L);
}

/* Replaces the checked value on the top by its copy with placeholders. */
static void copy_value(lua_State *L) {
    if (lua_type(L, -1) == LUA_TNUMBER) {
        copy_number(L);
        return;
    }
    if (lua_type(L, -1) != LUA_TTABLE) return;
    luaL_checkstack(L, 12, "nested too deep");
    if (has_mark(L, RAW)) {
        lua_rawgeti(L, -1, 1);
        put_placeholder(L);
        return;
    }
    size_t elements = lua_rawlen(L, -1);
    lua_createtable(L, elements < INT_MAX ? (int)elements : 0, 0);
    int empty = 1;
    lua_pushnil(L);
    while (lua_next(L, -3)) { /* the original, its copy, key, value */
        empty = 0;
        copy_value(L);
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    lua_insert(L, -2);
    if (empty && has_mark(L, ARRAY)) {
        lua_pushliteral(L, "[]");
        put_placeholder(L);
        lua_remove(L, -2);
    } else {
        lua_pop(L, 1);
    }
}

/* json.protect(value, marks)  [-0, +2, v] */
int bind_json_protect(lua_State *L) {
    struct place root = {NULL, NULL, NULL, 0, 1};
    lua_settop(L, MARKS);
    luaL_checktype(L, MARKS, LUA_TTABLE);
    lua_getfield(L, MARKS, "array");
    lua_getfield(L, MARKS, "null");
    lua_getfield(L, MARKS, "raw");
    lua_getfield(L, MARKS, "object");
    lua_pushnil(L);
    lua_pushvalue(L, VALUE);
    if (check_value(L, &root)) {
        lua_newtable(L);
        lua_replace(L, SPELLINGS);
        copy_value(L);
    }
    lua_pushvalue(L, SPELLINGS);
    return 2;
}

/* Replaces the text at index 1, as cjson wrote it, by the same one with the names of objects in order. */
static void order_text(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    if (!memchr(text, '{', len)) return;
    luaL_Buffer buffer;
    char *copy = luaL_buffinitsize(L, &buffer, len);
    memcpy(copy, text, len);
    if (order_names(copy, len) != 0) luaL_error(L, "not enough memory");
    luaL_pushresultsize(&buffer, len);
    lua_replace(L, 1);
}

/* json.finish(text, spellings)  [-0, +1, v] */
int bind_json_finish(lua_State *L) {
    lua_settop(L, 2);
    order_text(L); /* first: what is spelled as the caller gave it keeps its order */
    size_t len, copied = 0;
    const char *text = lua_tolstring(L, 1, &len);
    int has_spellings = lua_istable(L, 2) && lua_rawlen(L, 2) > 0;
    int in_string = 0;
    struct exact_edit edit;
    luaL_Buffer buffer;
    if (!has_spellings && !memchr(text, '\\', len)) {
        lua_pushvalue(L, 1);
        return 1;
    }
    luaL_buffinitsize(L, &buffer, len);
    while (exact_next_edit(text, len, copied, &in_string, &edit)) {
        luaL_addlstring(&buffer, text + copied, edit.first - copied);
        if (edit.index) add_spelling(L, &buffer, edit.index);
        else luaL_addchar(&buffer, '/');
        copied = edit.end;
    }
    luaL_addlstring(&buffer, text + copied, len - copied);
    luaL_pushresult(&buffer);
    return 1;
}
