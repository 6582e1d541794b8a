/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the tests of texts share: rulebooks in three currencies, and the text of a reason as a string. */

#ifndef KOGGE_TESTS_TEXTS_H
#define KOGGE_TESTS_TEXTS_H

#include <kogge/kogge.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

/* Rule ids of the books below. */
enum { R_FLAT = 1, R_SHOP = 2, R_SERVICE = 3, R_COST = 4, R_SLICE = 5, R_SHORTFALL = 6, R_EFFORT = 7 };

static inline kogge_rulebook *new_book(int32_t currency)
{
    static const kogge_order_rule rules[] = {
        { .id = R_FLAT, .effect = KOGGE_FEE_FLAT, .group = 1, .below_minor = 4900, .amount_minor = 500 },
        { .id = R_SHOP, .effect = KOGGE_ACTION_REDIRECT_SHOP, .group = 2, .below_minor = 2500 },
        { .id = R_SERVICE, .effect = KOGGE_FEE_PER_SERVICE, .group = 3, .amount_minor = 1500 },
        { .id = R_COST, .effect = KOGGE_FEE_COST_COVER, .group = 4 },
        { .id = R_SLICE, .effect = KOGGE_FEE_SLICE, .group = 5, .from_minor = 10000, .rate_bp = 200 },
        { .id = R_SHORTFALL, .effect = KOGGE_FEE_LINE_SHORTFALL, .group = 6, .amount_minor = 10 },
        { .id = R_EFFORT, .effect = KOGGE_FEE_EFFORT, .group = 7, .amount_minor = 900 },
    };
    kogge_policy policy;
    kogge_rulebook *book = NULL;
    assert_int_equal(kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, currency), KOGGE_OK);
    kogge_rulebook_spec spec = { .struct_size = (uint32_t)sizeof spec,
                                 .policy = &policy,
                                 .rules = KOGGE_ROWS(rules) };
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_rulebook_new(&spec, &book, &error);
    if (status)
        fail_msg("no rulebook: %s", error.text);
    return book;
}

enum { ROOM = 1024 };

/* The text of a reason, in one of four buffers in turn. */
static inline const char *said(const kogge_catalogue *catalogue, const kogge_rulebook *book, kogge_reason reason)
{
    static char buffers[4][ROOM];
    static unsigned turn;
    char *buffer = buffers[turn++ % 4];
    size_t size = 0;
    assert_int_equal(kogge_explain(catalogue, book, &reason, buffer, ROOM, &size), KOGGE_OK);
    assert_true(size > 1 && size < ROOM);
    assert_int_equal(buffer[size - 1], '\0');
    return buffer;
}

#endif
