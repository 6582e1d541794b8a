/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Assesses the orders of a ledger and counts what comes out. */

#ifndef ORDER_DESK_TALLY_H
#define ORDER_DESK_TALLY_H

#include "decisions.h"
#include "ledger.h"
#include "same_day.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Orders and their net value. */
struct amount {
    size_t orders;
    int64_t minor;
};

struct action_tally {
    int32_t action;
    struct amount sum;
};

struct rule_tally {
    kogge_order_rule rule;
    struct amount charged, waived; /* orders with a fee above 0, and the fees */
};

/* One kind of reason: code, outcome and rule. */
struct reason_tally {
    kogge_reason example; /* in the first order that has it */
    size_t orders;
};

/* A field that the ledger does not give. */
struct gap_tally {
    int32_t field;
    size_t orders;     /* orders in which it left something undecided */
    size_t last_order; /* the last one of them, so that each counts once */
};

/* The first order with this action for this reason. */
struct kind_tally {
    int32_t action;
    kogge_reason reason; /* code 0 = no rule and no guard has shaped it */
    size_t first_order;
};

struct tally {
    const struct ledger *ledger;
    const kogge_rulebook *book;
    kogge_policy policy;          /* of the book */
    struct action_tally *actions; /* all that the library knows, the mildest first */
    struct rule_tally *rules;     /* by id */
    struct reason_tally *reasons; /* decisive ones, the most frequent first */
    struct gap_tally *gaps;       /* the most frequent first */
    struct kind_tally *kinds;     /* by first order */
    size_t action_count, rule_count, reason_count, gap_count, kind_count;
    size_t reasons_room, gaps_room, kinds_room;
    struct amount all, not_sales, guests, charged, waived;
    struct amount not_through; /* of charged: on orders that are redirected or blocked */
    struct amount break_even_known, below_break_even, below_with_fees; /* sales; below it even with their fees */
    struct same_day same_day;
    size_t without_tier; /* customers for whom the default tier holds */
    kogge_reason *list;  /* of the order in hand; room for all that one order can have */
    size_t list_room;
    size_t nearest; /* the order that lacks least to be free of fees; LEDGER_NOBODY = none */
    int64_t nearest_missing;
};

/* Assesses every order once, and adds it to decisions unless that is NULL. What the library refuses is a bad row: it
 * is reported and leaves the ledger. */
void tally_ledger(struct tally *tally, struct ledger *ledger, const kogge_rulebook *book,
                  struct decisions *decisions);
void tally_free(struct tally *tally);

/* Assesses one order with all its reasons, into tally->list; fees has room for KOGGE_FEES_MAX. */
kogge_status tally_assess(struct tally *tally, size_t order, kogge_assessment *result, kogge_fees *fees,
                          kogge_reasons *why, kogge_error *error);

/* Is it one of the outcomes that shape a result (KOGGE_LEVEL_DECISIVE)? */
bool tally_is_decisive(const kogge_reason *reason);

/* Chooses orders worth a look, in the order of the ledger: every action, the nearest miss, every kind, then the next
 * ones. Returns how many. */
size_t tally_examples(const struct tally *tally, size_t wanted, size_t *orders);

/* Orders a second on one core, the best of some passes. */
struct speed {
    double without_reasons, with_reasons; /* 0 = no orders */
};
struct speed tally_speed(const struct tally *tally);

#endif
