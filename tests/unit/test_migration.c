/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Migration between the tiers of two periods: cells, rates with intervals, groups, reasons. */

#include "given.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

enum { NONE, A, B, C, D };
enum { ROOM = 24, MOST = 500 };

/* ---- helpers --------------------------------------------------------------------------------------------------- */

struct move {
    int32_t from, to, treated;
    int32_t times;
};

struct outcome {
    kogge_migration_cell cells[ROOM];
    kogge_rate rates[8];
    kogge_reason reasons[16];
    size_t cell_count, rate_count, reason_count;
};

static int32_t from[MOST], to[MOST], treated[MOST];

static kogge_column column(int32_t field, const int32_t *data)
{
    return (kogge_column){ .field = field, .type = KOGGE_TYPE_INT32, .data = data, .stride = sizeof *data };
}

static kogge_status run(size_t rows, bool with_treated, struct outcome *outcome, kogge_error *error)
{
    const kogge_column columns[] = { column(KOGGE_FIELD_MIGRATION_INPUT_FROM_TIER, from),
                                     column(KOGGE_FIELD_MIGRATION_INPUT_TO_TIER, to),
                                     column(KOGGE_FIELD_MIGRATION_INPUT_TREATED, treated) };
    const kogge_table table = { columns, with_treated ? 3 : 2, rows };
    kogge_out_rows cells = { .data = outcome->cells, .capacity = ROOM, .row_size = sizeof *outcome->cells };
    kogge_out_rows rates = { .data = outcome->rates, .capacity = 8, .row_size = sizeof *outcome->rates };
    kogge_reasons why = { .data = outcome->reasons, .capacity = 16 };
    const kogge_status status = kogge_migration(&table, &cells, &rates, &why, error);
    outcome->cell_count = cells.count;
    outcome->rate_count = rates.count;
    outcome->reason_count = why.count;
    return status;
}

static void migrate(const struct move *moves, size_t count, bool with_treated, struct outcome *outcome)
{
    size_t rows = 0;
    memset(outcome, 0, sizeof *outcome);
    for (size_t i = 0; i < count; i++) {
        for (int32_t j = 0; j < moves[i].times; j++, rows++) {
            assert_true(rows < MOST);
            from[rows] = moves[i].from;
            to[rows] = moves[i].to;
            treated[rows] = moves[i].treated;
        }
    }
    assert_int_equal(run(rows, with_treated, outcome, NULL), KOGGE_OK);
}

static void assert_rate(const kogge_rate *rate, const kogge_rate *expected)
{
    assert_memory_equal(rate, expected, sizeof *rate);
}

static void assert_reason(const kogge_reason *reason, const kogge_reason *expected)
{
    assert_memory_equal(reason, expected, sizeof *reason);
}

/* ---- worked numbers -------------------------------------------------------------------------------------------- */

/* Up: 3 of 10 that were C or D, two of them lost. Down: 1 of 8, lost ones and those that stayed among the 8. New
 * customers are in neither. Intervals of 3/10 and 1/8 as in the table of test_interval, 4/17 too. */
static void test_worked_numbers(void **state)
{
    static const struct move moves[] = {
        { C, B, 0, 2 },    { D, A, 0, 1 },    { C, C, 0, 3 },       { C, D, 0, 2 }, { C, NONE, 0, 1 },
        { D, NONE, 0, 1 }, { A, A, 0, 3 },    { A, B, 0, 2 },       { B, C, 0, 1 }, { B, NONE, 0, 2 },
        { NONE, A, 0, 4 }, { NONE, D, 0, 1 }, { NONE, NONE, 0, 9 },
    };
    static const kogge_migration_cell cells[] = {
        { 4, NONE, A }, { 1, NONE, D }, { 3, A, A }, { 2, A, B }, { 2, B, NONE }, { 1, B, C },
        { 1, C, NONE }, { 2, C, B },    { 3, C, C }, { 2, C, D }, { 1, D, NONE }, { 1, D, A },
    };
    static const kogge_rate up = { 3, 10, KOGGE_RATE_UP_ALL, 3000, 1077, 6033, KOGGE_PROVENANCE_VENDOR_CLAIM, 0 };
    static const kogge_rate down = { 1, 8, KOGGE_RATE_DOWN_ALL, 1250, 224, 4709, KOGGE_PROVENANCE_VENDOR_CLAIM, 0 };
    static const kogge_reason why[] = {
        { KOGGE_REASON_VENDOR_BAND, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_RATE_UP_ALL, KOGGE_FIELD_RATE_RATE_BP, 3000,
          1200 },
        { KOGGE_REASON_VENDOR_BAND, KOGGE_OUTCOME_MATCHED, KOGGE_RATE_DOWN_ALL, KOGGE_FIELD_RATE_RATE_BP, 1250, 800 },
    };
    struct outcome outcome;
    (void)state;

    migrate(moves, COUNT(moves), false, &outcome);
    assert_int_equal(outcome.cell_count, COUNT(cells));
    assert_memory_equal(outcome.cells, cells, sizeof cells);
    assert_int_equal(outcome.rate_count, 2);
    assert_rate(&outcome.rates[0], &up);
    assert_rate(&outcome.rates[1], &down);
    assert_int_equal(outcome.reason_count, 2);
    assert_reason(&outcome.reasons[0], &why[0]);
    assert_reason(&outcome.reasons[1], &why[1]);
}

/* The ends belong to the bands, 12 and 18 % up, 8 and 15 % down, and the exact share decides: 74 of 411 is 18.005 %,
 * and shown as 1 800 bp. */
static void test_bands(void **state)
{
    static const struct {
        int32_t hits, of;
        bool up, within;
    } rows[] = {
        { 18, 150, true, true },  { 17, 150, true, false },  { 27, 150, true, true }, { 28, 150, true, false },
        { 4, 50, false, true },   { 30, 376, false, false }, { 3, 20, false, true },  { 47, 313, false, false },
        { 20, 111, true, false }, { 74, 411, true, false },
    };
    struct outcome outcome;
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct move moves[] = { { rows[i].up ? C : A, rows[i].up ? B : D, 0, rows[i].hits },
                                      { rows[i].up ? D : B, NONE, 0, rows[i].of - rows[i].hits } };
        migrate(moves, 2, false, &outcome);
        assert_int_equal(outcome.rates[!rows[i].up].hits, rows[i].hits);
        assert_int_equal(outcome.rates[!rows[i].up].of, rows[i].of);
        const kogge_reason *reason = &outcome.reasons[!rows[i].up];
        assert_int_equal(reason->code, KOGGE_REASON_VENDOR_BAND);
        assert_int_equal(reason->outcome, rows[i].within ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
    }
}

/* ---- groups ---------------------------------------------------------------------------------------------------- */

/* Treated 56 of 70 up, others 48 of 80: Newcombe's own example of the difference, 0.2 [0.0524, 0.3339]. Nobody
 * treated was A or B. */
static void test_groups(void **state)
{
    static const struct move moves[] = {
        { C, B, 1, 56 }, { C, C, 1, 14 }, { D, A, 0, 48 }, { C, NONE, 0, 32 }, { A, C, 0, 1 }, { B, A, 0, 7 },
    };
    static const int32_t what[] = { KOGGE_RATE_UP_ALL,        KOGGE_RATE_DOWN_ALL,       KOGGE_RATE_UP_TREATED,
                                    KOGGE_RATE_DOWN_TREATED,  KOGGE_RATE_UP_UNTREATED,   KOGGE_RATE_DOWN_UNTREATED,
                                    KOGGE_RATE_UP_DIFFERENCE, KOGGE_RATE_DOWN_DIFFERENCE };
    static const int64_t hits[] = { 104, 1, 56, 0, 48, 1, 0, 0 }, of[] = { 150, 8, 70, 0, 80, 8, 0, 0 };
    static const kogge_rate up = { 0, 0, KOGGE_RATE_UP_DIFFERENCE, 2000, 524, 3339, 0, 0 };
    static const kogge_rate down = { 0, 0, KOGGE_RATE_DOWN_DIFFERENCE, 0, -10000, 10000, 0, 0 };
    static const kogge_rate nobody = { 0, 0, KOGGE_RATE_DOWN_TREATED, 0, 0, 10000, KOGGE_PROVENANCE_VENDOR_CLAIM, 0 };
    static const int32_t reasons[] = { KOGGE_RATE_UP_ALL,          KOGGE_RATE_DOWN_ALL,     KOGGE_RATE_UP_TREATED,
                                       -KOGGE_RATE_DOWN_TREATED,   KOGGE_RATE_UP_UNTREATED, KOGGE_RATE_DOWN_UNTREATED,
                                       -KOGGE_RATE_DOWN_DIFFERENCE };
    struct outcome outcome;
    (void)state;

    migrate(moves, COUNT(moves), true, &outcome);
    assert_int_equal(outcome.rate_count, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(outcome.rates[i].what, what[i]);
        assert_int_equal(outcome.rates[i].hits, hits[i]);
        assert_int_equal(outcome.rates[i].of, of[i]);
    }
    assert_rate(&outcome.rates[3], &nobody);
    assert_int_equal(outcome.rates[6].rate_bp, up.rate_bp);
    assert_in_range(outcome.rates[6].low_bp, 523, 524); /* from bounds in bp, rounded outward */
    assert_in_range(outcome.rates[6].high_bp, 3339, 3341);
    assert_rate(&outcome.rates[7], &down);
    assert_int_equal(outcome.reason_count, COUNT(reasons));
    for (size_t i = 0; i < COUNT(reasons); i++) {
        const bool empty = reasons[i] < 0;
        assert_int_equal(outcome.reasons[i].rule, empty ? -reasons[i] : reasons[i]);
        assert_int_equal(outcome.reasons[i].code, empty ? KOGGE_REASON_NO_DATA : KOGGE_REASON_VENDOR_BAND);
        assert_int_equal(outcome.reasons[i].field, empty ? KOGGE_FIELD_RATE_OF : KOGGE_FIELD_RATE_RATE_BP);
        assert_true(!empty || outcome.reasons[i].outcome == KOGGE_OUTCOME_UNKNOWN);
    }
}

/* The exact difference rounds once: 1/3 - 1/6 is 1667 bp, though 3333 - 1667 is 1666; exchanged it is the opposite.
 */
static void test_difference(void **state)
{
    static const struct {
        struct move moves[4];
        int32_t bp;
    } rows[] = {
        { { { C, A, 1, 1 }, { C, C, 1, 2 }, { C, A, 0, 1 }, { C, C, 0, 5 } }, 1667 },
        { { { C, A, 0, 1 }, { C, C, 0, 2 }, { C, A, 1, 1 }, { C, C, 1, 5 } }, -1667 },
        { { { C, A, 1, 3 }, { C, C, 1, 0 }, { C, C, 0, 5 } }, 10000 },
        { { { C, A, 0, 3 }, { C, C, 1, 5 } }, -10000 },
        { { { C, A, 1, 2 }, { C, C, 1, 4 }, { C, A, 0, 1 }, { C, C, 0, 2 } }, 0 },
        { { { C, A, 1, 1 }, { C, C, 1, 31 }, { C, C, 0, 7 } }, 313 }, /* 312.5 */
        { { { C, A, 0, 1 }, { C, C, 0, 31 }, { C, C, 1, 7 } }, -313 },
    };
    struct outcome outcome;
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        migrate(rows[i].moves, 4, true, &outcome);
        assert_int_equal(outcome.rates[6].rate_bp, rows[i].bp);
        assert_true(outcome.rates[6].low_bp <= rows[i].bp && outcome.rates[6].high_bp >= rows[i].bp);
    }
}

static void test_empty(void **state)
{
    static const kogge_rate up = { 0, 0, KOGGE_RATE_UP_ALL, 0, 0, 10000, KOGGE_PROVENANCE_VENDOR_CLAIM, 0 };
    struct outcome outcome;
    (void)state;

    migrate(NULL, 0, true, &outcome);
    assert_int_equal(outcome.cell_count, 0);
    assert_int_equal(outcome.rate_count, 8);
    assert_rate(&outcome.rates[0], &up);
    assert_int_equal(outcome.reason_count, 8);
    for (int32_t i = 0; i < 8; i++) {
        assert_int_equal(outcome.reasons[i].code, KOGGE_REASON_NO_DATA);
        assert_int_equal(outcome.reasons[i].rule, i + 1);
    }
    migrate(NULL, 0, false, &outcome);
    assert_int_equal(outcome.rate_count, 2);
}

/* ---- any data -------------------------------------------------------------------------------------------------- */

static void test_random(void **state)
{
    uint64_t seed = 20260809;
    (void)state;

    for (int round = 0; round < 300; round++) {
        struct outcome outcome;
        const size_t rows = (size_t)random_between(&seed, 0, MOST);
        int64_t customers = 0, there = 0, up = 0, small = 0;
        memset(&outcome, 0, sizeof outcome);
        for (size_t i = 0; i < rows; i++) {
            from[i] = (int32_t)random_between(&seed, 0, 4);
            to[i] = (int32_t)random_between(&seed, 0, 4);
            treated[i] = (int32_t)random_between(&seed, 0, 1);
            there += from[i] || to[i];
            small += from[i] == C || from[i] == D;
            up += (from[i] == C || from[i] == D) && (to[i] == A || to[i] == B);
        }
        assert_int_equal(run(rows, true, &outcome, NULL), KOGGE_OK);
        for (size_t i = 0; i < outcome.cell_count; i++) {
            const kogge_migration_cell *cell = &outcome.cells[i];
            assert_true(cell->customers > 0 && (cell->from_tier || cell->to_tier));
            assert_true(i == 0 || 5 * cell[-1].from_tier + cell[-1].to_tier < 5 * cell->from_tier + cell->to_tier);
            customers += cell->customers;
        }
        assert_int_equal(customers, there);
        assert_int_equal(outcome.rates[0].hits, up);
        assert_int_equal(outcome.rates[0].of, small);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(outcome.rates[i].hits, outcome.rates[i + 2].hits + outcome.rates[i + 4].hits);
            assert_int_equal(outcome.rates[i].of, outcome.rates[i + 2].of + outcome.rates[i + 4].of);
        }
    }
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void test_refused(void **state)
{
    struct outcome outcome;
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;

    memset(from, 0, sizeof from);
    memset(to, 0, sizeof to);
    memset(treated, 0, sizeof treated);
    from[7] = 5;
    assert_int_equal(run(9, true, &outcome, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.row, 7);
    assert_int_equal(error.field, KOGGE_FIELD_MIGRATION_INPUT_FROM_TIER);
    assert_int_equal(outcome.rate_count, 0);
    assert_int_equal(outcome.cell_count, 0);
    assert_int_equal(outcome.reason_count, 0);
    from[7] = 0;
    treated[8] = 2;
    assert_int_equal(run(9, true, &outcome, &error), KOGGE_E_RANGE);
    assert_int_equal(error.row, 8);
    assert_int_equal(run(9, false, &outcome, &error), KOGGE_OK);
}

/* Columns that are missing are 0; the mask of flags may stand there. Rooms may be absent or small. */
static void test_columns_and_rooms(void **state)
{
    static const int32_t tiers[] = { C, A, D };
    static const uint64_t flags[] = { 1, 0, 0 };
    const kogge_column columns[] = {
        column(KOGGE_FIELD_MIGRATION_INPUT_FROM_TIER, tiers),
        { .field = KOGGE_FIELD_MIGRATION_INPUT_CLASS_FLAGS,
          .type = KOGGE_TYPE_UINT64,
          .data = flags,
          .stride = sizeof *flags },
    };
    const kogge_table table = { columns, 2, 3 };
    kogge_migration_cell cell;
    kogge_out_rows cells = { .data = &cell, .capacity = 1, .row_size = sizeof cell };
    kogge_out_rows rates = { .data = NULL };
    kogge_reasons why = { .level = KOGGE_LEVEL_DECISIVE };
    (void)state;

    assert_int_equal(kogge_migration(&table, &cells, &rates, &why, NULL), KOGGE_OK);
    assert_int_equal(cells.count, 3);
    assert_int_equal(cell.from_tier, A);
    assert_int_equal(cell.to_tier, NONE);
    assert_int_equal(rates.count, 2);
    assert_int_equal(why.count, 0);
    cells.row_size = 4;
    assert_int_equal(kogge_migration(&table, &cells, &rates, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(cells.count, 0);
    cells = (kogge_out_rows){ .row_size = 4 };
    rates = (kogge_out_rows){ .data = &cell, .row_size = 4 };
    assert_int_equal(kogge_migration(&table, &cells, &rates, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    why.level = 9;
    rates = cells;
    assert_int_equal(kogge_migration(&table, &cells, &rates, &why, NULL), KOGGE_E_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_numbers), cmocka_unit_test(test_bands),
        cmocka_unit_test(test_groups),         cmocka_unit_test(test_difference),
        cmocka_unit_test(test_empty),          cmocka_unit_test(test_random),
        cmocka_unit_test(test_refused),        cmocka_unit_test(test_columns_and_rooms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
