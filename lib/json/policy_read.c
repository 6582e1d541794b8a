/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A policy file from its text. */

#include "json/memory.h"
#include "json/policy_file.h"
#include "json/reader.h"
#include "json/row.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char *const root_keys[] = { "kogge",        "version",          "name",
                                         "note",         "preset",           "currency",
                                         "currencies",   "policy",           "sales_policy",
                                         "order_rules",  "channel_costs",    "treatment_rows",
                                         "kam_criteria", "strategy_weights", NULL };

/* ---- the head -------------------------------------------------------------------------------------------------- */

static kogge_status read_preset(const struct reader *reader, const json_t *root, int32_t *preset)
{
    const struct path path = { NULL, "preset", 0 };
    const json_t *value = json_object_get(root, "preset");
    if (!value)
        return kogge__json_fail(reader, NULL, KOGGE_E_INVALID, "\"preset\" is missing");
    if (!json_is_string(value) || kogge_code_of("preset", json_string_value(value), preset))
        return kogge__json_fail(reader, &path, KOGGE_E_UNSUPPORTED, "%s is no preset such as \"%s\"",
                                kogge__json_shown(value).text, kogge_code_name("preset", KOGGE_PRESET_NEUTRAL_2026));
    return KOGGE_OK;
}

static kogge_status add_currency(const struct reader *reader, const struct path *path, const json_t *value,
                                 struct currencies *currencies)
{
    int32_t number = 0;
    kogge_status status = kogge__json_currency(reader, path, value, &number);
    if (status)
        return status;
    for (size_t i = 0; i < currencies->count; i++) {
        if (currencies->number[i] == number)
            return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s stands twice in the list",
                                    kogge__json_shown(value).text);
    }
    currencies->number[currencies->count] = number;
    currencies->digits[currencies->count++] = kogge_currency_digits(number);
    return KOGGE_OK;
}

static kogge_status read_list(const struct reader *reader, const json_t *list, struct currencies *currencies)
{
    const struct path path = { NULL, "currencies", 0 };
    size_t count = json_array_size(list); /* 0 if it is none */
    kogge_status status = KOGGE_OK;
    if (count == 0)
        return kogge__json_fail(reader, &path, KOGGE_E_INVALID, "%s is no list of currencies",
                                kogge__json_shown(list).text);
    if (count > KOGGE_JSON_CURRENCIES_MAX)
        return kogge__json_fail(reader, &path, KOGGE_E_LIMIT, "%zu currencies, at most %d are possible", count,
                                KOGGE_JSON_CURRENCIES_MAX);
    for (size_t i = 0; !status && i < count; i++) {
        const struct path here = { &path, NULL, i };
        const json_t *value = json_array_get(list, i);
        if (count > 1 && !json_is_string(value)) /* its amounts could not be told apart */
            return kogge__json_fail(reader, &here, KOGGE_E_UNSUPPORTED, "%s is no letters of a currency",
                                    kogge__json_shown(value).text);
        status = add_currency(reader, &here, value, currencies);
    }
    return status;
}

static kogge_status read_currencies(const struct reader *reader, const json_t *root, struct currencies *currencies)
{
    const struct path path = { NULL, "currency", 0 };
    const json_t *one = json_object_get(root, "currency"), *list = json_object_get(root, "currencies");
    if (!one == !list)
        return kogge__json_fail(reader, NULL, KOGGE_E_INVALID, "%s \"currency\" and \"currencies\" must be given",
                                one ? "only one of" : "one of");
    return one ? add_currency(reader, &path, one, currencies) : read_list(reader, list, currencies);
}

static kogge_status read_text(const struct reader *reader, kogge_policy_file *file, const json_t *root,
                              const char *key, char **copy)
{
    const struct path path = { NULL, key, 0 };
    const json_t *value = json_object_get(root, key);
    if (!value)
        return KOGGE_OK;
    if (!json_is_string(value))
        return kogge__json_fail(reader, &path, KOGGE_E_INVALID, "%s is no string", kogge__json_shown(value).text);
    *copy = kogge__json_alloc(&file->allocator, json_string_length(value) + 1, 1);
    if (!*copy)
        return kogge__json_fail(reader, NULL, KOGGE_E_MEMORY, "no memory");
    memcpy(*copy, json_string_value(value), json_string_length(value));
    return KOGGE_OK;
}

/* ---- numbers and tables ---------------------------------------------------------------------------------------- */

static kogge_status read_object(const struct reader *reader, kogge_policy_file *file, size_t object,
                                const json_t *root)
{
    const struct path path = { NULL, kogge__json_objects[object].key, 0 };
    const json_t *numbers = json_object_get(root, path.key);
    struct layout layout;
    kogge__json_layout(kogge__json_objects[object].record, &layout);
    const struct target target = { &layout, file->objects[object].data, file->objects[object].size };
    return numbers ? kogge__json_read_record(reader, &path, numbers, &target) : KOGGE_OK;
}

/* The id of a rule or criterion, for messages; 0 = none. */
static int32_t rule_of(const json_t *row)
{
    json_int_t id = json_integer_value(json_object_get(row, "id"));
    return id > 0 && id <= INT32_MAX ? (int32_t)id : 0;
}

static kogge_status read_rows(const struct reader *reader, kogge_policy_file *file, size_t table, const json_t *rows)
{
    struct reader at = *reader;
    const struct path path = { NULL, kogge__json_tables[table].key, 0 };
    const struct table *own = &file->tables[table];
    struct layout layout;
    kogge_status status = KOGGE_OK;
    kogge__json_layout(kogge__json_tables[table].record, &layout);
    at.is_row = true;
    for (size_t i = 0; !status && i < own->count; i++) {
        const struct path here = { &path, NULL, i };
        const struct target target = { &layout, own->data + i * own->row_size, own->count * own->row_size };
        at.row = (int64_t)i;
        at.rule = rule_of(json_array_get(rows, i));
        status = kogge__json_read_record(&at, &here, json_array_get(rows, i), &target);
    }
    return status;
}

static kogge_status read_table(const struct reader *reader, kogge_policy_file *file, size_t table, const json_t *root)
{
    const struct path path = { NULL, kogge__json_tables[table].key, 0 };
    const json_t *rows = json_object_get(root, path.key);
    if (!rows)
        return KOGGE_OK;
    if (!json_is_array(rows))
        return kogge__json_fail(reader, &path, KOGGE_E_INVALID, "%s is no list of rows",
                                kogge__json_shown(rows).text);
    if (json_array_size(rows) > KOGGE_RULES_MAX)
        return kogge__json_fail(reader, &path, KOGGE_E_LIMIT, "%zu rows, at most %d are possible",
                                json_array_size(rows), KOGGE_RULES_MAX);
    if (kogge__json_file_table(file, table, json_array_size(rows)))
        return kogge__json_fail(reader, NULL, KOGGE_E_MEMORY, "no memory");
    return read_rows(reader, file, table, rows);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static kogge_status read_body(struct reader *reader, kogge_policy_file *file, const json_t *root)
{
    kogge_status status = read_text(reader, file, root, "name", &file->name);
    reader->currencies = &file->currencies;
    if (!status)
        status = read_text(reader, file, root, "note", &file->note);
    for (size_t i = 0; !status && i < OBJECT_COUNT; i++)
        status = read_object(reader, file, i, root);
    for (size_t i = 0; !status && i < TABLE_COUNT; i++)
        status = read_table(reader, file, i, root);
    return status;
}

static kogge_status read_root(struct reader *reader, const json_t *root, const kogge_allocator *allocator,
                              kogge_policy_file **file)
{
    struct currencies currencies = { 0 };
    int32_t preset = 0;
    kogge_status status = kogge__json_kind(reader, root, "policy");
    if (!status)
        status = kogge__json_only_keys(reader, NULL, root, root_keys);
    if (!status)
        status = read_preset(reader, root, &preset);
    if (!status)
        status = read_currencies(reader, root, &currencies);
    if (status)
        return status;
    status = kogge__json_file_new(preset, &currencies, allocator, file);
    return status ? kogge__json_fail(reader, NULL, status, "no memory") : read_body(reader, *file, root);
}

kogge_status kogge_policy_file_read(const char *text, size_t size, const kogge_allocator *allocator,
                                    kogge_policy_file **file, kogge_json_error *error)
{
    struct reader reader = { .error = error, .row = -1 };
    kogge_policy_file *fresh = NULL;
    kogge_status status = kogge__json_ready(error);
    if (file)
        *file = NULL;
    if (status)
        return status;
    if (!text || !file)
        return kogge__json_fail(&reader, NULL, KOGGE_E_INVALID, "%s is NULL", text ? "file" : "text");
    json_t *root = kogge__json_parse(&reader, text, size, &status);
    if (root)
        status = read_root(&reader, root, allocator, &fresh);
    json_decref(root);
    if (status) {
        kogge_policy_file_unref(fresh);
        return status;
    }
    *file = fresh;
    return KOGGE_OK;
}
