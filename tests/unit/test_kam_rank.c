/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Key accounts that can be served: ranking, caps, the share of customers, what is refused. */

#include "accounts.h"
#include "random.h"

#include <stdlib.h>

#define IS(name) KOGGE_KAM_OUTCOME_##name

enum { MOST_ROWS = 64, UNKNOWN = -1 };

static uint64_t memory[MOST_ROWS * 8];
static kogge_rulebook *capless;

static kogge_rulebook *book_with(int32_t cap, int32_t cap_bp)
{
    kogge_sales_policy sales = given_sales();
    sales.key_account_cap = cap;
    sales.key_account_cap_bp = cap_bp;
    return given_accounts(&sales, NULL, 0);
}

static int open_book(void **state)
{
    (void)state;
    capless = book_with(0, 0);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(capless);
    return 0;
}

/* ---- a ranking with everything asked for ----------------------------------------------------------------------- */

struct row {
    uint64_t id;
    int64_t stake; /* UNKNOWN */
    int32_t score; /* UNKNOWN */
    int32_t outcome;
};

struct ranked {
    kogge_status status;
    int32_t outcomes[MOST_ROWS], ranks[MOST_ROWS];
    kogge_reason reasons[4];
    size_t reason_count;
    kogge_error error;
};

enum { COLUMN_ROOM = 32 };

/* All columns of both records. */
static size_t columns_of(const struct row *rows, size_t count, kogge_column *columns)
{
    static kogge_kam_candidate candidates[MOST_ROWS];
    static kogge_kam_result results[MOST_ROWS];
    for (size_t i = 0; i < count; i++) {
        candidates[i] = (kogge_kam_candidate){ .struct_size = sizeof candidates[i], .id = rows[i].id };
        results[i] = (kogge_kam_result){ .struct_size = sizeof results[i], .outcome = rows[i].outcome };
        if (rows[i].stake != UNKNOWN) {
            candidates[i].known = KOGGE_KAM_CANDIDATE_STAKE;
            candidates[i].stake_minor = rows[i].stake;
        }
        if (rows[i].score != UNKNOWN) {
            results[i].known = KOGGE_KAM_RESULT_SCORE;
            results[i].score = rows[i].score;
        }
    }
    const kogge_rows given[] = { { candidates, count, sizeof candidates[0] }, { results, count, sizeof results[0] } };
    size_t first = 0, second = 0;
    assert_int_equal(kogge_columns_of_rows("kogge_kam_candidate", &given[0], columns, COLUMN_ROOM, &first), KOGGE_OK);
    assert_int_equal(kogge_columns_of_rows("kogge_kam_result", &given[1], columns + first, COLUMN_ROOM - first,
                                           &second),
                     KOGGE_OK);
    assert_true(first + second <= COLUMN_ROOM);
    return first + second;
}

static struct ranked ranked(const kogge_rulebook *book, const struct row *rows, size_t count, int64_t customers)
{
    struct ranked found = { .error = KOGGE_INIT(kogge_error) };
    kogge_column columns[COLUMN_ROOM];
    const kogge_table table = { columns, columns_of(rows, count, columns), count };
    kogge_reasons why = { .data = found.reasons, .capacity = COUNT(found.reasons), .count = 77 };
    memset(found.outcomes, 0x5a, sizeof found.outcomes);
    memset(found.ranks, 0x5a, sizeof found.ranks);
    found.status = kogge_kam_rank(book, &table, customers, memory, kogge_kam_rank_memory(count), found.outcomes,
                                  found.ranks, &why, &found.error);
    found.reason_count = why.count;
    return found;
}

static struct ranked ranked_ok(const kogge_rulebook *book, const struct row *rows, size_t count, int64_t customers)
{
    const struct ranked found = ranked(book, rows, count, customers);
    if (found.status)
        fail_msg("%s", found.error.text);
    return found;
}

/* ---- ranking --------------------------------------------------------------------------------------------------- */

/* By score, then by stake, then by id; what is unknown comes last. */
static const struct row nine[] = {
    { 90, 500, 7000, IS(KEY_ACCOUNT) },    /* 4 */
    { 80, UNKNOWN, 7000, IS(WAITING) },    /* 6 */
    { 70, 900, UNKNOWN, IS(KEY_ACCOUNT) }, /* 8: no score, whatever the stake */
    { 60, 500, 7000, IS(WAITING) },        /* 3: the smaller id */
    { 50, 0, 9000, IS(KEY_ACCOUNT) },      /* 1 */
    { 40, 800, 9500, IS(ASK_PENDING) },    /* not ranked */
    { 30, 501, 7000, IS(KEY_ACCOUNT) },    /* 2 */
    { 20, 0, 7000, IS(KEY_ACCOUNT) },      /* 5: 0 is known */
    { 10, 0, 0, IS(KEY_ACCOUNT) },         /* 7: so is a score of 0 */
};
static const int32_t nine_ranks[] = { 4, 6, 8, 3, 1, 0, 2, 5, 7 };

static void test_ranking(void **state)
{
    (void)state;
    const struct ranked found = ranked_ok(capless, nine, 9, 0);
    for (size_t i = 0; i < 9; i++) {
        assert_int_equal(found.ranks[i], nine_ranks[i]);
        assert_int_equal(found.outcomes[i], nine_ranks[i] ? IS(KEY_ACCOUNT) : IS(ASK_PENDING));
    }
    assert_int_equal(found.reason_count, 0); /* no cap, and customers are not known */
}

/* Those beyond the cap wait; those who waited come back within it. */
static void test_caps(void **state)
{
    (void)state;
    for (int32_t cap = 0; cap <= 10; cap++) {
        kogge_rulebook *book = book_with(cap, 0);
        const struct ranked found = ranked_ok(book, nine, 9, 9);
        for (size_t i = 0; i < 9; i++) {
            const bool waits = cap && nine_ranks[i] > cap;
            assert_int_equal(found.ranks[i], nine_ranks[i]);
            assert_int_equal(found.outcomes[i], !nine_ranks[i] ? IS(ASK_PENDING)
                                                : waits        ? IS(WAITING)
                                                               : IS(KEY_ACCOUNT));
        }
        assert_int_equal(found.reason_count, cap ? 1 : 0);
        if (cap) {
            assert_int_equal(found.reasons[0].code, KOGGE_REASON_CAPACITY);
            assert_int_equal(found.reasons[0].outcome, cap < 8 ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
            assert_int_equal(found.reasons[0].field, KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP);
            assert_int_equal(found.reasons[0].observed, 8);
            assert_int_equal(found.reasons[0].threshold, cap);
            assert_int_equal(found.reasons[0].rule, 0);
        }
        kogge_rulebook_unref(book);
    }
    kogge_rulebook *book = book_with(INT32_MAX, 0);
    assert_int_equal(ranked_ok(book, nine, 9, 0).outcomes[2], IS(KEY_ACCOUNT));
    kogge_rulebook_unref(book);
}

/* Everything but KEY_ACCOUNT and WAITING stays as it is. */
static void test_other_outcomes(void **state)
{
    (void)state;
    struct row rows[9];
    kogge_rulebook *book = book_with(1, 0);
    for (int32_t outcome = 0; outcome <= IS(WAITING); outcome++)
        rows[outcome] = (struct row){ (uint64_t)outcome, 5, 5000, outcome };
    const struct ranked found = ranked_ok(book, rows, 9, 0);
    for (int32_t outcome = 0; outcome < IS(KEY_ACCOUNT); outcome++) {
        assert_int_equal(found.outcomes[outcome], outcome);
        assert_int_equal(found.ranks[outcome], 0);
    }
    assert_int_equal(found.outcomes[IS(KEY_ACCOUNT)], IS(KEY_ACCOUNT));
    assert_int_equal(found.outcomes[IS(WAITING)], IS(WAITING));
    assert_int_equal(found.ranks[IS(WAITING)], 2);
    assert_int_equal(found.reasons[0].observed, 2);
    kogge_rulebook_unref(book);
}

/* 8 of 266 customers are 300.75 bp, above 300; of 267 they are 299.6. */
static void test_everyone(void **state)
{
    (void)state;
    static const struct {
        int64_t customers;
        int32_t cap_bp;
        int32_t outcome; /* 0: no reason */
        int64_t observed;
    } cases[] = {
        { 266, 300, KOGGE_OUTCOME_MATCHED, 301 },
        { 267, 300, KOGGE_OUTCOME_NOT_MATCHED, 300 }, /* as rounded it is the cap, exactly it is below */
        { 80, 1000, KOGGE_OUTCOME_NOT_MATCHED, 1000 },
        { 79, 1000, KOGGE_OUTCOME_MATCHED, 1013 },
        { 265, 302, KOGGE_OUTCOME_NOT_MATCHED, 302 },
        { 9, 10000, KOGGE_OUTCOME_NOT_MATCHED, 8889 },
        { 9, 1, KOGGE_OUTCOME_MATCHED, 8889 },
        { INT64_MAX, 1, KOGGE_OUTCOME_NOT_MATCHED, 0 },
        { 0, 300, 0, 0 },
        { 266, 0, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_rulebook *book = book_with(20, cases[i].cap_bp);
        const struct ranked found = ranked_ok(book, nine, 9, cases[i].customers);
        assert_int_equal(found.reason_count, cases[i].outcome ? 2 : 1);
        assert_int_equal(found.reasons[0].code, KOGGE_REASON_CAPACITY);
        if (cases[i].outcome) {
            const kogge_reason wanted = { .code = KOGGE_REASON_EVERYONE,
                                          .outcome = cases[i].outcome,
                                          .field = KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP_BP,
                                          .observed = cases[i].observed,
                                          .threshold = cases[i].cap_bp };
            assert_memory_equal(&found.reasons[1], &wanted, sizeof wanted);
        }
        kogge_rulebook_unref(book);
    }
}

static void test_nobody(void **state)
{
    (void)state;
    const kogge_table empty = { NULL, 0, 0 };
    kogge_reason room[2];
    kogge_reasons why = { .data = room, .capacity = 2 };
    kogge_rulebook *book = book_with(20, 300);
    assert_int_equal(kogge_kam_rank(book, &empty, 100, NULL, 0, NULL, NULL, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(room[i].outcome, KOGGE_OUTCOME_NOT_MATCHED);
        assert_int_equal(room[i].observed, 0);
    }
    kogge_rulebook_unref(book);
}

/* The order of rows changes nothing. */
static void test_permutations(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (int round = 0; round < 300; round++) {
        struct row rows[MOST_ROWS], turned[MOST_ROWS];
        size_t place[MOST_ROWS];
        const size_t count = (size_t)random_between(&seed, 2, MOST_ROWS);
        kogge_rulebook *book = book_with((int32_t)random_between(&seed, 0, (int64_t)count), 300);
        for (size_t i = 0; i < count; i++) {
            rows[i] =
                (struct row){ (i * 37 + 5) % 101, random_between(&seed, -1, 2), (int32_t)random_between(&seed, -1, 2),
                              (int32_t)random_between(&seed, IS(MAJOR_CUSTOMER), IS(WAITING)) };
            place[i] = i;
        }
        for (size_t i = count; i-- > 1;) {
            const size_t other = (size_t)random_between(&seed, 0, (int64_t)i), kept = place[i];
            place[i] = place[other];
            place[other] = kept;
        }
        for (size_t i = 0; i < count; i++)
            turned[place[i]] = rows[i];
        const struct ranked a = ranked_ok(book, rows, count, 1000), b = ranked_ok(book, turned, count, 1000);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(a.ranks[i], b.ranks[place[i]]);
            assert_int_equal(a.outcomes[i], b.outcomes[place[i]]);
        }
        assert_int_equal(a.reason_count, b.reason_count);
        assert_memory_equal(a.reasons, b.reasons, a.reason_count * sizeof a.reasons[0]);
        kogge_rulebook_unref(book);
    }
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

/* Plain columns: every score is known. Outcomes may be written over themselves, and ranks left out. */
static void test_in_place(void **state)
{
    (void)state;
    static const uint64_t ids[] = { 1, 2, 3 };
    static const int32_t scores[] = { 7000, 8000, 0 };
    int32_t outcomes[] = { IS(KEY_ACCOUNT), IS(WAITING), IS(NOT_STRATEGIC) };
    const kogge_column columns[] = {
        { KOGGE_FIELD_KAM_CANDIDATE_ID, KOGGE_TYPE_UINT64, ids, sizeof ids[0], NULL, 0 },
        { KOGGE_FIELD_KAM_RESULT_SCORE, KOGGE_TYPE_INT32, scores, sizeof scores[0], NULL, 0 },
        { KOGGE_FIELD_KAM_RESULT_OUTCOME, KOGGE_TYPE_INT32, outcomes, sizeof outcomes[0], NULL, 0 },
    };
    const kogge_table table = { columns, COUNT(columns), 3 };
    kogge_rulebook *book = book_with(1, 0);
    assert_int_equal(kogge_kam_rank(book, &table, 0, memory, kogge_kam_rank_memory(3), outcomes, NULL, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(outcomes[0], IS(WAITING));
    assert_int_equal(outcomes[1], IS(KEY_ACCOUNT));
    assert_int_equal(outcomes[2], IS(NOT_STRATEGIC));
    kogge_rulebook_unref(book);
}

/* What kogge_kam_assess gave goes in as it is. */
static void test_assessed(void **state)
{
    (void)state;
    static const kogge_kam_value values[] = {
        { 1, 1, 0 }, { 40000000, 5, 0 }, { 50000000, 6, 0 }, { 9000000, 7, 0 }
    };
    kogge_kam_candidate candidates[2] = { given_candidate(), given_candidate() };
    kogge_kam_result results[2];
    kogge_column columns[COLUMN_ROOM];
    size_t first = 0, second = 0;
    int32_t outcomes[2], ranks[2];
    kogge_rulebook *book = book_with(1, 0);
    for (size_t i = 0; i < 2; i++) {
        candidates[i].id = 7 + i;
        results[i] = assess_ok(book, &candidates[i], values, 4).result;
        assert_int_equal(results[i].outcome, IS(KEY_ACCOUNT));
    }
    candidates[1].known = KOGGE_KAM_CANDIDATE_STAKE;
    const kogge_rows given[] = { { candidates, 2, sizeof candidates[0] }, { results, 2, sizeof results[0] } };
    assert_int_equal(kogge_columns_of_rows("kogge_kam_candidate", &given[0], columns, COLUMN_ROOM, &first), KOGGE_OK);
    assert_int_equal(kogge_columns_of_rows("kogge_kam_result", &given[1], columns + first, COLUMN_ROOM - first,
                                           &second),
                     KOGGE_OK);
    const kogge_table table = { columns, first + second, 2 };
    assert_int_equal(kogge_kam_rank(book, &table, 0, memory, kogge_kam_rank_memory(2), outcomes, ranks, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(outcomes[0], IS(WAITING)); /* a stake of 0 comes before an unknown one */
    assert_int_equal(outcomes[1], IS(KEY_ACCOUNT));
    kogge_rulebook_unref(book);
}

static void test_a_million(void **state)
{
    (void)state;
    enum { ROWS = 1000000 };
    static uint64_t ids[ROWS];
    static int32_t scores[ROWS], outcomes[ROWS], ranks[ROWS];
    static const int32_t outcome = IS(WAITING);
    for (uint32_t i = 0; i < ROWS; i++) {
        ids[i] = (uint64_t)i * 700001 % ROWS; /* each once, as 700 001 and a million have no factor in common */
        scores[i] = (int32_t)(ids[i] % 10001);
    }
    const kogge_column columns[] = {
        { KOGGE_FIELD_KAM_CANDIDATE_ID, KOGGE_TYPE_UINT64, ids, sizeof ids[0], NULL, 0 },
        { KOGGE_FIELD_KAM_RESULT_SCORE, KOGGE_TYPE_INT32, scores, sizeof scores[0], NULL, 0 },
        { KOGGE_FIELD_KAM_RESULT_OUTCOME, KOGGE_TYPE_INT32, &outcome, 0, NULL, 0 },
    };
    const kogge_table table = { columns, COUNT(columns), ROWS };
    void *room = malloc(kogge_kam_rank_memory(ROWS));
    kogge_rulebook *book = book_with(150, 0);
    assert_non_null(room);
    assert_int_equal(kogge_kam_rank(book, &table, 0, room, kogge_kam_rank_memory(ROWS), outcomes, ranks, NULL, NULL),
                     KOGGE_OK);
    for (size_t i = 0; i < ROWS; i++) {
        /* a million is 99 times 10 001 and 9 901 more: 100 ids a score up to 9 900, then 99 */
        const int32_t below = 10000 - scores[i], better = 99 * below + (below > 100 ? below - 100 : 0);
        assert_int_equal(ranks[i], better + (int32_t)(ids[i] / 10001) + 1);
        assert_int_equal(outcomes[i], ranks[i] <= 150 ? IS(KEY_ACCOUNT) : IS(WAITING));
    }
    ids[999999] = ids[0];
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_kam_rank(book, &table, 0, room, kogge_kam_rank_memory(ROWS), outcomes, ranks, NULL,
                                    &error),
                     KOGGE_E_INVALID);
    assert_int_equal(error.row, 999999);
    free(room);
    kogge_rulebook_unref(book);
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void check_refused(const struct ranked *found, kogge_status status, int32_t field, int64_t row)
{
    assert_int_equal(found->status, status);
    assert_int_equal(found->error.status, status);
    assert_int_equal(found->error.field, field);
    assert_int_equal(found->error.row, row);
    assert_int_equal(found->reason_count, 0);
    assert_int_equal(found->outcomes[0], 0x5a5a5a5a);
    assert_int_equal(found->ranks[0], 0x5a5a5a5a);
}

static void test_refused_rows(void **state)
{
    (void)state;
    struct row rows[9];
    memcpy(rows, nine, sizeof rows);
    rows[7].id = 80; /* as row 1 */
    rows[5].id = 50; /* as row 4, and not ranked */
    struct ranked found = ranked(capless, rows, 9, 0);
    check_refused(&found, KOGGE_E_INVALID, KOGGE_FIELD_KAM_CANDIDATE_ID, 5);
    memcpy(rows, nine, sizeof rows);
    rows[3].stake = KOGGE_MONEY_MAX + 1;
    found = ranked(capless, rows, 9, 0);
    check_refused(&found, KOGGE_E_RANGE, KOGGE_FIELD_KAM_CANDIDATE_STAKE, 3);
    memcpy(rows, nine, sizeof rows);
    rows[8].score = 10001;
    found = ranked(capless, rows, 9, 0);
    check_refused(&found, KOGGE_E_RANGE, KOGGE_FIELD_KAM_RESULT_SCORE, 8);
    memcpy(rows, nine, sizeof rows);
    rows[2].outcome = 9;
    found = ranked(capless, rows, 9, 0);
    check_refused(&found, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_KAM_RESULT_OUTCOME, 2);
    found = ranked(capless, nine, 9, 8);
    check_refused(&found, KOGGE_E_INVALID, 0, -1);
    found = ranked(capless, nine, 9, -1);
    check_refused(&found, KOGGE_E_RANGE, 0, -1);
}

static void test_refused_arguments(void **state)
{
    (void)state;
    const uint64_t ids[] = { 1, 2 };
    const int32_t given[] = { IS(KEY_ACCOUNT), IS(KEY_ACCOUNT) };
    const kogge_column columns[] = { { KOGGE_FIELD_KAM_RESULT_OUTCOME, KOGGE_TYPE_INT32, given, 4, NULL, 0 },
                                     { KOGGE_FIELD_KAM_CANDIDATE_ID, KOGGE_TYPE_UINT64, ids, 8, NULL, 0 },
                                     { KOGGE_FIELD_CUSTOMER_ID, KOGGE_TYPE_UINT64, ids, 8, NULL, 0 } };
    const kogge_table table = { columns, 2, 2 }, no_outcome = { columns + 1, 1, 2 }, no_id = { columns, 1, 2 };
    const kogge_table foreign = { columns, 3, 2 }, endless = { columns, 2, (size_t)INT32_MAX + 1 };
    const size_t size = kogge_kam_rank_memory(2);
    int32_t outcomes[2], ranks[2];
    kogge_reasons why = { .level = 9, .count = 77 };
    kogge_error error = KOGGE_INIT(kogge_error), small = { .struct_size = 4 };
#define RANK(book, table, room, size, outcomes, why)                                                                 \
    kogge_kam_rank(book, table, 0, room, size, outcomes, ranks, why, &error)
    assert_int_equal(RANK(NULL, &table, memory, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(RANK(capless, NULL, memory, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(RANK(capless, &table, NULL, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(RANK(capless, &table, (char *)memory + 4, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(RANK(capless, &table, memory, size - 1, outcomes, NULL), KOGGE_E_BUFFER);
    assert_int_equal(RANK(capless, &table, memory, size, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(RANK(capless, &table, memory, size, outcomes, &why), KOGGE_E_UNSUPPORTED);
    assert_int_equal(why.count, 0);
    assert_int_equal(RANK(capless, &endless, memory, size, outcomes, NULL), KOGGE_E_LIMIT);
    assert_int_equal(RANK(capless, &no_outcome, memory, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_KAM_RESULT_OUTCOME);
    assert_int_equal(RANK(capless, &no_id, memory, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_KAM_CANDIDATE_ID);
    assert_int_equal(error.row, 1);
    assert_int_equal(RANK(capless, &foreign, memory, size, outcomes, NULL), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_ID);
    assert_int_equal(kogge_kam_rank(capless, &table, 0, memory, size, outcomes, ranks, NULL, &small),
                     KOGGE_E_STRUCT_SIZE);
    assert_int_equal(RANK(capless, &table, memory, size, outcomes, NULL), KOGGE_OK);
    assert_int_equal(kogge_kam_rank_memory(SIZE_MAX), SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranking),
        cmocka_unit_test(test_caps),
        cmocka_unit_test(test_other_outcomes),
        cmocka_unit_test(test_everyone),
        cmocka_unit_test(test_nobody),
        cmocka_unit_test(test_permutations),
        cmocka_unit_test(test_in_place),
        cmocka_unit_test(test_assessed),
        cmocka_unit_test(test_a_million),
        cmocka_unit_test(test_refused_rows),
        cmocka_unit_test(test_refused_arguments),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
