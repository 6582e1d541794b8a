/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Decision records: written, read, replayed; equal under the same terms, and under other terms different exactly
 * where the decision is, with the rule named. The golden vectors are replayed, too, by tests/golden/run.c. */

#include "json_texts.h"
#include "random.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { ORDERS = 500, REASONS = 64, TEXT = 1 << 16, CHANGED_RULE = 2 };

/* ---- decisions ------------------------------------------------------------------------------------------------- */

struct inputs {
    kogge_customer customer;
    kogge_order order;
    kogge_order_line lines[2];
    kogge_rows rows;
    bool guest;
};

struct decided {
    kogge_assessment result;
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_reason reason_room[REASONS];
    kogge_fees fees;
    kogge_reasons why;
};

static void decide(const kogge_rulebook *book, const struct inputs *in, int32_t level, struct decided *out)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(out, 0, sizeof *out);
    out->result.struct_size = sizeof out->result;
    out->fees = (kogge_fees){ out->fee_room, KOGGE_FEES_MAX, 0 };
    out->why = (kogge_reasons){ .data = out->reason_room, .capacity = REASONS, .level = level };
    if (kogge_order_assess(book, in->guest ? NULL : &in->customer, &in->order, &in->rows, &out->result, &out->fees,
                           &out->why, &error))
        fail_msg("%s", error.text);
}

static const char *record_of(const kogge_rulebook *book, const struct inputs *in, const struct decided *decided)
{
    static char text[TEXT];
    size_t size = 0, again = 0;
    const kogge_customer *customer = in->guest ? NULL : &in->customer;
    assert_int_equal(kogge_decision_write(book, customer, &in->order, &in->rows, &decided->result, &decided->fees,
                                          &decided->why, NULL, 0, &size),
                     KOGGE_OK);
    assert_true(size <= sizeof text);
    assert_int_equal(kogge_decision_write(book, customer, &in->order, &in->rows, &decided->result, &decided->fees,
                                          &decided->why, text, size, &again),
                     KOGGE_OK);
    assert_true(size == again && strlen(text) + 1 == size && !strchr(text, '\n'));
    return text;
}

static kogge_decision *decision_of(const char *text)
{
    kogge_decision *decision = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    if (kogge_decision_read(text, strlen(text), NULL, &decision, &error))
        fail_msg("%s: %s\n%s", error.pointer, error.text, text);
    return decision;
}

static kogge_difference replay(const kogge_decision *decision, const kogge_rulebook *book)
{
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_decision_replay(decision, book, &difference, &error))
        fail_msg("%s", error.text);
    assert_true((difference.what == 0) == (difference.text[0] == '\0'));
    return difference;
}

/* ---- many of them ---------------------------------------------------------------------------------------------- */

static const kogge_order_rule terms[] = {
    { .id = 1,
      .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .below_minor = 5000,
      .amount_minor = 1000,
      .cap = KOGGE_CAP_CLIFF,
      .waivers = KOGGE_BIT(KOGGE_WAIVER_FIRST_ORDER) },
    { .id = CHANGED_RULE,
      .effect = KOGGE_FEE_PERCENT,
      .group = 2,
      .from_minor = 5000,
      .below_minor = 20000,
      .rate_bp = 250,
      .channels = KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_FAX) },
    { .id = 3, .effect = KOGGE_FEE_LINE_SHORTFALL, .group = 3, .amount_minor = 50, .amount_per = 100 },
    { .id = 4, .effect = KOGGE_ACTION_REVIEW, .group = 4, .below_minor = 1000, .tiers = KOGGE_BIT(KOGGE_TIER_D) },
    { .id = 5, .effect = KOGGE_FEE_COST_COVER, .group = 5, .agreement = 77 },
};

static int32_t one_of(uint64_t *state, int32_t highest)
{
    return (int32_t)random_between(state, 0, highest);
}

static struct inputs any_inputs(uint64_t *state)
{
    struct inputs in = { .customer = given_customer(one_of(state, 4)),
                         .order = given_order(random_between(state, -500, 30000)),
                         .guest = one_of(state, 9) == 0 };
    in.customer.id = random_u64(state);
    in.customer.agreement = one_of(state, 1) ? 77 : 0;
    in.order.channel = one_of(state, 8);
    in.order.waivers = one_of(state, 1) ? KOGGE_BIT(KOGGE_WAIVER_FIRST_ORDER) : 0;
    in.order.approved = one_of(state, 4) ? 0 : UINT64_C(1) << 63 | 2;
    in.order.id = random_u64(state);
    in.order.freight_minor = in.order.net_minor > 0 ? one_of(state, 900) : 0;
    if (one_of(state, 1)) {
        in.customer.margin_bp = one_of(state, 4000) - 500;
        in.customer.known = KOGGE_CUSTOMER_MARGIN_BP | KOGGE_CUSTOMER_DEMAND; /* demand 0, and known to be */
    }
    if (one_of(state, 2) == 0) {
        in.lines[0] = (kogge_order_line){ .quantity = one_of(state, 200), .minimum_quantity = 100 };
        in.lines[1] = (kogge_order_line){ .quantity = 5, .net_minor = 17 };
        in.rows = (kogge_rows)KOGGE_ROWS(in.lines);
    }
    return in;
}

/* rows points into the struct that was copied. */
static struct inputs *placed(struct inputs *in)
{
    if (in->rows.count)
        in->rows.data = in->lines;
    return in;
}

static bool same_decision(const struct decided *a, const struct decided *b)
{
    kogge_assessment left = a->result, right = b->result;
    left.fingerprint = right.fingerprint = 0;
    return !memcmp(&left, &right, sizeof left) && !memcmp(a->fee_room, b->fee_room, sizeof a->fee_room) &&
           !memcmp(a->reason_room, b->reason_room, sizeof a->reason_room);
}

static void check_stored(const kogge_decision *decision, const struct inputs *in, const struct decided *decided)
{
    const kogge_customer *customer = kogge_decision_customer(decision);
    const kogge_rows *lines = kogge_decision_lines(decision);
    assert_true(in->guest ? !customer : !memcmp(customer, &in->customer, sizeof *customer));
    assert_memory_equal(kogge_decision_order(decision), &in->order, sizeof in->order);
    assert_int_equal(lines->count, in->rows.count);
    assert_true(!lines->count || !memcmp(lines->data, in->lines, sizeof in->lines));
    assert_memory_equal(kogge_decision_assessment(decision), &decided->result, sizeof decided->result);
    assert_int_equal(kogge_decision_fees(decision)->count, decided->fees.count);
    assert_int_equal(kogge_decision_reasons(decision)->count, decided->why.count);
    assert_memory_equal(kogge_decision_reasons(decision)->data, decided->reason_room,
                        decided->why.count * sizeof(kogge_reason));
    assert_true(kogge_decision_fingerprint(decision) == decided->result.fingerprint);
}

static void test_replay(void **state)
{
    (void)state;
    uint64_t seed = 20261121;
    kogge_rulebook *book = given_book(terms, COUNT(terms));
    for (int i = 0; i < ORDERS; i++) {
        struct inputs in = any_inputs(&seed);
        struct decided decided;
        decide(book, placed(&in), i % 2 ? KOGGE_LEVEL_DECISIVE : KOGGE_LEVEL_ALL, &decided);
        static char text[TEXT];
        memcpy(text, record_of(book, &in, &decided), sizeof text);
        kogge_decision *decision = decision_of(text);
        kogge_difference difference = replay(decision, book);
        if (difference.what)
            fail_msg("%s\n%s", difference.text, text);
        check_stored(decision, &in, &decided);
        assert_string_equal(record_of(book, &in, &decided), text);
        kogge_decision_unref(decision);
    }
    kogge_rulebook_unref(book);
}

/* Replays all decisions under terms in which one rule has changed; returns how many differ. */
static int replay_changed(const kogge_order_rule *changed, size_t count)
{
    uint64_t seed = 42;
    int different = 0;
    kogge_rulebook *book = given_book(terms, COUNT(terms)), *other = given_book(changed, count);
    for (int i = 0; i < ORDERS; i++) {
        struct inputs in = any_inputs(&seed);
        struct decided before, after;
        decide(book, placed(&in), KOGGE_LEVEL_ALL, &before);
        decide(other, &in, KOGGE_LEVEL_ALL, &after);
        kogge_decision *decision = decision_of(record_of(book, &in, &before));
        kogge_difference difference = replay(decision, other);
        bool differs = (difference.what & KOGGE_DIFFERENCE_DECIDED) != 0;
        assert_true(difference.what & KOGGE_DIFFERENCE_FINGERPRINT);
        if (differs == same_decision(&before, &after))
            fail_msg("order %d: %s", i, difference.text);
        if (differs && difference.rule != CHANGED_RULE)
            fail_msg("order %d names rule %d: %s", i, (int)difference.rule, difference.text);
        different += differs;
        kogge_decision_unref(decision);
    }
    kogge_rulebook_unref(book);
    kogge_rulebook_unref(other);
    return different;
}

static void test_one_rule_changed(void **state)
{
    (void)state;
    kogge_order_rule changed[COUNT(terms)];
    memcpy(changed, terms, sizeof terms);
    changed[1].rate_bp = 300;
    int by_rate = replay_changed(changed, COUNT(changed));
    assert_true(by_rate > 5 && by_rate < ORDERS / 2);
    changed[1].channels = KOGGE_BIT(KOGGE_CHANNEL_FAX);
    changed[1].rate_bp = 250;
    int by_channel = replay_changed(changed, COUNT(changed));
    assert_true(by_channel > 5 && by_channel < ORDERS / 2);
    changed[1] = terms[1]; /* still no fee of most orders: only what the next step costs is another amount */
    changed[1].channels = terms[1].channels;
    changed[1].max_minor = 100;
    assert_true(replay_changed(changed, COUNT(changed)) > 5);
    changed[1] = (kogge_order_rule){ .id = CHANGED_RULE, .effect = KOGGE_ACTION_BLOCK, .from_minor = 5000 };
    assert_true(replay_changed(changed, COUNT(changed)) > ORDERS / 2);
    changed[1] = changed[4]; /* the rule is gone */
    assert_true(replay_changed(changed, COUNT(changed) - 1) > ORDERS / 2);
}

/* Whichever block there is no memory for: said so, and nothing stays behind. */
static void test_no_memory(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct inputs in = any_inputs(&seed);
    struct decided decided;
    kogge_rulebook *book = given_book(terms, COUNT(terms));
    bool done = false;
    in.guest = false;
    in.rows = (kogge_rows)KOGGE_ROWS(in.lines);
    in.order.net_minor = 4000;
    decide(book, &in, KOGGE_LEVEL_ALL, &decided);
    const char *text = record_of(book, &in, &decided);
    int allowed = 0;
    for (; !done; allowed++) {
        struct ration ration = { allowed, 0 };
        const kogge_allocator allocator = { ration_alloc, ration_free, &ration };
        kogge_decision *decision = NULL;
        kogge_difference difference = KOGGE_INIT(kogge_difference);
        kogge_json_error error = KOGGE_INIT(kogge_json_error);
        kogge_error failed = KOGGE_INIT(kogge_error);
        kogge_status status = kogge_decision_read(text, strlen(text), &allocator, &decision, &error);
        assert_true(status == KOGGE_OK || (error.status == KOGGE_E_MEMORY && !decision));
        if (!status)
            status = kogge_decision_replay(decision, book, &difference, &failed);
        assert_true(status == KOGGE_OK || status == KOGGE_E_MEMORY);
        done = status == KOGGE_OK;
        assert_true(!done || difference.what == 0);
        kogge_decision_unref(decision);
        assert_int_equal(ration.open, 0);
    }
    assert_in_range(allowed, 9,
                    50); /* the handle, 3 records, 3 arrays of rows, the rules, and reasons of the replay */
    kogge_rulebook_unref(book);
}

/* Where no fee and no reason shows it: the price of the next step, and another action of the same rule. */
static void test_changed_elsewhere(void **state)
{
    (void)state;
    const kogge_order_rule old[] = { given_fee(1, 5000, 900),
                                     { .id = 2,
                                       .effect = KOGGE_FEE_FLAT,
                                       .group = 1,
                                       .from_minor = 5000,
                                       .below_minor = 9000,
                                       .amount_minor = 500 },
                                     { .id = 3, .effect = KOGGE_ACTION_WARN, .below_minor = 7000 } };
    kogge_order_rule step[3], action[3], more[4];
    memcpy(step, old, sizeof old);
    memcpy(action, old, sizeof old);
    memcpy(more, old, sizeof old);
    step[1].amount_minor = 450;
    action[2].effect = KOGGE_ACTION_REVIEW;
    more[3] = given_fee(8, 9000, 100); /* of group 1, too, but first: it takes the place of rule 1 */
    more[3].priority = -1;
    const struct {
        const kogge_order_rule *rules;
        size_t count;
        int32_t rule;
        const char *text;
    } cases[] = {
        { step, 3, 2, "rule 2 has changed: assessment next_step_fees is 4.50 EUR, was 5.00 EUR" },
        { action, 3, 3, "rule 3 has changed: assessment missing_to_allow is 30.00 EUR, was 0.00 EUR" },
        { more, 4, 8, "rule 8 is new: rule 1: this fee is no longer there" },
    };
    kogge_rulebook *before = given_book(old, COUNT(old));
    struct inputs in = { .order = given_order(4000), .guest = true };
    struct decided decided;
    decide(before, &in, KOGGE_LEVEL_ALL, &decided);
    kogge_decision *decision = decision_of(record_of(before, &in, &decided));
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_rulebook *after = given_book(cases[i].rules, cases[i].count);
        const kogge_difference difference = replay(decision, after);
        assert_int_equal(difference.rule, cases[i].rule);
        assert_string_equal(difference.text, cases[i].text);
        kogge_rulebook_unref(after);
    }
    kogge_decision_unref(decision);
    kogge_rulebook_unref(before);
}

static void test_difference_text(void **state)
{
    (void)state;
    kogge_order_rule dearer = given_fee(7, 5000, 1100), cheaper = given_fee(7, 5000, 990);
    kogge_rulebook *before = given_book(&cheaper, 1), *after = given_book(&dearer, 1), *none = given_book(NULL, 0),
                   *dollars = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_USD);
    struct inputs in = { .order = given_order(4000), .guest = true };
    struct decided decided;
    decide(before, &in, 0, &decided);
    kogge_decision *decision = decision_of(record_of(before, &in, &decided));
    kogge_difference difference = replay(decision, after);
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_string_equal(difference.text, "rule 7: fee charged is 11.00 EUR, was 9.90 EUR");
    assert_true(difference.rule == 7 && difference.field == KOGGE_FIELD_FEE_CHARGED);
    assert_true(difference.stored == 990 && difference.replayed == 1100);
    assert_string_equal(replay(decision, none).text, "rule 7: this fee is no longer there");
    assert_int_equal(kogge_decision_replay(decision, dollars, &difference, &error), KOGGE_E_CURRENCY);
    assert_int_equal(error.status, KOGGE_E_CURRENCY);
    assert_int_equal(kogge_decision_currency(decision), KOGGE_EUR);
    kogge_decision_unref(decision);
    kogge_rulebook_unref(before);
    kogge_rulebook_unref(after);
    kogge_rulebook_unref(none);
    kogge_rulebook_unref(dollars);
}

/* ---- without fees and reasons, and by hand --------------------------------------------------------------------- */

#define HEAD                                                                                                         \
    "\"kogge\":\"decision\",\"version\":1,\"fingerprint\":\"00000000000000ff\",\"semantics\":1,\"currency\":"        \
    "\"EUR\","                                                                                                       \
    "\"currency_digits\":2"
#define ORDER "\"order\":{\"net\":\"48.00\",\"priced_at\":\"2026-03-02\",\"lead_time_days\":null}"

static void test_other_semantics(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(NULL, 0);
    struct inputs in = { .order = given_order(4000), .guest = true };
    struct decided decided;
    char text[4096];
    decide(book, &in, 0, &decided);
    decided.result.semantics++;
    assert_int_equal(kogge_decision_write(book, NULL, &in.order, NULL, &decided.result, NULL, NULL, text, sizeof text,
                                          NULL),
                     KOGGE_OK);
    kogge_decision *decision = decision_of(text);
    assert_int_equal(replay(decision, book).what, KOGGE_DIFFERENCE_SEMANTICS);
    assert_null(kogge_decision_fees(decision));
    assert_null(kogge_decision_reasons(decision));
    assert_ptr_equal(kogge_decision_ref(decision), decision);
    kogge_decision_unref(decision);
    kogge_decision_unref(decision);
    kogge_rulebook_unref(book);
}

static void refuse(const char *text, kogge_status status, const char *pointer, const char *message)
{
    kogge_decision *decision = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_status found = kogge_decision_read(text, strlen(text), NULL, &decision, &error);
    kogge_decision_unref(decision);
    if (found != status || strcmp(error.pointer, pointer) != 0 || !strstr(error.text, message))
        fail_msg("%s\n%d %s \"%s\", expected %d %s \"%s\"", text, (int)found, error.pointer, error.text, (int)status,
                 pointer, message);
}

static void test_refused(void **state)
{
    (void)state;
    kogge_decision_unref(decision_of("{" HEAD "," ORDER ",\"assessment\":{}}"));
    refuse("", KOGGE_E_DAMAGED, "", "line 1");
    refuse("{" HEAD "," ORDER, KOGGE_E_DAMAGED, "", "line 1");
    refuse("{" HEAD "}", KOGGE_E_INVALID, "", "\"order\" is missing");
    refuse("{" HEAD "," ORDER "}", KOGGE_E_INVALID, "", "\"assessment\" is missing");
    refuse("{" HEAD ",\"order\":{},\"assessment\":{}}", KOGGE_E_INVALID, "/order", "\"priced_at\" is missing");
    refuse("{" HEAD "," ORDER ",\"assessment\":{\"charged\":1}}", KOGGE_E_INVALID, "/assessment/charged",
           "no amount");
    refuse("{" HEAD "," ORDER ",\"assessment\":{\"fingerprint\":1}}", KOGGE_E_UNSUPPORTED, "/assessment/fingerprint",
           "not given here");
    refuse("{" HEAD "," ORDER ",\"assessment\":{},\"reasons\":[]}", KOGGE_E_UNSUPPORTED, "/level", "nothing is no");
    refuse("{" HEAD "," ORDER ",\"assessment\":{},\"level\":\"ALL\",\"reasons\":[{\"code\":\"BAND\","
           "\"field\":\"order.nothing\"}]}",
           KOGGE_E_UNSUPPORTED, "/reasons/0/field", "no field such as");
    refuse("{" HEAD "," ORDER ",\"assessment\":{},\"extra\":1}", KOGGE_E_UNSUPPORTED, "/extra", "unknown key");
    refuse("{\"kogge\":\"policy\"}", KOGGE_E_UNSUPPORTED, "/kogge", "\"policy\" is not \"decision\"");
    refuse("{\"kogge\":\"decision\",\"version\":1,\"fingerprint\":\"FF\"}", KOGGE_E_INVALID, "/fingerprint", "16");
}

static void test_write_refused(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(terms, COUNT(terms)), *other = given_book(NULL, 0);
    struct inputs in = { .order = given_order(4000), .guest = true };
    struct decided decided;
    char small[16];
    decide(book, &in, 0, &decided);
    const kogge_fees cut = { decided.fee_room, 0, 1 };
    assert_int_equal(kogge_decision_write(book, NULL, &in.order, NULL, &decided.result, NULL, NULL, small,
                                          sizeof small, NULL),
                     KOGGE_E_BUFFER);
    assert_int_equal(small[0], 0);
    assert_int_equal(kogge_decision_write(book, NULL, &in.order, NULL, &decided.result, &cut, NULL, NULL, 0, NULL),
                     KOGGE_E_BUFFER);
    assert_int_equal(kogge_decision_write(other, NULL, &in.order, NULL, &decided.result, NULL, NULL, NULL, 0, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_decision_write(NULL, NULL, &in.order, NULL, &decided.result, NULL, NULL, NULL, 0, NULL),
                     KOGGE_E_INVALID);
    in.order.struct_size = 4;
    assert_int_equal(kogge_decision_write(book, NULL, &in.order, NULL, &decided.result, NULL, NULL, NULL, 0, NULL),
                     KOGGE_E_STRUCT_SIZE);
    kogge_rulebook_unref(book);
    kogge_rulebook_unref(other);
}

static void test_null(void **state)
{
    (void)state;
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    kogge_decision *decision = NULL;
    assert_int_equal(kogge_decision_read(NULL, 0, NULL, &decision, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_decision_read("{}", 2, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_decision_replay(NULL, NULL, &difference, NULL), KOGGE_E_INVALID);
    assert_null(kogge_decision_order(NULL));
    assert_null(kogge_decision_customer(NULL));
    assert_null(kogge_decision_lines(NULL));
    assert_null(kogge_decision_assessment(NULL));
    assert_null(kogge_decision_ref(NULL));
    assert_true(kogge_decision_fingerprint(NULL) == 0 && kogge_decision_currency(NULL) == 0);
    kogge_decision_unref(NULL);
}

/* For the test of the schema: some records, one a line. */
static int print_decisions(void)
{
    uint64_t seed = 7;
    kogge_rulebook *book = given_book(terms, COUNT(terms));
    for (int i = 0; i < 50; i++) {
        struct inputs in = any_inputs(&seed);
        struct decided decided;
        decide(book, placed(&in), 0, &decided);
        (void)puts(record_of(book, &in, &decided));
    }
    kogge_rulebook_unref(book);
    return 0;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_one_rule_changed),
        cmocka_unit_test(test_difference_text),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_changed_elsewhere),
        cmocka_unit_test(test_other_semantics),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_write_refused),
        cmocka_unit_test(test_null),
    };
    if (count == 2 && !strcmp(arguments[1], "--decisions"))
        return print_decisions();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
