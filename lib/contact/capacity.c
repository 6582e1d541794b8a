/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How many agents a number of customers needs (semantics 9, R078). */

#include "base/number.h"
#include "base/record.h"
#include "policy/rulebook.h"

#include <inttypes.h>
#include <stdint.h>

enum { ALL_BP = 10000 };

kogge_status kogge_capacity_assess(const kogge_rulebook *book, int64_t customers, kogge_capacity *result,
                                   kogge_error *error)
{
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", book ? "result" : "book");
    status = kogge__result_size(KOGGE_RECORD_CAPACITY, result, error);
    if (status)
        return status;
    if (customers < 0)
        return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "customers is %" PRId64 ", below 0", customers);

    /* In calls * 10 000 a year: what an agent makes, and what a customer needs. */
    const kogge_sales_policy *sales = &book->sales;
    const int64_t made = (int64_t)sales->days_a_year * sales->calls_a_day * sales->reach_bp;
    const int64_t needed = (int64_t)sales->touches_a_year * (ALL_BP - sales->automation_bp);
    kogge_capacity capacity = KOGGE_INIT(kogge_capacity);
    capacity.customers = customers;
    capacity.customers_an_agent = made / needed;
    if (kogge_mul_div(customers, needed, made, KOGGE_ROUNDING_UP, &capacity.agents))
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_CAPACITY_AGENTS, -1,
                           "%" PRId64 " customers need more than 2^63 - 1 agents", customers);
    kogge__result_write(KOGGE_RECORD_CAPACITY, &capacity, result);
    return KOGGE_OK;
}
