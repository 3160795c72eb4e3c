/* SPDX-License-Identifier: MIT
 * Binding of exact.c as alipay.core.json: texts before cjson, and decoded values; values are
 * written in bind/json_write.c. It decides nothing of JSON itself: policy is alipay.json, grammar and
 * numbers are mechanism. */
#include "bind/json.h"

#include "bind/bind.h"
#include "json/exact.h"

/* The value of a placeholder onto the list of numbers at index 2: an integer, a float, or false for
 * `[]`. */
static void push_item(lua_State *L, const struct exact_item *item) {
    if (item->kind == EXACT_INTEGER) lua_pushinteger(L, (lua_Integer)item->integer);
    else if (item->kind == EXACT_FLOAT) lua_pushnumber(L, (lua_Number)item->number);
    else lua_pushboolean(L, 0);
}

/* json.prepare(text)  [-0, +1|2|3, v]  No numbers: cjson reads the text exactly as it is. */
static int l_prepare(lua_State *L) {
    size_t len, copied;
    const char *text = luaL_checklstring(L, 1, &len);
    struct scan scan;
    struct exact_item item;
    struct err err;
    luaL_Buffer buffer;
    char spelling[EXACT_SPELLING];
    lua_Integer index = 0;
    int found;
    lua_settop(L, 1);
    scan_begin(&scan, text, len, SCAN_UTF8);
    copied = scan.pos; /* behind a byte order mark */
    found = exact_next_item(&scan, &item, &err);
    if (found == 0 && copied == 0) return 1;
    lua_newtable(L);
    luaL_buffinitsize(L, &buffer, len + EXACT_SPELLING);
    for (; found > 0; found = exact_next_item(&scan, &item, &err)) {
        if (item.kind == EXACT_PLAIN) continue;
        push_item(L, &item);
        lua_rawseti(L, 2, ++index);
        luaL_addlstring(&buffer, text + copied, item.first - copied);
        luaL_addlstring(&buffer, spelling, exact_spell_placeholder(index, spelling));
        copied = item.end;
    }
    if (found < 0) return bind_fail(L, &err);
    luaL_addlstring(&buffer, text + copied, len - copied);
    luaL_pushresult(&buffer);
    lua_pushvalue(L, 2);
    return 2;
}

/* Stack of json.restore: the value, the numbers, and the mark of arrays. */
enum { NUMBERS = 2, EMPTY_MARK };

/* Replaces the float on the top by what it stands for. */
static void restore_number(lua_State *L) {
    double number = lua_tonumber(L, -1);
    int64_t integer = exact_placeholder_index(number);
    if (integer) {
        if (lua_rawgeti(L, NUMBERS, integer) == LUA_TNIL)
            luaL_error(L, "a number without its value (placeholder %I)", (LUAI_UACINT)integer);
        if (lua_type(L, -1) == LUA_TBOOLEAN) {
            lua_pop(L, 1);
            lua_newtable(L);
            lua_pushvalue(L, EMPTY_MARK);
            lua_setmetatable(L, -2);
        }
    } else if (exact_is_integer(number, &integer)) {
        lua_pushinteger(L, (lua_Integer)integer);
    } else {
        return;
    }
    lua_remove(L, -2);
}

/* Restores the value on the top; 1 when another may have taken its place. The scanner has bounded the
 * depth. An existing field may be assigned during the walk. */
static int restore_value(lua_State *L) {
    if (lua_type(L, -1) == LUA_TNUMBER) {
        restore_number(L);
        return 1;
    }
    if (lua_type(L, -1) != LUA_TTABLE) return 0;
    luaL_checkstack(L, 6, "nested too deep");
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        if (restore_value(L)) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        } else {
            lua_pop(L, 1);
        }
    }
    return 0;
}

/* json.restore(value, numbers, array)  [-0, +1, v] */
static int l_restore(lua_State *L) {
    lua_settop(L, EMPTY_MARK);
    luaL_checktype(L, NUMBERS, LUA_TTABLE);
    luaL_checktype(L, EMPTY_MARK, LUA_TTABLE);
    lua_pushvalue(L, 1);
    restore_value(L);
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
