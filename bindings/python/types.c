/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Classes for every record of the field table, read once at import. */

#include "binding.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HIGHEST_SET = 1024, MOST_SPAN = 1024, RECORDS = 512 };

/* "kogge_order_rule" as "kogge.OrderRule"; to be freed with PyMem_Free. */
char *kogge_py_camel(const char *prefix, const char *name, const char *suffix)
{
    char *text = PyMem_Malloc(strlen(prefix) + strlen(name) + strlen(suffix) + 1), *to = text;
    if (!text)
        return (char *)PyErr_NoMemory();
    to += sprintf(to, "%s", prefix);
    for (bool start = true; *name; name++) {
        if (*name != '_')
            *to++ = (char)(start ? toupper((unsigned char)*name) : tolower((unsigned char)*name));
        start = *name == '_';
    }
    strcpy(to, suffix);
    return text;
}

/* ---- codes ------------------------------------------------------------------------------------------------------
 */

static int read_set(struct codes *codes, int32_t number)
{
    int32_t code = INT32_MIN, highest = kogge_code_highest(kogge_code_set_name(number));
    codes->number = number;
    codes->name = kogge_code_set_name(number);
    kogge_code_next(codes->name, &code);
    codes->lowest = code;
    codes->count = highest - code < MOST_SPAN ? highest - code + 1 : 0;
    codes->members = PyMem_Calloc((size_t)codes->count + 1, sizeof *codes->members);
    return codes->members ? 0 : (PyErr_NoMemory(), -1);
}

static int read_sets(struct state *state)
{
    for (int32_t number = 1; number < HIGHEST_SET; number++)
        state->codes_count += kogge_code_set_name(number) != NULL;
    state->codes = PyMem_Calloc(state->codes_count, sizeof *state->codes);
    if (!state->codes)
        return PyErr_NoMemory(), -1;
    struct codes *next = state->codes;
    for (int32_t number = 1; number < HIGHEST_SET; number++) {
        if (kogge_code_set_name(number) && read_set(next++, number))
            return -1;
    }
    return 0;
}

struct codes *kogge_py_codes(struct state *state, const char *name)
{
    for (size_t i = 0; name && i < state->codes_count; i++) {
        if (!strcmp(state->codes[i].name, name))
            return &state->codes[i];
    }
    return NULL;
}

/* ---- fields -----------------------------------------------------------------------------------------------------
 */

/* What help() shows of an attribute: text, unit, range. */
static char *describe(const struct field *field)
{
    char limits[64] = "";
    const kogge_field *is = &field->is;
    if (is->unit != KOGGE_UNIT_CODE && is->unit != KOGGE_UNIT_MASK && is->type != KOGGE_TYPE_UINT64)
        snprintf(limits, sizeof limits, ", %" PRId64 "..%" PRId64, is->lowest, is->highest);
    const char *text = kogge_code_text(NULL, "field", is->id), *unit = kogge_code_name("unit", is->unit);
    const char *set = field->codes ? field->codes->name : "", *unknown = is->known_bit < 0 ? "" : "; None = unknown";
    size_t size = strlen(text ? text : "") + strlen(set) + 160;
    char *doc = PyMem_Malloc(size);
    if (!doc)
        return (char *)PyErr_NoMemory();
    snprintf(doc, size, "%s [%s%s%s%s%s%s]", text ? text : field->name, unit ? unit : "?", *set ? " " : "", set,
             limits, is->required ? "; required" : "", unknown);
    return doc;
}

static int read_field(struct state *state, struct record_type *record, struct field *field, int32_t id)
{
    field->is.struct_size = sizeof field->is;
    if (kogge_field_get(id, &field->is))
        return PyErr_Format(PyExc_ImportError, "kogge: field %d cannot be read", (int)id), -1;
    field->record = record;
    field->name = kogge_field_name(id);
    field->codes = kogge_py_codes(state, kogge_code_set_name(field->is.code_set));
    field->key = PyUnicode_InternFromString(field->name);
    field->doc = describe(field);
    int number = id & 0xff;
    if (number == KNOWN_NUMBER)
        record->known = field;
    if (field->is.unit == KOGGE_UNIT_CODE && field->codes && !strcmp(field->codes->name, "currency"))
        record->currency = field;
    record->headed = record->headed && field->is.offset > 0;
    return field->key && field->doc ? 0 : -1;
}

static int read_record(struct state *state, struct record_type *record, int32_t first)
{
    size_t count = 0;
    for (int32_t id = first; id >> 8 == first >> 8; id = kogge_field_next(id))
        count++;
    record->state = state;
    record->number = first >> 8;
    record->name = kogge_record_name(record->number);
    record->python_name = kogge_py_camel("kogge.", record->name + strlen("kogge_"), "");
    record->size = kogge_abi_size(record->name);
    record->headed = true;
    record->fields = PyMem_Calloc(count, sizeof *record->fields);
    if (!record->fields || !record->python_name)
        return PyErr_NoMemory(), -1;
    for (int32_t id = first; id >> 8 == first >> 8; id = kogge_field_next(id)) {
        if (read_field(state, record, &record->fields[record->field_count++], id))
            return -1;
    }
    record->values_at = record->size;
    for (size_t i = 0; i < count; i++) {
        if ((size_t)record->fields[i].is.offset < record->values_at)
            record->values_at = (size_t)record->fields[i].is.offset;
    }
    return 0;
}

/* A bundle for each function at most; the records of the library first. */
int kogge_py_read_tables(struct state *state)
{
    state->records = PyMem_Calloc(RECORDS, sizeof *state->records);
    if (!state->records)
        return PyErr_NoMemory(), -1;
    if (read_sets(state))
        return -1;
    int32_t record = 0;
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id)) {
        if (id >> 8 == record)
            continue;
        record = id >> 8;
        if (state->record_count + kogge__call_count >= RECORDS)
            return PyErr_SetString(PyExc_ImportError, "kogge: more records than this binding has room for"), -1;
        if (read_record(state, &state->records[state->record_count++], id))
            return -1;
    }
    return 0;
}

struct record_type *kogge_py_record_type(struct state *state, int32_t number)
{
    for (size_t i = 0; i < state->record_count; i++) {
        if (state->records[i].number == number)
            return &state->records[i];
    }
    return NULL;
}

struct record_type *kogge_py_type_of(struct state *state, const PyTypeObject *type)
{
    for (size_t i = 0; i < state->record_count + state->bundle_count; i++) {
        if (state->records[i].type == type)
            return &state->records[i];
    }
    return NULL;
}

/* ---- classes ----------------------------------------------------------------------------------------------------
 */

static const char *document(const struct record_type *record, char *buffer, size_t size)
{
    const char *name = strrchr(record->python_name, '.') + 1;
    if (record->name && record->init)
        snprintf(buffer, size,
                 "A %s. The first arguments name what it starts from, fields by keyword replace what "
                 "stands there.\n\nAttributes are the fields; None = unknown.",
                 name);
    else if (record->name)
        snprintf(buffer, size, "A %s: fields by keyword.\n\nAttributes are the fields; None = unknown.", name);
    else
        snprintf(buffer, size, "What a function gives: its parts as attributes, in order.");
    return buffer;
}

static int make_type(struct state *state, struct record_type *record)
{
    record->getset = PyMem_Calloc(record->field_count + (size_t)record->extra_count + 1, sizeof *record->getset);
    if (!record->getset)
        return PyErr_NoMemory(), -1;
    PyGetSetDef *next = record->getset;
    for (size_t i = 0; i < record->field_count; i++, next++) {
        struct field *field = &record->fields[i];
        setter set = (field->is.id & 0xff) == KNOWN_NUMBER ? NULL : kogge_py_set_field;
        *next = (PyGetSetDef){ field->name, kogge_py_get_field, set, field->doc, field };
    }
    for (Py_ssize_t i = 0; i < record->extra_count; i++, next++)
        *next = (PyGetSetDef){ kogge_py_text(record->extras[i]), kogge_py_get_extra, NULL,
                               "what comes with it; None = was not asked for", (void *)(intptr_t)i };
    char doc[300];
    PyType_Slot slots[32];
    int count = 0;
    for (const PyType_Slot *slot = record->name ? kogge_py_record_slots : kogge_py_bundle_slots; slot->slot; slot++)
        slots[count++] = *slot;
    slots[count++] = (PyType_Slot){ Py_tp_getset, record->getset };
    slots[count++] = (PyType_Slot){ Py_tp_doc, (void *)document(record, doc, sizeof doc) };
    slots[count] = (PyType_Slot){ 0, NULL };
    record->data_at = (Py_ssize_t)sizeof(struct record) + record->extra_count * (Py_ssize_t)sizeof(PyObject *);
    record->data_at = (record->data_at + 7) / 8 * 8;
    PyType_Spec spec = { record->python_name, (int)(record->data_at + (Py_ssize_t)record->size), 0,
                         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots };
    record->type = (PyTypeObject *)PyType_FromModuleAndSpec(state->module, &spec, NULL);
    return record->type ? PyModule_AddType(state->module, record->type) : -1;
}

int kogge_py_make_types(struct state *state)
{
    for (size_t i = 0; i < state->record_count + state->bundle_count; i++) {
        if (make_type(state, &state->records[i]))
            return -1;
    }
    return 0;
}

void kogge_py_free_tables(struct state *state)
{
    for (size_t i = 0; state->records && i < state->record_count + state->bundle_count; i++) {
        struct record_type *record = &state->records[i];
        for (size_t j = 0; record->fields && j < record->field_count; j++) {
            Py_XDECREF(record->fields[j].key);
            PyMem_Free(record->fields[j].doc);
        }
        for (Py_ssize_t j = 0; j < record->extra_count; j++)
            Py_XDECREF(record->extras[j]);
        PyMem_Free(record->fields);
        PyMem_Free(record->python_name);
        PyMem_Free(record->getset);
    }
    for (size_t i = 0; state->codes && i < state->codes_count; i++)
        PyMem_Free(state->codes[i].members);
    PyMem_Free(state->records);
    PyMem_Free(state->codes);
    state->records = NULL;
    state->codes = NULL;
}
