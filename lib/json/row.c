/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "json/row.h"

#include "json/reader.h"
#include "json/value.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- walking through the field table --------------------------------------------------------------------------- */

/* A key that is there says that its field is known. */
static const char known_name[] = "known";

/* What the formats say once for the whole text. */
static bool stands_elsewhere(int32_t id)
{
    switch (id) {
    case KOGGE_FIELD_POLICY_PRESET:
    case KOGGE_FIELD_POLICY_CURRENCY:
    case KOGGE_FIELD_POLICY_CURRENCY_DIGITS:
    case KOGGE_FIELD_ASSESSMENT_FINGERPRINT:
    case KOGGE_FIELD_ASSESSMENT_SEMANTICS:
        return true;
    default:
        return false;
    }
}

void kogge__json_layout(int32_t record, struct layout *layout)
{
    int32_t id = kogge_field_next(record * 256); /* numbers of fields start at 1 */
    *layout = (struct layout){ .record = record, .size = kogge_abi_size(kogge_record_name(record)) };
    for (; id && id >> 8 == record && layout->count < JSON_FIELDS; id = kogge_field_next(id)) {
        struct json_field *field = &layout->fields[layout->count];
        field->is = (kogge_field)KOGGE_INIT(kogge_field);
        if (kogge_field_get(id, &field->is))
            continue;
        if (!strcmp(kogge_field_name(id), known_name))
            layout->known = field->is;
        else if (!stands_elsewhere(id))
            layout->count += kogge__json_field_key(id, field->key) != NULL;
    }
}

static bool is_wide(const kogge_field *field)
{
    return field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64;
}

int64_t kogge__json_fetch(const void *record, size_t size, const kogge_field *field)
{
    const unsigned char *at = (const unsigned char *)record + field->offset;
    int64_t wide = 0;
    int32_t narrow = 0;
    if ((size_t)field->offset + (is_wide(field) ? 8 : 4) > size)
        return 0;
    if (is_wide(field)) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return field->type == KOGGE_TYPE_UINT32 ? (int64_t)(uint32_t)narrow : narrow;
}

static void store(void *record, const kogge_field *field, int64_t value)
{
    unsigned char *at = (unsigned char *)record + field->offset;
    int32_t narrow = (int32_t)(uint32_t)(uint64_t)value;
    memcpy(at, is_wide(field) ? (const void *)&value : (const void *)&narrow, is_wide(field) ? 8 : 4);
}

bool kogge__json_is_known(const struct layout *layout, const void *record, size_t size, const kogge_field *field)
{
    if (field->known_bit < 0 || !layout->known.id)
        return true;
    return (uint64_t)kogge__json_fetch(record, size, &layout->known) >> field->known_bit & 1;
}

static void set_known(const struct layout *layout, void *record, const kogge_field *field)
{
    if (field->known_bit < 0 || !layout->known.id)
        return;
    int64_t bits = kogge__json_fetch(record, layout->size, &layout->known);
    store(record, &layout->known, bits | (int64_t)(UINT64_C(1) << field->known_bit));
}

/* The unit that a value of a record gives to what is observed in it; 0 = none. */
static int32_t unit_given_by(const kogge_field *giver, int64_t value)
{
    kogge_field named = KOGGE_INIT(kogge_field);
    if (giver->unit == KOGGE_UNIT_CODE)
        return kogge_code_unit(kogge_code_set_name(giver->code_set), (int32_t)value);
    return giver->unit == KOGGE_UNIT_FIELD && !kogge_field_get((int32_t)value, &named) ? named.unit : 0;
}

/* Only money is written in another way than an integer is. */
kogge_field kogge__json_in_its_unit(const struct layout *layout, const kogge_field *field, const void *record,
                                    size_t size)
{
    kogge_field meant = *field;
    for (size_t i = 0; field->unit == KOGGE_UNIT_AS_OBSERVED && i < layout->count; i++) {
        const kogge_field *other = &layout->fields[i].is;
        if (unit_given_by(other, kogge__json_fetch(record, size, other)) == KOGGE_UNIT_MINOR)
            meant.unit = KOGGE_UNIT_MINOR;
    }
    return meant;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* Somebody may write the name of the C field. */
static kogge_status fail_key(const struct reader *reader, const struct path *path, const struct layout *layout)
{
    int32_t id = kogge_field_of(kogge_record_name(layout->record), path->key);
    char key[JSON_NAME];
    if (id && strcmp(kogge__json_field_key(id, key), path->key) != 0)
        return kogge__json_fail(reader, path, KOGGE_E_UNSUPPORTED,
                                "unknown key \"%s\": it is \"%s\" here, a decimal "
                                "string",
                                path->key, key);
    if (id)
        return kogge__json_fail(reader, path, KOGGE_E_UNSUPPORTED, "\"%s\" is not given here", path->key);
    return kogge__json_unknown_key(reader, path);
}

static kogge_status look_field(const struct reader *reader, const struct path *path, const void *context)
{
    const struct layout *layout = context;
    for (size_t i = 0; i < layout->count; i++) {
        if (!strcmp(layout->fields[i].key, path->key))
            return KOGGE_OK;
    }
    return fail_key(reader, path, layout);
}

static kogge_status read_one(const struct reader *reader, const struct path *path, const kogge_field *field,
                             const json_t *json, size_t currency, const struct target *target)
{
    const struct currencies *currencies = reader->currencies;
    unsigned char *record = target->data + currency * target->stride;
    const kogge_field meant = kogge__json_in_its_unit(target->layout, field, record, target->layout->size);
    int64_t value = 0;
    kogge_status status = kogge__json_read_value(reader, path, &meant, json, currencies->number[currency],
                                                 currencies->digits[currency], &value);
    if (status)
        return status;
    store(record, field, value);
    set_known(target->layout, record, field);
    return KOGGE_OK;
}

/* {"EUR": "49.00", "CHF": "55.00"}: every currency of the text, and no other. */
static kogge_status read_amounts(const struct reader *reader, const struct path *path, const kogge_field *field,
                                 const json_t *json, const struct target *target)
{
    const char *letters[KOGGE_JSON_CURRENCIES_MAX + 1] = { NULL };
    for (size_t i = 0; i < reader->currencies->count; i++)
        letters[i] = kogge_code_name("currency", reader->currencies->number[i]);
    if (!json_is_object(json))
        return kogge__json_fail(reader, path, KOGGE_E_INVALID,
                                "%s is no object with an amount for each currency, as in {\"%s\": \"150.00\", ...}",
                                kogge__json_shown(json).text, letters[0]);
    kogge_status status = kogge__json_only_keys(reader, path, json, letters);
    for (size_t i = 0; !status && i < reader->currencies->count; i++) {
        const struct path here = { path, letters[i], 0 };
        const json_t *amount = json_object_get(json, letters[i]);
        if (!amount)
            return kogge__json_fail(reader, path, KOGGE_E_INVALID, "no amount in %s", letters[i]);
        status = read_one(reader, &here, field, amount, i, target);
    }
    return status;
}

static kogge_status read_field(const struct reader *reader, const struct path *path, const kogge_field *field,
                               const json_t *json, const struct target *target)
{
    kogge_status status = KOGGE_OK;
    const kogge_field meant = kogge__json_in_its_unit(target->layout, field, target->data, target->layout->size);
    if (meant.unit == KOGGE_UNIT_MINOR && reader->currencies->count > 1)
        return read_amounts(reader, path, field, json, target);
    for (size_t i = 0; !status && i < reader->currencies->count; i++)
        status = read_one(reader, path, field, json, i, target);
    return status;
}

/* The fields that are observed, or all others. */
static kogge_status read_fields(const struct reader *reader, const struct path *path, const json_t *object,
                                const struct target *target, bool observed)
{
    struct reader at = *reader;
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; !status && i < target->layout->count; i++) {
        const struct json_field *field = &target->layout->fields[i];
        const struct path here = { path, field->key, 0 };
        const json_t *value = json_object_get(object, field->key);
        if ((field->is.unit == KOGGE_UNIT_AS_OBSERVED) != observed)
            continue;
        at.field = field->is.id;
        if (!value && field->is.required && reader->is_row)
            return kogge__json_fail(&at, path, KOGGE_E_INVALID, "\"%s\" is missing", field->key);
        if (value && !(json_is_null(value) && field->is.known_bit >= 0))
            status = read_field(&at, &here, &field->is, value, target);
    }
    return status;
}

kogge_status kogge__json_read_record(const struct reader *reader, const struct path *path, const json_t *object,
                                     const struct target *target)
{
    kogge_status status = kogge__json_each_key(reader, path, object, look_field, target->layout);
    if (!status)
        status = read_fields(reader, path, object, target, false);
    return status ? status : read_fields(reader, path, object, target, true); /* their unit is known now */
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static bool is_written(const struct source *source, const kogge_field *field, size_t currencies)
{
    for (size_t i = 0; i < currencies; i++) {
        const unsigned char *record = source->data + i * source->stride;
        int64_t value = kogge__json_fetch(record, source->size, field), usual = 0;
        if (!kogge__json_is_known(source->layout, record, source->size, field))
            continue;
        if (source->start)
            usual = kogge__json_fetch(source->start + i * source->start_stride, source->size, field);
        if (source->all || field->known_bit >= 0 || value != usual)
            return true;
    }
    return false;
}

static json_t *write_one(const struct source *source, const kogge_field *field, size_t currency, int32_t digits)
{
    const unsigned char *record = source->data + currency * source->stride;
    const kogge_field meant = kogge__json_in_its_unit(source->layout, field, record, source->size);
    return kogge__json_write_value(&meant, kogge__json_fetch(record, source->size, field), digits);
}

static json_t *write_amounts(const struct source *source, const kogge_field *field,
                             const struct currencies *currencies)
{
    json_t *amounts = json_object();
    for (size_t i = 0; i < currencies->count; i++)
        (void)json_object_set_new(amounts, kogge_code_name("currency", currencies->number[i]),
                                  write_one(source, field, i, currencies->digits[i]));
    return amounts;
}

json_t *kogge__json_write_record(const struct source *source, const struct currencies *currencies)
{
    json_t *object = json_object();
    for (size_t i = 0; i < source->layout->count; i++) {
        const kogge_field *field = &source->layout->fields[i].is;
        const kogge_field meant = kogge__json_in_its_unit(source->layout, field, source->data, source->size);
        bool amounts = meant.unit == KOGGE_UNIT_MINOR && currencies->count > 1;
        if (!is_written(source, field, currencies->count))
            continue;
        json_t *value =
            amounts ? write_amounts(source, field, currencies) : write_one(source, field, 0, currencies->digits[0]);
        if (json_object_set_new(object, source->layout->fields[i].key, value)) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}
