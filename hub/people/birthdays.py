"""Who came of age, or to an age at which somebody else consents: found by opening everybody once a day, since no table
may tell who was born when.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

import asyncpg

from hub.domain.ages import AgeBand, band_between, born_between
from hub.people.cipher import unseal
from hub.people.identity import from_bytes
from hub.people.key_ring import KeyRing

PAGE = 1_000
AHEAD: Final = timedelta(days=49)
"""From the Monday of a week: six weeks at least, so that the day of the reminder tells the week at most (chosen)."""

_PAGE = "SELECT pseudonym, identity FROM person WHERE pseudonym > $1 ORDER BY pseudonym LIMIT $2"
_UNTIL = "SELECT day FROM person_swept"
_SWEPT = """
    INSERT INTO person_swept (day) VALUES ($1)
    ON CONFLICT (one) DO UPDATE SET day = greatest(person_swept.day, excluded.day)"""


class Swept(NamedTuple):
    """Of a page of persons who passed, or nears, which birthday, and where the next page begins; None at the end."""

    came_of_age: list[str]
    """Turned 23."""
    passed: list[str]
    """Came to an age at which somebody else consents: 12, 16 or 18."""
    nears: list[str]
    """Will in six weeks."""
    next: str | None


class Birthdays:
    """Reads persons in pages, a few milliseconds each; keeps no key that it opens."""

    def __init__(self, pool: asyncpg.Pool, keys: KeyRing, page: int = PAGE) -> None:
        self._pool = pool
        self._keys = keys
        self._page = page

    async def swept_until(self) -> date | None:
        """The last Dutch calendar day on which everybody was looked at; None when nobody ever was."""
        day: date | None = await self._pool.fetchval(_UNTIL)
        return day

    async def sweep_until(self, day: date) -> None:
        """Remember that everybody was looked at on this day."""
        await self._pool.execute(_SWEPT, day)

    async def sweep(self, after: date | None, on: date, last: str) -> Swept:
        """Of a page of persons who had a birthday that matters after one day (ever, for None) and up to another.

        A partial birth date counts as the latest day that it can be: who may be 22 still is a child (DOMAIN.md 3.1).

        Raises:
            UnreadableError: a stored identity was tampered with.
        """
        rows = await self._pool.fetch(_PAGE, last, self._page)
        keys = await self._keys.open_once([row["pseudonym"] for row in rows])
        found = Swept([], [], [], rows[-1]["pseudonym"] if len(rows) == self._page else None)
        for row in rows:
            person = row["pseudonym"]
            born = from_bytes(unseal(keys[person], person, row["identity"])).born if person in keys else None
            if born is None:
                continue
            days = born_between(born)
            if _is_of_age(days, on) and (after is None or not _is_of_age(days, after)):
                found.came_of_age.append(person)
            if passed_border(days, after, on):
                found.passed.append(person)
            if nears_border(days, after, on):
                found.nears.append(person)
        return found


def _is_of_age(born: tuple[date, date], on: date) -> bool:
    return band_between(*born, on) is AgeBand.ADULT


def passed_border(born: tuple[date, date], after: date | None, on: date) -> bool:
    """Whether somebody came to an age at which somebody else consents after one day and up to another."""
    return after is not None and _consents(born, after) != _consents(born, on)


def nears_border(born: tuple[date, date], after: date | None, on: date) -> bool:
    """Whether somebody will in six weeks, as it shows on the Monday of the week before; for the first time, if ever."""
    return _consents(born, on if after is None else _ahead(after)) != _consents(born, _ahead(on))


def _consents(born: tuple[date, date], on: date) -> int:
    """Which of the ages between which the consenting changes hands somebody has, as a number."""
    band = band_between(*born, on)
    return next(number for number, bands in enumerate(_SAME) if band in bands)


_SAME: Final = (
    {AgeBand.EXPECTED, AgeBand.UNDER_FOUR, AgeBand.UNDER_TWELVE},
    {AgeBand.ABOUT_TWELVE, AgeBand.TWELVE_TO_FIFTEEN},
    {AgeBand.SIXTEEN_SEVENTEEN},
    {AgeBand.EIGHTEEN_TO_TWENTY_TWO, AgeBand.ADULT},
)


def _ahead(day: date) -> date:
    return day - timedelta(days=day.weekday()) + AHEAD
