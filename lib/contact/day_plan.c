/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Whom to call today: the calls that make sense, the most worth while first (semantics 9, R072, R075, R077). */

#include "base/reasons.h"
#include "base/record.h"
#include "base/sort.h"
#include "columns/columns.h"
#include "columns/unique.h"
#include "contact/call.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>

struct customer {
    uint64_t id;
    int64_t expected_minor; /* of the best trigger so far */
    int32_t trigger;        /* 0: none so far */
    uint32_t may_be_called; /* permission is given, and the budget pays a call */
};

struct plan {
    const kogge_rulebook *book;
    kogge_error *error;
    struct table_in candidates, triggers;
    struct id_rows ids;
    struct customer *customers; /* one a candidate */
    uint32_t *indices;          /* of customers, after them; first by id, then the ranking */
    uint32_t *spare;            /* room to sort indices, after them */
    size_t ranked;
    int64_t room; /* calls that the agents can make */
};

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static kogge_status read_candidates(struct plan *plan)
{
    kogge_contact_candidate candidate;
    for (size_t row = 0; row < plan->ids.count; row++) {
        kogge_status status =
            kogge__table_row(&plan->candidates, KOGGE_RECORD_CONTACT_CANDIDATE, row, &candidate, plan->error);
        if (status)
            return status;
        const kogge_contact_budget budget = kogge__contact_budget(plan->book, &candidate);
        const bool callable = kogge__may_be_called(&candidate) && kogge__budget_pays(plan->book, &budget);
        plan->customers[row] = (struct customer){ .id = candidate.id, .may_be_called = callable };
    }
    return kogge__unique_ids(&plan->ids, KOGGE_FIELD_CONTACT_CANDIDATE_ID, plan->indices, plan->spare, plan->error);
}

static kogge_status read_triggers(struct plan *plan)
{
    kogge_contact_trigger trigger;
    for (size_t row = 0; row < plan->triggers.table->row_count; row++) {
        uint32_t at;
        kogge_status status =
            kogge__table_row(&plan->triggers, KOGGE_RECORD_CONTACT_TRIGGER, row, &trigger, plan->error);
        if (status)
            return status;
        if (!kogge__find_id(&plan->ids, plan->indices, trigger.customer, &at))
            return kogge__fail(plan->error, KOGGE_E_INVALID, KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER, (int64_t)row,
                               "contact_trigger %zu: customer %" PRIu64 " is none of the candidates", row,
                               trigger.customer);
        struct customer *customer = &plan->customers[at];
        struct best_trigger best = { customer->expected_minor, customer->trigger };
        (void)kogge__take_trigger(&best, &trigger);
        customer->expected_minor = best.expected_minor;
        customer->trigger = best.trigger;
    }
    return KOGGE_OK;
}

/* ---- ranking --------------------------------------------------------------------------------------------------- */

/* All calls cost the same: what is left of one ranks like what it brings. */
static bool ranks_before(const void *context, uint32_t a, uint32_t b)
{
    const struct customer *customers = context;
    return customers[a].expected_minor != customers[b].expected_minor
               ? customers[a].expected_minor > customers[b].expected_minor
               : customers[a].id < customers[b].id;
}

static void rank(struct plan *plan)
{
    const int64_t cost = plan->book->policy.cost_per_call_minor;
    for (size_t row = 0; row < plan->ids.count; row++) {
        if (plan->customers[row].may_be_called && plan->customers[row].expected_minor > cost)
            plan->indices[plan->ranked++] = (uint32_t)row;
    }
    kogge__sort(plan->indices, plan->ranked, ranks_before, plan->customers);
}

/* ---- what comes out -------------------------------------------------------------------------------------------- */

static void write_calls(const struct plan *plan, kogge_out_rows *calls)
{
    for (size_t place = 0; place < plan->ranked; place++) {
        const struct customer *customer = &plan->customers[plan->indices[place]];
        const bool fits = (uint64_t)place < (uint64_t)plan->room;
        const kogge_planned_call call = { .customer = customer->id,
                                          .expected_minor = customer->expected_minor,
                                          .surplus_minor =
                                              customer->expected_minor - plan->book->policy.cost_per_call_minor,
                                          .trigger = customer->trigger,
                                          .outcome = fits ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED };
        kogge__row_write(KOGGE_RECORD_PLANNED_CALL, &call, calls, place);
    }
    calls->count = plan->ranked;
}

static void say(const struct plan *plan, kogge_reasons *why)
{
    const bool full = (uint64_t)plan->ranked > (uint64_t)plan->room;
    const kogge_reason reason = { .code = KOGGE_REASON_DAY_FULL,
                                  .outcome = full ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                                  .field = KOGGE_FIELD_SALES_POLICY_CALLS_A_DAY,
                                  .observed = (int64_t)plan->ranked,
                                  .threshold = plan->room };
    kogge__reason(why, &reason);
}

/* ---- what goes in ---------------------------------------------------------------------------------------------- */

size_t kogge_day_plan_memory(size_t rows)
{
    const size_t a_row = sizeof(struct customer) + 2 * sizeof(uint32_t); /* an index, and room to sort them */
    return rows > SIZE_MAX / a_row ? SIZE_MAX : rows * a_row;
}

static kogge_status take_memory(struct plan *plan, size_t rows, void *memory, size_t size)
{
    if (rows >> 16 >> 16) /* indices have 32 bits, as size_t may have */
        return kogge__fail(plan->error, KOGGE_E_LIMIT, 0, -1, "2^32 candidates or more cannot be ranked");
    if (rows && (!memory || (uintptr_t)memory % 8))
        return kogge__fail(plan->error, KOGGE_E_INVALID, 0, -1, "memory is NULL, or not aligned to 8 bytes");
    if (size < kogge_day_plan_memory(rows))
        return kogge__fail(plan->error, KOGGE_E_BUFFER, 0, -1, "memory has %zu bytes, %zu are needed", size,
                           kogge_day_plan_memory(rows));
    plan->customers = memory;
    if (rows) {
        plan->indices = (uint32_t *)(void *)(plan->customers + rows);
        plan->spare = plan->indices + rows;
    }
    plan->ids = (struct id_rows){ plan->customers, rows, sizeof plan->customers[0] };
    return KOGGE_OK;
}

static kogge_status open_tables(struct plan *plan, const kogge_table *candidates, const kogge_table *triggers)
{
    static const int32_t of_candidates[] = { KOGGE_RECORD_CONTACT_CANDIDATE, 0 };
    static const int32_t of_triggers[] = { KOGGE_RECORD_CONTACT_TRIGGER, 0 };
    kogge_status status = kogge__table_open(&plan->candidates, candidates, of_candidates, plan->error);
    return status ? status : kogge__table_open(&plan->triggers, triggers, of_triggers, plan->error);
}

static kogge_status set_room(struct plan *plan, int64_t agents)
{
    if (agents < 0 || agents > INT32_MAX)
        return kogge__fail(plan->error, KOGGE_E_RANGE, 0, -1, "agents is %" PRId64 ", outside 0..%d", agents,
                           INT32_MAX);
    plan->room = agents * plan->book->sales.calls_a_day;
    return KOGGE_OK;
}

static kogge_status check_results(const kogge_out_rows *calls, const kogge_reasons *why, kogge_error *error)
{
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status && calls->data)
        status = kogge__rows_size(KOGGE_RECORD_PLANNED_CALL, calls->row_size, error);
    return status;
}

kogge_status kogge_day_plan(const kogge_rulebook *book, const kogge_table *candidates, const kogge_table *triggers,
                            int64_t agents, void *memory, size_t memory_size, kogge_out_rows *calls,
                            kogge_reasons *why, kogge_error *error)
{
    struct plan plan = { .book = book, .error = error };
    if (calls)
        calls->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !calls)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", book ? "calls" : "book");
    status = check_results(calls, why, error);
    if (!status)
        status = open_tables(&plan, candidates, triggers);
    if (!status)
        status = set_room(&plan, agents);
    if (!status)
        status = take_memory(&plan, candidates->row_count, memory, memory_size);
    if (!status)
        status = read_candidates(&plan);
    if (!status)
        status = read_triggers(&plan);
    if (status)
        return status;
    rank(&plan);
    write_calls(&plan, calls);
    say(&plan, why);
    return KOGGE_OK;
}
