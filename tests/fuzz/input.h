/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Policies, rules, customers and orders from bytes. The bytes of one input are
 *
 *     policy, rules, channel costs, treatment rows, then orders until they end: order = [customer], order, [lines]
 *
 * A record or table starts with a byte of SHAPE_*. RAW ones are bytes as they come. All others are fields: a byte n,
 * then n times the number of a field, a byte that selects a value (see EXACT), and what that needs; all other fields
 * are neutral. Bytes beyond the end are 0. */

#ifndef KOGGE_TESTS_FUZZ_INPUT_H
#define KOGGE_TESTS_FUZZ_INPUT_H

#include <kogge/kogge.h>

#include <stddef.h>
#include <stdint.h>

enum shape {
    SHAPE_REPAIRED = 0, /* contradictions are removed: most books compile, most orders are assessed */
    SHAPE_REPEATED = 1, /* REPAIRED, and for rules the whole table REPEATS times */
    SHAPE_AS_IS = 2,    /* every field has a valid value, but they may contradict each other */
    SHAPE_RAW = 3,
    SHAPE_FORM = 3,          /* mask of the above */
    SHAPE_TAIL = 4 | 8,      /* times 2: bytes of a newer caller behind the record */
    SHAPE_TAIL_SET = 16,     /* the last of them is not 0 */
    SHAPE_SHIFTED = 32 | 64, /* the memory is not aligned */
    SHAPE_ABSENT = 128
};

/* Selects a value: from EXACT on the 8 bytes that follow, the least significant first; RANDOM the same, brought
 * between lowest and highest; HIGHEST, LOWEST; below that a small value that makes sense for the unit. */
enum select { SELECT_RANDOM = 216, SELECT_LOWEST = 232, SELECT_HIGHEST = 236, SELECT_EXACT = 240 };

enum kind { POLICY, ORDER_RULE, CHANNEL_COST, TREATMENT_ROW, CUSTOMER, ORDER, ORDER_LINE, CHARGED_FEE, KINDS };

enum { TODAY = 20600, REPEATS = 4 };

struct bytes {
    const uint8_t *at;
    size_t left;
};

/* Memory of exactly the size of what stands in it, so that reading beyond is seen. */
struct block {
    unsigned char *memory;
    void *data; /* NULL = not given */
};

uint8_t input_byte(struct bytes *in);
uint64_t input_word(struct bytes *in);

void input_record(struct bytes *in, enum kind kind, struct block *block);
void input_rows(struct bytes *in, enum kind kind, size_t limit, struct block *block, kogge_rows *rows);
void input_free(struct block *block);

/* The record of a kind by name, e.g. "kogge_order". */
const char *input_name(enum kind kind);

/* The target itself, by the name that libFuzzer calls. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
