/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Orders that would have been free of small-order fees together.
 *
 * The orders of one known customer on one day that are charged small-order fees form a group if there are two or more
 * of them. The group would reach the minimum together if, for each of its orders, the others are worth at least what
 * it lacks to be free of these fees. Orders that are free already, returns and guests are left out. */

#ifndef ORDER_DESK_SAME_DAY_H
#define ORDER_DESK_SAME_DAY_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct same_day_order {
    size_t customer;
    int32_t day;
    int64_t net, fees;
    int64_t missing; /* to be free; -1 = no value would do */
};

struct same_day {
    struct same_day_order *list; /* all that are charged small-order fees */
    size_t count, room;
    size_t groups, orders; /* that would reach the minimum together */
    int64_t net, fees;     /* of these orders */
};

void same_day_add(struct same_day *same, size_t customer, const kogge_order *order, const kogge_assessment *result);

/* After the last order: finds the groups. */
void same_day_find(struct same_day *same);

void same_day_free(struct same_day *same);

#endif
