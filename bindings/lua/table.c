/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Tables of the library: a list of rows, {{field = value, ...}, ...}, or columns, {field = {value, ...}, ...}, where
 * a column that is no list is the same for all rows. What belongs to a second record lies in a table with its name.
 */

#include "binding.h"

#include <string.h>

enum { PREFIX = 6 };

size_t kogge_lua_columns(struct frame *frame, const struct record *record, const kogge_rows *rows,
                         kogge_column **columns)
{
    size_t count = 0, room = (size_t)record->count + 1;
    *columns = kogge_lua_room(frame, room, sizeof **columns);
    (void)kogge_columns_of_rows(record->name, rows, *columns, room, &count);
    return count < room ? count : room;
}

/* ---- rows --------------------------------------------------------------------------------------------------------
 */

static void read_rows(struct frame *frame, const struct record *const *records, const char *name, int index,
                      unsigned char *const *memory, size_t count)
{
    lua_State *L = frame->L;
    const char *nested = records[1] ? records[1]->name + PREFIX : NULL;
    frame->list = name;
    for (frame->row = 0; frame->row < count; frame->row++) {
        lua_rawgeti(L, index, (int)frame->row + 1);
        int row = lua_gettop(L);
        kogge_lua_to_record(frame, records[0], row, nested, memory[0] + frame->row * records[0]->size);
        if (nested) {
            lua_pushstring(L, nested);
            lua_rawget(L, row);
            if (!lua_isnil(L, -1))
                kogge_lua_to_record(frame, records[1], row + 1, NULL, memory[1] + frame->row * records[1]->size);
        }
        lua_settop(L, row - 1);
    }
    frame->list = NULL;
}

static void table_of_rows(struct frame *frame, const struct record *const *records, const char *name, int index,
                          kogge_table *table)
{
    unsigned char *memory[2] = { NULL, NULL };
    kogge_column *found[2] = { NULL, NULL };
    size_t count = lua_rawlen(frame->L, index), counts[2] = { 0, 0 };
    for (int i = 0; i < 2 && records[i]; i++) {
        memory[i] = kogge_lua_room(frame, count, records[i]->size);
        kogge_rows rows = { memory[i], count, records[i]->size };
        counts[i] = kogge_lua_columns(frame, records[i], &rows, &found[i]);
    }
    kogge_column *columns = kogge_lua_room(frame, counts[0] + counts[1], sizeof *columns);
    memcpy(columns, found[0], counts[0] * sizeof *columns);
    if (counts[1])
        memcpy(columns + counts[0], found[1], counts[1] * sizeof *columns);
    read_rows(frame, records, name, index, memory, count);
    *table = (kogge_table){ columns, counts[0] + counts[1], count };
}

/* ---- columns -----------------------------------------------------------------------------------------------------
 */

struct columns {
    const struct record *const *records;
    kogge_column *to;
    size_t count, rows;
};

static const struct field *find_field(struct frame *frame, const struct record *record, int key)
{
    lua_State *L = frame->L;
    lua_rawgeti(L, KOGGE_LUA_REFS, record->by_name);
    lua_pushvalue(L, key);
    lua_rawget(L, -2);
    int place = (int)lua_tointeger(L, -1);
    lua_pop(L, 2);
    if (place > 0)
        return &record->fields[place - 1];
    const char *name = lua_type(L, key) == LUA_TSTRING ? lua_tostring(L, key) : "?";
    const char *near = kogge_name_nearest(record->name, name);
    kogge_lua_refuse(frame, KOGGE_E_UNSUPPORTED, 0, "%s has no field \"%s\"%s%s%s", record->name + PREFIX, name,
                     near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static bool is_list(struct frame *frame, const struct field *field, int index)
{
    lua_State *L = frame->L;
    if (!lua_istable(L, index))
        return false;
    if (field->number.unit != KOGGE_UNIT_MASK)
        return true;
    lua_rawgeti(L, index,
                1); /* one mask for all rows is a list of names, too: a column of masks is a list of lists */
    bool nested = lua_istable(L, -1);
    lua_pop(L, 1);
    return nested;
}

/* Values that are nil or false are not known. */
static void read_list(struct frame *frame, const struct field *field, int index, kogge_column *column, size_t rows)
{
    lua_State *L = frame->L;
    size_t width = kogge_lua_width(field->number.type);
    unsigned char *data = kogge_lua_room(frame, rows, width);
    uint8_t *valid = field->known_bit >= 0 ? kogge_lua_room(frame, rows / 8 + 1, 1) : NULL;
    bool all = true;
    for (frame->row = 0; frame->row < rows; frame->row++) {
        lua_rawgeti(L, index, (int)frame->row + 1);
        bool given = !lua_isnil(L, -1) && (lua_toboolean(L, -1) || field->number.unit == KOGGE_UNIT_SWITCH);
        if (given)
            kogge_lua_store(data + frame->row * width, field->number.type,
                            kogge_lua_to(frame, &field->number, index + 1));
        if (given && valid)
            valid[frame->row / 8] |= (uint8_t)(1u << frame->row % 8);
        all = all && given;
        lua_pop(L, 1);
    }
    *column =
        (kogge_column){ field->number.field, field->number.type, data, (ptrdiff_t)width, all ? NULL : valid, 0 };
}

static void read_column(struct frame *frame, const struct field *field, int index, kogge_column *column, size_t rows)
{
    if (is_list(frame, field, index)) {
        frame->list = field->number.name;
        read_list(frame, field, index, column, rows);
        frame->list = NULL;
        return;
    }
    void *data = kogge_lua_room(frame, 1, sizeof(int64_t));
    kogge_lua_store(data, field->number.type, kogge_lua_to(frame, &field->number, index));
    *column = (kogge_column){ field->number.field, field->number.type, data, 0, NULL, 0 };
}

/* With to NULL it only measures. */
static void read_columns(struct frame *frame, struct columns *columns, int which, int index)
{
    lua_State *L = frame->L;
    int key = lua_gettop(L) + 1;
    for (lua_pushnil(L); lua_next(L, index);) {
        const struct record *nested = which ? NULL : columns->records[1];
        if (nested && lua_type(L, key) == LUA_TSTRING && !strcmp(lua_tostring(L, key), nested->name + PREFIX)) {
            if (!lua_istable(L, key + 1))
                kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%s: a table of columns", nested->name + PREFIX);
            read_columns(frame, columns, 1, key + 1);
            lua_settop(L, key);
            continue;
        }
        const struct field *field = find_field(frame, columns->records[which], key);
        if (columns->to)
            read_column(frame, field, key + 1, &columns->to[columns->count], columns->rows);
        else if (is_list(frame, field, key + 1) && lua_rawlen(L, key + 1) > columns->rows)
            columns->rows = lua_rawlen(L, key + 1);
        columns->count++;
        lua_settop(L, key);
    }
}

static void table_of_columns(struct frame *frame, const struct record *const *records, int index, kogge_table *table)
{
    struct columns columns = { .records = records };
    read_columns(frame, &columns, 0, index);
    columns.to = kogge_lua_room(frame, columns.count, sizeof *columns.to);
    columns.count = 0;
    read_columns(frame, &columns, 0, index);
    *table = (kogge_table){ columns.to, columns.count, columns.rows };
}

kogge_table *kogge_lua_to_table(struct frame *frame, const struct record *const *records, const char *name, int index)
{
    lua_State *L = frame->L;
    if (!lua_istable(L, index))
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%s: a list of rows or a table of columns, not a %s", name,
                         luaL_typename(L, index));
    kogge_table *table = kogge_lua_room(frame, 1, sizeof *table);
    lua_pushnil(L);
    bool empty = !lua_next(L, index);
    lua_settop(L, empty ? lua_gettop(L) : lua_gettop(L) - 2);
    if (empty || lua_rawlen(L, index))
        table_of_rows(frame, records, name, index, table);
    else
        table_of_columns(frame, records, index, table);
    return table;
}
