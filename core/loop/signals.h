/* SPDX-License-Identifier: MIT
 * Signals of the process as bytes in a pipe, so that a program that runs a loop ends in its own words.
 * It decides nothing: who catches, reads and ends is the caller. */
#ifndef ALIPAY_SIGNALS_H
#define ALIPAY_SIGNALS_H

#include "base/err.h"

/* From now on SIGINT and SIGTERM arrive in the pipe; the second one of a kind has its default action again.
 * Returns the descriptor to wait on (the same one each time, owned here), or -1. */
int signals_catch(struct err *err);

/* The next signal that arrived, 0 when there is none. Never blocks. */
int signals_take(void);

/* Signals that would end the program wait until as many releases came as holds. Threads and commands that are started
 * meanwhile are the caller's matter: a thread inherits it, core/loop/process.c undoes it for commands. */
void signals_hold(void);
void signals_release(void);

#endif
