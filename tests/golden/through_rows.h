/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A case as rows of a table, whatever form the table has: the rows, what the calls for one record say about them, and
 * the comparison of that with what came out of the table. */

#ifndef KOGGE_GOLDEN_THROUGH_ROWS_H
#define KOGGE_GOLDEN_THROUGH_ROWS_H

#include "through_columns.h"

#include "vectors.h"

enum { TABLE_ROWS = 3, FIELDS = 256, RECORD_BYTES = 1024, GARBAGE = 0xa5 };

/* ---- memory ---------------------------------------------------------------------------------------------------- */

/* Full of garbage. Each buffer has a block of its own, so that sanitisers see what is read beside it. */
unsigned char *block(size_t size);
void free_blocks(void);

void set_bit(uint8_t *bits, size_t bit, bool value);

/* ---- records by the field table -------------------------------------------------------------------------------- */

size_t width_of(int32_t type);
kogge_field described(int32_t id);

/* All columns of an array of records. */
size_t columns_of(const char *name, const void *records, kogge_column *columns);

uint64_t known_of(const char *name, const void *record);

/* Is the field known in the record? One that cannot be unknown always is. */
bool knows(const char *name, const void *record, const kogge_field *field);

bool is_known_column(int32_t field);

/* Can bitmaps say what the record says? */
bool said_by_bitmaps(const char *name, const void *record);

/* ---- the rows -------------------------------------------------------------------------------------------------- */

struct answer {
    kogge_status status;
    int32_t field;
    uint64_t result[RECORD_BYTES / 8];
    kogge_reason reasons[REASONS];
    size_t reason_count;
};

/* The case and, between its rows, a record that holds nothing: what one row leaves behind must not reach the next. */
struct rows_of_case {
    uint64_t blank[THROUGH_INPUTS][RECORD_BYTES / 8];
    const void *inputs[THROUGH_INPUTS][TABLE_ROWS];
    struct answer answers[2];
    const struct answer *expected[TABLE_ROWS];
};

void make_rows(const struct through *decision, bool all_the_same, struct rows_of_case *rows);

/* Where the row's customer stands, and the customers of the other table: the case's among nobodies. */
struct joined {
    kogge_order_row place;
    const void *places[TABLE_ROWS], *customers[TABLE_ROWS];
};

void join_customer(const struct through *decision, size_t at, const void *nobody, struct joined *joined);

/* The lists of the rows behind some values of nobody. */
struct through_list join_list(const kogge_rows *list, size_t before, bool all_the_same);

/* ---- what comes out -------------------------------------------------------------------------------------------- */

/* All but the values. */
struct outcome {
    kogge_status row_status[TABLE_ROWS];
    kogge_reason reason_room[TABLE_ROWS * REASONS];
    kogge_reasons why;
    int64_t reason_end[TABLE_ROWS];
    kogge_batch_summary summary;
    kogge_error error;
};

void open_outcome(struct outcome *found);

/* A value of the result in a row; valid NULL = there is no bitmap. */
void compare_value(const struct through *decision, const struct rows_of_case *rows, size_t row, int32_t field,
                   const void *value, const bool *valid, const char *how);

/* Status and reasons of each row, the summary and the first refused row. */
void compare_outcome(const struct rows_of_case *rows, kogge_status status, const struct outcome *found,
                     const char *how);

/* What is wrong for all rows refuses the call. */
bool refuses_all(const struct rows_of_case *rows, kogge_status status);

#endif
