/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "terms.h"
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 28 }; /* bytes; the largest rulebook needs fewer */

/* ---- files ----------------------------------------------------------------------------------------------------- */

/* The bytes of a file; NULL after a message. */
static char *read_text(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0, got = file ? 1 : 0;
    for (*size = 0; got && *size <= FILE_MAX; *size += got) {
        text = store_grow(text, &room, *size + 65536, 1);
        got = fread(text + *size, 1, 65536, file);
    }
    if (!file || ferror(file) || *size > FILE_MAX) {
        fprintf(stderr, "%s: %s\n", path, file && !ferror(file) ? "is too large" : strerror(errno));
        free(text);
        text = NULL;
    }
    if (file)
        fclose(file);
    return text;
}

static void complain(const char *path, const kogge_json_error *error)
{
    if (error->line)
        fprintf(stderr, "%s:%" PRId32 ":%" PRId32 ": %s\n", path, error->line, error->column, error->text);
    else
        fprintf(stderr, "%s: %s%s%s\n", path, error->pointer, *error->pointer ? ": " : "", error->text);
}

bool terms_open_file(struct terms *terms, const char *path)
{
    size_t size;
    char *text = read_text(path, &size);
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    *terms = (struct terms){ .name = store_copy(path) };
    kogge_status status = text ? kogge_policy_file_read(text, size, NULL, &terms->file, &error) : KOGGE_E_INVALID;
    free(text);
    if (text && status != KOGGE_OK)
        complain(path, &error);
    kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
    if (status == KOGGE_OK)
        status = kogge_policy_file_spec(terms->file, 0, &spec);
    if (status == KOGGE_OK)
        terms->preset = spec.policy->preset;
    else
        terms_free(terms);
    return status == KOGGE_OK;
}

bool terms_open(struct terms *terms, const char *folder, const char *name)
{
    *terms = (struct terms){ 0 };
    char *path = store_path(folder, name, ".json");
    FILE *file = strchr(name, '/') ? NULL : fopen(path, "rb");
    bool good = file;
    if (file)
        fclose(file);
    else
        fprintf(stderr, "--terms %s: not known, see --list-terms\n", name);
    good = good && terms_open_file(terms, path);
    free(path);
    if (good) {
        free(terms->name);
        terms->name = store_copy(name);
    }
    return good;
}

const char *terms_title(const struct terms *terms)
{
    const char *name = kogge_policy_file_name(terms->file);
    return *name ? name : kogge_code_name("preset", terms->preset);
}

void terms_free(struct terms *terms)
{
    free(terms->name);
    kogge_policy_file_unref(terms->file);
    *terms = (struct terms){ 0 };
}

/* ---- a folder -------------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_one(const char *folder, const char *name)
{
    struct terms terms;
    if (terms_open(&terms, folder, name))
        printf("%-28s %s\n", name, terms_title(&terms));
    terms_free(&terms);
}

bool terms_list(const char *folder)
{
    DIR *directory = opendir(folder);
    if (!directory) {
        perror(folder);
        return false;
    }
    char **names = NULL;
    size_t count = 0, room = 0;
    for (const struct dirent *entry; (entry = readdir(directory));) {
        size_t size = strlen(entry->d_name);
        if (size <= 5 || strcmp(entry->d_name + size - 5, ".json") != 0)
            continue;
        names = store_grow(names, &room, count + 1, sizeof *names);
        names[count] = store_copy(entry->d_name);
        names[count++][size - 5] = 0;
    }
    closedir(directory);
    if (count)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        list_one(folder, names[i]);
        free(names[i]);
    }
    free(names);
    return true;
}

/* ---- rulebooks ------------------------------------------------------------------------------------------------- */

kogge_order_rule *terms_rules(const kogge_rulebook *book, size_t *count)
{
    kogge_out_rows rows = { .row_size = sizeof(kogge_order_rule) };
    kogge_rulebook_rules(book, &rows);
    size_t room = 0;
    rows.data = store_grow(NULL, &room, rows.count, sizeof(kogge_order_rule));
    rows.capacity = rows.count;
    kogge_rulebook_rules(book, &rows);
    *count = rows.count;
    return rows.data;
}

/* Amounts of a record from one number of decimals to another: which fields are money the field table knows. */
static void scale(void *row, int32_t record, int32_t from, int32_t to)
{
    static const int64_t units[] = { 1, 10, 100, 1000, 10000 }; /* minor units in a major one, by digits */
    kogge_field field = KOGGE_INIT(kogge_field);
    for (int32_t id = kogge_field_next(0); id && from != to; id = kogge_field_next(id)) {
        if (kogge_field_get(id, &field) != KOGGE_OK || field.record != record || field.unit != KOGGE_UNIT_MINOR)
            continue;
        int64_t amount;
        char *place = (char *)row + field.offset;
        memcpy(&amount, place, sizeof amount);
        kogge_mul_div(amount, units[to], units[from], KOGGE_ROUNDING_HALF_AWAY, &amount);
        memcpy(place, &amount, sizeof amount);
    }
}

/* A copy of a table with scaled amounts, in place of the table; freed by the caller. */
static void *scale_table(kogge_rows *rows, int32_t record, int32_t from, int32_t to)
{
    if (!rows->data)
        return NULL;
    size_t room = 0;
    char *copy = store_grow(NULL, &room, rows->count, rows->row_size);
    memcpy(copy, rows->data, rows->count * rows->row_size);
    for (size_t i = 0; i < rows->count; i++)
        scale(copy + i * rows->row_size, record, from, to);
    rows->data = copy;
    return copy;
}

/* The same rulebook with every surcharge capped. */
static kogge_status cap(kogge_rulebook_spec *spec, kogge_rulebook **book, kogge_error *error)
{
    size_t count;
    kogge_order_rule *rules = terms_rules(*book, &count); /* those of a preset, too */
    for (size_t i = 0; i < count; i++)
        if (rules[i].below_minor && (rules[i].effect == KOGGE_FEE_FLAT || rules[i].effect == KOGGE_FEE_PERCENT))
            rules[i].cap = KOGGE_CAP_CLIFF;
    kogge_rulebook_unref(*book);
    spec->rules = (kogge_rows){ rules, count, sizeof *rules };
    kogge_status status = kogge_rulebook_new(spec, book, error);
    free(rules);
    return status;
}

bool terms_book(const struct terms *terms, int32_t currency, bool cliff, int32_t strategy, kogge_rulebook **book)
{
    kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
    if (kogge_policy_file_spec(terms->file, currency, &spec) != KOGGE_OK)
        kogge_policy_file_spec(terms->file, 0, &spec);
    kogge_policy policy = *spec.policy;
    int32_t from = policy.currency_digits, to = kogge_currency_digits(currency);
    scale(&policy, KOGGE_RECORD_POLICY, from, to);
    policy.currency = currency;
    policy.currency_digits = to;
    policy.strategy = strategy ? strategy : policy.strategy;
    spec.policy = &policy;
    void *rules = scale_table(&spec.rules, KOGGE_RECORD_ORDER_RULE, from, to);
    void *treatments = scale_table(&spec.treatments, KOGGE_RECORD_TREATMENT_ROW, from, to);
    void *costs = scale_table(&spec.channel_costs, KOGGE_RECORD_CHANNEL_COST, from, to);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_rulebook_new(&spec, book, &error);
    if (status == KOGGE_OK && cliff)
        status = cap(&spec, book, &error);
    if (status != KOGGE_OK)
        fprintf(stderr, "%s: %s\n", terms->name, error.text);
    free(rules);
    free(treatments);
    free(costs);
    return status == KOGGE_OK;
}
