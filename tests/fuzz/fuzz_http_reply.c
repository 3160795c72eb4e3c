/* SPDX-License-Identifier: MIT
 * Fuzzes the HTTP client by a peer on loopback that answers with the input and hangs up: each request
 * ends, in time, and what is taken for a reply keeps the limits and was coded in no way but chunks. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/client.h"
#include "http/head.h"

enum { MAX_BODY = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct loop *loop;
static int listening = -1;
static char url[64];

static void require(int condition) {
    if (!condition) abort();
}

static void set_up(void) {
    struct err err;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    loop = loop_open(&err);
    listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    require(loop && bind(listening, (struct sockaddr *)&address, len) == 0 && listen(listening, 8) == 0);
    require(getsockname(listening, (struct sockaddr *)&address, &len) == 0);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", ntohs(address.sin_port));
}

/* Wakes the loop; the connection is accepted behind its step. */
static void note_connection(struct loop_source *source) {
    (void)source;
}

static void judge(const struct http_request *request) {
    const char *message;
    if (http_failure(request, &message)) {
        require(message && strcmp(http_stage(request), "queue") != 0 && !strstr(message, "no answer within"));
        return;
    }
    size_t len, bytes = 0, lines = 0;
    http_body(request, &len);
    require(len <= MAX_BODY);
    for (struct curl_header *header = NULL; (header = http_header_next(request, header)); lines++) {
        bytes += strlen(header->name) + strlen(header->value);
        if (strcasecmp(header->name, "Transfer-Encoding") == 0)
            require(strcasecmp(header->value, "chunked") == 0 || strcasecmp(header->value, "identity") == 0);
    }
    require(bytes <= HEAD_BYTES && lines <= HEAD_LINES);
}

static int is_done;

static void done(struct loop_event *event, void *context) {
    (void)context;
    struct http_request **request = event->owner;
    judge(*request);
    http_close(*request);
    *request = NULL;
    is_done = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!loop) set_up();
    struct err err;
    struct http_request *request;
    struct http_handlers handlers = {.done = done, .owner = &request};
    struct http_options options = http_defaults();
    struct loop_source accepting = {.fd = listening, .run = note_connection};
    options.url = url;
    options.proxy = "";
    options.max_body = MAX_BODY;
    is_done = 0;
    loop_source_add(loop, &accepting);
    require((request = http_start(loop, &options, &handlers, &err)) != NULL);
    int peer = -1;
    while (peer < 0) {
        loop_step(loop, 1000000);
        peer = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    }
    loop_source_remove(&accepting);
    char heard[1024];
    while (recv(peer, heard, sizeof heard, 0) <= 0 && !is_done) {
        loop_step(loop, 1000000);
        loop_deliver(loop, NULL);
    }
    for (size_t sent = 0; sent < size && !is_done;) {
        ssize_t count = send(peer, data + sent, size - sent, MSG_NOSIGNAL);
        if (count > 0) sent += (size_t)count;
        loop_step(loop, 0);
        loop_deliver(loop, NULL);
    }
    shutdown(peer, SHUT_WR);
    while (!is_done) {
        loop_step(loop, 100000000);
        loop_deliver(loop, NULL);
    }
    close(peer);
    return 0;
}
