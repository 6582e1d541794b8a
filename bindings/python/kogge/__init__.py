# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Kogge: order terms, tiers and reasons for sellers with many small customers.

Records (Order, Customer, Policy, ...) are classes whose attributes are the fields of the library's field table, codes
are enumerations, None is unknown. Amounts are ints of minor units, or decimal.Decimal of whole units where one is
passed in. A Rulebook holds terms; its methods, and the functions of this module, are those of the C library, with
what the headers say of them as their documentation.
"""

import datetime as _datetime
import decimal as _decimal
import enum as _enum
import json as _json
import tomllib as _tomllib
from collections.abc import Mapping as _Mapping
from typing import NamedTuple as _NamedTuple

from . import _kogge
from ._kogge import *  # noqa: F403
from .tables import Reasons as Reasons
from .tables import Table as Table
from .tables import _install


def _camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


class Code(_enum.IntEnum):
    """What all codes are: numbers with a name, and a text in each language."""

    def text(self, lang=None):
        """The text in a language, "en" or "de"."""
        return _kogge._code_text(type(self)._set, int(self), lang)

    def __repr__(self):
        return f"{type(self).__name__}.{self.name}"

    def __str__(self):
        return self.name

    __format__ = _enum.Enum.__format__


class FieldInfo(_NamedTuple):
    """What the field table says of one field."""

    name: str
    id: int
    unit: str
    type: str
    codes: type | None
    unknown_able: bool
    required: bool
    lowest: int
    highest: int
    since: int
    text: str


class Error(Exception):
    """The library has refused something: with the status, and the field, rule and row that it names."""

    def __init__(self, reason="", *, field=None, rule=None, row=None, offset=None, **more):
        super().__init__(reason)
        self.reason, self.field, self.rule, self.row, self.offset = reason, field, rule, row, offset
        self.__dict__.update(more)

    def __reduce__(self):
        return _restore_error, (type(self), self.args, self.__dict__)


class Difference(_NamedTuple):
    """How a replay differs from what was stored; equal if it does not."""

    what: int
    rule: int
    field: str | None
    stored: int
    replayed: int
    text: str

    @property
    def equal(self):
        """Is everything as it was stored?"""
        return not self.what


def _restore_error(cls, args, values):
    made = cls(*args)
    made.__dict__.update(values)
    return made


def _make_codes():
    """Enumerations for all sets of codes; where a record has the name, Code is added."""
    taken = {cls.__name__ for cls in _kogge._classes()}
    for name, codes, as_mask, as_flags in _kogge._code_sets():
        title = _camel(name) + ("Code" if _camel(name) in taken else "")
        code = mask = None
        space = {"module": __name__}
        if not codes:
            continue
        if as_flags:
            mask = _enum.IntFlag(title, codes, **space)
        else:
            code = Code(title, codes, **space)
            code._set = name
            globals()[title] = code
        if as_mask:
            mask = _enum.IntFlag(title + "Mask", [(n, 1 << c) for n, c in codes if c >= 0], **space)
        if mask:
            globals()[mask.__name__] = mask
        _kogge._use_codes(name, code, mask)


def _make_errors():
    """A class for each status that is an error."""
    made = {}
    for status in globals()["Status"]:
        if status:
            name = _camel(status.name) + "Error"
            doc = f"{status.text()[0].upper()}{status.text()[1:]}."
            made[int(status)] = type(name, (Error,), {"__doc__": doc, "__module__": __name__, "status": status})
            globals()[name] = made[int(status)]
    _kogge._use_classes(Code, Error, made, FieldInfo)


def _plain(value):
    """What a policy file holds, as JSON has it."""
    if isinstance(value, _Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Code):
        return value.name
    if isinstance(value, _enum.IntFlag):
        return [member.name for member in value]
    if isinstance(value, _decimal.Decimal):
        return format(value, "f")
    if isinstance(value, _datetime.date):
        return value.isoformat()
    return [_plain(item) for item in value] if isinstance(value, (list, tuple, set, frozenset)) else value


def _add_json():
    """What the library reads, from what Python reads: one reader for all."""

    def file_from_dict(cls, mapping):
        """A policy file from a dict of the same keys; Decimals, dates and codes may stand for their texts."""
        return cls.from_json(_json.dumps(_plain(mapping)))

    def file_from_toml(cls, text):
        """A policy file written as TOML, with the same keys."""
        return cls.from_dict(_tomllib.loads(text, parse_float=_decimal.Decimal))

    def reader(name):
        def read(cls, source, currency=None):
            return getattr(PolicyFile, name)(source).rulebook(currency)  # noqa: F405

        read.__name__ = name
        read.__doc__ = f"The rulebook of one currency; None = the first one. As PolicyFile.{name}()."
        return classmethod(read)

    def to_json(self, customer, order, lines, result):
        """A decision as one line of JSON: what went into assess(), and what came out with fees and reasons."""
        return _kogge._decision_json(self, customer, order, lines, result)

    PolicyFile.from_dict = classmethod(file_from_dict)  # noqa: F405
    PolicyFile.from_toml = classmethod(file_from_toml)  # noqa: F405
    for name in ("from_json", "from_dict", "from_toml"):
        setattr(Rulebook, name, reader(name))  # noqa: F405
    Rulebook.decision_json = to_json  # noqa: F405
    _kogge._difference = Difference


_make_codes()
_make_errors()
_install(BatchSummary)  # noqa: F405
if _kogge._with_json:
    _add_json()
