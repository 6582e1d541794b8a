/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_company_measure(const kogge_table *customers, kogge_company *company, kogge_reasons *why, kogge_error *error)
{
    (void)customers;
    (void)company;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}
