/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_kam_weights(const kogge_rulebook *book, const kogge_rows *values, kogge_out_rows *intervals, kogge_error *error)
{
    (void)book;
    (void)values;
    (void)intervals;
    (void)error;
    return KOGGE_E_FAILED;
}
