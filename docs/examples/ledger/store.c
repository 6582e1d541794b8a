/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "store.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *have(void *block)
{
    if (!block) {
        fputs("no memory\n", stderr);
        exit(2);
    }
    return block;
}

void *store_grow(void *array, size_t *room, size_t count, size_t size)
{
    if (count <= *room)
        return array;
    size_t wanted = count < 16 ? 16 : count + count / 2;
    if (wanted > SIZE_MAX / size)
        have(NULL);
    *room = wanted;
    return have(realloc(array, wanted * size));
}

char *store_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(have(malloc(size)), text, size);
}

char *store_join(const char *text, const char *end)
{
    size_t size = strlen(text) + strlen(end) + 1;
    char *both = have(malloc(size));
    snprintf(both, size, "%s%s", text, end);
    return both;
}

char *store_path(const char *folder, const char *name, const char *end)
{
    size_t size = strlen(folder) + strlen(name) + strlen(end) + 2;
    char *path = have(malloc(size));
    const char *slash = *folder && folder[strlen(folder) - 1] == '/' ? "" : "/";
    snprintf(path, size, "%s%s%s%s", folder, slash, name, end);
    return path;
}

/* FNV-1a. */
static size_t hash(const char *id)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (; *id; id++)
        h = (h ^ (unsigned char)*id) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ h >> 32);
}

/* The slot of an id, or the free one where it would stand. room is a power of 2. */
static struct id_slot *slot_of(const struct id_table *table, const char *id)
{
    size_t at = hash(id) & (table->room - 1);
    while (table->slots[at].id && strcmp(table->slots[at].id, id) != 0)
        at = (at + 1) & (table->room - 1);
    return &table->slots[at];
}

size_t id_table_find(const struct id_table *table, const char *id)
{
    if (!table->room)
        return STORE_NOT_FOUND;
    const struct id_slot *slot = slot_of(table, id);
    return slot->id ? slot->row : STORE_NOT_FOUND;
}

static void make_room(struct id_table *table)
{
    struct id_table larger = { .room = table->room ? table->room * 2 : 1024, .count = table->count };
    larger.slots = have(calloc(larger.room, sizeof *larger.slots));
    for (size_t i = 0; i < table->room; i++)
        if (table->slots[i].id)
            *slot_of(&larger, table->slots[i].id) = table->slots[i];
    free(table->slots);
    *table = larger;
}

void id_table_add(struct id_table *table, const char *id, size_t row)
{
    if (table->count + 1 > table->room / 4 * 3)
        make_room(table);
    *slot_of(table, id) = (struct id_slot){ id, row };
    table->count++;
}

void id_table_free(struct id_table *table)
{
    free(table->slots);
    *table = (struct id_table){ 0 };
}
