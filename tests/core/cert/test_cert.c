/* SPDX-License-Identifier: MIT
 * Certificates: serial numbers over awkward names, bundles with damaged members, and certificates
 * of our own making judged by the openssl command. */
#include "support/cert_fixture.h"

#include <openssl/bn.h>

#include "crypto/digest.h"

static void refused(const char *source, enum err_class class, const char *says) {
    struct err err = {0};
    assert_null(cert_load(source, strlen(source), &err));
    if (!strstr(err.text, says)) fail_msg("\"%s\" does not say \"%s\"", err.text, says);
    assert_int_equal(err.class, class);
}

static void expect_names(const char *file, const char *issuer, const char *serial) {
    struct cert *cert = load(scratch_path(file));
    struct cert_info info;
    struct err err;
    char text[2048], sn[DIGEST_MD5_HEX + 1];
    assert_int_equal(cert_info(cert, 0, &info, &err), 0);
    assert_string_equal(info.issuer, issuer);
    assert_string_equal(info.serial, serial);
    snprintf(text, sizeof text, "%s%s", issuer, serial);
    assert_int_equal(digest_md5(text, strlen(text), sn, &err), 0);
    assert_string_equal(cert_sn(cert, 0), sn);
    cert_free(cert);
}

/* Expected names are written out by hand after Java's rules. */
static void issuer_names(void **state) {
    (void)state;
    save_key("key.pem", root_key);
    static const struct {
        const char *subject, *options, *issuer, *serial;
    } rows[] = {
        {"/C=CN/O=Ant Financial/OU=Certification Authority/CN=Root R1", "-set_serial 1",
         "CN=Root R1,OU=Certification Authority,O=Ant Financial,C=CN", "1"},
        {"/C=CN/ST=Zhejiang/L=Hangzhou/streetAddress=Road 1/CN=x", "-set_serial 0",
         "CN=x,STREET=Road 1,L=Hangzhou,ST=Zhejiang,C=CN", "0"},
        /* 20 bytes of serial number */
        {"/CN=x", "-set_serial 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "CN=x",
         "1461501637330902918203684832716283019655932542975"},
        {"/CN=x", "-set_serial -5", "CN=x", "-5"},
        {"/O=\xE8\x9A\x82\xE8\x9A\x81/CN=\xE6\xA0\xB9", "-utf8 -set_serial 2",
         "CN=\xE6\xA0\xB9,O=\xE8\x9A\x82\xE8\x9A\x81", "2"},
        {"/C=CN/O=a+OU=b/CN=c", "-set_serial 3", "CN=c,O=a+OU=b,C=CN", "3"},
        {"/O=A, B+C=CN/CN=#x=<y>;\"z\\\\", "-set_serial 4", NULL, "4"},
        {"/DC=com/UID=u1/CN=x", "-set_serial 5", "CN=x,UID=u1,DC=com", "5"},
        {"/CN=x/emailAddress=a@b.c", "-set_serial 6",
         "1.2.840.113549.1.9.1=#1605614062"
         "2e63,CN=x",
         "6"},
        {"/serialNumber=12/CN=x", "-set_serial 7", "CN=x,2.5.4.5=#13023132", "7"},
        {"/title=T/CN=x", "-set_serial 8", "CN=x,2.5.4.12=#0c0154", "8"},
        {"/CN= lead and trail ", "-set_serial 9", "CN=\\ lead and trail\\ ", "9"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *issuer =
            rows[i].issuer ? rows[i].issuer : "CN=\\#x\\=\\<y\\>\\;\\\"z\\\\,C=CN+O=A\\, B";
        scratch_run(
            "openssl req -x509 -new -key key.pem -days 2 %s -multivalue-rdn -subj '%s' -out c.pem",
            rows[i].options, rows[i].subject);
        expect_names("c.pem", issuer, rows[i].serial);
    }
}

static void formats(void **state) {
    (void)state;
    save_key("key.pem", root_key);
    scratch_run("openssl req -x509 -new -key key.pem -days 2 -subj /CN=x -out c.pem &&"
                "openssl x509 -in c.pem -outform DER -out c.der && base64 -w0 c.der >c.b64 && "
                "base64 c.der >c.b76 &&"
                "sed 's/$/\\r/' c.pem >crlf.pem && printf %%s \"$(cat c.pem)\" >nonl.pem &&"
                "openssl x509 -in c.pem -text -out text.pem && openssl x509 -in c.pem -trustout "
                "-addtrust serverAuth -out trust.pem");
    struct cert *first = load(scratch_path("c.pem"));
    static const char *const files[] = {"c.der",    "c.b64",    "c.b76",    "crlf.pem",
                                        "nonl.pem", "text.pem", "trust.pem"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct cert *cert = load(scratch_path(files[i]));
        assert_int_equal(cert_count(cert), 1);
        assert_string_equal(cert_sn(cert, 0), cert_sn(first, 0));
        cert_free(cert);
    }
    char source[600];
    snprintf(source, sizeof source, "file://%s", scratch_path("c.pem"));
    struct cert *cert = load(source);
    struct err err;
    struct key *key = cert_key(cert, 0, &err);
    assert_non_null(key);
    assert_false(key_is_private(key));
    assert_true(key_matches(key, root_key));
    key_free(key);
    cert_free(cert);
    cert_free(first);
}

static void damaged_members_are_skipped(void **state) {
    (void)state;
    struct cert *a = make("A", root_key, root_key, NULL, NOW, 10);
    struct cert *b = make("B", middle_key, middle_key, NULL, NOW, 10);
    char first[8192], second[8192], text[40000];
    pem_of(a, first);
    pem_of(b, second);
    snprintf(text, sizeof text,
             "%s-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n%s"
             "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n"
             "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
             first, second);
    struct cert *both = load(text);
    assert_int_equal(cert_count(both), 2);
    assert_int_equal(cert_skipped(both), 3);
    assert_string_equal(cert_sn(both, 1), cert_sn(b, 0));
    cert_free(both);
    refused("-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n", ERR_KEY,
            "not base64");
    first[600] = '\0';
    refused(first, ERR_KEY, "not a usable certificate: it is cut short");
    cert_free(a);
    cert_free(b);
}

static void things_that_are_no_certificate(void **state) {
    (void)state;
    char pem[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    assert_int_equal(key_pem(root_key, KEY_PKCS8, pem, &len, &err), 0);
    refused(pem, ERR_KEY, "a private key where a certificate belongs");
    assert_int_equal(key_base64(root_key, KEY_SPKI, pem, &len, &err), 0);
    refused(pem, ERR_KEY, "a public key where a certificate belongs");
    refused("", ERR_KEY, "empty text where a certificate belongs");
    refused(scratch_path("none.crt"), ERR_FILE, "does not exist");
    refused(scratch_folder, ERR_FILE, "is a folder");
}

static void root_members(void **state) {
    (void)state;
    save_key("key.pem", root_key);
    save_key("sm2.pem", sm2_key);
    scratch_run("openssl ecparam -name prime256v1 -genkey -noout -out ec.pem &&"
                "openssl req -x509 -new -key sm2.pem -sm3 -sigopt distid:" KEY_SM2_ID
                " -days 2 -subj /CN=sm -out 1.pem &&"
                "openssl req -x509 -new -key key.pem -sha256 -days 2 -subj /CN=r1 -out 2.pem &&"
                "openssl req -x509 -new -key ec.pem -sha384 -days 2 -subj /CN=ec -out 3.pem &&"
                "openssl req -x509 -new -key key.pem -sha1 -days 2 -subj /CN=r2 -out 4.pem && cat "
                "[1-4].pem >all.pem");
    struct cert *all = load(scratch_path("all.pem"));
    static const int is_rsa[] = {0, 1, 0, 1}, is_sm2[] = {1, 0, 0, 0};
    assert_int_equal(cert_count(all), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(cert_signed_with(all, i, KEY_RSA), is_rsa[i]);
        assert_int_equal(cert_signed_with(all, i, KEY_SM2), is_sm2[i]);
        struct cert_info info;
        struct err err;
        assert_int_equal(cert_info(all, i, &info, &err), 0);
        assert_true(info.self_signed);
    }
    cert_free(all);
}

static void openssl_accepts_ours(void **state) {
    (void)state;
    char pem[8192];
    struct cert *root = make("Root", root_key, root_key, NULL, NOW, 100);
    struct cert *middle = make("Middle", middle_key, root_key, root, NOW, 50);
    struct cert *leaf = make("Leaf", leaf_key, middle_key, middle, NOW, 50);
    scratch_write("root.pem", pem, strlen(pem_of(root, pem)));
    scratch_write("middle.pem", pem, strlen(pem_of(middle, pem)));
    scratch_write("leaf.pem", pem, strlen(pem_of(leaf, pem)));
    scratch_run("openssl verify -x509_strict -check_ss_sig -attime %d -CAfile root.pem -untrusted "
                "middle.pem leaf.pem",
                NOW + 5);
    scratch_run("openssl x509 -in leaf.pem -noout -subject -nameopt RFC2253 | grep -x "
                "'subject=CN=Leaf,OU=Unit,O=Test Ltd,C=CN'");
    cert_free(root);
    cert_free(middle);
    cert_free(leaf);
}

static void facts(void **state) {
    (void)state;
    struct cert_attribute subject[] = {{"CN", "x"}, {"1.2.3.4", "y"}};
    struct cert_order order = {.subject = subject,
                               .subject_count = 2,
                               .public_key = root_key,
                               .issuer_key = root_key,
                               .days = 3,
                               .ca = 1,
                               .serial = "340282366920938463463374607431768211455",
                               .starts = NOW,
                               .algorithm = KEY_ALGORITHM_RSA};
    struct cert_info info;
    struct err err = {0};
    struct cert *cert = cert_make(&order, &err);
    assert_non_null(cert);
    assert_int_equal(cert_info(cert, 0, &info, &err), 0);
    assert_string_equal(info.subject, "1.2.3.4=#0c0179,CN=x");
    assert_string_equal(info.serial, order.serial);
    assert_string_equal(info.algorithm, "sha1WithRSAEncryption");
    assert_int_equal(info.not_before, NOW);
    assert_int_equal(info.not_after, NOW + 3 * DAY);
    assert_true(info.ca);
    assert_true(info.self_signed);
    expect_trust(cert, cert, NOW + 1, NULL);
    cert_free(cert);
}

static void expect_no_cert(const struct cert_order *order, const char *says) {
    struct err err = {0};
    assert_null(cert_make(order, &err));
    if (!strstr(err.text, says)) fail_msg("\"%s\" does not say \"%s\"", err.text, says);
}

static void orders_that_cannot_be_met(void **state) {
    (void)state;
    struct cert_attribute subject[] = {{"CN", "x"}};
    struct cert_order good = {.subject = subject,
                              .subject_count = 1,
                              .public_key = root_key,
                              .issuer_key = root_key,
                              .days = 3,
                              .starts = NOW,
                              .algorithm = KEY_ALGORITHM_RSA2};
    struct cert_order order = good;
    order.public_key = leaf_key;
    expect_no_cert(&order, "without an issuer");
    order = good;
    order.algorithm = KEY_ALGORITHM_SM2;
    expect_no_cert(&order, "cannot sign with SM2");
    order = good;
    order.serial = "12x";
    expect_no_cert(&order, "decimal digits");
    struct cert_attribute wrong[] = {{"NOSUCH", "x"}}, country[] = {{"C", "China"}};
    order = good;
    order.subject = wrong;
    expect_no_cert(&order, "NOSUCH");
    order.subject = country;
    expect_no_cert(&order, "the subject's C");
    struct cert *root = make("Root", root_key, root_key, NULL, NOW, 100);
    order = good;
    order.issuer = root;
    order.issuer_key = middle_key;
    expect_no_cert(&order, "does not belong to the issuer");
    struct err err;
    struct key *public = key_public(root_key, &err);
    order.issuer_key = public;
    expect_no_cert(&order, "must be a private key");
    key_free(public);
    cert_free(root);
}

/* What clients print as a decimal number has to stay below 2^127 for some of them. */
static void a_serial_begins_with_the_date(void **state) {
    (void)state;
    struct err err;
    char earlier[64] = "";
    for (int i = 0; i < 20; i++) {
        struct cert *cert = make("x", root_key, root_key, NULL, NOW, 1);
        struct cert_info info;
        assert_int_equal(cert_info(cert, 0, &info, &err), 0);
        BIGNUM *number = NULL;
        BN_dec2bn(&number, info.serial);
        char *hex = BN_bn2hex(number);
        assert_int_equal(strlen(hex), 32);
        assert_memory_equal(hex, "20231114", 8);
        assert_string_not_equal(hex, earlier);
        snprintf(earlier, sizeof earlier, "%s", hex);
        OPENSSL_free(hex);
        BN_free(number);
        cert_free(cert);
    }
}

/* Such a key is good for nothing else here: it makes one member of the gateway's bundle of roots. */
static void an_ec_key_signs_a_certificate(void **state) {
    (void)state;
    struct err err;
    struct key *key = key_generate(KEY_EC, 0, &err);
    assert_non_null(key);
    struct cert *cert = make("x", key, key, NULL, NOW, 1);
    struct cert_info info;
    assert_int_equal(cert_info(cert, 0, &info, &err), 0);
    assert_string_equal(info.algorithm, "ecdsa-with-SHA384");
    assert_false(cert_signed_with(cert, 0, KEY_RSA) || cert_signed_with(cert, 0, KEY_SM2));
    assert_true(cert_trusted(cert, cert, NOW + 1, &err));
    cert_free(cert);
    key_free(key);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issuer_names),
        cmocka_unit_test(formats),
        cmocka_unit_test(damaged_members_are_skipped),
        cmocka_unit_test(things_that_are_no_certificate),
        cmocka_unit_test(root_members),
        cmocka_unit_test(openssl_accepts_ours),
        cmocka_unit_test(facts),
        cmocka_unit_test(a_serial_begins_with_the_date),
        cmocka_unit_test(an_ec_key_signs_a_certificate),
        cmocka_unit_test(orders_that_cannot_be_met),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
