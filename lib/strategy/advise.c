/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_company_advise(const kogge_rulebook *book, const kogge_company *company, kogge_advice *result, kogge_out_rows *factors, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)company;
    (void)result;
    (void)factors;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
