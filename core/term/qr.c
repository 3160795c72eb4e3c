/* SPDX-License-Identifier: MIT
 * Draws QR codes with libqrencode and libpng.
 * libpng reports errors by longjmp: what it may jump over holds nothing that has to be freed. */
#include "term/qr.h"

#include <errno.h>
#include <png.h>
#include <qrencode.h>
#include <setjmp.h>
#include <string.h>

#include "base/utf8.h"

enum { ECI_UTF8 = 26 };

struct sink {
    char *out;
    size_t room, used;
    char reason[128];
};

struct picture {
    const struct qr *qr;
    unsigned scale, margin, size; /* size in pixels */
};

static void sink_write(png_structp png, png_bytep bytes, size_t len) {
    struct sink *sink = png_get_io_ptr(png);
    if (len > sink->room - sink->used) png_error(png, "the picture is larger than foreseen");
    memcpy(sink->out + sink->used, bytes, len);
    sink->used += len;
}

static void sink_flush(png_structp png) {
    (void)png;
}

static void png_failed(png_structp png, png_const_charp message) {
    struct sink *sink = png_get_error_ptr(png);
    size_t len = strnlen(message, sizeof sink->reason - 1);
    memcpy(sink->reason, message, len);
    sink->reason[len] = '\0';
    longjmp(png_jmpbuf(png), 1);
}

static void png_warned(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

/* One line of pixels, a bit each, white is 1. */
static void draw_line(const struct picture *picture, unsigned y, unsigned char *line) {
    const struct qr *qr = picture->qr;
    memset(line, 0xFF, (picture->size + 7) / 8);
    unsigned row = y / picture->scale;
    if (row < picture->margin || row >= picture->margin + qr->width) return;
    const unsigned char *dark = qr->dark + (size_t)(row - picture->margin) * qr->width;
    unsigned start = picture->margin * picture->scale;
    for (unsigned x = 0; x < qr->width * picture->scale; x++)
        if (dark[x / picture->scale])
            line[(start + x) / 8] &= (unsigned char)~(0x80u >> ((start + x) % 8));
}

/* Apart from the jump's target, so that no variable here changes between setjmp and longjmp. */
static void draw(png_structp png, png_infop info, const struct picture *picture) {
    unsigned char line[(QR_MAX_WIDTH + 2 * QR_MAX_MARGIN) * QR_MAX_SCALE / 8 + 1];
    png_set_IHDR(png, info, picture->size, picture->size, 1, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (unsigned y = 0; y < picture->size; y++) {
        draw_line(picture, y, line);
        png_write_row(png, line);
    }
    png_write_end(png, info);
}

static int write_png(png_structp png, const struct picture *picture, struct sink *sink) {
    png_infop info = png_create_info_struct(png);
    if (!info) return -1;
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_info_struct(png, &info);
        return -1;
    }
    png_set_write_fn(png, sink, sink_write, sink_flush);
    draw(png, info, picture);
    png_destroy_info_struct(png, &info);
    return 0;
}

static unsigned picture_size(const struct qr *qr, unsigned scale, unsigned margin) {
    return (qr->width + 2 * margin) * scale;
}

static int is_ascii(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80) return 0;
    return 1;
}

/* Text beyond ASCII is announced as UTF-8: readers that have to guess take short Chinese texts for
 * other sets. */
static QRcode *encode_code(const char *text, size_t len) {
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    if (!input) return NULL;
    int status = 0;
    if (!is_ascii(text, len) && utf8_valid(text, len))
        status = QRinput_appendECIheader(input, ECI_UTF8);
    if (status == 0)
        status = QRinput_append(input, QR_MODE_8, (int)len, (const unsigned char *)text);
    QRcode *code = status == 0 ? QRcode_encodeInput(input) : NULL;
    int reason = errno;
    QRinput_free(input);
    errno = reason;
    return code;
}

int qr_encode(const char *text, size_t len, struct qr *qr, struct err *err) {
    if (len == 0) return err_set(err, ERR_DATA, "a QR code of an empty text");
    if (len > QR_MAX_TEXT)
        return err_set(err, ERR_LIMIT, "a QR code holds up to %d bytes, not %zu", QR_MAX_TEXT, len);
    QRcode *code = encode_code(text, len);
    if (!code && errno == ENOMEM) return err_set(err, ERR_MEMORY, "not enough memory");
    if (!code) return err_errno(err, ERR_SYSTEM, "cannot make the QR code");
    qr->width = (unsigned)code->width;
    for (size_t i = 0; i < (size_t)qr->width * qr->width; i++)
        qr->dark[i] = code->data[i] & 1;
    QRcode_free(code);
    return 0;
}

size_t qr_png_room(const struct qr *qr, unsigned scale, unsigned margin) {
    size_t size = picture_size(qr, scale, margin);
    size_t raw = size * ((size + 7) / 8 + 1);
    return raw + raw / 64 + 4096; /* deflate's and the chunks' overhead is far below */
}

int qr_png(const struct qr *qr, unsigned scale, unsigned margin, char *out, size_t room,
           size_t *written, struct err *err) {
    struct picture picture = {qr, scale, margin, picture_size(qr, scale, margin)};
    struct sink sink = {out, room, 0, "not enough memory"};
    if (scale < 1 || scale > QR_MAX_SCALE || margin > QR_MAX_MARGIN)
        return err_set(err, ERR_LIMIT, "a QR code of scale %u and margin %u", scale, margin);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &sink, png_failed, png_warned);
    int status = png ? write_png(png, &picture, &sink) : -1;
    if (png) png_destroy_write_struct(&png, NULL);
    *written = sink.used;
    return status < 0 ? err_set(err, ERR_SYSTEM, "cannot draw the QR code: %s", sink.reason) : 0;
}
