/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a rulebook contains, as one sequence of (field id, value): hashed for the fingerprint, written out for the
 * host.
 *
 * Neutral values are left out, so that a field or table that a later release adds changes no fingerprint. The
 * policy's preset is left out too: a book is what it contains, not where it came from. */

#include "policy/rulebook.h"

#include "base/table.h"
#include "policy/small_table.h"

#include <stdint.h>
#include <string.h>

struct stream {
    uint64_t hash;
    unsigned char *buffer; /* NULL = only hash and measure */
    size_t size;
};

static void put(struct stream *stream, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8) {
        unsigned char byte = (unsigned char)(value & 0xff);
        stream->hash = (stream->hash ^ byte) * UINT64_C(1099511628211);
        if (stream->buffer)
            stream->buffer[stream->size] = byte;
        stream->size++;
    }
}

static void put_pair(struct stream *stream, int32_t id, uint64_t value)
{
    put(stream, (uint64_t)id, 4);
    put(stream, value, 8);
}

static void put_record(struct stream *stream, int32_t number, uint64_t key, const void *record)
{
    const struct record_row *row = kogge__record(number);
    put_pair(stream, number * 256, key);
    for (size_t i = 0; i < row->field_count; i++) {
        const struct field_row *field = &row->fields[i];
        int64_t value = kogge__field_value(field, record);
        if (value && field->id != KOGGE_FIELD_POLICY_PRESET)
            put_pair(stream, field->id, (uint64_t)value);
    }
}

static void put_book(struct stream *stream, const kogge_rulebook *book)
{
    put_record(stream, KOGGE_RECORD_POLICY, 0, &book->policy);
    put_record(stream, KOGGE_RECORD_SALES_POLICY, 0, &book->sales);
    for (size_t i = 0; i < book->rule_count; i++) {
        const kogge_order_rule *rule = &book->terms[book->by_id[i]];
        put_record(stream, KOGGE_RECORD_ORDER_RULE, (uint64_t)rule->id, rule);
    }
    for (enum small which = 0; which < SMALL_TABLES; which++) {
        for (size_t i = 0; i < kogge__small_count(book, which); i++) {
            const void *row = kogge__small_row(book, which, i);
            put_record(stream, kogge__small_tables[which].record, kogge__small_tables[which].key(row), row);
        }
    }
}

uint64_t kogge__fingerprint(const kogge_rulebook *book)
{
    struct stream stream = { .hash = UINT64_C(14695981039346656037) };
    put_book(&stream, book);
    return stream.hash;
}

uint64_t kogge_rulebook_fingerprint(const kogge_rulebook *book)
{
    return book ? book->fingerprint : 0;
}

uint64_t kogge_rulebook_rule_fingerprint(const kogge_rulebook *book, int32_t id)
{
    struct stream stream = { .hash = UINT64_C(14695981039346656037) };
    const kogge_order_rule *rule = book ? kogge__rulebook_rule(book, id) : NULL;
    if (!rule)
        return 0;
    put_record(&stream, KOGGE_RECORD_ORDER_RULE, (uint64_t)id, rule);
    return stream.hash;
}

kogge_status kogge_rulebook_serialise(const kogge_rulebook *book, void *buffer, size_t capacity, size_t *size)
{
    if (!book || (!buffer && capacity))
        return KOGGE_E_INVALID;
    struct stream stream = { 0 };
    put_book(&stream, book);
    if (size)
        *size = stream.size;
    if (!capacity)
        return KOGGE_OK;
    if (capacity < stream.size)
        return KOGGE_E_BUFFER;
    stream = (struct stream){ .buffer = buffer };
    put_book(&stream, book);
    return KOGGE_OK;
}
