/* SPDX-License-Identifier: MIT
 * Prints X.509 names as Java does (RFC 2253): Alipay's serial numbers are a digest over this very
 * text, so OpenSSL's own printer, which escapes and names attributes differently, will not do. */
#include <string.h>

#include <openssl/buffer.h>
#include <openssl/crypto.h>
#include <openssl/objects.h>

#include "cert/cert_internal.h"

/* Grows a BUF_MEM; 0 when memory is short. */
static int add(BUF_MEM *out, const void *bytes, size_t len) {
    size_t used = out->length;
    if (BUF_MEM_grow_clean(out, used + len) != used + len) return len == 0;
    memcpy(out->data + used, bytes, len);
    return 1;
}

static int add_text(BUF_MEM *out, const char *text) {
    return add(out, text, strlen(text));
}

/* Java knows nine keywords in this form; every other attribute goes by its number. */
static const char *keyword_of(const ASN1_OBJECT *type) {
    switch (OBJ_obj2nid(type)) {
    case NID_commonName: return "CN";
    case NID_countryName: return "C";
    case NID_localityName: return "L";
    case NID_stateOrProvinceName: return "ST";
    case NID_organizationName: return "O";
    case NID_organizationalUnitName: return "OU";
    case NID_streetAddress: return "STREET";
    case NID_domainComponent: return "DC";
    case NID_userId: return "UID";
    default: return NULL;
    }
}

static int is_text(const ASN1_STRING *value) {
    switch (ASN1_STRING_type(value)) {
    case V_ASN1_UTF8STRING:
    case V_ASN1_PRINTABLESTRING:
    case V_ASN1_T61STRING:
    case V_ASN1_IA5STRING:
    case V_ASN1_GENERALSTRING:
    case V_ASN1_BMPSTRING: return 1;
    default: return 0;
    }
}

/* "#" and the hex of the whole encoding, tag and length included. */
static int add_encoding(BUF_MEM *out, const ASN1_STRING *value) {
    static const char hex[] = "0123456789abcdef";
    unsigned char *der = NULL;
    ASN1_TYPE type = {.type = ASN1_STRING_type(value)};
    type.value.asn1_string = (ASN1_STRING *)(uintptr_t)value;
    int len = i2d_ASN1_TYPE(&type, &der);
    int good = len > 0 && add_text(out, "#");
    for (int i = 0; good && i < len; i++) {
        char pair[2] = {hex[der[i] >> 4], hex[der[i] & 15]};
        good = add(out, pair, 2);
    }
    OPENSSL_free(der);
    return good;
}

static int is_white(unsigned char c) {
    return c == ' ' || c == '\r';
}

/* Bytes are passed through as they are (UTF-8 as a rule). */
static int add_escaped(BUF_MEM *out, const ASN1_STRING *value) {
    const unsigned char *text = ASN1_STRING_get0_data(value);
    int len = ASN1_STRING_length(value), lead = 0, trail = len - 1, good = 1;
    while (lead < len && is_white(text[lead])) lead++;
    while (trail >= 0 && is_white(text[trail])) trail--;
    for (int i = 0; good && i < len; i++) {
        if (text[i] == '\0') {
            good = add_text(out, "\\00");
            continue;
        }
        if (i < lead || i > trail || strchr(",=+<>#;\"\\", text[i])) good = add_text(out, "\\");
        good = good && add(out, text + i, 1);
    }
    return good;
}

static int add_attribute(BUF_MEM *out, const X509_NAME_ENTRY *entry) {
    char number[128];
    const ASN1_OBJECT *type = X509_NAME_ENTRY_get_object(entry);
    const ASN1_STRING *value = X509_NAME_ENTRY_get_data(entry);
    const char *keyword = keyword_of(type);
    if (!keyword) {
        OBJ_obj2txt(number, sizeof number, type, 1);
        return add_text(out, number) && add_text(out, "=") && add_encoding(out, value);
    }
    if (!add_text(out, keyword) || !add_text(out, "=")) return 0;
    return is_text(value) ? add_escaped(out, value) : add_encoding(out, value);
}

/* The sets in reverse order, joined by ","; the attributes of one set in their own order, joined by
 * "+". */
static int add_name(BUF_MEM *out, const X509_NAME *name) {
    int good = 1;
    for (int last = X509_NAME_entry_count(name) - 1; good && last >= 0;) {
        int set = X509_NAME_ENTRY_set(X509_NAME_get_entry(name, last)), first = last;
        while (first > 0 && X509_NAME_ENTRY_set(X509_NAME_get_entry(name, first - 1)) == set)
            first--;
        if (out->length > 0) good = add_text(out, ",");
        for (int i = first; good && i <= last; i++)
            good = (i == first || add_text(out, "+")) &&
                   add_attribute(out, X509_NAME_get_entry(name, i));
        last = first - 1;
    }
    return good;
}

char *cert_name_text(const X509_NAME *name) {
    char *text = NULL;
    BUF_MEM *out = BUF_MEM_new();
    if (out && add_name(out, name))
        text = OPENSSL_strndup(out->length ? out->data : "", out->length);
    BUF_MEM_free(out);
    return text;
}
