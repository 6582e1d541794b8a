/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a tier of customers costs and brings: sums, and ratios of sums (semantics 3). */

#include "base/number.h"
#include "base/record.h"
#include "base/share.h"
#include "base/total.h"
#include "columns/columns.h"

#include <kogge/kogge.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIERS = KOGGE_TIER_D + 1, PERIODS = 2 };

/* Figures that stand as a sum and as a ratio with net, and those that stand as a mean; in the order of their fields.
 */
enum figure_kind { GROSS, CONTRIBUTION1, CONTRIBUTION2, CONTRIBUTION3, CONTRIBUTION4, COST_TO_SERVE, FIGURES };
enum mean_kind { ORDERS, LINES, CONTACTS, MEANS };

/* One customer in one period. */
struct customer {
    kogge_profile_input input;
    kogge_contribution contribution;
};

/* Over the customers for whom the figure is known. */
struct figure {
    int64_t customers;
    struct total sum, net;
};

struct mean {
    int64_t customers;
    struct total sum;
};

/* What is added up of one tier in one period. */
struct tier {
    int64_t customers;
    struct total net;
    struct figure figures[FIGURES];
    struct mean means[MEANS];
    struct total orders, digital_orders; /* of customers with both */
    int64_t untouched, classed, silent;  /* customers */
};

struct profile {
    struct tier tiers[PERIODS][TIERS]; /* tier 0: all customers */
    kogge_tier_profile rows[PERIODS][TIERS];
};

/* ---- adding up ------------------------------------------------------------------------------------------------- */

static bool has(uint64_t known, uint64_t bits)
{
    return (known & bits) == bits;
}

static void add_figures(struct tier *tier, const struct customer *customer)
{
    const kogge_profile_input *input = &customer->input;
    const kogge_contribution *contribution = &customer->contribution;
    const struct {
        bool known;
        int64_t amount;
    } figures[FIGURES] = {
        [GROSS] = { has(input->known, KOGGE_PROFILE_INPUT_GROSS), input->gross_minor },
        [CONTRIBUTION1] = { has(contribution->known, KOGGE_CONTRIBUTION_CONTRIBUTION1),
                            contribution->contribution1_minor },
        [CONTRIBUTION2] = { has(contribution->known, KOGGE_CONTRIBUTION_CONTRIBUTION2),
                            contribution->contribution2_minor },
        [CONTRIBUTION3] = { has(contribution->known, KOGGE_CONTRIBUTION_CONTRIBUTION3),
                            contribution->contribution3_minor },
        [CONTRIBUTION4] = { has(contribution->known, KOGGE_CONTRIBUTION_CONTRIBUTION4),
                            contribution->contribution4_minor },
        [COST_TO_SERVE] = { has(contribution->known, KOGGE_CONTRIBUTION_COST_TO_SERVE),
                            contribution->cost_to_serve_minor },
    };
    for (int i = 0; i < FIGURES; i++) {
        if (!figures[i].known)
            continue;
        tier->figures[i].customers++;
        kogge__total_add(&tier->figures[i].sum, figures[i].amount);
        kogge__total_add(&tier->figures[i].net, contribution->net_minor);
    }
}

static void add_means(struct tier *tier, const kogge_profile_input *input)
{
    const struct {
        bool known;
        int32_t count;
    } means[MEANS] = {
        [ORDERS] = { has(input->known, KOGGE_PROFILE_INPUT_ORDERS), input->orders },
        [LINES] = { has(input->known, KOGGE_PROFILE_INPUT_LINES), input->lines },
        [CONTACTS] = { has(input->known, KOGGE_PROFILE_INPUT_CONTACTS), input->contacts },
    };
    for (int i = 0; i < MEANS; i++) {
        if (!means[i].known)
            continue;
        tier->means[i].customers++;
        kogge__total_add(&tier->means[i].sum, means[i].count);
    }
}

static void add(struct tier *tier, const struct customer *customer)
{
    const kogge_profile_input *input = &customer->input;
    tier->customers++;
    kogge__total_add(&tier->net, customer->contribution.net_minor);
    add_figures(tier, customer);
    add_means(tier, input);
    if (has(input->known, KOGGE_PROFILE_INPUT_ORDERS | KOGGE_PROFILE_INPUT_DIGITAL_ORDERS)) {
        kogge__total_add(&tier->orders, input->orders);
        kogge__total_add(&tier->digital_orders, input->digital_orders);
    }
    tier->untouched += has(input->known, KOGGE_PROFILE_INPUT_CONTACTS) && input->contacts == 0;
    tier->classed += input->overdue != 0;
    tier->silent += input->overdue == KOGGE_OVERDUE_SILENT;
}

static kogge_status read_customer(const struct table_in *in, size_t row, struct customer *customer,
                                  kogge_error *error)
{
    const kogge_profile_input *input = &customer->input;
    kogge_status status = kogge__table_row(in, KOGGE_RECORD_PROFILE_INPUT, row, &customer->input, error);
    if (!status)
        status = kogge__table_row(in, KOGGE_RECORD_CONTRIBUTION, row, &customer->contribution, error);
    if (status)
        return status;
    if (has(input->known, KOGGE_PROFILE_INPUT_ORDERS | KOGGE_PROFILE_INPUT_DIGITAL_ORDERS) &&
        input->digital_orders > input->orders)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_PROFILE_INPUT_DIGITAL_ORDERS, (int64_t)row,
                           "profile_input %zu: digital_orders is %" PRId32 ", more than orders %" PRId32, row,
                           input->digital_orders, input->orders);
    return KOGGE_OK;
}

static kogge_status add_all(struct profile *profile, const struct table_in *in, kogge_error *error)
{
    struct customer customer;
    for (size_t row = 0; row < in->table->row_count; row++) {
        kogge_status status = read_customer(in, row, &customer, error);
        if (status)
            return status;
        struct tier *tiers = profile->tiers[customer.input.period];
        add(&tiers[KOGGE_TIER_NONE], &customer);
        if (customer.input.tier > KOGGE_TIER_NONE && customer.input.tier < TIERS)
            add(&tiers[customer.input.tier], &customer);
    }
    return KOGGE_OK;
}

/* ---- the figures of a row -------------------------------------------------------------------------------------- */

static kogge_status fail_sum(const kogge_tier_profile *row, int32_t field, kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_RANGE, field, -1,
                       "tier %s (NONE: all), period %" PRId32 ": a sum of %s is beyond 2^63 - 1",
                       kogge_code_name("tier", row->tier), row->period, kogge_field_name(field));
}

/* Sums are known if every customer's figure is. */
static kogge_status state_sums(const struct tier *tier, kogge_tier_profile *row, kogge_error *error)
{
    int64_t *const sums[FIGURES] = {
        &row->gross_minor,         &row->contribution1_minor, &row->contribution2_minor,
        &row->contribution3_minor, &row->contribution4_minor, &row->cost_to_serve_minor
    };
    if (!kogge__total_fits(&tier->net, &row->net_minor))
        return fail_sum(row, KOGGE_FIELD_TIER_PROFILE_NET, error);
    for (int i = 0; i < FIGURES; i++) {
        if (tier->figures[i].customers < tier->customers)
            continue;
        if (!kogge__total_fits(&tier->figures[i].sum, sums[i]))
            return fail_sum(row, KOGGE_FIELD_TIER_PROFILE_GROSS + i, error);
        row->known |= KOGGE_TIER_PROFILE_GROSS << i;
    }
    return KOGGE_OK;
}

/* Of the customers whose figure is known: net by gross, all others by net. */
static kogge_status state_ratios(const struct tier *tier, kogge_tier_profile *row, kogge_error *error)
{
    int32_t *const ratios[FIGURES] = { &row->net_of_gross_bp,  &row->contribution1_bp, &row->contribution2_bp,
                                       &row->contribution3_bp, &row->contribution4_bp, &row->cost_to_serve_bp };
    for (int i = 0; i < FIGURES; i++) {
        int64_t sum, net;
        if (!kogge__total_fits(&tier->figures[i].sum, &sum) || !kogge__total_fits(&tier->figures[i].net, &net))
            return fail_sum(row, KOGGE_FIELD_TIER_PROFILE_NET_OF_GROSS_BP + i, error);
        int64_t above = i == GROSS ? net : sum, below = i == GROSS ? sum : net;
        if (below <= 0)
            continue;
        (void)kogge__share_bp(above, below, ratios[i]);
        row->known |= KOGGE_TIER_PROFILE_NET_OF_GROSS_BP << i;
    }
    return KOGGE_OK;
}

static kogge_status state_means(const struct tier *tier, kogge_tier_profile *row, kogge_error *error)
{
    int32_t *const means[MEANS] = { &row->orders_hundredths, &row->lines_hundredths, &row->contacts_hundredths };
    for (int i = 0; i < MEANS; i++) {
        int64_t customers = tier->means[i].customers, sum;
        if (!kogge__total_fits(&tier->means[i].sum, &sum))
            return fail_sum(row, KOGGE_FIELD_TIER_PROFILE_ORDERS_HUNDREDTHS + i, error);
        if (!customers)
            continue;
        int64_t mean = kogge__mul_div(sum, 100, customers, KOGGE_ROUNDING_HALF_AWAY);
        *means[i] = mean > INT32_MAX ? INT32_MAX : (int32_t)mean;
        row->known |= KOGGE_TIER_PROFILE_ORDERS_HUNDREDTHS << i;
    }
    return KOGGE_OK;
}

static kogge_status state_parts(const struct tier *tier, kogge_tier_profile *row, kogge_error *error)
{
    int64_t orders, digital;
    if (!kogge__total_fits(&tier->orders, &orders) || !kogge__total_fits(&tier->digital_orders, &digital))
        return fail_sum(row, KOGGE_FIELD_TIER_PROFILE_DIGITAL_BP, error);
    const struct {
        int64_t part, whole;
        uint64_t bit;
        int32_t *share;
    } parts[] = {
        { digital, orders, KOGGE_TIER_PROFILE_DIGITAL_BP, &row->digital_bp },
        { tier->untouched, tier->means[CONTACTS].customers, KOGGE_TIER_PROFILE_UNTOUCHED_BP, &row->untouched_bp },
        { tier->silent, tier->classed, KOGGE_TIER_PROFILE_SILENT_BP, &row->silent_bp },
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i].whole)
            continue;
        (void)kogge__share_bp(parts[i].part, parts[i].whole, parts[i].share);
        row->known |= parts[i].bit;
    }
    return KOGGE_OK;
}

static kogge_status state_row(const struct tier *tier, kogge_tier_profile *row, kogge_error *error)
{
    row->customers = tier->customers;
    kogge_status status = state_sums(tier, row, error);
    if (!status)
        status = state_ratios(tier, row, error);
    if (!status)
        status = state_means(tier, row, error);
    if (!status)
        status = state_parts(tier, row, error);
    return status;
}

static kogge_status state_all(struct profile *profile, kogge_error *error)
{
    for (int32_t period = 0; period < PERIODS; period++) {
        for (int32_t tier = 0; tier < TIERS; tier++) {
            kogge_tier_profile *row = &profile->rows[period][tier];
            row->tier = tier;
            row->period = period;
            kogge_status status = state_row(&profile->tiers[period][tier], row, error);
            if (status)
                return status;
        }
    }
    return KOGGE_OK;
}

/* ---- the profile ----------------------------------------------------------------------------------------------- */

static void write_rows(const struct profile *profile, kogge_out_rows *out)
{
    bool two_periods = profile->tiers[1][KOGGE_TIER_NONE].customers > 0;
    out->count = two_periods ? PERIODS * TIERS : TIERS;
    for (size_t i = 0; i < out->count; i++)
        kogge__row_write(KOGGE_RECORD_TIER_PROFILE, &profile->rows[i / TIERS][i % TIERS], out, i);
}

kogge_status kogge_economics_profile(const kogge_table *customers, kogge_out_rows *profile, kogge_error *error)
{
    const int32_t records[] = { KOGGE_RECORD_PROFILE_INPUT, KOGGE_RECORD_CONTRIBUTION, 0 };
    const int32_t needed[] = { KOGGE_FIELD_CONTRIBUTION_NET, 0 };
    struct table_in in;
    struct profile all = { 0 };
    if (profile)
        profile->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!customers || !profile)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !customers ? "customers" : "profile");
    if (profile->data)
        status = kogge__rows_size(KOGGE_RECORD_TIER_PROFILE, profile->row_size, error);
    if (!status)
        status = kogge__table_open(&in, customers, records, error);
    if (!status)
        status = kogge__table_needs(&in, needed, error);
    if (!status)
        status = add_all(&all, &in, error);
    if (!status)
        status = state_all(&all, error);
    if (!status)
        write_rows(&all, profile);
    return status;
}
