/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The value of one field as JSON and back, by its unit:
 *
 *   money           decimal string in the currency, e.g. "150.00"
 *   date            "2026-03-02"; the day number where there is no such date
 *   code            its name; the number of a code without one, e.g. a host's
 *   mask            array of names and of such numbers; of bit numbers where the field has no codes
 *   field           "order.channel"
 *   uint64 ids      number, from 2^53 on a decimal string; read as either
 *   everything else integer
 */

#ifndef KOGGE_JSON_VALUE_H
#define KOGGE_JSON_VALUE_H

#include "json/reader.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stdint.h>

/* Reads a value; a uint64_t bit for bit. */
kogge_status kogge__json_read_value(const struct reader *reader, const struct path *path, const kogge_field *field,
                                    const json_t *json, int32_t currency, int32_t digits, int64_t *value);

/* Writes a value; NULL = no memory. */
json_t *kogge__json_write_value(const kogge_field *field, int64_t value, int32_t digits);

/* The key of a field in JSON: its name without "_minor", because money is written in whole units. */
enum { JSON_NAME = 64 };
const char *kogge__json_field_key(int32_t id, char key[JSON_NAME]);

/* "order.channel" */
enum { JSON_FULL_NAME = 128 };
const char *kogge__json_full_name(int32_t id, char name[JSON_FULL_NAME]);

#endif
