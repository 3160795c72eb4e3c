/* SPDX-License-Identifier: MIT
 * How the options of a request become settings of a libcurl easy handle; used by client.c only. The
 * handle keeps copies: nothing but the body has to outlive the call. */
#ifndef ALIPAY_EASY_H
#define ALIPAY_EASY_H

#include "http/client.h"

/* ERR_DATA when the URL, the method, a header line or the body is wrong in itself. */
int easy_check(const struct http_options *options, struct err *err);

/* "host:port" of a checked URL, without user and password; the caller frees it. NULL: out of
 * memory. */
char *easy_place(const char *url);

/* Header lines that were checked, as libcurl takes them, for curl_slist_free_all. NULL: out of
 * memory. */
struct curl_slist *easy_headers(const char *const *headers, size_t count);

/* Everything but callbacks, timeouts, headers and multipart, from checked options. Fails with
 * ERR_DATA or ERR_MEMORY. */
int easy_set_up(CURL *easy, const struct http_options *options, struct err *err);

#endif
