/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "columns/unique.h"

#include "base/record.h"
#include "base/sort.h"

#include <inttypes.h>
#include <string.h>

static uint64_t id_of(const struct id_rows *ids, size_t row)
{
    uint64_t id;
    memcpy(&id, (const unsigned char *)ids->rows + row * ids->row_size, sizeof id);
    return id;
}

/* Ids that ascend from row to row, as those of a table mostly do, are unique and need no sorting. */
static bool ids_ascend(const struct id_rows *ids)
{
    for (size_t row = 1; row < ids->count; row++) {
        if (id_of(ids, row) <= id_of(ids, row - 1))
            return false;
    }
    return true;
}

static bool has_smaller_id(const void *context, uint32_t a, uint32_t b)
{
    const uint64_t x = id_of(context, a), y = id_of(context, b);
    return x != y ? x < y : a < b;
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

kogge_status kogge__unique_ids(const struct id_rows *ids, int32_t field, uint32_t *indices, kogge_error *error)
{
    for (size_t row = 0; row < ids->count; row++)
        indices[row] = (uint32_t)row;
    if (ids_ascend(ids))
        return KOGGE_OK;
    kogge__sort(indices, ids->count, has_smaller_id, ids);
    const uint32_t repeated = first_repeated(ids, indices);
    if (repeated == UINT32_MAX)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_INVALID, field, repeated,
                       "row %" PRIu32 ": %s.%s %" PRIu64 " stands in an earlier row, too", repeated,
                       kogge_record_name(field / 256) + strlen("kogge_"), kogge_field_name(field),
                       id_of(ids, repeated));
}

bool kogge__find_id(const struct id_rows *ids, const uint32_t *indices, uint64_t id, uint32_t *row)
{
    size_t begin = 0, end = ids->count;
    while (begin < end) {
        const size_t middle = begin + (end - begin) / 2;
        const uint64_t found = id_of(ids, indices[middle]);
        if (found == id) {
            *row = indices[middle];
            return true;
        }
        if (found < id)
            begin = middle + 1;
        else
            end = middle;
    }
    return false;
}
