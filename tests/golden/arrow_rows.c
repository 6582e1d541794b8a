/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "arrow_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_TEXT = 512, MONEY_BYTES = 16 };

static long alive;

long arrow_alive(void)
{
    return alive;
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

/* What belongs to a schema or an array: freed when it is released. */
struct owned {
    struct owned *next;
    uint64_t data[];
};

static void *own(struct owned **all, size_t size)
{
    struct owned *fresh = malloc(sizeof *fresh + size);
    if (!fresh)
        die("no memory for", current);
    fresh->next = *all;
    *all = fresh;
    return memset(fresh->data, GARBAGE, size);
}

static void free_owned(struct owned *all)
{
    while (all) {
        struct owned *first = all;
        all = first->next;
        free(first);
    }
}

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        schema->children[i]->release(schema->children[i]);
    if (schema->dictionary)
        schema->dictionary->release(schema->dictionary);
    free_owned(schema->private_data);
    schema->release = NULL;
    alive--;
}

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        array->children[i]->release(array->children[i]);
    if (array->dictionary)
        array->dictionary->release(array->dictionary);
    free_owned(array->private_data);
    array->release = NULL;
    alive--;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

/* Of a uint64 bit for bit. */
static int64_t value_in(const struct arrow_plan *plan, size_t row)
{
    const unsigned char *at = (const unsigned char *)plan->rows[row] + plan->field.offset;
    int64_t wide;
    int32_t narrow;
    if (width_of(plan->field.type) == 8)
        return memcpy(&wide, at, sizeof wide), wide;
    memcpy(&narrow, at, sizeof narrow);
    return plan->field.type == KOGGE_TYPE_UINT32 ? (int64_t)(uint32_t)narrow : narrow;
}

static bool has_value(const struct arrow_form *form, const struct arrow_plan *plan, size_t row)
{
    if (plan->field.known_bit < 0)
        return !form->zeros_are_null || value_in(plan, row);
    return knows(plan->record, plan->rows[row], &plan->field);
}

static void add_word(char *text, const char *set, int64_t code)
{
    const char *name = code <= INT32_MAX ? kogge_code_name(set, (int32_t)code) : NULL;
    const size_t length = strlen(text);
    if (name)
        snprintf(text + length, LONGEST_TEXT - length, "%s%s", length ? " " : "", name);
    else
        snprintf(text + length, LONGEST_TEXT - length, "%s%" PRId64, length ? " " : "", code);
}

/* The name of a code, or those of the bits of a mask, or numbers where there are no names. */
static void text_in(const struct arrow_plan *plan, size_t row, char text[LONGEST_TEXT])
{
    const char *set = kogge_code_set_name(plan->field.code_set);
    const int64_t value = value_in(plan, row);
    *text = 0;
    if (plan->field.unit == KOGGE_UNIT_CODE)
        add_word(text, set, value);
    for (int bit = 0; plan->field.unit == KOGGE_UNIT_MASK && bit < 64; bit++) {
        if ((uint64_t)value >> bit & 1)
            add_word(text, set, plan->field.is_bits ? (int64_t)(UINT64_C(1) << bit) : bit);
    }
}

/* ---- types ----------------------------------------------------------------------------------------------------- */

static bool has_values(const struct arrow_form *form, const struct arrow_plan *plan)
{
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        if (has_value(form, plan, row))
            return true;
    }
    return false;
}

static bool all_within(const struct arrow_plan *plan, int64_t lowest, int64_t highest)
{
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        if (value_in(plan, row) < lowest || value_in(plan, row) > highest)
            return false;
    }
    return true;
}

static void plan_integer(const struct arrow_form *form, struct arrow_plan *plan)
{
    static const struct {
        const char *format;
        size_t width;
        int64_t lowest, highest;
    } kinds[] = { { "c", 1, INT8_MIN, INT8_MAX },  { "C", 1, 0, UINT8_MAX },         { "s", 2, INT16_MIN, INT16_MAX },
                  { "S", 2, 0, UINT16_MAX },       { "i", 4, INT32_MIN, INT32_MAX }, { "I", 4, 0, UINT32_MAX },
                  { "l", 8, INT64_MIN, INT64_MAX } };
    static const char *const own[] = {
        [KOGGE_TYPE_INT32] = "i", [KOGGE_TYPE_UINT32] = "I", [KOGGE_TYPE_INT64] = "l", [KOGGE_TYPE_UINT64] = "L"
    };
    plan->width = width_of(plan->field.type);
    snprintf(plan->format, sizeof plan->format, "%s", own[plan->field.type]);
    if (form->width == WIDTH_OF_FIELD || (plan->field.type == KOGGE_TYPE_UINT64 && !all_within(plan, 0, INT64_MAX)))
        return;
    size_t kind = form->width == WIDEST ? sizeof kinds / sizeof kinds[0] - 1 : 0;
    while (!all_within(plan, kinds[kind].lowest, kinds[kind].highest))
        kind++;
    plan->width = kinds[kind].width;
    snprintf(plan->format, sizeof plan->format, "%s", kinds[kind].format);
}

/* False: the amounts are not exact in that scale. */
static bool plan_decimal(const struct arrow_form *form, struct arrow_plan *plan)
{
    plan->factor = form->scale < form->digits ? -1 : 1;
    for (int32_t i = form->scale; i < form->digits; i++)
        plan->factor *= 10;
    for (int32_t i = form->digits; i < form->scale; i++)
        plan->factor *= 10;
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        if (plan->factor < 0 && value_in(plan, row) % plan->factor)
            return false;
    }
    snprintf(plan->format, sizeof plan->format, "d:38,%d", (int)form->scale);
    return true;
}

static bool is_named(const struct arrow_plan *plan)
{
    return plan->field.code_set && (plan->field.unit == KOGGE_UNIT_CODE || plan->field.unit == KOGGE_UNIT_MASK);
}

static void plan_type(const struct arrow_form *form, struct arrow_plan *plan)
{
    if (form->null_columns && !has_values(form, plan))
        snprintf(plan->format, sizeof plan->format, "n");
    else if (plan->field.unit == KOGGE_UNIT_DATE)
        snprintf(plan->format, sizeof plan->format, "tdD");
    else if (plan->field.unit == KOGGE_UNIT_SWITCH && all_within(plan, 0, 1))
        snprintf(plan->format, sizeof plan->format, "b");
    else if (form->codes == CODES_AS_TEXTS && is_named(plan))
        snprintf(plan->format, sizeof plan->format, "%s", form->text);
    else if (form->scale < 0 || plan->field.unit != KOGGE_UNIT_MINOR || !plan_decimal(form, plan))
        plan_integer(form, plan);
}

static bool is_dictionary(const struct arrow_form *form, const struct arrow_plan *plan)
{
    return form->codes == CODES_AS_DICTIONARY && is_named(plan) && strcmp(plan->format, "n") != 0;
}

static void plan_name(const struct arrow_form *form, struct arrow_plan *plan, bool is_first)
{
    const bool is_qualified = form->short_names || !is_first;
    snprintf(plan->name, sizeof plan->name, "%s%s%s", is_qualified ? plan->record + strlen("kogge_") : "",
             is_qualified ? "." : "", kogge_field_name(plan->field.id));
    char *end = strstr(plan->name, "_minor");
    if (form->short_names && end && !strcmp(end, "_minor"))
        *end = 0;
}

void arrow_add(struct arrow_rows *table, const char *record, const void *const *rows, bool is_first)
{
    kogge_column columns[FIELDS];
    const size_t count = columns_of(record, rows[0], columns);
    for (size_t i = 0; i < count; i++) {
        struct arrow_plan *plan = &table->plans[table->count];
        if (is_known_column(columns[i].field))
            continue;
        *plan = (struct arrow_plan){ .record = record, .rows = rows, .field = described(columns[i].field) };
        plan_name(table->form, plan, is_first);
        plan_type(table->form, plan);
        table->count++;
    }
}

/* ---- the schema ------------------------------------------------------------------------------------------------ */

static void make_type(struct ArrowSchema *schema, const char *format, const char *name)
{
    struct owned *all = NULL;
    char *kept_format = own(&all, strlen(format) + 1), *kept_name = own(&all, strlen(name) + 1);
    strcpy(kept_format, format);
    strcpy(kept_name, name);
    *schema = (struct ArrowSchema){
        .format = kept_format, .name = kept_name, .release = release_schema, .private_data = all
    };
    alive++;
}

static void *own_of_schema(struct ArrowSchema *schema, size_t size)
{
    struct owned *all = schema->private_data;
    void *block = own(&all, size);
    schema->private_data = all;
    return block;
}

static void make_words_type(const struct arrow_form *form, struct ArrowSchema *child)
{
    child->dictionary = own_of_schema(child, sizeof *child->dictionary);
    make_type(child->dictionary, form->text, "");
}

void arrow_make_schema(const struct arrow_rows *table, struct ArrowSchema *schema)
{
    make_type(schema, "+s", "");
    schema->n_children = (int64_t)table->count;
    schema->children = own_of_schema(schema, table->count * sizeof(struct ArrowSchema *));
    struct ArrowSchema *children = own_of_schema(schema, table->count * sizeof *children);
    for (size_t i = 0; i < table->count; i++) {
        schema->children[i] = &children[i];
        make_type(&children[i], table->plans[i].format, table->plans[i].name);
        if (is_dictionary(table->form, &table->plans[i]))
            make_words_type(table->form, &children[i]);
    }
}

/* ---- arrays ---------------------------------------------------------------------------------------------------- */

/* A column of a chunk under way: values before the first row are garbage. */
struct filling {
    const struct arrow_form *form;
    const struct arrow_plan *plan;
    size_t first, count; /* rows of the table */
    size_t at;           /* in memory */
    struct ArrowArray *array;
    struct owned *all;
};

static bool filled_row_has_value(const struct filling *f, size_t i)
{
    return has_value(f->form, f->plan, f->first + i);
}

static void fill_bitmap(struct filling *f)
{
    int64_t nulls = 0;
    for (size_t i = 0; i < f->count; i++)
        nulls += !filled_row_has_value(f, i);
    if (!nulls && f->plan->field.known_bit < 0)
        return;
    uint8_t *bits = own(&f->all, (f->at + f->count + 7) / 8);
    for (size_t i = 0; i < f->count; i++)
        set_bit(bits, f->at + i, filled_row_has_value(f, i));
    f->array->buffers[0] = bits;
    f->array->null_count = f->form->table_offset || f->plan->field.id % 2 ? -1 : nulls;
}

/* The low bytes, wherever they stand in memory. */
static void store_integer(unsigned char *to, size_t width, int64_t value)
{
    const int8_t one = (int8_t)value;
    const int16_t two = (int16_t)value;
    const int32_t four = (int32_t)value;
    memcpy(to,
           width == 1   ? (const void *)&one
           : width == 2 ? (const void *)&two
           : width == 4 ? (const void *)&four
                        : &value,
           width);
}

static void fill_integers(struct filling *f, size_t width)
{
    unsigned char *values = own(&f->all, (f->at + f->count) * width);
    for (size_t i = 0; i < f->count; i++) {
        if (filled_row_has_value(f, i))
            store_integer(values + (f->at + i) * width, width, value_in(f->plan, f->first + i));
    }
    f->array->buffers[1] = values;
}

static void fill_switches(struct filling *f)
{
    uint8_t *bits = own(&f->all, (f->at + f->count + 7) / 8);
    for (size_t i = 0; i < f->count; i++) {
        if (filled_row_has_value(f, i))
            set_bit(bits, f->at + i, value_in(f->plan, f->first + i));
    }
    f->array->buffers[1] = bits;
}

/* value * factor in 128 bits, by halves of 32 bits. */
static void store_decimal(unsigned char *to, int64_t value, int32_t factor)
{
    const bool negative = value < 0;
    const uint64_t magnitude = negative ? 0 - (uint64_t)value : (uint64_t)value,
                   by = factor < 0 ? 1 : (uint64_t)factor;
    const uint64_t scaled = factor < 0 ? magnitude / (uint64_t)-factor : magnitude;
    const uint64_t low = (scaled & UINT32_MAX) * by, high = (scaled >> 32) * by + (low >> 32);
    uint64_t halves[2] = { high << 32 | (low & UINT32_MAX), high >> 32 };
    const uint16_t one = 1;
    unsigned char is_little;
    if (negative) {
        halves[0] = 0 - halves[0];
        halves[1] = ~halves[1] + !halves[0];
    }
    memcpy(&is_little, &one, 1);
    memcpy(to, &halves[!is_little], sizeof halves[0]);
    memcpy(to + sizeof halves[0], &halves[is_little], sizeof halves[0]);
}

static void fill_decimals(struct filling *f)
{
    unsigned char *values = own(&f->all, (f->at + f->count) * MONEY_BYTES);
    for (size_t i = 0; i < f->count; i++) {
        if (filled_row_has_value(f, i))
            store_decimal(values + (f->at + i) * MONEY_BYTES, value_in(f->plan, f->first + i), f->plan->factor);
    }
    f->array->buffers[1] = values;
}

/* Offsets from at on, of the width that the format says; null rows have no text. */
static void fill_texts(struct filling *f)
{
    const size_t width = !strcmp(f->form->text, "U") ? 8 : 4;
    unsigned char *offsets = own(&f->all, (f->at + f->count + 1) * width);
    char text[TABLE_ROWS * LONGEST_TEXT] = "";
    size_t end = 0;
    store_integer(offsets + f->at * width, width, 0);
    for (size_t i = 0; i < f->count; i++) {
        if (filled_row_has_value(f, i))
            text_in(f->plan, f->first + i, text + end);
        end += filled_row_has_value(f, i) ? strlen(text + end) : 0;
        store_integer(offsets + (f->at + i + 1) * width, width, (int64_t)end);
    }
    f->array->n_buffers = 3;
    f->array->buffers[1] = offsets;
    f->array->buffers[2] = memcpy(own(&f->all, end), text, end);
}

/* Where the library will find its values; the caller has set length and offset. */
static void start_array(struct filling *f)
{
    f->array->null_count = 0;
    f->array->n_buffers = 2;
    f->array->buffers = own(&f->all, 3 * sizeof(const void *));
    f->array->buffers[0] = NULL;
    f->array->release = release_array;
    alive++;
}

/* A word for each row, in the order of rows, behind one that nobody uses; nulls of rows are nulls of words. */
static void make_words(const struct filling *of, struct ArrowArray *words)
{
    struct filling f = *of;
    *words = (struct ArrowArray){ .length = (int64_t)f.count + 1, .offset = 1 };
    f.array = words;
    f.all = NULL;
    f.at = 2;
    start_array(&f);
    fill_texts(&f);
    fill_bitmap(&f);
    words->null_count = words->buffers[0] ? -1 : 0;
    unsigned char *offsets = (unsigned char *)words->buffers[1];
    const size_t width = !strcmp(f.form->text, "U") ? 8 : 4;
    store_integer(offsets + width, width, 0); /* the word that nobody uses is empty */
    words->private_data = f.all;
}

/* Indices of words. Of some fields nulls stand in the indices, whose values then point nowhere; of the others in the
 * words alone. */
static void fill_dictionary(struct filling *f)
{
    unsigned char *indices = own(&f->all, (f->at + f->count) * f->plan->width);
    const bool nulls_in_words = f->plan->field.id % 2;
    for (size_t i = 0; i < f->count; i++) {
        if (nulls_in_words || filled_row_has_value(f, i))
            store_integer(indices + (f->at + i) * f->plan->width, f->plan->width, (int64_t)i + 1);
    }
    f->array->buffers[1] = indices;
    f->array->dictionary = own(&f->all, sizeof *f->array->dictionary);
    make_words(f, f->array->dictionary);
    if (nulls_in_words) {
        f->array->buffers[0] = NULL;
        f->array->null_count = 0;
    }
}

static void fill_values(struct filling *f)
{
    const char *format = f->plan->format;
    fill_bitmap(f);
    if (is_dictionary(f->form, f->plan))
        fill_dictionary(f);
    else if (f->plan->width)
        fill_integers(f, f->plan->width);
    else if (!strcmp(format, "tdD"))
        fill_integers(f, 4);
    else if (!strcmp(format, "b"))
        fill_switches(f);
    else if (*format == 'd')
        fill_decimals(f);
    else
        fill_texts(f);
}

static void make_child(const struct arrow_rows *table, size_t at, size_t first, size_t count,
                       struct ArrowArray *array)
{
    const struct arrow_form *form = table->form;
    struct filling f = { .form = form,
                         .plan = &table->plans[at],
                         .first = first,
                         .count = count,
                         .at = (size_t)(form->table_offset + form->column_offset),
                         .array = array };
    *array = (struct ArrowArray){ .length = (int64_t)count + form->table_offset, .offset = form->column_offset };
    start_array(&f);
    if (strcmp(f.plan->format, "n") != 0) {
        fill_values(&f);
    } else {
        array->n_buffers = 0;
        array->buffers = NULL;
        array->null_count = array->length;
    }
    array->private_data = f.all;
}

void arrow_make_array(const struct arrow_rows *table, size_t first, size_t count, struct ArrowArray *array)
{
    *array = (struct ArrowArray){ .length = (int64_t)count, .offset = table->form->table_offset };
    struct filling f = { .array = array };
    start_array(&f);
    array->n_buffers = 1;
    array->n_children = (int64_t)table->count;
    array->children = own(&f.all, table->count * sizeof(struct ArrowArray *));
    struct ArrowArray *children = own(&f.all, table->count * sizeof *children);
    for (size_t i = 0; i < table->count; i++) {
        array->children[i] = &children[i];
        make_child(table, i, first, count, &children[i]);
    }
    array->private_data = f.all;
}

/* ---- streams --------------------------------------------------------------------------------------------------- */

static int next_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
    arrow_make_schema(stream->private_data, schema);
    return 0;
}

static int next_array(struct ArrowArrayStream *stream, struct ArrowArray *array)
{
    struct arrow_rows *table = stream->private_data;
    size_t first = 0;
    for (size_t i = 0; i < table->chunks_given; i++)
        first += table->form->chunk_rows[i];
    if (table->chunks_given == table->form->chunk_count)
        array->release = NULL;
    else
        arrow_make_array(table, first, table->form->chunk_rows[table->chunks_given++], array);
    return 0;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
    alive--;
}

void arrow_make_stream(struct arrow_rows *table, struct ArrowArrayStream *stream)
{
    *stream = (struct ArrowArrayStream){
        .get_schema = next_schema, .get_next = next_array, .release = release_stream, .private_data = table
    };
    alive++;
}
