/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The accumulator: the same result as for data in memory, however data come; its bytes; wrong data, damage, memory.
 */

#include "given.h"
#include "portfolios.h"
#include "random.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEFORE = KOGGE_CUT_RULE_CUM_BEFORE, AFTER = KOGGE_CUT_RULE_CUM_AFTER, ROOM = 65536 };

/* ---- helpers --------------------------------------------------------------------------------------------------- */

struct saved {
    size_t size;
    unsigned char bytes[ROOM];
};

static void save(const kogge_portfolio *portfolio, struct saved *saved)
{
    size_t measured = 0;
    assert_int_equal(kogge_portfolio_save(portfolio, NULL, 0, &measured), KOGGE_OK);
    assert_int_equal(kogge_portfolio_save(portfolio, saved->bytes, ROOM, &saved->size), KOGGE_OK);
    assert_int_equal(saved->size, measured);
}

static kogge_portfolio *load(const struct saved *saved)
{
    kogge_portfolio *portfolio = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_load(saved->bytes, saved->size, NULL, &portfolio, &error))
        fail_msg("not loaded: %s", error.text);
    return portfolio;
}

/* Its bytes loaded again are the same accumulator. */
static kogge_portfolio *through_bytes(kogge_portfolio *portfolio)
{
    static struct saved first, second;
    save(portfolio, &first);
    kogge_portfolio_free(portfolio);
    portfolio = load(&first);
    save(portfolio, &second);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    return portfolio;
}

static void assert_same_bytes(const kogge_portfolio *a, const kogge_portfolio *b)
{
    static struct saved first, second;
    save(a, &first);
    save(b, &second);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
}

static void merge(kogge_portfolio *into, const kogge_portfolio *from)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_merge(into, from, &error))
        fail_msg("not merged: %s", error.text);
}

static kogge_abc_cuts cuts_of(const kogge_portfolio *portfolio)
{
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    assert_int_equal(kogge_portfolio_cuts(portfolio, &cuts, NULL), KOGGE_OK);
    return cuts;
}

/* ---- the same cuts --------------------------------------------------------------------------------------------- */

static void test_same_as_in_memory(void **state)
{
    enum { MOST = 700, ROUNDS = 1500 };
    uint64_t seed = 20260803;
    (void)state;

    for (int round = 0; round < ROUNDS; round++) {
        static int64_t values[MOST];
        const size_t count = (size_t)random_between(&seed, 1, round % 10 ? 40 : MOST);
        const kogge_abc_options options = random_cut(&seed);
        kogge_abc_cuts expected = KOGGE_INIT(kogge_abc_cuts);
        kogge_portfolio *portfolio = given_portfolio(&options);
        random_values(&seed, values, count);
        values[0] = values[0] > 0 ? values[0] : 1;
        assert_in_range(feed_all(portfolio, NULL, values, count), 1, 6);
        assert_int_equal(kogge_abc_cut(values, count, &options, &expected, NULL), KOGGE_OK);
        const kogge_abc_cuts cuts = cuts_of(portfolio);
        assert_memory_equal(&cuts, &expected, sizeof cuts);
        kogge_portfolio_free(portfolio);
    }
}

/* What the guide says of rounds: one where the buckets at the cuts hold one value each. */
static void test_number_of_rounds(void **state)
{
    static const int64_t below_64[] = { 50, 20, 20, 10 }, alone[] = { 1000000, 300000, 90000, 20000, 10000 };
    static const int64_t close[] = { 100000, 100001, 100002, 100003 };
    const kogge_abc_options before = given_cut(8000, 9500, BEFORE), after = given_cut(8000, 9500, AFTER);
    const struct {
        const kogge_abc_options *options;
        const int64_t *values;
        size_t count;
        int rounds;
    } rows[] = {
        { &before, below_64, 4, 1 }, { &after, below_64, 4, 1 }, { &before, alone, 5, 1 },
        { &after, alone, 5, 1 },     { &before, close, 4, 3 },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        kogge_portfolio *portfolio = given_portfolio(rows[i].options);
        assert_int_equal(feed_all(portfolio, NULL, rows[i].values, rows[i].count), rows[i].rounds);
        kogge_portfolio_free(portfolio);
    }
}

/* ---- any way of feeding ---------------------------------------------------------------------------------------- */

enum { WORKERS = 5, DATA = 400 };

struct data {
    size_t count;
    bool with_ids;
    uint64_t ids[DATA];
    int64_t values[DATA];
};

static void shuffle(struct data *data, uint64_t *seed)
{
    for (size_t i = data->count; i > 1; i--) {
        const size_t j = (size_t)random_between(seed, 0, (int64_t)i - 1);
        const int64_t value = data->values[i - 1];
        const uint64_t id = data->ids[i - 1];
        data->values[i - 1] = data->values[j];
        data->ids[i - 1] = data->ids[j];
        data->values[j] = value;
        data->ids[j] = id;
    }
}

static void make_data(struct data *data, uint64_t *seed)
{
    data->count = (size_t)random_between(seed, 1, random_between(seed, 0, 3) ? 60 : DATA);
    data->with_ids = random_between(seed, 0, 3) != 0;
    random_values(seed, data->values, data->count);
    data->values[0] = data->values[0] > 0 ? data->values[0] : 5;
    for (size_t i = 0; i < data->count; i++)
        data->ids[i] = (uint64_t)random_between(seed, 0, 1000);
}

/* Pieces of any size to any of the workers; bytes in between. */
static void feed_workers(kogge_portfolio *workers[WORKERS], const struct data *data, uint64_t *seed)
{
    for (size_t at = 0, length; at < data->count; at += length) {
        const int64_t left = (int64_t)(data->count - at);
        kogge_portfolio **worker = &workers[random_between(seed, 0, WORKERS - 1)];
        length = (size_t)random_between(seed, 0, left < 50 ? left : 50);
        feed(*worker, data->with_ids ? data->ids + at : NULL, data->values + at, length);
        if (random_between(seed, 0, 3) == 0)
            *worker = through_bytes(*worker);
    }
}

/* One after the other into any of those left. */
static kogge_portfolio *merge_workers(kogge_portfolio *workers[WORKERS], uint64_t *seed)
{
    for (size_t left = WORKERS; left > 1; left--) {
        const size_t from = (size_t)random_between(seed, 0, (int64_t)left - 1);
        kogge_portfolio *last = workers[from];
        workers[from] = workers[left - 1];
        workers[left - 1] = NULL;
        const size_t into = (size_t)random_between(seed, 0, (int64_t)left - 2);
        merge(workers[into], last);
        kogge_portfolio_free(last);
        workers[into] = through_bytes(workers[into]);
    }
    return workers[0];
}

static void test_any_way(void **state)
{
    enum { ROUNDS = 150 };
    static struct saved start;
    static struct data data;
    uint64_t seed = 20260804;
    (void)state;

    for (int round = 0; round < ROUNDS; round++) {
        const kogge_abc_options options = random_cut(&seed);
        kogge_portfolio *one = given_portfolio(&options), *together = NULL;
        bool again = true;
        make_data(&data, &seed);
        while (again) {
            kogge_portfolio *workers[WORKERS];
            save(one, &start);
            kogge_portfolio_free(together);
            for (int i = 0; i < WORKERS; i++)
                workers[i] = load(&start);
            feed(one, data.with_ids ? data.ids : NULL, data.values, data.count);
            shuffle(&data, &seed);
            feed_workers(workers, &data, &seed);
            together = merge_workers(workers, &seed);
            assert_same_bytes(one, together);
            again = refine(one);
            assert_int_equal(refine(together), again);
            assert_same_bytes(one, together);
        }
        const kogge_abc_cuts cuts = cuts_of(one), same = cuts_of(together);
        assert_memory_equal(&cuts, &same, sizeof cuts);
        kogge_portfolio_free(one);
        kogge_portfolio_free(together);
    }
}

static void test_many_parts(void **state)
{
    enum { PIECES = 1000, EACH = 37 };
    static int64_t values[PIECES * EACH];
    const kogge_abc_options options = given_cut(8000, 9500, AFTER);
    kogge_portfolio *one = given_portfolio(&options), *sum = given_portfolio(&options);
    uint64_t seed = 20260805;
    (void)state;

    for (size_t i = 0; i < COUNT(values); i++)
        values[i] = random_between(&seed, -5, 1000) * random_between(&seed, 1, 3000) * random_between(&seed, 1, 3000);
    feed(one, NULL, values, COUNT(values));
    for (size_t i = 0; i < PIECES; i++) {
        kogge_portfolio *part = given_portfolio(&options);
        feed(part, NULL, values + i * EACH, EACH);
        merge(sum, part);
        kogge_portfolio_free(part);
    }
    assert_same_bytes(one, sum);
    assert_true(refine(one) && refine(sum));
    assert_same_bytes(one, sum);
    kogge_portfolio_free(one);
    kogge_portfolio_free(sum);
}

/* ---- rounds that go wrong -------------------------------------------------------------------------------------- */

static kogge_status try_refine(kogge_portfolio *portfolio)
{
    int32_t again = 7;
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_status status = kogge_portfolio_refine(portfolio, &again, &error);
    assert_int_equal(error.status, status);
    assert_true(!status || again == 7);
    return status;
}

/* Other data are refused whatever differs, and the round can be fed again. */
static void test_other_data(void **state)
{
    enum { N = 6 };
    static const int64_t values[N] = { 100000, 100001, 100003, 100007, 0, -3 };
    static const int64_t others[][N] = {
        { 100000, 100001, 100003, 100008, 0, -3 }, /* sum */
        { 100000, 100001, 100003, 0, 100007, 1 },  /* number of positive ones */
        { 400010, 1, 0, 0, 0, 0 },                 /* the like, and nothing in the range */
        { 300000, 100003, 4, 4, 0, -3 },           /* only what lies in the range differs */
    };
    const kogge_abc_options options = given_cut(4000, 7000, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options), *right = given_portfolio(&options);
    (void)state;

    feed(portfolio, NULL, values, N);
    feed(right, NULL, values, N);
    assert_true(refine(portfolio) && refine(right));
    for (size_t i = 0; i < COUNT(others); i++) {
        feed(portfolio, NULL, others[i], N);
        assert_int_equal(try_refine(portfolio), KOGGE_E_INVALID);
        assert_same_bytes(portfolio, right);
    }
    assert_int_equal(try_refine(portfolio), KOGGE_E_INVALID); /* none at all */
    feed(portfolio, NULL, values, N - 1);                     /* one too few */
    assert_int_equal(try_refine(portfolio), KOGGE_E_INVALID);
    feed(portfolio, NULL, values, N);
    feed(portfolio, NULL, values, 1); /* one too many */
    assert_int_equal(try_refine(portfolio), KOGGE_E_INVALID);

    const int rounds = feed_all(portfolio, NULL, values, N);
    assert_int_equal(feed_all(right, NULL, values, N), rounds);
    assert_same_bytes(portfolio, right);
    assert_int_equal(cuts_of(portfolio).cut_a_minor, 100003);
    kogge_portfolio_free(portfolio);
    kogge_portfolio_free(right);
}

/* Nothing more goes in after the last round; asking again changes nothing. */
static void test_exact(void **state)
{
    static const int64_t values[] = { 50, 20, 20, 10 };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options), *same = given_portfolio(&options);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;

    feed(portfolio, NULL, values, 4);
    assert_int_equal(kogge_portfolio_cuts(portfolio, &cuts, &error), KOGGE_E_INVALID);
    assert_int_equal(cuts.filled_size, 0);
    assert_int_equal(feed_all(same, NULL, values, 4), 1);
    assert_false(refine(portfolio));
    assert_int_equal(kogge_portfolio_add(portfolio, NULL, values, 4, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_portfolio_merge(portfolio, same, &error), KOGGE_E_INVALID);
    assert_false(refine(portfolio));
    assert_same_bytes(portfolio, same);
    cuts = cuts_of(portfolio);
    assert_int_equal(cuts.cut_a_minor, 20);
    assert_int_equal(cuts.cut_b_minor, 10);
    assert_int_equal(cuts.total_minor, 100);
    portfolio = through_bytes(portfolio);
    const kogge_abc_cuts again = cuts_of(portfolio);
    assert_memory_equal(&cuts, &again, sizeof cuts);
    kogge_portfolio_free(portfolio);
    kogge_portfolio_free(same);
}

/* Without a positive value there is no cut; it may still come. */
static void test_degenerate(void **state)
{
    static const int64_t nothing[] = { 0, -5, -KOGGE_MONEY_MAX }, one[] = { 1 };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    (void)state;

    assert_int_equal(try_refine(portfolio), KOGGE_E_DEGENERATE);
    feed(portfolio, NULL, nothing, 3);
    feed(portfolio, NULL, NULL, 0);
    assert_int_equal(try_refine(portfolio), KOGGE_E_DEGENERATE);
    assert_int_equal(kogge_portfolio_cuts(portfolio, &cuts, NULL), KOGGE_E_DEGENERATE);
    portfolio = through_bytes(portfolio);
    feed(portfolio, NULL, one, 1);
    assert_false(refine(portfolio));
    assert_int_equal(cuts_of(portfolio).cut_a_minor, 1);
    assert_int_equal(cuts_of(portfolio).count, 4);
    kogge_portfolio_free(portfolio);
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

/* On an error nothing of the piece is taken. */
static void test_range(void **state)
{
    enum { FULL = 10248 }; /* 2^63 - 1 = 10 248 * M + 172 036 854 775 807 */
    static int64_t values[FULL + 1];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options), *fresh = given_portfolio(&options);
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;

    for (size_t i = 0; i < FULL; i++)
        values[i] = KOGGE_MONEY_MAX;
    values[FULL] = INT64_C(172036854775808);
    assert_int_equal(kogge_portfolio_add(portfolio, NULL, values, FULL + 1, &error), KOGGE_E_RANGE);
    assert_same_bytes(portfolio, fresh);
    values[5000] = KOGGE_MONEY_MAX + 1;
    assert_int_equal(kogge_portfolio_add(portfolio, NULL, values, FULL + 1, &error), KOGGE_E_RANGE);
    assert_int_equal(error.row, 5000);
    assert_same_bytes(portfolio, fresh);
    values[5000] = KOGGE_MONEY_MAX;
    values[FULL]--;
    feed(portfolio, NULL, values, FULL + 1);
    feed(portfolio, NULL, (const int64_t[]){ -1, 0 }, 2);
    feed(fresh, NULL, (const int64_t[]){ 1 }, 1);
    assert_int_equal(kogge_portfolio_add(portfolio, NULL, (const int64_t[]){ 1 }, 1, NULL), KOGGE_E_RANGE);
    assert_int_equal(kogge_portfolio_merge(portfolio, fresh, NULL), KOGGE_E_RANGE);
    assert_int_equal(kogge_portfolio_merge(fresh, portfolio, NULL), KOGGE_E_RANGE);
    portfolio = through_bytes(portfolio);
    assert_true(refine(portfolio));
    kogge_portfolio_free(portfolio);
    kogge_portfolio_free(fresh);
}

/* The number of values has a limit, too: copies merged 62 times. */
static void test_most_values(void **state)
{
    static struct saved saved;
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options);
    (void)state;

    feed(portfolio, NULL, (const int64_t[]){ 0 }, 1);
    for (int i = 0; i < 62; i++) {
        save(portfolio, &saved);
        kogge_portfolio *copy = load(&saved);
        merge(portfolio, copy);
        kogge_portfolio_free(copy);
    }
    save(portfolio, &saved);
    kogge_portfolio *copy = load(&saved);
    assert_int_equal(kogge_portfolio_merge(portfolio, copy, NULL), KOGGE_E_RANGE);
    assert_same_bytes(portfolio, copy);
    kogge_portfolio_free(copy);
    kogge_portfolio_free(portfolio);
}

static void test_do_not_belong_together(void **state)
{
    static const int64_t values[] = { 100000, 100001, 100002, 100003 }, other[] = { 100000, 100001, 100001, 100004 };
    const kogge_abc_options options[] = { given_cut(8000, 9500, BEFORE), given_cut(8000, 9500, AFTER),
                                          given_cut(8000, 9600, BEFORE), given_cut(7000, 9500, BEFORE) };
    kogge_portfolio *portfolio = given_portfolio(&options[0]);
    (void)state;

    for (size_t i = 1; i < COUNT(options); i++) {
        kogge_portfolio *with = given_portfolio(&options[i]);
        assert_int_equal(kogge_portfolio_merge(portfolio, with, NULL), KOGGE_E_INVALID);
        kogge_portfolio_free(with);
    }
    assert_int_equal(kogge_portfolio_merge(portfolio, portfolio, NULL), KOGGE_E_INVALID);
    kogge_portfolio *first = given_portfolio(&options[0]), *history = given_portfolio(&options[0]);
    feed(portfolio, NULL, values, 4);
    feed(history, NULL, other, 4);
    assert_true(refine(portfolio) && refine(history));
    assert_int_equal(kogge_portfolio_merge(portfolio, first, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_portfolio_merge(first, portfolio, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_portfolio_merge(portfolio, history, NULL), KOGGE_E_INVALID);
    kogge_portfolio_free(portfolio);
    kogge_portfolio_free(history);
    kogge_portfolio_free(first);
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

struct heap {
    int calls, open, fails_at; /* fails_at 0: never */
    size_t bytes;
};

static void *heap_alloc(void *context, size_t size)
{
    struct heap *heap = context;
    if (++heap->calls == heap->fails_at)
        return NULL;
    void *block = malloc(size);
    if (block)
        memset(block, 0xa5, size); /* nothing may count on zeroed memory */
    heap->open += block != NULL;
    heap->bytes += size;
    return block;
}

static void heap_free(void *context, void *block)
{
    struct heap *heap = context;
    heap->open -= block != NULL;
    free(block);
}

static void test_memory(void **state)
{
    static int64_t values[20000];
    static struct saved saved;
    struct heap heap = { 0 };
    const kogge_allocator allocator = { heap_alloc, heap_free, &heap };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = NULL, *copy = NULL;
    uint64_t seed = 20260806;
    (void)state;

    for (size_t i = 0; i < COUNT(values); i++)
        values[i] = random_between(&seed, 1, KOGGE_MONEY_MAX / 40000);
    assert_int_equal(kogge_portfolio_new(&options, &allocator, &portfolio, NULL), KOGGE_OK);
    for (int i = 0; i < 50; i++)
        feed(portfolio, NULL, values, COUNT(values) / 50);
    save(portfolio, &saved);
    assert_int_equal(kogge_portfolio_load(saved.bytes, saved.size, &allocator, &copy, NULL), KOGGE_OK);
    assert_int_equal(heap.calls, 2);
    assert_true(heap.bytes < 2 * 1048576);
    kogge_portfolio_free(portfolio);
    kogge_portfolio_free(copy);
    assert_int_equal(heap.open, 0);
}

static void test_no_memory(void **state)
{
    static struct saved saved;
    struct heap heap = { .fails_at = 1 };
    const kogge_allocator allocator = { heap_alloc, heap_free, &heap };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options), *none = portfolio;
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;

    assert_int_equal(kogge_portfolio_new(&options, &allocator, &none, &error), KOGGE_E_MEMORY);
    assert_null(none);
    assert_int_equal(error.status, KOGGE_E_MEMORY);
    save(portfolio, &saved);
    heap.calls = 0;
    none = portfolio;
    assert_int_equal(kogge_portfolio_load(saved.bytes, saved.size, &allocator, &none, &error), KOGGE_E_MEMORY);
    assert_null(none);
    assert_int_equal(heap.open, 0);
    heap = (struct heap){ 0 };
    saved.bytes[30] ^= 1;
    assert_int_equal(kogge_portfolio_load(saved.bytes, saved.size, &allocator, &none, &error), KOGGE_E_DAMAGED);
    assert_int_equal(heap.open, 0);
    kogge_portfolio_free(portfolio);
}

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static void from_hex(const char *hex, struct saved *saved)
{
    saved->size = strlen(hex) / 2;
    for (size_t i = 0; i < saved->size; i++) {
        unsigned byte = 0;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        saved->bytes[i] = (unsigned char)byte;
    }
}

static void assert_hex(const kogge_portfolio *portfolio, const char *hex)
{
    static struct saved found, expected;
    save(portfolio, &found);
    from_hex(hex, &expected);
    assert_int_equal(found.size, expected.size);
    assert_memory_equal(found.bytes, expected.bytes, found.size);
}

/* By hand from the table in lib/portfolio/bytes.c; only the checksums are calculated. */
#define SMALL_STATE                                                                                                  \
    "4b4f474745504600"                                                 /* KOGGEPF */                                 \
    "01000000"                                                         /* version */                                 \
    "b8000000"                                                         /* 184 bytes */                               \
    "401f00001c2500000100000001000000"                                 /* 8000, 9500, CUM_BEFORE, round 1 */         \
    "040000000000000004000000000000006400000000000000"                 /* 4 values, 4 positive, 100 */               \
    "480d0000000000000000000000000000"                                 /* 2500 + 400 + 400 + 100 = 3400 */           \
    "0700000000000000"                                                 /* id 7 */                                    \
    "3200000000000000140000000000000014000000000000000a00000000000000" /* 50, 20, 20, 10 */                          \
    "03000000"                                                         /* buckets 10, 20, 50 */                      \
    "0a00000001000000000000000a00000000000000"                                                                       \
    "1400000002000000000000002800000000000000"                                                                       \
    "3200000001000000000000003200000000000000"                                                                       \
    "8cdfef6b9818d0e9"

/* 203, 200, 100 and 0; 50 % and 90 % CUM_AFTER, so at most 251 and 452 of T = 503. The next smaller value than the
 * last of A lies in 200..203, nothing above: bucket 114. Of B it is 100, alone in bucket 82, and what the smallest of
 * the two values above is, is not known after the first round. */
#define LATER_STATE                                                                                                  \
    "4b4f474745504600"                                                                                               \
    "01000000"                                                                                                       \
    "88010000"                         /* 392 bytes */                                                               \
    "88130000282300000200000002000000" /* 5000, 9000, CUM_AFTER, round 2 */                                          \
    "04000000000000000300000000000000f701000000000000"                                                               \
    "49640100000000000000000000000000" /* 41209 + 40000 + 10000 = 91209 */                                           \
    "0000000000000000"                                                                                               \
    "cb00000000000000c8000000000000006400000000000000"                                                               \
    "02000000"                                                                                                       \
    "5200000001000000000000006400000000000000"                                                                       \
    "7200000002000000000000009301000000000000"                                                                       \
    "c800000000000000"                 /* A: from 200 on ... */                                                      \
    "02000000"                         /* ... 2 bits */                                                              \
    "02000000000000009301000000000000" /* 2 in it, 403 */                                                            \
    "00000000000000000000000000000000" /* nobody above */                                                            \
    "01404c948b320300"                 /* no smallest one */                                                         \
    "6400000000000000"                 /* B: 100 ... */                                                              \
    "00000000"                                                                                                       \
    "01000000000000006400000000000000"                 /* 1 in it, 100 */                                            \
    "02000000000000009301000000000000"                 /* 2 above, 403 */                                            \
    "0000000000000000"                                 /* the smallest is not known */                               \
    "04000000000000000300000000000000f701000000000000" /* fed this round */                                          \
    "01404c948b320300"                                 /* A: nothing above */                                        \
    "02000000"                                         /* 200 and 203 */                                             \
    "000000000100000000000000c800000000000000c800000000000000"                                                       \
    "030000000100000000000000cb00000000000000cb00000000000000"                                                       \
    "c800000000000000" /* B: 200 above */                                                                            \
    "01000000"                                                                                                       \
    "00000000010000000000000064000000000000006400000000000000"                                                       \
    "a49578a733c4ee5c"

static void test_bytes(void **state)
{
    static const int64_t small[] = { 20, 50, 10, 20 }, later[] = { 100, 203, 0, 200 };
    static const uint64_t ids[] = { 1, 7, 3, 2 };
    const kogge_abc_options before = given_cut(8000, 9500, 0), after = given_cut(5000, 9000, AFTER);
    kogge_portfolio *portfolio = given_portfolio(&before);
    static struct saved saved;
    (void)state;

    feed(portfolio, ids, small, 4);
    assert_hex(portfolio, SMALL_STATE);
    kogge_portfolio_free(portfolio);

    portfolio = given_portfolio(&after);
    feed(portfolio, NULL, later, 4);
    assert_true(refine(portfolio));
    feed(portfolio, NULL, later, 4);
    assert_hex(portfolio, LATER_STATE);
    kogge_portfolio_free(portfolio);

    from_hex(LATER_STATE, &saved);
    portfolio = load(&saved);
    assert_false(refine(portfolio));
    assert_int_equal(cuts_of(portfolio).cut_a_minor, 203);
    assert_int_equal(cuts_of(portfolio).cut_b_minor, 200);
    kogge_portfolio_free(portfolio);
}

static void test_save_room(void **state)
{
    static unsigned char room[184 + 1];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options);
    size_t size = 0;
    (void)state;

    feed(portfolio, NULL, (const int64_t[]){ 20, 50, 10, 20 }, 4);
    memset(room, 0x5a, sizeof room);
    assert_int_equal(kogge_portfolio_save(portfolio, room, 183, &size), KOGGE_E_BUFFER);
    assert_int_equal(size, 184);
    assert_int_equal(room[0], 0x5a);
    assert_int_equal(kogge_portfolio_save(portfolio, room, 184, &size), KOGGE_OK);
    assert_int_equal(room[184], 0x5a);
    assert_int_equal(kogge_portfolio_save(portfolio, room, 184, NULL), KOGGE_OK);
    kogge_portfolio_free(portfolio);
}

/* ---- damage ---------------------------------------------------------------------------------------------------- */

static kogge_status try_load(const unsigned char *bytes, size_t size, kogge_portfolio **portfolio)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    unsigned char *exact = malloc(size ? size : 1); /* so that reading beyond is seen */
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    const kogge_status status = kogge_portfolio_load(exact, size, NULL, portfolio, &error);
    assert_int_equal(error.status, status);
    assert_int_equal(*portfolio != NULL, status == KOGGE_OK);
    free(exact);
    return status;
}

static void assert_damaged(const unsigned char *bytes, size_t size)
{
    kogge_portfolio *portfolio = NULL;
    assert_int_equal(try_load(bytes, size, &portfolio), KOGGE_E_DAMAGED);
}

static const char *const states[] = { SMALL_STATE, LATER_STATE };

static void test_damage(void **state)
{
    static struct saved saved;
    (void)state;

    for (size_t i = 0; i < COUNT(states); i++) {
        from_hex(states[i], &saved);
        for (size_t at = 0; at < saved.size; at++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                saved.bytes[at] = (unsigned char)(saved.bytes[at] ^ 1u << bit);
                assert_damaged(saved.bytes, saved.size);
                saved.bytes[at] = (unsigned char)(saved.bytes[at] ^ 1u << bit);
            }
            assert_damaged(saved.bytes, at);
        }
        saved.bytes[saved.size] = 0;
        assert_damaged(saved.bytes, saved.size + 1);
    }
}

static void set(unsigned char *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> 8 * i & 0xff);
}

/* Makes length and checksum right. */
static void sign(struct saved *saved)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    set(saved->bytes + 12, saved->size, 4);
    for (size_t i = 0; i + 8 < saved->size; i++)
        hash = (hash ^ saved->bytes[i]) * UINT64_C(1099511628211);
    set(saved->bytes + saved->size - 8, hash, 8);
}

static void test_later_version(void **state)
{
    static struct saved saved;
    kogge_portfolio *portfolio = NULL;
    (void)state;

    from_hex(SMALL_STATE, &saved);
    saved.bytes[8] = 2;
    sign(&saved);
    assert_int_equal(try_load(saved.bytes, saved.size, &portfolio), KOGGE_E_UNSUPPORTED);
    saved.bytes[8] = 0;
    sign(&saved);
    assert_damaged(saved.bytes, saved.size);
}

/* States that contradict themselves, their checksum made right. */
static void test_contradictions(void **state)
{
    static const struct {
        int state;
        size_t at;
        uint64_t value;
        int bytes;
    } rows[] = {
        { 0, 16, 9501, 4 },        /* cut A above cut B */
        { 0, 20, 10001, 4 },       /* cut B above 100 % */
        { 0, 24, 0, 4 },           /* no rule */
        { 0, 24, 3, 4 },           /* no such rule */
        { 0, 28, 0, 4 },           /* round */
        { 0, 28, 8, 4 },           /* round */
        { 0, 28, 2, 4 },           /* round, but nothing of it there */
        { 0, 32, 3, 8 },           /* fewer values than positive ones */
        { 0, 32, UINT64_MAX, 8 },  /* too many */
        { 0, 40, 5, 8 },           /* positive ones: more than there are values */
        { 0, 40, 3, 8 },           /* fewer than in the buckets */
        { 0, 48, 101, 8 },         /* sum */
        { 0, 48, UINT64_MAX, 8 },  /* sum */
        { 0, 56, 3401, 8 },        /* sum of squares: parity */
        { 0, 56, 2498, 8 },        /* less than 100^2 / 4 */
        { 0, 56, 5002, 8 },        /* more than 50 * 100 */
        { 0, 64, 1, 8 },           /* sum of squares, upper half */
        { 0, 80, 51, 8 },          /* the largest is not in its bucket */
        { 0, 88, 51, 8 },          /* not descending */
        { 0, 104, 0, 8 },          /* not positive */
        { 0, 104, 9, 8 },          /* not in its bucket */
        { 0, 112, 2, 4 },          /* number of buckets */
        { 0, 112, 4, 4 },          /* number of buckets */
        { 0, 112, UINT32_MAX, 4 }, /* number of buckets */
        { 0, 116, 0, 4 },          /* index */
        { 0, 116, 20, 4 },         /* index twice */
        { 0, 116, 1460, 4 },       /* index beyond the last */
        { 0, 120, 0, 8 },          /* empty bucket */
        { 0, 120, 2, 8 },          /* number in the bucket */
        { 0, 128, 11, 8 },         /* sum in the bucket */
        { 1, 28, 1, 4 },           /* round 1, but more there */
        { 1, 28, 3, 4 },           /* a width that round 3 cannot have */
        { 1, 148, 201, 8 },        /* A: low end */
        { 1, 156, 3, 4 },          /* A: bits */
        { 1, 156, UINT32_MAX, 4 }, /* A: bits */
        { 1, 160, 1, 8 },          /* A: number */
        { 1, 168, 404, 8 },        /* A: sum */
        { 1, 176, 1, 8 },          /* A: above */
        { 1, 192, 0, 8 },          /* A: next */
        { 1, 200, 101, 8 },        /* B: low end */
        { 1, 244, 200, 8 },        /* B: next is not known yet */
        { 1, 252, 2, 8 },          /* fed: fewer than positive ones */
        { 1, 268, 2, 8 },          /* fed: sum below their number */
        { 1, 276, 203, 8 },        /* A: smallest above is not above */
        { 1, 284, 3, 4 },          /* number of parts */
        { 1, 288, 3, 4 },          /* index twice */
        { 1, 316, 4, 4 },          /* index beyond the range */
        { 1, 292, 0, 8 },          /* empty part */
        { 1, 300, 201, 8 },        /* sum that its values cannot have */
        { 1, 308, 201, 8 },        /* smallest value not in the part */
        { 1, 344, 100, 8 },        /* B: smallest above is not above */
        { 1, 344, UINT64_MAX, 8 }, /* B: the like */
    };
    static struct saved saved;
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        kogge_portfolio *portfolio = NULL;
        from_hex(states[rows[i].state], &saved);
        set(saved.bytes + rows[i].at, rows[i].value, rows[i].bytes);
        sign(&saved);
        if (try_load(saved.bytes, saved.size, &portfolio) != KOGGE_E_DAMAGED)
            fail_msg("row %zu", i);
    }
}

/* Whatever a forger changes: it is refused, or a state like any other, that is saved as it was loaded. */
static void test_forgeries(void **state)
{
    static const int64_t later[] = { 100, 203, 0, 200 };
    static struct saved saved, again;
    (void)state;

    for (size_t i = 0; i < COUNT(states); i++) {
        for (size_t at = 16; at < strlen(states[i]) / 2 - 8; at++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                kogge_portfolio *portfolio = NULL;
                int32_t more = 0;
                from_hex(states[i], &saved);
                saved.bytes[at] = (unsigned char)(saved.bytes[at] ^ 1u << bit);
                sign(&saved);
                if (try_load(saved.bytes, saved.size, &portfolio))
                    continue;
                save(portfolio, &again);
                assert_int_equal(again.size, saved.size);
                assert_memory_equal(again.bytes, saved.bytes, saved.size);
                (void)kogge_portfolio_add(portfolio, NULL, later, 4, NULL);
                (void)kogge_portfolio_refine(portfolio, &more, NULL);
                kogge_portfolio_free(portfolio);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_as_in_memory),
        cmocka_unit_test(test_number_of_rounds),
        cmocka_unit_test(test_any_way),
        cmocka_unit_test(test_many_parts),
        cmocka_unit_test(test_other_data),
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_degenerate),
        cmocka_unit_test(test_range),
        cmocka_unit_test(test_most_values),
        cmocka_unit_test(test_do_not_belong_together),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_save_room),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_later_version),
        cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_forgeries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
