/* SPDX-License-Identifier: MIT
 * A response as Lua sees it: core.http_response. */
#ifndef ALIPAY_BIND_HTTP_RESPONSE_H
#define ALIPAY_BIND_HTTP_RESPONSE_H

#include "bind/bind.h"
#include "http/client.h"

/* Registers the class; idempotent.  [-0, +0, m] */
void bind_response_class(lua_State *L);

/* The response of a request that has one.  [-0, +1, m] */
void bind_response_push(lua_State *L, const struct http_request *request);

#endif
