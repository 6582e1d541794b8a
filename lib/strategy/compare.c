/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Both strategies side by side, by the criteria of R085 to R092. */

#include "base/record.h"

#include <stddef.h>
#include <stdint.h>

/* Every code of the set stance is 10 * criterion + strategy. */
static int32_t stance(int32_t criterion, int32_t strategy)
{
    return 10 * criterion + strategy;
}

kogge_status kogge_strategy_comparison(kogge_out_rows *rows)
{
    if (!rows)
        return KOGGE_E_INVALID;
    rows->count = 0;
    const kogge_status status =
        rows->data ? kogge__rows_size(KOGGE_RECORD_COMPARISON, rows->row_size, NULL) : KOGGE_OK;
    if (status)
        return status;
    for (int32_t criterion = KOGGE_COMPARISON_GOAL; criterion <= KOGGE_COMPARISON_SUITED_TO; criterion++) {
        const kogge_comparison row = { .criterion = criterion,
                                       .retreat = stance(criterion, KOGGE_STRATEGY_RETREAT),
                                       .forward = stance(criterion, KOGGE_STRATEGY_FORWARD) };
        kogge__row_write(KOGGE_RECORD_COMPARISON, &row, rows, rows->count++);
    }
    return KOGGE_OK;
}
