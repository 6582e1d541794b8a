/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/number.h"
#include "base/wide.h"
#include "random.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { AWAY = KOGGE_ROUNDING_HALF_AWAY, EVEN = KOGGE_ROUNDING_HALF_EVEN, UP = KOGGE_ROUNDING_UP };
enum { DOWN = KOGGE_ROUNDING_DOWN, ROUNDS = 200000 };

static const int64_t edges[] = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    10000,
    INT32_MAX,
    INT32_MIN,
    UINT32_MAX,
    INT64_C(4294967296),
    INT64_MAX,
    INT64_MAX - 1,
    INT64_MIN,
    INT64_MIN + 1,
};
enum { EDGES = sizeof edges / sizeof edges[0] };

/* ---- 128 bits, against the independent arithmetic of wide.c ---------------------------------------------------- */

static struct wide wide128(struct u128 a)
{
    const struct wide two_32 = kogge__wide(UINT64_C(1) << 32);

    return kogge__wide_add(kogge__wide_mul(kogge__wide_mul(kogge__wide(a.high), two_32), two_32), kogge__wide(a.low));
}

static void assert_u128(struct u128 a, uint64_t high, uint64_t low)
{
    assert_int_equal(a.high, high);
    assert_int_equal(a.low, low);
}

static void test_mul(void **state)
{
    uint64_t seed = 1;
    (void)state;

    assert_u128(kogge__mul(0, UINT64_MAX), 0, 0);
    assert_u128(kogge__mul(UINT64_MAX, 1), 0, UINT64_MAX);
    assert_u128(kogge__mul(UINT64_MAX, UINT64_MAX), UINT64_MAX - 1, 1);
    assert_u128(kogge__mul(UINT64_C(1) << 32, UINT64_C(1) << 32), 1, 0);
    for (int i = 0; i < ROUNDS; ++i) {
        const uint64_t a = random_u64(&seed), b = random_u64(&seed);
        const struct wide product = kogge__wide_mul(kogge__wide(a), kogge__wide(b));

        assert_int_equal(kogge__wide_compare(wide128(kogge__mul(a, b)), product), 0);
    }
}

static void test_add_and_sub(void **state)
{
    const struct u128 most = { UINT64_MAX, UINT64_MAX }, one = { 0, 1 }, zero = { 0, 0 };
    (void)state;

    assert_u128(kogge__add((struct u128){ 0, UINT64_MAX }, one), 1, 0);
    assert_u128(kogge__add(most, one), 0, 0);
    assert_u128(kogge__add((struct u128){ 3, 5 }, (struct u128){ 4, 6 }), 7, 11);
    assert_u128(kogge__add((struct u128){ 3, 5 }, (struct u128){ 4, 0 }), 7, 5);
    assert_u128(kogge__sub((struct u128){ 1, 0 }, one), 0, UINT64_MAX);
    assert_u128(kogge__sub(zero, one), UINT64_MAX, UINT64_MAX);
    assert_u128(kogge__sub((struct u128){ 7, 11 }, (struct u128){ 4, 6 }), 3, 5);
    assert_u128(kogge__sub((struct u128){ 7, 11 }, (struct u128){ 4, 11 }), 3, 0);
}

static void test_compare(void **state)
{
    (void)state;

    assert_int_equal(kogge__compare((struct u128){ 1, 0 }, (struct u128){ 0, UINT64_MAX }), 1);
    assert_int_equal(kogge__compare((struct u128){ 0, UINT64_MAX }, (struct u128){ 1, 0 }), -1);
    assert_int_equal(kogge__compare((struct u128){ 2, 3 }, (struct u128){ 2, 4 }), -1);
    assert_int_equal(kogge__compare((struct u128){ 2, 4 }, (struct u128){ 2, 3 }), 1);
    assert_int_equal(kogge__compare((struct u128){ 2, 4 }, (struct u128){ 2, 4 }), 0);
}

static void assert_divides(struct u128 a, uint64_t d)
{
    uint64_t rest;
    const struct u128 quotient = kogge__div(a, d, &rest);
    const struct wide product = kogge__wide_mul(wide128(quotient), kogge__wide(d));

    assert_true(rest < d);
    assert_int_equal(kogge__wide_compare(kogge__wide_add(product, kogge__wide(rest)), wide128(a)), 0);
}

static void test_div(void **state)
{
    static const uint64_t parts[] = {
        0,
        1,
        2,
        9999,
        10000,
        UINT32_MAX,
        UINT64_C(1) << 32,
        UINT64_C(0xffffffff00000000),
        UINT64_C(1) << 63,
        UINT64_MAX,
        UINT64_MAX - 1,
        UINT64_C(0x8000000000000001),
        UINT64_C(0x80000000ffffffff),
    };
    enum { PARTS = sizeof parts / sizeof parts[0] };
    uint64_t seed = 2;
    (void)state;

    for (int i = 0; i < PARTS; ++i) {
        for (int j = 0; j < PARTS; ++j) {
            for (int k = 1; k < PARTS; ++k)
                assert_divides((struct u128){ parts[i], parts[j] }, parts[k]);
        }
    }
    for (int i = 0; i < ROUNDS; ++i) {
        const struct u128 a = { random_u64(&seed) >> (i % 64), random_u64(&seed) };

        assert_divides(a, (random_u64(&seed) >> (i / 64 % 64)) | 1);
    }
    assert_u128(kogge__div((struct u128){ 1, 0 }, 3, NULL), 0, UINT64_C(0x5555555555555555));
}

static void test_abs(void **state)
{
    (void)state;

    assert_int_equal(kogge__abs(0), 0);
    assert_int_equal(kogge__abs(-5), 5);
    assert_int_equal(kogge__abs(INT64_MAX), INT64_MAX);
    assert_int_equal(kogge__abs(INT64_MIN), UINT64_C(1) << 63);
}

/* ---- x * n / d ------------------------------------------------------------------------------------------------- */

static int64_t mul_div(int64_t x, int64_t n, int64_t d, int32_t mode)
{
    int64_t quotient;

    assert_int_equal(kogge_mul_div(x, n, d, mode, &quotient), KOGGE_OK);
    assert_int_equal(kogge__mul_div(x, n, d, mode), quotient);
    return quotient;
}

static void test_rounding_modes(void **state)
{
    /* Tenths, and what each mode makes of them; the signs follow by symmetry. */
    static const struct {
        int64_t tenths, away, even, up, down;
    } rows[] = {
        { 0, 0, 0, 0, 0 },  { 1, 0, 0, 1, 0 },  { 4, 0, 0, 1, 0 },  { 5, 1, 0, 1, 0 },  { 6, 1, 1, 1, 0 },
        { 10, 1, 1, 1, 1 }, { 14, 1, 1, 2, 1 }, { 15, 2, 2, 2, 1 }, { 16, 2, 2, 2, 1 }, { 25, 3, 2, 3, 2 },
        { 35, 4, 4, 4, 3 }, { 45, 5, 4, 5, 4 }, { 49, 5, 5, 5, 4 },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        for (int signs = 0; signs < 8; ++signs) {
            const int64_t x = signs & 1 ? -rows[i].tenths : rows[i].tenths;
            const int64_t n = signs & 2 ? -1 : 1;
            const int64_t d = signs & 4 ? -10 : 10;
            const int64_t s = (signs & 1 ? -1 : 1) * n * (d / 10);

            assert_int_equal(mul_div(x, n, d, AWAY), s * rows[i].away);
            assert_int_equal(mul_div(x, n, d, EVEN), s * rows[i].even);
            assert_int_equal(mul_div(x, n, d, UP), s * rows[i].up);
            assert_int_equal(mul_div(x, n, d, DOWN), s * rows[i].down);
        }
    }
}

/* regional.md 1 (DIN 1333), semantics.md 6 and 7, formulas.md F10 and F16. */
static void test_worked_numbers(void **state)
{
    (void)state;

    assert_int_equal(mul_div(150325627, 1, 10000, AWAY), 15033);
    assert_int_equal(mul_div(150324627, 1, 10000, AWAY), 15032);
    assert_int_equal(mul_div(500000, 10000, 8000000, AWAY), 625);
    assert_int_equal(mul_div(4000, 10000, 1500, AWAY), 26667);
    assert_int_equal(mul_div(60000, 10000, 520000, AWAY), 1154);
    assert_int_equal(mul_div(990, 1500, 4000, AWAY), 371);
    assert_int_equal(mul_div(KOGGE_MONEY_MAX, 10000, 10000, AWAY), KOGGE_MONEY_MAX);
}

/* Made with Python integers: abs(x * n) divmod abs(d), rounded, then the sign. Order of the quotients: AWAY, EVEN,
 * UP, DOWN. */
static void test_large(void **state)
{
    static const struct {
        int64_t x, n, d, quotient[4];
    } rows[] = {
        { INT64_MAX, INT64_MAX, INT64_MAX, { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX } },
        { INT64_MIN, INT64_MIN, INT64_MIN, { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN } },
        { INT64_MIN, 1, 1, { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN } },
        { INT64_MIN, -1, -1, { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN } },
        { INT64_MIN, INT64_MAX, INT64_MIN, { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX } },
        { INT64_MAX, INT64_MIN, INT64_MAX, { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN } },
        { INT64_MAX, 2, 2, { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX } },
        { INT64_MAX,
          1,
          2,
          { INT64_C(4611686018427387904), INT64_C(4611686018427387904), INT64_C(4611686018427387904),
            INT64_C(4611686018427387903) } },
        { INT64_MIN,
          1,
          3,
          { INT64_C(-3074457345618258603), INT64_C(-3074457345618258603), INT64_C(-3074457345618258603),
            INT64_C(-3074457345618258602) } },
        { INT64_MAX, 1, INT64_MIN, { -1, -1, -1, 0 } },
        { INT64_MIN, 1, INT64_MAX, { -1, -1, -2, -1 } },
        { 1, 1, INT64_MIN, { 0, 0, -1, 0 } },
        { 1, 1, INT64_MAX, { 0, 0, 1, 0 } },
        { INT64_C(4611686018427387904), 1, INT64_MIN, { -1, 0, -1, 0 } },
        { INT64_C(4611686018427387904), -1, INT64_MIN, { 1, 0, 1, 0 } },
        { INT64_C(4611686018427387905), 1, INT64_MIN, { -1, -1, -1, 0 } },
        { INT64_C(6917529027641081856), 1, INT64_MIN, { -1, -1, -1, 0 } },
        { INT64_MAX,
          2,
          3,
          { INT64_C(6148914691236517205), INT64_C(6148914691236517205), INT64_C(6148914691236517205),
            INT64_C(6148914691236517204) } },
        { INT64_MIN,
          2,
          3,
          { INT64_C(-6148914691236517205), INT64_C(-6148914691236517205), INT64_C(-6148914691236517206),
            INT64_C(-6148914691236517205) } },
        { INT64_MAX,
          10000,
          10001,
          { INT64_C(9222449791875588248), INT64_C(9222449791875588248), INT64_C(9222449791875588249),
            INT64_C(9222449791875588248) } },
        { INT64_C(900000000000000),
          10000,
          3,
          { INT64_C(3000000000000000000), INT64_C(3000000000000000000), INT64_C(3000000000000000000),
            INT64_C(3000000000000000000) } },
        { INT64_C(-900000000000000),
          INT64_C(900000000000000),
          INT64_C(699999999999999),
          { INT64_C(-1157142857142859), INT64_C(-1157142857142859), INT64_C(-1157142857142859),
            INT64_C(-1157142857142858) } },
        { INT64_MAX - 1,
          INT64_MAX - 1,
          INT64_MAX,
          { INT64_C(9223372036854775805), INT64_C(9223372036854775805), INT64_MAX - 1,
            INT64_C(9223372036854775805) } },
        { INT64_MAX,
          INT64_C(9223372036854775805),
          INT64_MAX - 1,
          { INT64_MAX - 1, INT64_MAX - 1, INT64_MAX - 1, INT64_C(9223372036854775805) } },
        { INT64_C(4294967296),
          INT64_C(4294967296),
          INT64_C(8589934591),
          { INT64_C(2147483648), INT64_C(2147483648), INT64_C(2147483649), INT64_C(2147483648) } },
        { INT64_C(4294967295),
          INT64_C(4294967297),
          INT64_C(4294967295),
          { INT64_C(4294967297), INT64_C(4294967297), INT64_C(4294967297), INT64_C(4294967297) } },
        { INT64_C(6148914691236517205), 3, -2, { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN + 1 } },
        { INT64_MAX,
          4,
          8,
          { INT64_C(4611686018427387904), INT64_C(4611686018427387904), INT64_C(4611686018427387904),
            INT64_C(4611686018427387903) } },
        { INT64_MIN,
          4,
          -8,
          { INT64_C(4611686018427387904), INT64_C(4611686018427387904), INT64_C(4611686018427387904),
            INT64_C(4611686018427387904) } },
        { INT64_MIN,
          3,
          4,
          { INT64_C(-6917529027641081856), INT64_C(-6917529027641081856), INT64_C(-6917529027641081856),
            INT64_C(-6917529027641081856) } },
        { INT64_C(8589934593),
          INT64_C(2147483648),
          INT64_C(4294967296),
          { INT64_C(4294967297), INT64_C(4294967296), INT64_C(4294967297), INT64_C(4294967296) } },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        for (int mode = AWAY; mode <= DOWN; ++mode)
            assert_int_equal(mul_div(rows[i].x, rows[i].n, rows[i].d, mode), rows[i].quotient[mode - AWAY]);
    }
}

/* Made likewise; fits tells for which mode the quotient is just the limit, else it is beyond. */
static void test_saturation(void **state)
{
    static const struct {
        int64_t x, n, d, limit;
        bool fits[4];
    } rows[] = {
        { INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX, { false, false, false, false } },
        { INT64_MIN, 1, -1, INT64_MAX, { false, false, false, false } },
        { INT64_MIN, -1, 1, INT64_MAX, { false, false, false, false } },
        { INT64_MAX, 3, 2, INT64_MAX, { false, false, false, false } },
        { INT64_MAX, -3, 2, INT64_MIN, { false, false, false, false } },
        { INT64_MAX, INT64_MAX, INT64_C(4611686018427387904), INT64_MAX, { false, false, false, false } },
        { INT64_C(6148914691236517205), 3, 2, INT64_MAX, { false, false, false, true } },
        { INT64_C(6148914691236517205), -3, -2, INT64_MAX, { false, false, false, true } },
        { INT64_C(67280421310721), -274177, 2, INT64_MIN, { false, true, false, true } },
        { INT64_C(67280421310721), 274177, -2, INT64_MIN, { false, true, false, true } },
        { INT64_MAX, INT64_MIN, -1, INT64_MAX, { false, false, false, false } },
        { INT64_MIN, INT64_MIN, 1, INT64_MAX, { false, false, false, false } },
        { INT64_MIN, INT64_MIN, -1, INT64_MIN, { false, false, false, false } },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        for (int mode = AWAY; mode <= DOWN; ++mode) {
            const bool fits = rows[i].fits[mode - AWAY];
            int64_t out = 42;

            assert_int_equal(kogge_mul_div(rows[i].x, rows[i].n, rows[i].d, mode, &out),
                             fits ? KOGGE_OK : KOGGE_E_RANGE);
            assert_int_equal(out, fits ? rows[i].limit : 42);
            assert_int_equal(kogge__mul_div(rows[i].x, rows[i].n, rows[i].d, mode), rows[i].limit);
        }
    }
}

static void test_refused(void **state)
{
    int64_t out = 42;
    (void)state;

    assert_int_equal(kogge_mul_div(1, 1, 0, AWAY, &out), KOGGE_E_INVALID);
    assert_int_equal(kogge_mul_div(0, 0, 0, AWAY, &out), KOGGE_E_INVALID);
    assert_int_equal(kogge_mul_div(1, 1, 1, AWAY, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_mul_div(1, 1, 1, 0, &out), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_mul_div(1, 1, 1, DOWN + 1, &out), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_mul_div(1, 1, 1, INT32_MIN, &out), KOGGE_E_UNSUPPORTED);
    assert_int_equal(out, 42);
}

static struct wide twice(struct wide a)
{
    return kogge__wide_add(a, a);
}

/* With P = |x n|, Q = |quotient|, D = |d|: what rounding means, without a division. */
static void assert_rounded(int64_t x, int64_t n, int64_t d, int32_t mode, int64_t quotient)
{
    const struct wide divisor = kogge__wide(kogge__abs(d));
    const struct wide exact = kogge__wide_mul(kogge__wide(kogge__abs(x)), kogge__wide(kogge__abs(n)));
    const struct wide found = kogge__wide_mul(kogge__wide(kogge__abs(quotient)), divisor);
    const int side = kogge__wide_compare(found, exact);
    const struct wide off = side >= 0 ? kogge__wide_sub(found, exact) : kogge__wide_sub(exact, found);
    const int half = kogge__wide_compare(twice(off), divisor);

    if (quotient != 0)
        assert_int_equal(quotient < 0, ((x < 0) != (n < 0)) != (d < 0));
    if (mode == AWAY)
        assert_true(half < 0 || (half == 0 && side > 0));
    if (mode == EVEN)
        assert_true(half < 0 || (half == 0 && quotient % 2 == 0));
    if (mode == UP)
        assert_true(side >= 0 && kogge__wide_compare(off, divisor) < 0);
    if (mode == DOWN)
        assert_true(side <= 0 && kogge__wide_compare(off, divisor) < 0);
}

static void test_random(void **state)
{
    uint64_t seed = 3;
    int in_range = 0, out_of_range = 0;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        const int64_t x = random_i64(&seed), n = random_i64(&seed), any = random_i64(&seed);
        const int64_t d = any == 0 ? 7 : any;
        const int32_t mode = (int32_t)random_between(&seed, AWAY, DOWN);
        int64_t quotient;

        if (kogge_mul_div(x, n, d, mode, &quotient) == KOGGE_OK) {
            assert_rounded(x, n, d, mode, quotient);
            assert_int_equal(kogge__mul_div(x, n, d, mode), quotient);
            ++in_range;
        } else {
            /* |x n| is at least 2^63 |d| less half of it. */
            const struct u128 product = kogge__mul(kogge__abs(x), kogge__abs(n));
            const struct u128 least = kogge__mul(INT64_MAX, kogge__abs(d));
            const bool negative = ((x < 0) != (n < 0)) != (d < 0);

            assert_true(kogge__compare(product, least) > 0);
            assert_int_equal(kogge__mul_div(x, n, d, mode), negative ? INT64_MIN : INT64_MAX);
            ++out_of_range;
        }
    }
    assert_true(in_range > ROUNDS / 10 && out_of_range > ROUNDS / 10);
}

static void test_mirror(void **state)
{
    uint64_t seed = 4;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        const int64_t x = random_between(&seed, 0, KOGGE_MONEY_MAX), n = random_between(&seed, 0, 10000);
        const int64_t d = random_between(&seed, 1, 20000);
        const int32_t mode = (int32_t)random_between(&seed, AWAY, DOWN);
        const int64_t quotient = mul_div(x, n, d, mode);

        assert_int_equal(mul_div(-x, n, d, mode), -quotient);
        assert_int_equal(mul_div(x, -n, d, mode), -quotient);
        assert_int_equal(mul_div(x, n, -d, mode), -quotient);
        assert_int_equal(mul_div(-x, -n, d, mode), quotient);
        assert_int_equal(mul_div(n, x, d, mode), quotient);
    }
}

/* ---- the other helpers ----------------------------------------------------------------------------------------- */

static void test_ceil_div(void **state)
{
    (void)state;

    assert_int_equal(kogge__ceil_div(0, 5, 3), 0);
    assert_int_equal(kogge__ceil_div(1, 6, 3), 2);
    assert_int_equal(kogge__ceil_div(1, 7, 3), 3);
    assert_int_equal(kogge__ceil_div(1, 1, INT64_MAX), 1);
    assert_int_equal(kogge__ceil_div(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    assert_int_equal(kogge__ceil_div(INT64_MAX, 2, 1), INT64_MAX);
}

/* Signs of a b - c d from wide numbers: negative products change sides. */
static int compare_wide(int64_t a, int64_t b, int64_t c, int64_t d)
{
    const struct wide left = kogge__wide_mul(kogge__wide(kogge__abs(a)), kogge__wide(kogge__abs(b)));
    const struct wide right = kogge__wide_mul(kogge__wide(kogge__abs(c)), kogge__wide(kogge__abs(d)));
    struct wide sides[2] = { { { 0 } }, { { 0 } } };
    const int left_side = (a < 0) != (b < 0), right_side = (c < 0) == (d < 0);

    sides[left_side] = kogge__wide_add(sides[left_side], left);
    sides[right_side] = kogge__wide_add(sides[right_side], right);
    return kogge__wide_compare(sides[0], sides[1]);
}

static void test_compare_products(void **state)
{
    uint64_t seed = 5;
    (void)state;

    assert_int_equal(kogge__compare_products(INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX), 1);
    assert_int_equal(kogge__compare_products(INT64_MIN, INT64_MAX, INT64_MAX, INT64_MIN), 0);
    assert_int_equal(kogge__compare_products(INT64_MIN, 1, INT64_MAX, -1), -1);
    assert_int_equal(kogge__compare_products(-1, 0, 0, 5), 0);
    assert_int_equal(kogge__compare_products(-3, 5, -4, 4), 1);
    for (int i = 0; i < EDGES * EDGES * EDGES * EDGES; ++i) {
        const int64_t a = edges[i % EDGES], b = edges[i / EDGES % EDGES];
        const int64_t c = edges[i / (EDGES * EDGES) % EDGES], d = edges[i / (EDGES * EDGES * EDGES)];

        assert_int_equal(kogge__compare_products(a, b, c, d), compare_wide(a, b, c, d));
    }
    for (int i = 0; i < ROUNDS; ++i) {
        const int64_t a = random_i64(&seed), b = random_i64(&seed), c = random_i64(&seed), d = random_i64(&seed);

        assert_int_equal(kogge__compare_products(a, b, c, d), compare_wide(a, b, c, d));
    }
}

static void test_add_and_mul_saturate(void **state)
{
    (void)state;

    assert_int_equal(kogge__add_sat(0, 0), 0);
    assert_int_equal(kogge__add_sat(INT64_MAX - 1, 1), INT64_MAX);
    assert_int_equal(kogge__add_sat(INT64_MAX - 3, 1), INT64_MAX - 2);
    assert_int_equal(kogge__add_sat(INT64_MAX, 1), INT64_MAX);
    assert_int_equal(kogge__add_sat(1, INT64_MAX), INT64_MAX);
    assert_int_equal(kogge__add_sat(INT64_MAX, INT64_MAX), INT64_MAX);

    assert_int_equal(kogge__mul_sat(0, INT64_MAX), 0);
    assert_int_equal(kogge__mul_sat(3, 7), 21);
    assert_int_equal(kogge__mul_sat(INT64_MAX, 1), INT64_MAX);
    assert_int_equal(kogge__mul_sat(INT64_C(3037000499), INT64_C(3037000499)), INT64_C(9223372030926249001));
    assert_int_equal(kogge__mul_sat(INT64_C(3037000500), INT64_C(3037000500)), INT64_MAX);
    assert_int_equal(kogge__mul_sat(INT64_C(1) << 32, INT64_C(1) << 32), INT64_MAX); /* 2^64 */
    assert_int_equal(kogge__mul_sat(INT64_MAX, INT64_MAX), INT64_MAX);
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

/* Made with Python's datetime.date, whose calendar is the same one. */
static void test_days(void **state)
{
    static const struct {
        int32_t year, month, day, number;
    } rows[] = {
        { 1, 1, 1, -719162 },    { 1, 12, 31, -718798 },    { 4, 2, 29, -718008 },     { 100, 3, 1, -682944 },
        { 400, 2, 29, -573372 }, { 1582, 10, 15, -141427 }, { 1600, 2, 29, -135081 },  { 1900, 2, 28, -25509 },
        { 1900, 3, 1, -25508 },  { 1969, 12, 31, -1 },      { 1970, 1, 1, 0 },         { 1999, 12, 31, 10956 },
        { 2000, 2, 29, 11016 },  { 2000, 3, 1, 11017 },     { 2024, 2, 29, 19782 },    { 2026, 1, 1, 20454 },
        { 2100, 2, 28, 47540 },  { 2100, 3, 1, 47541 },     { 9999, 12, 31, 2932896 },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        int32_t year = 0, month = 0, day = 0;

        assert_int_equal(kogge_day(rows[i].year, rows[i].month, rows[i].day), rows[i].number);
        assert_int_equal(kogge_date(rows[i].number, &year, &month, &day), KOGGE_OK);
        assert_int_equal(year, rows[i].year);
        assert_int_equal(month, rows[i].month);
        assert_int_equal(day, rows[i].day);
    }
}

/* Every day of the calendar once, in order; the day after the last of a month does not exist. */
static void test_every_day(void **state)
{
    static const int32_t length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int32_t number = -719162;
    (void)state;

    for (int32_t year = 1; year <= 9999; ++year) {
        const bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);

        for (int32_t month = 1; month <= 12; ++month) {
            const int32_t days = length[month - 1] + (leap && month == 2);

            for (int32_t day = 1; day <= days; ++day, ++number) {
                int32_t y = 0, m = 0, d = 0;

                if (kogge_day(year, month, day) != number || kogge_date(number, &y, &m, &d) != KOGGE_OK ||
                    y != year || m != month || d != day)
                    fail_msg("%d-%d-%d is not %d", year, month, day, number);
            }
            assert_int_equal(kogge_day(year, month, days + 1), INT32_MIN);
        }
    }
    assert_int_equal(number, 2932897);
}

static void test_dates_refused(void **state)
{
    static const int32_t none[][3] = {
        { 0, 1, 1 },
        { -1, 1, 1 },
        { 10000, 1, 1 },
        { INT32_MIN, 1, 1 },
        { INT32_MAX, 1, 1 },
        { 2025, 0, 1 },
        { 2025, 13, 1 },
        { 2025, INT32_MAX, 1 },
        { 2025, INT32_MIN, 1 },
        { 2025, 1, 0 },
        { 2025, 1, 32 },
        { 2025, 1, -1 },
        { 2025, 4, 31 },
        { 2025, 2, 29 },
        { 1900, 2, 29 },
        { 2025, 1, INT32_MIN },
        { 2025, 1, INT32_MAX },
    };
    static const int32_t outside[] = { -719163, 2932897, INT32_MIN, INT32_MAX };
    int32_t year = 1, month = 2, day = 3;
    (void)state;

    for (size_t i = 0; i < sizeof none / sizeof none[0]; ++i)
        assert_int_equal(kogge_day(none[i][0], none[i][1], none[i][2]), INT32_MIN);
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; ++i)
        assert_int_equal(kogge_date(outside[i], &year, &month, &day), KOGGE_E_RANGE);
    assert_int_equal(kogge_date(0, NULL, &month, &day), KOGGE_E_INVALID);
    assert_int_equal(kogge_date(0, &year, NULL, &day), KOGGE_E_INVALID);
    assert_int_equal(kogge_date(0, &year, &month, NULL), KOGGE_E_INVALID);
    assert_int_equal(year * 100 + month * 10 + day, 123);
}

static void test_lowest_bit(void **state)
{
    uint64_t seed = 7;
    (void)state;

    for (uint32_t bit = 0; bit < 64; bit++) {
        assert_int_equal(kogge__lowest_bit(UINT64_C(1) << bit), bit);
        assert_int_equal(kogge__lowest_bit(UINT64_MAX << bit), bit);
        assert_int_equal(kogge__lowest_bit((random_u64(&seed) | 1) << bit), bit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mul),
        cmocka_unit_test(test_add_and_sub),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_div),
        cmocka_unit_test(test_abs),
        cmocka_unit_test(test_rounding_modes),
        cmocka_unit_test(test_worked_numbers),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_saturation),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_mirror),
        cmocka_unit_test(test_ceil_div),
        cmocka_unit_test(test_compare_products),
        cmocka_unit_test(test_add_and_mul_saturate),
        cmocka_unit_test(test_lowest_bit),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_dates_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
