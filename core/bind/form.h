/* SPDX-License-Identifier: MIT
 * A table of parameters as a list of pairs: what the bindings of forms and wires share. Nothing is
 * copied: the table, or a slot of the stack, keeps the strings alive. */
#ifndef ALIPAY_LFORM_H
#define ALIPAY_LFORM_H

#include <lua.h>

#include "http/form.h"

enum { LFORM_ON_STACK = 64 };

struct bind_form_list {
    struct form_pair first[LFORM_ON_STACK];
    struct form_pair *items; /* `first`, or a userdata at stack index `slot` */
    size_t count, room;
    int slot, anchor; /* stack indices: the userdata, and the table of converted numbers */
};

/* An empty list; two slots of the stack are its own.  [-0, +2, -] */
void bind_form_list_init(lua_State *L, struct bind_form_list *list);

/* Room for one pair more.  [-0, +0, m] */
struct form_pair *bind_form_list_add(lua_State *L, struct bind_form_list *list);

/* Adds the parameters of the table at `index`, in no order. Raises for names that are no strings,
 * and for values that are neither strings nor integers.  [-0, +0, v] */
void bind_form_list_read(lua_State *L, struct bind_form_list *list, int index);

#endif
