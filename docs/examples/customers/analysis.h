/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the report says of the portfolio: this period, the one before, and what became of its customers. */

#ifndef CUSTOMERS_ANALYSIS_H
#define CUSTOMERS_ANALYSIS_H

#include "model.h"
#include "period.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROFILE_ROWS = 5, CELLS_MAX = 24, CALIBRATION_ROWS = 6, NEXT_ONES = 5 };

/* Rows of the class table. */
enum class_row { CLASS_A, CLASS_B, CLASS_C, CLASS_D, CLASS_TOO_NEW, CLASS_INACTIVE, CLASS_ROWS };

struct class_sum {
    size_t customers;
    int64_t revenue; /* net: returns make it smaller, it can be negative */
};

struct analysis {
    const struct model *model;
    const kogge_rulebook *book;
    struct period now, before; /* before: only if the model has two periods */
    struct class_sum classes[CLASS_ROWS], all;
    kogge_tier_profile profile[2 * PROFILE_ROWS]; /* this period, then the one before */
    size_t profile_rows;
    kogge_migration_cell cells[CELLS_MAX];
    size_t cell_count;
    kogge_rate rates[2]; /* up, down */
    kogge_calibration calibration[CALIBRATION_ROWS];
    kogge_evidence_summary evidence;
    kogge_selection selection;
    kogge_development *chosen, *next;
    size_t next_count;
    size_t audited; /* customers with a tier in the ledger; 0 = no audit */
    kogge_audit audit;
    kogge_migration_cell audit_cells[CELLS_MAX];
    size_t audit_cell_count;
    kogge_rate hidden;
};

/* The row of a customer in the class table. */
enum class_row analysis_class(const kogge_classification *class);

bool analysis_has_flag(const kogge_classification *class, int32_t flag);

/* Customers with a flag (of any of several), by revenue or another value descending, then by id. Freed by the caller.
 */
struct ranked {
    size_t customer;
    int64_t value;
};
typedef bool analysis_wanted(const struct period *period, size_t customer);
typedef int64_t analysis_value(const struct period *period, size_t customer);
struct ranked *analysis_rank(const struct period *period, analysis_wanted *wanted, analysis_value *value,
                             size_t *count);

/* develop, budget_minor: how many customers can be developed, and what that may cost a year; -1 = no limit. Returns
 * false after a message. */
bool analysis_make(struct analysis *analysis, const struct model *model, const kogge_rulebook *book, int64_t develop,
                   int64_t budget_minor);
void analysis_free(struct analysis *analysis);

#endif
