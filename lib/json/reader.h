/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Where the reader stands in a text, and how it says what is wrong there. */

#ifndef KOGGE_JSON_READER_H
#define KOGGE_JSON_READER_H

#include <kogge/json.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The way to a value, on the stack of those who read it. */
struct path {
    const struct path *up; /* NULL = the whole text */
    const char *key;       /* NULL = an element of an array */
    size_t index;
};

/* The currencies of a text with their decimals. */
struct currencies {
    size_t count;
    int32_t number[KOGGE_JSON_CURRENCIES_MAX], digits[KOGGE_JSON_CURRENCIES_MAX];
};

struct reader {
    kogge_json_error *error; /* NULL = nobody wants to know */
    const struct currencies *currencies;
    int32_t field, rule; /* what an error is about, 0 = none */
    int64_t row;         /* -1 = none */
    bool is_row;         /* rows of terms: 0 stands for "every" or "none", so an empty list would mislead */
};

/* Is this error record one that may be written? NULL is. */
kogge_status kogge__json_ready(const kogge_json_error *error);

/* Parses a text; NULL after an error of syntax. */
json_t *kogge__json_parse(struct reader *reader, const char *text, size_t size, kogge_status *status);

/* Says what is wrong at a place and returns the status. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
kogge_status
kogge__json_fail(const struct reader *reader, const struct path *path, kogge_status status, const char *format, ...);

/* The beginning of a value as it stands in the text, for messages. */
struct shown {
    char text[72];
};
struct shown kogge__json_shown(const json_t *value);

/* Refuses the key at the end of a path. */
kogge_status kogge__json_unknown_key(const struct reader *reader, const struct path *path);

/* Looks at every key of an object: look refuses the key at the end of its path, or takes it. */
typedef kogge_status key_look(const struct reader *reader, const struct path *path, const void *context);
kogge_status kogge__json_each_key(const struct reader *reader, const struct path *path, const json_t *object,
                                  key_look *look, const void *context);

/* Every key of an object must be one of the list, which NULL ends. */
kogge_status kogge__json_only_keys(const struct reader *reader, const struct path *path, const json_t *object,
                                   const char *const *keys);

/* "kogge": kind and "version": 1 stand in every text. */
kogge_status kogge__json_kind(const struct reader *reader, const json_t *root, const char *kind);

/* A currency by its letters, or by its number if it has none. */
kogge_status kogge__json_currency(const struct reader *reader, const struct path *path, const json_t *value,
                                  int32_t *currency);

#endif
