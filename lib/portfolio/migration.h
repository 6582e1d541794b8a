/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Two tiers of each customer, counted: of two periods, or stored and computed. */

#ifndef KOGGE_PORTFOLIO_MIGRATION_H
#define KOGGE_PORTFOLIO_MIGRATION_H

#include "columns/columns.h"

#include <kogge/kogge.h>

#include <stdint.h>

enum { TIERS = 5 }; /* with none */

struct migration {
    int64_t cells[TIERS][TIERS]; /* customers by from and to; [0][0] stays 0: not there */
};

/* Adds one customer. */
void kogge__migration_count(struct migration *migration, const kogge_migration_input *customer);

/* Writes the cells that hold customers, by from and to. */
void kogge__migration_cells(const struct migration *migration, kogge_out_rows *cells);

/* A share with its Wilson interval; nothing to divide: 0, 0..10 000. hits <= of. */
kogge_rate kogge__rate(int32_t what, int64_t hits, int64_t of, int32_t provenance);

/* Reason 3 of a rate that has nothing to divide. */
void kogge__rate_no_data(kogge_reasons *why, int32_t what);

/* Reason 402: does the rate lie within a band that vendors claim? */
void kogge__rate_band(kogge_reasons *why, const kogge_rate *rate, int32_t low_bp, int32_t high_bp);

#endif
