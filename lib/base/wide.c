/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/wide.h"

#include <stddef.h>

enum { LIMB_BITS = 32, WIDE_BITS = WIDE_LIMBS * LIMB_BITS };

static struct wide power_of_2(int exponent)
{
    struct wide power = { { 0 } };

    power.limb[exponent / LIMB_BITS] = UINT32_C(1) << exponent % LIMB_BITS;
    return power;
}

struct wide kogge__wide(uint64_t value)
{
    return (struct wide){ { (uint32_t)value, (uint32_t)(value >> LIMB_BITS) } };
}

struct wide kogge__wide_add(struct wide a, struct wide b)
{
    uint64_t carry = 0;

    for (int i = 0; i < WIDE_LIMBS; ++i) {
        carry += (uint64_t)a.limb[i] + b.limb[i];
        a.limb[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    return a;
}

struct wide kogge__wide_sub(struct wide a, struct wide b)
{
    uint64_t borrow = 0;

    for (int i = 0; i < WIDE_LIMBS; ++i) {
        const uint64_t difference =
            (uint64_t)a.limb[i] - b.limb[i] - borrow; /* modulo 2^64: the top bit is the borrow */

        a.limb[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    return a;
}

struct wide kogge__wide_mul(struct wide a, struct wide b)
{
    struct wide product = { { 0 } };

    for (int i = 0; i < WIDE_LIMBS; ++i) {
        uint64_t carry = 0;

        for (int j = 0; i + j < WIDE_LIMBS; ++j) {
            carry += (uint64_t)a.limb[i] * b.limb[j] + product.limb[i + j];
            product.limb[i + j] = (uint32_t)carry;
            carry >>= LIMB_BITS;
        }
    }
    return product;
}

int kogge__wide_compare(struct wide a, struct wide b)
{
    for (int i = WIDE_LIMBS - 1; i >= 0; --i) {
        if (a.limb[i] != b.limb[i])
            return a.limb[i] < b.limb[i] ? -1 : 1;
    }
    return 0;
}

/* Bit by bit: the next bit of a joins the rest, and d is taken away if it goes. */
struct wide kogge__wide_div(struct wide a, struct wide d, struct wide *rest)
{
    struct wide quotient = { { 0 } };
    struct wide left = { { 0 } };

    for (int bit = WIDE_BITS - 1; bit >= 0; --bit) {
        const uint32_t mask = UINT32_C(1) << bit % LIMB_BITS;
        const bool overflows = left.limb[WIDE_LIMBS - 1] >> (LIMB_BITS - 1) != 0;

        left = kogge__wide_add(left, left);
        left.limb[0] |= (a.limb[bit / LIMB_BITS] & mask) != 0;
        if (overflows || kogge__wide_compare(left, d) >= 0) {
            left = kogge__wide_sub(left, d);
            quotient.limb[bit / LIMB_BITS] |= mask;
        }
    }
    if (rest != NULL)
        *rest = left;
    return quotient;
}

static struct wide half(struct wide a)
{
    for (int i = 0; i < WIDE_LIMBS; ++i) {
        const uint32_t above = i + 1 < WIDE_LIMBS ? a.limb[i + 1] : 0;

        a.limb[i] = a.limb[i] >> 1 | above << (LIMB_BITS - 1);
    }
    return a;
}

/* Bit by bit: with r the root so far and b = 2^i the next bit of it, (r + b)^2 = r^2 + 2rb + b^2. What is kept is
 * a - r^2 in a and 2rb in root; halving root moves it on to the next b, and leaves r itself at the end. */
struct wide kogge__wide_isqrt(struct wide a)
{
    struct wide root = { { 0 } };

    for (int exponent = WIDE_BITS - 2; exponent >= 0; exponent -= 2) {
        const struct wide square = power_of_2(exponent); /* b^2 */
        const struct wide step = kogge__wide_add(root, square);

        root = half(root);
        if (kogge__wide_compare(a, step) >= 0) {
            a = kogge__wide_sub(a, step);
            root = kogge__wide_add(root, square);
        }
    }
    return root;
}

bool kogge__wide_fits(struct wide a, uint64_t *value)
{
    for (int i = 2; i < WIDE_LIMBS; ++i) {
        if (a.limb[i] != 0)
            return false;
    }
    *value = (uint64_t)a.limb[1] << LIMB_BITS | a.limb[0];
    return true;
}
