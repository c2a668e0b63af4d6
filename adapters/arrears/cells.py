"""Reading the cells of one line, collecting what is wrong with each by column and code, never by value."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar, cast

from adapters.frame import LineFault

Value = TypeVar("Value")

LONGEST_CELL: Final = 2000
_POSTCODE: Final = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}", re.ASCII)
_LARGEST_HOUSE_NUMBER: Final = 99_999
_YES_NO: Final = {"ja": True, "nee": False}
_SEXES: Final = {"": "unknown", "female": "female", "v": "female", "male": "male", "m": "male", "unknown": "unknown"}


class Cells:
    """The cells of one line by column; ``faults`` grows with each mistake that is found."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = {column: value.strip() for column, value in cells.items()}
        self.faults: list[LineFault] = [
            LineFault(column, "unreadable")
            for column, value in self._cells.items()
            if len(value) > LONGEST_CELL or not value.isprintable()
        ]

    def fault(self, column: str, code: str) -> None:
        """Note a mistake."""
        self.faults.append(LineFault(column, code))

    def text(self, column: str) -> str:
        """The cell, empty where the file has no such column."""
        return self._cells.get(column, "")

    def required(self, column: str) -> str:
        """The cell; empty is a mistake (``missing``)."""
        value = self.text(column)
        if not value:
            self.fault(column, "missing")
        return value

    def name(self, column: str) -> str:
        """A name: it has letters (``name-unreadable``)."""
        value = self.required(column)
        if value and not any(character.isalpha() for character in value):
            self.fault(column, "name-unreadable")
        return value

    def day(self, column: str) -> date | None:
        """A required date ``YYYY-MM-DD`` (``date-invalid``); None when it cannot be read."""
        return self.optional_day(column) if self.required(column) else None

    def optional_day(self, column: str) -> date | None:
        """A date ``YYYY-MM-DD`` (``date-invalid``), or None where the cell is empty or cannot be read."""
        value = self.text(column)
        if not value:
            return None
        found = read_day(value)
        if found is None:
            self.fault(column, "date-invalid")
        return found

    def yes_no(self, column: str) -> bool | None:
        """``ja`` or ``nee`` (``not-ja-or-nee``); None where the cell is empty."""
        value = self.text(column).lower()
        if value and value not in _YES_NO:
            self.fault(column, "not-ja-or-nee")
        return _YES_NO.get(value)

    def sex(self, column: str) -> str:
        """``female`` or ``v``, ``male`` or ``m``, ``unknown`` or empty (``sex-unreadable``)."""
        found = _SEXES.get(self.text(column).lower())
        if found is None:
            self.fault(column, "sex-unreadable")
        return found or "unknown"

    def postcode(self, column: str) -> str:
        """A Dutch postcode, as ``1234AB`` (``postcode-invalid``)."""
        value = self.required(column)
        if value and not _POSTCODE.fullmatch(value):
            self.fault(column, "postcode-invalid")
        return value.replace(" ", "").upper()

    def house_number(self, column: str) -> int:
        """A whole number from 1 (``house-number-invalid``); 0 when it cannot be read."""
        value = self.required(column)
        whole = value.isascii() and value.isdecimal() and len(value) <= len(str(_LARGEST_HOUSE_NUMBER))
        number = int(value) if whole else 0
        if value and number < 1:
            self.fault(column, "house-number-invalid")
        return number

    def one_of(self, column: str, allowed: tuple[Value, ...]) -> Value | None:
        """One of these texts (``not-in-list``); None when it is another."""
        value = self.required(column)
        if value and value not in allowed:
            self.fault(column, "not-in-list")
        return cast("Value", value) if value in allowed else None

    def matching(self, column: str, pattern: re.Pattern[str]) -> str:
        """An optional cell that, where filled, has this shape (``malformed``)."""
        value = self.text(column)
        if value and not pattern.fullmatch(value):
            self.fault(column, "malformed")
        return value

    def codes(self, column: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """Codes separated by ``|``, each of this shape (``malformed``); empty for none."""
        found = tuple(part.strip() for part in self.text(column).split("|") if part.strip())
        if not all(pattern.fullmatch(part) for part in found):
            self.fault(column, "malformed")
        return found


def read_day(value: str) -> date | None:
    """A date written ``YYYY-MM-DD``, or None."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found.isoformat() == value else None
