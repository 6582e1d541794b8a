/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The ids of a table's rows: each stands once, and leads to its row. */

#ifndef KOGGE_COLUMNS_UNIQUE_H
#define KOGGE_COLUMNS_UNIQUE_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a function keeps of each row of a table: a struct that begins with the id, in an array. */
struct id_rows {
    const void *rows;
    size_t count; /* below 2^32 */
    size_t row_size;
};

/* Fills indices, one a row, by id ascending; spare is room for as many more. An id that stands twice is an error: it
 * names the field and the first row that repeats one. */
kogge_status kogge__unique_ids(const struct id_rows *ids, int32_t field, uint32_t *indices, uint32_t *spare,
                               kogge_error *error);

/* The row of an id, by indices that the function above has filled; false: no row has it. */
bool kogge__find_id(const struct id_rows *ids, const uint32_t *indices, uint64_t id, uint32_t *row);

#endif
