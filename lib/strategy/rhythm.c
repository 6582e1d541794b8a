/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How often a customer should order to reach the target order value, and what that saves (semantics 7, R123). */

#include "base/number.h"
#include "base/record.h"
#include "policy/rulebook.h"
#include "strategy/arguments.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>

enum { DAYS_OF_A_YEAR = 365 };

static int32_t orders_target(int64_t revenue, int64_t target_order)
{
    const int64_t orders = revenue > 0 ? kogge__ceil_div(revenue, 1, target_order) : 0;
    return orders < INT32_MAX ? (int32_t)orders : INT32_MAX;
}

static kogge_status settle_saving(const kogge_customer *customer, int64_t order_cost_minor, kogge_rhythm *result,
                                  kogge_error *error)
{
    if (!(customer->known & KOGGE_CUSTOMER_ORDERS_12M) || customer->revenue_12m_minor <= 0)
        return KOGGE_OK;
    const int64_t fewer = (int64_t)customer->orders_12m - result->orders_target;
    const int64_t saving = fewer > 0 ? kogge__mul_sat(fewer, order_cost_minor) : 0;
    if (saving > KOGGE_MONEY_MAX)
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_RHYTHM_SAVING, -1,
                           "the cost of %" PRId64 " orders is beyond KOGGE_MONEY_MAX", fewer);
    result->saving_minor = saving;
    result->known |= KOGGE_RHYTHM_SAVING;
    return KOGGE_OK;
}

kogge_status kogge_rhythm_assess(const kogge_rulebook *book, const kogge_customer *customer, int64_t order_cost_minor,
                                 kogge_rhythm *result, kogge_error *error)
{
    kogge_rhythm found = { 0 };
    kogge_customer copy;
    const void *full = NULL;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !customer || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book       ? "book"
                           : !customer ? "customer"
                                       : "result");
    status = kogge__result_size(KOGGE_RECORD_RHYTHM, result, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_CUSTOMER, customer, &copy, &full, error);
    if (!status)
        status = kogge__check_order_cost(order_cost_minor, error);
    if (status)
        return status;
    const kogge_customer *buyer = full;
    found.orders_target = orders_target(buyer->revenue_12m_minor, book->policy.target_order_minor);
    found.interval_days = found.orders_target ? DAYS_OF_A_YEAR / found.orders_target : 0;
    status = settle_saving(buyer, order_cost_minor, &found, error);
    if (!status)
        kogge__result_write(KOGGE_RECORD_RHYTHM, &found, result);
    return status;
}
