/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Fingerprint and serialised bytes (fields.md 8): what they hold, and what changes them. */

#include "given.h"
#include "random.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 16384 };

/* ---- the sequence, written once more from the field table ---------------------------------------------------- */

struct sequence {
    unsigned char bytes[MOST_BYTES];
    size_t size;
};

static void put_pair(struct sequence *sequence, uint32_t id, uint64_t value)
{
    for (int i = 0; i < 12; i++) {
        sequence->bytes[sequence->size++] = (unsigned char)(i < 4 ? id >> 8 * i : value >> 8 * (i - 4));
    }
}

static uint64_t value_of(const kogge_field *field, const void *record)
{
    const unsigned char *at = (const unsigned char *)record + field->offset;
    int64_t wide;
    int32_t narrow;
    if (field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64) {
        memcpy(&wide, at, sizeof wide);
        return (uint64_t)wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return field->type == KOGGE_TYPE_UINT32 ? (uint32_t)narrow : (uint64_t)(int64_t)narrow;
}

static void put_record(struct sequence *sequence, int32_t record, uint64_t key, const void *from)
{
    put_pair(sequence, (uint32_t)record * 256, key);
    for (int32_t id = record * 256; (id = kogge_field_next(id)) != 0 && id / 256 == record;) {
        kogge_field field = KOGGE_INIT(kogge_field);
        assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
        if (value_of(&field, from) && id != KOGGE_FIELD_POLICY_PRESET)
            put_pair(sequence, (uint32_t)id, value_of(&field, from));
    }
}

static uint64_t fnv1a(const unsigned char *bytes, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static const kogge_channel_cost costs[] = { { 700, KOGGE_CHANNEL_SHOP, 0 }, { 3300, KOGGE_CHANNEL_PHONE, 0 } };

static const kogge_treatment_row treatments[] = {
    { .strategy = KOGGE_STRATEGY_FORWARD, .treatment = KOGGE_TREATMENT_A, .care = KOGGE_CARE_FIELD },
    { .strategy = KOGGE_STRATEGY_RETREAT, .treatment = KOGGE_TREATMENT_D, .max_discount_bp = 5 },
    { .strategy = KOGGE_STRATEGY_RETREAT, .treatment = KOGGE_TREATMENT_B, .services = 0x80000002 },
};

static const kogge_kam_criterion criteria[] = {
    { .id = 12, .kind = 4711, .stage = KOGGE_STAGE_STRATEGIC, .at_least = -3 },
    { .id = 3, .kind = KOGGE_CRITERION_OPPORTUNITY, .stage = KOGGE_STAGE_HARD, .low = 9, .high = 2, .weight = 1 },
};

static const kogge_strategy_weight weights[] = {
    { .score = KOGGE_STRATEGY_FORWARD, .factor = KOGGE_FACTOR_IMBALANCE, .low = -4, .weight = 10000 },
    { .score = KOGGE_STRATEGY_RETREAT, .factor = KOGGE_FACTOR_AUTOMATION, .high = KOGGE_MONEY_MAX },
    { .score = KOGGE_STRATEGY_RETREAT, .factor = KOGGE_FACTOR_AMBITION, .low = 9, .weight = 1 },
};

/* Not the numbers of a preset; years 0 are left out. */
static kogge_sales_policy sales_of(int32_t preset)
{
    kogge_sales_policy sales;
    assert_int_equal(kogge_sales_policy_init(&sales, sizeof sales, preset), KOGGE_OK);
    sales.company_growth_bp = -10000;
    sales.migration_years = 0;
    return sales;
}

static kogge_rulebook *small_book(const kogge_policy *policy, const kogge_order_rule *rules, size_t count)
{
    const kogge_sales_policy sales = sales_of(policy->preset);
    kogge_rulebook_spec spec = given_spec(policy, rules, count);
    spec.sales = &sales;
    spec.strategy_weights = (kogge_rows)KOGGE_ROWS(weights);
    spec.channel_costs = (kogge_rows)KOGGE_ROWS(costs);
    spec.treatments = (kogge_rows)KOGGE_ROWS(treatments);
    spec.criteria = (kogge_rows)KOGGE_ROWS(criteria);
    return given_book_of(&spec);
}

static void test_bytes(void **state)
{
    (void)state;
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.margin_bp = -3; /* negative values are 64-bit two's complement */
    const kogge_order_rule rules[] = {
        { .id = 9, .effect = KOGGE_ACTION_WARN, .priority = -2, .order_types = 0x80000000 },
        { .id = 4, .effect = KOGGE_FEE_FLAT, .group = 2, .agreement = UINT64_MAX, .amount_minor = KOGGE_MONEY_MAX },
    };
    static struct sequence expected;
    expected.size = 0;
    const kogge_sales_policy sales = sales_of(policy.preset);
    put_record(&expected, 4, 0, &policy);
    put_record(&expected, 11, 0, &sales);
    put_record(&expected, 5, 4, &rules[1]);
    put_record(&expected, 5, 9, &rules[0]);
    put_record(&expected, 6, KOGGE_CHANNEL_PHONE, &costs[1]);
    put_record(&expected, 6, KOGGE_CHANNEL_SHOP, &costs[0]);
    put_record(&expected, 7, (UINT64_C(1) << 32) + 2, &treatments[2]);
    put_record(&expected, 7, (UINT64_C(1) << 32) + 5, &treatments[1]);
    put_record(&expected, 7, (UINT64_C(2) << 32) + 1, &treatments[0]);
    put_record(&expected, 8, 3, &criteria[1]);
    put_record(&expected, 8, 12, &criteria[0]);
    put_record(&expected, 9, (UINT64_C(1) << 32) + 3, &weights[2]);
    put_record(&expected, 9, (UINT64_C(1) << 32) + 6, &weights[1]);
    put_record(&expected, 9, (UINT64_C(2) << 32) + 1, &weights[0]);

    static unsigned char found[MOST_BYTES];
    size_t size = 0;
    kogge_rulebook *book = small_book(&policy, rules, COUNT(rules));
    assert_int_equal(kogge_rulebook_serialise(book, found, sizeof found, &size), KOGGE_OK);
    assert_int_equal(size, expected.size);
    assert_memory_equal(found, expected.bytes, size);
    assert_true(kogge_rulebook_fingerprint(book) == fnv1a(found, size));
    const unsigned char start[12] = { 0, 4 }; /* the policy, key 0 */
    assert_memory_equal(found, start, sizeof start);
    kogge_rulebook_unref(book);
}

/* That of a rule is over its part of the bytes. */
static void test_rule(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_order_rule rules[] = {
        { .id = 9, .effect = KOGGE_ACTION_WARN, .priority = -2 },
        { .id = 4, .effect = KOGGE_FEE_FLAT, .group = 2, .agreement = UINT64_MAX, .amount_minor = 7 },
    };
    kogge_rulebook *book = small_book(&policy, rules, COUNT(rules));
    for (size_t i = 0; i < COUNT(rules); i++) {
        static struct sequence expected;
        expected.size = 0;
        put_record(&expected, 5, (uint64_t)rules[i].id, &rules[i]);
        assert_true(kogge_rulebook_rule_fingerprint(book, rules[i].id) == fnv1a(expected.bytes, expected.size));
    }
    assert_int_equal(kogge_rulebook_rule_fingerprint(book, 5), 0);
    assert_int_equal(kogge_rulebook_rule_fingerprint(book, 0), 0);
    assert_int_equal(kogge_rulebook_rule_fingerprint(book, -1), 0);
    kogge_rulebook_unref(book);
}

static void test_room(void **state)
{
    (void)state;
    static unsigned char bytes[MOST_BYTES];
    kogge_rulebook *book = given_preset(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR);
    size_t size = 0, again = 0;
    assert_int_equal(kogge_rulebook_serialise(book, NULL, 0, &size), KOGGE_OK);
    assert_int_equal(size % 12, 0);
    assert_in_range(size, 12, MOST_BYTES);
    memset(bytes, 0x5a, sizeof bytes);
    assert_int_equal(kogge_rulebook_serialise(book, bytes, 0, &again), KOGGE_OK);
    assert_int_equal(again, size);
    assert_int_equal(kogge_rulebook_serialise(book, bytes, 1, &again), KOGGE_E_BUFFER);
    assert_int_equal(kogge_rulebook_serialise(book, bytes, size - 1, &again), KOGGE_E_BUFFER);
    assert_int_equal(again, size);
    assert_int_equal(bytes[0], 0x5a);
    assert_int_equal(bytes[size - 2], 0x5a);
    assert_int_equal(kogge_rulebook_serialise(book, bytes, size, NULL), KOGGE_OK);
    assert_int_equal(bytes[0], 0);
    assert_int_equal(bytes[size], 0x5a);
    assert_true(kogge_rulebook_fingerprint(book) == fnv1a(bytes, size));
    kogge_rulebook_unref(book);
}

/* ---- every field counts -------------------------------------------------------------------------------------- */

struct draft {
    kogge_policy policy;
    kogge_sales_policy sales;
    kogge_order_rule rule;
    kogge_channel_cost cost;
    kogge_treatment_row treatment;
    kogge_kam_criterion criterion;
    kogge_strategy_weight weight;
};

/* Starting points: not every field goes with every effect. */
static const kogge_order_rule bases[] = {
    { .id = 1, .effect = KOGGE_FEE_FLAT, .group = 1, .from_minor = 5, .below_minor = 500, .amount_minor = 7 },
    { .id = 1, .effect = KOGGE_FEE_PERCENT, .rate_bp = 50, .max_minor = 900 },
    { .id = 1, .effect = KOGGE_FEE_LINE_SHORTFALL, .amount_minor = 7, .amount_per = 100 },
    { .id = 1, .effect = KOGGE_ACTION_WARN, .group = 1 },
};

static struct draft draft_of(size_t base)
{
    struct draft draft = { .policy = given_policy(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR),
                           .rule = bases[base],
                           .cost = { 700, KOGGE_CHANNEL_SHOP, 0 },
                           .treatment = { .strategy = KOGGE_STRATEGY_RETREAT, .treatment = KOGGE_TREATMENT_D },
                           .criterion = { .id = 5, .kind = 5, .stage = KOGGE_STAGE_HARD, .high = 7, .weight = 5 },
                           .weight = { .score = 1, .factor = 5, .low = 5, .high = 7, .weight = 5 } };
    assert_int_equal(kogge_sales_policy_init(&draft.sales, sizeof draft.sales, draft.policy.preset), KOGGE_OK);
    draft.policy.small_by = 1 << KOGGE_SMALL_BY_REVENUE | 1 << KOGGE_SMALL_BY_EMPLOYEES;
    draft.policy.small_k = 1;
    draft.policy.cut_a_minor = 100000;
    draft.policy.cut_b_minor = 50000;
    return draft;
}

/* 0 if it does not compile. */
static uint64_t fingerprint_of(const struct draft *draft)
{
    kogge_rulebook_spec spec = given_spec(&draft->policy, &draft->rule, 1);
    spec.channel_costs = given_rows(&draft->cost, 1, sizeof draft->cost);
    spec.treatments = given_rows(&draft->treatment, 1, sizeof draft->treatment);
    spec.criteria = given_rows(&draft->criterion, 1, sizeof draft->criterion);
    spec.sales = &draft->sales;
    spec.strategy_weights = given_rows(&draft->weight, 1, sizeof draft->weight);
    kogge_rulebook *book = NULL;
    if (kogge_rulebook_new(&spec, &book, NULL))
        return 0;
    uint64_t fingerprint = kogge_rulebook_fingerprint(book);
    kogge_rulebook_unref(book);
    return fingerprint;
}

static void *record_of(struct draft *draft, int32_t record)
{
    switch (record) {
    case KOGGE_RECORD_POLICY:
        return &draft->policy;
    case KOGGE_RECORD_ORDER_RULE:
        return &draft->rule;
    case KOGGE_RECORD_CHANNEL_COST:
        return &draft->cost;
    case KOGGE_RECORD_TREATMENT_ROW:
        return &draft->treatment;
    case KOGGE_RECORD_KAM_CRITERION:
        return &draft->criterion;
    case KOGGE_RECORD_SALES_POLICY:
        return &draft->sales;
    case KOGGE_RECORD_STRATEGY_WEIGHT:
        return &draft->weight;
    default:
        return NULL;
    }
}

static void store(const kogge_field *field, void *record, int64_t value)
{
    unsigned char *at = (unsigned char *)record + field->offset;
    int32_t narrow = (int32_t)(uint32_t)(uint64_t)value;
    bool wide = field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64;
    memcpy(at, wide ? (const void *)&value : (const void *)&narrow, wide ? 8 : 4);
}

/* How many of a few other values compile; each gives another fingerprint. */
static int try_values(const kogge_field *field, size_t base)
{
    static const int64_t values[] = { 0, 1, 2, 3, 4, 6, 8, 10, 20, 60, 100, 101, 9000, 60000, -5 };
    struct draft draft = draft_of(base);
    const uint64_t before = fingerprint_of(&draft), now = value_of(field, record_of(&draft, field->record));
    int compiled = 0;
    assert_true(before != 0);
    for (size_t i = 0; i < COUNT(values); i++) {
        if ((uint64_t)values[i] == now)
            continue;
        draft = draft_of(base);
        store(field, record_of(&draft, field->record), values[i]);
        const uint64_t after = fingerprint_of(&draft);
        if (!after)
            continue;
        compiled++;
        if ((after == before) != (field->id == KOGGE_FIELD_POLICY_PRESET))
            fail_msg("%s.%s = %d", kogge_record_name(field->record), kogge_field_name(field->id), (int)values[i]);
    }
    return compiled;
}

static void test_every_field(void **state)
{
    (void)state;
    int fields = 0;
    for (int32_t id = 0; (id = kogge_field_next(id)) != 0;) {
        kogge_field field = KOGGE_INIT(kogge_field);
        struct draft draft = draft_of(0);
        assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
        if (!record_of(&draft, field.record))
            continue;
        int compiled = 0;
        for (size_t base = 0; base < COUNT(bases); base++) {
            compiled += try_values(&field, base);
        }
        if (!compiled)
            fail_msg("no value of %s compiles", kogge_field_name(id));
        fields++;
    }
    assert_int_equal(fields, 65 + 27 + 2 + 17 + 9 + 20 + 5); /* fields.md 2 */
}

/* A book is what it contains, not where it came from: the preset's tables typed in are the preset's book. */
static void test_preset_typed_in(void **state)
{
    (void)state;
    kogge_order_rule rules[8];
    kogge_channel_cost cost_rows[16];
    kogge_treatment_row treatment_rows[16];
    kogge_kam_criterion criterion_rows[16];
    kogge_strategy_weight weight_rows[16];
    kogge_sales_policy sales = KOGGE_INIT(kogge_sales_policy);
    kogge_policy policy = given_policy(KOGGE_PRESET_FORWARD_2026, KOGGE_EUR);
    kogge_rulebook *book = given_preset(KOGGE_PRESET_FORWARD_2026, KOGGE_EUR);
    kogge_out_rows rows = { rules, COUNT(rules), 0, sizeof *rules };
    kogge_out_rows typed_costs = { cost_rows, COUNT(cost_rows), 0, sizeof *cost_rows };
    kogge_out_rows typed_treatments = { treatment_rows, COUNT(treatment_rows), 0, sizeof *treatment_rows };
    kogge_out_rows typed_weights = { weight_rows, COUNT(weight_rows), 0, sizeof *weight_rows };
    kogge_out_rows typed_criteria = { criterion_rows, COUNT(criterion_rows), 0, sizeof *criterion_rows };
    assert_int_equal(kogge_rulebook_rules(book, &rows), KOGGE_OK);
    assert_int_equal(kogge_rulebook_channel_costs(book, &typed_costs), KOGGE_OK);
    assert_int_equal(kogge_rulebook_treatments(book, &typed_treatments), KOGGE_OK);
    assert_int_equal(kogge_rulebook_criteria(book, &typed_criteria), KOGGE_OK);
    assert_int_equal(kogge_rulebook_strategy_weights(book, &typed_weights), KOGGE_OK);
    assert_int_equal(kogge_rulebook_sales_policy(book, &sales), KOGGE_OK);
    policy.preset = KOGGE_PRESET_NEUTRAL_2026;
    kogge_rulebook_spec spec = given_spec(&policy, rules, rows.count);
    spec.channel_costs = given_rows(cost_rows, typed_costs.count, sizeof *cost_rows);
    spec.treatments = given_rows(treatment_rows, typed_treatments.count, sizeof *treatment_rows);
    spec.criteria = given_rows(criterion_rows, typed_criteria.count, sizeof *criterion_rows);
    spec.strategy_weights = given_rows(weight_rows, typed_weights.count, sizeof *weight_rows);
    spec.sales = &sales;
    kogge_rulebook *typed = given_book_of(&spec);
    assert_true(kogge_rulebook_fingerprint(typed) == kogge_rulebook_fingerprint(book));
    kogge_rulebook_unref(typed);
    kogge_rulebook_unref(book);
}

/* ---- the order of rows does not matter ----------------------------------------------------------------------- */

enum { RULES = 60 };

static void fill_rules(kogge_order_rule *rules, uint64_t *seed)
{
    for (int32_t i = 0; i < RULES; i++) {
        rules[i] = given_fee(3 * i + 1, random_between(seed, 200, 9000), random_between(seed, 0, 900));
        rules[i].group = (int32_t)random_between(seed, 1, 8);
        rules[i].agreement = (uint64_t)random_between(seed, 0, 3);
        rules[i].country = random_between(seed, 0, 2) ? 0 : 276;
        rules[i].priority = (int32_t)random_between(seed, -1, 1);
        rules[i].tiers = (uint32_t)random_between(seed, 0, 15) * 2;
    }
}

static void shuffle(kogge_order_rule *rules, uint64_t *seed)
{
    for (int64_t i = RULES - 1; i > 0; i--) {
        const int64_t j = random_between(seed, 0, i);
        const kogge_order_rule kept = rules[i];
        rules[i] = rules[j];
        rules[j] = kept;
    }
}

static void compare_results(const kogge_rulebook *one, const kogge_rulebook *other, uint64_t *seed)
{
    for (int i = 0; i < 50; i++) {
        kogge_customer customer = given_customer((int32_t)random_between(seed, 0, 4));
        kogge_order order = given_order(random_between(seed, 1, 10000));
        customer.agreement = (uint64_t)random_between(seed, 0, 4);
        order.country = random_between(seed, 0, 1) ? 276 : 0;
        kogge_reason room[2][100];
        kogge_fee list[2][KOGGE_FEES_MAX];
        kogge_reasons why[2] = { { .data = room[0], .capacity = 100 }, { .data = room[1], .capacity = 100 } };
        kogge_fees fees[2] = { { list[0], KOGGE_FEES_MAX, 0 }, { list[1], KOGGE_FEES_MAX, 0 } };
        kogge_assessment results[2] = { KOGGE_INIT(kogge_assessment), KOGGE_INIT(kogge_assessment) };
        for (int b = 0; b < 2; b++) {
            assert_int_equal(kogge_order_assess(b ? other : one, &customer, &order, NULL, &results[b], &fees[b],
                                                &why[b], NULL),
                             KOGGE_OK);
        }
        assert_memory_equal(&results[0], &results[1], sizeof results[0]);
        assert_int_equal(fees[0].count, fees[1].count);
        assert_memory_equal(list[0], list[1], fees[0].count * sizeof list[0][0]);
        assert_int_equal(why[0].count, why[1].count);
        assert_memory_equal(room[0], room[1], why[0].count * sizeof room[0][0]);
    }
}

static void test_order_of_rows(void **state)
{
    (void)state;
    uint64_t seed = UINT64_C(20260302);
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    static unsigned char bytes[2][MOST_BYTES];
    for (int round = 0; round < 20; round++) {
        kogge_order_rule rules[RULES];
        size_t sizes[2] = { 0, 0 };
        fill_rules(rules, &seed);
        kogge_rulebook *one = small_book(&policy, rules, RULES);
        shuffle(rules, &seed);
        kogge_rulebook *other = small_book(&policy, rules, RULES);
        assert_true(kogge_rulebook_fingerprint(one) == kogge_rulebook_fingerprint(other));
        assert_int_equal(kogge_rulebook_serialise(one, bytes[0], MOST_BYTES, &sizes[0]), KOGGE_OK);
        assert_int_equal(kogge_rulebook_serialise(other, bytes[1], MOST_BYTES, &sizes[1]), KOGGE_OK);
        assert_int_equal(sizes[0], sizes[1]);
        assert_memory_equal(bytes[0], bytes[1], sizes[0]);
        compare_results(one, other, &seed);
        kogge_rulebook_unref(one);
        kogge_rulebook_unref(other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_preset_typed_in),
        cmocka_unit_test(test_order_of_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
