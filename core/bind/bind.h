/* SPDX-License-Identifier: MIT
 * What all bindings share: the list of modules, failure results, option fields. No mechanism lives here.
 * Names in this folder: l_NAME is what Lua calls as NAME, l_CLASS_NAME where a module has several classes;
 * bind_NOUN_VERB is for other bindings. */
#ifndef ALIPAY_BIND_H
#define ALIPAY_BIND_H

#include <lauxlib.h>
#include <lua.h>

#include "base/err.h"

/* One open function per core module; core/bind/modules.c registers each as package.preload["alipay.core.NAME"].
 * All are idempotent: a test runner may open them again. */
int luaopen_alipay_core_cert(lua_State *L);
int luaopen_alipay_core_cipher(lua_State *L);
int luaopen_alipay_core_csv(lua_State *L);
int luaopen_alipay_core_db(lua_State *L);
int luaopen_alipay_core_digest(lua_State *L);
int luaopen_alipay_core_editor(lua_State *L);
int luaopen_alipay_core_form(lua_State *L);
int luaopen_alipay_core_fs(lua_State *L);
int luaopen_alipay_core_http(lua_State *L);
int luaopen_alipay_core_json(lua_State *L);
int luaopen_alipay_core_key(lua_State *L);
int luaopen_alipay_core_loop(lua_State *L);
int luaopen_alipay_core_process(lua_State *L);
int luaopen_alipay_core_qr(lua_State *L);
int luaopen_alipay_core_reply(lua_State *L);
int luaopen_alipay_core_server(lua_State *L);
int luaopen_alipay_core_signals(lua_State *L);
int luaopen_alipay_core_signer(lua_State *L);
int luaopen_alipay_core_text(lua_State *L);
int luaopen_alipay_core_zip(lua_State *L);

/* Puts every core module into package.preload.  [-0, +0, m] */
void modules_preload(lua_State *L);

/* Pushes nil, message, class and returns 3: `return bind_fail(L, &err);`. Raises when the class is
 * ERR_MEMORY.  [-0, +3, m] */
int bind_fail(lua_State *L, const struct err *err);

/* Creates the metatable `name` once per state with __name, __gc and __close (both `gc`, which may be NULL),
 * `meta` (may be NULL) and `methods` as its separate __index table; pushes nothing.  [-0, +0, m] */
void bind_class(lua_State *L, const char *name, const luaL_Reg *methods, const luaL_Reg *meta,
                   lua_CFunction gc);

/* Fields of an options table at `index`, which is counted from the bottom; a field of another type raises with its name.
 * A string stays owned by the table: keep the table on the stack while it is used.  [-0, +0, v] */
const char *bind_opt_string(lua_State *L, int index, const char *field, size_t *len);
lua_Number bind_opt_number(lua_State *L, int index, const char *field, lua_Number fallback);
int bind_opt_boolean(lua_State *L, int index, const char *field, int fallback);

#endif
