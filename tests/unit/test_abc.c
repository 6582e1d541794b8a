/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* ABC cuts of data in memory: worked numbers, edges, and the definition word by word. */

#include "given.h"
#include "portfolios.h"
#include "random.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define M    KOGGE_MONEY_MAX
#define NONE (KOGGE_MONEY_MAX + 1)

enum { BEFORE = KOGGE_CUT_RULE_CUM_BEFORE, AFTER = KOGGE_CUT_RULE_CUM_AFTER, MOST = 60, ROUNDS = 4000 };

static kogge_abc_cuts cut(const int64_t *values, size_t count, const kogge_abc_options *options)
{
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_abc_cut(values, count, options, &cuts, &error))
        fail_msg("no cuts: %s", error.text);
    assert_int_equal(cuts.struct_size, sizeof cuts);
    assert_int_equal(cuts.filled_size, sizeof cuts);
    return cuts;
}

/* ---- worked numbers -------------------------------------------------------------------------------------------- */

/* The first two are F1; the others follow from the definition by hand. */
static void test_worked_numbers(void **state)
{
    static const struct {
        int64_t values[6];
        size_t count;
        int32_t a, b, rule;
        int64_t cut_a, cut_b;
        const char *classes;
    } rows[] = {
        { { 50, 20, 20, 10 }, 4, 8000, 9500, BEFORE, 20, 10, "AAAB" },
        { { 50, 20, 20, 10 }, 4, 8000, 9500, AFTER, 50, 20, "ABBC" },
        { { 20, 10, 50, 20 }, 4, 8000, 9500, 0, 20, 10, "ABAA" },
        /* One giant with 90 of 100: A before, and neither A nor B after. */
        { { 90, 6, 4 }, 3, 8000, 9500, BEFORE, 90, 6, "ABC" },
        { { 90, 6, 4 }, 3, 8000, 9500, AFTER, NONE, 90, "BCC" },
        { { 97, 2, 1 }, 3, 8000, 9500, AFTER, NONE, NONE, "CCC" },
        /* All equal: all in before; after, all or none. */
        { { 7, 7, 7, 7 }, 4, 1, 1, BEFORE, 7, 7, "AAAA" },
        { { 7, 7, 7, 7 }, 4, 9999, 10000, AFTER, NONE, 7, "BBBB" },
        { { 1 }, 1, 8000, 9500, BEFORE, 1, 1, "A" },
        { { 1 }, 1, 8000, 10000, AFTER, NONE, 1, "B" },
        { { M }, 1, 8000, 9500, BEFORE, M, M, "A" },
        { { M }, 1, 10000, 10000, AFTER, M, M, "A" },
        /* Not positive: C, and not in T. */
        { { 50, -1000, 0, 30, -M, 20 }, 6, 8000, 9500, BEFORE, 30, 20, "ACCACB" },
        /* Nobody and everybody. */
        { { 5, 4, 3 }, 3, 0, 0, BEFORE, NONE, NONE, "CCC" },
        { { 5, 4, 3 }, 3, 0, 0, AFTER, NONE, NONE, "CCC" },
        { { 5, 4, -3 }, 3, 10000, 10000, BEFORE, 4, 4, "AAC" },
        { { 5, 4, -3 }, 3, 10000, 10000, AFTER, 4, 4, "AAC" },
        { { 5, 4, 3 }, 3, 0, 10000, BEFORE, NONE, 3, "BBB" },
        /* S = 80 of 100 exactly: the limit is < before and <= after. */
        { { 80, 10, 10 }, 3, 8000, 9000, BEFORE, 80, 10, "ABB" },
        { { 80, 10, 10 }, 3, 8000, 9000, AFTER, 80, 80, "ACC" },
        { { 80, 12, 8 }, 3, 8000, 9200, AFTER, 80, 12, "ABC" },
        { { 80, 12, 8 }, 3, 7999, 9199, AFTER, NONE, 80, "BCC" },
        /* The largest values: no product wraps. */
        { { M, M, M, M - 1, 1 }, 5, 7500, 9999, BEFORE, M, M - 1, "AAABC" },
        { { M, M, M, M - 1, 1 }, 5, 7500, 9999, AFTER, M, M, "AAACC" },
        { { M, M, M, M - 1, 1 }, 5, 7499, 9999, AFTER, NONE, M, "BBBCC" },
        { { M, M, M, M - 1, 1 }, 5, 7501, 10000, AFTER, M, 1, "AAABB" },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        const kogge_abc_options options = given_cut(rows[i].a, rows[i].b, rows[i].rule);
        const kogge_abc_cuts cuts = cut(rows[i].values, rows[i].count, &options);
        int32_t classes[6];
        assert_int_equal(cuts.cut_a_minor, rows[i].cut_a);
        assert_int_equal(cuts.cut_b_minor, rows[i].cut_b);
        assert_int_equal(cuts.count, rows[i].count);
        assert_int_equal(kogge_abc_classes(&cuts, rows[i].values, rows[i].count, classes, NULL), KOGGE_OK);
        for (size_t j = 0; j < rows[i].count; j++)
            assert_int_equal(classes[j], KOGGE_TIER_A + rows[i].classes[j] - 'A');
    }
}

static void test_totals(void **state)
{
    static const int64_t values[] = { 50, -1000, 0, 30, -M, 20 };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    const kogge_abc_cuts cuts = cut(values, COUNT(values), &options);
    (void)state;
    assert_int_equal(cuts.total_minor, 100);
    assert_int_equal(cuts.count, 6);
    assert_int_equal(cuts.positive, 3);
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

/* 2^63 - 1 = 10 248 * M + 172 036 854 775 807. */
static void test_largest_total(void **state)
{
    enum { FULL = 10248 };
    static int64_t values[FULL + 2];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;

    for (size_t i = 0; i < FULL; i++)
        values[i] = M;
    values[FULL] = INT64_MAX - FULL * M;
    values[FULL + 1] = -M; /* is not in T, and makes no room */
    assert_int_equal(values[FULL], INT64_C(172036854775807));
    cuts = cut(values, COUNT(values), &options);
    assert_int_equal(cuts.total_minor, INT64_MAX);
    assert_int_equal(cuts.cut_a_minor, M);
    assert_int_equal(cuts.cut_b_minor, M);

    values[FULL]++;
    cuts = (kogge_abc_cuts)KOGGE_INIT(kogge_abc_cuts);
    assert_int_equal(kogge_abc_cut(values, COUNT(values), &options, &cuts, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_ABC_CUTS_TOTAL);
    assert_int_equal(cuts.cut_a_minor, 0);
    assert_int_equal(cuts.filled_size, 0);
}

/* T wraps 64 bits and would look small. */
static void test_total_beyond_64_bits(void **state)
{
    enum { MANY = 20497 }; /* * M = 18 447 300 000 000 000 000 > 2^64 */
    static int64_t values[MANY];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    (void)state;

    for (size_t i = 0; i < MANY; i++)
        values[i] = M;
    assert_true((uint64_t)MANY * M < 1000000000000000000u);
    assert_int_equal(kogge_abc_cut(values, MANY, &options, &cuts, NULL), KOGGE_E_RANGE);
}

/* The row is that of the first value beyond, wherever it stands. */
static void test_values_beyond(void **state)
{
    static const int64_t beyond[] = { M + 1, -M - 1, INT64_MAX, INT64_MIN };
    static const size_t places[] = { 0, 1, 1023, 1024, 1025, 2999 };
    static int64_t values[3000];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    (void)state;

    for (size_t i = 0; i < COUNT(beyond); i++) {
        for (size_t j = 0; j < COUNT(places); j++) {
            kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
            kogge_error error = KOGGE_INIT(kogge_error);
            memset(values, 0, sizeof values);
            values[2999] = INT64_MIN;
            values[places[j]] = beyond[i];
            assert_int_equal(kogge_abc_cut(values, COUNT(values), &options, &cuts, &error), KOGGE_E_RANGE);
            assert_int_equal(error.row, places[j]);
            assert_int_equal(cuts.filled_size, 0);
        }
    }
}

static void test_degenerate(void **state)
{
    static const int64_t zeros[3], negative[] = { -1, -M, 0 };
    const kogge_abc_options options = given_cut(8000, 9500, AFTER);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;

    assert_int_equal(kogge_abc_cut(zeros, 3, &options, &cuts, &error), KOGGE_E_DEGENERATE);
    assert_int_equal(error.status, KOGGE_E_DEGENERATE);
    assert_int_equal(kogge_abc_cut(negative, 3, &options, &cuts, NULL), KOGGE_E_DEGENERATE);
    assert_int_equal(kogge_abc_cut(negative, 0, &options, &cuts, NULL), KOGGE_E_DEGENERATE);
    assert_int_equal(kogge_abc_cut(NULL, 0, &options, &cuts, NULL), KOGGE_E_DEGENERATE);
    assert_int_equal(cuts.filled_size, 0);
}

/* ---- by definition --------------------------------------------------------------------------------------------- */

static void test_definition(void **state)
{
    uint64_t seed = 20260801;
    (void)state;

    for (int round = 0; round < ROUNDS; round++) {
        int64_t values[MOST];
        int32_t classes[MOST];
        const size_t count = (size_t)random_between(&seed, 1, MOST);
        const kogge_abc_options options = random_cut(&seed);
        random_values(&seed, values, count);
        values[0] = values[0] > 0 ? values[0] : 1;
        const kogge_abc_cuts cuts = cut(values, count, &options);
        assert_int_equal(cuts.cut_a_minor, cut_by_definition(values, count, options.cut_a_bp, options.cut_rule));
        assert_int_equal(cuts.cut_b_minor, cut_by_definition(values, count, options.cut_b_bp, options.cut_rule));
        assert_int_equal(cuts.total_minor, sum_from(values, count, 0, false));
        assert_int_equal(kogge_abc_classes(&cuts, values, count, classes, NULL), KOGGE_OK);
        for (size_t i = 0; i < count; i++) {
            const bool a = in_class(values, count, values[i], options.cut_a_bp, options.cut_rule);
            const bool b = in_class(values, count, values[i], options.cut_b_bp, options.cut_rule);
            assert_int_equal(classes[i], a ? KOGGE_TIER_A : b ? KOGGE_TIER_B : KOGGE_TIER_C);
        }
    }
}

static int descending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* The same by sorting: of a run of equal values the sum before it and after it decide. */
static int64_t cut_by_sorting(const int64_t *sorted, size_t count, int32_t cut_bp, int32_t rule)
{
    int64_t cut = NONE;
    uint64_t total = 0, before = 0;
    for (size_t i = 0; i < count && sorted[i] > 0; i++)
        total += (uint64_t)sorted[i];
    for (size_t i = 0, end; i < count && sorted[i] > 0; i = end) {
        uint64_t after = before;
        for (end = i; end < count && sorted[end] == sorted[i]; end++)
            after += (uint64_t)sorted[end];
        const struct u128 limit = kogge__mul((uint64_t)cut_bp, total);
        const bool in = rule == AFTER ? kogge__compare(kogge__mul(10000, after), limit) <= 0
                                      : kogge__compare(kogge__mul(10000, before), limit) < 0;
        cut = in ? sorted[i] : cut;
        before = after;
    }
    return cut;
}

/* Many values, so that buckets and parts are full. */
static void test_many(void **state)
{
    enum { MANY = 100000 };
    int64_t *values = malloc(MANY * sizeof *values);
    uint64_t seed = 20260802;
    (void)state;

    assert_non_null(values);
    for (int round = 0; round < 12; round++) {
        const kogge_abc_options options = random_cut(&seed);
        for (size_t i = 0; i < MANY; i++)
            values[i] = random_between(&seed, -1, 1000) * random_between(&seed, 1, 1000) *
                        random_between(&seed, 1, (INT64_C(1) << 3 * round) / 40 + 1);
        const kogge_abc_cuts cuts = cut(values, MANY, &options);
        qsort(values, MANY, sizeof *values, descending);
        const kogge_abc_cuts again = cut(values, MANY, &options);
        assert_memory_equal(&cuts, &again, sizeof cuts);
        assert_int_equal(cuts.cut_a_minor, cut_by_sorting(values, MANY, options.cut_a_bp, options.cut_rule));
        assert_int_equal(cuts.cut_b_minor, cut_by_sorting(values, MANY, options.cut_b_bp, options.cut_rule));
    }
    free(values);
}

/* ---- records --------------------------------------------------------------------------------------------------- */

static kogge_status try_cut(const kogge_abc_options *options, kogge_error *error)
{
    static const int64_t values[] = { 3, 2, 1 };
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    const kogge_status status = kogge_abc_cut(values, 3, options, &cuts, error);
    assert_int_equal(status, error->status);
    assert_int_equal(cuts.filled_size, status ? 0 : sizeof cuts);
    return status;
}

static void test_options_refused(void **state)
{
    static const struct {
        kogge_abc_options options;
        kogge_status status;
        int32_t field;
    } rows[] = {
        { { .cut_a_bp = 9500, .cut_b_bp = 8000 }, KOGGE_E_INVALID, KOGGE_FIELD_ABC_OPTIONS_CUT_B_BP },
        { { .cut_a_bp = -1, .cut_b_bp = 8000 }, KOGGE_E_RANGE, KOGGE_FIELD_ABC_OPTIONS_CUT_A_BP },
        { { .cut_b_bp = 10001 }, KOGGE_E_RANGE, KOGGE_FIELD_ABC_OPTIONS_CUT_B_BP },
        { { .cut_rule = 3 }, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_ABC_OPTIONS_CUT_RULE },
        { { .reserved0 = 1 }, KOGGE_E_UNSUPPORTED, 0 },
        { { .flags = 1 }, KOGGE_E_UNSUPPORTED, 0 },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        kogge_abc_options options = rows[i].options;
        kogge_error error;
        options.struct_size = sizeof options;
        assert_int_equal(try_cut(&options, &error), rows[i].status);
        if (rows[i].field)
            assert_int_equal(error.field, rows[i].field);
    }
    kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_error error;
    assert_int_equal(try_cut(&options, &error), KOGGE_OK);
    options.struct_size = 4;
    assert_int_equal(try_cut(&options, &error), KOGGE_E_STRUCT_SIZE);
}

static void test_sizes(void **state)
{
    static const int64_t values[] = { 3, 2, 1 };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    struct {
        kogge_abc_cuts cuts;
        uint64_t later;
    } larger = { .cuts = { .struct_size = sizeof larger }, .later = 5 };
    kogge_abc_cuts none = { .struct_size = 4 };
    kogge_error error = { .struct_size = 4 };
    int32_t classes[3];
    (void)state;

    assert_int_equal(kogge_abc_cut(values, 3, &options, &larger.cuts, NULL), KOGGE_OK);
    assert_int_equal(larger.cuts.struct_size, sizeof larger);
    assert_int_equal(larger.cuts.filled_size, sizeof larger.cuts);
    assert_int_equal(larger.later, 0);
    assert_int_equal(kogge_abc_classes(&larger.cuts, values, 3, classes, NULL), KOGGE_OK);
    larger.later = 1;
    assert_int_equal(kogge_abc_classes(&larger.cuts, values, 3, classes, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_abc_cut(values, 3, &options, &none, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_abc_classes(&none, values, 3, classes, NULL), KOGGE_E_STRUCT_SIZE);
    larger.later = 0;
    assert_int_equal(kogge_abc_cut(values, 3, &options, &larger.cuts, &error), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_abc_classes(&larger.cuts, values, 3, classes, &error), KOGGE_E_STRUCT_SIZE);
}

/* Only the two cut values count, and classes are only written if they make sense. */
static void test_classes(void **state)
{
    static const int64_t values[] = { INT64_MIN, -1, 0, 9, 10, 19, 20, M, INT64_MAX };
    static const struct {
        int64_t a, b;
        kogge_status status;
        int32_t classes[9];
    } rows[] = {
        { 20, 10, KOGGE_OK, { 3, 3, 3, 3, 2, 2, 1, 1, 1 } },
        { 10, 10, KOGGE_OK, { 3, 3, 3, 3, 1, 1, 1, 1, 1 } },
        { 1, 1, KOGGE_OK, { 3, 3, 3, 1, 1, 1, 1, 1, 1 } },
        { NONE, M, KOGGE_OK, { 3, 3, 3, 3, 3, 3, 3, 2, 1 } },
        { NONE, NONE, KOGGE_OK, { 3, 3, 3, 3, 3, 3, 3, 3, 1 } },
        { 10, 20, KOGGE_E_INVALID, { 0 } },
        { 20, 0, KOGGE_E_RANGE, { 0 } },
        { NONE + 1, 10, KOGGE_E_RANGE, { 0 } },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        const kogge_abc_cuts cuts = {
            .struct_size = sizeof cuts, .cut_a_minor = rows[i].a, .cut_b_minor = rows[i].b, .total_minor = -7
        };
        kogge_error error = KOGGE_INIT(kogge_error);
        int32_t classes[9] = { 0 };
        assert_int_equal(kogge_abc_classes(&cuts, values, COUNT(values), classes, &error), rows[i].status);
        assert_int_equal(error.status, rows[i].status);
        assert_memory_equal(classes, rows[i].classes, sizeof classes);
    }
    const kogge_abc_cuts cuts = { .struct_size = sizeof cuts, .cut_a_minor = 20, .cut_b_minor = 10 };
    assert_int_equal(kogge_abc_classes(&cuts, NULL, 0, NULL, NULL), KOGGE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_numbers),  cmocka_unit_test(test_totals),
        cmocka_unit_test(test_largest_total),   cmocka_unit_test(test_total_beyond_64_bits),
        cmocka_unit_test(test_values_beyond),   cmocka_unit_test(test_degenerate),
        cmocka_unit_test(test_definition),      cmocka_unit_test(test_many),
        cmocka_unit_test(test_options_refused), cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
