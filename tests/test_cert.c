/* SPDX-License-Identifier: MIT
 * Certificates: serial numbers over awkward names, bundles with damaged members, chains and their
 * dates, and certificates of our own making judged by the openssl command. */
#include "scratch.h"

#include "cert.h"
#include "digest.h"

enum { NOW = 1700000000, DAY = 86400 };

static struct key *root_key, *middle_key, *leaf_key, *sm2_key, *sm2_leaf_key;

static int setup(void **state) {
    struct err err;
    if (scratch_make(state) != 0) return -1;
    root_key = key_generate(KEY_RSA, 2048, &err);
    middle_key = key_generate(KEY_RSA, 2048, &err);
    leaf_key = key_generate(KEY_RSA, 2048, &err);
    sm2_key = key_generate(KEY_SM2, 0, &err);
    sm2_leaf_key = key_generate(KEY_SM2, 0, &err);
    return root_key && middle_key && leaf_key && sm2_key && sm2_leaf_key ? 0 : -1;
}

static int teardown(void **state) {
    key_free(root_key);
    key_free(middle_key);
    key_free(leaf_key);
    key_free(sm2_key);
    key_free(sm2_leaf_key);
    return scratch_remove(state);
}

static struct cert *load(const char *source) {
    struct err err = {0};
    struct cert *cert = cert_load(source, strlen(source), &err);
    if (!cert) print_error("%s\n", err.text);
    assert_non_null(cert);
    return cert;
}

static void refused(const char *source, enum err_class class, const char *says) {
    struct err err = {0};
    assert_null(cert_load(source, strlen(source), &err));
    if (!strstr(err.text, says)) fail_msg("\"%s\" does not say \"%s\"", err.text, says);
    assert_int_equal(err.class, class);
}

static struct cert *make(const char *name, const struct key *key, const struct key *issuer_key,
                         const struct cert *issuer, time_t starts, long days) {
    struct cert_attribute subject[] = {{"C", "CN"},
                                       {"O", "Test Ltd"},
                                       {"OU", "Unit"},
                                       {"CN", name}};
    struct cert_order order = {.subject = subject,
                               .subject_count = 4,
                               .public_key = key,
                               .issuer_key = issuer_key,
                               .issuer = issuer,
                               .days = days,
                               .ca = key != leaf_key && key != sm2_leaf_key,
                               .starts = starts,
                               .algorithm = key_kind(issuer_key) == KEY_SM2 ? KEY_ALGORITHM_SM2
                                                                            : KEY_ALGORITHM_RSA2};
    struct err err = {0};
    struct cert *cert = cert_make(&order, &err);
    if (!cert) print_error("%s\n", err.text);
    assert_non_null(cert);
    return cert;
}

static char *pem_of(const struct cert *cert, char out[8192]) {
    size_t len;
    struct err err;
    assert_true(cert_pem_room(cert, 0) <= 8192);
    assert_int_equal(cert_pem(cert, 0, out, cert_pem_room(cert, 0), &len, &err), 0);
    assert_int_equal(strlen(out), len);
    return out;
}

/* The two certificates in one bundle. */
static struct cert *bundle(const struct cert *first, const struct cert *second) {
    char a[8192], b[8192], both[16400];
    snprintf(both, sizeof both, "first\n%s\r\nsecond\n%s", pem_of(first, a), pem_of(second, b));
    return load(both);
}

static void save_key(const char *name, const struct key *key) {
    char pem[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    assert_int_equal(key_pem(key, KEY_PKCS8, pem, &len, &err), 0);
    scratch_write(name, pem, len);
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

static void dresses(void **state) {
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
    refused(first, ERR_KEY, "no END line");
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

static void expect_trust(const struct cert *cert, const struct cert *roots, time_t now,
                         const char *reason) {
    struct err why = {0};
    int trusted = cert_trusted(cert, roots, now, &why);
    if (reason && !strstr(why.text, reason))
        fail_msg("\"%s\" does not say \"%s\"", why.text, reason);
    if (!reason && !trusted) fail_msg("%s", why.text);
    assert_int_equal(trusted, reason == NULL);
}

static void chains(void **state) {
    (void)state;
    struct cert *root = make("Root", root_key, root_key, NULL, NOW, 100);
    struct cert *stranger = make("Root", middle_key, middle_key, NULL, NOW, 100);
    struct cert *middle = make("Middle", middle_key, root_key, root, NOW + DAY, 50);
    struct cert *leaf = make("Leaf", leaf_key, middle_key, middle, NOW, 80);
    struct cert *both = bundle(leaf, middle), *reversed = bundle(middle, leaf);
    expect_trust(both, root, NOW + 2 * DAY, NULL);
    expect_trust(reversed, root, NOW + 2 * DAY,
                 NULL); /* the first member is the one that is asked for */
    expect_trust(leaf, root, NOW + 2 * DAY, "unable to get local issuer certificate (CN=Leaf,");
    expect_trust(both, stranger, NOW + 2 * DAY, "");
    expect_trust(both, root, NOW - 1, "not yet valid");
    expect_trust(both, root, NOW + DAY - 1, "not yet valid (CN=Middle,");
    expect_trust(both, root, NOW + 60 * DAY, "has expired (CN=Middle,");
    expect_trust(both, root, NOW + 90 * DAY, "has expired");
    expect_trust(root, root, NOW + 1, NULL);
    expect_trust(root, root, NOW + 101 * DAY, "has expired");
    expect_trust(root, stranger, NOW + 1, "self");
    cert_free(root);
    cert_free(stranger);
    cert_free(middle);
    cert_free(leaf);
    cert_free(both);
    cert_free(reversed);
}

/* A leaf may not issue, whatever its key can sign. */
static void leaves_do_not_issue(void **state) {
    (void)state;
    struct cert *root = make("Root", root_key, root_key, NULL, NOW, 100);
    struct cert *leaf = make("Leaf", leaf_key, root_key, root, NOW, 100);
    struct cert *forged = make("Forged", middle_key, leaf_key, leaf, NOW, 100);
    struct cert *both = bundle(forged, leaf);
    expect_trust(both, root, NOW + 1, "");
    cert_free(root);
    cert_free(leaf);
    cert_free(forged);
    cert_free(both);
}

static void sm2_chains(void **state) {
    (void)state;
    struct cert *root = make("SM2 Root", sm2_key, sm2_key, NULL, NOW, 100);
    struct cert *leaf = make("SM2 Leaf", sm2_leaf_key, sm2_key, root, NOW, 100);
    struct cert *rsa_leaf = make("RSA under SM2", leaf_key, sm2_key, root, NOW, 100);
    struct cert_info info;
    struct err err;
    assert_int_equal(cert_info(leaf, 0, &info, &err), 0);
    assert_string_equal(info.algorithm, "SM2-with-SM3");
    expect_trust(leaf, root, NOW + 1, NULL);
    expect_trust(rsa_leaf, root, NOW + 1, NULL);
    struct cert *stranger = make("SM2 Root", sm2_leaf_key, sm2_leaf_key, NULL, NOW, 100);
    expect_trust(leaf, stranger, NOW + 1, "");
    cert_free(root);
    cert_free(leaf);
    cert_free(rsa_leaf);
    cert_free(stranger);
    /* The same from the openssl command, and ours before its eyes. */
    save_key("sm2.pem", sm2_key);
    scratch_run("openssl req -x509 -new -key sm2.pem -sm3 -sigopt distid:" KEY_SM2_ID
                " -days 20 -subj /CN=R -out root.pem");
    root = load(scratch_path("root.pem"));
    assert_int_equal(cert_info(root, 0, &info, &err), 0);
    leaf = make("Leaf", sm2_leaf_key, sm2_key, root, info.not_before, 10);
    expect_trust(leaf, root, info.not_before + 1, NULL);
    char pem[8192];
    pem_of(leaf, pem);
    scratch_write("leaf.pem", pem, strlen(pem));
    scratch_run("openssl verify -attime %lld -vfyopt distid:" KEY_SM2_ID
                " -CAfile root.pem leaf.pem",
                (long long)info.not_before + 1);
    cert_free(root);
    cert_free(leaf);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issuer_names),
        cmocka_unit_test(dresses),
        cmocka_unit_test(damaged_members_are_skipped),
        cmocka_unit_test(things_that_are_no_certificate),
        cmocka_unit_test(root_members),
        cmocka_unit_test(chains),
        cmocka_unit_test(leaves_do_not_issue),
        cmocka_unit_test(sm2_chains),
        cmocka_unit_test(openssl_accepts_ours),
        cmocka_unit_test(facts),
        cmocka_unit_test(orders_that_cannot_be_met),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
