/* SPDX-License-Identifier: MIT
 * Keys of every format, and what is said of things that are no keys. The openssl command makes them;
 * signatures are tested in test_key_sign.c. */
#include "support/scratch.h"

#include "crypto/key.h"

static struct key *rsa, *sm2, *other; /* made once: RSA keys are slow to make */

static struct key *load(const char *source, int is_private) {
    struct err err = {0};
    struct key *key = key_load(source, strlen(source), is_private, &err);
    if (!key) print_error("%s\n", err.text);
    assert_non_null(key);
    return key;
}

/* Loads a source and checks that it is the key (or the public half) that is expected. */
static void loads_as(const char *source, int is_private, const struct key *expected) {
    struct key *key = load(source, is_private);
    assert_int_equal(key_is_private(key), is_private);
    assert_true(key_matches(key, expected));
    key_free(key);
}

static void refused(const char *source, int is_private, enum err_class class, const char *says) {
    struct err err = {0};
    struct key *key = key_load(source, strlen(source), is_private, &err);
    assert_null(key);
    if (!strstr(err.text, says)) fail_msg("\"%s\" does not say \"%s\"", err.text, says);
    assert_int_equal(err.class, class);
}

static const char *text_of(const struct key *key, enum key_format format, int pem) {
    static char texts[4][KEY_TEXT_MAX];
    static int turn;
    size_t len;
    struct err err;
    turn = (turn + 1) % 4;
    assert_int_equal((pem ? key_pem : key_base64)(key, format, texts[turn], &len, &err), 0);
    assert_int_equal(strlen(texts[turn]), len);
    return texts[turn];
}

static void save_keys(void) {
    const char *pem = text_of(rsa, KEY_PKCS8, 1);
    scratch_write("rsa.pem", pem, strlen(pem));
    pem = text_of(rsa, KEY_SPKI, 1);
    scratch_write("rsa_pub.pem", pem, strlen(pem));
    pem = text_of(sm2, KEY_PKCS8, 1);
    scratch_write("sm2.pem", pem, strlen(pem));
    pem = text_of(sm2, KEY_SPKI, 1);
    scratch_write("sm2_pub.pem", pem, strlen(pem));
}

static int setup(void **state) {
    struct err err;
    if (scratch_make(state) != 0) return -1;
    rsa = key_generate(KEY_RSA, 2048, &err);
    other = key_generate(KEY_RSA, 1024, &err);
    sm2 = key_generate(KEY_SM2, 0, &err);
    if (!rsa || !sm2 || !other) return -1;
    save_keys();
    return 0;
}

static int teardown(void **state) {
    key_free(rsa);
    key_free(sm2);
    key_free(other);
    return scratch_remove(state);
}

static void kinds_and_sizes(void **state) {
    (void)state;
    assert_string_equal(key_kind_name(rsa), "RSA");
    assert_int_equal(key_bits(rsa), 2048);
    assert_int_equal(key_bits(other), 1024);
    assert_string_equal(key_kind_name(sm2), "SM2");
    assert_int_equal(key_bits(sm2), 256);
    assert_false(key_matches(rsa, other));
    assert_false(key_matches(rsa, sm2));
    assert_true(key_matches(rsa, rsa));
}

static void own_texts_come_back(void **state) {
    (void)state;
    for (int pem = 0; pem <= 1; pem++) {
        loads_as(text_of(rsa, KEY_PKCS8, pem), 1, rsa);
        loads_as(text_of(rsa, KEY_PKCS1, pem), 1, rsa);
        loads_as(text_of(rsa, KEY_SPKI, pem), 0, rsa);
        loads_as(text_of(sm2, KEY_PKCS8, pem), 1, sm2);
        loads_as(text_of(sm2, KEY_SPKI, pem), 0, sm2);
        struct err err;
        struct key *public = key_public(rsa, &err);
        assert_non_null(public);
        assert_false(key_is_private(public));
        loads_as(text_of(public, KEY_PKCS1, pem), 0, rsa);
        loads_as(text_of(public, KEY_SPKI, pem), 0, rsa);
        assert_string_equal(text_of(public, KEY_SPKI, pem), text_of(rsa, KEY_SPKI, pem));
        char out[KEY_TEXT_MAX];
        size_t len;
        assert_int_equal(key_pem(public, KEY_PKCS8, out, &len, &err), -1);
        assert_int_equal(err.class, ERR_KEY);
        assert_int_equal(key_pem(sm2, KEY_PKCS1, out, &len, &err), -1);
        key_free(public);
    }
    assert_non_null(strstr(text_of(rsa, KEY_PKCS8, 1), "BEGIN PRIVATE KEY"));
    assert_non_null(strstr(text_of(rsa, KEY_PKCS1, 1), "BEGIN RSA PRIVATE KEY"));
    assert_non_null(strstr(text_of(rsa, KEY_SPKI, 1), "BEGIN PUBLIC KEY"));
    assert_null(strchr(text_of(rsa, KEY_PKCS8, 0), '\n'));
}

static void file_loads_as(const char *name, int is_private, const struct key *expected) {
    char source[600];
    loads_as(scratch_path(name), is_private, expected);
    snprintf(source, sizeof source, "file://%s", scratch_path(name));
    loads_as(source, is_private, expected);
    char *text = scratch_read(name, NULL);
    if (strstr(text, "-----BEGIN")) loads_as(text, is_private, expected);
    free(text);
}

static void openssl_files_load(void **state) {
    (void)state;
    scratch_run("openssl pkcs8 -topk8 -nocrypt -in rsa.pem -out p8.pem &&"
                "openssl rsa -traditional -in rsa.pem -out p1.pem &&"
                "openssl pkcs8 -topk8 -nocrypt -in rsa.pem -outform DER -out p8.der &&"
                "openssl rsa -traditional -in rsa.pem -outform DER -out p1.der &&"
                "openssl rsa -in rsa.pem -pubout -out spki.pem &&"
                "openssl rsa -in rsa.pem -RSAPublicKey_out -out pub1.pem &&"
                "openssl rsa -in rsa.pem -pubout -outform DER -out spki.der");
    scratch_run("base64 -w0 p8.der >p8.b64 && base64 -w64 p1.der >p1.b64 && base64 -w76 spki.der "
                ">spki.b64 &&"
                "sed 's/$/\\r/' p8.pem >crlf.pem && printf '\\357\\273\\277  \\n' | cat - p1.pem "
                ">bom.pem &&"
                "printf %%s \"$(cat p8.pem)\" >nonl.pem && printf '\\357\\273\\277' | cat - p8.b64 "
                ">bom.b64 &&"
                "{ echo 'Bag Attributes: none'; cat p8.pem; echo trailing; } >bag.pem");
    const char *privates[] = {"p8.pem",   "p1.pem",  "p8.der",   "p1.der",  "p8.b64", "p1.b64",
                              "crlf.pem", "bom.pem", "nonl.pem", "bom.b64", "bag.pem"};
    for (size_t i = 0; i < sizeof privates / sizeof *privates; i++)
        file_loads_as(privates[i], 1, rsa);
    const char *publics[] = {"spki.pem", "pub1.pem", "spki.der", "spki.b64"};
    for (size_t i = 0; i < sizeof publics / sizeof *publics; i++) file_loads_as(publics[i], 0, rsa);
    scratch_run(
        "openssl req -x509 -new -key rsa.pem -subj /CN=x -days 2 -out cert.pem &&"
        "openssl x509 -in cert.pem -outform DER -out cert.der && base64 -w0 cert.der >cert.b64");
    file_loads_as("cert.pem", 0, rsa);
    file_loads_as("cert.der", 0, rsa);
    file_loads_as("cert.b64", 0, rsa);
}

/* What is read keeps every part, also of the keys that only OpenSSL's own decoder reads. */
static void read_keys_are_whole(void **state) {
    (void)state;
    char pem[KEY_TEXT_MAX];
    struct key *key = load(text_of(rsa, KEY_PKCS8, 1), 1);
    assert_string_equal(text_of(key, KEY_PKCS1, 1), text_of(rsa, KEY_PKCS1, 1));
    key_free(key);
    scratch_run("openssl genrsa -primes 3 -out three.pem 2048 2>/dev/null &&"
                "openssl rsa -in three.pem -pubout -out three_pub.pem 2>/dev/null");
    char *text = scratch_read("three.pem", NULL);
    struct key *three = load(text, 1), *public = load(scratch_path("three_pub.pem"), 0);
    assert_true(key_matches(three, public));
    snprintf(pem, sizeof pem, "%s", text_of(three, KEY_PKCS8, 1));
    assert_string_equal(pem, text);
    key_free(three);
    key_free(public);
    free(text);
}

static void sm2_formats(void **state) {
    (void)state;
    scratch_run("openssl ec -in sm2.pem -out sec1.pem &&"
                "openssl ec -in sm2.pem -outform DER -out sec1.der &&"
                "base64 -w0 sec1.der >sec1.b64 &&"
                "{ openssl ecparam -name SM2; cat sec1.pem; } >params.pem &&"
                "openssl pkey -in sm2.pem -pubout -outform DER | base64 -w0 >smpub.b64");
    file_loads_as("sec1.pem", 1, sm2);
    file_loads_as("sec1.der", 1, sm2);
    file_loads_as("sec1.b64", 1, sm2);
    file_loads_as("params.pem", 1, sm2);
    file_loads_as("smpub.b64", 0, sm2);
    /* The curve P-256 is no SM2. */
    scratch_run("openssl ecparam -name prime256v1 -genkey -noout -out ec.pem && openssl pkcs8 "
                "-topk8 -nocrypt -in ec.pem -out ec8.pem");
    for (int i = 0; i < 2; i++) {
        struct key *ec = load(scratch_path(i ? "ec8.pem" : "ec.pem"), 1);
        assert_string_equal(key_kind_name(ec), "EC");
        char out[KEY_SIGNATURE_TEXT];
        size_t len;
        struct err err;
        assert_int_equal(key_sign(ec, KEY_ALGORITHM_SM2, "x", 1, out, &len, &err), -1);
        assert_int_equal(err.class, ERR_KEY);
        key_free(ec);
    }
}

static void schemes(void **state) {
    (void)state;
    char source[KEY_TEXT_MAX + 64];
    static const struct {
        const char *scheme;
        enum key_format format;
        int is_private;
    } rows[] = {{"private.pkcs8", KEY_PKCS8, 1},
                {"private.pkcs1", KEY_PKCS1, 1},
                {"public.spki", KEY_SPKI, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(source, sizeof source, "%s://%s", rows[i].scheme, text_of(rsa, rows[i].format, 0));
        loads_as(source, rows[i].is_private, rsa);
        refused(source, !rows[i].is_private, ERR_KEY,
                rows[i].is_private ? "a private key where a public key belongs"
                                   : "a public key where a private key belongs");
    }
    struct err err;
    struct key *public = key_public(rsa, &err);
    snprintf(source, sizeof source, "public.pkcs1://%s\n", text_of(public, KEY_PKCS1, 0));
    loads_as(source, 0, rsa);
    key_free(public);
    refused("http://example.com/key", 1, ERR_KEY, "unknown scheme 'http://'");
    refused("private.pkcs8://", 1, ERR_KEY, "needs base64");
    refused("private.pkcs8://***", 1, ERR_KEY, "not base64");
    refused("file://", 1, ERR_KEY, "needs a path");
}

static void relative_paths(void **state) {
    (void)state;
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(scratch_folder), 0);
    loads_as("rsa.pem", 1, rsa);
    loads_as("./rsa.pem", 1, rsa);
    loads_as("file://rsa.pem", 1, rsa);
    loads_as("file://./rsa.pem", 1, rsa);
    assert_int_equal(chdir(before), 0);
}

static void labels_do_not_matter(void **state) {
    (void)state;
    char text[KEY_TEXT_MAX + 128];
    snprintf(text, sizeof text,
             "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----",
             text_of(rsa, KEY_PKCS8, 0));
    loads_as(text, 1, rsa);
    snprintf(text, sizeof text, "-----BEGIN PRIVATE KEY-----%s-----END PRIVATE KEY-----",
             text_of(rsa, KEY_PKCS1, 0));
    loads_as(text, 1, rsa);
}

static void wrong_things_are_named(void **state) {
    (void)state;
    refused(text_of(rsa, KEY_SPKI, 1), 1, ERR_KEY, "a public key where a private key belongs");
    refused(text_of(rsa, KEY_SPKI, 0), 1, ERR_KEY, "a public key where a private key belongs");
    refused(text_of(sm2, KEY_SPKI, 0), 1, ERR_KEY, "a public key where a private key belongs");
    refused(text_of(rsa, KEY_PKCS8, 1), 0, ERR_KEY, "a private key where a public key belongs");
    refused(text_of(rsa, KEY_PKCS1, 0), 0, ERR_KEY, "a private key where a public key belongs");
    scratch_run("openssl req -x509 -new -key rsa.pem -subj /CN=x -days 2 -out c.pem &&"
                "openssl req -new -key rsa.pem -subj /CN=x -out csr.pem &&"
                "openssl pkcs8 -topk8 -in rsa.pem -passout pass:x -out enc8.pem &&"
                "openssl rsa -traditional -in rsa.pem -aes128 -passout pass:x -out enc1.pem &&"
                "openssl pkcs8 -topk8 -in rsa.pem -passout pass:x -outform DER -out enc8.der &&"
                "openssl pkcs12 -export -in c.pem -inkey rsa.pem -passout pass:x -out store.pfx &&"
                "openssl genpkey -algorithm ed25519 -out ed.pem");
    refused(scratch_path("c.pem"), 1, ERR_KEY, "a certificate where a private key belongs");
    refused(scratch_path("csr.pem"), 0, ERR_KEY,
            "a certificate request where a public key belongs");
    refused(scratch_path("enc8.pem"), 1, ERR_KEY, "an encrypted private key");
    refused(scratch_path("enc1.pem"), 1, ERR_KEY, "an encrypted private key");
    refused(scratch_path("enc8.der"), 1, ERR_KEY, "an encrypted private key");
    refused(scratch_path("enc8.pem"), 0, ERR_KEY,
            "an encrypted private key where a public key belongs");
    refused(scratch_path("store.pfx"), 1, ERR_KEY, "a PKCS#12 store where a private key belongs");
    refused(scratch_path("ed.pem"), 1, ERR_KEY, "ED25519");
    refused("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE "
            "KEY-----\n",
            1, ERR_KEY, "OpenSSH");
}

static void small_keys_are_refused(void **state) {
    (void)state;
    if (scratch_try("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:768 -out small.pem &&"
                    "openssl pkey -in small.pem -pubout -out smallpub.pem") != 0)
        skip();
    refused(scratch_path("small.pem"), 1, ERR_KEY, "768 bits is too small");
    refused(scratch_path("smallpub.pem"), 0, ERR_KEY, "768 bits is too small");
}

static void cut_texts_are_named(void **state) {
    (void)state;
    char text[KEY_TEXT_MAX];
    strcpy(text, text_of(rsa, KEY_PKCS8, 0));
    text[1000] = '\0';
    refused(text, 1, ERR_KEY, "cut short (");
    text[999] = '\0';
    refused(text, 1, ERR_KEY, "not base64: the text is cut short");
    strcpy(text, text_of(rsa, KEY_PKCS8, 1));
    *strstr(text, "-----END") = '\0';
    loads_as(text, 1, rsa); /* its own length says that it is whole */
    text[800] = '\0';
    refused(text, 1, ERR_KEY, "a private key that cannot be used: ");
    refused(text, 0, ERR_KEY, "a private key where a public key belongs, and a broken one: ");
    strcpy(text, text_of(rsa, KEY_PKCS8, 1));
    text[300] = '*';
    refused(text, 1, ERR_KEY, "foreign character");
    strcpy(text, text_of(rsa, KEY_PKCS8, 0));
    const char *complaint = strchr(text, '=') ? "not base64" : "3 bytes too many";
    strcat(text, "AAAA");
    refused(text, 1, ERR_KEY, complaint);
    refused("-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----", 1, ERR_KEY,
            "line break");
    refused("-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----", 1, ERR_KEY, "no DER");
    refused("-----BEGIN X", 1, ERR_KEY, "no DER");
    refused("-----BEGIN PRIVATE KEY-----\n*\n", 0, ERR_KEY, "a private key where a public key belongs");
    refused("-----BEGIN PUBLIC KEY-----\n*\n", 0, ERR_KEY, "a public key that cannot be used: not base64");
    refused("-----BEGIN CERTIFICATE-----\n*\n", 1, ERR_KEY, "a certificate where a private key belongs");
}

/* Every prefix of a key is refused with some message and, above all, without repeating it. */
static void messages_hold_no_key(void **state) {
    (void)state;
    char text[KEY_TEXT_MAX], piece[25];
    struct err err;
    strcpy(text, text_of(rsa, KEY_PKCS8, 0));
    memcpy(piece, text + 40, 24);
    piece[24] = '\0';
    for (size_t len = 65; len < strlen(text); len += 13) {
        assert_null(key_load(text, len, 1, &err));
        assert_null(strstr(err.text, piece));
    }
    assert_null(key_load(text + 3, strlen(text + 3), 1, &err));
    assert_null(strstr(err.text, piece));
    text[100] = '-';
    assert_null(key_load(text, strlen(text), 1, &err));
    assert_null(strstr(err.text, piece));
}

static void missing_and_unreadable_files(void **state) {
    (void)state;
    refused("", 1, ERR_KEY, "empty text where a private key belongs");
    refused(" \r\n\t", 0, ERR_KEY, "empty text where a public key belongs");
    refused(scratch_path("none.pem"), 1, ERR_FILE, "does not exist");
    refused("~/none.pem", 1, ERR_FILE, "~ is not expanded");
    refused(scratch_folder, 1, ERR_FILE, "it is a folder");
    refused("hello world", 1, ERR_FILE, "'hello world' does not exist");
    scratch_write("empty", "", 0);
    refused(scratch_path("empty"), 1, ERR_KEY, "it is empty");
    scratch_write("prose", "this is prose", 13);
    refused(scratch_path("prose"), 1, ERR_KEY, "not base64");
    refused(scratch_path("prose"), 1, ERR_KEY, "prose': ");
    struct err err;
    assert_null(key_load("a\0b", 3, 1, &err));
    assert_int_equal(err.class, ERR_KEY);
    char *large = calloc(1, 1 << 20);
    memset(large, 'A', 1 << 20);
    scratch_write("large", large, 1 << 20);
    free(large);
    refused(scratch_path("large"), 1, ERR_FILE, "larger than 1 MiB");
    if (geteuid() == 0) return; /* root may read everything */
    scratch_run("cp rsa.pem locked.pem && chmod 000 locked.pem");
    refused(scratch_path("locked.pem"), 1, ERR_FILE, "Permission denied");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_and_sizes),
        cmocka_unit_test(own_texts_come_back),
        cmocka_unit_test(openssl_files_load),
        cmocka_unit_test(read_keys_are_whole),
        cmocka_unit_test(sm2_formats),
        cmocka_unit_test(schemes),
        cmocka_unit_test(relative_paths),
        cmocka_unit_test(labels_do_not_matter),
        cmocka_unit_test(wrong_things_are_named),
        cmocka_unit_test(small_keys_are_refused),
        cmocka_unit_test(cut_texts_are_named),
        cmocka_unit_test(messages_hold_no_key),
        cmocka_unit_test(missing_and_unreadable_files),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
