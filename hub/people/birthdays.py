"""Who came of age: found by opening everybody once a day, since no table may tell who was born when."""

from datetime import date

import asyncpg

from hub.domain.ages import AgeBand, band_between, born_between
from hub.people.cipher import unseal
from hub.people.identity import from_bytes
from hub.people.key_ring import KeyRing

PAGE = 1_000

_PAGE = "SELECT pseudonym, identity FROM person WHERE pseudonym > $1 ORDER BY pseudonym LIMIT $2"
_UNTIL = "SELECT day FROM person_swept"
_SWEPT = """
    INSERT INTO person_swept (day) VALUES ($1)
    ON CONFLICT (one) DO UPDATE SET day = greatest(person_swept.day, excluded.day)"""


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

    async def came_of_age(self, after: date | None, on: date, last: str) -> tuple[list[str], str | None]:
        """Of a page of persons those who turned 23 after one day (ever, for None) and up to another.

        Also gives where the next page begins, or None at the end. A partial birth date counts as the latest day that it
        can be: who may be 22 still is a child (DOMAIN.md 3.1).

        Raises:
            UnreadableError: a stored identity was tampered with.
        """
        rows = await self._pool.fetch(_PAGE, last, self._page)
        keys = await self._keys.open_once([row["pseudonym"] for row in rows])
        found = []
        for row in rows:
            person = row["pseudonym"]
            born = from_bytes(unseal(keys[person], person, row["identity"])).born if person in keys else None
            if born is None:
                continue
            days = born_between(born)
            if _is_of_age(days, on) and (after is None or not _is_of_age(days, after)):
                found.append(person)
        return found, rows[-1]["pseudonym"] if len(rows) == self._page else None


def _is_of_age(born: tuple[date, date], on: date) -> bool:
    return band_between(*born, on) is AgeBand.ADULT
