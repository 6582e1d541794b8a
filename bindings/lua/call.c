/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One call of a function of the list: arguments of Lua into slots, the call, slots into values of Lua. */

#include "binding.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_ROWS = 8, FIRST_REASONS = 40, FIRST_BYTES = 512, LONGEST_WORD = 32 };

struct invocation {
    struct frame frame;
    const struct bound *bound;
    union call_slot slots[CALL_MOST_ARGUMENTS];
    kogge_error error;
    size_t size;             /* of the last array, bytes, columns or memory */
    size_t length;           /* of the last array */
    size_t rows;             /* of the first table; what others hold is looked up in them */
    bool counting;           /* an array was read whose length is not passed yet */
    int made;                /* stack index of the new handle */
    int values;              /* stack index of the first parameter */
    const void *column_rows; /* the records that columns lie in */
};

/* ---- memory ------------------------------------------------------------------------------------------------------
 */

void kogge_lua_open_frame(struct frame *frame, lua_State *L, const struct state *state, int anchor, bool safe)
{
    frame->L = L;
    frame->state = state;
    frame->safe = safe;
    frame->list = NULL;
    frame->row = 0;
    frame->anchor = anchor;
    frame->anchored = 0;
    frame->digits = UNKNOWN_DIGITS;
    frame->digits_used = false;
    frame->used = 0;
}

void *kogge_lua_room(struct frame *frame, size_t count, size_t size)
{
    lua_State *L = frame->L;
    size_t words = (count * size + 7) / 8;
    void *memory;
    if (words <= ROOM / 8 - frame->used) {
        memory = frame->room + frame->used;
        frame->used += words;
    } else {
        if (size && count > SIZE_MAX / 2 / size)
            kogge_lua_refuse(frame, KOGGE_E_MEMORY, 0, "no memory for %zu rows", count);
        if (!frame->anchored) {
            lua_newtable(L);
            lua_replace(L, frame->anchor);
        }
        memory = kogge_lua_new(L, words * 8);
        lua_rawseti(L, frame->anchor, ++frame->anchored);
    }
    memset(memory, 0, words * 8);
    return memory;
}

/* ---- parameters --------------------------------------------------------------------------------------------------
 */

static int parameter_at(lua_State *L, const struct bound *bound, int key)
{
    lua_rawgeti(L, KOGGE_LUA_REFS, bound->by_name);
    lua_pushvalue(L, key);
    lua_rawget(L, -2);
    int place = (int)lua_tointeger(L, -1);
    lua_pop(L, 2);
    return place - 1;
}

/* "takes order, customer, lines, why" */
static _Noreturn void refuse_parameter(struct invocation *call, int key)
{
    lua_State *L = call->frame.L;
    char names[120] = "";
    for (int i = 0; i < call->bound->parameter_count; i++) {
        lua_rawgeti(L, KOGGE_LUA_REFS, call->bound->parameters[i].place);
        size_t length = strlen(names);
        (void)snprintf(names + length, sizeof names - length, "%s%s", length ? ", " : "", lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    kogge_lua_refuse(&call->frame, KOGGE_E_UNSUPPORTED, 0, "%s takes %s; not %.40s", call->bound->call->method,
                     *names ? names : "no arguments",
                     lua_type(L, key) == LUA_TSTRING ? lua_tostring(L, key) : luaL_typename(L, key));
}

/* Whether a key may stand in a table that is the first argument itself. */
static bool is_part_of_first(struct invocation *call, int key)
{
    lua_State *L = call->frame.L;
    const struct call_argument *first = &call->bound->call->arguments[call->bound->parameters[0].argument];
    if (first->kind != CALL_IN)
        return first->kind == CALL_TABLE || lua_type(L, key) == LUA_TNUMBER;
    lua_rawgeti(L, KOGGE_LUA_REFS, call->bound->records[call->bound->parameters[0].argument][0]->by_name);
    lua_pushvalue(L, key);
    lua_rawget(L, -2);
    bool found = !lua_isnil(L, -1);
    lua_pop(L, 2);
    return found;
}

/* Whether the table at index names arguments; if not, it is the first one. */
static bool names_arguments(struct invocation *call, int index)
{
    lua_State *L = call->frame.L;
    const struct bound *bound = call->bound;
    if (!bound->parameter_count || !bound->parameters[0].of_table)
        return true;
    bool is_first = bound->call->arguments[bound->parameters[0].argument].kind != CALL_IN; /* {} is an empty list */
    int key = lua_gettop(L) + 1, key_count = 0;
    for (lua_pushnil(L); lua_next(L, index);) {
        if (parameter_at(L, call->bound, key) >= 0) {
            is_first = false;
            lua_settop(L, key);
            break;
        }
        is_first = is_part_of_first(call, key) || (is_first && key_count);
        key_count++;
        lua_settop(L, key);
    }
    lua_settop(L, key - 1);
    return !is_first;
}

static void take_named(struct invocation *call, int index)
{
    lua_State *L = call->frame.L;
    int key = lua_gettop(L) + 1;
    for (lua_pushnil(L); lua_next(L, index);) {
        int place = parameter_at(L, call->bound, key);
        if (place < 0)
            refuse_parameter(call, key);
        lua_replace(L, call->values + place);
    }
}

/* Then the stack holds self, the table of names if there is one, the parameters, and a place each for the anchor and
 * a new handle. */
static void take_arguments(struct invocation *call)
{
    lua_State *L = call->frame.L;
    const struct bound *bound = call->bound;
    int first = bound->self >= 0 ? 2 : 1, count = lua_gettop(L) - first + 1;
    if (count < 0)
        kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s is a method: call it with a colon",
                         bound->call->method);
    bool named = count == 1 && lua_istable(L, first) && names_arguments(call, first);
    if (!named && count > bound->parameter_count)
        kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s takes at most %d arguments", bound->call->method,
                         bound->parameter_count);
    call->values = named ? first + 1 : first;
    call->frame.anchor = call->values + bound->parameter_count;
    call->made = call->frame.anchor + 1;
    lua_settop(L, call->made);
    if (named)
        take_named(call, first);
}

/* ---- into slots --------------------------------------------------------------------------------------------------
 */

static void *room(struct invocation *call, size_t count, size_t size)
{
    return kogge_lua_room(&call->frame, count, size);
}

/* "all", "decisive" or false */
static bool read_level(struct invocation *call, const char *name, int index, int32_t *level)
{
    lua_State *L = call->frame.L;
    char word[LONGEST_WORD] = "";
    if (lua_isboolean(L, index) || lua_isnil(L, index)) {
        *level = 0;
        return lua_isnil(L, index) || lua_toboolean(L, index);
    }
    const char *given = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
    for (size_t i = 0; given[i] && i + 1 < sizeof word; i++)
        word[i] = (char)toupper((unsigned char)given[i]);
    if (kogge_code_of("level", word, level))
        kogge_lua_refuse(&call->frame, KOGGE_E_UNSUPPORTED, 0, "%s: \"all\", \"decisive\" or false", name);
    return true;
}

static void *reasons(struct invocation *call, const struct call_argument *argument, int index)
{
    int32_t level;
    if (!read_level(call, argument->name, index, &level))
        return NULL;
    kogge_reasons *why = room(call, 1, sizeof *why);
    *why = (kogge_reasons){ room(call, FIRST_REASONS, sizeof *why->data), FIRST_REASONS, 0, level, 0 };
    return why;
}

/* Offsets stand apart from the arrays whose size follows. */
static void check_length(struct invocation *call, const struct call_argument *argument, size_t count)
{
    if (argument->length == LENGTH_AS_OFFSETS) {
        if (count != call->rows + 1)
            kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s: %zu values, but one a row and one more are %zu",
                             argument->name, count, call->rows + 1);
        return;
    }
    if (call->counting && count != call->length)
        kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s: %zu values, but %zu before", argument->name, count,
                         call->length);
    call->size = call->length = count;
    call->counting = true;
}

static void *array(struct invocation *call, const struct call_argument *argument, const struct number *number,
                   int index)
{
    lua_State *L = call->frame.L;
    if (!lua_istable(L, index))
        kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s: a list of numbers, not a %s", argument->name,
                         luaL_typename(L, index));
    size_t count = lua_rawlen(L, index), width = kogge_lua_width(argument->type);
    check_length(call, argument, count);
    unsigned char *data = room(call, count ? count : 1, width);
    call->frame.list = argument->name;
    for (call->frame.row = 0; call->frame.row < count; call->frame.row++) {
        lua_rawgeti(L, index, (int)call->frame.row + 1);
        kogge_lua_store(data + call->frame.row * width, argument->type,
                        kogge_lua_to(&call->frame, number, lua_gettop(L)));
        lua_pop(L, 1);
    }
    call->frame.list = NULL;
    return data;
}

static const void *bytes(struct invocation *call, const struct call_argument *argument, int index)
{
    if (lua_type(call->frame.L, index) != LUA_TSTRING)
        kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s: a string, not a %s", argument->name,
                         luaL_typename(call->frame.L, index));
    return lua_tolstring(call->frame.L, index, &call->size);
}

static void *record(struct invocation *call, const struct record *is, int index)
{
    void *memory = room(call, 1, is->size);
    int32_t digits = call->frame.digits;
    kogge_lua_to_record(&call->frame, is, index, NULL, memory);
    if (digits != UNKNOWN_DIGITS) /* that of the rulebook holds for the next one again */
        call->frame.digits = digits;
    return memory;
}

static const void *handle(struct invocation *call, const struct call_argument *argument, int index)
{
    if (!strcmp(argument->what, "catalogue"))
        return kogge_lua_catalogue(&call->frame, index);
    const struct handle *found = kogge_lua_to_handle(&call->frame, argument->what, index);
    if (found->digits != UNKNOWN_DIGITS)
        call->frame.digits = found->digits;
    return found->is;
}

static bool first_table(const struct invocation *call, int i)
{
    while (i-- > 0) {
        if (call->bound->call->arguments[i].kind == CALL_TABLE)
            return false;
    }
    return true;
}

/* What the caller passed, or did not. */
static void put_given(struct invocation *call, int i, int index)
{
    const struct call_argument *argument = &call->bound->call->arguments[i];
    union call_slot *to = &call->slots[i];
    if (argument->kind == CALL_REASONS) {
        to->out = reasons(call, argument, index);
    } else if (lua_isnil(call->frame.L, index)) {
        if (argument->kind == CALL_NUMBER)
            to->number = argument->fallback;
        else
            to->in = NULL;
    } else if (argument->kind == CALL_HANDLE) {
        to->in = handle(call, argument, index);
    } else if (argument->kind == CALL_IN) {
        to->in = record(call, call->bound->records[i][0], index);
    } else if (argument->kind == CALL_ROWS) {
        to->in = kogge_lua_to_rows(&call->frame, call->bound->records[i][0], argument->name, index);
    } else if (argument->kind == CALL_TABLE) {
        kogge_table *table = kogge_lua_to_table(&call->frame, call->bound->records[i], argument->name, index);
        if (first_table(call, i))
            call->rows = table->row_count;
        to->in = table;
    } else if (argument->kind == CALL_NUMBER) {
        to->number = kogge_lua_to(&call->frame, &call->bound->numbers[i], index);
    } else if (argument->kind == CALL_ARRAY) {
        to->in = array(call, argument, &call->bound->numbers[i], index);
    } else {
        to->in = bytes(call, argument, index);
    }
}

static void *out_rows(struct invocation *call, const struct record *is)
{
    kogge_out_rows *rows = room(call, 1, sizeof *rows);
    *rows = (kogge_out_rows){ room(call, FIRST_ROWS, is->size), FIRST_ROWS, 0, is->size };
    return rows;
}

/* Columns of records that lie behind them. */
static void *out_columns(struct invocation *call, const struct record *is)
{
    kogge_column *columns;
    const kogge_rows rows = { room(call, call->rows, is->size), call->rows, is->size };
    call->column_rows = rows.data;
    call->size = kogge_lua_columns(&call->frame, is, &rows, &columns);
    kogge_out_column *out = room(call, call->size, sizeof *out);
    for (size_t i = 0; i < call->size; i++)
        out[i] = (kogge_out_column){
            columns[i].field, columns[i].type, (void *)columns[i].data, columns[i].stride, NULL, 0
        };
    return out;
}

static size_t length_of(const struct invocation *call, int i)
{
    const struct call_argument *argument = &call->bound->call->arguments[i];
    if (argument->length == LENGTH_AS_ROWS)
        return call->rows;
    if (argument->length != LENGTH_BY_FIELD)
        return call->length;
    for (int j = 0; j < i; j++) {
        const struct call_argument *other = &call->bound->call->arguments[j];
        if (other->kind != CALL_IN || other->record[0] != argument->length_field >> RECORD_SHIFT ||
            !call->slots[j].in)
            continue;
        const struct record *is = call->bound->records[j][0];
        for (int k = 0; k < is->count; k++) {
            const struct field *field = &is->fields[k];
            int64_t length =
                kogge_lua_load((const unsigned char *)call->slots[j].in + field->offset, field->number.type);
            if (field->number.field == argument->length_field && length > 0)
                return (size_t)length;
        }
    }
    return (size_t)argument->length_default;
}

static void *out_record(struct invocation *call, const struct record *is)
{
    void *record = room(call, 1, is->size);
    if (is->headed)
        kogge_lua_store(record, KOGGE_TYPE_UINT32, (int64_t)is->size);
    return record;
}

static kogge_fees *out_fees(struct invocation *call)
{
    kogge_fees *fees = room(call, 1, sizeof *fees);
    *fees = (kogge_fees){ room(call, KOGGE_FEES_MAX, sizeof *fees->data), KOGGE_FEES_MAX, 0 };
    return fees;
}

static kogge_findings *out_findings(struct invocation *call)
{
    kogge_findings *findings = room(call, 1, sizeof *findings);
    *findings = (kogge_findings){ room(call, FIRST_REASONS, sizeof *findings->data), FIRST_REASONS, 0 };
    return findings;
}

/* Room for what the library writes; also sizes. */
static void put_rest(struct invocation *call, int i)
{
    const struct call_argument *argument = &call->bound->call->arguments[i];
    union call_slot *to = &call->slots[i];
    switch (argument->kind) {
    case CALL_MAKES:
        return; /* is there already */
    case CALL_OUT:
        to->out = out_record(call, call->bound->records[i][0]);
        return;
    case CALL_OUT_ROWS:
        to->out = out_rows(call, call->bound->records[i][0]);
        return;
    case CALL_OUT_COLUMNS:
        to->out = out_columns(call, call->bound->records[i][0]);
        return;
    case CALL_FEES:
        to->out = out_fees(call);
        return;
    case CALL_FINDINGS:
        to->out = out_findings(call);
        return;
    case CALL_ERROR:
        call->error = (kogge_error)KOGGE_INIT(kogge_error);
        call->error.row = call->error.offset = -1;
        to->out = &call->error;
        return;
    case CALL_OUT_NUMBER:
        to->out = room(call, 1, sizeof(int64_t));
        return;
    case CALL_OUT_ARRAY:
        to->out = room(call, length_of(call, i) + 1, kogge_lua_width(argument->type));
        return;
    case CALL_OUT_BYTES:
    case CALL_OUT_TEXT:
        to->out = room(call, FIRST_BYTES, 1);
        return;
    case CALL_CAPACITY:
        to->size = FIRST_BYTES;
        return;
    case CALL_OUT_SIZE:
        to->out = room(call, 1, sizeof(size_t));
        return;
    case CALL_MEMORY:
        call->size = argument->memory(call->rows);
        to->out = room(call, call->size + 1, 1);
        return;
    case CALL_SIZE:
        to->size = call->size;
        call->size = 0;
        call->counting = false;
        return;
    case CALL_ROW_STATUS:
        to->out = room(call, call->rows + 1, sizeof(kogge_status));
        return;
    default: /* CALL_ALLOCATOR, of a new handle */
        to->in = &((struct handle *)lua_touserdata(call->frame.L, call->made))->allocator;
    }
}

static void make_handle(struct invocation *call, int i)
{
    const char *name = call->bound->call->arguments[i].what;
    struct handle *made = kogge_lua_new_handle(call->frame.L, call->frame.state, name, call->bound->safe);
    lua_replace(call->frame.L, call->made);
    call->slots[i].out = &made->is;
}

static void fill_slots(struct invocation *call)
{
    const struct bound *bound = call->bound;
    int index[CALL_MOST_ARGUMENTS] = { 0 };
    for (int i = 0; i < bound->parameter_count; i++) {
        const struct parameter *parameter = &bound->parameters[i];
        index[parameter->argument] = call->values + i;
        if (parameter->required && lua_isnil(call->frame.L, call->values + i)) {
            lua_rawgeti(call->frame.L, KOGGE_LUA_REFS, parameter->place);
            kogge_lua_refuse(&call->frame, KOGGE_E_INVALID, 0, "%s: %s is missing", bound->call->method,
                             lua_tostring(call->frame.L, -1));
        }
    }
    for (int i = 0; i < bound->out_count; i++) {
        if (bound->call->arguments[bound->outs[i]].kind == CALL_MAKES)
            make_handle(call, bound->outs[i]);
    }
    for (int i = 0; i < (int)bound->call->argument_count; i++) {
        if (i == bound->self)
            call->slots[i].in = handle(call, &bound->call->arguments[i], 1);
        else if (index[i])
            put_given(call, i, index[i]);
        else
            put_rest(call, i);
    }
}

/* ---- the call ----------------------------------------------------------------------------------------------------
 */

/* More room for a writer that was too small; true: call once more. All of them have the same shape but for rows. */
static bool grow(struct invocation *call, int i, kogge_status status)
{
    const struct call_argument *argument = &call->bound->call->arguments[i];
    union call_slot *slot = &call->slots[i];
    if (!slot->out)
        return false;
    if (argument->kind == CALL_OUT_ROWS) {
        kogge_out_rows *rows = slot->out;
        if (rows->count <= rows->capacity)
            return false;
        *rows = (kogge_out_rows){ room(call, rows->count, rows->row_size), rows->count, 0, rows->row_size };
    } else if (argument->kind == CALL_REASONS) {
        kogge_reasons *why = slot->out;
        if (why->count <= why->capacity)
            return false;
        *why = (kogge_reasons){ room(call, why->count, sizeof *why->data), why->count, 0, why->level, 0 };
    } else if (argument->kind == CALL_FINDINGS) {
        kogge_findings *findings = slot->out;
        if (findings->count <= findings->capacity)
            return false;
        *findings = (kogge_findings){ room(call, findings->count, sizeof *findings->data), findings->count, 0 };
    } else if ((argument->kind == CALL_OUT_BYTES || argument->kind == CALL_OUT_TEXT) && status == KOGGE_E_BUFFER) {
        size_t size = *(const size_t *)slot[2].out; /* after it come its capacity and its size */
        slot->out = room(call, size, 1);
        slot[1].size = size;
    } else {
        return false;
    }
    return true;
}

static union call_slot invoke(struct invocation *call)
{
    union call_slot result = { 0 };
    const struct call *is = call->bound->call;
    kogge_status status = is->invoke(call->slots, &result);
    bool again = false;
    for (int i = 0; i < (int)is->argument_count; i++) {
        if ((!status || status == KOGGE_E_BUFFER) && grow(call, i, status))
            again = true;
    }
    if (again)
        status = is->invoke(call->slots, &result);
    if (!status || status == KOGGE_E_SOME_ROWS)
        return result;
    if (!call->error.struct_size || !call->error.status)
        kogge_lua_refuse(&call->frame, status, 0, "%s: %s", is->method,
                         kogge_code_text(kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH), "status", status));
    kogge_lua_throw(&call->frame, &call->error);
}

/* ---- out of slots ------------------------------------------------------------------------------------------------
 */

static void push_array(struct invocation *call, int i)
{
    const struct call_argument *argument = &call->bound->call->arguments[i];
    size_t count = length_of(call, i), width = kogge_lua_width(argument->type);
    lua_createtable(call->frame.L, (int)count, 0);
    for (size_t j = 0; j < count; j++) {
        const void *at = (const unsigned char *)call->slots[i].out + j * width;
        kogge_lua_push_number(call->frame.L, &call->bound->numbers[i], kogge_lua_load(at, argument->type));
        lua_rawseti(call->frame.L, -2, (int)j + 1);
    }
}

static void push_status(struct invocation *call, const kogge_status *status)
{
    const struct number number = { .set = kogge_lua_set(call->frame.state, "status"), .unit = KOGGE_UNIT_CODE };
    lua_createtable(call->frame.L, (int)call->rows, 0);
    for (size_t i = 0; i < call->rows; i++) {
        kogge_lua_push_number(call->frame.L, &number, status[i]);
        lua_rawseti(call->frame.L, -2, (int)i + 1);
    }
}

static void push_made(struct invocation *call)
{
    struct handle *made = lua_touserdata(call->frame.L, call->made);
    kogge_lua_made(call->frame.L, made, call->frame.state);
    if (call->frame.digits_used && made->digits != UNKNOWN_DIGITS && made->digits != call->frame.digits)
        kogge_lua_refuse(&call->frame, KOGGE_E_CURRENCY, 0,
                         "amounts as texts were read with %d decimals, but here they have %d: write whole numbers",
                         (int)call->frame.digits, (int)made->digits);
    lua_pushvalue(call->frame.L, call->made);
}

static void push_out(struct invocation *call, int i)
{
    lua_State *L = call->frame.L;
    const struct call_argument *argument = &call->bound->call->arguments[i];
    const void *out = call->slots[i].out;
    const kogge_out_rows *rows = out;
    const kogge_reasons *why = out;
    const kogge_fees *fees = out;
    const kogge_findings *findings = out;
    switch (argument->kind) {
    case CALL_MAKES:
        push_made(call);
        return;
    case CALL_OUT:
        kogge_lua_push_record(L, call->bound->records[i][0], out, call->bound->out_count - 1);
        return;
    case CALL_OUT_ROWS:
        kogge_lua_push_rows(L, call->bound->records[i][0], rows->data, rows->count);
        return;
    case CALL_OUT_COLUMNS:
        kogge_lua_push_rows(L, call->bound->records[i][0], call->column_rows, call->rows);
        return;
    case CALL_FEES:
        kogge_lua_push_rows(L, call->bound->records[i][0], fees->data, fees->count);
        return;
    case CALL_FINDINGS:
        kogge_lua_push_rows(L, call->bound->records[i][0], findings->data, findings->count);
        return;
    case CALL_REASONS:
        if (why)
            kogge_lua_push_rows(L, call->bound->records[i][0], why->data, why->count);
        else
            lua_pushnil(L);
        return;
    case CALL_OUT_NUMBER:
        kogge_lua_push_number(L, &call->bound->numbers[i], kogge_lua_load(out, argument->type));
        return;
    case CALL_OUT_ARRAY:
        push_array(call, i);
        return;
    case CALL_OUT_TEXT:
        lua_pushstring(L, out);
        return;
    case CALL_OUT_BYTES:
        lua_pushlstring(L, out, *(const size_t *)call->slots[i + 2].out);
        return;
    default:
        push_status(call, out);
    }
}

/* One value; or a table, with the fields of the record if one is given, and all else by name. */
static int push_result(struct invocation *call, union call_slot result)
{
    lua_State *L = call->frame.L;
    const struct bound *bound = call->bound;
    if (bound->call->returns == RETURNS_TEXT)
        lua_pushstring(L, result.in);
    else if (bound->call->returns == RETURNS_NUMBER)
        kogge_lua_push(L, result.number, bound->call->result_type);
    else if (bound->out_count == 0)
        lua_pushboolean(L, true);
    else if (bound->out_count == 1)
        push_out(call, bound->outs[0]);
    else if (bound->record >= 0)
        push_out(call, bound->record);
    else
        lua_createtable(L, 0, bound->out_count);
    for (int i = 0; i < bound->out_count && bound->out_count > 1; i++) {
        if (bound->outs[i] == bound->record)
            continue;
        lua_rawgeti(L, KOGGE_LUA_REFS, bound->out_places[i]);
        push_out(call, bound->outs[i]);
        lua_rawset(L, -3);
    }
    return 1;
}

int kogge_lua_call(lua_State *L)
{
    struct invocation call;
    call.bound = lua_touserdata(L, lua_upvalueindex(BOUND));
    call.error.struct_size = 0;
    call.size = call.length = call.rows = 0;
    call.counting = false;
    luaL_checkstack(L, 40, "kogge");
    kogge_lua_open_frame(&call.frame, L, call.bound->state, 0, call.bound->safe);
    take_arguments(&call);
    fill_slots(&call);
    return push_result(&call, invoke(&call));
}

/* ---- kogge.safe --------------------------------------------------------------------------------------------------
 */

/* nil, message, code, error; other errors pass. */
int kogge_lua_call_safe(lua_State *L)
{
    const struct state *state = lua_touserdata(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(INNER));
    lua_insert(L, 1);
    if (!lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0))
        return lua_gettop(L);
    lua_rawgeti(L, KOGGE_LUA_REFS, state->error_metatable);
    if (!lua_getmetatable(L, -2) || !lua_rawequal(L, -1, -2)) {
        lua_settop(L, 1);
        return lua_error(L);
    }
    lua_settop(L, 1);
    lua_pushnil(L);
    lua_getfield(L, 1, "message");
    lua_getfield(L, 1, "code");
    lua_pushvalue(L, 1);
    return 4;
}
