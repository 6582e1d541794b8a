/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The boundary: sizes, alignment and unknown bytes of every record and row. Each lies flush against a page that
 * nobody may read, so that a single byte too much ends the program. */

#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "inputs.h"

#include "base/record.h"

#include <sys/mman.h>
#include <unistd.h>

enum { LARGEST = 4096, ROWS = 2 };

static unsigned char *fence; /* first byte of the forbidden page */
static size_t room;          /* bytes before it */

static int open_fence(void **state)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    room = (2 * LARGEST / page + 1) * page;
    void *memory = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect((unsigned char *)memory + room, page, PROT_NONE))
        return -1;
    fence = (unsigned char *)memory + room;
    return open_input_book(state);
}

/* size bytes that end at the fence, zeroed. */
static unsigned char *flush(size_t size)
{
    assert_true(size <= room);
    memset(fence - room, 0, room);
    return fence - size;
}

/* ---- sizes of what is passed ----------------------------------------------------------------------------------- */

enum tail { ZERO, FIRST_BIT, LAST_BIT };

struct size_case {
    size_t size;
    enum tail tail; /* of what lies beyond today's size */
    kogge_status status;
};

static int64_t tail_offset(const struct input *input, const struct size_case *c)
{
    return c->tail == FIRST_BIT ? (int64_t)input->size : (int64_t)c->size - 1;
}

static void write_specimens(const struct input *input, unsigned char *at, const struct size_case *c, size_t count)
{
    uint64_t memory[LARGEST / 8];
    uint32_t stamp = (uint32_t)c->size;
    for (size_t i = 0; i < count; i++) {
        unsigned char *record = at + i * c->size;
        input->specimen(memory, (int32_t)i + 1);
        memcpy(record, memory, c->size < input->size ? c->size : input->size);
        if (!input->row && c->size >= sizeof stamp)
            memcpy(record, &stamp, sizeof stamp);
    }
    unsigned char *last = at + (count - 1) * c->size;
    if (c->tail != ZERO)
        last[tail_offset(input, c)] = c->tail == FIRST_BIT ? 1 : 0x80;
}

/* Too small or too large: no more than struct_size of a record is looked at, and nothing of a row. */
static kogge_status pass_bad_size(const struct input *input, size_t size, struct passed *passed, kogge_error *error)
{
    uint32_t stamp = (uint32_t)size;
    unsigned char *at = flush(input->row ? 0 : sizeof stamp);
    const kogge_rows given = { at, 1, size };
    if (!input->row)
        memcpy(at, &stamp, sizeof stamp);
    return input->pass(&given, passed, error);
}

static void check_size(const struct input *input, const struct size_case *c)
{
    struct passed passed, usual;
    kogge_error error = KOGGE_INIT(kogge_error);
    size_t count = input->row ? ROWS : 1;
    if (c->status == KOGGE_E_STRUCT_SIZE) {
        assert_refused(pass_bad_size(input, c->size, &passed, &error), KOGGE_E_STRUCT_SIZE, error);
        assert_non_null(strstr(error.text, input->name));
        return;
    }
    const struct size_case today = { input->size, ZERO, KOGGE_OK };
    unsigned char *at = flush(count * input->size);
    write_specimens(input, at, &today, count);
    kogge_rows given = { at, count, input->size };
    memset(&passed, 0, sizeof passed);
    memset(&usual, 0, sizeof usual);
    assert_int_equal(input->pass(&given, &usual, &error), KOGGE_OK);

    at = flush(count * c->size);
    write_specimens(input, at, c, count);
    given = (kogge_rows){ at, count, c->size };
    kogge_status status = input->pass(&given, &passed, &error);
    if (c->status) {
        assert_refused(status, c->status, error);
        assert_int_equal(error.offset, tail_offset(input, c));
        assert_int_equal(error.row, input->row ? ROWS - 1 : -1);
        return;
    }
    assert_int_equal(status, KOGGE_OK);
    assert_int_equal(error.status, 0);
    assert_memory_equal(&passed, &usual, sizeof usual);
}

static void test_sizes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(inputs); i++) {
        const size_t size = inputs[i].size;
        const struct size_case cases[] = {
            { 0, ZERO, KOGGE_E_STRUCT_SIZE },
            { 1, ZERO, KOGGE_E_STRUCT_SIZE },
            { 4, ZERO, KOGGE_E_STRUCT_SIZE },
            { size - 8, ZERO, KOGGE_E_STRUCT_SIZE },
            { size - 1, ZERO, KOGGE_E_STRUCT_SIZE },
            { size, ZERO, KOGGE_OK },
            { size + 1, ZERO, KOGGE_E_STRUCT_SIZE },
            { size + 4, ZERO, KOGGE_E_STRUCT_SIZE },
            { size + 8, ZERO, KOGGE_OK },
            { size + 8, FIRST_BIT, KOGGE_E_UNSUPPORTED },
            { size + 8, LAST_BIT, KOGGE_E_UNSUPPORTED },
            { LARGEST, ZERO, KOGGE_OK },
            { LARGEST, FIRST_BIT, KOGGE_E_UNSUPPORTED },
            { LARGEST, LAST_BIT, KOGGE_E_UNSUPPORTED },
            { LARGEST + 8, ZERO, KOGGE_E_STRUCT_SIZE },
            { UINT32_MAX - 7, ZERO, KOGGE_E_STRUCT_SIZE },
        };
        for (size_t j = 0; j < COUNT(cases); j++) {
            check_size(&inputs[i], &cases[j]);
        }
    }
}

/* Packed data from elsewhere: the same result from any address. */
static void test_misaligned(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(inputs); i++) {
        const struct input *input = &inputs[i];
        const struct size_case sizes[] = { { input->size, ZERO, KOGGE_OK }, { input->size + 8, ZERO, KOGGE_OK } };
        const size_t count = input->row ? ROWS : 1;
        for (size_t skew = 0; skew < 2 * 8; skew++) {
            const struct size_case *c = &sizes[skew / 8];
            struct passed passed = { 0 };
            static struct passed aligned;
            kogge_error error = KOGGE_INIT(kogge_error);
            unsigned char *at = flush(count * c->size + skew % 8);
            const kogge_rows given = { at, count, c->size };
            write_specimens(input, at, c, count);
            if (skew == 0)
                memset(&aligned, 0, sizeof aligned);
            assert_int_equal(input->pass(&given, skew == 0 ? &aligned : &passed, &error), KOGGE_OK);
            if (skew > 0)
                assert_memory_equal(&passed, &aligned, sizeof passed);
        }
    }
}

/* Offset of the filler behind the last field, 0 = none: an odd number of 4-byte fields leaves room for one. */
static size_t filler_of(const struct input *input)
{
    size_t end = 0;
    for (int32_t id = kogge_field_next(input->record * 256); id >> 8 == input->record; id = kogge_field_next(id)) {
        kogge_field field = KOGGE_INIT(kogge_field);
        assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
        bool wide = field.type == KOGGE_TYPE_INT64 || field.type == KOGGE_TYPE_UINT64;
        size_t behind = (size_t)field.offset + (wide ? 8 : 4);
        end = behind > end ? behind : end;
    }
    return end < input->size ? end : 0;
}

static void test_filler(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(inputs); i++) {
        const struct input *input = &inputs[i];
        const struct size_case today = { input->size, ZERO, KOGGE_OK };
        struct passed passed;
        kogge_error error = KOGGE_INIT(kogge_error);
        size_t filler = filler_of(input);
        if (!filler)
            continue;
        unsigned char *at = flush(ROWS * input->size);
        const kogge_rows given = { at, input->row ? ROWS : 1, input->size };
        write_specimens(input, at, &today, input->row ? ROWS : 1);
        at[(given.count - 1) * input->size + filler] = 1;
        assert_refused(input->pass(&given, &passed, &error), KOGGE_E_UNSUPPORTED, error);
        assert_int_equal(error.offset, filler);
        assert_int_equal(error.row, input->row ? ROWS - 1 : -1);
    }
}

/* ---- sizes of what is written ---------------------------------------------------------------------------------- */

static kogge_status give_assessment(void *record)
{
    const kogge_order order = given_order(4800);
    return kogge_order_assess(input_book, NULL, &order, NULL, record, NULL, NULL, NULL);
}

static kogge_status give_reassessment(void *record)
{
    const kogge_order order = given_order(4800);
    return kogge_order_reassess(input_book, NULL, &order, NULL, NULL, record, NULL, NULL, NULL);
}

static kogge_status give_field(void *record)
{
    return kogge_field_get(KOGGE_FIELD_ORDER_NET, record);
}

static kogge_status give_policy(void *record)
{
    return kogge_rulebook_policy(input_book, record);
}

static kogge_status give_contribution(void *record)
{
    kogge_economics economics;
    economics_specimen(&economics, 1);
    return kogge_economics_assess(input_book, &economics, record, NULL, NULL);
}

static const struct output {
    size_t size;
    bool filled; /* has filled_size */
    kogge_status (*give)(void *record);
} outputs[] = {
    { sizeof(kogge_assessment), true, give_assessment },
    { sizeof(kogge_assessment), true, give_reassessment },
    { sizeof(kogge_field), true, give_field },
    { sizeof(kogge_policy), false, give_policy },
    { sizeof(kogge_contribution), true, give_contribution },
};

static void check_output(const struct output *output, size_t size, size_t skew)
{
    uint64_t today[LARGEST / 8] = { 0 };
    const uint32_t own = (uint32_t)output->size, stamp = (uint32_t)size;
    uint32_t words[2];
    memcpy(today, &own, sizeof own);
    assert_int_equal(output->give(today), KOGGE_OK);

    unsigned char *at = flush(size + skew);
    memset(at, 0x5a, size);
    memcpy(at, &stamp, sizeof stamp);
    assert_int_equal(output->give(at), KOGGE_OK);
    memcpy(words, at, sizeof words);
    assert_int_equal(words[0], size);
    if (output->filled)
        assert_int_equal(words[1], output->size);
    assert_memory_equal(at + 8, &today[1], output->size - 8);
    for (size_t i = output->size; i < size; i++) {
        assert_int_equal(at[i], 0);
    }
}

static void check_output_refused(const struct output *output, size_t size)
{
    const uint32_t stamp = (uint32_t)size;
    unsigned char *at = flush(sizeof stamp);
    memcpy(at, &stamp, sizeof stamp);
    assert_int_equal(output->give(at), KOGGE_E_STRUCT_SIZE);
    assert_memory_equal(at, &stamp, sizeof stamp);
}

static void test_results(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(outputs); i++) {
        const struct output *output = &outputs[i];
        const size_t refused[] = { 0, 1, 4, output->size - 8, output->size - 1, output->size + 4, LARGEST + 8 };
        for (size_t j = 0; j < COUNT(refused); j++) {
            check_output_refused(output, refused[j]);
        }
        for (size_t skew = 0; skew < 8; skew++) {
            check_output(output, output->size, skew);
            check_output(output, output->size + 8, skew);
            check_output(output, LARGEST, skew);
        }
    }
}

static void test_filled(void **state)
{
    (void)state;
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    assert_false(KOGGE_FILLED(&result, kogge_assessment, action));
    assert_int_equal(give_assessment(&result), KOGGE_OK);
    assert_true(KOGGE_FILLED(&result, kogge_assessment, known));
    assert_true(KOGGE_FILLED(&result, kogge_assessment, semantics));
    result.filled_size = offsetof(kogge_assessment, semantics);
    assert_true(KOGGE_FILLED(&result, kogge_assessment, margin_bp));
    assert_false(KOGGE_FILLED(&result, kogge_assessment, semantics));
}

static kogge_status give_rules(kogge_out_rows *rows)
{
    return kogge_rulebook_rules(input_book, rows);
}

static kogge_status give_changes(kogge_out_rows *rows)
{
    static const kogge_charged_fee charged[] = { { 100, 8, 0 }, { 200, 9, 0 } };
    const kogge_rows before = KOGGE_ROWS(charged);
    const kogge_order order = given_order(50000);
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    return kogge_order_reassess(input_book, NULL, &order, NULL, &before, &result, rows, NULL, NULL);
}

static kogge_status give_profile(kogge_out_rows *rows)
{
    const kogge_table nobody = { NULL, 0, 0 };
    return kogge_economics_profile(&nobody, rows, NULL);
}

static const struct {
    size_t size, rows;
    kogge_status (*give)(kogge_out_rows *rows);
} row_outputs[] = {
    { sizeof(kogge_order_rule), 4, give_rules },
    { sizeof(kogge_fee_change), 2, give_changes },
    { sizeof(kogge_tier_profile), 5, give_profile },
};

/* Rows of any size and address; what does not fit is counted only. */
static void test_result_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(row_outputs); i++) {
        const size_t size = row_outputs[i].size, all = row_outputs[i].rows;
        unsigned char today[5 * sizeof(kogge_order_rule)];
        kogge_out_rows rows = { today, all, 0, size };
        assert_int_equal(row_outputs[i].give(&rows), KOGGE_OK);
        assert_int_equal(rows.count, all);

        const size_t refused[] = { 0, 1, size - 8, size - 1, size + 4, LARGEST + 8 };
        for (size_t j = 0; j < COUNT(refused); j++) {
            rows = (kogge_out_rows){ fence, all, 0, refused[j] };
            assert_int_equal(row_outputs[i].give(&rows), KOGGE_E_STRUCT_SIZE);
        }
        for (size_t skew = 0; skew < 8; skew++) {
            for (size_t capacity = 0; capacity <= all; capacity++) {
                const size_t larger = size + 16;
                unsigned char *at = flush(capacity * larger + skew);
                memset(at, 0x5a, capacity * larger);
                rows = (kogge_out_rows){ at, capacity, 0, larger };
                assert_int_equal(row_outputs[i].give(&rows), KOGGE_OK);
                assert_int_equal(rows.count, all);
                for (size_t row = 0; row < capacity; row++) {
                    static const unsigned char zero[16];
                    assert_memory_equal(at + row * larger, today + row * size, size);
                    assert_memory_equal(at + row * larger + size, zero, sizeof zero);
                }
            }
        }
        rows = (kogge_out_rows){ NULL, 0, 0, 0 };
        assert_int_equal(row_outputs[i].give(&rows), KOGGE_OK);
        assert_int_equal(rows.count, all);
    }
}

/* ---- the error record ------------------------------------------------------------------------------------------ */

static kogge_status fail_assess(kogge_error *error)
{
    return kogge_order_assess(NULL, NULL, NULL, NULL, NULL, NULL, NULL, error);
}

static kogge_status fail_reassess(kogge_error *error)
{
    return kogge_order_reassess(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, error);
}

static kogge_status fail_lint(kogge_error *error)
{
    return kogge_rulebook_lint(NULL, 0, NULL, error);
}

static kogge_status fail_contribution(kogge_error *error)
{
    return kogge_economics_assess(NULL, NULL, NULL, NULL, error);
}

static kogge_status fail_profile(kogge_error *error)
{
    return kogge_economics_profile(NULL, NULL, error);
}

static kogge_status fail_book(kogge_error *error)
{
    kogge_rulebook *book = input_book;
    kogge_status status = kogge_rulebook_new(NULL, &book, error);
    assert_null(book);
    return status;
}

static kogge_status fail_catalogue(kogge_error *error)
{
    kogge_catalogue *catalogue = kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN);
    kogge_status status = kogge_catalogue_new(NULL, &catalogue, error);
    assert_null(catalogue);
    return status;
}

static void test_error_record(void **state)
{
    (void)state;
    kogge_status (*const fails[])(kogge_error * error) = { fail_assess,    fail_reassess,     fail_lint,   fail_book,
                                                           fail_catalogue, fail_contribution, fail_profile };
    const uint32_t sizes[] = { 0, 8, sizeof(kogge_error) - 1, sizeof(kogge_error) + 1, sizeof(kogge_error) + 8 };
    for (size_t i = 0; i < COUNT(fails); i++) {
        kogge_error error, before;
        assert_int_equal(fails[i](NULL), KOGGE_E_INVALID);
        memset(&error, 0x5a, sizeof error);
        error.struct_size = sizeof error;
        assert_refused(fails[i](&error), KOGGE_E_INVALID, error);
        assert_int_equal(error.row, -1);
        assert_int_equal(error.offset, -1);
        for (size_t j = 0; j < COUNT(sizes); j++) {
            memset(&error, 0x5a, sizeof error);
            error.struct_size = sizes[j];
            before = error;
            assert_int_equal(fails[i](&error), KOGGE_E_STRUCT_SIZE);
            assert_memory_equal(&error, &before, sizeof error);
        }
    }
}

/* Messages are UTF-8, whatever they quote: a byte that is none becomes a question mark. */
static void test_error_text(void **state)
{
    (void)state;
    static const struct {
        const char *quoted, *text;
    } cases[] = {
        { "", "" },
        { "abc", "abc" },
        { "\xc3\xa4\xd0\x96\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xd0\x96\xe2\x82\xac\xf0\x9f\x98\x80" },
        { "\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf", "\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf" },
        { "\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", "\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf" },
        { "a\xc3", "a?" },
        { "a\xe2\x82", "a??" },
        { "a\xf0\x9f\x98", "a???" },
        { "\xe4"
          "a",
          "?a" },
        { "\x80\xbf", "??" },
        { "\xc0\x80\xc1\xbf", "????" },
        { "\xe0\x9f\xbf", "???" },
        { "\xed\xa0\x80", "???" },
        { "\xf0\x8f\xbf\xbf", "????" },
        { "\xf4\x90\x80\x80", "????" },
        { "\xf5\x80\x80\x80\xff", "?????" },
        { "\xc3\xc3\xa4", "?\xc3\xa4" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_error error = KOGGE_INIT(kogge_error);
        assert_int_equal(kogge__fail(&error, KOGGE_E_FAILED, 0, -1, "%s", cases[i].quoted), KOGGE_E_FAILED);
        assert_string_equal(error.text, cases[i].text);
    }
    char longer[sizeof((kogge_error *)0)->text + 8];
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(longer, 'x', sizeof longer);
    memcpy(longer + sizeof error.text - 2, "\xc3\xa4", 3);
    (void)kogge__fail(&error, KOGGE_E_FAILED, 0, -1, "%s", longer);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    assert_int_equal(error.text[sizeof error.text - 2], '?');
}

static void test_record_init(void **state)
{
    (void)state;
    for (size_t size = 0; size <= LARGEST + 16; size++) {
        unsigned char *at = flush(size);
        memset(at, 0x5a, size);
        if (size < 8 || size > LARGEST || size % 8) {
            assert_int_equal(kogge_record_init(at, size), KOGGE_E_STRUCT_SIZE);
            if (size)
                assert_int_equal(at[0], 0x5a);
            continue;
        }
        uint32_t stamp;
        assert_int_equal(kogge_record_init(at, size), KOGGE_OK);
        memcpy(&stamp, at, sizeof stamp);
        assert_int_equal(stamp, size);
        for (size_t i = 4; i < size; i++) {
            if (at[i])
                fail_msg("byte %zu of %zu", i, size);
        }
    }
    unsigned char *at = flush(64 + 3);
    memset(at, 0x5a, 64);
    assert_int_equal(kogge_record_init(at, 64), KOGGE_OK);
    assert_int_equal(at[63], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),        cmocka_unit_test(test_misaligned), cmocka_unit_test(test_filler),
        cmocka_unit_test(test_results),      cmocka_unit_test(test_filled),     cmocka_unit_test(test_result_rows),
        cmocka_unit_test(test_error_record), cmocka_unit_test(test_error_text), cmocka_unit_test(test_record_init),
    };
    return cmocka_run_group_tests(tests, open_fence, close_input_book);
}
