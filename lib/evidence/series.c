/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "evidence/series.h"

#include "base/record.h"
#include "evidence/ratio.h"

#include <inttypes.h>
#include <string.h>

enum { QUARTERS_A_YEAR = 4, ONE_BP = 10000, SEASON_SUM = QUARTERS_A_YEAR * ONE_BP };

/* ---- reading --------------------------------------------------------------------------------------------------- */

static kogge_status check_season(const int32_t season[QUARTERS_A_YEAR], kogge_error *error)
{
    int64_t sum = 0;
    int zero = -1;
    for (int i = 0; i < QUARTERS_A_YEAR; i++) {
        sum += season[i];
        if (!season[i] && zero < 0)
            zero = i;
    }
    if (!sum)
        return KOGGE_OK;
    if (zero >= 0)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_HISTORY_SEASON_1_BP + zero, -1,
                           "history: season factor %d is 0, but others are set", zero + 1);
    if (sum != SEASON_SUM)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_HISTORY_SEASON_1_BP, -1,
                           "history: the season factors sum to %" PRId64 " instead of 40000", sum);
    return KOGGE_OK;
}

static kogge_status check_quarters(const int64_t *quarters, size_t count, kogge_error *error)
{
    if (count > QUARTERS_LIMIT)
        return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "%zu quarters, at most %d are looked at", count,
                           QUARTERS_LIMIT);
    for (size_t i = 0; i < count; i++) {
        if (quarters[i] < -KOGGE_MONEY_MAX || quarters[i] > KOGGE_MONEY_MAX)
            return kogge__fail(error, KOGGE_E_RANGE, 0, (int64_t)i,
                               "quarter %zu is %" PRId64 ", beyond KOGGE_MONEY_MAX", i, quarters[i]);
    }
    return KOGGE_OK;
}

/* At most 40 values: no sort is faster. */
static void order_values(struct series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        const int64_t value = series->values[i];
        size_t place = i;
        for (; place > 0 && series->ordered[place - 1] > value; place--)
            series->ordered[place] = series->ordered[place - 1];
        series->ordered[place] = value;
    }
}

/* The sum of two values takes 65 bits; where it is positive, the larger one is. */
static uint64_t median2(const struct series *series)
{
    if (!series->count)
        return 0;
    const int64_t lower = series->ordered[(series->count - 1) / 2];
    const int64_t upper = series->ordered[series->count / 2];
    if (upper <= 0 || (lower < 0 && lower + upper <= 0))
        return 0;
    return (uint64_t)lower + (uint64_t)upper;
}

kogge_status kogge__series_read(struct series *series, const kogge_history *history, const int64_t *quarters,
                                size_t count, kogge_error *error)
{
    const int32_t season[] = { history->season_1_bp, history->season_2_bp, history->season_3_bp,
                               history->season_4_bp };
    kogge_status status = check_season(season, error);
    if (!status)
        status = check_quarters(quarters, count, error);
    if (status)
        return status;
    size_t zeros = 0;
    while (zeros < count && !quarters[zeros])
        zeros++;
    series->season_removed = season[0] > 0;
    for (size_t i = 0; i < count; i++)
        series->all[i] = series->season_removed ? kogge__mul_div(quarters[i], ONE_BP, season[i % QUARTERS_A_YEAR],
                                                                 KOGGE_ROUNDING_HALF_AWAY)
                                                : quarters[i];
    series->passed = count;
    series->count = count - zeros;
    series->values = series->all + zeros;
    order_values(series);
    series->median2 = median2(series);
    return KOGGE_OK;
}

/* ---- what is counted ------------------------------------------------------------------------------------------- */

bool kogge__series_is_dense(const struct series *series)
{
    size_t above = 0;
    for (size_t i = 0; i < series->count; i++)
        above += series->values[i] > 0;
    return above + 2 >= series->count;
}

int32_t kogge__series_kendall(const struct series *series)
{
    int32_t s = 0;
    for (size_t j = 1; j < series->count; j++) {
        for (size_t i = 0; i < j; i++)
            s += (series->values[j] > series->values[i]) - (series->values[j] < series->values[i]);
    }
    return s;
}

int64_t kogge__series_ties(const struct series *series)
{
    int64_t sum = 0;
    size_t begin = 0;
    for (size_t i = 1; i <= series->count; i++) {
        if (i < series->count && series->ordered[i] == series->ordered[begin])
            continue;
        const int64_t t = (int64_t)(i - begin);
        sum += t * (t - 1) * (2 * t + 5);
        begin = i;
    }
    return sum;
}

struct u128 kogge__series_year(const struct series *series, size_t years_back)
{
    const int64_t *end = series->all + series->passed - years_back * QUARTERS_A_YEAR;
    struct u128 sum = { 0, 0 };
    for (int i = 1; i <= QUARTERS_A_YEAR; i++)
        sum = kogge__add(sum, kogge__extend(end[-i]));
    return sum;
}
