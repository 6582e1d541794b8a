/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The function list made ready: what Python passes, what it gets, and the objects that are called. */

#include "binding.h"

#include <stdio.h>
#include <string.h>

/* ---- what each argument is --------------------------------------------------------------------------------------
 */

static bool is_self(const struct call *call, const struct call_argument *argument)
{
    return call->of && argument->kind == CALL_HANDLE && !strcmp(argument->what, call->of);
}

static bool is_passed(const struct call_argument *argument)
{
    switch (argument->kind) {
    case CALL_HANDLE:
    case CALL_IN:
    case CALL_ROWS:
    case CALL_TABLE:
    case CALL_NUMBER:
    case CALL_ARRAY:
    case CALL_BYTES:
    case CALL_REASONS:
        return true;
    default:
        return false;
    }
}

static bool is_out(const struct call_argument *argument)
{
    switch (argument->kind) {
    case CALL_MAKES:
    case CALL_OUT:
    case CALL_OUT_ROWS:
    case CALL_OUT_COLUMNS:
    case CALL_FEES:
    case CALL_FINDINGS:
    case CALL_REASONS:
    case CALL_OUT_NUMBER:
    case CALL_OUT_ARRAY:
    case CALL_OUT_BYTES:
    case CALL_OUT_TEXT:
        return true;
    default:
        return false;
    }
}

static bool by_keyword(const struct call_argument *argument)
{
    return argument->kind == CALL_REASONS || (argument->kind == CALL_HANDLE && argument->optional);
}

static int32_t record_number(const struct call_argument *argument)
{
    switch (argument->kind) {
    case CALL_FEES:
        return KOGGE_RECORD_FEE;
    case CALL_FINDINGS:
        return KOGGE_RECORD_FINDING;
    case CALL_REASONS:
        return KOGGE_RECORD_REASON;
    default:
        return argument->record[0];
    }
}

/* ---- parameters -------------------------------------------------------------------------------------------------
 */

/* A word that Python keeps for itself gets an underscore. */
static PyObject *parameter_name(const char *name)
{
    PyObject *keywords = PyImport_ImportModule("keyword");
    PyObject *kept = keywords ? PyObject_CallMethod(keywords, "iskeyword", "s", name) : NULL;
    PyObject *made = kept ? PyUnicode_FromFormat("%s%s", name, kept == Py_True ? "_" : "") : NULL;
    Py_XDECREF(keywords);
    Py_XDECREF(kept);
    if (made)
        PyUnicode_InternInPlace(&made);
    return made;
}

static int add_parameter(struct bound *bound, int i, bool keyword_only)
{
    const struct call_argument *argument = &bound->call->arguments[i];
    bool language = argument->kind == CALL_HANDLE && !strcmp(argument->what, "catalogue");
    struct parameter *parameter = &bound->parameters[bound->parameter_count++];
    parameter->name = parameter_name(language ? "lang" : argument->name);
    parameter->argument = i;
    parameter->keyword_only = keyword_only;
    parameter->required = !keyword_only && !argument->optional;
    bound->positional_count += !keyword_only;
    return parameter->name ? 0 : -1;
}

static const struct {
    const char *name, *standard;
} options[OPTION_COUNT] = {
    [OPTION_EXTRA] = { "extra", "'refuse'" }, [OPTION_KEYS] = { "keys", "None" },
    [OPTION_FIELDS] = { "fields", "None" },   [OPTION_NAMES] = { "names", "True" },
    [OPTION_THREADS] = { "threads", "1" },    [OPTION_ERRORS] = { "errors", "'raise'" },
};

/* What decides row by row sums up what became of the rows. */
static void find_tables(struct bound *bound, bool *has_tables)
{
    for (size_t i = 0; i < bound->call->argument_count; i++) {
        const struct call_argument *argument = &bound->call->arguments[i];
        *has_tables = *has_tables || argument->kind == CALL_TABLE;
        bound->is_batch =
            bound->is_batch || (argument->kind == CALL_OUT && argument->record[0] == KOGGE_RECORD_BATCH_SUMMARY);
    }
}

static int add_options(struct bound *bound)
{
    bool has_tables = false;
    find_tables(bound, &has_tables);
    int count = bound->is_batch ? OPTION_COUNT : has_tables ? OPTION_EXTRA + 1 : 0;
    for (int i = 0; i < count; i++) {
        struct parameter *parameter = &bound->parameters[bound->parameter_count++];
        *parameter = (struct parameter){ .name = parameter_name(options[i].name),
                                         .argument = CALL_MOST_ARGUMENTS + i,
                                         .keyword_only = true };
        if (!parameter->name)
            return -1;
    }
    return 0;
}

/* By place in the order of the list, then those by keyword only. What precedes a required one is required. */
static int add_parameters(struct bound *bound)
{
    bound->self = -1;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < (int)bound->call->argument_count; i++) {
            const struct call_argument *argument = &bound->call->arguments[i];
            if (!is_passed(argument) || by_keyword(argument) != (pass == 1))
                continue;
            if (bound->self < 0 && is_self(bound->call, argument))
                bound->self = i;
            else if (add_parameter(bound, i, pass == 1))
                return -1;
        }
    }
    bool required = false;
    for (int i = bound->positional_count - 1; i >= 0; i--)
        required = bound->parameters[i].required = required || bound->parameters[i].required;
    return add_options(bound);
}

/* ---- results ----------------------------------------------------------------------------------------------------
 */

/* The place of what comes with a record; a name that is a field already gets _rows. */
static int add_extra(struct record_type *type, const char *name)
{
    PyObject *key = PyUnicode_FromFormat(kogge_py_has_field(type, name) ? "%s_rows" : "%s", name);
    if (!key)
        return -1;
    for (Py_ssize_t i = 0; i < type->extra_count; i++) {
        if (!PyUnicode_Compare(type->extras[i], key)) {
            Py_DECREF(key);
            return (int)i;
        }
    }
    if (type->extra_count == MOST_EXTRAS) {
        Py_DECREF(key);
        PyErr_SetString(PyExc_ImportError, "kogge: a result has more parts than this binding has room for");
        return -1;
    }
    type->extras[type->extra_count] = key;
    return (int)type->extra_count++;
}

static struct record_type *new_bundle(struct state *state, const struct call *call)
{
    struct record_type *bundle = &state->records[state->record_count + state->bundle_count++];
    bundle->state = state;
    bundle->python_name = kogge_py_camel("kogge.", call->name, "Result");
    return bundle->python_name ? bundle : NULL;
}

static int add_results(struct bound *bound)
{
    const struct call *call = bound->call;
    bool reasons = false;
    bound->record = -1;
    for (int i = 0; i < (int)call->argument_count; i++) {
        const struct call_argument *argument = &call->arguments[i];
        int32_t number = record_number(argument);
        bound->types[i] = number ? kogge_py_record_type(bound->state, number) : NULL;
        if (!is_out(argument))
            continue;
        bound->outs[bound->out_count++] = i;
        reasons = reasons || argument->kind == CALL_REASONS;
        if (argument->kind == CALL_OUT && bound->record < 0)
            bound->record = i;
    }
    if (bound->is_batch || (bound->record < 0 && bound->out_count < 2 && !reasons))
        return 0;
    bound->result = bound->record < 0 ? new_bundle(bound->state, call) : (void *)bound->types[bound->record];
    for (int j = 0; bound->result && j < bound->out_count; j++) {
        int i = bound->outs[j];
        if (i != bound->record && (bound->extra_at[i] = add_extra(bound->result, call->arguments[i].name)) < 0)
            return -1;
    }
    return bound->result ? 0 : -1;
}

/* ---- what else a function is for --------------------------------------------------------------------------------
 */

static bool is_init_of(const struct record_type *type, const char *call)
{
    const char *record = type->name + strlen("kogge_");
    size_t length = strlen(record);
    return !strncmp(call, record, length) && !strcmp(call + length, "_init");
}

static void find_roles(struct bound *bound)
{
    const struct call *call = bound->call;
    const struct record_type *in = NULL;
    bool catalogue = false, text = false;
    for (size_t i = 0; i < call->argument_count; i++) {
        const struct call_argument *argument = &call->arguments[i];
        if (argument->kind == CALL_HANDLE && strcmp(argument->what, "catalogue") != 0) {
            bound->handles[i] = kogge_py_handle_type(bound->state, argument->what);
            bound->alone = bound->alone || bound->handles[i]->is->alone;
        }
        catalogue = catalogue || (argument->kind == CALL_HANDLE && !strcmp(argument->what, "catalogue"));
        text = text || argument->kind == CALL_OUT_TEXT;
        in = argument->kind == CALL_IN ? bound->types[i] : in;
        if (argument->kind == CALL_MAKES) {
            struct handle_type *handle = kogge_py_handle_type(bound->state, argument->what);
            size_t length = strlen(handle->is->name);
            if (!strncmp(call->name, handle->is->name, length) && !strcmp(call->name + length, "_new"))
                handle->make = bound;
        }
    }
    if (catalogue && text && in)
        ((struct record_type *)in)->explain = bound;
    if (bound->result && bound->result->name && is_init_of(bound->result, call->name))
        bound->result->init = bound;
}

/* ---- signatures -------------------------------------------------------------------------------------------------
 */

static const char *without_handle(const struct bound *bound)
{
    for (size_t i = 0; i < bound->call->argument_count; i++) {
        const struct call_argument *argument = &bound->call->arguments[i];
        size_t length = argument->kind == CALL_MAKES ? strlen(argument->what) : 0;
        if (length && !strncmp(bound->call->method, argument->what, length) && bound->call->method[length] == '_')
            return bound->call->method + length + 1;
    }
    return NULL;
}

static bool is_constructor(const struct bound *bound)
{
    const char *rest = without_handle(bound);
    return rest && !strcmp(rest, "new");
}

static const char *python_name(const struct bound *bound)
{
    const char *rest = without_handle(bound);
    if (!rest)
        return bound->call->method;
    if (strcmp(rest, "new") != 0)
        return rest;
    for (size_t i = 0; i < bound->call->argument_count; i++) {
        const struct call_argument *argument = &bound->call->arguments[i];
        if (argument->kind == CALL_MAKES)
            return strrchr(kogge_py_handle_type(bound->state, argument->what)->python_name, '.') + 1;
    }
    return NULL;
}

/* What a parameter is if it is left out. */
static const char *standard_of(const struct bound *bound, const struct parameter *parameter)
{
    if (parameter->argument >= CALL_MOST_ARGUMENTS)
        return options[parameter->argument - CALL_MOST_ARGUMENTS].standard;
    return bound->call->arguments[parameter->argument].kind == CALL_REASONS ? "'all'" : "None";
}

/* "name($self, a, b=None, *, why='all')", then what the header says. */
static int sign(struct bound *bound)
{
    const char *self = bound->call->of         ? "$self"
                       : is_constructor(bound) ? ""
                       : without_handle(bound) ? "$type"
                                               : "$module";
    size_t size = strlen(bound->call->doc) + 1024;
    bool star = false;
    char *to = bound->doc = PyMem_Malloc(size);
    if (!to)
        return PyErr_NoMemory(), -1;
    to += sprintf(to, "%s(%s", python_name(bound), self);
    for (int i = 0; i < bound->parameter_count; i++) {
        const struct parameter *parameter = &bound->parameters[i];
        const char *comma = to[-1] == '(' ? "" : ", ", *stop = parameter->keyword_only && !star ? "*, " : "";
        star = star || parameter->keyword_only;
        to += sprintf(to, "%s%s%s", comma, stop, kogge_py_text(parameter->name));
        if (!parameter->required)
            to += sprintf(to, "=%s", standard_of(bound, parameter));
    }
    snprintf(to, size - (size_t)(to - bound->doc), ")\n--\n\n%s", bound->call->doc);
    return 0;
}

int kogge_py_bind_calls(struct state *state)
{
    state->bound = PyMem_Calloc(kogge__call_count, sizeof *state->bound);
    state->handles = PyMem_Calloc(kogge__call_handle_count, sizeof *state->handles);
    if (!state->bound || !state->handles)
        return PyErr_NoMemory(), -1;
    if (kogge__call_count > MOST_FUNCTIONS)
        return PyErr_SetString(PyExc_ImportError, "kogge: more functions than this binding has room for"), -1;
    for (size_t i = 0; i < kogge__call_handle_count; i++) {
        state->handles[i].is = &kogge__call_handles[i];
        state->handles[i].is_book = !strcmp(kogge__call_handles[i].name, "rulebook");
        state->handles[i].python_name = kogge_py_camel("kogge.", kogge__call_handles[i].name, "");
        if (!state->handles[i].python_name)
            return -1;
    }
    for (size_t i = 0; i < kogge__call_count; i++) {
        struct bound *bound = &state->bound[i];
        bound->call = &kogge__calls[i];
        bound->state = state;
        if (add_parameters(bound) || add_results(bound) || sign(bound))
            return -1;
        find_roles(bound);
    }
    return 0;
}

void kogge_py_free_calls(struct state *state)
{
    for (size_t i = 0; state->bound && i < kogge__call_count; i++) {
        for (int j = 0; j < state->bound[i].parameter_count; j++)
            Py_XDECREF(state->bound[i].parameters[j].name);
        PyMem_Free(state->bound[i].doc);
    }
    for (size_t i = 0; state->handles && i < kogge__call_handle_count; i++)
        PyMem_Free(state->handles[i].python_name);
    PyMem_Free(state->bound);
    PyMem_Free(state->handles);
    state->bound = NULL;
    state->handles = NULL;
}

/* ---- objects that are called ------------------------------------------------------------------------------------
 */

/* self is the handle of a method, the class of a class method, else the module. */
static PyObject *enter(size_t place, PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    if (kogge__calls[place].of) {
        const struct state *state = ((struct handle *)self)->type->make->state;
        return kogge_py_invoke(&state->bound[place], self, arguments, count, names);
    }
    const struct state *state = PyType_Check(self) ? kogge_py_state_of((PyTypeObject *)self) : kogge_py_state(self);
    return state ? kogge_py_invoke(&state->bound[place], NULL, arguments, count, names) : NULL;
}

/* CPython passes a function its self only, so each place of the list has a function of its own. Octal numbers. */
typedef PyObject *entry(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
/* clang-format off */
#define ENTRY(n) \
    static PyObject *entry_##n(PyObject *self, PyObject *const *a, Py_ssize_t count, PyObject *names) \
    { \
        return enter(n, self, a, count, names); \
    }
#define NAME(n) entry_##n,
#define EIGHT(make, n) make(n##0) make(n##1) make(n##2) make(n##3) make(n##4) make(n##5) make(n##6) make(n##7)
#define ALL(make) \
    EIGHT(make, 00) EIGHT(make, 01) EIGHT(make, 02) EIGHT(make, 03) EIGHT(make, 04) EIGHT(make, 05) \
    EIGHT(make, 06) EIGHT(make, 07) EIGHT(make, 010) EIGHT(make, 011) EIGHT(make, 012) EIGHT(make, 013) \
    EIGHT(make, 014) EIGHT(make, 015) EIGHT(make, 016) EIGHT(make, 017)
ALL(ENTRY)
/* clang-format on */
static entry *const entries[MOST_FUNCTIONS] = { ALL(NAME) };

static int put(PyObject *where, const char *name, PyObject *what)
{
    int done = what ? PyObject_SetAttrString(where, name, what) : -1;
    Py_XDECREF(what);
    return done;
}

static PyTypeObject *class_of(const struct bound *bound)
{
    for (size_t i = 0; i < bound->call->argument_count; i++) {
        const struct call_argument *argument = &bound->call->arguments[i];
        bool is = argument->kind == CALL_MAKES || is_self(bound->call, argument);
        if (is)
            return kogge_py_handle_type(bound->state, argument->what)->type;
    }
    return NULL;
}

static int add_function(struct bound *bound, entry *code)
{
    PyMethodDef *definition = &bound->definition;
    *definition = (PyMethodDef){ python_name(bound), (PyCFunction)(void (*)(void))code, METH_FASTCALL | METH_KEYWORDS,
                                 bound->doc };
    if (is_constructor(bound))
        return 0;
    PyTypeObject *class = class_of(bound);
    if (bound->call->of)
        return put((PyObject *)class, definition->ml_name, PyDescr_NewMethod(class, definition));
    if (class) {
        definition->ml_flags |= METH_CLASS;
        return put((PyObject *)class, definition->ml_name, PyDescr_NewClassMethod(class, definition));
    }
    PyObject *name = PyUnicode_FromString("kogge");
    PyObject *function = name ? PyCFunction_NewEx(definition, bound->state->module, name) : NULL;
    Py_XDECREF(name);
    return put(bound->state->module, definition->ml_name, function);
}

int kogge_py_add_functions(struct state *state)
{
    for (size_t i = 0; i < kogge__call_count; i++) {
        if (add_function(&state->bound[i], entries[i]))
            return -1;
    }
    return 0;
}
