/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Stored tiers against computed ones: cells, shares, hidden ones, what is refused. */

#include "given.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 24 };

struct audited {
    kogge_status status;
    kogge_audit result;
    kogge_migration_cell cells[MOST_CELLS];
    size_t cell_count;
    kogge_rate hidden;
    kogge_reason reason;
};

static struct audited audited(const kogge_migration_input *customers, size_t count)
{
    struct audited found = { .result = KOGGE_INIT(kogge_audit) };
    kogge_column columns[16];
    size_t column_count;
    const kogge_rows rows = { customers, count, sizeof *customers };
    assert_int_equal(kogge_columns_of_rows("kogge_migration_input", &rows, columns, COUNT(columns), &column_count),
                     KOGGE_OK);
    const kogge_table table = { columns, column_count, count };
    kogge_out_rows cells = { found.cells, MOST_CELLS, 77, sizeof found.cells[0] };
    kogge_out_rows hidden = { &found.hidden, 1, 77, sizeof found.hidden };
    kogge_reasons why = { .data = &found.reason, .capacity = 1 };
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_audit_tiers(&table, &found.result, &cells, &hidden, &why, &error))
        fail_msg("%s", error.text);
    assert_int_equal(hidden.count, 1);
    assert_int_equal(why.count, 1);
    found.cell_count = cells.count;
    return found;
}

static void assert_rate(const struct audited *found, int64_t hits, int64_t of, int32_t rate, int32_t low,
                        int32_t high)
{
    assert_int_equal(found->hidden.what, KOGGE_RATE_HIDDEN);
    assert_int_equal(found->hidden.provenance, KOGGE_PROVENANCE_VENDOR_CLAIM);
    assert_int_equal(found->hidden.hits, hits);
    assert_int_equal(found->hidden.of, of);
    assert_int_equal(found->hidden.rate_bp, rate);
    assert_int_equal(found->hidden.low_bp, low);
    assert_int_equal(found->hidden.high_bp, high);
    assert_int_equal(found->reason.rule, KOGGE_RATE_HIDDEN);
}

static void assert_reason(const struct audited *found, int32_t code, int32_t outcome, int32_t field, int64_t observed,
                          int64_t threshold)
{
    assert_int_equal(found->reason.code, code);
    assert_int_equal(found->reason.outcome, outcome);
    assert_int_equal(found->reason.field, field);
    assert_int_equal(found->reason.observed, observed);
    assert_int_equal(found->reason.threshold, threshold);
}

#define CHAMPION (UINT64_C(1) << KOGGE_FLAG_HIDDEN_CHAMPION)

static kogge_migration_input stored_c(int32_t to_tier, uint64_t class_flags)
{
    return (kogge_migration_input){ .class_flags = class_flags, .from_tier = KOGGE_TIER_C, .to_tier = to_tier };
}

/* 450 of 3 000 (F9): 15 %, and with 95 % between 13.76 % and 16.33 %. */
static void test_hidden_share(void **state)
{
    (void)state;
    kogge_migration_input *customers = calloc(3000, sizeof *customers);
    assert_non_null(customers);
    for (int i = 0; i < 3000; i++)
        customers[i] = i < 50    ? stored_c(KOGGE_TIER_A, 0)
                       : i < 450 ? stored_c(KOGGE_TIER_B, CHAMPION)
                                 : stored_c(KOGGE_TIER_C, UINT64_C(1) << KOGGE_FLAG_PROSPECT);
    const struct audited found = audited(customers, 3000);
    free(customers);
    assert_rate(&found, 450, 3000, 1500, 1376, 1633);
    assert_reason(&found, KOGGE_REASON_VENDOR_BAND, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_RATE_RATE_BP, 1500, 1200);
    assert_int_equal(found.result.compared, 3000);
    assert_int_equal(found.result.misclassified, 450);
    assert_int_equal(found.result.misclassified_bp, 1500);
}

/* The ends of the band belong to it; 1 200 as shown is not enough, if the share is below it. */
static void test_band(void **state)
{
    (void)state;
    static const struct {
        int hits, of, rate, outcome;
    } cases[] = {
        { 3, 25, 1200, KOGGE_OUTCOME_MATCHED },          { 9, 50, 1800, KOGGE_OUTCOME_MATCHED },
        { 1199, 9992, 1200, KOGGE_OUTCOME_NOT_MATCHED }, { 1801, 10005, 1800, KOGGE_OUTCOME_NOT_MATCHED },
        { 0, 9, 0, KOGGE_OUTCOME_NOT_MATCHED },          { 9, 9, 10000, KOGGE_OUTCOME_NOT_MATCHED },
    };
    static kogge_migration_input customers[10005];
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int row = 0; row < cases[i].of; row++)
            customers[row] = stored_c(row < cases[i].hits ? KOGGE_TIER_A : KOGGE_TIER_C, 0);
        const struct audited found = audited(customers, (size_t)cases[i].of);
        assert_reason(&found, KOGGE_REASON_VENDOR_BAND, cases[i].outcome, KOGGE_FIELD_RATE_RATE_BP, cases[i].rate,
                      1200);
    }
}

static void test_cells(void **state)
{
    (void)state;
    const kogge_migration_input customers[] = {
        { .from_tier = KOGGE_TIER_D, .to_tier = KOGGE_TIER_A },
        { .from_tier = KOGGE_TIER_C, .to_tier = KOGGE_TIER_NONE, .class_flags = CHAMPION }, /* not looked at */
        { .from_tier = KOGGE_TIER_NONE, .to_tier = KOGGE_TIER_B },
        { .from_tier = KOGGE_TIER_NONE, .to_tier = KOGGE_TIER_NONE },
        { .from_tier = KOGGE_TIER_B, .to_tier = KOGGE_TIER_B, .class_flags = CHAMPION },
        { .from_tier = KOGGE_TIER_B, .to_tier = KOGGE_TIER_B },
        { .from_tier = KOGGE_TIER_A, .to_tier = KOGGE_TIER_B },
    };
    static const kogge_migration_cell expected[] = {
        { 1, KOGGE_TIER_NONE, KOGGE_TIER_B }, { 1, KOGGE_TIER_A, KOGGE_TIER_B }, { 2, KOGGE_TIER_B, KOGGE_TIER_B },
        { 1, KOGGE_TIER_C, KOGGE_TIER_NONE }, { 1, KOGGE_TIER_D, KOGGE_TIER_A },
    };
    const struct audited found = audited(customers, COUNT(customers));
    assert_int_equal(found.cell_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_memory_equal(&found.cells[i], &expected[i], sizeof expected[i]);
    assert_int_equal(found.result.compared, 4);
    assert_int_equal(found.result.misclassified, 2);
    assert_int_equal(found.result.misclassified_bp, 5000);
    assert_rate(&found, 0, 0, 0, 0, 10000);
    assert_reason(&found, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_RATE_OF, 0, 0);
}

static void test_every_cell(void **state)
{
    (void)state;
    kogge_migration_input customers[25];
    for (int i = 0; i < 25; i++)
        customers[i] = (kogge_migration_input){ .from_tier = i / 5, .to_tier = i % 5 };
    const struct audited found = audited(customers, COUNT(customers));
    assert_int_equal(found.cell_count, MOST_CELLS);
    assert_int_equal(found.result.compared, 16);
    assert_int_equal(found.result.misclassified, 12);
    assert_rate(&found, 1, 4, 2500, found.hidden.low_bp, found.hidden.high_bp);
}

static void test_nobody(void **state)
{
    (void)state;
    const struct audited found = audited(NULL, 0);
    assert_int_equal(found.cell_count, 0);
    assert_int_equal(found.result.compared, 0);
    assert_int_equal(found.result.misclassified_bp, 0);
    assert_rate(&found, 0, 0, 0, 0, 10000);
}

static void test_refused(void **state)
{
    (void)state;
    const int32_t to[] = { KOGGE_TIER_A, 5 };
    const kogge_column columns[] = { { KOGGE_FIELD_MIGRATION_INPUT_TO_TIER, KOGGE_TYPE_INT32, to, 4, NULL, 0 } };
    const kogge_table table = { columns, 1, 2 }, first = { columns, 1, 1 };
    kogge_audit result, before;
    kogge_migration_cell cell;
    kogge_out_rows cells = { &cell, 1, 77, sizeof cell }, hidden = { NULL, 0, 77, sizeof(kogge_rate) };
    kogge_reasons why = { .count = 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    assert_int_equal(kogge_audit_tiers(&table, &result, &cells, &hidden, &why, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.row, 1);
    assert_int_equal(error.field, KOGGE_FIELD_MIGRATION_INPUT_TO_TIER);
    assert_int_equal(cells.count | hidden.count | why.count, 0);
    assert_memory_equal(&result, &before, sizeof result);
    assert_int_equal(kogge_audit_tiers(NULL, &result, NULL, NULL, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_audit_tiers(&first, NULL, NULL, NULL, NULL, &error), KOGGE_E_INVALID);
    cells.row_size = 4;
    assert_int_equal(kogge_audit_tiers(&first, &result, &cells, NULL, NULL, &error), KOGGE_E_STRUCT_SIZE);
    assert_memory_equal(&result, &before, sizeof result);
    cells.row_size = sizeof cell;
    cells.data = NULL;
    assert_int_equal(kogge_audit_tiers(&first, &result, &cells, &hidden, &why, NULL), KOGGE_OK);
    assert_int_equal(cells.count, 1);
    assert_int_equal(hidden.count, 1);
    assert_int_equal(why.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden_share), cmocka_unit_test(test_band),   cmocka_unit_test(test_cells),
        cmocka_unit_test(test_every_cell),   cmocka_unit_test(test_nobody), cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
