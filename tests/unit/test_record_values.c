/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Every field of every input record refuses what it must, and the error names it: a walk through the field table. */

#include "inputs.h"

#include <inttypes.h>

static bool is_wide(const kogge_field *field)
{
    return field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64;
}

static void store(void *record, const kogge_field *field, int64_t value)
{
    unsigned char *at = (unsigned char *)record + field->offset;
    int32_t narrow = (int32_t)(uint32_t)(uint64_t)value;
    memcpy(at, is_wide(field) ? (const void *)&value : (const void *)&narrow, is_wide(field) ? 8 : 4);
}

static void set_known(void *record, int32_t bit)
{
    uint64_t known;
    memcpy(&known, (unsigned char *)record + 8, sizeof known);
    known |= UINT64_C(1) << bit;
    memcpy((unsigned char *)record + 8, &known, sizeof known);
}

static void clear_known(void *record, int32_t bit)
{
    uint64_t known;
    memcpy(&known, (unsigned char *)record + 8, sizeof known);
    known &= ~(UINT64_C(1) << bit);
    memcpy((unsigned char *)record + 8, &known, sizeof known);
}

/* ---- one value in one field ------------------------------------------------------------------------------------ */

enum { ROOM = 2048 };

/* Two specimens, the value in the second one of rows. */
static void *specimens(const struct input *input, unsigned char *memory)
{
    memset(memory, 0, ROOM);
    input->specimen(memory, 1);
    if (!input->row)
        return memory;
    input->specimen(memory + input->size, 2);
    return memory + input->size;
}

static kogge_status pass(const struct input *input, const void *memory, kogge_error *error)
{
    struct passed passed;
    const kogge_rows given = { memory, input->row ? 2 : 1, input->size };
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    return input->pass(&given, &passed, error);
}

static void check(const struct input *input, const kogge_field *field, int64_t value, bool known,
                  kogge_status expected)
{
    _Alignas(8) unsigned char memory[ROOM];
    kogge_error error;
    void *record = specimens(input, memory);
    store(record, field, value);
    if (field->known_bit >= 0 && known)
        set_known(record, field->known_bit);
    if (field->known_bit >= 0 && !known)
        clear_known(record, field->known_bit);
    kogge_status status = pass(input, memory, &error);
    const char *name = kogge_field_name(field->id);
    if (status != expected || error.status != expected || error.field != (expected ? field->id : 0))
        fail_msg("%s.%s = %" PRId64 " gives %s for %s, expected %s: %s", input->name, name, value,
                 kogge_code_name("status", status), kogge_field_name(error.field),
                 kogge_code_name("status", expected), error.text);
    if (!expected)
        return;
    assert_non_null(strstr(error.text, name));
    assert_int_equal(error.row, input->row ? 1 : -1);
    if (input->record == KOGGE_RECORD_ORDER_RULE && field->id != KOGGE_FIELD_ORDER_RULE_ID)
        assert_int_equal(error.rule, 2);
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static bool is_code(const char *set, int32_t code)
{
    const bool own = code >= 16 && code <= 31; /* the host's, fields.md 6 */
    int32_t known = INT32_MIN;
    while (!kogge_code_next(set, &known)) {
        if (known == code)
            return true;
    }
    return own && (!strcmp(set, "order_type") || !strcmp(set, "delivery_mode") || !strcmp(set, "service") ||
                   !strcmp(set, "counter_performance"));
}

static void check_codes(const struct input *input, const kogge_field *field)
{
    const char *set = kogge_code_set_name(field->code_set);
    for (int32_t code = -6; code <= 120; code++) {
        if (is_code(set, code) && code >= field->lowest)
            continue;
        check(input, field, code, true, code == 0 && field->required ? KOGGE_E_INVALID : KOGGE_E_UNSUPPORTED);
    }
    check(input, field, INT32_MAX, true, KOGGE_E_UNSUPPORTED);
    check(input, field, INT32_MIN, true, KOGGE_E_UNSUPPORTED);
}

static void check_mask(const struct input *input, const kogge_field *field)
{
    const char *set = kogge_code_set_name(field->code_set);
    const bool values = set && strstr(set, "_flag"); /* codes that are bits themselves */
    for (int bit = 0; bit < (is_wide(field) ? 64 : 32); bit++) {
        const int64_t value = (int64_t)(UINT64_C(1) << bit);
        const bool good = field->id == KOGGE_FIELD_ORDER_APPROVED ? bit > 0
                          : values                                ? is_code(set, (int32_t)value)
                                                                  : is_code(set, bit);
        if (!good)
            check(input, field, value, true, KOGGE_E_UNSUPPORTED);
    }
}

static void check_range(const struct input *input, const kogge_field *field)
{
    const int64_t least = is_wide(field) ? INT64_MIN : INT32_MIN, most = is_wide(field) ? INT64_MAX : INT32_MAX;
    if (field->required)
        check(input, field, 0, true, KOGGE_E_INVALID);
    if (field->lowest > least) {
        check(input, field, least, true, KOGGE_E_RANGE);
        if (field->lowest != 1 || !field->required)
            check(input, field, field->lowest - 1, true, KOGGE_E_RANGE);
        if (field->lowest >= 0)
            check(input, field, -1, true, KOGGE_E_RANGE);
    }
    if (field->highest < most) {
        check(input, field, field->highest + 1, true, KOGGE_E_RANGE);
        check(input, field, most, true, KOGGE_E_RANGE);
    }
}

static void check_field(const struct input *input, const kogge_field *field)
{
    const bool number = field->id == KOGGE_FIELD_ORDER_CURRENCY || field->id == KOGGE_FIELD_POLICY_CURRENCY;
    if (field->known_bit >= 0) {
        check(input, field, 1, false, KOGGE_E_NOT_KNOWN);
        check(input, field, -1, false, KOGGE_E_NOT_KNOWN);
        check(input, field, 0, true, KOGGE_OK);
        check(input, field, 0, false, KOGGE_OK);
    }
    if (field->unit == KOGGE_UNIT_MASK)
        check_mask(input, field);
    else if (field->unit == KOGGE_UNIT_CODE && !number)
        check_codes(input, field);
    else if (field->type != KOGGE_TYPE_UINT64)
        check_range(input, field);
    else if (field->id != KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER) /* which is that of the candidate */
        check(input, field, -1, true, KOGGE_OK);                /* any identifier */
}

static void test_every_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(inputs); i++) {
        int fields = 0;
        for (int32_t id = 0; (id = kogge_field_next(id)) != 0;) {
            kogge_field field = KOGGE_INIT(kogge_field);
            assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
            if (field.record != inputs[i].record)
                continue;
            fields++;
            if (strcmp(kogge_field_name(id), "known"))
                check_field(&inputs[i], &field);
        }
        assert_true(fields > 1);
    }
}

/* ---- bits of known --------------------------------------------------------------------------------------------- */

static void check_known(size_t which, int32_t id, int bits)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
    for (int bit = 0; bit < 64; bit++) {
        _Alignas(8) unsigned char memory[ROOM];
        kogge_error error;
        set_known(specimens(&inputs[which], memory), bit);
        kogge_status status = pass(&inputs[which], memory, &error);
        assert_int_equal(status, bit < bits ? KOGGE_OK : KOGGE_E_UNSUPPORTED);
        if (status)
            assert_int_equal(error.field, id);
    }
}

static void test_known(void **state)
{
    (void)state;
    check_known(0, KOGGE_FIELD_ORDER_KNOWN, 3);
    check_known(1, KOGGE_FIELD_CUSTOMER_KNOWN, 16);
    check_known(8, KOGGE_FIELD_ECONOMICS_KNOWN, 11);
    check_known(9, KOGGE_FIELD_CLASSIFICATION_BASIS_KNOWN, 4);
    check_known(10, KOGGE_FIELD_CONTACT_CANDIDATE_KNOWN, 1);
    check_known(14, KOGGE_FIELD_KAM_CANDIDATE_KNOWN, 2);
}

/* ---- what is accepted: the ends of every range, by hand -------------------------------------------------------- */

static void test_ends(void **state)
{
    (void)state;
    static const struct {
        size_t input;
        int32_t field;
        int64_t value;
    } accepted[] = {
        { 0, KOGGE_FIELD_ORDER_NET, -KOGGE_MONEY_MAX + 300 }, /* less 300 that do not count */
        { 0, KOGGE_FIELD_ORDER_APPROVED, -2 },                /* bits 1..63 */
        { 0, KOGGE_FIELD_ORDER_PRICED_AT, 1 },
        { 0, KOGGE_FIELD_ORDER_PRICED_AT, INT32_MAX },
        { 0, KOGGE_FIELD_ORDER_ORDER_TYPE, 16 },
        { 0, KOGGE_FIELD_ORDER_ORDER_TYPE, 31 },
        { 0, KOGGE_FIELD_ORDER_DELIVERY_MODE, 31 },
        { 0, KOGGE_FIELD_ORDER_COUNTRY, 999 },
        { 0, KOGGE_FIELD_ORDER_SALES_ORG, INT32_MAX },
        { 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, INT32_MAX },
        { 0, KOGGE_FIELD_ORDER_SERVICES, 0xffff07fe },
        { 0, KOGGE_FIELD_ORDER_WAIVERS, 0x7e },
        { 1, KOGGE_FIELD_CUSTOMER_CLASS_FLAGS, 0x3fff },
        { 1, KOGGE_FIELD_CUSTOMER_REVENUE_12M, -KOGGE_MONEY_MAX },
        { 1, KOGGE_FIELD_CUSTOMER_DEMAND, KOGGE_MONEY_MAX },
        { 1, KOGGE_FIELD_CUSTOMER_TIER_SINCE_AT, -INT32_MAX },
        { 1, KOGGE_FIELD_CUSTOMER_MARGIN_BP, -10000 },
        { 1, KOGGE_FIELD_CUSTOMER_MARGIN_BP, 10000 },
        { 1, KOGGE_FIELD_CUSTOMER_MARKET_GROWTH_BP, INT32_MAX },
        { 1, KOGGE_FIELD_CUSTOMER_EVIDENCE, -3 },
        { 1, KOGGE_FIELD_CUSTOMER_EVIDENCE, 4 },
        { 2, KOGGE_FIELD_POLICY_CURRENCY, 1 },
        { 2, KOGGE_FIELD_POLICY_CURRENCY, 999 },
        { 2, KOGGE_FIELD_POLICY_CURRENCY_DIGITS, 4 },
        { 2, KOGGE_FIELD_POLICY_GAP_CUT, 1 },
        { 2, KOGGE_FIELD_POLICY_MAX_FEE_BP, 1000000 },
        { 2, KOGGE_FIELD_POLICY_CONTACTS_A_YEAR, 366 },
        { 2, KOGGE_FIELD_POLICY_VALUE_CHANNELS, 0 },
        { 2, KOGGE_FIELD_POLICY_VALUE_PAYMENTS, 0x7e },
        { 3, KOGGE_FIELD_ORDER_RULE_AMOUNT, KOGGE_MONEY_MAX },
        { 3, KOGGE_FIELD_ORDER_RULE_BELOW, KOGGE_MONEY_MAX },
        { 3, KOGGE_FIELD_ORDER_RULE_ID, INT32_MAX },
        { 3, KOGGE_FIELD_ORDER_RULE_GROUP, 47 },
        { 3, KOGGE_FIELD_ORDER_RULE_PRIORITY, -INT32_MAX },
        { 3, KOGGE_FIELD_ORDER_RULE_ORDER_TYPES, 0xffff00fe },
        { 3, KOGGE_FIELD_ORDER_RULE_DELIVERY_MODES, 0xffff003e },
        { 3, KOGGE_FIELD_ORDER_RULE_CHANNELS, 0x1fe },
        { 3, KOGGE_FIELD_ORDER_RULE_VALID_FROM_AT, -INT32_MAX },
        { 4, KOGGE_FIELD_ORDER_LINE_QUANTITY, -KOGGE_MONEY_MAX },
        { 4, KOGGE_FIELD_ORDER_LINE_PACK_SIZE, KOGGE_MONEY_MAX },
        { 5, KOGGE_FIELD_TREATMENT_ROW_GROUP_EVENTS, 1 },
        { 5, KOGGE_FIELD_TREATMENT_ROW_RANGE, 0xe },
        { 6, KOGGE_FIELD_CHANNEL_COST_COST_PER_ORDER, KOGGE_MONEY_MAX },
        { 7, KOGGE_FIELD_CHARGED_FEE_CHARGED, KOGGE_MONEY_MAX },
        { 7, KOGGE_FIELD_CHARGED_FEE_RULE, INT32_MAX },
        { 8, KOGGE_FIELD_ECONOMICS_GROSS, KOGGE_MONEY_MAX },
        { 8, KOGGE_FIELD_ECONOMICS_REDUCTIONS, KOGGE_MONEY_MAX },
        { 8, KOGGE_FIELD_ECONOMICS_SERVICE, -KOGGE_MONEY_MAX },
        { 8, KOGGE_FIELD_ECONOMICS_RETURNS, INT32_MAX },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_A, KOGGE_MONEY_MAX + 1 },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_B, 1 },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_TOTAL, INT64_MAX },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_ALL_NET, INT64_MAX },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_ALL_COST_TO_SERVE, INT64_MAX },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_SMALL_CONTRIBUTION1_BP, -1000000000 },
        { 9, KOGGE_FIELD_CLASSIFICATION_BASIS_TODAY_AT, -INT32_MAX },
        { 10, KOGGE_FIELD_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT, -KOGGE_MONEY_MAX },
        { 10, KOGGE_FIELD_CONTACT_CANDIDATE_SPENT, KOGGE_MONEY_MAX },
        { 10, KOGGE_FIELD_CONTACT_CANDIDATE_CALL_PERMISSION, 4 },
        { 11, KOGGE_FIELD_CONTACT_TRIGGER_STAKE, KOGGE_MONEY_MAX },
        { 11, KOGGE_FIELD_CONTACT_TRIGGER_TRIGGER, 7 },
        { 11, KOGGE_FIELD_CONTACT_TRIGGER_PROBABILITY_BP, 10000 },
        { 12, KOGGE_FIELD_CAMPAIGN_ADDRESSES, 16777215 },
        { 12, KOGGE_FIELD_CAMPAIGN_ATTEMPTS, 1000 },
        { 12, KOGGE_FIELD_CAMPAIGN_MARGIN_BP, -10000 },
        { 13, KOGGE_FIELD_MAKE_OR_BUY_TEAM_FIXED, KOGGE_MONEY_MAX - 3 },
        { 14, KOGGE_FIELD_KAM_CANDIDATE_STAKE, KOGGE_MONEY_MAX },
        { 14, KOGGE_FIELD_KAM_CANDIDATE_ASKED, 0xffff00fe },
        { 14, KOGGE_FIELD_KAM_CANDIDATE_ANSWERED_AT, -INT32_MAX },
        { 15, KOGGE_FIELD_KAM_VALUE_VALUE, -KOGGE_MONEY_MAX },
        { 15, KOGGE_FIELD_KAM_VALUE_VALUE, KOGGE_MONEY_MAX },
    };
    for (size_t i = 0; i < COUNT(accepted); i++) {
        kogge_field field = KOGGE_INIT(kogge_field);
        assert_int_equal(kogge_field_get(accepted[i].field, &field), KOGGE_OK);
        assert_int_equal(inputs[accepted[i].input].record, field.record);
        check(&inputs[accepted[i].input], &field, accepted[i].value, true, KOGGE_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, open_input_book, close_input_book);
}
