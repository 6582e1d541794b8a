/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_plan_customer(const kogge_rulebook *book, const kogge_customer *customer, int32_t today_at, kogge_plan *result, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)customer;
    (void)today_at;
    (void)result;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
