/* SPDX-License-Identifier: MIT
 * Finds out what a source is (PEM, scheme, base64, path), reads files and undoes what editors did to
 * the text (UTF-16, byte order marks, foreign blanks). It does not look at what the key or certificate is. Owns the bytes that it read and wipes them. Messages never repeat what
 * may be a key. */
#include "crypto/key_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "base/base64.h"
#include "base/text.h"
#include "base/utf8.h"
#include "crypto/der.h"

enum { FILE_MAX = 1 << 20, PATH_SHOWN = 240, BASE64_LEAST = 64 };

static int is_raw_der(const char *text, size_t len) {
    const unsigned char *bytes = (const unsigned char *)text;
    return len >= 2 && bytes[0] == 0x30 && (bytes[1] & 0x80 || der_announced(bytes, len) == len);
}

static int is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Drops a byte order mark and white space round a text. */
static void trim(const char **text, size_t *len) {
    if (*len >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
        *len -= 3;
    }
    while (*len > 0 && is_blank(**text)) {
        (*text)++;
        (*len)--;
    }
    while (*len > 0 && is_blank((*text)[*len - 1])) (*len)--;
}

/* "Unicode" of Windows editors, with its byte order mark or without: half of the bytes of ASCII are 0. */
static const char *utf16_name(const char *text, size_t len) {
    if (len < 2) return NULL;
    if (memcmp(text, "\xFF\xFE", 2) == 0 || (text[0] && !text[1])) return "UTF-16LE";
    if (memcmp(text, "\xFE\xFF", 2) == 0 || (!text[0] && text[1])) return "UTF-16BE";
    return NULL;
}

/* Puts `size` bytes in place of what was owned. */
static void own(struct key_text *source, char *bytes, size_t size, size_t len) {
    OPENSSL_clear_free(source->owned, source->owned_size);
    source->text = source->owned = bytes;
    source->owned_size = size;
    source->len = len;
}

static int convert_utf16(struct key_text *source, const char *from, struct err *err) {
    size_t size = text_convert_room(source->len), written = 0;
    struct err inner;
    char *bytes = OPENSSL_malloc(size);
    if (!bytes) return err_set(err, ERR_MEMORY, "not enough memory");
    if (text_convert(from, "UTF-8", source->text, source->len, bytes, size, &written, &inner) != 0) {
        OPENSSL_clear_free(bytes, size);
        return err_set(err, ERR_KEY, "%sa broken text in UTF-16: %s", source->name, inner.text);
    }
    own(source, bytes, size, written);
    return 0;
}

/* What looks like an ASCII character of a frame or line and is none; '\0' for all others. */
static char ascii_like(uint32_t code) {
    if (code == 0x85 || code == 0xA0 || (code >= 0x2000 && code <= 0x200F) || code == 0x2028 ||
        code == 0x2029 || code == 0x202F || code == 0x2060 || code == 0x3000 || code == 0xFEFF)
        return ' '; /* blanks of every width, marks of order and direction */
    return (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xFF0D ? '-' : '\0';
}

static int replace_foreign(struct key_text *source, struct err *err) {
    uint32_t code;
    size_t step;
    char *bytes = OPENSSL_malloc(source->len);
    if (!bytes) return err_set(err, ERR_MEMORY, "not enough memory");
    memcpy(bytes, source->text, source->len);
    for (size_t i = 0; i < source->len; i += step) {
        step = utf8_decode(bytes + i, source->len - i, &code);
        char like = step > 1 ? ascii_like(code) : '\0';
        if (like) memset(bytes + i, like, step);
        if (step == 0) step = 1;
    }
    own(source, bytes, source->len, source->len);
    return 0;
}

/* After a failure nothing is to be closed. */
static int clean(struct key_text *source, const char *what, struct err *err) {
    if (is_raw_der(source->text, source->len)) return 0;
    const char *utf16 = utf16_name(source->text, source->len);
    int status = utf16 ? convert_utf16(source, utf16, err) : 0;
    if (status == 0) trim(&source->text, &source->len);
    for (size_t i = 0; status == 0 && i < source->len; i++) {
        if (!(source->text[i] & 0x80)) continue;
        status = replace_foreign(source, err);
        if (status == 0) trim(&source->text, &source->len);
        break;
    }
    if (status == 0 && source->len == 0)
        status = source->name[0] ? err_set(err, ERR_KEY, "%sit is empty, %s was expected", source->name, what)
                                 : err_set(err, ERR_KEY, "an empty text where %s belongs", what);
    if (status != 0) key_text_close(source);
    return status;
}

/* The DER of a short key (an SM2 public key is "MFkw...") begins with other letters than "MI"; a
 * path could too, so its length must be exactly right. */
static int is_base64_der(const char *text, size_t len) {
    unsigned char der[256];
    size_t digits, got;
    if (!base64_looks(text, len, &digits) || digits < BASE64_LEAST) return 0;
    if (strncmp(text, "MI", 2) == 0) return 1;
    if (text[0] != 'M' || len > sizeof der) return 0;
    int exact = base64_decode(text, len, der, &got, NULL) == 0 && der_announced(der, got) == got;
    OPENSSL_cleanse(der, sizeof der);
    return exact;
}

/* A path is repeated in a message; a mistyped key must not be. */
static int may_be_secret(const char *text, size_t len) {
    size_t run = 0;
    if (len > PATH_SHOWN) return 1;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] < ' ') return 1;
        run = text[i] != '/' && text[i] != '=' && base64_looks(text + i, 1, NULL) ? run + 1 : 0;
        if (run > 40 || (run >= 20 && strncmp(text, "MI", 2) == 0)) return 1;
    }
    return 0;
}

static int read_all(int fd, struct key_text *source, struct err *err) {
    size_t used = 0;
    for (;;) {
        ssize_t got = read(fd, source->owned + used, source->owned_size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return err_errno(err, ERR_FILE, "%scannot be read", source->name);
        if (got == 0) break;
        used += (size_t)got;
        if (used == source->owned_size) {
            if (used >= FILE_MAX)
                return err_set(err, ERR_FILE, "%slarger than 1 MiB, so not a key or certificate",
                               source->name);
            char *larger = OPENSSL_clear_realloc(source->owned, used, used * 4);
            if (!larger) return err_set(err, ERR_MEMORY, "not enough memory");
            source->owned = larger;
            source->owned_size = used * 4;
        }
    }
    source->text = source->owned;
    source->len = used;
    return 0;
}

static int open_path(struct key_text *source, const char *path, const char *what, struct err *err) {
    struct stat st;
    snprintf(source->name, sizeof source->name, "file '%.*s': ", PATH_SHOWN, path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return err_set(err, ERR_FILE, "file '%s' does not exist%s (%s was expected)", path,
                       path[0] == '~' ? "; a leading ~ is not expanded" : "", what);
    if (fd < 0) return err_errno(err, ERR_FILE, "%scannot be opened", source->name);
    int status = -1;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        err_set(err, ERR_FILE, "%sit is a folder, %s was expected", source->name, what);
    else if (!(source->owned = OPENSSL_malloc(source->owned_size = 16384)))
        err_set(err, ERR_MEMORY, "not enough memory");
    else
        status = read_all(fd, source, err);
    close(fd);
    if (status != 0) key_text_close(source);
    return status;
}

static int take_path(struct key_text *source, const char *text, size_t len, const char *what,
                     struct err *err) {
    char path[4096];
    if (len >= sizeof path || memchr(text, '\0', len) || memchr(text, '\n', len))
        return err_set(err, ERR_KEY, "a text of %zu characters is neither %s nor the path of one",
                       len, what);
    memcpy(path, text, len);
    path[len] = '\0';
    if (open_path(source, path, what, err) == 0) return clean(source, what, err);
    if (err->class == ERR_FILE && may_be_secret(text, len)) {
        if (strncmp(text, "MI", 2) == 0)
            err_set(err, ERR_KEY,
                    "%s was expected: the text begins like one in base64 but is cut short or "
                    "holds foreign characters (%zu characters)",
                    what, len);
        else
            err_set(err, ERR_KEY,
                    "a text of %zu characters is neither %s nor the path of one that exists", len,
                    what);
    }
    OPENSSL_cleanse(path, len);
    return -1;
}

static int take_scheme(struct key_text *source, const char *text, size_t len, size_t scheme,
                       const char *what, struct err *err) {
    static const char *const known[] = {"private.pkcs1", "private.pkcs8", "public.spki",
                                        "public.pkcs1"};
    const char *rest = text + scheme + 3;
    size_t rest_len = len - scheme - 3;
    if (scheme == 4 && strncmp(text, "file", 4) == 0) {
        if (rest_len == 0) return err_set(err, ERR_KEY, "file:// needs a path behind it");
        return take_path(source, rest, rest_len, what, err);
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i]) != scheme || strncmp(text, known[i], scheme) != 0) continue;
        trim(&rest, &rest_len);
        if (rest_len == 0) return err_set(err, ERR_KEY, "%s:// needs base64 behind it", known[i]);
        snprintf(source->name, sizeof source->name, "%s://: ", known[i]);
        source->text = rest;
        source->len = rest_len;
        return clean(source, what, err);
    }
    return err_set(err, ERR_KEY,
                   "unknown scheme '%.*s://' (file, private.pkcs1, private.pkcs8, "
                   "public.spki and public.pkcs1 are known)",
                   (int)scheme, text);
}

/* Length of what stands before "://" when that can be the name of a scheme, else 0. */
static size_t scheme_length(const char *text, size_t len) {
    size_t n = 0;
    while (n < len && n < 32 &&
           (strchr(".+-", text[n])
                ? text[n] != '\0'
                : (text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z') ||
                      (text[n] >= '0' && text[n] <= '9')))
        n++;
    return len - n >= 3 && memcmp(text + n, "://", 3) == 0 ? n : 0;
}

int key_text_open(struct key_text *source, const char *text, size_t len, const char *what,
                  struct err *err) {
    struct err local;
    if (!err) err = &local;
    *source = (struct key_text){.text = text, .len = len};
    if (clean(source, what, err) != 0) return -1;
    if (der_is_pem(source->text, source->len) || is_raw_der(source->text, source->len) ||
        is_base64_der(source->text, source->len))
        return 0;
    key_text_close(source);
    trim(&text, &len); /* a scheme or a path, as it was given */
    size_t scheme = scheme_length(text, len);
    return scheme > 0 ? take_scheme(source, text, len, scheme, what, err)
                      : take_path(source, text, len, what, err);
}

void key_text_close(struct key_text *source) {
    OPENSSL_clear_free(source->owned, source->owned_size);
    source->owned = NULL;
    source->text = NULL;
    source->len = 0;
}
