/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Types: what Arrow's format texts mean, and which of them a field takes. */

#include "columns/arrow.h"

#include "base/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct format {
    const char *text; /* the whole format; if is_start, how it begins */
    const char *name; /* what people call it */
    struct arrow_type type;
    bool is_start;
};

#define INTEGER(bytes, sign)                                                                                         \
    {                                                                                                                \
        .kind = ARROW_INTEGER, .width = (bytes), .is_signed = (sign)                                                 \
    }

static const struct format formats[] = {
    { "n", "null", { .kind = ARROW_NULL }, false },
    { "b", "bool", { .kind = ARROW_BOOL }, false },
    { "c", "int8", INTEGER(1, true), false },
    { "C", "uint8", INTEGER(1, false), false },
    { "s", "int16", INTEGER(2, true), false },
    { "S", "uint16", INTEGER(2, false), false },
    { "i", "int32", INTEGER(4, true), false },
    { "I", "uint32", INTEGER(4, false), false },
    { "l", "int64", INTEGER(8, true), false },
    { "L", "uint64", INTEGER(8, false), false },
    { "e", "float16", { 0 }, false },
    { "f", "float32", { 0 }, false },
    { "g", "float64", { 0 }, false },
    { "u", "utf8", { .kind = ARROW_TEXT }, false },
    { "U", "large_utf8", { .kind = ARROW_LARGE_TEXT }, false },
    { "vu", "utf8_view", { .kind = ARROW_TEXT_VIEW }, false },
    { "z", "binary", { 0 }, false },
    { "Z", "large_binary", { 0 }, false },
    { "vz", "binary_view", { 0 }, false },
    { "tdD", "date32", { .kind = ARROW_DATE32, .width = 4, .is_signed = true }, false },
    { "tdm", "date64", { 0 }, false },
    { "d:", "decimal", { 0 }, true },
    { "w:", "fixed_size_binary", { 0 }, true },
    { "ts", "timestamp", { 0 }, true },
    { "tt", "time", { 0 }, true },
    { "tD", "duration", { 0 }, true },
    { "ti", "interval", { 0 }, true },
    { "+s", "struct", { 0 }, false },
    { "+l", "list", { 0 }, false },
    { "+L", "large_list", { 0 }, false },
    { "+vl", "list_view", { 0 }, false },
    { "+vL", "large_list_view", { 0 }, false },
    { "+w:", "fixed_size_list", { 0 }, true },
    { "+m", "map", { 0 }, false },
    { "+u", "union", { 0 }, true },
    { "+r", "run_end_encoded", { 0 }, false },
    { "+", "nested", { 0 }, true },
};

/* NULL = none that this library knows. */
static const struct format *format_of(const char *text)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const struct format *format = &formats[i];
        if (format->is_start ? !strncmp(text, format->text, strlen(format->text)) : !strcmp(text, format->text))
            return format;
    }
    return NULL;
}

/* ---- types ----------------------------------------------------------------------------------------------------- */

/* A number of at most four characters with its sign; *at moves behind it. */
static bool read_number(const char **at, int32_t *number)
{
    char *end = NULL;
    const bool starts = **at == '-' || (**at >= '0' && **at <= '9');
    const long value = starts ? strtol(*at, &end, 10) : 0;
    if (!starts || end == *at || end - *at > 4)
        return false;
    *number = (int32_t)value;
    *at = end;
    return true;
}

/* "d:PRECISION,SCALE", and ",128" or nothing behind it. */
static bool read_decimal(const char *text, struct arrow_type *type)
{
    int32_t precision = 0, bits = 128;
    const char *at = text + strlen("d:");
    if (!read_number(&at, &precision) || *at++ != ',' || !read_number(&at, &type->scale))
        return false;
    if (*at == ',' && (at++, !read_number(&at, &bits)))
        return false;
    return !*at && bits == 128 && precision >= 1 && precision <= 38 && type->scale >= -38 && type->scale <= 38;
}

static bool is_text(enum arrow_kind kind)
{
    return kind == ARROW_TEXT || kind == ARROW_LARGE_TEXT || kind == ARROW_TEXT_VIEW;
}

/* NULL is a format, too: of nothing. */
static struct arrow_type type_of(const char *text)
{
    struct arrow_type type = { .kind = ARROW_OTHER };
    const struct format *format = text ? format_of(text) : NULL;
    if (format)
        type = format->type;
    if (format && !strcmp(format->text, "d:") && read_decimal(text, &type)) {
        type.kind = ARROW_DECIMAL128;
        type.width = 16;
    }
    return type;
}

struct arrow_type kogge__arrow_type(const struct ArrowSchema *schema)
{
    struct arrow_type type = type_of(schema->format);
    if (!schema->dictionary)
        return type;
    type.words = schema->dictionary->dictionary ? ARROW_OTHER : type_of(schema->dictionary->format).kind;
    if (type.kind != ARROW_INTEGER || !is_text(type.words))
        type.kind = ARROW_OTHER;
    return type;
}

/* ---- what a field takes ---------------------------------------------------------------------------------------- */

static bool has_names(const struct field_row *field)
{
    return field->code_set && (field->unit == KOGGE_UNIT_CODE || field->unit == KOGGE_UNIT_MASK);
}

static bool takes(const struct field_row *field, const struct arrow_type *type)
{
    if (type->words || is_text(type->kind))
        return type->kind != ARROW_OTHER && has_names(field);
    switch (type->kind) {
    case ARROW_NULL:
    case ARROW_INTEGER:
        return true;
    case ARROW_BOOL:
        return field->unit == KOGGE_UNIT_SWITCH;
    case ARROW_DATE32:
        return field->unit == KOGGE_UNIT_DATE;
    case ARROW_DECIMAL128:
        return field->unit == KOGGE_UNIT_MINOR;
    default:
        return false;
    }
}

static const char *found_words(const struct ArrowSchema *schema, char words[ARROW_WORDS])
{
    const struct ArrowSchema *values = schema->dictionary ? schema->dictionary : schema;
    const struct format *format = values->format ? format_of(values->format) : NULL;
    const char *of = schema->dictionary ? "dictionary of " : "";
    if (values != schema && values->dictionary)
        (void)snprintf(words, ARROW_WORDS, "%sdictionary", of);
    else if (format)
        (void)snprintf(words, ARROW_WORDS, "%s%s", of, format->name);
    else
        (void)snprintf(words, ARROW_WORDS, "%sthe unknown format \"%.20s\"", of,
                       values->format ? values->format : "");
    return words;
}

static const char *or_else(const struct field_row *field)
{
    if (has_names(field))
        return " (or names as utf8 or dictionary of utf8)";
    switch (field->unit) {
    case KOGGE_UNIT_MINOR:
        return " (or decimal128)";
    case KOGGE_UNIT_SWITCH:
        return " (or bool)";
    default:
        return "";
    }
}

static kogge_status fail_type(const struct field_row *field, const struct ArrowSchema *schema, kogge_error *error)
{
    char words[ARROW_WORDS];
    const char *expected = field->unit == KOGGE_UNIT_DATE ? "date32" : kogge_code_text(NULL, "type", field->type);
    const char *hint = field->unit == KOGGE_UNIT_DATE && schema->format && schema->format[0] == 't'
                           ? ": cast it to days without a time"
                           : "";
    return kogge__fail(error, KOGGE_E_INVALID, field->id, -1, "column %.60s has type %s; expected is %s%s%s",
                       kogge__arrow_name(schema), found_words(schema, words), expected, or_else(field), hint);
}

/* A decimal without decimals may as well count minor units: which is meant cannot be seen. */
static kogge_status check_scale(const struct field_row *field, const struct ArrowSchema *schema, int32_t scale,
                                int32_t digits, kogge_error *error)
{
    if (scale > 0 || digits == 0)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_INVALID, field->id, -1,
                       "column %.60s has type decimal128 of scale %d; expected is scale %d for whole units, or "
                       "int64 for minor units",
                       kogge__arrow_name(schema), (int)scale, (int)digits);
}

kogge_status kogge__arrow_accepts(const struct field_row *field, const struct ArrowSchema *schema, int32_t digits,
                                  kogge_error *error)
{
    const struct arrow_type type = kogge__arrow_type(schema);
    if (!takes(field, &type))
        return fail_type(field, schema, error);
    return type.kind == ARROW_DECIMAL128 ? check_scale(field, schema, type.scale, digits, error) : KOGGE_OK;
}

const char *kogge__arrow_name(const struct ArrowSchema *schema)
{
    return schema->name ? schema->name : "";
}
