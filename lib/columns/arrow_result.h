/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A result to be given away as Arrow data: what the two ways out share.
 *
 * arrow_export.c makes room and gives the columns away as one array, arrow_stream.c as views that share them. */

#ifndef KOGGE_COLUMNS_ARROW_RESULT_H
#define KOGGE_COLUMNS_ARROW_RESULT_H

#include "base/table.h"

#include <kogge/kogge.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A column; its values and its bitmap stand behind it in the same memory. */
struct result_column {
    kogge_allocator allocator;
    const struct field_row *field;
    bool has_words;          /* a dictionary is wanted */
    const void *buffers[2];  /* what Arrow sees: bitmap, or NULL, and values, which words turn into indices */
    int32_t *indices;        /* with a bitmap behind them; NULL = there are none yet */
    struct ArrowArray words; /* release NULL = there is none yet */
};

struct kogge_arrow_result {
    kogge_allocator allocator;
    atomic_size_t references; /* the caller's, and one for each piece of a stream that is out */
    bool is_shared;           /* a stream has been exported */
    size_t rows, count;
    struct result_column **made;
    kogge_out_column *columns;
};

/* Zeroed memory; NULL = no memory, which is an error then. */
void *kogge__arrow_memory(const kogge_allocator *allocator, size_t size, kogge_error *error);

/* Makes the dictionaries that are wanted, once. */
kogge_status kogge__arrow_ready(kogge_arrow_result *result, kogge_error *error);

/* Name and type of a column. */
kogge_status kogge__arrow_name_child(const struct result_column *column, struct ArrowSchema *child,
                                     kogge_error *error);

/* Nulls among some rows of a column that is ready. */
int64_t kogge__arrow_nulls(const struct result_column *column, size_t first, size_t rows);

#endif
