/* SPDX-License-Identifier: MIT
 * QR codes as a matrix of modules, and as a PNG in memory of the caller's. */
#ifndef ALIPAY_QR_H
#define ALIPAY_QR_H

#include <stddef.h>

#include "base/err.h"

enum { QR_MAX_TEXT = 2000, QR_MAX_WIDTH = 177, QR_MAX_SCALE = 64, QR_MAX_MARGIN = 64 };

struct qr {
    unsigned width;
    unsigned char dark[QR_MAX_WIDTH * QR_MAX_WIDTH]; /* row by row, 1 for dark */
};

/* Error correction of level M; text beyond ASCII is marked as UTF-8 (ECI 26) when it is that. 0, or
 * -1: ERR_DATA for empty text, ERR_LIMIT beyond QR_MAX_TEXT. */
int qr_encode(const char *text, size_t len, struct qr *qr, struct err *err);

/* Bytes that the PNG of a code needs at most; `scale` from 1 to QR_MAX_SCALE pixels, `margin` up to
 * QR_MAX_MARGIN. */
size_t qr_png_room(const struct qr *qr, unsigned scale, unsigned margin);

/* Writes the PNG (one bit of grey a pixel); 0 with its size in *written, or -1. */
int qr_png(const struct qr *qr, unsigned scale, unsigned margin, char *out, size_t room,
           size_t *written, struct err *err);

#endif
