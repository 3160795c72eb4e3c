/* SPDX-License-Identifier: MIT
 * Binding of alipay/reply.c as alipay.core.reply, positions counted from 1. Whether what it cuts may be
 * believed is decided in Lua. */
#include "alipay/reply.h"
#include "bind/bind.h"

/* The table on top gets the kind and place of a member's value.  [-0, +0, m] */
static void set_place(lua_State *L, const struct reply_member *member) {
    lua_pushstring(L, reply_kind_name(member->kind));
    lua_setfield(L, -2, "kind");
    lua_pushinteger(L, (lua_Integer)member->first + 1);
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, (lua_Integer)member->end);
    lua_setfield(L, -2, "last");
}

/* reply.members(text)  [-0, +(1|3), v] */
static int l_members(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    struct reply_walk walk;
    struct reply_member member;
    struct err err;
    int found;
    lua_Integer count = 0;
    lua_newtable(L);
    reply_begin(&walk, text, len);
    while ((found = reply_next(&walk, &member, &err)) > 0) {
        lua_createtable(L, 0, 4);
        lua_pushlstring(L, member.name, member.name_len);
        lua_setfield(L, -2, "name");
        set_place(L, &member);
        lua_rawseti(L, -2, ++count);
    }
    return found < 0 ? bind_fail(L, &err) : 1;
}

/* Stack indices of cut. */
enum { TEXT = 1, WANTED, ERROR_NODE };

/* nil and what is wrong: "signature" when somebody may have tampered with the reply.  [-0, +(1|3), m] */
static int push_fault(lua_State *L, const struct reply *reply) {
    const char *name, *wanted = lua_tostring(L, WANTED);
    lua_pushnil(L);
    if (reply->fault == REPLY_NO_NODE) return 1;
    name = lua_pushlstring(L, reply->faulty->name, reply->faulty->name_len);
    switch (reply->fault) {
    case REPLY_ESCAPED: lua_pushfstring(L, "a root name is written with escapes: %s", name); break;
    case REPLY_TWICE: lua_pushfstring(L, "the reply has two members named %s", name); break;
    case REPLY_BOTH:
        lua_pushfstring(L, "the reply has both %s and %s", wanted, lua_tostring(L, ERROR_NODE));
        break;
    default:
        lua_pushfstring(L, "the reply answers another method: %s instead of %s", name, wanted);
    }
    lua_remove(L, -2); /* the name */
    lua_pushliteral(L, "signature");
    return 3;
}

/* The table on top gets the inside of a string.  [-0, +0, m] */
static void set_inside(lua_State *L, const char *name, const char *text,
                       const struct reply_member *member) {
    lua_pushlstring(L, text + member->first + 1, member->end - member->first - 2);
    lua_setfield(L, -2, name);
}

/* reply.cut(text, wanted, error_node)  [-0, +(1|3), v] */
static int l_cut(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, TEXT, &len);
    const char *wanted = luaL_checkstring(L, WANTED);
    const char *error_node = luaL_checkstring(L, ERROR_NODE);
    struct reply reply;
    struct err err;
    lua_settop(L, ERROR_NODE);
    if (reply_cut(&reply, text, len, wanted, error_node, &err) != 0) return 0;
    if (reply.fault != REPLY_FINE) return push_fault(L, &reply);
    lua_createtable(L, 0, 4);
    set_place(L, reply.node);
    if (reply.is_error_node) {
        lua_pushboolean(L, true);
        lua_setfield(L, -2, "is_error_node");
    }
    if (reply.sign && reply.sign->kind == SCAN_STRING) {
        set_inside(L, "sign", text, reply.sign);
    } else if (reply.sign) {
        lua_pushboolean(L, reply.sign->kind != SCAN_NULL);
        lua_setfield(L, -2, "sign_type_wrong");
    }
    if (reply.cert_sn) set_inside(L, "alipay_cert_sn", text, reply.cert_sn);
    return 1;
}

static const luaL_Reg functions[] = {
    {"members", l_members},
    {"cut", l_cut},
    {NULL, NULL},
};

int luaopen_alipay_core_reply(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
