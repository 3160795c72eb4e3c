/* SPDX-License-Identifier: MIT
 * Binding of reply.c as alipay.core.reply: the members as a Lua list, positions counted from 1. */
#include "binding.h"
#include "reply.h"
#include "utf8.h"

#include <string.h>

/* reply.members(text)  [-0, +(1|3), v] */
static int reply_members(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    struct reply reply;
    struct reply_member member;
    struct err err;
    int found;
    lua_Integer count = 0;
    lua_newtable(L);
    reply_begin(&reply, text, len, 1);
    while ((found = reply_next(&reply, &member, &err)) > 0) {
        lua_createtable(L, 0, 4);
        lua_pushlstring(L, member.name, member.name_len);
        lua_setfield(L, -2, "name");
        lua_pushstring(L, reply_kind_name(member.kind));
        lua_setfield(L, -2, "kind");
        lua_pushinteger(L, (lua_Integer)member.first + 1);
        lua_setfield(L, -2, "first");
        lua_pushinteger(L, (lua_Integer)member.end);
        lua_setfield(L, -2, "last");
        lua_rawseti(L, -2, ++count);
    }
    return found < 0 ? binding_fail(L, &err) : 1;
}

enum { TEXT = 1, NAMES, MEMBERS, FIELDS, MAX_NAMES = 8 };
enum { PER_MEMBER = 5, PER_FIELD = 5, MAX_PLAIN = 4096 };

struct name {
    const char *bytes;
    size_t len;
};

/* The strings of the list at NAMES, which keeps them alive. */
static size_t read_names(lua_State *L, struct name names[MAX_NAMES]) {
    luaL_checktype(L, NAMES, LUA_TTABLE);
    size_t count = lua_rawlen(L, NAMES);
    luaL_argcheck(L, count <= MAX_NAMES, NAMES, "more than 8 names");
    for (size_t i = 0; i < count; i++) {
        luaL_argcheck(L, lua_rawgeti(L, NAMES, (lua_Integer)i + 1) == LUA_TSTRING, NAMES,
                      "names must be strings");
        names[i].bytes = lua_tolstring(L, -1, &names[i].len);
        lua_pop(L, 1);
    }
    return count;
}

static int is_wanted(const struct reply_member *member, const struct name *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (names[i].len == member->name_len &&
            memcmp(names[i].bytes, member->name, member->name_len) == 0)
            return 1;
    return 0;
}

/* Appends the value on the top to the list at `list`. */
static void append(lua_State *L, int list, lua_Integer *count) {
    lua_rawseti(L, list, ++*count);
}

/* The text of a short string that needs no decoding, else false. */
static void push_plain(lua_State *L, const char *text, const struct reply_member *member) {
    const char *value = text + member->first + 1;
    size_t len = member->end - member->first - 2;
    if (member->kind == SCAN_STRING && len <= MAX_PLAIN && !memchr(value, '\\', len) &&
        utf8_valid(value, len))
        lua_pushlstring(L, value, len);
    else
        lua_pushboolean(L, 0);
}

static void append_place(lua_State *L, int list, lua_Integer *count, const char *text,
                         const struct reply_member *member) {
    lua_pushinteger(L, (lua_Integer)member->first + 1);
    append(L, list, count);
    lua_pushinteger(L, (lua_Integer)member->end);
    append(L, list, count);
    push_plain(L, text, member);
    append(L, list, count);
}

/* reply.cut(text, names)  [-0, +(2|3), v]  Flat lists, as tables cost more than the scanning. */
static int reply_cut(lua_State *L) {
    size_t len, name_count;
    const char *text = luaL_checklstring(L, TEXT, &len);
    struct name names[MAX_NAMES];
    struct reply reply;
    struct reply_member member;
    struct err err;
    int found;
    lua_Integer members = 0, fields = 0;
    lua_settop(L, NAMES);
    name_count = read_names(L, names);
    lua_createtable(L, 3 * PER_MEMBER, 0);
    lua_createtable(L, 2 * PER_FIELD, 0);
    reply_begin(&reply, text, len, 2);
    while ((found = reply_next(&reply, &member, &err)) > 0) {
        if (member.level == 1) {
            lua_pushlstring(L, member.name, member.name_len);
            append(L, MEMBERS, &members);
            lua_pushstring(L, reply_kind_name(member.kind));
            append(L, MEMBERS, &members);
            append_place(L, MEMBERS, &members, text, &member);
        } else if (is_wanted(&member, names, name_count)) {
            lua_pushinteger(L, members / PER_MEMBER + 1);
            append(L, FIELDS, &fields);
            lua_pushlstring(L, member.name, member.name_len);
            append(L, FIELDS, &fields);
            append_place(L, FIELDS, &fields, text, &member);
        }
    }
    return found < 0 ? binding_fail(L, &err) : 2;
}

static const luaL_Reg functions[] = {
    {"members", reply_members},
    {"cut", reply_cut},
    {NULL, NULL},
};

int luaopen_alipay_core_reply(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
