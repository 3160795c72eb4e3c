/* SPDX-License-Identifier: MIT
 * How a table of options becomes struct http_options. Strings stay Lua's: those that libcurl reads
 * later are kept by user values of the request, the others are needed until it is started. */
#ifndef ALIPAY_BIND_HTTP_OPTIONS_H
#define ALIPAY_BIND_HTTP_OPTIONS_H

#include "bind/bind.h"
#include "http/client.h"

/* User values of a request. */
enum {
    BIND_HTTP_FUNCTION = 1,
    BIND_HTTP_STRINGS,
    BIND_HTTP_PROGRESS,
    BIND_HTTP_OWNER,
    BIND_HTTP_DATA,
    BIND_HTTP_VALUES = BIND_HTTP_DATA
};

/* The numbers of options by name: the first upvalue of the function that reads options.
 *  [-0, +1, m] */
void bind_http_options_names(lua_State *L);

/* Reads the table at `table` into `options`, for the request at `self`. Strings stay owned by the
 * table and by the stack.  [-0, +n, v] */
void bind_http_options_read(lua_State *L, int table, int self, struct http_options *options);

/* Reads what many requests have in common (limits, proxy, authorities) from the table at `table`; what else it
 * holds is passed over, and so is what a metamethod would give: nobody keeps that. Strings stay owned by the
 * table.  [-0, +0, v] */
void bind_http_options_shared(lua_State *L, int table, struct http_options *options);

#endif
