/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How long a million customers take: whom to develop, and whom to call today because of two million triggers; ids in
 * the order of the rows, and in no order. The memory is what the caller passes: the library allocates nothing.
 *
 *   bench_contact       the whole table
 *   bench_contact once  the same, few customers, each piece of work once: does it run? */

#include "bench.h"

#include <kogge/kogge.h>

#include "../unit/random.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS = 1000000, FEW = 5000, CHOSEN = 1000, AGENTS = 40 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "bench_contact: %s\n", what);
    exit(1);
}

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count, size);
    require(room != NULL, "no memory");
    return room;
}

/* ---- data ------------------------------------------------------------------------------------------------------ */

struct data {
    kogge_rulebook *book;
    size_t count;
    uint64_t *ids, *triggered; /* of the customers; of the triggers, two a customer on average */
    int64_t *amounts;          /* contribution, demand; the stakes of the triggers come after them */
    int32_t *permissions, *codes;
    void *memory;
    size_t memory_size;
    kogge_planned_call *calls;
};

static kogge_rulebook *new_book(void)
{
    kogge_policy policy;
    kogge_rulebook *book = NULL;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    require(!kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR), "no policy");
    require(!kogge_rulebook_new(&spec, &book, NULL), "no rulebook");
    return book;
}

static struct data new_data(size_t count)
{
    struct data data = { .book = new_book(), .count = count };
    data.ids = room_for(count, sizeof *data.ids);
    data.permissions = room_for(count, sizeof *data.permissions);
    data.triggered = room_for(2 * count, sizeof *data.triggered);
    data.codes = room_for(2 * count, sizeof *data.codes);
    data.amounts = room_for(3 * count, sizeof *data.amounts);
    data.calls = room_for(count, sizeof *data.calls);
    data.memory_size = kogge_day_plan_memory(count);
    if (data.memory_size < kogge_select_memory(count))
        data.memory_size = kogge_select_memory(count);
    data.memory = room_for(data.memory_size, 1);
    return data;
}

/* Ids from 0 on, in the order of the rows or in none. Contributions up to 2 000.00, stakes up to 200.00. */
static void fill(struct data *data, bool in_order)
{
    uint64_t state = 20260901;
    const int64_t last = (int64_t)data->count - 1;
    for (size_t i = 0; i < data->count; i++) {
        data->ids[i] = i;
        data->permissions[i] = random_between(&state, 0, 9) ? KOGGE_PERMISSION_PRESUMED : KOGGE_PERMISSION_OBJECTED;
        data->amounts[i] = random_between(&state, 0, 200000);
    }
    for (size_t i = data->count; !in_order && i-- > 1;) {
        const size_t other = (size_t)random_between(&state, 0, (int64_t)i);
        const uint64_t kept = data->ids[i];
        data->ids[i] = data->ids[other];
        data->ids[other] = kept;
    }
    for (size_t i = 0; i < 2 * data->count; i++) {
        data->triggered[i] = in_order ? i / 2 : (uint64_t)random_between(&state, 0, last);
        data->codes[i] = (int32_t)random_between(&state, KOGGE_TRIGGER_OVERDUE, KOGGE_TRIGGER_SECOND_ORDER_DUE);
        data->amounts[data->count + i] = random_between(&state, 0, 20000);
    }
}

static void free_data(struct data *data)
{
    kogge_rulebook_unref(data->book);
    free(data->ids);
    free(data->permissions);
    free(data->triggered);
    free(data->codes);
    free(data->amounts);
    free(data->calls);
    free(data->memory);
}

/* ---- work ------------------------------------------------------------------------------------------------------ */

static void select_customers(void *context, size_t times)
{
    static const uint32_t developable = KOGGE_CUSTOMER_FLAG_DEVELOPABLE;
    const struct data *data = context;
    const kogge_column columns[] = {
        { KOGGE_FIELD_CUSTOMER_ID, KOGGE_TYPE_UINT64, data->ids, sizeof *data->ids, NULL, 0 },
        { KOGGE_FIELD_CUSTOMER_DEMAND, KOGGE_TYPE_INT64, data->amounts, sizeof *data->amounts, NULL, 0 },
        { KOGGE_FIELD_CUSTOMER_FLAGS, KOGGE_TYPE_UINT32, &developable, 0, NULL, 0 },
    };
    const kogge_table table = { columns, COUNT(columns), data->count };
    for (size_t i = 0; i < times; i++) {
        kogge_selection result = KOGGE_INIT(kogge_selection);
        require(!kogge_select(data->book, &table, CHOSEN, -1, data->memory, data->memory_size, &result, NULL, NULL,
                              NULL, NULL, NULL),
                "no selection");
        require(result.chosen == CHOSEN, "fewer are chosen than wanted");
    }
}

static void plan_day(void *context, size_t times)
{
    static const int32_t probability_bp = 2000;
    const struct data *data = context;
    const kogge_column candidate_columns[] = {
        { KOGGE_FIELD_CONTACT_CANDIDATE_ID, KOGGE_TYPE_UINT64, data->ids, sizeof *data->ids, NULL, 0 },
        { KOGGE_FIELD_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT, KOGGE_TYPE_INT64, data->amounts,
          sizeof *data->amounts, NULL, 0 },
        { KOGGE_FIELD_CONTACT_CANDIDATE_CALL_PERMISSION, KOGGE_TYPE_INT32, data->permissions,
          sizeof *data->permissions, NULL, 0 },
    };
    const kogge_column trigger_columns[] = {
        { KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER, KOGGE_TYPE_UINT64, data->triggered, sizeof *data->triggered, NULL,
          0 },
        { KOGGE_FIELD_CONTACT_TRIGGER_STAKE, KOGGE_TYPE_INT64, data->amounts + data->count, sizeof *data->amounts,
          NULL, 0 },
        { KOGGE_FIELD_CONTACT_TRIGGER_TRIGGER, KOGGE_TYPE_INT32, data->codes, sizeof *data->codes, NULL, 0 },
        { KOGGE_FIELD_CONTACT_TRIGGER_PROBABILITY_BP, KOGGE_TYPE_INT32, &probability_bp, 0, NULL, 0 },
    };
    const kogge_table candidates = { candidate_columns, COUNT(candidate_columns), data->count };
    const kogge_table triggers = { trigger_columns, COUNT(trigger_columns), 2 * data->count };
    for (size_t i = 0; i < times; i++) {
        kogge_out_rows calls = { data->calls, data->count, 0, sizeof *data->calls };
        require(!kogge_day_plan(data->book, &candidates, &triggers, AGENTS, data->memory, data->memory_size, &calls,
                                NULL, NULL),
                "no day plan");
        require(calls.count > AGENTS, "fewer calls make sense than expected");
    }
}

static void whole_table(const struct bench *bench, size_t count)
{
    struct data data = new_data(count);
    printf("%zu customers, %zu triggers; memory a customer: %zu bytes for a selection, %zu for a day plan\n", count,
           2 * count, kogge_select_memory(1), kogge_day_plan_memory(1));
    fill(&data, true);
    (void)bench_run(bench, "select, ids ascend", 1e3, "ms", select_customers, &data);
    (void)bench_run(bench, "day_plan, ids ascend", 1e3, "ms", plan_day, &data);
    fill(&data, false);
    (void)bench_run(bench, "select, ids in no order", 1e3, "ms", select_customers, &data);
    (void)bench_run(bench, "day_plan, ids in no order", 1e3, "ms", plan_day, &data);
    free_data(&data);
}

int main(int count, char **arguments)
{
    const bool once = count == 2 && !strcmp(arguments[1], "once");
    const struct bench bench = { .least_seconds = once ? 0 : 0.05 };
    whole_table(&bench, once ? FEW : CUSTOMERS);
    return 0;
}
