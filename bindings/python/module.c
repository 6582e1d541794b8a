/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The module kogge._kogge: its state, and what the package gives it at import. */

#include "binding.h"

#include <string.h>

static struct PyModuleDef definition;

struct state *kogge_py_state(PyObject *module)
{
    return *(struct state **)PyModule_GetState(module);
}

struct state *kogge_py_state_of(PyTypeObject *type)
{
    for (; type; type = PyType_GetSlot(type, Py_tp_base)) {
        PyObject *module = PyType_GetModule(type);
        if (module && PyModule_GetDef(module) == &definition)
            return kogge_py_state(module);
        PyErr_Clear();
    }
    PyErr_SetString(PyExc_TypeError, "no class of kogge");
    return NULL;
}

static void swap(PyObject **place, PyObject *owned)
{
    PyObject *before = *place;
    *place = owned;
    Py_XDECREF(before);
}

/* ---- what the package asks and gives ----------------------------------------------------------------------------
 */

static PyObject *codes_of(const char *set)
{
    PyObject *list = PyList_New(0);
    int32_t code = INT32_MIN;
    while (list && !kogge_code_next(set, &code)) {
        const char *name = kogge_code_name(set, code);
        PyObject *pair = name ? Py_BuildValue("si", name, (int)code) : NULL;
        if (name && (!pair || PyList_Append(list, pair)))
            Py_CLEAR(list);
        Py_XDECREF(pair);
    }
    return list;
}

/* How the fields use a set: as codes, as a mask of codes, as flags that are bits already. */
static void find_use(const struct state *state, const struct codes *codes, bool *mask, bool *flags)
{
    *mask = *flags = false;
    for (size_t i = 0; i < state->record_count; i++) {
        for (size_t j = 0; j < state->records[i].field_count; j++) {
            const struct field *field = &state->records[i].fields[j];
            if (field->codes == codes && field->is.unit == KOGGE_UNIT_MASK)
                *(field->is.is_bits ? flags : mask) = true;
        }
    }
}

/* [(set, [(name, code)], made into a mask?, flags?)] */
static PyObject *code_sets(PyObject *module, PyObject *unused)
{
    const struct state *state = kogge_py_state(module);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (size_t i = 0; list && i < state->codes_count; i++) {
        bool mask, flags;
        find_use(state, &state->codes[i], &mask, &flags);
        PyObject *set = Py_BuildValue("sNii", state->codes[i].name, codes_of(state->codes[i].name), mask, flags);
        if (!set || PyList_Append(list, set))
            Py_CLEAR(list);
        Py_XDECREF(set);
    }
    return list;
}

static int keep_members(struct codes *codes)
{
    for (int32_t i = 0; codes->enumeration && i < codes->count; i++) {
        if (!kogge_code_name(codes->name, codes->lowest + i))
            continue;
        swap(&codes->members[i], PyObject_CallFunction(codes->enumeration, "i", (int)(codes->lowest + i)));
        if (!codes->members[i])
            return -1;
    }
    return 0;
}

/* Takes the classes of a set: an IntEnum or None, an IntFlag or None. */
static PyObject *use_codes(PyObject *module, PyObject *arguments)
{
    const char *name;
    PyObject *enumeration, *mask;
    if (!PyArg_ParseTuple(arguments, "sOO", &name, &enumeration, &mask))
        return NULL;
    struct codes *codes = kogge_py_codes(kogge_py_state(module), name);
    if (!codes)
        return PyErr_Format(PyExc_ValueError, "no code set %s", name);
    swap(&codes->enumeration, enumeration == Py_None ? NULL : Py_NewRef(enumeration));
    swap(&codes->mask, mask == Py_None ? NULL : Py_NewRef(mask));
    if (keep_members(codes))
        return NULL;
    Py_RETURN_NONE;
}

/* Takes the base of all enumerations, the base of all errors, the errors by status, the class of fields(). */
static PyObject *use_classes(PyObject *module, PyObject *arguments)
{
    PyObject *code, *error, *errors, *field;
    struct state *state = kogge_py_state(module);
    if (!PyArg_ParseTuple(arguments, "OOO!O", &code, &error, &PyDict_Type, &errors, &field))
        return NULL;
    swap(&state->code_class, Py_NewRef(code));
    swap(&state->error, Py_NewRef(error));
    swap(&state->errors, Py_NewRef(errors));
    swap(&state->field_class, Py_NewRef(field));
    Py_RETURN_NONE;
}

/* Takes what the package does with tables: the class of results, and three functions. */
static PyObject *use_tables(PyObject *module, PyObject *arguments)
{
    PyObject *table, *open_frame, *pack, *spread;
    struct state *state = kogge_py_state(module);
    if (!PyArg_ParseTuple(arguments, "OOOO", &table, &open_frame, &pack, &spread))
        return NULL;
    swap(&state->table_class, Py_NewRef(table));
    swap(&state->open_frame, Py_NewRef(open_frame));
    swap(&state->pack, Py_NewRef(pack));
    swap(&state->spread, Py_NewRef(spread));
    Py_RETURN_NONE;
}

static PyObject *code_text(PyObject *module, PyObject *arguments)
{
    const char *set;
    int code;
    PyObject *lang = Py_None;
    const kogge_catalogue *catalogue;
    if (!PyArg_ParseTuple(arguments, "si|O", &set, &code, &lang) ||
        kogge_py_catalogue(kogge_py_state(module), lang, &catalogue))
        return NULL;
    const char *text = kogge_code_text(catalogue, set, code);
    if (!text)
        Py_RETURN_NONE;
    return PyUnicode_FromString(text);
}

static PyObject *restore_rows(PyObject *module, PyObject *arguments)
{
    PyObject *class, *items;
    if (!PyArg_ParseTuple(arguments, "OO", &class, &items))
        return NULL;
    return PyObject_CallFunctionObjArgs((PyObject *)kogge_py_state(module)->rows_type, class, items, NULL);
}

static PyObject *classes(PyObject *module, PyObject *unused)
{
    const struct state *state = kogge_py_state(module);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (size_t i = 0; list && i < state->record_count + state->bundle_count; i++) {
        if (PyList_Append(list, (PyObject *)state->records[i].type))
            Py_CLEAR(list);
    }
    return list;
}

static PyMethodDef methods[] = {
    { "_code_sets", code_sets, METH_NOARGS, NULL },
    { "_use_codes", use_codes, METH_VARARGS, NULL },
    { "_use_classes", use_classes, METH_VARARGS, NULL },
    { "_use_tables", use_tables, METH_VARARGS, NULL },
    { "_pack", kogge_py_pack, METH_VARARGS, NULL },
    { "_code_text", code_text, METH_VARARGS, NULL },
    { "_classes", classes, METH_NOARGS, NULL },
    { "_restore", kogge_py_restore, METH_VARARGS, NULL },
    { "_restore_rows", restore_rows, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

/* ---- life -------------------------------------------------------------------------------------------------------
 */

static PyObject *import(const char *module, const char *name)
{
    PyObject *from = PyImport_ImportModule(module), *what = from ? PyObject_GetAttrString(from, name) : NULL;
    Py_XDECREF(from);
    return what;
}

static int import_all(struct state *state)
{
    state->date = import("datetime", "date");
    state->from_ordinal = state->date ? PyObject_GetAttrString(state->date, "fromordinal") : NULL;
    state->to_ordinal = state->date ? PyObject_GetAttrString(state->date, "toordinal") : NULL;
    state->decimal = import("decimal", "Decimal");
    state->array = import("array", "array");
    return state->from_ordinal && state->to_ordinal && state->decimal && state->array ? 0 : -1;
}

static int execute(PyObject *module)
{
    struct state *state = PyMem_Calloc(1, sizeof *state);
    if (!state)
        return PyErr_NoMemory(), -1;
    *(struct state **)PyModule_GetState(module) = state;
    state->module = module; /* owns the state */
    if (import_all(state) || kogge_py_read_tables(state) || kogge_py_bind_calls(state) ||
        kogge_py_make_rows_type(state) || kogge_py_make_columns_types(state) || kogge_py_make_types(state) ||
        kogge_py_make_handle_types(state) || kogge_py_add_functions(state))
        return -1;
    return kogge_py_add_json(state);
}

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    const struct state *state = kogge_py_state(module);
    if (!state)
        return 0;
    for (size_t i = 0; state->records && i < state->record_count + state->bundle_count; i++)
        Py_VISIT(state->records[i].type);
    for (size_t i = 0; state->handles && i < kogge__call_handle_count; i++)
        Py_VISIT(state->handles[i].type);
    for (size_t i = 0; state->codes && i < state->codes_count; i++) {
        Py_VISIT(state->codes[i].enumeration);
        Py_VISIT(state->codes[i].mask);
        for (int32_t j = 0; j < state->codes[i].count; j++)
            Py_VISIT(state->codes[i].members[j]);
    }
    Py_VISIT(state->rows_type);
    Py_VISIT(state->columns_type);
    Py_VISIT(state->column_type);
    Py_VISIT(state->table_class);
    Py_VISIT(state->open_frame);
    Py_VISIT(state->pack);
    Py_VISIT(state->spread);
    Py_VISIT(state->file_type);
    Py_VISIT(state->decision_type);
    Py_VISIT(state->code_class);
    Py_VISIT(state->error);
    Py_VISIT(state->errors);
    Py_VISIT(state->field_class);
    return 0;
}

static int clear(PyObject *module)
{
    struct state *state = kogge_py_state(module);
    if (!state)
        return 0;
    for (size_t i = 0; state->records && i < state->record_count + state->bundle_count; i++)
        Py_CLEAR(state->records[i].type);
    for (size_t i = 0; state->handles && i < kogge__call_handle_count; i++)
        Py_CLEAR(state->handles[i].type);
    for (size_t i = 0; state->codes && i < state->codes_count; i++) {
        Py_CLEAR(state->codes[i].enumeration);
        Py_CLEAR(state->codes[i].mask);
        for (int32_t j = 0; j < state->codes[i].count; j++)
            Py_CLEAR(state->codes[i].members[j]);
    }
    PyObject **owned[] = { (PyObject **)&state->rows_type,
                           (PyObject **)&state->columns_type,
                           (PyObject **)&state->column_type,
                           &state->table_class,
                           &state->open_frame,
                           &state->pack,
                           &state->spread,
                           (PyObject **)&state->file_type,
                           (PyObject **)&state->decision_type,
                           &state->code_class,
                           &state->error,
                           &state->errors,
                           &state->field_class,
                           &state->date,
                           &state->decimal,
                           &state->from_ordinal,
                           &state->to_ordinal,
                           &state->array };
    for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
        Py_CLEAR(*owned[i]);
    return 0;
}

/* The last of all: classes have gone before it. */
static void release(void *module)
{
    struct state *state = kogge_py_state(module);
    if (!state)
        return;
    clear(module);
    kogge_py_free_calls(state);
    kogge_py_free_tables(state);
    PyMem_Free(state);
}

static PyModuleDef_Slot slots[] = {
    { Py_mod_exec, execute },
    { 0, NULL },
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "kogge._kogge",
    .m_doc = "What kogge is made of: the library, as the field table and the function list describe it.",
    .m_size = sizeof(struct state *),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = release,
};

PyMODINIT_FUNC PyInit__kogge(void);
PyMODINIT_FUNC PyInit__kogge(void)
{
    return PyModuleDef_Init(&definition);
}
