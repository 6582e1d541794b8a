/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_strategy_comparison(kogge_out_rows *rows)
{
    (void)rows;
    return KOGGE_E_FAILED;
}
