/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

#include "random.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { PRO_RATA = KOGGE_SETTLE_PRO_RATA, FIRST = KOGGE_SETTLE_FIRST, LAST = KOGGE_SETTLE_LAST };
enum { OPEN, CHARGE = KOGGE_FINAL_CHARGE_REST, FORFEIT = KOGGE_FINAL_FORFEIT_REST };
enum { ROUNDS = 20000 };

static int64_t settle(int64_t fee, int64_t ordered, int64_t before, int64_t now, int32_t final, int32_t mode)
{
    int64_t part;

    assert_int_equal(kogge_settle(fee, ordered, before, now, final, mode, &part), KOGGE_OK);
    return part;
}

/* formulas.md F16: fee 9.90, ordered 40.00, invoiced 15.00, 20.00 and then no more. */
static void test_worked_numbers(void **state)
{
    (void)state;

    assert_int_equal(settle(990, 4000, 0, 1500, OPEN, PRO_RATA), 371);
    assert_int_equal(settle(990, 4000, 1500, 2000, OPEN, PRO_RATA), 495);
    assert_int_equal(settle(990, 4000, 3500, 0, CHARGE, PRO_RATA), 124);
    assert_int_equal(settle(990, 4000, 3500, 0, FORFEIT, PRO_RATA), 0);
    assert_int_equal(settle(990, 4000, 3500, 0, OPEN, PRO_RATA), 0);
}

static void test_modes(void **state)
{
    (void)state;

    assert_int_equal(settle(990, 4000, 0, 0, OPEN, FIRST), 0);
    assert_int_equal(settle(990, 4000, 0, 1, OPEN, FIRST), 990);
    assert_int_equal(settle(990, 4000, 1, 3999, OPEN, FIRST), 0);
    assert_int_equal(settle(990, 4000, 4000, -4000, OPEN, FIRST), -990);

    assert_int_equal(settle(990, 4000, 0, 3999, OPEN, LAST), 0);
    assert_int_equal(settle(990, 4000, 3999, 1, OPEN, LAST), 990);
    assert_int_equal(settle(990, 4000, 4000, 500, OPEN, LAST), 0);
    assert_int_equal(settle(990, 4000, 4000, -1, OPEN, LAST), -990);
    assert_int_equal(settle(990, 4000, 0, 3999, CHARGE, LAST), 990);
    assert_int_equal(settle(990, 4000, 0, 3999, FORFEIT, LAST), 0);

    /* More than ordered charges no more than the fee. */
    assert_int_equal(settle(990, 4000, 0, 9000, OPEN, PRO_RATA), 990);
    assert_int_equal(settle(990, 4000, 3000, 6000, OPEN, PRO_RATA), 247);
    assert_int_equal(settle(990, 4000, 9000, -7000, OPEN, PRO_RATA), -495);
    /* Half a unit rounds away from zero. */
    assert_int_equal(settle(1, 2, 0, 1, OPEN, PRO_RATA), 1);
    assert_int_equal(settle(1, 2, 1, 1, OPEN, PRO_RATA), 0);
    assert_int_equal(settle(1, 2, 1, -1, OPEN, PRO_RATA), -1);
}

static void test_largest_values(void **state)
{
    const int64_t most = KOGGE_MONEY_MAX;
    (void)state;

    assert_int_equal(settle(most, most, 0, most, OPEN, PRO_RATA), most);
    assert_int_equal(settle(most, most, 0, 1, OPEN, PRO_RATA), 1);
    assert_int_equal(settle(most, most, most, -most, OPEN, PRO_RATA), -most);
    assert_int_equal(settle(most, 1, most, most, CHARGE, PRO_RATA), 0); /* what is cumulated may pass the limit */
    assert_int_equal(settle(most - 1, most, 0, most / 2, OPEN, PRO_RATA), most / 2); /* 449 999 999 999 999.5 */
    assert_int_equal(settle(0, 4000, 0, 4000, CHARGE, PRO_RATA), 0);
}

/* Any split, refunds included: the parts add up to the fee, to what is due on what was invoiced if the rest is
 * forfeited, and to nothing if all goes back. */
static void test_splits_add_up(void **state)
{
    uint64_t seed = 1;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        const int64_t fee = random_between(&seed, 0, i % 2 == 0 ? 2000 : KOGGE_MONEY_MAX);
        const int64_t ordered = random_between(&seed, 1, i % 3 == 0 ? 20 : KOGGE_MONEY_MAX);
        const int32_t mode = (int32_t)random_between(&seed, PRO_RATA, LAST);
        int64_t invoiced = 0, charged = 0;

        for (int64_t left = random_between(&seed, 0, 6); left > 0; --left) {
            const int64_t now =
                random_between(&seed, -invoiced,
                               KOGGE_MONEY_MAX - invoiced < ordered ? KOGGE_MONEY_MAX - invoiced : ordered);

            charged += settle(fee, ordered, invoiced, now, OPEN, mode);
            invoiced += now;
            assert_in_range(charged, 0, fee);
        }
        assert_int_equal(charged, settle(fee, ordered, 0, invoiced, OPEN, mode));
        assert_int_equal(charged + settle(fee, ordered, invoiced, 0, CHARGE, mode), fee);
        assert_int_equal(charged + settle(fee, ordered, invoiced, 0, FORFEIT, mode), charged);
        assert_int_equal(charged + settle(fee, ordered, invoiced, -invoiced, OPEN, mode), 0);
    }
}

static void test_refused(void **state)
{
    static const struct {
        int64_t fee, ordered, before, now;
        int32_t final, mode;
        kogge_status status;
    } rows[] = {
        { 990, 0, 0, 0, OPEN, PRO_RATA, KOGGE_E_INVALID },
        { 990, -1, 0, 0, OPEN, PRO_RATA, KOGGE_E_INVALID },
        { 990, INT64_MIN, 0, 0, OPEN, PRO_RATA, KOGGE_E_INVALID },
        { 990, 4000, -1, 1, OPEN, PRO_RATA, KOGGE_E_INVALID },
        { 990, 4000, INT64_MIN, INT64_MIN, OPEN, PRO_RATA, KOGGE_E_INVALID },
        { 990, 4000, 10, -11, OPEN, PRO_RATA, KOGGE_E_INVALID },
        { 990, 4000, 10, -11, CHARGE, FIRST, KOGGE_E_INVALID },
        { -1, 4000, 0, 1, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { KOGGE_MONEY_MAX + 1, 4000, 0, 1, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { 990, KOGGE_MONEY_MAX + 1, 0, 1, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { 990, 4000, KOGGE_MONEY_MAX + 1, 1, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { 990, 4000, 0, KOGGE_MONEY_MAX + 1, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { 990, 4000, KOGGE_MONEY_MAX, -KOGGE_MONEY_MAX - 1, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { 990, 4000, 0, INT64_MIN, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, OPEN, PRO_RATA, KOGGE_E_RANGE },
        { 990, 4000, 0, 1, OPEN, 0, KOGGE_E_UNSUPPORTED },
        { 990, 4000, 0, 1, OPEN, LAST + 1, KOGGE_E_UNSUPPORTED },
        { 990, 4000, 0, 1, -1, PRO_RATA, KOGGE_E_UNSUPPORTED },
        { 990, 4000, 0, 1, FORFEIT + 1, PRO_RATA, KOGGE_E_UNSUPPORTED },
    };
    int64_t part = 42;
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i)
        assert_int_equal(kogge_settle(rows[i].fee, rows[i].ordered, rows[i].before, rows[i].now, rows[i].final,
                                      rows[i].mode, &part),
                         rows[i].status);
    assert_int_equal(kogge_settle(990, 4000, 0, 1, OPEN, PRO_RATA, NULL), KOGGE_E_INVALID);
    assert_int_equal(part, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_numbers), cmocka_unit_test(test_modes),   cmocka_unit_test(test_largest_values),
        cmocka_unit_test(test_splits_add_up),  cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
