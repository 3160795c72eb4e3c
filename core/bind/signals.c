/* SPDX-License-Identifier: MIT
 * Binding of core/loop/signals.c for programs that serve until they are told to stop. No state of its own. */
#include <signal.h>

#include "bind/bind.h"
#include "loop/signals.h"

/* signals.catch() -> descriptor | nil, message, class  [-0, +(1|3), m] */
static int l_catch(lua_State *L) {
    struct err err = {0};
    int descriptor = signals_catch(&err);
    if (descriptor < 0) return bind_fail(L, &err);
    lua_pushinteger(L, descriptor);
    return 1;
}

/* signals.take() -> "INT" | "TERM" | nil  [-0, +1, m] */
static int l_take(lua_State *L) {
    int signum = signals_take();
    if (signum == SIGINT) lua_pushliteral(L, "INT");
    else if (signum == SIGTERM) lua_pushliteral(L, "TERM");
    else lua_pushnil(L);
    return 1;
}

/* signals.hold()  [-0, +0, -] */
static int l_hold(lua_State *L) {
    (void)L;
    signals_hold();
    return 0;
}

/* signals.release()  [-0, +0, -] */
static int l_release(lua_State *L) {
    (void)L;
    signals_release();
    return 0;
}

int luaopen_alipay_core_signals(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"catch", l_catch},
        {"take", l_take},
        {"hold", l_hold},
        {"release", l_release},
        {NULL, NULL},
    };
    luaL_newlib(L, functions);
    return 1;
}
