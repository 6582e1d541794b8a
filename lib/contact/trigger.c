/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_contact_triggers(const kogge_rulebook *book, const kogge_customer *customer, int32_t overdue_bp, int32_t wallet_gap_bp, int32_t growth_bp, kogge_out_rows *triggers, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)customer;
    (void)overdue_bp;
    (void)wallet_gap_bp;
    (void)growth_bp;
    (void)triggers;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}

kogge_status kogge_calibrate_trigger(const kogge_rulebook *book, int32_t tried, int32_t won, int32_t *probability_bp, kogge_error *error)
{
    (void)book;
    (void)tried;
    (void)won;
    (void)probability_bp;
    (void)error;
    return KOGGE_E_FAILED;
}
