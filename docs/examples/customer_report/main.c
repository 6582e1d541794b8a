/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A customer report: reads the customers and orders of a ledger, classifies every customer, and says who makes the
 * revenue, who may grow, who is about to leave, and why. */

#include "explain.h"
#include "figures.h"
#include "opening.h"
#include "options.h"
#include "report.h"

#include <stdio.h>

static bool show(const struct options *options, const struct opening *opening)
{
    const struct analysis *analysis = &opening->analysis;
    struct report report = { .analysis = analysis,
                             .terms = &opening->terms,
                             .language = options->language,
                             .most = options->most,
                             .develop = options->wish.develop,
                             .folder = options->wish.folders[0] };
    opening_complaints_end(opening);
    if (options->figures && !figures_write(analysis, options->figures))
        return false;
    if (options->explain)
        return explain_print(analysis, options->language, options->explain);
    report_print(&report);
    return true;
}

static int run(const struct options *options)
{
    struct opening opening;
    bool good = opening_make(&opening, &options->wish) && show(options, &opening);
    bool refused = opening_refused(&opening);
    opening_close(&opening);
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
        perror("customer_report");
        return 2;
    }
    return status;
}
