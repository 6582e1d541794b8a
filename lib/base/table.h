/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The field table, the code sets and the texts, as lib/base/tables.py writes them from the TOML files. */

#ifndef KOGGE_BASE_TABLE_H
#define KOGGE_BASE_TABLE_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts stand in one array and are found by offset, so that the tables hold no pointers to relocate; 0 = none. */
typedef uint32_t string_at;
extern const char kogge__strings[];

static inline const char *kogge__string(string_at at)
{
    return at ? kogge__strings + at : NULL;
}

struct code_row {
    int32_t code;
    int8_t digits;     /* currencies: decimals */
    int8_t unit;       /* of a value that belongs to the code; 0 = the code has none */
    string_at name;    /* 0 = a value without a name */
    string_at text[2]; /* English, German */
};

struct code_set {
    const struct code_row *codes; /* ascending */
    string_at name;
    uint16_t count;
    int16_t number;
    int32_t host_lowest, host_highest; /* codes left to the host; lowest > highest: none */
    bool values_are_bits;
};

/* 48 bytes without padding: there are several hundred. since fits up to release 3.27, then the compiler complains. */
struct field_row {
    uint16_t id;
    int16_t since, offset;
    int8_t type, unit, code_set, known_bit; /* known_bit -1: cannot be unknown */
    bool required;                          /* 0 is refused */
    bool only_codes;                        /* the value must be a code of the set */
    string_at name, text[2];
    int64_t lowest, highest;
    uint64_t refused; /* bits of a mask that are refused */
};

struct record_row {
    const char *name;
    bool (*is_right)(const void *record); /* false: to be looked at field by field; NULL: always so */
    int32_t number;
    uint32_t filler;   /* offset of reserved0, 0 = none */
    bool no_flags;     /* an input whose flags have no bits yet */
    size_t size;       /* sizeof today */
    size_t first_size; /* sizeof when it was first published: never changes */
    uint64_t known_bits;
    size_t known_offset; /* of the field known, 0 = none */
    size_t field_count;
    const struct field_row *fields; /* by id */
};

/* A template of a reason (by code and outcome) or a finding (outcome 0). */
struct template_row {
    int16_t code, outcome;
    string_at text[2];
};

extern const struct code_set kogge__code_sets[];
extern const size_t kogge__code_set_count;
extern const struct record_row kogge__records[]; /* by number */
extern const size_t kogge__record_count;
enum { KOGGE__RECORD_NUMBERS = 128 };
extern const uint8_t kogge__record_at[KOGGE__RECORD_NUMBERS]; /* by number: 1 + index, 0 = none */
extern const struct template_row kogge__reason_texts[];       /* by code, then outcome */
extern const size_t kogge__reason_text_count;
extern const struct template_row kogge__finding_texts[];
extern const size_t kogge__finding_text_count;

/* NULL = unknown */
static inline const struct record_row *kogge__record(int32_t number)
{
    bool known = number >= 0 && number < KOGGE__RECORD_NUMBERS && kogge__record_at[number];
    return known ? &kogge__records[kogge__record_at[number] - 1] : NULL;
}

const struct field_row *kogge__field(int32_t id);                             /* NULL = unknown */
const struct code_set *kogge__code_set(int32_t number);                       /* NULL = unknown */
const struct code_set *kogge__code_set_named(const char *name);               /* NULL = unknown */
const struct code_row *kogge__code(const struct code_set *set, int32_t code); /* NULL = unknown or the host's */
bool kogge__code_accepted(const struct code_set *set, int32_t code);          /* one of the set, or the host's */

/* The value of a field in a record of full size, as int64_t (a uint64_t bit for bit). */
int64_t kogge__field_value(const struct field_row *field, const void *record);

/* The unit of a field in this record: that of a value AS_OBSERVED is the unit of the code which the record holds. */
int32_t kogge__field_unit(const struct record_row *record, const struct field_row *field, const void *of);

#endif
