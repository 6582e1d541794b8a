/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Values from text: what people write in files, tables and programs of other languages. */

#include "base/number.h"
#include "base/record.h"
#include "base/table.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_NAME = 63, MOST_DIGITS = 18, SHOWN = 40 };

struct parsing {
    const struct field_row *field;
    const char *text;
    int32_t digits;
    kogge_error *error;
};

/* Digits as a number, which stays UINT64_MAX if it is larger. */
struct magnitude {
    uint64_t value;
    bool is_larger;
};

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static kogge_status
fail(const struct parsing *parsing, kogge_status status, const char *format, ...)
{
    char what[160];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return kogge__fail(parsing->error, status, parsing->field->id, -1, "%s: \"%.*s\" %s",
                       kogge__string(parsing->field->name), SHOWN, parsing->text, what);
}

/* ---- numbers --------------------------------------------------------------------------------------------------- */

static void add_digit(struct magnitude *magnitude, char digit)
{
    uint64_t one = (uint64_t)(digit - '0');
    magnitude->is_larger = magnitude->is_larger || magnitude->value > (UINT64_MAX - one) / 10;
    magnitude->value = magnitude->is_larger ? UINT64_MAX : magnitude->value * 10 + one;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits up to the first character that is none. */
static struct magnitude read_digits(const char **text)
{
    struct magnitude magnitude = { 0, false };
    for (; is_digit(**text); (*text)++)
        add_digit(&magnitude, **text);
    return magnitude;
}

/* In the range of the field, with its sign. */
static kogge_status keep(const struct parsing *parsing, bool negative, struct magnitude magnitude, int64_t *value)
{
    const struct field_row *field = parsing->field;
    if (field->type == KOGGE_TYPE_UINT64) {
        uint64_t highest = (uint64_t)field->highest;
        if (magnitude.is_larger || magnitude.value > highest || (negative && magnitude.value))
            return fail(parsing, KOGGE_E_RANGE, "is outside 0..%" PRIu64, highest);
        *value = (int64_t)magnitude.value;
        return KOGGE_OK;
    }
    bool is_larger = magnitude.value > INT64_MAX;
    int64_t number = is_larger ? INT64_MAX : (int64_t)magnitude.value;
    number = negative ? -number : number;
    if (is_larger || number < field->lowest || number > field->highest)
        return fail(parsing, KOGGE_E_RANGE, "is outside %" PRId64 "..%" PRId64, field->lowest, field->highest);
    *value = number;
    return KOGGE_OK;
}

static kogge_status parse_integer(const struct parsing *parsing, int64_t *value)
{
    const char *at = parsing->text;
    bool negative = *at == '-';
    at += negative;
    if (!is_digit(*at))
        return fail(parsing, KOGGE_E_INVALID, "is no whole number");
    struct magnitude magnitude = read_digits(&at);
    return *at ? fail(parsing, KOGGE_E_INVALID, "is no whole number") : keep(parsing, negative, magnitude, value);
}

/* "150.00" in whole units of the currency, with at most its decimals: "150.000" may be meant as thousands. */
static kogge_status parse_money(const struct parsing *parsing, int64_t *value)
{
    const char *at = parsing->text;
    bool negative = *at == '-';
    int32_t decimals = 0;
    at += negative;
    if (!is_digit(*at))
        return fail(parsing, KOGGE_E_INVALID, "is no amount such as 150.00");
    struct magnitude magnitude = read_digits(&at);
    if (*at == '.' && is_digit(at[1])) {
        for (at++; is_digit(*at); at++, decimals++) {
            if (decimals == parsing->digits)
                return fail(parsing, KOGGE_E_RANGE, "has more than %" PRId32 " decimals", parsing->digits);
            add_digit(&magnitude, *at);
        }
    }
    if (*at)
        return fail(parsing, KOGGE_E_INVALID, "is no amount such as 150.00");
    for (; decimals < parsing->digits; decimals++)
        add_digit(&magnitude, '0');
    return keep(parsing, negative, magnitude, value);
}

/* "2026-03-02" */
static kogge_status parse_date(const struct parsing *parsing, int64_t *value)
{
    const char *at = parsing->text;
    bool shaped = strlen(at) == 10 && at[4] == '-' && at[7] == '-';
    int32_t part[3] = { 0 };
    for (int i = 0; i < 3 && shaped; i++) {
        part[i] = (int32_t)read_digits(&at).value;
        shaped = i < 2 ? *at++ == '-' : !*at;
    }
    int32_t day = shaped ? kogge_day(part[0], part[1], part[2]) : INT32_MIN;
    if (day == INT32_MIN)
        return fail(parsing, KOGGE_E_INVALID, "is no date such as 2026-03-02");
    return keep(parsing, day < 0, (struct magnitude){ kogge__abs(day), false }, value);
}

/* ---- codes and masks ------------------------------------------------------------------------------------------- */

static kogge_status fail_code(const struct parsing *parsing, const char *name)
{
    const char *set = kogge_code_set_name(parsing->field->code_set);
    const char *near = set ? kogge_name_nearest(set, name) : NULL;
    if (near)
        return fail(parsing, KOGGE_E_UNSUPPORTED, "is no %s; did you mean %s?", set, near);
    return fail(parsing, KOGGE_E_UNSUPPORTED, "is no %s", set ? set : "code");
}

/* A name of the set, or the number of a code that has none. */
static kogge_status parse_code(const struct parsing *parsing, const char *name, int64_t *value)
{
    const struct code_set *set = kogge__code_set(parsing->field->code_set);
    const char *at = name + (*name == '-');
    int32_t code = 0;
    if (set && !kogge_code_of(kogge__string(set->name), name, &code)) {
        *value = code;
        return KOGGE_OK;
    }
    if (!is_digit(*at))
        return fail_code(parsing, name);
    uint64_t magnitude = read_digits(&at).value;
    if (*at || magnitude > INT32_MAX)
        return fail_code(parsing, name);
    code = *name == '-' ? -(int32_t)magnitude : (int32_t)magnitude;
    if (set && parsing->field->only_codes && !kogge__code_accepted(set, code))
        return fail_code(parsing, name);
    *value = code;
    return KOGGE_OK;
}

static kogge_status add_bit(const struct parsing *parsing, const char *name, uint64_t *bits)
{
    const struct code_set *set = kogge__code_set(parsing->field->code_set);
    int64_t code = 0;
    kogge_status status = parse_code(parsing, name, &code);
    if (status)
        return status;
    uint64_t bit = set && set->values_are_bits ? (uint64_t)code : code >= 0 && code < 64 ? UINT64_C(1) << code : 0;
    if (!bit || (bit & parsing->field->refused))
        return fail_code(parsing, name);
    *bits |= bit;
    return KOGGE_OK;
}

/* Names with blanks between them. */
static kogge_status parse_mask(const struct parsing *parsing, int64_t *value)
{
    uint64_t bits = 0;
    const char *at = parsing->text + strspn(parsing->text, " ");
    while (*at) {
        char name[LONGEST_NAME + 1];
        size_t length = strcspn(at, " ");
        (void)snprintf(name, sizeof name, "%.*s", (int)(length > LONGEST_NAME ? LONGEST_NAME : length), at);
        kogge_status status = add_bit(parsing, name, &bits);
        if (status)
            return status;
        at += length;
        at += strspn(at, " ");
    }
    *value = (int64_t)bits;
    return KOGGE_OK;
}

/* ---- by unit --------------------------------------------------------------------------------------------------- */

kogge_status kogge_value_parse(int32_t field, const char *text, int32_t digits, int64_t *value, kogge_error *error)
{
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    const struct parsing parsing = { kogge__field(field), text, digits, error };
    if (!text || !value)
        return kogge__fail(error, KOGGE_E_INVALID, field, -1, "%s is NULL", text ? "value" : "text");
    if (!parsing.field)
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, field, -1, "there is no field %" PRId32, field);
    if (digits < 0 || digits > MOST_DIGITS)
        return kogge__fail(error, KOGGE_E_RANGE, field, -1, "digits %" PRId32 " is outside 0..%d", digits,
                           MOST_DIGITS);
    switch (parsing.field->unit) {
    case KOGGE_UNIT_MINOR:
        return parse_money(&parsing, value);
    case KOGGE_UNIT_DATE:
        return parse_date(&parsing, value);
    case KOGGE_UNIT_CODE:
        return parse_code(&parsing, text, value);
    case KOGGE_UNIT_MASK:
        return parse_mask(&parsing, value);
    default:
        return parse_integer(&parsing, value);
    }
}

/* ---- did you mean ---------------------------------------------------------------------------------------------- */

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Letters to insert, remove, replace or swap with their neighbour until a is b; case does not count. */
static int distance(const char *a, const char *b)
{
    int before[LONGEST_NAME + 2], last[LONGEST_NAME + 2], now[LONGEST_NAME + 2];
    int columns = (int)strlen(b);
    for (int j = 0; j <= columns; j++)
        last[j] = before[j] = j;
    for (int i = 1; a[i - 1]; i++) {
        now[0] = i;
        for (int j = 1; j <= columns; j++) {
            int differs = lower(a[i - 1]) != lower(b[j - 1]);
            now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + differs);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                now[j] = least(now[j], before[j - 2] + 1);
        }
        memcpy(before, last, sizeof before);
        memcpy(last, now, sizeof last);
    }
    return last[columns];
}

struct nearest {
    const char *wanted, *name;
    int far;
};

static void look_at(struct nearest *nearest, const char *name)
{
    int far = name && strlen(name) <= LONGEST_NAME ? distance(nearest->wanted, name) : nearest->far;
    if (far < nearest->far) {
        nearest->far = far;
        nearest->name = name;
    }
}

const char *kogge_name_nearest(const char *among, const char *name)
{
    if (!among || !name || !*name || strlen(name) > LONGEST_NAME)
        return NULL;
    /* One wrong letter in three; fewer are not the same word any more. */
    struct nearest nearest = { .wanted = name, .far = (int)strlen(name) / 3 + 2 };
    const struct code_set *set = kogge__code_set_named(among);
    for (size_t i = 0; set && i < set->count; i++)
        look_at(&nearest, kogge__string(set->codes[i].name));
    for (size_t i = 0; i < kogge__record_count; i++) {
        const struct record_row *record = &kogge__records[i];
        for (size_t j = 0; j < record->field_count && !strcmp(record->name, among); j++)
            look_at(&nearest, kogge__string(record->fields[j].name));
    }
    return nearest.name;
}
