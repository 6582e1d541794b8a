/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The customer whom a plan or a route is about, as he stands today. */

#ifndef KOGGE_STRATEGY_SUBJECT_H
#define KOGGE_STRATEGY_SUBJECT_H

#include "policy/rulebook.h"
#include "strategy/arguments.h"
#include "tier/standing.h"

#include <stdint.h>

struct subject {
    const kogge_customer *customer;
    int32_t tier, source; /* effective, and where it comes from */
};

static inline kogge_status kogge__read_subject(struct subject *subject, const kogge_rulebook *book,
                                               const kogge_customer *customer, int32_t today_at, kogge_customer *copy,
                                               kogge_error *error)
{
    kogge_status status = kogge__read_customer(customer, copy, &subject->customer, error);
    if (!status)
        status = kogge__check_today(today_at, error);
    if (status)
        return status;
    subject->tier = kogge__effective_tier(&book->policy, subject->customer, today_at, &subject->source);
    return KOGGE_OK;
}

#endif
