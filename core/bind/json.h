/* SPDX-License-Identifier: MIT
 * What the two files of alipay.core.json share. */
#ifndef ALIPAY_LJSON_H
#define ALIPAY_LJSON_H

#include <lua.h>

/* json.protect(value, marks)  [-0, +2, v] */
int bind_json_protect(lua_State *L);
/* json.finish(text, spellings)  [-0, +1, v] */
int bind_json_finish(lua_State *L);

#endif
