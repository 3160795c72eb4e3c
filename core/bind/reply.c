/* SPDX-License-Identifier: MIT
 * Binding of reply.c as alipay.core.reply: the members as a Lua list, positions counted from 1. */
#include "bind/bind.h"
#include "alipay/cut.h"
#include "bind/key.h"
#include "base/utf8.h"

#include <string.h>

/* reply.members(text)  [-0, +(1|3), v] */
static int l_members(lua_State *L) {
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
    return found < 0 ? bind_fail(L, &err) : 1;
}

/* Stack indices: what is cut, the result, and its table of places, made when it is needed. */
enum { TEXT = 1, WANTED, ERROR_NODE, CUT, ODD };
enum { MAX_PLAIN = 4096 };

/* Whether a value is a short string that needs no decoding. */
static int is_plain(const char *text, const struct reply_member *member) {
    const char *value = text + member->first + 1;
    size_t len = member->end - member->first - 2;
    return member->kind == SCAN_STRING && len <= MAX_PLAIN && !memchr(value, '\\', len) &&
           utf8_valid(value, len);
}

static void push_inside(lua_State *L, const char *text, const struct reply_member *member) {
    lua_pushlstring(L, text + member->first + 1, member->end - member->first - 2);
}

static void set_place(lua_State *L, const struct reply_member *member) {
    lua_pushinteger(L, (lua_Integer)member->first + 1);
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, (lua_Integer)member->end);
    lua_setfield(L, -2, "last");
}

/* Into the table on top as text, or its place into the table of those that have to be decoded. */
static void set_value(lua_State *L, const char *name, const char *text,
                      const struct reply_member *member) {
    if (is_plain(text, member)) {
        push_inside(L, text, member);
        lua_setfield(L, -2, name);
        return;
    }
    if (lua_isnil(L, ODD)) {
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_replace(L, ODD);
        lua_setfield(L, CUT, "odd");
    }
    lua_createtable(L, 0, 2);
    set_place(L, member);
    lua_setfield(L, ODD, name);
}

/* nil and what is wrong: "signature" when somebody may have tampered with the reply. */
static int push_fault(lua_State *L, const struct cut *cut) {
    const char *name, *wanted = lua_tostring(L, WANTED);
    lua_pushnil(L);
    if (cut->fault == CUT_NO_NODE) return 1;
    name = lua_pushlstring(L, cut->faulty->name, cut->faulty->name_len);
    switch (cut->fault) {
    case CUT_ESCAPED: lua_pushfstring(L, "a root name is written with escapes: %s", name); break;
    case CUT_TWICE: lua_pushfstring(L, "the reply has two members named %s", name); break;
    case CUT_BOTH:
        lua_pushfstring(L, "the reply has both %s and %s", wanted, lua_tostring(L, ERROR_NODE));
        break;
    default:
        lua_pushfstring(L, "the reply answers another method: %s instead of %s", name, wanted);
    }
    lua_remove(L, -2); /* the name */
    lua_pushliteral(L, "signature");
    return 3;
}

static void push_cut(lua_State *L, const struct cut *cut, const char *text) {
    lua_createtable(L, 0, 6);
    lua_pushnil(L);
    lua_createtable(L, 0, CUT_FIELDS);
    for (int i = 0; i < CUT_FIELDS; i++)
        if (cut->fields[i].name) set_value(L, cut_field_names[i], text, &cut->fields[i]);
    lua_setfield(L, CUT, "outcome");
    lua_createtable(L, 0, 3);
    lua_pushstring(L, reply_kind_name(cut->node->kind));
    lua_setfield(L, -2, "kind");
    set_place(L, cut->node);
    lua_setfield(L, CUT, "node");
    lua_pushvalue(L, CUT);
    lua_pushboolean(L, cut->is_error_node);
    lua_setfield(L, -2, "is_error_node");
    lua_pushinteger(L, (lua_Integer)cut->count);
    lua_setfield(L, -2, "count");
    if (cut->sign && cut->sign->kind == SCAN_STRING) {
        set_value(L, "sign", text, cut->sign);
    } else if (cut->sign) {
        lua_pushboolean(L, cut->sign->kind != SCAN_NULL);
        lua_setfield(L, -2, "sign_type_wrong");
    }
    if (!cut->cert_sn) return;
    push_inside(L, text, cut->cert_sn);
    lua_setfield(L, -2, "alipay_cert_sn");
}

/* reply.cut(text, wanted, error_node)  [-0, +(1|3), v] */
static int l_cut(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, TEXT, &len);
    const char *wanted = luaL_checkstring(L, WANTED);
    const char *error_node = luaL_checkstring(L, ERROR_NODE);
    struct cut cut;
    struct err err;
    lua_settop(L, ERROR_NODE);
    if (cut_reply(&cut, text, len, wanted, error_node, &err) != 0) return 0;
    if (cut.fault != CUT_FINE) return push_fault(L, &cut);
    push_cut(L, &cut, text);
    return 1;
}

/* Whether the certificate that a reply names is the one whose serial number is at the index; it
 * need not name any, and without a number at hand what it names does not matter. */
static int is_certificate(lua_State *L, int index, const char *text, const struct cut *cut) {
    if (!cut->cert_sn || lua_isnoneornil(L, index)) return 1;
    size_t len;
    const char *sn = luaL_checklstring(L, index, &len);
    return cut->cert_sn->end - cut->cert_sn->first - 2 == len &&
           memcmp(text + cut->cert_sn->first + 1, sn, len) == 0;
}

/* reply.accept(text, wanted, error_node, key, algorithm, sn)  [-0, +(0|3), v] */
static int l_accept(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, TEXT, &len);
    const char *wanted = luaL_checkstring(L, WANTED);
    const char *error_node = luaL_checkstring(L, ERROR_NODE);
    struct key *key = bind_key_check(L, 4);
    enum key_algorithm algorithm = bind_key_algorithm(L, 5, NULL);
    struct cut cut;
    struct err err;
    if (cut_reply(&cut, text, len, wanted, error_node, &err) != 0) return 0;
    const struct reply_member *node = cut.node, *sign = cut.sign, *code = &cut.fields[0];
    if (cut.fault != CUT_FINE || cut.is_error_node || node->kind != SCAN_OBJECT) return 0;
    if (!sign || sign->kind != SCAN_STRING || (code->name && !is_plain(text, code))) return 0;
    if (!is_certificate(L, 6, text, &cut)) return 0;
    if (!key_verify(key, algorithm, text + node->first, node->end - node->first,
                    text + sign->first + 1, sign->end - sign->first - 2, &err))
        return 0;
    lua_pushinteger(L, (lua_Integer)node->first + 1);
    lua_pushinteger(L, (lua_Integer)node->end);
    if (code->name) push_inside(L, text, code);
    else lua_pushnil(L);
    return 3;
}

static const luaL_Reg functions[] = {
    {"members", l_members},
    {"cut", l_cut},
    {"accept", l_accept},
    {NULL, NULL},
};

int luaopen_alipay_core_reply(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
