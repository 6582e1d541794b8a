/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a customer's tier and flags mean, alike for classification, selection, orders and plans. */

#ifndef KOGGE_TIER_STANDING_H
#define KOGGE_TIER_STANDING_H

#include "base/record.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Flags of customers who are small, though of tier B. */
#define KOGGE__SMALL_BUT_B                                                                                           \
    (UINT64_C(1) << KOGGE_FLAG_HIDDEN_CHAMPION | UINT64_C(1) << KOGGE_FLAG_PROSPECT |                                \
     UINT64_C(1) << KOGGE_FLAG_SMART_ACCOUNT)

/* Does the tier that a person set hold on this day? */
static inline bool kogge__override_holds(const kogge_customer *customer, int32_t day)
{
    return customer->tier_override && (!customer->override_until_at || day < customer->override_until_at);
}

static inline bool kogge__is_developable(const kogge_customer *customer, uint64_t class_flags)
{
    return (class_flags & (KOGGE__SMALL_BUT_B | UINT64_C(1) << KOGGE_FLAG_DEVELOPABLE)) ||
           (customer->flags & KOGGE_CUSTOMER_FLAG_DEVELOPABLE);
}

/* The column of the treatment table (semantics 7). */
static inline int32_t kogge__treatment(const kogge_customer *customer, int32_t tier, bool is_small,
                                       bool is_developable)
{
    if (tier == KOGGE_TIER_A || customer->kam_outcome == KOGGE_KAM_OUTCOME_KEY_ACCOUNT)
        return KOGGE_TREATMENT_A;
    if (tier == KOGGE_TIER_D)
        return KOGGE_TREATMENT_D;
    if (!is_small)
        return KOGGE_TREATMENT_B;
    return is_developable ? KOGGE_TREATMENT_DEVELOPABLE : KOGGE_TREATMENT_SMALL;
}

/* Tier A has the smallest code; 0 is not known. */
static inline bool kogge__is_better_tier(int32_t tier, int32_t than)
{
    return tier && (!than || tier < than);
}

/* The tier that counts on a day, and where it comes from (semantics 2). */
static inline int32_t kogge__effective_tier(const kogge_policy *policy, const kogge_customer *customer, int32_t day,
                                            int32_t *source)
{
    if (kogge__override_holds(customer, day)) {
        *source = KOGGE_TIER_SOURCE_OVERRIDE;
        return customer->tier_override;
    }
    if ((policy->flags & KOGGE_POLICY_FLAG_PARENT_TIER) &&
        kogge__is_better_tier(customer->parent_tier, customer->tier)) {
        *source = KOGGE_TIER_SOURCE_PARENT;
        return customer->parent_tier;
    }
    if (customer->tier) {
        *source = KOGGE_TIER_SOURCE_OWN;
        return customer->tier;
    }
    *source = KOGGE_TIER_SOURCE_DEFAULT;
    return policy->default_tier;
}

/* The column of an effective tier. Neither an order nor a plan knows the cut of small customers: tier B without the
 * flags of small ones is not small. */
static inline int32_t kogge__effective_treatment(const kogge_customer *customer, int32_t tier, int32_t source)
{
    if (customer->treatment && source == KOGGE_TIER_SOURCE_OWN)
        return customer->treatment;
    bool is_small = tier != KOGGE_TIER_B || (customer->class_flags & KOGGE__SMALL_BUT_B);
    return kogge__treatment(customer, tier, is_small, kogge__is_developable(customer, customer->class_flags));
}

/* The best tier that the customer or the parent has, or had in 24 months (R121); the default tier says nothing about
 * a customer. 0: nothing is known. */
static inline int32_t kogge__best_tier(const kogge_customer *customer, int32_t tier, int32_t source)
{
    const int32_t others[] = { customer->best_tier_24m, customer->parent_tier, customer->parent_best_tier_24m };
    int32_t best = source == KOGGE_TIER_SOURCE_DEFAULT ? KOGGE_TIER_NONE : tier;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        best = kogge__is_better_tier(others[i], best) ? others[i] : best;
    return best;
}

/* A reason for an override that nobody made is a contradiction. */
static inline kogge_status kogge__check_override(const kogge_customer *customer, kogge_error *error)
{
    if (!customer->override_reason || customer->tier_override)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CUSTOMER_OVERRIDE_REASON, -1,
                       "customer.override_reason is set without tier_override");
}

/* Brings a customer to full size and checks what can be checked; *full is the caller's record or the copy. */
static inline kogge_status kogge__read_customer(const kogge_customer *from, kogge_customer *copy,
                                                const kogge_customer **full, kogge_error *error)
{
    const void *found = NULL;
    kogge_status status = kogge__record_read(KOGGE_RECORD_CUSTOMER, from, copy, &found, error);
    if (status)
        return status;
    *full = found;
    return kogge__check_override(*full, error);
}

#endif
