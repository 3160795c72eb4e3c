/* SPDX-License-Identifier: MIT
 * What the sink answers with: a node of a chosen size and its signature, made once. It knows nothing of connections. */
#include "sink.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

void sink_die(const char *what) {
    perror(what);
    exit(1);
}

char *sink_sign(const char *key_path, struct text text) {
    FILE *file = fopen(key_path, "r");
    EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    unsigned char raw[1024];
    size_t raw_len = sizeof raw;
    if (!key || !ctx || EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) != 1 ||
        EVP_DigestSign(ctx, raw, &raw_len, (const unsigned char *)text.bytes, text.len) != 1)
        sink_die(key_path);
    fclose(file);
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    char *signature = calloc(1, 2048);
    if (signature) EVP_EncodeBlock((unsigned char *)signature, raw, (int)raw_len);
    return signature;
}

/* A record as alipay.data.bill.accountlog.query gives them. */
static void write_record(FILE *out, unsigned i) {
    fprintf(out, "{\"trans_dt\":\"2026-11-23 08:%02u:%02u\",\"account_log_id\":\"3200061%07u\"",
            i / 60 % 60, i % 60, i);
    fprintf(out,
            ",\"alipay_order_no\":\"20261123220014761610%08u\",\"merchant_order_no\":\"TX20261123%"
            "08u\"",
            i, i);
    fprintf(
        out,
        ",\"trans_amount\":\"%u.%02u\",\"balance\":\"%u.00\",\"type\":\"\xE4\xBA\xA4\xE6\x98\x93\"",
        i % 1000, i % 100, i);
    fprintf(out,
            ",\"other_account\":\"\xE6\x9D\xB0*(138****%04u)\",\"trans_memo\":"
            "\"\xE5\xA4\x87\xE6\xB3\xA8 %u\"",
            i % 10000, i);
    fprintf(out, ",\"direction\":\"\xE6\x94\xAF\xE5\x87\xBA\",\"is_refund\":false,\"number\":%u}",
            i);
}

/* A node of about the wanted size: many small records. */
struct text sink_node(size_t size) {
    struct text node = {NULL, 0};
    FILE *out = open_memstream(&node.bytes, &node.len);
    if (!out) sink_die("memory");
    fprintf(out,
            "{\"code\":\"10000\",\"msg\":\"Success\",\"trade_no\":\"2026112322001476161000000001\","
            "\"out_trade_no\":\"20261123000000001\",\"trade_status\":\"TRADE_SUCCESS\",\"total_"
            "amount\":\"88.88\"");
    if (size) fprintf(out, ",\"detail_list\":[");
    for (unsigned i = 0; ftell(out) < (long)size; i++) {
        if (i) fputc(',', out);
        write_record(out, i);
    }
    fprintf(out, size ? "]}" : "}");
    fclose(out);
    return node;
}
