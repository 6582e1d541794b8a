/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_contact_assess(const kogge_rulebook *book, const kogge_contact_candidate *candidate, const kogge_rows *triggers, kogge_contact_budget *result, kogge_out_rows *calls, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)candidate;
    (void)triggers;
    (void)result;
    (void)calls;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
