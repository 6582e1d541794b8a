/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Results as a stream: in the chunks of their table, behind the columns that were kept, nothing copied, and
 * everything given back once, whoever releases what first. */

#include "given.h"

#include "arrows.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

enum { CHUNKS = 3, ROWS = 9, PASSED = 2, WIDTH = PASSED + 2 };

static const int32_t of_order[] = { KOGGE_RECORD_ORDER };
static const int32_t wanted[] = { KOGGE_FIELD_ASSESSMENT_ACTION, KOGGE_FIELD_ASSESSMENT_MISSING_TO_FREE };

/* Chunks of 4, 0 and 5 rows; the last one is a slice of more. */
static const int64_t lengths[CHUNKS] = { 4, 0, 5 }, offsets[CHUNKS] = { 0, 0, 3 };
static const int64_t nets[CHUNKS][8] = { { 100, 200, 300, 400 }, { 0 }, { -1, -1, -1, 500, 600, 700, 800, 900 } };
static const int32_t note_ends[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
static const char note_text[] = "abcdefgh";

/* ---- a table in chunks, all of whose parts count their releases ---------------------------------------------------
 */

struct given {
    struct arrows chunks[CHUNKS];
    int at, count;
};

static void fill(struct given *given, int count)
{
    memset(given, 0, sizeof *given);
    given->count = count;
    for (int i = 0; i < CHUNKS; i++) {
        struct arrows *chunk = &given->chunks[i];
        arrows_start(chunk, lengths[i]);
        chunk->array.offset = offsets[i];
        arrows_add(chunk, "net_minor", "l", NULL, nets[i])->length = lengths[i] + offsets[i];
        arrows_add_text(chunk, "note", "u", NULL, note_ends, note_text)->length = lengths[i] + offsets[i];
    }
}

static int next_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    *out = ((struct given *)stream->private_data)->chunks[0].schema;
    return 0;
}

static int next_array(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct given *given = stream->private_data;
    *out = given->at < given->count ? given->chunks[given->at++].array : (struct ArrowArray){ .release = NULL };
    return 0;
}

static void release_given(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static kogge_arrow *import(struct given *given, int chunks, const kogge_allocator *allocator)
{
    kogge_arrow *arrow = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    fill(given, chunks);
    struct ArrowArrayStream stream = { next_schema, next_array, NULL, release_given, given };
    if (kogge_arrow_import_stream(&stream, of_order, 1, KOGGE_ARROW_KEEP, 2, allocator, &arrow, &error))
        fail_msg("%s", error.text);
    assert_int_equal(kogge_arrow_passed(arrow), PASSED);
    return arrow;
}

static int released(const struct given *given)
{
    int count = given->chunks[0].schemas_released;
    for (int i = 0; i < given->count; i++)
        count += given->chunks[i].arrays_released;
    return count;
}

/* ---- a result: row r has action BLOCK if r is odd, and r units missing, or null if r is 4
 * -------------------------- */

static kogge_arrow_result *result_of(size_t rows, const kogge_allocator *allocator)
{
    kogge_arrow_result *result = NULL;
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, wanted, COUNT(wanted), rows, KOGGE_ARROW_NAMES,
                                            allocator, &result, NULL),
                     KOGGE_OK);
    const kogge_out_column *out = kogge_arrow_result_columns(result, NULL);
    for (size_t row = 0; row < rows; row++) {
        ((int32_t *)out[0].data)[row] = row % 2 ? KOGGE_ACTION_BLOCK : KOGGE_ACTION_ALLOW;
        ((int64_t *)out[1].data)[row] = (int64_t)row;
        if (row != 4)
            out[1].valid[row / 8] |= (uint8_t)(1u << row % 8);
    }
    return result;
}

static struct ArrowArrayStream export(kogge_arrow_result *result, kogge_arrow *source)
{
    struct ArrowArrayStream stream;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_arrow_result_export_stream(result, source, NULL, 0, &stream, &error))
        fail_msg("%s", error.text);
    return stream;
}

static struct ArrowArray next(struct ArrowArrayStream *stream)
{
    struct ArrowArray array;
    assert_int_equal(stream->get_next(stream, &array), 0);
    return array;
}

static bool is_word(const struct ArrowArray *array, int64_t row, const char *word)
{
    const int32_t at = ((const int32_t *)array->buffers[1])[array->offset + row];
    const int32_t *ends = array->dictionary->buffers[1];
    const size_t length = (size_t)(ends[at + 1] - ends[at]);
    return length == strlen(word) && !memcmp((const char *)array->dictionary->buffers[2] + ends[at], word, length);
}

static void assert_chunk(const struct ArrowArray *array, int chunk, int64_t first, int64_t null_count)
{
    assert_int_equal(array->length, lengths[chunk]);
    assert_int_equal(array->n_children, WIDTH);
    const struct ArrowArray *net = array->children[0], *note = array->children[1], *action = array->children[2],
                            *missing = array->children[3];
    assert_ptr_equal(net->buffers[1], nets[chunk]);
    assert_ptr_equal(note->buffers[2], note_text);
    assert_int_equal(net->offset, offsets[chunk]);
    assert_int_equal(missing->null_count, null_count);
    for (int64_t row = 0; row < lengths[chunk]; row++) {
        assert_int_equal(((const int64_t *)net->buffers[1])[net->offset + row], 100 * (first + row + 1));
        assert_int_equal(((const int64_t *)missing->buffers[1])[missing->offset + row], first + row);
        assert_true(is_word(action, row, (first + row) % 2 ? "BLOCK" : "ALLOW"));
    }
}

static void test_chunks(void **state)
{
    (void)state;
    static const char *const names[] = { "net_minor", "note", "action", "missing_to_free_minor" };
    static const char *const formats[] = { "l", "u", "i", "l" };
    struct given given;
    kogge_arrow *source = import(&given, CHUNKS, NULL);
    kogge_arrow_result *result = result_of(ROWS, NULL);
    for (int times = 0; times < 2; times++) { /* it may be exported again */
        struct ArrowArrayStream stream = export(result, source);
        struct ArrowSchema schema;
        assert_int_equal(stream.get_schema(&stream, &schema), 0);
        assert_string_equal(schema.format, "+s");
        assert_int_equal(schema.n_children, WIDTH);
        for (int i = 0; i < WIDTH; i++) {
            assert_string_equal(schema.children[i]->name, names[i]);
            assert_string_equal(schema.children[i]->format, formats[i]);
        }
        schema.release(&schema);
        int64_t first = 0;
        for (int i = 0; i < CHUNKS; i++) {
            struct ArrowArray array = next(&stream);
            assert_chunk(&array, i, first, i == 2 ? 1 : 0);
            array.release(&array);
            first += lengths[i];
        }
        assert_null(next(&stream).release);
        assert_null(next(&stream).release);
        assert_null(stream.get_last_error(&stream));
        stream.release(&stream);
        assert_null(stream.release);
    }
    assert_int_equal(released(&given), 0);
    kogge_arrow_free(source);
    kogge_arrow_result_free(result);
    assert_int_equal(released(&given), CHUNKS + 1);
}

/* What was written is what goes out, and the codes are there as before. */
static void test_nothing_is_copied(void **state)
{
    (void)state;
    kogge_arrow_result *result = result_of(ROWS, NULL);
    struct ArrowArrayStream stream = export(result, NULL);
    const kogge_out_column *out = kogge_arrow_result_columns(result, NULL);
    assert_non_null(out);
    struct ArrowArray array = next(&stream);
    assert_int_equal(array.n_children, 2);
    assert_int_equal(array.length, ROWS);
    assert_ptr_equal(array.children[1]->buffers[1], out[1].data);
    assert_ptr_equal(array.children[1]->buffers[0], out[1].valid);
    for (size_t row = 0; row < ROWS; row++)
        assert_int_equal(((int32_t *)out[0].data)[row], row % 2 ? KOGGE_ACTION_BLOCK : KOGGE_ACTION_ALLOW);
    array.release(&array);
    assert_null(next(&stream).release);
    stream.release(&stream);
    struct ArrowSchema schema;
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_E_INVALID);
    kogge_arrow_result_free(result);
}

/* Where 0 is no code, a row without one is a null. */
static void test_no_code(void **state)
{
    (void)state;
    static const int32_t field = KOGGE_FIELD_ORDER_RULE_EFFECT;
    kogge_arrow_result *result = NULL;
    assert_null(kogge_code_name("effect", 0));
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ORDER_RULE, &field, 1, 2, KOGGE_ARROW_NAMES, NULL, &result,
                                            NULL),
                     KOGGE_OK);
    ((int32_t *)kogge_arrow_result_columns(result, NULL)[0].data)[1] = KOGGE_FEE_FLAT;
    struct ArrowArrayStream stream = export(result, NULL);
    struct ArrowSchema schema;
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_int_equal(schema.children[0]->flags, ARROW_FLAG_NULLABLE);
    struct ArrowArray array = next(&stream);
    assert_int_equal(array.children[0]->null_count, 1);
    assert_int_equal(*(const uint8_t *)array.children[0]->buffers[0] & 3, 2);
    assert_true(is_word(array.children[0], 1, "FLAT"));
    schema.release(&schema);
    array.release(&array);
    stream.release(&stream);
    kogge_arrow_result_free(result);
}

static void test_empty(void **state)
{
    (void)state;
    struct given given;
    kogge_arrow *source = import(&given, 0, NULL);
    kogge_arrow_result *result = result_of(0, NULL);
    struct ArrowArrayStream stream = export(result, source);
    struct ArrowSchema schema;
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_int_equal(schema.n_children, WIDTH);
    schema.release(&schema);
    assert_null(next(&stream).release);
    stream.release(&stream);
    stream = export(result, NULL);
    struct ArrowArray array = next(&stream);
    assert_int_equal(array.length, 0);
    array.release(&array);
    assert_null(next(&stream).release);
    stream.release(&stream);
    kogge_arrow_free(source);
    kogge_arrow_result_free(result);
}

static void test_choice(void **state)
{
    (void)state;
    static const size_t none[] = { 0 }, turned[] = { 1, 0 };
    struct given given;
    kogge_arrow *source = import(&given, CHUNKS, NULL);
    kogge_arrow_result *result = result_of(ROWS, NULL);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    assert_int_equal(kogge_arrow_result_export_stream(result, source, none, 0, &stream, NULL), KOGGE_OK);
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_int_equal(schema.n_children, 2);
    schema.release(&schema);
    stream.release(&stream);
    assert_int_equal(kogge_arrow_result_export_stream(result, source, turned, 2, &stream, NULL), KOGGE_OK);
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_string_equal(schema.children[0]->name, "note");
    assert_string_equal(schema.children[1]->name, "net_minor");
    schema.release(&schema);
    stream.release(&stream);
    assert_int_equal(kogge_arrow_passed_field(source, 0), KOGGE_FIELD_ORDER_NET);
    assert_int_equal(kogge_arrow_passed_field(source, 1), 0);
    assert_int_equal(kogge_arrow_passed_field(source, 2), 0);
    kogge_arrow_free(source);
    kogge_arrow_result_free(result);
}

/* A program's own number is kept as a text, and read if it is one. */
static void test_labels(void **state)
{
    (void)state;
    static const uint64_t numbers[] = { 7, 8 };
    struct arrows arrows;
    kogge_arrow *arrow = NULL;
    arrows_start(&arrows, 2);
    arrows_add_text(&arrows, "id", "u", NULL, note_ends, note_text);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, KOGGE_ARROW_KEEP, 2, NULL, &arrow,
                                        NULL),
                     KOGGE_OK);
    assert_int_equal(kogge_arrow_table(arrow, 0)->column_count, 0);
    assert_int_equal(kogge_arrow_passed_field(arrow, 0), 0);
    kogge_arrow_free(arrow);
    arrows_start(&arrows, 2);
    arrows_add(&arrows, "id", "L", NULL, numbers);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, KOGGE_ARROW_KEEP, 2, NULL, &arrow,
                                        NULL),
                     KOGGE_OK);
    assert_ptr_equal(kogge_arrow_table(arrow, 0)->columns[0].data, numbers);
    assert_int_equal(kogge_arrow_passed_field(arrow, 0), KOGGE_FIELD_ORDER_ID);
    kogge_arrow_free(arrow);
}

/* Without records nothing is read, and so nothing can be wrong for a field. */
static void test_nothing_is_read(void **state)
{
    (void)state;
    struct arrows arrows;
    kogge_arrow *arrow = NULL;
    arrows_start(&arrows, 2);
    arrows_add_text(&arrows, "net_minor", "u", NULL, note_ends, note_text);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, NULL, 0, KOGGE_ARROW_PASS, 2, NULL, &arrow,
                                        NULL),
                     KOGGE_OK);
    assert_int_equal(kogge_arrow_table(arrow, 0)->column_count, 0);
    assert_int_equal(kogge_arrow_table(arrow, 0)->row_count, 2);
    assert_int_equal(kogge_arrow_passed(arrow), 1);
    assert_int_equal(kogge_arrow_passed_field(arrow, 0), 0);
    kogge_arrow_free(arrow);
    arrows_start(&arrows, 2);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, NULL, 0, KOGGE_ARROW_KEEP, 2, NULL, &arrow,
                                        NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(arrows.arrays_released, 1);
}

/* ---- releases -------------------------------------------------------------------------------------------------- */

/* All that has to be released: in the order of a permutation, everything else stays readable. */
enum { PARTS = 6 };

struct parts {
    kogge_arrow *source;
    kogge_arrow_result *result;
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array, moved;
};

static void release_part(struct parts *parts, int which)
{
    switch (which) {
    case 0:
        kogge_arrow_free(parts->source);
        break;
    case 1:
        kogge_arrow_result_free(parts->result);
        break;
    case 2:
        parts->stream.release(&parts->stream);
        break;
    case 3:
        parts->schema.release(&parts->schema);
        break;
    case 4:
        parts->array.release(&parts->array);
        break;
    default:
        parts->moved.release(&parts->moved);
    }
}

static void make_parts(struct parts *parts, struct given *given, const kogge_allocator *allocator)
{
    parts->source = import(given, CHUNKS, allocator);
    parts->result = result_of(ROWS, allocator);
    parts->stream = export(parts->result, parts->source);
    assert_int_equal(parts->stream.get_schema(&parts->stream, &parts->schema), 0);
    parts->array = next(&parts->stream);
    parts->moved = *parts->array.children[2]; /* a dictionary: its parent goes without it */
    parts->array.children[2]->release = NULL;
}

static void assert_readable(const struct parts *parts, const bool *gone)
{
    if (!gone[4]) {
        assert_int_equal(((const int64_t *)parts->array.children[0]->buffers[1])[3], 400);
        assert_int_equal(((const int64_t *)parts->array.children[3]->buffers[1])[3], 3);
    }
    if (!gone[5])
        assert_true(is_word(&parts->moved, 3, "BLOCK"));
    if (!gone[3])
        assert_string_equal(parts->schema.children[1]->name, "note");
}

static void release_in_order(const int *order)
{
    struct scarce scarce = { 1000, 0 };
    const kogge_allocator allocator = scarce_allocator(&scarce);
    struct given given;
    struct parts parts;
    bool gone[PARTS] = { false };
    make_parts(&parts, &given, &allocator);
    for (int i = 0; i < PARTS; i++) {
        release_part(&parts, order[i]);
        gone[order[i]] = true;
        assert_readable(&parts, gone);
    }
    assert_int_equal(released(&given), CHUNKS + 1);
    assert_int_equal(scarce.taken, 0);
}

static void test_all_orders(void **state)
{
    (void)state;
    int orders = 0;
    for (int code = 0; code < 720; code++) { /* permutations by their number in the factorial system */
        int left[PARTS] = { 0, 1, 2, 3, 4, 5 }, order[PARTS], rest = code;
        for (int i = 0; i < PARTS; i++) {
            const int pick = rest % (PARTS - i);
            rest /= PARTS - i;
            order[i] = left[pick];
            memmove(&left[pick], &left[pick + 1], (size_t)(PARTS - 1 - pick) * sizeof left[0]);
        }
        release_in_order(order);
        orders++;
    }
    assert_int_equal(orders, 720);
}

static void *release_chunk(void *array)
{
    struct ArrowArray *chunk = array;
    chunk->release(chunk);
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct given given;
        struct ArrowArray arrays[CHUNKS];
        pthread_t threads[CHUNKS];
        kogge_arrow *source = import(&given, CHUNKS, NULL);
        kogge_arrow_result *result = result_of(ROWS, NULL);
        struct ArrowArrayStream stream = export(result, source);
        for (int i = 0; i < CHUNKS; i++)
            arrays[i] = next(&stream);
        stream.release(&stream);
        for (int i = 0; i < CHUNKS; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, release_chunk, &arrays[i]), 0);
        kogge_arrow_free(source);
        kogge_arrow_result_free(result);
        for (int i = 0; i < CHUNKS; i++)
            assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(released(&given), CHUNKS + 1);
    }
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static void assert_refused(kogge_arrow_result *result, kogge_arrow *source, const size_t *passed, size_t count,
                           kogge_status status, const char *text)
{
    struct ArrowArrayStream stream = { .private_data = &stream };
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_arrow_result_export_stream(result, source, passed, count, &stream, &error), status);
    assert_int_equal(error.status, status);
    assert_ptr_equal(stream.private_data, &stream);
    if (text)
        assert_string_equal(error.text, text);
}

static void test_refused(void **state)
{
    (void)state;
    static const size_t beyond[] = { 0, 2 };
    struct given given;
    kogge_arrow *source = import(&given, CHUNKS, NULL);
    kogge_arrow_result *result = result_of(ROWS, NULL), *short_one = result_of(ROWS - 1, NULL);
    kogge_error wrong = { .struct_size = 8 };
    struct ArrowArrayStream stream;
    assert_refused(NULL, source, NULL, 0, KOGGE_E_INVALID, NULL);
    assert_refused(result, source, NULL, 1, KOGGE_E_INVALID, NULL);
    assert_refused(result, source, beyond, 2, KOGGE_E_RANGE, "there is no kept column 2");
    assert_refused(result, NULL, beyond, 1, KOGGE_E_RANGE, "there is no kept column 0");
    assert_refused(short_one, source, NULL, 0, KOGGE_E_INVALID, "the result has 8 rows, the table 9");
    assert_int_equal(kogge_arrow_result_export_stream(result, source, NULL, 0, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_arrow_result_export_stream(result, source, NULL, 0, &stream, &wrong), KOGGE_E_STRUCT_SIZE);
    ((int32_t *)kogge_arrow_result_columns(result, NULL)[0].data)[8] = 12345;
    assert_refused(result, source, NULL, 0, KOGGE_E_UNSUPPORTED, "row 8: column action has 12345, which has no name");
    kogge_arrow_free(source);
    kogge_arrow_result_free(result);
    kogge_arrow_result_free(short_one);
}

static void test_name_clash(void **state)
{
    (void)state;
    static const int64_t values[] = { 1, 2 };
    struct arrows arrows;
    kogge_arrow *source = NULL;
    kogge_arrow_result *result = result_of(2, NULL);
    arrows_start(&arrows, 2);
    arrows_add(&arrows, "action", "l", NULL, values);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, KOGGE_ARROW_PASS, 2, NULL,
                                        &source, NULL),
                     KOGGE_OK);
    assert_refused(result, source, NULL, 0, KOGGE_E_INVALID,
                   "column action is passed through, and the result has one of that name: rename it, or leave one of "
                   "them out");
    kogge_arrow_free(source);
    kogge_arrow_result_free(result);
}

/* A kept column may be of any type; what is wrong in the depth of one is said when it comes. */
static void test_damaged_children(void **state)
{
    (void)state;
    struct arrows arrows;
    kogge_arrow *source = NULL;
    kogge_arrow_result *result = result_of(2, NULL);
    arrows_start(&arrows, 2);
    arrows_add(&arrows, "list", "+l", NULL, note_ends)->n_children = 1;
    arrows.types[0].n_children = -1;
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, KOGGE_ARROW_PASS, 2, NULL,
                                        &source, NULL),
                     KOGGE_OK);
    struct ArrowArrayStream stream = export(result, source);
    struct ArrowSchema schema;
    struct ArrowArray array;
    assert_int_equal(stream.get_schema(&stream, &schema), EINVAL);
    assert_string_equal(stream.get_last_error(&stream), "a column that was passed through is damaged");
    assert_int_equal(stream.get_next(&stream, &array), EINVAL);
    assert_null(array.release);
    stream.release(&stream);
    kogge_arrow_free(source);
    kogge_arrow_result_free(result);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct scarce scarce = { 1000, 0 };
    const kogge_allocator allocator = scarce_allocator(&scarce);
    struct given given;
    kogge_arrow *source = import(&given, CHUNKS, NULL);
    kogge_arrow_result *result = result_of(ROWS, &allocator);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    int refused = 0;
    for (scarce.left = 0; kogge_arrow_result_export_stream(result, source, NULL, 0, &stream, NULL); refused++)
        scarce.left = refused + 1;
    for (scarce.left = 0; stream.get_schema(&stream, &schema) == ENOMEM; refused++)
        scarce.left = refused + 1;
    assert_string_equal(stream.get_last_error(&stream), "no memory for Arrow data");
    for (scarce.left = 0; stream.get_next(&stream, &array) == ENOMEM; refused++)
        scarce.left = refused + 1;
    assert_true(refused > 5);
    assert_chunk(&array, 0, 0, 0);
    array.release(&array);
    schema.release(&schema);
    stream.release(&stream);
    kogge_arrow_result_free(result);
    kogge_arrow_free(source);
    assert_int_equal(scarce.taken, 0);
    assert_int_equal(released(&given), CHUNKS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chunks),           cmocka_unit_test(test_nothing_is_copied),
        cmocka_unit_test(test_no_code),          cmocka_unit_test(test_empty),
        cmocka_unit_test(test_choice),           cmocka_unit_test(test_labels),
        cmocka_unit_test(test_all_orders),       cmocka_unit_test(test_threads),
        cmocka_unit_test(test_refused),          cmocka_unit_test(test_name_clash),
        cmocka_unit_test(test_nothing_is_read),  cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_damaged_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
