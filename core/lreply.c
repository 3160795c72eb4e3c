/* SPDX-License-Identifier: MIT
 * Binding of reply.c as alipay.core.reply: the members as a Lua list, positions counted from 1. */
#include "binding.h"
#include "reply.h"

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
    reply_begin(&reply, text, len);
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

static const luaL_Reg functions[] = {
    {"members", reply_members},
    {NULL, NULL},
};

int luaopen_alipay_core_reply(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
