/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A text into the caller's buffer: all of it or nothing. */

#ifndef KOGGE_JSON_OUTPUT_H
#define KOGGE_JSON_OUTPUT_H

#include <kogge/json.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct output {
    char *buffer;
    size_t capacity, length; /* length of the whole text, even if more than capacity */
    bool failed;             /* no memory for some value */
};

void kogge__json_put(struct output *output, const char *text);

/* Writes a value and gives its reference back; NULL is a failure. */
void kogge__json_put_value(struct output *output, json_t *value, size_t flags);

/* Ends the text with a zero if all of it has room; else the buffer holds an empty text. */
kogge_status kogge__json_finish(struct output *output, size_t *size);

#endif
