"""Reads the national set of test persons (RvIG, "testset persoonslijsten proefomgeving GBA-V"), which is not ours.

One column per element of a registration (category.group.element), several rows per person: the first holds what is
current, the rest what was before, and further children. Elements keep their numbers here, since that is what the
register's own documentation calls them.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from adapters.brp.fake.world import FakePerson, FakeRelative, World

Row = dict[str, str]
_PARTNER_GONE = "05.07.10"
_PARTNER_SINCE = "05.06.10"


def read_rows(path: Path) -> Iterator[Row]:
    """Every row by element, empty ones left out. Raises ``OSError``, ``UnicodeDecodeError`` or ``csv.Error``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        names = next(lines)
        for line in lines:
            row: Row = {}
            for name, value in zip(names, map(str.strip, line), strict=False):
                if value:
                    row.setdefault(name, value)
            yield row


def read_registrations(path: Path) -> list[list[Row]]:
    """The rows of each person together, the current one first."""
    found: list[list[Row]] = []
    for row in read_rows(path):
        if "" in row:
            found.append([])
        found[-1].append(row)
    return found


def read_persons(path: Path) -> list[FakePerson]:
    """Every row that holds a person with a number, those of before too: 739 in the set of 2021."""
    return [
        _person([row, *(rows if number == 0 else ())])
        for rows in read_registrations(path)
        for number, row in enumerate(rows)
        if "01.01.20" in row
    ]


def read_world(path: Path) -> World:
    """The register as it is now: of several registrations under one number the last one counts."""
    current = (rows for rows in read_registrations(path) if "01.01.20" in rows[0])
    return World(_person(rows) for rows in current)


def _person(rows: list[Row]) -> FakePerson:
    first = rows[0]
    postcode, number = first.get("08.11.60"), first.get("08.11.20")
    return FakePerson(
        **_named(first, "01"),
        parents=[FakeRelative(**_named(first, each), since=first.get(f"{each}.62.10")) for each in _parents(first)],
        children=_children(rows),
        partners=_partners(rows),
        home=first["08.11.80"].zfill(16) if "08.11.80" in first else None,
        home_since=first.get("08.10.30"),
        postcode=postcode,
        house_number=int(number) if number and number.isdigit() else None,
        municipality=first.get("08.09.10"),
        secret=first.get("07.70.10", "0") != "0",
        died_on=first.get("06.08.10"),
        authority=first.get("11.32.10"),
    )


def _parents(row: Row) -> Iterator[str]:
    yield from (each for each in ("02", "03") if f"{each}.02.40" in row or f"{each}.01.20" in row)


def _children(rows: list[Row]) -> list[FakeRelative]:
    """A child may stand there twice, once before its number was known."""
    found: dict[tuple[str | None, str | None], FakeRelative] = {}
    for row in rows:
        child = FakeRelative(**_named(row, "09"))
        if child.family_name is None and child.bsn is None:
            continue
        known = found.get((child.given_names, child.born))
        if known is None or known.bsn is None:
            found[(child.given_names, child.born)] = child
    return list(found.values())


def _partners(rows: list[Row]) -> list[FakeRelative]:
    """A partner stands there once for every change: when it began, when it was dissolved."""
    found: dict[tuple[str | None, str | None], FakeRelative] = {}
    for row in reversed(rows):
        if "05.02.40" not in row and "05.01.20" not in row:
            continue
        partner = FakeRelative(**_named(row, "05"), since=row.get(_PARTNER_SINCE), ended=row.get(_PARTNER_GONE))
        known = found.get((partner.given_names, partner.family_name))
        if known is not None:
            partner.since = partner.since or known.since
        found[(partner.given_names, partner.family_name)] = partner
    return list(found.values())


def _named(row: Row, category: str) -> dict[str, str | None]:
    return {
        "bsn": row.get(f"{category}.01.20"),
        "given_names": row.get(f"{category}.02.10"),
        "prefix": row.get(f"{category}.02.30"),
        "family_name": row.get(f"{category}.02.40"),
        "born": row.get(f"{category}.03.10"),
        "sex": row.get(f"{category}.04.10"),
    }
