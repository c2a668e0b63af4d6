"""Reads the arrears file: CSV with a header, as spreadsheets write it.

Semicolons, commas or tabs, also as a first line ``sep=;`` says; UTF-8 with or without a byte order mark, or UTF-16 with
one. Without a mark another encoding cannot be told from any other, so it is refused.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from adapters.arrears.cells import Cells
from adapters.arrears.parsing import parse
from adapters.arrears.row import COLUMNS, REQUIRED_COLUMNS
from adapters.frame import TOO_LARGE, FileRefused, Line, LineFault

_DELIMITERS: Final = ";,\t"
_SEPARATOR: Final = re.compile(f"sep=([{_DELIMITERS}])", re.IGNORECASE)
"""What spreadsheets write as the first line of a file, to tell themselves."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_BREAK: Final = re.compile(r"\r\n|\n|\r")


def read(file: Path) -> Iterator[Line]:
    """Every line after the header, empty ones left out. A line that repeats another's record, stage and date is faulty.

    Each line stands by itself: a cell holds no line break, so a quote that is never closed costs one line only. Raises
    ``FileRefused``, before the first line, when the file is absent, too large, not UTF-8, empty, or lacks columns (each
    is named), or has no line but its header: a night without one arrear is rarer than an export that failed.
    """
    header, *lines = _LINE_BREAK.split(_text(file))
    told, first = _SEPARATOR.fullmatch(header.strip(" ")), 2
    if told is not None:
        header, *lines = lines or [""]
        first = 3
    delimiter = max(_DELIMITERS, key=header.count) if told is None else told[1]
    columns = _columns(_cells(header, delimiter))
    if not any(line.strip() for line in lines):
        raise FileRefused(LineFault("file", "no-lines"))
    return _lines(lines, delimiter, columns, first)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > TOO_LARGE:
            raise FileRefused(LineFault("file", "too-large"))
        content = file.read_bytes()
    except OSError as error:
        raise FileRefused(LineFault("file", "unreadable")) from error
    text = _decoded(content)
    if text is None:  # outside the handler, whose exception would carry the file's bytes along
        raise FileRefused(LineFault("file", "not-utf-8"))
    return text


def _decoded(content: bytes) -> str | None:
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line, or None when it is no CSV."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _columns(header: list[str] | None) -> list[str]:
    columns = [column.strip().lower() for column in header or ()]
    if not any(columns):
        raise FileRefused(LineFault("header", "missing"))
    missing = [LineFault(column, "column-missing") for column in REQUIRED_COLUMNS if column not in columns]
    repeated = [LineFault(column, "column-repeated") for column in COLUMNS if columns.count(column) > 1]
    if missing or repeated:
        raise FileRefused(*missing, *repeated)
    return columns


def _lines(lines: list[str], delimiter: str, columns: list[str], first: int) -> Iterator[Line]:
    seen: set[tuple[str, str, date]] = set()
    for number, line in enumerate(lines, start=first):
        cells = _cells(line, delimiter)
        if cells is None:
            yield Line(number=number, faults=(LineFault("line", "not-csv"),))
        elif any(cell.strip() for cell in cells):
            yield _line(number, cells, columns, seen)


def _line(number: int, cells: list[str], columns: list[str], seen: set[tuple[str, str, date]]) -> Line:
    if len(cells) != len(columns):
        return Line(number=number, faults=(LineFault("line", "wrong-number-of-cells"),))
    given = Cells({column: cell for column, cell in zip(columns, cells, strict=True) if column in COLUMNS})
    row = parse(given)
    if row is None:
        return Line(number=number, faults=tuple(dict.fromkeys(given.faults)))
    name = (row.record, row.stage, row.day)
    if name in seen:
        return Line(number=number, faults=(LineFault("line", "repeated"),))
    seen.add(name)
    return Line(number=number, row=row)
