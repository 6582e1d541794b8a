/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "arrow_reader.h"

#include <stdlib.h>
#include <string.h>

enum { BUFFER_ALIGNMENT = 64 };

static bool bit_at(const void *bits, size_t at)
{
    return ((const uint8_t *)bits)[at / 8] >> at % 8 & 1;
}

/* ---- what must hold -------------------------------------------------------------------------------------------- */

static const char *format_for(const kogge_field *field)
{
    static const char *const formats[] = {
        [KOGGE_TYPE_INT32] = "i", [KOGGE_TYPE_UINT32] = "I", [KOGGE_TYPE_INT64] = "l", [KOGGE_TYPE_UINT64] = "L"
    };
    return field->unit == KOGGE_UNIT_DATE ? "tdD" : formats[field->type];
}

static bool has_words(const struct arrow_result *result, const kogge_field *field)
{
    return result->has_names && field->unit == KOGGE_UNIT_CODE && field->code_set;
}

/* A field that can be unknown can be null, and no other one, but for words: no code may be no word. */
static bool nulls_are_right(const struct arrow_result *result, const kogge_field *field, bool has_nulls)
{
    return has_nulls == (field->known_bit >= 0) || (has_nulls && has_words(result, field));
}

static bool schema_is_sound(const struct arrow_result *result, size_t column)
{
    const struct ArrowSchema *schema = result->schema->children[column];
    const kogge_field field = described(result->fields[column]);
    return schema->release && !strcmp(schema->name, kogge_field_name(field.id)) &&
           !strcmp(schema->format, format_for(&field)) && !schema->n_children &&
           nulls_are_right(result, &field, schema->flags == ARROW_FLAG_NULLABLE) &&
           !schema->dictionary == !has_words(result, &field) &&
           (!schema->dictionary || !strcmp(schema->dictionary->format, "u"));
}

static int64_t nulls_in(const struct ArrowArray *array, size_t rows)
{
    int64_t nulls = 0;
    for (size_t row = 0; array->buffers[0] && row < rows; row++)
        nulls += !bit_at(array->buffers[0], row);
    return nulls;
}

static bool array_is_sound(const struct arrow_result *result, size_t column)
{
    const struct ArrowArray *array = result->array->children[column];
    return array->release && array->length == (int64_t)result->rows && !array->offset && !array->n_children &&
           array->n_buffers == 2 && (uintptr_t)array->buffers[0] % BUFFER_ALIGNMENT == 0 &&
           (uintptr_t)array->buffers[1] % BUFFER_ALIGNMENT == 0 &&
           !array->buffers[0] == !result->schema->children[column]->flags &&
           array->null_count == nulls_in(array, result->rows) &&
           !array->dictionary == !result->schema->children[column]->dictionary;
}

bool arrow_is_sound(const struct arrow_result *result, const char *how)
{
    const struct ArrowSchema *schema = result->schema;
    const struct ArrowArray *array = result->array;
    const int64_t count = (int64_t)result->field_count;
    bool is_sound = !strcmp(schema->format, "+s") && schema->n_children == count && array->n_children == count &&
                    array->length == (int64_t)result->rows && !array->offset && !array->null_count &&
                    array->n_buffers == 1;
    if (!is_sound)
        complain("%s: the result is no table of %zu columns", how, result->field_count);
    for (size_t i = 0; is_sound && i < result->field_count; i++) {
        is_sound = schema_is_sound(result, i) && array_is_sound(result, i);
        if (!is_sound)
            complain("%s: %s is not what Arrow and the field demand", how, kogge_field_name(result->fields[i]));
    }
    return is_sound;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

/* The code that a word of the dictionary names, or the number that it is. */
static int32_t code_at(const struct ArrowArray *words, int32_t at, const char *set)
{
    char word[64] = "";
    int32_t offsets[2], code = 0;
    if (at < 0 || at >= words->length)
        die("outside its dictionary:", set);
    memcpy(offsets, (const int32_t *)words->buffers[1] + at, sizeof offsets);
    if (offsets[0] < 0 || offsets[1] < offsets[0] || (size_t)(offsets[1] - offsets[0]) >= sizeof word)
        die("a word of no length:", set);
    memcpy(word, (const char *)words->buffers[2] + offsets[0], (size_t)(offsets[1] - offsets[0]));
    if (kogge_code_of(set, word, &code))
        code = (int32_t)strtol(word, NULL, 10);
    return code;
}

void arrow_read(const struct arrow_result *result, size_t column, size_t row, unsigned char value[8])
{
    const struct ArrowArray *array = result->array->children[column];
    const kogge_field field = described(result->fields[column]);
    const size_t width = width_of(field.type);
    const bool is_null = array->buffers[0] && !bit_at(array->buffers[0], row);
    int32_t code = 0;
    memcpy(value, (const unsigned char *)array->buffers[1] + row * width, width);
    if (!array->dictionary)
        return;
    memcpy(&code, value, sizeof code);
    code = is_null ? 0 : code_at(array->dictionary, code, kogge_code_set_name(field.code_set));
    memcpy(value, &code, sizeof code);
}

const bool *arrow_valid(const struct arrow_result *result, size_t column, size_t row)
{
    static const bool yes = true, no = false;
    const void *bits = result->array->children[column]->buffers[0];
    if (!bits || described(result->fields[column]).known_bit < 0)
        return NULL;
    return bit_at(bits, row) ? &yes : &no;
}
