/* SPDX-License-Identifier: MIT
 * What a gateway must do at least: it reads a request, verifies its signature, and answers a node that it signs. On
 * libmicrohttpd and OpenSSL, one thread; nothing is checked but the signature, nothing is kept.
 * usage: judge KEY PUBLIC_KEY (its own private key, the client's public one); port and pid go to stdout. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "reference.h"

enum { FIELDS = 32, ROOM = 8192 };

struct request {
    struct field {
        const char *name, *value;
    } fields[FIELDS];
    int count;
    char body[ROOM];
    size_t body_len;
};

static struct signer *signer;

void die(const char *what) {
    perror(what);
    exit(1);
}

static enum MHD_Result take_argument(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
    struct request *request = context;
    (void)kind;
    if (request->count < FIELDS && value) request->fields[request->count++] = (struct field){name, value};
    return MHD_YES;
}

/* The fields of a urlencoded body, in place. */
static void take_body(struct request *request) {
    char *next = request->body;
    request->body[request->body_len] = '\0';
    for (char *pair; (pair = strsep(&next, "&"));) {
        char *value = strchr(pair, '=');
        if (!value || request->count == FIELDS) continue;
        *value++ = '\0';
        for (char *c = value; (c = strchr(c, '+'));) *c = ' ';
        MHD_http_unescape(pair);
        MHD_http_unescape(value);
        request->fields[request->count++] = (struct field){pair, value};
    }
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct field *)a)->name, ((const struct field *)b)->name);
}

/* Whether the signature fits what is signed. */
static int is_signed(struct request *request) {
    static char content[2 * ROOM];
    const char *signature = NULL;
    char *out = content;
    qsort(request->fields, (size_t)request->count, sizeof *request->fields, by_name);
    for (int i = 0; i < request->count; i++) {
        const struct field *field = &request->fields[i];
        if (strcmp(field->name, "sign") == 0) {
            signature = field->value;
            continue;
        }
        size_t name_len = strlen(field->name), value_len = strlen(field->value);
        if (value_len == 0) continue;
        if ((size_t)(out - content) + name_len + value_len + 3 > sizeof content) return 0;
        if (out > content) *out++ = '&';
        out = mempcpy(out, field->name, name_len);
        *out++ = '=';
        out = mempcpy(out, field->value, value_len);
    }
    return signature && verify(content, (size_t)(out - content), signature, strlen(signature));
}

static enum MHD_Result answer(struct MHD_Connection *connection, struct request *request) {
    static const char good[] =
        "{\"code\":\"10000\",\"msg\":\"Success\",\"buyer_logon_id\":\"abc***@sandbox.com\",\"buyer_pay_amount\":\"0.00\","
        "\"buyer_user_id\":\"2088102177846880\",\"buyer_user_type\":\"PRIVATE\",\"invoice_amount\":\"0.00\","
        "\"out_trade_no\":\"20261123000000001\",\"point_amount\":\"0.00\",\"receipt_amount\":\"0.00\","
        "\"total_amount\":\"88.88\",\"trade_no\":\"2026112322001476161000000001\",\"trade_status\":\"WAIT_BUYER_PAY\"}";
    static const char bad[] =
        "{\"code\":\"40002\",\"msg\":\"Invalid Arguments\",\"sub_code\":\"isv.invalid-signature\"}";
    char body[ROOM], signature[SIGNATURE_TEXT];
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_argument, request);
    take_body(request);
    const char *node = is_signed(request) ? good : bad;
    signer_sign(signer, node, strlen(node), signature);
    int len = snprintf(body, sizeof body, "{\"alipay_trade_query_response\":%s,\"sign\":\"%s\"}", node, signature);
    struct MHD_Response *response = MHD_create_response_from_buffer((size_t)len, body, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", "text/html;charset=utf-8");
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_len, void **place) {
    (void)context, (void)url, (void)method, (void)version;
    struct request *request = *place;
    if (!request) return (*place = calloc(1, sizeof *request)) ? MHD_YES : MHD_NO;
    if (*upload_len == 0) return answer(connection, request);
    if (request->body_len + *upload_len >= ROOM) return MHD_NO;
    memcpy(request->body + request->body_len, upload, *upload_len);
    request->body_len += *upload_len;
    *upload_len = 0;
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **place,
                         enum MHD_RequestTerminationCode why) {
    (void)context, (void)connection, (void)why;
    free(*place);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    crypto_open(&(struct settings){.key = argv[1], .public_key = argv[2]});
    signer = signer_new();
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, NULL, MHD_OPTION_SOCK_ADDR, &address,
                         MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
    if (!daemon) die("listen");
    printf("%d %d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port, (int)getpid());
    fflush(stdout);
    for (;;) pause();
}
