/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The accumulator as bytes, the same on every machine. All numbers are little-endian and unsigned:
 *
 *   8  "KOGGEPF" and a zero
 *   4  version, 1
 *   4  length of the whole in bytes
 *   4  cut A in bp; 4 cut B in bp; 4 rule; 4 round, from 1 on
 *   8  number of values; 8 of those above 0; 8 their sum; 16 sum of their squares; 8 id of the largest
 *   8  each of the 100 largest values, or as many as are above 0, from the largest down
 *   4  number of buckets that hold values; for each, ascending: 4 its index, 8 number, 8 sum of the values
 *   from the second round on, for cut A, then cut B, where it lies:
 *      8 low end of the range; 4 its bits; 8 number and 8 sum of the values in it; 8 number and 8 sum of those above;
 *      8 smallest value above, 0 if not known (CUM_BEFORE: 0)
 *   while one of them is open:
 *      8 number of values fed this round; 8 of those above 0; 8 their sum
 *      for each that is open: 8 smallest value above the range fed this round (CUM_BEFORE: KOGGE_MONEY_MAX + 1);
 *         4 number of parts that hold values; for each, ascending: 4 its index, 8 number, 8 sum, 8 smallest value
 *   8  FNV-1a 64 of all bytes before it
 *
 * What follows from other members is not written, so that there is little to contradict; the rest is checked on
 * loading. */

#include "portfolio/portfolio.h"

#include "base/number.h"
#include "base/record.h"
#include "base/wide.h"
#include "portfolio/cut.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { FORMAT = 1, HEADER = 16, CHECKSUM = 8 };

static const unsigned char magic[8] = "KOGGEPF";

/* ---- saving ---------------------------------------------------------------------------------------------------- */

struct stream {
    uint64_t hash;
    unsigned char *buffer; /* NULL = only measure */
    size_t size;
};

#define FNV_START UINT64_C(14695981039346656037)

static uint64_t hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * UINT64_C(1099511628211);
}

static void put(struct stream *stream, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8) {
        const unsigned char byte = (unsigned char)(value & 0xff);
        stream->hash = hash_byte(stream->hash, byte);
        if (stream->buffer)
            stream->buffer[stream->size] = byte;
        stream->size++;
    }
}

static void put_tally(struct stream *stream, const struct tally *tally)
{
    put(stream, tally->count, 8);
    put(stream, tally->positive, 8);
    put(stream, tally->total.low, 8);
}

static void put_buckets(struct stream *stream, const struct bucket *buckets)
{
    uint32_t held = 0;
    for (size_t i = 1; i < BUCKETS; i++)
        held += buckets[i].count != 0;
    put(stream, held, 4);
    for (size_t i = 1; i < BUCKETS; i++) {
        if (!buckets[i].count)
            continue;
        put(stream, i, 4);
        put(stream, buckets[i].count, 8);
        put(stream, buckets[i].sum, 8);
    }
}

static void put_search(struct stream *stream, const struct search *search)
{
    put(stream, (uint64_t)search->low, 8);
    put(stream, (uint64_t)search->bits, 4);
    put(stream, search->inside_count, 8);
    put(stream, search->inside_sum, 8);
    put(stream, search->above_count, 8);
    put(stream, search->above_sum, 8);
    put(stream, (uint64_t)search->next, 8);
}

static void put_sieve(struct stream *stream, const struct sieve *sieve)
{
    uint32_t held = 0;
    for (size_t i = 0; i < PARTS; i++)
        held += sieve->parts[i].count != 0;
    put(stream, (uint64_t)sieve->next, 8);
    put(stream, held, 4);
    for (size_t i = 0; i < PARTS; i++) {
        const struct part *part = &sieve->parts[i];
        if (!part->count)
            continue;
        put(stream, i, 4);
        put(stream, part->count, 8);
        put(stream, part->sum, 8);
        put(stream, (uint64_t)part->least, 8);
    }
}

static void put_later_round(struct stream *stream, const kogge_portfolio *portfolio)
{
    for (int i = 0; i < 2; i++)
        put_search(stream, &portfolio->searches[i]);
    if (kogge__portfolio_is_exact(portfolio))
        return;
    put_tally(stream, &portfolio->now);
    for (int i = 0; i < 2; i++) {
        if (kogge__search_is_open(&portfolio->searches[i]))
            put_sieve(stream, &portfolio->sieves[i]);
    }
}

static void put_portfolio(struct stream *stream, const kogge_portfolio *portfolio, size_t length)
{
    for (size_t i = 0; i < sizeof magic; i++)
        put(stream, magic[i], 1);
    put(stream, FORMAT, 4);
    put(stream, length, 4);
    put(stream, (uint64_t)portfolio->cuts_bp[0], 4);
    put(stream, (uint64_t)portfolio->cuts_bp[1], 4);
    put(stream, (uint64_t)portfolio->rule, 4);
    put(stream, (uint64_t)portfolio->round, 4);
    put_tally(stream, &portfolio->base);
    put(stream, portfolio->squares.low, 8);
    put(stream, portfolio->squares.high, 8);
    put(stream, portfolio->largest_id, 8);
    for (size_t i = 0; i < portfolio->top_count; i++)
        put(stream, (uint64_t)portfolio->top[i], 8);
    put_buckets(stream, portfolio->buckets);
    if (portfolio->round > 1)
        put_later_round(stream, portfolio);
    put(stream, stream->hash, 8);
}

kogge_status kogge_portfolio_save(const kogge_portfolio *portfolio, void *buffer, size_t capacity, size_t *size)
{
    struct stream stream = { 0 };

    if (!portfolio || (!buffer && capacity))
        return KOGGE_E_INVALID;
    put_portfolio(&stream, portfolio, 0);
    const size_t length = stream.size;
    if (size)
        *size = length;
    if (!capacity)
        return KOGGE_OK;
    if (capacity < length)
        return KOGGE_E_BUFFER;
    stream = (struct stream){ .hash = FNV_START, .buffer = buffer };
    put_portfolio(&stream, portfolio, length);
    return KOGGE_OK;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* Beyond the end there are zeros, and the end is seen. */
struct reader {
    const unsigned char *bytes;
    size_t size, at;
    bool beyond;
};

static uint64_t get(struct reader *reader, size_t bytes)
{
    uint64_t value = 0;
    if (reader->size - reader->at < bytes) {
        reader->beyond = true;
        return 0;
    }
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)reader->bytes[reader->at++] << 8 * i;
    return value;
}

/* A member that a signed number holds; what it does not hold becomes -1, which is right for none. */
static int64_t get_int64(struct reader *reader)
{
    const uint64_t value = get(reader, 8);
    return value <= INT64_MAX ? (int64_t)value : -1;
}

static int32_t get_int32(struct reader *reader)
{
    const uint64_t value = get(reader, 4);
    return value <= INT32_MAX ? (int32_t)value : -1;
}

static struct tally get_tally(struct reader *reader)
{
    struct tally tally = { .count = get(reader, 8) };
    tally.positive = get(reader, 8);
    tally.total.low = get(reader, 8);
    return tally;
}

/* ---- what can be
 * --------------------------------------------------------------------------------------------------- */

/* Can so many values of low..high have this sum? */
static bool sum_is_possible(uint64_t count, uint64_t sum, int64_t low, int64_t high)
{
    const struct u128 whole = { 0, sum };
    return kogge__compare(kogge__mul(count, (uint64_t)low), whole) <= 0 &&
           kogge__compare(kogge__mul(count, (uint64_t)high), whole) >= 0;
}

static bool tally_is_right(const struct tally *tally)
{
    return kogge__tally_fits(tally) && tally->positive <= tally->count &&
           sum_is_possible(tally->positive, tally->total.low, 1, KOGGE_MONEY_MAX);
}

static int64_t high_end(int64_t low, int32_t bits)
{
    const int64_t high = low + (INT64_C(1) << bits) - 1;
    return high < KOGGE_MONEY_MAX ? high : KOGGE_MONEY_MAX;
}

/* Takes a number and a sum off those that are left. */
static bool take(struct bucket *left, uint64_t count, uint64_t sum)
{
    if (count > left->count || sum > left->sum)
        return false;
    left->count -= count;
    left->sum -= sum;
    return true;
}

/* ---- facts of the first round ---------------------------------------------------------------------------------- */

static bool load_options(struct reader *reader, kogge_portfolio *portfolio)
{
    for (int i = 0; i < 2; i++)
        portfolio->cuts_bp[i] = get_int32(reader);
    portfolio->rule = get_int32(reader);
    portfolio->round = get_int32(reader);
    return portfolio->cuts_bp[0] >= 0 && portfolio->cuts_bp[0] <= portfolio->cuts_bp[1] &&
           portfolio->cuts_bp[1] <= 10000 && portfolio->rule >= KOGGE_CUT_RULE_CUM_BEFORE &&
           portfolio->rule <= KOGGE_CUT_RULE_CUM_AFTER && portfolio->round >= 1 && portfolio->round <= MOST_ROUNDS;
}

static bool load_buckets(struct reader *reader, kogge_portfolio *portfolio)
{
    struct bucket left = { portfolio->base.positive, portfolio->base.total.low };
    const uint64_t held = get(reader, 4);
    size_t last = 0;
    for (uint64_t i = 0; i < held && !reader->beyond; i++) {
        const size_t at = (size_t)get(reader, 4);
        if (at <= last || at >= BUCKETS)
            return false;
        struct bucket *bucket = &portfolio->buckets[at];
        const int64_t low = kogge__bucket_low(at);
        bucket->count = get(reader, 8);
        bucket->sum = get(reader, 8);
        if (!bucket->count || !take(&left, bucket->count, bucket->sum) ||
            !sum_is_possible(bucket->count, bucket->sum, low, high_end(low, kogge__bucket_bits(at))))
            return false;
        last = at;
    }
    return !left.count && !left.sum;
}

/* Are these the largest values of this bucket, and can the others be smaller ones? */
static bool top_fits(const kogge_portfolio *portfolio, size_t at, size_t first, size_t count)
{
    struct bucket left = portfolio->buckets[at];
    for (size_t i = first; i < first + count; i++) {
        const uint64_t value = (uint64_t)portfolio->top[i];
        if (kogge__bucket_of(value) != at || !take(&left, 1, value))
            return false;
    }
    return sum_is_possible(left.count, left.sum, kogge__bucket_low(at), portfolio->top[first + count - 1]);
}

static bool top_is_right(const kogge_portfolio *portfolio)
{
    size_t done = 0;
    for (size_t at = BUCKETS - 1; at > 0 && done < portfolio->top_count; at--) {
        const uint64_t held = portfolio->buckets[at].count, missing = portfolio->top_count - done;
        const size_t count = (size_t)(held < missing ? held : missing);
        if (count && !top_fits(portfolio, at, done, count))
            return false;
        done += count;
    }
    return done == portfolio->top_count;
}

static bool load_top(struct reader *reader, kogge_portfolio *portfolio)
{
    portfolio->top_count = portfolio->base.positive < TOP ? (size_t)portfolio->base.positive : TOP;
    for (size_t i = 0; i < portfolio->top_count; i++) {
        portfolio->top[i] = get_int64(reader);
        if (portfolio->top[i] < 1 || portfolio->top[i] > (i ? portfolio->top[i - 1] : KOGGE_MONEY_MAX))
            return false;
    }
    return true;
}

/* T^2 / number <= sum of squares <= largest * T, and a square is odd where its root is. */
static bool squares_are_right(const kogge_portfolio *portfolio)
{
    const struct u128 squares = portfolio->squares;
    const uint64_t total = portfolio->base.total.low;
    const struct wide half[2] = { kogge__wide(squares.low), kogge__wide(squares.high) };
    const struct wide shift = kogge__wide_mul(kogge__wide(UINT64_C(1) << 32), kogge__wide(UINT64_C(1) << 32));
    const struct wide whole = kogge__wide_add(half[0], kogge__wide_mul(half[1], shift));
    const struct wide product = kogge__wide_mul(whole, kogge__wide(portfolio->base.positive));
    const struct wide square = kogge__wide_mul(kogge__wide(total), kogge__wide(total));
    return kogge__wide_compare(product, square) >= 0 && squares.low % 2 == total % 2 &&
           kogge__compare(squares, kogge__mul((uint64_t)portfolio->top[0], total)) <= 0;
}

static bool load_base(struct reader *reader, kogge_portfolio *portfolio)
{
    portfolio->base = get_tally(reader);
    portfolio->squares.low = get(reader, 8);
    portfolio->squares.high = get(reader, 8);
    portfolio->largest_id = get(reader, 8);
    return tally_is_right(&portfolio->base) && (portfolio->base.positive || !portfolio->largest_id) &&
           load_top(reader, portfolio) && squares_are_right(portfolio) && load_buckets(reader, portfolio) &&
           top_is_right(portfolio);
}

/* ---- where the cuts lie ---------------------------------------------------------------------------------------- */

/* Has the range the place and the width that rounds can have given it? */
static bool range_is_right(const struct search *search, const struct search *first, int32_t round)
{
    const int32_t bits = first->bits - PART_BITS * (round - 2);
    if (search->bits && search->bits != bits)
        return false;
    return search->low >= first->low && search->low <= high_end(first->low, first->bits) &&
           (search->low - first->low) % (INT64_C(1) << search->bits) == 0;
}

/* Can the values of the bucket lie above, in and below the range as it says? */
static bool sums_are_right(const struct search *search, const struct search *first)
{
    const int64_t high = high_end(search->low, search->bits);
    struct bucket left = { first->inside_count, first->inside_sum };
    const uint64_t count = search->above_count - first->above_count, sum = search->above_sum - first->above_sum;
    if (search->above_count < first->above_count || search->above_sum < first->above_sum ||
        search->above_sum > (uint64_t)search->limit || !search->inside_count)
        return false;
    if (!take(&left, count, sum) || !take(&left, search->inside_count, search->inside_sum))
        return false;
    if (left.count && search->above_sum + search->inside_sum <= (uint64_t)search->limit)
        return false;
    return sum_is_possible(count, sum, high + 1, high_end(first->low, first->bits)) &&
           sum_is_possible(search->inside_count, search->inside_sum, search->low, high) &&
           sum_is_possible(left.count, left.sum, first->low, search->low - 1);
}

static bool next_is_right(const struct search *search, const struct search *first)
{
    if (!search->after)
        return !search->next;
    if (search->next <= high_end(search->low, search->bits) || search->next > NO_VALUE)
        return false;
    if (search->above_count > first->above_count)
        return search->next <= high_end(first->low, first->bits);
    return (search->next == NO_VALUE) == !search->above_count && (!first->next || search->next == first->next);
}

static bool search_is_right(const struct search *search, const struct search *first, int32_t round, int64_t largest)
{
    if (round == 2 || !kogge__search_is_open(first))
        return !memcmp(search, first, sizeof *search);
    return range_is_right(search, first, round) && sums_are_right(search, first) && next_is_right(search, first) &&
           search->low <= largest && (search->next <= largest || search->next == NO_VALUE);
}

/* Had the round before anything to look for? */
static bool was_open(const struct search *first, int32_t round)
{
    return round == 2 || (kogge__search_is_open(first) && (round == 3 || first->bits > PART_BITS * (round - 3)));
}

static bool classes_are_right(const kogge_portfolio *portfolio)
{
    const struct bucket a = kogge__search_class(&portfolio->searches[0]);
    const struct bucket b = kogge__search_class(&portfolio->searches[1]);
    return !kogge__portfolio_is_exact(portfolio) ||
           (a.count <= b.count && a.sum <= b.sum &&
            kogge__search_cut(&portfolio->searches[1]) <= kogge__search_cut(&portfolio->searches[0]));
}

static bool load_searches(struct reader *reader, kogge_portfolio *portfolio)
{
    struct search first[2];
    if (!portfolio->base.positive)
        return false;
    kogge__portfolio_begin_searches(portfolio, first);
    if (!was_open(&first[0], portfolio->round) && !was_open(&first[1], portfolio->round))
        return false;
    for (int i = 0; i < 2; i++) {
        struct search *search = &portfolio->searches[i];
        search->limit = first[i].limit;
        search->after = first[i].after;
        search->low = get_int64(reader);
        search->bits = get_int32(reader);
        search->inside_count = get(reader, 8);
        search->inside_sum = get(reader, 8);
        search->above_count = get(reader, 8);
        search->above_sum = get(reader, 8);
        search->next = get_int64(reader);
        if (search->bits < 0 || search->bits > first[i].bits ||
            !search_is_right(search, &first[i], portfolio->round, portfolio->top[0]))
            return false;
    }
    return classes_are_right(portfolio);
}

/* ---- what a later round was fed -------------------------------------------------------------------------------- */

static bool part_is_right(const struct part *part, const struct search *search, uint64_t at)
{
    const int64_t low = search->low + ((int64_t)at << kogge__part_bits(search));
    const int64_t high = high_end(low, kogge__part_bits(search));
    struct bucket left = { part->count, part->sum };
    return part->least >= low && part->least <= high && take(&left, 1, (uint64_t)part->least) &&
           sum_is_possible(left.count, left.sum, part->least, high);
}

static bool load_sieve(struct reader *reader, const struct search *search, const struct tally *now,
                       struct sieve *sieve)
{
    struct bucket left = { now->positive, now->total.low };
    sieve->next = get_int64(reader);
    const uint64_t held = get(reader, 4);
    const uint64_t width = UINT64_C(1) << (search->bits - kogge__part_bits(search));
    uint64_t from = 0;
    for (uint64_t i = 0; i < held && !reader->beyond; i++) {
        const uint64_t at = get(reader, 4);
        if (at < from || at >= width)
            return false;
        struct part *part = &sieve->parts[at];
        part->count = get(reader, 8);
        part->sum = get(reader, 8);
        part->least = get_int64(reader);
        if (!part_is_right(part, search, at) || !take(&left, part->count, part->sum))
            return false;
        from = at + 1;
    }
    if (sieve->next == NO_VALUE)
        return true;
    return search->after && sieve->next > high_end(search->low, search->bits) && sieve->next < NO_VALUE &&
           take(&left, 1, (uint64_t)sieve->next);
}

static bool load_round(struct reader *reader, kogge_portfolio *portfolio)
{
    portfolio->now = get_tally(reader);
    if (!tally_is_right(&portfolio->now))
        return false;
    for (int i = 0; i < 2; i++) {
        const struct search *search = &portfolio->searches[i];
        if (kogge__search_is_open(search) && !load_sieve(reader, search, &portfolio->now, &portfolio->sieves[i]))
            return false;
    }
    return true;
}

/* ---- the call -------------------------------------------------------------------------------------------------- */

static bool load_state(struct reader *reader, kogge_portfolio *portfolio)
{
    for (int i = 0; i < 2; i++)
        kogge__sieve_begin(&portfolio->sieves[i]);
    if (!load_options(reader, portfolio) || !load_base(reader, portfolio))
        return false;
    if (portfolio->round > 1 && !load_searches(reader, portfolio))
        return false;
    if (portfolio->round > 1 && !kogge__portfolio_is_exact(portfolio) && !load_round(reader, portfolio))
        return false;
    return !reader->beyond && reader->at == reader->size;
}

static bool frame_is_right(const unsigned char *bytes, size_t size)
{
    struct reader length = { .bytes = bytes, .size = size, .at = HEADER - 4 };
    struct reader checksum = { .bytes = bytes, .size = size, .at = size - CHECKSUM };
    uint64_t hash = FNV_START;
    if (get(&length, 4) != size || memcmp(bytes, magic, sizeof magic) != 0)
        return false;
    for (size_t i = 0; i < size - CHECKSUM; i++)
        hash = hash_byte(hash, bytes[i]);
    return get(&checksum, CHECKSUM) == hash;
}

/* The frame is that of every version, so that damage of the version is damage. */
static kogge_status check_frame(const unsigned char *bytes, size_t size, kogge_error *error)
{
    struct reader reader = { .bytes = bytes, .size = size, .at = sizeof magic };
    const bool framed = size >= HEADER + CHECKSUM && frame_is_right(bytes, size);
    const uint64_t version = framed ? get(&reader, 4) : 0;
    if (!version)
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "these bytes are no portfolio, or are cut or changed");
    if (version > FORMAT)
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, -1, "this portfolio was saved by a later release");
    return KOGGE_OK;
}

kogge_status kogge_portfolio_load(const void *bytes, size_t size, const kogge_allocator *allocator,
                                  kogge_portfolio **portfolio, kogge_error *error)
{
    struct reader reader = { .bytes = bytes, .size = size - CHECKSUM, .at = HEADER };

    if (portfolio)
        *portfolio = NULL;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!bytes || !portfolio)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !bytes ? "bytes" : "portfolio");
    const kogge_status status = check_frame(bytes, size, error);
    if (status)
        return status;
    kogge_portfolio *fresh = kogge__portfolio_alloc(allocator);
    if (!fresh)
        return kogge__fail(error, KOGGE_E_MEMORY, 0, -1, "no memory for a portfolio");
    if (!load_state(&reader, fresh)) {
        kogge_portfolio_free(fresh);
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "these bytes say what no portfolio can be");
    }
    *portfolio = fresh;
    return KOGGE_OK;
}
