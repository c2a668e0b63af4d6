"""Everything that is wrong with a submitted value, at once.

msgspec is fast because it stops at the first fault, and quotes the value in its message. So a body that it refuses is
walked again here, field by field along the same type: one model, and sentences that never hold a submitted value or
a submitted name (someone may put a BSN into either). What msgspec accepts has no faults here, and the other way round.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Annotated, Any, Final, Literal, cast

import msgspec
from msgspec import inspect as shapes

from hub.domain.errors import Fault

MOST_FAULTS: Final = 200
"""A body of 64 KiB can hold 30,000 faults; nobody reads more than these."""

Check = Callable[[Any], tuple[str, str] | None]
"""A check that JSON Schema cannot express, put on a type by ``Meta(extra={"check": ...})``: code and sentence, or None.
It makes a wrong BSN appear among the other faults; the domain checks again, for bodies that have no other fault."""

_Faults = Iterator[Fault]
_Array = shapes.ListType | shapes.VarTupleType | shapes.SetType | shapes.FrozenSetType
_LEAVES: Final[dict[type[shapes.Type], tuple[Any, str, str]]] = {
    shapes.NoneType: (None, "null", "null"),
    shapes.BoolType: (bool, "boolean", "true or false"),
    shapes.IntType: (int, "number", "a whole number"),
    shapes.FloatType: (float, "number", "a number"),
    shapes.DecimalType: (Decimal, "text", "a decimal number as text"),
    shapes.StrType: (str, "text", "text"),
    shapes.DateType: (date, "text", "a date (YYYY-MM-DD)"),
    shapes.TimeType: (time, "text", "a time (HH:MM:SS)"),
    shapes.DateTimeType: (datetime, "text", "a date and time with its offset from UTC (2014-10-10T21:30:00Z)"),
    shapes.TimeDeltaType: (timedelta, "text", "a duration (ISO 8601)"),
    shapes.UUIDType: (uuid.UUID, "text", "a UUID"),
}
_BOUNDS: Final = {
    "gt": "more than {}",
    "ge": "at least {}",
    "lt": "less than {}",
    "le": "at most {}",
    "multiple_of": "a multiple of {}",
    "min_length": "with a length of at least {}",
    "max_length": "with a length of at most {}",
    "pattern": "of the form {}",
    "tz": "",
}


def faults_of(type_: object, value: object) -> tuple[Fault, ...]:
    """The faults of a JSON value (as msgspec decodes it without a type) against a type, at most ``MOST_FAULTS``.

    ``type_`` is anything msgspec decodes into. Paths look like ``$.household[0].subject.born``.
    """
    return tuple(islice(_walk(_shape(type_), value, "$"), MOST_FAULTS))


@cache
def _shape(type_: object) -> shapes.Type:
    return shapes.type_info(type_)


def _walk(shape: shapes.Type, value: object, path: str) -> _Faults:
    match shape:
        case shapes.Metadata():
            yield from _checked(shape, value, path)
        case shapes.StructType():
            yield from _struct(shape, value, path)
        case shapes.UnionType():
            yield from _union(shape, value, path)
        case shapes.DictType():
            yield from _dict(shape, value, path)
        case shapes.ListType() | shapes.VarTupleType() | shapes.SetType() | shapes.FrozenSetType():
            yield from _array(shape, value, path)
        case shapes.AnyType() | shapes.RawType():
            yield from _no_nul(value, path)
        case _:
            yield from _leaf(shape, value, path)


def _checked(shape: shapes.Metadata, value: object, path: str) -> _Faults:
    found = tuple(_walk(shape.type, value, path))
    yield from found
    check: Check | None = (shape.extra or {}).get("check")
    if check is not None and not found and value is not None:
        fault = check(value)
        if fault is not None:
            yield Fault(path, *fault)


def _struct(shape: shapes.StructType, value: object, path: str) -> _Faults:
    if not isinstance(value, dict):
        yield Fault(path, "wrong-type", "must be an object")
        return
    clean = True
    for fault in _fields(shape, value, path):
        clean = False
        yield fault
    if clean and hasattr(shape.cls, "__post_init__") and not _converts(value, shape.cls):
        yield Fault(path, "inconsistent", f"must be a {shape.cls.__name__} as the specification describes it")


def _fields(shape: shapes.StructType, value: dict[str, object], path: str) -> _Faults:
    for field in shape.fields:
        if field.encode_name in value:
            yield from _walk(field.type, value[field.encode_name], f"{path}.{field.encode_name}")
        elif field.required:
            yield Fault(f"{path}.{field.encode_name}", "missing", "is required")
    if shape.forbid_unknown_fields:
        known = {field.encode_name for field in shape.fields} | {shape.tag_field or ""}
        for name in value.keys() - known:
            meant = hint(name, sorted(known - {""}))
            yield Fault(path, "unknown-field", f"has an unknown field; {meant}")


def hint(name: str, known: Sequence[str]) -> str:
    """Which of the known names may be meant by an unknown one. That name itself is submitted text and stays out."""
    close = get_close_matches(name[:60], known, 1)
    if close:
        return f"is {close[0]} meant?"
    return f"known are {', '.join(known)}" if known else "none is known here"


def _dict(shape: shapes.DictType, value: object, path: str) -> _Faults:
    if not isinstance(value, dict):
        yield Fault(path, "wrong-type", "must be an object")
        return
    yield from _sized(shape, value, path, "an object")
    for key, item in value.items():
        for fault in _walk(shape.key_type, key, f"{path}.*"):
            yield Fault(fault.path, "unknown-field", f"has a name that {fault.message}")
        yield from _walk(shape.value_type, item, f"{path}.*")


def _array(shape: _Array, value: object, path: str) -> _Faults:
    if not isinstance(value, list):
        yield Fault(path, "wrong-type", "must be a list")
        return
    yield from _sized(shape, value, path, "a list")
    for number, item in enumerate(value):
        yield from _walk(shape.item_type, item, f"{path}[{number}]")


def _sized(shape: _Array | shapes.DictType, value: list[Any] | dict[str, Any], path: str, kind: str) -> _Faults:
    if not (shape.min_length or 0) <= len(value) <= (len(value) if shape.max_length is None else shape.max_length):
        yield Fault(path, "out-of-range", f"must be {_sentence(kind, shape)}")


def _union(shape: shapes.UnionType, value: object, path: str) -> _Faults:
    structs = [one for one in shape.types if isinstance(one, shapes.StructType)]
    if isinstance(value, dict) and len(structs) > 1:
        yield from _tagged(structs, value, path)
        return
    options = [one for one in shape.types if not isinstance(one, shapes.NoneType) or len(shape.types) == 1]
    if value is None and len(options) < len(shape.types):
        return
    attempts = [tuple(islice(_walk(one, value, path), MOST_FAULTS)) for one in options]
    if all(attempts):
        yield from _likeliest(attempts, path)


def _likeliest(attempts: list[tuple[Fault, ...]], path: str) -> tuple[Fault, ...]:
    """The faults of the option that was probably meant: one of the right type, else all expectations together."""
    typed = [one for one in attempts if one[0].path != path or one[0].code != "wrong-type"]
    if typed:
        return min(typed, key=len)
    return (Fault(path, "wrong-type", " or ".join(dict.fromkeys(one[0].message for one in attempts))),)


def _tagged(structs: list[shapes.StructType], value: dict[str, object], path: str) -> _Faults:
    field = structs[0].tag_field or "type"
    by_tag = {one.tag: one for one in structs}
    tag = value.get(field)
    if field not in value:
        yield Fault(f"{path}.{field}", "missing", "is required")
    elif not isinstance(tag, str | int) or tag not in by_tag:
        yield Fault(f"{path}.{field}", "unknown-value", f"must be one of {', '.join(str(known) for known in by_tag)}")
    else:
        yield from _struct(by_tag[tag], value, path)


def _leaf(shape: shapes.Type, value: object, path: str) -> _Faults:
    bare, full, kind, words = _leaf_types(shape)
    if _converts(value, full):
        yield from _no_nul(value, path)
    elif isinstance(shape, shapes.LiteralType | shapes.EnumType):
        yield Fault(path, "unknown-value", f"must be {words}")
    elif kind is not None and _kind(value) != kind:
        yield Fault(path, "wrong-type", f"must be {_sentence(words, shape)}")
    else:
        has_form = getattr(shape, "pattern", None) is not None or getattr(shape, "tz", None) is not None
        code = "out-of-range" if not has_form and _converts(value, bare) else "malformed"
        yield Fault(path, code, f"must be {_sentence(words, shape)}")


def _no_nul(value: object, path: str) -> _Faults:
    """JSON may hold the character NUL and PostgreSQL text may not."""
    if isinstance(value, str) and "\0" in value:
        yield Fault(path, "malformed", "must not hold the character NUL")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _no_nul(key, f"{path}.*")
            yield from _no_nul(item, f"{path}.*")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _no_nul(item, f"{path}[{number}]")


def _leaf_types(shape: shapes.Type) -> tuple[Any, Any, str | None, str]:
    """The type without its bounds, with them, the kind of JSON value it is written as, and words for it."""
    match shape:
        case shapes.LiteralType():
            literal: object = Literal.__getitem__(tuple(shape.values))
            return literal, literal, None, f"one of {', '.join(str(one) for one in shape.values)}"
        case shapes.EnumType():
            return shape.cls, shape.cls, None, f"one of {', '.join(str(one.value) for one in shape.cls)}"
    bare, kind, words = _LEAVES.get(type(shape), (Any, None, "what the specification says"))
    bounds = {name: value for name in _BOUNDS if (value := getattr(shape, name, None)) is not None}
    return bare, Annotated[bare, msgspec.Meta(**bounds)] if bounds else bare, kind, words


def _sentence(words: str, shape: shapes.Type) -> str:
    bounds = ((text, getattr(shape, name, None)) for name, text in _BOUNDS.items() if text)
    return ", ".join((words, *(text.format(value) for text, value in bounds if value is not None)))


def _converts(value: object, type_: object) -> bool:
    try:
        msgspec.convert(value, cast("type[object]", type_))
    except msgspec.ValidationError:
        return False
    return True


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
    return "list" if isinstance(value, list) else "object"
