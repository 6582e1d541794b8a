/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The triggers that a classified customer gives, and their probability from calls that were made. */

#include "contacts.h"

#include <stdbool.h>

#define M         KOGGE_MONEY_MAX
#define BIT(name) (UINT64_C(1) << KOGGE_FLAG_##name)

static kogge_rulebook *book;

static int open_book(void **state)
{
    (void)state;
    kogge_policy policy = contact_policy();
    policy.margin_bp = 2500;
    book = contact_book(&policy, NULL);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

struct derived {
    kogge_contact_trigger triggers[3];
    kogge_reason list[3];
    size_t count, reasons;
};

static struct derived derived(const kogge_customer *customer, int32_t overdue, int32_t wallet_gap, int32_t growth)
{
    struct derived found = { .count = 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_out_rows triggers = { found.triggers, 3, 77, sizeof found.triggers[0] };
    kogge_reasons why = { .data = found.list, .capacity = 3, .count = 77 };
    if (kogge_contact_triggers(book, customer, overdue, wallet_gap, growth, &triggers, &why, &error))
        fail_msg("%s", error.text);
    found.count = triggers.count;
    found.reasons = why.count;
    return found;
}

/* Everything known, every flag: DB IV 300.00; 5 000.00 of 20 000.00 bought, margin 25 %: 3 750.00. */
static kogge_customer flagged(void)
{
    return (kogge_customer){ .struct_size = sizeof(kogge_customer),
                             .id = CANDIDATE,
                             .known = KOGGE_CUSTOMER_DEMAND | KOGGE_CUSTOMER_CONTRIBUTION4,
                             .class_flags = BIT(CHURN_RISK) | BIT(HIDDEN_CHAMPION) | BIT(PROSPECT),
                             .revenue_12m_minor = 500000,
                             .demand_minor = 2000000,
                             .contribution4_minor = 30000 };
}

static void test_all_three(void **state)
{
    (void)state;
    static const int64_t stakes[] = { 30000, 375000, 375000 };
    static const int32_t bp[] = { 10000, 0, 1500 };
    const kogge_customer customer = flagged();
    const struct derived found = derived(&customer, bp[0], bp[1], bp[2]);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.reasons, 3);
    for (int32_t i = 0; i < 3; i++) {
        assert_int_equal(found.triggers[i].customer, CANDIDATE);
        assert_int_equal(found.triggers[i].trigger, KOGGE_TRIGGER_OVERDUE + i);
        assert_int_equal(found.triggers[i].stake_minor, stakes[i]);
        assert_int_equal(found.triggers[i].probability_bp, bp[i]);
        assert_reason(&found.list[i], 911 + i, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_CONTACT_TRIGGER_STAKE, stakes[i],
                      0);
    }
}

static void test_wanted(void **state)
{
    (void)state;
    const kogge_customer customer = flagged();
    for (int32_t wanted = 0; wanted < 8; wanted++) {
        const struct derived found =
            derived(&customer, wanted & 1 ? 5 : -1, wanted & 2 ? 5 : -1, wanted & 4 ? 5 : -1);
        size_t place = 0;
        for (int32_t i = 0; i < 3; i++) {
            if (!(wanted >> i & 1))
                continue;
            assert_int_equal(found.triggers[place].trigger, 1 + i);
            assert_int_equal(found.list[place].code, 911 + i);
            place++;
        }
        assert_int_equal(found.count, place);
        assert_int_equal(found.reasons, place);
    }
}

/* Each flag gives one trigger; other flags give none. */
static void test_flags(void **state)
{
    (void)state;
    kogge_customer customer = flagged();
    static const uint64_t flags[] = { BIT(CHURN_RISK), BIT(HIDDEN_CHAMPION), BIT(PROSPECT) };
    for (size_t which = 0; which < 3; which++) {
        customer.class_flags = flags[which];
        const struct derived found = derived(&customer, 1, 2, 3);
        assert_int_equal(found.count, 1);
        assert_int_equal(found.triggers[0].trigger, 1 + (int32_t)which);
        for (size_t i = 0; i < 3; i++) {
            if (i != which)
                assert_reason(&found.list[i], 911 + (int32_t)i, KOGGE_OUTCOME_NOT_MATCHED,
                              KOGGE_FIELD_CUSTOMER_CLASS_FLAGS, 0, 0);
        }
    }
    customer.class_flags = BIT(SMART_ACCOUNT) | BIT(DEVELOPABLE) | BIT(DECLINING);
    assert_int_equal(derived(&customer, 1, 2, 3).count, 0);
}

static void test_unknown(void **state)
{
    (void)state;
    kogge_customer customer = flagged();
    customer.known = 0;
    customer.demand_minor = customer.contribution4_minor = 0;
    const struct derived found = derived(&customer, 1, 2, 3);
    assert_int_equal(found.count, 0);
    assert_reason(&found.list[0], 911, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_CONTRIBUTION4, 0, 0);
    assert_reason(&found.list[1], 912, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_DEMAND, 0, 0);
    assert_reason(&found.list[2], 913, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_DEMAND, 0, 0);
    customer.class_flags = 0; /* without the flag nothing is missing */
    assert_int_equal(derived(&customer, 1, 2, 3).list[0].outcome, KOGGE_OUTCOME_NOT_MATCHED);
}

static int64_t gap_stake(int64_t revenue, int64_t demand, int32_t margin_bp)
{
    kogge_customer customer = flagged();
    customer.known |= KOGGE_CUSTOMER_MARGIN_BP;
    customer.revenue_12m_minor = revenue;
    customer.demand_minor = demand;
    customer.margin_bp = margin_bp;
    const struct derived found = derived(&customer, -1, 1, 1);
    assert_int_equal(found.count, found.list[0].observed > 0 ? 2 : 0);
    assert_reason(&found.list[0], 912, found.count ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                  KOGGE_FIELD_CONTACT_TRIGGER_STAKE, found.count ? found.triggers[0].stake_minor : 0, 0);
    assert_int_equal(found.list[1].observed, found.list[0].observed);
    return found.list[0].observed;
}

static void test_stakes(void **state)
{
    (void)state;
    assert_int_equal(gap_stake(500000, 2000000, 1000), 150000); /* the customer's own margin */
    assert_int_equal(gap_stake(-500000, 2000000, 1000), 200000);
    assert_int_equal(gap_stake(2000000, 2000000, 1000), 0);
    assert_int_equal(gap_stake(2000001, 2000000, 1000), 0); /* a surplus is no gap */
    assert_int_equal(gap_stake(0, 2, 2500), 1);             /* 0.5 */
    assert_int_equal(gap_stake(0, 2, 2499), 0);
    assert_int_equal(gap_stake(0, 2000000, 0), 0);
    assert_int_equal(gap_stake(0, 2000000, -10000), 0);
    assert_int_equal(gap_stake(-M, M, 10000), M);
    kogge_customer customer = flagged();
    customer.contribution4_minor = -1;
    const struct derived found = derived(&customer, 1, -1, -1);
    assert_int_equal(found.count, 0);
    assert_reason(&found.list[0], 911, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_CONTACT_TRIGGER_STAKE, 0, 0);
}

static void test_refused(void **state)
{
    (void)state;
    const kogge_customer customer = flagged();
    kogge_customer wrong = flagged();
    kogge_contact_trigger row;
    kogge_out_rows rows = { &row, 1, 77, sizeof row }, narrow = { &row, 1, 77, 8 };
    kogge_reasons why = { .level = 9, .count = 77 };
    wrong.demand_minor = -1;
#define TRIGGERS(book, customer, a, b, c, rows, why) kogge_contact_triggers(book, customer, a, b, c, rows, why, NULL)
    assert_int_equal(TRIGGERS(NULL, &customer, 1, 1, 1, &rows, NULL), KOGGE_E_INVALID);
    assert_int_equal(TRIGGERS(book, NULL, 1, 1, 1, &rows, NULL), KOGGE_E_INVALID);
    assert_int_equal(TRIGGERS(book, &customer, 1, 1, 1, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(TRIGGERS(book, &customer, -2, 1, 1, &rows, NULL), KOGGE_E_RANGE);
    assert_int_equal(TRIGGERS(book, &customer, 1, 10001, 1, &rows, NULL), KOGGE_E_RANGE);
    assert_int_equal(TRIGGERS(book, &customer, 1, 1, INT32_MIN, &rows, NULL), KOGGE_E_RANGE);
    assert_int_equal(TRIGGERS(book, &wrong, 1, 1, 1, &rows, NULL), KOGGE_E_RANGE);
    assert_int_equal(TRIGGERS(book, &customer, 1, 1, 1, &narrow, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(TRIGGERS(book, &customer, 1, 1, 1, &rows, &why), KOGGE_E_UNSUPPORTED);
    assert_int_equal(rows.count | narrow.count | why.count, 0);
    assert_int_equal(TRIGGERS(book, &customer, 1, 1, 1, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, 3); /* one fits */
    assert_int_equal(row.trigger, KOGGE_TRIGGER_OVERDUE);
}

/* ---- calibration ----------------------------------------------------------------------------------------------- */

static kogge_status calibrated(int32_t a, int32_t b, int32_t tried, int32_t won, int32_t *bp)
{
    kogge_sales_policy sales = sales_policy();
    sales.trigger_a = a;
    sales.trigger_b = b;
    kogge_rulebook *other = contact_book(NULL, &sales);
    const kogge_status status = kogge_calibrate_trigger(other, tried, won, bp, NULL);
    kogge_rulebook_unref(other);
    return status;
}

static void test_calibrate(void **state)
{
    (void)state;
    static const struct {
        int32_t a, b, tried, won, bp;
    } cases[] = {
        { 1, 9, 0, 0, 1000 },
        { 1, 9, 10, 3, 2000 },
        { 1, 9, 5, 0, 667 }, /* 666.7 */
        { 1, 9, 90, 90, 9100 },
        { 0, 0, 3, 1, 3333 },
        { 0, 0, 7, 0, 0 },
        { 0, 0, 7, 7, 10000 },
        { 1, 0, 0, 0, 10000 },
        { 0, 1, 0, 0, 0 },
        { 0, 0, 20000, 1, 1 },
        { 0, 0, 20001, 1, 0 }, /* 0.5 and a little less */
        { INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX, 6667 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t bp = -1;
        assert_int_equal(calibrated(cases[i].a, cases[i].b, cases[i].tried, cases[i].won, &bp), KOGGE_OK);
        assert_int_equal(bp, cases[i].bp);
    }
}

static void test_calibrate_refused(void **state)
{
    (void)state;
    int32_t bp = 77;
    assert_int_equal(calibrated(0, 0, 0, 0, &bp), KOGGE_E_DEGENERATE);
    assert_int_equal(calibrated(1, 9, 2, 3, &bp), KOGGE_E_INVALID);
    assert_int_equal(calibrated(1, 9, -1, 0, &bp), KOGGE_E_RANGE);
    assert_int_equal(calibrated(1, 9, 1, -1, &bp), KOGGE_E_RANGE);
    assert_int_equal(kogge_calibrate_trigger(NULL, 1, 1, &bp, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_calibrate_trigger(book, 1, 1, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(bp, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_three), cmocka_unit_test(test_wanted),
        cmocka_unit_test(test_flags),     cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_stakes),    cmocka_unit_test(test_refused),
        cmocka_unit_test(test_calibrate), cmocka_unit_test(test_calibrate_refused),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
