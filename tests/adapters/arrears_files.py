"""Builders of arrears files."""

import csv
from pathlib import Path

from adapters.arrears.row import COLUMNS

CHILD = "child:Oosterhaven:Fenneke:2009-04-15:female"
GOOD = {
    "record": "H-2013-0417",
    "family_name": "Oosterhaven",
    "given_names": "Mirte",
    "born": "1990-05-14",
    "sex": "v",
    "postcode": "3072 zz",
    "house_number": "914",
    "stage": "arrears",
    "date": "2013-10-01",
    "objection": "nee",
    "reminder_on": "2013-08-12",
    "contact_on": "2013-09-03",
    "pointed_on": "2013-09-10",
    "offered_on": "2013-09-17",
    "household": CHILD,
    "professional_id": "p-1",
    "professional_name": "P. Visser",
    "professional_phone": "+31100000108",
}


def a_line(**cells: str) -> dict[str, str]:
    """A faultless line, changed in these cells."""
    return {**dict.fromkeys(COLUMNS, ""), **GOOD, **cells}


def a_file(folder: Path, *lines: dict[str, str], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """A file with a header and these lines."""
    path = folder / "arrears.csv"
    with path.open("w", encoding=encoding, newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines)
    return path
