/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The presets: the numbers of fields.md 2 and 7, typed by hand, in four currencies. */

#include "given.h"

#include <inttypes.h>
#include <string.h>

enum {
    NEUTRAL = KOGGE_PRESET_NEUTRAL_2026,
    RETREAT = KOGGE_PRESET_RETREAT_2026,
    FORWARD = KOGGE_PRESET_FORWARD_2026
};

static int64_t value_of(const void *record, int32_t id)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    int64_t wide;
    int32_t narrow;
    assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
    const unsigned char *at = (const unsigned char *)record + field.offset;
    if (field.type == KOGGE_TYPE_INT64) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return narrow;
}

/* ---- numbers ------------------------------------------------------------------------------------------------- */

#define P(name) KOGGE_FIELD_POLICY_##name

/* Amounts in whole units; the same in all presets. */
static const struct {
    int32_t field, units;
} amounts[] = {
    { P(CUT_A), 0 },
    { P(CUT_B), 0 },
    { P(GAP_CUT), 10000 },
    { P(SMALL_REVENUE), 10000 },
    { P(SMALL_ORDER), 500 },
    { P(COST_PER_LINE), 1 },
    { P(COST_PER_VISIT), 150 },
    { P(COST_PER_CALL), 12 },
    { P(COST_PER_COMPLAINT), 40 },
    { P(COST_PER_RETURN), 20 },
    { P(COST_PER_SERVICE), 15 },
    { P(TARGET_ORDER), 250 },
    { P(DEVELOPMENT_COST), 150 },
};

static const struct {
    int32_t field, value;
} numbers[] = {
    { P(FLAGS), 3 },
    { P(SMALL_QUANTITY), 100 },
    { P(ROUNDING), KOGGE_ROUNDING_HALF_AWAY },
    { P(SCHEME), KOGGE_SCHEME_ABCD },
    { P(DEFAULT_TIER), KOGGE_TIER_C },
    { P(ON_CHANGE), KOGGE_ON_CHANGE_FOLLOW },
    { P(MAX_FEE_BP), 0 },
    { P(MARGIN_BP), 2500 },
    { P(MAX_DISCOUNT_BP), 1500 },
    { P(CONTACTS_A_YEAR), 12 },
    { P(VALUE_EXCLUDED_TIERS), 1 << KOGGE_TIER_A | 1 << KOGGE_TIER_B },
    { P(VALUE_CHANNELS), 1 << KOGGE_CHANNEL_SHOP },
    { P(VALUE_PAYMENTS), 1 << KOGGE_PAYMENT_CARD | 1 << KOGGE_PAYMENT_PREPAID },
    { P(VALUE_SERVICES), 0 },
    { P(VALUE_LEAD_TIME_DAYS), 5 },
    { P(CUT_A_BP), 8000 },
    { P(CUT_B_BP), 8500 },
    { P(CUT_RULE), KOGGE_CUT_RULE_CUM_BEFORE },
    { P(HYSTERESIS_UP_BP), 1000 },
    { P(HYSTERESIS_DOWN_BP), 1000 },
    { P(DWELL_DAYS), 180 },
    { P(TENURE_DAYS), 180 },
    { P(STALE_DAYS), 365 },
    { P(SMALL_BY), 0 },
    { P(SMALL_K), 0 },
    { P(SMALL_EMPLOYEES), 50 },
    { P(SOW_MAX_BP), 5000 },
    { P(CONFIDENCE_MIN_BP), 5000 },
    { P(EVIDENCE_MIN), 3 },
    { P(GROWTH_MIN_BP), 1000 },
    { P(CALL_OFF_MIN_BP), 5000 },
    { P(REALISATION_A_BP), 1000 },
    { P(REALISATION_B_BP), 1000 },
    { P(SMART_GROWTH_BP), 300 },
    { P(LARGE_FIRM_EMPLOYEES), 250 },
    { P(HOPE_REALISATION_BP), 3000 },
    { P(HOPE_COST_BP), 2000 },
    { P(KEY_DISCOUNT_BP), 2000 },
    { P(OVERSERVED_BP), 15000 },
    { P(LARGE_SHARE_BP), 1000 },
    { P(COSTLY_COMPLAINTS), 3 },
    { P(COSTLY_RATE_BP), 1000 },
    { P(COSTLY_EFFORT_BP), 10000 },
    { P(GROWTH_CHANCE_0_BP), 500 },
    { P(GROWTH_CHANCE_1_BP), 500 },
    { P(GROWTH_CHANCE_2_BP), 500 },
    { P(GROWTH_CHANCE_3_BP), 3000 },
    { P(GROWTH_CHANCE_4_BP), 5000 },
};

static const struct {
    int32_t currency, digits, factor;
} currencies[] = {
    { 978, 2, 100 },   /* EUR */
    { 392, 0, 1 },     /* JPY */
    { 414, 3, 1000 },  /* KWD */
    { 990, 4, 10000 }, /* CLF */
    { 777, 2, 100 },   /* none that the library knows */
};

static void test_numbers(void **state)
{
    (void)state;
    const int32_t strategies[] = { KOGGE_STRATEGY_HOLD, KOGGE_STRATEGY_RETREAT, KOGGE_STRATEGY_FORWARD };
    assert_int_equal(COUNT(amounts) + COUNT(numbers) + 4, 65); /* every field of fields.md */
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        for (size_t c = 0; c < COUNT(currencies); c++) {
            const kogge_policy policy = given_policy(preset, currencies[c].currency);
            assert_int_equal(policy.struct_size, sizeof policy);
            assert_int_equal(policy.preset, preset);
            assert_int_equal(policy.currency, currencies[c].currency);
            assert_int_equal(policy.currency_digits, currencies[c].digits);
            assert_int_equal(policy.strategy, strategies[preset - 1]);
            for (size_t i = 0; i < COUNT(amounts); i++) {
                if (value_of(&policy, amounts[i].field) != (int64_t)amounts[i].units * currencies[c].factor)
                    fail_msg("%s is %" PRId64, kogge_field_name(amounts[i].field),
                             value_of(&policy, amounts[i].field));
            }
            for (size_t i = 0; i < COUNT(numbers); i++) {
                if (value_of(&policy, numbers[i].field) != numbers[i].value)
                    fail_msg("%s is %" PRId64, kogge_field_name(numbers[i].field),
                             value_of(&policy, numbers[i].field));
            }
        }
    }
}

/* ---- sizes and arguments ------------------------------------------------------------------------------------- */

static void test_larger_caller(void **state)
{
    (void)state;
    struct {
        kogge_policy policy;
        unsigned char later[16], beyond[8];
    } room;
    kogge_policy today = given_policy(RETREAT, KOGGE_EUR);
    memset(&room, 0x5a, sizeof room);
    const size_t size = sizeof room.policy + sizeof room.later;
    assert_int_equal(kogge_policy_init(&room.policy, size, RETREAT, KOGGE_EUR), KOGGE_OK);
    assert_int_equal(room.policy.struct_size, size);
    room.policy.struct_size = today.struct_size;
    assert_memory_equal(&room.policy, &today, sizeof today);
    for (size_t i = 0; i < sizeof room.later; i++) {
        assert_int_equal(room.later[i], 0);
    }
    assert_int_equal(room.beyond[0], 0x5a);
}

static void test_refused(void **state)
{
    (void)state;
    const size_t size = sizeof(kogge_policy);
    const struct {
        size_t size;
        int32_t preset, currency;
        kogge_status status;
    } cases[] = {
        { 0, NEUTRAL, 978, KOGGE_E_STRUCT_SIZE },
        { 8, NEUTRAL, 978, KOGGE_E_STRUCT_SIZE },
        { size - 8, NEUTRAL, 978, KOGGE_E_STRUCT_SIZE },
        { size + 4, NEUTRAL, 978, KOGGE_E_STRUCT_SIZE },
        { 4104, NEUTRAL, 978, KOGGE_E_STRUCT_SIZE },
        { size, 0, 978, KOGGE_E_UNSUPPORTED },
        { size, 4, 978, KOGGE_E_UNSUPPORTED },
        { size, -1, 978, KOGGE_E_UNSUPPORTED },
        { size, NEUTRAL, 0, KOGGE_E_RANGE },
        { size, NEUTRAL, -1, KOGGE_E_RANGE },
        { size, NEUTRAL, 1000, KOGGE_E_RANGE },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_policy policy, before;
        memset(&policy, 0x5a, sizeof policy);
        before = policy;
        assert_int_equal(kogge_policy_init(&policy, cases[i].size, cases[i].preset, cases[i].currency),
                         cases[i].status);
        assert_memory_equal(&policy, &before, sizeof policy);
    }
}

/* ---- tables -------------------------------------------------------------------------------------------------- */

static size_t preset_rules(int32_t preset, int32_t currency, kogge_order_rule *rules, size_t capacity)
{
    kogge_rulebook *book = given_preset(preset, currency);
    kogge_out_rows rows = { rules, capacity, 0, sizeof *rules };
    assert_int_equal(kogge_rulebook_rules(book, &rows), KOGGE_OK);
    kogge_rulebook_unref(book);
    return rows.count;
}

enum {
    CD = 1 << KOGGE_TIER_C | 1 << KOGGE_TIER_D,
    BCD = CD | 1 << KOGGE_TIER_B,
    SMALL = 1 << KOGGE_TREATMENT_DEVELOPABLE | 1 << KOGGE_TREATMENT_SMALL | 1 << KOGGE_TREATMENT_D,
    OURS = 1 << KOGGE_WAIVER_SUPPLIER_CAUSED | 1 << KOGGE_WAIVER_REPLACEMENT,
    MORE = OURS | 1 << KOGGE_WAIVER_FRAMEWORK_CONTRACT | 1 << KOGGE_WAIVER_CONSOLIDATED,
    MOST = MORE | 1 << KOGGE_WAIVER_FIRST_ORDER,
    PERSONAL = 1 << KOGGE_CHANNEL_PHONE | 1 << KOGGE_CHANNEL_FAX | 1 << KOGGE_CHANNEL_EMAIL | 1 << KOGGE_CHANNEL_FIELD
};

#define WARN(number, mask, limit)                                                                                    \
    {                                                                                                                \
        .id = number, .group = 1, .effect = KOGGE_ACTION_WARN, .tiers = CD, .channels = mask, .below_minor = limit   \
    }

static const kogge_order_rule neutral_rules[] = {
    WARN(1, 1 << KOGGE_CHANNEL_PHONE, 104),
    WARN(2, 1 << KOGGE_CHANNEL_FAX, 92),
    WARN(3, 1 << KOGGE_CHANNEL_EMAIL, 76),
    WARN(4, 1 << KOGGE_CHANNEL_FIELD, 144),
    WARN(5, 1 << KOGGE_CHANNEL_SHOP | 1 << KOGGE_CHANNEL_PORTAL, 28),
    WARN(6, 1 << KOGGE_CHANNEL_EDI, 16),
    WARN(7, 1 << KOGGE_CHANNEL_PICKUP, 52),
};

static const kogge_order_rule retreat_rules[] = {
    { .id = 1,
      .group = 1,
      .effect = KOGGE_ACTION_REDIRECT_SHOP,
      .treatments = SMALL,
      .channels = PERSONAL,
      .below_minor = 500 },
    { .id = 2,
      .group = 2,
      .effect = KOGGE_FEE_FLAT,
      .treatments = SMALL,
      .below_minor = 100,
      .amount_minor = 15,
      .cap = KOGGE_CAP_CLIFF,
      .waivers = MORE },
    { .id = 3,
      .group = 3,
      .effect = KOGGE_FEE_PER_SERVICE,
      .treatments = SMALL,
      .amount_minor = 10,
      .waivers = OURS },
    { .id = 4, .group = 4, .effect = KOGGE_FEE_EFFORT, .treatments = SMALL, .amount_minor = 20, .waivers = OURS },
};

static const kogge_order_rule forward_rules[] = {
    { .id = 1,
      .group = 1,
      .effect = KOGGE_FEE_FLAT,
      .tiers = CD,
      .below_minor = 50,
      .amount_minor = 5,
      .cap = KOGGE_CAP_CLIFF,
      .waivers = MOST },
    { .id = 2, .group = 2, .effect = KOGGE_FEE_PER_SERVICE, .tiers = CD, .amount_minor = 5, .waivers = OURS },
    { .id = 3, .group = 3, .effect = KOGGE_FEE_EFFORT, .tiers = BCD, .amount_minor = 20, .waivers = OURS },
};

static void test_rules(void **state)
{
    (void)state;
    const struct {
        const kogge_order_rule *rules;
        size_t count;
    } tables[] = { { neutral_rules, COUNT(neutral_rules) },
                   { retreat_rules, COUNT(retreat_rules) },
                   { forward_rules, COUNT(forward_rules) } };
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        for (size_t c = 0; c < COUNT(currencies); c++) {
            kogge_order_rule found[8];
            const size_t count = tables[preset - 1].count;
            assert_int_equal(preset_rules(preset, currencies[c].currency, found, COUNT(found)), count);
            for (size_t i = 0; i < count; i++) {
                kogge_order_rule expected = tables[preset - 1].rules[i];
                expected.below_minor *= currencies[c].factor;
                expected.amount_minor *= currencies[c].factor;
                if (memcmp(&found[i], &expected, sizeof expected))
                    fail_msg("preset %d, rule %zu", (int)preset, i);
            }
        }
    }
}

/* Amounts in whole units, as in fields.md 7; the values of the strategic criteria are no money. */
static const kogge_kam_criterion criteria[] = {
    { .id = 1, .kind = 1, .stage = 1, .at_least = 1, .criterion_flags = 1 << KOGGE_CRITERION_FLAG_KNOCK_IN },
    { .id = 2, .kind = 2, .stage = 1, .at_least = 6000 },
    { .id = 3, .kind = 3, .stage = 1, .at_least = 3 },
    { .id = 4, .kind = 4, .stage = 1, .at_least = 5 },
    { .id = 5, .kind = 5, .stage = 2, .weight = 30, .low = 50000, .high = 500000 },
    { .id = 6, .kind = 6, .stage = 2, .weight = 45, .low = 50000, .high = 500000 },
    { .id = 7,
      .kind = 7,
      .stage = 2,
      .weight = 25,
      .high = 100000,
      .criterion_flags = 1 << KOGGE_CRITERION_FLAG_KNOCK_OUT },
};

static void test_criteria(void **state)
{
    (void)state;
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        for (size_t c = 0; c < COUNT(currencies); c++) {
            kogge_kam_criterion found[8];
            kogge_out_rows rows = { found, COUNT(found), 0, sizeof *found };
            kogge_rulebook *book = given_preset(preset, currencies[c].currency);
            assert_int_equal(kogge_rulebook_criteria(book, &rows), KOGGE_OK);
            assert_int_equal(rows.count, COUNT(criteria));
            for (size_t i = 0; i < COUNT(criteria); i++) {
                kogge_kam_criterion expected = criteria[i];
                expected.low *= currencies[c].factor;
                expected.high *= currencies[c].factor;
                if (memcmp(&found[i], &expected, sizeof expected))
                    fail_msg("preset %d, criterion %zu", (int)preset, i);
            }
            kogge_rulebook_unref(book);
        }
    }
}

/* The preset's costs: handling of an order with two lines, in each channel. */
static void test_channel_costs(void **state)
{
    (void)state;
    const int64_t units[] = { 35, 25, 22, 18, 35, 6, 6, 3, 12 }; /* by channel; unknown: the dearest */
    for (size_t c = 0; c < COUNT(currencies); c++) {
        kogge_rulebook *book = given_preset(NEUTRAL, currencies[c].currency);
        for (int32_t channel = 0; channel <= KOGGE_CHANNEL_PICKUP; channel++) {
            kogge_order order = given_order(100000000);
            order.channel = channel;
            order.known = KOGGE_ORDER_LINE_COUNT;
            order.line_count = 2;
            assert_int_equal(given_result(book, NULL, &order).handling_cost_minor,
                             (units[channel] + 2) * currencies[c].factor);
        }
        kogge_rulebook_unref(book);
    }
}

/* What the treatment rows of a preset do to an order: discounts, quotations and fees of each column. */
static void test_treatments(void **state)
{
    (void)state;
    static const struct {
        int32_t preset, treatment, limit_bp; /* -1: no limit */
        int32_t quote;
        int32_t fee;
    } columns[] = {
        { NEUTRAL, KOGGE_TREATMENT_SMALL, -1, KOGGE_ACTION_ALLOW, 0 },
        { RETREAT, KOGGE_TREATMENT_A, 1500, KOGGE_ACTION_ALLOW, 0 },
        { RETREAT, KOGGE_TREATMENT_B, 1500, KOGGE_ACTION_ALLOW, 0 },
        { RETREAT, KOGGE_TREATMENT_DEVELOPABLE, 0, KOGGE_ACTION_REVIEW, 1500 },
        { RETREAT, KOGGE_TREATMENT_SMALL, 0, KOGGE_ACTION_REVIEW, 1500 },
        { RETREAT, KOGGE_TREATMENT_D, 0, KOGGE_ACTION_REVIEW, 1500 },
        { FORWARD, KOGGE_TREATMENT_A, 1500, KOGGE_ACTION_ALLOW, 0 },
        { FORWARD, KOGGE_TREATMENT_B, 1500, KOGGE_ACTION_ALLOW, 0 },
        { FORWARD, KOGGE_TREATMENT_DEVELOPABLE, 1500, KOGGE_ACTION_ALLOW, 0 },
        { FORWARD, KOGGE_TREATMENT_SMALL, 0, KOGGE_ACTION_ALLOW, 500 },
        { FORWARD, KOGGE_TREATMENT_D, 0, KOGGE_ACTION_REVIEW, 500 },
    };
    for (size_t i = 0; i < COUNT(columns); i++) {
        kogge_rulebook *book = given_preset(columns[i].preset, KOGGE_EUR);
        kogge_customer customer = given_customer(KOGGE_TIER_C);
        customer.treatment = columns[i].treatment;
        kogge_order order = given_order(3000);
        order.channel = KOGGE_CHANNEL_SHOP; /* dear enough for no rule of NEUTRAL */
        assert_int_equal(given_result(book, &customer, &order).charged_minor, columns[i].fee);

        order = given_order(1000000);
        order.flags = KOGGE_ORDER_FLAG_QUOTE;
        assert_int_equal(given_result(book, &customer, &order).action, columns[i].quote);

        order = given_order(8500);
        order.channel = KOGGE_CHANNEL_PORTAL;
        order.discount_minor = columns[i].limit_bp < 0 ? 500000 : columns[i].limit_bp == 0 ? 0 : 1500;
        assert_int_not_equal(given_result(book, &customer, &order).action, KOGGE_ACTION_REVIEW);
        order.discount_minor++;
        assert_int_equal(given_result(book, &customer, &order).action == KOGGE_ACTION_REVIEW,
                         columns[i].limit_bp >= 0);
        kogge_rulebook_unref(book);
    }
}

/* ---- literal: what stands in a policy holds, 0 too ----------------------------------------------------------- */

static void test_literal(void **state)
{
    (void)state;
    kogge_policy policy = given_policy(NEUTRAL, KOGGE_EUR), back = KOGGE_INIT(kogge_policy);
    policy.cost_per_line_minor = 0;
    policy.margin_bp = 0;
    policy.value_channels = 0;
    policy.hysteresis_up_bp = 0;
    policy.currency_digits = 0;
    policy.default_tier = KOGGE_TIER_NONE;
    policy.flags = 0;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_rulebook *book = given_book_of(&spec);
    assert_int_equal(kogge_rulebook_policy(book, &back), KOGGE_OK);
    assert_memory_equal(&back, &policy, sizeof policy);

    kogge_order order = given_order(1000);
    order.channel = KOGGE_CHANNEL_SHOP;
    order.brand = KOGGE_BRAND_VALUE;
    const kogge_assessment result = given_result(book, NULL, &order);
    assert_int_equal(result.tier, KOGGE_TIER_NONE);
    assert_int_equal(result.action, KOGGE_ACTION_REDIRECT_SHOP); /* no channel is allowed */
    assert_int_equal(result.margin_bp, 0);
    assert_true(result.known & KOGGE_ASSESSMENT_HANDLING_COST); /* lines cost nothing */
    assert_int_equal(result.handling_cost_minor, 6);            /* the preset's costs by the policy's digits */
    assert_true(result.break_even_minor == KOGGE_MONEY_MAX + 1);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_larger_caller), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_rules),   cmocka_unit_test(test_channel_costs), cmocka_unit_test(test_treatments),
        cmocka_unit_test(test_literal), cmocka_unit_test(test_criteria),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
