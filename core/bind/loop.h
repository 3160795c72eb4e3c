/* SPDX-License-Identifier: MIT
 * What the bindings on the loop share. Each Lua state has one loop, kept in its registry. */
#ifndef ALIPAY_BIND_LOOP_H
#define ALIPAY_BIND_LOOP_H

#include "bind/bind.h"
#include "loop/loop.h"

/* The loop of the state, made on first use. Raises when the state is being closed.  [-0, +0, m] */
struct loop *bind_loop_get(lua_State *L);

/* Refers to the value on top, which stays there.  [-0, +0, m] */
int bind_loop_anchor(lua_State *L);

/* Pushes what an event's owner referred to and ends the reference.  [-0, +1, -] */
void bind_loop_take(lua_State *L, int *ref);

/* Ends the reference; idempotent.  [-0, +0, -] */
void bind_loop_release(lua_State *L, int *ref);

/* Calls a function of the library's own, which settles what somebody waits for: a Ctrl-C strikes behind
 * it, not in it. It gives nothing.  [-(narg + 1), +0, e] */
void bind_loop_call(lua_State *L, int narg);

/* Into the table on top, under the name in lower case; true for a name that was there already. Then, when all
 * are there, those of one name are joined by ", ", all at once: joined one by one, many would cost the square
 * of their number.  [-0, +0, m] */
bool bind_loop_add_header(lua_State *L, const char *name, const char *value);
void bind_loop_join_headers(lua_State *L);

/* Raises for a key of the table at `index` that is none of `names` (NULL at the end).
 *  [-0, +0, v] */
void bind_loop_check_names(lua_State *L, int index, const char *const *names, const char *what);

#endif
