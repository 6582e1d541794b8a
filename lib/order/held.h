/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The rules that an order looks at, in evaluation order. */

#ifndef KOGGE_ORDER_HELD_H
#define KOGGE_ORDER_HELD_H

#include "base/number.h"
#include "order/desk.h"

#include <stdbool.h>
#include <stdint.h>

/* Which of them are looked at; the index of rules leaves out the others without a look. */
enum look {
    LOOK_ALL,
    LOOK_SCOPE, /* masks and dates accept the order */
    LOOK_BAND   /* and its value, grown by counting goods, lies in the band */
};

/* The customer's agreement and the general rules, merged: in each group those of the agreement come first. They are
 * handed out run by run of neighbours, and of a run 64 at a time. */
struct visible {
    uint64_t left;  /* bits of the 64 under way that are still to come */
    uint32_t first; /* rule of bit 0 */
    uint32_t at, end;
    struct agreement own;
    uint32_t general;
    enum look look;
    int64_t growth;
    const struct desk *desk;
};

/* Nearly always nothing but the general rules, in one run. */
static inline struct visible kogge__visible(const struct desk *desk, enum look look, int64_t growth)
{
    const bool own = desk->own.begin < desk->own.end;
    const uint32_t end = own ? 0 : desk->book->general_end;
    return (
        struct visible){ .own = desk->own, .end = end, .general = end, .look = look, .growth = growth, .desk = desk };
}

/* The next run; false: there is none. */
bool kogge__next_run(struct visible *visible);

/* The next 64 rules of a run, or what is left of it. */
void kogge__next_word(struct visible *visible);

static inline bool kogge__next_visible(struct visible *visible, uint32_t *index)
{
    while (!visible->left) {
        if (visible->at == visible->end && !kogge__next_run(visible))
            return false;
        kogge__next_word(visible);
    }
    *index = visible->first + kogge__lowest_bit(visible->left);
    visible->left &= visible->left - 1;
    return true;
}

/* The next one whose scope holds: the index does not know keys. */
static inline bool kogge__next_held(struct visible *visible, uint32_t *index)
{
    while (kogge__next_visible(visible, index)) {
        if (kogge__scope_holds(&visible->desk->book->rules[*index], &visible->desk->order_now))
            return true;
    }
    return false;
}

#endif
