/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How far weights may go before pass turns into fail or the reverse (semantics 8 robustness, F19).
 *
 * The score is sum of w * u by sum of w, and what is shown of it, rounded, must exceed the threshold t: it passes iff
 * the exact quotient is at least t + 1/2, that is sum of w * (2u - 2t - 1) >= 0. With all weights but one fixed that
 * is a straight line in this one, so pass turns into fail at most once. */

#include "base/record.h"
#include "kam/figures.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* slope * weight + rest >= 0: passes. The slope is odd, so never 0. */
struct line {
    int64_t slope, rest;
    int64_t other_weights; /* that count */
};

static int64_t slope_of(const kogge_sales_policy *policy, int32_t utility)
{
    return 2 * (int64_t)utility - 2 * (int64_t)policy->score_threshold - 1;
}

static struct line line_of(const struct figures *figures, const kogge_sales_policy *policy, size_t of)
{
    const int32_t of_missing = kogge__missing_utility(policy);
    struct line line = { .slope = slope_of(policy, kogge__utility(&figures->rows[of], of_missing)) };
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->rows[i];
        const int32_t utility = kogge__is_hard(figure) ? kogge__utility(figure, of_missing) : LEFT_OUT;
        if (i == of || utility == LEFT_OUT)
            continue;
        line.rest += figure->criterion->weight * slope_of(policy, utility);
        line.other_weights += figure->criterion->weight;
    }
    return line;
}

/* Narrows an interval from 0 to 2^63 - 1. */
static void narrow(kogge_weight_interval *interval, const struct line *line)
{
    const bool passes_at_zero = line->rest >= 0, passes_at_last = line->slope > 0;
    if (!line->other_weights) {
        interval->low = 1; /* weight 0 would leave no score */
        return;
    }
    if (passes_at_zero == passes_at_last)
        return;
    const int64_t turn = passes_at_zero ? line->rest / -line->slope : (-line->rest - 1) / line->slope;
    if (interval->weight <= turn)
        interval->high = turn; /* the last weight that is as 0 is */
    else
        interval->low = turn + 1;
}

/* Does any weight decide? */
static bool has_score(const struct figures *figures, const kogge_sales_policy *policy)
{
    if (policy->missing == KOGGE_MISSING_FAIL)
        return !figures->missing_count;
    return kogge__score(figures, kogge__missing_utility(policy)) != NO_SCORE;
}

static void write_intervals(const struct figures *figures, const kogge_sales_policy *policy,
                            kogge_out_rows *intervals)
{
    const bool decides = has_score(figures, policy);
    size_t count = 0;
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->rows[i];
        if (!kogge__is_hard(figure))
            continue;
        kogge_weight_interval interval = { 0, INT64_MAX, figure->criterion->id, figure->criterion->weight };
        if (decides && kogge__utility(figure, kogge__missing_utility(policy)) != LEFT_OUT) {
            const struct line line = line_of(figures, policy, i);
            narrow(&interval, &line);
        }
        kogge__row_write(KOGGE_RECORD_WEIGHT_INTERVAL, &interval, intervals, count++);
    }
    intervals->count = count;
}

kogge_status kogge_kam_weights(const kogge_rulebook *book, const kogge_rows *values, kogge_out_rows *intervals,
                               kogge_error *error)
{
    struct figures figures;
    if (intervals)
        intervals->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !intervals)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", book ? "intervals" : "book");
    if (intervals->data)
        status = kogge__rows_size(KOGGE_RECORD_WEIGHT_INTERVAL, intervals->row_size, error);
    if (!status)
        status = kogge__figures_read(&figures, book, values, error);
    if (status)
        return status;
    write_intervals(&figures, &book->sales, intervals);
    return KOGGE_OK;
}
