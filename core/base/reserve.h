/* SPDX-License-Identifier: MIT
 * Memory that is set aside for the moment in which there is none: an allocation that fails gives it
 * back to the system and is tried once more. So what is under way comes to its end, such as a reply
 * that tells something once. What does without memory for longer fails as ever. Any thread. */
#ifndef ALIPAY_RESERVE_H
#define ALIPAY_RESERVE_H

#include <stdbool.h>
#include <stddef.h>

/* Sets the reserve aside unless it is there. Before something begins that should come to its end. */
void reserve_fill(void);
/* Whether it is not there: an allocation has failed since, or it could not be set aside. */
bool reserve_is_used(void);
/* As the functions of C; what they give is freed by free(). */
void *reserve_malloc(size_t size);
void *reserve_calloc(size_t count, size_t size);
void *reserve_realloc(void *block, size_t size);
char *reserve_strdup(const char *text);

#endif
