/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Time-driven activity-based costing (F6). */

#include "base/wide.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

/* capacity * count * minutes / practical, half up; the product has up to 150 bits. */
static struct wide rounded(int64_t capacity, int64_t count, int64_t minutes, int64_t practical)
{
    struct wide spent = kogge__wide_mul(kogge__wide((uint64_t)count), kogge__wide((uint64_t)minutes));
    struct wide twice = kogge__wide_mul(kogge__wide(2 * (uint64_t)capacity), spent);
    struct wide half_up = kogge__wide_add(twice, kogge__wide((uint64_t)practical));
    return kogge__wide_div(half_up, kogge__wide(2 * (uint64_t)practical), NULL);
}

kogge_status kogge_time_cost(int64_t capacity_cost_minor, int64_t practical_minutes, int64_t count, int64_t minutes,
                             int64_t *cost_minor)
{
    uint64_t cost = 0;
    if (!cost_minor || capacity_cost_minor < 0 || practical_minutes <= 0 || count < 0 || minutes < 0)
        return KOGGE_E_INVALID;
    if (capacity_cost_minor > KOGGE_MONEY_MAX || practical_minutes > KOGGE_MONEY_MAX || count > KOGGE_MONEY_MAX ||
        minutes > KOGGE_MONEY_MAX)
        return KOGGE_E_RANGE;
    struct wide exact = rounded(capacity_cost_minor, count, minutes, practical_minutes);
    if (!kogge__wide_fits(exact, &cost) || cost > KOGGE_MONEY_MAX)
        return KOGGE_E_RANGE;
    *cost_minor = (int64_t)cost;
    return KOGGE_OK;
}
