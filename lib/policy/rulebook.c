/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/rulebook.h"

#include "base/record.h"
#include "base/sort.h"
#include "base/table.h"
#include "policy/check.h"
#include "policy/preset.h"
#include "policy/small_table.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    BANDED_LIMIT = 4096
}; /* rules with a band for one agreement, customer group, country and sales organisation */

/* ---- references ------------------------------------------------------------------------------------------------ */

kogge_rulebook *kogge_rulebook_ref(kogge_rulebook *book)
{
    if (book)
        atomic_fetch_add_explicit(&book->references, 1, memory_order_relaxed);
    return book;
}

void kogge_rulebook_unref(kogge_rulebook *book)
{
    if (!book || atomic_fetch_sub_explicit(&book->references, 1, memory_order_acq_rel) != 1)
        return;
    const kogge_allocator allocator = book->allocator;
    kogge__free(&allocator, book->rules);
    kogge__free(&allocator, book->terms);
    kogge__index_free(&book->index, &allocator);
    kogge__free(&allocator, book->by_id);
    kogge__free(&allocator, book->slots);
    kogge__free(&allocator, book);
}

/* ---- what is looked up in the small tables --------------------------------------------------------------------- */

/* MIXED goes forward with developable customers only; HOLD looks up nothing, so that every cell is UNCHANGED. */
int32_t kogge__strategy_of_column(int32_t strategy, int32_t treatment)
{
    if (strategy == KOGGE_STRATEGY_MIXED)
        return treatment == KOGGE_TREATMENT_DEVELOPABLE ? KOGGE_STRATEGY_FORWARD : KOGGE_STRATEGY_RETREAT;
    return strategy;
}

const kogge_treatment_row *kogge__treatment_row(const kogge_rulebook *book, int32_t strategy, int32_t treatment)
{
    for (size_t i = 0; i < book->treatment_count; i++) {
        if (book->treatments[i].strategy == strategy && book->treatments[i].treatment == treatment)
            return &book->treatments[i];
    }
    return NULL;
}

static void look_up_columns(kogge_rulebook *book)
{
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++) {
        const int32_t strategy = kogge__strategy_of_column(book->policy.strategy, treatment);
        const kogge_treatment_row *row = kogge__treatment_row(book, strategy, treatment);
        if (row)
            book->column[treatment] = *row;
    }
}

/* A channel without a row, and the unknown channel, cost as much as the dearest. */
static void look_up_costs(kogge_rulebook *book)
{
    int64_t dearest = 0;
    for (size_t i = 0; i < book->cost_count; i++)
        dearest = book->costs[i].cost_per_order_minor > dearest ? book->costs[i].cost_per_order_minor : dearest;
    for (size_t i = 0; i < CHANNEL_LIMIT; i++)
        book->order_cost[i] = dearest;
    for (size_t i = 0; i < book->cost_count; i++)
        book->order_cost[book->costs[i].channel] = book->costs[i].cost_per_order_minor;
}

/* ---- order rules ----------------------------------------------------------------------------------------------- */

/* Rules as they came in, and their order by id and by evaluation. */
struct intake {
    const kogge_allocator *allocator;
    kogge_order_rule *terms;
    size_t count;
};

static bool less_by_id(const void *context, uint32_t a, uint32_t b)
{
    const kogge_order_rule *terms = context;
    return terms[a].id < terms[b].id || (terms[a].id == terms[b].id && a < b);
}

/* Unset keys come after set ones. */
static int compare_set(int32_t a, int32_t b)
{
    return (a == 0) - (b == 0);
}

/* General rules, then agreement by agreement; within these the order of evaluation (semantics 2.2). */
static bool less_by_evaluation(const void *context, uint32_t a, uint32_t b)
{
    const kogge_order_rule *x = (const kogge_order_rule *)context + a, *y = (const kogge_order_rule *)context + b;
    if (x->agreement != y->agreement)
        return x->agreement < y->agreement;
    if (x->group != y->group)
        return (x->group ? x->group : 48) < (y->group ? y->group : 48);
    int keys[] = { compare_set(x->customer_group, y->customer_group), compare_set(x->country, y->country),
                   compare_set(x->sales_org, y->sales_org) };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i])
            return keys[i] < 0;
    }
    return x->priority != y->priority ? x->priority < y->priority : x->id < y->id;
}

static kogge_status read_preset_rules(kogge_rulebook *book, struct intake *intake)
{
    const struct preset_rules *preset = &kogge__preset_rules[book->policy.preset - 1];
    intake->terms = kogge__alloc(intake->allocator, preset->count * sizeof *intake->terms);
    if (!intake->terms)
        return KOGGE_E_MEMORY;
    for (size_t i = 0; i < preset->count; i++) {
        intake->terms[i] = preset->rows[i];
        kogge__scale_money(KOGGE_RECORD_ORDER_RULE, &intake->terms[i], book->policy.currency_digits);
    }
    intake->count = preset->count;
    return KOGGE_OK;
}

static kogge_status read_rule(const kogge_rulebook *book, const kogge_rows *rows, size_t row, kogge_order_rule *rule,
                              kogge_error *error)
{
    kogge_order_rule copy;
    const void *full = NULL;
    kogge_status status = kogge__row_read(KOGGE_RECORD_ORDER_RULE, rows, row, &copy, &full, error);
    if (status) {
        if (error && full)
            memcpy(&error->rule, (const unsigned char *)full + offsetof(kogge_order_rule, id), sizeof error->rule);
        return status;
    }
    memcpy(rule, full, sizeof *rule);
    return kogge__check_rule(&book->policy, rule, (int64_t)row, error);
}

static kogge_status read_rules(kogge_rulebook *book, const kogge_rows *rows, struct intake *intake,
                               kogge_error *error)
{
    if (!rows->data)
        return read_preset_rules(book, intake);
    if (rows->count > KOGGE_RULES_MAX)
        return kogge__fail(error, KOGGE_E_LIMIT, 0, -1, "%zu order rules, at most %d are possible", rows->count,
                           KOGGE_RULES_MAX);
    if (!rows->count)
        return KOGGE_OK;
    kogge_status status = kogge__rows_size(KOGGE_RECORD_ORDER_RULE, rows->row_size, error);
    if (status)
        return status;
    intake->terms = kogge__alloc(intake->allocator, rows->count * sizeof *intake->terms);
    if (!intake->terms)
        return KOGGE_E_MEMORY;
    for (; !status && intake->count < rows->count; intake->count++)
        status = read_rule(book, rows, intake->count, &intake->terms[intake->count], error);
    return status;
}

static kogge_status check_ids(const struct intake *intake, const uint32_t *by_id, kogge_error *error)
{
    for (size_t i = 1; i < intake->count; i++) {
        const kogge_order_rule *rule = &intake->terms[by_id[i]];
        if (rule->id != intake->terms[by_id[i - 1]].id)
            continue;
        (void)kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_ID, (int64_t)by_id[i],
                          "order rule %" PRId32 ": the id stands in row %" PRIu32 " already", rule->id, by_id[i - 1]);
        if (error)
            error->rule = rule->id;
        return KOGGE_E_INVALID;
    }
    return KOGGE_OK;
}

/* Rules that only agree in all keys can hold for one order together; their edges are looked at pair by pair. */
static bool same_keys(const kogge_order_rule *a, const kogge_order_rule *b)
{
    return a->agreement == b->agreement && a->customer_group == b->customer_group && a->country == b->country &&
           a->sales_org == b->sales_org;
}

static bool less_by_keys(const void *context, uint32_t a, uint32_t b)
{
    const kogge_order_rule *x = (const kogge_order_rule *)context + a, *y = (const kogge_order_rule *)context + b;
    if (x->agreement != y->agreement)
        return x->agreement < y->agreement;
    if (x->customer_group != y->customer_group)
        return x->customer_group < y->customer_group;
    if (x->country != y->country)
        return x->country < y->country;
    return x->sales_org != y->sales_org ? x->sales_org < y->sales_org : x->id < y->id;
}

static kogge_status check_band_limit(const struct intake *intake, uint32_t *scratch, kogge_error *error)
{
    size_t banded = 0;
    if (intake->count <= BANDED_LIMIT)
        return KOGGE_OK;
    kogge__sort(scratch, intake->count, less_by_keys, intake->terms);
    for (size_t i = 0; i < intake->count; i++) {
        const kogge_order_rule *rule = &intake->terms[scratch[i]];
        if (i && !same_keys(rule, &intake->terms[scratch[i - 1]]))
            banded = 0;
        banded += rule->from_minor || rule->below_minor;
        if (banded > BANDED_LIMIT)
            return kogge__fail(error, KOGGE_E_LIMIT, KOGGE_FIELD_ORDER_RULE_BELOW, -1,
                               "order rule %" PRId32
                               ": more than %d rules with a band for the same agreement, customer "
                               "group, country and sales organisation",
                               rule->id, BANDED_LIMIT);
    }
    return KOGGE_OK;
}

/* Puts the rules into evaluation order; by_id comes in as row numbers by id, and goes out as indices by id. */
static void arrange(kogge_rulebook *book, const struct intake *intake, const uint32_t *by_evaluation)
{
    uint32_t *place = (uint32_t *)(void *)book->rules; /* row -> index; scratch until the rules are compiled */
    for (uint32_t i = 0; i < intake->count; i++) {
        book->terms[i] = intake->terms[by_evaluation[i]];
        place[by_evaluation[i]] = i;
    }
    for (size_t i = 0; i < intake->count; i++)
        book->by_id[i] = place[book->by_id[i]];
    for (size_t i = 0; i < intake->count; i++) {
        kogge__rule_compile(&book->terms[i], &book->rules[i]);
        if (!book->terms[i].agreement)
            book->general_end = (uint32_t)i + 1;
    }
    book->rule_count = intake->count;
}

static void count_up(uint32_t *indices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        indices[i] = (uint32_t)i;
}

static kogge_status take_rules(kogge_rulebook *book, const struct intake *intake, uint32_t *scratch,
                               kogge_error *error)
{
    count_up(book->by_id, intake->count);
    kogge__sort(book->by_id, intake->count, less_by_id, intake->terms);
    kogge_status status = check_ids(intake, book->by_id, error);
    if (status)
        return status;
    count_up(scratch, intake->count);
    status = check_band_limit(intake, scratch, error);
    if (status)
        return status;
    kogge__sort(scratch, intake->count, less_by_evaluation, intake->terms);
    arrange(book, intake, scratch);
    status = kogge__check_groups(book, error);
    if (!status)
        status = kogge__check_fee_limit(book, error);
    return status ? status : kogge__check_cliffs(book, error);
}

static kogge_status compile_rules(kogge_rulebook *book, const struct intake *intake, kogge_error *error)
{
    if (!intake->count)
        return KOGGE_OK;
    const kogge_allocator *allocator = intake->allocator;
    uint32_t *scratch = kogge__alloc(allocator, intake->count * sizeof *scratch);
    book->by_id = kogge__alloc(allocator, intake->count * sizeof *book->by_id);
    book->terms = kogge__alloc(allocator, intake->count * sizeof *book->terms);
    book->rules = kogge__alloc(allocator, intake->count * sizeof *book->rules);
    kogge_status status = KOGGE_E_MEMORY;
    if (scratch && book->by_id && book->terms && book->rules)
        status = take_rules(book, intake, scratch, error);
    kogge__free(allocator, scratch);
    return status;
}

/* ---- the index by agreement ------------------------------------------------------------------------------------ */

/* The finaliser of MurmurHash3: agreements are often consecutive numbers. */
static uint64_t scatter(uint64_t id)
{
    id = (id ^ id >> 33) * UINT64_C(0xff51afd7ed558ccd);
    id = (id ^ id >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return id ^ id >> 33;
}

static void index_agreement(kogge_rulebook *book, uint32_t begin, uint32_t end)
{
    uint64_t id = book->terms[begin].agreement;
    size_t slot = (size_t)(scatter(id) & (book->slot_count - 1));
    while (book->slots[slot].end)
        slot = (slot + 1) & (book->slot_count - 1);
    book->slots[slot] = (struct agreement){ id, begin, end };
}

static kogge_status index_agreements(kogge_rulebook *book)
{
    size_t agreements = 0;
    for (size_t i = book->general_end; i < book->rule_count; i++)
        agreements += i == book->general_end || book->terms[i].agreement != book->terms[i - 1].agreement;
    if (!agreements)
        return KOGGE_OK;
    for (book->slot_count = 2; book->slot_count < 2 * agreements;)
        book->slot_count *= 2;
    book->slots = kogge__alloc(&book->allocator, book->slot_count * sizeof *book->slots);
    if (!book->slots)
        return KOGGE_E_MEMORY;
    memset(book->slots, 0, book->slot_count * sizeof *book->slots);
    for (uint32_t begin = book->general_end, end; begin < book->rule_count; begin = end) {
        for (end = begin; end < book->rule_count && book->terms[end].agreement == book->terms[begin].agreement;)
            end++;
        index_agreement(book, begin, end);
    }
    return KOGGE_OK;
}

struct agreement kogge__rulebook_agreement(const kogge_rulebook *book, uint64_t id)
{
    const struct agreement none = { id, 0, 0 };
    if (!id || !book->slot_count)
        return none;
    size_t slot = (size_t)(scatter(id) & (book->slot_count - 1));
    while (book->slots[slot].end && book->slots[slot].id != id)
        slot = (slot + 1) & (book->slot_count - 1);
    return book->slots[slot].end ? book->slots[slot] : none;
}

/* ---- the constructor ------------------------------------------------------------------------------------------- */

/* The preset and currency decide what fields get that an older caller does not have; both are in the first layout. */
static kogge_status read_policy(kogge_rulebook *book, const kogge_policy *policy, kogge_error *error)
{
    int32_t preset, currency;
    kogge_status status = kogge__result_size(KOGGE_RECORD_POLICY, policy, error); /* a size that holds both */
    if (status)
        return status;
    memcpy(&preset, (const unsigned char *)policy + offsetof(kogge_policy, preset), sizeof preset);
    memcpy(&currency, (const unsigned char *)policy + offsetof(kogge_policy, currency), sizeof currency);
    (void)kogge_policy_init(&book->policy, sizeof book->policy, preset, currency);
    status = kogge__record_widen(KOGGE_RECORD_POLICY, policy, &book->policy, error);
    return status ? status : kogge__check_policy(&book->policy, error);
}

static kogge_status check_spec(const kogge_rulebook_spec *spec, kogge_error *error)
{
    if (!spec)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "spec is NULL");
    if (spec->struct_size < sizeof *spec || spec->struct_size > 4096)
        return kogge__fail(error, KOGGE_E_STRUCT_SIZE, 0, -1,
                           "kogge_rulebook_spec has size %" PRIu32 ", expected is at least %zu", spec->struct_size,
                           sizeof *spec);
    kogge_status status = kogge__check_tail("kogge_rulebook_spec", spec, sizeof *spec, spec->struct_size, -1, error);
    if (status)
        return status;
    if (spec->flags)
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, -1, "this release knows no flags of a rulebook");
    const kogge_rows *tables[] = { &spec->rules, &spec->treatments, &spec->channel_costs, &spec->criteria,
                                   &spec->strategy_weights };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (!tables[i]->data && tables[i]->count)
            return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "a table of %zu rows has no data", tables[i]->count);
    }
    return spec->policy ? KOGGE_OK : kogge__fail(error, KOGGE_E_INVALID, 0, -1, "spec.policy is NULL");
}

/* Without a sales policy: the numbers of the preset. */
static kogge_status read_sales(kogge_rulebook *book, const kogge_sales_policy *sales, kogge_error *error)
{
    (void)kogge_sales_policy_init(&book->sales, sizeof book->sales, book->policy.preset);
    return sales ? kogge__record_widen(KOGGE_RECORD_SALES_POLICY, sales, &book->sales, error) : KOGGE_OK;
}

static kogge_status fill(kogge_rulebook *book, const kogge_rulebook_spec *spec, kogge_error *error)
{
    struct intake intake = { .allocator = &book->allocator };
    kogge_status status = read_policy(book, spec->policy, error);
    if (!status)
        status = read_sales(book, spec->sales, error);
    const kogge_rows *small[SMALL_TABLES] = { &spec->channel_costs, &spec->treatments, &spec->criteria,
                                              &spec->strategy_weights };
    for (enum small which = 0; !status && which < SMALL_TABLES; which++)
        status = kogge__small_read(book, which, small[which], error);
    if (!status)
        status = read_rules(book, &spec->rules, &intake, error);
    if (!status)
        status = compile_rules(book, &intake, error);
    if (!status)
        status = kogge__index_rules(&book->index, book->rules, book->rule_count, &book->allocator);
    if (!status)
        status = index_agreements(book);
    kogge__free(&book->allocator, intake.terms);
    return status;
}

kogge_status kogge_rulebook_new(const kogge_rulebook_spec *spec, kogge_rulebook **book, kogge_error *error)
{
    if (book)
        *book = NULL;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!book)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "book is NULL");
    kogge_status status = check_spec(spec, error);
    if (status)
        return status;
    kogge_rulebook *fresh = kogge__alloc(spec->allocator, sizeof *fresh);
    if (!fresh)
        return kogge__fail(error, KOGGE_E_MEMORY, 0, -1, "no memory for a rulebook");
    memset(fresh, 0, sizeof *fresh);
    atomic_init(&fresh->references, 1);
    if (spec->allocator)
        fresh->allocator = *spec->allocator;
    status = fill(fresh, spec, error);
    if (status) {
        if (status == KOGGE_E_MEMORY)
            (void)kogge__fail(error, status, 0, -1, "no memory for a rulebook");
        kogge_rulebook_unref(fresh);
        return status;
    }
    look_up_columns(fresh);
    look_up_costs(fresh);
    fresh->fingerprint = kogge__fingerprint(fresh);
    *book = fresh;
    return KOGGE_OK;
}

/* ---- what it contains ------------------------------------------------------------------------------------------ */

const kogge_order_rule *kogge__rulebook_rule(const kogge_rulebook *book, int32_t id)
{
    size_t low = 0, high = book->rule_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (book->terms[book->by_id[middle]].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    const kogge_order_rule *rule = low < book->rule_count ? &book->terms[book->by_id[low]] : NULL;
    return rule && rule->id == id ? rule : NULL;
}

kogge_status kogge_rulebook_policy(const kogge_rulebook *book, kogge_policy *policy)
{
    if (!book || !policy)
        return KOGGE_E_INVALID;
    return kogge__record_write(KOGGE_RECORD_POLICY, &book->policy, policy, NULL);
}

kogge_status kogge_rulebook_sales_policy(const kogge_rulebook *book, kogge_sales_policy *sales)
{
    if (!book || !sales)
        return KOGGE_E_INVALID;
    return kogge__record_write(KOGGE_RECORD_SALES_POLICY, &book->sales, sales, NULL);
}

static kogge_status check_out(const kogge_rulebook *book, int32_t record, const kogge_out_rows *rows)
{
    if (!book || !rows)
        return KOGGE_E_INVALID;
    return rows->data ? kogge__rows_size(record, rows->row_size, NULL) : KOGGE_OK;
}

kogge_status kogge_rulebook_rules(const kogge_rulebook *book, kogge_out_rows *rules)
{
    kogge_status status = check_out(book, KOGGE_RECORD_ORDER_RULE, rules);
    if (status)
        return status;
    rules->count = book->rule_count;
    for (size_t i = 0; i < book->rule_count; i++)
        kogge__row_write(KOGGE_RECORD_ORDER_RULE, &book->terms[book->by_id[i]], rules, i);
    return KOGGE_OK;
}

static kogge_status write_small(const kogge_rulebook *book, enum small which, kogge_out_rows *rows)
{
    const int32_t record = kogge__small_tables[which].record;
    kogge_status status = check_out(book, record, rows);
    if (status)
        return status;
    rows->count = kogge__small_count(book, which);
    for (size_t i = 0; i < rows->count; i++)
        kogge__row_write(record, kogge__small_row(book, which, i), rows, i);
    return KOGGE_OK;
}

kogge_status kogge_rulebook_channel_costs(const kogge_rulebook *book, kogge_out_rows *costs)
{
    return write_small(book, SMALL_COSTS, costs);
}

kogge_status kogge_rulebook_treatments(const kogge_rulebook *book, kogge_out_rows *treatments)
{
    return write_small(book, SMALL_TREATMENTS, treatments);
}

kogge_status kogge_rulebook_criteria(const kogge_rulebook *book, kogge_out_rows *criteria)
{
    return write_small(book, SMALL_CRITERIA, criteria);
}

kogge_status kogge_rulebook_strategy_weights(const kogge_rulebook *book, kogge_out_rows *weights)
{
    return write_small(book, SMALL_WEIGHTS, weights);
}
