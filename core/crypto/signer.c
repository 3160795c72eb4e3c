/* SPDX-License-Identifier: MIT
 * The signing threads: one queue of jobs, one list of finished ones, one mutex for both, an eventfd
 * to tell of the second. A job belongs to whoever submitted it, except while a thread works on one
 * that was given up: then the thread frees it. */
#include "crypto/signer.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <openssl/crypto.h>

/* Signing needs little stack but for the largest RSA keys; the default of 8 MB would only be
 * reserved. */
enum { STACK_SIZE = 512 * 1024 };

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_DONE };

struct signer_job {
    struct signer_job *next, *prev;
    struct signer
        *signer; /* NULL once it was taken, or the signer closed; the threads never look at it */
    enum job_state state;
    int abandoned;
    struct key *key;
    enum key_algorithm algorithm;
    void *owner;
    int status;
    struct err err;
    size_t signature_len, data_len;
    char *signature; /* of the length that this key needs, behind the data */
    char data[];
};

struct job_list {
    struct signer_job *head, *tail;
};

struct signer {
    struct signer *next; /* of all there are */
    pthread_mutex_t mutex;
    pthread_cond_t work; /* there is a job, or the end */
    struct job_list queue, done;
    int idle, ending;
    int thread_count;
    int descriptor;
    pthread_t threads[SIGNER_THREADS_MAX];
};

static void append(struct job_list *list, struct signer_job *job) {
    job->next = NULL;
    job->prev = list->tail;
    if (list->tail)
        list->tail->next = job;
    else
        list->head = job;
    list->tail = job;
}

static void take_out(struct job_list *list, struct signer_job *job) {
    if (job->prev)
        job->prev->next = job->next;
    else
        list->head = job->next;
    if (job->next)
        job->next->prev = job->prev;
    else
        list->tail = job->prev;
    job->next = job->prev = NULL;
}

static void destroy(struct signer_job *job) {
    key_free(job->key);
    free(job);
}

/* Outside the mutex: it touches nothing that others touch while the job is running. */
static void sign(struct signer_job *job) {
    char out[KEY_SIGNATURE_TEXT];
    job->status = key_sign(job->key, job->algorithm, job->data, job->data_len, out,
                           &job->signature_len, &job->err);
    if (job->status == 0) memcpy(job->signature, out, job->signature_len + 1);
}

static void announce(const struct signer *signer) {
    uint64_t one = 1;
    ssize_t written = write(signer->descriptor, &one, sizeof one);
    (void)written; /* it fails only where the count is full, and then it is readable */
}

/* With the mutex held, before and after. */
static void work_on(struct signer *signer, struct signer_job *job) {
    take_out(&signer->queue, job);
    job->state = JOB_RUNNING;
    pthread_mutex_unlock(&signer->mutex);
    sign(job);
    pthread_mutex_lock(&signer->mutex);
    if (job->abandoned) {
        pthread_mutex_unlock(&signer->mutex);
        destroy(job);
        pthread_mutex_lock(&signer->mutex);
        return;
    }
    int first = !signer->done.head;
    job->state = JOB_DONE;
    append(&signer->done, job);
    if (first) announce(signer); /* once for all that pile up before the loop looks */
}

static void *run(void *context) {
    struct signer *signer = context;
    pthread_mutex_lock(&signer->mutex);
    while (!signer->ending) {
        if (signer->queue.head) {
            work_on(signer, signer->queue.head);
        } else {
            signer->idle++;
            pthread_cond_wait(&signer->work, &signer->mutex);
            signer->idle--;
        }
    }
    pthread_mutex_unlock(&signer->mutex);
    OPENSSL_thread_stop();
    return NULL;
}

static struct signer *all_signers; /* of the one thread that opens and closes them */

/* What is queued stays queued. */
static void stop_threads(struct signer *signer) {
    pthread_mutex_lock(&signer->mutex);
    signer->ending = 1;
    pthread_cond_broadcast(&signer->work);
    pthread_mutex_unlock(&signer->mutex);
    for (int i = 0; i < signer->thread_count; i++) pthread_join(signer->threads[i], NULL);
    signer->thread_count = 0;
}

/* At exit() without a close: OpenSSL takes itself down there, and no thread may be using it then. */
static void stop_all(void) {
    for (struct signer *signer = all_signers; signer; signer = signer->next) stop_threads(signer);
}

/* Registered after OpenSSL's own function, and so called before it: there is a key by now. */
static void stop_all_at_exit(void) {
    atexit(stop_all);
}

/* A thread that gets no signal: those belong to the main thread. */
static int start_thread(struct signer *signer) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    sigset_t all, before;
    pthread_attr_t attributes;
    pthread_once(&once, stop_all_at_exit);
    if (pthread_attr_init(&attributes) != 0) return -1;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&signer->threads[signer->thread_count], &attributes, run, signer);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (failed) return -1;
    signer->thread_count++;
    return 0;
}

static void disown(struct job_list *list) {
    while (list->head) {
        struct signer_job *job = list->head;
        take_out(list, job);
        job->signer = NULL;
    }
}

static struct signer_job *make_job(struct key *key, enum key_algorithm algorithm, const void *data,
                                   size_t len) {
    size_t room = BASE64_LENGTH((size_t)(key_bits(key) + 7) / 8 + 80) +
                  1; /* 80: an SM2 signature is longer than its key */
    struct signer_job *job = malloc(sizeof *job + len + room);
    if (!job) return NULL;
    memset(job, 0, sizeof *job);
    job->key = key_ref(key);
    job->algorithm = algorithm;
    job->data_len = len;
    job->signature = job->data + len;
    memcpy(job->data, data, len);
    return job;
}

struct signer *signer_open(struct err *err) {
    struct signer *signer = calloc(1, sizeof *signer);
    if (!signer) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    signer->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (signer->descriptor < 0) {
        err_errno(err, ERR_SYSTEM, "no signing threads");
        free(signer);
        return NULL;
    }
    pthread_mutex_init(&signer->mutex, NULL);
    pthread_cond_init(&signer->work, NULL);
    signer->next = all_signers;
    all_signers = signer;
    return signer;
}

void signer_close(struct signer *signer) {
    if (!signer) return;
    struct signer **link = &all_signers;
    while (*link != signer) link = &(*link)->next;
    *link = signer->next;
    stop_threads(signer);
    disown(&signer->queue);
    disown(&signer->done);
    pthread_cond_destroy(&signer->work);
    pthread_mutex_destroy(&signer->mutex);
    close(signer->descriptor);
    free(signer);
}

int signer_descriptor(const struct signer *signer) {
    return signer->descriptor;
}

int signer_default_threads(void) {
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < SIGNER_THREADS_MAX ? count : SIGNER_THREADS_MAX;
}

struct signer_job *signer_submit(struct signer *signer, int threads, struct key *key,
                                 enum key_algorithm algorithm, const void *data, size_t len,
                                 void *owner, struct err *err) {
    struct signer_job *job = make_job(key, algorithm, data, len);
    if (!job) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    job->signer = signer;
    job->owner = owner;
    pthread_mutex_lock(&signer->mutex);
    int waiting = signer->queue.head != NULL;
    append(&signer->queue, job);
    if (signer->idle == 0 || waiting) {
        if (signer->thread_count < threads && signer->thread_count < SIGNER_THREADS_MAX)
            start_thread(signer);
    }
    int stranded = signer->thread_count == 0;
    if (stranded) take_out(&signer->queue, job);
    if (signer->idle > 0) pthread_cond_signal(&signer->work);
    pthread_mutex_unlock(&signer->mutex);
    if (!stranded) return job;
    destroy(job);
    err_set(err, ERR_SYSTEM, "no signing thread could be started");
    return NULL;
}

struct signer_job *signer_take(struct signer *signer) {
    uint64_t count;
    pthread_mutex_lock(&signer->mutex);
    struct signer_job *job = signer->done.head;
    if (job) {
        take_out(&signer->done, job);
        job->signer = NULL;
    }
    if (!signer->done.head) {
        ssize_t got = read(signer->descriptor, &count, sizeof count);
        (void)got; /* nothing to read is fine */
    }
    pthread_mutex_unlock(&signer->mutex);
    return job;
}

void *signer_job_owner(const struct signer_job *job) {
    return job->owner;
}

const char *signer_job_result(const struct signer_job *job, size_t *len, const struct err **err) {
    if (err) *err = &job->err;
    if (job->status != 0) return NULL;
    *len = job->signature_len;
    return job->signature;
}

void signer_job_free(struct signer_job *job) {
    if (!job) return;
    struct signer *signer = job->signer;
    if (signer) {
        pthread_mutex_lock(&signer->mutex);
        int running = job->state == JOB_RUNNING;
        if (running)
            job->abandoned = 1;
        else
            take_out(job->state == JOB_QUEUED ? &signer->queue : &signer->done, job);
        pthread_mutex_unlock(&signer->mutex);
        if (running) return;
    }
    destroy(job);
}
