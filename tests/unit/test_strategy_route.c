/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What each way of serving a customer would earn, and the best of them. */

#include "said.h"

#include "random.h"

#include <stdbool.h>
#include <string.h>

#define M       KOGGE_MONEY_MAX
#define T(name) KOGGE_ROUTE_TERMS_##name
#define COSTLY  (UINT64_C(1) << KOGGE_FLAG_COSTLY)

enum { ROUTES = KOGGE_ROUTE_EXIT };

static kogge_rulebook *book;

static int open_book(void **state)
{
    (void)state;
    book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

struct routed {
    kogge_route_result result;
    kogge_route_alternative list[ROUTES]; /* by route - 1 */
    struct said said;
};

static void route(const kogge_customer *customer, const kogge_route_terms *terms, struct routed *found)
{
    *found = (struct routed){ .result = KOGGE_INIT(kogge_route_result) };
    kogge_out_rows rows = { found->list, ROUTES, 77, sizeof found->list[0] };
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_route_assess(book, customer, terms, GIVEN_DAY, &found->result, &rows, listen(&found->said), &error))
        fail_msg("%s", error.text);
    assert_int_equal(rows.count, ROUTES);
    for (int32_t i = 0; i < ROUTES; i++)
        assert_int_equal(found->list[i].route, i + 1);
}

static void assert_route(const struct routed *found, int32_t best, int64_t value, int32_t review)
{
    assert_int_equal(found->result.route, best);
    assert_int_equal(found->result.value_minor, value);
    assert_int_equal(found->result.review, review);
}

static void assert_way(const struct routed *found, int32_t way, int32_t outcome, int64_t value)
{
    assert_int_equal(found->list[way - 1].outcome, outcome);
    assert_int_equal(found->list[way - 1].value_minor, value);
}

/* 8 000.00 in 20 orders. */
static kogge_customer given_small(int64_t contribution4)
{
    return (kogge_customer){ .struct_size = sizeof(kogge_customer),
                             .known = KOGGE_CUSTOMER_ORDERS_12M | KOGGE_CUSTOMER_CONTRIBUTION4,
                             .revenue_12m_minor = 800000,
                             .orders_12m = 20,
                             .contribution4_minor = contribution4,
                             .tier = KOGGE_TIER_C };
}

static kogge_route_terms given_terms(uint64_t known)
{
    kogge_route_terms terms = { .struct_size = sizeof terms, .known = known };
    if (known & T(VALUE_MARGIN_BP)) {
        terms.value_margin_bp = 1000;
        terms.value_order_cost_minor = 1000;
    }
    if (known & T(PART_REVENUE)) {
        terms.part_revenue_minor = 500000;
        terms.part_margin_bp = 2000;
        terms.part_order_cost_minor = 2500;
    }
    if (known & T(RESALE_MARGIN_BP)) {
        terms.resale_margin_bp = 1200;
        terms.resale_order_cost_minor = 3000;
    }
    if (known & T(COMMISSION_BP)) {
        terms.commission_bp = 500;
        terms.close_bp = 6000;
        terms.forward_cost_minor = 400;
        terms.migrate_bp = 3000;
    }
    if (known & T(EFFORT_FEE)) {
        terms.effort_fee_minor = 2000;
        terms.accept_bp = 8000;
    }
    return terms;
}

#define WORKED    (T(RESALE_MARGIN_BP) | T(COMMISSION_BP))
#define ALL_TERMS (WORKED | T(VALUE_MARGIN_BP) | T(PART_REVENUE) | T(EFFORT_FEE))

/* ---- the worked numbers ---------------------------------------------------------------------------------------- */

static void test_worked(void **state)
{
    (void)state;
    struct routed found;
    const kogge_route_terms terms = given_terms(WORKED);
    kogge_customer customer = given_small(10000);
    route(&customer, &terms, &found);
    assert_way(&found, KOGGE_ROUTE_WHITE_LABEL, KOGGE_OUTCOME_MATCHED, 36000);
    assert_way(&found, KOGGE_ROUTE_COMMISSION, KOGGE_OUTCOME_MATCHED, 7000);
    assert_route(&found, KOGGE_ROUTE_WHITE_LABEL, 36000, 0);
    customer = given_small(-10000);
    route(&customer, &terms, &found);
    assert_way(&found, KOGGE_ROUTE_COMMISSION, KOGGE_OUTCOME_MATCHED, 16000);
    assert_route(&found, KOGGE_ROUTE_WHITE_LABEL, 36000, 0);
}

/* OWN 100.00, VALUE_BRAND 800.00 - 200.00, PARTNER_COMPLETE 1 000.00 - 500.00, EFFORT_FEE (100.00 + 400.00) * 80 %.
 */
static void test_every_way(void **state)
{
    (void)state;
    static const int64_t values[] = { 10000, 60000, 50000, 36000, 7000, 40000, 0 };
    struct routed found;
    const kogge_route_terms terms = given_terms(ALL_TERMS);
    kogge_customer customer = given_small(10000);
    customer.class_flags = COSTLY;
    route(&customer, &terms, &found);
    assert_route(&found, KOGGE_ROUTE_VALUE_BRAND, 60000, 0);
    for (int32_t way = KOGGE_ROUTE_OWN; way <= KOGGE_ROUTE_EXIT; way++) {
        const bool best = way == KOGGE_ROUTE_VALUE_BRAND;
        assert_way(&found, way, KOGGE_OUTCOME_MATCHED, values[way - 1]);
        assert_says_next(&found.said, 730 + way, best ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                         KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE, values[way - 1], 0);
    }
    assert_said_all(&found.said);
}

/* ---- the best -------------------------------------------------------------------------------------------------- */

static void test_every_best(void **state)
{
    (void)state;
    static const struct {
        int64_t own, value;
        uint64_t terms;
        int32_t best;
    } cases[] = {
        { 40001, 40001, WORKED, KOGGE_ROUTE_OWN },
        { 36000, 36000, WORKED, KOGGE_ROUTE_OWN }, /* a tie */
        { 35999, 36000, WORKED, KOGGE_ROUTE_WHITE_LABEL },
        { 10000, 60000, ALL_TERMS, KOGGE_ROUTE_VALUE_BRAND },
        { 10000, 50000, T(PART_REVENUE) | WORKED, KOGGE_ROUTE_PARTNER_COMPLETE },
        { -10000, 16000, T(COMMISSION_BP), KOGGE_ROUTE_COMMISSION },
        { 30000, 56000, T(EFFORT_FEE) | T(PART_REVENUE), KOGGE_ROUTE_EFFORT_FEE },
        { -40000, 0, T(EFFORT_FEE), KOGGE_ROUTE_EFFORT_FEE }, /* a tie with EXIT */
        { -1, 0, 0, KOGGE_ROUTE_EXIT },
        { 0, 0, 0, KOGGE_ROUTE_OWN }, /* a tie with EXIT */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct routed found;
        const kogge_route_terms terms = given_terms(cases[i].terms);
        kogge_customer customer = given_small(cases[i].own);
        customer.class_flags = COSTLY;
        route(&customer, &terms, &found);
        assert_route(&found, cases[i].best, cases[i].value, 0);
        assert_int_equal(found.said.why.count, ROUTES);
    }
}

static void test_exit_of_a_person(void **state)
{
    (void)state;
    struct routed found;
    const kogge_route_terms terms = given_terms(0);
    kogge_customer customer = given_small(-1);
    route(&customer, &terms, &found);
    assert_route(&found, KOGGE_ROUTE_EXIT, 0, 0);
    customer.flags = KOGGE_CUSTOMER_FLAG_NATURAL_PERSON;
    route(&customer, &terms, &found);
    assert_route(&found, KOGGE_ROUTE_EXIT, 0, 1);
    found.said.looked_at = ROUTES;
    assert_says_next(&found.said, KOGGE_REASON_PERSON_DECIDES, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_CUSTOMER_FLAGS,
                     KOGGE_CUSTOMER_FLAG_NATURAL_PERSON, 0);
    assert_said_all(&found.said);
}

/* The policy's switch is about orders; it does not let a person be given up. */
static void test_exit_of_a_person_under_any_policy(void **state)
{
    (void)state;
    kogge_policy policy = given_policy(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR);
    policy.flags &= ~KOGGE_POLICY_FLAG_REVIEW_NATURAL_PERSONS;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_rulebook *other = given_book_of(&spec);
    const kogge_route_terms terms = given_terms(0);
    kogge_customer customer = given_small(-1);
    kogge_route_result result = KOGGE_INIT(kogge_route_result);
    customer.flags = KOGGE_CUSTOMER_FLAG_NATURAL_PERSON;
    assert_int_equal(kogge_route_assess(other, &customer, &terms, 1, &result, NULL, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.route, KOGGE_ROUTE_EXIT);
    assert_int_equal(result.review, 1);
    kogge_rulebook_unref(other);
}

static void test_own_unknown(void **state)
{
    (void)state;
    struct routed found;
    kogge_route_terms terms = given_terms(0);
    kogge_customer customer = given_small(0);
    customer.known = KOGGE_CUSTOMER_ORDERS_12M;
    route(&customer, &terms, &found);
    assert_route(&found, 0, 0, 1);
    assert_way(&found, KOGGE_ROUTE_OWN, KOGGE_OUTCOME_UNKNOWN, 0);
    assert_way(&found, KOGGE_ROUTE_EXIT, KOGGE_OUTCOME_NOT_MATCHED, 0);
    found.said.looked_at = ROUTES - 1;
    assert_says_next(&found.said, KOGGE_REASON_ROUTE_EXIT, KOGGE_OUTCOME_NOT_MATCHED,
                     KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE, 0, 0);
    assert_says_next(&found.said, KOGGE_REASON_PERSON_DECIDES, KOGGE_OUTCOME_MATCHED,
                     KOGGE_FIELD_CUSTOMER_CONTRIBUTION4, 0, 0);
    assert_said_all(&found.said);
    customer.revenue_12m_minor = 400000; /* 480.00 - 600.00 */
    terms = given_terms(WORKED);
    route(&customer, &terms, &found);
    assert_route(&found, KOGGE_ROUTE_WHITE_LABEL, -12000, 1);
    assert_way(&found, KOGGE_ROUTE_COMMISSION, KOGGE_OUTCOME_UNKNOWN, 0);
}

/* ---- open, or not ---------------------------------------------------------------------------------------------- */

static void assert_value_brand(const kogge_customer *customer, int32_t keeps_out)
{
    struct routed found;
    for (uint64_t known = 0; known <= T(VALUE_MARGIN_BP); known += T(VALUE_MARGIN_BP)) {
        const kogge_route_terms terms = given_terms(known);
        route(customer, &terms, &found);
        found.said.looked_at = 1;
        if (keeps_out) {
            assert_way(&found, KOGGE_ROUTE_VALUE_BRAND, KOGGE_OUTCOME_NOT_MATCHED, 0);
            assert_says_next(&found.said, KOGGE_REASON_ROUTE_VALUE_BRAND, KOGGE_OUTCOME_NOT_MATCHED,
                             KOGGE_FIELD_CUSTOMER_BEST_TIER_24M, keeps_out, 0);
        } else {
            assert_way(&found, KOGGE_ROUTE_VALUE_BRAND, known ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_UNKNOWN,
                       known ? 60000 : 0);
        }
    }
}

static void test_who_is_kept_out_of_the_value_brand(void **state)
{
    (void)state;
    static const struct {
        int32_t tier, override, best, parent, parent_best, keeps_out;
    } cases[] = {
        { 1, 0, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0, 2 }, { 3, 0, 0, 0, 0, 0 }, { 4, 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0, 0 },
        { 3, 2, 0, 0, 0, 2 }, { 1, 3, 0, 0, 0, 0 }, { 3, 0, 1, 0, 0, 1 }, { 3, 0, 0, 2, 0, 2 }, { 3, 0, 0, 0, 1, 1 },
        { 2, 0, 3, 4, 1, 1 }, { 0, 0, 4, 0, 3, 0 }, { 4, 3, 4, 4, 2, 2 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_customer customer = given_small(0);
        customer.tier = cases[i].tier;
        customer.tier_override = cases[i].override;
        customer.best_tier_24m = cases[i].best;
        customer.parent_tier = cases[i].parent;
        customer.parent_best_tier_24m = cases[i].parent_best;
        assert_value_brand(&customer, cases[i].keeps_out);
    }
}

/* The default tier says nothing about a customer, even if it is A. */
static void test_default_tier(void **state)
{
    (void)state;
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.default_tier = KOGGE_TIER_A;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_rulebook *other = given_book_of(&spec), *usual = book;
    kogge_customer customer = given_small(0);
    customer.tier = KOGGE_TIER_NONE;
    book = other;
    assert_value_brand(&customer, 0);
    book = usual;
    kogge_rulebook_unref(other);
}

static void test_effort_fee_of_costly_customers(void **state)
{
    (void)state;
    struct routed found;
    const kogge_route_terms terms = given_terms(T(EFFORT_FEE)), none = given_terms(0);
    kogge_customer customer = given_small(10000);
    customer.class_flags = ~COSTLY & ((UINT64_C(2) << KOGGE_FLAG_SELECTED) - 1);
    route(&customer, &none, &found);
    assert_way(&found, KOGGE_ROUTE_EFFORT_FEE, KOGGE_OUTCOME_NOT_MATCHED, 0);
    route(&customer, &terms, &found);
    assert_way(&found, KOGGE_ROUTE_EFFORT_FEE, KOGGE_OUTCOME_NOT_MATCHED, 0);
    found.said.looked_at = KOGGE_ROUTE_EFFORT_FEE - 1;
    assert_says_next(&found.said, KOGGE_REASON_ROUTE_EFFORT_FEE, KOGGE_OUTCOME_NOT_MATCHED,
                     KOGGE_FIELD_CUSTOMER_CLASS_FLAGS, 0, 0);
    customer.class_flags = COSTLY;
    route(&customer, &terms, &found);
    assert_way(&found, KOGGE_ROUTE_EFFORT_FEE, KOGGE_OUTCOME_MATCHED, 40000);
}

/* ---- what is missing ------------------------------------------------------------------------------------------- */

static void test_first_missing(void **state)
{
    (void)state;
    static const int32_t of_terms[] = { [KOGGE_ROUTE_VALUE_BRAND] = KOGGE_FIELD_ROUTE_TERMS_VALUE_MARGIN_BP,
                                        [KOGGE_ROUTE_PARTNER_COMPLETE] = KOGGE_FIELD_ROUTE_TERMS_PART_REVENUE,
                                        [KOGGE_ROUTE_WHITE_LABEL] = KOGGE_FIELD_ROUTE_TERMS_RESALE_MARGIN_BP,
                                        [KOGGE_ROUTE_COMMISSION] = KOGGE_FIELD_ROUTE_TERMS_COMMISSION_BP,
                                        [KOGGE_ROUTE_EFFORT_FEE] = KOGGE_FIELD_ROUTE_TERMS_EFFORT_FEE };
    const kogge_route_terms none = given_terms(0), all = given_terms(ALL_TERMS);
    struct routed found;
    kogge_customer customer = given_small(0);
    customer.class_flags = COSTLY;
    customer.known = 0;
    customer.orders_12m = 0;
    route(&customer, &none, &found);
    found.said.looked_at = 1;
    for (int32_t way = KOGGE_ROUTE_VALUE_BRAND; way < KOGGE_ROUTE_EXIT; way++)
        assert_says_next(&found.said, 730 + way, KOGGE_OUTCOME_UNKNOWN, of_terms[way], 0, 0);
    route(&customer, &all, &found);
    found.said.looked_at = 1;
    for (int32_t way = KOGGE_ROUTE_VALUE_BRAND; way < KOGGE_ROUTE_EXIT; way++)
        assert_says_next(&found.said, 730 + way, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_ORDERS_12M, 0, 0);
    customer.known = KOGGE_CUSTOMER_ORDERS_12M;
    route(&customer, &all, &found);
    found.said.looked_at = KOGGE_ROUTE_COMMISSION - 1;
    for (int32_t way = KOGGE_ROUTE_COMMISSION; way < KOGGE_ROUTE_EXIT; way++)
        assert_says_next(&found.said, 730 + way, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_CONTRIBUTION4, 0, 0);
}

/* ---- random customers ------------------------------------------------------------------------------------------ */

enum { ROUNDS = 5000 };

static kogge_customer random_customer(uint64_t *seed)
{
    kogge_customer customer = given_small(random_between(seed, -50000, 50000));
    customer.flags = (uint32_t)random_between(seed, 0, 15);
    customer.class_flags = (uint64_t)random_between(seed, 0, (2 << KOGGE_FLAG_SELECTED) - 1);
    customer.revenue_12m_minor = random_between(seed, -100000, 2000000);
    customer.orders_12m = (int32_t)random_between(seed, 0, 60);
    customer.tier = (int32_t)random_between(seed, 0, KOGGE_TIER_D);
    return customer;
}

/* What the page says about the best, from the alternatives. */
static void assert_best(const kogge_customer *customer, const struct routed *found)
{
    const bool person = customer->flags & KOGGE_CUSTOMER_FLAG_NATURAL_PERSON;
    const bool own_unknown = !(customer->known & KOGGE_CUSTOMER_CONTRIBUTION4);
    const int32_t best = found->result.route;
    for (int32_t way = KOGGE_ROUTE_OWN; way <= KOGGE_ROUTE_EXIT; way++) {
        const kogge_route_alternative *other = &found->list[way - 1];
        if (other->outcome != KOGGE_OUTCOME_MATCHED)
            continue;
        assert_int_not_equal(best, 0);
        assert_true(other->value_minor <= found->result.value_minor);
        assert_true(way >= best || other->value_minor < found->result.value_minor);
    }
    assert_int_equal(found->result.review, own_unknown || (best == KOGGE_ROUTE_EXIT && person));
    assert_true(!own_unknown || best != KOGGE_ROUTE_EXIT);
}

/* Taking away a known figure makes nobody worse off who decides by this: a person is never given up unreviewed,
 * nobody is whose own contribution is not known, and what is unknown is never chosen. */
static void test_unknown_is_not_harsher(void **state)
{
    (void)state;
    uint64_t seed = 5;
    int exits = 0, reviewed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct routed known, less;
        kogge_customer customer = random_customer(&seed);
        const kogge_route_terms terms = given_terms((uint64_t)random_between(&seed, 0, ALL_TERMS));
        route(&customer, &terms, &known);
        assert_best(&customer, &known);
        exits += known.result.route == KOGGE_ROUTE_EXIT;
        customer.known &= ~KOGGE_CUSTOMER_CONTRIBUTION4;
        customer.contribution4_minor = 0;
        route(&customer, &terms, &less);
        assert_best(&customer, &less);
        assert_int_equal(less.result.review, 1);
        reviewed += less.result.route != 0;
        customer.known = 0;
        customer.orders_12m = 0;
        route(&customer, &terms, &less);
        assert_route(&less, 0, 0, 1);
    }
    assert_in_range(exits, 100, ROUNDS - 100);
    assert_in_range(reviewed, 100, ROUNDS - 100);
}

/* ---- edges and what is refused --------------------------------------------------------------------------------- */

static kogge_status try_route(const kogge_customer *customer, const kogge_route_terms *terms, int32_t day,
                              int32_t *field)
{
    kogge_route_result result, before;
    kogge_route_alternative list[ROUTES];
    kogge_out_rows rows = { list, ROUTES, 77, sizeof list[0] };
    kogge_reasons why = { .count = 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    const kogge_status status = kogge_route_assess(book, customer, terms, day, &result, &rows, &why, &error);
    *field = error.field;
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(rows.count, 0);
        assert_int_equal(why.count, 0);
        assert_int_equal(error.status, status);
    }
    return status;
}

/* n orders of cost M against all the revenue there can be. */
static void test_largest_results(void **state)
{
    (void)state;
    static const struct {
        int64_t revenue, own, cost;
        kogge_status status;
        int32_t orders, margin;
    } cases[] = {
        { M, 0, 0, KOGGE_OK, 0, 10000 },       { -M, 0, 0, KOGGE_OK, 0, 10000 },
        { M, 0, M, KOGGE_OK, 2, 10000 },       { M - 1, 0, M, KOGGE_E_RANGE, 2, 10000 },
        { -1, 0, M, KOGGE_E_RANGE, 1, 10000 }, { -M, 0, M, KOGGE_E_RANGE, INT32_MAX, 10000 },
        { M, 0, M, KOGGE_E_RANGE, 3, 10000 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t field;
        kogge_route_terms terms = { .struct_size = sizeof terms, .known = T(RESALE_MARGIN_BP) };
        kogge_customer customer = given_small(cases[i].own);
        customer.revenue_12m_minor = cases[i].revenue;
        customer.orders_12m = cases[i].orders;
        terms.resale_margin_bp = cases[i].margin;
        terms.resale_order_cost_minor = cases[i].cost;
        assert_int_equal(try_route(&customer, &terms, 1, &field), cases[i].status);
        assert_int_equal(field, cases[i].status ? KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE : 0);
    }
}

/* Fees beyond 64 bits: refused if anybody pays them, 0 if nobody does. */
static void test_largest_fees(void **state)
{
    (void)state;
    int32_t field;
    kogge_route_terms terms = { .struct_size = sizeof terms, .known = T(EFFORT_FEE), .effort_fee_minor = M };
    kogge_customer customer = given_small(-M);
    customer.class_flags = COSTLY;
    customer.orders_12m = INT32_MAX;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_OK);
    terms.accept_bp = 1;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_RANGE);
    terms.accept_bp = 10000;
    customer.orders_12m = 2; /* -M + 2 M */
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_OK);
    customer.orders_12m = 3;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_RANGE);
    terms.accept_bp = 1;
    customer.orders_12m = 10001; /* -M + 10 001 M, of which 1 in 10 000 */
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_OK);
    customer.orders_12m = 10002;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_RANGE);
    customer.class_flags = 0; /* not open, not worked out */
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_OK);
}

static void test_refused(void **state)
{
    (void)state;
    int32_t field;
    kogge_customer customer = given_small(0);
    kogge_route_terms terms = given_terms(ALL_TERMS);
    kogge_route_result result = KOGGE_INIT(kogge_route_result);
    assert_int_equal(try_route(NULL, &terms, 1, &field), KOGGE_E_INVALID);
    assert_int_equal(try_route(&customer, NULL, 1, &field), KOGGE_E_INVALID);
    assert_int_equal(kogge_route_assess(NULL, &customer, &terms, 1, &result, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_route_assess(book, &customer, &terms, 1, NULL, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(try_route(&customer, &terms, 0, &field), KOGGE_E_RANGE);
    assert_int_equal(try_route(&customer, &terms, INT32_MAX, &field), KOGGE_OK);
    customer.override_reason = 1;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_INVALID);
    assert_int_equal(field, KOGGE_FIELD_CUSTOMER_OVERRIDE_REASON);
    customer.override_reason = 0;
    terms.flags = 1;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_UNSUPPORTED);
    terms.flags = 0;
    terms.migrate_bp = 10001;
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_RANGE);
    assert_int_equal(field, KOGGE_FIELD_ROUTE_TERMS_MIGRATE_BP);
    terms.migrate_bp = 1;
    terms.known &= ~T(COMMISSION_BP);
    assert_int_equal(try_route(&customer, &terms, 1, &field), KOGGE_E_NOT_KNOWN);
    assert_int_equal(field, KOGGE_FIELD_ROUTE_TERMS_FORWARD_COST); /* in the order of the record */
}

static void test_sizes(void **state)
{
    (void)state;
    const kogge_customer customer = given_small(1);
    struct {
        kogge_route_terms terms;
        uint64_t more;
    } asked = { .terms = given_terms(WORKED) };
    struct {
        kogge_route_result result;
        uint64_t more;
    } newer;
    struct {
        kogge_route_alternative row;
        uint64_t more;
    } list[ROUTES];
    kogge_out_rows rows = { list, ROUTES - 2, 0, sizeof list[0] };
    memset(&newer, 0x5a, sizeof newer);
    memset(list, 0x5a, sizeof list);
    asked.terms.struct_size = sizeof asked;
    newer.result.struct_size = sizeof newer;
    assert_int_equal(kogge_route_assess(book, &customer, &asked.terms, 1, &newer.result, &rows, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(newer.result.filled_size, sizeof newer.result);
    assert_int_equal(newer.result.route, KOGGE_ROUTE_WHITE_LABEL);
    assert_int_equal(newer.more, 0);
    assert_int_equal(rows.count, ROUTES); /* two did not fit */
    assert_int_equal(list[3].row.value_minor, 36000);
    assert_int_equal(list[3].more, 0);
    assert_int_equal(list[5].row.route, 0x5a5a5a5a);
    rows.row_size = sizeof list[0].row - 8;
    assert_int_equal(kogge_route_assess(book, &customer, &asked.terms, 1, &newer.result, &rows, NULL, NULL),
                     KOGGE_E_STRUCT_SIZE);
    rows = (kogge_out_rows){ NULL, 0, 0, 0 }; /* only counts */
    assert_int_equal(kogge_route_assess(book, &customer, &asked.terms, 1, &newer.result, &rows, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(rows.count, ROUTES);
    asked.more = 1;
    assert_int_equal(kogge_route_assess(book, &customer, &asked.terms, 1, &newer.result, NULL, NULL, NULL),
                     KOGGE_E_UNSUPPORTED);
    asked.terms.struct_size = sizeof asked.terms - 8;
    assert_int_equal(kogge_route_assess(book, &customer, &asked.terms, 1, &newer.result, NULL, NULL, NULL),
                     KOGGE_E_STRUCT_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked),
        cmocka_unit_test(test_every_way),
        cmocka_unit_test(test_every_best),
        cmocka_unit_test(test_exit_of_a_person),
        cmocka_unit_test(test_exit_of_a_person_under_any_policy),
        cmocka_unit_test(test_own_unknown),
        cmocka_unit_test(test_who_is_kept_out_of_the_value_brand),
        cmocka_unit_test(test_default_tier),
        cmocka_unit_test(test_effort_fee_of_costly_customers),
        cmocka_unit_test(test_first_missing),
        cmocka_unit_test(test_unknown_is_not_harsher),
        cmocka_unit_test(test_largest_results),
        cmocka_unit_test(test_largest_fees),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
