/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "vectors.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *current = "?";
long failures;

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", current);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    failures++;
}

void die(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s %s\n", current, what, which);
    exit(2);
}

/* ---- records from JSON, by the field table --------------------------------------------------------------------- */

int64_t code_value(const char *set, const char *name)
{
    int32_t code = 0;
    if (kogge_code_of(set, name, &code))
        die("no such code:", name);
    return code;
}

int64_t number_of(const json_t *json)
{
    return json_is_string(json) ? (int64_t)strtoull(json_string_value(json), NULL, 10) : json_integer_value(json);
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

kogge_field field_named(const char *record, const char *name)
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

void fill_field(const char *record_name, void *record, const char *name, const json_t *value)
{
    if (json_is_null(value))
        return;
    kogge_field field = field_named(record_name, name);
    store(record, &field, value_of(value, &field));
    if (field.known_bit >= 0)
        set_known(record_name, record, field.known_bit);
}

void fill(const char *record_name, void *record, const json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        fill_field(record_name, record, key, value);
    }
}

kogge_rows rows_of(const char *record_name, const json_t *array, void *memory)
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

bool expect_status(const json_t *expect, kogge_status status, const kogge_error *error)
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
    const json_t *rule = json_object_get(expect, "rule"), *row = json_object_get(expect, "row");
    if (rule && error && json_integer_value(rule) != error->rule)
        complain("error names rule %" PRId32 ", expected %lld (%s)", error->rule, json_integer_value(rule),
                 error->text);
    if (row && error && json_integer_value(row) != error->row)
        complain("error names row %" PRId64 ", expected %lld (%s)", error->row, json_integer_value(row), error->text);
    return status == KOGGE_OK;
}

/* Fields that cannot be unknown always are known. */
static bool is_known(const char *record_name, const void *record, const kogge_field *field)
{
    if (field->known_bit < 0)
        return true;
    kogge_field known = field_named(record_name, "known");
    return fetch(record, &known) >> field->known_bit & 1;
}

void compare_record(const char *record_name, const void *record, const json_t *expect)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)expect, key, value)
    {
        kogge_field field = field_named(record_name, key);
        int64_t found = fetch(record, &field);
        bool known = is_known(record_name, record, &field);
        if (json_is_null(value) && (known || found))
            complain("%s is %" PRId64 ", expected unknown", key, found);
        else if (!json_is_null(value) && !known)
            complain("%s is unknown", key);
        else if (!json_is_null(value) && found != value_of(value, &field))
            complain("%s is %" PRId64 ", expected %" PRId64, key, found, value_of(value, &field));
    }
}

void compare_rows(const char *what, const char *record_name, const kogge_out_rows *rows, const json_t *expect)
{
    const char *outer = current;
    if (!expect)
        return;
    if (json_array_size(expect) != rows->count)
        complain("%zu %s, expected %zu", rows->count, what, json_array_size(expect));
    for (size_t i = 0; i < rows->count && i < rows->capacity && i < json_array_size(expect); i++) {
        char name[384];
        snprintf(name, sizeof name, "%s: %s %zu", outer, what, i);
        current = name;
        compare_record(record_name, (const unsigned char *)rows->data + i * rows->row_size,
                       json_array_get(expect, i));
    }
    current = outer;
}

/* Compares a row with an array of integers, those beyond int64_t as strings; false: they differ. */
static bool same_row(const json_t *expect, const int64_t *found, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (number_of(json_array_get(expect, i)) != found[i])
            return false;
    }
    return json_array_size(expect) == count;
}

void compare_row(const char *what, size_t row, const json_t *expect, const int64_t *found, size_t count)
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

/* ---- texts ----------------------------------------------------------------------------------------------------- */

const kogge_rulebook *explaining;
static uint64_t checksum;

uint64_t checksum_of_texts(void)
{
    return checksum;
}

static void add_text(const char *text)
{
    for (size_t i = 0; i <= strlen(text); i++)
        checksum = (checksum * 31 + (unsigned char)text[i]) % 2147483647;
}

static void add_reason_texts(const kogge_reasons *why)
{
    char text[1024];
    for (int32_t language = INT32_MIN; !kogge_code_next("language", &language);) {
        for (size_t i = 0; i < why->count && i < why->capacity; i++) {
            if (kogge_explain(kogge_catalogue_builtin(language), explaining, &why->data[i], text, sizeof text, NULL))
                complain("reason %zu has no text", i);
            add_text(text);
        }
    }
}

void add_finding_texts(const kogge_findings *findings)
{
    char text[1024];
    for (int32_t language = INT32_MIN; !kogge_code_next("language", &language);) {
        for (size_t i = 0; i < findings->count && i < findings->capacity; i++) {
            if (kogge_explain_finding(kogge_catalogue_builtin(language), explaining, &findings->data[i], text,
                                      sizeof text, NULL))
                complain("finding %zu has no text", i);
            add_text(text);
        }
    }
}

void compare_reasons(const json_t *expect, const kogge_reasons *why)
{
    add_reason_texts(why);
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
