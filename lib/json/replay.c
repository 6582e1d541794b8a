/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The stored inputs assessed again, and the first thing that differs. */

#include "json/decision.h"
#include "json/memory.h"
#include "json/row.h"
#include "json/value.h"

#include <kogge/json.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { VALUE_TEXT = 80 };

/* ---- assessing again ------------------------------------------------------------------------------------------- */

struct again {
    kogge_assessment result;
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_fees fees;
    kogge_reasons why;
};

static kogge_status fail(kogge_error *error, kogge_status status, const char *text)
{
    if (error) {
        *error = (kogge_error){ .struct_size = sizeof *error, .status = status, .row = -1, .offset = -1 };
        (void)snprintf(error->text, sizeof error->text, "%s", text);
    }
    return status;
}

static kogge_status assess(const kogge_decision *decision, const kogge_rulebook *book, struct again *again,
                           kogge_error *error)
{
    const kogge_customer *customer = kogge_decision_customer(decision);
    const kogge_order *order = kogge_decision_order(decision);
    again->fees = (kogge_fees){ again->fee_room, KOGGE_FEES_MAX, 0 };
    again->why = (kogge_reasons){ .level = decision->why.level };
    kogge_status status =
        kogge_order_assess(book, customer, order, &decision->lines, &again->result, &again->fees, &again->why, error);
    if (status || !decision->has_reasons)
        return status;
    again->why.capacity = again->why.count;
    again->why.data = kogge__json_alloc(&decision->allocator, again->why.count, sizeof *again->why.data);
    if (!again->why.data)
        return fail(error, KOGGE_E_MEMORY, "no memory for the reasons");
    return kogge_order_assess(book, customer, order, &decision->lines, &again->result, &again->fees, &again->why,
                              error);
}

/* Amounts of another currency, or with other decimals, cannot be compared. */
static kogge_status same_currency(const kogge_decision *decision, const kogge_rulebook *book, kogge_error *error)
{
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    kogge_status status = kogge_rulebook_policy(book, &policy);
    if (status)
        return fail(error, status, "no rulebook");
    if (policy.currency != decision->currency.number[0] || policy.currency_digits != decision->currency.digits[0])
        return fail(error, KOGGE_E_CURRENCY, "the decision is in another currency than the rulebook");
    return KOGGE_OK;
}

/* ---- comparing ------------------------------------------------------------------------------------------------- */

/* The first field of two records that differs; NULL = none. */
static const kogge_field *differing(const struct layout *layout, const void *stored, const void *now,
                                    kogge_difference *difference)
{
    for (size_t i = 0; i < layout->count; i++) {
        const kogge_field *field = &layout->fields[i].is;
        int64_t old = kogge__json_fetch(stored, layout->size, field),
                new = kogge__json_fetch(now, layout->size, field);
        if (old == new &&kogge__json_is_known(layout, stored, layout->size, field) ==
            kogge__json_is_known(layout, now, layout->size, field))
            continue;
        difference->field = field->id;
        difference->stored = old;
        difference->replayed = new;
        return field;
    }
    return NULL;
}

static const char *value_text(const kogge_rulebook *book, int32_t field, int64_t value, char text[VALUE_TEXT])
{
    (void)kogge_value_text(NULL, book, field, value, text, VALUE_TEXT, NULL);
    return text;
}

/* "rule 2: charged is 9.90 EUR, was 8.90 EUR"; as = the field that gives the unit. */
static void describe(kogge_difference *difference, const kogge_rulebook *book, const char *what, int32_t as)
{
    char rule[32] = "", old[VALUE_TEXT], new[VALUE_TEXT], key[JSON_NAME];
    if (difference->rule)
        (void)snprintf(rule, sizeof rule, "rule %" PRId32 ": ", difference->rule);
    (void)snprintf(difference->text, sizeof difference->text, "%s%s %s is %s, was %s", rule, what,
                   kogge__json_field_key(difference->field, key), value_text(book, as, difference->replayed, new),
                   value_text(book, as, difference->stored, old));
}

/* What was seen of a reason has the unit of the field that it names. */
static int32_t unit_of(const kogge_field *field, const void *row)
{
    const kogge_reason *reason = row;
    return field->unit == KOGGE_UNIT_AS_OBSERVED && reason->field ? reason->field : field->id;
}

/* Two lists of fees or reasons, each row with the rule that it is about. */
struct list {
    const struct layout *layout;
    const unsigned char *rows;
    size_t count;
    kogge_field rule;
};

static int32_t rule_at(const struct list *list, size_t place)
{
    return (int32_t)kogge__json_fetch(list->rows + place * list->layout->size, list->layout->size, &list->rule);
}

static bool names_rule(const struct list *list, int32_t rule)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rule_at(list, i) == rule)
            return true;
    }
    return false;
}

/* A row that only one of the two has. */
static void describe_alone(kogge_difference *difference, const struct list *stored, const struct list *now,
                           size_t place, const char *what)
{
    bool gone = place < stored->count && (place >= now->count || !names_rule(now, rule_at(stored, place)));
    difference->rule = gone ? rule_at(stored, place) : rule_at(now, place);
    (void)snprintf(difference->text, sizeof difference->text, "rule %" PRId32 ": this %s %s", difference->rule, what,
                   gone ? "is no longer there" : "is new");
}

/* True: the lists differ; says how. */
static bool lists_differ(const kogge_rulebook *book, const struct list *stored, const struct list *now,
                         const char *what, kogge_difference *difference)
{
    size_t size = stored->layout->size, shared = stored->count < now->count ? stored->count : now->count;
    for (size_t i = 0; i < shared; i++) {
        const void *old = stored->rows + i * size, *new = now->rows + i *size;
        if (rule_at(stored, i) != rule_at(now, i)) {
            describe_alone(difference, stored, now, i, what);
            return true;
        }
        const kogge_field *field = differing(stored->layout, old, new, difference);
        if (!field)
            continue;
        difference->rule = rule_at(stored, i);
        describe(difference, book, what, unit_of(field, stored->layout->record == KOGGE_RECORD_REASON ? old : new));
        return true;
    }
    if (stored->count == now->count)
        return false;
    describe_alone(difference, stored, now, shared, what);
    return true;
}

static struct list list_of(const struct layout *layout, const void *rows, size_t count, int32_t rule_field)
{
    struct list list = { layout, rows, count, KOGGE_INIT(kogge_field) };
    (void)kogge_field_get(rule_field, &list.rule);
    return list;
}

static bool reasons_differ(const kogge_decision *decision, const kogge_rulebook *book, const struct again *again,
                           kogge_difference *difference)
{
    struct layout layout;
    if (!decision->has_reasons)
        return false;
    kogge__json_layout(KOGGE_RECORD_REASON, &layout);
    const struct list stored = list_of(&layout, decision->why.data, decision->why.count, KOGGE_FIELD_REASON_RULE);
    const struct list now = list_of(&layout, again->why.data, again->why.count, KOGGE_FIELD_REASON_RULE);
    return lists_differ(book, &stored, &now, "reason", difference);
}

static bool fees_differ(const kogge_decision *decision, const kogge_rulebook *book, const struct again *again,
                        kogge_difference *difference)
{
    struct layout layout;
    if (!decision->has_fees)
        return false;
    kogge__json_layout(KOGGE_RECORD_FEE, &layout);
    const struct list stored = list_of(&layout, decision->fees.data, decision->fees.count, KOGGE_FIELD_FEE_RULE);
    const struct list now = list_of(&layout, again->fees.data, again->fees.count, KOGGE_FIELD_FEE_RULE);
    return lists_differ(book, &stored, &now, "fee", difference);
}

static bool result_differs(const kogge_decision *decision, const kogge_rulebook *book, const struct again *again,
                           kogge_difference *difference)
{
    struct layout layout;
    kogge__json_layout(KOGGE_RECORD_ASSESSMENT, &layout);
    if (layout.size > sizeof again->result)
        layout.size = sizeof again->result; /* a later library has more fields than this one was built with */
    const kogge_field *field = differing(&layout, decision->assessment, &again->result, difference);
    if (field)
        describe(difference, book, "assessment", field->id);
    return field != NULL;
}

/* The least telling first, so that the text of the most telling stays: what was decided before what it was decided
 * with, a fee before the sum that it is in, and the rule wherever one is found. */
static void compare(const kogge_decision *decision, const kogge_rulebook *book, const struct again *again,
                    kogge_difference *difference)
{
    uint32_t what = 0;
    if (decision->fingerprint != kogge_rulebook_fingerprint(book)) {
        what |= KOGGE_DIFFERENCE_FINGERPRINT;
        (void)snprintf(difference->text, sizeof difference->text,
                       "other terms, same decision: fingerprint %016" PRIx64 ", was %016" PRIx64,
                       kogge_rulebook_fingerprint(book), decision->fingerprint);
    }
    if (decision->semantics != again->result.semantics) {
        what |= KOGGE_DIFFERENCE_SEMANTICS;
        (void)snprintf(difference->text, sizeof difference->text,
                       "another library: semantics revision %" PRId32 ", was %" PRId32, again->result.semantics,
                       decision->semantics);
    }
    if (reasons_differ(decision, book, again, difference))
        what |= KOGGE_DIFFERENCE_REASONS;
    if (result_differs(decision, book, again, difference))
        what |= KOGGE_DIFFERENCE_RESULT;
    if (fees_differ(decision, book, again, difference))
        what |= KOGGE_DIFFERENCE_FEES;
    difference->what = what;
}

/* What has become of a rule since the decision; NULL = it says the same. New ones are known only where all rules have
 * reasons. */
static const char *became(const kogge_decision *decision, const kogge_rulebook *book, int32_t rule)
{
    const uint64_t now = kogge_rulebook_rule_fingerprint(book, rule);
    for (size_t i = 0; i < decision->rule_count; i++) {
        if (decision->rules[i].rule == rule)
            return decision->rules[i].fingerprint == now ? NULL : now ? "has changed" : "is gone";
    }
    return now && decision->has_reasons && decision->why.level == KOGGE_LEVEL_ALL ? "is new" : NULL;
}

/* The first rule that says something else now; 0 = none that the record knows of. */
static int32_t changed_rule(const kogge_decision *decision, const kogge_rulebook *book, const struct again *again)
{
    for (size_t i = 0; i < decision->rule_count; i++) {
        if (became(decision, book, decision->rules[i].rule))
            return decision->rules[i].rule;
    }
    for (size_t i = 0; decision->has_reasons && i < again->why.count; i++) {
        if (became(decision, book, again->why.data[i].rule))
            return again->why.data[i].rule;
    }
    return 0;
}

/* A difference may show where no rule stands, e.g. in what the next step costs, or at a rule that another one has
 * given way to: then the rule that has changed is named in front. */
static void blame(const kogge_decision *decision, const kogge_rulebook *book, const struct again *again,
                  kogge_difference *difference)
{
    char text[sizeof difference->text], who[64];
    if (!decision->rules || !(difference->what & KOGGE_DIFFERENCE_DECIDED) ||
        (difference->rule && became(decision, book, difference->rule)))
        return;
    int32_t changed = changed_rule(decision, book, again);
    if (!changed)
        return;
    memcpy(text, difference->text, sizeof text);
    difference->rule = changed;
    (void)snprintf(who, sizeof who, "rule %" PRId32 " %s: ", changed, became(decision, book, changed));
    (void)snprintf(difference->text, sizeof difference->text, "%s%.*s", who, (int)(sizeof text - sizeof who), text);
}

kogge_status kogge_decision_replay(const kogge_decision *decision, const kogge_rulebook *book,
                                   kogge_difference *difference, kogge_error *error)
{
    struct again again = { .result = KOGGE_INIT(kogge_assessment) };
    if (error && error->struct_size != sizeof *error)
        return KOGGE_E_STRUCT_SIZE;
    if (!decision || !book || !difference)
        return fail(error, KOGGE_E_INVALID, "decision, book or difference is NULL");
    if (difference->struct_size != sizeof *difference)
        return fail(error, KOGGE_E_STRUCT_SIZE, "the difference has another size");
    *difference = (kogge_difference)KOGGE_INIT(kogge_difference);
    kogge_status status = same_currency(decision, book, error);
    if (!status)
        status = assess(decision, book, &again, error);
    if (!status) {
        compare(decision, book, &again, difference);
        blame(decision, book, &again, difference);
    }
    kogge__json_free(&decision->allocator, again.why.data);
    return status;
}
