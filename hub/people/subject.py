"""The subject: a person as an organisation states it, and everything that can be wrong with such a statement."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from hub.domain.ages import born_between
from hub.domain.errors import Fault
from hub.people.bsn import is_bsn

Sex = Literal["female", "male", "unknown"]

LONGEST_NAME = 200
LONGEST_LIFE = timedelta(days=366 * 130)
LONGEST_PREGNANCY = timedelta(days=300)
LONGEST_OVERDUE = timedelta(days=42)
LARGEST_HOUSE_NUMBER = 99_999
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,30}[0-9]", re.ASCII)
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?(?!SA|SD|SS)[A-Z]{2}", re.IGNORECASE | re.ASCII)


class Subject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A person by BSN, by demographics, by both, or an expected child by its due date.

    Shown as text it says only which fields it has, so that no log line or traceback can tell who it is.
    """

    bsn: str | None = None
    family_name: str | None = None
    """With its prefixes, as the organisation writes it: `de Wit`."""
    given_names: str | None = None
    born: str | None = None
    """`YYYY-MM-DD`, or a partial date `YYYY-MM` or `YYYY`."""
    sex: Sex | None = None
    postcode: str | None = None
    house_number: int | None = None
    due: str | None = None
    """The due date of an expected child, `YYYY-MM-DD`."""
    partner_name: str | None = None
    """The family name of a partner, used beside or instead of the own one."""
    phone: str | None = None
    """A number by which the person is reached, with or without country code."""

    def __repr__(self) -> str:
        return f"Subject({', '.join(f'{name}=...' for name in self.stated())})"

    def __rich_repr__(self) -> Iterator[str]:  # type: ignore[override]
        yield from self.stated()

    def stated(self) -> tuple[str, ...]:
        """The names of the fields that are stated."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)


def faults(subject: Subject, path: str, today: date) -> list[Fault]:
    """Everything that is wrong with a subject, at once, by field and without repeating any value.

    `path` is the JSON path of the subject (`$.subject`); `today` the date where the hub
    is, from the domain clock.
    """
    found = [
        *_presence_faults(subject),
        *_name_faults(subject),
        *_birth_faults(subject, today),
        *_due_faults(subject, today),
        *_address_faults(subject),
    ]
    if subject.phone is not None and not _PHONE.fullmatch(subject.phone):
        found.append(("phone", "phone-invalid", "Not a phone number: digits, with a + before a country code."))
    if subject.bsn is not None and not is_bsn(subject.bsn):
        found.append(("bsn", "bsn-invalid", "Not a BSN: nine digits that pass the 11-test."))
    return [Fault(f"{path}.{field}" if field else path, code, message) for field, code, message in found]


_FieldFault = tuple[str, str, str]


def _presence_faults(subject: Subject) -> Iterator[_FieldFault]:
    if subject.due is not None and (subject.born is not None or subject.bsn is not None):
        yield "due", "born-and-expected", "Somebody with a birth date or a BSN is not expected any more."
    if subject.bsn is not None or subject.due is not None:
        return
    missing = [name for name in ("family_name", "given_names", "born") if getattr(subject, name) is None]
    if not subject.stated():
        yield "", "subject-empty", "State a BSN, or family name, given names and birth date, or a due date."
    elif missing:
        for name in missing:
            yield name, "demographics-incomplete", "Without a BSN this is needed to know who it is."


def _name_faults(subject: Subject) -> Iterator[_FieldFault]:
    for field in ("family_name", "given_names", "partner_name"):
        name: str | None = getattr(subject, field)
        if name is None:
            continue
        if not any(character.isalpha() for character in name) or not name.isprintable():
            yield field, "name-unreadable", "A name has letters, and no control characters."
        elif len(name) > LONGEST_NAME:
            yield field, "name-too-long", f"At most {LONGEST_NAME} characters."


def _birth_faults(subject: Subject, today: date) -> Iterator[_FieldFault]:
    if subject.born is None:
        return
    try:
        earliest, latest = born_between(subject.born)
    except ValueError:
        yield "born", "birth-date-invalid", "Not an existing date YYYY-MM-DD, or partial YYYY-MM or YYYY."
        return
    if earliest > today:
        yield "born", "birth-date-in-future", "Lies in the future. State an expected child with its due date."
    elif today - latest > LONGEST_LIFE:
        yield "born", "birth-date-too-early", "Nobody alive was born so long ago."


def _due_faults(subject: Subject, today: date) -> Iterator[_FieldFault]:
    if subject.due is None:
        return
    try:
        due, last = born_between(subject.due)
    except ValueError:
        due, last = date.min, date.max
    if due != last:
        yield "due", "due-date-invalid", "Not an existing date YYYY-MM-DD."
    elif not -LONGEST_OVERDUE <= due - today <= LONGEST_PREGNANCY:
        yield "due", "due-date-impossible", "No child expected then is expected today."


def _address_faults(subject: Subject) -> Iterator[_FieldFault]:
    if subject.postcode is not None and not _POSTCODE.fullmatch(subject.postcode):
        yield "postcode", "postcode-invalid", "Not a Dutch postcode: four digits and two letters."
    if subject.house_number is not None and not 1 <= subject.house_number <= LARGEST_HOUSE_NUMBER:
        yield "house_number", "house-number-invalid", "A house number is a whole number from 1."
