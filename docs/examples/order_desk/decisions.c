/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "decisions.h"
#include "store.h"

#include <stdlib.h>

bool decisions_open(struct decisions *decisions, const char *path)
{
    *decisions = (struct decisions){ 0 };
    return out_file_open(&decisions->out, path);
}

void decisions_add(struct decisions *decisions, const kogge_rulebook *book, const kogge_customer *customer,
                   const kogge_order *order, const kogge_assessment *result, const kogge_fees *fees,
                   const kogge_reasons *why)
{
    kogge_status status;
    size_t size;
    while ((status = kogge_decision_write(book, customer, order, NULL, result, fees, why, decisions->text,
                                          decisions->room, &size)) == KOGGE_E_BUFFER ||
           (status == KOGGE_OK && !decisions->room)) /* only measured */
        decisions->text = store_grow(decisions->text, &decisions->room, size, 1);
    if (status == KOGGE_OK)
        fprintf(decisions->out.file, "%s\n", decisions->text);
    else if (!decisions->failed)
        fprintf(stderr, "%s: %s\n", decisions->out.path,
                status == KOGGE_E_MEMORY ? "no memory" : "a decision cannot be written");
    decisions->failed = decisions->failed || status != KOGGE_OK;
}

bool decisions_close(struct decisions *decisions)
{
    free(decisions->text);
    return out_file_close(&decisions->out, !decisions->failed);
}
