/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arguments of options that several programs have. All return false after a message that names the program. */

#ifndef CUSTOMERS_ARGUMENTS_H
#define CUSTOMERS_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* en or de, as KOGGE_LANGUAGE_*. */
bool argument_language(const char *program, const char *text, int32_t *language);

/* YYYY-MM-DD after 1972, as a day. */
bool argument_day(const char *program, const char *option, const char *text, int32_t *day);

/* A whole number, 0..2^31-1. */
bool argument_count(const char *program, const char *option, const char *text, size_t *count);

/* The name of a preset as its file has it, e.g. neutral-2026. */
bool argument_preset(const char *program, const char *text);

/* A number with so many decimals at most ("4.5"), as a whole number of the last of them (450 with two), within
 * limits. */
bool argument_decimal(const char *program, const char *option, const char *text, int decimals, int64_t least,
                      int64_t most, int64_t *value);

#endif
