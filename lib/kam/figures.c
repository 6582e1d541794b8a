/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "kam/figures.h"

#include "base/number.h"
#include "base/record.h"

#include <inttypes.h>

/* ---- values ---------------------------------------------------------------------------------------------------- */

static struct figure *figure_of(struct figures *figures, int32_t id)
{
    for (size_t i = 0; i < figures->count; i++) {
        if (figures->rows[i].criterion->id == id)
            return &figures->rows[i];
    }
    return NULL;
}

static kogge_status take_value(struct figures *figures, const kogge_rows *values, size_t row, kogge_error *error)
{
    kogge_kam_value copy;
    const void *full = NULL;
    kogge_status status = kogge__row_read(KOGGE_RECORD_KAM_VALUE, values, row, &copy, &full, error);
    if (status)
        return status;
    const kogge_kam_value *given = full;
    struct figure *figure = figure_of(figures, given->criterion);
    if (!figure || figure->known)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_KAM_VALUE_CRITERION, (int64_t)row,
                           "row %zu: kam_value.criterion %" PRId32 " %s", row, given->criterion,
                           figure ? "stands in an earlier row, too" : "is no criterion of the rulebook");
    figure->value = given->value;
    figure->known = true;
    figures->missing_count -= kogge__is_hard(figure);
    return KOGGE_OK;
}

kogge_status kogge__figures_read(struct figures *figures, const kogge_rulebook *book, const kogge_rows *values,
                                 kogge_error *error)
{
    *figures = (struct figures){ .count = book->criterion_count };
    for (size_t i = 0; i < figures->count; i++) {
        figures->rows[i].criterion = &book->criteria[i];
        figures->hard_count += kogge__is_hard(&figures->rows[i]);
    }
    figures->missing_count = figures->hard_count;
    if (!values || !values->data || !values->count)
        return KOGGE_OK;
    kogge_status status = kogge__rows_size(KOGGE_RECORD_KAM_VALUE, values->row_size, error);
    for (size_t row = 0; !status && row < values->count; row++)
        status = take_value(figures, values, row, error);
    return status;
}

/* ---- score ----------------------------------------------------------------------------------------------------- */

int32_t kogge__missing_utility(const kogge_sales_policy *policy)
{
    switch (policy->missing) {
    case KOGGE_MISSING_NEUTRAL:
        return ALL_POINTS / 2;
    case KOGGE_MISSING_RENORMALISE:
        return LEFT_OUT;
    default:
        return 0;
    }
}

int32_t kogge__utility(const struct figure *figure, int32_t of_missing)
{
    const kogge_kam_criterion *criterion = figure->criterion;
    if (!figure->known)
        return of_missing;
    const int64_t points = kogge__mul_div(figure->value - criterion->low, ALL_POINTS,
                                          criterion->high - criterion->low, KOGGE_ROUNDING_HALF_AWAY);
    return points < 0 ? 0 : points > ALL_POINTS ? ALL_POINTS : (int32_t)points;
}

int32_t kogge__score(const struct figures *figures, int32_t of_missing)
{
    int64_t points = 0, weights = 0;
    if (!figures->hard_count)
        return ALL_POINTS;
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->rows[i];
        const int32_t utility = kogge__is_hard(figure) ? kogge__utility(figure, of_missing) : LEFT_OUT;
        if (utility == LEFT_OUT)
            continue;
        points += (int64_t)figure->criterion->weight * utility;
        weights += figure->criterion->weight;
    }
    return weights ? (int32_t)kogge__mul_div(points, 1, weights, KOGGE_ROUNDING_HALF_AWAY) : NO_SCORE;
}
