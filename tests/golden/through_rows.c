/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "through_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 12 * FIELDS };

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static void *blocks[BLOCKS];
static size_t block_count;

unsigned char *block(size_t size)
{
    if (block_count == BLOCKS)
        die("no room for the columns of", current);
    unsigned char *memory = malloc(size);
    if (!memory)
        die("no memory for", current);
    blocks[block_count++] = memory;
    return memset(memory, GARBAGE, size);
}

void free_blocks(void)
{
    while (block_count)
        free(blocks[--block_count]);
}

void set_bit(uint8_t *bits, size_t bit, bool value)
{
    bits[bit / 8] = (uint8_t)(value ? bits[bit / 8] | 1u << bit % 8 : bits[bit / 8] & ~(1u << bit % 8));
}

/* ---- records by the field table -------------------------------------------------------------------------------- */

size_t width_of(int32_t type)
{
    return type == KOGGE_TYPE_INT64 || type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

kogge_field described(int32_t id)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    if (kogge_field_get(id, &field))
        die("no such field in", current);
    return field;
}

size_t columns_of(const char *name, const void *records, kogge_column *columns)
{
    const kogge_rows rows = { records, TABLE_ROWS, kogge_abi_size(name) };
    size_t count = 0;
    if (kogge_columns_of_rows(name, &rows, columns, FIELDS, &count) || count > FIELDS)
        die("no columns for", name);
    return count;
}

uint64_t known_of(const char *name, const void *record)
{
    uint64_t known = 0;
    const int32_t id = kogge_field_of(name, "known");
    if (id)
        memcpy(&known, (const unsigned char *)record + described(id).offset, sizeof known);
    return known;
}

bool knows(const char *name, const void *record, const kogge_field *field)
{
    return field->known_bit < 0 || (known_of(name, record) >> field->known_bit & 1);
}

bool is_known_column(int32_t field)
{
    return !strcmp(kogge_field_name(field), "known");
}

/* A value without its bit, or a bit without a field: bitmaps have no words for it. */
bool said_by_bitmaps(const char *name, const void *record)
{
    static const unsigned char zeros[8];
    kogge_column columns[FIELDS];
    const size_t count = columns_of(name, record, columns);
    uint64_t left = known_of(name, record);
    for (size_t i = 0; i < count; i++) {
        const kogge_field field = described(columns[i].field);
        if (field.known_bit < 0)
            continue;
        left &= ~(UINT64_C(1) << field.known_bit);
        if (!knows(name, record, &field) && memcmp(columns[i].data, zeros, width_of(field.type)) != 0)
            return false;
    }
    return !left;
}

/* ---- the rows, and what the calls for one record say -------------------------------------------------------- */

static void ask(const struct through *decision, const void *const *inputs, struct answer *answer)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = { .data = answer->reasons, .capacity = REASONS };
    memset(answer->result, 0, sizeof answer->result);
    if (kogge_record_init(answer->result, kogge_abi_size(decision->result)))
        die("no such record:", decision->result);
    answer->status = decision->one(decision, inputs, answer->result, &why, &error);
    answer->field = answer->status ? error.field : 0;
    answer->reason_count = answer->status ? 0 : why.count;
    if (answer->status)
        memset(answer->result, 0, sizeof answer->result);
}

/* A row that holds nothing; its lists are empty, but not left out. */
static struct through without_values(const struct through *decision)
{
    struct through blank = *decision;
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        blank.lists[i].count = 0;
    return blank;
}

void make_rows(const struct through *decision, bool all_the_same, struct rows_of_case *rows)
{
    const void *blank[THROUGH_INPUTS] = { NULL };
    const struct through nothing = without_values(decision);
    for (size_t i = 0; i < THROUGH_INPUTS && decision->records[i]; i++) {
        memset(rows->blank[i], 0, sizeof rows->blank[i]);
        (void)kogge_record_init(rows->blank[i], kogge_abi_size(decision->records[i]));
        blank[i] = rows->blank[i];
        for (size_t row = 0; row < TABLE_ROWS; row++)
            rows->inputs[i][row] = row == 1 && !all_the_same ? blank[i] : decision->inputs[i];
    }
    ask(decision, decision->inputs, &rows->answers[0]);
    ask(&nothing, blank, &rows->answers[1]);
    for (size_t row = 0; row < TABLE_ROWS; row++)
        rows->expected[row] = &rows->answers[row == 1 && !all_the_same];
}

/* ---- customers and lists --------------------------------------------------------------------------------------- */

void join_customer(const struct through *decision, size_t at, const void *nobody, struct joined *joined)
{
    static const kogge_order_row nowhere;
    joined->place = nowhere;
    if (decision->of)
        joined->place = (kogge_order_row){ .known = KOGGE_ORDER_ROW_CUSTOMER_ROW, .customer_row = (int64_t)at };
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        joined->places[row] = &joined->place;
        joined->customers[row] = decision->of && row == at ? decision->of : nobody;
    }
}

struct through_list join_list(const kogge_rows *list, size_t before, bool all_the_same)
{
    const size_t most = before + TABLE_ROWS * list->count;
    if (!list->data)
        return (struct through_list){ .values = { 0 } };
    unsigned char *values = block(most * list->row_size);
    int64_t *offsets = (int64_t *)(void *)block((TABLE_ROWS + 1) * sizeof *offsets);
    size_t end = before;
    offsets[0] = (int64_t)before;
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        const size_t count = row == 1 && !all_the_same ? 0 : list->count;
        memcpy(values + end * list->row_size, list->data, count * list->row_size);
        end += count;
        offsets[row + 1] = (int64_t)end;
    }
    return (struct through_list){ { values, end, list->row_size }, offsets };
}

/* ---- what comes out -------------------------------------------------------------------------------------------- */

void open_outcome(struct outcome *found)
{
    memset(found->row_status, GARBAGE, sizeof found->row_status);
    memset(found->reason_end, 0, sizeof found->reason_end);
    found->why = (kogge_reasons){ .data = found->reason_room, .capacity = TABLE_ROWS * REASONS };
    found->summary = (kogge_batch_summary)KOGGE_INIT(kogge_batch_summary);
    found->error = (kogge_error)KOGGE_INIT(kogge_error);
}

void compare_value(const struct through *decision, const struct rows_of_case *rows, size_t row, int32_t field,
                   const void *value, const bool *valid, const char *how)
{
    const kogge_field known_field = described(field);
    const struct answer *expected = rows->expected[row];
    const bool known = !expected->status && knows(decision->result, expected->result, &known_field);
    const unsigned char *as_expected = (const unsigned char *)expected->result + known_field.offset;
    if ((valid && *valid != known) || memcmp(value, as_expected, width_of(known_field.type)) != 0)
        complain("%s: row %zu: %s differs", how, row, kogge_field_name(field));
}

static void compare_statuses(const struct rows_of_case *rows, const struct outcome *found, const char *how)
{
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        if (found->row_status[row] != rows->expected[row]->status)
            complain("%s: row %zu has status %" PRId32 ", the record %" PRId32, how, row, found->row_status[row],
                     rows->expected[row]->status);
    }
}

static void compare_reasons_of_rows(const struct rows_of_case *rows, const struct outcome *found, const char *how)
{
    size_t end = 0;
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        const struct answer *expected = rows->expected[row];
        const kogge_reason *first = &found->reason_room[end];
        end += expected->reason_count;
        if (found->reason_end[row] != (int64_t)end)
            complain("%s: reasons of row %zu end at %" PRId64 ", not %zu", how, row, found->reason_end[row], end);
        else if (memcmp(first, expected->reasons, expected->reason_count * sizeof *first) != 0)
            complain("%s: row %zu has other reasons", how, row);
    }
    if (found->why.count != end)
        complain("%s: %zu reasons, not %zu", how, found->why.count, end);
}

/* The summary, and the first refused row. */
static void compare_whole(const struct rows_of_case *rows, kogge_status status, const struct outcome *found,
                          const char *how)
{
    int64_t refused = 0, first = -1;
    for (size_t row = TABLE_ROWS; row-- > 0;) {
        if (!rows->expected[row]->status)
            continue;
        refused++;
        first = (int64_t)row;
    }
    if (status != (refused ? KOGGE_E_SOME_ROWS : KOGGE_OK))
        complain("%s: status %" PRId32 " (%s)", how, status, found->error.text);
    if (found->summary.refused != refused || found->summary.accepted != TABLE_ROWS - refused ||
        found->summary.first_refused != first)
        complain("%s: %" PRId64 " rows refused, the first %" PRId64, how, found->summary.refused,
                 found->summary.first_refused);
    if (refused && (found->error.row != first || found->error.field != rows->expected[first]->field))
        complain("%s: error %s", how, found->error.text);
}

void compare_outcome(const struct rows_of_case *rows, kogge_status status, const struct outcome *found,
                     const char *how)
{
    compare_statuses(rows, found, how);
    compare_reasons_of_rows(rows, found, how);
    compare_whole(rows, status, found, how);
}

bool refuses_all(const struct rows_of_case *rows, kogge_status status)
{
    return status && status != KOGGE_E_SOME_ROWS && status == rows->answers[0].status &&
           status == rows->answers[1].status && !rows->answers[0].field;
}
