/* SPDX-License-Identifier: MIT
 * Sorts the members of all objects of a JSON text by their names, so that the same value is always the
 * same text. It takes the grammar for granted: lua-cjson has written the text, without blanks. */
#ifndef ALIPAY_ORDER_H
#define ALIPAY_ORDER_H

#include <stddef.h>

/* In place, bytewise by the names as they are written. 0, or -1 when memory runs out: the text is then
 * still the same value. */
int order_names(char *text, size_t len);

#endif
