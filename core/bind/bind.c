/* SPDX-License-Identifier: MIT
 * Helpers that all bindings share. */
#include "bind/bind.h"

int bind_fail(lua_State *L, const struct err *err) {
    if (err->class == ERR_MEMORY) return luaL_error(L, "not enough memory");
    lua_pushnil(L);
    lua_pushstring(L, err->text);
    lua_pushstring(L, err_class_name(err->class));
    return 3;
}

void bind_class(lua_State *L, const char *name, const luaL_Reg *methods, const luaL_Reg *meta,
                   lua_CFunction gc) {
    /* Registered when it is complete: memory may run out at any line before. */
    if (lua_getfield(L, LUA_REGISTRYINDEX, name) == LUA_TNIL) {
        lua_createtable(L, 0, 8);
        lua_pushstring(L, name);
        lua_setfield(L, -2, "__name");
        if (gc) {
            lua_pushcfunction(L, gc);
            lua_setfield(L, -2, "__gc");
            lua_pushcfunction(L, gc);
            lua_setfield(L, -2, "__close");
        }
        lua_newtable(L);
        if (methods) luaL_setfuncs(L, methods, 0);
        lua_setfield(L, -2, "__index");
        if (meta) luaL_setfuncs(L, meta, 0); /* an __index of its own counts */
        lua_pushvalue(L, -1);
        lua_setfield(L, LUA_REGISTRYINDEX, name);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* Raw: a string that a metamethod made would belong to nobody when its caller reads it. */
static int field_of_type(lua_State *L, int index, const char *field, int type) {
    lua_pushstring(L, field);
    int found = lua_rawget(L, index);
    if (found == LUA_TNIL) return 0;
    if (found != type)
        luaL_error(L, "option '%s' must be a %s, not a %s", field, lua_typename(L, type),
                   luaL_typename(L, -1));
    return 1;
}

const char *bind_opt_string(lua_State *L, int index, const char *field, size_t *len) {
    const char *value = NULL;
    if (len) *len = 0;
    if (field_of_type(L, index, field, LUA_TSTRING)) value = lua_tolstring(L, -1, len);
    lua_pop(L, 1);
    return value;
}

lua_Number bind_opt_number(lua_State *L, int index, const char *field, lua_Number fallback) {
    lua_Number value = fallback;
    if (field_of_type(L, index, field, LUA_TNUMBER)) value = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return value;
}

int bind_opt_boolean(lua_State *L, int index, const char *field, int fallback) {
    int value = fallback;
    if (field_of_type(L, index, field, LUA_TBOOLEAN)) value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}
