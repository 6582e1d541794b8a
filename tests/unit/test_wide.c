/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/wide.h"
#include "random.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROUNDS = 3000 };

static void assert_wide(struct wide found, struct wide expected)
{
    assert_memory_equal(found.limb, expected.limb, sizeof expected.limb);
}

static struct wide all_ones(void)
{
    struct wide most;

    for (int i = 0; i < WIDE_LIMBS; ++i)
        most.limb[i] = UINT32_MAX;
    return most;
}

/* At most this many bits, runs of ones and zeros included. */
static struct wide random_wide(uint64_t *seed, int bits)
{
    struct wide value = kogge__wide(0);

    for (int i = 0; i < WIDE_LIMBS; ++i) {
        const uint64_t word = random_u64(seed);

        value.limb[i] = word % 4 == 0 ? 0 : word % 4 == 1 ? UINT32_MAX : (uint32_t)(word >> 32);
        if (bits < 32 * (i + 1))
            value.limb[i] &= bits <= 32 * i ? 0 : (UINT32_C(1) << (bits - 32 * i)) - 1;
    }
    return value;
}

/* Made with Python integers, modulo 2^384. */
static void test_against_python(void **state)
{
    /* clang-format off */
    static const struct {
        struct wide a, b, sum, difference, product, quotient, rest, root;
    } rows[] = {
        { { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
              0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff } },
          { { 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x80000000 } },
          { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
              0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff } },
          { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
              0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff } },
          { { 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x80000000 } },
          { { 0x00000001, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
              0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff } },
          { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } } },
        { { { 0x00000001, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x80000000 } },
          { { 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x80000000 } },
          { { 0x00000001, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00000001, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x80000000 } },
          { { 0x00000001, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00000001, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x893ba84c, 0x1d6f60ba, 0x754abe9f, 0x597d89b3, 0xf9de6484, 0xb504f333,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } } },
        { { { 0x00003039, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x01000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00000007, 0x00000000, 0x00000000, 0x00000000, 0x00001000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00003040, 0x00000000, 0x00000000, 0x00000000, 0x00001000, 0x00000000,
              0x00000000, 0x00000000, 0x01000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00003032, 0x00000000, 0x00000000, 0x00000000, 0xfffff000, 0xffffffff,
              0xffffffff, 0xffffffff, 0x00ffffff, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x0001518f, 0x00000000, 0x00000000, 0x00000000, 0x03039000, 0x00000000,
              0x00000000, 0x00000000, 0x07000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0xfffffff9, 0xffffffff, 0xffffffff, 0xffffffff, 0x00000fff, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x0000306a, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00001000, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } } },
        { { { 0xd7e77b64, 0x623958a8, 0x0c4705de, 0xc85d3e87, 0x883f678a, 0xbdb24532,
              0xc46f8780, 0xef9cfe25, 0x065ccd08, 0xf51a7b45, 0x00000289, 0x00000000 } },
          { { 0x3e421b4c, 0x7068ce06, 0x3f28b6f4, 0x1fb3ce3a, 0xb2edd349, 0x8eeed390,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x162996b0, 0xd2a226af, 0x4b6fbcd2, 0xe8110cc1, 0x3b2d3ad3, 0x4ca118c3,
              0xc46f8781, 0xef9cfe25, 0x065ccd08, 0xf51a7b45, 0x00000289, 0x00000000 } },
          { { 0x99a56018, 0xf1d08aa2, 0xcd1e4ee9, 0xa8a9704c, 0xd5519441, 0x2ec371a1,
              0xc46f8780, 0xef9cfe25, 0x065ccd08, 0xf51a7b45, 0x00000289, 0x00000000 } },
          { { 0x8a842db0, 0x2a8936cd, 0x158b09aa, 0xa0a1eb12, 0x746585da, 0x997baa34,
              0xc740d309, 0xffe4d2b8, 0xc9e38eca, 0x093bfdfb, 0x7820efe8, 0xb8f26775 } },
          { { 0xa5480ec3, 0xdd1e8a76, 0x7c09ce2b, 0x1b34890b, 0x0000048c, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x24ae8880, 0xeb266748, 0x7078b1be, 0xa44e88f8, 0xfadd9490, 0x713d1180,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x3ea53834, 0x013cad55, 0xc7a9f020, 0xd1dba8b2, 0x7e8801a0, 0x00000019,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } } },
        { { { 0xa2446907, 0x6e7cdc0c, 0xeadeada6, 0x651afd26, 0xdee43ed7, 0x7e6c6b03,
              0x7c43365b, 0xe011b762, 0x67235e51, 0x0000039f, 0x00000000, 0x00000000 } },
          { { 0xace20072, 0xb93d6dfc, 0x9420ddf2, 0xbada78d0, 0x0002d8bc, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x4f266979, 0x27ba4a09, 0x7eff8b99, 0x1ff575f7, 0xdee71794, 0x7e6c6b03,
              0x7c43365b, 0xe011b762, 0x67235e51, 0x0000039f, 0x00000000, 0x00000000 } },
          { { 0xf5626895, 0xb53f6e0f, 0x56bdcfb3, 0xaa408456, 0xdee1661a, 0x7e6c6b03,
              0x7c43365b, 0xe011b762, 0x67235e51, 0x0000039f, 0x00000000, 0x00000000 } },
          { { 0xaea4c51e, 0xe5819279, 0xd3692d87, 0xcbfa6b36, 0xab557c42, 0xd4c4619d,
              0x330bd56c, 0xac841785, 0x9b2b48dc, 0xe2722ce4, 0xb02698a1, 0xbcacd1df } },
          { { 0x33175c0e, 0x63ec7838, 0xe77d8203, 0xcdb891ed, 0x0145ca2e, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x35816acb, 0xc0b7f2c5, 0x68464235, 0x3b7fc934, 0x0001d734, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } },
          { { 0x6f8624f3, 0x84b69593, 0xd186eaa5, 0xd36ffc87, 0x001e740a, 0x00000000,
              0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000 } } },
    };
    /* clang-format on */
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        struct wide rest;

        assert_wide(kogge__wide_add(rows[i].a, rows[i].b), rows[i].sum);
        assert_wide(kogge__wide_sub(rows[i].a, rows[i].b), rows[i].difference);
        assert_wide(kogge__wide_mul(rows[i].a, rows[i].b), rows[i].product);
        assert_wide(kogge__wide_mul(rows[i].b, rows[i].a), rows[i].product);
        assert_wide(kogge__wide_div(rows[i].a, rows[i].b, &rest), rows[i].quotient);
        assert_wide(kogge__wide_div(rows[i].a, rows[i].b, NULL), rows[i].quotient);
        assert_wide(rest, rows[i].rest);
        assert_wide(kogge__wide_isqrt(rows[i].a), rows[i].root);
    }
}

static void test_wide_and_fits(void **state)
{
    uint64_t value = 42;
    (void)state;

    assert_true(kogge__wide_fits(kogge__wide(UINT64_MAX), &value));
    assert_int_equal(value, UINT64_MAX);
    assert_true(kogge__wide_fits(kogge__wide(UINT64_C(1) << 32 | 7), &value));
    assert_int_equal(value, UINT64_C(1) << 32 | 7);
    assert_true(kogge__wide_fits(kogge__wide(0), &value));
    assert_int_equal(value, 0);

    value = 42;
    assert_false(kogge__wide_fits(kogge__wide_add(kogge__wide(UINT64_MAX), kogge__wide(1)), &value));
    for (int i = 2; i < WIDE_LIMBS; ++i) {
        struct wide large = kogge__wide(1);

        large.limb[i] = 1;
        assert_false(kogge__wide_fits(large, &value));
    }
    assert_int_equal(value, 42);
}

static void test_compare(void **state)
{
    (void)state;

    assert_int_equal(kogge__wide_compare(kogge__wide(5), kogge__wide(5)), 0);
    for (int i = 0; i < WIDE_LIMBS; ++i) {
        struct wide a = kogge__wide(0), b = all_ones();

        for (int j = i; j < WIDE_LIMBS; ++j)
            b.limb[j] = 0;
        a.limb[i] = 1; /* 2^(32 i) against one less */
        assert_int_equal(kogge__wide_compare(a, b), 1);
        assert_int_equal(kogge__wide_compare(b, a), -1);
        assert_int_equal(kogge__wide_compare(a, a), 0);
    }
}

static void test_add_and_sub_invert(void **state)
{
    uint64_t seed = 1;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        const struct wide a = random_wide(&seed, 384), b = random_wide(&seed, 384);

        assert_wide(kogge__wide_sub(kogge__wide_add(a, b), b), a);
        assert_wide(kogge__wide_add(a, b), kogge__wide_add(b, a));
    }
    assert_wide(kogge__wide_add(all_ones(), kogge__wide(1)), kogge__wide(0));
}

/* (a + b)^2 = a (a + b) + b (a + b), modulo 2^384 too. */
static void test_mul_distributes(void **state)
{
    uint64_t seed = 2;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        const struct wide a = random_wide(&seed, 384), b = random_wide(&seed, 384);
        const struct wide sum = kogge__wide_add(a, b);

        assert_wide(kogge__wide_mul(sum, sum), kogge__wide_add(kogge__wide_mul(a, sum), kogge__wide_mul(b, sum)));
    }
}

/* q d + rest = a with rest < d. */
static void test_div(void **state)
{
    uint64_t seed = 3;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        const struct wide a = random_wide(&seed, 384);
        struct wide d = random_wide(&seed, 1 + i % 384), rest;

        d.limb[0] |= 1;
        const struct wide quotient = kogge__wide_div(a, d, &rest);
        const struct wide product = kogge__wide_mul(quotient, d);

        assert_int_equal(kogge__wide_compare(rest, d), -1);
        assert_true(kogge__wide_compare(product, a) <= 0);
        assert_wide(kogge__wide_add(product, rest), a);
    }
}

static void assert_root(struct wide a)
{
    const struct wide root = kogge__wide_isqrt(a);
    const struct wide next = kogge__wide_add(root, kogge__wide(1));

    assert_true(kogge__wide_compare(kogge__wide_mul(root, root), a) <= 0);
    assert_int_equal(kogge__wide_compare(kogge__wide_mul(next, next), a), 1);
}

static void test_isqrt(void **state)
{
    uint64_t seed = 4;
    (void)state;

    for (uint64_t i = 0; i < 1000; ++i)
        assert_root(kogge__wide(i));
    for (struct wide power = kogge__wide(1); power.limb[WIDE_LIMBS - 1] >> 31 == 0;
         power = kogge__wide_add(power, power))
        assert_root(power);
    assert_wide(kogge__wide_isqrt(kogge__wide(UINT64_MAX)), kogge__wide(UINT32_MAX));
    for (int i = 0; i < ROUNDS; ++i) {
        /* Below 2^383, so that the next square cannot pass 2^384. */
        const struct wide root = random_wide(&seed, i % 192), square = kogge__wide_mul(root, root);

        assert_root(random_wide(&seed, i % 384));
        assert_wide(kogge__wide_isqrt(square), root);
        if (kogge__wide_compare(square, kogge__wide(0)) > 0) {
            const struct wide less = kogge__wide_sub(square, kogge__wide(1));

            assert_wide(kogge__wide_isqrt(less), kogge__wide_sub(root, kogge__wide(1)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_python),  cmocka_unit_test(test_wide_and_fits),
        cmocka_unit_test(test_compare),         cmocka_unit_test(test_add_and_sub_invert),
        cmocka_unit_test(test_mul_distributes), cmocka_unit_test(test_div),
        cmocka_unit_test(test_isqrt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
