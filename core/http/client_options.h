/* SPDX-License-Identifier: MIT
 * How options become settings of an easy handle; used by http.c only. */
#ifndef ALIPAY_HTTP_OPTIONS_H
#define ALIPAY_HTTP_OPTIONS_H

#include "http/client.h"

/* ERR_DATA when the URL, the method, a header line or the proxy is wrong in itself. */
int http_check(const struct http_options *options, struct err *err);

/* "host:port" of a checked URL, without user and password; the caller frees it. NULL: out of
 * memory. */
char *http_place(const char *url);

/* Everything but callbacks, timeouts, headers and multipart; of a handle that `is_set_up` for these
 * options, what belongs to the one request. Fails with ERR_MEMORY. */
int http_apply(CURL *easy, const struct http_options *options, bool is_set_up, struct err *err);

#endif
