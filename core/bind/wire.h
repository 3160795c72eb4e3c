/* SPDX-License-Identifier: MIT
 * What other bindings need of core.wire. */
#ifndef ALIPAY_LWIRE_H
#define ALIPAY_LWIRE_H

#include <lua.h>

#include "alipay/wire.h"

/* The wire at `index`; raises on anything else.  [-0, +0, v] */
const struct wire *bind_wire_check(lua_State *L, int index);

/* The bytes to sign at `index`: a string, or what is signed of a wire.  [-0, +0, v] */
const char *bind_wire_check_signed(lua_State *L, int index, size_t *len);

#endif
