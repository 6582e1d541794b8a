/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_campaign_assess(const kogge_rulebook *book, const kogge_campaign *campaign, kogge_campaign_result *result, kogge_error *error)
{
    (void)book;
    (void)campaign;
    (void)result;
    (void)error;
    return KOGGE_E_FAILED;
}
