/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "columns/unique.h"

#include "base/number.h"
#include "base/record.h"

#include <inttypes.h>
#include <string.h>

enum { ID_BITS = 64, DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

static uint64_t id_of(const struct id_rows *ids, size_t row)
{
    uint64_t id;
    memcpy(&id, (const unsigned char *)ids->rows + row * ids->row_size, sizeof id);
    return id;
}

/* ---- sorting --------------------------------------------------------------------------------------------------- */

/* Ids that ascend from row to row, as those of a table mostly do, are unique and need no sorting. */
static bool ids_ascend(const struct id_rows *ids)
{
    for (size_t row = 1; row < ids->count; row++) {
        if (id_of(ids, row) <= id_of(ids, row - 1))
            return false;
    }
    return true;
}

/* The bits in which the ids differ. */
static uint64_t varying_bits(const struct id_rows *ids)
{
    uint64_t bits = 0;
    for (size_t row = 1; row < ids->count; row++)
        bits |= id_of(ids, row) ^ id_of(ids, 0);
    return bits;
}

static size_t digit_of(const struct id_rows *ids, uint32_t row, int shift)
{
    return id_of(ids, row) >> shift & (DIGITS - 1);
}

/* Moves indices by one digit of their ids; those with the same digit stay in their order. */
static void sort_by_digit(const struct id_rows *ids, int shift, const uint32_t *from, uint32_t *to)
{
    size_t next[DIGITS] = { 0 }, sum = 0;
    for (size_t i = 0; i < ids->count; i++)
        next[digit_of(ids, from[i], shift)]++;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        const size_t count = next[digit];
        next[digit] = sum;
        sum += count;
    }
    for (size_t i = 0; i < ids->count; i++)
        to[next[digit_of(ids, from[i], shift)]++] = from[i];
}

/* From the lowest digit to the highest, without those that all ids share: a heap would jump about in memory. Equal
 * ids stay in the order of their rows. */
static void sort_by_id(const struct id_rows *ids, uint32_t *indices, uint32_t *spare)
{
    const uint64_t varying = varying_bits(ids);
    uint32_t *from = indices, *to = spare;
    for (int shift = 0; shift < ID_BITS; shift += DIGIT_BITS) {
        if (!(varying >> shift & (DIGITS - 1)))
            continue;
        sort_by_digit(ids, shift, from, to);
        uint32_t *const sorted = to;
        to = from;
        from = sorted;
    }
    if (from != indices)
        memcpy(indices, from, ids->count * sizeof *indices);
}

/* UINT32_MAX: none. */
static uint32_t first_repeated(const struct id_rows *ids, const uint32_t *indices)
{
    uint32_t repeated = UINT32_MAX;
    for (size_t i = 1; i < ids->count; i++) {
        if (indices[i] < repeated && id_of(ids, indices[i]) == id_of(ids, indices[i - 1]))
            repeated = indices[i];
    }
    return repeated;
}

kogge_status kogge__unique_ids(const struct id_rows *ids, int32_t field, uint32_t *indices, uint32_t *spare,
                               kogge_error *error)
{
    for (size_t row = 0; row < ids->count; row++)
        indices[row] = (uint32_t)row;
    if (ids_ascend(ids))
        return KOGGE_OK;
    sort_by_id(ids, indices, spare);
    const uint32_t repeated = first_repeated(ids, indices);
    if (repeated == UINT32_MAX)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_INVALID, field, repeated,
                       "row %" PRIu32 ": %s.%s %" PRIu64 " stands in an earlier row, too", repeated,
                       kogge_record_name(field / 256) + strlen("kogge_"), kogge_field_name(field),
                       id_of(ids, repeated));
}

/* ---- finding --------------------------------------------------------------------------------------------------- */

/* Where an id stands among the places first to last if the ids between theirs are evenly spread. */
static size_t likely_place(uint64_t id, uint64_t first_id, uint64_t last_id, size_t first, size_t last)
{
    const uint64_t span = last_id - first_id;
    const struct u128 product = kogge__mul(id - first_id, last - first);
    return first + (size_t)(product.high ? kogge__div(product, span, NULL).low : product.low / span);
}

/* Looks where the id should be and in the middle in turn: numbers that were given one after the other are found at
 * once, and all others in twice the steps of halving at most. */
bool kogge__find_id(const struct id_rows *ids, const uint32_t *indices, uint64_t id, uint32_t *row)
{
    size_t first = 0, last = ids->count - 1;
    if (!ids->count)
        return false;
    for (bool halve = false; first <= last; halve = !halve) {
        const uint64_t first_id = id_of(ids, indices[first]), last_id = id_of(ids, indices[last]);
        if (id < first_id || id > last_id)
            return false;
        const size_t place = halve || first_id == last_id ? first + (last - first) / 2
                                                          : likely_place(id, first_id, last_id, first, last);
        const uint64_t found = id_of(ids, indices[place]);
        if (found == id) {
            *row = indices[place];
            return true;
        }
        if (found < id)
            first = place + 1;
        else
            last = place - 1; /* not the first place: its id is not above this one */
    }
    return false;
}
