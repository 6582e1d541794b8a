/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Values: where Arrow has them as the field has, a column points at them; else they are converted, exactly or not at
 * all. */

#include "columns/arrow.h"

#include "base/number.h"
#include "base/record.h"

#include <inttypes.h>
#include <string.h>

enum { LONGEST_TEXT = 255, POWERS = 19, VIEW_BYTES = 16, VIEW_INLINE = 12, KEPT = 64 };

/* A word of a dictionary; looked up when a row uses it, for categories without rows may be anything. */
struct entry {
    int64_t value;
    bool is_read, is_null;
};

/* A text in a buffer; it does not end with a zero. */
struct words {
    const char *start;
    int64_t length;
};

/* A text that was read, and what it means; a column has few of them, over and over. */
struct meaning {
    struct words words; /* start NULL = none yet */
    int64_t value;
};

/* The column while its values are read. */
struct reading {
    const struct arrow_source *source;
    const void *values;
    kogge_status (*read)(struct reading *reading, int64_t row, int64_t *value);
    struct entry *entries; /* of a dictionary */
    bool is_null;          /* out: the word of the dictionary is null */
    struct meaning kept[KEPT];
};

static int64_t signed_at(const unsigned char *at, size_t width)
{
    int8_t one;
    int16_t two;
    int32_t four;
    int64_t eight;
    switch (width) {
    case 1:
        return memcpy(&one, at, width), one;
    case 2:
        return memcpy(&two, at, width), two;
    case 4:
        return memcpy(&four, at, width), four;
    default:
        return memcpy(&eight, at, width), eight;
    }
}

/* An integer of any type; one of uint64 above INT64_MAX becomes negative. */
static int64_t integer_at(const void *values, const struct arrow_type *type, int64_t at)
{
    const int64_t value = signed_at((const unsigned char *)values + (size_t)at * type->width, type->width);
    if (type->is_signed || type->width == 8)
        return value;
    return value & ((INT64_C(1) << 8 * type->width) - 1);
}

/* ---- integers and switches ------------------------------------------------------------------------------------- */

static kogge_status fail_fit(const struct reading *reading, int64_t row, uint64_t magnitude, bool negative)
{
    return kogge__arrow_fail(reading->source, KOGGE_E_RANGE, row, "has %s%" PRIu64 ", which does not fit in %s",
                             negative ? "-" : "", magnitude,
                             kogge_code_text(NULL, "type", reading->source->column->field->type));
}

static int64_t highest_of(int32_t field_type)
{
    switch (field_type) {
    case KOGGE_TYPE_INT32:
        return INT32_MAX;
    case KOGGE_TYPE_UINT32:
        return UINT32_MAX;
    default:
        return INT64_MAX;
    }
}

/* Not asked for uint64 in a field of uint64, which takes them all. */
static bool fits(int32_t field_type, bool is_uint64, int64_t value)
{
    const bool may_be_negative = !is_uint64 && (field_type == KOGGE_TYPE_INT32 || field_type == KOGGE_TYPE_INT64);
    const int64_t highest = highest_of(field_type);
    return value <= highest && (value >= 0 || (may_be_negative && value >= -highest - 1));
}

static kogge_status read_integer(struct reading *reading, int64_t row, int64_t *value)
{
    const struct arrow_column *column = reading->source->column;
    const struct arrow_type *type = &column->type;
    const bool is_uint64 = type->width == 8 && !type->is_signed;
    *value = integer_at(reading->values, type, reading->source->first + row);
    if (fits(column->field->type, is_uint64, *value))
        return KOGGE_OK;
    return fail_fit(reading, row, is_uint64 ? (uint64_t)*value : kogge__abs(*value), !is_uint64 && *value < 0);
}

static kogge_status read_bool(struct reading *reading, int64_t row, int64_t *value)
{
    *value = kogge__arrow_bit(reading->values, reading->source->first + row);
    return KOGGE_OK;
}

/* ---- amounts --------------------------------------------------------------------------------------------------- */

/* Decimals are integers of the machine's byte order. */
static struct u128 wide_at(const unsigned char *at)
{
    const uint16_t one = 1;
    unsigned char first;
    uint64_t half[2];
    memcpy(&first, &one, 1);
    memcpy(half, at, sizeof half);
    return first ? (struct u128){ half[1], half[0] } : (struct u128){ half[0], half[1] };
}

static uint64_t power_of_10(int32_t exponent)
{
    uint64_t power = 1;
    for (; exponent > 0; exponent--)
        power *= 10;
    return power;
}

/* Takes decimals away that must be 0; false = they are not. */
static bool drop_decimals(struct u128 *magnitude, int32_t decimals)
{
    for (; decimals > 0; decimals -= POWERS) {
        uint64_t rest = 0;
        *magnitude = kogge__div(*magnitude, power_of_10(decimals < POWERS ? decimals : POWERS), &rest);
        if (rest)
            return false;
    }
    return true;
}

/* Adds decimals; false = it does not fit in 64 bits. */
static bool add_decimals(struct u128 *magnitude, int32_t decimals)
{
    for (; decimals > 0 && !magnitude->high && magnitude->low; decimals -= POWERS)
        *magnitude = kogge__mul(magnitude->low, power_of_10(decimals < POWERS ? decimals : POWERS));
    return !magnitude->high && magnitude->low <= INT64_MAX;
}

/* Whole units as minor units. */
static kogge_status read_decimal(struct reading *reading, int64_t row, int64_t *value)
{
    const struct arrow_source *source = reading->source;
    const int32_t more = source->arrow->digits - source->column->type.scale;
    const unsigned char *at = reading->values;
    struct u128 magnitude = wide_at(at + (size_t)(source->first + row) * source->column->type.width);
    const bool negative = magnitude.high >> 63;
    if (negative)
        magnitude = kogge__sub((struct u128){ 0, 0 }, magnitude);
    if (!drop_decimals(&magnitude, -more))
        return kogge__arrow_fail(source, KOGGE_E_RANGE, row, "has an amount with more than %d decimals",
                                 (int)source->arrow->digits);
    if (!add_decimals(&magnitude, more))
        return kogge__arrow_fail(source, KOGGE_E_RANGE, row, "has an amount that is too large");
    *value = negative ? -(int64_t)magnitude.low : (int64_t)magnitude.low;
    return KOGGE_OK;
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

static bool words_by_offsets(const struct ArrowArray *array, size_t width, int64_t at, struct words *words)
{
    const unsigned char *offsets = array->buffers[1];
    const int64_t from = signed_at(offsets + (size_t)at * width, width);
    const int64_t end = signed_at(offsets + (size_t)(at + 1) * width, width);
    if (from < 0 || end < from || (end > from && !array->buffers[2]))
        return false;
    *words = (struct words){ end > from ? (const char *)array->buffers[2] + from : "", end - from };
    return true;
}

/* A view holds a short text itself, else where it stands: first bytes, buffer, offset. */
static bool words_by_view(const struct ArrowArray *array, int64_t at, struct words *words)
{
    const char *view = (const char *)array->buffers[1] + (size_t)at * VIEW_BYTES;
    const int64_t buffers = array->n_buffers - 3;
    const void *sizes = array->buffers[array->n_buffers - 1];
    int32_t part[4];
    memcpy(part, view, sizeof part);
    if (part[0] < 0)
        return false;
    if (part[0] <= VIEW_INLINE) {
        *words = (struct words){ view + sizeof part[0], part[0] };
        return true;
    }
    if (part[2] < 0 || part[2] >= buffers || part[3] < 0 || !sizes || !array->buffers[2 + part[2]])
        return false;
    if ((int64_t)part[3] + part[0] > signed_at((const unsigned char *)sizes + (size_t)part[2] * 8, 8))
        return false;
    *words = (struct words){ (const char *)array->buffers[2 + part[2]] + part[3], part[0] };
    return true;
}

static bool words_at(const struct ArrowArray *array, enum arrow_kind kind, int64_t at, struct words *words)
{
    if (kind == ARROW_TEXT_VIEW)
        return words_by_view(array, at, words);
    return words_by_offsets(array, kind == ARROW_TEXT ? 4 : 8, at, words);
}

/* The message of the parser says field and text; column and row go before it. */
static kogge_status parse_words(const struct reading *reading, int64_t row, const struct words *words, int64_t *value)
{
    char text[LONGEST_TEXT + 1] = "";
    kogge_error found = KOGGE_INIT(kogge_error);
    if (words->length > LONGEST_TEXT || memchr(words->start, 0, (size_t)words->length))
        return kogge__arrow_fail(reading->source, KOGGE_E_UNSUPPORTED, row, "has a text that is no name");
    memcpy(text, words->start, (size_t)words->length);
    const kogge_status status = kogge_value_parse(reading->source->column->field->id, text, 0, value, &found);
    return status ? kogge__arrow_fail(reading->source, status, row, "has %s", found.text) : KOGGE_OK;
}

/* Where the meaning of a text is kept: another one with the same place takes it over. */
static struct meaning *place_of(struct reading *reading, const struct words *words)
{
    const unsigned char *text = (const unsigned char *)words->start;
    const size_t length = (size_t)words->length;
    return &reading->kept[length ? (length + text[0] + (size_t)13 * text[length - 1]) % KEPT : 0];
}

static kogge_status read_words(struct reading *reading, const struct ArrowArray *array, enum arrow_kind kind,
                               int64_t at, int64_t row, int64_t *value)
{
    struct words words;
    if (!words_at(array, kind, at, &words))
        return kogge__arrow_fail(reading->source, KOGGE_E_DAMAGED, row, "has a text outside its buffer");
    struct meaning *kept = place_of(reading, &words);
    if (!kept->words.start || words.length != kept->words.length ||
        memcmp(words.start, kept->words.start, (size_t)words.length) != 0) {
        const kogge_status status = parse_words(reading, row, &words, value);
        if (status)
            return status;
        *kept = (struct meaning){ words, *value };
    }
    *value = kept->value;
    return KOGGE_OK;
}

static kogge_status read_text(struct reading *reading, int64_t row, int64_t *value)
{
    const struct arrow_source *source = reading->source;
    return read_words(reading, source->array, source->column->type.kind, source->first + row, row, value);
}

static kogge_status read_entry(struct reading *reading, int64_t index, int64_t row)
{
    struct entry *entry = &reading->entries[index];
    const struct ArrowArray *words = reading->source->array->dictionary;
    const int64_t at = words->offset + index;
    entry->is_read = true;
    entry->is_null = words->null_count != 0 && words->buffers[0] && !kogge__arrow_bit(words->buffers[0], at);
    if (entry->is_null)
        return KOGGE_OK;
    return read_words(reading, words, reading->source->column->type.words, at, row, &entry->value);
}

static kogge_status read_dictionary(struct reading *reading, int64_t row, int64_t *value)
{
    const struct arrow_source *source = reading->source;
    const int64_t index = integer_at(reading->values, &source->column->type, source->first + row);
    if (index < 0 || index >= source->array->dictionary->length)
        return kogge__arrow_fail(source, KOGGE_E_DAMAGED, row, "points outside its dictionary");
    const struct entry *entry = &reading->entries[index];
    const kogge_status status = entry->is_read ? KOGGE_OK : read_entry(reading, index, row);
    *value = entry->value;
    reading->is_null = entry->is_null;
    return status;
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

static size_t width_of(const struct field_row *field)
{
    return field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

static bool row_is_valid(const kogge_column *to, size_t row)
{
    return !to->valid || kogge__arrow_bit(to->valid, (int64_t)(to->valid_offset + row));
}

/* Nulls of the dictionary are nulls of the column: that takes a bitmap of its own. */
static bool own_bitmap(const struct arrow_source *source, kogge_column *to, uint8_t **valid)
{
    const struct ArrowArray *words = source->array->dictionary;
    if (!words->null_count || !words->buffers[0])
        return true;
    *valid = kogge__arrow_take(source->arrow, source->rows / 8 + 1, source->error);
    for (size_t row = 0; *valid && row < source->rows; row++)
        (*valid)[row / 8] = (uint8_t)((*valid)[row / 8] | (unsigned)row_is_valid(to, row) << row % 8);
    to->valid = *valid;
    to->valid_offset = 0;
    return *valid != NULL;
}

static kogge_status ready_dictionary(struct reading *reading, kogge_column *to, uint8_t **valid)
{
    const struct arrow_source *source = reading->source;
    const size_t count = (size_t)source->array->dictionary->length;
    reading->entries = kogge__arrow_take(source->arrow, count * sizeof *reading->entries, source->error);
    return reading->entries && own_bitmap(source, to, valid) ? KOGGE_OK : KOGGE_E_MEMORY;
}

/* The low bytes of a value that fits. */
static void store(unsigned char *data, size_t row, size_t width, int64_t value)
{
    const uint32_t narrow = (uint32_t)value;
    if (width == sizeof narrow)
        memcpy(data + row * width, &narrow, sizeof narrow);
    else
        memcpy(data + row * width, &value, sizeof value);
}

static kogge_status convert(struct reading *reading, kogge_column *to)
{
    const struct arrow_source *source = reading->source;
    const size_t width = width_of(source->column->field);
    uint8_t *valid = NULL;
    kogge_status status = source->column->type.words ? ready_dictionary(reading, to, &valid) : KOGGE_OK;
    unsigned char *data = status ? NULL : kogge__arrow_take(source->arrow, source->rows * width, source->error);
    if (!data)
        return KOGGE_E_MEMORY;
    for (size_t row = 0; row < source->rows && !status; row++) {
        int64_t value = 0;
        if (!row_is_valid(to, row))
            continue;
        status = reading->read(reading, (int64_t)row, &value);
        store(data, row, width, value);
        if (reading->is_null && valid)
            valid[row / 8] = (uint8_t)(valid[row / 8] & ~(1u << row % 8));
    }
    to->data = data;
    to->stride = (ptrdiff_t)width;
    return status;
}

/* Values of the field's width: used as they are. Those of the other sign must have the same bits in both. */
static kogge_status use(struct reading *reading, kogge_column *to)
{
    const struct arrow_source *source = reading->source;
    const struct arrow_type *type = &source->column->type;
    const struct field_row *field = source->column->field;
    const bool is_signed = field->type == KOGGE_TYPE_INT32 || field->type == KOGGE_TYPE_INT64;
    const bool same_sign = type->is_signed == is_signed;
    kogge_status status = KOGGE_OK;
    int64_t value;
    for (size_t row = 0; !same_sign && row < source->rows && !status; row++) {
        if (row_is_valid(to, row))
            status = read_integer(reading, (int64_t)row, &value);
    }
    to->data = (const unsigned char *)reading->values + (size_t)source->first * type->width;
    to->stride = (ptrdiff_t)type->width;
    return status;
}

kogge_status kogge__arrow_values(const struct arrow_source *source, kogge_column *to)
{
    const struct arrow_type *type = &source->column->type;
    struct reading reading = { .source = source, .values = source->array->buffers[1] };
    switch (type->kind) {
    case ARROW_BOOL:
        reading.read = read_bool;
        break;
    case ARROW_DECIMAL128:
        reading.read = read_decimal;
        break;
    case ARROW_TEXT:
    case ARROW_LARGE_TEXT:
    case ARROW_TEXT_VIEW:
        reading.read = read_text;
        break;
    default:
        reading.read = type->words ? read_dictionary : read_integer;
    }
    if (reading.read == read_integer && type->width == width_of(source->column->field))
        return use(&reading, to);
    return convert(&reading, to);
}
