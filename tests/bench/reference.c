/* SPDX-License-Identifier: MIT
 * The reference program: its options and the figures that need no network.
 * usage: reference MODE name=value ...; one line of JSON with count, failed, cpu and wall (seconds)
 * goes to stdout. MODE: calls, sign, verify (`bytes`), cut (the reply in the file `reply`). */
#include "reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds_of(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double cpu_seconds(void) {
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

double wall_seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

void die(const char *what) {
    perror(what);
    exit(1);
}

static void report(const struct settings *settings, int failed, double cpu, double wall) {
    printf("{\"count\":%d,\"failed\":%d,\"cpu\":%.6f,\"wall\":%.6f}\n", settings->count, failed,
           cpu_seconds() - cpu, wall_seconds() - wall);
}

static void run_signatures(const struct settings *settings, bool verifying) {
    char *data = malloc((size_t)settings->bytes), signature[SIGNATURE_TEXT];
    struct signer *signer = signer_new();
    int failed = 0;
    memset(data, 'x', (size_t)settings->bytes);
    signer_sign(signer, data, (size_t)settings->bytes, signature);
    size_t len = strlen(signature);
    double cpu = cpu_seconds(), wall = wall_seconds();
    for (int i = 0; i < settings->count; i++) {
        if (!verifying) signer_sign(signer, data, (size_t)settings->bytes, signature);
        else if (!verify(data, (size_t)settings->bytes, signature, len)) failed++;
    }
    report(settings, failed, cpu, wall);
    signer_free(signer);
    free(data);
}

static void run_cuts(const struct settings *settings) {
    char *reply = NULL;
    size_t size = 0;
    FILE *file = fopen(settings->reply, "r");
    ssize_t len = file ? getdelim(&reply, &size, '\0', file) : -1;
    if (len < 0) die(settings->reply);
    fclose(file);
    int failed = 0;
    double cpu = cpu_seconds(), wall = wall_seconds();
    for (int i = 0; i < settings->count; i++)
        if (reply_check(reply, (size_t)len, "alipay_trade_query_response") != 0) failed++;
    report(settings, failed, cpu, wall);
    free(reply);
}

static void read_setting(struct settings *settings, char *argument) {
    char *value = strchr(argument, '=');
    if (!value) die(argument);
    *value++ = '\0';
    const struct {
        const char *name;
        const char **text;
        int *number;
    } known[] = {
        {"gateway", &settings->gateway, NULL},       {"key", &settings->key, NULL},
        {"public_key", &settings->public_key, NULL}, {"method", &settings->method, NULL},
        {"ca_file", &settings->ca_file, NULL},       {"ca_folder", &settings->ca_folder, NULL},
        {"upload", &settings->upload, NULL},         {"reply", &settings->reply, NULL},
        {"count", NULL, &settings->count},           {"warm", NULL, &settings->warm},
        {"parallel", NULL, &settings->parallel},     {"threads", NULL, &settings->threads},
        {"bytes", NULL, &settings->bytes},           {"app_id", &settings->app_id, NULL},
        {"orders", NULL, &settings->orders},         {"v3", NULL, &settings->v3},
        {"turns", NULL, &settings->turns},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].name, argument) != 0) continue;
        if (known[i].text) *known[i].text = value;
        else *known[i].number = atoi(value);
        return;
    }
    fprintf(stderr, "reference: unknown setting %s\n", argument);
    exit(2);
}

int main(int argc, char **argv) {
    struct settings settings = {
        .method = "alipay.trade.query", .app_id = "2014072300007148", .count = 1, .parallel = 1, .bytes = 300};
    const char *mode = argc > 1 ? argv[1] : "";
    for (int i = 2; i < argc; i++) read_setting(&settings, argv[i]);
    crypto_open(&settings);
    if (strcmp(mode, "calls") == 0) calls_run(&settings);
    else if (strcmp(mode, "sign") == 0) run_signatures(&settings, false);
    else if (strcmp(mode, "verify") == 0) run_signatures(&settings, true);
    else if (strcmp(mode, "cut") == 0) run_cuts(&settings);
    else return 2;
    crypto_close();
    return 0;
}
