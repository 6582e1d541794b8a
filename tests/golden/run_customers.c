/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Runs the golden vectors of economics, portfolio, evidence, tier and strategy:
 * {"do":FUNCTION,"in":{...},"expect":{...}}. One function here passes the arguments of one function of the library;
 * README.md has the list. */

#include "vectors.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 2048, COLUMNS = 256, NEXT = 5, TOP = 100, PARTS = 4, ROUNDS = 64 };

static kogge_reason reason_room[REASONS];

/* ---- arguments ------------------------------------------------------------------------------------------------- */

static const json_t *in(const json_t *vector, const char *name)
{
    return json_object_get(json_object_get(vector, "in"), name);
}

static int64_t integer_in(const json_t *vector, const char *name, int64_t otherwise)
{
    const json_t *value = in(vector, name);
    return value ? json_integer_value(value) : otherwise;
}

static size_t times(const json_t *vector)
{
    return (size_t)integer_in(vector, "times", 1);
}

/* A record of the library's size with the fields that stand in the vector. */
static void read_record(const json_t *vector, const char *record_name, void *record)
{
    if (kogge_record_init(record, kogge_abi_size(record_name)))
        die("no such record:", record_name);
    fill(record_name, record, in(vector, record_name + strlen("kogge_")));
}

static const kogge_rulebook *book_of(const json_t *vector)
{
    return book_named(json_string_value(json_object_get(vector, "book")));
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size ? size : 1);
    if (!memory)
        die("no memory for", current);
    return memory;
}

/* An array of numbers, `repeat` times over; NULL if it was not given. */
static int64_t *numbers(const json_t *array, size_t repeat, size_t *count)
{
    size_t size = json_array_size(array);
    *count = size * repeat;
    if (!json_is_array(array))
        return NULL;
    int64_t *values = room(*count, sizeof *values);
    for (size_t i = 0; i < *count; i++)
        values[i] = number_of(json_array_get(array, i % size));
    return values;
}

static int32_t *days(const json_t *array, size_t *count)
{
    int64_t *values = numbers(array, 1, count);
    int32_t *narrow = values ? room(*count, sizeof *narrow) : NULL;
    for (size_t i = 0; i < *count && narrow; i++)
        narrow[i] = (int32_t)values[i];
    free(values);
    return narrow;
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

struct table {
    kogge_table table;
    kogge_column columns[COLUMNS];
    void *memory[2]; /* records of the first kind, and of the second */
};

/* "net_minor" belongs to the first record, "contribution.net_minor" to the second. */
static void fill_row(const char *const *records, void *const *memory, size_t row, const json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        const char *dot = strchr(key, '.'), *record = records[dot ? 1 : 0];
        unsigned char *rows = memory[dot ? 1 : 0];
        if (!record)
            die("no second record for", key);
        fill_field(record, rows + row * kogge_abi_size(record), dot ? dot + 1 : key, value);
    }
}

/* Whether the vector names the column, or names none. */
static bool is_wanted(const json_t *wanted, const char *prefix, const kogge_column *column)
{
    size_t at;
    json_t *name;
    if (!wanted)
        return true;
    json_array_foreach((json_t *)wanted, at, name)
    {
        const char *text = json_string_value(name), *dot = strchr(text, '.');
        bool same_record = prefix ? dot && !strncmp(text, prefix, strlen(prefix)) : !dot;
        if (same_record && !strcmp(dot ? dot + 1 : text, kogge_field_name(column->field)))
            return true;
    }
    return false;
}

static void add_columns(struct table *t, const json_t *wanted, const char *record, const char *prefix,
                        const kogge_rows *rows)
{
    kogge_column found[COLUMNS];
    size_t count = 0;
    if (kogge_columns_of_rows(record, rows, found, COLUMNS, &count))
        die("no columns for", record);
    for (size_t i = 0; i < count; i++) {
        if (t->table.column_count < COLUMNS && is_wanted(wanted, prefix, &found[i]))
            t->columns[t->table.column_count++] = found[i];
    }
}

/* Rows `repeat` times over. */
static void table_from(const json_t *rows, const json_t *wanted, size_t repeat, const char *first, const char *second,
                       struct table *t)
{
    const char *const records[] = { first, second };
    size_t distinct = json_array_size(rows), count = distinct * repeat;
    *t = (struct table){ .table = { t->columns, 0, count } };
    for (size_t i = 0; i < 2 && records[i]; i++) {
        kogge_rows array = { room(count, kogge_abi_size(records[i])), count, kogge_abi_size(records[i]) };
        t->memory[i] = (void *)array.data;
        add_columns(t, wanted, records[i], i ? records[i] + strlen("kogge_") : NULL, &array);
    }
    for (size_t row = 0; row < count; row++)
        fill_row(records, t->memory, row, json_array_get(rows, row % distinct));
}

static void table_of(const json_t *vector, const char *first, const char *second, struct table *t)
{
    table_from(in(vector, "rows"), in(vector, "columns"), times(vector), first, second, t);
}

static void free_table(struct table *t)
{
    free(t->memory[0]);
    free(t->memory[1]);
}

/* ---- results --------------------------------------------------------------------------------------------------- */

static const json_t *expected(const json_t *vector, const char *name)
{
    return json_object_get(json_object_get(vector, "expect"), name);
}

static bool expect(const json_t *vector, kogge_status status, const kogge_error *error)
{
    return expect_status(json_object_get(vector, "expect"), status, error);
}

static kogge_reasons reasons(void)
{
    return (kogge_reasons){ .data = reason_room, .capacity = REASONS };
}

static kogge_out_rows room_for(const char *record_name)
{
    size_t size = kogge_abi_size(record_name);
    return (kogge_out_rows){ room(ROOM, size), ROOM, 0, size };
}

static void compare_out(const json_t *vector, const char *name, const char *record_name, const kogge_out_rows *rows)
{
    compare_rows(name, record_name, rows, expected(vector, name));
}

static void compare_result(const json_t *vector, const char *record_name, const void *result,
                           const kogge_reasons *why)
{
    compare_record(record_name, result, expected(vector, "result"));
    if (why)
        compare_reasons(expected(vector, "reasons"), why);
}

/* Without reasons it is the same. */
static void compare_quiet(kogge_status status, const void *quiet, const void *result, size_t size)
{
    if (status || memcmp(quiet, result, size))
        complain("asking for no reasons changes the result");
}

/* 32-bit numbers against a list. */
static void compare_list(const char *what, const json_t *expect, const int32_t *found, size_t count)
{
    int64_t *wide = room(count, sizeof *wide);
    for (size_t i = 0; i < count; i++)
        wide[i] = found[i];
    if (expect)
        compare_row(what, 0, expect, wide, count);
    free(wide);
}

/* ---- economics ------------------------------------------------------------------------------------------------- */

static void run_economics_assess(const json_t *vector)
{
    kogge_economics economics;
    kogge_contribution result = KOGGE_INIT(kogge_contribution), quiet = KOGGE_INIT(kogge_contribution);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = reasons();
    read_record(vector, "kogge_economics", &economics);
    if (!expect(vector, kogge_economics_assess(book_of(vector), &economics, &result, &why, &error), &error))
        return;
    compare_result(vector, "kogge_contribution", &result, &why);
    kogge_status status = kogge_economics_assess(book_of(vector), &economics, &quiet, NULL, NULL);
    compare_quiet(status, &quiet, &result, sizeof result);
}

static void run_economics_profile(const json_t *vector)
{
    struct table t;
    kogge_out_rows profile = room_for("kogge_tier_profile");
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_profile_input", "kogge_contribution", &t);
    if (expect(vector, kogge_economics_profile(&t.table, &profile, &error), &error))
        compare_out(vector, "profile", "kogge_tier_profile", &profile);
    free(profile.data);
    free_table(&t);
}

/* ---- portfolio ------------------------------------------------------------------------------------------------- */

static void run_abc_cut(const json_t *vector)
{
    size_t count;
    kogge_abc_options options;
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_error error = KOGGE_INIT(kogge_error);
    int64_t *values = numbers(in(vector, "values"), times(vector), &count);
    read_record(vector, "kogge_abc_options", &options);
    if (expect(vector, kogge_abc_cut(values, count, &options, &cuts, &error), &error))
        compare_result(vector, "kogge_abc_cuts", &cuts, NULL);
    free(values);
}

static void run_abc_classes(const json_t *vector)
{
    size_t count;
    kogge_abc_cuts cuts;
    kogge_error error = KOGGE_INIT(kogge_error);
    int64_t *values = numbers(in(vector, "values"), times(vector), &count);
    int32_t *classes = room(count, sizeof *classes);
    read_record(vector, "kogge_abc_cuts", &cuts);
    if (expect(vector, kogge_abc_classes(&cuts, values, count, classes, &error), &error))
        compare_list("classes", expected(vector, "classes"), classes, count);
    free(classes);
    free(values);
}

/* Feeds the pieces first, first + step, ...; all pieces stand there as often as the vector says. */
static kogge_status feed(kogge_portfolio *portfolio, const json_t *vector, size_t first, size_t step,
                         kogge_error *error)
{
    const json_t *pieces = in(vector, "pieces"), *ids = in(vector, "ids");
    size_t distinct = json_array_size(pieces);
    kogge_status status = KOGGE_OK;
    for (size_t i = first; i < distinct * times(vector) && !status; i += step) {
        size_t count, id_count;
        int64_t *values = numbers(json_array_get(pieces, i % distinct), 1, &count);
        int64_t *keys = numbers(json_array_get(ids, i % distinct), 1, &id_count);
        status = kogge_portfolio_add(portfolio, (const uint64_t *)keys, values, count, error);
        free(values);
        free(keys);
    }
    return status;
}

static void *bytes_of(const kogge_portfolio *portfolio, size_t *size)
{
    (void)kogge_portfolio_save(portfolio, NULL, 0, size); /* only measures */
    void *bytes = room(*size, 1);
    if (kogge_portfolio_save(portfolio, bytes, *size, size))
        complain("the portfolio cannot be saved");
    return bytes;
}

/* The accumulator saved and loaded; the old one is freed. */
static kogge_portfolio *reloaded(kogge_portfolio *portfolio)
{
    size_t size;
    void *bytes = bytes_of(portfolio, &size);
    kogge_portfolio *copy = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_load(bytes, size, NULL, &copy, &error))
        die("a saved portfolio cannot be loaded:", error.text);
    free(bytes);
    kogge_portfolio_free(portfolio);
    return copy;
}

static kogge_portfolio *copy_of(const kogge_portfolio *portfolio)
{
    size_t size;
    void *bytes = bytes_of(portfolio, &size);
    kogge_portfolio *copy = NULL;
    if (kogge_portfolio_load(bytes, size, NULL, &copy, NULL))
        die("a portfolio cannot be copied in", current);
    free(bytes);
    return copy;
}

/* One round of an accumulator that was not fed yet, as if on several machines: copies, each fed a part, sent, merged.
 */
static kogge_portfolio *round_in_parts(kogge_portfolio *empty, const json_t *vector)
{
    kogge_portfolio *whole = NULL;
    for (size_t i = PARTS; i-- > 0;) {
        kogge_portfolio *part = copy_of(empty);
        if (feed(part, vector, i, PARTS, NULL))
            complain("part %zu is refused", i);
        part = reloaded(part);
        if (whole && kogge_portfolio_merge(part, whole, NULL))
            complain("part %zu cannot be merged", i);
        kogge_portfolio_free(whole);
        whole = part;
    }
    kogge_portfolio_free(empty);
    return whole;
}

static kogge_portfolio *new_portfolio(const json_t *vector, kogge_status *status, kogge_error *error)
{
    kogge_abc_options options;
    kogge_portfolio *portfolio = NULL;
    read_record(vector, "kogge_abc_options", &options);
    *status = kogge_portfolio_new(&options, NULL, &portfolio, error);
    return portfolio;
}

/* Later rounds, until the cut values are exact; the first one is fed already. */
static kogge_status refine(kogge_portfolio **portfolio, const json_t *vector, bool in_parts)
{
    int32_t again = 0;
    kogge_status status = kogge_portfolio_refine(*portfolio, &again, NULL);
    for (int rounds = 1; again && !status; rounds++) {
        if (rounds == ROUNDS) {
            complain("no end of rounds");
            return KOGGE_E_FAILED;
        }
        if (in_parts)
            *portfolio = round_in_parts(*portfolio, vector);
        else
            status = feed(*portfolio, vector, 0, 1, NULL);
        if (!status)
            status = kogge_portfolio_refine(*portfolio, &again, NULL);
    }
    return status;
}

/* Fed in parts, saved, loaded and merged, it ends in the same bytes. */
static void compare_parts(const kogge_portfolio *portfolio, const json_t *vector)
{
    kogge_status status;
    size_t size, other_size;
    kogge_portfolio *other = round_in_parts(new_portfolio(vector, &status, NULL), vector);
    (void)refine(&other, vector, true);
    void *bytes = bytes_of(portfolio, &size), *other_bytes = bytes_of(other, &other_size);
    if (size != other_size || memcmp(bytes, other_bytes, size))
        complain("fed in parts it is another portfolio");
    free(bytes);
    free(other_bytes);
    kogge_portfolio_free(other);
}

static kogge_status ask_concentration(const kogge_portfolio *portfolio, const json_t *vector,
                                      kogge_concentration *result, int32_t *top, kogge_reasons *why,
                                      kogge_error *error)
{
    kogge_concentration_options options;
    bool given = in(vector, "concentration_options") != NULL;
    *result = (kogge_concentration)KOGGE_INIT(kogge_concentration);
    read_record(vector, "kogge_concentration_options", &options);
    return kogge_portfolio_concentration(portfolio, given ? &options : NULL, result, top, why, error);
}

/* `early` is what was answered before the first refinement. */
static void compare_concentration(const kogge_portfolio *portfolio, const json_t *vector,
                                  const kogge_concentration *early)
{
    const json_t *expect = expected(vector, "concentration"), *top_expected = json_object_get(expect, "top_bp");
    int32_t top[TOP] = { 0 };
    kogge_concentration result;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = reasons();
    if (!expect_status(expect, ask_concentration(portfolio, vector, &result, top, &why, &error), &error))
        return;
    compare_record("kogge_concentration", &result, json_object_get(expect, "result"));
    compare_reasons(json_object_get(expect, "reasons"), &why);
    compare_list("top_bp", top_expected, top, json_array_size(top_expected));
    result.absorption_bp = 0;
    result.known &= ~KOGGE_CONCENTRATION_ABSORPTION_BP;
    if (memcmp(&result, early, sizeof result))
        complain("before the first refinement the concentration is another one");
}

static void compare_cuts(const kogge_portfolio *portfolio, const json_t *expect)
{
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (expect && expect_status(expect, kogge_portfolio_cuts(portfolio, &cuts, &error), &error))
        compare_record("kogge_abc_cuts", &cuts, json_object_get(expect, "result"));
}

static void compare_shares(const kogge_portfolio *portfolio, const json_t *expect)
{
    kogge_out_rows shares = room_for("kogge_class_share");
    kogge_reasons why = reasons();
    if (expect && expect_status(expect, kogge_portfolio_shares(portfolio, &shares, &why, NULL), NULL)) {
        compare_rows("shares", "kogge_class_share", &shares, json_object_get(expect, "shares"));
        compare_reasons(json_object_get(expect, "reasons"), &why);
    }
    free(shares.data);
}

static void compare_pareto(const kogge_portfolio *portfolio, const json_t *expect)
{
    kogge_out_rows points = room_for("kogge_pareto_point");
    if (kogge_portfolio_pareto(portfolio, &points, NULL))
        complain("no Pareto points");
    else
        compare_rows("pareto", "kogge_pareto_point", &points, expect);
    free(points.data);
}

static void run_portfolio(const json_t *vector)
{
    static const int64_t one = 1;
    kogge_concentration early;
    kogge_status status;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_portfolio *portfolio = new_portfolio(vector, &status, &error);
    if (!status)
        status = feed(portfolio, vector, 0, 1, &error);
    if (expect(vector, status, &error)) {
        (void)ask_concentration(portfolio, vector, &early, NULL, NULL, NULL);
        status = refine(&portfolio, vector, false);
        if (status && status != KOGGE_E_DEGENERATE)
            complain("refining fails with %s", kogge_code_name("status", status));
        compare_concentration(portfolio, vector, &early);
        compare_pareto(portfolio, expected(vector, "pareto"));
        compare_cuts(portfolio, expected(vector, "cuts"));
        compare_shares(portfolio, expected(vector, "shares"));
        compare_parts(portfolio, vector);
        if (!status && kogge_portfolio_add(portfolio, NULL, &one, 1, NULL) != KOGGE_E_INVALID)
            complain("after the last round data are taken");
    }
    kogge_portfolio_free(portfolio);
}

static void run_migration(const json_t *vector)
{
    struct table t;
    kogge_out_rows cells = room_for("kogge_migration_cell"), rates = room_for("kogge_rate");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_migration_input", NULL, &t);
    if (expect(vector, kogge_migration(&t.table, &cells, &rates, &why, &error), &error)) {
        compare_out(vector, "cells", "kogge_migration_cell", &cells);
        compare_out(vector, "rates", "kogge_rate", &rates);
        compare_reasons(expected(vector, "reasons"), &why);
    }
    free(cells.data);
    free(rates.data);
    free_table(&t);
}

/* ---- evidence -------------------------------------------------------------------------------------------------- */

static void run_evidence_assess(const json_t *vector)
{
    size_t quarter_count, day_count;
    kogge_history history;
    kogge_evidence result = KOGGE_INIT(kogge_evidence), quiet = KOGGE_INIT(kogge_evidence);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = reasons();
    int64_t *quarters = numbers(in(vector, "quarters"), 1, &quarter_count);
    int32_t *order_days = days(in(vector, "order_days"), &day_count);
    read_record(vector, "kogge_history", &history);
    kogge_status status = kogge_evidence_assess(book_of(vector), &history, quarters, quarter_count, order_days,
                                                day_count, &result, &why, &error);
    if (expect(vector, status, &error)) {
        compare_result(vector, "kogge_evidence", &result, &why);
        status = kogge_evidence_assess(book_of(vector), &history, quarters, quarter_count, order_days, day_count,
                                       &quiet, NULL, NULL);
        compare_quiet(status, &quiet, &result, sizeof result);
    }
    free(quarters);
    free(order_days);
}

static void run_evidence_summarise(const json_t *vector)
{
    struct table t;
    kogge_evidence_summary result = KOGGE_INIT(kogge_evidence_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_evidence", NULL, &t);
    if (expect(vector, kogge_evidence_summarise(&t.table, &result, &error), &error))
        compare_result(vector, "kogge_evidence_summary", &result, NULL);
    free_table(&t);
}

static void run_regularity_assess(const json_t *vector)
{
    size_t count;
    kogge_history history;
    kogge_regularity result = KOGGE_INIT(kogge_regularity), quiet = KOGGE_INIT(kogge_regularity);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = reasons();
    int32_t *order_days = days(in(vector, "order_days"), &count);
    read_record(vector, "kogge_history", &history);
    if (expect(vector, kogge_regularity_assess(&history, order_days, count, &result, &why, &error), &error)) {
        compare_result(vector, "kogge_regularity", &result, &why);
        kogge_status status = kogge_regularity_assess(&history, order_days, count, &quiet, NULL, NULL);
        compare_quiet(status, &quiet, &result, sizeof result);
    }
    free(order_days);
}

static void run_regularity_pool(const json_t *vector)
{
    struct table t;
    int32_t out[2] = { -1, -1 };
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_regularity", NULL, &t);
    if (expect(vector, kogge_regularity_pool(&t.table, &out[0], &out[1], &error), &error))
        compare_list("out", expected(vector, "out"), out, 2);
    free_table(&t);
}

static void run_calibrate(const json_t *vector)
{
    struct table t;
    kogge_out_rows rows = room_for("kogge_calibration");
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_calibration_input", NULL, &t);
    if (expect(vector, kogge_calibrate(&t.table, &rows, &error), &error))
        compare_out(vector, "rows", "kogge_calibration", &rows);
    free(rows.data);
    free_table(&t);
}

/* ---- tier ------------------------------------------------------------------------------------------------------ */

static void run_classify(const json_t *vector)
{
    kogge_customer customer;
    kogge_classification_basis basis;
    kogge_classification result = KOGGE_INIT(kogge_classification), quiet = KOGGE_INIT(kogge_classification);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = reasons();
    read_record(vector, "kogge_customer", &customer);
    read_record(vector, "kogge_classification_basis", &basis);
    if (!expect(vector, kogge_classify(book_of(vector), &customer, &basis, &result, &why, &error), &error))
        return;
    compare_result(vector, "kogge_classification", &result, &why);
    compare_quiet(kogge_classify(book_of(vector), &customer, &basis, &quiet, NULL, NULL), &quiet, &result,
                  sizeof result);
}

/* All columns of an array of demands, to be written. */
static size_t demand_columns(const kogge_out_rows *demands, kogge_out_column *out)
{
    kogge_column found[COLUMNS];
    size_t count = 0;
    kogge_rows rows = { demands->data, demands->count, demands->row_size };
    if (kogge_columns_of_rows("kogge_demand", &rows, found, COLUMNS, &count))
        die("no columns for", "kogge_demand");
    for (size_t i = 0; i < count; i++)
        out[i] = (kogge_out_column){
            .field = found[i].field, .type = found[i].type, .data = (void *)found[i].data, .stride = found[i].stride
        };
    return count;
}

static void compare_row_status(const json_t *expect, const kogge_status *found, size_t count)
{
    for (size_t i = 0; expect && i < count; i++) {
        const char *name = kogge_code_name("status", found[i]),
                   *wanted = json_string_value(json_array_get(expect, i));
        if (!wanted || strcmp(name, wanted))
            complain("status of row %zu is %s, expected %s", i, name, wanted ? wanted : "none");
    }
}

static void run_demand_estimate(const json_t *vector)
{
    struct table t;
    kogge_out_column out[COLUMNS];
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_demand_input", NULL, &t);
    size_t count = t.table.row_count, size = integer_in(vector, "memory", 1) ? kogge_demand_memory(count) : 0;
    size_t demand_size = kogge_abi_size("kogge_demand");
    kogge_out_rows demands = { room(count, demand_size), count, count, demand_size };
    kogge_status *row_status = room(count, sizeof *row_status);
    void *memory = size ? room(size, 1) : NULL;
    kogge_status status =
        kogge_demand_estimate(&t.table, out, demand_columns(&demands, out), memory, size, row_status, &error);
    if (expect(vector, status, &error) || status == KOGGE_E_SOME_ROWS) {
        compare_out(vector, "rows", "kogge_demand", &demands);
        compare_row_status(expected(vector, "row_status"), row_status, count);
    }
    free(memory);
    free(row_status);
    free(demands.data);
    free_table(&t);
}

static void compare_selection(const json_t *vector, const kogge_selection *result, const kogge_out_rows *chosen,
                              const kogge_out_rows *next, const uint64_t *flags, size_t rows,
                              const kogge_reasons *why)
{
    const json_t *wanted = expected(vector, "class_flags");
    compare_result(vector, "kogge_selection", result, why);
    compare_out(vector, "chosen", "kogge_development", chosen);
    compare_out(vector, "next", "kogge_development", next);
    if (wanted)
        compare_row("class_flags", 0, wanted, (const int64_t *)flags, rows);
}

static void run_select(const json_t *vector)
{
    struct table t;
    kogge_selection result = KOGGE_INIT(kogge_selection);
    kogge_out_rows chosen = room_for("kogge_development"), next = room_for("kogge_development");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_customer", NULL, &t);
    size_t count = t.table.row_count, size = kogge_select_memory(count);
    uint64_t *flags = room(count, sizeof *flags);
    void *memory = room(size, 1);
    next.capacity = NEXT;
    kogge_status status = kogge_select(book_of(vector), &t.table, integer_in(vector, "most", -1),
                                       integer_in(vector, "budget_minor", -1), memory, size, &result, &chosen, &next,
                                       flags, &why, &error);
    if (expect(vector, status, &error))
        compare_selection(vector, &result, &chosen, &next, flags, count, &why);
    free(memory);
    free(flags);
    free(chosen.data);
    free(next.data);
    free_table(&t);
}

static void run_audit_tiers(const json_t *vector)
{
    struct table t;
    kogge_audit result = KOGGE_INIT(kogge_audit);
    kogge_out_rows cells = room_for("kogge_migration_cell"), hidden = room_for("kogge_rate");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_migration_input", NULL, &t);
    if (expect(vector, kogge_audit_tiers(&t.table, &result, &cells, &hidden, &why, &error), &error)) {
        compare_result(vector, "kogge_audit", &result, &why);
        compare_out(vector, "cells", "kogge_migration_cell", &cells);
        compare_out(vector, "hidden", "kogge_rate", &hidden);
    }
    free(cells.data);
    free(hidden.data);
    free_table(&t);
}

/* ---- strategy -------------------------------------------------------------------------------------------------- */

static void run_company_measure(const json_t *vector)
{
    struct table t;
    kogge_company company = KOGGE_INIT(kogge_company), quiet = KOGGE_INIT(kogge_company);
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_customer", "kogge_classification", &t);
    if (expect(vector, kogge_company_measure(&t.table, &company, &why, &error), &error)) {
        compare_result(vector, "kogge_company", &company, &why);
        compare_quiet(kogge_company_measure(&t.table, &quiet, NULL, NULL), &quiet, &company, sizeof company);
    }
    free_table(&t);
}

static void run_company_advise(const json_t *vector)
{
    kogge_company company;
    kogge_advice result = KOGGE_INIT(kogge_advice), quiet = KOGGE_INIT(kogge_advice);
    kogge_out_rows factors = room_for("kogge_advice_factor");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_company", &company);
    kogge_status status = kogge_company_advise(book_of(vector), &company, &result, &factors, &why, &error);
    if (expect(vector, status, &error)) {
        compare_result(vector, "kogge_advice", &result, &why);
        compare_out(vector, "factors", "kogge_advice_factor", &factors);
        status = kogge_company_advise(book_of(vector), &company, &quiet, NULL, NULL, NULL);
        compare_quiet(status, &quiet, &result, sizeof result);
    }
    free(factors.data);
}

static void run_strategy_comparison(const json_t *vector)
{
    kogge_out_rows rows = room_for("kogge_comparison");
    const kogge_error error = KOGGE_INIT(kogge_error);
    if (expect(vector, kogge_strategy_comparison(&rows), &error))
        compare_out(vector, "rows", "kogge_comparison", &rows);
    free(rows.data);
}

static void run_plan_customer(const json_t *vector)
{
    kogge_customer customer;
    const int32_t today_at = (int32_t)integer_in(vector, "today_at", 0);
    kogge_plan result = KOGGE_INIT(kogge_plan), quiet = KOGGE_INIT(kogge_plan);
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_customer", &customer);
    if (!expect(vector, kogge_plan_customer(book_of(vector), &customer, today_at, &result, &why, &error), &error))
        return;
    compare_result(vector, "kogge_plan", &result, &why);
    compare_quiet(kogge_plan_customer(book_of(vector), &customer, today_at, &quiet, NULL, NULL), &quiet, &result,
                  sizeof result);
}

static void run_visit_check(const json_t *vector)
{
    kogge_plan plan;
    const int32_t justification = (int32_t)integer_in(vector, "justification", 0),
                  visits = (int32_t)integer_in(vector, "visits_this_year", 0);
    int32_t verdict = -1, quiet = -1;
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_plan", &plan);
    kogge_status status = kogge_visit_check(book_of(vector), &plan, justification, visits, &verdict, &why, &error);
    if (!expect(vector, status, &error))
        return;
    compare_list("out", expected(vector, "out"), &verdict, 1);
    compare_reasons(expected(vector, "reasons"), &why);
    status = kogge_visit_check(book_of(vector), &plan, justification, visits, &quiet, NULL, NULL);
    compare_quiet(status, &quiet, &verdict, sizeof verdict);
}

static void run_route_assess(const json_t *vector)
{
    kogge_customer customer;
    kogge_route_terms terms;
    const int32_t today_at = (int32_t)integer_in(vector, "today_at", 0);
    kogge_route_result result = KOGGE_INIT(kogge_route_result), quiet = KOGGE_INIT(kogge_route_result);
    kogge_out_rows alternatives = room_for("kogge_route_alternative");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_customer", &customer);
    read_record(vector, "kogge_route_terms", &terms);
    kogge_status status =
        kogge_route_assess(book_of(vector), &customer, &terms, today_at, &result, &alternatives, &why, &error);
    if (expect(vector, status, &error)) {
        compare_result(vector, "kogge_route_result", &result, &why);
        compare_out(vector, "alternatives", "kogge_route_alternative", &alternatives);
        status = kogge_route_assess(book_of(vector), &customer, &terms, today_at, &quiet, NULL, NULL, NULL);
        compare_quiet(status, &quiet, &result, sizeof result);
    }
    free(alternatives.data);
}

static void run_rhythm_assess(const json_t *vector)
{
    kogge_customer customer;
    kogge_rhythm result = KOGGE_INIT(kogge_rhythm);
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_customer", &customer);
    if (expect(vector,
               kogge_rhythm_assess(book_of(vector), &customer, integer_in(vector, "order_cost_minor", 0), &result,
                                   &error),
               &error))
        compare_result(vector, "kogge_rhythm", &result, NULL);
}

/* ---- key accounts ---------------------------------------------------------------------------------------------- */

/* The rows of kogge_kam_value in `values`, into memory of the caller's; left out: data NULL. */
static kogge_rows kam_values(const json_t *vector, void **memory)
{
    const json_t *given = in(vector, "values");
    *memory = room(json_array_size(given), kogge_abi_size("kogge_kam_value"));
    return rows_of("kogge_kam_value", given, *memory);
}

static void run_kam_assess(const json_t *vector)
{
    kogge_kam_candidate candidate;
    kogge_kam_result result = KOGGE_INIT(kogge_kam_result), quiet = KOGGE_INIT(kogge_kam_result);
    kogge_out_rows missing = room_for("kogge_kam_missing");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    void *memory;
    const kogge_rows values = kam_values(vector, &memory), *passed = values.data ? &values : NULL;
    read_record(vector, "kogge_kam_candidate", &candidate);
    kogge_status status = kogge_kam_assess(book_of(vector), &candidate, passed, &result, &missing, &why, &error);
    if (expect(vector, status, &error)) {
        compare_result(vector, "kogge_kam_result", &result, &why);
        compare_out(vector, "missing", "kogge_kam_missing", &missing);
        status = kogge_kam_assess(book_of(vector), &candidate, passed, &quiet, NULL, NULL, NULL);
        compare_quiet(status, &quiet, &result, sizeof result);
    }
    free(missing.data);
    free(memory);
}

static void run_kam_weights(const json_t *vector)
{
    kogge_out_rows intervals = room_for("kogge_weight_interval");
    kogge_error error = KOGGE_INIT(kogge_error);
    void *memory;
    const kogge_rows values = kam_values(vector, &memory), *passed = values.data ? &values : NULL;
    if (expect(vector, kogge_kam_weights(book_of(vector), passed, &intervals, &error), &error))
        compare_out(vector, "intervals", "kogge_weight_interval", &intervals);
    free(intervals.data);
    free(memory);
}

static void run_kam_rank(const json_t *vector)
{
    struct table t;
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    table_of(vector, "kogge_kam_candidate", "kogge_kam_result", &t);
    const size_t count = t.table.row_count, size = kogge_kam_rank_memory(count);
    int32_t *outcomes = room(count, sizeof *outcomes), *ranks = room(count, sizeof *ranks);
    void *memory = room(size, 1);
    kogge_status status = kogge_kam_rank(book_of(vector), &t.table, integer_in(vector, "customers", 0), memory, size,
                                         outcomes, ranks, &why, &error);
    if (expect(vector, status, &error)) {
        compare_list("outcomes", expected(vector, "outcomes"), outcomes, count);
        compare_list("ranks", expected(vector, "ranks"), ranks, count);
        compare_reasons(expected(vector, "reasons"), &why);
    }
    free(memory);
    free(outcomes);
    free(ranks);
    free_table(&t);
}

/* ---- contact --------------------------------------------------------------------------------------------------- */

static void run_contact_assess(const json_t *vector)
{
    kogge_contact_candidate candidate;
    kogge_contact_budget result = KOGGE_INIT(kogge_contact_budget), quiet = KOGGE_INIT(kogge_contact_budget);
    const json_t *given = in(vector, "triggers");
    void *memory = room(json_array_size(given) + 1, kogge_abi_size("kogge_contact_trigger"));
    const kogge_rows triggers = rows_of("kogge_contact_trigger", given, memory);
    kogge_out_rows calls = room_for("kogge_planned_call");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_contact_candidate", &candidate);
    const kogge_rows *passed = given ? &triggers : NULL;
    if (expect(vector, kogge_contact_assess(book_of(vector), &candidate, passed, &result, &calls, &why, &error),
               &error)) {
        compare_result(vector, "kogge_contact_budget", &result, &why);
        compare_out(vector, "calls", "kogge_planned_call", &calls);
        compare_quiet(kogge_contact_assess(book_of(vector), &candidate, passed, &quiet, NULL, NULL, NULL), &quiet,
                      &result, sizeof result);
    }
    free(calls.data);
    free(memory);
}

static void run_contact_triggers(const json_t *vector)
{
    kogge_customer customer;
    kogge_out_rows triggers = room_for("kogge_contact_trigger"), quiet = { NULL, 0, 0, 0 };
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    const int32_t overdue = (int32_t)integer_in(vector, "overdue_bp", -1),
                  wallet_gap = (int32_t)integer_in(vector, "wallet_gap_bp", -1),
                  growth = (int32_t)integer_in(vector, "growth_bp", -1);
    read_record(vector, "kogge_customer", &customer);
    if (expect(vector,
               kogge_contact_triggers(book_of(vector), &customer, overdue, wallet_gap, growth, &triggers, &why,
                                      &error),
               &error)) {
        compare_out(vector, "triggers", "kogge_contact_trigger", &triggers);
        compare_reasons(expected(vector, "reasons"), &why);
        if (kogge_contact_triggers(book_of(vector), &customer, overdue, wallet_gap, growth, &quiet, NULL, NULL) ||
            quiet.count != triggers.count)
            complain("asking for no reasons changes the triggers");
    }
    free(triggers.data);
}

static void run_calibrate_trigger(const json_t *vector)
{
    int32_t out = -1;
    kogge_error error = KOGGE_INIT(kogge_error);
    const int32_t tried = (int32_t)integer_in(vector, "tried", 0), won = (int32_t)integer_in(vector, "won", 0);
    if (expect(vector, kogge_calibrate_trigger(book_of(vector), tried, won, &out, &error), &error))
        compare_list("out", expected(vector, "out"), &out, 1);
}

static void run_day_plan(const json_t *vector)
{
    struct table candidates, triggers;
    kogge_out_rows calls = room_for("kogge_planned_call");
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    table_from(in(vector, "candidates"), NULL, 1, "kogge_contact_candidate", NULL, &candidates);
    table_from(in(vector, "triggers"), NULL, 1, "kogge_contact_trigger", NULL, &triggers);
    const size_t size = kogge_day_plan_memory(candidates.table.row_count);
    void *memory = room(size, 1);
    if (expect(vector,
               kogge_day_plan(book_of(vector), &candidates.table, &triggers.table, integer_in(vector, "agents", 0),
                              memory, size, &calls, &why, &error),
               &error)) {
        compare_out(vector, "calls", "kogge_planned_call", &calls);
        compare_reasons(expected(vector, "reasons"), &why);
    }
    free(memory);
    free(calls.data);
    free_table(&candidates);
    free_table(&triggers);
}

static void run_capacity_assess(const json_t *vector)
{
    kogge_capacity result = KOGGE_INIT(kogge_capacity);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (expect(vector, kogge_capacity_assess(book_of(vector), integer_in(vector, "customers", 0), &result, &error),
               &error))
        compare_result(vector, "kogge_capacity", &result, NULL);
}

static void run_campaign_assess(const json_t *vector)
{
    kogge_campaign campaign;
    kogge_campaign_result result = KOGGE_INIT(kogge_campaign_result);
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_campaign", &campaign);
    if (expect(vector, kogge_campaign_assess(book_of(vector), &campaign, &result, &error), &error))
        compare_result(vector, "kogge_campaign_result", &result, NULL);
}

static void run_make_or_buy_assess(const json_t *vector)
{
    kogge_make_or_buy costs;
    kogge_make_or_buy_result result = KOGGE_INIT(kogge_make_or_buy_result),
                             quiet = KOGGE_INIT(kogge_make_or_buy_result);
    kogge_reasons why = reasons();
    kogge_error error = KOGGE_INIT(kogge_error);
    read_record(vector, "kogge_make_or_buy", &costs);
    if (!expect(vector, kogge_make_or_buy_assess(&costs, &result, &why, &error), &error))
        return;
    compare_result(vector, "kogge_make_or_buy_result", &result, &why);
    compare_quiet(kogge_make_or_buy_assess(&costs, &quiet, NULL, NULL), &quiet, &result, sizeof result);
}

/* ---- one vector ------------------------------------------------------------------------------------------------ */

void run_do(const json_t *vector)
{
    static const struct {
        const char *name;
        void (*run)(const json_t *vector);
    } functions[] = { { "economics_assess", run_economics_assess },
                      { "economics_profile", run_economics_profile },
                      { "abc_cut", run_abc_cut },
                      { "abc_classes", run_abc_classes },
                      { "portfolio", run_portfolio },
                      { "migration", run_migration },
                      { "evidence_assess", run_evidence_assess },
                      { "evidence_summarise", run_evidence_summarise },
                      { "regularity_assess", run_regularity_assess },
                      { "regularity_pool", run_regularity_pool },
                      { "calibrate", run_calibrate },
                      { "classify", run_classify },
                      { "demand_estimate", run_demand_estimate },
                      { "select", run_select },
                      { "audit_tiers", run_audit_tiers },
                      { "company_measure", run_company_measure },
                      { "company_advise", run_company_advise },
                      { "strategy_comparison", run_strategy_comparison },
                      { "plan_customer", run_plan_customer },
                      { "visit_check", run_visit_check },
                      { "route_assess", run_route_assess },
                      { "rhythm_assess", run_rhythm_assess },
                      { "kam_assess", run_kam_assess },
                      { "kam_weights", run_kam_weights },
                      { "kam_rank", run_kam_rank },
                      { "contact_assess", run_contact_assess },
                      { "contact_triggers", run_contact_triggers },
                      { "calibrate_trigger", run_calibrate_trigger },
                      { "day_plan", run_day_plan },
                      { "capacity_assess", run_capacity_assess },
                      { "campaign_assess", run_campaign_assess },
                      { "make_or_buy_assess", run_make_or_buy_assess } };
    const char *name = json_string_value(json_object_get(vector, "do"));
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (!strcmp(name, functions[i].name)) {
            functions[i].run(vector);
            do_through_columns(name, vector);
            return;
        }
    }
    die("no such function:", name);
}

bool call_customers(const char *name, const json_t *vector, kogge_status *status, int64_t *out)
{
    const json_t *arguments = json_object_get(vector, "in");
    int64_t at[4];
    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++)
        at[i] = json_integer_value(json_array_get(arguments, i));
    if (!strcmp(name, "time_cost"))
        *status = kogge_time_cost(at[0], at[1], at[2], at[3], out);
    else if (!strcmp(name, "break_even"))
        *status = kogge_break_even(at[0], at[1], (int32_t)at[2], out);
    else
        return false;
    return true;
}
