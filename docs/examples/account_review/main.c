/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* An account review: what to do with the customers of a ledger. Retreat or forward, what each class gets, whom to
 * develop, who is a key account, whom to call today, and how else to serve the worst. */

#include "explain.h"
#include "figures.h"
#include "options.h"
#include "review.h"

#include <stdio.h>

static bool show(const struct options *options, const struct review *review)
{
    if (options->figures && !figures_write(review, options->figures))
        return false;
    if (options->explain)
        return explain_print(review, options->explain);
    review_print(review);
    return true;
}

static int run(const struct options *options)
{
    struct review review;
    bool good = review_make(&review, options) && show(options, &review);
    bool refused = opening_refused(&review.opening) || knowledge_refused(&review.knowledge);
    review_free(&review);
    return !good ? 2 : options->strict && refused ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct options options;
    int status = 0;
    if (!options_read(&options, argc, argv))
        return 2;
    if (options.help)
        options_help();
    else
        status = run(&options);
    if (fflush(stdout) != 0) {
        perror("account_review");
        return 2;
    }
    return status;
}
