/* SPDX-License-Identifier: MIT
 * Digests, base64 and random bytes. */
#include "support/scratch.h"

#include "base/base64.h"
#include "crypto/digest.h"

static void known_digests(void **state) {
    (void)state;
    char hex[DIGEST_SHA256_HEX + 1];
    struct err err;
    assert_int_equal(digest_sha256("", 0, hex, &err), 0);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_int_equal(digest_sha256("abc", 3, hex, &err), 0);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(digest_md5("", 0, hex, &err), 0);
    assert_string_equal(hex, "d41d8cd98f00b204e9800998ecf8427e");
}

static void file_in_pieces(void **state) {
    (void)state;
    size_t sizes[] = {0, 1, 65535, 65536, 65537, 300000};
    char whole[65], pieces[65];
    struct err err;
    char *data = malloc(300000);
    for (size_t i = 0; i < 300000; i++) data[i] = (char)(i * 7 + i / 251);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        scratch_write("data", data, sizes[i]);
        assert_int_equal(digest_sha256(data, sizes[i], whole, &err), 0);
        assert_int_equal(digest_sha256_file(scratch_path("data"), pieces, &err), 0);
        assert_string_equal(whole, pieces);
    }
    free(data);
    assert_int_equal(digest_sha256_file(scratch_path("none"), pieces, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
    assert_non_null(strstr(err.text, "No such file"));
    assert_int_equal(digest_sha256_file(scratch_folder, pieces, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
}

static void base64_vectors(void **state) {
    (void)state;
    /* RFC 4648, section 10 */
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    char text[32], data[32];
    size_t len;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t plain = strlen(pairs[i][0]);
        assert_int_equal(base64_encode(pairs[i][0], plain, text), strlen(pairs[i][1]));
        assert_string_equal(text, pairs[i][1]);
        assert_int_equal(base64_decode(text, strlen(text), data, &len, NULL), 0);
        assert_int_equal(len, plain);
        assert_memory_equal(data, pairs[i][0], plain);
    }
    assert_int_equal(base64_decode(" Zm9v\r\n\tYg = =\n", 15, data, &len, NULL), 0);
    assert_int_equal(len, 4);
    assert_memory_equal(data, "foob", 4);
}

static void base64_is_strict(void **state) {
    (void)state;
    static const char *const bad[] = {
        "Z",        "Zg",   "Zg=",  "Zm8",   "Zg===", "=",    "====",  "Zg==Zg==", "Z=g=", "Zm9v=",
        "Zm9v====", "Zm-v", "Zm_v", "Zm9v!", "Zh==",  "Zm9=", "Zg==x", "Zm\x80v",  "Zm9vZ"};
    char data[64];
    size_t len;
    struct err err;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(base64_decode(bad[i], strlen(bad[i]), data, &len, &err), -1);
        assert_int_equal(err.class, ERR_DATA);
        assert_non_null(strstr(err.text, "not base64"));
    }
    assert_int_equal(base64_decode("Zm\0v", 4, data, &len, &err), -1);
}

static void base64_round_trip(void **state) {
    (void)state;
    unsigned char bytes[300], back[BASE64_ROOM(BASE64_LENGTH(300))];
    char text[BASE64_LENGTH(300) + 1];
    struct err err;
    for (size_t n = 0; n <= sizeof bytes; n++) {
        size_t len = 0;
        assert_int_equal(digest_random(bytes, n, &err), 0);
        assert_int_equal(base64_encode(bytes, n, text), BASE64_LENGTH(n));
        assert_int_equal(base64_decode(text, BASE64_LENGTH(n), back, &len, &err), 0);
        assert_int_equal(len, n);
        assert_memory_equal(bytes, back, n);
    }
}

/* OpenSSL counts by int, so a large text is encoded in pieces: no padding may stand between them. */
static void base64_of_a_large_text(void **state) {
    (void)state;
    size_t size = (3 << 20) + 1, len = 0;
    unsigned char *bytes = calloc(size, 1), *back = malloc(BASE64_ROOM(BASE64_LENGTH(size)));
    char *text = malloc(BASE64_LENGTH(size) + 1);
    assert_true(bytes && back && text);
    bytes[size - 1] = 'x';
    assert_int_equal(base64_encode(bytes, size, text), BASE64_LENGTH(size));
    assert_int_equal(base64_decode(text, BASE64_LENGTH(size), back, &len, NULL), 0);
    assert_int_equal(len, size);
    assert_memory_equal(bytes, back, size);
    free(bytes);
    free(back);
    free(text);
}

static void nonce_is_even(void **state) {
    (void)state;
    enum { COUNT = 62000 };
    unsigned seen[256] = {0};
    char *text = malloc(COUNT);
    struct err err;
    assert_int_equal(digest_nonce(text, COUNT, &err), 0);
    for (int i = 0; i < COUNT; i++) seen[(unsigned char)text[i]]++;
    unsigned different = 0;
    for (int c = 0; c < 256; c++) {
        if (!seen[c]) continue;
        different++;
        assert_true((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
        /* 1000 expected, standard deviation about 31: ten of them leave no room for chance, but a
         * modulo bias (1250 for eight characters) would hardly pass in all of them, so it is tested
         * below. */
        assert_in_range(seen[c], 690, 1310);
    }
    assert_int_equal(different, 62);
    unsigned first = 0;
    for (int i = 0; i < 8; i++) first += seen[(unsigned char)"01234567"[i]];
    assert_in_range(first, 7200, 8800); /* 8000 expected; with the bias of byte % 62 about 9690 */
    free(text);
}

static void random_limits(void **state) {
    (void)state;
    unsigned char bytes[32] = {0}, zeros[32] = {0};
    struct err err;
    assert_int_equal(digest_random(bytes, sizeof bytes, &err), 0);
    assert_memory_not_equal(bytes, zeros, sizeof bytes);
    assert_int_equal(digest_random(bytes, DIGEST_RANDOM_MAX + 1, &err), -1);
    assert_int_equal(err.class, ERR_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_digests),     cmocka_unit_test(file_in_pieces),
        cmocka_unit_test(base64_vectors),    cmocka_unit_test(base64_is_strict),
        cmocka_unit_test(base64_round_trip), cmocka_unit_test(nonce_is_even),
        cmocka_unit_test(base64_of_a_large_text),
        cmocka_unit_test(random_limits),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
