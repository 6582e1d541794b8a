/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_kam_assess(const kogge_rulebook *book, const kogge_kam_candidate *candidate, const kogge_rows *values, kogge_kam_result *result, kogge_out_rows *missing, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)candidate;
    (void)values;
    (void)result;
    (void)missing;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
