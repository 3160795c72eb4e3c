/* SPDX-License-Identifier: MIT
 * Outlines of DER encodings, and the members of PEM, base64 or raw texts. It trusts structure, not
 * labels: "BEGIN RSA PRIVATE KEY" round a PKCS#8 key is common and harmless. Decoding is left to
 * OpenSSL. */
#include "crypto/der.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>

#include "base/base64.h"

enum { SHAPE_MAX = 8 };

struct span {
    const unsigned char *at;
    size_t len;
};

/* Splits the first element off `rest`: its tag, and its content, or what is there of it: of a text that
 * was cut short it can still be said what it was. */
static int next_element(struct span *rest, unsigned *tag, struct span *content) {
    if (rest->len < 2) return 0;
    *tag = rest->at[0];
    size_t header = 2, length = rest->at[1];
    if (length & 0x80) {
        size_t octets = length & 0x7f;
        if (octets == 0 || octets > 4 || rest->len < 2 + octets) return 0;
        length = 0;
        for (size_t i = 0; i < octets; i++) length = length << 8 | rest->at[2 + i];
        header += octets;
    }
    if (length > rest->len - header) length = rest->len - header;
    content->at = rest->at + header;
    content->len = length;
    rest->at += header + length;
    rest->len -= header + length;
    return 1;
}

/* One letter per element: Integer, Octets, Bits, iDentifier, Sequence, a digit for a context tag.
 */
static void read_shape(struct span inside, char shape[SHAPE_MAX + 1], struct span *first) {
    struct span content;
    unsigned tag;
    int n = 0;
    while (n < SHAPE_MAX && next_element(&inside, &tag, &content)) {
        if (n == 0 && first) *first = content;
        switch (tag) {
        case 0x02: shape[n] = 'I'; break;
        case 0x03: shape[n] = 'B'; break;
        case 0x04: shape[n] = 'O'; break;
        case 0x06: shape[n] = 'D'; break;
        case 0x30: shape[n] = 'S'; break;
        default:
            shape[n] = (tag & 0xC0) == 0x80 && (tag & 31) < 10 ? (char)('0' + (tag & 31)) : '?';
        }
        n++;
    }
    shape[n] = '\0';
}

static int begins(const char *shape, const char *with) {
    return strncmp(shape, with, strlen(with)) == 0;
}

static enum der_kind classify_signed(struct span body) {
    char shape[SHAPE_MAX + 1];
    read_shape(body, shape, NULL);
    if (begins(shape, "0ISSSSS") || begins(shape, "ISSSSS")) return DER_CERTIFICATE;
    if (begins(shape, "ISS0")) return DER_REQUEST;
    return DER_UNKNOWN;
}

/* Judges by the outline alone: an encoding that was cut short has a kind, too. */
static enum der_kind classify(const unsigned char *der, size_t len) {
    struct span rest = {der, len}, inside, first = {NULL, 0};
    char shape[SHAPE_MAX + 1];
    unsigned tag;
    if (!next_element(&rest, &tag, &inside) || tag != 0x30) return DER_UNKNOWN;
    read_shape(inside, shape, &first);
    int small = shape[0] == 'I' && first.len == 1;
    if (small && first.at[0] <= 1 && begins(shape, "ISO")) return DER_PKCS8;
    if (small && first.at[0] == 1 && begins(shape, "IO")) return DER_EC_PRIVATE;
    if (small && first.at[0] <= 1 && begins(shape, "IIIIIIII")) return DER_RSA_PRIVATE;
    if (small && first.at[0] == 3 && begins(shape, "IS")) return DER_PKCS12;
    if (strcmp(shape, "II") == 0) return DER_RSA_PUBLIC;
    if (strcmp(shape, "SO") == 0) return DER_PKCS8_ENCRYPTED;
    if (strcmp(shape, "SB") == 0) return DER_SPKI;
    if (strcmp(shape, "SSB") == 0) return classify_signed(first);
    return DER_UNKNOWN;
}

size_t der_announced(const unsigned char *der, size_t len) {
    if (len < 2 || der[0] != 0x30) return 0;
    if (!(der[1] & 0x80)) return 2u + der[1];
    size_t octets = der[1] & 0x7f, length = 0;
    if (octets == 0 || octets > 4 || len < 2 + octets) return 0;
    for (size_t i = 0; i < octets; i++) length = length << 8 | der[2 + i];
    return 2 + octets + length;
}

const char *der_kind_name(enum der_kind kind) {
    switch (kind) {
    case DER_PKCS8:
    case DER_RSA_PRIVATE:
    case DER_EC_PRIVATE: return "a private key";
    case DER_PKCS8_ENCRYPTED: return "an encrypted private key";
    case DER_SPKI:
    case DER_RSA_PUBLIC: return "a public key";
    case DER_CERTIFICATE: return "a certificate";
    case DER_REQUEST: return "a certificate request";
    case DER_PKCS12: return "a PKCS#12 store";
    case DER_UNKNOWN: break;
    }
    return "something unknown";
}

static void check_member(struct der_member *member) {
    size_t announced = der_announced(member->der, member->len);
    /* OpenSSL's "TRUSTED CERTIFICATE" carries its trust settings behind the certificate. */
    if (announced && announced < member->len && begins(member->label, "TRUSTED"))
        member->len = announced;
    if (announced > member->len)
        snprintf(member->problem, sizeof member->problem,
                 "it is cut short (%zu bytes are announced, %zu are there)", announced,
                 member->len);
    else if (announced == 0)
        snprintf(member->problem, sizeof member->problem, "its content is no DER encoding");
    else if (announced < member->len)
        snprintf(member->problem, sizeof member->problem, "%zu bytes too many follow its encoding",
                 member->len - announced);
    member->kind = classify(member->der, member->len);
}

static void decode_member(struct der_reader *reader, struct der_member *member, const char *text,
                          size_t len) {
    struct err err;
    if (memchr(text, '\\', len))
        snprintf(member->problem, sizeof member->problem,
                 "it holds the two characters \"\\n\" where a line break belongs");
    else if (base64_decode(text, len, reader->room, &member->len, &err) != 0) {
        snprintf(member->problem, sizeof member->problem, "%.100s", err.text);
        member->kind = classify(reader->room, member->len);
    } else {
        member->der = reader->room;
        check_member(member);
    }
}

static const char *find(const char *at, const char *end, const char *what) {
    return at < end ? memmem(at, (size_t)(end - at), what, strlen(what)) : NULL;
}

/* A line like -----BEGIN PRIVATE KEY----- or its END. Editors and hands drop dashes of it, repeat it or
 * glue it to what follows, so two dashes in front are enough, and its end is the next dashes or line. */
struct frame {
    const char *first, *behind, *label;
    size_t label_len;
    int begins;
};

static int next_frame(const char *at, const char *end, struct frame *frame) {
    while ((frame->first = at = find(at, end, "--"))) {
        while (at < end && *at == '-') at++;
        size_t left = (size_t)(end - at);
        frame->begins = left >= 6 && strncasecmp(at, "BEGIN ", 6) == 0;
        if (!frame->begins && !(left >= 4 && strncasecmp(at, "END ", 4) == 0)) continue;
        frame->label = at += frame->begins ? 6 : 4;
        while (at < end && *at != '\r' && *at != '\n' && !(end - at >= 2 && at[0] == '-' && at[1] == '-')) at++;
        frame->label_len = (size_t)(at - frame->label);
        while (at < end && *at == '-') at++;
        frame->behind = at;
        return 1;
    }
    return 0;
}

static int is_blank(const char *text, const char *end) {
    while (text < end && strchr(" \t\r\n", *text)) text++;
    return text >= end;
}

/* What stands between two frames belongs to the first of them; what stands in front of all to the END
 * of a text that has lost its BEGIN. */
static int next_pem(struct der_reader *reader, struct der_member *member) {
    struct frame frame;
    const char *body = NULL;
    int found;
    while ((found = next_frame(reader->at, reader->end, &frame))) {
        if (!frame.begins && !body && !reader->started) body = reader->at;
        reader->started = 1;
        if (body && (!frame.begins || !is_blank(body, frame.first))) break;
        reader->at = frame.behind;
        if (!frame.begins) continue; /* the END of a frame that was written twice */
        body = frame.behind;
        snprintf(member->label, sizeof member->label, "%.*s", (int)frame.label_len, frame.label);
    }
    if (!body) return 0;
    const char *stop = found ? frame.first : reader->end;
    reader->at = !found ? reader->end : frame.begins ? frame.first : frame.behind;
    if (find(body, stop, "ENCRYPTED"))
        member->kind = DER_PKCS8_ENCRYPTED; /* the traditional "Proc-Type: 4,ENCRYPTED" */
    else
        decode_member(reader, member, body, (size_t)(stop - body));
    return 1;
}

int der_is_pem(const char *text, size_t len) {
    struct frame frame;
    return next_frame(text, text + len, &frame);
}

int der_reader_open(struct der_reader *reader, const char *text, size_t len) {
    *reader = (struct der_reader){.at = text, .end = text + len};
    reader->room_size = BASE64_ROOM(len);
    reader->room = OPENSSL_malloc(reader->room_size);
    if (!reader->room) return -1;
    reader->is_pem = der_is_pem(text, len);
    return 0;
}

int der_reader_next(struct der_reader *reader, struct der_member *member) {
    *member = (struct der_member){.kind = DER_UNKNOWN};
    if (reader->is_pem) return next_pem(reader, member);
    if (reader->started) return 0;
    reader->started = 1;
    size_t len = (size_t)(reader->end - reader->at);
    if (len > 0 && reader->at[0] == 0x30 && !base64_looks(reader->at, len, NULL)) {
        member->der = (const unsigned char *)reader->at;
        member->len = len;
        check_member(member);
    } else {
        decode_member(reader, member, reader->at, len);
    }
    return 1;
}

void der_reader_close(struct der_reader *reader) {
    OPENSSL_clear_free(reader->room, reader->room_size);
    reader->room = NULL;
}
