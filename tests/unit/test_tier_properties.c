/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What holds for every policy and every customer, tried on random ones. */

#include "classified.h"
#include "random.h"

#include <string.h>

#define M       KOGGE_MONEY_MAX
#define K(name) KOGGE_CUSTOMER_##name

enum { ROUNDS = 4000 };

static int32_t pick(uint64_t *seed, int32_t lowest, int32_t highest)
{
    return (int32_t)random_between(seed, lowest, highest);
}

static bool one_in(uint64_t *seed, int32_t n)
{
    return pick(seed, 1, n) == 1;
}

/* ---- random worlds: amounts up to a limit, now and then the largest there are ---------------------------------- */

struct world {
    uint64_t seed;
    int64_t most; /* amounts are at most this */
    bool edges;   /* with M, -M and their kin */
    kogge_policy policy;
    kogge_classification_basis basis;
    kogge_customer customer;
};

static int64_t amount(struct world *world, int64_t lowest)
{
    static const int64_t edges[] = { 0, 1, M - 1, M };
    uint64_t *seed = &world->seed;
    if (!world->edges || !one_in(seed, 4))
        return random_between(seed, lowest < -world->most ? -world->most : lowest, world->most);
    const int64_t edge = edges[pick(seed, 0, 3)];
    return lowest < 0 && one_in(seed, 2) ? -edge : edge;
}

static int32_t limit_bp(struct world *world)
{
    return world->edges && one_in(&world->seed, 8) ? INT32_MAX : pick(&world->seed, 0, 30000);
}

static void random_policy(struct world *world)
{
    uint64_t *seed = &world->seed;
    kogge_policy *policy = &world->policy;
    *policy = given_scheme(pick(seed, KOGGE_SCHEME_CLASSIC_ABC, KOGGE_SCHEME_ABCD));
    policy->gap_cut_minor = random_between(seed, 1, world->most);
    policy->hysteresis_up_bp = pick(seed, 0, 3) * 500;
    policy->hysteresis_down_bp = one_in(seed, 8) ? 10000 : pick(seed, 0, 3) * 500;
    policy->dwell_days = pick(seed, 0, 2) * 90;
    policy->tenure_days = pick(seed, 0, 200);
    policy->default_tier = pick(seed, KOGGE_TIER_NONE, KOGGE_TIER_D);
    policy->small_by = one_in(seed, 2) ? (uint32_t)pick(seed, 1, 15) << 1 : 0;
    policy->small_k = policy->small_by ? 1 : 0;
    policy->confidence_min_bp = pick(seed, 1, 10000);
    policy->evidence_min = pick(seed, 1, 4);
    policy->hope_realisation_bp = pick(seed, 0, 10000);
    policy->realisation_a_bp = limit_bp(world);
    policy->realisation_b_bp = limit_bp(world);
    policy->hope_cost_bp = limit_bp(world);
    policy->overserved_bp = limit_bp(world);
    policy->large_share_bp = pick(seed, 0, 10000);
    policy->costly_effort_bp = limit_bp(world);
    policy->key_discount_bp = pick(seed, 0, 4000);
}

static void random_basis(struct world *world)
{
    kogge_classification_basis *basis = &world->basis;
    *basis = given_basis();
    basis->cut_b_minor = random_between(&world->seed, 1, world->most);
    basis->cut_a_minor = random_between(&world->seed, basis->cut_b_minor, world->most);
    if (world->edges && one_in(&world->seed, 6))
        basis->cut_a_minor = M + 1;
    basis->known = (uint64_t)pick(&world->seed, 0, 15);
    if (basis->known & KOGGE_CLASSIFICATION_BASIS_TOTAL)
        basis->total_minor = world->edges && one_in(&world->seed, 4) ? INT64_MAX : amount(world, 0);
    if (basis->known & KOGGE_CLASSIFICATION_BASIS_ALL_NET)
        basis->all_net_minor = world->edges && one_in(&world->seed, 4) ? INT64_MAX : amount(world, 0);
    if (basis->known & KOGGE_CLASSIFICATION_BASIS_ALL_COST_TO_SERVE)
        basis->all_cost_to_serve_minor = world->edges && one_in(&world->seed, 4) ? INT64_MAX : amount(world, 0);
    if (basis->known & KOGGE_CLASSIFICATION_BASIS_SMALL_CONTRIBUTION1_BP)
        basis->small_contribution1_bp = pick(&world->seed, -2000, 8000);
}

/* Each field that can be unknown is known three times of four. */
static void random_known(struct world *world)
{
    static const int32_t levels[] = { -4, -3, 0, 1, 2, 3, 4 };
    uint64_t *seed = &world->seed;
    kogge_customer *customer = &world->customer;
    customer->known = (random_u64(seed) >> 20 | random_u64(seed) >> 30) & 0xffff;
#define KNOWN(name, field, value) customer->field = customer->known & K(name) ? (value) : 0
    KNOWN(TYPICAL_ORDER, typical_order_minor, amount(world, 0));
    KNOWN(DEMAND, demand_minor, amount(world, 0));
    KNOWN(CONTRIBUTION1, contribution1_minor, amount(world, -M));
    KNOWN(CONTRIBUTION4, contribution4_minor, amount(world, -M));
    KNOWN(COST_TO_SERVE, cost_to_serve_minor, amount(world, 0));
    KNOWN(ANNOUNCED, announced_minor, amount(world, 0));
    KNOWN(REALISED, realised_minor, amount(world, 0));
    KNOWN(QUANTITY_12M, quantity_12m, amount(world, 0));
    KNOWN(ORDERS_12M, orders_12m, one_in(seed, 8) ? 0 : pick(seed, 1, 20));
    KNOWN(MARGIN_BP, margin_bp, pick(seed, -10000, 10000));
    KNOWN(DEMAND_CONFIDENCE_BP, demand_confidence_bp, pick(seed, 0, 10000));
    KNOWN(DISCOUNT_BP, discount_bp, pick(seed, 0, 4000));
    KNOWN(MARKET_GROWTH_BP, market_growth_bp, pick(seed, -100, 600));
    KNOWN(EMPLOYEES, employees, pick(seed, 0, 500));
    KNOWN(EVIDENCE, evidence, levels[pick(seed, 0, 6)]);
    const int32_t orders = customer->known & K(ORDERS_12M) ? customer->orders_12m : 20;
    KNOWN(COMPLAINT_ORDERS, complaint_orders, pick(seed, 0, orders));
}

static void random_customer(struct world *world)
{
    uint64_t *seed = &world->seed;
    world->customer = given_buyer(amount(world, -M));
    kogge_customer *customer = &world->customer;
    random_known(world);
    customer->flags = (uint32_t)pick(seed, 0, 15);
    customer->tier = pick(seed, KOGGE_TIER_NONE, KOGGE_TIER_D);
    customer->tier_since_at = one_in(seed, 3) ? 0 : GIVEN_DAY - pick(seed, 0, 200);
    customer->tier_override = one_in(seed, 8) ? pick(seed, KOGGE_TIER_A, KOGGE_TIER_D) : KOGGE_TIER_NONE;
    customer->override_until_at = one_in(seed, 2) ? 0 : GIVEN_DAY + pick(seed, -1, 1);
    customer->classified_at = one_in(seed, 3) ? 0 : GIVEN_DAY - pick(seed, 0, 500);
    customer->negative_streak = pick(seed, 0, 2);
    customer->kam_outcome = one_in(seed, 8) ? KOGGE_KAM_OUTCOME_KEY_ACCOUNT : 0;
    customer->first_order_at = one_in(seed, 2) ? 0 : GIVEN_DAY - pick(seed, 0, 1000);
    customer->last_order_at = one_in(seed, 2) ? 0 : GIVEN_DAY - pick(seed, 0, 500);
    customer->overdue = pick(seed, 0, 4);
}

static void random_world(struct world *world)
{
    world->edges = one_in(&world->seed, 2);
    world->most = world->edges ? M : random_between(&world->seed, 5, 2000);
    random_policy(world);
    random_basis(world);
    random_customer(world);
}

static struct classified classify(const struct world *world)
{
    return classified(&world->policy, &world->customer, &world->basis);
}

/* ---- what is said agrees with what is done --------------------------------------------------------------------- */

static void assert_flags_are_explained(const struct classified *found)
{
    uint64_t flags = 0;
    for (int32_t flag = KOGGE_FLAG_HIDDEN_CHAMPION; flag <= KOGGE_FLAG_DEVELOPABLE; flag++) {
        const kogge_reason *reason = reason_of(found, KOGGE_REASON_FLAG_HIDDEN_CHAMPION + flag);
        assert_non_null(reason);
        assert_in_range(reason->outcome, KOGGE_OUTCOME_MATCHED, KOGGE_OUTCOME_UNKNOWN);
        assert_true(reason->threshold <= M + 1);
        flags |= (uint64_t)(reason->outcome == KOGGE_OUTCOME_MATCHED) << flag;
    }
    assert_int_equal(found->result.class_flags, flags);
}

static void assert_tier_is_explained(const struct classified *found, const kogge_customer *customer)
{
    const kogge_classification *result = &found->result;
    const kogge_reason *reason = reason_of(found, result->tier_reason);
    assert_non_null(reason);
    assert_int_equal(reason->outcome, result->tier_reason == KOGGE_REASON_DWELL            ? KOGGE_OUTCOME_HELD
                                      : result->tier_reason == KOGGE_REASON_WILLING_TO_PAY ? KOGGE_OUTCOME_UNKNOWN
                                                                                           : KOGGE_OUTCOME_MATCHED);
    assert_int_equal(result->overridden, result->tier_reason == KOGGE_REASON_OVERRIDE);
    if (!result->overridden)
        assert_int_equal(result->tier, result->rule_tier);
    if (result->held)
        assert_int_equal(result->rule_tier, customer->tier);
}

/* Nothing but a loss in two classifications in a row, an old D that stays, or a person makes a D. */
static void assert_d_has_a_cause(const struct classified *found, const kogge_customer *customer)
{
    const kogge_reason *loss = reason_of(found, KOGGE_REASON_NEGATIVE_CONTRIBUTION);
    if (found->result.rule_tier != KOGGE_TIER_D || found->result.tier_reason == KOGGE_REASON_DWELL)
        return;
    assert_non_null(loss);
    assert_true((customer->known & K(CONTRIBUTION4)) && customer->contribution4_minor < 0);
    assert_true(found->result.negative_streak >= 2);
}

/* Nothing is said twice, or out of order: 616 and 613 stand before 614. */
static void assert_order(const struct classified *found)
{
    static const int32_t places[] = { 613, 616, 614, 615 };
    int32_t last = 0;
    for (size_t i = 0; i < found->count; i++) {
        int32_t place = found->list[i].code;
        for (int32_t j = 0; j < (int32_t)COUNT(places); j++)
            place = found->list[i].code == places[j] ? 613 + j : place;
        assert_true(place > last);
        last = place;
    }
}

static void test_explained(void **state)
{
    (void)state;
    struct world world = { .seed = 1 };
    for (int round = 0; round < ROUNDS; round++) {
        random_world(&world);
        const struct classified found = classify(&world);
        assert_flags_are_explained(&found);
        assert_tier_is_explained(&found, &world.customer);
        if (!found.result.overridden)
            assert_d_has_a_cause(&found, &world.customer);
        assert_order(&found);
    }
}

/* ---- conditions by definition, in numbers that fit ------------------------------------------------------------- */

static int64_t above_zero(int64_t value)
{
    return value > 0 ? value : 0;
}

static bool moved_cut_reached(const struct world *world, int64_t cut, int32_t tier)
{
    const int32_t old = world->customer.tier;
    const int64_t bp = !old          ? 10000
                       : old <= tier ? 10000 - world->policy.hysteresis_down_bp
                                     : 10000 + world->policy.hysteresis_up_bp;
    return world->customer.revenue_12m_minor * 10000 >= cut * bp;
}

static void assert_met(const struct classified *found, int32_t code, bool met)
{
    const kogge_reason *reason = reason_of(found, code);
    if (reason)
        assert_int_equal(reason->outcome, met ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
}

static void know_everything(struct world *world)
{
    world->customer.known = 0xffff;
    world->customer.complaint_orders = 0;
    world->basis.known = 15;
    world->basis.total_minor += !world->basis.total_minor;
    world->basis.all_net_minor += !world->basis.all_net_minor;
}

static void test_by_definition(void **state)
{
    (void)state;
    struct world world = { .seed = 2 };
    for (int round = 0; round < ROUNDS;) {
        random_world(&world);
        if (world.edges)
            continue;
        round++;
        know_everything(&world);
        const struct classified found = classify(&world);
        const kogge_customer *c = &world.customer;
        const kogge_policy *p = &world.policy;
        const kogge_classification_basis *b = &world.basis;
        const int64_t r = above_zero(c->revenue_12m_minor), a = p->realisation_a_bp, n = p->realisation_b_bp;
        const int64_t profit = c->contribution1_minor > 1 ? c->contribution1_minor : 1;
        assert_met(&found, KOGGE_REASON_REVENUE_A, moved_cut_reached(&world, b->cut_a_minor, KOGGE_TIER_A));
        assert_met(&found, KOGGE_REASON_REVENUE_B, moved_cut_reached(&world, b->cut_b_minor, KOGGE_TIER_B));
        assert_met(&found, KOGGE_REASON_HIDDEN_CHAMPION,
                   c->demand_minor >= b->cut_a_minor &&
                       (r < c->demand_minor ? r : c->demand_minor) * 10000 <= p->sow_max_bp * c->demand_minor &&
                       c->demand_confidence_bp >= p->confidence_min_bp);
        assert_met(&found, KOGGE_REASON_FLAG_HOPE_ACCOUNT,
                   c->announced_minor > 0 && c->evidence <= 1 && c->cost_to_serve_minor > 0 &&
                       c->cost_to_serve_minor * 10000 >= p->hope_cost_bp * r &&
                       (40000 * c->realised_minor + a * r) * 10000 <
                           p->hope_realisation_bp * (40000 * c->announced_minor + (a + n) * r));
        if (r > 0)
            assert_met(&found, KOGGE_REASON_FLAG_KEY_DISCOUNT,
                       found.result.tier == KOGGE_TIER_A && c->discount_bp >= p->key_discount_bp &&
                           c->contribution1_minor * 10000 < b->small_contribution1_bp * r);
        assert_met(&found, KOGGE_REASON_FLAG_OVERSERVED,
                   c->cost_to_serve_minor > 0 && c->cost_to_serve_minor * b->all_net_minor * 10000 >=
                                                     p->overserved_bp * r * b->all_cost_to_serve_minor);
        assert_met(&found, KOGGE_REASON_FLAG_LARGE_SHARE,
                   c->revenue_12m_minor * 10000 >= p->large_share_bp * b->total_minor);
        assert_met(&found, KOGGE_REASON_FLAG_COSTLY,
                   found.result.tier >= KOGGE_TIER_C &&
                       c->cost_to_serve_minor * 10000 >= p->costly_effort_bp * profit);
    }
}

/* ---- unknown is not harsher than known to be harmless ---------------------------------------------------------- */

/* What a field is taken for when it is not known. */
struct harmless {
    uint64_t bit; /* 0: a field whose 0 is unknown */
    size_t offset, size;
    int64_t value;
};

#define HARMLESS(bit, field, value)                                                                                  \
    {                                                                                                                \
        bit, offsetof(kogge_customer, field), sizeof(((kogge_customer *)0)->field), value                            \
    }

static const struct harmless fields[] = {
    HARMLESS(K(DEMAND), demand_minor, 0),
    HARMLESS(K(DEMAND_CONFIDENCE_BP), demand_confidence_bp, 0),
    HARMLESS(K(EVIDENCE), evidence, 0),
    HARMLESS(K(CONTRIBUTION4), contribution4_minor, 0),
    HARMLESS(K(ORDERS_12M), orders_12m, INT32_MAX),
    HARMLESS(K(COST_TO_SERVE), cost_to_serve_minor, 0),
    HARMLESS(K(ANNOUNCED), announced_minor, 0),
    HARMLESS(K(REALISED), realised_minor, M),
    HARMLESS(K(DISCOUNT_BP), discount_bp, 0),
    HARMLESS(K(MARKET_GROWTH_BP), market_growth_bp, 0),
    HARMLESS(K(COMPLAINT_ORDERS), complaint_orders, 0),
    HARMLESS(K(EMPLOYEES), employees, INT32_MAX),
    HARMLESS(K(QUANTITY_12M), quantity_12m, M),
    HARMLESS(K(TYPICAL_ORDER), typical_order_minor, M),
    HARMLESS(0, first_order_at, -INT32_MAX),
    HARMLESS(0, tier_since_at, -INT32_MAX),
    HARMLESS(0, classified_at, GIVEN_DAY),
    HARMLESS(0, overdue, KOGGE_OVERDUE_ON_TIME),
};

static void set_field(kogge_customer *customer, const struct harmless *field, bool known)
{
    const int64_t value = known ? field->value : 0;
    const int32_t narrow = (int32_t)value;
    memcpy((char *)customer + field->offset, field->size == 8 ? (const void *)&value : &narrow, field->size);
    customer->known = known ? customer->known | field->bit : customer->known & ~field->bit;
}

static void test_unknown_is_harmless(void **state)
{
    (void)state;
    struct world world = { .seed = 3 };
    for (int round = 0; round < ROUNDS / 4; round++) {
        random_world(&world);
        world.customer.last_order_at = 0; /* so that orders alone say whether a customer is active */
        for (size_t i = 0; i < COUNT(fields); i++) {
            set_field(&world.customer, &fields[i], true);
            const struct classified harmless = classify(&world);
            set_field(&world.customer, &fields[i], false);
            const struct classified unknown = classify(&world);
            assert_int_equal(unknown.result.tier, harmless.result.tier);
            assert_int_equal(unknown.result.rule_tier, harmless.result.rule_tier);
            assert_int_equal(unknown.result.plain_tier, harmless.result.plain_tier);
            assert_int_equal(unknown.result.negative_streak, harmless.result.negative_streak);
            assert_int_equal(unknown.result.is_small, harmless.result.is_small);
            assert_int_equal(unknown.result.class_flags & ~harmless.result.class_flags, 0);
            random_customer(&world);
            world.customer.last_order_at = 0;
        }
    }
}

/* ---- the same data give the same tier -------------------------------------------------------------------------- */

/* Stores what the host stores. */
static void store(kogge_customer *customer, const kogge_classification *result)
{
    if (result->rule_tier != customer->tier)
        customer->tier_since_at = GIVEN_DAY;
    customer->tier = result->rule_tier;
    customer->class_flags = result->class_flags;
    customer->treatment = result->treatment;
    customer->negative_streak = result->negative_streak;
    customer->classified_at = GIVEN_DAY;
}

/* Only the second loss in a row may change a tier, once, into D. */
static void test_stable(void **state)
{
    (void)state;
    struct world world = { .seed = 4 };
    for (int round = 0; round < ROUNDS; round++) {
        random_world(&world);
        const struct classified first = classify(&world);
        store(&world.customer, &first.result);
        const struct classified second = classify(&world);
        if (second.result.rule_tier != first.result.rule_tier) {
            assert_int_equal(second.result.rule_tier, KOGGE_TIER_D);
            assert_int_equal(second.result.negative_streak, 2);
        }
        store(&world.customer, &second.result);
        const struct classified third = classify(&world);
        assert_int_equal(third.result.rule_tier, second.result.rule_tier);
        assert_int_equal(third.result.tier, second.result.tier);
        assert_int_equal(third.result.treatment, second.result.treatment);
        assert_int_equal(third.result.class_flags, second.result.class_flags);
    }
}

/* ---- more revenue -------------------------------------------------------------------------------------------- */

/* Where revenue alone decides, more of it never gives a lower tier. */
static void test_more_revenue(void **state)
{
    (void)state;
    struct world world = { .seed = 5 };
    for (int round = 0; round < ROUNDS; round++) {
        random_world(&world);
        world.policy.scheme = one_in(&world.seed, 2) ? KOGGE_SCHEME_CLASSIC_ABC : KOGGE_SCHEME_ZUPANCIC;
        const int32_t before = classify(&world).result.tier;
        world.customer.revenue_12m_minor = random_between(&world.seed, world.customer.revenue_12m_minor, M);
        assert_true(classify(&world).result.tier <= before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explained),           cmocka_unit_test(test_by_definition),
        cmocka_unit_test(test_unknown_is_harmless), cmocka_unit_test(test_stable),
        cmocka_unit_test(test_more_revenue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
