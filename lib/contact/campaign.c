/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a cold-call campaign brings and costs (semantics 9, R111). Products are exact, of up to 128 bits; each figure
 * is rounded once. */

#include "base/number.h"
#include "base/record.h"
#include "base/wide.h"
#include "policy/rulebook.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000, NEVER_BP = ALL_BP + 1, MOST_ROI_BP = 1000000000 };

/* One, as a product of three and of four factors in basis points. */
static const uint64_t BP_3 = UINT64_C(1000000000000), BP_4 = UINT64_C(10000000000000000);

struct calculation {
    const kogge_campaign *campaign;
    uint64_t offers; /* addresses * reach * offer: 10^8 is one */
    uint64_t deals;  /* the same * close: 10^12 is one; below 2^24 * 10^12 < 2^64 */
    kogge_campaign_result result;
};

static void calculate_deals(struct calculation *calculation)
{
    const kogge_campaign *campaign = calculation->campaign;
    const uint64_t hundredth = BP_3 / 100;
    calculation->offers = (uint64_t)campaign->addresses * (uint64_t)campaign->reach_bp * (uint64_t)campaign->offer_bp;
    calculation->deals = calculation->offers * (uint64_t)campaign->close_bp;
    calculation->result.deals_hundredths = (int64_t)((calculation->deals + hundredth / 2) / hundredth);
}

/* ---- money ----------------------------------------------------------------------------------------------------- */

static kogge_status calculate_revenue(struct calculation *calculation, kogge_error *error)
{
    uint64_t rest;
    const struct u128 product = kogge__mul(calculation->deals, (uint64_t)calculation->campaign->value_minor);
    const struct u128 whole = kogge__div(product, BP_3, &rest);
    const bool up = rest >= BP_3 / 2;
    if (whole.high || whole.low > (uint64_t)KOGGE_MONEY_MAX - up)
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_CAMPAIGN_RESULT_REVENUE, -1,
                           "the revenue of the campaign is beyond KOGGE_MONEY_MAX");
    calculation->result.revenue_minor = (int64_t)(whole.low + up);
    return KOGGE_OK;
}

static kogge_status calculate_cost(struct calculation *calculation, int32_t calls_a_day, kogge_error *error)
{
    const kogge_campaign *campaign = calculation->campaign;
    const int64_t days = kogge__ceil_div(campaign->addresses, campaign->attempts, calls_a_day);
    const int64_t cost = kogge__mul_sat(days, campaign->day_cost_minor);
    if (cost > KOGGE_MONEY_MAX)
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_CAMPAIGN_RESULT_COST, -1,
                           "the cost of the campaign is beyond KOGGE_MONEY_MAX");
    calculation->result.days = days;
    calculation->result.cost_minor = cost;
    return KOGGE_OK;
}

/* ---- what is left ---------------------------------------------------------------------------------------------- */

/* The contribution of so many deals or offers, without the sign of the margin. */
static struct wide contribution(const struct calculation *calculation, uint64_t number)
{
    const kogge_campaign *campaign = calculation->campaign;
    const struct wide revenue = kogge__wide_mul(kogge__wide(number), kogge__wide((uint64_t)campaign->value_minor));
    return kogge__wide_mul(revenue, kogge__wide(kogge__abs(campaign->margin_bp)));
}

static struct wide scaled_cost(const struct calculation *calculation, uint64_t scale)
{
    return kogge__wide_mul(kogge__wide((uint64_t)calculation->result.cost_minor), kogge__wide(scale));
}

/* Half away from 0: (2a + b) / 2b of the magnitudes a and b. */
static int32_t rounded_roi(struct wide magnitude, struct wide cost, bool is_loss)
{
    const struct wide twice = kogge__wide_add(magnitude, magnitude);
    const struct wide quotient = kogge__wide_div(kogge__wide_add(twice, cost), kogge__wide_add(cost, cost), NULL);
    uint64_t bp;
    if (!kogge__wide_fits(quotient, &bp) || bp > MOST_ROI_BP)
        bp = MOST_ROI_BP;
    return is_loss ? -(int32_t)bp : (int32_t)bp;
}

static void calculate_roi(struct calculation *calculation)
{
    const struct wide cost = scaled_cost(calculation, BP_4), part = scaled_cost(calculation, BP_3);
    const struct wide gain = contribution(calculation, calculation->deals);
    kogge_campaign_result *result = &calculation->result;
    if (!result->cost_minor)
        return;
    result->known |= KOGGE_CAMPAIGN_RESULT_ROI_BP;
    if (calculation->campaign->margin_bp < 0)
        result->roi_bp = rounded_roi(kogge__wide_add(gain, cost), part, true);
    else if (kogge__wide_compare(gain, cost) < 0)
        result->roi_bp = rounded_roi(kogge__wide_sub(cost, gain), part, true);
    else
        result->roi_bp = rounded_roi(kogge__wide_sub(gain, cost), part, false);
}

/* With nothing to pay, no closing rate is needed; else the contribution of each bp of it has to be positive. */
static int32_t break_even_close(const struct calculation *calculation)
{
    const struct wide nothing = kogge__wide(0), cost = scaled_cost(calculation, BP_4);
    const struct wide each = contribution(calculation, calculation->offers);
    struct wide rest;
    uint64_t close_bp;
    if (!calculation->result.cost_minor)
        return 0;
    if (calculation->campaign->margin_bp <= 0 || !kogge__wide_compare(each, nothing))
        return NEVER_BP;
    if (!kogge__wide_fits(kogge__wide_div(cost, each, &rest), &close_bp) || close_bp > ALL_BP)
        return NEVER_BP;
    return (int32_t)close_bp + (kogge__wide_compare(rest, nothing) > 0);
}

/* ---- the call -------------------------------------------------------------------------------------------------- */

kogge_status kogge_campaign_assess(const kogge_rulebook *book, const kogge_campaign *campaign,
                                   kogge_campaign_result *result, kogge_error *error)
{
    kogge_campaign copy;
    const void *full = NULL;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !campaign || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book       ? "book"
                           : !campaign ? "campaign"
                                       : "result");
    status = kogge__result_size(KOGGE_RECORD_CAMPAIGN_RESULT, result, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_CAMPAIGN, campaign, &copy, &full, error);
    if (status)
        return status;
    struct calculation calculation = { .campaign = full, .result = KOGGE_INIT(kogge_campaign_result) };
    calculate_deals(&calculation);
    status = calculate_revenue(&calculation, error);
    if (!status)
        status = calculate_cost(&calculation, book->sales.calls_a_day, error);
    if (status)
        return status;
    calculate_roi(&calculation);
    calculation.result.break_even_close_bp = break_even_close(&calculation);
    kogge__result_write(KOGGE_RECORD_CAMPAIGN_RESULT, &calculation.result, result);
    return KOGGE_OK;
}
