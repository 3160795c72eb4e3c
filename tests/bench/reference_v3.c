/* SPDX-License-Identifier: MIT
 * What the reference client does otherwise by V3: the lines that are signed, the Authorization header,
 * and a reply whose signature is in its headers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <openssl/rand.h>

#include "reference.h"

static void write_hex(char out[33]) {
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[16];
    if (RAND_bytes(raw, sizeof raw) != 1) die("random");
    for (int i = 0; i < 16; i++) {
        out[2 * i] = digits[raw[i] >> 4];
        out[2 * i + 1] = digits[raw[i] & 15];
    }
    out[32] = '\0';
}

void v3_prepare(struct v3 *v3, const char *path, const char *body, char *to_sign) {
    struct timespec now;
    char nonce[33];
    clock_gettime(CLOCK_REALTIME, &now);
    write_hex(nonce);
    snprintf(v3->auth, sizeof v3->auth, "app_id=2014072300007148,nonce=%s,timestamp=%lld", nonce,
             (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    char *out = stpcpy(to_sign, v3->auth);
    out = stpcpy(stpcpy(out, "\nPOST\n"), path);
    *out++ = '\n';
    stpcpy(stpcpy(out, body), "\n");
    v3->timestamp[0] = v3->nonce[0] = v3->signature[0] = '\0';
}

struct curl_slist *v3_headers(struct v3 *v3, const char *signature) {
    char line[SIGNATURE_TEXT + 256], id[33];
    write_hex(id);
    curl_slist_free_all(v3->headers);
    snprintf(line, sizeof line, "Authorization: ALIPAY-SHA256withRSA %s,sign=%s", v3->auth, signature);
    v3->headers = curl_slist_append(NULL, line);
    snprintf(line, sizeof line, "alipay-request-id: %s", id);
    v3->headers = curl_slist_append(v3->headers, line);
    v3->headers = curl_slist_append(v3->headers, "Accept: application/json");
    v3->headers = curl_slist_append(v3->headers, "Content-Type: application/json");
    return v3->headers = curl_slist_append(v3->headers, "Expect:");
}

size_t v3_header(char *line, size_t size, size_t items, void *context) {
    struct v3 *v3 = context;
    size_t len = size * items;
    const struct {
        const char *name;
        char *value;
        size_t room;
    } known[] = {{"alipay-timestamp:", v3->timestamp, sizeof v3->timestamp},
                 {"alipay-nonce:", v3->nonce, sizeof v3->nonce},
                 {"alipay-signature:", v3->signature, sizeof v3->signature}};
    for (size_t i = 0; i < 3; i++) {
        size_t name_len = strlen(known[i].name);
        if (len < name_len || strncasecmp(line, known[i].name, name_len) != 0) continue;
        const char *value = line + name_len, *end = line + len;
        while (value < end && *value == ' ') value++;
        while (end > value && (end[-1] == '\r' || end[-1] == '\n')) end--;
        if ((size_t)(end - value) < known[i].room)
            snprintf(known[i].value, known[i].room, "%.*s", (int)(end - value), value);
    }
    return len;
}

int v3_check(const struct v3 *v3, const char *reply, size_t len) {
    char *content = malloc(len + sizeof v3->timestamp + sizeof v3->nonce + 3);
    if (!content || !*v3->signature) {
        free(content);
        return -1;
    }
    char *out = stpcpy(stpcpy(content, v3->timestamp), "\n");
    out = stpcpy(stpcpy(out, v3->nonce), "\n");
    memcpy(out, reply, len);
    out[len] = '\n';
    int good = verify(content, (size_t)(out - content) + len + 1, v3->signature, strlen(v3->signature));
    free(content);
    return good && memmem(reply, len < 200 ? len : 200, "\"trade_no\"", 10) ? 0 : -1;
}
