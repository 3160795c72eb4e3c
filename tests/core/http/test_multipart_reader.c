/* SPDX-License-Identifier: MIT
 * Multipart both ways: what the client sends is what the server reads, however the bytes are cut;
 * files that change in flight; malformed bodies; urlencoded text. */
#include "support/net_help.h"

#include <sys/stat.h>

#include "http/multipart_reader.h"
#include "http/form.h"

static char folder[] = "/tmp/test-multipart-XXXXXX";
static char file_path[128], url[256];
static struct loop *loop;
static struct server *server;
static int requests;

/* ---- the reader alone ---- */

struct reading {
    char text[4096]; /* "name|filename|type=bytes;" for each part */
    size_t len;
};

static void add(struct reading *reading, const char *bytes, size_t len) {
    assert_true(reading->len + len < sizeof reading->text);
    memcpy(reading->text + reading->len, bytes, len);
    reading->len += len;
    reading->text[reading->len] = '\0';
}

static int begin(void *context, const struct multipart_reader_part *part) {
    struct reading *reading = context;
    add(reading, part->name, part->name_len);
    add(reading, "|", 1);
    if (part->filename) add(reading, part->filename, part->filename_len);
    add(reading, part->filename ? "|" : "-|", part->filename ? 1 : 2);
    add(reading, part->type, strlen(part->type));
    add(reading, "=", 1);
    return 0;
}

static int data(void *context, const char *bytes, size_t len) {
    assert_true(len > 0);
    add(context, bytes, len);
    return 0;
}

static int end(void *context) {
    add(context, ";", 1);
    return 0;
}

static int read_pieces(const char *body, size_t piece, struct reading *reading) {
    const struct multipart_reader_receiver receiver = {begin, data, end, reading};
    struct multipart_reader *reader =
        multipart_reader_open("multipart/form-data; charset=utf-8; boundary=\"b--x\"", &receiver);
    assert_non_null(reader);
    *reading = (struct reading){0};
    size_t len = strlen(body);
    int code = 0;
    while (len > 0 && code == 0) {
        size_t now = len < piece ? len : piece;
        char *copy = malloc(now); /* so that a sanitizer sees a byte too many */
        memcpy(copy, body, now);
        code = multipart_reader_feed(reader, copy, now);
        free(copy);
        body += now;
        len -= now;
    }
    if (code == 0 && !multipart_reader_complete(reader)) code = -2;
    multipart_reader_close(reader);
    return code;
}

static void reads_however_it_is_cut(void **state) {
    (void)state;
    static const char body[] =
        "preamble\r\n--b--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n"
        "--b--x\r\ncontent-disposition:form-data;name=a\r\n\r\n1\r\n--b--\r\r\n\r\n--b--\r\n"
        "--b--x \r\nContent-Type: image/png\r\nContent-Disposition: form-data; "
        "filename=\"C:\\dir\\\"q\\\".png\"; name=\"f\"\r\n"
        "X-Other: 1\r\n\r\n\r\r\n\r\n-\r\n--b\r\n"
        "--b--x--\r\nepilogue\r\n--b--x\r\n";
    static const char expected[] =
        "a|-|=;a|-|=1\r\n--b--\r\r\n\r\n--b--;f|C:\\dir\"q\".png|image/png=\r\r\n\r\n-\r\n--b;";
    struct reading reading;
    for (size_t piece = 1; piece < sizeof body; piece++) {
        assert_int_equal(read_pieces(body, piece, &reading), 0);
        assert_string_equal(reading.text, expected);
    }
}

static void malformed_bodies_are_noticed(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "",
        "--b--x",
        "--b--x\r\n",
        "--b--x\r\n\r\nno header",
        "--b--xy\r\n",
        "--b--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--x--",
        "--b--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--x--",
        "--b--x\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--b--x--",
        "--b--x\r\nContent-Disposition: form-data; name=\"a\" x\r\n\r\n1\r\n--b--x--",
        "--b--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--x--",
        "--b--x\r\nno colon\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--x--",
        "--b--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends",
        "--b--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--x-x"};
    struct reading reading;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        for (size_t piece = 1; piece < 100; piece += 13)
            if (read_pieces(bodies[i], piece, &reading) == 0) fail_msg("body %zu was taken", i);
    const struct multipart_reader_receiver receiver = {begin, data, end, NULL};
    assert_null(multipart_reader_open("multipart/form-data", &receiver));
    assert_null(multipart_reader_open("multipart/form-data; boundary=", &receiver));
    assert_null(multipart_reader_open("multipart/form-data; boundary=\"x", &receiver));
}

/* Clients write a moment of time as the boundary, blank and all, without quotes. */
static void a_boundary_may_hold_blanks(void **state) {
    (void)state;
    static const char *const types[] = {
        "multipart/form-data; boundary=2026-11-26 21:18:14",
        "multipart/form-data; boundary=2026-11-26 21:18:14 \t",
        "multipart/form-data;boundary=2026-11-26 21:18:14 ; charset=utf-8",
        "multipart/form-data; boundary=\"2026-11-26 21:18:14\""};
    static const char body[] = "--2026-11-26 21:18:14\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                               "--2026-11-26 21:18:14--\r\n";
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct reading reading = {0};
        const struct multipart_reader_receiver receiver = {begin, data, end, &reading};
        struct multipart_reader *reader = multipart_reader_open(types[i], &receiver);
        assert_non_null(reader);
        assert_int_equal(multipart_reader_feed(reader, body, sizeof body - 1), 0);
        assert_true(multipart_reader_complete(reader));
        assert_string_equal(reading.text, "a|-|=1;");
        multipart_reader_close(reader);
    }
    const struct multipart_reader_receiver receiver = {begin, data, end, NULL};
    assert_null(multipart_reader_open("multipart/form-data; boundary= ;", &receiver));
}

static void decodes_urlencoded(void **state) {
    (void)state;
    static const char text[] = "a=1+2&&b=&c&=d&a=%41%00%zz%4&%3D=%26&=";
    static const struct pair expected[] = {
        {(char *)(uintptr_t) "a", (char *)(uintptr_t) "1 2", 1, 3},
        {(char *)(uintptr_t) "b", (char *)(uintptr_t) "", 1, 0},
        {(char *)(uintptr_t) "c", (char *)(uintptr_t) "", 1, 0},
        {(char *)(uintptr_t) "", (char *)(uintptr_t) "d", 0, 1},
        {(char *)(uintptr_t) "a", (char *)(uintptr_t) "A\0%zz%4", 1, 7},
        {(char *)(uintptr_t) "=", (char *)(uintptr_t) "&", 1, 1},
        {(char *)(uintptr_t) "", (char *)(uintptr_t) "", 0, 0}};
    struct pairs pairs = {0};
    assert_int_equal(form_decode(&pairs, text, sizeof text - 1), 0);
    assert_int_equal(pairs.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < pairs.count; i++) {
        assert_int_equal(pairs.items[i].name_len, expected[i].name_len);
        assert_int_equal(pairs.items[i].value_len, expected[i].value_len);
        assert_memory_equal(pairs.items[i].name, expected[i].name, expected[i].name_len + 1);
        assert_memory_equal(pairs.items[i].value, expected[i].value, expected[i].value_len + 1);
    }
    pairs_free(&pairs);
}

/* ---- both ends ---- */

static char *kept; /* bytes of the first file */
static size_t kept_len;
static struct reading fields;

static void on_request(struct loop_event *event, void *context) {
    (void)context;
    struct exchange *exchange = exchange_of_event(event);
    const struct server_file *file = exchange_files(exchange);
    const struct pairs *pairs = exchange_fields(exchange);
    requests++;
    fields = (struct reading){0};
    for (size_t i = 0; i < pairs->count; i++) {
        add(&fields, pairs->items[i].name, pairs->items[i].name_len);
        add(&fields, "=", 1);
        add(&fields, pairs->items[i].value, pairs->items[i].value_len);
        add(&fields, ";", 1);
    }
    for (; file; file = file->next) {
        struct stat found;
        assert_int_equal(stat(file->path, &found), 0);
        assert_int_equal(found.st_size, file->size);
        assert_int_equal(found.st_mode & 0777, 0600);
        add(&fields, file->name, file->name_len);
        add(&fields, "|", 1);
        add(&fields, file->filename, file->filename_len);
        add(&fields, "|", 1);
        add(&fields, file->type, strlen(file->type));
        if (kept) continue;
        kept = malloc((size_t)file->size + 1);
        kept_len = (size_t)file->size;
        FILE *in = fopen(file->path, "rb");
        assert_int_equal(fread(kept, 1, kept_len, in), kept_len);
        fclose(in);
    }
    exchange_hold(exchange);
    assert_int_equal(exchange_respond(exchange, 200, NULL, "ok", 2, NULL), 0);
    exchange_release(exchange);
}

static void fill_file(size_t size) {
    FILE *out = fopen(file_path, "wb");
    for (size_t i = 0; i < size; i++) putc((int)(i * i >> 7 & 255), out);
    fclose(out);
}

static int set_up(void **state) {
    (void)state;
    struct err err;
    loop = loop_open(&err);
    struct server_options options = server_defaults();
    options.spool = folder;
    options.request = on_request;
    server = server_open(loop, &options, &err);
    requests = 0;
    return server ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    server_close(server);
    loop_close(loop);
    unlink(file_path);
    free(kept);
    kept = NULL;
    return 0;
}

static struct result *run_parts(const struct multipart_part *parts, size_t count, bool progress) {
    static struct result result;
    struct http_options options =
        options_for(url, sizeof url, server_port(server), "/upload?method=x");
    struct http_handlers handlers = {
        .done = on_done, .progress = progress ? on_report : NULL, .owner = &result};
    struct err err = {0};
    options.method = "POST";
    options.parts = parts;
    options.part_count = count;
    result = (struct result){0};
    result.request = http_start(loop, &options, &handlers, &err);
    if (!result.request) fail_msg("%s", err.text);
    return &result;
}

static void what_is_sent_is_read(void **state) {
    (void)state;
    fill_file(300001);
    const struct multipart_part parts[] = {
        {.name = "text", .data = "v\0w", .data_len = 3},
        {.name = "text", .data = "", .data_len = 0},
        {.name = "\xe5\x90\x8d", .data = "\xe5\x80\xbc", .data_len = 3},
        {.name = "image", .path = file_path, .filename = "\xe5\x9b\xbe.png", .type = "image/png"},
    };
    struct result *result = run_parts(parts, 4, true);
    run_until(loop, &result->done, 1);
    assert_null(result->failure);
    assert_int_equal(result->status, 200);
    static const char expected[] =
        "text=v\0w;text=;\xe5\x90\x8d=\xe5\x80\xbc;image|\xe5\x9b\xbe.png|image/png";
    assert_int_equal(fields.len, sizeof expected - 1);
    assert_memory_equal(fields.text, expected, sizeof expected - 1);
    assert_int_equal(kept_len, 300001);
    for (size_t i = 0; i < kept_len; i++)
        assert_int_equal((unsigned char)kept[i], i * i >> 7 & 255);
    assert_true(result->reports >= 1);
    assert_true(result->sent > 300001);
    assert_int_equal(result->sent, result->total);
    result_free(result);
}

static void empty_file_is_sent(void **state) {
    (void)state;
    fill_file(0);
    const struct multipart_part part = {
        .name = "f", .path = file_path, .filename = "e.bin", .type = "x/y"};
    struct result *result = run_parts(&part, 1, false);
    run_until(loop, &result->done, 1);
    assert_int_equal(result->status, 200);
    assert_string_equal(fields.text, "f|e.bin|x/y");
    assert_int_equal(kept_len, 0);
    result_free(result);
}

static void missing_file_is_refused_at_once(void **state) {
    (void)state;
    const char *const paths[] = {"/nonexistent/x", folder};
    for (int i = 0; i < 2; i++) {
        const struct multipart_part part = {.name = "f", .path = paths[i], .filename = "e.bin"};
        struct http_options options = options_for(url, sizeof url, server_port(server), "/");
        struct http_handlers handlers = {.done = on_done};
        struct err err;
        options.method = "POST";
        options.parts = &part;
        options.part_count = 1;
        assert_null(http_start(loop, &options, &handlers, &err));
        assert_int_equal(err.class, ERR_FILE);
        assert_non_null(strstr(err.text, paths[i]));
    }
}

static void changed_file_is_noticed(void **state) {
    (void)state;
    static const off_t sizes[] = {0, 10, 299999, 300001};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fill_file(300000);
        const struct multipart_part part = {.name = "f", .path = file_path, .filename = "e.bin"};
        struct result *result = run_parts(&part, 1, false);
        assert_int_equal(truncate(file_path, sizes[i]), 0);
        run_until(loop, &result->done, 1);
        assert_non_null(result->failure);
        assert_string_equal(result->failure, "file");
        assert_non_null(strstr(result->message, "changed"));
        result_free(result);
    }
    assert_int_equal(requests, 0);
}

static void opened_file_may_be_unlinked(void **state) {
    (void)state;
    fill_file(1000);
    const struct multipart_part part = {.name = "f", .path = file_path, .filename = "e.bin"};
    struct result *result = run_parts(&part, 1, false);
    unlink(file_path);
    run_until(loop, &result->done, 1);
    assert_int_equal(result->status, 200);
    assert_int_equal(kept_len, 1000);
    result_free(result);
}

static int make_folder(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(file_path, sizeof file_path, "%s.src", folder);
    return 0;
}

/* Also proves that no spool file was left. */
static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_however_it_is_cut),
        cmocka_unit_test(malformed_bodies_are_noticed),
        cmocka_unit_test(a_boundary_may_hold_blanks),
        cmocka_unit_test(decodes_urlencoded),
        cmocka_unit_test_setup_teardown(what_is_sent_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_file_is_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(missing_file_is_refused_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(changed_file_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(opened_file_may_be_unlinked, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
