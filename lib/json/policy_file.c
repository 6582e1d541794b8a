/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A policy file as an object: making, compiling, giving back. */

#include "json/policy_file.h"

#include "json/memory.h"
#include "json/reader.h"
#include "json/row.h"
#include "json/value.h"

#include <kogge/json.h>
#include <kogge/kam.h>
#include <kogge/strategy.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static kogge_status start_policy(void *record, size_t size, int32_t preset, int32_t currency)
{
    return kogge_policy_init(record, size, preset, currency);
}

static kogge_status start_sales_policy(void *record, size_t size, int32_t preset, int32_t currency)
{
    (void)currency; /* no money in it */
    return kogge_sales_policy_init(record, size, preset);
}

const struct object_kind kogge__json_objects[OBJECT_COUNT] = {
    { "policy", KOGGE_RECORD_POLICY, start_policy },
    { "sales_policy", KOGGE_RECORD_SALES_POLICY, start_sales_policy },
};

const struct table_kind kogge__json_tables[TABLE_COUNT] = {
    { "order_rules", KOGGE_RECORD_ORDER_RULE, kogge_rulebook_rules },
    { "channel_costs", KOGGE_RECORD_CHANNEL_COST, kogge_rulebook_channel_costs },
    { "treatment_rows", KOGGE_RECORD_TREATMENT_ROW, kogge_rulebook_treatments },
    { "kam_criteria", KOGGE_RECORD_KAM_CRITERION, kogge_rulebook_criteria },
    { "strategy_weights", KOGGE_RECORD_STRATEGY_WEIGHT, kogge_rulebook_strategy_weights },
};

/* ---- making ---------------------------------------------------------------------------------------------------- */

static kogge_status start_object(kogge_policy_file *file, size_t which)
{
    const struct object_kind *kind = &kogge__json_objects[which];
    struct object *own = &file->objects[which];
    kogge_status status = KOGGE_OK;
    own->size = kogge_abi_size(kogge_record_name(kind->record));
    own->data = kogge__json_alloc(&file->allocator, file->currencies.count, own->size);
    own->starts = kogge__json_alloc(&file->allocator, file->currencies.count, own->size);
    if (!own->data || !own->starts)
        return KOGGE_E_MEMORY;
    for (size_t i = 0; !status && i < file->currencies.count; i++)
        status = kind->start(own->starts + i * own->size, own->size, file->preset, file->currencies.number[i]);
    memcpy(own->data, own->starts, file->currencies.count * own->size);
    return status;
}

kogge_status kogge__json_file_new(int32_t preset, const struct currencies *currencies,
                                  const kogge_allocator *allocator, kogge_policy_file **file)
{
    const kogge_allocator own = kogge__json_allocator(allocator);
    kogge_policy_file *fresh = kogge__json_alloc(&own, 1, sizeof *fresh);
    if (!fresh)
        return KOGGE_E_MEMORY;
    atomic_init(&fresh->references, 1);
    fresh->allocator = own;
    fresh->preset = preset;
    fresh->currencies = *currencies;
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; !status && i < OBJECT_COUNT; i++)
        status = start_object(fresh, i);
    if (status) {
        kogge_policy_file_unref(fresh);
        return status;
    }
    *file = fresh;
    return KOGGE_OK;
}

kogge_status kogge__json_file_table(kogge_policy_file *file, size_t table, size_t count)
{
    struct table *own = &file->tables[table];
    own->row_size = kogge_abi_size(kogge_record_name(kogge__json_tables[table].record));
    own->data = kogge__json_alloc(&file->allocator, count * file->currencies.count, own->row_size);
    own->count = count;
    own->given = own->data != NULL;
    return own->data ? KOGGE_OK : KOGGE_E_MEMORY;
}

static kogge_status check_currencies(const int32_t *currencies, size_t count, struct currencies *checked)
{
    if (count < 1 || count > KOGGE_JSON_CURRENCIES_MAX)
        return KOGGE_E_LIMIT;
    for (size_t i = 0; i < count; i++) {
        if (currencies[i] < 1 || currencies[i] > 999 || (count > 1 && !kogge_code_name("currency", currencies[i])))
            return KOGGE_E_RANGE; /* the amounts of several currencies are told apart by their letters */
        for (size_t j = 0; j < i; j++) {
            if (currencies[j] == currencies[i])
                return KOGGE_E_INVALID;
        }
        checked->number[i] = currencies[i];
        checked->digits[i] = kogge_currency_digits(currencies[i]);
    }
    checked->count = count;
    return KOGGE_OK;
}

/* The rows of one table in one currency, as a rulebook of the preset has them. */
static kogge_status copy_table(kogge_policy_file *file, size_t which, size_t place, const kogge_rulebook *book)
{
    struct table *table = &file->tables[which];
    kogge_out_rows rows = { .row_size = kogge_abi_size(kogge_record_name(kogge__json_tables[which].record)) };
    kogge_status status = kogge__json_tables[which].rows(book, &rows);
    if (!status && !table->data)
        status = kogge__json_file_table(file, which, rows.count);
    if (status)
        return status;
    rows.data = table->data + place * table->count * table->row_size;
    rows.capacity = table->count;
    table->given = false; /* until all are there, the next book takes those of the preset */
    return kogge__json_tables[which].rows(book, &rows);
}

static kogge_status copy_tables(kogge_policy_file *file, size_t place)
{
    kogge_rulebook *book = NULL;
    kogge_status status = kogge_policy_file_rulebook(file, file->currencies.number[place], &book, NULL);
    for (size_t i = 0; !status && i < TABLE_COUNT; i++)
        status = copy_table(file, i, place, book);
    kogge_rulebook_unref(book);
    return status;
}

kogge_status kogge_policy_file_of_preset(int32_t preset, const int32_t *currencies, size_t count,
                                         const kogge_allocator *allocator, kogge_policy_file **file)
{
    struct currencies checked = { 0 };
    kogge_policy_file *fresh = NULL;
    if (!file)
        return KOGGE_E_INVALID;
    *file = NULL;
    if (!currencies)
        return KOGGE_E_INVALID;
    kogge_status status = check_currencies(currencies, count, &checked);
    if (!status)
        status = kogge__json_file_new(preset, &checked, allocator, &fresh);
    for (size_t i = 0; !status && i < count; i++)
        status = copy_tables(fresh, i);
    if (status) {
        kogge_policy_file_unref(fresh);
        return status;
    }
    for (size_t i = 0; i < TABLE_COUNT; i++)
        fresh->tables[i].given = true;
    *file = fresh;
    return KOGGE_OK;
}

/* ---- references ------------------------------------------------------------------------------------------------ */

kogge_policy_file *kogge_policy_file_ref(kogge_policy_file *file)
{
    if (file)
        atomic_fetch_add_explicit(&file->references, 1, memory_order_relaxed);
    return file;
}

void kogge_policy_file_unref(kogge_policy_file *file)
{
    if (!file || !kogge__json_was_last(&file->references))
        return;
    const kogge_allocator own = file->allocator;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        kogge__json_free(&own, file->tables[i].data);
    for (size_t i = 0; i < OBJECT_COUNT; i++) {
        kogge__json_free(&own, file->objects[i].data);
        kogge__json_free(&own, file->objects[i].starts);
    }
    kogge__json_free(&own, file->name);
    kogge__json_free(&own, file->note);
    kogge__json_free(&own, file);
}

/* ---- asking ---------------------------------------------------------------------------------------------------- */

const char *kogge_policy_file_name(const kogge_policy_file *file)
{
    if (!file)
        return NULL;
    return file->name ? file->name : "";
}

int32_t kogge_policy_file_currency(const kogge_policy_file *file, size_t index)
{
    return file && index < file->currencies.count ? file->currencies.number[index] : 0;
}

bool kogge__json_file_place(const kogge_policy_file *file, int32_t currency, size_t *place)
{
    for (size_t i = 0; i < file->currencies.count; i++) {
        *place = i;
        if (currency == 0 || file->currencies.number[i] == currency)
            return true;
    }
    return false;
}

static kogge_rows rows_of(const kogge_policy_file *file, size_t table, size_t place)
{
    const struct table *own = &file->tables[table];
    kogge_rows rows = { NULL, 0, 0 };
    if (own->given)
        rows = (kogge_rows){ own->data + place * own->count * own->row_size, own->count, own->row_size };
    return rows;
}

static const void *object_of(const kogge_policy_file *file, size_t object, size_t place)
{
    return file->objects[object].data + place * file->objects[object].size;
}

kogge_status kogge_policy_file_spec(const kogge_policy_file *file, int32_t currency, kogge_rulebook_spec *spec)
{
    size_t place = 0;
    if (!file || !spec)
        return KOGGE_E_INVALID;
    if (spec->struct_size != sizeof *spec)
        return KOGGE_E_STRUCT_SIZE;
    if (!kogge__json_file_place(file, currency, &place))
        return KOGGE_E_CURRENCY;
    *spec = (kogge_rulebook_spec){
        .struct_size = sizeof *spec,
        .policy = object_of(file, OBJECT_POLICY, place),
        .sales = object_of(file, OBJECT_SALES, place),
        .rules = rows_of(file, TABLE_RULES, place),
        .treatments = rows_of(file, TABLE_TREATMENTS, place),
        .channel_costs = rows_of(file, TABLE_COSTS, place),
        .criteria = rows_of(file, TABLE_CRITERIA, place),
        .strategy_weights = rows_of(file, TABLE_WEIGHTS, place),
        .allocator = file->allocator.alloc ? &file->allocator : NULL,
    };
    return KOGGE_OK;
}

/* ---- compiling ------------------------------------------------------------------------------------------------- */

/* The row that an error is about; -1 = none. Errors about several rows name the id alone. */
static int64_t row_of(const struct table *table, int32_t record, const kogge_error *error)
{
    kogge_field id = KOGGE_INIT(kogge_field);
    if (error->row >= 0 || !error->rule || kogge_field_get(kogge_field_of(kogge_record_name(record), "id"), &id))
        return error->row;
    for (size_t i = 0; i < table->count; i++) {
        if (kogge__json_fetch(table->data + i * table->row_size, table->row_size, &id) == error->rule)
            return (int64_t)i;
    }
    return -1;
}

static const char *policy_key(int32_t field)
{
    return field == KOGGE_FIELD_POLICY_PRESET ? "preset" : field == KOGGE_FIELD_POLICY_CURRENCY ? "currency" : NULL;
}

/* The key of the object that a field belongs to, if it stands in one. */
static const char *object_key(int32_t record)
{
    for (size_t i = 0; i < OBJECT_COUNT; i++) {
        if (kogge__json_objects[i].record == record)
            return kogge__json_objects[i].key;
    }
    return NULL;
}

static kogge_field in_row(const struct table *table, size_t row, const kogge_field *field)
{
    struct layout layout;
    kogge__json_layout(field->record, &layout);
    return kogge__json_in_its_unit(&layout, field, table->data + row * table->row_size, table->row_size);
}

/* The place in the file of what the rulebook refuses: /order_rules/3/below/EUR, as far as it is known. */
static kogge_status fail_at(const kogge_policy_file *file, size_t place, const kogge_error *found,
                            kogge_json_error *error)
{
    char key[JSON_NAME];
    kogge_field field = KOGGE_INIT(kogge_field);
    struct reader at = { .error = error, .field = found->field, .rule = found->rule, .row = -1 };
    const char *once = policy_key(found->field);
    bool has_field = !kogge_field_get(found->field, &field);
    struct path table = { NULL, once ? once : object_key(field.record), 0 }, row = { &table, NULL, 0 },
                member = { &table, key, 0 },
                amount = { &member, kogge_code_name("currency", file->currencies.number[place]), 0 };
    const struct path *path = once ? &table : &member;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const struct table *own = &file->tables[i];
        if (!has_field || field.record != kogge__json_tables[i].record)
            continue;
        at.row = own->given ? row_of(own, field.record, found) : -1;
        table.key = kogge__json_tables[i].key;
        row.index = at.row >= 0 ? (size_t)at.row : 0;
        member.up = &row;
        if (at.row >= 0)
            field = in_row(own, row.index, &field);
        path = !own->given ? NULL : at.row < 0 ? &table : &member;
    }
    (void)kogge__json_field_key(found->field, key);
    if (path == &member && field.unit == KOGGE_UNIT_MINOR && file->currencies.count > 1)
        path = &amount;
    return kogge__json_fail(&at, has_field ? path : NULL, found->status, "%s", found->text);
}

kogge_status kogge_policy_file_rulebook(const kogge_policy_file *file, int32_t currency, kogge_rulebook **book,
                                        kogge_json_error *error)
{
    kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
    kogge_error found = KOGGE_INIT(kogge_error);
    const struct reader nowhere = { .error = error, .row = -1 };
    kogge_status status = kogge__json_ready(error);
    size_t place = 0;
    if (book)
        *book = NULL;
    if (status)
        return status;
    if (!file || !book)
        return kogge__json_fail(&nowhere, NULL, KOGGE_E_INVALID, "%s is NULL", file ? "book" : "file");
    if (kogge_policy_file_spec(file, currency, &spec) || !kogge__json_file_place(file, currency, &place))
        return kogge__json_fail(&nowhere, NULL, KOGGE_E_CURRENCY, "the file has no currency %d", (int)currency);
    status = kogge_rulebook_new(&spec, book, &found);
    return status ? fail_at(file, place, &found, error) : KOGGE_OK;
}
