/* SPDX-License-Identifier: MIT
 * What the tests of the HTTP client share: one loop and one peer of raw bytes for each test. What a
 * peer can do is in net_help.h. */
#ifndef CLIENT_HELP_H
#define CLIENT_HELP_H

#include "support/net_help.h"

static struct loop *loop;
static struct peer peer;
static char url[512];

/* The environment of whoever runs the tests may name a proxy. */
static void forget_proxies(void) {
    static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                          "ALL_PROXY"};
    for (size_t i = 0; i < sizeof proxies / sizeof proxies[0]; i++) unsetenv(proxies[i]);
}

static int set_up(void **state) {
    (void)state;
    forget_proxies();
    struct err err;
    loop = loop_open(&err);
    peer_open(loop, &peer, NULL, 0);
    return loop ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    peer_close(&peer);
    loop_close(loop);
    return 0;
}

static void say(const char *bytes) {
    peer.bytes = bytes;
    peer.len = strlen(bytes);
}

static struct http_options target(const char *path) {
    return options_for(url, sizeof url, peer.port, path);
}

static struct result fetch(const struct http_options *options) {
    static struct result result;
    result_start(loop, &result, options);
    run_until(loop, &result.done, 1);
    return result;
}

#endif
