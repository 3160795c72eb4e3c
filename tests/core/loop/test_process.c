/* SPDX-License-Identifier: MIT
 * Tests of core/loop/process.c: what goes in and out, how a command may end, and that nothing is left. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop/process.h"

static int finished;

static void note(struct process *process) {
    (void)process;
    finished++;
}

static int count_descriptors(void) {
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    while (folder && readdir(folder)) count++;
    if (folder) closedir(folder);
    return count;
}

static struct process_order shell(const char *const *argv, const char *input, double seconds) {
    return (struct process_order){.argv = (char *const *)(uintptr_t)argv, .input = input, .input_len = strlen(input),
                                  .timeout = (int64_t)(seconds * 1e9), .max_output = 1000};
}

/* Runs it to its end; the caller closes it. */
static void run(struct process *process, const struct process_order *order) {
    struct err err = {0};
    struct loop *loop = loop_open(&err);
    assert_non_null(loop);
    *process = (struct process){.done = note};
    finished = 0;
    assert_int_equal(process_start(process, loop, order, &err), 0);
    while (!finished) loop_step(loop, 10000000);
    loop_close(loop);
    assert_int_equal(finished, 1);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void test_bytes(void **state) {
    (void)state;
    struct process process;
    struct process_order order = shell((const char *[]){"cat", NULL}, "in and out", 5);
    int before = count_descriptors();
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_EXITED);
    assert_int_equal(process.status, 0);
    assert_int_equal(process.len, 10);
    assert_memory_equal(process.text, "in and out", 10);
    process_close(&process);
    process_close(&process);
    assert_int_equal(count_descriptors(), before);
}

static void test_exit_code_and_complaint(void **state) {
    (void)state;
    struct process process;
    struct process_order order =
        shell((const char *[]){"sh", "-c", "head -c 600 /dev/zero | tr '\\0' x >&2; echo END >&2; exit 7", NULL}, "", 5);
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_EXITED);
    assert_int_equal(process.status, 7);
    assert_int_equal(process.complaint_len, PROCESS_COMPLAINT);
    assert_string_equal(process.complaint + PROCESS_COMPLAINT - 5, "xEND\n");
    process_close(&process);
}

static void test_signal(void **state) {
    (void)state;
    struct process process;
    struct process_order order = shell((const char *[]){"sh", "-c", "kill -TERM $$", NULL}, "", 5);
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_SIGNALED);
    assert_int_equal(process.status, SIGTERM);
    process_close(&process);
}

static void test_late(void **state) {
    (void)state;
    struct process process;
    struct process_order order = shell((const char *[]){"sh", "-c", "trap '' TERM; sleep 30 & wait", NULL}, "", 0.1);
    int64_t started = loop_now();
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_LATE);
    assert_true(loop_now() - started < 5000000000);
    process_close(&process);
}

/* The loop was busy elsewhere when the command ended, and its time passed meanwhile. */
static void test_ended_in_time_but_seen_late(void **state) {
    (void)state;
    struct err err = {0};
    struct loop *loop = loop_open(&err);
    struct process process = {.done = note};
    struct process_order order = shell((const char *[]){"echo", "signature", NULL}, "", 0.000001);
    siginfo_t ended;
    finished = 0;
    assert_int_equal(process_start(&process, loop, &order, &err), 0);
    assert_int_equal(waitid(P_PID, (id_t)process.pid, &ended, WEXITED | WNOWAIT), 0);
    while (!finished) loop_step(loop, 10000000);
    assert_int_equal(process.end, PROCESS_EXITED);
    assert_int_equal(process.status, 0);
    assert_int_equal(process.len, 10);
    process_close(&process);
    loop_close(loop);
}

static void deliver_nothing(struct loop_event *event, void *context) {
    (void)event, (void)context;
}

/* Something is ready in each step: the end of the command is seen all the same. */
static void test_in_a_busy_loop(void **state) {
    (void)state;
    struct err err = {0};
    struct loop *loop = loop_open(&err);
    struct process process = {.done = note};
    struct loop_event busy = {.deliver = deliver_nothing};
    struct process_order order =
        shell((const char *[]){"sh", "-c", "exec >&-; echo no >&2; exec 2>&-; exit 3", NULL}, "", 20);
    finished = 0;
    assert_int_equal(process_start(&process, loop, &order, &err), 0);
    while (!finished) {
        loop_event_ready(loop, &busy);
        loop_step(loop, 10000000);
        loop_deliver(loop, NULL);
    }
    assert_int_equal(process.end, PROCESS_EXITED);
    assert_int_equal(process.status, 3);
    assert_string_equal(process.complaint, "no\n");
    process_close(&process);
    loop_close(loop);
}

/* A pipe that nobody empties would hold the command. */
static void test_complaints_are_read_as_they_come(void **state) {
    (void)state;
    struct process process;
    struct process_order order =
        shell((const char *[]){"sh", "-c", "head -c 3000000 /dev/zero >&2; echo done", NULL}, "", 20);
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_EXITED);
    assert_int_equal(process.len, 5);
    process_close(&process);
}

static void test_too_much(void **state) {
    (void)state;
    struct process process;
    struct process_order order = shell((const char *[]){"yes", NULL}, "", 20);
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_TALKATIVE);
    process_close(&process);
    order.argv = (char *const *)(uintptr_t)(const char *[]){"head", "-c", "1001", "/dev/zero", NULL};
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_TALKATIVE);
    process_close(&process);
    order.argv = (char *const *)(uintptr_t)(const char *[]){"head", "-c", "1000", "/dev/zero", NULL};
    run(&process, &order);
    assert_int_equal(process.end, PROCESS_EXITED);
    assert_int_equal(process.len, 1000);
    process_close(&process);
}

static void test_output_closed_early(void **state) {
    (void)state;
    struct process process;
    struct process_order order = shell((const char *[]){"sh", "-c", "echo a; exec >&-; sleep 0.05; exit 2", NULL}, "", 5);
    run(&process, &order);
    assert_int_equal(process.status, 2);
    assert_int_equal(process.len, 2);
    process_close(&process);
}

static void test_environment(void **state) {
    (void)state;
    struct process process;
    setenv("ALIPAY_TEST_WORD", "old", 1);
    struct process_order order = shell((const char *[]){"sh", "-c", "printf '%s' \"$ALIPAY_TEST_WORD$HOME\"", NULL}, "", 5);
    order.extra = (const char *const[]){"ALIPAY_TEST_WORD=new", "HOME=/h", NULL};
    run(&process, &order);
    assert_int_equal(process.len, 5);
    assert_memory_equal(process.text, "new/h", 5);
    process_close(&process);
}

static void test_missing(void **state) {
    (void)state;
    struct err err = {0};
    struct loop *loop = loop_open(&err);
    struct process process = {.done = note};
    struct process_order order = shell((const char *[]){"/nonesuch/command", NULL}, "x", 5);
    int before = count_descriptors();
    finished = 0;
    if (process_start(&process, loop, &order, &err) == 0) {
        /* Valgrind's vfork is a fork, and the failure comes as the exit code of a shell. */
        while (!finished) loop_step(loop, 10000000);
        assert_int_equal(process.status, 127);
        process_close(&process);
    } else {
        assert_int_equal(err.class, ERR_FILE);
        assert_non_null(strstr(err.text, "/nonesuch/command"));
    }
    assert_int_equal(count_descriptors(), before);
    loop_close(loop);
}

static void test_close_while_running(void **state) {
    (void)state;
    struct err err = {0};
    struct loop *loop = loop_open(&err);
    struct process processes[2] = {{.done = note}, {.done = note}};
    struct process_order order = shell((const char *[]){"sleep", "30", NULL}, "", 60);
    int before = count_descriptors();
    finished = 0;
    for (int i = 0; i < 2; i++) assert_int_equal(process_start(&processes[i], loop, &order, &err), 0);
    loop_step(loop, 1000000);
    process_close(&processes[0]);
    loop_close(loop); /* takes the other one with it */
    assert_int_equal(finished, 0);
    assert_int_equal(processes[1].pid, 0);
    assert_true(count_descriptors() <= before);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_exit_code_and_complaint),
        cmocka_unit_test(test_signal),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_ended_in_time_but_seen_late),
        cmocka_unit_test(test_in_a_busy_loop),
        cmocka_unit_test(test_complaints_are_read_as_they_come),
        cmocka_unit_test(test_too_much),
        cmocka_unit_test(test_output_closed_early),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_close_while_running),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
