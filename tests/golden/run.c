/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Runs the golden vectors (README.md says what they look like) against the library, through its public interface and
 * its field table alone: no field is named here. Usage: run [POLICY.json ...] FILE.jsonl ...
 * A policy file takes the place of the book of the same name, and must have its fingerprint. */

#include <kogge/json.h>
#include <kogge/kogge.h>

#include "base/interval.h"
#include "base/number.h"
#include "base/wide.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 64, REASONS = 512 };

static const char *current = "?"; /* file:line name of the vector under way */
static long failures, vectors;

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
static void
complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", current);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    failures++;
}

static void die(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s %s\n", current, what, which);
    exit(2);
}

/* ---- records from JSON, by the field table --------------------------------------------------------------------- */

static int64_t code_value(const char *set, const char *name)
{
    int32_t code = 0;
    if (kogge_code_of(set, name, &code))
        die("no such code:", name);
    return code;
}

/* "C D" as the bits of a mask. */
static int64_t mask_value(const kogge_field *field, const char *names)
{
    char copy[256];
    int64_t bits = 0;
    const char *set = kogge_code_set_name(field->code_set);
    snprintf(copy, sizeof copy, "%s", names);
    for (char *name = strtok(copy, " "); name; name = strtok(NULL, " "))
        bits |= field->is_bits ? code_value(set, name) : (int64_t)(UINT64_C(1) << code_value(set, name));
    return bits;
}

static int64_t value_of(const json_t *json, const kogge_field *field)
{
    if (json_is_integer(json))
        return json_integer_value(json);
    if (!json_is_string(json))
        die("neither number nor name:", kogge_field_name(field->id));
    const char *text = json_string_value(json), *set = kogge_code_set_name(field->code_set);
    if (field->type == KOGGE_TYPE_UINT64 && *text >= '0' && *text <= '9') /* beyond what JSON readers hold */
        return (int64_t)strtoull(text, NULL, 10);
    return field->unit == KOGGE_UNIT_MASK ? mask_value(field, text) : code_value(set, text);
}

static void store(void *record, const kogge_field *field, int64_t value)
{
    size_t width = field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64 ? 8 : 4;
    unsigned char *at = (unsigned char *)record + field->offset;
    int32_t narrow = (int32_t)(uint32_t)(uint64_t)value;
    memcpy(at, width == 8 ? (const void *)&value : (const void *)&narrow, width);
}

static int64_t fetch(const void *record, const kogge_field *field)
{
    const unsigned char *at = (const unsigned char *)record + field->offset;
    int64_t wide;
    int32_t narrow;
    if (field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return field->type == KOGGE_TYPE_UINT32 ? (int64_t)(uint32_t)narrow : narrow;
}

static kogge_field field_named(const char *record, const char *name)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    if (kogge_field_get(kogge_field_of(record, name), &field))
        die("no such field:", name);
    return field;
}

static void set_known(const char *record_name, void *record, int32_t bit)
{
    kogge_field field = field_named(record_name, "known");
    store(record, &field, fetch(record, &field) | (int64_t)(UINT64_C(1) << bit));
}

static void fill(const char *record_name, void *record, const json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        if (json_is_null(value))
            continue;
        kogge_field field = field_named(record_name, key);
        store(record, &field, value_of(value, &field));
        if (field.known_bit >= 0)
            set_known(record_name, record, field.known_bit);
    }
}

/* An array of rows; absent: data NULL, empty: data and count 0. */
static kogge_rows rows_of(const char *record_name, const json_t *array, void *memory)
{
    kogge_rows rows = { NULL, 0, kogge_abi_size(record_name) };
    if (!array)
        return rows;
    rows.data = memory;
    rows.count = json_array_size(array);
    memset(memory, 0, (rows.count + 1) * rows.row_size);
    for (size_t i = 0; i < rows.count; i++)
        fill(record_name, (unsigned char *)memory + i * rows.row_size, json_array_get(array, i));
    return rows;
}

/* ---- what is expected ------------------------------------------------------------------------------------------ */

static bool expect_status(const json_t *expect, kogge_status status, const kogge_error *error)
{
    const char *wanted = json_string_value(json_object_get(expect, "status"));
    const char *name = kogge_code_name("status", status);
    if (wanted && strcmp(wanted, name)) {
        complain("status %s, expected %s (%s)", name, wanted, error ? error->text : "");
        return false;
    }
    const char *field = json_string_value(json_object_get(expect, "field"));
    if (field && error) {
        char full[128];
        const char *record = kogge_record_name(error->field >> 8), *found = kogge_field_name(error->field);
        snprintf(full, sizeof full, "%s.%s", record ? record + strlen("kogge_") : "?", found ? found : "?");
        if (strcmp(full, field))
            complain("error names %s, expected %s (%s)", full, field, error->text);
    }
    const json_t *rule = json_object_get(expect, "rule");
    if (rule && error && json_integer_value(rule) != error->rule)
        complain("error names rule %" PRId32 ", expected %lld (%s)", error->rule, json_integer_value(rule),
                 error->text);
    return status == KOGGE_OK;
}

static void compare_record(const char *record_name, const void *record, const json_t *expect)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)expect, key, value)
    {
        kogge_field field = field_named(record_name, key), known = field_named(record_name, "known");
        int64_t found = fetch(record, &field);
        bool is_known = field.known_bit < 0 || (fetch(record, &known) >> field.known_bit & 1);
        if (json_is_null(value) && (is_known || found))
            complain("%s is %" PRId64 ", expected unknown", key, found);
        else if (!json_is_null(value) && !is_known)
            complain("%s is unknown", key);
        else if (!json_is_null(value) && found != value_of(value, &field))
            complain("%s is %" PRId64 ", expected %" PRId64, key, found, value_of(value, &field));
    }
}

/* Compares a row with an array of integers, those beyond int64_t as strings; false: they differ. */
static bool same_row(const json_t *expect, const int64_t *found, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(expect, i);
        int64_t wanted =
            json_is_string(value) ? (int64_t)strtoull(json_string_value(value), NULL, 10) : json_integer_value(value);
        if (wanted != found[i])
            return false;
    }
    return json_array_size(expect) == count;
}

static void compare_row(const char *what, size_t row, const json_t *expect, const int64_t *found, size_t count)
{
    if (same_row(expect, found, count))
        return;
    char *wanted = expect ? json_dumps(expect, JSON_COMPACT) : NULL;
    char text[512] = "";
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%" PRId64, i ? "," : "", found[i]);
    complain("%s %zu is [%s], expected %s", what, row, text, wanted ? wanted : "none");
    free(wanted);
}

static void compare_fees(const json_t *expect, const kogge_fees *fees)
{
    if (!expect)
        return;
    if (json_array_size(expect) != fees->count)
        complain("%zu fees, expected %zu", fees->count, json_array_size(expect));
    for (size_t i = 0; i < fees->count; i++) {
        const kogge_fee *fee = &fees->data[i];
        const int64_t row[] = { fee->rule,         fee->kind,         fee->group,       fee->charged_minor,
                                fee->waived_minor, fee->base_minor,   fee->below_minor, fee->outcome,
                                fee->rate_bp,      fee->invoice_code, fee->state_base };
        compare_row("fee", i, json_array_get(expect, i), row, sizeof row / sizeof row[0]);
    }
}

static void compare_reasons(const json_t *expect, const kogge_reasons *why)
{
    if (!expect)
        return;
    if (json_array_size(expect) != why->count)
        complain("%zu reasons, expected %zu", why->count, json_array_size(expect));
    for (size_t i = 0; i < why->count && i < why->capacity; i++) {
        const kogge_reason *reason = &why->data[i];
        const int64_t row[] = { reason->code,  reason->outcome,  reason->rule,
                                reason->field, reason->observed, reason->threshold };
        compare_row("reason", i, json_array_get(expect, i), row, sizeof row / sizeof row[0]);
    }
}

/* ---- books ----------------------------------------------------------------------------------------------------- */

struct book {
    char name[256];
    kogge_rulebook *book;
};
static struct book *books;
static size_t book_count;

static kogge_rulebook *book_named(const char *name)
{
    for (size_t i = book_count; name && i-- > 0;) {
        if (!strcmp(books[i].name, name) && books[i].book)
            return books[i].book;
    }
    die("no such book:", name ? name : "?");
    return NULL;
}

static int64_t integer_or(const json_t *object, const char *key, const char *set, int64_t otherwise)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value))
        return code_value(set, json_string_value(value));
    return value ? json_integer_value(value) : otherwise;
}

static kogge_rulebook *compile(const json_t *vector, kogge_status *status, kogge_error *error)
{
    const json_t *numbers = json_object_get(vector, "policy"), *rules = json_object_get(vector, "order_rules");
    static unsigned char costs[ROWS * 64], treatments[ROWS * 128], criteria[ROWS * 64];
    kogge_order_rule *rule_memory = malloc((json_array_size(rules) + 1) * sizeof *rule_memory);
    kogge_policy policy;
    if (kogge_policy_init(&policy, sizeof policy, (int32_t)integer_or(numbers, "preset", "preset", 1),
                          (int32_t)integer_or(numbers, "currency", "currency", 978)))
        die("no such preset in", "policy");
    fill("kogge_policy", &policy, numbers);
    kogge_rulebook_spec spec = {
        .struct_size = sizeof spec,
        .policy = &policy,
        .rules = rows_of("kogge_order_rule", rules, rule_memory),
        .treatments = rows_of("kogge_treatment_row", json_object_get(vector, "treatment_rows"), treatments),
        .channel_costs = rows_of("kogge_channel_cost", json_object_get(vector, "channel_costs"), costs),
        .criteria = rows_of("kogge_kam_criterion", json_object_get(vector, "kam_criteria"), criteria),
    };
    kogge_rulebook *book = NULL;
    *status = kogge_rulebook_new(&spec, &book, error);
    free(rule_memory);
    return book;
}

/* ---- policy files ---------------------------------------------------------------------------------------------- */

static struct policy {
    const char *path;
    kogge_policy_file *file;
    bool used;
} policies[ROWS];
static size_t policy_count;

static void load_policy(const char *path)
{
    static char text[1 << 16];
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    FILE *file = fopen(path, "rb");
    if (!file || policy_count == ROWS)
        die("cannot open", path);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    struct policy *policy = &policies[policy_count++];
    policy->path = path;
    if (kogge_policy_file_read(text, size, NULL, &policy->file, &error))
        die(error.text, path);
}

/* The book of the policy file with its name, else the book itself. */
static kogge_rulebook *from_policy_file(const char *name, kogge_rulebook *book)
{
    for (size_t i = 0; i < policy_count; i++) {
        kogge_rulebook *other = NULL;
        kogge_json_error error = KOGGE_INIT(kogge_json_error);
        if (strcmp(kogge_policy_file_name(policies[i].file), name))
            continue;
        policies[i].used = true;
        if (kogge_policy_file_rulebook(policies[i].file, 0, &other, &error))
            complain("%s: %s: %s", policies[i].path, error.pointer, error.text);
        else if (kogge_rulebook_fingerprint(other) != kogge_rulebook_fingerprint(book))
            complain("%s is another book", policies[i].path);
        kogge_rulebook_unref(book);
        return other;
    }
    return book;
}

static void close_policies(void)
{
    for (size_t i = 0; i < policy_count; i++) {
        current = policies[i].path;
        if (!policies[i].used)
            complain("no vectors for \"%s\"", kogge_policy_file_name(policies[i].file));
        kogge_policy_file_unref(policies[i].file);
    }
}

/* ---- cases of books -------------------------------------------------------------------------------------------- */

static void run_book(const json_t *vector)
{
    const json_t *expect = json_object_get(vector, "expect");
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status;
    kogge_rulebook *book = compile(vector, &status, &error);
    (void)expect_status(expect, status, &error);
    const char *fingerprint = json_string_value(json_object_get(expect, "fingerprint"));
    if (book && fingerprint) {
        char found[32];
        snprintf(found, sizeof found, "%016" PRIx64, kogge_rulebook_fingerprint(book));
        if (strcmp(found, fingerprint))
            complain("fingerprint %s, expected %s", found, fingerprint);
    }
    books = realloc(books, (book_count + 1) * sizeof *books);
    snprintf(books[book_count].name, sizeof books[book_count].name, "%s",
             json_string_value(json_object_get(vector, "book")));
    books[book_count].book = from_policy_file(books[book_count].name, book);
    book_count++;
}

/* ---- cases ----------------------------------------------------------------------------------------------------- */

struct inputs {
    kogge_customer customer;
    kogge_order order;
    unsigned char lines[ROWS * 64];
    kogge_rows rows;
    const kogge_customer *who;
};

static void read_inputs(const json_t *vector, struct inputs *inputs)
{
    const json_t *customer = json_object_get(vector, "customer");
    inputs->customer = (kogge_customer)KOGGE_INIT(kogge_customer);
    inputs->order = (kogge_order)KOGGE_INIT(kogge_order);
    fill("kogge_customer", &inputs->customer, customer);
    fill("kogge_order", &inputs->order, json_object_get(vector, "order"));
    inputs->rows = rows_of("kogge_order_line", json_object_get(vector, "lines"), inputs->lines);
    inputs->who = json_is_object(customer) ? &inputs->customer : NULL;
}

/* The decision as JSON, read back and replayed: the same. */
static void check_replay(const kogge_rulebook *book, const struct inputs *in, const kogge_assessment *result,
                         const kogge_fees *fees, const kogge_reasons *why)
{
    static char text[1 << 18];
    kogge_decision *decision = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    size_t size = 0;
    if (kogge_decision_write(book, in->who, &in->order, &in->rows, result, fees, why, text, sizeof text, &size))
        complain("the decision cannot be written");
    else if (kogge_decision_read(text, size - 1, NULL, &decision, &error))
        complain("%s: %s: %s", text, error.pointer, error.text);
    else if (kogge_decision_replay(decision, book, &difference, NULL) || difference.what)
        complain("replayed: %s", difference.text);
    kogge_decision_unref(decision);
}

static void run_case(const json_t *vector)
{
    struct inputs in;
    kogge_fee fee_room[KOGGE_FEES_MAX];
    static kogge_reason reason_room[REASONS];
    kogge_fees fees = { fee_room, KOGGE_FEES_MAX, 0 };
    kogge_reasons why = { .data = reason_room, .capacity = REASONS };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_error error = KOGGE_INIT(kogge_error);
    read_inputs(vector, &in);
    const json_t *expect = json_object_get(vector, "expect");
    const kogge_rulebook *book = book_named(json_string_value(json_object_get(vector, "book")));
    kogge_status status = kogge_order_assess(book, in.who, &in.order, &in.rows, &result, &fees, &why, &error);
    if (!expect_status(expect, status, &error))
        return;
    compare_record("kogge_assessment", &result, json_object_get(expect, "assessment"));
    compare_fees(json_object_get(expect, "fees"), &fees);
    compare_reasons(json_object_get(expect, "reasons"), &why);

    kogge_assessment quiet = KOGGE_INIT(kogge_assessment); /* without reasons it is the same */
    status = kogge_order_assess(book, in.who, &in.order, &in.rows, &quiet, NULL, NULL, NULL);
    if (status || memcmp(&quiet, &result, sizeof quiet))
        complain("asking for no reasons changes the result");
    check_replay(book, &in, &result, &fees, &why);
}

static void run_reassess(const json_t *vector)
{
    struct inputs in;
    kogge_charged_fee charged_room[ROWS] = { { 0 } };
    kogge_fee_change change_room[2 * ROWS];
    const json_t *charged = json_object_get(vector, "charged"), *expect = json_object_get(vector, "expect");
    for (size_t i = 0; i < json_array_size(charged) && i < ROWS; i++) {
        charged_room[i].rule = (int32_t)json_integer_value(json_array_get(json_array_get(charged, i), 0));
        charged_room[i].charged_minor = json_integer_value(json_array_get(json_array_get(charged, i), 1));
    }
    kogge_rows before = { charged_room, json_array_size(charged), sizeof charged_room[0] };
    kogge_out_rows changes = { change_room, 2 * ROWS, 0, sizeof change_room[0] };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_error error = KOGGE_INIT(kogge_error);
    read_inputs(vector, &in);
    const kogge_rulebook *book = book_named(json_string_value(json_object_get(vector, "book")));
    kogge_status status =
        kogge_order_reassess(book, in.who, &in.order, &in.rows, &before, &result, &changes, NULL, &error);
    if (!expect_status(expect, status, &error))
        return;
    const json_t *rows = json_object_get(expect, "changes");
    if (json_array_size(rows) != changes.count)
        complain("%zu changes, expected %zu", changes.count, json_array_size(rows));
    for (size_t i = 0; i < changes.count; i++) {
        const kogge_fee_change *change = &change_room[i];
        const int64_t row[] = { change->rule, change->charged_minor, change->delta_minor, change->outcome };
        compare_row("change", i, json_array_get(rows, i), row, 4);
    }
}

/* ---- plain calls ----------------------------------------------------------------------------------------------- */

static int64_t in(const json_t *vector, size_t place)
{
    return json_integer_value(json_array_get(json_object_get(vector, "in"), place));
}

static size_t list(const json_t *vector, size_t place, int64_t *values, size_t room)
{
    const json_t *array = json_array_get(json_object_get(vector, "in"), place);
    for (size_t i = 0; i < json_array_size(array) && i < room; i++)
        values[i] = json_integer_value(json_array_get(array, i));
    return json_array_size(array);
}

static kogge_status call_isqrt(const json_t *vector, int64_t *out)
{
    const char *digits = json_string_value(json_array_get(json_object_get(vector, "in"), 0));
    struct wide n = kogge__wide(0);
    uint64_t root = 0;
    for (; *digits; digits++)
        n = kogge__wide_add(kogge__wide_mul(n, kogge__wide(10)), kogge__wide((uint64_t)(*digits - '0')));
    if (!kogge__wide_fits(kogge__wide_isqrt(n), &root))
        complain("root of more than 64 bits");
    *out = (int64_t)root;
    return KOGGE_OK;
}

static kogge_status call_interval(const char *name, const json_t *v, int64_t *out, size_t *count)
{
    int32_t low = 0, high = 0;
    kogge_status status = !strcmp(name, "wilson")
                              ? kogge__wilson(in(v, 0), in(v, 1), &low, &high)
                              : kogge__newcombe(in(v, 0), in(v, 1), in(v, 2), in(v, 3), &low, &high);
    out[0] = low;
    out[1] = high;
    *count = 2;
    return status;
}

static kogge_status call(const char *name, const json_t *v, int64_t *out, size_t *count)
{
    int64_t values[ROWS];
    *count = 1;
    if (!strcmp(name, "mul_div"))
        return kogge_mul_div(in(v, 0), in(v, 1), in(v, 2), (int32_t)in(v, 3), out);
    if (!strcmp(name, "settle"))
        return kogge_settle(in(v, 0), in(v, 1), in(v, 2), in(v, 3), (int32_t)in(v, 4), (int32_t)in(v, 5), out);
    if (!strcmp(name, "isqrt"))
        return call_isqrt(v, out);
    if (!strcmp(name, "median2"))
        return kogge__median2(values, list(v, 0, values, ROWS), out);
    if (!strcmp(name, "wilson") || !strcmp(name, "newcombe"))
        return call_interval(name, v, out, count);
    if (!strcmp(name, "day")) {
        out[0] = kogge_day((int32_t)in(v, 0), (int32_t)in(v, 1), (int32_t)in(v, 2));
        return out[0] == INT32_MIN ? KOGGE_E_INVALID : KOGGE_OK;
    }
    if (!strcmp(name, "allocate")) {
        *count = list(v, 1, values, ROWS);
        return kogge_allocate(in(v, 0), values, *count, out);
    }
    if (!strcmp(name, "cash_round")) {
        *count = 2;
        return kogge_cash_round(in(v, 0), in(v, 1), &out[0], &out[1]);
    }
    die("no such call:", name);
    return KOGGE_E_FAILED;
}

static void run_call(const json_t *vector)
{
    int64_t out[ROWS] = { 0 };
    size_t count;
    const json_t *expect = json_object_get(vector, "expect"), *wanted = json_object_get(expect, "out");
    kogge_status status = call(json_string_value(json_object_get(vector, "call")), vector, out, &count);
    if (!expect_status(expect, status, NULL) || !wanted)
        return;
    json_t *one = json_is_array(wanted) ? json_incref((json_t *)wanted) : json_pack("[O]", wanted);
    compare_row("result", 0, one, out, count);
    json_decref(one);
}

/* ---- lint ------------------------------------------------------------------------------------------------------ */

static void run_lint(const json_t *vector)
{
    kogge_finding room[ROWS];
    kogge_findings findings = { room, ROWS, 0 };
    const json_t *expect = json_object_get(vector, "expect");
    const kogge_rulebook *book = book_named(json_string_value(json_object_get(vector, "book")));
    if (kogge_rulebook_lint(book, (int32_t)integer_or(vector, "today", NULL, 0), &findings, NULL))
        complain("lint failed");
    if (json_array_size(expect) != findings.count)
        complain("%zu findings, expected %zu", findings.count, json_array_size(expect));
    for (size_t i = 0; i < findings.count && i < ROWS; i++) {
        const kogge_finding *f = &room[i];
        const int64_t row[] = { f->code,  f->level,       f->row,   f->other_row,
                                f->value, f->other_value, f->field, f->other_field };
        compare_row("finding", i, json_array_get(expect, i), row, sizeof row / sizeof row[0]);
    }
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static void run_vector(const json_t *vector, const char *file, int line)
{
    static const struct {
        const char *key;
        void (*run)(const json_t *vector);
    } kinds[] = { { "case", run_case },
                  { "reassess", run_reassess },
                  { "call", run_call },
                  { "lint", run_lint },
                  { "book", run_book } };
    static char name[256];
    current = name;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const json_t *key = json_object_get(vector, kinds[i].key);
        if (!key)
            continue;
        snprintf(name, sizeof name, "%s:%d %s", file, line, json_string_value(key));
        kinds[i].run(vector);
        vectors++;
        return;
    }
    snprintf(name, sizeof name, "%s:%d", file, line);
    complain("no kind of vector");
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        die("cannot open", path);
    const char *slash = strrchr(path, '/');
    for (int line = 1;; line++) {
        json_error_t error;
        json_t *vector = json_loadf(file, JSON_DISABLE_EOF_CHECK, &error);
        if (!vector && !feof(file))
            die(error.text, path);
        if (!vector)
            break;
        run_vector(vector, slash ? slash + 1 : path, line);
        json_decref(vector);
    }
    fclose(file);
}

int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++) {
        const char *dot = strrchr(arguments[i], '.');
        if (dot && !strcmp(dot, ".json"))
            load_policy(arguments[i]);
        else
            run_file(arguments[i]);
    }
    close_policies();
    for (size_t i = 0; i < book_count; i++)
        kogge_rulebook_unref(books[i].book);
    free(books);
    printf("%ld vectors, %ld differences\n", vectors, failures);
    return failures || !vectors ? 1 : 0;
}
