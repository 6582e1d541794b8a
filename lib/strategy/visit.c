/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_visit_check(const kogge_rulebook *book, const kogge_plan *plan, int32_t justification, int32_t visits_this_year, int32_t *verdict, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)plan;
    (void)justification;
    (void)visits_this_year;
    (void)verdict;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
