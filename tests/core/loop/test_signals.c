/* SPDX-License-Identifier: MIT
 * Signals of the process as bytes in a pipe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <poll.h>
#include <signal.h>

#include "loop/signals.h"

static int readable(int descriptor) {
    struct pollfd waited = {.fd = descriptor, .events = POLLIN};
    return poll(&waited, 1, 0);
}

static void test_catch_and_take(void **state) {
    (void)state;
    struct err err = {0};
    assert_int_equal(signals_take(), 0);
    int descriptor = signals_catch(&err);
    assert_true(descriptor >= 0);
    assert_int_equal(readable(descriptor), 0);
    raise(SIGTERM);
    raise(SIGINT);
    assert_int_equal(readable(descriptor), 1);
    assert_int_equal(signals_take(), SIGTERM);
    assert_int_equal(signals_take(), SIGINT);
    assert_int_equal(signals_take(), 0);
}

static void test_the_second_one_has_its_default_action(void **state) {
    (void)state;
    struct err err = {0};
    struct sigaction action;
    int descriptor = signals_catch(&err);
    raise(SIGTERM);
    assert_int_equal(signals_take(), SIGTERM);
    sigaction(SIGTERM, NULL, &action);
    assert_true(action.sa_handler == SIG_DFL);
    assert_int_equal(signals_catch(&err), descriptor);
    sigaction(SIGTERM, NULL, &action);
    assert_false(action.sa_handler == SIG_DFL);
}

static volatile sig_atomic_t arrived;

static void count(int signum) {
    (void)signum;
    arrived++;
}

static void test_held_ones_wait_for_the_last_release(void **state) {
    (void)state;
    static const int all[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        signal(all[i], count);
        arrived = 0;
        signals_hold();
        signals_hold();
        raise(all[i]);
        signals_release();
        assert_int_equal(arrived, 0);
        signals_release();
        assert_int_equal(arrived, 1);
        signals_release(); /* one too many changes nothing */
        raise(all[i]);
        assert_int_equal(arrived, 2);
        signal(all[i], SIG_DFL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catch_and_take),
        cmocka_unit_test(test_held_ones_wait_for_the_last_release),
        cmocka_unit_test(test_the_second_one_has_its_default_action),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
