/* SPDX-License-Identifier: MIT
 * Sums columns of amounts as integers of hundredths. It knows no character set. */
#include "csv/csv.h"

#include <string.h>

/* "-12.30" as -1230: a sign, digits, and at most two decimals. Nothing is 0. */
static bool read_amount(const struct csv_cell *cell, int64_t *amount) {
    const char *p = cell->text, *end = p + cell->len;
    int64_t value = 0;
    bool minus = p < end && *p == '-';
    int decimals = -1;
    *amount = 0;
    if (p == end) return true;
    if (minus || *p == '+') p++;
    if (p == end || *p < '0' || *p > '9') return false;
    for (; p < end; p++) {
        if (*p == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*p < '0' || *p > '9' || decimals == 2) return false;
        if (decimals >= 0) decimals++;
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, *p - '0', &value)) return false;
    }
    if (decimals == 0) return false;
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        if (__builtin_mul_overflow(value, 10, &value)) return false;
    *amount = minus ? -value : value;
    return true;
}

void csv_tally(struct csv_tally *tally, const struct csv_line *line) {
    int64_t amount;
    if (tally->where != (size_t)CSV_ALWAYS) {
        const struct csv_cell *cell = &line->cells[tally->where];
        if (cell->len != tally->text_len || memcmp(cell->text, tally->text, cell->len) != 0) return;
    }
    tally->rows++;
    if (!read_amount(&line->cells[tally->column], &amount) || __builtin_add_overflow(tally->sum, amount, &tally->sum)) {
        tally->bad++;
        return;
    }
    if (amount != 0) tally->filled++;
}
