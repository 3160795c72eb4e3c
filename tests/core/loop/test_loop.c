/* SPDX-License-Identifier: MIT
 * The loop: order of timers and events, cancelling at every stage, watched descriptors,
 * interruption. */
#include "support/net_help.h"
#include "loop/interrupt.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

struct noted {
    struct loop_timer timer;
    struct loop_event event;
    struct loop *loop;
    struct loop_event *victim; /* cancelled by the delivery */
    struct noted *again;       /* made ready by the delivery */
    int number, nested;
};

static int order[2000], order_count;

static void note(struct loop_event *event, void *context) {
    struct noted *noted = event->owner;
    (void)context;
    order[order_count++] = noted->number;
    if (noted->victim) loop_event_cancel(noted->victim);
    if (noted->again) loop_event_ready(noted->loop, &noted->again->event);
    if (noted->nested) {
        loop_step(noted->loop, 0);
        loop_deliver(noted->loop, NULL);
    }
}

static void expire(struct loop_timer *timer) {
    struct noted *noted = (struct noted *)(void *)timer;
    loop_event_ready(noted->loop, &noted->event);
}

static void prepare(struct loop *loop, struct noted *noted, int number) {
    *noted = (struct noted){.loop = loop, .number = number, .timer = {.expire = expire}};
    noted->event = (struct loop_event){.deliver = note, .owner = noted};
}

static int set_up(void **state) {
    struct err err;
    order_count = 0;
    *state = loop_open(&err);
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    loop_close(*state);
    return 0;
}

static void timers_expire_in_order(void **state) {
    struct loop *loop = *state;
    enum { COUNT = 1000 };
    static struct noted timers[COUNT];
    int64_t now = loop_now();
    for (int i = 0; i < COUNT; i++) {
        prepare(loop, &timers[i], (i * 7919) % COUNT);
        loop_timer_start(loop, &timers[i].timer, now + timers[i].number / 2 * 2);
    }
    for (int i = 0; i < COUNT; i += 3) loop_timer_cancel(&timers[i].timer);
    struct loop_stat stat;
    loop_stat(loop, &stat);
    assert_int_equal(stat.timers, COUNT - (COUNT + 2) / 3);
    run_until(loop, &order_count, COUNT - (COUNT + 2) / 3);
    for (int i = 1; i < order_count; i++) assert_true(order[i] / 2 >= order[i - 1] / 2);
}

static void equal_timers_keep_their_order(void **state) {
    struct loop *loop = *state;
    struct noted timers[50];
    int64_t now = loop_now();
    for (int i = 0; i < 50; i++) {
        prepare(loop, &timers[i], i);
        loop_timer_start(loop, &timers[i].timer, now);
    }
    run_until(loop, &order_count, 50);
    for (int i = 0; i < 50; i++) assert_int_equal(order[i], i);
}

static void timer_is_not_early(void **state) {
    struct loop *loop = *state;
    struct noted noted;
    prepare(loop, &noted, 1);
    int64_t due = loop_now() + SECOND / 50;
    loop_timer_start(loop, &noted.timer, due);
    assert_int_equal(loop_step(loop, -1), 1);
    assert_true(loop_now() >= due);
    loop_deliver(loop, NULL);
}

static void step_ends_without_work(void **state) {
    assert_int_equal(loop_step(*state, -1), 0);
    assert_int_equal(loop_deliver(*state, NULL), 0);
}

static void deliveries_may_change_the_list(void **state) {
    struct loop *loop = *state;
    struct noted noted[4];
    for (int i = 0; i < 4; i++) prepare(loop, &noted[i], i);
    noted[0].victim = &noted[1].event;
    noted[2].again = &noted[2]; /* ready again: not before the next round */
    for (int i = 0; i < 4; i++) loop_event_ready(loop, &noted[i].event);
    loop_event_ready(loop, &noted[3].event); /* twice is once */
    assert_int_equal(loop_deliver(loop, NULL), 3);
    assert_int_equal(order[0], 0);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 3);
    noted[2].again = NULL;
    assert_int_equal(loop_deliver(loop, NULL), 1);
    assert_int_equal(loop_deliver(loop, NULL), 0);
}

static void nested_step_delivers_the_rest(void **state) {
    struct loop *loop = *state;
    struct noted noted[3];
    for (int i = 0; i < 3; i++) prepare(loop, &noted[i], i);
    noted[0].nested = 1;
    for (int i = 0; i < 3; i++) loop_event_ready(loop, &noted[i].event);
    assert_int_equal(loop_deliver(loop, NULL), 1); /* the other two were delivered inside it */
    assert_int_equal(order_count, 3);
}

static jmp_buf jump;

static void leave(struct loop_event *event, void *context) {
    (void)context;
    note(event, NULL);
    longjmp(jump, 1);
}

static void delivery_may_be_left_by_a_jump(void **state) {
    struct loop *loop = *state;
    struct noted noted[2];
    prepare(loop, &noted[0], 0);
    prepare(loop, &noted[1], 1);
    noted[0].event.deliver = leave;
    loop_event_ready(loop, &noted[0].event);
    loop_event_ready(loop, &noted[1].event);
    if (setjmp(jump) == 0) {
        loop_deliver(loop, NULL);
        fail();
    }
    assert_int_equal(loop_deliver(loop, NULL), 1);
    assert_int_equal(order_count, 2);
}

static int watched;

static void on_readable(struct loop_source *source) {
    char byte;
    assert_int_equal(read(source->fd, &byte, 1), 1);
    watched++;
}

static void sources_are_watched(void **state) {
    struct loop *loop = *state;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    struct loop_source source = {.fd = fds[0], .run = on_readable};
    loop_source_add(loop, &source);
    watched = 0;
    loop_step(loop, 0);
    assert_int_equal(watched, 0);
    assert_int_equal(write(fds[1], "xy", 2), 2);
    run_until(loop, &watched, 2);
    loop_source_remove(&source);
    loop_source_remove(&source);
    assert_int_equal(write(fds[1], "z", 1), 1);
    loop_step(loop, 0);
    assert_int_equal(watched, 2);
    close(fds[0]);
    close(fds[1]);
}

static int64_t soon(struct loop_source *source) {
    (void)source;
    return 20;
}

static void count_run(struct loop_source *source) {
    (void)source;
    watched++;
}

static void a_busy_loop_does_not_push_a_timeout_out(void **state) {
    struct loop *loop = *state;
    struct loop_source source = {.fd = -1, .timeout = soon, .run = count_run};
    struct noted noted;
    prepare(loop, &noted, 0);
    loop_source_add(loop, &source);
    watched = 0;
    int64_t end = loop_now() + 60 * SECOND;
    while (!watched) {
        assert_true(loop_now() < end);
        order_count = 0;
        loop_event_ready(loop, &noted.event);
        loop_step(loop, SECOND);
        loop_deliver(loop, NULL);
    }
    loop_source_remove(&source);
}

static void a_closed_descriptor_is_told_once(void **state) {
    struct loop *loop = *state;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    struct loop_source source = {.fd = fds[0], .run = count_run};
    loop_source_add(loop, &source);
    watched = 0;
    loop_step(loop, 0);
    assert_int_equal(watched, 0);
    close(fds[0]);
    for (int i = 0; i < 5; i++) loop_step(loop, 1000000);
    assert_int_equal(watched, 1);
    assert_true(source.bad);
    loop_source_remove(&source);
    close(fds[1]);
}

static struct loop_source *neighbour;

static void remove_neighbour(struct loop_source *source) {
    loop_source_remove(source);
    loop_source_remove(neighbour);
    watched++;
}

static void a_source_may_remove_others(void **state) {
    struct loop *loop = *state;
    struct loop_source one = {.fd = -1, .due = true, .run = remove_neighbour}, two = one;
    loop_source_add(loop, &one);
    loop_source_add(loop, &two); /* stands in front and runs first */
    neighbour = &one;
    watched = 0;
    loop_step(loop, 0);
    assert_int_equal(watched, 1);
    assert_null(one.loop);
}

static void its_descriptors_are_not_inherited(void **state) {
    (void)state;
    struct err err;
    bool before[256];
    for (int fd = 0; fd < 256; fd++) before[fd] = fcntl(fd, F_GETFD) >= 0;
    struct loop *loop = loop_open(&err);
    for (int fd = 0; fd < 256; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (!before[fd] && flags >= 0) assert_int_equal(flags, FD_CLOEXEC);
    }
    loop_close(loop);
}

static void on_alarm(int number) {
    (void)number;
    interrupt_wake();
}

static void interruption_ends_the_wait(void **state) {
    struct loop *loop = *state;
    int64_t start = loop_now();
    interrupt_wake();
    assert_int_equal(loop_step(loop, 60 * SECOND), 0);
    struct sigaction action = {.sa_handler = on_alarm}, before;
    sigaction(SIGALRM, &action, &before);
    struct itimerval soon = {.it_value.tv_usec = 20000};
    setitimer(ITIMER_REAL, &soon, NULL);
    assert_int_equal(loop_step(loop, 60 * SECOND), 0);
    sigaction(SIGALRM, &before, NULL);
    assert_true(loop_now() - start < 30 * SECOND);
}

static void close_leaves_owners_valid(void **state) {
    (void)state;
    struct err err;
    struct loop *loop = loop_open(&err);
    struct noted armed, ready;
    prepare(loop, &armed, 0);
    prepare(loop, &ready, 1);
    loop_timer_start(loop, &armed.timer, loop_now() + 100 * SECOND);
    loop_event_ready(loop, &ready.event);
    struct loop_source source = {.fd = 0, .run = on_readable};
    loop_source_add(loop, &source);
    loop_close(loop);
    loop_timer_cancel(&armed.timer);
    loop_event_cancel(&ready.event);
    loop_source_remove(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(timers_expire_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_timers_keep_their_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(timer_is_not_early, set_up, tear_down),
        cmocka_unit_test_setup_teardown(step_ends_without_work, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deliveries_may_change_the_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nested_step_delivers_the_rest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(delivery_may_be_left_by_a_jump, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sources_are_watched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_busy_loop_does_not_push_a_timeout_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_closed_descriptor_is_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_source_may_remove_others, set_up, tear_down),
        cmocka_unit_test(its_descriptors_are_not_inherited),
        cmocka_unit_test_setup_teardown(interruption_ends_the_wait, set_up, tear_down),
        cmocka_unit_test(close_leaves_owners_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
