/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_rhythm_assess(const kogge_rulebook *book, const kogge_customer *customer, int64_t order_cost_minor, kogge_rhythm *result, kogge_error *error)
{
    (void)book;
    (void)customer;
    (void)order_cost_minor;
    (void)result;
    (void)error;
    return KOGGE_E_FAILED;
}
