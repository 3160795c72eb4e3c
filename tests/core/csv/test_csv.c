/* SPDX-License-Identifier: MIT
 * Tests of csv.c and tally.c: lines and cells whatever pieces they arrive in, quotes, limits, sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "csv/csv.h"

static struct err err;

/* All lines as "cell|cell\n"; -1 ends it with "!". */
static void read_lines(struct csv *csv, size_t expected, char *out) {
    struct csv_line line;
    int found;
    while ((found = csv_next(csv, expected, &line, &err)) > 0) {
        for (size_t i = 0; i < line.count; i++) {
            size_t len;
            const char *text = csv_text(csv, &line.cells[i], &len);
            assert_non_null(text);
            sprintf(out + strlen(out), "%s%.*s", i ? "|" : "", (int)len, text);
        }
        strcat(out, "\n");
        csv_take(csv);
    }
    if (found < 0) strcat(out, "!");
}

static void gives_len(const char *charset, const char *bytes, size_t len, size_t expected, const char *wanted) {
    for (size_t piece = 1; piece <= len; piece++) {
        char out[4096] = "";
        struct csv *csv = csv_open(charset, 200, &err);
        assert_non_null(csv);
        for (size_t at = 0; at < len && !strchr(out, '!'); at += piece) {
            size_t count = len - at < piece ? len - at : piece;
            char *copy = malloc(count); /* so that a sanitizer sees a read behind it */
            memcpy(copy, bytes + at, count);
            assert_int_equal(csv_add(csv, copy, count, &err), 0);
            free(copy);
            read_lines(csv, expected, out);
        }
        csv_finish(csv);
        if (!strchr(out, '!')) read_lines(csv, expected, out);
        csv_close(csv);
        assert_string_equal(out, wanted);
    }
}

static void gives(const char *bytes, size_t expected, const char *wanted) {
    gives_len("GB18030", bytes, strlen(bytes), expected, wanted);
}

static void line_breaks_of_all_kinds_end_lines(void **state) {
    (void)state;
    gives("a,b\r\nc,d\ne,f\rg,h", 0, "a|b\nc|d\ne|f\ng|h\n");
    gives("a\r\n\r\n\n\r,,\t\r\nb\n", 0, "a\nb\n");
    gives("\xEF\xBB\xBF" "a,b\n", 0, "a|b\n");
    gives("a,\n,b", 0, "a|\n|b\n");
}

static void guards_around_cells_go(void **state) {
    (void)state;
    gives("a\t,`123 , b\t \n", 0, "a|123|b\n");
    gives("\"a,b\t\"\t,c\n", 0, "a,b|c\n");
}

static void quotes_are_lenient(void **state) {
    (void)state;
    gives("\"a,\"\"b\"\",c\",d\n", 2, "a,\"b\",c|d\n");
    gives("a \"quoted\" word,6\"\n", 2, "a \"quoted\" word|6\"\n");
    gives("\"a\"b\",c\n", 2, "a\"b|c\n");
    gives("\"open,b\nc,d\n", 2, "\"open|b\nc|d\n");
    gives("\"\",\"\"\nx,\n", 2, "x|\n");
    gives("a,\"", 2, "a|\"\n");
    gives("a,\"b\"", 2, "a|b\n");
}

static void a_quote_spans_lines_where_that_makes_a_row(void **state) {
    (void)state;
    gives("a,\"one\ntwo\",c\nd,e,f\n", 3, "a|one\ntwo|c\nd|e|f\n");
    gives("a,\"one\ntwo\",c\n", 0, "a|\"one\ntwo\"|c\n");
    gives("a,\"one\nd,e,f\ng,h,\"i\"\n", 3, "a|\"one\nd|e|f\ng|h|i\n");
    gives("a,\"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\",c\n", 3, "a|\"\n\"|c\n");
}

/* Whether a quote ends is not asked of bytes behind the longest line, which may not be there yet. */
static void a_quote_is_not_sought_behind_the_longest_line(void **state) {
    (void)state;
    char bytes[600] = "\"a\nb\",\"open,c\n", wanted[600] = "a\nb|\"open|c\n";
    for (int i = 0; i < 20; i++) {
        strcat(bytes, "zzzzzzzzzzzzzzz\n");
        strcat(wanted, "zzzzzzzzzzzzzzz\n");
    }
    gives(bytes, 3, wanted);
}

static void cells_become_utf8(void **state) {
    (void)state;
    /* the second byte of the last character is a backslash, then one of four bytes */
    gives_len("GB18030", "\xBD\xBB\xD2\xD7,\xD5\\\t,\x81\x30\x81\x30\n", 14, 3, "\xE4\xBA\xA4\xE6\x98\x93|\xE8\xAA\xA0|\xC2\x80\n");
    gives("\xD5,\xFF\xBD\xBB\n", 2, "\xEF\xBF\xBD|\xEF\xBF\xBD\xE4\xBA\xA4\n");
    gives("\"\xBD\xBB\"\"\"\n", 1, "\xE4\xBA\xA4\"\n");
    gives_len("UTF-8", "\xE4\xBA\xA4,\xE4\xBA\n", 7, 2, "\xE4\xBA\xA4|\xEF\xBF\xBD\xEF\xBF\xBD\n");
}

static void what_is_no_character_of_unicode_is_marked(void **state) {
    (void)state;
    gives_len("UTF-8", "\xF5\x93\x96\x91\n", 5, 1, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n");
}

static void a_character_set_must_be_known(void **state) {
    (void)state;
    assert_null(csv_open("KLINGON", 10, &err));
    assert_int_equal(err.class, ERR_DATA);
    assert_null(csv_open("GBK//IGNORE", 10, &err));
}

static void limits_hold(void **state) {
    (void)state;
    char bytes[1200];
    memset(bytes, 'x', 300);
    gives_len("GB18030", bytes, 300, 0, "!");
    assert_int_equal(err.class, ERR_LIMIT);
    memset(bytes, 'x', 201);
    bytes[201] = '\n';
    gives_len("GB18030", bytes, 202, 0, "!");
    memset(bytes, 'x', 200); /* the longest line, and one that a quote makes of two */
    memcpy(bytes + 200, "\r\ny\n", 5);
    char wanted[300];
    snprintf(wanted, sizeof wanted, "%.200s\ny\n", bytes);
    gives_len("GB18030", bytes, 204, 0, wanted);
    memcpy(bytes, "\"a\nb", 4);
    memcpy(bytes + 197, "\",c", 3);
    snprintf(wanted, sizeof wanted, "%.196s|c\ny\n", bytes + 1);
    gives_len("GB18030", bytes, 204, 2, wanted);
    memset(bytes, ',', 600);
    struct csv *csv = csv_open("UTF-8", 1000, &err);
    struct csv_line line;
    assert_int_equal(csv_add(csv, bytes, 600, &err), 0);
    assert_int_equal(csv_next(csv, 0, &line, &err), -1);
    assert_non_null(strstr(err.text, "cells"));
    csv_close(csv);
    csv_close(NULL);
}

/* A million lines with an open quote each must not look further for its end each time than a few lines. */
static void open_quotes_cost_no_more_than_their_lines(void **state) {
    (void)state;
    struct csv *csv = csv_open("GB18030", 1 << 20, &err);
    struct csv_line line;
    size_t lines = 0;
    for (int i = 0; i < 100000; i++) assert_int_equal(csv_add(csv, "\"a,b\n", 5, &err), 0);
    csv_finish(csv);
    while (csv_next(csv, 3, &line, &err) > 0) {
        assert_int_equal(line.count, 2);
        csv_take(csv);
        lines++;
    }
    assert_int_equal(lines, 100000);
    csv_close(csv);
}

static struct csv_tally tally_of(const char *text, struct csv_tally tally) {
    struct csv *csv = csv_open("UTF-8", 1000, &err);
    struct csv_line line;
    assert_int_equal(csv_add(csv, text, strlen(text), &err), 0);
    csv_finish(csv);
    while (csv_next(csv, 2, &line, &err) > 0) {
        csv_tally(&tally, &line);
        csv_take(csv);
    }
    csv_close(csv);
    return tally;
}

static void amounts_are_summed_in_hundredths(void **state) {
    (void)state;
    struct csv_tally all = {.where = (size_t)CSV_ALWAYS, .column = 1};
    struct csv_tally sum = tally_of("a,1.10\na,-0.05\nb,2\nb,0.5\na,+3.00\na,\na,0.00\n", all);
    assert_int_equal(sum.sum, 655);
    assert_int_equal(sum.rows, 7);
    assert_int_equal(sum.filled, 5);
    assert_int_equal(sum.bad, 0);
    struct csv_tally some = {.where = 0, .text = "b", .text_len = 1, .column = 1};
    sum = tally_of("a,1.10\nb,2\nbb,9\nb,0.5\n", some);
    assert_int_equal(sum.sum, 250);
    assert_int_equal(sum.rows, 2);
}

static void what_is_no_amount_is_counted(void **state) {
    (void)state;
    struct csv_tally all = {.where = (size_t)CSV_ALWAYS, .column = 1};
    struct csv_tally sum = tally_of("a,1.\na,x\na,1.234\na,-\na,1e3\na,.5\na,1.2.3\na,99999999999999999999\na,1\n", all);
    assert_int_equal(sum.bad, 8);
    assert_int_equal(sum.sum, 100);
    sum = tally_of("a,92233720368547758.07\na,0.01\n", all);
    assert_int_equal(sum.bad, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_breaks_of_all_kinds_end_lines),
        cmocka_unit_test(guards_around_cells_go),
        cmocka_unit_test(quotes_are_lenient),
        cmocka_unit_test(a_quote_spans_lines_where_that_makes_a_row),
        cmocka_unit_test(a_quote_is_not_sought_behind_the_longest_line),
        cmocka_unit_test(cells_become_utf8),
        cmocka_unit_test(what_is_no_character_of_unicode_is_marked),
        cmocka_unit_test(a_character_set_must_be_known),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(open_quotes_cost_no_more_than_their_lines),
        cmocka_unit_test(amounts_are_summed_in_hundredths),
        cmocka_unit_test(what_is_no_amount_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
