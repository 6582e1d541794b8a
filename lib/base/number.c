/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/number.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- 128 bits -------------------------------------------------------------------------------------------------- */

static uint64_t lower(uint64_t value)
{
    return value & UINT32_MAX;
}

static uint64_t upper(uint64_t value)
{
    return value >> 32;
}

struct u128 kogge__mul(uint64_t a, uint64_t b)
{
    /* No sum passes 64 bits: (2^32 - 1)^2 + 2 * (2^32 - 1) = 2^64 - 1. */
    const uint64_t low = lower(a) * lower(b);
    const uint64_t cross = upper(a) * lower(b) + upper(low);
    const uint64_t middle = lower(a) * upper(b) + lower(cross);

    return (struct u128){ upper(a) * upper(b) + upper(cross) + upper(middle), middle << 32 | lower(low) };
}

struct u128 kogge__add(struct u128 a, struct u128 b)
{
    const uint64_t low = a.low + b.low;

    return (struct u128){ a.high + b.high + (low < a.low), low };
}

struct u128 kogge__sub(struct u128 a, struct u128 b)
{
    return (struct u128){ a.high - b.high - (a.low < b.low), a.low - b.low };
}

int kogge__compare(struct u128 a, struct u128 b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

static unsigned leading_zeros(uint64_t value)
{
    unsigned zeros = 0;

    for (unsigned step = 32; step > 0; step /= 2) {
        if (value >> (64 - step) == 0) {
            value <<= step;
            zeros += step;
        }
    }
    return zeros;
}

/* One digit of 32 bits of a long division: (*rest * 2^32 + next) / d, and its rest. *rest < d, d >= 2^63, which makes
 * the first guess at most 2 too large. Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D. */
static uint64_t digit(uint64_t *rest, uint64_t next, uint64_t d)
{
    uint64_t guess = *rest / upper(d);
    uint64_t left = *rest % upper(d);

    while (guess > UINT32_MAX || guess * lower(d) > (left << 32 | next)) {
        --guess;
        left += upper(d);
        if (left > UINT32_MAX)
            break;
    }
    *rest = (*rest << 32 | next) - guess * d; /* modulo 2^64, but the true value fits */
    return guess;
}

struct u128 kogge__div(struct u128 a, uint64_t d, uint64_t *rest)
{
    struct u128 quotient = { 0, 0 };
    uint64_t left = a.high;

    if (left >= d) {
        quotient.high = left / d;
        left %= d;
    }
    if (left == 0) {
        quotient.low = a.low / d;
        left = a.low % d;
    } else {
        const unsigned shift = leading_zeros(d);
        const uint64_t low = a.low << shift;

        d <<= shift;
        left = left << shift | a.low >> 1 >> (63 - shift);
        quotient.low = digit(&left, upper(low), d) << 32;
        quotient.low |= digit(&left, lower(low), d);
        left >>= shift;
    }
    if (rest != NULL)
        *rest = left;
    return quotient;
}

/* ---- 64 bits --------------------------------------------------------------------------------------------------- */

uint64_t kogge__abs(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static bool rounds_up(uint64_t quotient, uint64_t rest, uint64_t d, int32_t mode)
{
    switch (mode) {
    case KOGGE_ROUNDING_HALF_AWAY:
        return rest >= d - rest;
    case KOGGE_ROUNDING_HALF_EVEN:
        return rest > d - rest || (rest == d - rest && quotient % 2 == 1);
    case KOGGE_ROUNDING_UP:
        return rest > 0;
    default:
        return false;
    }
}

/* x * n / d rounded by mode into *out, saturated; false if it had to be. All modes are symmetric about zero, so it is
 * the magnitude that is rounded. */
static bool divide(int64_t x, int64_t n, int64_t d, int32_t mode, int64_t *out)
{
    const bool negative = ((x < 0) != (n < 0)) != (d < 0);
    const uint64_t limit = (uint64_t)INT64_MAX + negative;
    const uint64_t divisor = kogge__abs(d);
    uint64_t rest;
    struct u128 quotient = kogge__mul(kogge__abs(x), kogge__abs(n));

    if (quotient.high == 0) { /* amounts of everyday size: no call */
        rest = quotient.low % divisor;
        quotient.low /= divisor;
    } else
        quotient = kogge__div(quotient, divisor, &rest);

    const bool up = rounds_up(quotient.low, rest, divisor, mode);
    const bool fits = quotient.high == 0 && quotient.low <= limit - up;
    const uint64_t magnitude = fits ? quotient.low + up : limit;

    /* In two halves, as 2^63 is no int64_t. */
    *out = negative ? -(int64_t)(magnitude / 2) - (int64_t)(magnitude - magnitude / 2) : (int64_t)magnitude;
    return fits;
}

kogge_status kogge_mul_div(int64_t x, int64_t n, int64_t d, int32_t mode, int64_t *out)
{
    int64_t quotient;

    if (d == 0 || out == NULL)
        return KOGGE_E_INVALID;
    if (mode < KOGGE_ROUNDING_HALF_AWAY || mode > KOGGE_ROUNDING_DOWN)
        return KOGGE_E_UNSUPPORTED;
    if (!divide(x, n, d, mode, &quotient))
        return KOGGE_E_RANGE;
    *out = quotient;
    return KOGGE_OK;
}

/* Nearly every call: a share in basis points of an amount, or back. The product fits, and dividing by a constant is a
 * multiplication. */
static bool is_everyday(int64_t x, int64_t n, int64_t d)
{
    return (uint64_t)x >> 49 == 0 && (uint64_t)n >> 14 == 0 && d > 0;
}

int64_t kogge__mul_div(int64_t x, int64_t n, int64_t d, int32_t mode)
{
    int64_t quotient;

    if (is_everyday(x, n, d)) {
        const uint64_t product = (uint64_t)x * (uint64_t)n, divisor = (uint64_t)d;
        const uint64_t floor = divisor == 10000 ? product / 10000 : product / divisor;
        return (int64_t)(floor + rounds_up(floor, product - floor * divisor, divisor, mode));
    }
    (void)divide(x, n, d, mode, &quotient);
    return quotient;
}

int64_t kogge__ceil_div(int64_t x, int64_t n, int64_t d)
{
    return kogge__mul_div(x, n, d, KOGGE_ROUNDING_UP);
}

static int sign(int64_t value)
{
    return (value > 0) - (value < 0);
}

int kogge__compare_products(int64_t a, int64_t b, int64_t c, int64_t d)
{
    const int left = sign(a) * sign(b);
    const int right = sign(c) * sign(d);

    if (left != right)
        return left < right ? -1 : 1;
    return left * kogge__compare(kogge__mul(kogge__abs(a), kogge__abs(b)), kogge__mul(kogge__abs(c), kogge__abs(d)));
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

/* Counted from 1 March of the year 0, a leap day is the last day of its year, and the months before month m of such a
 * year (0 = March) have (153 * m + 2) / 5 days. Howard Hinnant, chrono-compatible low-level date algorithms. */
enum {
    DAYS_BEFORE_1970 = 719468, /* from 0000-03-01 */
    DAYS_OF_400_YEARS = 146097,
    FIRST_DAY = -719162, /* 0001-01-01 */
    LAST_DAY = 2932896   /* 9999-12-31 */
};

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

int32_t kogge_day(int32_t year, int32_t month, int32_t day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12)
        return INT32_MIN;
    if (day < 1 || day > days_of_month(year, month))
        return INT32_MIN;

    const int32_t y = month > 2 ? year : year - 1;
    const int32_t m = month > 2 ? month - 3 : month + 9;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - DAYS_BEFORE_1970;
}

kogge_status kogge_date(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month)
{
    if (year == NULL || month == NULL || day_of_month == NULL)
        return KOGGE_E_INVALID;
    if (day < FIRST_DAY || day > LAST_DAY)
        return KOGGE_E_RANGE;

    const int32_t since = day + DAYS_BEFORE_1970;
    const int32_t in_400 = since % DAYS_OF_400_YEARS;
    const int32_t y = (in_400 - in_400 / 1460 + in_400 / 36524 - in_400 / (DAYS_OF_400_YEARS - 1)) / 365;
    const int32_t in_year = in_400 - (365 * y + y / 4 - y / 100);
    const int32_t m = (5 * in_year + 2) / 153;

    *year = since / DAYS_OF_400_YEARS * 400 + y + (m >= 10);
    *month = m < 10 ? m + 3 : m - 9;
    *day_of_month = in_year - (153 * m + 2) / 5 + 1;
    return KOGGE_OK;
}
