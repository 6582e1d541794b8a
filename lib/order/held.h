/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The rules that an order looks at, in evaluation order, and those of them whose scope holds. */

#ifndef KOGGE_ORDER_HELD_H
#define KOGGE_ORDER_HELD_H

#include "order/desk.h"

#include <stdbool.h>
#include <stdint.h>

/* The customer's agreement and the general rules, merged: in each group those of the agreement come first. */
struct visible {
    const struct rule *rules;
    uint32_t own, own_end, general, general_end;
};

static inline struct visible kogge__visible(const struct desk *desk)
{
    return (struct visible){ desk->book->rules, desk->own.begin, desk->own.end, 0, desk->book->general_end };
}

static inline bool kogge__next_visible(struct visible *visible, uint32_t *index)
{
    bool own = visible->own < visible->own_end, general = visible->general < visible->general_end;
    if (own && general)
        own = kogge__rank(&visible->rules[visible->own]) <= kogge__rank(&visible->rules[visible->general]);
    *index = own ? visible->own++ : visible->general;
    visible->general += !own;
    return own || general;
}

/* Those whose scope holds, once all visible ones have been seen. */
struct held {
    const struct desk *desk;
    size_t next;
    struct visible visible;
};

/* Remembers a rule whose scope holds. */
void kogge__hold(struct desk *desk, uint32_t index);

struct held kogge__held(const struct desk *desk);
bool kogge__next_held(struct held *held, uint32_t *index);

#endif
