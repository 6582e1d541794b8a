/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Sums of many amounts: only what comes out has to fit. */

#include "given.h"

#include "base/total.h"

static struct total sum_of(const int64_t *amounts, size_t count)
{
    struct total total = { { 0, 0 } };
    for (size_t i = 0; i < count; i++)
        kogge__total_add(&total, amounts[i]);
    return total;
}

static void test_fits(void **state)
{
    (void)state;
    static const struct {
        int64_t amounts[4], sum;
    } rows[] = {
        { { 0, 0, 0, 0 }, 0 },
        { { 1, -1, 2, -3 }, -1 },
        { { INT64_MAX, 0, 0, 0 }, INT64_MAX },
        { { -INT64_MAX, 0, 0, 0 }, -INT64_MAX },
        { { INT64_MAX, INT64_MAX, -INT64_MAX, 0 }, INT64_MAX },
        { { INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN }, -2 },
        { { INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX }, -2 },
        { { INT64_MIN, 1, 0, 0 }, -INT64_MAX },
        { { INT64_MIN, INT64_MAX, 0, 0 }, -1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct total total = sum_of(rows[i].amounts, 4);
        int64_t sum = 42;
        assert_true(kogge__total_fits(&total, &sum));
        assert_int_equal(sum, rows[i].sum);
    }
}

static void test_does_not_fit(void **state)
{
    (void)state;
    static const int64_t rows[][4] = {
        { INT64_MAX, 1, 0, 0 },         { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
        { INT64_MIN, 0, 0, 0 }, /* -2^63 has no mirror image */
        { INT64_MIN, INT64_MIN, 0, 0 }, { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN },
        { -INT64_MAX, -1, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct total total = sum_of(rows[i], 4);
        int64_t sum = 42;
        assert_false(kogge__total_fits(&total, &sum));
        assert_int_equal(sum, 42);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fits),
        cmocka_unit_test(test_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
