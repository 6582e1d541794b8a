/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The treatment of one customer: every cell of the table, and its guards. */

#include "said.h"

#include "random.h"

#include <stdbool.h>
#include <string.h>

#define COSTLY      (UINT64_C(1) << KOGGE_FLAG_COSTLY)
#define DEVELOPABLE (UINT64_C(1) << KOGGE_FLAG_DEVELOPABLE)

/* A preset, whose table is the same in all, with another strategy. */
static kogge_rulebook *book_with(int32_t preset, int32_t strategy)
{
    kogge_policy policy = given_policy(preset, KOGGE_EUR);
    policy.strategy = strategy;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    return given_book_of(&spec);
}

static kogge_plan plan_in(const kogge_rulebook *book, const kogge_customer *customer, struct said *said)
{
    kogge_plan result = KOGGE_INIT(kogge_plan);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_plan_customer(book, customer, GIVEN_DAY, &result, said ? listen(said) : NULL, &error))
        fail_msg("%s", error.text);
    assert_int_equal(result.filled_size, sizeof result);
    assert_int_equal(result.fingerprint, kogge_rulebook_fingerprint(book));
    assert_int_equal(result.semantics, 1);
    return result;
}

static kogge_plan plan_under(int32_t strategy, const kogge_customer *customer, struct said *said)
{
    kogge_rulebook *book = book_with(KOGGE_PRESET_NEUTRAL_2026, strategy);
    const kogge_plan result = plan_in(book, customer, said);
    kogge_rulebook_unref(book);
    return result;
}

/* ---- the table of the specification ---------------------------------------------------------------------------- */

#define SERVICE(name) KOGGE_BIT(KOGGE_SERVICE_##name)
#define BUT_CONSIGNMENT                                                                                              \
    (SERVICE(ADVICE) | SERVICE(FIELD_VISIT) | SERVICE(TRAINING) | SERVICE(RETURNS) | SERVICE(EXTRA_GUARANTEE) |      \
     SERVICE(EXPRESS) | SERVICE(SPECIAL_PACKING) | SERVICE(CUSTOM_WORK) | SERVICE(CERTIFICATE))
#define RANGE(name) KOGGE_BIT(KOGGE_RANGE_##name)

/* Of a customer who is not costly and of whom no rhythm is known: effort fee OFF and no offer where the table says ON
 * and REGULAR_BUYERS; 1 500 and 12 are the policy's. Service state NORMAL. */
struct cells {
    int32_t care, group_events, price_model, discount_mode, max_discount_bp;
    uint32_t range;
    int32_t small_order_fees, contact_mode, contacts_a_year, trainings_a_year, visits, documents;
    uint32_t services;
    bool says_effort_fee, says_regular;
};

static const struct cells column_a = {
    .care = KOGGE_CARE_FIELD,
    .price_model = KOGGE_PRICE_MODEL_NEGOTIATED,
    .discount_mode = KOGGE_DISCOUNT_MODE_POLICY,
    .max_discount_bp = 1500,
    .range = RANGE(FULL),
    .small_order_fees = KOGGE_TOGGLE_OFF,
    .contact_mode = KOGGE_CONTACT_MODE_POLICY,
    .contacts_a_year = 12,
    .visits = KOGGE_VISITS_YES,
    .documents = KOGGE_DOCUMENTS_FULL,
    .services = BUT_CONSIGNMENT | SERVICE(CONSIGNMENT),
};
static const struct cells column_b = {
    .care = KOGGE_CARE_INSIDE_SALES,
    .price_model = KOGGE_PRICE_MODEL_NEGOTIATED,
    .discount_mode = KOGGE_DISCOUNT_MODE_POLICY,
    .max_discount_bp = 1500,
    .range = RANGE(FULL),
    .small_order_fees = KOGGE_TOGGLE_OFF,
    .contact_mode = KOGGE_CONTACT_MODE_BUDGET,
    .visits = KOGGE_VISITS_JUSTIFIED,
    .documents = KOGGE_DOCUMENTS_FULL,
    .services = BUT_CONSIGNMENT,
};
static const struct cells retreat_developable = {
    .care = KOGGE_CARE_PORTAL,
    .price_model = KOGGE_PRICE_MODEL_FIXED_LIST,
    .discount_mode = KOGGE_DISCOUNT_MODE_LIMIT,
    .range = RANGE(STANDARD),
    .small_order_fees = KOGGE_TOGGLE_ON,
    .contact_mode = KOGGE_CONTACT_MODE_FIXED,
    .visits = KOGGE_VISITS_JUSTIFIED,
    .documents = KOGGE_DOCUMENTS_EMAIL,
    .services = SERVICE(RETURNS) | SERVICE(EXPRESS) | SERVICE(CERTIFICATE),
    .says_effort_fee = true,
};
static const struct cells retreat_small = {
    .care = KOGGE_CARE_SHOP,
    .price_model = KOGGE_PRICE_MODEL_FIXED_LIST,
    .discount_mode = KOGGE_DISCOUNT_MODE_LIMIT,
    .range = RANGE(STANDARD),
    .small_order_fees = KOGGE_TOGGLE_ON,
    .contact_mode = KOGGE_CONTACT_MODE_FIXED,
    .visits = KOGGE_VISITS_JUSTIFIED,
    .documents = KOGGE_DOCUMENTS_EMAIL,
    .services = SERVICE(RETURNS) | SERVICE(EXPRESS),
    .says_effort_fee = true,
};
static const struct cells column_d = {
    .care = KOGGE_CARE_SHOP,
    .price_model = KOGGE_PRICE_MODEL_FIXED_LIST,
    .discount_mode = KOGGE_DISCOUNT_MODE_LIMIT,
    .range = RANGE(STANDARD),
    .small_order_fees = KOGGE_TOGGLE_ON,
    .contact_mode = KOGGE_CONTACT_MODE_FIXED,
    .visits = KOGGE_VISITS_NO,
    .documents = KOGGE_DOCUMENTS_EMAIL,
    .services = SERVICE(RETURNS),
    .says_effort_fee = true,
};
static const struct cells forward_developable = {
    .care = KOGGE_CARE_INSIDE_SALES,
    .price_model = KOGGE_PRICE_MODEL_GROWING,
    .discount_mode = KOGGE_DISCOUNT_MODE_POLICY,
    .max_discount_bp = 1500,
    .range = RANGE(FULL) | RANGE(STARTER),
    .small_order_fees = KOGGE_TOGGLE_OFF,
    .contact_mode = KOGGE_CONTACT_MODE_BUDGET,
    .trainings_a_year = 4,
    .visits = KOGGE_VISITS_JUSTIFIED,
    .documents = KOGGE_DOCUMENTS_FULL,
    .services = SERVICE(ADVICE) | SERVICE(TRAINING) | SERVICE(RETURNS) | SERVICE(EXPRESS) | SERVICE(CERTIFICATE),
    .says_effort_fee = true,
    .says_regular = true,
};
static const struct cells forward_small = {
    .care = KOGGE_CARE_SHOP,
    .group_events = 1,
    .price_model = KOGGE_PRICE_MODEL_GROWING,
    .discount_mode = KOGGE_DISCOUNT_MODE_LIMIT,
    .range = RANGE(STANDARD) | RANGE(STARTER),
    .small_order_fees = KOGGE_TOGGLE_ON,
    .contact_mode = KOGGE_CONTACT_MODE_TRIGGER,
    .visits = KOGGE_VISITS_JUSTIFIED,
    .documents = KOGGE_DOCUMENTS_EMAIL,
    .services = SERVICE(RETURNS) | SERVICE(EXPRESS),
    .says_effort_fee = true,
    .says_regular = true,
};

static kogge_plan expected_plan(const struct cells *cells, int32_t strategy, int32_t treatment)
{
    return (kogge_plan){ .strategy = strategy,
                         .treatment = treatment,
                         .care = cells->care,
                         .group_events = cells->group_events,
                         .price_model = cells->price_model,
                         .discount_mode = cells->discount_mode,
                         .max_discount_bp = cells->max_discount_bp,
                         .range = cells->range,
                         .small_order_fees = cells->small_order_fees,
                         .effort_fee = KOGGE_TOGGLE_OFF,
                         .contact_mode = cells->contact_mode,
                         .contacts_a_year = cells->contacts_a_year,
                         .trainings_a_year = cells->trainings_a_year,
                         .visits = cells->visits,
                         .documents = cells->documents,
                         .replenishment = KOGGE_REPLENISHMENT_NONE,
                         .services = cells->services,
                         .service_state = KOGGE_SERVICE_STATE_NORMAL,
                         .semantics = 1 };
}

/* Everything from the strategy on. */
static void assert_plan(const kogge_plan *found, const kogge_plan *expected)
{
    const size_t from = offsetof(kogge_plan, strategy);
    assert_memory_equal((const char *)found + from, (const char *)expected + from, sizeof *found - from);
}

static const struct {
    int32_t treatment, tier;
    uint64_t class_flags;
} columns[] = {
    { KOGGE_TREATMENT_A, KOGGE_TIER_A, 0 },
    { KOGGE_TREATMENT_B, KOGGE_TIER_B, 0 },
    { KOGGE_TREATMENT_DEVELOPABLE, KOGGE_TIER_B, UINT64_C(1) << KOGGE_FLAG_HIDDEN_CHAMPION },
    { KOGGE_TREATMENT_SMALL, KOGGE_TIER_C, 0 },
    { KOGGE_TREATMENT_D, KOGGE_TIER_D, 0 },
};

/* By strategy of the book and column: whose row, and its cells. */
static const struct {
    int32_t strategy;
    struct {
        int32_t of;
        const struct cells *cells;
    } column[COUNT(columns)];
} table[] = {
    { KOGGE_STRATEGY_RETREAT,
      { { KOGGE_STRATEGY_RETREAT, &column_a },
        { KOGGE_STRATEGY_RETREAT, &column_b },
        { KOGGE_STRATEGY_RETREAT, &retreat_developable },
        { KOGGE_STRATEGY_RETREAT, &retreat_small },
        { KOGGE_STRATEGY_RETREAT, &column_d } } },
    { KOGGE_STRATEGY_FORWARD,
      { { KOGGE_STRATEGY_FORWARD, &column_a },
        { KOGGE_STRATEGY_FORWARD, &column_b },
        { KOGGE_STRATEGY_FORWARD, &forward_developable },
        { KOGGE_STRATEGY_FORWARD, &forward_small },
        { KOGGE_STRATEGY_FORWARD, &column_d } } },
    { KOGGE_STRATEGY_MIXED,
      { { KOGGE_STRATEGY_RETREAT, &column_a },
        { KOGGE_STRATEGY_RETREAT, &column_b },
        { KOGGE_STRATEGY_FORWARD, &forward_developable },
        { KOGGE_STRATEGY_RETREAT, &retreat_small },
        { KOGGE_STRATEGY_RETREAT, &column_d } } },
};

static void check_column(const kogge_rulebook *book, size_t row, size_t column)
{
    struct said said;
    const struct cells *cells = table[row].column[column].cells;
    kogge_customer customer = given_customer(columns[column].tier);
    customer.class_flags = columns[column].class_flags;
    const kogge_plan found = plan_in(book, &customer, &said);
    const kogge_plan expected = expected_plan(cells, table[row].column[column].of, columns[column].treatment);
    assert_plan(&found, &expected);
    assert_says_next(&said, KOGGE_REASON_KEY_ACCOUNT, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_CUSTOMER_KAM_OUTCOME, 0,
                     0);
    assert_says_next(&said, KOGGE_REASON_COLUMN, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLAN_TREATMENT,
                     columns[column].treatment, columns[column].tier);
    if (cells->says_effort_fee)
        assert_says_next(&said, KOGGE_REASON_EFFORT_FEE, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_CUSTOMER_CLASS_FLAGS,
                         0, 0);
    if (cells->says_regular)
        assert_says_next(&said, KOGGE_REASON_REGULAR_BUYER, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_OVERDUE, 0,
                         0);
    assert_said_all(&said);
}

static void test_every_cell(void **state)
{
    (void)state;
    for (int32_t preset = KOGGE_PRESET_NEUTRAL_2026; preset <= KOGGE_PRESET_FORWARD_2026; preset++) {
        for (size_t row = 0; row < COUNT(table); row++) {
            kogge_rulebook *book = book_with(preset, table[row].strategy);
            for (size_t column = 0; column < COUNT(columns); column++)
                check_column(book, row, column);
            kogge_rulebook_unref(book);
        }
    }
}

static void test_presets_have_their_strategy(void **state)
{
    (void)state;
    static const int32_t strategies[] = { KOGGE_STRATEGY_HOLD, KOGGE_STRATEGY_RETREAT, KOGGE_STRATEGY_FORWARD };
    for (int32_t preset = KOGGE_PRESET_NEUTRAL_2026; preset <= KOGGE_PRESET_FORWARD_2026; preset++) {
        kogge_rulebook *book = given_preset(preset, KOGGE_EUR);
        const kogge_customer customer = given_customer(KOGGE_TIER_C);
        assert_int_equal(plan_in(book, &customer, NULL).strategy, strategies[preset - KOGGE_PRESET_NEUTRAL_2026]);
        kogge_rulebook_unref(book);
    }
}

/* HOLD, and a table without rows: every cell UNCHANGED, the service state as it is. */
static void assert_unchanged(const kogge_plan *found, int32_t strategy, int32_t treatment, int32_t service_state)
{
    const kogge_plan expected = {
        .strategy = strategy, .treatment = treatment, .service_state = service_state, .semantics = 1
    };
    assert_plan(found, &expected);
}

static void test_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(columns); i++) {
        for (int32_t service = 0; service <= KOGGE_SERVICE_STATE_STOPPED; service++) {
            struct said said;
            kogge_customer customer = given_customer(columns[i].tier);
            customer.class_flags = columns[i].class_flags | COSTLY;
            customer.service_state = service;
            customer.overdue = KOGGE_OVERDUE_ON_TIME;
            const kogge_plan found = plan_under(KOGGE_STRATEGY_HOLD, &customer, &said);
            assert_unchanged(&found, KOGGE_STRATEGY_HOLD, columns[i].treatment, service);
            said.looked_at = 2;
            assert_says_next(&said, KOGGE_REASON_UNCHANGED, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLAN_STRATEGY,
                             KOGGE_STRATEGY_HOLD, 0);
            assert_said_all(&said);
        }
    }
}

static void test_no_row(void **state)
{
    (void)state;
    static const kogge_treatment_row none;
    kogge_policy policy = given_policy(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = &policy,
                                       .treatments = { &none, 0, sizeof none } };
    kogge_rulebook *book = given_book_of(&spec);
    kogge_customer customer = given_customer(KOGGE_TIER_D);
    kogge_plan found = plan_in(book, &customer, NULL);
    assert_unchanged(&found, KOGGE_STRATEGY_RETREAT, KOGGE_TREATMENT_D, 0);
    customer.kam_outcome = KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
    found = plan_in(book, &customer, NULL);
    assert_int_equal(found.care, KOGGE_CARE_KAM);
    found.care = 0;
    assert_unchanged(&found, KOGGE_STRATEGY_RETREAT, KOGGE_TREATMENT_A, 0);
    kogge_rulebook_unref(book);
}

/* ---- key accounts ---------------------------------------------------------------------------------------------- */

static void test_key_accounts(void **state)
{
    (void)state;
    static const struct {
        int32_t strategy, of;
    } cases[] = { { KOGGE_STRATEGY_RETREAT, KOGGE_STRATEGY_RETREAT },
                  { KOGGE_STRATEGY_FORWARD, KOGGE_STRATEGY_FORWARD },
                  { KOGGE_STRATEGY_MIXED, KOGGE_STRATEGY_RETREAT },
                  { KOGGE_STRATEGY_HOLD, KOGGE_STRATEGY_RETREAT } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t column = 0; column < COUNT(columns); column++) {
            struct said said;
            kogge_customer customer = given_customer(columns[column].tier);
            customer.class_flags = columns[column].class_flags | COSTLY;
            customer.treatment = columns[column].treatment;
            customer.kam_outcome = KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
            const kogge_plan found = plan_under(cases[i].strategy, &customer, &said);
            kogge_plan expected = expected_plan(&column_a, cases[i].of, KOGGE_TREATMENT_A);
            expected.care = KOGGE_CARE_KAM;
            assert_plan(&found, &expected);
            assert_says_next(&said, KOGGE_REASON_KEY_ACCOUNT, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_CUSTOMER_KAM_OUTCOME,
                             KOGGE_KAM_OUTCOME_KEY_ACCOUNT, 0);
            assert_says_next(&said, KOGGE_REASON_COLUMN, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLAN_TREATMENT,
                             KOGGE_TREATMENT_A, columns[column].tier);
            assert_said_all(&said);
        }
    }
}

/* Every other outcome of the funnel is none. */
static void test_no_key_accounts(void **state)
{
    (void)state;
    for (int32_t outcome = KOGGE_KAM_OUTCOME_NOT_ELIGIBLE; outcome <= KOGGE_KAM_OUTCOME_WAITING; outcome++) {
        kogge_customer customer = given_customer(KOGGE_TIER_A);
        customer.kam_outcome = outcome;
        const kogge_plan found = plan_under(KOGGE_STRATEGY_FORWARD, &customer, NULL);
        assert_int_equal(found.care, outcome == KOGGE_KAM_OUTCOME_KEY_ACCOUNT ? KOGGE_CARE_KAM : KOGGE_CARE_FIELD);
    }
}

/* ---- guards ---------------------------------------------------------------------------------------------------- */

static void test_costly(void **state)
{
    (void)state;
    static const struct {
        int32_t tier, service, fee, proposed;
        uint64_t flags;
    } cases[] = {
        { KOGGE_TIER_C, 0, KOGGE_TOGGLE_OFF, KOGGE_SERVICE_STATE_NORMAL, 0 },
        { KOGGE_TIER_C, 0, KOGGE_TOGGLE_ON, KOGGE_SERVICE_STATE_EFFORT_FEE, COSTLY },
        { KOGGE_TIER_D, KOGGE_SERVICE_STATE_NORMAL, KOGGE_TOGGLE_ON, KOGGE_SERVICE_STATE_EFFORT_FEE,
          COSTLY | DEVELOPABLE },
        { KOGGE_TIER_C, KOGGE_SERVICE_STATE_EFFORT_FEE, KOGGE_TOGGLE_OFF, KOGGE_SERVICE_STATE_NORMAL, ~COSTLY },
        { KOGGE_TIER_A, KOGGE_SERVICE_STATE_EFFORT_FEE, KOGGE_TOGGLE_OFF, KOGGE_SERVICE_STATE_NORMAL, COSTLY },
        { KOGGE_TIER_C, KOGGE_SERVICE_STATE_STOPPED, KOGGE_TOGGLE_OFF, KOGGE_SERVICE_STATE_STOPPED, 0 },
        { KOGGE_TIER_C, KOGGE_SERVICE_STATE_STOPPED, KOGGE_TOGGLE_ON, KOGGE_SERVICE_STATE_STOPPED, COSTLY },
    };
    const uint64_t all_flags = (UINT64_C(2) << KOGGE_FLAG_SELECTED) - 1;
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_customer customer = given_customer(cases[i].tier);
        customer.class_flags = cases[i].flags & all_flags;
        customer.service_state = cases[i].service;
        const kogge_plan found = plan_under(KOGGE_STRATEGY_RETREAT, &customer, NULL);
        assert_int_equal(found.effort_fee, cases[i].fee);
        assert_int_equal(found.service_state, cases[i].proposed);
    }
}

static void test_regular_buyers(void **state)
{
    (void)state;
    static const struct {
        int32_t rhythm, outcome, offer;
    } cases[] = { { 0, KOGGE_OUTCOME_UNKNOWN, KOGGE_REPLENISHMENT_NONE },
                  { KOGGE_OVERDUE_ON_TIME, KOGGE_OUTCOME_MATCHED, KOGGE_REPLENISHMENT_OFFER },
                  { KOGGE_OVERDUE_LATE, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REPLENISHMENT_NONE },
                  { KOGGE_OVERDUE_OVERDUE, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REPLENISHMENT_NONE },
                  { KOGGE_OVERDUE_SILENT, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REPLENISHMENT_NONE } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct said said;
        kogge_customer customer = given_customer(KOGGE_TIER_C);
        customer.overdue = cases[i].rhythm;
        assert_int_equal(plan_under(KOGGE_STRATEGY_FORWARD, &customer, &said).replenishment, cases[i].offer);
        said.looked_at = 3;
        assert_says_next(&said, KOGGE_REASON_REGULAR_BUYER, cases[i].outcome, KOGGE_FIELD_CUSTOMER_OVERDUE,
                         cases[i].rhythm, 0);
        assert_said_all(&said);
        assert_int_equal(plan_under(KOGGE_STRATEGY_RETREAT, &customer, NULL).replenishment, KOGGE_REPLENISHMENT_NONE);
    }
}

static void test_upgrade(void **state)
{
    (void)state;
    struct said said;
    kogge_customer customer = given_customer(KOGGE_TIER_A);
    customer.flags = KOGGE_CUSTOMER_FLAG_ACCEPTS_MAIN_PRICES;
    assert_int_equal(plan_under(KOGGE_STRATEGY_RETREAT, &customer, &said).may_rise, 0);
    assert_int_equal(said.why.count, 2);
    customer.brand = KOGGE_BRAND_MAIN;
    assert_int_equal(plan_under(KOGGE_STRATEGY_RETREAT, &customer, NULL).may_rise, 0);
    customer.brand = KOGGE_BRAND_VALUE;
    assert_int_equal(plan_under(KOGGE_STRATEGY_RETREAT, &customer, &said).may_rise, KOGGE_TRI_YES);
    said.looked_at = 2;
    assert_says_next(&said, KOGGE_REASON_UPGRADE, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_CUSTOMER_FLAGS,
                     KOGGE_CUSTOMER_FLAG_ACCEPTS_MAIN_PRICES, 0);
    customer.flags = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY;
    assert_int_equal(plan_under(KOGGE_STRATEGY_RETREAT, &customer, &said).may_rise, KOGGE_TRI_NO);
    said.looked_at = 2;
    assert_says_next(&said, KOGGE_REASON_UPGRADE, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_FLAGS, 0, 0);
    assert_said_all(&said);
}

/* ---- random customers ------------------------------------------------------------------------------------------ */

enum { ROUNDS = 3000 };

static int32_t pick(uint64_t *seed, int32_t lowest, int32_t highest)
{
    return (int32_t)random_between(seed, lowest, highest);
}

static kogge_customer random_customer(uint64_t *seed)
{
    return (kogge_customer){ .struct_size = sizeof(kogge_customer),
                             .flags = (uint32_t)pick(seed, 0, 15),
                             .class_flags = (uint64_t)pick(seed, 0, (2 << KOGGE_FLAG_SELECTED) - 1),
                             .tier = pick(seed, 0, KOGGE_TIER_D),
                             .parent_tier = pick(seed, 0, KOGGE_TIER_D),
                             .tier_override = pick(seed, -8, KOGGE_TIER_D) > 0 ? pick(seed, 1, KOGGE_TIER_D) : 0,
                             .override_until_at = pick(seed, GIVEN_DAY - 1, GIVEN_DAY + 1),
                             .treatment = pick(seed, 0, KOGGE_TREATMENT_D),
                             .service_state = pick(seed, 0, KOGGE_SERVICE_STATE_STOPPED),
                             .brand = pick(seed, 0, KOGGE_BRAND_VALUE),
                             .kam_outcome = pick(seed, 0, KOGGE_KAM_OUTCOME_MAJOR_CUSTOMER),
                             .overdue = pick(seed, 0, KOGGE_OVERDUE_SILENT) };
}

/* An order of the same day gets the same column, and the plan's tier is the order's. */
static void test_orders_agree(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int32_t strategy = KOGGE_STRATEGY_RETREAT; strategy <= KOGGE_STRATEGY_HOLD; strategy++) {
        kogge_rulebook *book = book_with(KOGGE_PRESET_RETREAT_2026, strategy);
        const kogge_order order = given_order(4800);
        for (int round = 0; round < ROUNDS; round++) {
            struct said said;
            const kogge_customer customer = random_customer(&seed);
            const kogge_assessment assessed = given_result(book, &customer, &order);
            assert_int_equal(plan_in(book, &customer, &said).treatment, assessed.treatment);
            assert_int_equal(said.list[1].threshold, assessed.tier);
        }
        kogge_rulebook_unref(book);
    }
}

/* What is not known makes nothing harsher: nobody is stopped, and no fee is put on, for want of a figure. */
static void test_unknown_is_not_harsher(void **state)
{
    (void)state;
    uint64_t seed = 12;
    for (int32_t strategy = KOGGE_STRATEGY_RETREAT; strategy <= KOGGE_STRATEGY_HOLD; strategy++) {
        kogge_rulebook *book = book_with(KOGGE_PRESET_RETREAT_2026, strategy);
        for (int round = 0; round < ROUNDS; round++) {
            kogge_customer customer = random_customer(&seed);
            const kogge_plan known = plan_in(book, &customer, NULL);
            const bool was_stopped = customer.service_state == KOGGE_SERVICE_STATE_STOPPED;
            assert_int_equal(known.service_state == KOGGE_SERVICE_STATE_STOPPED, was_stopped);
            if (known.effort_fee == KOGGE_TOGGLE_ON)
                assert_true(customer.class_flags & COSTLY);
            customer.class_flags &= ~COSTLY;
            customer.overdue = 0;
            const kogge_plan found = plan_in(book, &customer, NULL);
            assert_int_not_equal(found.effort_fee, KOGGE_TOGGLE_ON);
            assert_int_equal(found.small_order_fees, known.small_order_fees);
            assert_int_not_equal(found.replenishment, KOGGE_REPLENISHMENT_OFFER);
            assert_int_equal(found.service_state == KOGGE_SERVICE_STATE_STOPPED, was_stopped);
        }
        kogge_rulebook_unref(book);
    }
}

/* ---- what is refused, and sizes -------------------------------------------------------------------------------- */

static kogge_status try_plan(const kogge_rulebook *book, const kogge_customer *customer, int32_t day,
                             kogge_error *error)
{
    kogge_plan result, before;
    kogge_reasons why = { .count = 77 };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    const kogge_status status = kogge_plan_customer(book, customer, day, &result, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(why.count, 0);
        assert_int_equal(error->status, status);
    }
    return status;
}

static void test_refused(void **state)
{
    (void)state;
    kogge_rulebook *book = book_with(KOGGE_PRESET_RETREAT_2026, KOGGE_STRATEGY_RETREAT);
    kogge_customer customer = given_customer(KOGGE_TIER_C);
    kogge_plan result = KOGGE_INIT(kogge_plan);
    kogge_error error;
    assert_int_equal(try_plan(NULL, &customer, 1, &error), KOGGE_E_INVALID);
    assert_int_equal(try_plan(book, NULL, 1, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_plan_customer(book, &customer, 1, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(try_plan(book, &customer, 0, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, 0);
    assert_int_equal(try_plan(book, &customer, INT32_MIN, &error), KOGGE_E_RANGE);
    assert_int_equal(try_plan(book, &customer, INT32_MAX, &error), KOGGE_OK);
    customer.override_reason = 3;
    assert_int_equal(try_plan(book, &customer, 1, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_OVERRIDE_REASON);
    customer = given_customer(7);
    assert_int_equal(try_plan(book, &customer, 1, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_TIER);
    customer = given_customer(KOGGE_TIER_C);
    const kogge_reasons wrong = { .level = 9 };
    kogge_reasons why = wrong;
    assert_int_equal(kogge_plan_customer(book, &customer, 1, &result, &why, NULL), KOGGE_E_UNSUPPORTED);
    kogge_rulebook_unref(book);
}

static void test_sizes(void **state)
{
    (void)state;
    kogge_rulebook *book = book_with(KOGGE_PRESET_RETREAT_2026, KOGGE_STRATEGY_RETREAT);
    struct {
        kogge_plan plan;
        uint64_t more[4];
    } newer;
    struct {
        kogge_customer customer;
        uint64_t more[2];
    } asked = { .customer = given_customer(KOGGE_TIER_A) };
    memset(&newer, 0x5a, sizeof newer);
    newer.plan.struct_size = sizeof newer;
    asked.customer.struct_size = sizeof asked;
    assert_int_equal(kogge_plan_customer(book, &asked.customer, 1, &newer.plan, NULL, NULL), KOGGE_OK);
    assert_int_equal(newer.plan.struct_size, sizeof newer);
    assert_int_equal(newer.plan.filled_size, sizeof newer.plan);
    assert_int_equal(newer.plan.care, KOGGE_CARE_FIELD);
    for (size_t i = 0; i < COUNT(newer.more); i++)
        assert_int_equal(newer.more[i], 0);
    asked.more[1] = 1;
    assert_int_equal(kogge_plan_customer(book, &asked.customer, 1, &newer.plan, NULL, NULL), KOGGE_E_UNSUPPORTED);
    asked.more[1] = 0;
    newer.plan.struct_size = sizeof newer.plan - 8;
    assert_int_equal(kogge_plan_customer(book, &asked.customer, 1, &newer.plan, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    newer.plan.struct_size = 0;
    assert_int_equal(kogge_plan_customer(book, &asked.customer, 1, &newer.plan, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell),
        cmocka_unit_test(test_presets_have_their_strategy),
        cmocka_unit_test(test_hold),
        cmocka_unit_test(test_no_row),
        cmocka_unit_test(test_key_accounts),
        cmocka_unit_test(test_no_key_accounts),
        cmocka_unit_test(test_costly),
        cmocka_unit_test(test_regular_buyers),
        cmocka_unit_test(test_upgrade),
        cmocka_unit_test(test_orders_agree),
        cmocka_unit_test(test_unknown_is_not_harsher),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
