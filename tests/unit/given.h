/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What tests of books and orders start from: the smallest valid records, and books made of them. */

#ifndef KOGGE_TESTS_GIVEN_H
#define KOGGE_TESTS_GIVEN_H

#include <kogge/kogge.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { GIVEN_DAY = 20514 }; /* 2026-03-02 */

static inline kogge_policy given_policy(int32_t preset, int32_t currency)
{
    kogge_policy policy;
    assert_int_equal(kogge_policy_init(&policy, sizeof policy, preset, currency), KOGGE_OK);
    return policy;
}

static inline kogge_order given_order(int64_t net)
{
    return (kogge_order){ .struct_size = sizeof(kogge_order), .priced_at = GIVEN_DAY, .net_minor = net };
}

static inline kogge_customer given_customer(int32_t tier)
{
    return (kogge_customer){ .struct_size = sizeof(kogge_customer), .tier = tier };
}

/* A flat fee of group 1 on orders below a limit. */
static inline kogge_order_rule given_fee(int32_t id, int64_t below, int64_t amount)
{
    return (kogge_order_rule){
        .id = id, .effect = KOGGE_FEE_FLAT, .group = 1, .below_minor = below, .amount_minor = amount
    };
}

static inline kogge_rows given_rows(const void *rows, size_t count, size_t row_size)
{
    return (kogge_rows){ rows, count, row_size };
}

static inline kogge_rulebook_spec given_spec(const kogge_policy *policy, const kogge_order_rule *rules, size_t count)
{
    return (kogge_rulebook_spec){ .struct_size = sizeof(kogge_rulebook_spec),
                                  .policy = policy,
                                  .rules = { rules, count, sizeof *rules } };
}

static inline kogge_rulebook *given_book_of(const kogge_rulebook_spec *spec)
{
    kogge_rulebook *book = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_rulebook_new(spec, &book, &error))
        fail_msg("no rulebook: %s", error.text);
    return book;
}

/* The neutral preset in EUR with these rules alone. */
static inline kogge_rulebook *given_book(const kogge_order_rule *rules, size_t count)
{
    static const kogge_order_rule none;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = given_spec(&policy, rules ? rules : &none, count);
    return given_book_of(&spec);
}

/* A preset as it is. */
static inline kogge_rulebook *given_preset(int32_t preset, int32_t currency)
{
    const kogge_policy policy = given_policy(preset, currency);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    return given_book_of(&spec);
}

static inline kogge_assessment given_result(const kogge_rulebook *book, const kogge_customer *customer,
                                            const kogge_order *order)
{
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_order_assess(book, customer, order, NULL, &result, NULL, NULL, &error))
        fail_msg("%s", error.text);
    return result;
}

#endif
