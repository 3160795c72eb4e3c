/* SPDX-License-Identifier: MIT
 * Lua values of exchanges, for the binding of the server that hands them out. */
#ifndef ALIPAY_BIND_EXCHANGE_H
#define ALIPAY_BIND_EXCHANGE_H

#include "bind/bind.h"
#include "http/server.h"

struct exchange_box {
    struct exchange *exchange;
    bool answered; /* from Lua: a second answer is a mistake of the program */
};

/* A box without its exchange yet  [-0, +1, m] */
struct exchange_box *bind_exchange_new(lua_State *L);
void bind_exchange_classes(lua_State *L);

#endif
