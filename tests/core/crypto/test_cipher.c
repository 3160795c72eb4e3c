/* SPDX-License-Identifier: MIT
 * Content encryption against the values of other clients, its failures, and GCM against the
 * standard's ways. */
#include "support/scratch.h"

#include "crypto/cipher.h"
#include "crypto/gcm.h"

static const char key16[] = "aa4BtZ4tspm2wnXLb1ThQA==";
static const char java_key[] = "vEARwBsVE8dBrk0tiaNQtQ==";
static const char java_plain[] = "test1234567\xE4\xBD\xA0\xE5\xA5\xBD";
static const char some_iv[] = "abcdef9876543210";

static const char *encode(const char *text) {
    static char out[256];
    base64_encode(text, strlen(text), out);
    return out;
}

static void both_ways(const char *key, const char *iv, const char *plain, const char *sealed) {
    char out[512];
    size_t len;
    struct err err;
    const unsigned char *bytes = (const unsigned char *)iv;
    assert_int_equal(cipher_encrypt(CIPHER_AES, key, strlen(key), bytes, plain, strlen(plain), out,
                                    &len, &err),
                     0);
    assert_string_equal(out, sealed);
    assert_int_equal(len, strlen(sealed));
    assert_int_equal(cipher_decrypt(CIPHER_AES, key, strlen(key), bytes, sealed, strlen(sealed),
                                    out, &len, &err),
                     0);
    assert_int_equal(len, strlen(plain));
    assert_memory_equal(out, plain, len);
}

static void aes_vectors(void **state) {
    (void)state;
    both_ways(key16, NULL, "test1234567", "ILpoMowjIQjfYMR847rnFQ==");
    both_ways("AAAAAAAAAAAAAAAAAAAAAA==", NULL, "", "AUPbY+5msM3/n2mRdoAVHg==");
    both_ways(key16, some_iv, "test1234567", "DDzIhdjWaYhIr8+I9ZGWkw==");
    both_ways(encode("ABCDEF+/abcdef9876543210"), NULL, "test1234567", "UESum8UwtuviB/JcOzGbcw==");
    both_ways(encode("ABCDEF+/abcdef9876543210"), some_iv, "test1234567",
              "wLy+9UkoDDVfVJfBygQPJA==");
    both_ways(encode("abcdef9876543210abcdef9876543210"), NULL, "test1234567",
              "ysVQs71+fB2YcpLAncFy2g==");
    both_ways(encode("abcdef9876543210abcdef9876543210"), some_iv, "test1234567",
              "VoxCvaXjQYnH59Uohld37g==");
    both_ways(java_key, NULL, java_plain, "Xg5Qdr1jGhRugqAdBHYgl94KzwIqcaA37/dMvR1PeSc=");
    both_ways("aYA0GP8JEW+D7/UFaskCWA==", NULL,
              "{\"code\":\"10000\",\"msg\":\"Success\",\"aes_key\":\"cW8mcZgoMGUVp5g7uv7bHw==\"}",
              "4AOYHE0rpPnRnghunsGo+mY02DzANFLwNJJCiHfrNh2oaB2pn33PwOEOvH8mjhkE3Wh/"
              "jR+3jHM9nvoFvOsY/SqZbZzamRg9Eh3VkRqOhSM=");
}

static void prefixed_vectors(void **state) {
    (void)state;
    static const char aes_v2[] = "2QL0g2nIXPryV+HHfsjcFiekGJIczOnP3DB8PakDw89AzuFjayOxIE19Zu8OyY3O";
    static const char sm4[] =
        "eYOm33zpxniyBwCUAgSUX9EcGrkj56LhXxiuo0VyY4OfkLFA51Qeyrz6OnuA8pkjuw==";
    char out[256];
    size_t len;
    struct err err;
    assert_int_equal(cipher_decrypt(CIPHER_AES_V2, java_key, 24, NULL, aes_v2, strlen(aes_v2), out,
                                    &len, &err),
                     0);
    assert_int_equal(len, strlen(java_plain));
    assert_memory_equal(out, java_plain, len);
    assert_int_equal(cipher_decrypt(CIPHER_SM4, java_key, 24, NULL, sm4, strlen(sm4), out, &len,
                                    &err),
                     0);
    assert_int_equal(len, strlen(java_plain));
    assert_memory_equal(out, java_plain, len);
}

static void round_trips(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 15, 16, 17, 31, 32, 33, 511, 512, 513, 100000};
    static const enum cipher_algorithm algorithms[] = {CIPHER_AES, CIPHER_AES_V2, CIPHER_SM4};
    char *plain = malloc(100000), *sealed = malloc(CIPHER_ENCRYPT_ROOM(100000));
    char *back = malloc(CIPHER_DECRYPT_ROOM(CIPHER_ENCRYPT_ROOM(100000)));
    struct err err;
    for (size_t i = 0; i < 100000; i++) plain[i] = (char)(i * 31 + i / 255);
    for (int a = 0; a < 3; a++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            size_t sealed_len, len;
            assert_int_equal(cipher_encrypt(algorithms[a], java_key, 24, NULL, plain, sizes[i],
                                            sealed, &sealed_len, &err),
                             0);
            assert_true(sealed_len < CIPHER_ENCRYPT_ROOM(sizes[i]));
            assert_int_equal(cipher_decrypt(algorithms[a], java_key, 24, NULL, sealed, sealed_len,
                                            back, &len, &err),
                             0);
            assert_int_equal(len, sizes[i]);
            assert_memory_equal(plain, back, len);
        }
    }
    free(plain);
    free(sealed);
    free(back);
}

static void random_ivs_differ(void **state) {
    (void)state;
    char a[256], b[256];
    size_t len;
    struct err err;
    for (int algorithm = CIPHER_AES_V2; algorithm <= CIPHER_SM4; algorithm++) {
        assert_int_equal(cipher_encrypt((enum cipher_algorithm)algorithm, java_key, 24, NULL, "x",
                                        1, a, &len, &err),
                         0);
        assert_int_equal(cipher_encrypt((enum cipher_algorithm)algorithm, java_key, 24, NULL, "x",
                                        1, b, &len, &err),
                         0);
        assert_string_not_equal(a, b);
    }
}

static void expect_key_error(enum cipher_algorithm algorithm, const char *key, const char *says) {
    char out[256];
    size_t len;
    struct err err;
    assert_int_equal(cipher_encrypt(algorithm, key, strlen(key), NULL, "x", 1, out, &len, &err),
                     -1);
    assert_int_equal(err.class, ERR_KEY);
    assert_non_null(strstr(err.text, says));
    assert_int_equal(cipher_decrypt(algorithm, key, strlen(key), NULL,
                                    "ILpoMowjIQjfYMR847rnFQ==", 24, out, &len, &err),
                     -1);
    assert_int_equal(err.class, ERR_KEY);
    assert_non_null(strstr(err.text, says));
    if (strlen(key) > 8) assert_null(strstr(err.text, key));
}

static void bad_keys(void **state) {
    (void)state;
    expect_key_error(CIPHER_AES, encode("fifteen bytes.."), "15 bytes");
    expect_key_error(CIPHER_AES, "", "0 bytes");
    expect_key_error(CIPHER_AES, "not base64 at all!", "not base64");
    expect_key_error(CIPHER_AES, "aa4BtZ4tspm2wnXLb1ThQA", "not base64");
    expect_key_error(CIPHER_SM4, encode("abcdef9876543210abcdef9876543210"), "SM4 needs 16");
    expect_key_error(CIPHER_AES, encode(key16), "encoded twice");
    expect_key_error(CIPHER_SM4, encode(key16), "encoded twice");
    char inner[64];
    strcpy(inner, encode("abcdef9876543210abcdef9876543210"));
    expect_key_error(CIPHER_AES, encode(inner), "encoded twice");
}

static void expect_data_error(enum cipher_algorithm algorithm, const char *text, const char *says) {
    char out[512];
    size_t len;
    struct err err;
    assert_int_equal(cipher_decrypt(algorithm, java_key, 24, NULL, text, strlen(text), out, &len,
                                    &err),
                     -1);
    assert_int_equal(err.class, ERR_DATA);
    assert_non_null(strstr(err.text, says));
}

static void bad_texts(void **state) {
    (void)state;
    expect_data_error(CIPHER_AES, "Zm9v", "3 bytes are not a whole number of blocks");
    expect_data_error(CIPHER_AES, "", "0 bytes are not a whole number of blocks");
    expect_data_error(CIPHER_AES, "%%%%", "not base64");
    expect_data_error(CIPHER_AES, "ILpoMowjIQjfYMR847rnFQ==", "bad padding"); /* another key */
    expect_data_error(CIPHER_AES_V2, "ILpoMowjIQjfYMR847rnFQ==", "behind an IV");
    expect_data_error(CIPHER_SM4, "ILpoMowjIQjfYMR847rnFQ==", "too short");
}

static void every_flipped_bit_is_seen(void **state) {
    (void)state;
    static const char sm4[] =
        "eYOm33zpxniyBwCUAgSUX9EcGrkj56LhXxiuo0VyY4OfkLFA51Qeyrz6OnuA8pkjuw==";
    unsigned char raw[BASE64_ROOM(sizeof sm4)];
    char text[128];
    size_t len;
    assert_int_equal(base64_decode(sm4, strlen(sm4), raw, &len, NULL), 0);
    for (size_t bit = 0; bit < len * 8; bit++) {
        raw[bit / 8] ^= (unsigned char)(1 << bit % 8);
        base64_encode(raw, len, text);
        expect_data_error(CIPHER_SM4, text, "tag");
        raw[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
}

/* RFC 8998, appendix A.1, without its additional data: the ciphertext is the same, which covers the
 * nonce of 12 bytes; the tag is checked by decryption. */
static void gcm_short_nonce(void **state) {
    (void)state;
    static const unsigned char key[16] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,
                                          0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10};
    static const unsigned char iv[12] = {0, 0, 0x12, 0x34, 0x56, 0x78, 0, 0, 0, 0, 0xAB, 0xCD};
    static const unsigned char expected[16] = {0x17, 0xF3, 0x99, 0xF0, 0x8C, 0x67, 0xD5, 0xEE,
                                               0x19, 0xD0, 0xDC, 0x99, 0x69, 0xC4, 0xBB, 0x7D};
    unsigned char plain[16], out[16], back[16], tag[GCM_TAG];
    struct err err;
    memset(plain, 0xAA, 8);
    memset(plain + 8, 0xBB, 8);
    assert_int_equal(gcm_encrypt(key, iv, sizeof iv, plain, sizeof plain, out, tag, &err), 0);
    assert_memory_equal(out, expected, sizeof out);
    assert_int_equal(gcm_decrypt(key, iv, sizeof iv, out, sizeof out, tag, back, &err), 0);
    assert_memory_equal(back, plain, sizeof back);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aes_vectors),
        cmocka_unit_test(prefixed_vectors),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(random_ivs_differ),
        cmocka_unit_test(bad_keys),
        cmocka_unit_test(bad_texts),
        cmocka_unit_test(every_flipped_bit_is_seen),
        cmocka_unit_test(gcm_short_nonce),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
