/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Columns of tests: the type follows from the field. */

#ifndef KOGGE_TESTS_GIVEN_COLUMNS_H
#define KOGGE_TESTS_GIVEN_COLUMNS_H

#include "given.h"

static inline kogge_column column_of(int32_t field, const void *data, ptrdiff_t stride)
{
    kogge_field known = KOGGE_INIT(kogge_field);
    assert_int_equal(kogge_field_get(field, &known), KOGGE_OK);
    return (kogge_column){ .field = field, .type = known.type, .data = data, .stride = stride };
}

static inline kogge_out_column out_of(int32_t field, void *data, ptrdiff_t stride)
{
    const kogge_column like = column_of(field, data, stride);
    return (kogge_out_column){ .field = field, .type = like.type, .data = data, .stride = stride };
}

#endif
