/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "json/value.h"

#include "json/reader.h"

#include <kogge/json.h>

#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SAFE_BITS = 53, MOST_DIGITS = 18 };

/* ---- names ----------------------------------------------------------------------------------------------------- */

const char *kogge__json_field_key(int32_t id, char key[JSON_NAME])
{
    static const char minor[] = "_minor";
    const char *name = kogge_field_name(id);
    size_t length = name ? strlen(name) : 0, ending = sizeof minor - 1;
    if (length > ending && !memcmp(name + length - ending, minor, ending))
        length -= ending;
    length = length < JSON_NAME ? length : JSON_NAME - 1;
    if (length > 0)
        memcpy(key, name, length);
    key[length] = '\0';
    return key;
}

const char *kogge__json_full_name(int32_t id, char name[JSON_FULL_NAME])
{
    char key[JSON_NAME];
    const char *record = kogge_record_name(id >> 8);
    (void)snprintf(name, JSON_FULL_NAME, "%s.%s", record ? record + strlen("kogge_") : "",
                   kogge__json_field_key(id, key));
    return name;
}

/* ---- money ----------------------------------------------------------------------------------------------------- */

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static json_t *write_money(int64_t minor, int32_t digits)
{
    uint64_t scale = 1, rest = magnitude(minor);
    const char *sign = minor < 0 ? "-" : "";
    for (int32_t i = 0; i < digits && i < MOST_DIGITS; i++)
        scale *= 10;
    if (scale == 1)
        return json_sprintf("%s%" PRIu64, sign, rest);
    return json_sprintf("%s%" PRIu64 ".%0*" PRIu64, sign, rest / scale, (int)digits, rest % scale);
}

/* One digit more; what is too large stays INT64_MAX, which every limit refuses. */
static int64_t add_digit(int64_t value, int64_t digit)
{
    return value > (INT64_MAX - digit) / 10 ? INT64_MAX : value * 10 + digit;
}

/* A decimal string in minor units. False: it is none; *decimals says how many it has. */
static bool parse_decimal(const char *text, int32_t digits, int64_t *minor, int32_t *decimals)
{
    bool negative = *text == '-';
    int64_t value = 0;
    *decimals = -1; /* no point yet */
    text += negative;
    if (*text < '0' || *text > '9' || (text[0] == '0' && text[1] >= '0' && text[1] <= '9'))
        return false;
    for (; *text; text++) {
        if (*text == '.' && *decimals < 0) {
            *decimals = 0;
            continue;
        }
        if (*text < '0' || *text > '9')
            return false;
        *decimals += *decimals >= 0;
        if (*decimals <= digits)
            value = add_digit(value, *text - '0');
    }
    if (*decimals == 0) /* nothing behind the point */
        return false;
    for (int32_t i = *decimals < 0 ? 0 : *decimals; i < digits; i++)
        value = add_digit(value, 0);
    *minor = negative ? -value : value;
    return true;
}

static const char *currency_text(int32_t currency, char text[16])
{
    const char *letters = kogge_code_name("currency", currency);
    if (letters)
        (void)snprintf(text, 16, "%s", letters);
    else
        (void)snprintf(text, 16, "currency %" PRId32, currency);
    return text;
}

static kogge_status fail_range(const struct reader *reader, const struct path *path, const kogge_field *field,
                               const json_t *json, int32_t digits, bool below)
{
    json_t *limit = kogge__json_write_value(field, below ? field->lowest : field->highest, digits);
    kogge_status status = kogge__json_fail(reader, path, KOGGE_E_RANGE, "%s is %s %s", kogge__json_shown(json).text,
                                           below ? "below" : "above", kogge__json_shown(limit).text);
    json_decref(limit);
    return status;
}

static kogge_status read_money(const struct reader *reader, const struct path *path, const kogge_field *field,
                               const json_t *json, int32_t currency, int32_t digits, int64_t *value)
{
    const char *text = json_string_value(json);
    int32_t decimals = 0;
    char name[16];
    if (!text || !parse_decimal(text, digits, value, &decimals))
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is no amount: a decimal string such as \"150%s\"",
                                kogge__json_shown(json).text, digits > 0 ? ".00" : "");
    if (decimals > digits)
        return kogge__json_fail(reader, path, KOGGE_E_RANGE, "%s has %" PRId32 " decimals, %s has %" PRId32,
                                kogge__json_shown(json).text, decimals, currency_text(currency, name), digits);
    if (*value < field->lowest || *value > field->highest)
        return fail_range(reader, path, field, json, digits, *value < field->lowest);
    return KOGGE_OK;
}

/* ---- numbers and dates ----------------------------------------------------------------------------------------- */

static kogge_status read_integer(const struct reader *reader, const struct path *path, const kogge_field *field,
                                 const json_t *json, int64_t *value)
{
    if (!json_is_integer(json))
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is no integer", kogge__json_shown(json).text);
    *value = json_integer_value(json);
    if (*value < field->lowest || *value > field->highest)
        return fail_range(reader, path, field, json, 0, *value < field->lowest);
    return KOGGE_OK;
}

static kogge_status read_id64(const struct reader *reader, const struct path *path, const json_t *json,
                              int64_t *value)
{
    const char *text = json_string_value(json), *at = text;
    uint64_t number = 0;
    if (json_is_integer(json) && json_integer_value(json) >= 0) {
        *value = json_integer_value(json);
        return KOGGE_OK;
    }
    for (; text && *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (number > (UINT64_MAX - digit) / 10)
            return kogge__json_fail(reader, path, KOGGE_E_RANGE, "%s is above %" PRIu64, kogge__json_shown(json).text,
                                    UINT64_MAX);
        number = number * 10 + digit;
    }
    if (!text || at == text || *at)
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is no id: an integer from 0 on, or one in quotes",
                                kogge__json_shown(json).text);
    *value = (int64_t)number;
    return KOGGE_OK;
}

static json_t *write_id64(uint64_t value)
{
    return value >> SAFE_BITS ? json_sprintf("%" PRIu64, value) : json_integer((json_int_t)value);
}

static json_t *write_date(int64_t day)
{
    int32_t year, month, of_month;
    if (day < INT32_MIN || day > INT32_MAX || kogge_date((int32_t)day, &year, &month, &of_month))
        return json_integer(day);
    return json_sprintf("%04" PRId32 "-%02" PRId32 "-%02" PRId32, year, month, of_month);
}

/* "2026-03-02" */
static int32_t parse_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    int32_t part[3] = { 0 };
    size_t at = 0, place = 0;
    for (; form[at]; at++) {
        if (form[at] == '-' ? text[at] != '-' : text[at] < '0' || text[at] > '9')
            return INT32_MIN;
        if (form[at] == '-')
            place++;
        else
            part[place] = part[place] * 10 + (text[at] - '0');
    }
    return text[at] ? INT32_MIN : kogge_day(part[0], part[1], part[2]);
}

static kogge_status read_date(const struct reader *reader, const struct path *path, const kogge_field *field,
                              const json_t *json, int64_t *value)
{
    int32_t year, month, of_month;
    json_int_t number = json_integer_value(json);
    if (json_is_integer(json) && number >= INT32_MIN && number <= INT32_MAX &&
        kogge_date((int32_t)number, &year, &month, &of_month))
        return read_integer(reader, path, field, json, value);
    *value = json_is_string(json) ? parse_date(json_string_value(json)) : INT32_MIN;
    if (*value == INT32_MIN)
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is no date such as \"2026-03-02\"",
                                kogge__json_shown(json).text);
    if (*value == 0)
        return kogge__json_fail(reader, path, KOGGE_E_RANGE, "%s is no day here: it would mean that there is none",
                                kogge__json_shown(json).text);
    if (*value < field->lowest || *value > field->highest)
        return fail_range(reader, path, field, json, 0, *value < field->lowest);
    return KOGGE_OK;
}

/* ---- codes and masks ------------------------------------------------------------------------------------------- */

/* The first names of a set, for messages. */
static void list_names(const char *set, char *text, size_t capacity)
{
    int32_t code = INT32_MIN;
    size_t length = 0;
    text[0] = '\0';
    while (!kogge_code_next(set, &code)) {
        const char *name = kogge_code_name(set, code);
        if (!name)
            continue;
        if (length + strlen(name) + sizeof ", ..." >= capacity) {
            (void)snprintf(text + length, capacity - length, ", ...");
            return;
        }
        length += (size_t)snprintf(text + length, capacity - length, "%s%s", length > 0 ? ", " : "", name);
    }
}

static kogge_status read_code(const struct reader *reader, const struct path *path, const kogge_field *field,
                              const json_t *json, int64_t *value)
{
    const char *set = kogge_code_set_name(field->code_set), *name = json_string_value(json);
    int32_t code = 0;
    char names[128];
    json_int_t number = json_integer_value(json);
    if (json_is_integer(json) && number >= INT32_MIN && number <= INT32_MAX &&
        !(set && kogge_code_name(set, (int32_t)number))) {
        *value = number;
        return KOGGE_OK;
    }
    if (!set || !name || kogge_code_of(set, name, &code)) {
        list_names(set, names, sizeof names);
        return kogge__json_fail(reader, path, KOGGE_E_UNSUPPORTED, "%s is no %s: %s", kogge__json_shown(json).text,
                                set ? set : "code", names);
    }
    *value = code;
    return KOGGE_OK;
}

static json_t *write_code(const kogge_field *field, int64_t value)
{
    const char *set = kogge_code_set_name(field->code_set);
    const char *name = set && value >= INT32_MIN && value <= INT32_MAX ? kogge_code_name(set, (int32_t)value) : NULL;
    return name ? json_string(name) : json_integer(value);
}

static kogge_status read_bit(const struct reader *reader, const struct path *path, const kogge_field *field,
                             const json_t *json, uint64_t *bit)
{
    int64_t code = 0;
    kogge_status status = read_code(reader, path, field, json, &code);
    if (status)
        return status;
    if (field->is_bits)
        *bit = (uint64_t)code;
    else
        *bit = code >= 0 && code < 64 ? UINT64_C(1) << code : 0;
    if (*bit == 0 || (*bit & ~(uint64_t)field->highest))
        return kogge__json_fail(reader, path, KOGGE_E_RANGE, "%s has no place in this list",
                                kogge__json_shown(json).text);
    return KOGGE_OK;
}

static kogge_status read_mask(const struct reader *reader, const struct path *path, const kogge_field *field,
                              const json_t *json, int64_t *value)
{
    uint64_t bits = 0;
    if (!json_is_array(json))
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is no list such as [\"...\", \"...\"]",
                                kogge__json_shown(json).text);
    if (reader->is_row && json_array_size(json) == 0)
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "[] is ambiguous here: leave the key out");
    for (size_t i = 0; i < json_array_size(json); i++) {
        const struct path here = { path, NULL, i };
        const json_t *element = json_array_get(json, i);
        uint64_t bit = 0;
        kogge_status status = read_bit(reader, &here, field, element, &bit);
        if (status)
            return status;
        if (bits & bit)
            return kogge__json_fail(reader, &here, KOGGE_E_INVALID, "%s stands twice in the list",
                                    kogge__json_shown(element).text);
        bits |= bit;
    }
    *value = (int64_t)bits;
    return KOGGE_OK;
}

static json_t *write_mask(const kogge_field *field, uint64_t bits)
{
    json_t *array = json_array();
    for (int code = 0; code < 64; code++) {
        uint64_t bit = UINT64_C(1) << code;
        if (bits & bit)
            (void)json_array_append_new(array, write_code(field, field->is_bits ? (int64_t)bit : code));
    }
    return array;
}

/* ---- field ids ------------------------------------------------------------------------------------------------- */

static json_t *write_field(int64_t id)
{
    char name[JSON_FULL_NAME];
    if (id < 0 || id > INT32_MAX || !kogge_field_name((int32_t)id))
        return json_integer(id);
    return json_string(kogge__json_full_name((int32_t)id, name));
}

/* The id of "order.channel"; 0 = unknown. Money is named without "_minor". */
static int32_t field_named(const char *text)
{
    char record[JSON_NAME], name[JSON_NAME];
    const char *point = strchr(text, '.');
    if (!point || strlen(text) > JSON_NAME - sizeof "kogge__minor")
        return 0;
    (void)snprintf(record, sizeof record, "kogge_%.*s", (int)(point - text), text);
    (void)snprintf(name, sizeof name, "%s_minor", point + 1);
    int32_t id = kogge_field_of(record, name);
    if (!id && !strstr(point, "_minor"))
        id = kogge_field_of(record, point + 1);
    return id;
}

static kogge_status read_field(const struct reader *reader, const struct path *path, const json_t *json,
                               int64_t *value)
{
    const char *text = json_string_value(json);
    *value = text ? field_named(text) : 0;
    if (*value == 0)
        return kogge__json_fail(reader, path, KOGGE_E_UNSUPPORTED, "%s is no field such as \"order.channel\"",
                                kogge__json_shown(json).text);
    return KOGGE_OK;
}

/* ---- by unit --------------------------------------------------------------------------------------------------- */

kogge_status kogge__json_read_value(const struct reader *reader, const struct path *path, const kogge_field *field,
                                    const json_t *json, int32_t currency, int32_t digits, int64_t *value)
{
    switch (field->unit) {
    case KOGGE_UNIT_MINOR:
        return read_money(reader, path, field, json, currency, digits, value);
    case KOGGE_UNIT_DATE:
        return read_date(reader, path, field, json, value);
    case KOGGE_UNIT_CODE:
        return read_code(reader, path, field, json, value);
    case KOGGE_UNIT_MASK:
        return read_mask(reader, path, field, json, value);
    case KOGGE_UNIT_FIELD:
        return read_field(reader, path, json, value);
    default:
        if (field->type == KOGGE_TYPE_UINT64)
            return read_id64(reader, path, json, value);
        return read_integer(reader, path, field, json, value);
    }
}

json_t *kogge__json_write_value(const kogge_field *field, int64_t value, int32_t digits)
{
    switch (field->unit) {
    case KOGGE_UNIT_MINOR:
        return write_money(value, digits);
    case KOGGE_UNIT_DATE:
        return write_date(value);
    case KOGGE_UNIT_CODE:
        return write_code(field, value);
    case KOGGE_UNIT_MASK:
        return write_mask(field, (uint64_t)value);
    case KOGGE_UNIT_FIELD:
        return write_field(value);
    default:
        return field->type == KOGGE_TYPE_UINT64 ? write_id64((uint64_t)value) : json_integer(value);
    }
}
