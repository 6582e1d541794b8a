/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* As many key accounts as can be served; the others wait (semantics 8 capacity, R132). */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "base/sort.h"
#include "columns/columns.h"
#include "columns/unique.h"
#include "policy/rulebook.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000, NOT_KNOWN = -1 };

struct candidate {
    uint64_t id;
    int64_t stake; /* NOT_KNOWN: below all stakes */
    int32_t score; /* NOT_KNOWN: below all scores */
    int32_t outcome;
};

struct ranking {
    const kogge_sales_policy *policy;
    kogge_error *error;
    struct table_in in;
    size_t rows;
    struct candidate *candidates; /* one a row */
    uint32_t *indices;            /* of candidates, after them; first by id, then the ranking */
    uint32_t *spare;              /* room to sort indices, after them */
    size_t ranked;
};

/* ---- ranking --------------------------------------------------------------------------------------------------- */

static bool is_ranked(const struct candidate *candidate)
{
    return candidate->outcome == KOGGE_KAM_OUTCOME_KEY_ACCOUNT || candidate->outcome == KOGGE_KAM_OUTCOME_WAITING;
}

static bool ranks_before(const void *context, uint32_t a, uint32_t b)
{
    const struct candidate *candidates = context, *x = &candidates[a], *y = &candidates[b];
    if (x->score != y->score)
        return x->score > y->score;
    return x->stake != y->stake ? x->stake > y->stake : x->id < y->id;
}

static void rank(struct ranking *ranking)
{
    for (size_t row = 0; row < ranking->rows; row++) {
        if (is_ranked(&ranking->candidates[row]))
            ranking->indices[ranking->ranked++] = (uint32_t)row;
    }
    kogge__sort(ranking->indices, ranking->ranked, ranks_before, ranking->candidates);
}

/* ---- what comes out -------------------------------------------------------------------------------------------- */

static void write(const struct ranking *ranking, int32_t *outcomes, int32_t *ranks)
{
    const size_t cap = (size_t)ranking->policy->key_account_cap;
    for (size_t row = 0; row < ranking->rows; row++) {
        outcomes[row] = ranking->candidates[row].outcome;
        if (ranks)
            ranks[row] = 0;
    }
    for (size_t place = 0; place < ranking->ranked; place++) {
        const uint32_t row = ranking->indices[place];
        outcomes[row] = cap && place >= cap ? KOGGE_KAM_OUTCOME_WAITING : KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
        if (ranks)
            ranks[row] = (int32_t)place + 1;
    }
}

static void say(kogge_reasons *why, int32_t code, bool holds, int32_t field, int64_t observed, int64_t threshold)
{
    kogge__note(why, code, holds ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED, field, observed, threshold);
}

static void say_limits(const struct ranking *ranking, int64_t customers, kogge_reasons *why)
{
    const int64_t ranked = (int64_t)ranking->ranked;
    const int32_t cap = ranking->policy->key_account_cap, cap_bp = ranking->policy->key_account_cap_bp;
    if (cap)
        say(why, KOGGE_REASON_CAPACITY, ranked > cap, KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP, ranked, cap);
    if (customers && cap_bp)
        say(why, KOGGE_REASON_EVERYONE, kogge__compare_products(ranked, ALL_BP, cap_bp, customers) > 0,
            KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP_BP,
            kogge__mul_div(ranked, ALL_BP, customers, KOGGE_ROUNDING_HALF_AWAY), cap_bp);
}

/* ---- what goes in ---------------------------------------------------------------------------------------------- */

size_t kogge_kam_rank_memory(size_t rows)
{
    const size_t a_row = sizeof(struct candidate) + 2 * sizeof(uint32_t); /* an index, and room to sort them */
    return rows > SIZE_MAX / a_row ? SIZE_MAX : rows * a_row;
}

static kogge_status take_memory(struct ranking *ranking, void *memory, size_t size)
{
    if (ranking->rows && (!memory || (uintptr_t)memory % 8))
        return kogge__fail(ranking->error, KOGGE_E_INVALID, 0, -1, "memory is NULL, or not aligned to 8 bytes");
    if (size < kogge_kam_rank_memory(ranking->rows))
        return kogge__fail(ranking->error, KOGGE_E_BUFFER, 0, -1, "memory has %zu bytes, %zu are needed", size,
                           kogge_kam_rank_memory(ranking->rows));
    ranking->candidates = memory;
    if (ranking->rows) {
        ranking->indices = (uint32_t *)(void *)(ranking->candidates + ranking->rows);
        ranking->spare = ranking->indices + ranking->rows;
    }
    return KOGGE_OK;
}

static kogge_status check_numbers(const struct ranking *ranking, int64_t customers)
{
    if (ranking->rows > INT32_MAX) /* ranks have 32 bits */
        return kogge__fail(ranking->error, KOGGE_E_LIMIT, 0, -1, "2^31 rows or more cannot be ranked");
    if (customers < 0)
        return kogge__fail(ranking->error, KOGGE_E_RANGE, 0, -1, "customers is %" PRId64 ", below 0", customers);
    if (customers && (uint64_t)customers < ranking->rows)
        return kogge__fail(ranking->error, KOGGE_E_INVALID, 0, -1, "customers is %" PRId64 ", but there are %zu rows",
                           customers, ranking->rows);
    return KOGGE_OK;
}

static kogge_status read_rows(struct ranking *ranking)
{
    kogge_kam_candidate candidate;
    kogge_kam_result result;
    for (size_t row = 0; row < ranking->rows; row++) {
        kogge_status status =
            kogge__table_row(&ranking->in, KOGGE_RECORD_KAM_CANDIDATE, row, &candidate, ranking->error);
        if (!status)
            status = kogge__table_row(&ranking->in, KOGGE_RECORD_KAM_RESULT, row, &result, ranking->error);
        if (status)
            return status;
        ranking->candidates[row] = (struct candidate){
            .id = candidate.id,
            .stake = candidate.known & KOGGE_KAM_CANDIDATE_STAKE ? candidate.stake_minor : NOT_KNOWN,
            .score = result.known & KOGGE_KAM_RESULT_SCORE ? result.score : NOT_KNOWN,
            .outcome = result.outcome,
        };
    }
    return KOGGE_OK;
}

/* Everything up to the ranking; writes nothing of the caller's but the memory. */
static kogge_status rank_rows(struct ranking *ranking, const kogge_table *candidates, int64_t customers, void *memory,
                              size_t memory_size)
{
    static const int32_t records[] = { KOGGE_RECORD_KAM_CANDIDATE, KOGGE_RECORD_KAM_RESULT, 0 };
    static const int32_t needed[] = { KOGGE_FIELD_KAM_RESULT_OUTCOME, 0 };
    kogge_status status = kogge__table_open(&ranking->in, candidates, records, ranking->error);
    if (status)
        return status;
    ranking->rows = candidates->row_count;
    status = check_numbers(ranking, customers);
    if (!status)
        status = kogge__table_needs(&ranking->in, needed, ranking->error);
    if (!status)
        status = take_memory(ranking, memory, memory_size);
    if (!status)
        status = read_rows(ranking);
    if (status)
        return status;
    const struct id_rows ids = { ranking->candidates, ranking->rows, sizeof ranking->candidates[0] };
    status = kogge__unique_ids(&ids, KOGGE_FIELD_KAM_CANDIDATE_ID, ranking->indices, ranking->spare, ranking->error);
    if (!status)
        rank(ranking);
    return status;
}

kogge_status kogge_kam_rank(const kogge_rulebook *book, const kogge_table *candidates, int64_t customers,
                            void *memory, size_t memory_size, int32_t *outcomes, int32_t *ranks, kogge_reasons *why,
                            kogge_error *error)
{
    struct ranking ranking = { .error = error };
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !candidates || (!outcomes && candidates->row_count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book         ? "book"
                           : !candidates ? "candidates"
                                         : "outcomes");
    ranking.policy = &book->sales;
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = rank_rows(&ranking, candidates, customers, memory, memory_size);
    if (status)
        return status;
    write(&ranking, outcomes, ranks);
    say_limits(&ranking, customers, why);
    return KOGGE_OK;
}
