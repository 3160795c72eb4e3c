/* SPDX-License-Identifier: MIT
 * A server with a spool folder of its own for each test, and how it behaves. */
#ifndef SERVER_HELP_H
#define SERVER_HELP_H

#include "support/net_help.h"

static char folder[] = "/tmp/test-server-XXXXXX", url[256];
static struct loop *loop;
static struct server *server;
static struct exchange *last;
static int requests;
static enum { ANSWER, HOLD, FORGET, DROP, RENAME } behaviour;

UNUSED static void on_request(struct loop_event *event, void *context) {
    (void)context;
    requests++;
    if (last) exchange_release(last);
    last = exchange_of_event(event);
    exchange_hold(last);
    struct pair header = {(char *)(uintptr_t) "X-Test", (char *)(uintptr_t) "hi", 6, 2};
    const struct pairs headers = {&header, 1, 1, 8};
    if (behaviour == ANSWER)
        /* From libmicrohttpd 1.0 on no CONNECT is answered by a success: a refused one gets none. */
        assert_int_equal(exchange_respond(last, strcmp(exchange_method(last), "CONNECT") == 0 ? 403 : 200,
                                          &headers, "ok", 2, NULL), 0);
    if (behaviour == DROP) exchange_drop(last);
    if (behaviour == RENAME) {
        char to[128];
        snprintf(to, sizeof to, "%s.kept", folder);
        assert_int_equal(rename(exchange_files(last)->path, to), 0);
        assert_int_equal(exchange_respond_file(last, 200, NULL, to, NULL), 0);
    }
    if (behaviour == FORGET) {
        exchange_release(last);
        last = NULL;
    }
}

UNUSED static int set_up(void **state) {
    (void)state;
    struct err err;
    struct server_options options = server_defaults();
    if (!mkdtemp(strcpy(folder, "/tmp/test-server-XXXXXX"))) return -1;
    loop = loop_open(&err);
    options.spool = folder;
    options.max_body = 100000;
    options.max_fields = 1000;
    options.request = on_request;
    server = server_open(loop, &options, &err);
    requests = 0;
    behaviour = ANSWER;
    last = NULL;
    return server ? 0 : -1;
}

/* rmdir proves that no spool file was left. */
UNUSED static int tear_down(void **state) {
    (void)state;
    server_close(server);
    if (last) exchange_release(last);
    loop_close(loop);
    return rmdir(folder);
}

UNUSED static struct http_options target(const char *path) {
    return options_for(url, sizeof url, server_port(server), path);
}

UNUSED static struct result fetch(const struct http_options *options) {
    static struct result result;
    result_start(loop, &result, options);
    run_until(loop, &result.done, 1);
    return result;
}

#endif
