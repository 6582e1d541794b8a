/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Which functions of economics, evidence, tier, strategy, key accounts and contact have a call for tables, and both
 * calls of each. */

#include "through_columns.h"
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

/* What the calls for tables share: all between the tables and the end. */
#define OUT             call->out, call->out_count, call->row_status
#define REASONS_OF_ROWS call->why, call->reason_end
#define END             call->summary, call->error
#define VALUES_OF(list) (list).values.data, (list).values.count, (list).offsets

/* For calls that give no reasons. */
static void nothing_said(const struct through_call *call)
{
    call->why->count = 0;
}

static kogge_status economics_one(const struct through *decision, const void *const *inputs, void *result,
                                  kogge_reasons *why, kogge_error *error)
{
    return kogge_economics_assess(decision->book, inputs[0], result, why, error);
}

static kogge_status economics_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_economics_assess_columns(decision->book, call->table, OUT, REASONS_OF_ROWS, END);
}

static kogge_status classify_one(const struct through *decision, const void *const *inputs, void *result,
                                 kogge_reasons *why, kogge_error *error)
{
    return kogge_classify(decision->book, inputs[0], inputs[1], result, why, error);
}

static kogge_status classify_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_classify_columns(decision->book, call->table, OUT, REASONS_OF_ROWS, END);
}

static kogge_status evidence_one(const struct through *decision, const void *const *inputs, void *result,
                                 kogge_reasons *why, kogge_error *error)
{
    const kogge_rows *quarters = &decision->lists[0], *order_days = &decision->lists[1];
    return kogge_evidence_assess(decision->book, inputs[0], quarters->data, quarters->count, order_days->data,
                                 order_days->count, result, why, error);
}

static kogge_status evidence_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_evidence_assess_columns(decision->book, call->table, VALUES_OF(call->lists[0]),
                                         VALUES_OF(call->lists[1]), OUT, REASONS_OF_ROWS, END);
}

static kogge_status regularity_one(const struct through *decision, const void *const *inputs, void *result,
                                   kogge_reasons *why, kogge_error *error)
{
    const kogge_rows *order_days = &decision->lists[0];
    return kogge_regularity_assess(inputs[0], order_days->data, order_days->count, result, why, error);
}

static kogge_status regularity_columns(const struct through *decision, const struct through_call *call)
{
    (void)decision; /* it takes no book */
    return kogge_regularity_assess_columns(call->table, VALUES_OF(call->lists[0]), OUT, REASONS_OF_ROWS, END);
}

static kogge_status plan_one(const struct through *decision, const void *const *inputs, void *result,
                             kogge_reasons *why, kogge_error *error)
{
    return kogge_plan_customer(decision->book, inputs[0], (int32_t)decision->number, result, why, error);
}

static kogge_status plan_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_plan_customer_columns(decision->book, call->table, (int32_t)decision->number, OUT, REASONS_OF_ROWS,
                                       END);
}

static kogge_status visit_one(const struct through *decision, const void *const *inputs, void *result,
                              kogge_reasons *why, kogge_error *error)
{
    const kogge_visit *visit = inputs[1];
    kogge_visit_result *found = result;
    return kogge_visit_check(decision->book, inputs[0], visit->justification, visit->visits_this_year,
                             &found->verdict, why, error);
}

static kogge_status visit_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_visit_check_columns(decision->book, call->table, OUT, REASONS_OF_ROWS, END);
}

static kogge_status route_one(const struct through *decision, const void *const *inputs, void *result,
                              kogge_reasons *why, kogge_error *error)
{
    return kogge_route_assess(decision->book, inputs[0], inputs[1], (int32_t)decision->number, result, NULL, why,
                              error);
}

static kogge_status route_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_route_assess_columns(decision->book, call->table, (int32_t)decision->number, OUT, REASONS_OF_ROWS,
                                      END);
}

static kogge_status rhythm_one(const struct through *decision, const void *const *inputs, void *result,
                               kogge_reasons *why, kogge_error *error)
{
    (void)why; /* it gives none */
    return kogge_rhythm_assess(decision->book, inputs[0], decision->number, result, error);
}

static kogge_status rhythm_columns(const struct through *decision, const struct through_call *call)
{
    nothing_said(call);
    return kogge_rhythm_assess_columns(decision->book, call->table, decision->number, OUT, END);
}

static kogge_status kam_one(const struct through *decision, const void *const *inputs, void *result,
                            kogge_reasons *why, kogge_error *error)
{
    return kogge_kam_assess(decision->book, inputs[0], &decision->lists[0], result, NULL, why, error);
}

static kogge_status kam_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_kam_assess_columns(decision->book, call->table, &call->lists[0].values, call->lists[0].offsets, OUT,
                                    REASONS_OF_ROWS, END);
}

static kogge_status contact_one(const struct through *decision, const void *const *inputs, void *result,
                                kogge_reasons *why, kogge_error *error)
{
    return kogge_contact_assess(decision->book, inputs[0], &decision->lists[0], result, NULL, why, error);
}

static kogge_status contact_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_contact_assess_columns(decision->book, call->table, &call->lists[0].values, call->lists[0].offsets,
                                        OUT, REASONS_OF_ROWS, END);
}

static kogge_status campaign_one(const struct through *decision, const void *const *inputs, void *result,
                                 kogge_reasons *why, kogge_error *error)
{
    (void)why; /* it gives none */
    return kogge_campaign_assess(decision->book, inputs[0], result, error);
}

static kogge_status campaign_columns(const struct through *decision, const struct through_call *call)
{
    nothing_said(call);
    return kogge_campaign_assess_columns(decision->book, call->table, OUT, END);
}

static kogge_status make_or_buy_one(const struct through *decision, const void *const *inputs, void *result,
                                    kogge_reasons *why, kogge_error *error)
{
    (void)decision; /* it takes no book */
    return kogge_make_or_buy_assess(inputs[0], result, why, error);
}

static kogge_status make_or_buy_columns(const struct through *decision, const struct through_call *call)
{
    (void)decision; /* it takes no book */
    return kogge_make_or_buy_assess_columns(call->table, OUT, REASONS_OF_ROWS, END);
}

/* ---- which of them ----------------------------------------------------------------------------------------------
 */

/* A list of the vector: numbers of the width, or rows of the record. */
struct list_of_vector {
    const char *name;
    size_t width;
    const char *record;
};

static const struct call_for_tables {
    const char *name, *number; /* the plain argument, or NULL */
    struct through decision;
    struct list_of_vector lists[THROUGH_LISTS];
} calls[] = {
    { .name = "economics_assess",
      .decision = { .records = { "kogge_economics" },
                    .result = "kogge_contribution",
                    .one = economics_one,
                    .columns = economics_columns } },
    { .name = "classify",
      .decision = { .records = { "kogge_customer", "kogge_classification_basis" },
                    .result = "kogge_classification",
                    .one = classify_one,
                    .columns = classify_columns } },
    { .name = "evidence_assess",
      .decision = { .records = { "kogge_history" },
                    .result = "kogge_evidence",
                    .one = evidence_one,
                    .columns = evidence_columns },
      .lists = { { "quarters", sizeof(int64_t), NULL }, { "order_days", sizeof(int32_t), NULL } } },
    { .name = "regularity_assess",
      .decision = { .records = { "kogge_history" },
                    .result = "kogge_regularity",
                    .one = regularity_one,
                    .columns = regularity_columns },
      .lists = { { "order_days", sizeof(int32_t), NULL } } },
    { .name = "plan_customer",
      .number = "today_at",
      .decision = { .records = { "kogge_customer" },
                    .result = "kogge_plan",
                    .one = plan_one,
                    .columns = plan_columns } },
    { .name = "visit_check",
      .decision = { .records = { "kogge_plan", "kogge_visit" },
                    .result = "kogge_visit_result",
                    .one = visit_one,
                    .columns = visit_columns } },
    { .name = "kam_assess",
      .decision = { .records = { "kogge_kam_candidate" },
                    .result = "kogge_kam_result",
                    .one = kam_one,
                    .columns = kam_columns },
      .lists = { { "values", 0, "kogge_kam_value" } } },
    { .name = "route_assess",
      .number = "today_at",
      .decision = { .records = { "kogge_customer", "kogge_route_terms" },
                    .result = "kogge_route_result",
                    .one = route_one,
                    .columns = route_columns } },
    { .name = "rhythm_assess",
      .number = "order_cost_minor",
      .decision = { .records = { "kogge_customer" },
                    .result = "kogge_rhythm",
                    .one = rhythm_one,
                    .columns = rhythm_columns } },
    { .name = "contact_assess",
      .decision = { .records = { "kogge_contact_candidate" },
                    .result = "kogge_contact_budget",
                    .one = contact_one,
                    .columns = contact_columns },
      .lists = { { "triggers", 0, "kogge_contact_trigger" } } },
    { .name = "campaign_assess",
      .decision = { .records = { "kogge_campaign" },
                    .result = "kogge_campaign_result",
                    .one = campaign_one,
                    .columns = campaign_columns } },
    { .name = "make_or_buy_assess",
      .decision = { .records = { "kogge_make_or_buy" },
                    .result = "kogge_make_or_buy_result",
                    .one = make_or_buy_one,
                    .columns = make_or_buy_columns } },
};

/* A record that the vector has no object for stands among the arguments, field by field. */
static void read_input(const json_t *arguments, const char *name, void *record)
{
    const json_t *object = json_object_get(arguments, name + strlen("kogge_"));
    const char *key;
    json_t *value;
    if (kogge_record_init(record, kogge_abi_size(name)))
        die("no such record:", name);
    if (object) {
        fill(name, record, object);
        return;
    }
    json_object_foreach((json_t *)arguments, key, value)
    {
        if (kogge_field_of(name, key))
            fill_field(name, record, key, value);
    }
}

/* Memory of its own; absent: data NULL. */
static kogge_rows read_list(const json_t *arguments, const struct list_of_vector *is)
{
    const json_t *given = is->name ? json_object_get(arguments, is->name) : NULL;
    const json_t *array = json_is_array(given) ? given : NULL;
    const size_t count = json_array_size(array), width = is->record ? kogge_abi_size(is->record) : is->width;
    unsigned char *memory = array ? calloc(count + 1, width) : NULL;
    if (array && !memory)
        die("no memory for", is->name);
    if (is->record)
        return rows_of(is->record, array, memory);
    for (size_t i = 0; i < count; i++) {
        const int64_t value = number_of(json_array_get(array, i));
        const int32_t narrow = (int32_t)value;
        memcpy(memory + i * width, width == sizeof narrow ? (const void *)&narrow : &value, width);
    }
    return (kogge_rows){ memory, count, width };
}

static void run_call(const struct call_for_tables *call, const json_t *vector)
{
    static uint64_t records[THROUGH_INPUTS][128];
    const json_t *arguments = json_object_get(vector, "in");
    const char *book = json_string_value(json_object_get(vector, "book"));
    struct through decision = call->decision;
    decision.book = book ? book_named(book) : NULL;
    decision.expected = json_object_get(json_object_get(vector, "expect"), "result");
    decision.number = call->number ? json_integer_value(json_object_get(arguments, call->number)) : 0;
    for (size_t i = 0; i < THROUGH_INPUTS && decision.records[i]; i++) {
        read_input(arguments, decision.records[i], records[i]);
        decision.inputs[i] = records[i];
    }
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        decision.lists[i] = read_list(arguments, &call->lists[i]);
    through_columns(&decision);
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        free((void *)decision.lists[i].data);
}

void do_through_columns(const char *name, const json_t *vector)
{
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (!strcmp(name, calls[i].name))
            run_call(&calls[i], vector);
    }
}
