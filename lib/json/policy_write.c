/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A policy file as text: a key a line, a row a line. */

#include "json/output.h"
#include "json/policy_file.h"
#include "json/reader.h"
#include "json/row.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key of the whole text; the first one stands alone. */
static void put_key(struct output *output, const char *key)
{
    kogge__json_put(output, ",\n  \"");
    kogge__json_put(output, key);
    kogge__json_put(output, "\": ");
}

static json_t *currency_value(int32_t number)
{
    const char *letters = kogge_code_name("currency", number);
    return letters ? json_string(letters) : json_integer(number);
}

static void put_head(struct output *output, const kogge_policy_file *file)
{
    const struct currencies *currencies = &file->currencies;
    kogge__json_put(output, "{\n  \"kogge\": \"policy\",\n  \"version\": 1");
    if (file->name) {
        put_key(output, "name");
        kogge__json_put_value(output, json_string(file->name), 0);
    }
    if (file->note) {
        put_key(output, "note");
        kogge__json_put_value(output, json_string(file->note), 0);
    }
    put_key(output, "preset");
    kogge__json_put_value(output, json_string(kogge_code_name("preset", file->preset)), 0);
    if (currencies->count == 1) {
        put_key(output, "currency");
        kogge__json_put_value(output, currency_value(currencies->number[0]), 0);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < currencies->count; i++)
        (void)json_array_append_new(list, currency_value(currencies->number[i]));
    put_key(output, "currencies");
    kogge__json_put_value(output, list, 0);
}

static void put_object(struct output *output, const kogge_policy_file *file, size_t object, bool complete)
{
    struct layout layout;
    const struct object *own = &file->objects[object];
    kogge__json_layout(kogge__json_objects[object].record, &layout);
    const struct source source = { .layout = &layout,
                                   .data = own->data,
                                   .start = own->starts,
                                   .stride = own->size,
                                   .start_stride = own->size,
                                   .size = own->size,
                                   .all = complete };
    json_t *numbers = kogge__json_write_record(&source, &file->currencies);
    const char *key, *before = "{\n    ";
    json_t *value;
    output->failed |= !numbers;
    if (json_object_size(numbers) > 0) {
        put_key(output, kogge__json_objects[object].key);
        json_object_foreach(numbers, key, value)
        {
            kogge__json_put(output, before);
            kogge__json_put_value(output, json_string(key), 0);
            kogge__json_put(output, ": ");
            kogge__json_put_value(output, json_incref(value), 0);
            before = ",\n    ";
        }
        kogge__json_put(output, "\n  }");
    }
    json_decref(numbers);
}

static void put_table(struct output *output, const kogge_policy_file *file, size_t table)
{
    struct layout layout;
    const struct table *own = &file->tables[table];
    if (!own->given)
        return;
    kogge__json_layout(kogge__json_tables[table].record, &layout);
    put_key(output, kogge__json_tables[table].key);
    kogge__json_put(output, "[");
    for (size_t i = 0; i < own->count; i++) {
        const struct source source = { .layout = &layout,
                                       .data = own->data + i * own->row_size,
                                       .stride = own->count * own->row_size,
                                       .size = own->row_size };
        kogge__json_put(output, i > 0 ? ",\n    " : "\n    ");
        kogge__json_put_value(output, kogge__json_write_record(&source, &file->currencies), 0);
    }
    kogge__json_put(output, own->count > 0 ? "\n  ]" : "]");
}

kogge_status kogge_policy_file_write(const kogge_policy_file *file, uint32_t flags, char *buffer, size_t capacity,
                                     size_t *size)
{
    struct output output = { .capacity = capacity };
    if (!file || (!buffer && capacity > 0))
        return KOGGE_E_INVALID;
    if (flags & ~KOGGE_POLICY_FILE_COMPLETE)
        return KOGGE_E_UNSUPPORTED;
    output.buffer = buffer;
    put_head(&output, file);
    for (size_t i = 0; i < OBJECT_COUNT; i++)
        put_object(&output, file, i, (flags & KOGGE_POLICY_FILE_COMPLETE) != 0);
    for (size_t i = 0; i < TABLE_COUNT; i++)
        put_table(&output, file, i);
    kogge__json_put(&output, "\n}\n");
    return kogge__json_finish(&output, size);
}
