/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Every record and row that a caller passes: a valid specimen of each, and the call that reads it. */

#ifndef KOGGE_TESTS_INPUTS_H
#define KOGGE_TESTS_INPUTS_H

#include "given.h"

#include <stdbool.h>
#include <string.h>

/* What came of a specimen; all zero if it was refused. */
struct passed {
    kogge_assessment result;
    kogge_contribution contribution;
    kogge_classification classification;
    kogge_contact_budget contact_budget;
    kogge_campaign_result campaign;
    kogge_make_or_buy_result make_or_buy;
    kogge_kam_result account;
    uint64_t fingerprint;
};

struct input {
    const char *name;
    int32_t record;
    size_t size;
    bool row;                                       /* without a header */
    void (*specimen)(void *record, int32_t number); /* number 1, 2 ...: rows may have to differ */
    kogge_status (*pass)(const kogge_rows *given, struct passed *passed, kogge_error *error);
};

static kogge_rulebook *input_book;

static inline int open_input_book(void **state)
{
    (void)state;
    input_book = given_preset(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR);
    return 0;
}

static inline int close_input_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(input_book);
    return 0;
}

/* ---- specimens ------------------------------------------------------------------------------------------------- */

static inline void order_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_order *)record = (kogge_order){ .struct_size = sizeof(kogge_order),
                                            .flags = KOGGE_ORDER_FLAG_QUOTE,
                                            .known = KOGGE_ORDER_LINE_COUNT | KOGGE_ORDER_LEAD_TIME_DAYS,
                                            .id = UINT64_MAX,
                                            .net_minor = 4800,
                                            .discount_minor = 100,
                                            .freight_minor = 690,
                                            .tax_minor = 1043,
                                            .excluded_minor = 300,
                                            .also_counts_minor = 50,
                                            .priced_at = GIVEN_DAY,
                                            .currency = KOGGE_EUR,
                                            .channel = KOGGE_CHANNEL_PHONE,
                                            .line_count = 3,
                                            .lead_time_days = 4,
                                            .special_services = 2 };
}

static inline void customer_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_customer *)record = (kogge_customer){ .struct_size = sizeof(kogge_customer),
                                                  .flags = KOGGE_CUSTOMER_FLAG_NATURAL_PERSON,
                                                  .known = KOGGE_CUSTOMER_MARGIN_BP | KOGGE_CUSTOMER_EVIDENCE,
                                                  .id = 7,
                                                  .agreement = UINT64_MAX,
                                                  .tier = KOGGE_TIER_C,
                                                  .tier_override = KOGGE_TIER_D,
                                                  .override_reason = 12,
                                                  .service_state = KOGGE_SERVICE_STATE_EFFORT_FEE,
                                                  .margin_bp = 3100,
                                                  .evidence = -4 };
}

static inline void policy_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_policy *)record = given_policy(KOGGE_PRESET_FORWARD_2026, KOGGE_EUR);
}

static inline void rule_specimen(void *record, int32_t number)
{
    *(kogge_order_rule *)record = given_fee(number, 4900 + number, 990);
}

static inline void line_specimen(void *record, int32_t number)
{
    *(kogge_order_line *)record =
        (kogge_order_line){ .quantity = 5, .minimum_quantity = 10, .pack_size = 4, .net_minor = number };
}

static inline void treatment_specimen(void *record, int32_t number)
{
    *(kogge_treatment_row *)record = (kogge_treatment_row){ .strategy = KOGGE_STRATEGY_FORWARD,
                                                            .treatment = number,
                                                            .care = KOGGE_CARE_SHOP,
                                                            .services = KOGGE_BIT(KOGGE_SERVICE_RETURNS) };
}

static inline void cost_specimen(void *record, int32_t number)
{
    *(kogge_channel_cost *)record = (kogge_channel_cost){ .cost_per_order_minor = 2500, .channel = number };
}

static inline void charged_specimen(void *record, int32_t number)
{
    *(kogge_charged_fee *)record = (kogge_charged_fee){ .charged_minor = 990, .rule = number };
}

static inline void economics_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_economics *)record = (kogge_economics){ .struct_size = sizeof(kogge_economics),
                                                    .known = KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_MARKETING |
                                                             KOGGE_ECONOMICS_ORDERS_PHONE,
                                                    .gross_minor = 100000,
                                                    .reductions_minor = 5000,
                                                    .goods_cost_minor = 60000,
                                                    .marketing_minor = 2000 };
}

static inline void basis_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_classification_basis *)record =
        (kogge_classification_basis){ .struct_size = sizeof(kogge_classification_basis),
                                      .known = KOGGE_CLASSIFICATION_BASIS_TOTAL |
                                               KOGGE_CLASSIFICATION_BASIS_SMALL_CONTRIBUTION1_BP,
                                      .cut_a_minor = 6000,
                                      .cut_b_minor = 6000,
                                      .total_minor = 70000,
                                      .small_contribution1_bp = -5,
                                      .today_at = GIVEN_DAY };
}

static inline void account_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_kam_candidate *)record =
        (kogge_kam_candidate){ .struct_size = sizeof(kogge_kam_candidate),
                               .known = KOGGE_KAM_CANDIDATE_STAKE | KOGGE_KAM_CANDIDATE_IS_SMALL,
                               .id = 7,
                               .stake_minor = 500000,
                               .segment = KOGGE_SEGMENT_DEVELOPMENT,
                               .asked = KOGGE_BIT(KOGGE_COUNTER_PERFORMANCE_PLANT_ACCESS),
                               .answered_at = GIVEN_DAY };
}

static inline void account_value_specimen(void *record, int32_t number)
{
    *(kogge_kam_value *)record = (kogge_kam_value){ .value = 7000, .criterion = number };
}

/* ---- calls ----------------------------------------------------------------------------------------------------- */

/* Refused: the result is as it was, and nothing is counted. */
static inline kogge_status pass_to_desk(const kogge_customer *customer, const kogge_order *order,
                                        const kogge_rows *lines, const kogge_rows *charged, struct passed *passed,
                                        kogge_error *error)
{
    kogge_assessment result, before;
    kogge_fees fees = { .count = 77 };
    kogge_reasons why = { .count = 77 };
    kogge_out_rows changes = { .count = 77, .row_size = sizeof(kogge_fee_change) };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status =
        charged ? kogge_order_reassess(input_book, customer, order, lines, charged, &result, &changes, &why, error)
                : kogge_order_assess(input_book, customer, order, lines, &result, &fees, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(charged ? changes.count : fees.count, 0);
        assert_int_equal(why.count, 0);
    } else {
        passed->result = result;
    }
    return status;
}

static inline kogge_status pass_order(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    return pass_to_desk(NULL, given->data, NULL, NULL, passed, error);
}

static inline kogge_status pass_customer(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_order order = given_order(4800);
    return pass_to_desk(given->data, &order, NULL, NULL, passed, error);
}

static inline kogge_status pass_lines(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_order order = given_order(4800);
    return pass_to_desk(NULL, &order, given, NULL, passed, error);
}

static inline kogge_status pass_charged(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_order order = given_order(4800);
    return pass_to_desk(NULL, &order, NULL, given, passed, error);
}

/* Refused: there is no book. */
static inline kogge_status pass_to_compiler(const kogge_rulebook_spec *spec, struct passed *passed,
                                            kogge_error *error)
{
    kogge_rulebook *book = input_book;
    kogge_status status = kogge_rulebook_new(spec, &book, error);
    if (status) {
        assert_null(book);
    } else {
        assert_non_null(book);
        passed->fingerprint = kogge_rulebook_fingerprint(book);
        kogge_rulebook_unref(book);
    }
    return status;
}

static inline kogge_status pass_policy(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = given->data };
    return pass_to_compiler(&spec, passed, error);
}

static inline kogge_status pass_rules(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .rules = *given };
    return pass_to_compiler(&spec, passed, error);
}

static inline kogge_status pass_treatments(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .treatments = *given };
    return pass_to_compiler(&spec, passed, error);
}

static inline kogge_status pass_costs(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .channel_costs = *given };
    return pass_to_compiler(&spec, passed, error);
}

/* Refused: the result is as it was, and there are no reasons. */
static inline kogge_status pass_economics(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    kogge_contribution result, before;
    kogge_reasons why = { .count = 77 };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status = kogge_economics_assess(input_book, given->data, &result, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(why.count, 0);
    } else {
        passed->contribution = result;
    }
    return status;
}

/* Refused: the result is as it was, and there are no reasons. */
static inline kogge_status pass_basis(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_customer customer = { .struct_size = sizeof customer, .revenue_12m_minor = 7000 };
    kogge_classification result, before;
    kogge_reasons why = { .count = 77 };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status = kogge_classify(input_book, &customer, given->data, &result, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(why.count, 0);
    } else {
        passed->classification = result;
    }
    return status;
}

/* ---- contacts -------------------------------------------------------------------------------------------------- */

static inline void candidate_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_contact_candidate *)record =
        (kogge_contact_candidate){ .struct_size = sizeof(kogge_contact_candidate),
                                   .known = KOGGE_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT,
                                   .id = 7,
                                   .contribution_before_contact_minor = 40000,
                                   .spent_minor = 1200,
                                   .call_permission = KOGGE_PERMISSION_EXPLICIT };
}

static inline void trigger_specimen(void *record, int32_t number)
{
    *(kogge_contact_trigger *)record = (kogge_contact_trigger){
        .customer = 7, .stake_minor = 10000 * number, .trigger = KOGGE_TRIGGER_GROWTH, .probability_bp = 2500
    };
}

static inline void campaign_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_campaign *)record = (kogge_campaign){ .struct_size = sizeof(kogge_campaign),
                                                  .value_minor = 1500,
                                                  .day_cost_minor = 600,
                                                  .addresses = 2000,
                                                  .attempts = 3,
                                                  .reach_bp = 3500,
                                                  .offer_bp = 1200,
                                                  .close_bp = 3000,
                                                  .margin_bp = -4000 };
}

static inline void make_or_buy_specimen(void *record, int32_t number)
{
    (void)number;
    *(kogge_make_or_buy *)record = (kogge_make_or_buy){ .struct_size = sizeof(kogge_make_or_buy),
                                                        .flags = KOGGE_MAKE_OR_BUY_FLAG_ALLOW_REUSE,
                                                        .volume = 1,
                                                        .team_fixed_minor = 5000,
                                                        .team_variable_minor = 3,
                                                        .outsource_variable_minor = 9,
                                                        .wanted = KOGGE_SOURCING_REUSE_BACKOFFICE };
}

/* Refused: the result is as it was, and there are neither calls nor reasons. */
static inline kogge_status pass_to_contact(const kogge_contact_candidate *candidate, const kogge_rows *triggers,
                                           struct passed *passed, kogge_error *error)
{
    kogge_contact_budget result, before;
    kogge_out_rows calls = { .count = 77, .row_size = sizeof(kogge_planned_call) };
    kogge_reasons why = { .count = 77 };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status = kogge_contact_assess(input_book, candidate, triggers, &result, &calls, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(calls.count | why.count, 0);
    } else {
        passed->contact_budget = result;
    }
    return status;
}

static inline kogge_status pass_candidate(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    return pass_to_contact(given->data, NULL, passed, error);
}

static inline kogge_status pass_triggers(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    kogge_contact_candidate candidate;
    candidate_specimen(&candidate, 1);
    return pass_to_contact(&candidate, given, passed, error);
}

/* Refused: the result is as it was. */
static inline kogge_status pass_campaign(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    kogge_campaign_result result, before;
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status = kogge_campaign_assess(input_book, given->data, &result, error);
    if (status)
        assert_memory_equal(&result, &before, sizeof result);
    else
        passed->campaign = result;
    return status;
}

/* Refused: the result is as it was, and there are no reasons. */
static inline kogge_status pass_make_or_buy(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    kogge_make_or_buy_result result, before;
    kogge_reasons why = { .count = 77 };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status = kogge_make_or_buy_assess(given->data, &result, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(why.count, 0);
    } else {
        passed->make_or_buy = result;
    }
    return status;
}

/* Refused: the result is as it was, and nothing is counted. */
static inline kogge_status pass_to_funnel(const kogge_kam_candidate *candidate, const kogge_rows *values,
                                          struct passed *passed, kogge_error *error)
{
    kogge_kam_result result, before;
    kogge_reasons why = { .count = 77 };
    kogge_out_rows missing = { .count = 77, .row_size = sizeof(kogge_kam_missing) };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_status status = kogge_kam_assess(input_book, candidate, values, &result, &missing, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(missing.count | why.count, 0);
    } else {
        passed->account = result;
    }
    return status;
}

static inline kogge_status pass_account(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    return pass_to_funnel(given->data, NULL, passed, error);
}

static inline kogge_status pass_account_values(const kogge_rows *given, struct passed *passed, kogge_error *error)
{
    const kogge_kam_candidate candidate = { .struct_size = sizeof candidate, .segment = KOGGE_SEGMENT_TOP };
    return pass_to_funnel(&candidate, given, passed, error);
}

#define INPUT_RECORD(type, number, specimen, pass)                                                                   \
    {                                                                                                                \
#type, number, sizeof(type), false, specimen, pass                                                           \
    }
#define INPUT_ROW(type, number, specimen, pass)                                                                      \
    {                                                                                                                \
#type, number, sizeof(type), true, specimen, pass                                                            \
    }

static const struct input inputs[] = {
    INPUT_RECORD(kogge_order, KOGGE_RECORD_ORDER, order_specimen, pass_order),
    INPUT_RECORD(kogge_customer, KOGGE_RECORD_CUSTOMER, customer_specimen, pass_customer),
    INPUT_RECORD(kogge_policy, KOGGE_RECORD_POLICY, policy_specimen, pass_policy),
    INPUT_ROW(kogge_order_rule, KOGGE_RECORD_ORDER_RULE, rule_specimen, pass_rules),
    INPUT_ROW(kogge_order_line, KOGGE_RECORD_ORDER_LINE, line_specimen, pass_lines),
    INPUT_ROW(kogge_treatment_row, KOGGE_RECORD_TREATMENT_ROW, treatment_specimen, pass_treatments),
    INPUT_ROW(kogge_channel_cost, KOGGE_RECORD_CHANNEL_COST, cost_specimen, pass_costs),
    INPUT_ROW(kogge_charged_fee, KOGGE_RECORD_CHARGED_FEE, charged_specimen, pass_charged),
    INPUT_RECORD(kogge_economics, KOGGE_RECORD_ECONOMICS, economics_specimen, pass_economics),
    INPUT_RECORD(kogge_classification_basis, KOGGE_RECORD_CLASSIFICATION_BASIS, basis_specimen, pass_basis),
    INPUT_RECORD(kogge_contact_candidate, KOGGE_RECORD_CONTACT_CANDIDATE, candidate_specimen, pass_candidate),
    INPUT_ROW(kogge_contact_trigger, KOGGE_RECORD_CONTACT_TRIGGER, trigger_specimen, pass_triggers),
    INPUT_RECORD(kogge_campaign, KOGGE_RECORD_CAMPAIGN, campaign_specimen, pass_campaign),
    INPUT_RECORD(kogge_make_or_buy, KOGGE_RECORD_MAKE_OR_BUY, make_or_buy_specimen, pass_make_or_buy),
    INPUT_RECORD(kogge_kam_candidate, KOGGE_RECORD_KAM_CANDIDATE, account_specimen, pass_account),
    INPUT_ROW(kogge_kam_value, KOGGE_RECORD_KAM_VALUE, account_value_specimen, pass_account_values),
};

/* Refused with this status, and the error record says so in words. */
#define assert_refused(got, expected, error)                                                                         \
    do {                                                                                                             \
        assert_int_equal(got, expected);                                                                             \
        assert_int_equal((error).status, expected);                                                                  \
        assert_int_equal((error).struct_size, sizeof(kogge_error));                                                  \
        assert_int_equal((error).reserved0, 0);                                                                      \
        assert_in_range(strlen((error).text), 10, sizeof(error).text - 1);                                           \
    } while (0)

#endif
