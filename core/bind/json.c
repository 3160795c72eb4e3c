/* SPDX-License-Identifier: MIT
 * Binding of json.c as alipay.core.json: texts before cjson, and decoded values; what is written is
 * bind/json_write.c's subject. It decides nothing of JSON itself: policy is alipay.json, grammar and
 * numbers are mechanism. */
#include "bind/json.h"

#include "bind/bind.h"
#include "json/json.h"

/* The value of a placeholder onto the list of numbers at index 2: an integer, a float, or false for
 * `[]`. */
static void push_item(lua_State *L, const struct json_item *item) {
    if (item->kind == JSON_INTEGER) lua_pushinteger(L, (lua_Integer)item->integer);
    else if (item->kind == JSON_FLOAT) lua_pushnumber(L, (lua_Number)item->number);
    else lua_pushboolean(L, 0);
}

/* What tells json.restore where to look: a list of names, true for everywhere, or false. */
static void push_names(lua_State *L, const char *text, const struct json_names *names, int seen) {
    if (!seen || names->count > JSON_NAMES) {
        lua_pushboolean(L, seen);
        return;
    }
    lua_createtable(L, JSON_NAMES, 0);
    for (unsigned i = 0; i < names->count; i++) {
        lua_pushlstring(L, text + names->first[i], names->end[i] - names->first[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* json.prepare(text)  [-0, +3, v] */
static int l_prepare(lua_State *L) {
    size_t len, copied;
    const char *text = luaL_checklstring(L, 1, &len);
    struct scan scan;
    struct json_names names = {.count = 0};
    struct json_item item;
    struct err err;
    luaL_Buffer buffer;
    char spelling[JSON_SPELLING];
    lua_Integer index = 0;
    int found, seen = 0;
    lua_settop(L, 1);
    lua_pushnil(L);
    scan_begin(&scan, text, len, 0);
    size_t start = copied = scan.pos;
    while ((found = json_next_item(&scan, &names, &item, &err)) > 0) {
        seen = 1;
        if (item.kind == JSON_PLAIN) continue;
        if (++index == 1) {
            lua_newtable(L);
            lua_replace(L, 2);
            luaL_buffinitsize(L, &buffer, len + JSON_SPELLING);
        }
        push_item(L, &item);
        lua_rawseti(L, 2, index);
        luaL_addlstring(&buffer, text + copied, item.first - copied);
        luaL_addlstring(&buffer, spelling, json_spell_placeholder(index, spelling));
        copied = item.end;
    }
    if (found < 0) return bind_fail(L, &err);
    if (index) {
        luaL_addlstring(&buffer, text + copied, len - copied);
        luaL_pushresult(&buffer);
    } else if (start) {
        lua_pushlstring(L, text + start, len - start);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushvalue(L, 2);
    push_names(L, text, &names, seen);
    return 3;
}

/* Stack of json.restore: the value, the numbers, the mark of arrays, and the names to look at. */
enum { NUMBERS = 2, EMPTY_MARK, NAMES };

static void restore_number(lua_State *L) {
    double number = lua_tonumber(L, -1);
    int64_t integer = json_placeholder_index(number);
    if (integer) {
        if (!lua_istable(L, NUMBERS) || lua_rawgeti(L, NUMBERS, integer) == LUA_TNIL)
            luaL_error(L, "a number without its value (placeholder %I)", (LUAI_UACINT)integer);
        if (lua_type(L, -1) == LUA_TBOOLEAN) {
            lua_pop(L, 1);
            lua_newtable(L);
            if (lua_istable(L, EMPTY_MARK)) {
                lua_pushvalue(L, EMPTY_MARK);
                lua_setmetatable(L, -2);
            }
        }
    } else if (json_is_whole(number, &integer)) {
        lua_pushinteger(L, (lua_Integer)integer);
    } else {
        return;
    }
    lua_remove(L, -2);
}

static void restore_fields(lua_State *L, int names, int depth);

/* Restores the value on the top; 1 when another has taken its place. Its depth was bounded by the
 * scanner, or by who built it. */
static int restore_value(lua_State *L, int type, int names, int depth) {
    if (type == LUA_TNUMBER && !lua_isinteger(L, -1)) {
        restore_number(L);
        return 1;
    }
    if (type == LUA_TTABLE) restore_fields(L, names, depth + 1);
    return 0;
}

/* All fields of an object. An existing field may be assigned during the walk. */
static void restore_all(lua_State *L, int depth) {
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        if (restore_value(L, lua_type(L, -1), -1, depth)) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        } else {
            lua_pop(L, 1);
        }
    }
}

static void restore_named(lua_State *L, int names, int depth) {
    for (int i = 1; i <= names; i++) {
        lua_pushvalue(L, NAMES + i);
        if (restore_value(L, lua_rawget(L, -2), names, depth)) {
            lua_pushvalue(L, NAMES + i);
            lua_insert(L, -2);
            lua_rawset(L, -3);
        } else {
            lua_pop(L, 1);
        }
    }
}

/* The table on the top: an array or an object, under the `names` at the stack's bottom, -1 for all. */
static void restore_fields(lua_State *L, int names, int depth) {
    lua_Integer elements = (lua_Integer)lua_rawlen(L, -1);
    if (depth > SCAN_MAX_DEPTH) luaL_error(L, "nested too deep");
    luaL_checkstack(L, 8, "nested too deep");
    for (lua_Integer i = 1; i <= elements; i++) {
        if (restore_value(L, lua_rawgeti(L, -1, i), names, depth)) lua_rawseti(L, -2, i);
        else lua_pop(L, 1);
    }
    if (elements) return;
    if (names < 0) restore_all(L, depth);
    else restore_named(L, names, depth);
}

/* json.restore(value, numbers, array, names)  [-0, +1, v] */
static int l_restore(lua_State *L) {
    int names = -1;
    lua_settop(L, NAMES);
    if (lua_istable(L, NAMES)) {
        names = (int)lua_rawlen(L, NAMES);
        luaL_argcheck(L, names <= JSON_NAMES, NAMES, "too many names");
        for (int i = 1; i <= names; i++) lua_rawgeti(L, NAMES, i);
    }
    lua_pushvalue(L, 1);
    restore_value(L, lua_type(L, -1), names, 0);
    return 1;
}

static const luaL_Reg functions[] = {
    {"prepare", l_prepare},
    {"restore", l_restore},
    {"protect", bind_json_protect},
    {"finish", bind_json_finish},
    {NULL, NULL},
};

int luaopen_alipay_core_json(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
