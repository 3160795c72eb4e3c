/* SPDX-License-Identifier: MIT
 * Texts of keys as editors and hands leave them: character sets, blanks, broken BEGIN and END lines.
 * Keys as they should be are tested in test_key.c. */
#include "support/scratch.h"

#include "crypto/key.h"

static struct key *rsa;

static void save(const char *name, enum key_format format) {
    char pem[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    assert_int_equal(key_pem(rsa, format, pem, &len, &err), 0);
    scratch_write(name, pem, len);
}

static int setup(void **state) {
    struct err err;
    if (scratch_make(state) != 0 || !(rsa = key_generate(KEY_RSA, 2048, &err))) return -1;
    save("rsa.pem", KEY_PKCS8);
    save("rsa_pub.pem", KEY_SPKI);
    return 0;
}

static int teardown(void **state) {
    key_free(rsa);
    return scratch_remove(state);
}

/* One key saved by every editor: `change` is a shell filter over the PEM text or the bare base64. */
static void saved_by(const char *change, const char *from, int is_private) {
    char command[600];
    snprintf(command, sizeof command, "{ %s; } <%s >saved.txt", change, from);
    scratch_run(command);
    size_t len;
    char *text = scratch_read("saved.txt", &len);
    struct err err;
    for (int path = 0; path <= 1; path++) { /* the file, and its text as the setting itself */
        const char *source = path ? scratch_path("saved.txt") : text;
        struct key *key = key_load(source, path ? strlen(source) : len, is_private, &err);
        if (!key) fail_msg("%s: %s", change, err.text);
        assert_true(key_matches(key, rsa));
        key_free(key);
    }
    free(text);
}

static void what_editors_save_loads(void **state) {
    (void)state;
    static const char *const changes[] = {
        "iconv -t UTF-16", "iconv -t UTF-16LE", "iconv -t UTF-16BE", "printf '\\376\\377'; iconv -t UTF-16BE",
        "sed 's/$/\\r/' | iconv -t UTF-16", "printf '\\357\\273\\277'; cat", "sed 's/$/\\r/'", "tr '\\n' '\\r'",
        "sed 's/^/\\xC2\\xA0/; s/$/\\xE3\\x80\\x80/'", "sed 's/./&\\xE2\\x80\\x8B/30'",
        "printf '\\342\\200\\216'; cat; printf '\\357\\273\\277'", "sed 's/^/  \\t/; s/$/ /'", "sed 'G;G'"};
    scratch_run("grep -v -- ----- rsa.pem >rsa.b64; tr -d '\\n' <rsa.b64 >one.b64;"
                "grep -v -- ----- rsa_pub.pem >rsa_pub.b64");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        saved_by(changes[i], "rsa.pem", 1);
        saved_by(changes[i], "rsa.b64", 1);
        saved_by(changes[i], "one.b64", 1);
        saved_by(changes[i], "rsa_pub.pem", 0);
        saved_by(changes[i], "rsa_pub.b64", 0);
    }
}

static void broken_frames_load(void **state) {
    (void)state;
    static const char *const changes[] = {
        "sed 's/-----/--/g'", "sed 's/-----/--------/g'", "sed 's/-----$//'", "sed '$d'", "sed 1d",
        "sed '1p;$p'", "echo '-----BEGIN RSA PRIVATE KEY-----'; cat; echo '-----END RSA PRIVATE KEY-----'",
        "tr -d '\\n'", "sed 's/-----/\\xE2\\x80\\x94\\xE2\\x80\\x94/g'", "sed 's/BEGIN/Begin/;s/END/End/'",
        "sed 's/ PRIVATE / RSA PRIVATE /'", "echo 'key -- of the shop'; cat; echo '-- that was it'"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        saved_by(changes[i], "rsa.pem", 1);
        saved_by(changes[i], "rsa_pub.pem", 0);
    }
}

static void broken_utf16_is_named(void **state) {
    (void)state;
    struct err err;
    assert_null(key_load("\xFF\xFEM\0I", 5, 1, &err));
    assert_int_equal(err.class, ERR_KEY);
    assert_non_null(strstr(err.text, "a broken text in UTF-16: "));
    scratch_write("broken", "\xFE\xFF\xD8\x00\x00M", 6);
    const char *path = scratch_path("broken");
    assert_null(key_load(path, strlen(path), 1, &err));
    assert_non_null(strstr(err.text, "broken': a broken text in UTF-16: "));
    scratch_write("nothing", "\xFF\xFE \0\n\0", 6);
    path = scratch_path("nothing");
    assert_null(key_load(path, strlen(path), 0, &err));
    assert_non_null(strstr(err.text, "nothing': it is empty"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_editors_save_loads),
        cmocka_unit_test(broken_frames_load),
        cmocka_unit_test(broken_utf16_is_named),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
