/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A compiled policy. */

#ifndef KOGGE_POLICY_RULEBOOK_H
#define KOGGE_POLICY_RULEBOOK_H

#include "policy/rule.h"
#include "policy/rule_index.h"

#include <kogge/kogge.h>

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHANNEL_LIMIT = 32,
    TREATMENT_LIMIT = 8,
    STRATEGY_ROWS = 2 * TREATMENT_LIMIT,
    CRITERIA_LIMIT = 2 * KOGGE_CRITERIA_MAX,
    WEIGHT_LIMIT = 16
};

/* The rules of one agreement: a part of the array of rules. */
struct agreement {
    uint64_t id;
    uint32_t begin, end;
};

struct kogge_rulebook {
    atomic_int references;
    kogge_allocator allocator;
    uint64_t fingerprint;
    kogge_policy policy;
    kogge_sales_policy sales;

    size_t rule_count;
    struct rule *rules;      /* evaluation order: general rules first, then by agreement */
    kogge_order_rule *terms; /* the same rules as the caller wrote them, at the same index */
    struct rule_index index; /* which of them may apply to an order */
    uint32_t *by_id;         /* indices, by rule id ascending */
    uint32_t general_end;    /* rules without an agreement: [0, general_end) */

    size_t slot_count;       /* power of 2, or 0 if no rule names an agreement */
    struct agreement *slots; /* hash table by agreement; begin == end: free */

    size_t treatment_count, cost_count, criterion_count, weight_count;
    kogge_treatment_row treatments[STRATEGY_ROWS]; /* by strategy and treatment */
    kogge_channel_cost costs[CHANNEL_LIMIT];       /* by channel */
    kogge_kam_criterion criteria[CRITERIA_LIMIT];  /* by id */
    kogge_strategy_weight weights[WEIGHT_LIMIT];   /* by score and factor */

    kogge_treatment_row column[TREATMENT_LIMIT]; /* by treatment: the row that the strategy in force looks up */
    int64_t order_cost[CHANNEL_LIMIT];           /* by channel; 0 and channels without a row: the dearest */
};

/* The rules of a group stand together; group 0, which is none, comes last. */
static inline uint32_t kogge__rank(const struct rule *rule)
{
    return rule->group ? rule->group : 48;
}

/* The rule of an id, NULL = none. */
const kogge_order_rule *kogge__rulebook_rule(const kogge_rulebook *book, int32_t id);

/* Whose row of the treatment table the strategy of a policy looks up for a column. */
int32_t kogge__strategy_of_column(int32_t strategy, int32_t treatment);

/* A row of the treatment table, NULL = none: every cell is UNCHANGED. */
const kogge_treatment_row *kogge__treatment_row(const kogge_rulebook *book, int32_t strategy, int32_t treatment);

/* The rules of an agreement; begin == end: none. */
struct agreement kogge__rulebook_agreement(const kogge_rulebook *book, uint64_t id);

/* FNV-1a 64 over the serialised rulebook. */
uint64_t kogge__fingerprint(const kogge_rulebook *book);

#endif
