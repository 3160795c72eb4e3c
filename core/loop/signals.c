/* SPDX-License-Identifier: MIT
 * Signals of the process as bytes in a pipe: the handler writes, the loop reads. It never touches Lua.
 * The pipe lives as long as the process. */
#include "loop/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static int ends[2] = {-1, -1};
static unsigned holders;
static sigset_t before; /* the mask of the first holder */

static void on_signal(int signum) {
    int saved = errno;
    unsigned char byte = (unsigned char)signum;
    ssize_t written = write(ends[1], &byte, 1);
    (void)written; /* a full pipe holds news enough */
    errno = saved;
}

int signals_catch(struct err *err) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND};
    if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return err_errno(err, ERR_SYSTEM, "cannot make a pipe");
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, &action, NULL) != 0 || sigaction(SIGTERM, &action, NULL) != 0)
        return err_errno(err, ERR_SYSTEM, "cannot catch signals");
    return ends[0];
}

int signals_take(void) {
    unsigned char byte;
    if (ends[0] < 0 || read(ends[0], &byte, 1) != 1) return 0;
    return byte;
}

void signals_hold(void) {
    static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2};
    sigset_t waiting;
    if (holders++ > 0) return;
    sigemptyset(&waiting);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) sigaddset(&waiting, ending[i]);
    pthread_sigmask(SIG_BLOCK, &waiting, &before);
}

void signals_release(void) {
    if (holders > 0 && --holders == 0) pthread_sigmask(SIG_SETMASK, &before, NULL);
}
