/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a customer's tier and flags mean, alike for classification, selection and orders. */

#ifndef KOGGE_TIER_STANDING_H
#define KOGGE_TIER_STANDING_H

#include "base/record.h"

#include <kogge/kogge.h>

#include <stdbool.h>
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

/* A reason for an override that nobody made is a contradiction. */
static inline kogge_status kogge__check_override(const kogge_customer *customer, kogge_error *error)
{
    if (!customer->override_reason || customer->tier_override)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CUSTOMER_OVERRIDE_REASON, -1,
                       "customer.override_reason is set without tier_override");
}

#endif
