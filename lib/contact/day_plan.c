/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_day_plan(const kogge_rulebook *book, const kogge_table *candidates, const kogge_table *triggers, int64_t agents, void *memory, size_t memory_size, kogge_out_rows *calls, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)candidates;
    (void)triggers;
    (void)agents;
    (void)memory;
    (void)memory_size;
    (void)calls;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}

size_t kogge_day_plan_memory(size_t rows)
{
    (void)rows;
    return 0;
}
