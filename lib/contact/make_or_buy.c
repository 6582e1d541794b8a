/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_make_or_buy_assess(const kogge_make_or_buy *make_or_buy, kogge_make_or_buy_result *result, kogge_reasons *why, kogge_error *error)
{
    (void)make_or_buy;
    (void)result;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
