"""Quarters of a year (kwartalen): the fixed periods of statistics, in Dutch calendar days."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from hub.domain.terms import AMSTERDAM

FORM: Final = r"^[0-9]{4}-Q[1-4]$"
"""How a quarter is written: ``2026-Q3``."""
_MONTHS: Final = 3
_QUARTERS: Final = 4


class Quarter(NamedTuple):
    """One quarter. Periods are fixed and do not overlap, and one that has closed is counted as it stood then, so that
    no two figures of it differ by a few cases.

    It closes a term after it ended, in which what was told in it can still be answered.
    """

    year: int
    number: int
    """1 to 4."""

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """A quarter as written. Raises ``ValueError`` for anything else."""
        if not re.fullmatch(FORM, text) or text.startswith("0000"):
            raise ValueError("not a quarter such as 2026-Q3")
        return cls(int(text[:4]), int(text[-1]))

    @classmethod
    def last_closed(cls, now: datetime, term: timedelta) -> "Quarter":
        """The last quarter that has closed at ``now`` (aware)."""
        day = (now - term).astimezone(AMSTERDAM).date()
        number = (day.month - 1) // _MONTHS
        return cls(day.year, number) if number else cls(day.year - 1, _QUARTERS)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year, self.number + 1) if self.number < _QUARTERS else Quarter(self.year + 1, 1)

    @property
    def begins(self) -> datetime:
        """Its first moment, in UTC."""
        return datetime.combine(self.first_day, time.min, AMSTERDAM).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it, in UTC."""
        return self.next.begins

    def closes(self, term: timedelta) -> datetime:
        """When it closes, in UTC."""
        return self.ends + term

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
