/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Random terms and orders (input.h says how they stand in the bytes): nothing may crash, and what must hold between
 * results holds. */

#include "input.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RULES = 24,
    COSTS = 8,
    TREATMENTS = 10,
    LINES = 6,
    CHARGED = 8,
    ORDERS = 6,
    REASONS = 160,
    FINDINGS = 1024,
    TEXT = 1024
};

static void fail(const char *what, int line)
{
    fprintf(stderr, "fuzz_order.c:%d: %s\n", line, what);
    abort();
}

#define REQUIRE(condition) ((condition) ? (void)0 : fail(#condition, __LINE__))

static void *room(size_t size)
{
    void *memory = malloc(size ? size : 1);
    REQUIRE(memory != NULL);
    return memory;
}

/* ---- texts
 * --------------------------------------------------------------------------------------------------------------- */

/* A template that was not filled in leaves braces or brackets. */
static void check_text(const char *text, size_t size)
{
    REQUIRE(strlen(text) + 1 == size);
    REQUIRE(size > 1);
    REQUIRE(!strpbrk(text, "{}[]"));
}

/* The cut text is the beginning of the whole one, and ends at a character. */
static void check_cut(const char *cut, size_t capacity, const char *whole)
{
    size_t length = strlen(cut);
    REQUIRE(length < capacity);
    REQUIRE(!memcmp(cut, whole, length));
    REQUIRE(((unsigned char)whole[length] & 0xc0) != 0x80);
}

typedef kogge_status explainer(const kogge_catalogue *catalogue, const kogge_rulebook *book, const void *what,
                               char *buffer, size_t capacity, size_t *size);

static kogge_status explain_reason(const kogge_catalogue *catalogue, const kogge_rulebook *book, const void *what,
                                   char *buffer, size_t capacity, size_t *size)
{
    return kogge_explain(catalogue, book, what, buffer, capacity, size);
}

static kogge_status explain_finding(const kogge_catalogue *catalogue, const kogge_rulebook *book, const void *what,
                                    char *buffer, size_t capacity, size_t *size)
{
    return kogge_explain_finding(catalogue, book, what, buffer, capacity, size);
}

static void check_explained(explainer *explain, const kogge_rulebook *book, const void *what, size_t capacity)
{
    const kogge_catalogue *catalogues[] = { NULL, kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN) };
    char text[TEXT];
    for (size_t i = 0; i < 2; i++) {
        size_t size = 0, again = 0;
        REQUIRE(!explain(catalogues[i], book, what, text, sizeof text, &size));
        check_text(text, size);
        char *cut = room(capacity);
        kogge_status status = explain(catalogues[i], book, what, cut, capacity, &again);
        REQUIRE(again == size && status == (capacity && capacity < size ? KOGGE_E_BUFFER : KOGGE_OK));
        if (capacity)
            check_cut(cut, capacity, text);
        free(cut);
    }
}

/* ---- rulebooks
 * ------------------------------------------------------------------------------------------------------------ */

struct terms {
    struct block policy, rule_memory, cost_memory, treatment_memory;
    kogge_rows rules, costs, treatments;
};

static void take_terms(struct bytes *in, struct terms *terms)
{
    input_record(in, POLICY, &terms->policy);
    input_rows(in, ORDER_RULE, RULES, &terms->rule_memory, &terms->rules);
    input_rows(in, CHANNEL_COST, COSTS, &terms->cost_memory, &terms->costs);
    input_rows(in, TREATMENT_ROW, TREATMENTS, &terms->treatment_memory, &terms->treatments);
}

static void free_terms(struct terms *terms)
{
    input_free(&terms->policy);
    input_free(&terms->rule_memory);
    input_free(&terms->cost_memory);
    input_free(&terms->treatment_memory);
}

static void check_error(kogge_status status, const kogge_error *error)
{
    REQUIRE(status < 0 && status >= KOGGE_E_BUFFER);
    REQUIRE(error->status == status);
    REQUIRE(error->text[0] && memchr(error->text, 0, sizeof error->text));
    REQUIRE(!error->field || kogge_field_name(error->field));
}

static kogge_status compile(const struct terms *terms, kogge_rows rules, kogge_rulebook **book)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = terms->policy.data,
                                       .rules = rules,
                                       .treatments = terms->treatments,
                                       .channel_costs = terms->costs };
    kogge_status status = kogge_rulebook_new(&spec, book, &error);
    REQUIRE((status == KOGGE_OK) == (*book != NULL));
    if (status)
        check_error(status, &error);
    else
        REQUIRE(!error.status && !error.text[0]);
    return status;
}

static kogge_status compile_without_error(const struct terms *terms)
{
    kogge_rulebook *book = NULL;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = terms->policy.data,
                                       .rules = terms->rules,
                                       .treatments = terms->treatments,
                                       .channel_costs = terms->costs };
    kogge_status status = kogge_rulebook_new(&spec, &book, NULL);
    kogge_rulebook_unref(book);
    return status;
}

/* The same rules in another order: turned by some places, then reversed. */
static kogge_rulebook *compile_permuted(const struct terms *terms, size_t turn)
{
    size_t count = terms->rules.count, size = terms->rules.row_size;
    kogge_rows rules = terms->rules;
    kogge_rulebook *book = NULL;
    unsigned char *rows = room(count * size);
    for (size_t i = 0; i < count; i++)
        memcpy(rows + (count - 1 - i) * size, (const unsigned char *)rules.data + (i + turn) % count * size, size);
    if (rules.data)
        rules.data = rows;
    REQUIRE(!compile(terms, rules, &book));
    free(rows);
    return book;
}

static unsigned char *serialised(const kogge_rulebook *book, size_t *size)
{
    size_t again = 0;
    REQUIRE(!kogge_rulebook_serialise(book, NULL, 0, size));
    unsigned char *bytes = room(*size);
    REQUIRE(!kogge_rulebook_serialise(book, bytes, *size, &again));
    REQUIRE(again == *size && *size % 12 == 0);
    return bytes;
}

static void check_same_books(const kogge_rulebook *a, const kogge_rulebook *b)
{
    size_t size_a = 0, size_b = 0;
    unsigned char *bytes_a = serialised(a, &size_a), *bytes_b = serialised(b, &size_b);
    REQUIRE(kogge_rulebook_fingerprint(a) == kogge_rulebook_fingerprint(b));
    REQUIRE(size_a == size_b && !memcmp(bytes_a, bytes_b, size_a));
    free(bytes_a);
    free(bytes_b);
}

/* What a book says that it contains makes the same book. */
static void check_contents(const struct terms *terms, const kogge_rulebook *book)
{
    enum { MOST = RULES * REPEATS + 64 }; /* those of a preset too */
    kogge_order_rule *rows = room(MOST * sizeof *rows);
    kogge_out_rows out = { rows, MOST, 0, sizeof *rows };
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    struct terms copy = *terms;
    kogge_rulebook *again = NULL;
    REQUIRE(!kogge_rulebook_rules(book, &out) && out.count <= MOST);
    REQUIRE(!kogge_rulebook_policy(book, &policy));
    for (size_t i = 1; i < out.count; i++)
        REQUIRE(rows[i - 1].id < rows[i].id);
    copy.policy.data = &policy;
    REQUIRE(!compile(&copy, (kogge_rows){ rows, out.count, sizeof *rows }, &again));
    check_same_books(book, again);
    kogge_rulebook_unref(again);
    free(rows);
}

/* Findings come by code, row and other row. */
static bool less(const kogge_finding *a, const kogge_finding *b)
{
    if (a->code != b->code)
        return a->code < b->code;
    return a->row != b->row ? a->row < b->row : a->other_row < b->other_row;
}

static void lint(const kogge_rulebook *book, int32_t today, size_t capacity)
{
    static kogge_finding findings[FINDINGS];
    kogge_findings all = { findings, FINDINGS, 0 };
    REQUIRE(!kogge_rulebook_lint(book, today, &all, NULL));
    kogge_findings some = { room(capacity * sizeof *findings), capacity, 0 };
    REQUIRE(!kogge_rulebook_lint(book, today, &some, NULL));
    REQUIRE(some.count == all.count);
    size_t written = capacity < all.count ? capacity : all.count;
    REQUIRE(written > FINDINGS || !memcmp(some.data, findings, written * sizeof *findings));
    for (size_t i = 0; i < all.count && i < FINDINGS; i++) {
        REQUIRE(!i || !less(&findings[i], &findings[i - 1]));
        check_explained(explain_finding, book, &findings[i], capacity);
        check_explained(explain_finding, NULL, &findings[i], capacity);
    }
    free(some.data);
}

/* ---- one order
 * -------------------------------------------------------------------------------------------------------------- */

struct question {
    const kogge_rulebook *book;
    struct block customer, order, line_memory;
    kogge_rows lines;
};

struct answer {
    kogge_status status;
    kogge_assessment result;
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_fees fees;
    kogge_reason reason_room[REASONS];
    kogge_reasons why;
};

static void ask(const struct question *question, int32_t level, struct answer *answer)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(answer, 0, sizeof *answer);
    answer->result.struct_size = sizeof answer->result;
    answer->fees = (kogge_fees){ answer->fee_room, KOGGE_FEES_MAX, 99 };
    answer->why = (kogge_reasons){ .data = answer->reason_room, .capacity = REASONS, .count = 99, .level = level };
    answer->status = kogge_order_assess(question->book, question->customer.data, question->order.data,
                                        &question->lines, &answer->result, &answer->fees, &answer->why, &error);
    if (!answer->status) {
        REQUIRE(!error.status);
        return;
    }
    const kogge_assessment untouched = KOGGE_INIT(kogge_assessment);
    check_error(answer->status, &error);
    REQUIRE(!answer->fees.count && !answer->why.count);
    REQUIRE(!memcmp(&answer->result, &untouched, sizeof untouched));
}

static bool same_reason(const kogge_reason *a, const kogge_reason *b)
{
    return !memcmp(a, b, sizeof *a);
}

static void require_same(const struct answer *a, const struct answer *b)
{
    REQUIRE(a->status == b->status && a->fees.count == b->fees.count && a->why.count == b->why.count);
    REQUIRE(!memcmp(&a->result, &b->result, sizeof a->result));
    REQUIRE(!memcmp(a->fee_room, b->fee_room, sizeof a->fee_room));
    REQUIRE(!memcmp(a->reason_room, b->reason_room, sizeof a->reason_room));
}

/* ---- what must hold within an answer
 * ---------------------------------------------------------------------------------------- */

static void check_fees(const struct answer *answer)
{
    const kogge_assessment *result = &answer->result;
    int64_t charged = 0, waived = 0;
    REQUIRE(answer->fees.count <= KOGGE_FEES_MAX);
    for (size_t i = 0; i < answer->fees.count; i++) {
        const kogge_fee *fee = &answer->fee_room[i];
        REQUIRE(fee->charged_minor >= 0 && fee->waived_minor >= 0);
        REQUIRE(!fee->charged_minor || !fee->waived_minor);
        REQUIRE(!fee->state_base == !fee->rate_bp || (fee->state_base && !fee->rate_bp));
        charged += fee->charged_minor;
        waived += fee->waived_minor;
    }
    REQUIRE(charged == result->charged_minor && waived == result->waived_minor);
    REQUIRE(charged == result->small_order_fees_minor + result->service_fees_minor);
    REQUIRE(!charged || result->action >= KOGGE_ACTION_SURCHARGE);
}

static bool knows(const kogge_assessment *result, uint64_t bit)
{
    return (result->known & bit) != 0;
}

static void check_missing(const kogge_assessment *result)
{
    bool step = knows(result, KOGGE_ASSESSMENT_NEXT_STEP_MISSING),
         free = knows(result, KOGGE_ASSESSMENT_MISSING_TO_FREE);
    REQUIRE(step || (!result->next_step_missing_minor && !result->next_step_fees_minor));
    REQUIRE(free || !result->missing_to_free_minor);
    REQUIRE(result->small_order_fees_minor || (free && !result->missing_to_free_minor));
    REQUIRE(!step || !result->small_order_fees_minor ||
            result->next_step_fees_minor < result->small_order_fees_minor);
    REQUIRE(!free || !result->small_order_fees_minor ||
            result->missing_to_free_minor >= result->next_step_missing_minor);
    REQUIRE(!free || !result->small_order_fees_minor || step);
}

/* Values stay within what the field table says. */
static void check_ranges(const kogge_assessment *result)
{
    for (int32_t id = kogge_field_of("kogge_assessment", "fingerprint"); id; id = kogge_field_next(id)) {
        kogge_field field = KOGGE_INIT(kogge_field);
        int64_t wide = 0;
        int32_t narrow = 0;
        if (strcmp(kogge_record_name(id >> 8), "kogge_assessment"))
            break;
        REQUIRE(!kogge_field_get(id, &field));
        if (field.type == KOGGE_TYPE_UINT64 || field.unit == KOGGE_UNIT_CODE)
            continue;
        bool is_wide = field.type == KOGGE_TYPE_INT64;
        memcpy(is_wide ? (void *)&wide : (void *)&narrow, (const unsigned char *)result + field.offset,
               is_wide ? 8 : 4);
        int64_t value = is_wide ? wide : narrow;
        bool known = field.known_bit < 0 || (result->known >> field.known_bit & 1);
        REQUIRE(known ? value >= field.lowest && value <= field.highest : !value);
    }
}

static void check_reasons(const struct answer *all, const struct answer *decisive)
{
    size_t found = 0;
    REQUIRE(all->why.count <= REASONS && all->why.count > 0);
    bool sale = all->reason_room[0].outcome != KOGGE_OUTCOME_MATCHED;
    REQUIRE(all->reason_room[0].code == KOGGE_REASON_NOT_A_SALE);
    REQUIRE(sale ? all->why.count >= 11 : all->why.count == 1);
    for (size_t i = 0; i < all->why.count; i++) {
        const kogge_reason *reason = &all->reason_room[i];
        REQUIRE(reason->outcome >= KOGGE_OUTCOME_MATCHED && reason->outcome <= KOGGE_OUTCOME_HELD);
        REQUIRE(kogge_code_name("reason", reason->code));
        REQUIRE(!sale || i >= 10 || reason->code == KOGGE_REASON_NOT_A_SALE + (int32_t)i);
        REQUIRE(!reason->field || kogge_field_name(reason->field));
        if (reason->outcome == KOGGE_OUTCOME_NOT_MATCHED || reason->outcome == KOGGE_OUTCOME_UNKNOWN ||
            reason->outcome == KOGGE_OUTCOME_SUPERSEDED)
            continue;
        REQUIRE(found < decisive->why.count && same_reason(reason, &decisive->reason_room[found]));
        found++;
    }
    REQUIRE(found == decisive->why.count);
}

/* Every fee has the reason of its rule, with its outcome. */
static void check_fee_reasons(const struct answer *all)
{
    for (size_t i = 0; i < all->fees.count; i++) {
        size_t named = 0;
        for (size_t j = 10; j < all->why.count; j++) {
            const kogge_reason *reason = &all->reason_room[j];
            if (reason->rule != all->fee_room[i].rule)
                continue;
            named++;
            REQUIRE(reason->code == KOGGE_REASON_RULE && reason->outcome == all->fee_room[i].outcome);
        }
        REQUIRE(named == 1);
    }
}

/* ---- what must hold between answers
 * ----------------------------------------------------------------------------------------- */

/* Less room for fees and reasons changes neither the result nor the counts, nor what is written. */
static void check_small_room(const struct question *question, const struct answer *full, size_t fee_room,
                             size_t reason_room)
{
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_fees fees = { room(fee_room * sizeof(kogge_fee)), fee_room, 0 };
    kogge_reasons why = { .data = room(reason_room * sizeof(kogge_reason)), .capacity = reason_room };
    REQUIRE(kogge_order_assess(question->book, question->customer.data, question->order.data, &question->lines,
                               &result, &fees, &why, NULL) == full->status);
    REQUIRE(!memcmp(&result, &full->result, sizeof result));
    REQUIRE(fees.count == full->fees.count && why.count == full->why.count);
    size_t fees_there = fees.count < fee_room ? fees.count : fee_room;
    size_t reasons_there = why.count < reason_room ? why.count : reason_room;
    REQUIRE(!memcmp(fees.data, full->fee_room, fees_there * sizeof *fees.data));
    REQUIRE(!memcmp(why.data, full->reason_room, reasons_there * sizeof *why.data));
    free(fees.data);
    free(why.data);
}

/* Neither fees nor reasons wanted, and a result of another release's size. */
static void check_bare(const struct question *question, const struct answer *full, uint32_t size)
{
    unsigned char *result = room(size < 4 ? 4 : size);
    memset(result, 0xee, size < 4 ? 4 : size);
    memcpy(result, &size, sizeof size);
    kogge_status status = kogge_order_assess(question->book, question->customer.data, question->order.data,
                                             &question->lines, (kogge_assessment *)(void *)result, NULL, NULL, NULL);
    bool fits = size >= sizeof full->result && size <= 4096 && size % 8 == 0;
    REQUIRE(fits ? status == full->status : status < 0);
    REQUIRE(status || !memcmp(result + 8, (const unsigned char *)&full->result + 8, sizeof full->result - 8));
    for (size_t i = sizeof full->result; !status && i < size; i++)
        REQUIRE(!result[i]);
    free(result);
}

/* The order that has grown by what is said to be missing is charged what is said to be charged there. */
static void check_grown(const struct question *question, int64_t missing, int64_t fees)
{
    static struct answer grown;
    struct question bigger = *question;
    kogge_order order = KOGGE_INIT(kogge_order);
    uint32_t size;
    memcpy(&size, question->order.data, sizeof size);
    if (size < sizeof order) /* none is so old in this release */
        return;
    memcpy(&order, question->order.data, sizeof order);
    order.struct_size = sizeof order;
    order.net_minor += missing;
    bigger.order.data = &order;
    if (order.net_minor > KOGGE_MONEY_MAX)
        return;
    ask(&bigger, KOGGE_LEVEL_ALL, &grown);
    REQUIRE(grown.status || grown.result.small_order_fees_minor == fees);
}

static void check_steps(const struct question *question, const struct answer *answer)
{
    const kogge_assessment *result = &answer->result;
    if (knows(result, KOGGE_ASSESSMENT_NEXT_STEP_MISSING) && result->next_step_missing_minor)
        check_grown(question, result->next_step_missing_minor, result->next_step_fees_minor);
    if (knows(result, KOGGE_ASSESSMENT_MISSING_TO_FREE) && result->missing_to_free_minor)
        check_grown(question, result->missing_to_free_minor, 0);
}

/* ---- reassessment
 * ------------------------------------------------------------------------------------------------------------ */

static int64_t fee_now(const struct answer *answer, int32_t rule)
{
    for (size_t i = 0; i < answer->fees.count; i++) {
        if (answer->fee_room[i].rule == rule)
            return answer->fee_room[i].charged_minor;
    }
    return 0;
}

static void check_changes(const struct answer *now, const kogge_fee_change *changes, size_t count,
                          const kogge_reasons *why)
{
    bool held = why->data[why->count - 1].outcome == KOGGE_OUTCOME_HELD;
    for (size_t i = 0; i < count; i++) {
        const kogge_fee_change *change = &changes[i];
        int64_t due = fee_now(now, change->rule);
        REQUIRE(!i || changes[i - 1].rule < change->rule);
        REQUIRE(change->delta_minor == (held ? 0 : due - change->charged_minor));
        REQUIRE((change->outcome == KOGGE_OUTCOME_HELD) == (held && due != change->charged_minor));
    }
}

static void reassess(const struct question *question, const struct answer *now, const kogge_rows *charged)
{
    kogge_fee_change changes[KOGGE_FEES_MAX + 64];
    kogge_out_rows out = { changes, KOGGE_FEES_MAX + 64, 99, sizeof changes[0] };
    kogge_reason reasons[REASONS + 1];
    kogge_reasons why = { .data = reasons, .capacity = REASONS + 1 };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_order_reassess(question->book, question->customer.data, question->order.data,
                                               &question->lines, charged, &result, &out, &why, &error);
    if (status) {
        check_error(status, &error);
        REQUIRE(!out.count && !why.count);
        return;
    }
    REQUIRE(!now->status && !memcmp(&result, &now->result, sizeof result));
    REQUIRE(why.count == now->why.count + 1 && why.data[why.count - 1].code == KOGGE_REASON_ON_CHANGE);
    REQUIRE(!memcmp(reasons, now->reason_room, now->why.count * sizeof reasons[0]));
    REQUIRE(out.count >= now->fees.count);
    check_changes(now, changes, out.count, &why);
    check_explained(explain_reason, question->book, &reasons[why.count - 1], 0);
}

/* The fees of this order, as if an earlier assessment had charged them: nothing changes. */
static void reassess_unchanged(const struct question *question, const struct answer *now)
{
    kogge_charged_fee fees[KOGGE_FEES_MAX] = { { 0 } };
    for (size_t i = 0; i < now->fees.count; i++) {
        fees[i].rule = now->fee_room[i].rule;
        fees[i].charged_minor = now->fee_room[i].charged_minor;
    }
    const kogge_rows charged = { fees, now->fees.count, sizeof fees[0] };
    reassess(question, now, &charged);
}

/* ---- all about one order
 * ------------------------------------------------------------------------------------------------------ */

static void take_question(struct bytes *in, struct question *question)
{
    input_record(in, CUSTOMER, &question->customer);
    input_record(in, ORDER, &question->order);
    input_rows(in, ORDER_LINE, LINES, &question->line_memory, &question->lines);
}

static void check_answers(const struct question *question, const kogge_rulebook *permuted, struct bytes *in)
{
    static struct answer all, decisive, other;
    struct question elsewhere = *question;
    elsewhere.book = permuted;
    ask(question, KOGGE_LEVEL_ALL, &all);
    ask(question, KOGGE_LEVEL_DECISIVE, &decisive);
    ask(&elsewhere, KOGGE_LEVEL_ALL, &other);
    require_same(&all, &other);
    uint8_t capacity = input_byte(in), size = input_byte(in);
    check_bare(question, &all, size < 128 ? (uint32_t)sizeof all.result + size / 16 * 8 : size);
    if (all.status)
        return;
    check_fees(&all);
    check_missing(&all.result);
    check_ranges(&all.result);
    check_reasons(&all, &decisive);
    check_fee_reasons(&all);
    check_small_room(question, &all, capacity % 4, capacity % 40);
    if (all.why.count > 1)
        check_steps(question, &all);
    reassess_unchanged(question, &all);
    for (size_t i = 0; i < all.why.count; i++) {
        check_explained(explain_reason, question->book, &all.reason_room[i], capacity);
        check_explained(explain_reason, NULL, &all.reason_room[i], capacity);
    }
}

static void check_order(const kogge_rulebook *book, const kogge_rulebook *permuted, struct bytes *in)
{
    static struct answer now;
    struct question question = { .book = book };
    struct block memory;
    kogge_rows charged;
    take_question(in, &question);
    check_answers(&question, permuted, in);
    ask(&question, KOGGE_LEVEL_ALL, &now);
    input_rows(in, CHARGED_FEE, CHARGED, &memory, &charged);
    reassess(&question, &now, &charged);
    input_free(&memory);
    input_free(&question.customer);
    input_free(&question.order);
    input_free(&question.line_memory);
}

/* ---- amounts
 * ------------------------------------------------------------------------------------------------------------------
 */

/* Two partial deliveries and the rest give the fee. */
static void settle(int64_t fee, int64_t ordered, int64_t first, int64_t second, uint8_t choice)
{
    int64_t a = 0, b = 0, c = 0;
    int32_t mode = choice % 5;
    (void)kogge_settle(fee, ordered, first, second, choice / 5 % 4 - 1, mode, &a);
    if (!kogge_settle(fee, ordered, 0, first, 0, mode, &a) &&
        !kogge_settle(fee, ordered, first, second, 0, mode, &b) &&
        !kogge_settle(fee, ordered, first + second, 0, KOGGE_FINAL_CHARGE_REST, mode, &c))
        REQUIRE(a + b + c == fee);
}

static void allocate(int64_t total, const int64_t *weights, size_t count)
{
    int64_t parts[4], sum = 0;
    if (kogge_allocate(total, weights, count, parts))
        return;
    for (size_t i = 0; i < count; i++) {
        REQUIRE(total < 0 ? parts[i] <= 0 : parts[i] >= 0);
        sum += parts[i];
    }
    REQUIRE(sum == total);
}

static void cash_round(int64_t total, int64_t step)
{
    int64_t rounded = 0, difference = 0;
    if (kogge_cash_round(total, step, &rounded, &difference))
        return;
    REQUIRE(rounded % step == 0 && rounded - total == difference);
    REQUIRE(2 * (difference < 0 ? -difference : difference) <= step);
}

/* Half of them amounts that are accepted. */
static int64_t take_amount(struct bytes *in)
{
    int64_t value = (int64_t)input_word(in);
    return value & 1 ? value : (int64_t)((uint64_t)value >> 1) % (KOGGE_MONEY_MAX + 1);
}

static void check_amounts(struct bytes *in)
{
    int64_t values[5], out = 0;
    for (size_t i = 0; i < 5; i++)
        values[i] = take_amount(in);
    uint8_t choice = input_byte(in);
    settle(values[0], values[1], values[2], values[3], choice);
    allocate(values[4], values, choice % 5);
    cash_round(values[0], values[1]);
    (void)kogge_mul_div(values[0], values[1], values[2], choice % 6, &out);
}

/* ---- the target
 * --------------------------------------------------------------------------------------------------------------- */

static void check_book(const struct terms *terms, kogge_rulebook *book, struct bytes *in)
{
    uint8_t turn = input_byte(in), capacity = input_byte(in);
    kogge_rulebook *permuted = compile_permuted(terms, turn);
    check_same_books(book, permuted);
    check_contents(terms, book);
    lint(book, turn % 2 ? TODAY : 0, capacity);
    for (int i = 0; i < ORDERS && in->left; i++)
        check_order(book, permuted, in);
    kogge_rulebook_unref(permuted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes in = { data, size };
    struct terms terms;
    kogge_rulebook *book = NULL;
    check_amounts(&in);
    take_terms(&in, &terms);
    kogge_status status = compile(&terms, terms.rules, &book);
    REQUIRE(compile_without_error(&terms) == status);
    if (!status)
        check_book(&terms, book, &in);
    kogge_rulebook_unref(book);
    free_terms(&terms);
    return 0;
}
