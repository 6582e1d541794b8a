/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One call for all rows of a table: a row is read as records, decided by the call for one record, and written into
 * columns. Whatever is decided, this is the only loop. */

#ifndef KOGGE_COLUMNS_BATCH_H
#define KOGGE_COLUMNS_BATCH_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BATCH_INPUTS = 2, BATCH_LISTS = 2, BATCH_RECORD_MAX = 512 };

/* The lists of all rows, one after another: that of row r is from offsets[r] to offsets[r + 1]. */
struct batch_list {
    const char *name; /* in messages */
    kogge_rows values;
    const int64_t *offsets; /* NULL = left out: no row has one */
    int32_t record;         /* of the values; 0 = they are numbers */
};

/* A row to decide; records of full size that carry their struct_size. */
struct batch_row {
    const void *inputs[BATCH_INPUTS]; /* in the order of struct batch */
    const void *joined;               /* of the other table; NULL = none */
    bool joined_is_right;             /* it was checked, with all others of its table */
    const kogge_rows *lists;          /* in the order of struct batch; data NULL = left out, an empty one has data */
    void *result;                     /* to be filled, or to be set to where it stands */
    kogge_reasons *why;
    kogge_error *error;
};

struct batch {
    /* What is called: the records of the table (0 = no second one), of a table joined to it (0 = none can be), and of
     * the result. All of them are records that carry their size. */
    int32_t inputs[BATCH_INPUTS];
    int32_t joined_record, result_record;
    bool (*joined_is_right)(const void *joined);
    kogge_status (*decide)(const struct batch *batch, struct batch_row *row);
    kogge_status (*check)(const struct batch *batch); /* of arguments that hold for all rows; NULL = there are none */
    void *context;                                    /* what decide keeps from row to row */
    bool needs_book;

    /* What the caller passed. */
    const kogge_rulebook *book;
    int32_t today_at;
    int64_t order_cost_minor;
    const kogge_table *table;
    const kogge_table *joined;            /* NULL = none; else the table has a column order_row.customer_row */
    struct batch_list lists[BATCH_LISTS]; /* name NULL = no such list */
    const kogge_out_column *out;
    size_t out_count;
    kogge_status *row_status;
    kogge_reasons *why;
    int64_t *reason_end;
    kogge_batch_summary *summary;
    kogge_error *error;
};

kogge_status kogge__batch(const struct batch *batch);

#endif
