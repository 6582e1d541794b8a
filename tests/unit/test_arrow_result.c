/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Results as Arrow data: what was written is what a consumer reads, in whatever order he releases the parts. */

#include "given.h"

#include "arrows.h"

#include <stdio.h>

enum { ROWS = 11 };

static const int32_t fields[] = { KOGGE_FIELD_ASSESSMENT_ACTION, KOGGE_FIELD_ASSESSMENT_CHARGED,
                                  KOGGE_FIELD_ASSESSMENT_MISSING_TO_FREE, KOGGE_FIELD_ASSESSMENT_FINGERPRINT };

static kogge_arrow_result *result_of(size_t rows, uint32_t flags, const kogge_allocator *allocator)
{
    kogge_arrow_result *result = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, fields, COUNT(fields), rows, flags, allocator, &result,
                               &error))
        fail_msg("%s", error.text);
    return result;
}

/* Orders of 10.00, 20.00, ... below a fee of 9.00 on less than 50.00. */
static void decide(const kogge_arrow_result *result, size_t rows)
{
    const kogge_order_rule rule = given_fee(1, 5000, 900);
    kogge_rulebook *book = given_book(&rule, 1);
    int64_t nets[ROWS];
    const int32_t day = GIVEN_DAY;
    size_t count = 0;
    const kogge_out_column *out = kogge_arrow_result_columns(result, &count);
    for (size_t row = 0; row < rows; row++)
        nets[row] = 1000 * ((int64_t)row + 1);
    const kogge_column columns[] = {
        { .field = KOGGE_FIELD_ORDER_NET, .type = KOGGE_TYPE_INT64, .data = nets, .stride = 8 },
        { .field = KOGGE_FIELD_ORDER_PRICED_AT, .type = KOGGE_TYPE_INT32, .data = &day },
    };
    const kogge_table table = { columns, COUNT(columns), rows };
    assert_int_equal(count, COUNT(fields));
    assert_int_equal(kogge_order_assess_columns(book, &table, NULL, NULL, NULL, out, count, NULL, NULL, NULL, NULL,
                                                NULL),
                     KOGGE_OK);
    kogge_rulebook_unref(book);
}

static int64_t wide_at(const struct ArrowArray *array, size_t row)
{
    return ((const int64_t *)array->buffers[1])[row];
}

static int32_t narrow_at(const struct ArrowArray *array, size_t row)
{
    return ((const int32_t *)array->buffers[1])[row];
}

static int valid_at(const struct ArrowArray *array, size_t row)
{
    const uint8_t *valid = array->buffers[0];
    return !valid || (valid[row / 8] >> row % 8 & 1);
}

static void assert_fees(const struct ArrowArray *charged, const struct ArrowArray *missing)
{
    for (size_t row = 0; row < ROWS; row++) {
        assert_int_equal(wide_at(charged, row), row < 4 ? 900 : 0);
        assert_int_equal(wide_at(missing, row), row < 4 ? 4000 - 1000 * (int64_t)row : 0);
    }
}

static void test_columns(void **state)
{
    (void)state;
    static const char *const formats[] = { "i", "l", "l", "L" };
    static const char *const names[] = { "action", "charged_minor", "missing_to_free_minor", "fingerprint" };
    kogge_arrow_result *result = result_of(ROWS, 0, NULL);
    struct ArrowSchema schema;
    struct ArrowArray array;
    size_t count = 9;
    decide(result, ROWS);
    const void *const written = kogge_arrow_result_columns(result, NULL)[1].data;
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    assert_null(kogge_arrow_result_columns(result, &count));
    assert_int_equal(count, 0);
    assert_string_equal(schema.format, "+s");
    assert_int_equal(schema.n_children, COUNT(fields));
    assert_int_equal(array.n_children, COUNT(fields));
    assert_int_equal(array.length, ROWS);
    assert_int_equal(array.n_buffers, 1);
    assert_null(array.buffers[0]);
    for (size_t i = 0; i < COUNT(fields); i++) {
        assert_string_equal(schema.children[i]->format, formats[i]);
        assert_string_equal(schema.children[i]->name, names[i]);
        assert_int_equal(schema.children[i]->flags, i == 2 ? ARROW_FLAG_NULLABLE : 0);
        assert_int_equal(array.children[i]->length, ROWS);
        assert_int_equal(array.children[i]->n_buffers, 2);
        assert_int_equal((uintptr_t)array.children[i]->buffers[1] % 64, 0);
    }
    assert_ptr_equal(array.children[1]->buffers[1], written);
    assert_fees(array.children[1], array.children[2]);
    array.release(&array);
    schema.release(&schema);
    assert_null(array.release);
    assert_null(schema.release);
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_E_INVALID);
    kogge_arrow_result_free(result);
}

/* A field that can be unknown has a bitmap, all null until somebody writes; nulls are counted. */
static void test_nulls(void **state)
{
    (void)state;
    kogge_arrow_result *result = result_of(ROWS, KOGGE_ARROW_NAMES, NULL);
    const kogge_out_column *out = kogge_arrow_result_columns(result, NULL);
    struct ArrowSchema schema;
    struct ArrowArray array;
    assert_null(out[0].valid);
    assert_null(out[1].valid);
    assert_non_null(out[2].valid);
    out[2].valid[1] = 0x05; /* rows 8 and 10 */
    for (size_t row = 0; row < ROWS; row++)
        ((int32_t *)out[0].data)[row] = KOGGE_ACTION_BLOCK;
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    assert_int_equal(array.children[2]->null_count, ROWS - 2);
    assert_int_equal(array.children[1]->null_count, 0);
    for (size_t row = 0; row < ROWS; row++)
        assert_int_equal(valid_at(array.children[2], row), row == 8 || row == 10);
    kogge_arrow_result_free(result);
    schema.release(&schema);
    array.release(&array);
}

static void assert_word(const struct ArrowArray *words, int32_t at, const char *expected)
{
    const int32_t *offsets = words->buffers[1];
    const char *text = words->buffers[2];
    assert_in_range(at, 0, words->length - 1);
    assert_int_equal((size_t)(offsets[at + 1] - offsets[at]), strlen(expected));
    assert_memory_equal(text + offsets[at], expected, strlen(expected));
}

static void test_names(void **state)
{
    (void)state;
    static const int32_t actions[] = { KOGGE_ACTION_ALLOW, KOGGE_ACTION_BLOCK, KOGGE_ACTION_ALLOW };
    kogge_arrow_result *result = result_of(3, KOGGE_ARROW_NAMES, NULL);
    struct ArrowSchema schema;
    struct ArrowArray array;
    memcpy(kogge_arrow_result_columns(result, NULL)[0].data, actions, sizeof actions);
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    kogge_arrow_result_free(result);
    assert_string_equal(schema.children[0]->format, "i");
    assert_string_equal(schema.children[0]->dictionary->format, "u");
    assert_null(schema.children[1]->dictionary);
    assert_null(array.children[1]->dictionary);
    const struct ArrowArray *action = array.children[0];
    assert_word(action->dictionary, narrow_at(action, 0), "ALLOW");
    assert_word(action->dictionary, narrow_at(action, 1), "BLOCK");
    assert_word(action->dictionary, narrow_at(action, 2), "ALLOW");
    schema.release(&schema);
    array.release(&array);
}

/* What has no name is refused, and the columns are still there. */
static void test_no_name(void **state)
{
    (void)state;
    kogge_arrow_result *result = result_of(2, KOGGE_ARROW_NAMES, NULL);
    struct ArrowSchema schema;
    struct ArrowArray array;
    kogge_error error = KOGGE_INIT(kogge_error);
    int32_t *actions = kogge_arrow_result_columns(result, NULL)[0].data;
    actions[0] = KOGGE_ACTION_ALLOW;
    actions[1] = 12345;
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.row, 1);
    assert_int_equal(error.field, KOGGE_FIELD_ASSESSMENT_ACTION);
    assert_string_equal(error.text, "row 1: column action has 12345, which has no name");
    assert_int_equal(actions[0], KOGGE_ACTION_ALLOW);
    actions[1] = KOGGE_ACTION_ALLOW;
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, &error), KOGGE_OK);
    schema.release(&schema);
    array.release(&array);
    kogge_arrow_result_free(result);
}

static const int32_t of_order[] = { KOGGE_RECORD_ORDER };

/* The codes of a set, those of the host and those without a name too, come back as they went. */
static void test_all_codes(void **state)
{
    (void)state;
    enum { CODES = 40 };
    static const int32_t field = KOGGE_FIELD_ORDER_ORDER_TYPE;
    kogge_arrow_result *result = NULL;
    kogge_arrow *arrow = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;
    int32_t codes[CODES], code = INT32_MIN;
    size_t count = 0;
    while (!kogge_code_next("order_type", &code))
        codes[count++] = code;
    for (code = 16; code < 32; code++)
        codes[count++] = code;
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ORDER, &field, 1, count, KOGGE_ARROW_NAMES, NULL, &result,
                                            NULL),
                     KOGGE_OK);
    memcpy(kogge_arrow_result_columns(result, NULL)[0].data, codes, count * sizeof codes[0]);
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    kogge_arrow_result_free(result);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_arrow_import(&schema, &array, of_order, 1, 0, 0, NULL, &arrow, &error))
        fail_msg("%s", error.text);
    assert_memory_equal(kogge_arrow_table(arrow, 0)->columns[0].data, codes, count * sizeof codes[0]);
    kogge_arrow_free(arrow);
}

/* Dates are dates, and all fields come if none are named. */
static void test_all_fields(void **state)
{
    (void)state;
    kogge_arrow_result *result = NULL;
    struct ArrowSchema schema;
    struct ArrowArray array;
    size_t count = 0;
    int dates = 0;
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ORDER, NULL, 0, 1, 0, NULL, &result, NULL), KOGGE_OK);
    const kogge_out_column *out = kogge_arrow_result_columns(result, &count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++)
        assert_string_not_equal(kogge_field_name(out[i].field), "known");
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    for (int64_t i = 0; i < schema.n_children; i++) {
        if (!strcmp(schema.children[i]->name, "priced_at")) {
            assert_string_equal(schema.children[i]->format, "tdD");
            dates++;
        }
    }
    assert_int_equal(dates, 1);
    schema.release(&schema);
    array.release(&array);
    kogge_arrow_result_free(result);
}

/* ---- releases -------------------------------------------------------------------------------------------------- */

static void move_array(struct ArrowArray *from, struct ArrowArray *to)
{
    *to = *from;
    from->release = NULL;
}

static void move_schema(struct ArrowSchema *from, struct ArrowSchema *to)
{
    *to = *from;
    from->release = NULL;
}

/* Children that were moved outlive their parent, and a dictionary its column. */
static void test_moved_children(void **state)
{
    (void)state;
    struct scarce scarce = { 1000, 0 };
    const kogge_allocator allocator = scarce_allocator(&scarce);
    kogge_arrow_result *result = result_of(ROWS, KOGGE_ARROW_NAMES, &allocator);
    struct ArrowSchema schema, action_type, word_type;
    struct ArrowArray array, action, charged, missing, words;
    decide(result, ROWS);
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    kogge_arrow_result_free(result);
    move_array(array.children[0], &action);
    move_array(array.children[1], &charged);
    move_array(array.children[2], &missing);
    move_array(action.dictionary, &words);
    move_schema(schema.children[0], &action_type);
    move_schema(action_type.dictionary, &word_type);
    schema.release(&schema);
    array.release(&array);
    assert_fees(&charged, &missing);
    assert_string_equal(action_type.name, "action");
    assert_string_equal(word_type.format, "u");
    charged.release(&charged);
    action_type.release(&action_type);
    word_type.release(&word_type);
    const int32_t first = narrow_at(&action, 0);
    action.release(&action);
    assert_word(&words, first, "SURCHARGE");
    assert_true(scarce.taken > 0);
    words.release(&words);
    missing.release(&missing);
    assert_int_equal(scarce.taken, 0);
}

static void test_no_rows(void **state)
{
    (void)state;
    kogge_arrow_result *result = result_of(0, KOGGE_ARROW_NAMES, NULL);
    struct ArrowSchema schema;
    struct ArrowArray array;
    decide(result, 0);
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, NULL), KOGGE_OK);
    assert_int_equal(array.length, 0);
    array.release(&array);
    schema.release(&schema);
    kogge_arrow_result_free(result);
}

/* ---- arguments and memory -------------------------------------------------------------------------------------- */

static void test_arguments(void **state)
{
    (void)state;
    static const int32_t twice[] = { KOGGE_FIELD_ASSESSMENT_CHARGED, KOGGE_FIELD_ASSESSMENT_CHARGED };
    static const int32_t other[] = { KOGGE_FIELD_ORDER_NET }, none[] = { 0x28ff };
    static const struct {
        int32_t record;
        const int32_t *fields;
        size_t count;
        uint32_t flags;
        kogge_status status;
    } cases[] = {
        { 127, NULL, 0, 0, KOGGE_E_UNSUPPORTED },
        { KOGGE_RECORD_ASSESSMENT, NULL, 1, 0, KOGGE_E_INVALID },
        { KOGGE_RECORD_ASSESSMENT, fields, 0, 0, KOGGE_E_INVALID },
        { KOGGE_RECORD_ASSESSMENT, fields, 1, 2, KOGGE_E_UNSUPPORTED },
        { KOGGE_RECORD_ASSESSMENT, twice, 2, 0, KOGGE_E_INVALID },
        { KOGGE_RECORD_ASSESSMENT, other, 1, 0, KOGGE_E_INVALID },
        { KOGGE_RECORD_ASSESSMENT, none, 1, 0, KOGGE_E_UNSUPPORTED },
    };
    kogge_arrow_result *result = NULL;
    kogge_error wrong = { .struct_size = 8 };
    struct ArrowSchema schema;
    struct ArrowArray array;
    for (size_t i = 0; i < COUNT(cases); i++) {
        result = (kogge_arrow_result *)&array;
        assert_int_equal(kogge_arrow_result_new(cases[i].record, cases[i].fields, cases[i].count, 1, cases[i].flags,
                                                NULL, &result, NULL),
                         cases[i].status);
        assert_null(result);
    }
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, NULL, 0, 1, 0, NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, NULL, 0, SIZE_MAX / 2, 0, NULL, &result, NULL),
                     KOGGE_E_MEMORY);
    assert_int_equal(kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, NULL, 0, 1, 0, NULL, &result, &wrong),
                     KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_arrow_result_export(NULL, &schema, &array, NULL), KOGGE_E_INVALID);
    result = result_of(1, 0, NULL);
    assert_int_equal(kogge_arrow_result_export(result, NULL, &array, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_arrow_result_export(result, &schema, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_arrow_result_export(result, &schema, &array, &wrong), KOGGE_E_STRUCT_SIZE);
    kogge_arrow_result_free(result);
    kogge_arrow_result_free(NULL);
    assert_null(kogge_arrow_result_columns(NULL, NULL));
}

static void test_no_memory(void **state)
{
    (void)state;
    struct scarce scarce = { 0, 0 };
    const kogge_allocator allocator = scarce_allocator(&scarce);
    kogge_arrow_result *result = NULL;
    kogge_status status = KOGGE_E_MEMORY;
    struct ArrowSchema schema;
    struct ArrowArray array;
    int needed = 0;
    for (; status; needed++) {
        scarce.left = needed;
        status = kogge_arrow_result_new(KOGGE_RECORD_ASSESSMENT, fields, COUNT(fields), ROWS, KOGGE_ARROW_NAMES,
                                        &allocator, &result, NULL);
        assert_true(status == KOGGE_OK || status == KOGGE_E_MEMORY);
        assert_int_equal(scarce.taken, status ? 0 : 3 + (int)COUNT(fields));
    }
    decide(result, ROWS);
    status = KOGGE_E_MEMORY;
    for (needed = 0; status; needed++) {
        scarce.left = needed;
        status = kogge_arrow_result_export(result, &schema, &array, NULL);
        assert_true(status == KOGGE_OK || status == KOGGE_E_MEMORY);
    }
    assert_true(needed > 2); /* words, schema, array; the words stay for the next try */
    kogge_arrow_result_free(result);
    assert_fees(array.children[1], array.children[2]);
    array.release(&array);
    schema.release(&schema);
    assert_int_equal(scarce.taken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),        cmocka_unit_test(test_nulls),     cmocka_unit_test(test_names),
        cmocka_unit_test(test_no_name),        cmocka_unit_test(test_all_codes), cmocka_unit_test(test_all_fields),
        cmocka_unit_test(test_moved_children), cmocka_unit_test(test_no_rows),   cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
