/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What an accumulator knows: how much hangs on how few, Pareto points, shares of the classes. */

#include "portfolio/portfolio.h"

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "base/wide.h"
#include "portfolio/cut.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { TOP_DEFAULT = 10, RATIO_LIMIT = 1000000000 };

static int32_t share_bp(int64_t part, int64_t whole)
{
    return whole ? (int32_t)kogge__mul_div(part, 10000, whole, KOGGE_ROUNDING_HALF_AWAY) : 0;
}

/* ---- wide numbers ---------------------------------------------------------------------------------------------- */

static struct wide wide_of(struct u128 value)
{
    return (struct wide){ { (uint32_t)value.low, (uint32_t)(value.low >> 32), (uint32_t)value.high,
                            (uint32_t)(value.high >> 32) } };
}

static struct wide times(struct wide a, uint64_t b)
{
    return kogge__wide_mul(a, kogge__wide(b));
}

static int64_t to_int64(struct wide value)
{
    uint64_t narrow;
    return kogge__wide_fits(value, &narrow) && narrow <= INT64_MAX ? (int64_t)narrow : INT64_MAX;
}

/* Nearest integer of the exact quotient, half up: floor of (2n + d) / 2d. */
static int64_t nearest(struct wide n, struct wide d)
{
    const struct wide twice = kogge__wide_add(d, d);
    return to_int64(kogge__wide_div(kogge__wide_add(kogge__wide_add(n, n), d), twice, NULL));
}

/* Nearest integer of the root of p (1 - p) * squares. With N = bp (10 000 - bp) squares that is the floor of
 * (2 root(N) + 10 000) / 20 000, and the floor of the root of 4 N does for 2 root(N). */
static int64_t deviation(int32_t bp, struct u128 squares)
{
    const uint64_t both = (uint64_t)bp * (uint64_t)(10000 - bp);
    const struct wide root = kogge__wide_isqrt(times(wide_of(squares), 4 * both));
    return to_int64(kogge__wide_div(kogge__wide_add(root, kogge__wide(10000)), kogge__wide(20000), NULL));
}

/* ---- concentration --------------------------------------------------------------------------------------------- */

static void say_no_data(kogge_reasons *why)
{
    const kogge_reason reason = { .code = KOGGE_REASON_NO_DATA,
                                  .outcome = KOGGE_OUTCOME_UNKNOWN,
                                  .field = KOGGE_FIELD_CONCENTRATION_TOTAL };
    kogge__reason(why, &reason);
}

/* The largest customer is lost: it makes up nothing, even where it is in class C itself. */
static void fill_absorption(const kogge_portfolio *portfolio, int32_t uplift_bp, kogge_concentration *result,
                            kogge_reasons *why)
{
    const uint64_t a_and_b = kogge__search_class(&portfolio->searches[1]).sum;
    int64_t class_c = (int64_t)(portfolio->base.total.low - a_and_b);
    if (result->largest_minor < kogge__search_cut(&portfolio->searches[1]))
        class_c -= result->largest_minor;
    const int64_t exact = kogge__mul_div(class_c, uplift_bp, result->largest_minor, KOGGE_ROUNDING_HALF_AWAY);
    const kogge_reason clamped = { .code = KOGGE_REASON_CLAMPED,
                                   .outcome = KOGGE_OUTCOME_CAPPED,
                                   .field = KOGGE_FIELD_CONCENTRATION_ABSORPTION_BP,
                                   .observed = RATIO_LIMIT };
    result->absorption_bp = (int32_t)(exact < RATIO_LIMIT ? exact : RATIO_LIMIT);
    result->known |= KOGGE_CONCENTRATION_ABSORPTION_BP;
    if (exact > RATIO_LIMIT)
        kogge__reason(why, &clamped);
}

static void fill_ratios(const kogge_portfolio *portfolio, kogge_concentration *result)
{
    const struct wide total = kogge__wide(portfolio->base.total.low);
    const struct wide square = kogge__wide_mul(total, total), squares = wide_of(portfolio->squares);
    result->hhi_ppm = (int32_t)nearest(times(squares, 1000000), square);
    result->effective_customers_hundredths = nearest(times(square, 100), squares);
    result->largest_bp = share_bp(result->largest_minor, result->total_minor);
    result->known |= KOGGE_CONCENTRATION_HHI_PPM | KOGGE_CONCENTRATION_EFFECTIVE_CUSTOMERS_HUNDREDTHS |
                     KOGGE_CONCENTRATION_LARGEST_BP;
}

static void fill_concentration(const kogge_portfolio *portfolio, const kogge_concentration_options *options,
                               kogge_concentration *result, kogge_reasons *why)
{
    *result = (kogge_concentration){ .count = (int64_t)portfolio->base.count };
    if (!portfolio->base.positive) {
        say_no_data(why);
        return;
    }
    result->positive = (int64_t)portfolio->base.positive;
    result->total_minor = (int64_t)portfolio->base.total.low;
    result->largest_id = portfolio->largest_id;
    result->largest_minor = portfolio->top[0];
    result->remaining_minor = result->total_minor - result->largest_minor;
    result->expected_loss_minor =
        kogge__mul_div(result->total_minor, options->loss_bp, 10000, KOGGE_ROUNDING_HALF_AWAY);
    result->loss_deviation_if_independent_minor = deviation(options->loss_bp, portfolio->squares);
    fill_ratios(portfolio, result);
    if (kogge__portfolio_is_exact(portfolio))
        fill_absorption(portfolio, options->uplift_bp, result, why);
}

static void fill_top(const kogge_portfolio *portfolio, int32_t top_n, int32_t *top_bp)
{
    const int64_t total = (int64_t)portfolio->base.total.low;
    const size_t count = top_n ? (size_t)top_n : TOP_DEFAULT;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += i < portfolio->top_count ? portfolio->top[i] : 0;
        top_bp[i] = share_bp(sum, total);
    }
}

static kogge_status read_concentration(const kogge_concentration_options *options, kogge_concentration_options *own,
                                       kogge_error *error)
{
    kogge_concentration_options copy;
    const void *full = NULL;
    memset(own, 0, sizeof *own);
    if (!options)
        return KOGGE_OK;
    const kogge_status status = kogge__record_read(KOGGE_RECORD_CONCENTRATION_OPTIONS, options, &copy, &full, error);
    if (!status)
        memcpy(own, full, sizeof *own);
    return status;
}

kogge_status kogge_portfolio_concentration(const kogge_portfolio *portfolio,
                                           const kogge_concentration_options *options, kogge_concentration *result,
                                           int32_t *top_bp, kogge_reasons *why, kogge_error *error)
{
    kogge_concentration_options own;
    kogge_concentration found;

    if (why)
        why->count = 0;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!portfolio || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !portfolio ? "portfolio" : "result");
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status)
        status = read_concentration(options, &own, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_CONCENTRATION, result, error);
    if (status)
        return status;
    fill_concentration(portfolio, &own, &found, why);
    kogge__result_write(KOGGE_RECORD_CONCENTRATION, &found, result);
    if (top_bp)
        fill_top(portfolio, own.top_n, top_bp);
    return KOGGE_OK;
}

/* ---- Pareto points --------------------------------------------------------------------------------------------- */

kogge_status kogge_portfolio_pareto(const kogge_portfolio *portfolio, kogge_out_rows *points, kogge_error *error)
{
    kogge_pareto_point point = { 0 };

    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!portfolio || !points)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !portfolio ? "portfolio" : "points");
    points->count = 0;
    const kogge_status status =
        points->data ? kogge__rows_size(KOGGE_RECORD_PARETO_POINT, points->row_size, error) : KOGGE_OK;
    if (status)
        return status;
    for (size_t at = BUCKETS - 1; at > 0; at--) {
        if (!portfolio->buckets[at].count)
            continue;
        point.edge_minor = kogge__bucket_low(at) - 1;
        point.customers += (int64_t)portfolio->buckets[at].count;
        point.total_minor += (int64_t)portfolio->buckets[at].sum;
        kogge__row_write(KOGGE_RECORD_PARETO_POINT, &point, points, points->count++);
    }
    return KOGGE_OK;
}

/* ---- shares of the classes ------------------------------------------------------------------------------------- */

static void say_empty(kogge_reasons *why, int32_t tier)
{
    const kogge_reason reason = { .code = KOGGE_REASON_EMPTY_CLASS,
                                  .outcome = KOGGE_OUTCOME_MATCHED,
                                  .field = KOGGE_FIELD_CLASS_SHARE_TIER,
                                  .observed = tier };
    kogge__reason(why, &reason);
}

static void write_shares(const kogge_portfolio *portfolio, kogge_out_rows *shares, kogge_reasons *why)
{
    const struct tally *base = &portfolio->base;
    const struct bucket down_to[] = { kogge__search_class(&portfolio->searches[0]),
                                      kogge__search_class(&portfolio->searches[1]),
                                      { base->count, base->total.low } };
    struct bucket above = { 0, 0 };

    for (int32_t i = 0; i < 3; i++) {
        kogge_class_share share = { .customers = (int64_t)(down_to[i].count - above.count),
                                    .total_minor = (int64_t)(down_to[i].sum - above.sum),
                                    .tier = KOGGE_TIER_A + i };
        share.customers_bp = share_bp(share.customers, (int64_t)base->count);
        share.total_bp = share_bp(share.total_minor, (int64_t)base->total.low);
        kogge__row_write(KOGGE_RECORD_CLASS_SHARE, &share, shares, (size_t)i);
        if (!share.customers)
            say_empty(why, share.tier);
        above = down_to[i];
    }
    shares->count = 3;
}

kogge_status kogge_portfolio_shares(const kogge_portfolio *portfolio, kogge_out_rows *shares, kogge_reasons *why,
                                    kogge_error *error)
{
    if (why)
        why->count = 0;
    if (shares)
        shares->count = 0;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!portfolio || !shares)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !portfolio ? "portfolio" : "shares");
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status && shares->data)
        status = kogge__rows_size(KOGGE_RECORD_CLASS_SHARE, shares->row_size, error);
    if (!status)
        status = kogge__portfolio_ready(portfolio, error);
    if (!status)
        write_shares(portfolio, shares, why);
    return status;
}
