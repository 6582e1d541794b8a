/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "economics/break_even.h"

#include "base/number.h"

#include <kogge/kogge.h>

#include <stdbool.h>

int64_t kogge__break_even(int64_t cost, int64_t fees, int32_t margin_bp)
{
    if (margin_bp <= 0)
        return KOGGE_MONEY_MAX + 1;
    int64_t value = cost > fees ? kogge__ceil_div(cost - fees, 10000, margin_bp) : 0;
    return value > KOGGE_MONEY_MAX ? KOGGE_MONEY_MAX + 1 : value;
}

static bool is_cost(int64_t amount)
{
    return amount >= 0 && amount <= KOGGE_MONEY_MAX;
}

kogge_status kogge_break_even(int64_t handling_cost_minor, int64_t fees_minor, int32_t margin_bp,
                              int64_t *value_minor)
{
    if (!value_minor)
        return KOGGE_E_INVALID;
    if (!is_cost(handling_cost_minor) || !is_cost(fees_minor) || margin_bp < -10000 || margin_bp > 10000)
        return KOGGE_E_RANGE;
    *value_minor = kogge__break_even(handling_cost_minor, fees_minor, margin_bp);
    return KOGGE_OK;
}
