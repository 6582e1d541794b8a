/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "input.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD_LIMIT = 128, CODE_LIMIT = 512, ROW_LIMIT = 32, RAW_SIZE = 320, LARGEST_RECORD = 4096 };

/* ---- bytes
 * ----------------------------------------------------------------------------------------------------------- */

uint8_t input_byte(struct bytes *in)
{
    if (!in->left)
        return 0;
    in->left--;
    return *in->at++;
}

uint64_t input_word(struct bytes *in)
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)input_byte(in) << 8 * i;
    return word;
}

static void *room(size_t size)
{
    void *memory = calloc(size ? size : 1, 1);
    if (!memory)
        abort();
    return memory;
}

/* ---- the field table
 * -------------------------------------------------------------------------------------------------- */

struct record {
    const char *name;
    uint32_t size;
    size_t field_count;
    int32_t known_offset;
    kogge_field fields[FIELD_LIMIT];
};

static struct record records[KINDS] = {
    [POLICY] = { .name = "kogge_policy" },
    [ORDER_RULE] = { .name = "kogge_order_rule" },
    [CHANNEL_COST] = { .name = "kogge_channel_cost" },
    [TREATMENT_ROW] = { .name = "kogge_treatment_row" },
    [CUSTOMER] = { .name = "kogge_customer" },
    [ORDER] = { .name = "kogge_order" },
    [ORDER_LINE] = { .name = "kogge_order_line" },
    [CHARGED_FEE] = { .name = "kogge_charged_fee" },
};

const char *input_name(enum kind kind)
{
    return records[kind].name;
}

static void add_field(struct record *record, int32_t id)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    const char *name = kogge_field_name(id);
    if (kogge_field_get(id, &field) || record->field_count == FIELD_LIMIT)
        abort();
    if (!strcmp(name, "known"))
        record->known_offset = field.offset;
    else if (strcmp(name, "struct_size") && strcmp(name, "reserved0"))
        record->fields[record->field_count++] = field;
}

static const struct record *record_of(enum kind kind)
{
    struct record *record = &records[kind];
    if (record->size)
        return record;
    record->size = kogge_abi_size(record->name);
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id)) {
        if (!strcmp(kogge_record_name(id >> 8), record->name))
            add_field(record, id);
    }
    return record;
}

/* The field of a number, which stays the same when fields are added. */
static const kogge_field *field_of(const struct record *record, uint8_t number)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if ((record->fields[i].id & 255) == number)
            return &record->fields[i];
    }
    return &record->fields[number % record->field_count];
}

static int64_t nth_code(const kogge_field *field, uint8_t n)
{
    static int32_t codes[CODE_LIMIT];
    const char *set = kogge_code_set_name(field->code_set);
    size_t count = 0;
    for (int32_t code = INT32_MIN; count < CODE_LIMIT && !kogge_code_next(set, &code);)
        codes[count++] = code;
    return count ? codes[n % count] : n;
}

/* ---- values of fields
 * -------------------------------------------------------------------------------------------------- */

/* Few different values, so that bands, keys and orders meet. */
static int64_t small_value(const kogge_field *field, uint8_t n)
{
    switch (field->unit) {
    case KOGGE_UNIT_MINOR:
        return INT64_C(250) * n;
    case KOGGE_UNIT_BP:
        return INT64_C(50) * n;
    case KOGGE_UNIT_DATE:
        return TODAY - 100 + n;
    case KOGGE_UNIT_CODE:
        return nth_code(field, n);
    case KOGGE_UNIT_ID:
        return n % 4;
    case KOGGE_UNIT_MASK:
        return n;
    default:
        return n % 16;
    }
}

static int64_t brought_between(const kogge_field *field, uint64_t word)
{
    uint64_t span = (uint64_t)field->highest - (uint64_t)field->lowest;
    if (field->unit == KOGGE_UNIT_MASK)
        return (int64_t)(word & (uint64_t)field->highest);
    return (int64_t)((uint64_t)field->lowest + (span == UINT64_MAX ? word : word % (span + 1)));
}

static int64_t select_value(struct bytes *in, const kogge_field *field)
{
    uint8_t select = input_byte(in);
    if (select >= SELECT_EXACT)
        return (int64_t)input_word(in);
    if (select >= SELECT_HIGHEST)
        return field->highest;
    if (select >= SELECT_LOWEST)
        return field->lowest;
    if (select >= SELECT_RANDOM)
        return brought_between(field, input_word(in));
    int64_t value = small_value(field, select);
    if (field->unit == KOGGE_UNIT_MASK)
        return value & field->highest;
    return field->type != KOGGE_TYPE_UINT64 && value > field->highest ? field->highest : value;
}

static void store(void *record, const kogge_field *field, int64_t value)
{
    bool wide = field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64;
    unsigned char *at = (unsigned char *)record + field->offset;
    uint32_t narrow = (uint32_t)(uint64_t)value;
    memcpy(at, wide ? (const void *)&value : (const void *)&narrow, wide ? 8 : 4);
}

/* What may not stay 0. */
static void store_required(const struct record *record, void *row)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const kogge_field *field = &record->fields[i];
        if (field->required || field->lowest > 0)
            store(row, field, field->unit == KOGGE_UNIT_CODE ? nth_code(field, 0) : field->lowest);
    }
}

static void take_fields(struct bytes *in, const struct record *record, void *row)
{
    size_t count = input_byte(in);
    for (size_t i = 0; i < count && in->left; i++) {
        const kogge_field *field = field_of(record, input_byte(in));
        store(row, field, select_value(in, field));
        if (field->known_bit < 0)
            continue;
        uint64_t known;
        memcpy(&known, (unsigned char *)row + record->known_offset, sizeof known);
        known |= UINT64_C(1) << field->known_bit;
        memcpy((unsigned char *)row + record->known_offset, &known, sizeof known);
    }
}

/* ---- contradictions removed
 * -------------------------------------------------------------------------------------------- */

static int64_t magnitude(int64_t value)
{
    return value < 0 && value >= -KOGGE_MONEY_MAX ? -value : value;
}

static bool takes_amount(int32_t effect)
{
    return effect == KOGGE_FEE_FLAT || effect == KOGGE_FEE_PER_SERVICE || effect == KOGGE_FEE_EFFORT ||
           effect == KOGGE_FEE_LINE_SHORTFALL || effect == KOGGE_FEE_BROKEN_PACK;
}

static void repair_amounts(kogge_order_rule *rule)
{
    bool percent = rule->effect == KOGGE_FEE_PERCENT, fee = rule->effect >= KOGGE_FEE_FLAT;
    if (rule->from_minor && rule->below_minor && rule->from_minor >= rule->below_minor)
        rule->from_minor /= 16, rule->below_minor += rule->below_minor < KOGGE_MONEY_MAX / 2 ? rule->from_minor : 0;
    if (rule->below_minor && rule->from_minor >= rule->below_minor)
        rule->from_minor = 0;
    if (!takes_amount(rule->effect))
        rule->amount_minor = 0;
    if (rule->effect != KOGGE_FEE_LINE_SHORTFALL)
        rule->amount_per = 0;
    if (!percent)
        rule->min_minor = rule->max_minor = 0;
    if (!percent && rule->effect != KOGGE_FEE_SLICE)
        rule->rate_bp = 0;
    if (rule->max_minor && rule->min_minor > rule->max_minor)
        rule->max_minor = 0;
    if (!fee)
        rule->waivers = 0, rule->free_per_period = 0;
    if (!fee || rule->effect == KOGGE_FEE_SLICE)
        rule->cap = 0;
}

static void repair_scope(kogge_order_rule *rule)
{
    uint32_t *masks[] = { &rule->channels, &rule->brands, &rule->order_types, &rule->delivery_modes,
                          &rule->treatments };
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        if (*masks[i] == 1)
            *masks[i] = 0;
    }
    if (rule->valid_from_at && rule->valid_until_at && rule->valid_until_at <= rule->valid_from_at)
        rule->valid_until_at = 0;
}

/* Groups: few rules in none, COST_COVER all in 5, CLIFF all in 1; one base each, GROSS only in 6. */
static void repair_group(kogge_order_rule *rule, size_t place)
{
    rule->group %= 8;
    if (!rule->group && place >= 8)
        rule->group = 2 + (int32_t)(place % 3);
    if (rule->effect == KOGGE_FEE_TOP_UP || rule->cap) {
        rule->group = rule->cap ? 1 : rule->group == 6 ? 2 : rule->group;
        rule->below_minor = rule->below_minor ? rule->below_minor : rule->from_minor + 10000;
    }
    if (rule->effect == KOGGE_FEE_COST_COVER)
        rule->group = rule->cap ? 0 : 5, rule->cap = 0;
    if (rule->effect == KOGGE_FEE_COST_COVER)
        rule->group = 5;
    if (rule->group)
        rule->base = rule->group == 6 ? KOGGE_BASE_GROSS : 1 + rule->group % 3;
    if (rule->base == KOGGE_BASE_GROSS && rule->effect == KOGGE_FEE_TOP_UP)
        rule->base = KOGGE_BASE_NET;
}

static void repair_rule(kogge_order_rule *rule, size_t place)
{
    repair_amounts(rule);
    repair_scope(rule);
    repair_group(rule, place);
    rule->id = rule->id > 3 ? rule->id - rule->id % ROW_LIMIT + (int32_t)place : (int32_t)(1 + place);
    rule->agreement %= 3;
}

static void repair_treatment(kogge_treatment_row *row, size_t place)
{
    row->strategy = place % 2 ? KOGGE_STRATEGY_FORWARD : KOGGE_STRATEGY_RETREAT;
    row->treatment = 1 + (int32_t)(place / 2 % 5);
    if (row->care == KOGGE_CARE_KAM)
        row->care = 0;
    if (row->replenishment == KOGGE_REPLENISHMENT_OFFER)
        row->replenishment = 0;
}

static void repair_policy(kogge_policy *policy)
{
    policy->cut_a_minor = policy->cut_b_minor = 0;
    policy->small_by = 0;
    if (policy->cut_b_bp < policy->cut_a_bp)
        policy->cut_b_bp = policy->cut_a_bp;
    if (policy->strategy == KOGGE_STRATEGY_UNDECIDED)
        policy->strategy = KOGGE_STRATEGY_HOLD;
}

static void repair_order(kogge_order *order)
{
    order->currency = 0;
    order->known &= ~KOGGE_ORDER_LINE_COUNT | (order->line_count ? KOGGE_ORDER_LINE_COUNT : 0);
    if ((order->flags & (KOGGE_ORDER_FLAG_RETURN | KOGGE_ORDER_FLAG_CREDIT)) || order->net_minor <= 0)
        return;
    order->discount_minor = magnitude(order->discount_minor);
    order->freight_minor = magnitude(order->freight_minor);
    order->tax_minor = magnitude(order->tax_minor);
    order->also_counts_minor = magnitude(order->also_counts_minor);
    order->excluded_minor = magnitude(order->excluded_minor);
    if (order->excluded_minor > order->net_minor)
        order->excluded_minor = order->net_minor;
}

static void repair(enum kind kind, void *row, size_t place)
{
    kogge_customer *customer = row;
    switch (kind) {
    case POLICY:
        repair_policy(row);
        break;
    case ORDER_RULE:
        repair_rule(row, place);
        break;
    case CHANNEL_COST:
        ((kogge_channel_cost *)row)->channel = 1 + (int32_t)(place % 8);
        break;
    case TREATMENT_ROW:
        repair_treatment(row, place);
        break;
    case CUSTOMER:
        customer->override_reason = customer->tier_override ? customer->override_reason : 0;
        break;
    case ORDER:
        repair_order(row);
        break;
    default:
        break;
    }
}

/* ---- memory
 * ------------------------------------------------------------------------------------------------------------ */

static unsigned char *open_block(struct block *block, uint8_t shape, size_t size, size_t unit)
{
    static const size_t shifts[] = { 0, 1, 4, 7 };
    size_t shift = shifts[(shape & SHAPE_SHIFTED) / 32] / unit * unit;
    block->memory = room(shift + size);
    block->data = block->memory + shift;
    return block->data;
}

void input_free(struct block *block)
{
    free(block->memory);
    *block = (struct block){ NULL, NULL };
}

/* ---- records
 * ----------------------------------------------------------------------------------------------------------- */

static void raw_record(struct bytes *in, uint8_t shape, struct block *block)
{
    uint32_t size = (uint32_t)input_byte(in) << 3; /* a multiple of 8, unless the next byte says otherwise */
    uint8_t other = input_byte(in);
    size += other > 250 ? 4 : other > 240 ? 8 * LARGEST_RECORD : other > 230 ? LARGEST_RECORD - 2000 : 0;
    size_t held = size > LARGEST_RECORD ? LARGEST_RECORD : size < 4 ? 4 : size;
    unsigned char *data = open_block(block, shape, held, 4);
    memcpy(data, &size, 4);
    for (size_t i = 4; i < held; i++)
        data[i] = input_byte(in);
}

/* A policy starts as a preset: its numbers have no neutral values. */
static void start_record(struct bytes *in, const struct record *record, enum kind kind, unsigned char *data)
{
    if (kind == POLICY) {
        uint8_t preset = input_byte(in), currency = input_byte(in);
        static const int32_t currencies[] = { 978, 756, 392, 414 };
        if (kogge_policy_init((kogge_policy *)(void *)data, record->size, 1 + preset % 3, currencies[currency % 4]))
            abort();
        return;
    }
    if (kogge_record_init(data, record->size))
        abort();
    store_required(record, data);
    if (kind == ORDER)
        ((kogge_order *)(void *)data)->priced_at = TODAY;
}

static void tailed(uint8_t shape, unsigned char *record, size_t size, size_t tail)
{
    memset(record + size, 0, tail);
    if (tail && (shape & SHAPE_TAIL_SET))
        record[size + tail - 1] = 1;
}

void input_record(struct bytes *in, enum kind kind, struct block *block)
{
    const struct record *record = record_of(kind);
    uint8_t shape = input_byte(in);
    *block = (struct block){ NULL, NULL };
    if (kind != POLICY && kind != ORDER && (shape & SHAPE_ABSENT))
        return;
    if ((shape & SHAPE_FORM) == SHAPE_RAW) {
        raw_record(in, shape, block);
        return;
    }
    unsigned char *full = room(record->size);
    start_record(in, record, kind, full);
    take_fields(in, record, full);
    if ((shape & SHAPE_FORM) < SHAPE_AS_IS)
        repair(kind, full, 0);
    size_t tail = (size_t)(shape & SHAPE_TAIL) * 2;
    unsigned char *data = open_block(block, shape, record->size + tail, 4);
    uint32_t size = (uint32_t)(record->size + tail);
    memcpy(data, full, record->size);
    memcpy(data, &size, sizeof size);
    tailed(shape, data, record->size, tail);
    free(full);
}

/* ---- rows
 * -------------------------------------------------------------------------------------------------------------- */

static void raw_rows(struct bytes *in, uint8_t shape, struct block *block, kogge_rows *rows)
{
    rows->row_size = (size_t)input_byte(in) * 8 % RAW_SIZE;
    if (input_byte(in) > 250)
        rows->row_size += 4;
    unsigned char *data = open_block(block, shape, rows->count * rows->row_size, 1);
    for (size_t i = 0; i < rows->count * rows->row_size; i++)
        data[i] = input_byte(in);
}

/* One row from its fields. */
static void field_row(struct bytes *in, enum kind kind, uint8_t shape, unsigned char *full, size_t place)
{
    const struct record *record = record_of(kind);
    memset(full, 0, record->size);
    store_required(record, full);
    take_fields(in, record, full);
    if ((shape & SHAPE_FORM) < SHAPE_AS_IS)
        repair(kind, full, place);
}

/* The same rules again under other ids, so that one order has more rules than are remembered. */
static void repeat(unsigned char *row, size_t times)
{
    kogge_order_rule rule;
    memcpy(&rule, row, sizeof rule);
    rule.id = (int32_t)((uint32_t)rule.id + (uint32_t)times * 2 * ROW_LIMIT);
    rule.group = rule.group ? rule.group : 7;
    memcpy(row, &rule, sizeof rule);
}

static void field_rows(struct bytes *in, enum kind kind, uint8_t shape, struct block *block, kogge_rows *rows)
{
    const struct record *record = record_of(kind);
    size_t tail = (size_t)(shape & SHAPE_TAIL) * 2, once = rows->count;
    bool repeats = kind == ORDER_RULE && (shape & SHAPE_FORM) == SHAPE_REPEATED;
    rows->count *= repeats ? REPEATS : 1;
    rows->row_size = record->size + tail;
    unsigned char *full = room(record->size), *data = open_block(block, shape, rows->count * rows->row_size, 1);
    for (size_t i = 0; i < rows->count; i++) {
        unsigned char *row = data + i * rows->row_size;
        if (i < once)
            field_row(in, kind, shape, full, i);
        memcpy(row, i < once ? full : data + i % once * rows->row_size, record->size);
        if (repeats)
            repeat(row, i / once);
        tailed(shape, row, record->size, tail);
    }
    free(full);
}

void input_rows(struct bytes *in, enum kind kind, size_t limit, struct block *block, kogge_rows *rows)
{
    uint8_t shape = input_byte(in);
    *block = (struct block){ NULL, NULL };
    *rows = (kogge_rows){ NULL, 0, 0 };
    if (shape & SHAPE_ABSENT)
        return;
    rows->count = input_byte(in) % (limit + 1);
    if ((shape & SHAPE_FORM) == SHAPE_RAW)
        raw_rows(in, shape, block, rows);
    else
        field_rows(in, kind, shape, block, rows);
    rows->data = block->data;
}
