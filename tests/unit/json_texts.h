/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What tests of JSON start from: texts that are read, written, and found in files. */

#ifndef KOGGE_TESTS_JSON_TEXTS_H
#define KOGGE_TESTS_JSON_TEXTS_H

#include "given.h"

#include <kogge/json.h>
#include <kogge/kogge.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline kogge_policy_file *given_file(const char *text)
{
    kogge_policy_file *file = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    if (kogge_policy_file_read(text, strlen(text), NULL, &file, &error))
        fail_msg("%s: %s", error.pointer, error.text);
    assert_int_equal(error.status, 0);
    return file;
}

/* To be freed. */
static inline char *written(const kogge_policy_file *file, uint32_t flags)
{
    size_t size = 0, again = 0;
    assert_int_equal(kogge_policy_file_write(file, flags, NULL, 0, &size), KOGGE_OK);
    char *text = malloc(size);
    assert_non_null(text);
    assert_int_equal(kogge_policy_file_write(file, flags, text, size, &again), KOGGE_OK);
    assert_int_equal(size, again);
    assert_int_equal(strlen(text) + 1, size);
    return text;
}

static inline uint64_t fingerprint_of(const kogge_policy_file *file, int32_t currency)
{
    kogge_rulebook *book = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    if (kogge_policy_file_rulebook(file, currency, &book, &error))
        fail_msg("%s: %s", error.pointer, error.text);
    uint64_t fingerprint = kogge_rulebook_fingerprint(book);
    kogge_rulebook_unref(book);
    return fingerprint;
}

/* A whole file, to be freed. */
static inline char *file_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    (void)fclose(file);
    return text;
}

/* An allocator that gives so many blocks and no more, and counts those that are open. */
struct ration {
    int left, open;
};

static inline void *ration_alloc(void *context, size_t size)
{
    struct ration *ration = context;
    if (ration->left-- <= 0)
        return NULL;
    ration->open++;
    return malloc(size);
}

static inline void ration_free(void *context, void *block)
{
    struct ration *ration = context;
    ration->open -= block != NULL;
    free(block);
}

#endif
