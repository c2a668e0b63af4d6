"""Searching for what identifies somebody, in every form in which it could stand readable."""

import base64
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import asyncpg

from hub.demo.case import Case, Person

SHORTEST = 7
"""Of what is searched in Base64: anything shorter stands there by chance."""
_NL = "januari februari maart april mei juni juli augustus september oktober november december"
_EN = "January February March April May June July August September October November December"
_MONTHS = {"nl": tuple(_NL.split()), "en": tuple(_EN.split())}


def identifying(case: Case) -> tuple[str, ...]:
    """Names, BSNs and birth dates of the persons of a case; names, phones and addresses of its professionals."""
    found = [value for person in case.persons.values() for value in _of_person(person, case)]
    for partner in case.organisations.values():
        who = partner.professional
        found += [who.name, who.name.split(". ", 1)[1], who.email, who.phone, who.phone.lstrip("+")]
    found += [case.home.postcode]
    return tuple(dict.fromkeys(value for value in found if len(value) > 4))


def _of_person(person: Person, case: Case) -> Iterator[str]:
    yield from (person.family_name, person.family_name.lower(), person.given_names, person.given_names.lower())
    if person.bsn is not None:
        yield person.bsn
    # A birth that an organisation also recorded as the day of an act (a newborn on a roster) is a recorded time too.
    if person.born not in {act.date for act in case.acts}:
        yield from spellings(person.born)


def spellings(day: date) -> Iterator[str]:
    """A date as software, Dutch people and English people write it."""
    number, month, year = day.day, day.month, day.year
    yield from (day.isoformat(), f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", f"({year}, {month}, {number}")
    for mark in "-/.":
        yield from (f"{number:02}{mark}{month:02}{mark}{year}", f"{number}{mark}{month}{mark}{year}")
    yield f"{number} {_MONTHS['nl'][month - 1]} {year}"
    yield f"{number} {_MONTHS['en'][month - 1]} {year}"
    yield f"{_MONTHS['en'][month - 1]} {number}, {year}"


def months(day: date) -> tuple[str, ...]:
    """The month of a date in words."""
    return tuple(f"{names[day.month - 1]} {day.year}" for names in _MONTHS.values())


def forms(value: str) -> Iterator[bytes]:
    """The ways in which a value could stand there readable: as text, as hexadecimal, and as Base64 at any place."""
    raw = value.encode()
    yield raw
    yield raw.hex().encode()
    yield value.encode("utf-16-le")
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw)
        own = encoded[(before * 8 + 5) // 6 : len(encoded) - 4]  # without what its neighbours have a part in
        if len(own) >= SHORTEST:
            yield own


def found_in(text: bytes, values: Iterable[str]) -> list[str]:
    """Those of the values that can be read in a text."""
    return [value for value in values if any(form in text for form in forms(value))]


async def everything(url: str) -> bytes:
    """Every table of a database: each value as it prints, and bytes as they are."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        found = bytearray()
        for table in tables:
            for row in await connection.fetch(f'SELECT * FROM "{table["schemaname"]}"."{table["tablename"]}"'):
                for value in row.values():
                    found += value if isinstance(value, bytes) else repr(value).encode()
                    found += b"\n"
        return bytes(found)
    finally:
        await connection.close()


def files_under(folder: Path) -> bytes:
    """Every file below a folder, one after the other."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
