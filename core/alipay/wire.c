/* SPDX-License-Identifier: MIT
 * Lays parameters out for signing and sending. It sorts nothing and judges nothing. */
#include "alipay/wire.h"

#include <stdbool.h>
#include <string.h>

static const struct form_pair sign_pair = {.key = "sign", .key_len = 4};

static char *append(char *out, const char *text, size_t len) {
    if (len) memcpy(out, text, len);
    return out + len;
}

enum { SHORT_VALUE = 512 };

/* At least what append_encoded writes; a short text is not worth counting. */
static size_t encoded_size(const struct wire_param *param) {
    const struct form_pair *pair = &param->pair;
    if (param->encoded) return param->encoded_len;
    if (pair->value_len > SHORT_VALUE) return form_encode_size(pair, 1);
    return 3 * (pair->key_len + pair->value_len) + 1;
}

static char *append_encoded(char *out, const struct wire_param *param) {
    if (param->encoded) return append(out, param->encoded, param->encoded_len);
    return form_encode(&param->pair, 1, out);
}

/* The encoded parameters of one place on one side of the signature, joined by `&`. */
static char *append_place(char *out, const struct wire_param *params, size_t count,
                          enum wire_place place) {
    const char *start = out;
    for (size_t i = 0; i < count; i++) {
        if (params[i].place != place) continue;
        if (out != start) *out++ = '&';
        out = append_encoded(out, &params[i]);
    }
    return out;
}

static size_t count_before_sign(const struct wire_param *params, size_t count) {
    size_t before = 0;
    while (before < count && form_order(&params[before].pair, &sign_pair) < 0) before++;
    return before;
}

size_t wire_merge(struct wire_param *out, const struct wire_param *shared, size_t shared_count,
                  const struct wire_param *own, size_t own_count) {
    size_t count = 0, i = 0, j = 0;
    while (i < shared_count && j < own_count) {
        int order = form_order(&shared[i].pair, &own[j].pair);
        if (order == 0) i++;
        else out[count++] = order < 0 ? shared[i++] : own[j++];
    }
    while (i < shared_count) out[count++] = shared[i++];
    while (j < own_count) out[count++] = own[j++];
    return count;
}

size_t wire_size(const struct wire_param *params, size_t count) {
    size_t size = sizeof(struct wire);
    for (size_t i = 0; i < count; i++) /* with an `&` each, signed and sent */
        size += params[i].pair.key_len + params[i].pair.value_len + 2 + encoded_size(&params[i]) + 1;
    return size;
}

void wire_write(struct wire *wire, const struct wire_param *params, size_t count) {
    char *start = wire->text, *out = start;
    for (size_t i = 0; i < count; i++) {
        if (i) *out++ = '&';
        form_join(&params[i].pair, 1, out);
        out += params[i].pair.key_len + params[i].pair.value_len + 1;
    }
    wire->signed_len = (size_t)(out - start);
    size_t before = count_before_sign(params, count);
    start = out;
    out = append_place(out, params, before, WIRE_URL);
    wire->before_len = (size_t)(out - start);
    start = out;
    out = append_place(out, params + before, count - before, WIRE_URL);
    wire->after_len = (size_t)(out - start);
    start = out;
    out = append_place(out, params, count, WIRE_FORM);
    wire->form_len = (size_t)(out - start);
}

const char *wire_signed(const struct wire *wire, size_t *len) {
    *len = wire->signed_len;
    return wire->text;
}

const char *wire_form(const struct wire *wire, size_t *len) {
    *len = wire->form_len;
    return wire->text + wire->signed_len + wire->before_len + wire->after_len;
}

/* Escaped, a byte takes three at most. */
size_t wire_query_size(const struct wire *wire, size_t len) {
    return wire->before_len + wire->after_len + sizeof "&sign=&" + 3 * len;
}

char *wire_query(const struct wire *wire, const char *signature, size_t len, char *out) {
    const char *before = wire->text + wire->signed_len;
    out = append(out, before, wire->before_len);
    if (wire->before_len) *out++ = '&';
    out = form_escape(signature, len, append(out, "sign=", 5));
    if (wire->after_len) *out++ = '&';
    return append(out, before + wire->before_len, wire->after_len);
}
