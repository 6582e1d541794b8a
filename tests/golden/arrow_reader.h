/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arrow data as a consumer reads them, who knows Arrow's specification and which fields he asked for. */

#ifndef KOGGE_GOLDEN_ARROW_READER_H
#define KOGGE_GOLDEN_ARROW_READER_H

#include "through_rows.h"

/* A result: columns for these fields, in their order. */
struct arrow_result {
    const struct ArrowSchema *schema;
    const struct ArrowArray *array;
    const int32_t *fields;
    size_t field_count, rows;
    bool has_names; /* codes are dictionaries */
};

/* Complains about all that is not as Arrow and the fields demand; false: values cannot be read. */
bool arrow_is_sound(const struct arrow_result *result, const char *how);

/* A value in the layout of its field; 0 where a word is null. */
void arrow_read(const struct arrow_result *result, size_t column, size_t row, unsigned char value[8]);

/* Is the value known? NULL = the field always is. */
const bool *arrow_valid(const struct arrow_result *result, size_t column, size_t row);

#endif
