/* SPDX-License-Identifier: MIT
 * Tests of archive.c and archive_make.c: what was packed comes out, and hostile archives are refused. */
#include "support/scratch.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "zip/archive.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct archive_limits generous = {100, 1 << 30, 200};
static struct err err;

/* "交易.csv" in GBK. */
static const char name[] = "\xBD\xBB\xD2\xD7.csv";

static void make(const struct archive_source *sources, size_t count) {
    if (archive_make(scratch_path("a.zip"), sources, count, &err) != 0) fail_msg("%s", err.text);
}

static void make_one(const char *data, size_t len) {
    const struct archive_source source = {.name = name, .data = data, .len = len};
    make(&source, 1);
}

static struct archive *open_it(const struct archive_limits *limits) {
    return archive_open(scratch_path("a.zip"), limits, &err);
}

/* The bytes of a member in memory that the caller frees; NULL with err set. */
static char *unpack(struct archive *archive, size_t index, size_t *len) {
    char *out = malloc((size_t)32 << 20);
    long count;
    *len = 0;
    if (archive_start(archive, index, &err) != 0) {
        free(out);
        return NULL;
    }
    while ((count = archive_read(archive, out + *len, 65536, &err)) > 0) *len += (size_t)count;
    if (count == 0) return out;
    free(out);
    return NULL;
}

/* Reads member 0, which is refused. */
static void refused(const struct archive_limits *limits, enum err_class class, const char *words) {
    struct archive *archive = open_it(limits);
    size_t len;
    if (archive) assert_null(unpack(archive, 0, &len));
    assert_int_equal(err.class, class);
    if (!strstr(err.text, words)) fail_msg("%s", err.text);
    archive_close(archive);
}

static void what_was_packed_comes_out(void **state) {
    (void)state;
    scratch_write("file", "from a file", 11);
    const struct archive_source sources[] = {{.name = name, .data = "a,b\r\n", .len = 5},
                                             {.name = "empty", .data = ""},
                                             {.name = "../x", .path = scratch_path("file")}};
    make(sources, COUNT(sources));
    struct archive *archive = open_it(&generous);
    struct archive_member member;
    const char *texts[] = {"a,b\r\n", "", "from a file"};
    assert_int_equal(archive_count(archive), 3);
    for (size_t i = 0; i < 3; i++) {
        size_t len;
        char *bytes = unpack(archive, i, &len);
        assert_int_equal(archive_member(archive, i, &member, &err), 0);
        assert_string_equal(member.name, sources[i].name);
        assert_int_equal(member.size, strlen(texts[i]));
        assert_int_equal(len, member.size);
        assert_memory_equal(bytes, texts[i], len);
        free(bytes);
    }
    assert_int_equal(archive_start(archive, 3, &err), -1);
    assert_int_equal(archive_member(archive, 3, &member, &err), -1);
    archive_close(archive);
    archive_close(NULL);
}

static void names_have_no_utf8_mark(void **state) {
    (void)state;
    size_t len;
    make_one("x", 1);
    char *bytes = scratch_read("a.zip", &len);
    assert_memory_equal(bytes, "PK\3\4", 4);
    assert_int_equal(bytes[7] & 8, 0); /* bit 11 */
    assert_memory_equal(bytes + 30, name, sizeof name - 1);
    free(bytes);
}

static void an_archive_is_replaced_whole_or_not_at_all(void **state) {
    (void)state;
    struct rlimit before, small;
    make_one("old", 3);
    make_one("newer", 5);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 10;
    setrlimit(RLIMIT_FSIZE, &small);
    const struct archive_source source = {.name = "x", .data = "newest", .len = 6};
    int status = archive_make(scratch_path("a.zip"), &source, 1, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(status, -1);
    assert_int_equal(err.class, ERR_FILE);
    struct archive *archive = open_it(&generous);
    size_t len;
    char *bytes = unpack(archive, 0, &len);
    assert_memory_equal(bytes, "newer", 5);
    free(bytes);
    archive_close(archive);
    scratch_run("test \"$(echo a.zip* .[!.]*)\" = 'a.zip .[!.]*'");
}

static void what_cannot_be_packed_is_said(void **state) {
    (void)state;
    const struct archive_source missing = {.name = "x", .path = scratch_path("nothing")};
    assert_int_equal(archive_make(scratch_path("b.zip"), &missing, 1, &err), -1);
    assert_int_equal(err.class, ERR_FILE);
    const struct archive_source fine = {.name = "x", .data = "x", .len = 1};
    assert_int_equal(archive_make(scratch_path("nowhere/b.zip"), &fine, 1, &err), -1);
    const struct archive_source twice[] = {fine, fine};
    assert_int_equal(archive_make(scratch_path("b.zip"), twice, 2, &err), -1);
    scratch_run("test ! -e b.zip");
}

static void what_is_no_archive_is_refused(void **state) {
    (void)state;
    unlink(scratch_path("a.zip"));
    refused(&generous, ERR_FILE, "a.zip");
    scratch_write("a.zip", "<html>expired</html>", 20);
    refused(&generous, ERR_DATA, "Not a zip archive");
}

/* Packs "aaaa...", lets `change` edit the bytes, and expects a refusal. */
static void damaged(size_t at, const char *bytes, size_t len, enum err_class class) {
    size_t size;
    make_one("hello, hello, hello", 19);
    char *file = scratch_read("a.zip", &size);
    memcpy(file + at, bytes, len);
    scratch_write("a.zip", file, size);
    free(file);
    refused(&generous, class, "");
}

static void damage_is_refused(void **state) {
    (void)state;
    size_t size, local = 30 + sizeof name - 1;
    damaged(local + 3, "\xFF\xFF", 2, ERR_DATA);    /* packed bytes */
    damaged(14, "\1\2\3\4", 4, ERR_DATA);           /* the checksum, which the directory has otherwise */
    make_one("hello, hello, hello", 19);
    char *file = scratch_read("a.zip", &size);
    for (size_t cut = 1; cut < size; cut += 7) {
        scratch_write("a.zip", file, size - cut);
        refused(&generous, ERR_DATA, "");
    }
    char *longer = malloc(size + 4);
    memcpy(longer, "junk", 4);
    memcpy(longer + 4, file, size);
    scratch_write("a.zip", longer, size + 4);
    refused(&generous, ERR_DATA, "");
    free(longer);
    free(file);
}

static void change_everywhere(char *file, size_t size, size_t local_at, size_t central_at, char value) {
    file[local_at] = value;
    for (size_t i = 0; i + 4 < size; i++)
        if (memcmp(file + i, "PK\1\2", 4) == 0) file[i + central_at] = value;
    scratch_write("a.zip", file, size);
}

static void ways_of_packing_that_no_table_has_are_refused(void **state) {
    (void)state;
    size_t size;
    make_one("hello, hello, hello", 19);
    char *file = scratch_read("a.zip", &size);
    change_everywhere(file, size, 6, 8, 1);
    refused(&generous, ERR_DATA, "encrypted");
    change_everywhere(file, size, 6, 8, 0);
    change_everywhere(file, size, 8, 10, 12);
    refused(&generous, ERR_DATA, "method 12");
    free(file);
}

static void limits_hold(void **state) {
    (void)state;
    const struct archive_source two[] = {{.name = "a", .data = "12345", .len = 5},
                                         {.name = "b", .data = "12345", .len = 5}};
    make(two, 2);
    refused(&(struct archive_limits){1, 100, 200}, ERR_LIMIT, "2 members");
    refused(&(struct archive_limits){2, 4, 200}, ERR_LIMIT, "4 bytes");
    struct archive *archive = open_it(&(struct archive_limits){2, 9, 200});
    size_t len;
    char *bytes = unpack(archive, 0, &len);
    assert_int_equal(len, 5);
    free(bytes);
    assert_null(unpack(archive, 1, &len)); /* both together are more */
    assert_int_equal(err.class, ERR_LIMIT);
    archive_close(archive);
}

static void a_bomb_is_refused_and_a_small_one_read(void **state) {
    (void)state;
    size_t len, size = (size_t)8 << 20;
    char *zeros = calloc(1, size);
    make_one(zeros, size);
    refused(&generous, ERR_LIMIT, "200 to 1");
    struct archive *archive = open_it(&(struct archive_limits){1, size, 2000});
    char *bytes = unpack(archive, 0, &len);
    assert_int_equal(len, size);
    free(bytes);
    archive_close(archive);
    make_one(zeros, ARCHIVE_SLACK);
    archive = open_it(&generous);
    bytes = unpack(archive, 0, &len);
    assert_int_equal(len, ARCHIVE_SLACK);
    free(bytes);
    archive_close(archive);
    free(zeros);
}

static void reading_needs_an_open_member(void **state) {
    (void)state;
    char out[8];
    make_one("x", 1);
    struct archive *archive = open_it(&generous);
    assert_int_equal(archive_read(archive, out, sizeof out, &err), -1);
    archive_close(archive);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_out),
        cmocka_unit_test(names_have_no_utf8_mark),
        cmocka_unit_test(an_archive_is_replaced_whole_or_not_at_all),
        cmocka_unit_test(what_cannot_be_packed_is_said),
        cmocka_unit_test(what_is_no_archive_is_refused),
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(ways_of_packing_that_no_table_has_are_refused),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(a_bomb_is_refused_and_a_small_one_read),
        cmocka_unit_test(reading_needs_an_open_member),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
