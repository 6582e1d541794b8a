"""The shared library through its C interface, for comparisons: a rulebook, columns, Arrow data. Needs cffi."""

import ctypes
import sys
from pathlib import Path

import cffi

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "abi"))
import api  # noqa: E402

MASK = 14  # KOGGE_UNIT_MASK: FFI parsers read no macros
FIELDS_OF_A_RECORD = 256  # the number of a field is that of its record times this, plus its own


class Library:
    def __init__(self, path):
        self.ffi = cffi.FFI()
        self.ffi.cdef(api.cdef())
        self.c = self.ffi.dlopen(str(path))
        self.error = self.sized("error")

    # ---- records, fields, codes --------------------------------------------------------------------------------------

    def sized(self, name, **fields):
        return self.ffi.new(f"kogge_{name} *", {"struct_size": self.ffi.sizeof(f"kogge_{name}"), **fields})

    def check(self, status):
        if status:
            sys.exit(f"status {status}: {self.ffi.string(self.error.text).decode()}")

    def field(self, record, name):
        """What the library knows of a field."""
        number = self.c.kogge_field_of(f"kogge_{record}".encode(), name.encode())
        if not number:
            sys.exit(f"{record} has no {name}")
        known = self.sized("field")
        self.check(self.c.kogge_field_get(number, known))
        return known

    def record_number(self, record, name):
        return self.field(record, name).id // FIELDS_OF_A_RECORD

    def code(self, code_set, word):
        number = self.ffi.new("int32_t *")
        if self.c.kogge_code_of(code_set, word.encode(), number):
            sys.exit(f"{self.ffi.string(code_set).decode()} has no {word}")
        return number[0]

    def number(self, record, name, value):
        """A value as C has it: words are a code, or a mask of codes."""
        if not isinstance(value, str):
            return value
        field = self.field(record, name)
        codes = [self.code(self.c.kogge_code_set_name(field.code_set), word) for word in value.split()]
        return sum(1 << code for code in codes) if field.unit == MASK else codes[0]

    # ---- rulebooks ---------------------------------------------------------------------------------------------------

    def book(self, preset, currency, rules=()):
        """A rulebook, given back with the last reference to what is returned."""
        policy, spec, book = self.sized("policy"), self.sized("rulebook_spec"), self.ffi.new("kogge_rulebook **")
        numbers = self.code(b"preset", preset), self.code(b"currency", currency)
        self.check(self.c.kogge_policy_init(policy, self.ffi.sizeof("kogge_policy"), *numbers))
        rows = [{name: self.number("order_rule", name, value) for name, value in rule.items()} for rule in rules]
        kept = self.ffi.new("kogge_order_rule[]", rows)
        spec.policy, spec.rules = policy, (kept, len(rows), self.ffi.sizeof("kogge_order_rule"))
        self.check(self.c.kogge_rulebook_new(spec, book, self.error))
        return self.ffi.gc(book[0], self.c.kogge_rulebook_unref)

    # ---- tables of arrays --------------------------------------------------------------------------------------------

    def column(self, record, name, array):
        """An array of NumPy as a column, one without dimensions as the value of all rows; name is that of a field, or
        "RECORD.FIELD"."""
        field = self.field(*name.split(".")) if "." in name else self.field(record, name)
        data = self.ffi.cast("void *", array.ctypes.data)
        return {"field": field.id, "type": field.type, "data": data, "stride": array.itemsize if array.ndim else 0}

    def table(self, record, arrays, rows):
        """A table of arrays of NumPy, and what must live as long as it."""
        columns = self.ffi.new("kogge_column[]", [self.column(record, *named) for named in arrays.items()])
        return self.ffi.new("kogge_table *", (columns, len(columns), rows)), (columns, arrays)

    def out_columns(self, record, arrays):
        return self.ffi.new("kogge_out_column[]", [self.column(record, *named) for named in arrays.items()])

    # ---- Arrow data --------------------------------------------------------------------------------------------------

    def imported(self, frame, fields):
        """What has an Arrow stream as tables, freed with the last reference to what is returned. Of each record one
        field is named."""
        get = ctypes.pythonapi.PyCapsule_GetPointer
        get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        capsule = frame.__arrow_c_stream__()  # it owns the struct, whose content is taken over
        stream = self.ffi.cast("struct ArrowArrayStream *", get(capsule, b"arrow_array_stream"))
        records = [self.record_number(*name.split(".")) for name in fields]
        arrow, digits, refuse, usual = self.ffi.new("kogge_arrow **"), 2, 0, self.ffi.NULL
        take = self.c.kogge_arrow_import_stream
        self.check(take(stream, records, len(records), refuse, digits, usual, arrow, self.error))
        return self.ffi.gc(arrow[0], self.c.kogge_arrow_free)

    def tables(self, arrow):
        return [self.c.kogge_arrow_table(arrow, chunk) for chunk in range(self.c.kogge_arrow_chunks(arrow))]

    def new_result(self, record, names, rows):
        """Room for a result in Arrow's layout."""
        fields = [self.field(record, name).id for name in names]
        record = fields[0] // FIELDS_OF_A_RECORD
        result, codes, usual = self.ffi.new("kogge_arrow_result **"), 0, self.ffi.NULL
        make = self.c.kogge_arrow_result_new
        self.check(make(record, fields, len(fields), rows, codes, usual, result, self.error))
        return self.ffi.gc(result[0], self.c.kogge_arrow_result_free)

    def columns_from(self, result, row):
        """The columns of a result from a row on."""
        count = self.ffi.new("size_t *")
        columns = self.c.kogge_arrow_result_columns(result, count)
        part = self.ffi.new("kogge_out_column[]", [columns[i] for i in range(count[0])])
        for column in part:
            column.data = self.ffi.cast("char *", column.data) + row * column.stride
            column.valid_offset += row
        return part

    def exported(self, result):
        """What was decided, as a batch of pyarrow."""
        import pyarrow

        schema, array = self.ffi.new("struct ArrowSchema *"), self.ffi.new("struct ArrowArray *")
        self.check(self.c.kogge_arrow_result_export(result, schema, array, self.error))
        addresses = [int(self.ffi.cast("uintptr_t", struct)) for struct in (array, schema)]
        return pyarrow.RecordBatch._import_from_c(*addresses)
