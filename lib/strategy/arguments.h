/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Plain numbers that callers pass beside a customer: one for all rows where there are many. */

#ifndef KOGGE_STRATEGY_ARGUMENTS_H
#define KOGGE_STRATEGY_ARGUMENTS_H

#include "base/record.h"

#include <inttypes.h>
#include <stdint.h>

static inline kogge_status kogge__check_today(int32_t today_at, kogge_error *error)
{
    if (today_at >= 1)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "today_at is %" PRId32 ", below 1", today_at);
}

static inline kogge_status kogge__check_order_cost(int64_t order_cost_minor, kogge_error *error)
{
    if (order_cost_minor >= 0 && order_cost_minor <= KOGGE_MONEY_MAX)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "order_cost_minor is %" PRId64 ", outside 0..KOGGE_MONEY_MAX",
                       order_cost_minor);
}

#endif
