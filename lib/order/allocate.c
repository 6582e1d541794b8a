/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Amounts that must add up: shares to the last minor unit, and totals in steps of coins. */

#include <kogge/order.h>

#include "base/interval.h"
#include "base/number.h"

#include <stdbool.h>

static kogge_status sum_weights(const int64_t *weights, size_t count, int64_t *sum)
{
    kogge_status status = KOGGE_OK;

    *sum = 0;
    for (size_t i = 0; i < count; ++i) {
        if (weights[i] < 0)
            return KOGGE_E_INVALID;
        if (weights[i] > INT64_MAX - *sum)
            status = KOGGE_E_RANGE; /* but a negative weight may follow */
        else
            *sum += weights[i];
    }
    return status;
}

static void allocate_equally(uint64_t total, size_t count, int64_t *parts)
{
    for (size_t i = 0; i < count; ++i)
        parts[i] = (int64_t)(total / count + (i < total % count));
}

static uint64_t share(uint64_t total, int64_t weight, uint64_t sum, uint64_t *remainder)
{
    return kogge__div(kogge__mul(total, (uint64_t)weight), sum, remainder).low;
}

/* Hamilton's method without memory of its own: the remainders stand in parts until it is known which are the largest.
 * The floors leave units = sum of the remainders / sum over, which is less than the count of remainders above 0. */
static void allocate_by_weight(uint64_t total, const int64_t *weights, size_t count, uint64_t sum, int64_t *parts)
{
    uint64_t units = total;
    for (size_t i = 0; i < count; ++i) {
        uint64_t remainder;

        units -= share(total, weights[i], sum, &remainder);
        parts[i] = (int64_t)remainder;
    }

    /* The smallest remainder that gets a unit, if the larger ones leave one; with no unit all remainders are 0. */
    const int64_t least = units > 0 ? kogge__nth(parts, count, count - (size_t)units) : 0;
    uint64_t ties = units;
    for (size_t i = 0; i < count; ++i)
        ties -= parts[i] > least;

    for (size_t i = 0; i < count; ++i) {
        const bool tie = parts[i] == least && ties > 0;

        ties -= tie;
        parts[i] = (int64_t)share(total, weights[i], sum, NULL) + (tie || parts[i] > least);
    }
}

kogge_status kogge_allocate(int64_t total_minor, const int64_t *weights, size_t count, int64_t *parts)
{
    int64_t sum;

    if (weights == NULL || parts == NULL || count == 0)
        return KOGGE_E_INVALID;
    const kogge_status status = sum_weights(weights, count, &sum);
    if (status != KOGGE_OK)
        return status;
    if (total_minor < -KOGGE_MONEY_MAX || total_minor > KOGGE_MONEY_MAX)
        return KOGGE_E_RANGE;

    if (sum == 0)
        allocate_equally(kogge__abs(total_minor), count, parts);
    else
        allocate_by_weight(kogge__abs(total_minor), weights, count, (uint64_t)sum, parts);

    if (total_minor < 0) {
        for (size_t i = 0; i < count; ++i)
            parts[i] = -parts[i];
    }
    return KOGGE_OK;
}

kogge_status kogge_cash_round(int64_t total_minor, int64_t step_minor, int64_t *rounded, int64_t *difference)
{
    if (step_minor <= 0 || rounded == NULL)
        return KOGGE_E_INVALID;
    if (total_minor < -KOGGE_MONEY_MAX || total_minor > KOGGE_MONEY_MAX || step_minor > KOGGE_MONEY_MAX)
        return KOGGE_E_RANGE;

    const int64_t nearest = kogge__mul_div(total_minor, 1, step_minor, KOGGE_ROUNDING_HALF_AWAY) * step_minor;
    if (nearest < -KOGGE_MONEY_MAX || nearest > KOGGE_MONEY_MAX)
        return KOGGE_E_RANGE;

    *rounded = nearest;
    if (difference != NULL)
        *difference = nearest - total_minor;
    return KOGGE_OK;
}
