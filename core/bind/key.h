/* SPDX-License-Identifier: MIT
 * What other bindings need of core.key: taking a key as an argument and handing one out. */
#ifndef ALIPAY_LKEY_H
#define ALIPAY_LKEY_H

#include <lua.h>

#include "crypto/key.h"

/* The open key at `index`; raises on anything else.  [-0, +0, v] */
struct key *bind_key_check(lua_State *L, int index);

/* The open key at `index`, or NULL when it is something else or closed.  [-0, +0, -] */
struct key *bind_key_test(lua_State *L, int index);

/* Pushes an empty core.key and returns its slot: fill it with a key that it then owns.  [-0, +1, m]
 */
struct key **bind_key_push(lua_State *L);

/* A sign_type as an algorithm; raises on an unknown name.  [-0, +0, v] */
enum key_algorithm bind_key_algorithm(lua_State *L, int index, const char *fallback);

#endif
