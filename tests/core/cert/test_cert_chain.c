/* SPDX-License-Identifier: MIT
 * Chains of certificates and their dates, RSA and SM2. */
#include "support/cert_fixture.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains),
        cmocka_unit_test(leaves_do_not_issue),
        cmocka_unit_test(sm2_chains),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
