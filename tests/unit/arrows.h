/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arrow data made by hand: a table whose columns are given one by one, and which counts how often it is released. */

#ifndef KOGGE_TESTS_ARROWS_H
#define KOGGE_TESTS_ARROWS_H

#include <kogge/kogge.h>

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARROWS_COLUMNS = 8, ARROWS_BUFFERS = 5 };

struct arrows {
    struct ArrowSchema schema, types[ARROWS_COLUMNS], word_types[ARROWS_COLUMNS], *type_list[ARROWS_COLUMNS];
    struct ArrowArray array, children[ARROWS_COLUMNS], words[ARROWS_COLUMNS], *child_list[ARROWS_COLUMNS];
    const void *buffers[ARROWS_COLUMNS][ARROWS_BUFFERS], *word_buffers[ARROWS_COLUMNS][ARROWS_BUFFERS];
    const void *no_buffers[1];
    int schemas_released, arrays_released;
};

static inline void arrows_release_child_type(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static inline void arrows_release_child(struct ArrowArray *array)
{
    array->release = NULL;
}

static inline void arrows_release_schema(struct ArrowSchema *schema)
{
    struct arrows *arrows = schema->private_data;
    arrows->schemas_released++;
    schema->release = NULL;
}

static inline void arrows_release_array(struct ArrowArray *array)
{
    struct arrows *arrows = array->private_data;
    arrows->arrays_released++;
    array->release = NULL;
}

static inline void arrows_start(struct arrows *arrows, int64_t rows)
{
    memset(arrows, 0, sizeof *arrows);
    arrows->schema = (struct ArrowSchema){
        .format = "+s", .children = arrows->type_list, .release = arrows_release_schema, .private_data = arrows
    };
    arrows->array = (struct ArrowArray){ .length = rows,
                                         .n_buffers = 1,
                                         .buffers = arrows->no_buffers,
                                         .children = arrows->child_list,
                                         .release = arrows_release_array,
                                         .private_data = arrows };
}

/* A column of a type with two buffers, nulls not counted; the caller changes what is different. */
static inline struct ArrowArray *arrows_add(struct arrows *arrows, const char *name, const char *format,
                                            const void *valid, const void *values)
{
    const size_t at = (size_t)arrows->schema.n_children++;
    arrows->array.n_children++;
    arrows->types[at] = (struct ArrowSchema){ .format = format, .name = name, .release = arrows_release_child_type };
    arrows->buffers[at][0] = valid;
    arrows->buffers[at][1] = values;
    arrows->children[at] = (struct ArrowArray){ .length = arrows->array.length,
                                                .null_count = valid ? -1 : 0,
                                                .n_buffers = 2,
                                                .buffers = arrows->buffers[at],
                                                .release = arrows_release_child };
    arrows->type_list[at] = &arrows->types[at];
    arrows->child_list[at] = &arrows->children[at];
    return &arrows->children[at];
}

/* The same for texts; offsets of the width of the format. */
static inline struct ArrowArray *arrows_add_text(struct arrows *arrows, const char *name, const char *format,
                                                 const void *valid, const void *offsets, const char *text)
{
    struct ArrowArray *child = arrows_add(arrows, name, format, valid, offsets);
    child->buffers[2] = text;
    child->n_buffers = 3;
    return child;
}

/* The last column becomes a dictionary of utf8 with so many words. */
static inline struct ArrowArray *arrows_words(struct arrows *arrows, int64_t count, const void *valid,
                                              const int32_t *offsets, const char *text)
{
    const size_t at = (size_t)arrows->schema.n_children - 1;
    arrows->word_types[at] = (struct ArrowSchema){ .format = "u", .release = arrows_release_child_type };
    arrows->word_buffers[at][0] = valid;
    arrows->word_buffers[at][1] = offsets;
    arrows->word_buffers[at][2] = text;
    arrows->words[at] = (struct ArrowArray){ .length = count,
                                             .null_count = valid ? -1 : 0,
                                             .n_buffers = 3,
                                             .buffers = arrows->word_buffers[at],
                                             .release = arrows_release_child };
    arrows->types[at].dictionary = &arrows->word_types[at];
    arrows->children[at].dictionary = &arrows->words[at];
    return &arrows->words[at];
}

/* ---- memory that runs out -------------------------------------------------------------------------------------- */

struct scarce {
    int left;  /* allocations that succeed */
    int taken; /* blocks that were not given back */
};

static inline void *scarce_alloc(void *context, size_t size)
{
    struct scarce *scarce = context;
    if (scarce->left <= 0)
        return NULL;
    scarce->left--;
    scarce->taken++;
    return malloc(size);
}

static inline void scarce_free(void *context, void *block)
{
    struct scarce *scarce = context;
    scarce->taken -= block != NULL;
    free(block);
}

static inline kogge_allocator scarce_allocator(struct scarce *scarce)
{
    return (kogge_allocator){ scarce_alloc, scarce_free, scarce };
}

#endif
