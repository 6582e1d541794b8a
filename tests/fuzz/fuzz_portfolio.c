/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Random bytes as saved portfolios, as they are and with length and checksum made right: what is loaded is saved as
 * the same bytes, and can be asked, fed, merged and refined. The same bytes as values: an accumulator fed in pieces
 * gives the cuts of abc_cut. */

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 65536, VALUES = 512, POINTS = 1500, MOST_ROUNDS = 7 };

#define REQUIRE(condition)                                                                                           \
    do {                                                                                                             \
        if (!(condition)) {                                                                                          \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                          \
            abort();                                                                                                 \
        }                                                                                                            \
    } while (0)

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static void set(uint8_t *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> 8 * i & 0xff);
}

/* As if it had been saved so. */
static void sign(uint8_t *bytes, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    memcpy(bytes, "KOGGEPF", 8);
    set(bytes + 8, 1, 4);
    set(bytes + 12, size, 4);
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    set(bytes + size - 8, hash, 8);
}

static void check_saved(const kogge_portfolio *portfolio, const uint8_t *bytes, size_t size)
{
    static uint8_t again[LARGEST];
    size_t again_size = 0;
    REQUIRE(!kogge_portfolio_save(portfolio, again, LARGEST, &again_size));
    REQUIRE(again_size == size && !memcmp(again, bytes, size));
}

/* ---- questions ------------------------------------------------------------------------------------------------- */

static void ask_shares(const kogge_portfolio *portfolio, bool exact)
{
    kogge_class_share shares[3];
    kogge_out_rows rows = { .data = shares, .capacity = 3, .row_size = sizeof *shares };
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    REQUIRE((kogge_portfolio_cuts(portfolio, &cuts, NULL) == KOGGE_OK) == exact);
    REQUIRE((kogge_portfolio_shares(portfolio, &rows, NULL, NULL) == KOGGE_OK) == exact);
    if (!exact)
        return;
    REQUIRE(cuts.cut_b_minor >= 1 && cuts.cut_b_minor <= cuts.cut_a_minor && cuts.cut_a_minor <= KOGGE_MONEY_MAX + 1);
    for (int i = 0; i < 3; i++)
        REQUIRE(shares[i].customers >= 0 && shares[i].total_minor >= 0 && shares[i].total_bp <= 10000);
    REQUIRE(shares[0].customers + shares[1].customers + shares[2].customers == cuts.count);
}

static void ask(const kogge_portfolio *portfolio, bool exact)
{
    static kogge_pareto_point points[POINTS];
    kogge_out_rows rows = { .data = points, .capacity = POINTS, .row_size = sizeof *points };
    const kogge_concentration_options options = {
        .struct_size = sizeof options, .top_n = 100, .uplift_bp = 2000, .loss_bp = 700
    };
    kogge_concentration result = KOGGE_INIT(kogge_concentration);
    int32_t top[100];
    REQUIRE(!kogge_portfolio_concentration(portfolio, &options, &result, top, NULL, NULL));
    REQUIRE(result.hhi_ppm >= 0 && result.hhi_ppm <= 1000000 && result.largest_bp <= 10000);
    REQUIRE(result.remaining_minor >= 0 && result.absorption_bp >= 0);
    REQUIRE(!result.known == !result.positive && top[99] >= top[0] && top[99] <= 10000);
    REQUIRE(!kogge_portfolio_pareto(portfolio, &rows, NULL));
    REQUIRE(!rows.count == !result.positive);
    REQUIRE(!rows.count || (points[rows.count - 1].customers == result.positive &&
                            points[rows.count - 1].total_minor == result.total_minor));
    ask_shares(portfolio, exact);
}

/* ---- states ---------------------------------------------------------------------------------------------------- */

/* Goes on with a state that may be forged: only what cannot be otherwise is required. */
static void go_on(kogge_portfolio *portfolio, const uint8_t *bytes, size_t size)
{
    kogge_portfolio *copy = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    int32_t again = 0;
    const int64_t values[] = { 1, 100, (int64_t)size, -5 };
    REQUIRE(!kogge_portfolio_load(bytes, size, NULL, &copy, NULL));
    (void)kogge_portfolio_add(portfolio, NULL, values, 4, &error);
    (void)kogge_portfolio_merge(portfolio, copy, NULL);
    (void)kogge_portfolio_merge(copy, portfolio, NULL);
    (void)kogge_portfolio_refine(portfolio, &again, NULL);
    (void)kogge_portfolio_refine(copy, &again, NULL);
    (void)kogge_portfolio_save(portfolio, NULL, 0, NULL);
    kogge_portfolio_free(copy);
}

static void check_bytes(const uint8_t *bytes, size_t size)
{
    kogge_portfolio *portfolio = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    const kogge_status status = kogge_portfolio_load(bytes, size, NULL, &portfolio, &error);
    REQUIRE(!status == (portfolio != NULL) && error.status == status);
    REQUIRE(!status || status == KOGGE_E_DAMAGED || status == KOGGE_E_UNSUPPORTED);
    if (status)
        return;
    check_saved(portfolio, bytes, size);
    ask(portfolio, !kogge_portfolio_cuts(portfolio, &cuts, NULL));
    go_on(portfolio, bytes, size);
    kogge_portfolio_free(portfolio);
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static size_t take_values(const uint8_t *data, size_t size, int64_t values[VALUES])
{
    size_t count = 0;
    for (size_t at = 8; at + 8 <= size && count < VALUES; at += 8) {
        uint64_t bits = 0;
        memcpy(&bits, data + at, 8);
        values[count++] = (int64_t)((bits & ((UINT64_C(1) << 49) - 1)) >> bits % 47) * (bits >> 63 ? -1 : 1);
    }
    return count;
}

/* In two pieces, one merged, through bytes, and the other way round each round. */
static kogge_portfolio *feed(kogge_portfolio *portfolio, const int64_t *values, size_t count, size_t split)
{
    static uint8_t bytes[LARGEST];
    kogge_portfolio *other = NULL;
    size_t size = 0;
    REQUIRE(!kogge_portfolio_save(portfolio, bytes, LARGEST, &size));
    REQUIRE(!kogge_portfolio_load(bytes, size, NULL, &other, NULL));
    REQUIRE(!kogge_portfolio_add(portfolio, NULL, values, split, NULL));
    REQUIRE(!kogge_portfolio_add(other, NULL, values + split, count - split, NULL));
    REQUIRE(!kogge_portfolio_merge(other, portfolio, NULL));
    kogge_portfolio_free(portfolio);
    return other;
}

static void check_values(const uint8_t *data, size_t size)
{
    static int64_t values[VALUES];
    const int32_t a = (data[0] + 256 * data[1]) % 10001, b = (data[2] + 256 * data[3]) % 10001;
    const kogge_abc_options options = {
        .struct_size = sizeof options, .cut_a_bp = a < b ? a : b, .cut_b_bp = a < b ? b : a, .cut_rule = data[4] % 3
    };
    const size_t count = take_values(data, size, values);
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts), same = cuts;
    kogge_portfolio *portfolio = NULL;
    int32_t again = 1, rounds = 0;
    if (kogge_abc_cut(values, count, &options, &cuts, NULL))
        return;
    REQUIRE(!kogge_portfolio_new(&options, NULL, &portfolio, NULL));
    while (again) {
        portfolio = feed(portfolio, values, count, data[5] % (count + 1));
        REQUIRE(!kogge_portfolio_refine(portfolio, &again, NULL) && ++rounds < MOST_ROUNDS);
    }
    REQUIRE(!kogge_portfolio_cuts(portfolio, &same, NULL) && !memcmp(&cuts, &same, sizeof cuts));
    ask(portfolio, true);
    kogge_portfolio_free(portfolio);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > LARGEST)
        return 0;
    check_bytes(data, size);
    if (size < 24)
        return 0;
    uint8_t *bytes = malloc(size); /* of this size, so that reading beyond is seen */
    REQUIRE(bytes != NULL);
    memcpy(bytes, data, size);
    sign(bytes, size);
    check_bytes(bytes, size);
    free(bytes);
    check_values(data, size);
    return 0;
}
