/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What all runners of golden vectors share: records from JSON and back by the library's field table, so that no field
 * is named here, and the comparison of what is expected with what was found. */

#ifndef KOGGE_GOLDEN_VECTORS_H
#define KOGGE_GOLDEN_VECTORS_H

#include <kogge/kogge.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ROWS = 64, REASONS = 512 };

extern const char *current; /* file:line name of the vector under way */
extern long failures;

/* ---- complaints ------------------------------------------------------------------------------------------------ */

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void complain(const char *format, ...);

/* A vector that cannot be read ends the run. */
void die(const char *what, const char *which);

/* ---- records from JSON ----------------------------------------------------------------------------------------- */

int64_t code_value(const char *set, const char *name);

/* A number, also one of 2^63 and more as a string. */
int64_t number_of(const json_t *json);

kogge_field field_named(const char *record, const char *name);

/* Puts one field into a record, with its known bit; null leaves it alone. */
void fill_field(const char *record_name, void *record, const char *name, const json_t *value);

/* All fields of an object. */
void fill(const char *record_name, void *record, const json_t *object);

/* An array of rows; absent: data NULL, empty: data and count 0. */
kogge_rows rows_of(const char *record_name, const json_t *array, void *memory);

/* ---- what is expected ------------------------------------------------------------------------------------------ */

/* Compares status, field, rule and row; true: the call succeeded, and its results are to be compared. */
bool expect_status(const json_t *expect, kogge_status status, const kogge_error *error);

/* Fields that are not listed are not compared. */
void compare_record(const char *record_name, const void *record, const json_t *expect);

/* An array of records, complete and in order; not compared if it is not expected. */
void compare_rows(const char *what, const char *record_name, const kogge_out_rows *rows, const json_t *expect);

/* A list of integers. */
void compare_row(const char *what, size_t row, const json_t *expect, const int64_t *found, size_t count);

/* Their texts go into the checksum of all texts, too. */
void compare_reasons(const json_t *expect, const kogge_reasons *why);

/* The rulebook that texts are made with, or NULL. */
extern const kogge_rulebook *explaining;

/* The texts of all reasons and findings so far, in all languages: h = (h * 31 + byte) mod (2^31 - 1), the zero too.
 */
uint64_t checksum_of_texts(void);
void add_finding_texts(const kogge_findings *findings);

/* ---- books ----------------------------------------------------------------------------------------------------- */

/* The book that a vector before this one has compiled. */
kogge_rulebook *book_named(const char *name);

/* ---- economics, portfolio, evidence, tier ---------------------------------------------------------------------- */

/* Runs a vector of the kind "do". */
void run_do(const json_t *vector);

/* The same through columns, if the function has a call for tables. */
void do_through_columns(const char *name, const json_t *vector);

/* A plain call of these families; false: none of them has the name. */
bool call_customers(const char *name, const json_t *vector, kogge_status *status, int64_t *out);

#endif
