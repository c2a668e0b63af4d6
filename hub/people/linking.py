"""Which person a statement is about: the decision, without any input or output.

A statement comes with keyed hashes (its marks): of the BSN, of exact demographics, or of both. The rules:

- A BSN finds its person, and never a person with another BSN.
- Demographics find the one person they belong to, unless sex contradicts, or both have a BSN and these differ.
- A BSN that is new goes to the person its demographics find, when that person had none: it was learned later.
- Demographics that turn out to be those of two persons are contested from then on and find nobody: a wrong link shows
  one family to another family's professionals, which is worse than a missed one.
- Demographics of a person without BSN that are later stated with the BSN of another, known person follow the BSN.
"""

import hmac
from collections.abc import Iterable

import msgspec

from hub.people.exact import canonical_demographics
from hub.people.master_keys import KeyVersions
from hub.people.subject import Subject


class Marks(msgspec.Struct, frozen=True):
    """The keyed hashes by which a statement finds a person; all None for somebody who cannot be found again."""

    bsn: bytes | None = None
    demographics: bytes | None = None
    sex: bytes | None = None
    """Of the stated sex within these demographics, so that it cannot be compared between persons."""

    def all(self) -> tuple[bytes, ...]:
        """The hashes that are looked up."""
        return tuple(mark for mark in (self.bsn, self.demographics) if mark is not None)


class Identifier(msgspec.Struct):
    """A stored keyed hash and the person it finds."""

    hmac: bytes
    person: str
    sex: bytes | None = None
    contested: bool = False
    stored: bool = False
    changed: bool = False


def marks_of(subject: Subject, lookup: KeyVersions) -> Marks:
    """The marks of a statement under the current lookup key."""
    key = lookup.newest
    bsn = None if subject.bsn is None else hmac.digest(key, b"bsn " + subject.bsn.encode(), "sha256")
    form = canonical_demographics(subject)
    if form is None:
        return Marks(bsn)
    demographics = hmac.digest(key, b"demographics " + form.encode(), "sha256")
    if subject.sex is None or subject.sex == "unknown":
        return Marks(bsn, demographics)
    return Marks(bsn, demographics, hmac.digest(key, demographics + subject.sex.encode(), "sha256"))


class Links:
    """What is known of some marks: as stored, and as the statements placed since then changed it."""

    def __init__(self, stored: Iterable[Identifier], with_bsn: Iterable[str]) -> None:
        self._identifiers = {identifier.hmac: identifier for identifier in stored}
        self._with_bsn = set(with_bsn)
        self._given_bsn: set[str] = set()

    def find(self, marks: Marks) -> str | None:
        """The person that these marks certainly find, or None."""
        by_bsn = self._identifiers.get(marks.bsn) if marks.bsn else None
        if by_bsn is not None:
            return by_bsn.person
        by_demographics = self._identifiers.get(marks.demographics) if marks.demographics else None
        if by_demographics is None or by_demographics.contested or _contradict(by_demographics, marks):
            return None
        if marks.bsn and by_demographics.person in self._with_bsn:
            return None
        return by_demographics.person

    def attach(self, marks: Marks, person: str) -> None:
        """Make the marks of a statement find the person that it was placed with, as far as the rules allow."""
        if marks.bsn and marks.bsn not in self._identifiers:
            self._identifiers[marks.bsn] = Identifier(marks.bsn, person)
            self._with_bsn.add(person)
            self._given_bsn.add(person)
        if marks.demographics is None:
            return
        identifier = self._identifiers.get(marks.demographics)
        if identifier is None:
            self._identifiers[marks.demographics] = Identifier(marks.demographics, person, marks.sex)
        elif not identifier.contested:
            self._attach_known(identifier, marks, person)

    def place(self, marks: Marks, candidate: str) -> str:
        """The person of a statement: the one its marks find, or else the candidate, who then has these marks."""
        person = self.find(marks) or candidate
        self.attach(marks, person)
        return person

    def added(self) -> list[Identifier]:
        """Identifiers to insert."""
        return [identifier for identifier in self._identifiers.values() if not identifier.stored]

    def changed(self) -> list[Identifier]:
        """Stored identifiers to rewrite."""
        return [identifier for identifier in self._identifiers.values() if identifier.stored and identifier.changed]

    def given_bsn(self) -> set[str]:
        """Persons to whom a BSN was attached since."""
        return self._given_bsn

    def _attach_known(self, identifier: Identifier, marks: Marks, person: str) -> None:
        if identifier.person != person:
            follows_bsn = marks.bsn is not None and identifier.person not in self._with_bsn
            identifier.contested = _contradict(identifier, marks) or not follows_bsn
            identifier.person = person if follows_bsn else identifier.person
            identifier.changed = True
        if identifier.sex is None and marks.sex is not None:
            # From now on the other sex contradicts; else a statement without sex would join two persons.
            identifier.sex = marks.sex
            identifier.changed = True


def _contradict(identifier: Identifier, marks: Marks) -> bool:
    return identifier.sex is not None and marks.sex is not None and identifier.sex != marks.sex
