/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The rules that an order looks at, in evaluation order, and those of them whose scope holds. */

#ifndef KOGGE_ORDER_HELD_H
#define KOGGE_ORDER_HELD_H

#include "order/desk.h"

#include <stdbool.h>
#include <stdint.h>

/* The customer's agreement and the general rules, merged: in each group those of the agreement come first. They are
 * handed out run by run of neighbours, so that asking for the next rule is cheap. */
struct visible {
    uint32_t at, end; /* the run under way */
    struct agreement own;
    uint32_t general, general_end;
    const struct rule *rules;
};

static inline struct visible kogge__visible(const struct desk *desk)
{
    return (struct visible){ .own = desk->own, .general_end = desk->book->general_end, .rules = desk->book->rules };
}

/* The next run; false: there is none. */
bool kogge__next_run(struct visible *visible);

static inline bool kogge__next_visible(struct visible *visible, uint32_t *index)
{
    if (visible->at == visible->end && !kogge__next_run(visible))
        return false;
    *index = visible->at++;
    return true;
}

/* Those whose scope holds, once all visible ones have been seen. */
struct held {
    const struct desk *desk;
    size_t next;
    struct visible visible;
};

/* Remembers a rule whose scope holds. */
static inline void kogge__hold(struct desk *desk, uint32_t index)
{
    if (desk->held_count < HELD_LIMIT)
        desk->held[desk->held_count] = index;
    desk->held_count += desk->held_count <= HELD_LIMIT;
}

struct held kogge__held(const struct desk *desk);
bool kogge__next_held(struct held *held, uint32_t *index);

#endif
