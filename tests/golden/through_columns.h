/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Golden vectors once more through columns, and through Arrow data: whatever form a table has, its rows give what the
 * call for one record gives, bit for bit. No field is named: tables are made from the library's field table. */

#ifndef KOGGE_GOLDEN_THROUGH_COLUMNS_H
#define KOGGE_GOLDEN_THROUGH_COLUMNS_H

#include <kogge/kogge.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { THROUGH_INPUTS = 2, THROUGH_LISTS = 2 };

/* The lists of all rows one after another; offsets NULL = left out. */
struct through_list {
    kogge_rows values;
    const int64_t *offsets;
};

/* What is passed to the call for tables, besides what a decision holds itself. */
struct through_call {
    const kogge_table *table, *customers;
    struct through_list lists[THROUGH_LISTS];
    const kogge_out_column *out;
    size_t out_count;
    kogge_status *row_status;
    kogge_reasons *why;
    int64_t *reason_end;
    kogge_batch_summary *summary;
    kogge_error *error;
};

struct through {
    const kogge_rulebook *book;
    int64_t number;                      /* a plain argument, the same for all rows */
    const char *records[THROUGH_INPUTS]; /* of a row; the second may be NULL */
    const void *inputs[THROUGH_INPUTS];
    kogge_rows lists[THROUGH_LISTS]; /* of a row; data NULL = left out */
    const char *result;
    bool has_customers;       /* rows may point to customers */
    const kogge_customer *of; /* the row's; NULL = a guest */
    const json_t *expected;   /* of the result, field by field; NULL = none */
    kogge_status (*one)(const struct through *decision, const void *const *inputs, void *result, kogge_reasons *why,
                        kogge_error *error);
    kogge_status (*columns)(const struct through *decision, const struct through_call *call);
};

/* Compares both calls in all forms that a table can have; complains where they differ. */
void through_columns(const struct through *decision);

/* Only calls for one record from now on. */
void through_columns_leave_out(void);

/* Prints what was compared; false: there was something to compare, and nothing was. */
bool through_columns_summary(void);

#endif
