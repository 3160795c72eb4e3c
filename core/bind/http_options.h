/* SPDX-License-Identifier: MIT
 * How tables of options become struct http_options. Strings stay Lua's: those that libcurl reads
 * later are kept by a request's user values, the others are needed until it is started. */
#ifndef ALIPAY_LHTTP_OPTIONS_H
#define ALIPAY_LHTTP_OPTIONS_H

#include "bind/bind.h"
#include "http/client.h"

/* User values of a request. */
enum {
    LHTTP_FUNCTION = 1,
    LHTTP_STRINGS,
    LHTTP_PROGRESS,
    LHTTP_OWNER,
    LHTTP_SHARED,
    LHTTP_VALUES = LHTTP_SHARED
};

/* The numbers of options by name: the first upvalue of every function that reads options.
 *  [-0, +1, m] */
void lhttp_push_names(lua_State *L);

/* Reads the table at `table` into `options`, for the request at `self`. Strings stay owned by the
 * table and by the stack.  [-0, +n, v] */
void lhttp_read_options(lua_State *L, int table, int self, struct http_options *options);

/* Reads options that many requests share, and keeps their strings in the table at `strings`.
 *  [-0, +0, v] */
void lhttp_read_common(lua_State *L, int table, int strings, struct http_options *options,
                       const char **form_header);

#endif
