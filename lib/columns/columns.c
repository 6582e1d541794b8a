/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "columns/columns.h"

#include "base/record.h"
#include "base/table.h"

#include <inttypes.h>
#include <string.h>

/* Field # 2 of a record is its mask of known fields. */
enum { KNOWN_NUMBER = 2 };

static int32_t record_of(int32_t field)
{
    return field / 256;
}

static bool is_known_mask(const struct field_row *field)
{
    const struct record_row *record = kogge__record(record_of(field->id));
    return record->known_bits && field->id % 256 == KNOWN_NUMBER;
}

static size_t width_of(const struct field_row *field)
{
    return field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

static bool among(int32_t record, const int32_t *records)
{
    for (; *records; records++) {
        if (*records == record)
            return true;
    }
    return false;
}

/* ---- what may be wrong with a column --------------------------------------------------------------------------- */

/* The row of the field table, or NULL after an error. */
static const struct field_row *check_field(int32_t id, int32_t type, const int32_t *records, kogge_status *status,
                                           kogge_error *error)
{
    const struct field_row *field = kogge__field(id);
    if (!field) {
        *status = kogge__fail(error, KOGGE_E_UNSUPPORTED, id, -1, "column of field 0x%04" PRIx32 ": no such field",
                              (uint32_t)id);
        return NULL;
    }
    if (!among(record_of(id), records)) {
        *status = kogge__fail(error, KOGGE_E_INVALID, id, -1, "column %s: %s has no place in this table",
                              kogge_field_name(id), kogge_record_name(record_of(id)));
        return NULL;
    }
    if (type != field->type) {
        const char *found = kogge_code_name("type", type);
        *status = kogge__fail(error, KOGGE_E_INVALID, id, -1, "column %s has type %s; expected is %s",
                              kogge_field_name(id), found ? found : "unknown", kogge_code_name("type", field->type));
        return NULL;
    }
    return field;
}

static kogge_status fail_twice(int32_t field, kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_INVALID, field, -1, "column %s is given twice", kogge_field_name(field));
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static kogge_status check_column(struct table_in *in, size_t at, const int32_t *records, kogge_error *error)
{
    const kogge_column *column = &in->table->columns[at];
    kogge_status status = KOGGE_OK;
    const struct field_row *field = check_field(column->field, column->type, records, &status, error);
    if (!field)
        return status;
    for (size_t i = 0; i < at; i++) {
        if (in->table->columns[i].field == column->field)
            return fail_twice(column->field, error);
    }
    if (at == COLUMN_LIMIT)
        return kogge__fail(error, KOGGE_E_LIMIT, column->field, -1, "the table has more than %d columns",
                           COLUMN_LIMIT);
    in->fields[at] = field;
    if (is_known_mask(field) && column->data)
        in->has_known[record_of(column->field)] = true;
    return KOGGE_OK;
}

/* A mask of known fields and validity bitmaps would say the same thing twice. */
static kogge_status check_bitmaps(const struct table_in *in, kogge_error *error)
{
    for (size_t i = 0; i < in->table->column_count; i++) {
        const kogge_column *column = &in->table->columns[i];
        if (column->valid && in->has_known[record_of(column->field)])
            return kogge__fail(error, KOGGE_E_INVALID, column->field, -1,
                               "column %s has a validity bitmap, but the table holds the column known of its record",
                               kogge_field_name(column->field));
    }
    return KOGGE_OK;
}

static kogge_status check_required(const struct table_in *in, int32_t number, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    for (size_t i = 0; i < record->field_count; i++) {
        if (in->table->row_count && record->fields[i].required && !kogge__table_has(in, record->fields[i].id))
            return kogge__fail(error, KOGGE_E_INVALID, record->fields[i].id, -1, "column %s is required",
                               kogge_field_name(record->fields[i].id));
    }
    return KOGGE_OK;
}

kogge_status kogge__table_open(struct table_in *in, const kogge_table *table, const int32_t *records,
                               kogge_error *error)
{
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!table || (!table->columns && table->column_count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the table is NULL");
    *in = (struct table_in){ .table = table };
    for (size_t i = 0; i < table->column_count && !status; i++)
        status = check_column(in, i, records, error);
    if (!status)
        status = check_bitmaps(in, error);
    for (; *records && !status; records++)
        status = check_required(in, *records, error);
    return status;
}

bool kogge__table_has(const struct table_in *in, int32_t field)
{
    for (size_t i = 0; i < in->table->column_count; i++) {
        if (in->table->columns[i].field == field)
            return in->table->columns[i].data != NULL;
    }
    return false;
}

kogge_status kogge__table_needs(const struct table_in *in, const int32_t *fields, kogge_error *error)
{
    for (; *fields; fields++) {
        if (in->table->row_count && !kogge__table_has(in, *fields))
            return kogge__fail(error, KOGGE_E_INVALID, *fields, -1, "column %s is needed", kogge_field_name(*fields));
    }
    return KOGGE_OK;
}

static bool is_valid(const uint8_t *valid, size_t offset, size_t row)
{
    size_t bit = offset + row;
    return !valid || (valid[bit / 8] >> bit % 8 & 1);
}

/* The bits of a row: columns that have a value, and columns that have none. */
struct row_bits {
    uint64_t values, nulls;
};

/* Copies the value of one column into the record. A null stands for "not stated". */
static void take_value(const kogge_column *column, const struct field_row *field, size_t row, unsigned char *full,
                       struct row_bits *bits)
{
    uint64_t bit = field->known_bit < 0 ? 0 : UINT64_C(1) << field->known_bit;
    if (!is_valid(column->valid, column->valid_offset, row)) {
        bits->nulls |= bit;
        return;
    }
    memcpy(full + field->offset, (const unsigned char *)column->data + (ptrdiff_t)row * column->stride,
           width_of(field));
    bits->values |= bit;
}

/* Fields that share a bit are known together or not at all. */
static void drop_halves(const struct record_row *record, uint64_t halves, unsigned char *full)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        if (field->known_bit >= 0 && (halves >> field->known_bit & 1))
            memset(full + field->offset, 0, width_of(field));
    }
}

/* What a record says is known counts only for the fields that the table has, and the others are 0. */
static uint64_t known_in_row(const struct table_in *in, const struct record_row *record, const unsigned char *full,
                             uint64_t columns)
{
    uint64_t stated;
    if (!in->has_known[record->number])
        return columns;
    memcpy(&stated, full + record->known_offset, sizeof stated);
    return (stated & columns) | (stated & ~record->known_bits);
}

kogge_status kogge__table_row(const struct table_in *in, int32_t number, size_t row, void *full, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    struct row_bits bits = { 0, 0 };
    memset(full, 0, record->size);
    for (size_t i = 0; i < in->table->column_count; i++) {
        const kogge_column *column = &in->table->columns[i];
        if (record_of(column->field) == number && column->data)
            take_value(column, in->fields[i], row, full, &bits);
    }
    if (bits.values & bits.nulls)
        drop_halves(record, bits.values & bits.nulls, full);
    if (record->known_bits) {
        uint64_t known = known_in_row(in, record, full, bits.values & ~bits.nulls);
        memcpy((unsigned char *)full + record->known_offset, &known, sizeof known);
    }
    return kogge__record_check(number, full, (int64_t)row, error);
}

kogge_status kogge__table_pick(const struct table_in *in, int32_t number, const int32_t *fields, size_t row,
                               void *full, kogge_error *error)
{
    struct row_bits bits = { 0, 0 };
    kogge_status status = KOGGE_OK;
    memset(full, 0, kogge__record(number)->size);
    for (; *fields && !status; fields++) {
        for (size_t i = 0; i < in->table->column_count; i++) {
            const kogge_column *column = &in->table->columns[i];
            if (column->field == *fields && column->data)
                take_value(column, in->fields[i], row, full, &bits);
        }
        status = kogge__field_check(number, *fields, full, (int64_t)row, error);
    }
    return status;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

kogge_status kogge__columns_ready(const kogge_out_column *columns, size_t count, int32_t record, kogge_error *error)
{
    const int32_t records[] = { record, 0 };
    kogge_status status = KOGGE_OK;
    if (!columns && count)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the columns to write are NULL");
    for (size_t i = 0; i < count; i++) {
        if (!check_field(columns[i].field, columns[i].type, records, &status, error))
            return status;
        if (!columns[i].data)
            return kogge__fail(error, KOGGE_E_INVALID, columns[i].field, -1, "column %s has no room for values",
                               kogge_field_name(columns[i].field));
        for (size_t j = 0; j < i; j++) {
            if (columns[j].field == columns[i].field)
                return fail_twice(columns[i].field, error);
        }
    }
    return KOGGE_OK;
}

static void write_valid(const kogge_out_column *column, size_t row, bool valid)
{
    size_t bit = column->valid_offset + row;
    uint8_t mask = (uint8_t)(1u << bit % 8);
    if (column->valid)
        column->valid[bit / 8] = (uint8_t)(valid ? column->valid[bit / 8] | mask : column->valid[bit / 8] & ~mask);
}

void kogge__columns_write(const kogge_out_column *columns, size_t count, size_t row, const void *full)
{
    for (size_t i = 0; i < count; i++) {
        const kogge_out_column *column = &columns[i];
        const struct field_row *field = kogge__field(column->field);
        const struct record_row *record = kogge__record(record_of(column->field));
        uint64_t known = UINT64_MAX;
        if (field->known_bit >= 0)
            memcpy(&known, (const unsigned char *)full + record->known_offset, sizeof known);
        memcpy((unsigned char *)column->data + (ptrdiff_t)row * column->stride,
               (const unsigned char *)full + field->offset, width_of(field));
        write_valid(column, row, field->known_bit < 0 || (known >> field->known_bit & 1));
    }
}
