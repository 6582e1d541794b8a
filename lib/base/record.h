/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The boundary: every record and row that a caller passes goes through here once. */

#ifndef KOGGE_BASE_RECORD_H
#define KOGGE_BASE_RECORD_H

#include "base/table.h"

#include <kogge/kogge.h>

/* Is this error record one that may be written? NULL is. */
kogge_status kogge__error_ready(const kogge_error *error);

/* Writes an error (if one is wanted) and returns its status; field, rule and offset 0 = none, row -1 = none. */
#if defined(__GNUC__)
__attribute__((format(printf, 5, 6)))
#endif
kogge_status
kogge__fail(kogge_error *error, kogge_status status, int32_t field, int64_t row, const char *format, ...);

/* Brings a record that carries its own size to full size and checks it field by field. *full is the caller's record
 * if that can be read in place, else the copy. What an older caller does not have is taken from copy, which the
 * function zeroes unless keep is true. */
kogge_status kogge__record_read(int32_t record, const void *from, void *copy, const void **full, kogge_error *error);

/* The same for a record whose missing fields have other values than 0 (policies): copy is filled before. */
kogge_status kogge__record_widen(int32_t record, const void *from, void *copy, kogge_error *error);

/* Checks a record of full size that the library put together from columns; row stands in messages. */
kogge_status kogge__record_check(int32_t record, const void *full, int64_t row, kogge_error *error);

/* Checks one field of it that cannot be unknown. */
kogge_status kogge__field_check(int32_t record, int32_t field, const void *full, int64_t row, kogge_error *error);

/* What a newer caller knows and this library does not, the bytes from known to size, must be zero. */
kogge_status kogge__check_tail(const char *name, const void *from, size_t known, size_t size, int64_t row,
                               kogge_error *error);

/* Is the size of a record to be written one that a caller can have? */
kogge_status kogge__result_size(int32_t record, const void *result, kogge_error *error);

/* Writes a full result into the caller's record of whatever size; sets filled_size. */
void kogge__result_write(int32_t record, const void *full, void *result);

/* Checks the size of the caller's record and writes a full one that is an input elsewhere: it has flags, where a
 * result has filled_size. */
kogge_status kogge__record_write(int32_t record, const void *full, void *to, kogge_error *error);

/* Checks the row size of an array once. */
kogge_status kogge__rows_size(int32_t record, size_t row_size, kogge_error *error);

/* The same for one row of an array; row stands in messages. */
kogge_status kogge__row_read(int32_t record, const kogge_rows *rows, size_t row, void *copy, const void **full,
                             kogge_error *error);

/* Writes a full row into the row-th place of the caller's array, if it fits. */
void kogge__row_write(int32_t record, const void *full, kogge_out_rows *rows, size_t row);

/* Allocation through the caller's allocator or malloc. */
void *kogge__alloc(const kogge_allocator *allocator, size_t size);
void kogge__free(const kogge_allocator *allocator, void *block);

#endif
