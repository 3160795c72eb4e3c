/* SPDX-License-Identifier: MIT
 * Binding of zip/archive.h as alipay.core.zip. An archive is closed by its userdata; what is to be packed
 * is kept by the stack until it is. */
#include "bind/bind.h"
#include "zip/archive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ARCHIVE "alipay.core.zip.archive"

enum { PIECE = 64 << 10 };

struct archive_box {
    struct archive *archive; /* NULL when closed */
};

/* archive:close()  [-0, +0, v]  Idempotent. */
static int l_close(lua_State *L) {
    struct archive_box *box = luaL_checkudata(L, 1, ARCHIVE);
    archive_close(box->archive);
    box->archive = NULL;
    return 0;
}

static struct archive *check_archive(lua_State *L) {
    struct archive_box *box = luaL_checkudata(L, 1, ARCHIVE);
    if (!box->archive) luaL_error(L, "the archive is closed");
    return box->archive;
}

/* archive:members()  [-0, +(1|3), v] */
static int l_members(lua_State *L) {
    struct archive *archive = check_archive(L);
    struct archive_member member;
    struct err err;
    size_t count = archive_count(archive);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        if (archive_member(archive, i, &member, &err) < 0) return bind_fail(L, &err);
        lua_createtable(L, 0, 2);
        lua_pushstring(L, member.name);
        lua_setfield(L, -2, "name");
        lua_pushinteger(L, (lua_Integer)member.size);
        lua_setfield(L, -2, "size");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* archive:start(number)  [-0, +(1|3), v] */
static int l_start(lua_State *L) {
    struct archive *archive = check_archive(L);
    struct err err;
    lua_Integer number = luaL_checkinteger(L, 2);
    luaL_argcheck(L, number >= 1 && (size_t)number <= archive_count(archive), 2, "there is no such member");
    if (archive_start(archive, (size_t)number - 1, &err) < 0) return bind_fail(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

/* archive:read()  [-0, +(1|3), v] */
static int l_read(lua_State *L) {
    struct archive *archive = check_archive(L);
    struct err err;
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, PIECE);
    long count = archive_read(archive, out, PIECE, &err);
    if (count < 0) return bind_fail(L, &err);
    if (count == 0) lua_pushnil(L);
    else luaL_pushresultsize(&buffer, (size_t)count);
    return 1;
}

static uint64_t limit_field(lua_State *L, const char *name, uint64_t fallback) {
    lua_Number value = bind_opt_number(L, 2, name, (lua_Number)fallback);
    if (!(value >= 1 && value <= 1e15)) luaL_error(L, "option '%s' is out of range", name);
    return (uint64_t)value;
}

/* zip.open(path, limits)  [-0, +(1|3), v] */
static int l_open(lua_State *L) {
    struct err err;
    size_t len;
    const char *path = luaL_checklstring(L, 1, &len);
    luaL_argcheck(L, strlen(path) == len, 1, "path contains a NUL");
    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_newtable(L);
    }
    luaL_checktype(L, 2, LUA_TTABLE);
    const struct archive_limits limits = {
        .members = limit_field(L, "members", 100),
        .bytes = limit_field(L, "bytes", (uint64_t)4 << 30),
        .ratio = limit_field(L, "ratio", 200),
    };
    struct archive_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->archive = NULL;
    luaL_setmetatable(L, ARCHIVE);
    box->archive = archive_open(path, &limits, &err);
    return box->archive ? 1 : bind_fail(L, &err);
}

static void read_source(lua_State *L, struct archive_source *source) {
    int index = lua_gettop(L);
    luaL_checktype(L, index, LUA_TTABLE);
    source->name = bind_opt_string(L, index, "name", NULL);
    source->data = bind_opt_string(L, index, "data", &source->len);
    source->path = bind_opt_string(L, index, "path", NULL);
    if (!source->name || !*source->name) luaL_error(L, "a member has no name");
    if (!source->data == !source->path)
        luaL_error(L, "a member must have either data or path");
}

/* zip.make(path, members)  [-0, +(1|3), v] */
static int l_make(lua_State *L) {
    struct err err;
    const char *path = luaL_checkstring(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    size_t count = lua_rawlen(L, 2);
    luaL_argcheck(L, count >= 1 && count <= 100, 2, "1 to 100 members expected");
    struct archive_source *sources = lua_newuserdatauv(L, count * sizeof *sources, 0);
    memset(sources, 0, count * sizeof *sources);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        read_source(L, &sources[i]);
        lua_pop(L, 1);
    }
    if (archive_make(path, sources, count, &err) < 0) return bind_fail(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

int luaopen_alipay_core_zip(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"members", l_members}, {"start", l_start}, {"read", l_read}, {"close", l_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"open", l_open}, {"make", l_make}, {NULL, NULL}};
    bind_class(L, ARCHIVE, methods, NULL, l_close);
    luaL_newlib(L, functions);
    return 1;
}
