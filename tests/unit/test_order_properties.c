/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What holds for every book and every order, tried on random ones. */

#include "given.h"
#include "random.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

enum { BOOKS = 1500, ORDERS = 4, MOST_RULES = 12, GROUPS = 5, MOST_REASONS = 64 };

/* ---- random books --------------------------------------------------------------------------------------------- */

struct world {
    uint64_t seed;
    kogge_policy policy;
    kogge_order_rule rules[MOST_RULES];
    size_t count;
    kogge_rulebook *book;
};

static int32_t pick(uint64_t *seed, int32_t lowest, int32_t highest)
{
    return (int32_t)random_between(seed, lowest, highest);
}

static bool one_in(uint64_t *seed, int32_t n)
{
    return pick(seed, 1, n) == 1;
}

/* A mask of the first codes, mostly 0. */
static uint32_t random_mask(uint64_t *seed, int32_t highest)
{
    uint32_t mask = (uint32_t)pick(seed, 1, (1 << highest) - 1) << 1;
    return one_in(seed, 3) ? mask : 0;
}

static void random_policy(struct world *world)
{
    static const int32_t strategies[] = { KOGGE_STRATEGY_RETREAT, KOGGE_STRATEGY_FORWARD, KOGGE_STRATEGY_MIXED,
                                          KOGGE_STRATEGY_HOLD };
    uint64_t *seed = &world->seed;
    world->policy = given_policy(pick(seed, 1, 3), KOGGE_EUR);
    world->policy.strategy = strategies[pick(seed, 0, 3)];
    world->policy.rounding = pick(seed, 1, 4);
    world->policy.flags = (uint32_t)pick(seed, 0, 3);
    world->policy.max_fee_bp = one_in(seed, 3) ? pick(seed, 1, 4000) : 0;
    world->policy.margin_bp = pick(seed, -500, 5000);
    world->policy.cost_per_line_minor = pick(seed, 0, 200);
}

static void random_scope(uint64_t *seed, kogge_order_rule *rule)
{
    rule->agreement = one_in(seed, 6) ? 7 : 0;
    rule->customer_group = one_in(seed, 6) ? 1 : 0;
    rule->country = one_in(seed, 6) ? 276 : 0;
    rule->sales_org = one_in(seed, 6) ? 1 : 0;
    rule->priority = pick(seed, -1, 1);
    rule->tiers = random_mask(seed, 4);
    rule->treatments = random_mask(seed, 5);
    rule->channels = random_mask(seed, 8);
    rule->brands = random_mask(seed, 2);
    rule->order_types = random_mask(seed, 7);
    rule->delivery_modes = random_mask(seed, 5);
    if (one_in(seed, 10))
        rule->valid_from_at = GIVEN_DAY + pick(seed, -1, 1);
    if (one_in(seed, 10))
        rule->valid_until_at = GIVEN_DAY + pick(seed, 2, 3) - 2;
    if (rule->valid_until_at && rule->valid_until_at <= rule->valid_from_at)
        rule->valid_from_at = 0;
}

static void random_band(uint64_t *seed, kogge_order_rule *rule)
{
    if (one_in(seed, 3))
        rule->from_minor = pick(seed, 1, 6000);
    if (!one_in(seed, 4))
        rule->below_minor = rule->from_minor + pick(seed, 1, 6000);
}

static void random_amounts(uint64_t *seed, kogge_order_rule *rule)
{
    switch (rule->effect) {
    case KOGGE_FEE_PERCENT:
        rule->rate_bp = pick(seed, 0, 1500);
        rule->min_minor = one_in(seed, 2) ? pick(seed, 1, 300) : 0;
        rule->max_minor = one_in(seed, 2) ? rule->min_minor + pick(seed, 1, 300) : 0;
        break;
    case KOGGE_FEE_SLICE:
        rule->rate_bp = pick(seed, 0, 1500);
        break;
    case KOGGE_FEE_TOP_UP:
        rule->below_minor = rule->from_minor + pick(seed, 1, 6000);
        break;
    case KOGGE_FEE_COST_COVER:
        break;
    default:
        rule->amount_minor = pick(seed, 0, 2000);
    }
    rule->waivers = random_mask(seed, 6);
    rule->free_per_period = one_in(seed, 4) ? pick(seed, 1, 3) : 0;
}

static void random_rule(uint64_t *seed, kogge_order_rule *rule)
{
    static const int32_t actions[] = { 10, 20, 40, 60, 70 };
    rule->group = pick(seed, 0, GROUPS - 1);
    random_scope(seed, rule);
    random_band(seed, rule);
    if (one_in(seed, 3)) {
        rule->effect = actions[pick(seed, 0, 4)];
        return;
    }
    rule->effect = pick(seed, KOGGE_FEE_FLAT, KOGGE_FEE_BROKEN_PACK);
    if (rule->effect == KOGGE_FEE_COST_COVER)
        rule->group = 2;
    random_amounts(seed, rule);
    if (rule->group == 1 && rule->below_minor && rule->effect != KOGGE_FEE_SLICE && one_in(seed, 2))
        rule->cap = KOGGE_CAP_CLIFF;
}

static kogge_rulebook *compile(const struct world *world)
{
    kogge_rulebook *book = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_rulebook_spec spec = given_spec(&world->policy, world->rules, world->count);
    if (kogge_rulebook_new(&spec, &book, &error))
        fail_msg("book %" PRIu64 ": %s", world->seed, error.text);
    return book;
}

static void open_world(struct world *world, int32_t number)
{
    int32_t bases[GROUPS];
    memset(world, 0, sizeof *world);
    world->seed = (uint64_t)number * UINT64_C(0x9e3779b97f4a7c15) + 1;
    random_policy(world);
    for (int i = 0; i < GROUPS; i++) {
        bases[i] = pick(&world->seed, 0, i == 0 ? 3 : 4);
        if (i == 1 && bases[i] == KOGGE_BASE_GROSS)
            bases[i] = KOGGE_BASE_NET; /* the group with caps */
    }
    world->count = (size_t)pick(&world->seed, 1, MOST_RULES);
    for (size_t i = 0; i < world->count; i++) {
        kogge_order_rule *rule = &world->rules[i];
        rule->id = (int32_t)i + 1;
        random_rule(&world->seed, rule);
        rule->base = bases[rule->group];
        if (rule->effect == KOGGE_FEE_TOP_UP && rule->base == KOGGE_BASE_GROSS) {
            rule->effect = KOGGE_FEE_FLAT;
        }
    }
    world->book = compile(world);
}

/* ---- random orders -------------------------------------------------------------------------------------------- */

struct desk {
    kogge_customer customer;
    kogge_order order;
    kogge_order_line lines[3];
    kogge_rows rows;
    kogge_rows *lines_or_none;
};

static void random_customer(uint64_t *seed, kogge_customer *customer)
{
    *customer = given_customer(pick(seed, 0, 4));
    customer->flags = (uint32_t)pick(seed, 0, 3);
    customer->agreement = one_in(seed, 3) ? 7 : 0;
    customer->class_flags = one_in(seed, 3) ? random_u64(seed) & 0x3fff : 0;
    customer->customer_group = pick(seed, 0, 1);
    customer->best_tier_24m = pick(seed, 0, 4);
    customer->parent_tier = one_in(seed, 3) ? pick(seed, 1, 4) : 0;
    customer->parent_best_tier_24m = one_in(seed, 3) ? pick(seed, 1, 4) : 0;
    customer->tier_override = one_in(seed, 6) ? pick(seed, 1, 4) : 0;
    customer->override_until_at = one_in(seed, 3) ? GIVEN_DAY + pick(seed, 0, 1) : 0;
    customer->treatment = one_in(seed, 3) ? pick(seed, 1, 5) : 0;
    customer->service_state = pick(seed, 0, 3);
    if (one_in(seed, 2))
        customer->known = KOGGE_CUSTOMER_MARGIN_BP;
    if (customer->known)
        customer->margin_bp = pick(seed, -1000, 10000);
}

static void random_order(uint64_t *seed, kogge_order *order)
{
    *order = given_order(pick(seed, 1, 12000));
    order->flags = one_in(seed, 5) ? KOGGE_ORDER_FLAG_QUOTE : 0;
    order->discount_minor = one_in(seed, 3) ? pick(seed, 0, 900) : 0;
    order->freight_minor = one_in(seed, 3) ? pick(seed, 0, 900) : 0;
    order->tax_minor = one_in(seed, 3) ? pick(seed, 0, 2000) : 0;
    order->excluded_minor = one_in(seed, 4) ? random_between(seed, 0, order->net_minor) : 0;
    if (one_in(seed, 20))
        order->excluded_minor = order->net_minor;
    order->also_counts_minor = one_in(seed, 4) ? pick(seed, 0, 3000) : 0;
    order->approved = one_in(seed, 6) ? random_u64(seed) & ~UINT64_C(1) : 0;
    order->channel = pick(seed, 0, 8);
    order->brand = pick(seed, 0, 2);
    order->order_type = pick(seed, 0, 7);
    order->delivery_mode = pick(seed, 0, 5);
    order->payment = pick(seed, 0, 6);
    order->country = one_in(seed, 2) ? 276 : 40 * pick(seed, 0, 1);
    order->sales_org = pick(seed, 0, 2);
    order->special_services = one_in(seed, 2) ? pick(seed, 0, 3) : 0;
    order->services = random_mask(seed, 10);
    order->waivers = random_mask(seed, 6);
    order->known = (uint64_t)pick(seed, 0, 7);
    if (order->known & KOGGE_ORDER_LINE_COUNT)
        order->line_count = pick(seed, 0, 9);
    if (order->known & KOGGE_ORDER_LEAD_TIME_DAYS)
        order->lead_time_days = pick(seed, 0, 9);
    if (order->known & KOGGE_ORDER_EARLIER_SMALL_ORDERS)
        order->earlier_small_orders = pick(seed, 0, 4);
}

static void random_desk(uint64_t *seed, struct desk *desk)
{
    memset(desk, 0, sizeof *desk);
    random_customer(seed, &desk->customer);
    random_order(seed, &desk->order);
    desk->rows = given_rows(desk->lines, (size_t)pick(seed, 0, 3), sizeof *desk->lines);
    for (int i = 0; i < 3; i++) {
        desk->lines[i] = (kogge_order_line){ .quantity = pick(seed, -2, 20),
                                             .minimum_quantity = pick(seed, 0, 20),
                                             .pack_size = pick(seed, 0, 6) };
    }
    if (one_in(seed, 2))
        return;
    desk->lines_or_none = &desk->rows;
    if (desk->order.known & KOGGE_ORDER_LINE_COUNT)
        desk->order.line_count = (int32_t)desk->rows.count;
}

/* ---- an assessment with all that belongs to it ----------------------------------------------------------------- */

struct outcome {
    kogge_assessment result;
    kogge_fee fee[KOGGE_FEES_MAX];
    kogge_reason reason[MOST_REASONS];
    size_t fees, reasons;
};

static void look(const kogge_rulebook *book, const struct desk *desk, int32_t level, struct outcome *outcome)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(outcome, 0, sizeof *outcome);
    outcome->result.struct_size = sizeof outcome->result;
    kogge_fees fees = { outcome->fee, KOGGE_FEES_MAX, 0 };
    kogge_reasons why = { .data = outcome->reason, .capacity = MOST_REASONS, .level = level };
    if (kogge_order_assess(book, &desk->customer, &desk->order, desk->lines_or_none, &outcome->result, &fees, &why,
                           &error))
        fail_msg("%s", error.text);
    outcome->fees = fees.count;
    outcome->reasons = why.count;
    assert_true(why.count <= MOST_REASONS);
}

/* Every order of every world. */
static void each_order(void (*check)(const struct world *world, const struct desk *desk, uint64_t *seed))
{
    for (int32_t number = 1; number <= BOOKS; number++) {
        struct world world;
        open_world(&world, number);
        for (int i = 0; i < ORDERS; i++) {
            struct desk desk;
            random_desk(&world.seed, &desk);
            uint64_t seed = world.seed;
            check(&world, &desk, &seed);
        }
        kogge_rulebook_unref(world.book);
    }
}

/* ---- the same every time --------------------------------------------------------------------------------------- */

static void check_repeat(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome first, second;
    (void)seed;
    look(world->book, desk, KOGGE_LEVEL_ALL, &first);
    look(world->book, desk, KOGGE_LEVEL_ALL, &second);
    assert_memory_equal(&first, &second, sizeof first);
}

static void test_repeat(void **state)
{
    (void)state;
    each_order(check_repeat);
}

/* Whatever is asked for beside it: all reasons, some, none; fees or none. */
static void check_levels(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome all, decisive;
    kogge_assessment quiet = KOGGE_INIT(kogge_assessment);
    (void)seed;
    look(world->book, desk, KOGGE_LEVEL_ALL, &all);
    look(world->book, desk, KOGGE_LEVEL_DECISIVE, &decisive);
    assert_memory_equal(&all.result, &decisive.result, sizeof all.result);
    assert_int_equal(all.fees, decisive.fees);
    assert_memory_equal(all.fee, decisive.fee, sizeof all.fee);
    assert_true(decisive.reasons <= all.reasons);
    assert_int_equal(kogge_order_assess(world->book, &desk->customer, &desk->order, desk->lines_or_none, &quiet, NULL,
                                        NULL, NULL),
                     KOGGE_OK);
    assert_memory_equal(&quiet, &all.result, sizeof quiet);
}

static void test_levels(void **state)
{
    (void)state;
    each_order(check_levels);
}

/* The rules in another order. */
static void check_permuted(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome first, second;
    struct world other = *world;
    for (int64_t i = (int64_t)other.count - 1; i > 0; i--) {
        const int64_t j = random_between(seed, 0, i);
        const kogge_order_rule kept = other.rules[i];
        other.rules[i] = other.rules[j];
        other.rules[j] = kept;
    }
    other.book = compile(&other);
    assert_true(kogge_rulebook_fingerprint(other.book) == kogge_rulebook_fingerprint(world->book));
    look(world->book, desk, KOGGE_LEVEL_ALL, &first);
    look(other.book, desk, KOGGE_LEVEL_ALL, &second);
    assert_memory_equal(&first, &second, sizeof first);
    kogge_rulebook_unref(other.book);
}

static void test_permuted(void **state)
{
    (void)state;
    each_order(check_permuted);
}

/* ---- sums ------------------------------------------------------------------------------------------------------ */

/* Charged is what the fees say, split into band fees and others; the action follows from it. */
static void check_sums(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome o;
    int64_t charged = 0, waived = 0;
    (void)seed;
    look(world->book, desk, KOGGE_LEVEL_ALL, &o);
    for (size_t i = 0; i < o.fees; i++) {
        charged += o.fee[i].charged_minor;
        waived += o.fee[i].waived_minor;
        assert_true(o.fee[i].charged_minor >= 0 && o.fee[i].waived_minor >= 0);
        assert_true(!o.fee[i].charged_minor || !o.fee[i].waived_minor);
    }
    assert_true(o.result.charged_minor == charged && o.result.waived_minor == waived);
    assert_true(o.result.small_order_fees_minor + o.result.service_fees_minor == charged);
    assert_true(charged == 0 || o.result.action >= KOGGE_ACTION_SURCHARGE);
    assert_true(o.result.action != KOGGE_ACTION_SURCHARGE || charged > 0);
    if (world->policy.max_fee_bp)
        assert_true(o.result.small_order_fees_minor <= o.result.net_base_minor * world->policy.max_fee_bp / 10000);
}

static void test_sums(void **state)
{
    (void)state;
    each_order(check_sums);
}

/* ---- there and back
 * ------------------------------------------------------------------------------------------------ */

static size_t fees_as_charged(const struct outcome *outcome, kogge_charged_fee *charged)
{
    for (size_t i = 0; i < outcome->fees; i++) {
        charged[i] =
            (kogge_charged_fee){ .charged_minor = outcome->fee[i].charged_minor, .rule = outcome->fee[i].rule };
    }
    return outcome->fees;
}

/* Adds the deltas by rule; charged + delta is the fee now. */
static void change(const struct world *world, const struct outcome *before, const struct desk *now, int64_t *sums)
{
    static struct outcome due;
    kogge_charged_fee charged[KOGGE_FEES_MAX];
    kogge_fee_change rows[2 * KOGGE_FEES_MAX];
    const kogge_rows given = given_rows(charged, fees_as_charged(before, charged), sizeof *charged);
    kogge_out_rows changes = { rows, COUNT(rows), 0, sizeof *rows };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    assert_int_equal(kogge_order_reassess(world->book, &now->customer, &now->order, now->lines_or_none, &given,
                                          &result, &changes, NULL, NULL),
                     KOGGE_OK);
    look(world->book, now, KOGGE_LEVEL_ALL, &due);
    assert_memory_equal(&result, &due.result, sizeof result);
    int64_t total = before->result.charged_minor;
    for (size_t i = 0; i < changes.count; i++) {
        assert_true(i == 0 || rows[i].rule > rows[i - 1].rule);
        sums[rows[i].rule] += rows[i].delta_minor;
        total += rows[i].delta_minor;
    }
    assert_true(total == due.result.charged_minor);
}

static void check_there_and_back(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome here, there;
    struct desk from = *desk, to;
    int64_t sums[MOST_RULES + 1] = { 0 };
    random_desk(seed, &to);
    to.lines_or_none = to.lines_or_none ? &to.rows : NULL;
    to.rows.data = to.lines;
    from.lines_or_none = from.lines_or_none ? &from.rows : NULL;
    from.rows.data = from.lines;
    /* a supplier's fault never raises a fee: tested by the golden vectors */
    from.order.waivers &= ~KOGGE_BIT(KOGGE_WAIVER_SUPPLIER_CAUSED);
    to.order.waivers &= ~KOGGE_BIT(KOGGE_WAIVER_SUPPLIER_CAUSED);
    look(world->book, &from, KOGGE_LEVEL_ALL, &here);
    look(world->book, &to, KOGGE_LEVEL_ALL, &there);
    change(world, &here, &to, sums);
    change(world, &there, &from, sums);
    for (size_t i = 0; i < COUNT(sums); i++) {
        assert_true(sums[i] == 0);
    }
    change(world, &here, &from, sums); /* no change, no difference */
    for (size_t i = 0; i < COUNT(sums); i++) {
        assert_true(sums[i] == 0);
    }
}

static void test_there_and_back(void **state)
{
    (void)state;
    each_order(check_there_and_back);
}

/* The fees of an order, over deliveries that end with CHARGE_REST. */
static void check_deliveries(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome o;
    look(world->book, desk, KOGGE_LEVEL_ALL, &o);
    for (int32_t mode = KOGGE_SETTLE_PRO_RATA; mode <= KOGGE_SETTLE_LAST; mode++) {
        int64_t invoiced = 0, settled = 0, part = 0;
        for (int deliveries = pick(seed, 0, 4); deliveries > 0; deliveries--) {
            const int64_t now = random_between(seed, -invoiced, desk->order.net_minor);
            assert_int_equal(kogge_settle(o.result.charged_minor, desk->order.net_minor, invoiced, now, 0, mode,
                                          &part),
                             KOGGE_OK);
            invoiced += now;
            settled += part;
            assert_in_range(settled, 0, o.result.charged_minor);
        }
        const int64_t last = random_between(seed, -invoiced, 500);
        assert_int_equal(kogge_settle(o.result.charged_minor, desk->order.net_minor, invoiced, last,
                                      KOGGE_FINAL_CHARGE_REST, mode, &part),
                         KOGGE_OK);
        assert_true(settled + part == o.result.charged_minor);
    }
}

static void test_deliveries(void **state)
{
    (void)state;
    each_order(check_deliveries);
}

/* ---- unknown is never harsher
 * --------------------------------------------------------------------------------------- */

static int32_t severity(const kogge_order_rule *rule)
{
    return rule->effect < KOGGE_FEE_FLAT ? rule->effect : KOGGE_ACTION_SURCHARGE;
}

static const kogge_order_rule *rule_of(const struct world *world, int32_t id)
{
    return &world->rules[id - 1];
}

/* Does a group let a later rule be harsher than an earlier one? A fee may be 0 or waived, so that a second one counts
 * as harsher. The reasons list the rules in evaluation order. */
static bool is_calm(const struct world *world, const struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->reasons; i++) {
        for (size_t j = 0; outcome->reason[i].rule && j < i; j++) {
            if (!outcome->reason[j].rule)
                continue;
            const kogge_order_rule *earlier = rule_of(world, outcome->reason[j].rule);
            const kogge_order_rule *later = rule_of(world, outcome->reason[i].rule);
            const bool fees = earlier->effect >= KOGGE_FEE_FLAT && later->effect >= KOGGE_FEE_FLAT;
            if (later->group && earlier->group == later->group && (fees || severity(later) > severity(earlier)))
                return false;
        }
    }
    return true;
}

/* The harsher action comes from a rule that had its turn because an earlier one of its group is unknown. */
static bool is_lost_exception(const struct world *world, const struct outcome *less, int32_t before)
{
    for (size_t i = 0; i < less->reasons; i++) {
        const kogge_reason *r = &less->reason[i];
        const bool counts = r->outcome == KOGGE_OUTCOME_MATCHED || r->outcome == KOGGE_OUTCOME_CAPPED;
        if (!r->rule || !counts || severity(rule_of(world, r->rule)) <= before)
            continue;
        for (size_t j = 0; j < i; j++) {
            const kogge_reason *e = &less->reason[j];
            if (e->rule && e->outcome == KOGGE_OUTCOME_UNKNOWN && rule_of(world, r->rule)->group &&
                rule_of(world, e->rule)->group == rule_of(world, r->rule)->group)
                return true;
        }
    }
    return false;
}

static long unknown_checks, calm_checks, lost_exceptions;

static void check_less(const struct world *world, const struct desk *desk, const struct desk *less, bool by_default)
{
    static struct outcome known, unknown;
    look(world->book, desk, KOGGE_LEVEL_ALL, &known);
    look(world->book, less, KOGGE_LEVEL_ALL, &unknown);
    int32_t before = known.result.action;
    if (by_default && before < KOGGE_ACTION_SURCHARGE)
        before = KOGGE_ACTION_SURCHARGE;
    const bool calm = is_calm(world, &unknown);
    unknown_checks++;
    calm_checks += calm;
    if (unknown.result.action <= before)
        return;
    lost_exceptions++;
    if (calm || !is_lost_exception(world, &unknown, before))
        fail_msg("book %016" PRIx64 ": action %d became %d", kogge_rulebook_fingerprint(world->book),
                 (int)known.result.action, (int)unknown.result.action);
}

static void check_unknown(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    struct desk less;
    (void)seed;
#define LESS(by_default, statement)                                                                                  \
    do {                                                                                                             \
        less = *desk;                                                                                                \
        statement;                                                                                                   \
        check_less(world, desk, &less, by_default);                                                                  \
    } while (0)
    LESS(false, less.order.channel = 0);
    LESS(false, less.order.brand = 0);
    LESS(false, less.order.order_type = 0);
    LESS(false, less.order.delivery_mode = 0);
    LESS(false, less.order.payment = 0);
    LESS(false, less.order.country = 0);
    LESS(false, less.order.sales_org = 0);
    LESS(false, less.lines_or_none = NULL);
    LESS(false, (less.order.known &= ~KOGGE_ORDER_LINE_COUNT, less.order.line_count = 0));
    LESS(false, (less.order.known &= ~KOGGE_ORDER_LEAD_TIME_DAYS, less.order.lead_time_days = 0));
    LESS(false, less.customer.best_tier_24m = 0);
    LESS(false, less.customer.parent_best_tier_24m = 0);
    /* no parent is no unknown parent: only where the parent gives no tier */
    if (!(world->policy.flags & KOGGE_POLICY_FLAG_PARENT_TIER))
        LESS(false, less.customer.parent_tier = 0);
    /* what stands in for these may charge a fee, no more */
    LESS(true, (less.order.known &= ~KOGGE_ORDER_EARLIER_SMALL_ORDERS, less.order.earlier_small_orders = 0));
    LESS(true, (less.customer.known = 0, less.customer.margin_bp = 0));
#undef LESS
}

static void test_unknown(void **state)
{
    (void)state;
    each_order(check_unknown);
    assert_true(calm_checks > unknown_checks / 10);
    assert_true(lost_exceptions > 0 && lost_exceptions < unknown_checks / 10);
}

/* ---- edges that are told, really reached
 * ------------------------------------------------------------------------------ */

static void grow(const struct world *world, const struct desk *desk, int64_t growth, struct outcome *outcome)
{
    struct desk grown = *desk;
    grown.order.net_minor += growth;
    look(world->book, &grown, KOGGE_LEVEL_ALL, outcome);
}

static bool is_banded(const kogge_order_rule *rule)
{
    return rule->from_minor || rule->below_minor;
}

/* The most severe action of rules with a band that counts. */
static int32_t banded_action(const struct world *world, const struct outcome *outcome)
{
    int32_t action = KOGGE_ACTION_ALLOW;
    for (size_t i = 0; i < outcome->reasons; i++) {
        const kogge_reason *r = &outcome->reason[i];
        if (!r->rule || r->outcome != KOGGE_OUTCOME_MATCHED)
            continue;
        const kogge_order_rule *rule = rule_of(world, r->rule);
        if (rule->effect < KOGGE_FEE_FLAT && is_banded(rule) && rule->effect > action)
            action = rule->effect;
    }
    return action;
}

static int64_t band_value(const kogge_assessment *result, const kogge_order *order, int32_t base)
{
    const int64_t values[] = { result->net_base_minor, result->net_base_minor, result->before_discount_base_minor,
                               result->with_freight_base_minor, result->gross_base_minor };
    return values[base] + order->also_counts_minor;
}

static bool applies(const struct outcome *outcome, int32_t rule)
{
    for (size_t i = 0; i < outcome->reasons; i++) {
        if (outcome->reason[i].rule == rule && outcome->reason[i].code == KOGGE_REASON_RULE)
            return true;
    }
    return false;
}

/* Do dates, keys and masks hold? Then the rule applies somewhere in its band, now or once the order has grown into
 * it. */
static bool scope_holds(const struct world *world, const struct desk *desk, const struct outcome *now,
                        const kogge_order_rule *rule)
{
    static struct outcome there;
    const int64_t growth = rule->from_minor - band_value(&now->result, &desk->order, rule->base);
    if (growth <= 0)
        return applies(now, rule->id);
    grow(world, desk, growth, &there);
    return applies(&there, rule->id);
}

/* No edge before the one that is told does as well. */
static void check_smallest(const struct world *world, const struct desk *desk, const struct outcome *now)
{
    static struct outcome there;
    const kogge_assessment *result = &now->result;
    for (size_t i = 0; i < world->count; i++) {
        const kogge_order_rule *rule = &world->rules[i];
        if (!scope_holds(world, desk, now, rule))
            continue;
        const int64_t edges[] = { rule->from_minor, rule->below_minor };
        for (size_t e = 0; e < COUNT(edges); e++) {
            const int64_t growth = edges[e] - band_value(result, &desk->order, rule->base);
            if (!edges[e] || growth <= 0)
                continue;
            grow(world, desk, growth, &there);
            const int64_t fees = there.result.small_order_fees_minor;
            if (fees < result->small_order_fees_minor)
                assert_true((result->known & KOGGE_ASSESSMENT_NEXT_STEP_MISSING) &&
                            result->next_step_missing_minor <= growth);
            if (fees == 0)
                assert_true((result->known & KOGGE_ASSESSMENT_MISSING_TO_FREE) &&
                            result->missing_to_free_minor <= growth);
            if (banded_action(world, &there) <= KOGGE_ACTION_SURCHARGE)
                assert_true((result->known & KOGGE_ASSESSMENT_MISSING_TO_ALLOW) &&
                            result->missing_to_allow_minor <= growth);
        }
    }
}

static void check_edges(const struct world *world, const struct desk *desk, uint64_t *seed)
{
    static struct outcome now, there;
    (void)seed;
    look(world->book, desk, KOGGE_LEVEL_ALL, &now);
    const kogge_assessment *result = &now.result;
    if (result->known & KOGGE_ASSESSMENT_NEXT_STEP_MISSING) {
        grow(world, desk, result->next_step_missing_minor, &there);
        assert_true(result->next_step_missing_minor > 0);
        assert_true(there.result.small_order_fees_minor == result->next_step_fees_minor);
        assert_true(result->next_step_fees_minor < result->small_order_fees_minor);
    }
    if (result->known & KOGGE_ASSESSMENT_MISSING_TO_FREE) {
        grow(world, desk, result->missing_to_free_minor, &there);
        assert_true(there.result.small_order_fees_minor == 0);
        assert_true((result->missing_to_free_minor == 0) == (result->small_order_fees_minor == 0));
    }
    if (result->known & KOGGE_ASSESSMENT_MISSING_TO_ALLOW) {
        grow(world, desk, result->missing_to_allow_minor, &there);
        assert_true(banded_action(world, &there) <= KOGGE_ACTION_SURCHARGE);
    }
    if (banded_action(world, &now) <= KOGGE_ACTION_SURCHARGE)
        assert_true((result->known & KOGGE_ASSESSMENT_MISSING_TO_ALLOW) && result->missing_to_allow_minor == 0);
    check_smallest(world, desk, &now);
}

static void test_edges(void **state)
{
    (void)state;
    each_order(check_edges);
}

/* ---- cap CLIFF: nobody pays more than a larger order would have cost
 * -------------------------------------------------- */

enum { BANDS = 4, WIDTH = 60 };

/* Adjoining bands of one group, all capped; falling: flat fees, each at most that of the band before. */
static void open_cliff_world(struct world *world, int32_t number, bool falling, int64_t *end)
{
    static const int32_t kinds[] = { KOGGE_FEE_FLAT, KOGGE_FEE_PERCENT, KOGGE_FEE_TOP_UP, KOGGE_FEE_COST_COVER };
    memset(world, 0, sizeof *world);
    world->seed = (uint64_t)number * UINT64_C(0x9e3779b97f4a7c15) + 2;
    uint64_t *seed = &world->seed;
    random_policy(world);
    world->policy.max_fee_bp = 0;
    world->policy.strategy = KOGGE_STRATEGY_HOLD;
    world->count = (size_t)pick(seed, 1, BANDS);
    const int32_t base = pick(seed, 0, 3);
    int64_t from = 0, amount = 2 * WIDTH;
    for (size_t i = 0; i < world->count; i++) {
        kogge_order_rule *rule = &world->rules[i];
        *rule = (kogge_order_rule){ .id = (int32_t)i + 1, .group = 3, .base = base, .cap = KOGGE_CAP_CLIFF };
        rule->effect = kinds[falling ? 0 : pick(seed, 0, 3)];
        rule->from_minor = from;
        rule->below_minor = from += pick(seed, 1, WIDTH);
        amount = random_between(seed, 0, falling ? amount : 2 * WIDTH);
        if (rule->effect == KOGGE_FEE_FLAT)
            rule->amount_minor = amount;
        if (rule->effect == KOGGE_FEE_PERCENT)
            rule->rate_bp = pick(seed, 0, 30000);
        if (rule->effect == KOGGE_FEE_PERCENT && one_in(seed, 2))
            rule->min_minor = amount;
    }
    *end = from;
    world->book = compile(world);
}

static void walk_cliff(int32_t number, bool falling)
{
    struct world world;
    int64_t end, before = -1, last_fee = INT64_MAX;
    open_cliff_world(&world, number, falling, &end);
    uint64_t *seed = &world.seed;
    kogge_order order = given_order(1);
    order.channel = pick(seed, 1, 8);
    order.known = KOGGE_ORDER_LINE_COUNT;
    order.freight_minor = pick(seed, 0, 20);
    order.discount_minor = pick(seed, 0, 20);
    order.also_counts_minor = one_in(seed, 3) ? pick(seed, 0, 30) : 0;
    for (; order.net_minor <= end + 3; order.net_minor++) {
        const kogge_assessment result = given_result(world.book, NULL, &order);
        const int64_t fee = result.charged_minor;
        if (order.net_minor + fee < before)
            fail_msg("world %d: order %" PRId64 " costs %" PRId64 ", one less cost %" PRId64, (int)number,
                     order.net_minor, order.net_minor + fee, before);
        if (falling)
            assert_true(fee <= last_fee);
        before = order.net_minor + fee;
        last_fee = fee;
    }
    kogge_rulebook_unref(world.book);
}

static void test_cliff(void **state)
{
    (void)state;
    for (int32_t number = 1; number <= BOOKS; number++) {
        walk_cliff(number, false);
        walk_cliff(number, true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeat),  cmocka_unit_test(test_levels),         cmocka_unit_test(test_permuted),
        cmocka_unit_test(test_sums),    cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_deliveries),
        cmocka_unit_test(test_unknown), cmocka_unit_test(test_edges),          cmocka_unit_test(test_cliff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
