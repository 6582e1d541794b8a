/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Decision records: writing, reading, asking. */

#include "json/decision.h"

#include "json/memory.h"
#include "json/output.h"
#include "json/reader.h"
#include "json/row.h"

#include <kogge/json.h>

#include <inttypes.h>
#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const root_keys[] = { "kogge",    "version",         "fingerprint", "semantics",
                                         "currency", "currency_digits", "customer",    "order",
                                         "lines",    "assessment",      "fees",        "level",
                                         "reasons",  "rules",           NULL };
static const char level_set[] = "level";

/* ---- writing --------------------------------------------------------------------------------------------------- */

static bool right_size(size_t size)
{
    return size >= 8 && size <= 4096 && size % 8 == 0;
}

static json_t *write_record(int32_t record, const void *data, size_t size, bool all,
                            const struct currencies *currency)
{
    struct layout layout;
    kogge__json_layout(record, &layout);
    const struct source source = { .layout = &layout, .data = data, .size = size, .all = all };
    return kogge__json_write_record(&source, currency);
}

static json_t *write_rows(int32_t record, const kogge_rows *rows, bool all, const struct currencies *currency)
{
    struct layout layout;
    json_t *array = json_array();
    kogge__json_layout(record, &layout);
    for (size_t i = 0; i < rows->count; i++) {
        const struct source source = { .layout = &layout,
                                       .data = (const unsigned char *)rows->data + i * rows->row_size,
                                       .size = rows->row_size,
                                       .all = all };
        if (json_array_append_new(array, kogge__json_write_record(&source, currency))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *fingerprint_value(uint64_t fingerprint)
{
    return json_sprintf("%016" PRIx64, fingerprint);
}

static json_t *name_value(const char *set, int32_t code)
{
    const char *name = kogge_code_name(set, code);
    return name ? json_string(name) : json_integer(code);
}

/* True: every key has got its value. */
static bool set_head(json_t *root, const kogge_assessment *result, const struct currencies *currency)
{
    return !json_object_set_new(root, "kogge", json_string("decision")) &&
           !json_object_set_new(root, "version", json_integer(1)) &&
           !json_object_set_new(root, "fingerprint", fingerprint_value(result->fingerprint)) &&
           !json_object_set_new(root, "semantics", json_integer(result->semantics)) &&
           !json_object_set_new(root, "currency", name_value("currency", currency->number[0])) &&
           !json_object_set_new(root, "currency_digits", json_integer(currency->digits[0]));
}

struct decided {
    const kogge_customer *customer;
    const kogge_order *order;
    const kogge_rows *lines;
    const kogge_assessment *result;
    const kogge_fees *fees;
    const kogge_reasons *why;
};

static bool set_inputs(json_t *root, const struct decided *of, const struct currencies *currency)
{
    json_t *customer =
        of->customer ? write_record(KOGGE_RECORD_CUSTOMER, of->customer, of->customer->struct_size, false, currency)
                     : json_null();
    if (json_object_set_new(root, "customer", customer) ||
        json_object_set_new(root, "order",
                            write_record(KOGGE_RECORD_ORDER, of->order, of->order->struct_size, false, currency)))
        return false;
    return !of->lines || !of->lines->data ||
           !json_object_set_new(root, "lines", write_rows(KOGGE_RECORD_ORDER_LINE, of->lines, false, currency));
}

static bool set_results(json_t *root, const struct decided *of, const struct currencies *currency)
{
    size_t size =
        of->result->filled_size < of->result->struct_size ? of->result->filled_size : of->result->struct_size;
    if (json_object_set_new(root, "assessment",
                            write_record(KOGGE_RECORD_ASSESSMENT, of->result, size, true, currency)))
        return false;
    if (of->fees) {
        const kogge_rows fees = { of->fees->data, of->fees->count, sizeof *of->fees->data };
        if (json_object_set_new(root, "fees", write_rows(KOGGE_RECORD_FEE, &fees, true, currency)))
            return false;
    }
    if (of->why) {
        const kogge_rows reasons = { of->why->data, of->why->count, sizeof *of->why->data };
        int32_t level = of->why->level ? of->why->level : KOGGE_LEVEL_ALL;
        return !json_object_set_new(root, "level", name_value(level_set, level)) &&
               !json_object_set_new(root, "reasons", write_rows(KOGGE_RECORD_REASON, &reasons, false, currency));
    }
    return true;
}

static bool add_print(json_t *prints, const kogge_rulebook *book, int32_t rule)
{
    char key[16];
    uint64_t fingerprint = kogge_rulebook_rule_fingerprint(book, rule);
    (void)snprintf(key, sizeof key, "%" PRId32, rule);
    return !fingerprint || !json_object_set_new(prints, key, fingerprint_value(fingerprint));
}

/* The fingerprints of the rules that reasons and fees name. */
static bool set_rules(json_t *root, const kogge_rulebook *book, const struct decided *of)
{
    json_t *prints = json_object();
    bool good = true;
    for (size_t i = 0; good && of->why && i < of->why->count; i++)
        good = add_print(prints, book, of->why->data[i].rule);
    for (size_t i = 0; good && of->fees && i < of->fees->count; i++)
        good = add_print(prints, book, of->fees->data[i].rule);
    return !json_object_set_new(root, "rules", prints) && good;
}

static kogge_status check_decided(const kogge_rulebook *book, const struct decided *of)
{
    if (!book || !of->order || !of->result)
        return KOGGE_E_INVALID;
    if (!right_size(of->order->struct_size) || !right_size(of->result->struct_size) ||
        (of->customer && !right_size(of->customer->struct_size)) ||
        (of->lines && of->lines->data && !right_size(of->lines->row_size)))
        return KOGGE_E_STRUCT_SIZE;
    if (of->result->fingerprint != kogge_rulebook_fingerprint(book))
        return KOGGE_E_INVALID;
    if ((of->fees && of->fees->count > (of->fees->data ? of->fees->capacity : 0)) ||
        (of->why && of->why->count > (of->why->data ? of->why->capacity : 0)))
        return KOGGE_E_BUFFER;
    return KOGGE_OK;
}

kogge_status kogge_decision_write(const kogge_rulebook *book, const kogge_customer *customer,
                                  const kogge_order *order, const kogge_rows *lines, const kogge_assessment *result,
                                  const kogge_fees *fees, const kogge_reasons *why, char *buffer, size_t capacity,
                                  size_t *size)
{
    const struct decided of = { customer, order, lines, result, fees, why };
    struct output output = { .capacity = capacity };
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    kogge_status status = check_decided(book, &of);
    if (status || (!buffer && capacity > 0))
        return status ? status : KOGGE_E_INVALID;
    status = kogge_rulebook_policy(book, &policy);
    if (status)
        return status;
    const struct currencies currency = { 1, { policy.currency }, { policy.currency_digits } };
    json_t *root = json_object();
    if (!set_head(root, result, &currency) || !set_inputs(root, &of, &currency) ||
        !set_results(root, &of, &currency) || !set_rules(root, book, &of)) {
        json_decref(root);
        return KOGGE_E_MEMORY;
    }
    output.buffer = buffer;
    kogge__json_put_value(&output, root, JSON_COMPACT);
    return kogge__json_finish(&output, size);
}

/* ---- reading: the head ----------------------------------------------------------------------------------------- */

static kogge_status read_fingerprint(const struct reader *reader, const struct path *path, const json_t *value,
                                     uint64_t *fingerprint)
{
    static const char digits[] = "0123456789abcdef";
    const char *text = json_string_value(value);
    size_t length = text ? strspn(text, digits) : 0;
    if (length != 16 || text[length])
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is not 16 hexadecimal digits",
                                value ? kogge__json_shown(value).text : "nothing");
    for (*fingerprint = 0; *text; text++)
        *fingerprint = *fingerprint << 4 | (uint64_t)(strchr(digits, *text) - digits);
    return KOGGE_OK;
}

static kogge_status read_number(const struct reader *reader, const json_t *root, const char *key, int32_t lowest,
                                int32_t highest, int32_t *number)
{
    const struct path path = { NULL, key, 0 };
    const json_t *value = json_object_get(root, key);
    json_int_t found = json_integer_value(value);
    if (!json_is_integer(value) || found < lowest || found > highest)
        return kogge__json_fail(reader, &path, json_is_integer(value) ? KOGGE_E_RANGE : KOGGE_E_INVALID,
                                "%s is no integer from %" PRId32 " to %" PRId32,
                                value ? kogge__json_shown(value).text : "nothing", lowest, highest);
    *number = (int32_t)found;
    return KOGGE_OK;
}

static kogge_status read_head(struct reader *reader, const json_t *root, kogge_decision *decision)
{
    const struct path currency = { NULL, "currency", 0 }, fingerprint = { NULL, "fingerprint", 0 };
    struct currencies *own = &decision->currency;
    kogge_status status = kogge__json_kind(reader, root, "decision");
    if (!status)
        status = kogge__json_only_keys(reader, NULL, root, root_keys);
    if (!status)
        status =
            read_fingerprint(reader, &fingerprint, json_object_get(root, fingerprint.key), &decision->fingerprint);
    if (!status)
        status = read_number(reader, root, "semantics", 1, INT32_MAX, &decision->semantics);
    if (!status)
        status = kogge__json_currency(reader, &currency, json_object_get(root, "currency"), &own->number[0]);
    if (!status)
        status = read_number(reader, root, "currency_digits", 0, 4, &own->digits[0]);
    own->count = 1;
    reader->currencies = own;
    return status;
}

/* ---- reading: records and rows --------------------------------------------------------------------------------- */

static kogge_status no_memory(const struct reader *reader)
{
    return kogge__json_fail(reader, NULL, KOGGE_E_MEMORY, "no memory");
}

static kogge_status read_record(const struct reader *reader, kogge_decision *decision, int32_t record,
                                const char *key, const json_t *object, unsigned char **data)
{
    const struct path path = { NULL, key, 0 };
    struct layout layout;
    kogge__json_layout(record, &layout);
    *data = kogge__json_alloc(&decision->allocator, 1, layout.size);
    if (!*data || kogge_record_init(*data, layout.size))
        return no_memory(reader);
    const struct target target = { &layout, *data, layout.size };
    return kogge__json_read_record(reader, &path, object, &target);
}

static kogge_status read_rows(const struct reader *reader, kogge_decision *decision, int32_t record, const char *key,
                              const json_t *array, kogge_rows *rows, unsigned char **data)
{
    const struct path path = { NULL, key, 0 };
    struct reader at = *reader;
    struct layout layout;
    kogge_status status = KOGGE_OK;
    if (!json_is_array(array))
        return kogge__json_fail(reader, &path, KOGGE_E_INVALID, "%s is no list of rows",
                                kogge__json_shown(array).text);
    kogge__json_layout(record, &layout);
    *data = kogge__json_alloc(&decision->allocator, json_array_size(array), layout.size);
    if (!*data)
        return no_memory(reader);
    *rows = (kogge_rows){ *data, json_array_size(array), layout.size };
    for (size_t i = 0; !status && i < rows->count; i++) {
        const struct path here = { &path, NULL, i };
        const struct target target = { &layout, *data + i * layout.size, layout.size };
        at.row = (int64_t)i;
        status = kogge__json_read_record(&at, &here, json_array_get(array, i), &target);
    }
    return status;
}

static kogge_status read_inputs(const struct reader *reader, const json_t *root, kogge_decision *decision)
{
    const json_t *customer = json_object_get(root, "customer"), *order = json_object_get(root, "order"),
                 *lines = json_object_get(root, "lines");
    kogge_status status = KOGGE_OK;
    if (!order)
        return kogge__json_fail(reader, NULL, KOGGE_E_INVALID, "\"order\" is missing");
    status = read_record(reader, decision, KOGGE_RECORD_ORDER, "order", order, &decision->order);
    if (!status && customer && !json_is_null(customer))
        status = read_record(reader, decision, KOGGE_RECORD_CUSTOMER, "customer", customer, &decision->customer);
    if (!status && lines)
        status = read_rows(reader, decision, KOGGE_RECORD_ORDER_LINE, "lines", lines, &decision->lines,
                           &decision->line_data);
    return status;
}

/* Rows of a closed type are as large everywhere. */
static kogge_status read_fees(const struct reader *reader, const json_t *root, kogge_decision *decision)
{
    const json_t *fees = json_object_get(root, "fees");
    kogge_rows rows = { NULL, 0, 0 };
    unsigned char *data = NULL;
    if (!fees)
        return KOGGE_OK;
    kogge_status status = read_rows(reader, decision, KOGGE_RECORD_FEE, "fees", fees, &rows, &data);
    decision->fees = (kogge_fees){ (kogge_fee *)(void *)data, rows.count, rows.count };
    decision->has_fees = true;
    return status;
}

static kogge_status read_reasons(const struct reader *reader, const json_t *root, kogge_decision *decision)
{
    const struct path path = { NULL, "level", 0 };
    const json_t *reasons = json_object_get(root, "reasons"), *level = json_object_get(root, "level");
    kogge_rows rows = { NULL, 0, 0 };
    unsigned char *data = NULL;
    int32_t code = 0;
    if (!reasons)
        return KOGGE_OK;
    if (!json_is_string(level) || kogge_code_of(level_set, json_string_value(level), &code))
        return kogge__json_fail(reader, &path, KOGGE_E_UNSUPPORTED, "%s is no level such as \"%s\"",
                                level ? kogge__json_shown(level).text : "nothing",
                                kogge_code_name(level_set, KOGGE_LEVEL_ALL));
    kogge_status status = read_rows(reader, decision, KOGGE_RECORD_REASON, "reasons", reasons, &rows, &data);
    decision->why = (kogge_reasons){
        .data = (kogge_reason *)(void *)data, .capacity = rows.count, .count = rows.count, .level = code
    };
    decision->has_reasons = true;
    return status;
}

/* "rules": {"7": "0123456789abcdef"} */
struct printing {
    const json_t *object;
    kogge_decision *decision;
};

static kogge_status read_print(const struct reader *reader, const struct path *path, const void *context)
{
    const struct printing *into = context;
    struct rule_print *print = &into->decision->rules[into->decision->rule_count++];
    char *end;
    long rule = strtol(path->key, &end, 10);
    char again[24];
    (void)snprintf(again, sizeof again, "%ld", rule);
    if (rule < 1 || rule > INT32_MAX || strcmp(again, path->key) != 0)
        return kogge__json_unknown_key(reader, path);
    print->rule = (int32_t)rule;
    return read_fingerprint(reader, path, json_object_get(into->object, path->key), &print->fingerprint);
}

static kogge_status read_rules(const struct reader *reader, const json_t *root, kogge_decision *decision)
{
    const struct path path = { NULL, "rules", 0 };
    const struct printing into = { json_object_get(root, path.key), decision };
    if (!into.object)
        return KOGGE_OK;
    decision->rules = kogge__json_alloc(&decision->allocator, json_object_size(into.object), sizeof *decision->rules);
    if (!decision->rules)
        return no_memory(reader);
    return kogge__json_each_key(reader, &path, into.object, read_print, &into);
}

static kogge_status read_results(const struct reader *reader, const json_t *root, kogge_decision *decision)
{
    const json_t *assessment = json_object_get(root, "assessment");
    if (!assessment)
        return kogge__json_fail(reader, NULL, KOGGE_E_INVALID, "\"assessment\" is missing");
    kogge_status status =
        read_record(reader, decision, KOGGE_RECORD_ASSESSMENT, "assessment", assessment, &decision->assessment);
    if (status)
        return status;
    kogge_assessment *result = (kogge_assessment *)(void *)decision->assessment;
    result->filled_size = result->struct_size;
    result->fingerprint = decision->fingerprint;
    result->semantics = decision->semantics;
    status = read_fees(reader, root, decision);
    if (!status)
        status = read_reasons(reader, root, decision);
    return status ? status : read_rules(reader, root, decision);
}

kogge_status kogge_decision_read(const char *text, size_t size, const kogge_allocator *allocator,
                                 kogge_decision **decision, kogge_json_error *error)
{
    struct reader reader = { .error = error, .row = -1, .is_row = true };
    const kogge_allocator own = kogge__json_allocator(allocator);
    kogge_status status = kogge__json_ready(error);
    if (decision)
        *decision = NULL;
    if (status)
        return status;
    if (!text || !decision)
        return kogge__json_fail(&reader, NULL, KOGGE_E_INVALID, "%s is NULL", text ? "decision" : "text");
    json_t *root = kogge__json_parse(&reader, text, size, &status);
    if (!root)
        return status;
    kogge_decision *fresh = kogge__json_alloc(&own, 1, sizeof *fresh);
    if (fresh) {
        atomic_init(&fresh->references, 1);
        fresh->allocator = own;
        status = read_head(&reader, root, fresh);
        if (!status)
            status = read_inputs(&reader, root, fresh);
        if (!status)
            status = read_results(&reader, root, fresh);
    } else {
        status = no_memory(&reader);
    }
    json_decref(root);
    if (status)
        kogge_decision_unref(fresh);
    else
        *decision = fresh;
    return status;
}

/* ---- references ------------------------------------------------------------------------------------------------ */

kogge_decision *kogge_decision_ref(kogge_decision *decision)
{
    if (decision)
        atomic_fetch_add_explicit(&decision->references, 1, memory_order_relaxed);
    return decision;
}

void kogge_decision_unref(kogge_decision *decision)
{
    if (!decision || !kogge__json_was_last(&decision->references))
        return;
    const kogge_allocator own = decision->allocator;
    kogge__json_free(&own, decision->customer);
    kogge__json_free(&own, decision->order);
    kogge__json_free(&own, decision->assessment);
    kogge__json_free(&own, decision->line_data);
    kogge__json_free(&own, decision->fees.data);
    kogge__json_free(&own, decision->why.data);
    kogge__json_free(&own, decision->rules);
    kogge__json_free(&own, decision);
}

/* ---- asking ---------------------------------------------------------------------------------------------------- */

uint64_t kogge_decision_fingerprint(const kogge_decision *decision)
{
    return decision ? decision->fingerprint : 0;
}

int32_t kogge_decision_currency(const kogge_decision *decision)
{
    return decision ? decision->currency.number[0] : 0;
}

const kogge_customer *kogge_decision_customer(const kogge_decision *decision)
{
    return decision ? (const kogge_customer *)(const void *)decision->customer : NULL;
}

const kogge_order *kogge_decision_order(const kogge_decision *decision)
{
    return decision ? (const kogge_order *)(const void *)decision->order : NULL;
}

const kogge_rows *kogge_decision_lines(const kogge_decision *decision)
{
    return decision ? &decision->lines : NULL;
}

const kogge_assessment *kogge_decision_assessment(const kogge_decision *decision)
{
    return decision ? (const kogge_assessment *)(const void *)decision->assessment : NULL;
}

const kogge_fees *kogge_decision_fees(const kogge_decision *decision)
{
    return decision && decision->has_fees ? &decision->fees : NULL;
}

const kogge_reasons *kogge_decision_reasons(const kogge_decision *decision)
{
    return decision && decision->has_reasons ? &decision->why : NULL;
}
