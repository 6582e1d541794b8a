/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arrow data as tables: what is meant is taken, what is not is refused with column and row, and whatever happens all
 * of it is released once. */

#include "given.h"

#include "arrows.h"
#include "columns/arrow.h"
#include "columns/columns.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

static const int32_t of_order[] = { KOGGE_RECORD_ORDER };
static const int32_t of_kam[] = { KOGGE_RECORD_KAM_CANDIDATE };
static const int32_t of_economics[] = { KOGGE_RECORD_ECONOMICS };

static kogge_arrow *imported_as(struct arrows *arrows, const int32_t *records, int32_t unknown)
{
    kogge_arrow *arrow = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_arrow_import(&arrows->schema, &arrows->array, records, 1, unknown, 2, NULL, &arrow, &error))
        fail_msg("%s", error.text);
    assert_null(arrows->schema.release);
    assert_null(arrows->array.release);
    return arrow;
}

static kogge_arrow *imported(struct arrows *arrows)
{
    return imported_as(arrows, of_order, KOGGE_ARROW_REFUSE);
}

static void assert_released(const struct arrows *arrows)
{
    assert_int_equal(arrows->schemas_released, 1);
    assert_int_equal(arrows->arrays_released, 1);
}

static void end(kogge_arrow *arrow, const struct arrows *arrows)
{
    assert_int_equal(arrows->schemas_released, 0);
    assert_int_equal(arrows->arrays_released, 0);
    kogge_arrow_free(arrow);
    assert_released(arrows);
}

static void assert_refused_as(struct arrows *arrows, const int32_t *records, kogge_status status, int64_t row,
                              const char *text)
{
    kogge_arrow *arrow = (kogge_arrow *)arrows;
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_arrow_import(&arrows->schema, &arrows->array, records, 1, KOGGE_ARROW_REFUSE, 2, NULL,
                                        &arrow, &error),
                     status);
    assert_null(arrow);
    assert_int_equal(error.status, status);
    assert_int_equal(error.row, row);
    if (text)
        assert_string_equal(error.text, text);
    assert_released(arrows);
}

static void assert_refused(struct arrows *arrows, kogge_status status, int64_t row, const char *text)
{
    assert_refused_as(arrows, of_order, status, row, text);
}

/* The only column of the first chunk. */
static const kogge_column *only(const kogge_arrow *arrow)
{
    const kogge_table *table = kogge_arrow_table(arrow, 0);
    assert_int_equal(table->column_count, 1);
    return table->columns;
}

static bool is_known(const kogge_column *column, size_t row)
{
    const size_t bit = column->valid_offset + row;
    return !column->valid || column->valid[bit / 8] >> bit % 8 & 1;
}

static int64_t value(const kogge_column *column, size_t row)
{
    const unsigned char *at = (const unsigned char *)column->data + (ptrdiff_t)row * column->stride;
    int32_t narrow;
    int64_t wide;
    if (column->type == KOGGE_TYPE_INT64 || column->type == KOGGE_TYPE_UINT64)
        return memcpy(&wide, at, sizeof wide), wide;
    memcpy(&narrow, at, sizeof narrow);
    return column->type == KOGGE_TYPE_UINT32 ? (int64_t)(uint32_t)narrow : narrow;
}

/* ---- types ----------------------------------------------------------------------------------------------------- */

/* Nothing is copied where the layout is the same: 64 bit money, ids of either sign, dates, numbers. */
static void test_in_place(void **state)
{
    (void)state;
    static const int64_t wide[3] = { 7, 4800, INT64_MAX };
    static const int32_t narrow[3] = { 1, 20514, INT32_MAX };
    static const struct {
        const char *name, *format;
        const void *values;
    } cases[] = {
        { "net_minor", "l", wide },
        { "net_minor", "L", wide },
        { "id", "L", wide },
        { "id", "l", wide },
        { "priced_at", "tdD", narrow },
        { "priced_at", "i", narrow },
        { "lead_time_days", "i", narrow },
        { "lead_time_days", "I", narrow },
        { "services", "I", narrow },
        { "services", "i", narrow },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arrows arrows;
        arrows_start(&arrows, 2);
        arrows_add(&arrows, cases[i].name, cases[i].format, NULL, cases[i].values)->offset = 1;
        kogge_arrow *arrow = imported(&arrows);
        const kogge_column *column = only(arrow);
        const ptrdiff_t width = cases[i].values == (const void *)wide ? 8 : 4;
        assert_ptr_equal(column->data, (const char *)cases[i].values + width);
        assert_int_equal(column->stride, width);
        assert_int_equal(column->field, kogge_field_of("kogge_order", cases[i].name));
        end(arrow, &arrows);
    }
}

/* Other widths are converted. */
static void test_integers(void **state)
{
    (void)state;
    static const int8_t bytes[] = { 0, -128, 127 };
    static const uint8_t large_bytes[] = { 0, 128, 255 };
    static const int16_t shorts[] = { 0, INT16_MIN, INT16_MAX };
    static const uint16_t large_shorts[] = { 0, 32768, UINT16_MAX };
    static const int32_t ints[] = { 0, INT32_MIN, INT32_MAX };
    static const uint32_t large_ints[] = { 0, UINT32_C(1) << 31, UINT32_MAX };
    static const struct {
        const char *format;
        const void *values;
        int64_t expected[3];
    } cases[] = {
        { "c", bytes, { 0, -128, 127 } },
        { "C", large_bytes, { 0, 128, 255 } },
        { "s", shorts, { 0, -32768, 32767 } },
        { "S", large_shorts, { 0, 32768, 65535 } },
        { "i", ints, { 0, -INT64_C(2147483648), 2147483647 } },
        { "I", large_ints, { 0, INT64_C(2147483648), INT64_C(4294967295) } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arrows arrows;
        arrows_start(&arrows, 3);
        arrows_add(&arrows, "net", cases[i].format, NULL, cases[i].values);
        kogge_arrow *arrow = imported(&arrows);
        for (size_t row = 0; row < 3; row++)
            assert_int_equal(value(only(arrow), row), cases[i].expected[row]);
        end(arrow, &arrows);
    }
}

static void test_integers_that_do_not_fit(void **state)
{
    (void)state;
    static const int64_t low[] = { 0, -INT64_C(2147483649) }, high[] = { 0, INT64_C(2147483648) },
                         minus[] = { 0, -1 };
    static const uint64_t top[] = { 0, UINT64_MAX };
    static const int32_t negative[] = { 0, -5 };
    static const uint8_t only_first = 1;
    static const struct {
        const char *name, *format;
        const void *values;
        const char *text;
    } cases[] = {
        { "channel", "l", low, "row 1: column channel has -2147483649, which does not fit in int32" },
        { "channel", "l", high, "row 1: column channel has 2147483648, which does not fit in int32" },
        { "channel", "L", top, "row 1: column channel has 18446744073709551615, which does not fit in int32" },
        { "net", "L", top, "row 1: column net has 18446744073709551615, which does not fit in int64" },
        { "id", "l", minus, "row 1: column id has -1, which does not fit in uint64" },
        { "id", "i", negative, "row 1: column id has -5, which does not fit in uint64" },
        { "services", "i", negative, "row 1: column services has -5, which does not fit in uint32" },
        { "services", "l", minus, "row 1: column services has -1, which does not fit in uint32" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arrows arrows;
        arrows_start(&arrows, 2);
        arrows_add(&arrows, cases[i].name, cases[i].format, NULL, cases[i].values);
        assert_refused(&arrows, KOGGE_E_RANGE, 1, cases[i].text);
        arrows_start(&arrows, 2); /* nobody looks at what is null */
        arrows_add(&arrows, cases[i].name, cases[i].format, &only_first, cases[i].values);
        end(imported(&arrows), &arrows);
    }
}

static void test_switches(void **state)
{
    (void)state;
    static const uint8_t bits[] = { 0x02, 0x01 }, valid[] = { 0xfe, 0x01 };
    struct arrows arrows;
    arrows_start(&arrows, 9);
    arrows_add(&arrows, "is_small", "b", valid, bits);
    kogge_arrow *arrow = imported_as(&arrows, of_kam, KOGGE_ARROW_REFUSE);
    const kogge_column *column = only(arrow);
    for (size_t row = 0; row < 9; row++) {
        assert_int_equal(value(column, row), row == 1 || row == 8);
        assert_int_equal(is_known(column, row), row > 0);
    }
    end(arrow, &arrows);
}

/* Amounts are whole units, whose decimals are those of the currency or more that are 0. */
static void test_decimals(void **state)
{
    (void)state;
    struct wide {
        int64_t low, high;
    };
    static const struct {
        const char *format;
        struct wide amount;
        int64_t minor;
        const char *refused;
    } cases[] = {
        { "d:10,2", { 4800, 0 }, 4800, NULL },
        { "d:10,2,128", { -4800, -1 }, -4800, NULL },
        { "d:10,1", { -480, -1 }, -4800, NULL },
        { "d:38,4", { 480000, 0 }, 4800, NULL },
        { "d:38,38", { 0, 0 }, 0, NULL },
        /* 10^38 = 5421010862427522170 * 2^64 + 687399551400673280, and is one unit */
        { "d:38,38", { INT64_C(687399551400673280), INT64_C(5421010862427522170) }, 100, NULL },
        { "d:38,20", { 0, INT64_C(1) << 40 }, 0, "row 0: column net has an amount with more than 2 decimals" },
        { "d:38,2", { -1, 0 }, 0, "row 0: column net has an amount that is too large" },
        { "d:38,2", { -1, INT64_MAX }, 0, "row 0: column net has an amount that is too large" },
        { "d:38,2", { INT64_MAX, 0 }, INT64_MAX, NULL },
        { "d:38,1", { INT64_MAX / 10, 0 }, INT64_MAX / 10 * 10, NULL },
        { "d:38,1", { INT64_MAX / 10 + 1, 0 }, 0, "row 0: column net has an amount that is too large" },
        { "d:38,3", { 48001, 0 }, 0, "row 0: column net has an amount with more than 2 decimals" },
        { "d:38,3", { -48001, -1 }, 0, "row 0: column net has an amount with more than 2 decimals" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arrows arrows;
        uint64_t halves[2] = { (uint64_t)cases[i].amount.low, (uint64_t)cases[i].amount.high };
        const uint16_t one = 1;
        if (!*(const unsigned char *)&one) { /* the most significant half first */
            halves[0] = (uint64_t)cases[i].amount.high;
            halves[1] = (uint64_t)cases[i].amount.low;
        }
        arrows_start(&arrows, 1);
        arrows_add(&arrows, "net", cases[i].format, NULL, halves);
        if (cases[i].refused) {
            assert_refused(&arrows, KOGGE_E_RANGE, 0, cases[i].refused);
            continue;
        }
        kogge_arrow *arrow = imported(&arrows);
        assert_int_equal(value(only(arrow), 0), cases[i].minor);
        end(arrow, &arrows);
    }
}

static void test_names(void **state)
{
    (void)state;
    enum { ROWS = 5 };
    static const char text[] = "PHONESHOPPHONE";
    static const int32_t offsets[] = { 0, 5, 9, 9, 14, 14 };
    static const int64_t large_offsets[] = { 0, 5, 9, 9, 14, 14 };
    static const uint8_t valid = 0x0b;
    const int64_t expected[ROWS] = { KOGGE_CHANNEL_PHONE, KOGGE_CHANNEL_SHOP, 0, KOGGE_CHANNEL_PHONE, 0 };
    for (int large = 0; large < 2; large++) {
        struct arrows arrows;
        arrows_start(&arrows, ROWS);
        arrows_add_text(&arrows, "channel", large ? "U" : "u", &valid,
                        large ? (const void *)large_offsets : (const void *)offsets, text);
        kogge_arrow *arrow = imported(&arrows);
        for (size_t row = 0; row < ROWS; row++) {
            assert_int_equal(value(only(arrow), row), expected[row]);
            assert_int_equal(is_known(only(arrow), row), row != 2 && row != 4);
        }
        end(arrow, &arrows);
    }
}

struct view {
    int32_t length;
    char start[4];
    int32_t buffer, offset;
};

static void start_views(struct arrows *arrows, const struct view *views, const int64_t *sizes)
{
    arrows_start(arrows, 2);
    struct ArrowArray *child = arrows_add(arrows, "services", "vu", NULL, views);
    child->buffers[2] = "....RETURNS EXPRESS";
    child->buffers[3] = sizes;
    child->n_buffers = 4;
}

/* A view of up to 12 bytes holds the text, else it says where it stands. Masks are names with blanks between them. */
static void test_views(void **state)
{
    (void)state;
    static const int64_t sizes[] = { 19 };
    const struct view views[] = { { 15, "RETU", 0, 4 }, { 7, "EXPR", 0, 0 } };
    struct view given[2], wrong[2];
    struct arrows arrows;
    memcpy(given, views, sizeof given);
    memcpy((char *)&given[1] + 4, "EXPRESS", 7);
    start_views(&arrows, given, sizes);
    kogge_arrow *arrow = imported(&arrows);
    assert_int_equal(value(only(arrow), 0), KOGGE_BIT(KOGGE_SERVICE_RETURNS) | KOGGE_BIT(KOGGE_SERVICE_EXPRESS));
    assert_int_equal(value(only(arrow), 1), KOGGE_BIT(KOGGE_SERVICE_EXPRESS));
    end(arrow, &arrows);
    start_views(&arrows, given, sizes);
    arrows.children[0].n_buffers = INT64_MAX;
    assert_refused(&arrows, KOGGE_E_DAMAGED, -1, NULL);
    const struct view damaged[] = {
        { 15, "RETU", 1, 4 }, { 15, "RETU", -1, 4 }, { 15, "RETU", 0, 5 }, { 15, "RETU", 0, -1 }, { -1, "", 0, 0 },
    };
    for (size_t i = 0; i < COUNT(damaged); i++) {
        wrong[0] = damaged[i];
        wrong[1] = given[1];
        start_views(&arrows, wrong, sizes);
        assert_refused(&arrows, KOGGE_E_DAMAGED, 0, "row 0: column services has a text outside its buffer");
    }
}

static void test_dictionaries(void **state)
{
    (void)state;
    enum { ROWS = 5 };
    static const char text[] = "nobody uses thisPHONESHOP";
    static const int32_t offsets[] = { 0, 16, 21, 21, 25 };
    static const uint8_t words_valid = 0x0b, valid = 0x1d; /* word 2 and row 1 are null */
    static const int8_t bytes[ROWS] = { 3, 99, 2, 1, 3 };
    static const uint64_t wide[ROWS] = { 3, UINT64_MAX, 2, 1, 3 };
    const int64_t expected[ROWS] = { KOGGE_CHANNEL_SHOP, 0, 0, KOGGE_CHANNEL_PHONE, KOGGE_CHANNEL_SHOP };
    for (int is_wide = 0; is_wide < 2; is_wide++) {
        struct arrows arrows;
        arrows_start(&arrows, ROWS);
        arrows_add(&arrows, "channel", is_wide ? "L" : "c", &valid, is_wide ? (const void *)wide : bytes);
        arrows_words(&arrows, 4, &words_valid, offsets, text);
        kogge_arrow *arrow = imported(&arrows);
        for (size_t row = 0; row < ROWS; row++) {
            assert_int_equal(value(only(arrow), row), expected[row]);
            assert_int_equal(is_known(only(arrow), row), row != 1 && row != 2);
        }
        end(arrow, &arrows);
    }
}

static void test_bad_names(void **state)
{
    (void)state;
    static const char text[] = "PHONESHPO";
    static const int32_t offsets[] = { 0, 5, 9 };
    static const int8_t indices[] = { 0, 1 }, outside[] = { 0, 2 }, negative[] = { 0, -1 };
    const char *expected = "row 1: column channel has channel: \"SHPO\" is no channel; did you mean SHOP?";
    struct arrows arrows;
    arrows_start(&arrows, 2);
    arrows_add_text(&arrows, "channel", "u", NULL, offsets, text);
    assert_refused(&arrows, KOGGE_E_UNSUPPORTED, 1, expected);
    arrows_start(&arrows, 2);
    arrows_add(&arrows, "channel", "c", NULL, indices);
    arrows_words(&arrows, 2, NULL, offsets, text);
    assert_refused(&arrows, KOGGE_E_UNSUPPORTED, 1, expected);
    for (int i = 0; i < 2; i++) {
        arrows_start(&arrows, 2);
        arrows_add(&arrows, "channel", "c", NULL, i ? outside : negative);
        arrows_words(&arrows, 2, NULL, offsets, text);
        assert_refused(&arrows, KOGGE_E_DAMAGED, 1, "row 1: column channel points outside its dictionary");
    }
    static const char zero[] = "PHONE\0SHOP";
    static const int32_t with_zero[] = { 0, 10 };
    arrows_start(&arrows, 1);
    arrows_add_text(&arrows, "channel", "u", NULL, with_zero, zero);
    assert_refused(&arrows, KOGGE_E_UNSUPPORTED, 0, "row 0: column channel has a text that is no name");
}

static void test_wrong_types(void **state)
{
    (void)state;
    static const struct {
        const char *name, *format, *words, *text;
    } cases[] = {
        { "net_minor", "u", NULL, "column net_minor has type utf8; expected is int64 (or decimal128)" },
        { "net_minor", "g", NULL, "column net_minor has type float64; expected is int64 (or decimal128)" },
        { "net_minor", "d:38,2,256", NULL, "column net_minor has type decimal; expected is int64 (or decimal128)" },
        { "net_minor", "d:38", NULL, "column net_minor has type decimal; expected is int64 (or decimal128)" },
        { "net_minor", "d:38,0", NULL,
          "column net_minor has type decimal128 of scale 0; expected is scale 2 for whole units, or int64 for minor "
          "units" },
        { "net_minor", "tdD", NULL, "column net_minor has type date32; expected is int64 (or decimal128)" },
        { "net_minor", "i", "u", "column net_minor has type dictionary of utf8; expected is int64 (or decimal128)" },
        { "priced_at", "tsn:Europe/Berlin", NULL,
          "column priced_at has type timestamp; expected is date32: cast it to days without a time" },
        { "priced_at", "tdm", NULL,
          "column priced_at has type date64; expected is date32: cast it to days without a time" },
        { "channel", "b", NULL,
          "column channel has type bool; expected is int32 (or names as utf8 or dictionary of utf8)" },
        { "channel", "i", "l",
          "column channel has type dictionary of int64; expected is int32 (or names as utf8 or dictionary of utf8)" },
        { "channel", "z", NULL,
          "column channel has type binary; expected is int32 (or names as utf8 or dictionary of utf8)" },
        { "channel", "vz", NULL,
          "column channel has type binary_view; expected is int32 (or names as utf8 or dictionary of utf8)" },
        { "channel", "w:16", NULL,
          "column channel has type fixed_size_binary; expected is int32 (or names as utf8 or dictionary of utf8)" },
        { "lead_time_days", "+s", NULL, "column lead_time_days has type struct; expected is int32" },
        { "lead_time_days", "+l", NULL, "column lead_time_days has type list; expected is int32" },
        { "lead_time_days", "+L", NULL, "column lead_time_days has type large_list; expected is int32" },
        { "lead_time_days", "+vl", NULL, "column lead_time_days has type list_view; expected is int32" },
        { "lead_time_days", "+vL", NULL, "column lead_time_days has type large_list_view; expected is int32" },
        { "lead_time_days", "+w:3", NULL, "column lead_time_days has type fixed_size_list; expected is int32" },
        { "lead_time_days", "+m", NULL, "column lead_time_days has type map; expected is int32" },
        { "lead_time_days", "+ud:0,1", NULL, "column lead_time_days has type union; expected is int32" },
        { "lead_time_days", "+us:0", NULL, "column lead_time_days has type union; expected is int32" },
        { "lead_time_days", "+r", NULL, "column lead_time_days has type run_end_encoded; expected is int32" },
        { "lead_time_days", "+?", NULL, "column lead_time_days has type nested; expected is int32" },
        { "lead_time_days", "tDs", NULL, "column lead_time_days has type duration; expected is int32" },
        { "lead_time_days", "tiD", NULL, "column lead_time_days has type interval; expected is int32" },
        { "lead_time_days", "tts", NULL, "column lead_time_days has type time; expected is int32" },
        { "lead_time_days", "e", NULL, "column lead_time_days has type float16; expected is int32" },
        { "lead_time_days", "", NULL, "column lead_time_days has type the unknown format \"\"; expected is int32" },
        { "id", "?!", NULL, "column id has type the unknown format \"?!\"; expected is uint64" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        static const int64_t values[2];
        struct arrows arrows;
        arrows_start(&arrows, 1);
        arrows_add(&arrows, cases[i].name, cases[i].format, NULL, values);
        if (cases[i].words) {
            arrows_words(&arrows, 0, NULL, NULL, NULL);
            arrows.word_types[0].format = cases[i].words;
        }
        assert_refused(&arrows, KOGGE_E_INVALID, -1, cases[i].text);
    }
}

/* The words of a dictionary cannot be a dictionary themselves, whatever their format says. */
static void test_nested_dictionaries(void **state)
{
    (void)state;
    static const char *const formats[] = { "i", "u" };
    static const int8_t indices[] = { 0 };
    static const int32_t offsets[] = { 0, 4 };
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct arrows arrows;
        struct ArrowSchema inner = { .format = "u", .release = arrows_release_child_type };
        arrows_start(&arrows, 1);
        arrows_add(&arrows, "channel", "c", NULL, indices);
        arrows_words(&arrows, 1, NULL, offsets, "SHOP");
        arrows.word_types[0].format = formats[i];
        arrows.word_types[0].dictionary = &inner;
        assert_refused(&arrows, KOGGE_E_INVALID, -1,
                       "column channel has type dictionary of dictionary; expected is int32 (or names as utf8 or "
                       "dictionary of utf8)");
    }
}

/* Metadata are not looked at: an extension type is what it is stored as. */
static void test_extensions(void **state)
{
    (void)state;
    static const int64_t nets[] = { 4800 };
    static const char metadata[] = "\1\0\0\0\24\0\0\0ARROW:extension:name\3\0\0\0sum";
    struct arrows arrows;
    arrows_start(&arrows, 1);
    arrows_add(&arrows, "net", "l", NULL, nets);
    arrows.types[0].metadata = metadata;
    kogge_arrow *arrow = imported(&arrows);
    assert_int_equal(value(only(arrow), 0), 4800);
    end(arrow, &arrows);
    arrows_start(&arrows, 1);
    arrows_add(&arrows, "net", "+l", NULL, nets);
    arrows.types[0].metadata = metadata;
    assert_refused(&arrows, KOGGE_E_INVALID, -1, "column net has type list; expected is int64 (or decimal128)");
}

/* ---- columns by name ------------------------------------------------------------------------------------------- */

static void test_two_records(void **state)
{
    (void)state;
    static const int64_t amounts[] = { 4800 };
    static const int32_t tiers[] = { KOGGE_TIER_C };
    static const int32_t records[] = { KOGGE_RECORD_ORDER, KOGGE_RECORD_CUSTOMER };
    kogge_arrow *arrow = NULL;
    struct arrows arrows;
    arrows_start(&arrows, 1);
    arrows_add(&arrows, "order.net", "l", NULL, amounts);
    arrows_add(&arrows, "freight_minor", "l", NULL, amounts);
    arrows_add(&arrows, "customer.tier", "i", NULL, tiers);
    arrows_add(&arrows, "customer.demand", "l", NULL, amounts);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, records, 2, KOGGE_ARROW_REFUSE, 2, NULL,
                                        &arrow, NULL),
                     KOGGE_OK);
    const int32_t expected[] = { KOGGE_FIELD_ORDER_NET, KOGGE_FIELD_ORDER_FREIGHT, KOGGE_FIELD_CUSTOMER_TIER,
                                 KOGGE_FIELD_CUSTOMER_DEMAND };
    assert_int_equal(kogge_arrow_table(arrow, 0)->column_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_int_equal(kogge_arrow_table(arrow, 0)->columns[i].field, expected[i]);
    end(arrow, &arrows);
}

static void test_unknown_columns(void **state)
{
    (void)state;
    static const int64_t values[] = { 1, 2, 3 };
    static const struct {
        const char *name, *text;
    } cases[] = {
        { "nett_minor", "column nett_minor is no field of order; did you mean net_minor?" },
        { "order.nett_minor", "column order.nett_minor is no field of order; did you mean net_minor?" },
        { "customer.tier", "column customer.tier is no field of order" },
        { "known", "column known is not needed: a value that is not null is known" },
        { "", "column 0 has no name" },
        { NULL, "column 0 has no name" },
        { "order.", NULL },
        { "_minor", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arrows arrows;
        arrows_start(&arrows, 1);
        arrows_add(&arrows, cases[i].name, "l", NULL, values);
        assert_refused(&arrows, KOGGE_E_INVALID, -1, cases[i].text);
        arrows_start(&arrows, 1);
        arrows_add(&arrows, cases[i].name, "l", NULL, values);
        kogge_arrow *arrow = imported_as(&arrows, of_order, KOGGE_ARROW_IGNORE);
        assert_int_equal(kogge_arrow_table(arrow, 0)->column_count, 0);
        assert_int_equal(kogge_arrow_table(arrow, 0)->row_count, 1);
        assert_int_equal(kogge_arrow_passed(arrow), 0);
        end(arrow, &arrows);
    }
    struct arrows arrows;
    arrows_start(&arrows, 1);
    arrows_add(&arrows, "net", "l", NULL, values);
    arrows_add(&arrows, "net_minor", "l", NULL, values);
    assert_refused(&arrows, KOGGE_E_INVALID, -1, "column net_minor is given twice");
}

/* A long name is cut, but not inside a character. */
static void test_long_names(void **state)
{
    (void)state;
    char name[128], expected[224];
    struct arrows arrows;
    memset(name, 'x', sizeof name);
    (void)snprintf(name + 59, sizeof name - 59, "%s", "\xc3\xa4\xc3\xa4");
    (void)snprintf(expected, sizeof expected, "column %.59s? is no field of order", name);
    arrows_start(&arrows, 0);
    arrows_add(&arrows, name, "l", NULL, NULL);
    assert_refused(&arrows, KOGGE_E_INVALID, -1, expected);
}

/* Columns that are no field may have any name, twice too, and go to any depth. */
static void test_passed_depths(void **state)
{
    (void)state;
    enum { DEPTH = 5000 };
    static struct ArrowSchema types[DEPTH], *type_lists[DEPTH];
    static struct ArrowArray arrays[DEPTH], *lists[DEPTH];
    static const void *no_bitmap[1];
    struct arrows arrows;
    arrows_start(&arrows, 1);
    arrows_add(&arrows, "deep", "+s", NULL, NULL);
    arrows_add(&arrows, "deep", "+s", NULL, NULL);
    arrows_add(&arrows, NULL, "n", NULL, NULL)->n_buffers = 0;
    for (int i = 0; i < DEPTH; i++) {
        const bool has_more = i + 1 < DEPTH;
        type_lists[i] = has_more ? &types[i + 1] : NULL;
        lists[i] = has_more ? &arrays[i + 1] : NULL;
        types[i] = (struct ArrowSchema){ .format = "+s",
                                         .name = "deep",
                                         .n_children = has_more,
                                         .children = &type_lists[i],
                                         .release = arrows_release_child_type };
        arrays[i] = (struct ArrowArray){ .length = 1,
                                         .n_buffers = 1,
                                         .buffers = no_bitmap,
                                         .n_children = has_more,
                                         .children = &lists[i],
                                         .release = arrows_release_child };
    }
    arrows.type_list[0] = types;
    arrows.child_list[0] = arrays;
    kogge_arrow *arrow = imported_as(&arrows, of_order, KOGGE_ARROW_PASS);
    assert_int_equal(kogge_arrow_passed(arrow), 3);
    assert_ptr_equal(kogge_arrow_passed_schema(arrow, 0)->children[0], &types[1]);
    assert_ptr_equal(kogge_arrow_passed_array(arrow, 0, 0, NULL)->children[0], &arrays[1]);
    assert_null(kogge_arrow_passed_schema(arrow, 2)->name);
    end(arrow, &arrows);
}

static void test_passed_columns(void **state)
{
    (void)state;
    static const int64_t values[] = { 1, 2, 3 };
    struct arrows arrows;
    arrows_start(&arrows, 2);
    arrows_add(&arrows, "key", "+l", NULL, NULL)->length = 3;
    arrows_add(&arrows, "net", "l", NULL, values)->length = 3;
    arrows_add(&arrows, "note", "g", NULL, values)->length = 3;
    arrows.array.offset = 1;
    kogge_arrow *arrow = imported_as(&arrows, of_order, KOGGE_ARROW_PASS);
    int64_t first = -1;
    assert_int_equal(kogge_arrow_passed(arrow), 2);
    assert_ptr_equal(kogge_arrow_passed_schema(arrow, 0), &arrows.types[0]);
    assert_string_equal(kogge_arrow_passed_schema(arrow, 1)->name, "note");
    assert_ptr_equal(kogge_arrow_passed_array(arrow, 0, 1, &first), &arrows.children[2]);
    assert_int_equal(first, 1);
    assert_ptr_equal(kogge_arrow_passed_array(arrow, 0, 0, NULL), &arrows.children[0]);
    assert_null(kogge_arrow_passed_schema(arrow, 2));
    assert_null(kogge_arrow_passed_array(arrow, 1, 0, &first));
    assert_null(kogge_arrow_passed_array(arrow, 0, 2, &first));
    assert_int_equal(value(only(arrow), 0), 2);
    end(arrow, &arrows);
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

/* Table and column may both start inside their buffers, at any bit. */
static void test_slices(void **state)
{
    (void)state;
    enum { VALUES = 40, ROWS = 11 };
    int64_t wide[VALUES];
    int16_t narrow[VALUES];
    uint8_t valid[VALUES / 8];
    for (int i = 0; i < VALUES; i++) {
        wide[i] = 1000 + i;
        narrow[i] = (int16_t)(20000 + i);
    }
    memset(valid, 0x5b, sizeof valid);
    for (int64_t at = 0; at < 9; at++) {
        struct arrows arrows;
        arrows_start(&arrows, ROWS);
        arrows.array.offset = at;
        struct ArrowArray *net = arrows_add(&arrows, "net", "l", valid, wide);
        net->length = ROWS + at;
        net->offset = 7;
        struct ArrowArray *lead = arrows_add(&arrows, "lead_time_days", "s", valid, narrow);
        lead->length = ROWS + at;
        lead->offset = 3;
        kogge_arrow *arrow = imported(&arrows);
        const kogge_column *columns = kogge_arrow_table(arrow, 0)->columns;
        for (int64_t row = 0; row < ROWS; row++) {
            const int64_t first = 7 + at + row, second = 3 + at + row;
            assert_int_equal(value(&columns[0], (size_t)row), 1000 + first);
            assert_int_equal(is_known(&columns[0], (size_t)row), 0x5b >> first % 8 & 1);
            assert_int_equal(is_known(&columns[1], (size_t)row), 0x5b >> second % 8 & 1);
            if (0x5b >> second % 8 & 1)
                assert_int_equal(value(&columns[1], (size_t)row), 20000 + second);
        }
        end(arrow, &arrows);
    }
}

/* Null is unknown, or 0 where a field cannot be; where fields share a bit, one null makes all of them unknown, and
 * a column of type null is nulls and not a column that is missing. */
static void test_nulls(void **state)
{
    (void)state;
    static const int32_t counts[] = { 5, 6 };
    static const int64_t amounts[] = { 700, 800 };
    static const uint8_t first = 1, second = 2;
    const kogge_economics expected[] = {
        { .known = KOGGE_ECONOMICS_GOODS_COST, .goods_cost_minor = 700, .gross_minor = 0 },
        { .gross_minor = 800 },
    };
    struct arrows arrows;
    arrows_start(&arrows, 2);
    arrows_add(&arrows, "gross", "l", &second, amounts);
    arrows_add(&arrows, "goods_cost", "l", &first, amounts);
    arrows_add(&arrows, "orders_phone", "i", NULL, counts);
    struct ArrowArray *null = arrows_add(&arrows, "orders_fax", "n", NULL, NULL);
    null->n_buffers = 0;
    null->buffers = NULL;
    null->null_count = 2;
    kogge_arrow *arrow = imported_as(&arrows, of_economics, KOGGE_ARROW_REFUSE);
    const int32_t records[] = { KOGGE_RECORD_ECONOMICS, 0 };
    struct table_in in;
    assert_int_equal(kogge__table_open(&in, kogge_arrow_table(arrow, 0), records, NULL), KOGGE_OK);
    for (size_t row = 0; row < 2; row++) {
        kogge_economics economics;
        assert_int_equal(kogge__table_row(&in, KOGGE_RECORD_ECONOMICS, row, &economics, NULL), KOGGE_OK);
        assert_memory_equal(&economics, &expected[row], sizeof economics);
    }
    end(arrow, &arrows);
}

static void test_no_rows(void **state)
{
    (void)state;
    struct arrows arrows;
    arrows_start(&arrows, 0);
    arrows_add(&arrows, "net", "l", NULL, NULL);
    arrows_add(&arrows, "priced_at", "tdD", NULL, NULL);
    arrows_add_text(&arrows, "channel", "u", NULL, NULL, NULL);
    arrows_add(&arrows, "brand", "c", NULL, NULL);
    arrows_words(&arrows, 0, NULL, NULL, NULL);
    arrows_add(&arrows, "payment", "n", NULL, NULL)->n_buffers = 0;
    arrows_add(&arrows, "freight", "d:9,2", NULL, NULL);
    kogge_arrow *arrow = imported(&arrows);
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    kogge_rulebook *book = given_book(NULL, 0);
    assert_int_equal(kogge_order_assess_columns(book, kogge_arrow_table(arrow, 0), NULL, NULL, NULL, NULL, 0, NULL,
                                                NULL, NULL, &summary, NULL),
                     KOGGE_OK);
    assert_int_equal(summary.total_rows, 0);
    kogge_rulebook_unref(book);
    end(arrow, &arrows);
}

/* The same fee as from the call for one order. */
static void test_decisions(void **state)
{
    (void)state;
    enum { ROWS = 4 };
    static const int64_t nets[ROWS] = { 4000, 5000, -1, 4999 };
    static const int32_t days[ROWS] = { GIVEN_DAY, GIVEN_DAY, GIVEN_DAY, GIVEN_DAY };
    static const uint8_t valid = 0x07;
    const kogge_order_rule rule = given_fee(1, 5000, 900);
    kogge_rulebook *book = given_book(&rule, 1);
    int64_t charged[ROWS];
    kogge_status statuses[ROWS];
    const kogge_out_column out = {
        .field = KOGGE_FIELD_ASSESSMENT_CHARGED, .type = KOGGE_TYPE_INT64, .data = charged, .stride = 8
    };
    struct arrows arrows;
    arrows_start(&arrows, ROWS);
    arrows_add(&arrows, "net", "l", NULL, nets);
    arrows_add(&arrows, "priced_at", "tdD", &valid, days);
    kogge_arrow *arrow = imported(&arrows);
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_order_assess_columns(book, kogge_arrow_table(arrow, 0), NULL, NULL, NULL, &out, 1,
                                                statuses, NULL, NULL, NULL, &error),
                     KOGGE_E_SOME_ROWS);
    assert_int_equal(error.row, 3); /* without its day */
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_PRICED_AT);
    assert_int_equal(statuses[3], KOGGE_E_INVALID);
    assert_int_equal(charged[0], 900);
    assert_int_equal(charged[1], 0);
    kogge_rulebook_unref(book);
    end(arrow, &arrows);
}

/* ---- streams --------------------------------------------------------------------------------------------------- */

enum { STREAM_CHUNKS = 72 };

struct chunks {
    struct arrows arrows[STREAM_CHUNKS];
    int count, at;    /* chunks that come, and that came */
    int error, fails; /* errno and the call that returns it: 0 get_schema, n + 1 get_next for chunk n; -1 none */
    int released;
};

static int next_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct chunks *chunks = stream->private_data;
    if (chunks->fails == 0)
        return chunks->error;
    *out = chunks->arrows[0].schema;
    return 0;
}

static int next_chunk(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct chunks *chunks = stream->private_data;
    if (chunks->fails == chunks->at + 1)
        return chunks->error;
    if (chunks->at == chunks->count)
        out->release = NULL;
    else
        *out = chunks->arrows[chunks->at].array;
    chunks->at++;
    return 0;
}

static const char *stream_says(struct ArrowArrayStream *stream)
{
    struct chunks *chunks = stream->private_data;
    return chunks->error == EIO ? "the disk is gone" : NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    struct chunks *chunks = stream->private_data;
    chunks->released++;
    stream->release = NULL;
}

/* Chunk n holds n % 3 rows, whose values are the rows of the stream. */
static struct ArrowArrayStream stream_of(struct chunks *chunks, int count, const int16_t *values)
{
    int64_t first = 0;
    memset(chunks, 0, sizeof *chunks);
    chunks->count = count;
    chunks->fails = -1;
    for (int i = 0; i < STREAM_CHUNKS; i++) {
        arrows_start(&chunks->arrows[i], i % 3);
        arrows_add(&chunks->arrows[i], "channel", "s", NULL, values)->offset = first;
        first += i % 3;
    }
    return (struct ArrowArrayStream){ next_schema, next_chunk, stream_says, release_stream, chunks };
}

static void test_streams(void **state)
{
    (void)state;
    static struct chunks chunks;
    int16_t values[STREAM_CHUNKS * 3];
    kogge_error error = KOGGE_INIT(kogge_error);
    for (int16_t i = 0; i < STREAM_CHUNKS * 3; i++)
        values[i] = i;
    for (int count = 0; count <= STREAM_CHUNKS; count += 8) {
        kogge_arrow *arrow = NULL;
        struct ArrowArrayStream stream = stream_of(&chunks, count, values);
        int64_t row = 0;
        if (kogge_arrow_import_stream(&stream, of_order, 1, 0, 2, NULL, &arrow, &error))
            fail_msg("%s", error.text);
        assert_int_equal(chunks.released, 1);
        assert_null(stream.release);
        assert_int_equal(kogge_arrow_chunks(arrow), count);
        assert_null(kogge_arrow_table(arrow, (size_t)count));
        for (int i = 0; i < count; i++) {
            const kogge_table *table = kogge_arrow_table(arrow, (size_t)i);
            assert_int_equal(table->row_count, i % 3);
            for (size_t j = 0; j < table->row_count; j++)
                assert_int_equal(value(table->columns, j), row++);
            assert_int_equal(chunks.arrows[i].arrays_released, 0);
        }
        kogge_arrow_free(arrow);
        assert_int_equal(chunks.arrows[0].schemas_released, 1);
        for (int i = 0; i < STREAM_CHUNKS; i++)
            assert_int_equal(chunks.arrows[i].arrays_released, i < count);
    }
}

static void assert_stream_fails(struct chunks *chunks, struct ArrowArrayStream *stream, kogge_status status,
                                const char *text)
{
    kogge_arrow *arrow = (kogge_arrow *)chunks;
    kogge_error error = KOGGE_INIT(kogge_error);
    const int has_schema = chunks->fails != 0;
    assert_int_equal(kogge_arrow_import_stream(stream, of_order, 1, 0, 2, NULL, &arrow, &error), status);
    assert_null(arrow);
    assert_string_equal(error.text, text);
    assert_int_equal(chunks->released, 1);
    assert_int_equal(chunks->arrows[0].schemas_released, has_schema);
    for (int i = 0; i < STREAM_CHUNKS; i++)
        assert_int_equal(chunks->arrows[i].arrays_released, i < chunks->at);
}

static void test_streams_that_fail(void **state)
{
    (void)state;
    static struct chunks chunks;
    static const int16_t values[STREAM_CHUNKS * 3];
    for (int fails = 0; fails < 5; fails++) {
        struct ArrowArrayStream stream = stream_of(&chunks, 4, values);
        chunks.fails = fails;
        chunks.error = EIO;
        assert_stream_fails(&chunks, &stream, KOGGE_E_FAILED, "the stream fails: the disk is gone");
        stream = stream_of(&chunks, 4, values);
        chunks.fails = fails;
        chunks.error = ENOMEM;
        assert_stream_fails(&chunks, &stream, KOGGE_E_MEMORY, "the stream fails: it does not say why");
    }
    /* a row of the fifth chunk does not fit: the sixth never comes */
    static const int64_t wide[] = { 0, INT64_MAX };
    struct ArrowArrayStream stream = stream_of(&chunks, 8, values);
    for (int i = 0; i < STREAM_CHUNKS; i++) {
        chunks.arrows[i].types[0].format = "l";
        chunks.arrows[i].buffers[0][1] = i == 5 ? (const void *)wide : (const void *)values;
        chunks.arrows[i].children[0].offset = 0;
    }
    assert_stream_fails(&chunks, &stream, KOGGE_E_RANGE,
                        "row 5: column channel has 9223372036854775807, which does not fit in int32");
    assert_int_equal(chunks.at, 6);
}

static int released_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    (void)stream;
    *out = (struct ArrowSchema){ .format = "+s" };
    return 0;
}

static void test_streams_that_lack_something(void **state)
{
    (void)state;
    static struct chunks chunks;
    static const int16_t values[STREAM_CHUNKS * 3];
    struct ArrowArrayStream streams[3];
    for (size_t i = 0; i < COUNT(streams); i++)
        streams[i] = stream_of(&chunks, 1, values);
    chunks.fails = 0; /* no schema is given */
    streams[0].get_schema = NULL;
    assert_stream_fails(&chunks, &streams[0], KOGGE_E_DAMAGED, "the stream lacks functions");
    chunks.released = 0;
    streams[1].get_next = NULL;
    assert_stream_fails(&chunks, &streams[1], KOGGE_E_DAMAGED, "the stream lacks functions");
    chunks.released = 0;
    streams[2].get_schema = released_schema;
    assert_stream_fails(&chunks, &streams[2], KOGGE_E_DAMAGED, "the schema was released already");
}

/* Chunks without columns may say that they have any number of rows; together they must be countable. */
static void test_streams_without_end(void **state)
{
    (void)state;
    static struct chunks chunks;
    static const int16_t values[STREAM_CHUNKS * 3];
    const int countable = (int)(INT64_MAX / ARROW_ROWS_MAX);
    struct ArrowArrayStream stream = stream_of(&chunks, STREAM_CHUNKS, values);
    if (countable >= STREAM_CHUNKS)
        skip(); /* on 32 bit, chunks are smaller */
    for (int i = 0; i < STREAM_CHUNKS; i++) {
        arrows_start(&chunks.arrows[i], ARROW_ROWS_MAX);
    }
    assert_stream_fails(&chunks, &stream, KOGGE_E_LIMIT, "the stream has more rows than can be counted");
    assert_int_equal(chunks.at, countable + 1);
}

/* ---- what is damaged ------------------------------------------------------------------------------------------- */

static void spoil_array(struct arrows *arrows, int how)
{
    struct ArrowArray *array = &arrows->array, *child = &arrows->children[0], *text = &arrows->children[1];
    static const int32_t backward[] = { 0, 5, 4 }, before[] = { -3, 5, 9 };
    switch (how) {
    case 0:
        array->length = -1;
        break;
    case 1:
        array->offset = -1;
        break;
    case 2:
        array->offset = INT64_MAX;
        break;
    case 3:
        array->length = INT64_MAX;
        break;
    case 4:
        array->n_children = 1;
        break;
    case 5:
        array->n_children = -1;
        break;
    case 6:
        array->children = NULL;
        break;
    case 7:
        arrows->child_list[1] = NULL;
        break;
    case 8:
        child->length = 1;
        break;
    case 9:
        child->length = -2;
        break;
    case 10:
        child->offset = INT64_MAX;
        break;
    case 11:
        child->n_buffers = 1;
        break;
    case 12:
        child->n_buffers = -1;
        break;
    case 13:
        child->buffers = NULL;
        break;
    case 14:
        arrows->buffers[0][1] = NULL;
        break;
    case 15:
        child->null_count = 1;
        break;
    case 16:
        child->null_count = -2;
        break;
    case 17:
        text->n_buffers = 2;
        break;
    case 18:
        arrows->buffers[1][2] = NULL;
        break;
    case 19:
        arrows->buffers[1][1] = backward;
        break;
    case 20:
        arrows->buffers[1][1] = before;
        break;
    case 21:
        child->release = NULL;
        break;
    case 22:
        arrows->children[2].dictionary = NULL;
        break;
    case 23:
        arrows->words[2].length = -1;
        break;
    case 24:
        arrows->words[2].n_buffers = 2;
        break;
    case 25:
        arrows->words[2].release = NULL;
        break;
    case 26:
        arrows->word_buffers[2][1] = NULL;
        break;
    case 27:
        array->n_buffers = -1;
        break;
    case 28:
        array->offset = 1;
        break;
    case 29:
        child->offset = ARROW_ROWS_MAX;
        break;
    case 30:
        text->n_buffers = INT64_MAX;
        break;
    case 31:
        arrows->words[2].offset = INT64_MAX;
        break;
    case 32:
        arrows->words[2].n_buffers = INT64_MIN;
        break;
    case 33:
        arrows->words[2].null_count = 1;
        break;
    case 34:
        arrows->words[2].buffers = NULL;
        break;
    default:
        array->buffers = NULL;
    }
}

static void spoil_schema(struct arrows *arrows, int how)
{
    switch (how) {
    case 0:
        arrows->schema.format = NULL;
        break;
    case 1:
        arrows->schema.n_children = -1;
        break;
    case 2:
        arrows->schema.children = NULL;
        break;
    case 3:
        arrows->type_list[1] = NULL;
        break;
    case 4:
        arrows->types[1].release = NULL;
        break;
    case 5:
        arrows->word_types[2].release = NULL;
        break;
    case 6:
        arrows->word_types[2].format = NULL;
        break;
    default:
        arrows->types[1].format = NULL;
    }
}

static void start_sound(struct arrows *arrows)
{
    static const int64_t nets[] = { 1, 2 };
    static const int32_t offsets[] = { 0, 5, 9 }, word_offsets[] = { 0, 4, 9 };
    static const int8_t indices[] = { 0, 1 };
    arrows_start(arrows, 2);
    arrows_add(arrows, "net", "l", NULL, nets);
    arrows_add_text(arrows, "channel", "u", NULL, offsets, "PHONESHOP");
    arrows_add(arrows, "brand", "c", NULL, indices);
    arrows_words(arrows, 2, NULL, word_offsets, "MAINVALUE");
}

static void test_damaged(void **state)
{
    (void)state;
    struct arrows arrows;
    for (int how = 0; how < 36; how++) {
        start_sound(&arrows);
        spoil_array(&arrows, how);
        assert_refused(&arrows, KOGGE_E_DAMAGED, how == 18 || how == 20 ? 0 : how == 19 ? 1 : -1, NULL);
    }
    for (int how = 0; how < 8; how++) {
        start_sound(&arrows);
        spoil_schema(&arrows, how);
        assert_refused(&arrows, KOGGE_E_DAMAGED, -1, NULL);
    }
}

/* A column alone is no table; a table has no more columns than anybody looks through. */
static void test_no_table(void **state)
{
    (void)state;
    struct arrows arrows;
    start_sound(&arrows);
    arrows.schema.format = "l";
    assert_refused(&arrows, KOGGE_E_INVALID, -1, "the data are no table: format \"l\"; expected is \"+s\"");
    start_sound(&arrows);
    arrows.schema.n_children = 65537;
    assert_refused(&arrows, KOGGE_E_LIMIT, -1, "the table has more than 65536 columns");
}

static void test_null_rows(void **state)
{
    (void)state;
    static const uint8_t all = 3, first = 1;
    struct arrows arrows;
    for (int i = 0; i < 2; i++) {
        start_sound(&arrows);
        arrows.no_buffers[0] = &first;
        arrows.array.null_count = i ? 1 : -1;
        assert_refused(&arrows, KOGGE_E_INVALID, -1, "whole rows of the table are null");
        start_sound(&arrows);
        arrows.no_buffers[0] = &all;
        arrows.array.null_count = i ? 0 : -1;
        end(imported(&arrows), &arrows);
    }
}

static void test_released_already(void **state)
{
    (void)state;
    struct arrows arrows;
    kogge_arrow *arrow = NULL;
    start_sound(&arrows);
    arrows.schema.release = NULL;
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, 0, 2, NULL, &arrow, NULL),
                     KOGGE_E_DAMAGED);
    assert_int_equal(arrows.arrays_released, 1);
    start_sound(&arrows);
    arrows.array.release = NULL;
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, 0, 2, NULL, &arrow, NULL),
                     KOGGE_E_DAMAGED);
    assert_int_equal(arrows.schemas_released, 1);
    assert_int_equal(arrows.arrays_released, 0);
}

/* ---- arguments and memory -------------------------------------------------------------------------------------- */

static void test_arguments(void **state)
{
    (void)state;
    static const int32_t no_record[] = { KOGGE_RECORD_ORDER, 127 };
    kogge_arrow *arrow = NULL;
    kogge_error wrong = { .struct_size = 8 };
    static const struct {
        const int32_t *records;
        size_t count;
        int32_t unknown, digits;
        kogge_status status;
    } cases[] = {
        { NULL, 1, 0, 2, KOGGE_E_INVALID },          { of_order, 0, 0, 2, KOGGE_E_INVALID },
        { no_record, 2, 0, 2, KOGGE_E_UNSUPPORTED }, { of_order, 1, -1, 2, KOGGE_E_UNSUPPORTED },
        { of_order, 1, 4, 2, KOGGE_E_UNSUPPORTED },  { of_order, 1, 0, -1, KOGGE_E_RANGE },
        { of_order, 1, 0, 19, KOGGE_E_RANGE },
    };
    struct arrows arrows;
    for (size_t i = 0; i < COUNT(cases); i++) {
        start_sound(&arrows);
        assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, cases[i].records, cases[i].count,
                                            cases[i].unknown, cases[i].digits, NULL, &arrow, NULL),
                         cases[i].status);
        assert_released(&arrows);
    }
    start_sound(&arrows);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, 0, 2, NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_released(&arrows);
    start_sound(&arrows);
    assert_int_equal(kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, 0, 2, NULL, &arrow, &wrong),
                     KOGGE_E_STRUCT_SIZE);
    assert_released(&arrows);
    start_sound(&arrows);
    assert_int_equal(kogge_arrow_import(&arrows.schema, NULL, of_order, 1, 0, 2, NULL, &arrow, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_arrow_import(NULL, &arrows.array, of_order, 1, 0, 2, NULL, &arrow, NULL), KOGGE_E_INVALID);
    assert_released(&arrows);
    assert_int_equal(kogge_arrow_import_stream(NULL, of_order, 1, 0, 2, NULL, &arrow, NULL), KOGGE_E_INVALID);
    assert_null(arrow);
    assert_int_equal(kogge_arrow_chunks(NULL), 0);
    assert_null(kogge_arrow_table(NULL, 0));
    assert_int_equal(kogge_arrow_passed(NULL), 0);
    kogge_arrow_free(NULL);
}

/* Whichever allocation fails, all is released, once, and no memory is kept. */
static void test_no_memory(void **state)
{
    (void)state;
    kogge_status status = KOGGE_E_MEMORY;
    struct scarce scarce = { 0, 0 };
    const kogge_allocator allocator = scarce_allocator(&scarce);
    int needed = 0;
    for (; status; needed++) {
        struct arrows arrows;
        kogge_arrow *arrow = NULL;
        kogge_error error = KOGGE_INIT(kogge_error);
        static const uint8_t one_word = 1;
        start_sound(&arrows);
        arrows_add(&arrows, "payment", "n", NULL, NULL);
        arrows_add(&arrows, "key", "g", NULL, NULL);
        arrows.word_buffers[2][0] = &one_word;
        arrows.words[2].null_count = 1;
        scarce.left = needed;
        status = kogge_arrow_import(&arrows.schema, &arrows.array, of_order, 1, KOGGE_ARROW_PASS, 2, &allocator,
                                    &arrow, &error);
        assert_int_equal(error.status, status);
        assert_true(status == KOGGE_OK || status == KOGGE_E_MEMORY);
        kogge_arrow_free(arrow);
        assert_released(&arrows);
        assert_int_equal(scarce.taken, 0);
    }
    /* handle, passed columns, list of chunks, chunk, columns, text, dictionary with bitmap and codes, nulls */
    assert_int_equal(needed - 1, 10);
}

static void test_no_memory_for_streams(void **state)
{
    (void)state;
    static struct chunks chunks;
    static const int16_t values[STREAM_CHUNKS * 3];
    kogge_status status = KOGGE_E_MEMORY;
    struct scarce scarce = { 0, 0 };
    const kogge_allocator allocator = scarce_allocator(&scarce);
    for (int left = 0; status; left++) {
        struct ArrowArrayStream stream = stream_of(&chunks, STREAM_CHUNKS, values);
        kogge_arrow *arrow = NULL;
        scarce.left = left;
        status = kogge_arrow_import_stream(&stream, of_order, 1, 0, 2, &allocator, &arrow, NULL);
        assert_true(status == KOGGE_OK || status == KOGGE_E_MEMORY);
        kogge_arrow_free(arrow);
        assert_int_equal(scarce.taken, 0);
        assert_int_equal(chunks.released, 1);
        assert_int_equal(chunks.arrows[0].schemas_released, left > 0);
        for (int i = 0; i < STREAM_CHUNKS; i++)
            assert_int_equal(chunks.arrows[i].arrays_released, i < chunks.at && i < chunks.count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_place),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_integers_that_do_not_fit),
        cmocka_unit_test(test_switches),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_dictionaries),
        cmocka_unit_test(test_bad_names),
        cmocka_unit_test(test_wrong_types),
        cmocka_unit_test(test_nested_dictionaries),
        cmocka_unit_test(test_extensions),
        cmocka_unit_test(test_two_records),
        cmocka_unit_test(test_unknown_columns),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_passed_depths),
        cmocka_unit_test(test_passed_columns),
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_nulls),
        cmocka_unit_test(test_no_rows),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_streams_that_fail),
        cmocka_unit_test(test_streams_that_lack_something),
        cmocka_unit_test(test_streams_without_end),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_no_table),
        cmocka_unit_test(test_null_rows),
        cmocka_unit_test(test_released_already),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_no_memory_for_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
