/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The demand of customers: as stated, by size and consumption, or as that of their peers (semantics 6). */

#include "base/number.h"
#include "base/record.h"
#include "base/sort.h"
#include "columns/columns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEAST_PEERS = 10, CONFIDENCE_A_PEER_BP = 500, MOST_CONFIDENCE_BP = 10000 };

/* A row that can be compared with others. Peers stand in the order of rows until they are told their model. */
struct peer {
    uint64_t key;
    int64_t size;
    int64_t revenue;
    int32_t category;
    uint32_t model; /* the peer at the quantile of the others */
    int64_t others; /* 0: not compared */
};

struct estimation {
    struct table_in in;
    struct record_out out;
    struct peer *peers; /* one a row; NULL = not used */
    uint32_t *indices;  /* of peers, after them */
    kogge_status *row_status;
    kogge_error *error;
};

static int64_t above_zero(int64_t amount)
{
    return amount > 0 ? amount : 0;
}

/* ---- peers ----------------------------------------------------------------------------------------------------- */

static int compare_group(const struct peer *a, const struct peer *b)
{
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->category > b->category) - (a->category < b->category);
}

/* By group, then revenue / size, then row. */
static bool comes_before(const void *context, uint32_t a, uint32_t b)
{
    const struct peer *peers = context, *first = &peers[a], *second = &peers[b];
    int order = compare_group(first, second);
    if (!order)
        order = kogge__compare_products(first->revenue, second->size, second->revenue, first->size);
    return order ? order < 0 : a < b;
}

/* Nearest rank: the 80 % quantile of the others is the ceil(0.8 * others)-th smallest; who stands below it in the
 * group makes it stand one further. */
static void find_models(struct estimation *all, size_t begin, size_t end)
{
    const size_t others = end - begin - 1, rank = (4 * others + 4) / 5;
    if (others < LEAST_PEERS)
        return;
    for (size_t i = begin; i < end; i++) {
        struct peer *peer = &all->peers[all->indices[i]];
        peer->others = (int64_t)others;
        peer->model = all->indices[begin + rank - (i >= begin + rank)];
    }
}

static void compare_peers(struct estimation *all, size_t rows)
{
    size_t count = 0;
    for (size_t row = 0; row < rows; row++) {
        if (all->peers[row].key && all->peers[row].size)
            all->indices[count++] = (uint32_t)row;
    }
    kogge__sort(all->indices, count, comes_before, all->peers);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count; end++) {
            if (compare_group(&all->peers[all->indices[begin]], &all->peers[all->indices[end]]))
                break;
        }
        find_models(all, begin, end);
    }
}

/* ---- one estimate ---------------------------------------------------------------------------------------------- */

static void estimate_by_peers(const struct estimation *all, size_t row, kogge_demand *demand)
{
    const struct peer *own = &all->peers[row], *model = &all->peers[own->model];
    const int64_t confidence = own->others * CONFIDENCE_A_PEER_BP;
    demand->demand_minor = kogge__mul_div(own->size, model->revenue, model->size, KOGGE_ROUNDING_HALF_AWAY);
    demand->confidence_bp = confidence < MOST_CONFIDENCE_BP ? (int32_t)confidence : MOST_CONFIDENCE_BP;
    demand->demand_source = KOGGE_DEMAND_SOURCE_PEERS;
    demand->peers = own->others < INT32_MAX ? (int32_t)own->others : INT32_MAX;
}

/* By what is to be trusted most; demand_source 0 = nothing is known. */
static void estimate_by_best(const struct estimation *all, size_t row, const kogge_demand_input *input,
                             kogge_demand *demand)
{
    const uint64_t consumption = KOGGE_DEMAND_INPUT_SIZE | KOGGE_DEMAND_INPUT_CONSUMPTION;
    if (input->known & KOGGE_DEMAND_INPUT_STATED) {
        demand->demand_minor = input->stated_minor;
        demand->confidence_bp = input->stated_confidence_bp;
        demand->demand_source = KOGGE_DEMAND_SOURCE_STATED;
    } else if ((input->known & consumption) == consumption) {
        demand->demand_minor = kogge__mul_sat(input->size, input->consumption_minor);
        demand->confidence_bp = input->consumption_confidence_bp;
        demand->demand_source = KOGGE_DEMAND_SOURCE_CONSUMPTION;
    } else if (all->peers && all->peers[row].others) {
        estimate_by_peers(all, row, demand);
    }
}

/* E_RANGE: beyond what money can be, and nothing is known. */
static kogge_status estimate(const struct estimation *all, size_t row, const kogge_demand_input *input,
                             kogge_demand *demand)
{
    const int64_t revenue = above_zero(input->revenue_12m_minor);
    *demand = (kogge_demand)KOGGE_INIT(kogge_demand);
    estimate_by_best(all, row, input, demand);
    if (!demand->demand_source)
        return KOGGE_OK;
    if (demand->demand_minor > KOGGE_MONEY_MAX) {
        *demand = (kogge_demand)KOGGE_INIT(kogge_demand);
        return KOGGE_E_RANGE;
    }
    if (demand->demand_minor < revenue)
        demand->demand_minor = revenue;
    demand->gap_minor = demand->demand_minor - revenue;
    demand->known = KOGGE_DEMAND_DEMAND; /* gap and confidence share its bit */
    return KOGGE_OK;
}

/* ---- all rows -------------------------------------------------------------------------------------------------- */

/* Every row is read and checked before anything is written. */
static kogge_status read_rows(const struct estimation *all, size_t rows)
{
    kogge_demand_input input;
    for (size_t row = 0; row < rows; row++) {
        kogge_status status = kogge__table_row(&all->in, KOGGE_RECORD_DEMAND_INPUT, row, &input, all->error);
        if (status)
            return status;
        if (all->peers)
            all->peers[row] = (struct peer){ .key = input.peer_key,
                                             .size = input.size,
                                             .revenue = input.revenue_12m_minor,
                                             .category = input.category };
    }
    return KOGGE_OK;
}

static kogge_status write_rows(const struct estimation *all, size_t rows)
{
    kogge_status found = KOGGE_OK;
    kogge_demand_input input;
    kogge_demand demand;
    for (size_t row = 0; row < rows; row++) {
        (void)kogge__table_row(&all->in, KOGGE_RECORD_DEMAND_INPUT, row, &input, NULL);
        kogge_status status = estimate(all, row, &input, &demand);
        kogge__columns_write(&all->out, row, &demand, status);
        if (all->row_status)
            all->row_status[row] = status;
        if (status && !found)
            found = kogge__fail(all->error, KOGGE_E_SOME_ROWS, KOGGE_FIELD_DEMAND_DEMAND, (int64_t)row,
                                "row %zu: the estimate of the demand is beyond KOGGE_MONEY_MAX", row);
    }
    return found;
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

size_t kogge_demand_memory(size_t rows)
{
    const size_t a_row = sizeof(struct peer) + 8; /* an index, at a multiple of 8 */
    return rows > SIZE_MAX / a_row ? SIZE_MAX : rows * a_row;
}

static kogge_status take_memory(struct estimation *all, void *memory, size_t size, size_t rows)
{
    if (!memory)
        return KOGGE_OK;
    if ((uintptr_t)memory % 8)
        return kogge__fail(all->error, KOGGE_E_INVALID, 0, -1, "memory is not aligned to 8 bytes");
    if (rows >> 16 >> 16) /* indices have 32 bits, as size_t may have */
        return kogge__fail(all->error, KOGGE_E_LIMIT, 0, -1, "2^32 rows or more cannot be compared as peers");
    if (size < kogge_demand_memory(rows))
        return kogge__fail(all->error, KOGGE_E_BUFFER, 0, -1, "memory has %zu bytes, %zu are needed", size,
                           kogge_demand_memory(rows));
    all->peers = memory;
    all->indices = (uint32_t *)(void *)(all->peers + rows);
    return KOGGE_OK;
}

kogge_status kogge_demand_estimate(const kogge_table *inputs, const kogge_out_column *out, size_t out_count,
                                   void *memory, size_t memory_size, kogge_status *row_status, kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_DEMAND_INPUT, 0 };
    struct estimation all = { .error = error };
    all.row_status = row_status;
    kogge_status status = kogge__table_open(&all.in, inputs, records, error);
    if (!status)
        status = kogge__columns_open(&all.out, out, out_count, KOGGE_RECORD_DEMAND, error);
    if (!status)
        status = take_memory(&all, memory, memory_size, inputs->row_count);
    if (!status)
        status = read_rows(&all, inputs->row_count);
    if (status)
        return status;
    if (all.peers)
        compare_peers(&all, inputs->row_count);
    return write_rows(&all, inputs->row_count);
}
