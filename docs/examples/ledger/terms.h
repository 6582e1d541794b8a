/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Order terms: a policy file, or one of a folder of such files by its name. */

#ifndef EXAMPLES_TERMS_H
#define EXAMPLES_TERMS_H

#include <kogge/json.h>
#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>

struct terms {
    char *name; /* as they were asked for */
    kogge_policy_file *file;
    int32_t preset; /* of the file's first currency */
};

/* Reads FOLDER/NAME.json. Returns false after a message. */
bool terms_open(struct terms *terms, const char *folder, const char *name);

/* Reads a policy file. Returns false after a message. */
bool terms_open_file(struct terms *terms, const char *path);

/* What they say, in one line; lives as long as they do. */
const char *terms_title(const struct terms *terms);

/* Compiles terms in a currency. If the file has not this currency, the amounts of its first one are taken one to one.
 * With cliff, no surcharge costs more than ordering up to its limit would; strategy 0 = as the terms say. Returns
 * false after a message. */
bool terms_book(const struct terms *terms, int32_t currency, bool cliff, int32_t strategy, kogge_rulebook **book);

/* The rules of a book, by id; freed by the caller. */
kogge_order_rule *terms_rules(const kogge_rulebook *book, size_t *count);

/* Prints name and title of all terms of a folder. Returns false after a message. */
bool terms_list(const char *folder);

void terms_free(struct terms *terms);

#endif
