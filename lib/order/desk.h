/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One assessment under way: what the parts of the order family share. */

#ifndef KOGGE_ORDER_DESK_H
#define KOGGE_ORDER_DESK_H

#include "base/reasons.h"
#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Parts of the result that take time of their own, and may not be wanted. */
enum part { PART_ECONOMICS = 1, PART_MISSING = 2 };

/* A rule that counts as a fee. */
struct counted {
    uint32_t index;
    size_t reason; /* its place among the reasons, so that a later outcome can be written there */
};

struct desk {
    const kogge_rulebook *book;
    const kogge_customer *customer; /* of a guest: all zero, once the situation is known */
    bool customer_is_right;         /* of full size, and checked */
    const kogge_order *order;
    kogge_reasons *why; /* NULL = not wanted */
    kogge_error *error;

    size_t fee_count;
    unsigned left_out;     /* parts that nobody wants */
    int32_t action;        /* the most severe so far */
    int32_t banded_action; /* of rules with a band alone */
    bool block_reviewed;   /* a BLOCK that counts as REVIEW for natural persons */
    int64_t band_fees;     /* charged, after the total cap */
    kogge_assessment result;

    /* Filled by the situation. */
    struct situation order_now;
    struct agreement own; /* the rules of the customer's agreement */
    const kogge_treatment_row *column;

    /* The counts say how much of these holds. */
    struct counted counted[KOGGE_FEES_MAX];
    kogge_fee fees[KOGGE_FEES_MAX];
};

/* Reads customer, order and lines, and works out values, tier and treatment. */
kogge_status kogge__situation(struct desk *desk, const kogge_rows *lines, kogge_order *order_copy,
                              kogge_customer *customer_copy, kogge_order_line *line_copy);

/* True: not a sale, nothing else is to be looked at. */
bool kogge__guards(struct desk *desk);

/* Which rules count, and what they charge. */
void kogge__count_rules(struct desk *desk);
void kogge__charge_fees(struct desk *desk);

/* Charged band fees and the action of banded rules, for the order grown by counting goods. */
int64_t kogge__grown_band_fees(const struct desk *desk, int64_t growth, int32_t *banded_action);

/* next_step, missing_to_free, missing_to_allow. */
void kogge__missing(struct desk *desk);

/* The whole of an assessment, but for writing it to the caller. */
struct copies {
    kogge_order order;
    kogge_customer customer;
    kogge_order_line line;
};
kogge_status kogge__assess(struct desk *desk, const kogge_rows *lines, struct copies *copies);

/* An order of many at the same desk, whose book, left_out, why and error stand there already; customer_is_right: he
 * has been checked by kogge__read_customer(). What is found stands in desk->result. */
kogge_status kogge__assess_next(struct desk *desk, const kogge_customer *customer, bool customer_is_right,
                                const kogge_order *order, const kogge_rows *lines);

/* What columns of kogge_assessment do not ask for. */
unsigned kogge__left_out(const kogge_out_column *columns, size_t count);

/* What a result starts from. Copied from another file, because compilers zero a record of this size by a string
 * instruction that takes longer than a tenth of an assessment. */
extern const kogge_assessment kogge__nothing_found;

/* Takes the inputs of a call; checks what can be checked before anything is read. */
kogge_status kogge__desk_open(struct desk *desk, const kogge_rulebook *book, const kogge_customer *customer,
                              const kogge_order *order, const kogge_assessment *result, kogge_reasons *why,
                              kogge_error *error);

/* ---- reasons --------------------------------------------------------------------------------------------------- */

/* Are reasons of this outcome wanted? */
static inline bool kogge__wanted(const struct desk *desk, int32_t outcome)
{
    return kogge__reason_wanted(desk->why, outcome);
}

static inline void kogge__say(struct desk *desk, const kogge_reason *reason)
{
    kogge__reason(desk->why, reason);
}

/* ---- actions --------------------------------------------------------------------------------------------------- */

static inline bool kogge__is_natural_person(const struct desk *desk)
{
    return desk->customer->flags & KOGGE_CUSTOMER_FLAG_NATURAL_PERSON;
}

/* Would a BLOCK by service state, tier or treatment be reviewed, were the customer a natural person? (regional 5) */
static inline bool kogge__is_softened(const struct desk *desk, int32_t action)
{
    return action == KOGGE_ACTION_BLOCK && (desk->book->policy.flags & KOGGE_POLICY_FLAG_REVIEW_NATURAL_PERSONS);
}

static inline int32_t kogge__soften(const struct desk *desk, int32_t action)
{
    return kogge__is_softened(desk, action) && kogge__is_natural_person(desk) ? KOGGE_ACTION_REVIEW : action;
}

/* Raises the action to a more severe one. */
static inline void kogge__act(int32_t *action, int32_t other)
{
    if (other > *action)
        *action = other;
}

#endif
