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

/* ---- reading: before the first row ----------------------------------------------------------------------------- */

static struct record_in *part_of(struct table_in *in, int32_t field)
{
    const struct record_row *record = kogge__record(record_of(field));
    size_t i = 0;
    while (i + 1 < in->record_count && in->records[i].record != record)
        i++;
    return &in->records[i];
}

static kogge_status check_column(struct table_in *in, size_t at, const int32_t *records, kogge_error *error)
{
    const kogge_column *column = &in->table->columns[at];
    kogge_status status = KOGGE_OK;
    const struct field_row *field = check_field(column->field, column->type, records, &status, error);
    if (!field)
        return status;
    struct record_in *part = part_of(in, column->field);
    const uint64_t bit = UINT64_C(1) << column->field % 64;
    uint64_t *seen = &part->seen[column->field % 256 / 64];
    if (*seen & bit)
        return fail_twice(column->field, error);
    *seen |= bit;
    if (at == COLUMN_LIMIT)
        return kogge__fail(error, KOGGE_E_LIMIT, column->field, -1, "the table has more than %d columns",
                           COLUMN_LIMIT);
    part->has_known |= column->data && is_known_mask(field);
    return KOGGE_OK;
}

/* A mask of known fields and validity bitmaps would say the same thing twice. */
static kogge_status check_bitmaps(struct table_in *in, kogge_error *error)
{
    for (size_t i = 0; i < in->table->column_count; i++) {
        const kogge_column *column = &in->table->columns[i];
        if (column->valid && part_of(in, column->field)->has_known)
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

/* Adds a column to the pieces of its record, which come one after another: to the last one, if it goes on there in
 * the table and in the record, as the fields of an array of records do. */
static void add_piece(struct table_in *in, struct record_in *part, const kogge_column *column)
{
    const struct field_row *field = kogge__field(column->field);
    const uint64_t bit = field->known_bit < 0 ? 0 : UINT64_C(1) << field->known_bit;
    const struct piece piece = { column->data, column->stride,        column->valid,  column->valid_offset,
                                 bit,          (size_t)field->offset, width_of(field) };
    struct piece *last = part->end > part->first ? &in->pieces[part->end - 1] : NULL;
    part->shared |= part->columns & bit;
    part->columns |= bit;
    if (last && !piece.valid && !last->valid && piece.stride == last->stride &&
        piece.offset == last->offset + last->size && piece.data == last->data + last->size)
        last->size += piece.size;
    else
        in->pieces[part->end++] = piece;
}

static bool is_plain(const struct piece *piece, size_t size)
{
    return !piece->valid && piece->size == size;
}

/* Moves the plain pieces of a size to the front of those from first on; gives where they end. */
static size_t move_plain(struct piece *pieces, size_t first, size_t end, size_t size)
{
    for (size_t i = first; i < end; i++) {
        if (!is_plain(&pieces[i], size))
            continue;
        const struct piece piece = pieces[i];
        pieces[i] = pieces[first];
        pieces[first++] = piece;
    }
    return first;
}

static void gather_pieces(struct table_in *in)
{
    size_t end = 0;
    for (struct record_in *part = in->records; part < in->records + in->record_count; part++) {
        part->first = part->end = end;
        for (size_t i = 0; i < in->table->column_count; i++) {
            const kogge_column *column = &in->table->columns[i];
            if (column->data && kogge__record(record_of(column->field)) == part->record)
                add_piece(in, part, column);
        }
        end = part->end;
        part->wide_end = move_plain(in->pieces, part->first, end, 8);
        part->narrow_end = move_plain(in->pieces, part->wide_end, end, 4);
    }
}

kogge_status kogge__table_open(struct table_in *in, const kogge_table *table, const int32_t *records,
                               kogge_error *error)
{
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!table || (!table->columns && table->column_count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the table is NULL");
    in->table = table;
    in->record_count = 0;
    for (const int32_t *record = records; *record; record++)
        in->records[in->record_count++] = (struct record_in){ .record = kogge__record(*record) };
    for (size_t i = 0; i < table->column_count && !status; i++)
        status = check_column(in, i, records, error);
    if (!status)
        status = check_bitmaps(in, error);
    for (; *records && !status; records++)
        status = check_required(in, *records, error);
    if (!status)
        gather_pieces(in);
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

const struct record_in *kogge__table_record(const struct table_in *in, int32_t record)
{
    const struct record_in *part = in->records;
    while (part->record->number != record)
        part++;
    return part;
}

/* ---- reading: a row -------------------------------------------------------------------------------------------- */

static bool is_valid(const uint8_t *valid, size_t offset, size_t row)
{
    size_t bit = offset + row;
    return !valid || (valid[bit / 8] >> bit % 8 & 1);
}

static const unsigned char *value_at(const struct piece *piece, size_t row)
{
    return piece->data + (ptrdiff_t)row * piece->stride;
}

/* Records that stand one after another, and the rows of the table that fill them. */
struct filled {
    unsigned char *first;
    size_t size, count;
    size_t row;         /* the first one; the others follow it, */
    const size_t *rows; /* but if this is not NULL: here is which */
};

static size_t row_at(const struct filled *filled, size_t i)
{
    return filled->rows ? filled->rows[i] : filled->row + i;
}

/* A copy of a size that the compiler knows is an instruction, not a call: nearly all pieces are such, and most rows
 * are neighbours. */
static inline void copy_plain(const struct piece *piece, const struct filled *filled, size_t size)
{
    const size_t count = filled->count,
                 step = filled->size; /* what is written might change them, for all a compiler knows */
    const ptrdiff_t stride = piece->stride;
    const size_t *rows = filled->rows;
    const unsigned char *data = rows ? piece->data : value_at(piece, filled->row);
    unsigned char *at = filled->first + piece->offset;
    if (rows) {
        for (size_t i = 0; i < count; i++, at += step)
            memcpy(at, data + (ptrdiff_t)rows[i] * stride, size);
    } else {
        for (size_t i = 0; i < count; i++, at += step, data += stride)
            memcpy(at, data, size);
    }
}

/* A piece that has a bitmap or another size; adds its bit to the nulls of rows without a value. A null stands for
 * "not stated". */
static void copy_other(const struct piece *piece, const struct filled *filled, uint64_t *nulls)
{
    unsigned char *at = filled->first + piece->offset;
    for (size_t i = 0; i < filled->count; i++, at += filled->size) {
        if (is_valid(piece->valid, piece->valid_offset, row_at(filled, i))) {
            memcpy(at, value_at(piece, row_at(filled, i)), piece->size);
        } else {
            memset(at, 0, piece->size);
            nulls[i] |= piece->bit;
        }
    }
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
static uint64_t known_in_row(const struct record_in *part, const unsigned char *full)
{
    uint64_t stated;
    memcpy(&stated, full + part->record->known_offset, sizeof stated);
    return stated & (part->columns | ~part->record->known_bits);
}

/* What is known in a row whose columns of these bits have no value. */
static inline void set_known(const struct record_in *part, uint64_t nulls, unsigned char *full)
{
    const struct record_row *record = part->record;
    uint64_t known = part->columns;
    if (part->has_known)
        known = known_in_row(part, full);
    if (nulls & part->shared)
        drop_halves(record, nulls & part->shared, full);
    known &= ~nulls;
    memcpy(full + record->known_offset, &known, sizeof known);
}

static void set_all_known(const struct record_in *part, const struct filled *filled, const uint64_t *nulls)
{
    unsigned char *at = filled->first;
    for (size_t i = 0; i < filled->count; i++, at += part->record->size)
        set_known(part, nulls ? nulls[i] : 0, at);
}

static void copy_pieces(const struct table_in *in, const struct record_in *part, const struct filled *filled)
{
    uint64_t nulls[TABLE_ROWS];
    const bool has_others = part->narrow_end < part->end;
    for (size_t i = part->first; i < part->wide_end; i++)
        copy_plain(&in->pieces[i], filled, 8);
    for (size_t i = part->wide_end; i < part->narrow_end; i++)
        copy_plain(&in->pieces[i], filled, 4);
    if (has_others)
        memset(nulls, 0, filled->count * sizeof *nulls);
    for (size_t i = part->narrow_end; i < part->end; i++)
        copy_other(&in->pieces[i], filled, nulls);
    if (part->record->known_bits)
        set_all_known(part, filled, has_others ? nulls : NULL);
}

void kogge__table_copy(const struct table_in *in, const struct record_in *part, size_t row, size_t count, void *full)
{
    copy_pieces(in, part, &(struct filled){ full, part->record->size, count, row, NULL });
}

void kogge__table_gather(const struct table_in *in, const struct record_in *part, const size_t *rows, size_t count,
                         void *full)
{
    copy_pieces(in, part, &(struct filled){ full, part->record->size, count, 0, rows });
}

kogge_status kogge__table_row(const struct table_in *in, int32_t number, size_t row, void *full, kogge_error *error)
{
    const struct record_in *part = kogge__table_record(in, number);
    memset(full, 0, part->record->size);
    kogge__table_copy(in, part, row, 1, full);
    return kogge__record_check(number, full, (int64_t)row, error);
}

kogge_status kogge__table_pick(const struct table_in *in, int32_t number, const int32_t *fields, size_t row,
                               void *full, kogge_error *error)
{
    const struct record_in *part = kogge__table_record(in, number);
    kogge_status status = KOGGE_OK;
    memset(full, 0, part->record->size);
    kogge__table_copy(in, part, row, 1, full);
    for (; *fields && !status; fields++)
        status = kogge__field_check(number, *fields, full, (int64_t)row, error);
    return status;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static kogge_status check_out(const kogge_out_column *columns, size_t at, int32_t record, kogge_error *error)
{
    const int32_t records[] = { record, 0 };
    const kogge_out_column *column = &columns[at];
    kogge_status status = KOGGE_OK;
    if (!check_field(column->field, column->type, records, &status, error))
        return status;
    if (!column->data)
        return kogge__fail(error, KOGGE_E_INVALID, column->field, -1, "column %s has no room for values",
                           kogge_field_name(column->field));
    for (size_t i = 0; i < at; i++) {
        if (columns[i].field == column->field)
            return fail_twice(column->field, error);
    }
    return KOGGE_OK;
}

static struct column_out column_out(const kogge_out_column *column)
{
    const struct field_row *field = kogge__field(column->field);
    return (struct column_out){
        .data = column->data,
        .stride = column->stride,
        .valid = column->valid,
        .valid_offset = column->valid_offset,
        .bit = field->known_bit < 0 ? 0 : UINT64_C(1) << field->known_bit,
        .offset = (size_t)field->offset,
        .size = width_of(field),
    };
}

kogge_status kogge__columns_open(struct record_out *out, const kogge_out_column *columns, size_t count,
                                 int32_t record, kogge_error *error)
{
    out->count = 0;
    out->known_offset = kogge__record(record)->known_offset;
    if (!columns && count)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the columns to write are NULL");
    for (size_t i = 0; i < count; i++) {
        const kogge_status status = check_out(columns, i, record, error);
        if (status)
            return status;
        out->columns[out->count++] = column_out(&columns[i]); /* a record has fewer fields than there is room */
    }
    return KOGGE_OK;
}

static void copy_value(unsigned char *to, const unsigned char *from, size_t size)
{
    if (size == 8)
        memcpy(to, from, 8);
    else
        memcpy(to, from, 4);
}

static void write_valid(const struct column_out *column, size_t row, bool valid)
{
    size_t bit = column->valid_offset + row;
    uint8_t mask = (uint8_t)(1u << bit % 8);
    column->valid[bit / 8] = (uint8_t)(valid ? column->valid[bit / 8] | mask : column->valid[bit / 8] & ~mask);
}

void kogge__columns_write(const struct record_out *out, size_t row, const void *full, bool is_refused)
{
    const unsigned char *from = full;
    uint64_t known;
    memcpy(&known, from + out->known_offset, sizeof known);
    for (size_t i = 0; i < out->count; i++) {
        const struct column_out *column = &out->columns[i];
        copy_value(column->data + (ptrdiff_t)row * column->stride, from + column->offset, column->size);
        if (column->valid)
            write_valid(column, row, !is_refused && (!column->bit || (known & column->bit)));
    }
}
