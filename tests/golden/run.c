/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Runs the golden vectors (README.md says what they look like) against the library, through its public interface and
 * its field table alone: no field is named here. Usage: run [--alone] [POLICY.json ...] FILE.jsonl ...
 * vectors.c has what all vectors share, run_customers.c the calls of economics, portfolio, evidence and tier,
 * through_columns.c and through_arrow.c call for tables what was called for one record.
 * With --alone they do not. A policy file takes the place of the book of the same name, and must have its
 * fingerprint. */

#include "through_columns.h"
#include "vectors.h"

#include <kogge/json.h>

#include "base/interval.h"
#include "base/number.h"
#include "base/wide.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long vectors;

/* ---- books ----------------------------------------------------------------------------------------------------- */

struct book {
    char name[256];
    kogge_rulebook *book;
};
static struct book *books;
static size_t book_count;

kogge_rulebook *book_named(const char *name)
{
    for (size_t i = book_count; name && i-- > 0;) {
        if (!strcmp(books[i].name, name) && books[i].book) {
            explaining = books[i].book;
            return books[i].book;
        }
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
    static unsigned char costs[ROWS * 64], treatments[ROWS * 128], criteria[ROWS * 64], weights[ROWS * 64];
    kogge_order_rule *rule_memory = malloc((json_array_size(rules) + 1) * sizeof *rule_memory);
    kogge_policy policy;
    if (kogge_policy_init(&policy, sizeof policy, (int32_t)integer_or(numbers, "preset", "preset", 1),
                          (int32_t)integer_or(numbers, "currency", "currency", 978)))
        die("no such preset in", "policy");
    fill("kogge_policy", &policy, numbers);
    const json_t *sales_numbers = json_object_get(vector, "sales_policy");
    kogge_sales_policy sales;
    (void)kogge_sales_policy_init(&sales, sizeof sales, policy.preset);
    fill("kogge_sales_policy", &sales, sales_numbers);
    kogge_rulebook_spec spec = {
        .struct_size = sizeof spec,
        .policy = &policy,
        .sales = sales_numbers ? &sales : NULL,
        .rules = rows_of("kogge_order_rule", rules, rule_memory),
        .treatments = rows_of("kogge_treatment_row", json_object_get(vector, "treatment_rows"), treatments),
        .channel_costs = rows_of("kogge_channel_cost", json_object_get(vector, "channel_costs"), costs),
        .criteria = rows_of("kogge_kam_criterion", json_object_get(vector, "kam_criteria"), criteria),
        .strategy_weights = rows_of("kogge_strategy_weight", json_object_get(vector, "strategy_weights"), weights),
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

static kogge_status assess_one(const struct through *decision, const void *const *inputs, void *result,
                               kogge_reasons *why, kogge_error *error)
{
    return kogge_order_assess(decision->book, decision->of, inputs[0], &decision->lists[0], result, NULL, why, error);
}

static kogge_status assess_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_order_assess_columns(decision->book, call->table, call->customers, &call->lists[0].values,
                                      call->lists[0].offsets, call->out, call->out_count, call->row_status, call->why,
                                      call->reason_end, call->summary, call->error);
}

static void case_through_columns(const kogge_rulebook *book, const struct inputs *in, const json_t *expected)
{
    const struct through decision = { .book = book,
                                      .records = { "kogge_order" },
                                      .inputs = { &in->order },
                                      .lists = { in->rows },
                                      .result = "kogge_assessment",
                                      .has_customers = true,
                                      .of = in->who,
                                      .expected = expected,
                                      .one = assess_one,
                                      .columns = assess_columns };
    through_columns(&decision);
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
    case_through_columns(book, &in, json_object_get(expect, "assessment"));
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
    kogge_status status;
    *count = 1;
    if (call_customers(name, v, &status, out))
        return status;
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
    add_finding_texts(&findings);
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
    } kinds[] = { { "case", run_case }, { "reassess", run_reassess }, { "do", run_do },
                  { "call", run_call }, { "lint", run_lint },         { "book", run_book } };
    static char name[256];
    current = name;
    explaining = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const json_t *key = json_object_get(vector, kinds[i].key);
        if (!key)
            continue;
        const char *label = json_string_value(json_object_get(vector, "name"));
        snprintf(name, sizeof name, "%s:%d %s %s", file, line, json_string_value(key), label ? label : "");
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
        if (!strcmp(arguments[i], "--alone"))
            through_columns_leave_out();
        else if (dot && !strcmp(dot, ".json"))
            load_policy(arguments[i]);
        else
            run_file(arguments[i]);
    }
    close_policies();
    for (size_t i = 0; i < book_count; i++)
        kogge_rulebook_unref(books[i].book);
    free(books);
    const bool is_through = through_columns_summary();
    printf("%ld vectors, %ld differences, texts %" PRIu64 "\n", vectors, failures, checksum_of_texts());
    return failures || !vectors || !is_through ? 1 : 0;
}
