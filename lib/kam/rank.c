/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_kam_rank(const kogge_rulebook *book, const kogge_table *candidates, int64_t customers, void *memory, size_t memory_size, int32_t *outcomes, int32_t *ranks, kogge_reasons *why, kogge_error *error)
{
    (void)book;
    (void)candidates;
    (void)customers;
    (void)memory;
    (void)memory_size;
    (void)outcomes;
    (void)ranks;
    (void)why;
    (void)error;
    return KOGGE_E_FAILED;
}

size_t kogge_kam_rank_memory(size_t rows)
{
    (void)rows;
    return 0;
}
