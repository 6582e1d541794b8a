/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/record.h"

#include "base/table.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_RECORD = 4096 };

/* ---- errors ---------------------------------------------------------------------------------------------------- */

kogge_status kogge__error_ready(const kogge_error *error)
{
    return error && error->struct_size != sizeof *error ? KOGGE_E_STRUCT_SIZE : KOGGE_OK;
}

/* Bytes of the character at text; 0 = it is no UTF-8, as bindings take it: whole, short, no half of a pair. */
static size_t character(const unsigned char *text)
{
    const unsigned char first = text[0], second = first ? text[1] : 0;
    const size_t length = first < 0x80   ? 1
                          : first < 0xc2 ? 0
                          : first < 0xe0 ? 2
                          : first < 0xf0 ? 3
                          : first < 0xf5 ? 4
                                         : 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0u) != 0x80u)
            return 0;
    }
    const bool is_wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ||
                          (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90);
    return is_wrong ? 0 : length;
}

/* Messages quote what the host has passed, and may cut it: what is left of a character, or was none, becomes "?". */
static void make_utf8(char *text)
{
    for (char *at = text; *at;) {
        const size_t length = character((const unsigned char *)at);
        if (!length)
            *at = '?';
        at += length ? length : 1;
    }
}

kogge_status kogge__fail(kogge_error *error, kogge_status status, int32_t field, int64_t row, const char *format, ...)
{
    if (!error)
        return status;
    *error = (kogge_error){
        .struct_size = (uint32_t)sizeof *error, .status = status, .field = field, .row = row, .offset = -1
    };
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    make_utf8(error->text);
    return status;
}

/* "order" for kogge_order: what messages call a record. */
static const char *short_name(const struct record_row *record)
{
    return record->name + strlen("kogge_");
}

static kogge_status fail_size(const struct record_row *record, size_t size, kogge_error *error)
{
    return kogge__fail(
        error, KOGGE_E_STRUCT_SIZE, 0, -1,
        "%s has size %zu; expected is a multiple of 8 from %zu to %d (is struct_size or row_size set?)", record->name,
        size, record->first_size, LARGEST_RECORD);
}

/* ---- the check, field by field: names what is wrong ------------------------------------------------------------ */

static kogge_status fail_field(const struct record_row *record, const struct field_row *field, kogge_status status,
                               int64_t row, const char *what, kogge_error *error)
{
    if (row < 0)
        return kogge__fail(error, status, field->id, row, "%s.%s %s", short_name(record), kogge__string(field->name),
                           what);
    return kogge__fail(error, status, field->id, row, "%s %" PRId64 ": %s %s", short_name(record), row,
                       kogge__string(field->name), what);
}

/* The bits of known that a record of this size can have. */
static uint64_t known_covered(const struct record_row *record, size_t size)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        if (field->known_bit >= 0 && (size_t)field->offset < size)
            bits |= UINT64_C(1) << field->known_bit;
    }
    return bits;
}

static kogge_status check_bits(const struct record_row *record, const struct field_row *field, uint64_t wrong,
                               int64_t row, kogge_error *error)
{
    char what[96];
    if (!wrong)
        return KOGGE_OK;
    (void)snprintf(what, sizeof what, "has bits 0x%" PRIx64 " that this library does not know", wrong);
    return fail_field(record, field, KOGGE_E_UNSUPPORTED, row, what, error);
}

static kogge_status check_value(const struct record_row *record, const struct field_row *field, int64_t value,
                                int64_t row, kogge_error *error)
{
    char what[160];
    if (field->required && value == 0)
        return fail_field(record, field, KOGGE_E_INVALID, row, "is required", error);
    if (field->unit == KOGGE_UNIT_MASK)
        return check_bits(record, field, (uint64_t)value & field->refused, row, error);
    if (field->only_codes) {
        const struct code_set *set = kogge__code_set(field->code_set);
        if (kogge__code_accepted(set, (int32_t)value) && value >= field->lowest && value <= field->highest)
            return KOGGE_OK;
        (void)snprintf(what, sizeof what, "is %" PRId64 ", which is no code of %s here", value,
                       kogge__string(set->name));
        return fail_field(record, field, KOGGE_E_UNSUPPORTED, row, what, error);
    }
    if (field->type != KOGGE_TYPE_UINT64 && (value < field->lowest || value > field->highest)) {
        (void)snprintf(what, sizeof what, "is %" PRId64 ", outside %" PRId64 "..%" PRId64, value, field->lowest,
                       field->highest);
        return fail_field(record, field, KOGGE_E_RANGE, row, what, error);
    }
    return KOGGE_OK;
}

static kogge_status check_field(const struct record_row *record, const struct field_row *field,
                                const unsigned char *at, uint64_t known, int64_t row, kogge_error *error)
{
    int64_t value = kogge__field_value(field, at);
    if (field->known_bit >= 0 && !(known >> field->known_bit & 1)) {
        char what[96];
        if (value == 0)
            return KOGGE_OK;
        (void)snprintf(what, sizeof what, "is %" PRId64 ", but its bit in known is not set", value);
        return fail_field(record, field, KOGGE_E_NOT_KNOWN, row, what, error);
    }
    return check_value(record, field, value, row, error);
}

static kogge_status check_filler(const struct record_row *record, const unsigned char *at, int64_t row,
                                 kogge_error *error)
{
    int32_t filler = 0;
    if (record->filler)
        memcpy(&filler, at + record->filler, sizeof filler);
    if (!filler)
        return KOGGE_OK;
    (void)kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, row, "%s.reserved0 is not 0", short_name(record));
    if (error)
        error->offset = (int32_t)record->filler;
    return KOGGE_E_UNSUPPORTED;
}

/* Flags of the header that have no bits yet are no field, and come before all fields. */
static kogge_status check_no_flags(const struct record_row *record, const unsigned char *at, int64_t row,
                                   kogge_error *error)
{
    enum { FLAGS_OFFSET = 4 };
    uint32_t flags = 0;
    if (record->no_flags)
        memcpy(&flags, at + FLAGS_OFFSET, sizeof flags);
    if (!flags)
        return KOGGE_OK;
    (void)kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, row, "%s.flags has bits 0x%" PRIx32 ", but no bit is known",
                      short_name(record), flags);
    if (error)
        error->offset = FLAGS_OFFSET;
    return KOGGE_E_UNSUPPORTED;
}

/* Does a record of this size have all the fields that it says are known? */
static bool covers_known(const struct record_row *record, const unsigned char *at, size_t size)
{
    uint64_t known;
    if (size >= record->size || !record->known_bits)
        return true;
    memcpy(&known, at + record->known_offset, sizeof known);
    return !(known & ~known_covered(record, size));
}

/* size is that of the caller's record: it limits what can be known. */
static kogge_status check(const struct record_row *record, const unsigned char *at, size_t size, int64_t row,
                          kogge_error *error)
{
    if (record->is_right && covers_known(record, at, size) && record->is_right(at))
        return KOGGE_OK;
    uint64_t known = 0;
    kogge_status status = check_no_flags(record, at, row, error);
    if (status)
        return status;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        if (record->known_bits && (size_t)field->offset == record->known_offset) {
            known = (uint64_t)kogge__field_value(field, at);
            status = check_bits(record, field, known & ~known_covered(record, size), row, error);
        } else {
            status = check_field(record, field, at, known, row, error);
        }
        if (status)
            return status;
    }
    return check_filler(record, at, row, error);
}

/* ---- sizes ----------------------------------------------------------------------------------------------------- */

static bool size_right(const struct record_row *record, size_t size)
{
    return size >= record->first_size && size <= LARGEST_RECORD && size % 8 == 0;
}

kogge_status kogge__check_tail(const char *name, const void *from, size_t known, size_t size, int64_t row,
                               kogge_error *error)
{
    const unsigned char *bytes = from;
    for (size_t i = known; i < size; i++) {
        if (!bytes[i])
            continue;
        (void)kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, row,
                          "%s: byte %zu is set, but this library knows only the first %zu", name, i, known);
        if (error)
            error->offset = (int32_t)i;
        return KOGGE_E_UNSUPPORTED;
    }
    return KOGGE_OK;
}

static bool readable_in_place(const struct record_row *record, const void *from, size_t size)
{
    return size >= record->size && (uintptr_t)from % 8 == 0;
}

/* ---- records --------------------------------------------------------------------------------------------------- */

static kogge_status read_size(const struct record_row *record, const void *from, size_t *size, kogge_error *error)
{
    uint32_t own = 0;
    memcpy(&own, from, sizeof own);
    *size = own;
    return size_right(record, own) ? kogge__check_tail(record->name, from, record->size, own, -1, error)
                                   : fail_size(record, own, error);
}

/* Of today's size, aligned and right: what nearly every record is. */
static inline bool is_usual(const struct record_row *record, const void *from)
{
    uint32_t size;
    memcpy(&size, from, sizeof size);
    return size == record->size && (uintptr_t)from % 8 == 0 && record->is_right && record->is_right(from);
}

kogge_status kogge__record_read(int32_t number, const void *from, void *copy, const void **full, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    size_t size;
    if (is_usual(record, from)) {
        *full = from;
        return KOGGE_OK;
    }
    kogge_status status = read_size(record, from, &size, error);
    if (status)
        return status;
    *full = from;
    if (!readable_in_place(record, from, size)) {
        memset(copy, 0, record->size);
        memcpy(copy, from, size < record->size ? size : record->size);
        *full = copy;
    }
    return check(record, *full, size, -1, error);
}

kogge_status kogge__record_widen(int32_t number, const void *from, void *copy, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    size_t size;
    kogge_status status = read_size(record, from, &size, error);
    if (status)
        return status;
    uint32_t full_size = (uint32_t)record->size;
    memcpy(copy, from, size < record->size ? size : record->size);
    memcpy(copy, &full_size, sizeof full_size);
    return check(record, copy, record->size, -1, error);
}

kogge_status kogge__record_check(int32_t number, const void *full, int64_t row, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    return check(record, full, record->size, row, error);
}

kogge_status kogge__field_check(int32_t number, int32_t field, const void *full, int64_t row, kogge_error *error)
{
    return check_field(kogge__record(number), kogge__field(field), full, 0, row, error);
}

kogge_status kogge__result_size(int32_t number, const void *result, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    uint32_t size = 0;
    memcpy(&size, result, sizeof size);
    return size_right(record, size) ? KOGGE_OK : fail_size(record, size, error);
}

void kogge__result_write(int32_t number, const void *full, void *result)
{
    const struct record_row *record = kogge__record(number);
    uint32_t size, filled;
    memcpy(&size, result, sizeof size);
    filled = size < record->size ? size : (uint32_t)record->size;
    memcpy(result, full, filled);
    memset((unsigned char *)result + filled, 0, size - filled);
    memcpy(result, &size, sizeof size);
    memcpy((unsigned char *)result + 4, &filled, sizeof filled);
}

kogge_status kogge__record_write(int32_t number, const void *full, void *to, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    uint32_t size;
    const kogge_status status = kogge__result_size(number, to, error);
    if (status)
        return status;
    memcpy(&size, to, sizeof size);
    memset(to, 0, size);
    memcpy(to, full, size < record->size ? size : record->size);
    memcpy(to, &size, sizeof size);
    return KOGGE_OK;
}

kogge_status kogge_record_init(void *record, size_t size)
{
    if (!record)
        return KOGGE_E_INVALID;
    if (size < 8 || size > LARGEST_RECORD || size % 8)
        return KOGGE_E_STRUCT_SIZE;
    uint32_t stamp = (uint32_t)size;
    memset(record, 0, size);
    memcpy(record, &stamp, sizeof stamp);
    return KOGGE_OK;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

kogge_status kogge__rows_size(int32_t number, size_t row_size, kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    return size_right(record, row_size) ? KOGGE_OK : fail_size(record, row_size, error);
}

kogge_status kogge__row_read(int32_t number, const kogge_rows *rows, size_t row, void *copy, const void **full,
                             kogge_error *error)
{
    const struct record_row *record = kogge__record(number);
    const unsigned char *from = (const unsigned char *)rows->data + row * rows->row_size;
    kogge_status status = kogge__check_tail(record->name, from, record->size, rows->row_size, (int64_t)row, error);
    if (status)
        return status;
    *full = from;
    if (!readable_in_place(record, from, rows->row_size)) {
        memset(copy, 0, record->size);
        memcpy(copy, from, rows->row_size < record->size ? rows->row_size : record->size);
        *full = copy;
    }
    return check(record, *full, rows->row_size, (int64_t)row, error);
}

void kogge__row_write(int32_t number, const void *full, kogge_out_rows *rows, size_t row)
{
    const struct record_row *record = kogge__record(number);
    if (!rows->data || row >= rows->capacity)
        return;
    unsigned char *to = (unsigned char *)rows->data + row * rows->row_size;
    size_t filled = rows->row_size < record->size ? rows->row_size : record->size;
    memcpy(to, full, filled);
    memset(to + filled, 0, rows->row_size - filled);
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

void *kogge__alloc(const kogge_allocator *allocator, size_t size)
{
    return allocator && allocator->alloc ? allocator->alloc(allocator->context, size) : malloc(size);
}

void kogge__free(const kogge_allocator *allocator, void *block)
{
    if (allocator && allocator->free)
        allocator->free(allocator->context, block);
    else
        free(block);
}
