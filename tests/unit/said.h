/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The reasons of one call, one by one in their order. */

#ifndef KOGGE_TESTS_SAID_H
#define KOGGE_TESTS_SAID_H

#include "given.h"

enum { MOST_SAID = 16 };

struct said {
    kogge_reason list[MOST_SAID];
    kogge_reasons why;
    size_t looked_at;
};

/* The writer points into said: it must stay where it is. */
static inline kogge_reasons *listen(struct said *said)
{
    *said = (struct said){ .why = { .capacity = MOST_SAID } };
    said->why.data = said->list;
    return &said->why;
}

/* The next reason is this one. */
static inline void assert_says_next(struct said *said, int32_t code, int32_t outcome, int32_t field, int64_t observed,
                                    int64_t threshold)
{
    assert_in_range(said->looked_at, 0, said->why.count - 1);
    const kogge_reason *reason = &said->list[said->looked_at++];
    assert_int_equal(reason->code, code);
    assert_int_equal(reason->outcome, outcome);
    assert_int_equal(reason->rule, 0);
    assert_int_equal(reason->field, field);
    assert_int_equal(reason->observed, observed);
    assert_int_equal(reason->threshold, threshold);
}

static inline void assert_said_all(const struct said *said)
{
    assert_int_equal(said->looked_at, said->why.count);
}

#endif
