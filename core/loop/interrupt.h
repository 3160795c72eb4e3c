/* SPDX-License-Identifier: MIT
 * What is known of Ctrl-C: whether one has to end a wait, how many came, and whether code runs that it
 * may not stop. Whose handler catches the signal, and what it stops, is decided elsewhere. */
#ifndef ALIPAY_INTERRUPT_H
#define ALIPAY_INTERRUPT_H

#include <stdbool.h>

/* One came: the current wait of the loop, or else the next one, returns. Async-signal-safe. */
void interrupt_note(void);

/* Ends the wait alone, for signals that are no Ctrl-C. Async-signal-safe. */
void interrupt_wake(void);

/* How many came since the process started. */
int interrupt_count(void);

/* Whether one came since the last interrupt_forget. */
bool interrupt_seen(void);
void interrupt_forget(void);

/* Whether the wait has to end; forgets that. */
bool interrupt_take_wake(void);

/* While code runs that must come to its end, whoever stops code for a Ctrl-C waits until it has.
 * Returns what was set before. */
bool interrupt_shelter(bool on);
bool interrupt_is_sheltered(void);

#endif
