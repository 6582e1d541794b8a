/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the targets for JSON share. */

#ifndef KOGGE_FUZZ_JSON_TARGET_H
#define KOGGE_FUZZ_JSON_TARGET_H

#include <kogge/json.h>
#include <kogge/kogge.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    abort();
}

#define REQUIRE(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))

/* A refusal says what is wrong, and where: line and column, or a pointer. */
static inline void check_json_error(kogge_status status, const kogge_json_error *error)
{
    REQUIRE(status < 0 && error->status == status);
    REQUIRE(error->text[0] && memchr(error->text, 0, sizeof error->text));
    REQUIRE(memchr(error->pointer, 0, sizeof error->pointer));
    REQUIRE(!error->pointer[0] || error->pointer[0] == '/');
    REQUIRE((error->line > 0) == (status == KOGGE_E_DAMAGED) && (error->column > 0) == (error->line > 0));
    REQUIRE(!error->field || kogge_field_name(error->field));
}

#endif
