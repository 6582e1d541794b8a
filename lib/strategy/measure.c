/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the customers tell about their company: how much revenue, service and promise its small ones make (semantics
 * 7, R096). */

#include "base/number.h"
#include "base/reasons.h"
#include "base/wide.h"
#include "columns/columns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000 };

/* What is looked at of a classification. */
static const int32_t needed[] = { KOGGE_FIELD_CLASSIFICATION_CLASS_FLAGS, KOGGE_FIELD_CLASSIFICATION_IS_SMALL, 0 };

struct customer {
    kogge_customer own;
    kogge_classification classified;
};

/* Of amounts that are never negative: room for 2^64 of them. */
struct part {
    struct u128 small, all;
};

struct measure {
    struct part revenue, cost;
    bool cost_unknown;                 /* of at least one customer */
    int64_t small_known, small_hidden; /* small customers with known demand, and hidden champions among these */
};

/* ---- adding up ------------------------------------------------------------------------------------------------- */

static void add(struct part *part, int64_t amount, bool is_small)
{
    const struct u128 wide = { 0, (uint64_t)amount };
    part->all = kogge__add(part->all, wide);
    if (is_small)
        part->small = kogge__add(part->small, wide);
}

static void add_customer(struct measure *measure, const struct customer *customer)
{
    const kogge_customer *own = &customer->own;
    const bool is_small = customer->classified.is_small;
    add(&measure->revenue, own->revenue_12m_minor > 0 ? own->revenue_12m_minor : 0, is_small);
    add(&measure->cost, own->cost_to_serve_minor, is_small);
    measure->cost_unknown |= !(own->known & KOGGE_CUSTOMER_COST_TO_SERVE);
    if (is_small && (own->known & KOGGE_CUSTOMER_DEMAND)) {
        measure->small_known++;
        measure->small_hidden += (int64_t)(customer->classified.class_flags >> KOGGE_FLAG_HIDDEN_CHAMPION & 1);
    }
}

static kogge_status add_all(struct measure *measure, const struct table_in *in, kogge_error *error)
{
    struct customer customer;
    kogge_status status = KOGGE_OK;
    for (size_t row = 0; row < in->table->row_count && !status; row++) {
        status = kogge__table_row(in, KOGGE_RECORD_CUSTOMER, row, &customer.own, error);
        if (!status)
            status = kogge__table_pick(in, KOGGE_RECORD_CLASSIFICATION, needed, row, &customer.classified, error);
        if (!status)
            add_customer(measure, &customer);
    }
    return status;
}

/* ---- shares ---------------------------------------------------------------------------------------------------- */

static struct wide widen(struct u128 value)
{
    const struct wide half = kogge__wide(UINT64_C(1) << 32);
    const struct wide high = kogge__wide_mul(kogge__wide_mul(kogge__wide(value.high), half), half);
    return kogge__wide_add(high, kogge__wide(value.low));
}

static bool is_zero(struct u128 value)
{
    return !value.high && !value.low;
}

/* small / all in bp, HALF_AWAY, exact however many customers there are; all > 0. */
static int32_t share_bp(const struct part *part)
{
    const struct wide all = widen(part->all), two = kogge__wide(2);
    const struct wide doubled = kogge__wide_mul(widen(part->small), kogge__wide(UINT64_C(2) * ALL_BP));
    uint64_t share = 0;
    (void)kogge__wide_fits(kogge__wide_div(kogge__wide_add(doubled, all), kogge__wide_mul(all, two), NULL), &share);
    return (int32_t)share; /* at most ALL_BP */
}

static void state(kogge_company *company, uint64_t bit, int32_t *field, int32_t value)
{
    *field = value;
    company->known |= bit;
}

static void state_all(const struct measure *measure, kogge_company *company)
{
    if (!is_zero(measure->revenue.all))
        state(company, KOGGE_COMPANY_REVENUE_SHARE_BP, &company->revenue_share_bp, share_bp(&measure->revenue));
    if (!measure->cost_unknown && !is_zero(measure->cost.all))
        state(company, KOGGE_COMPANY_RESOURCE_SHARE_BP, &company->resource_share_bp, share_bp(&measure->cost));
    if (measure->small_known)
        state(company, KOGGE_COMPANY_HIDDEN_SHARE_BP, &company->hidden_share_bp,
              (int32_t)kogge__mul_div(measure->small_hidden, ALL_BP, measure->small_known, KOGGE_ROUNDING_HALF_AWAY));
}

static void explain(const struct measure *measure, const kogge_company *company, kogge_reasons *why)
{
    if (!(company->known & KOGGE_COMPANY_REVENUE_SHARE_BP))
        kogge__note(why, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_REVENUE_12M, 0, 0);
    if (!(company->known & KOGGE_COMPANY_RESOURCE_SHARE_BP))
        kogge__note(why, measure->cost_unknown ? KOGGE_REASON_INPUT_UNKNOWN : KOGGE_REASON_NO_DATA,
                    KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_COST_TO_SERVE, 0, 0);
    if (!(company->known & KOGGE_COMPANY_HIDDEN_SHARE_BP))
        kogge__note(why, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_DEMAND, 0, 0);
}

/* ---- the measure ----------------------------------------------------------------------------------------------- */

static kogge_status measure_table(struct measure *measure, const kogge_table *customers, kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_CUSTOMER, KOGGE_RECORD_CLASSIFICATION, 0 };
    struct table_in in;
    kogge_status status = kogge__table_open(&in, customers, records, error);
    if (!status)
        status = kogge__table_needs(&in, needed, error);
    if (!status)
        status = add_all(measure, &in, error);
    return status;
}

kogge_status kogge_company_measure(const kogge_table *customers, kogge_company *company, kogge_reasons *why,
                                   kogge_error *error)
{
    struct measure measure = { 0 };
    kogge_company found = KOGGE_INIT(kogge_company);
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!customers || !company)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", customers ? "company" : "customers");
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_COMPANY, company, error);
    if (!status)
        status = measure_table(&measure, customers, error);
    if (status)
        return status;
    state_all(&measure, &found);
    explain(&measure, &found, why);
    return kogge__record_write(KOGGE_RECORD_COMPANY, &found, company, error);
}
