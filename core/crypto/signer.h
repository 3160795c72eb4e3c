/* SPDX-License-Identifier: MIT
 * A small pool of threads that make signatures, so that calls per second grow with cores. Its
 * threads know nothing of the loop: finished jobs are announced through a descriptor, and taken in
 * the thread that submitted them. Every function but those threads is called from one thread. */
#ifndef ALIPAY_SIGNER_H
#define ALIPAY_SIGNER_H

#include "crypto/key.h"

struct signer;
struct signer_job;

enum { SIGNER_THREADS_MAX = 64 };

/* No thread runs before the first job. */
struct signer *signer_open(struct err *err);

/* Ends the threads, each after the signature that it is making; what was queued is dropped. Jobs
 * stay their owners'. */
void signer_close(struct signer *signer);

/* Readable when a job has ended and not been taken. */
int signer_descriptor(const struct signer *signer);

/* The number of processors this process may use. */
int signer_default_threads(void);

/* Queues a signature; up to `threads` threads are started when those there are busy. The data is
 * copied, the key is referred to until signer_job_free. NULL when out of memory, or when there is
 * no thread and none could be started (ERR_SYSTEM). */
struct signer_job *signer_submit(struct signer *signer, int threads, struct key *key,
                                 enum key_algorithm algorithm, const void *data, size_t len,
                                 void *owner, struct err *err);

/* The next job that has ended, or NULL. It is the caller's then, to be freed. */
struct signer_job *signer_take(struct signer *signer);

void *signer_job_owner(const struct signer_job *job);

/* Of a taken job: the signature in base64, or NULL and the failure. Valid until signer_job_free. */
const char *signer_job_result(const struct signer_job *job, size_t *len, const struct err **err);

/* At any time: drops a job that is queued, forgets one that is being made. NULL is allowed. */
void signer_job_free(struct signer_job *job);

#endif
