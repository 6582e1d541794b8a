/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Random bytes as Arrow tables and streams of them: types, names, counts, offsets and buffers of any kind. What the
 * interface cannot say, the sizes of buffers, is kept: values, bitmaps and offsets have the bytes that the counts
 * demand, but anything may stand in them, and texts end with their buffer. Whatever happens, everything is released
 * once; what is accepted can be read, row by row.
 *
 * An input is: digits, unknown, records; then chunks of a stream: rows, offset, how to spoil it; then columns. */

#include <kogge/kogge.h>

#include "columns/columns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 6, ROWS = 16, TEXT = 64, BUFFERS = 4, CHUNKS = 3, WIDEST = 16 };

#define REQUIRE(condition)                                                                                           \
    do {                                                                                                             \
        if (!(condition)) {                                                                                          \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                          \
            abort();                                                                                                 \
        }                                                                                                            \
    } while (0)

struct input {
    const uint8_t *at;
    size_t left;
};

static uint8_t byte(struct input *in)
{
    if (!in->left)
        return 0;
    in->left--;
    return *in->at++;
}

/* ---- a table --------------------------------------------------------------------------------------------------- */

/* One block for each buffer, so that reading beyond is seen. */
struct column {
    struct ArrowArray array, words;
    const void *buffers[BUFFERS], *word_buffers[BUFFERS];
};

struct chunk {
    struct column columns[COLUMNS];
    struct ArrowArray *children[COLUMNS];
    const void *buffers[1];
    int given, released;
};

struct table {
    char formats[COLUMNS][12], names[COLUMNS][24];
    struct ArrowSchema types[COLUMNS], word_types[COLUMNS], *children[COLUMNS];
    int count, given, released, streams_released;
    struct chunk chunks[CHUNKS];
    struct ArrowArray arrays[CHUNKS];
    int chunk_count, at, fails_at;
};

static const char *const formats[] = { "n", "b",   "c",      "C",      "s",       "S",   "i",  "I",
                                       "l", "L",   "u",      "U",      "vu",      "tdD", "g",  "d:9,2",
                                       "z", "tdm", "d:38,0", "d:38,9", "d:9,2,1", "+s",  "d:", "d:38,38,128" };
static const char *const names[] = { "net_minor",     "net",         "id",       "priced_at",
                                     "channel",       "order.brand", "services", "line_count",
                                     "customer.tier", "known",       "note",     "waivers" };
static const char *const words[] = { "PHONE", "SHOP", "MAIN", "EXPRESS RETURNS", "7", "PHNE", "", "-" };

static void release_type(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_values(struct ArrowArray *array)
{
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema)
{
    ((struct table *)schema->private_data)->released++;
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    ((struct chunk *)array->private_data)->released++;
    array->release = NULL;
}

static void name_column(struct table *table, struct input *in)
{
    const int at = table->count++;
    const uint8_t form = byte(in), name = byte(in), kind = byte(in);
    (void)snprintf(table->formats[at], sizeof table->formats[at], "%s",
                   formats[form % (sizeof formats / sizeof *formats)]);
    (void)snprintf(table->names[at], sizeof table->names[at], "%s", names[name % (sizeof names / sizeof *names)]);
    if (kind % 16 == 15) { /* any text */
        for (size_t i = 0; i + 1 < sizeof table->formats[at]; i++)
            table->formats[at][i] = (char)byte(in);
    }
    table->types[at] = (struct ArrowSchema){ .format = table->formats[at],
                                             .name = kind % 16 == 14 ? NULL : table->names[at],
                                             .release = kind == 0xfd ? NULL : release_type };
    table->word_types[at] = (struct ArrowSchema){ .format = kind % 3 ? "u" : "U", .release = release_type };
    if (kind >> 4 & 1)
        table->types[at].dictionary = &table->word_types[at];
    table->children[at] = kind == 0xfe ? NULL : &table->types[at];
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static void *filled(struct input *in, size_t size)
{
    uint8_t *block = malloc(size ? size : 1);
    REQUIRE(block != NULL);
    for (size_t i = 0; i < size; i++)
        block[i] = byte(in);
    return block;
}

/* Texts one after another; offsets mostly ascend, and never end beyond the buffer. */
static void fill_texts(struct input *in, const char *format, int64_t count, const void **buffers)
{
    char *text = calloc(1, TEXT);
    int64_t at = 0;
    const size_t width = !strcmp(format, "U") ? 8 : 4;
    unsigned char *offsets = malloc((size_t)(count + 1) * width);
    REQUIRE(text && offsets);
    for (int64_t i = 0; i <= count; i++) {
        const uint8_t pick = byte(in);
        const int64_t stated = pick == 0xff ? -1 : pick == 0xfe ? at / 2 : at;
        const int32_t narrow = (int32_t)stated;
        memcpy(offsets + (size_t)i * width, width == 8 ? (const void *)&stated : (const void *)&narrow, width);
        const char *word = words[pick % 8];
        const int64_t length = (int64_t)strlen(word);
        if (i < count && at + length <= TEXT) {
            memcpy(text + at, word, (size_t)length);
            at += length;
        }
    }
    buffers[1] = offsets;
    buffers[2] = text;
}

/* Views of any content: the library is told how long the buffer is. */
static void fill_views(struct input *in, int64_t count, const void **buffers)
{
    int64_t *sizes = malloc(sizeof *sizes);
    REQUIRE(sizes != NULL);
    *sizes = TEXT;
    unsigned char *views = filled(in, (size_t)count * 16);
    for (int64_t i = 0; i < count; i++) {
        const int32_t length = (int32_t)(byte(in) % 32) - 1;
        memcpy(views + i * 16, &length, sizeof length);
    }
    buffers[1] = views;
    buffers[2] = filled(in, TEXT);
    buffers[3] = sizes;
}

static void fill_values(struct input *in, const char *format, int64_t count, const void **buffers,
                        struct ArrowArray *array)
{
    const bool is_view = !strcmp(format, "vu"), is_text = !strcmp(format, "u") || !strcmp(format, "U");
    const uint8_t nulls = byte(in);
    buffers[0] = nulls & 1 ? filled(in, (size_t)count / 8 + 1) : NULL;
    if (is_text)
        fill_texts(in, format, count, buffers);
    else if (is_view)
        fill_views(in, count, buffers);
    else
        buffers[1] = filled(in, (size_t)count * WIDEST);
    array->n_buffers = is_view ? 4 : is_text ? 3 : 2;
    array->null_count = nulls & 2 ? 1 : nulls & 1 ? -1 : 0;
    array->buffers = buffers;
    array->release = release_values;
}

/* What the counts say is wrong, but never more than there is. */
static void spoil(struct ArrowArray *array, uint8_t how)
{
    switch (how % 64) {
    case 1:
        array->length = -array->length - 1;
        break;
    case 2:
        array->offset = INT64_MIN;
        break;
    case 3:
        array->n_buffers = how / 64;
        break;
    case 4:
        array->buffers = NULL;
        break;
    case 5:
        array->release = NULL;
        break;
    case 6:
        array->null_count = -5;
        break;
    case 7:
        array->dictionary = NULL;
        break;
    case 8:
        array->length = INT64_MAX;
        break;
    case 9:
        array->length /= 2;
        break;
    default:
        break;
    }
}

static void fill_column(struct table *table, struct chunk *chunk, int at, int64_t rows, struct input *in)
{
    struct column *column = &chunk->columns[at];
    const int64_t offset = byte(in) % 8;
    fill_values(in, table->formats[at], rows + offset, column->buffers, &column->array);
    column->array.length = rows;
    column->array.offset = offset;
    if (table->types[at].dictionary) {
        const int64_t count = byte(in) % 8;
        fill_values(in, table->word_types[at].format, count + 1, column->word_buffers, &column->words);
        column->words.length = count;
        column->words.offset = 1;
        column->array.dictionary = &column->words;
        spoil(&column->words, byte(in));
    }
    spoil(&column->array, byte(in));
    chunk->children[at] = &column->array;
}

static void fill_chunk(struct table *table, struct input *in)
{
    const int at = table->chunk_count++;
    struct chunk *chunk = &table->chunks[at];
    const int64_t rows = byte(in) % ROWS, offset = byte(in) % 4;
    for (int i = 0; i < table->count; i++)
        fill_column(table, chunk, i, rows + offset, in);
    table->arrays[at] = (struct ArrowArray){ .length = rows,
                                             .offset = offset,
                                             .n_buffers = 1,
                                             .n_children = table->count,
                                             .buffers = chunk->buffers,
                                             .children = chunk->children,
                                             .release = release_array,
                                             .private_data = chunk };
    spoil(&table->arrays[at], byte(in));
}

static void free_buffers(const void **buffers)
{
    for (int i = 0; i < BUFFERS; i++)
        free((void *)(uintptr_t)buffers[i]);
}

static void free_table(struct table *table)
{
    for (int i = 0; i < table->chunk_count; i++) {
        for (int j = 0; j < table->count; j++) {
            free_buffers(table->chunks[i].columns[j].buffers);
            free_buffers(table->chunks[i].columns[j].word_buffers);
        }
    }
    free(table);
}

/* ---- a stream -------------------------------------------------------------------------------------------------- */

static int next_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct table *table = stream->private_data;
    *out = (struct ArrowSchema){ .format = "+s",
                                 .n_children = table->count,
                                 .children = table->children,
                                 .release = release_schema,
                                 .private_data = table };
    table->given++;
    return 0;
}

static int next_array(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct table *table = stream->private_data;
    if (table->at == table->fails_at)
        return 5;
    *out = table->at < table->chunk_count ? table->arrays[table->at] : (struct ArrowArray){ .release = NULL };
    if (out->release)
        table->chunks[table->at].given++;
    table->at++;
    return 0;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    ((struct table *)stream->private_data)->streams_released++;
    stream->release = NULL;
}

/* ---- what must hold -------------------------------------------------------------------------------------------- */

static void read_rows(const kogge_table *table, const int32_t *records, size_t count)
{
    const int32_t all[] = { records[0], count > 1 ? records[1] : 0, 0 };
    uint64_t full[128];
    struct table_in in;
    if (kogge__table_open(&in, table, all, NULL))
        return; /* a column that is required is missing */
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t i = 0; i < count; i++)
            (void)kogge__table_row(&in, records[i], row, full, NULL);
    }
}

/* What was kept goes out again with a result, or the stream says why not; all is given back once, in any order. */
static void export_rows(kogge_arrow *arrow)
{
    static const int32_t field = KOGGE_FIELD_ASSESSMENT_CHARGED;
    kogge_arrow_result *result = NULL;
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    size_t rows = 0;
    for (size_t i = 0; i < kogge_arrow_chunks(arrow); i++)
        rows += kogge_arrow_table(arrow, i)->row_count;
    REQUIRE(!kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, &field, 1, rows, 0, NULL, &result, NULL));
    REQUIRE(!kogge_arrow_result_export_stream(result, arrow, NULL, 0, &stream, NULL));
    kogge_arrow_result_free(result);
    const int code = stream.get_schema(&stream, &schema);
    REQUIRE(!code == !stream.get_last_error(&stream));
    while (!stream.get_next(&stream, &array) && array.release) {
        rows -= (size_t)array.length;
        REQUIRE(array.n_children == (int64_t)kogge_arrow_passed(arrow) + 1);
        array.release(&array);
    }
    REQUIRE(!rows || stream.get_last_error(&stream));
    stream.release(&stream);
    if (!code)
        schema.release(&schema);
}

static void check(struct table *table, int32_t unknown, int32_t digits, size_t count)
{
    static const int32_t records[] = { KOGGE_RECORD_ORDER, KOGGE_RECORD_CUSTOMER };
    struct ArrowArrayStream stream = { next_schema, next_array, NULL, release_stream, table };
    kogge_arrow *arrow = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_status status =
        kogge_arrow_import_stream(&stream, records, count, unknown, digits, NULL, &arrow, &error);
    REQUIRE(!status == (arrow != NULL) && error.status == status);
    REQUIRE(!status || strlen(error.text) > 5);
    REQUIRE(table->streams_released == 1 && !stream.release);
    for (size_t i = 0; i < kogge_arrow_chunks(arrow); i++)
        read_rows(kogge_arrow_table(arrow, i), records, count);
    if (arrow)
        export_rows(arrow);
    kogge_arrow_free(arrow);
    for (int i = 0; i < table->chunk_count; i++)
        REQUIRE(table->chunks[i].released == table->chunks[i].given);
    REQUIRE(table->released == 1 && table->given == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = { data, size };
    struct table *table = calloc(1, sizeof *table);
    REQUIRE(table != NULL);
    const int32_t unknown = byte(&in) % 4, digits = byte(&in) % 19;
    const size_t records = 1 + byte(&in) % 2;
    const int columns = byte(&in) % (COLUMNS + 1), chunks = byte(&in) % (CHUNKS + 1);
    table->fails_at = byte(&in) % 16 == 15 ? byte(&in) % CHUNKS : -1;
    while (table->count < columns)
        name_column(table, &in);
    while (table->chunk_count < chunks)
        fill_chunk(table, &in);
    check(table, unknown, digits, records);
    free_table(table);
    return 0;
}
