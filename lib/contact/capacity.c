/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_capacity_assess(const kogge_rulebook *book, int64_t customers, kogge_capacity *result, kogge_error *error)
{
    (void)book;
    (void)customers;
    (void)result;
    (void)error;
    return KOGGE_E_FAILED;
}
