/* SPDX-License-Identifier: MIT
 * Binding of qr.c as alipay.core.qr. */
#include "bind/bind.h"
#include "term/qr.h"

/* qr.matrix(text)  [-0, +(1|3), v] */
static int l_matrix(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    struct qr qr;
    struct err err;
    char row[QR_MAX_WIDTH];
    if (qr_encode(text, len, &qr, &err) < 0) return bind_fail(L, &err);
    lua_createtable(L, (int)qr.width, 0);
    for (unsigned y = 0; y < qr.width; y++) {
        for (unsigned x = 0; x < qr.width; x++)
            row[x] = qr.dark[y * qr.width + x] ? '1' : '0';
        lua_pushlstring(L, row, qr.width);
        lua_rawseti(L, -2, (lua_Integer)y + 1);
    }
    return 1;
}

/* qr.png(text, scale, margin)  [-0, +(1|3), v] */
static int l_png(lua_State *L) {
    size_t len, written;
    const char *text = luaL_checklstring(L, 1, &len);
    lua_Integer scale = luaL_optinteger(L, 2, 8), margin = luaL_optinteger(L, 3, 4);
    luaL_argcheck(L, scale >= 1 && scale <= QR_MAX_SCALE, 2, "1 to 64 expected");
    luaL_argcheck(L, margin >= 0 && margin <= QR_MAX_MARGIN, 3, "0 to 64 expected");
    struct qr qr;
    struct err err;
    luaL_Buffer buffer;
    if (qr_encode(text, len, &qr, &err) < 0) return bind_fail(L, &err);
    size_t room = qr_png_room(&qr, (unsigned)scale, (unsigned)margin);
    char *out = luaL_buffinitsize(L, &buffer, room);
    if (qr_png(&qr, (unsigned)scale, (unsigned)margin, out, room, &written, &err) < 0)
        return bind_fail(L, &err);
    luaL_pushresultsize(&buffer, written);
    return 1;
}

static const luaL_Reg functions[] = {
    {"matrix", l_matrix},
    {"png", l_png},
    {NULL, NULL},
};

int luaopen_alipay_core_qr(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
