/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Day plans: whom to call, in which order, and how many of them today. */

#include "contacts.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

#define M KOGGE_MONEY_MAX

enum { MOST_ROWS = 40, MOST_TRIGGERS = 120, A_DAY = 3 };

static uint64_t memory[MOST_ROWS * 4];
static kogge_rulebook *book; /* three calls a day at 12.00 each */

static int open_book(void **state)
{
    (void)state;
    kogge_sales_policy sales = sales_policy();
    sales.calls_a_day = A_DAY;
    book = contact_book(NULL, &sales);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

/* ---- a plan with everything asked for -------------------------------------------------------------------------- */

struct planned {
    kogge_status status;
    kogge_planned_call calls[MOST_ROWS];
    size_t count, reasons;
    kogge_reason reason;
    kogge_error error;
};

static kogge_table table_of(const char *record, const void *rows, size_t count, size_t row_size,
                            kogge_column columns[16])
{
    const kogge_rows given = { rows, count, row_size };
    size_t column_count = 0;
    assert_int_equal(kogge_columns_of_rows(record, &given, columns, 16, &column_count), KOGGE_OK);
    assert_true(column_count <= 16);
    return (kogge_table){ columns, column_count, count };
}

static struct planned planned(const kogge_contact_candidate *candidates, size_t count,
                              const kogge_contact_trigger *triggers, size_t trigger_count, int64_t agents)
{
    struct planned found = { .error = KOGGE_INIT(kogge_error) };
    kogge_column columns[2][16];
    const kogge_table one = table_of("kogge_contact_candidate", candidates, count, sizeof *candidates, columns[0]);
    const kogge_table other =
        table_of("kogge_contact_trigger", triggers, trigger_count, sizeof *triggers, columns[1]);
    kogge_out_rows calls = { found.calls, MOST_ROWS, 77, sizeof found.calls[0] };
    kogge_reasons why = { .data = &found.reason, .capacity = 1, .count = 77 };
    found.status =
        kogge_day_plan(book, &one, &other, agents, memory, kogge_day_plan_memory(count), &calls, &why, &found.error);
    found.count = calls.count;
    found.reasons = why.count;
    return found;
}

static struct planned planned_ok(const kogge_contact_candidate *candidates, size_t count,
                                 const kogge_contact_trigger *triggers, size_t trigger_count, int64_t agents)
{
    const struct planned found = planned(candidates, count, triggers, trigger_count, agents);
    if (found.status)
        fail_msg("%s", found.error.text);
    assert_int_equal(found.reasons, 1);
    assert_reason(&found.reason, 904,
                  (int64_t)found.count > agents * A_DAY ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                  KOGGE_FIELD_SALES_POLICY_CALLS_A_DAY, (int64_t)found.count, agents * A_DAY);
    for (size_t i = 0; i < found.count; i++)
        assert_int_equal(found.calls[i].outcome,
                         (int64_t)i < agents * A_DAY ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
    return found;
}

static kogge_contact_candidate candidate_of(uint64_t id)
{
    kogge_contact_candidate candidate = contact_candidate(40000);
    candidate.id = id;
    return candidate;
}

static kogge_contact_trigger trigger_of(uint64_t customer, int32_t code, int64_t stake)
{
    kogge_contact_trigger trigger = contact_trigger(code, stake, 10000);
    trigger.customer = customer;
    return trigger;
}

/* ---- whom ------------------------------------------------------------------------------------------------------ */

static void test_who_is_called(void **state)
{
    (void)state;
    kogge_contact_candidate candidates[8];
    kogge_contact_trigger triggers[7];
    for (uint64_t i = 0; i < 8; i++)
        candidates[i] = candidate_of(i);
    for (uint64_t i = 0; i < 7; i++)
        triggers[i] = trigger_of(i, KOGGE_TRIGGER_QUOTE_OPEN, 5000); /* nothing happened to customer 7 */
    candidates[1].call_permission = KOGGE_PERMISSION_OBJECTED;
    candidates[2].call_permission = 0;
    candidates[3].known = 0;
    candidates[3].contribution_before_contact_minor = 0;
    candidates[4].spent_minor = 6801; /* 11.99 left */
    candidates[5].spent_minor = 6800; /* 12.00 left */
    triggers[6].stake_minor = 1200;   /* as much as the call costs */
    const struct planned found = planned_ok(candidates, 8, triggers, 7, 1);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.calls[0].customer, 0);
    assert_int_equal(found.calls[1].customer, 5);
    assert_int_equal(found.calls[1].expected_minor, 5000);
    assert_int_equal(found.calls[1].surplus_minor, 3800);
    assert_int_equal(found.calls[1].trigger, KOGGE_TRIGGER_QUOTE_OPEN);
}

/* The best first, ties by id; of two triggers that bring the same the one with the smaller code. */
static void test_order(void **state)
{
    (void)state;
    static const uint64_t order[] = { 30, 10, 20, 40, 50 };
    static const int32_t codes[] = { KOGGE_TRIGGER_GROWTH, KOGGE_TRIGGER_OVERDUE, KOGGE_TRIGGER_QUOTE_OPEN,
                                     KOGGE_TRIGGER_OVERDUE, KOGGE_TRIGGER_COMPLAINT_OPEN };
    const kogge_contact_candidate candidates[] = { candidate_of(50), candidate_of(20), candidate_of(40),
                                                   candidate_of(10), candidate_of(30) };
    const kogge_contact_trigger triggers[] = {
        trigger_of(10, KOGGE_TRIGGER_QUOTE_OPEN, 5000),  trigger_of(10, KOGGE_TRIGGER_OVERDUE, 5000),
        trigger_of(20, KOGGE_TRIGGER_OVERDUE, 4999),     trigger_of(20, KOGGE_TRIGGER_QUOTE_OPEN, 5000),
        trigger_of(30, KOGGE_TRIGGER_GROWTH, 5001),      trigger_of(40, KOGGE_TRIGGER_OVERDUE, 5000),
        trigger_of(50, KOGGE_TRIGGER_COMPLAINT_OPEN, M), trigger_of(40, KOGGE_TRIGGER_OVERDUE, 5000),
    };
    kogge_contact_trigger few[COUNT(triggers)];
    memcpy(few, triggers, sizeof few);
    few[6].stake_minor = 1201; /* the least of all that make sense */
    for (int64_t agents = 0; agents <= 2; agents++) {
        const struct planned found = planned_ok(candidates, 5, few, COUNT(few), agents);
        assert_int_equal(found.count, 5);
        for (size_t i = 0; i < 5; i++) {
            assert_int_equal(found.calls[i].customer, order[i]);
            assert_int_equal(found.calls[i].trigger, codes[i]);
        }
    }
    const struct planned found = planned_ok(candidates, 5, triggers, COUNT(triggers), INT32_MAX);
    assert_int_equal(found.calls[0].customer, 50);
    assert_int_equal(found.calls[0].surplus_minor, M - CALL);
    assert_int_equal(found.reason.threshold, INT64_C(6442450941));
}

/* As many as there is room for are all made; one more is not. */
static void test_full(void **state)
{
    (void)state;
    kogge_contact_candidate candidates[4];
    kogge_contact_trigger triggers[4];
    for (uint64_t i = 0; i < 4; i++) {
        candidates[i] = candidate_of(i);
        triggers[i] = trigger_of(i, KOGGE_TRIGGER_GROWTH, 2000);
    }
    assert_int_equal(planned_ok(candidates, 4, triggers, 3, 1).reason.outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(planned_ok(candidates, 4, triggers, 4, 1).reason.outcome, KOGGE_OUTCOME_MATCHED);
    assert_int_equal(planned_ok(candidates, 4, triggers, 4, 0).calls[0].outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(planned_ok(candidates, 4, triggers, 0, 0).reason.outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(planned_ok(candidates, 4, triggers, 0, 5).count, 0);
    assert_int_equal(planned_ok(NULL, 0, NULL, 0, 5).count, 0);
}

/* ---- any order of rows ----------------------------------------------------------------------------------------- */

struct portfolio {
    kogge_contact_candidate candidates[MOST_ROWS];
    kogge_contact_trigger triggers[MOST_TRIGGERS];
    size_t count, trigger_count;
};

/* Few values, so that many calls are alike. */
static void draw(struct portfolio *portfolio, uint64_t *seed)
{
    portfolio->count = (size_t)random_between(seed, 1, MOST_ROWS);
    portfolio->trigger_count = (size_t)random_between(seed, 0, MOST_TRIGGERS);
    for (size_t i = 0; i < portfolio->count; i++) {
        kogge_contact_candidate *candidate = &portfolio->candidates[i];
        *candidate = candidate_of((i * 37 + 5) % 101);
        candidate->contribution_before_contact_minor = random_between(seed, 0, 3) * 5000;
        candidate->spent_minor = random_between(seed, 0, 2) * 900;
        candidate->call_permission = (int32_t)random_between(seed, 0, KOGGE_PERMISSION_OBJECTED);
    }
    for (size_t i = 0; i < portfolio->trigger_count; i++) {
        const size_t of = (size_t)random_between(seed, 0, (int64_t)portfolio->count - 1);
        portfolio->triggers[i] = trigger_of(portfolio->candidates[of].id, (int32_t)random_between(seed, 1, 7),
                                            random_between(seed, 0, 9) * 400);
        portfolio->triggers[i].probability_bp = (int32_t)random_between(seed, 0, 2) * 5000;
    }
}

static void turn(struct portfolio *portfolio, uint64_t *seed)
{
    for (size_t i = portfolio->count; i-- > 1;) {
        const size_t other = (size_t)random_between(seed, 0, (int64_t)i);
        const kogge_contact_candidate kept = portfolio->candidates[i];
        portfolio->candidates[i] = portfolio->candidates[other];
        portfolio->candidates[other] = kept;
    }
    for (size_t i = portfolio->trigger_count; i-- > 1;) {
        const size_t other = (size_t)random_between(seed, 0, (int64_t)i);
        const kogge_contact_trigger kept = portfolio->triggers[i];
        portfolio->triggers[i] = portfolio->triggers[other];
        portfolio->triggers[other] = kept;
    }
}

/* What the call for one customer says stands in the plan, and nothing else. */
static size_t assert_as_alone(const struct portfolio *portfolio, const struct planned *plan)
{
    size_t sensible = 0;
    for (size_t i = 0; i < portfolio->count; i++) {
        kogge_contact_trigger own[MOST_TRIGGERS];
        kogge_rows rows = { own, 0, sizeof own[0] };
        kogge_contact_budget budget = KOGGE_INIT(kogge_contact_budget);
        kogge_planned_call call;
        kogge_out_rows calls = { &call, 1, 0, sizeof call };
        for (size_t j = 0; j < portfolio->trigger_count; j++) {
            if (portfolio->triggers[j].customer == portfolio->candidates[i].id)
                own[rows.count++] = portfolio->triggers[j];
        }
        assert_int_equal(kogge_contact_assess(book, &portfolio->candidates[i], &rows, &budget, &calls, NULL, NULL),
                         KOGGE_OK);
        size_t found = 0;
        for (size_t j = 0; j < plan->count; j++) {
            const kogge_planned_call *other = &plan->calls[j];
            if (other->customer != portfolio->candidates[i].id)
                continue;
            found++;
            assert_int_equal(other->expected_minor, call.expected_minor);
            assert_int_equal(other->surplus_minor, call.surplus_minor);
            assert_int_equal(other->trigger, call.trigger);
        }
        assert_int_equal(found, calls.count);
        sensible += calls.count;
    }
    return sensible;
}

static void test_permutations(void **state)
{
    (void)state;
    static struct portfolio portfolio;
    uint64_t seed = 21;
    size_t sensible = 0;
    for (int round = 0; round < 400; round++) {
        draw(&portfolio, &seed);
        const int64_t agents = random_between(&seed, 0, 4);
        const struct planned a =
            planned_ok(portfolio.candidates, portfolio.count, portfolio.triggers, portfolio.trigger_count, agents);
        sensible += assert_as_alone(&portfolio, &a);
        for (size_t i = 1; i < a.count; i++)
            assert_true(a.calls[i - 1].surplus_minor > a.calls[i].surplus_minor ||
                        (a.calls[i - 1].surplus_minor == a.calls[i].surplus_minor &&
                         a.calls[i - 1].customer < a.calls[i].customer));
        turn(&portfolio, &seed);
        const struct planned b =
            planned_ok(portfolio.candidates, portfolio.count, portfolio.triggers, portfolio.trigger_count, agents);
        assert_int_equal(a.count, b.count);
        assert_memory_equal(a.calls, b.calls, sizeof a.calls);
        assert_memory_equal(&a.reason, &b.reason, sizeof a.reason);
    }
    assert_true(sensible > 400);
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void assert_refused(const struct planned *found, kogge_status status, int32_t field, int64_t row)
{
    assert_int_equal(found->status, status);
    assert_int_equal(found->error.status, status);
    assert_int_equal(found->error.field, field);
    assert_int_equal(found->error.row, row);
    assert_int_equal(found->count | found->reasons, 0);
}

static void test_rows_refused(void **state)
{
    (void)state;
    kogge_contact_candidate candidates[5];
    kogge_contact_trigger triggers[2] = { trigger_of(3, KOGGE_TRIGGER_GROWTH, 1),
                                          trigger_of(5, KOGGE_TRIGGER_GROWTH, 1) };
    struct planned found;
    for (uint64_t i = 0; i < 5; i++)
        candidates[i] = candidate_of(i);
    found = planned(candidates, 5, triggers, 2, 1);
    assert_refused(&found, KOGGE_E_INVALID, KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER, 1);
    found = planned(NULL, 0, triggers, 2, 1);
    assert_refused(&found, KOGGE_E_INVALID, KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER, 0);
    triggers[0].trigger = 0;
    found = planned(candidates, 5, triggers, 2, 1);
    assert_refused(&found, KOGGE_E_INVALID, KOGGE_FIELD_CONTACT_TRIGGER_TRIGGER, 0);
    candidates[4].id = 1; /* looked at before the triggers */
    found = planned(candidates, 5, triggers, 2, 1);
    assert_refused(&found, KOGGE_E_INVALID, KOGGE_FIELD_CONTACT_CANDIDATE_ID, 4);
    candidates[3].spent_minor = -1;
    found = planned(candidates, 5, triggers, 2, 1);
    assert_refused(&found, KOGGE_E_RANGE, KOGGE_FIELD_CONTACT_CANDIDATE_SPENT, 3);
    found = planned(candidates, 3, triggers, 0, -1);
    assert_refused(&found, KOGGE_E_RANGE, 0, -1);
    found = planned(candidates, 3, triggers, 0, (int64_t)INT32_MAX + 1);
    assert_refused(&found, KOGGE_E_RANGE, 0, -1);
}

static void test_arguments_refused(void **state)
{
    (void)state;
    const kogge_contact_candidate two[] = { candidate_of(1), candidate_of(2) };
    const kogge_contact_trigger trigger = trigger_of(2, KOGGE_TRIGGER_GROWTH, M);
    kogge_column columns[2][16];
    const kogge_table candidates = table_of("kogge_contact_candidate", two, 2, sizeof two[0], columns[0]);
    const kogge_table triggers = table_of("kogge_contact_trigger", &trigger, 1, sizeof trigger, columns[1]);
    const kogge_table endless = { columns[0], candidates.column_count, SIZE_MAX };
    const size_t size = kogge_day_plan_memory(2);
    kogge_planned_call call;
    kogge_out_rows calls = { &call, 1, 77, sizeof call }, narrow = { &call, 1, 77, 8 }, count = { NULL, 0, 77, 0 };
    kogge_reasons why = { .level = 9, .count = 77 };
#define PLAN(book, one, other, room, size, rows, why) kogge_day_plan(book, one, other, 1, room, size, rows, why, NULL)
    assert_int_equal(PLAN(NULL, &candidates, &triggers, memory, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, NULL, &triggers, memory, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &candidates, NULL, memory, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &candidates, &candidates, memory, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &triggers, &triggers, memory, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &candidates, &triggers, NULL, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &candidates, &triggers, (char *)memory + 4, size, &calls, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &candidates, &triggers, memory, size - 1, &calls, NULL), KOGGE_E_BUFFER);
    assert_int_equal(PLAN(book, &candidates, &triggers, memory, size, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(PLAN(book, &candidates, &triggers, memory, size, &narrow, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(PLAN(book, &candidates, &triggers, memory, size, &calls, &why), KOGGE_E_UNSUPPORTED);
    assert_int_equal(calls.count | narrow.count | why.count, 0);
    if (SIZE_MAX > UINT32_MAX)
        assert_int_equal(PLAN(book, &endless, &triggers, memory, size, &calls, NULL), KOGGE_E_LIMIT);
    assert_int_equal(PLAN(book, &candidates, &triggers, memory, size, &count, NULL), KOGGE_OK);
    assert_int_equal(count.count, 1);
    assert_int_equal(kogge_day_plan_memory(SIZE_MAX), SIZE_MAX);
    assert_int_equal(kogge_day_plan_memory(1000), 32000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_is_called), cmocka_unit_test(test_order),
        cmocka_unit_test(test_full),          cmocka_unit_test(test_permutations),
        cmocka_unit_test(test_rows_refused),  cmocka_unit_test(test_arguments_refused),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
