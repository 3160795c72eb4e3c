/* SPDX-License-Identifier: MIT
 * Tests of qr.c: the picture is read back by zbarimg where that is installed. */
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "term/qr.h"

static struct err err;
static struct qr qr;

static size_t draw(const char *text, unsigned scale, unsigned margin, char **png) {
    size_t written;
    assert_int_equal(qr_encode(text, strlen(text), &qr, &err), 0);
    size_t room = qr_png_room(&qr, scale, margin);
    *png = malloc(room);
    assert_non_null(*png);
    assert_int_equal(qr_png(&qr, scale, margin, *png, room, &written, &err), 0);
    return written;
}

static void reads_back(const char *text, unsigned scale) {
    char folder[512], path[600], command[700], read[4096];
    char *png;
    size_t len = draw(text, scale, 4, &png);
    assert_int_equal(fs_temporary("qr-test.", folder, sizeof folder, &err), 0);
    snprintf(path, sizeof path, "%s/q.png", folder);
    assert_int_equal(fs_create(path, png, len, 0600, &err), 0);
    free(png);
    snprintf(command, sizeof command, "zbarimg -q --raw '%s' 2>/dev/null", path);
    FILE *reader = popen(command, "r");
    assert_non_null(reader);
    size_t got = fread(read, 1, sizeof read, reader);
    pclose(reader);
    assert_int_equal(fs_remove(folder, &err), 0);
    assert_int_equal(got, strlen(text) + 1); /* with zbarimg's line end */
    assert_memory_equal(read, text, got - 1);
}

static void a_reader_gets_the_text(void **state) {
    (void)state;
    if (system("zbarimg --version >/dev/null 2>&1") != 0) skip();
    reads_back("https://qr.alipay.com/bax03431ljhokirwl38f00a7", 8);
    reads_back("0", 3);
    reads_back("\xE4\xB8\xAD", 8);
    reads_back("\xE8\xAF\xB7\xE6\x89\xAB\xE7\xA0\x81\xE4\xBB\x98\xE6\xAC\xBE", 8);
    char large[1500];
    for (size_t i = 0; i + 3 < sizeof large; i += 3)
        memcpy(large + i, "\xE4\xB8\xAD", 4);
    reads_back(large, 4);
}

static void the_picture_has_the_size_asked_for(void **state) {
    (void)state;
    for (unsigned scale = 1; scale <= QR_MAX_SCALE; scale += 21) {
        for (unsigned margin = 0; margin <= QR_MAX_MARGIN; margin += 32) {
            char *bytes;
            size_t len = draw("x", scale, margin, &bytes);
            png_image image = {.version = PNG_IMAGE_VERSION};
            assert_int_equal(png_image_begin_read_from_memory(&image, bytes, len), 1);
            assert_int_equal(image.width, (qr.width + 2 * margin) * scale);
            assert_int_equal(image.height, image.width);
            png_image_free(&image);
            free(bytes);
        }
    }
}

static void too_little_room_is_an_error(void **state) {
    (void)state;
    char out[200];
    size_t written;
    assert_int_equal(qr_encode("x", 1, &qr, &err), 0);
    for (size_t room = 0; room < 100; room += 9) {
        assert_int_equal(qr_png(&qr, 8, 4, out, room, &written, &err), -1);
        assert_int_equal(err.class, ERR_SYSTEM);
        assert_true(written <= room);
    }
    assert_int_equal(qr_png(&qr, 0, 4, out, sizeof out, &written, &err), -1);
    assert_int_equal(qr_png(&qr, 8, QR_MAX_MARGIN + 1, out, sizeof out, &written, &err), -1);
}

static void size_of_text_is_bounded(void **state) {
    (void)state;
    static char text[QR_MAX_TEXT + 1];
    memset(text, 0xFF, sizeof text);
    assert_int_equal(qr_encode("", 0, &qr, &err), -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_int_equal(qr_encode(text, sizeof text, &qr, &err), -1);
    assert_int_equal(err.class, ERR_LIMIT);
    assert_int_equal(qr_encode(text, sizeof text - 1, &qr, &err), 0);
    assert_true(qr.width <= QR_MAX_WIDTH);
    assert_int_equal(qr.dark[0], 1); /* a corner of the finder pattern */
    assert_int_equal(qr_encode("a\0b", 3, &qr, &err), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_gets_the_text),
        cmocka_unit_test(the_picture_has_the_size_asked_for),
        cmocka_unit_test(too_little_room_is_an_error),
        cmocka_unit_test(size_of_text_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
