/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "side_file.h"
#include "cell.h"
#include "line_file.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t none = (size_t)-1;

struct side_column side_field(const char *name, const char *record, const char *field)
{
    struct side_column column = { .name = name, .field = KOGGE_INIT(kogge_field) };
    kogge_field_get(kogge_field_of(record, field), &column.field);
    return column;
}

struct side_column side_count(const char *name)
{
    struct side_column column = { .name = name, .field = KOGGE_INIT(kogge_field), .needed = true };
    column.field.id = -1;
    column.field.type = KOGGE_TYPE_INT32;
    column.field.unit = KOGGE_UNIT_COUNT;
    column.field.known_bit = -1;
    column.field.highest = INT32_MAX;
    return column;
}

/* ---- cells ----------------------------------------------------------------------------------------------------- */

static size_t place_of(const struct side_file *side, size_t column)
{
    for (size_t i = 0; i < side->use_count; i++)
        if (side->uses[i] == column)
            return i;
    return none;
}

const char *side_cell(const struct side_file *side, const struct csv_row *row, size_t column)
{
    size_t place = place_of(side, column);
    return place == none ? "" : row->cells[place];
}

bool side_complain(const struct side_file *side, const struct csv_row *row, size_t column, const char *wrong)
{
    size_t place = place_of(side, column);
    char shown[CELL_SHOWN] = "";
    if (place != none)
        cell_show(row->cells[place], row->sizes[place], shown);
    ledger_complain(side->ledger, side->file->path, row->line, side->columns[column].name, "\"%s\" %s", shown, wrong);
    return false;
}

bool side_value(const struct side_file *side, const struct csv_row *row, size_t column, void *record, uint64_t *known)
{
    char wrong[CELL_WRONG];
    return cell_read(side_cell(side, row, column), &side->columns[column].field, record, known, wrong) ||
           side_complain(side, row, column, wrong);
}

/* ---- header ---------------------------------------------------------------------------------------------------- */

static bool refuse_header(const struct side_file *side, const struct csv_row *row, const char *name,
                          const char *wrong)
{
    char shown[CELL_SHOWN];
    cell_show(name, strlen(name), shown);
    fprintf(stderr, "%s:%zu: column %s: %s\n", side->file->path, row->line, shown, wrong);
    return false;
}

/* A column that nobody knows may be a misspelt one: better said than left out. */
static bool refuse_name(const struct side_file *side, const struct csv_row *row, const char *name)
{
    char wrong[1024] = "is not known; there are";
    size_t used = strlen(wrong);
    for (size_t i = 0; i < side->column_count && used < sizeof wrong; i++)
        used += (size_t)snprintf(wrong + used, sizeof wrong - used, "%s %s", i ? "," : "", side->columns[i].name);
    return refuse_header(side, row, name, wrong);
}

static bool read_header(struct side_file *side, const struct csv_row *row)
{
    size_t room = 0;
    side->uses = store_grow(NULL, &room, row->count, sizeof *side->uses);
    for (size_t i = 0; i < row->count; i++) {
        size_t column = 0;
        while (column < side->column_count && strcmp(side->columns[column].name, row->cells[i]) != 0)
            column++;
        if (column == side->column_count)
            return refuse_name(side, row, row->cells[i]);
        if (place_of(side, column) != none)
            return refuse_header(side, row, row->cells[i], "is there twice");
        side->uses[side->use_count++] = column;
    }
    for (size_t column = 0; column < side->column_count; column++)
        if (side->columns[column].needed && place_of(side, column) == none)
            return refuse_header(side, row, side->columns[column].name, "is missing");
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static bool check_cells(const struct side_file *side, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (strlen(row->cells[i]) != row->sizes[i])
            return side_complain(side, row, side->uses[i], "contains a zero byte");
        if (side->columns[side->uses[i]].needed && !*row->cells[i])
            return side_complain(side, row, side->uses[i], "is empty");
    }
    return true;
}

static bool take_row(void *context, const struct csv_row *row)
{
    struct side_file *side = context;
    if (!side->uses) {
        side->broken =
            row->too_long ? !refuse_header(side, row, "", "the header is too long") : !read_header(side, row);
        return !side->broken;
    }
    side->file->rows++;
    bool taken = false;
    if (row->too_long || row->quote_open)
        ledger_complain(side->ledger, side->file->path, row->line, NULL,
                        row->too_long ? "the row is longer than %d bytes"
                                      : "a quote is open until the end of the file (a row has at most %d bytes)",
                        LINE_MAX_BYTES);
    else if (row->count != side->use_count)
        ledger_complain(side->ledger, side->file->path, row->line, NULL, "%zu cells, the header has %zu", row->count,
                        side->use_count);
    else
        taken = check_cells(side, row) && side->take(side, row);
    side->file->refused += !taken;
    return true;
}

bool side_file_read(struct side_file *side, const char *folder, const char *name)
{
    side->file->path = store_path(folder, name, "");
    enum csv_result result = csv_file_read(side->file->path, take_row, side);
    side->file->missing = result == CSV_MISSING;
    if (result == CSV_UNREADABLE)
        fprintf(stderr, "%s: cannot be read\n", side->file->path);
    else if (result == CSV_READ && !side->uses)
        fprintf(stderr, "%s:1: the file is empty, not even a header\n", side->file->path);
    bool good = result == CSV_MISSING || (result == CSV_READ && side->uses && !side->broken);
    free(side->uses);
    side->uses = NULL;
    return good;
}
