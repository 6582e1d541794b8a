/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Look-ups in the field table and the code sets. */

#include "base/table.h"

#include <stdint.h>
#include <string.h>

/* ---- records and fields ---------------------------------------------------------------------------------------- */

static const struct record_row *record_named(const char *name)
{
    for (size_t i = 0; name && i < kogge__record_count; i++) {
        if (!strcmp(kogge__records[i].name, name))
            return &kogge__records[i];
    }
    return NULL;
}

const struct field_row *kogge__field(int32_t id)
{
    const struct record_row *record = id < 0 ? NULL : kogge__record(id >> 8);
    const size_t likely = record ? (size_t)(id - record->fields[0].id) : 0; /* few records have gaps */
    if (record && likely < record->field_count && record->fields[likely].id == id)
        return &record->fields[likely];
    for (size_t i = 0; record && i < record->field_count; i++) {
        if (record->fields[i].id == id)
            return &record->fields[i];
    }
    return NULL;
}

int64_t kogge__field_value(const struct field_row *field, const void *record)
{
    const unsigned char *at = (const unsigned char *)record + field->offset;
    int64_t wide;
    int32_t narrow;
    uint32_t bits;
    switch (field->type) {
    case KOGGE_TYPE_INT32:
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    case KOGGE_TYPE_UINT32:
        memcpy(&bits, at, sizeof bits);
        return bits;
    default: /* both 8-byte types */
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
}

int32_t kogge__field_unit(const struct record_row *record, const struct field_row *field, const void *of)
{
    for (size_t i = 0; field->unit == KOGGE_UNIT_AS_OBSERVED && i < record->field_count; i++) {
        const struct field_row *other = &record->fields[i];
        const struct code_row *code = NULL;
        if (other->unit == KOGGE_UNIT_CODE)
            code = kogge__code(kogge__code_set(other->code_set), (int32_t)kogge__field_value(other, of));
        if (code && code->unit)
            return code->unit;
    }
    return field->unit;
}

uint32_t kogge_abi_size(const char *name)
{
    const struct record_row *record = record_named(name);
    return record ? (uint32_t)record->size : 0;
}

const char *kogge_record_name(int32_t number)
{
    const struct record_row *record = kogge__record(number);
    return record ? record->name : NULL;
}

int32_t kogge_field_next(int32_t id)
{
    for (size_t i = 0; i < kogge__record_count; i++) {
        const struct record_row *record = &kogge__records[i];
        if (record->fields[record->field_count - 1].id <= id)
            continue;
        for (size_t j = 0; j < record->field_count; j++) {
            if (record->fields[j].id > id)
                return record->fields[j].id;
        }
    }
    return 0;
}

static size_t width_of(int32_t type)
{
    return type == KOGGE_TYPE_INT64 || type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

static kogge_field described(const struct field_row *field)
{
    bool mask = field->unit == KOGGE_UNIT_MASK;
    const struct code_set *set = kogge__code_set(field->code_set);
    uint64_t full = width_of(field->type) == 8 ? UINT64_MAX : UINT32_MAX;
    return (kogge_field){
        .id = field->id,
        .record = field->id >> 8,
        .type = field->type,
        .unit = field->unit,
        .code_set = field->code_set,
        .known_bit = field->known_bit,
        .offset = field->offset,
        .since = field->since,
        .lowest = mask ? 0 : field->lowest,
        .highest = mask ? (int64_t)(full & ~field->refused) : field->highest,
        .required = field->required,
        .is_bits = mask && set && set->values_are_bits,
    };
}

kogge_status kogge_field_get(int32_t id, kogge_field *out)
{
    uint32_t size;
    if (!out)
        return KOGGE_E_INVALID;
    memcpy(&size, out, sizeof size);
    if (size < sizeof *out || size > 4096 || size % 8)
        return KOGGE_E_STRUCT_SIZE;
    const struct field_row *field = kogge__field(id);
    if (!field)
        return KOGGE_E_UNSUPPORTED;
    kogge_field full = described(field);
    full.struct_size = size;
    full.filled_size = (uint32_t)sizeof full;
    memset(out, 0, size);
    memcpy(out, &full, sizeof full);
    return KOGGE_OK;
}

const char *kogge_field_name(int32_t id)
{
    const struct field_row *field = kogge__field(id);
    return field ? kogge__string(field->name) : NULL;
}

int32_t kogge_field_of(const char *record_name, const char *name)
{
    const struct record_row *record = record_named(record_name);
    for (size_t i = 0; name && record && i < record->field_count; i++) {
        if (!strcmp(kogge__string(record->fields[i].name), name))
            return record->fields[i].id;
    }
    return 0;
}

kogge_status kogge_columns_of_rows(const char *record_name, const kogge_rows *rows, kogge_column *columns,
                                   size_t capacity, size_t *count)
{
    if (!record_name || !rows || !count || (!columns && capacity))
        return KOGGE_E_INVALID;
    const struct record_row *record = record_named(record_name);
    if (!record)
        return KOGGE_E_UNSUPPORTED;
    if (rows->row_size < record->first_size || rows->row_size > 4096 || rows->row_size % 8)
        return KOGGE_E_STRUCT_SIZE;
    size_t found = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        if ((size_t)field->offset + width_of(field->type) > rows->row_size)
            continue;
        if (found < capacity)
            columns[found] = (kogge_column){
                .field = field->id,
                .type = field->type,
                .data = rows->data ? (const unsigned char *)rows->data + field->offset : NULL,
                .stride = (ptrdiff_t)rows->row_size,
            };
        found++;
    }
    *count = found;
    return KOGGE_OK;
}

/* ---- code sets ------------------------------------------------------------------------------------------------- */

const struct code_set *kogge__code_set(int32_t number)
{
    for (size_t i = 0; i < kogge__code_set_count; i++) {
        if (kogge__code_sets[i].number == number)
            return &kogge__code_sets[i];
    }
    return NULL;
}

const struct code_set *kogge__code_set_named(const char *name)
{
    for (size_t i = 0; name && i < kogge__code_set_count; i++) {
        if (!strcmp(kogge__string(kogge__code_sets[i].name), name))
            return &kogge__code_sets[i];
    }
    return NULL;
}

const struct code_row *kogge__code(const struct code_set *set, int32_t code)
{
    for (size_t i = 0; set && i < set->count; i++) {
        if (set->codes[i].code == code)
            return &set->codes[i];
    }
    return NULL;
}

bool kogge__code_accepted(const struct code_set *set, int32_t code)
{
    return kogge__code(set, code) || (set && code >= set->host_lowest && code <= set->host_highest);
}

const char *kogge_code_set_name(int32_t number)
{
    const struct code_set *set = kogge__code_set(number);
    return set ? kogge__string(set->name) : NULL;
}

const char *kogge_code_name(const char *set_name, int32_t code)
{
    const struct code_row *row = kogge__code(kogge__code_set_named(set_name), code);
    return row ? kogge__string(row->name) : NULL;
}

int32_t kogge_code_unit(const char *set_name, int32_t code)
{
    const struct code_row *row = kogge__code(kogge__code_set_named(set_name), code);
    return row ? row->unit : 0;
}

kogge_status kogge_code_of(const char *set_name, const char *name, int32_t *code)
{
    if (!set_name || !name || !code)
        return KOGGE_E_INVALID;
    const struct code_set *set = kogge__code_set_named(set_name);
    for (size_t i = 0; set && i < set->count; i++) {
        if (set->codes[i].name && !strcmp(kogge__string(set->codes[i].name), name)) {
            *code = set->codes[i].code;
            return KOGGE_OK;
        }
    }
    return KOGGE_E_UNSUPPORTED;
}

kogge_status kogge_code_next(const char *set_name, int32_t *code)
{
    if (!set_name || !code)
        return KOGGE_E_INVALID;
    const struct code_set *set = kogge__code_set_named(set_name);
    for (size_t i = 0; set && i < set->count; i++) {
        if (set->codes[i].code > *code) {
            *code = set->codes[i].code;
            return KOGGE_OK;
        }
    }
    return KOGGE_E_UNSUPPORTED;
}

int32_t kogge_code_highest(const char *set_name)
{
    const struct code_set *set = kogge__code_set_named(set_name);
    return set ? set->codes[set->count - 1].code : INT32_MIN;
}

int32_t kogge_currency_digits(int32_t currency)
{
    const struct code_row *row = kogge__code(kogge__code_set_named("currency"), currency);
    return row ? row->digits : 2;
}
