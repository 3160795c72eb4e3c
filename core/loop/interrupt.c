/* SPDX-License-Identifier: MIT
 * The state behind Ctrl-C, written by signal handlers of the interpreter and of the line editor and
 * read by whoever waits. It installs no handler and knows nothing of Lua. */
#include "loop/interrupt.h"

#include <signal.h>
#include <stdint.h>

static volatile sig_atomic_t ends_wait, seen, count;
static bool sheltered;

void interrupt_wake(void) {
    ends_wait = 1;
}

void interrupt_note(void) {
    ends_wait = seen = 1;
    if (count < INT16_MAX) count++;
}

int interrupt_count(void) {
    return count;
}

bool interrupt_seen(void) {
    return seen;
}

void interrupt_forget(void) {
    seen = 0;
}

bool interrupt_take_wake(void) {
    if (!ends_wait) return false;
    ends_wait = 0;
    return true;
}

bool interrupt_shelter(bool on) {
    bool before = sheltered;
    sheltered = on;
    return before;
}

bool interrupt_is_sheltered(void) {
    return sheltered;
}
