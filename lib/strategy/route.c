/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_route_assess(const kogge_rulebook *book, const kogge_customer *customer, const kogge_route_terms *terms, int32_t today_at, kogge_route_result *result, kogge_out_rows *alternatives, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)customer;
    (void)terms;
    (void)today_at;
    (void)result;
    (void)alternatives;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
