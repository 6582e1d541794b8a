/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Which customers to develop: by what it may bring, as many as wanted or paid for (semantics 6, R095 to R098). */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "base/sort.h"
#include "columns/columns.h"
#include "columns/unique.h"
#include "policy/rulebook.h"
#include "tier/standing.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000, NEXT_SHOWN = 5 };

struct candidate {
    uint64_t id;
    uint64_t class_flags;
    int64_t value; /* of developing the customer; 0: not to be ranked */
};

struct choice {
    const kogge_policy *policy;
    kogge_error *error;
    struct table_in in;
    size_t rows;
    struct candidate *candidates; /* one a row */
    uint32_t *indices;            /* of candidates, after them; first by id, then the ranking */
    uint32_t *spare;              /* room to sort indices, after them */
    size_t ranked, chosen;        /* the best of the ranking are the chosen */
    kogge_selection result;
};

/* ---- development value ----------------------------------------------------------------------------------------- */

static int32_t chance_bp(const kogge_policy *policy, const kogge_customer *customer)
{
    const int32_t chances[] = { policy->growth_chance_0_bp, policy->growth_chance_1_bp, policy->growth_chance_2_bp,
                                policy->growth_chance_3_bp, policy->growth_chance_4_bp };
    return customer->evidence < 0 ? 0 : chances[customer->evidence]; /* evidence 0 if it is not known */
}

static int64_t development_value(const kogge_policy *policy, const kogge_customer *customer)
{
    const int64_t revenue = customer->revenue_12m_minor > 0 ? customer->revenue_12m_minor : 0;
    const int64_t gap = customer->demand_minor - revenue; /* demand 0 if it is not known */
    const bool own = customer->known & KOGGE_CUSTOMER_MARGIN_BP;
    if (gap <= 0)
        return 0;
    const int64_t likely = kogge__mul_div(gap, chance_bp(policy, customer), ALL_BP, KOGGE_ROUNDING_HALF_AWAY);
    return kogge__mul_div(likely, own ? customer->margin_bp : policy->margin_bp, ALL_BP, KOGGE_ROUNDING_HALF_AWAY);
}

static kogge_status read_rows(struct choice *choice)
{
    kogge_customer customer;
    for (size_t row = 0; row < choice->rows; row++) {
        struct candidate *candidate = &choice->candidates[row];
        kogge_status status = kogge__table_row(&choice->in, KOGGE_RECORD_CUSTOMER, row, &customer, choice->error);
        if (status)
            return status;
        const bool developable = kogge__is_developable(&customer, customer.class_flags);
        choice->result.developable += developable;
        *candidate = (struct candidate){ .id = customer.id, .class_flags = customer.class_flags };
        if (developable)
            candidate->value = development_value(choice->policy, &customer);
    }
    return KOGGE_OK;
}

static kogge_status check_ids(const struct choice *choice)
{
    const struct id_rows ids = { choice->candidates, choice->rows, sizeof choice->candidates[0] };
    return kogge__unique_ids(&ids, KOGGE_FIELD_CUSTOMER_ID, choice->indices, choice->spare, choice->error);
}

/* ---- ranking --------------------------------------------------------------------------------------------------- */

static bool ranks_before(const void *context, uint32_t a, uint32_t b)
{
    const struct candidate *candidates = context;
    return candidates[a].value != candidates[b].value ? candidates[a].value > candidates[b].value
                                                      : candidates[a].id < candidates[b].id;
}

static void rank(struct choice *choice)
{
    for (size_t row = 0; row < choice->rows; row++) {
        if (choice->candidates[row].value > 0)
            choice->indices[choice->ranked++] = (uint32_t)row;
    }
    kogge__sort(choice->indices, choice->ranked, ranks_before, choice->candidates);
}

static int64_t value_at(const struct choice *choice, size_t place)
{
    return choice->candidates[choice->indices[place]].value;
}

/* most and budget: -1 = no limit. */
static kogge_status choose(struct choice *choice, int64_t most, int64_t budget)
{
    const int64_t cost = choice->policy->development_cost_minor;
    uint64_t limit = choice->ranked;
    if (most >= 0 && (uint64_t)most < limit)
        limit = (uint64_t)most;
    if (budget >= 0 && (uint64_t)(budget / cost) < limit)
        limit = (uint64_t)(budget / cost);
    if (kogge__mul((uint64_t)cost, limit).high || (uint64_t)cost * limit > INT64_MAX)
        return kogge__fail(choice->error, KOGGE_E_RANGE, KOGGE_FIELD_SELECTION_SPENT, -1,
                           "the development cost of %" PRIu64 " customers is beyond 2^63 - 1", limit);
    choice->chosen = (size_t)limit;
    choice->result.chosen = (int64_t)limit;
    choice->result.spent_minor = cost * (int64_t)limit;
    choice->result.cut_minor = limit ? value_at(choice, choice->chosen - 1) : KOGGE_MONEY_MAX + 1;
    return KOGGE_OK;
}

/* ---- what comes out -------------------------------------------------------------------------------------------- */

static void write_ranks(const struct choice *choice, size_t begin, size_t end, kogge_out_rows *rows)
{
    if (!rows)
        return;
    for (size_t place = begin; place < end; place++) {
        const uint32_t row = choice->indices[place];
        const kogge_development development = { choice->candidates[row].id, choice->candidates[row].value, row };
        kogge__row_write(KOGGE_RECORD_DEVELOPMENT, &development, rows, place - begin);
    }
    rows->count = end - begin;
}

static void write_flags(const struct choice *choice, uint64_t *class_flags)
{
    const uint64_t selected = UINT64_C(1) << KOGGE_FLAG_SELECTED;
    if (!class_flags)
        return;
    for (size_t row = 0; row < choice->rows; row++)
        class_flags[row] = choice->candidates[row].class_flags & ~selected;
    for (size_t place = 0; place < choice->chosen; place++)
        class_flags[choice->indices[place]] |= selected;
}

static void say(const struct choice *choice, kogge_reasons *why)
{
    const bool any = choice->chosen;
    const kogge_reason reason = { .code = KOGGE_REASON_SELECTION,
                                  .outcome = any ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                                  .field = KOGGE_FIELD_SELECTION_CUT,
                                  .observed = any ? choice->result.cut_minor : 0,
                                  .threshold =
                                      choice->chosen < choice->ranked ? value_at(choice, choice->chosen) : 0 };
    kogge__reason(why, &reason);
}

/* ---- what goes in ---------------------------------------------------------------------------------------------- */

size_t kogge_select_memory(size_t rows)
{
    const size_t a_row = sizeof(struct candidate) + 2 * sizeof(uint32_t); /* an index, and room to sort them */
    return rows > SIZE_MAX / a_row ? SIZE_MAX : rows * a_row;
}

static kogge_status take_memory(struct choice *choice, void *memory, size_t size)
{
    if (choice->rows >> 16 >> 16) /* indices have 32 bits, as size_t may have */
        return kogge__fail(choice->error, KOGGE_E_LIMIT, 0, -1, "2^32 rows or more cannot be ranked");
    if (choice->rows && (!memory || (uintptr_t)memory % 8))
        return kogge__fail(choice->error, KOGGE_E_INVALID, 0, -1, "memory is NULL, or not aligned to 8 bytes");
    if (size < kogge_select_memory(choice->rows))
        return kogge__fail(choice->error, KOGGE_E_BUFFER, 0, -1, "memory has %zu bytes, %zu are needed", size,
                           kogge_select_memory(choice->rows));
    choice->candidates = memory;
    if (choice->rows) {
        choice->indices = (uint32_t *)(void *)(choice->candidates + choice->rows);
        choice->spare = choice->indices + choice->rows;
    }
    return KOGGE_OK;
}

static kogge_status check_limits(const struct choice *choice, int64_t most, int64_t budget)
{
    if (most < -1 || budget < -1)
        return kogge__fail(choice->error, KOGGE_E_INVALID, 0, -1, "%s is below -1, which is no limit",
                           most < -1 ? "most" : "budget_minor");
    if (most < 0 && budget < 0)
        return kogge__fail(choice->error, KOGGE_E_INVALID, 0, -1, "neither most nor budget_minor is given");
    return KOGGE_OK;
}

static kogge_status check_results(const struct choice *choice, const kogge_selection *result,
                                  const kogge_out_rows *chosen, const kogge_out_rows *next, const kogge_reasons *why)
{
    kogge_status status = kogge__reasons_ready(why, choice->error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_SELECTION, result, choice->error);
    if (!status && chosen && chosen->data)
        status = kogge__rows_size(KOGGE_RECORD_DEVELOPMENT, chosen->row_size, choice->error);
    if (!status && next && next->data)
        status = kogge__rows_size(KOGGE_RECORD_DEVELOPMENT, next->row_size, choice->error);
    return status;
}

/* Everything up to the chosen; writes nothing of the caller's but the memory. */
static kogge_status select_rows(struct choice *choice, const kogge_table *customers, int64_t most, int64_t budget,
                                void *memory, size_t memory_size)
{
    static const int32_t records[] = { KOGGE_RECORD_CUSTOMER, 0 };
    kogge_status status = kogge__table_open(&choice->in, customers, records, choice->error);
    if (status)
        return status;
    choice->rows = customers->row_count;
    status = check_limits(choice, most, budget);
    if (!status)
        status = take_memory(choice, memory, memory_size);
    if (!status)
        status = read_rows(choice);
    if (!status)
        status = check_ids(choice);
    if (status)
        return status;
    rank(choice);
    return choose(choice, most, budget);
}

kogge_status kogge_select(const kogge_rulebook *book, const kogge_table *customers, int64_t most,
                          int64_t budget_minor, void *memory, size_t memory_size, kogge_selection *result,
                          kogge_out_rows *chosen, kogge_out_rows *next, uint64_t *class_flags, kogge_reasons *why,
                          kogge_error *error)
{
    struct choice choice = { .error = error };
    if (chosen)
        chosen->count = 0;
    if (next)
        next->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", book ? "result" : "book");
    choice.policy = &book->policy;
    status = check_results(&choice, result, chosen, next, why);
    if (!status)
        status = select_rows(&choice, customers, most, budget_minor, memory, memory_size);
    if (status)
        return status;
    const size_t after = choice.ranked - choice.chosen;
    write_ranks(&choice, 0, choice.chosen, chosen);
    write_ranks(&choice, choice.chosen, choice.chosen + (after < NEXT_SHOWN ? after : NEXT_SHOWN), next);
    write_flags(&choice, class_flags);
    say(&choice, why);
    kogge__result_write(KOGGE_RECORD_SELECTION, &choice.result, result);
    return KOGGE_OK;
}
