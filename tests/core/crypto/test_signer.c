/* SPDX-License-Identifier: MIT
 * Tests of the signing threads. `make tsan` runs them under ThreadSanitizer. Nothing waits by
 * sleeping: the descriptor tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <dirent.h>
#include <poll.h>

#include <cmocka.h>

#include "crypto/key.h"
#include "crypto/signer.h"

enum { THREADS = 4, JOBS = 400 };

static struct key *rsa, *sm2;

static int set_up(void **state) {
    struct err err;
    *state = signer_open(&err);
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    signer_close(*state);
    return 0;
}

static struct signer_job *submit(struct signer *signer, struct key *key,
                                 enum key_algorithm algorithm, const char *text, void *owner) {
    struct err err = {0};
    struct signer_job *job =
        signer_submit(signer, THREADS, key, algorithm, text, strlen(text), owner, &err);
    if (!job) fail_msg("%s", err.text);
    return job;
}

static void wait_for(struct signer *signer) {
    struct pollfd fd = {.fd = signer_descriptor(signer), .events = POLLIN};
    if (poll(&fd, 1, 30000) != 1) fail_msg("nothing happened in thirty seconds");
}

static int is_readable(struct signer *signer) {
    struct pollfd fd = {.fd = signer_descriptor(signer), .events = POLLIN};
    return poll(&fd, 1, 0) == 1;
}

static struct signer_job *take(struct signer *signer) {
    struct signer_job *job;
    while (!(job = signer_take(signer))) wait_for(signer);
    return job;
}

/* A thread has run before the tests: ThreadSanitizer starts one of its own with the first. */
static int make_keys(void **state) {
    (void)state;
    struct err err;
    rsa = key_generate(KEY_RSA, 1024, &err);
    sm2 = key_generate(KEY_SM2, 0, &err);
    struct signer *signer = signer_open(&err);
    if (!rsa || !sm2 || !signer) return -1;
    submit(signer, rsa, KEY_ALGORITHM_RSA2, "x", NULL);
    signer_job_free(take(signer));
    signer_close(signer);
    return 0;
}

static int free_keys(void **state) {
    (void)state;
    key_free(rsa);
    key_free(sm2);
    return 0;
}

static int count_threads(void) {
    DIR *folder = opendir("/proc/self/task");
    int count = 0;
    const struct dirent *entry;
    while (folder && (entry = readdir(folder))) count += entry->d_name[0] != '.';
    if (folder) closedir(folder);
    return count;
}

#ifdef __SANITIZE_THREAD__
enum { IDLE_THREADS = 2 }; /* one is the sanitizer's own */
#else
enum { IDLE_THREADS = 1 };
#endif

/* A thread that was joined stays in the list until the kernel has done with it. */
static void wait_for_threads(int least, int most) {
    int count = count_threads();
    for (int i = 0; i < 5000 && (count < least || count > most); i++) {
        poll(NULL, 0, 1);
        count = count_threads();
    }
    assert_in_range(count, least, most);
}

static void signatures_are_good(void **state) {
    struct signer *signer = *state;
    static const enum key_algorithm algorithms[] = {KEY_ALGORITHM_RSA2, KEY_ALGORITHM_RSA,
                                                    KEY_ALGORITHM_SM2};
    char texts[JOBS][24];
    int seen[JOBS] = {0};
    for (int i = 0; i < JOBS; i++) {
        snprintf(texts[i], sizeof texts[i], "text %d", i);
        submit(signer, i % 3 == 2 ? sm2 : rsa, algorithms[i % 3], texts[i], texts[i]);
    }
    for (int i = 0; i < JOBS; i++) {
        struct signer_job *job = take(signer);
        const char *text = signer_job_owner(job);
        int number = (int)((const char(*)[24])(const void *)text - (const char(*)[24])texts);
        size_t len;
        const char *signature = signer_job_result(job, &len, NULL);
        assert_non_null(signature);
        assert_int_equal(strlen(signature), len);
        struct err why;
        assert_true(key_verify(number % 3 == 2 ? sm2 : rsa, algorithms[number % 3], text,
                               strlen(text), signature, len, &why));
        assert_int_equal(seen[number]++, 0);
        signer_job_free(job);
    }
    assert_null(signer_take(signer));
    assert_false(is_readable(signer));
}

static void threads_start_with_work(void **state) {
    struct signer *signer = *state;
    wait_for_threads(IDLE_THREADS, IDLE_THREADS);
    submit(signer, rsa, KEY_ALGORITHM_RSA2, "x", NULL);
    signer_job_free(take(signer));
    wait_for_threads(IDLE_THREADS + 1, IDLE_THREADS + 1);
    for (int i = 0; i < JOBS; i++) submit(signer, rsa, KEY_ALGORITHM_RSA2, "x", NULL);
    for (int i = 0; i < JOBS; i++) signer_job_free(take(signer));
    wait_for_threads(IDLE_THREADS + 1, IDLE_THREADS + THREADS);
}

static void a_failure_is_reported(void **state) {
    struct signer *signer = *state;
    const struct err *err;
    size_t len;
    submit(signer, rsa, KEY_ALGORITHM_SM2, "x", NULL);
    struct signer_job *job = take(signer);
    assert_null(signer_job_result(job, &len, &err));
    assert_int_equal(err->class, ERR_KEY);
    assert_string_equal(err->text, "a key of kind RSA cannot sign with SM2");
    signer_job_free(job);
}

/* Every third is dropped at once, whatever has become of it by then: queued, running or done. */
static void dropped_jobs_are_not_seen(void **state) {
    struct signer *signer = *state;
    static int kept, dropped;
    struct signer_job *jobs[JOBS];
    int expected = 0;
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = submit(signer, rsa, KEY_ALGORITHM_RSA2, "some text", i % 3 ? &kept : &dropped);
        if (i % 5 == 4) /* so that some have begun */
            for (int k = i - 4; k <= i; k++)
                if (k % 3 == 0) signer_job_free(jobs[k]);
        expected += i % 3 != 0;
    }
    for (int i = 0; i < expected; i++) {
        struct signer_job *job = take(signer);
        assert_ptr_equal(signer_job_owner(job), &kept);
        signer_job_free(job);
    }
}

static void the_key_lives_as_long_as_its_jobs(void **state) {
    struct signer *signer = *state;
    struct err err;
    size_t len;
    struct key *key = key_generate(KEY_RSA, 1024, &err);
    for (int i = 0; i < 20; i++) submit(signer, key, KEY_ALGORITHM_RSA2, "x", NULL);
    key_free(key);
    for (int i = 0; i < 20; i++) {
        struct signer_job *job = take(signer);
        assert_non_null(signer_job_result(job, &len, NULL));
        signer_job_free(job);
    }
}

static void closing_drops_what_is_queued(void **state) {
    (void)state;
    struct err err;
    wait_for_threads(IDLE_THREADS, IDLE_THREADS);
    struct signer_job *jobs[JOBS];
    struct signer *signer = signer_open(&err);
    for (int i = 0; i < JOBS; i++) jobs[i] = submit(signer, rsa, KEY_ALGORITHM_RSA2, "x", NULL);
    signer_job_free(jobs[0]);
    signer_close(signer);
    for (int i = 1; i < JOBS; i++) signer_job_free(jobs[i]);
    wait_for_threads(IDLE_THREADS, IDLE_THREADS);
    signer_close(NULL);
    signer_job_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(threads_start_with_work, set_up, tear_down),
        cmocka_unit_test_setup_teardown(signatures_are_good, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_is_reported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dropped_jobs_are_not_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_key_lives_as_long_as_its_jobs, set_up, tear_down),
        cmocka_unit_test(closing_drops_what_is_queued),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}
