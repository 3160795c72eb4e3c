/* SPDX-License-Identifier: MIT
 * Binding of text.c and utf8.c as alipay.core.text. */
#include "bind/bind.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

/* text.is_utf8(bytes)  [-0, +1, v] */
static int l_is_utf8(lua_State *L) {
    size_t len;
    const char *bytes = luaL_checklstring(L, 1, &len);
    lua_pushboolean(L, utf8_valid(bytes, len));
    return 1;
}

/* text.convert(bytes, from, to)  [-0, +(1|3), v] */
static int l_convert(lua_State *L) {
    size_t len, written;
    const char *bytes = luaL_checklstring(L, 1, &len);
    const char *from = luaL_checkstring(L, 2), *to = luaL_checkstring(L, 3);
    size_t room = text_convert_room(len);
    struct err err;
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, room);
    if (text_convert(from, to, bytes, len, out, room, &written, &err) < 0)
        return bind_fail(L, &err);
    luaL_pushresultsize(&buffer, written);
    return 1;
}

/* text.width(utf8)  [-0, +1, v] */
static int l_width(lua_State *L) {
    size_t len;
    const char *utf8 = luaL_checklstring(L, 1, &len);
    lua_pushinteger(L, (lua_Integer)text_width(utf8, len));
    return 1;
}

/* text.fit(utf8, columns)  [-0, +1, v] */
static int l_fit(lua_State *L) {
    size_t len;
    int cut;
    const char *utf8 = luaL_checklstring(L, 1, &len);
    lua_Integer columns = luaL_checkinteger(L, 2);
    size_t kept = text_fit(utf8, len, columns > 0 ? (size_t)columns : 0, &cut);
    lua_pushlstring(L, utf8, kept);
    if (cut) {
        lua_pushliteral(L, "\xE2\x80\xA6");
        lua_concat(L, 2);
    }
    return 1;
}

static const luaL_Reg functions[] = {
    {"is_utf8", l_is_utf8},
    {"convert", l_convert},
    {"width", l_width},
    {"fit", l_fit},
    {NULL, NULL},
};

int luaopen_alipay_core_text(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
