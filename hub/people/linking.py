"""Which person a statement is about: the decision, without any input or output.

A statement comes with keyed hashes (its marks): of the BSN, of exact demographics, and of the statement as this one
organisation makes it. The rules:

- A BSN finds its person, and never a person with another BSN.
- Demographics find the one person they belong to, unless sex contradicts, or both have a BSN and these differ.
- A BSN that is new goes to the person its demographics find, when that person had none: it was learned later.
- Demographics that turn out to be those of two persons are contested from then on and find nobody: a wrong link shows
  one family to another family's professionals, which is worse than a missed one.
- Demographics of a person without BSN that are later stated with the BSN of another, known person stay where they are:
  linkage links both, and a link can be undone.
- What an organisation states in the same words again is the person it was the first time.

Hashes are made under the current lookup key. While keys are rotated they are looked up under the older ones too, and
what is found so is brought to the current one first (hub/people/lookup.py): here there is one hash of one thing.
"""

from collections.abc import Iterable

import msgspec

from hub.people.exact import canonical_demographics, canonical_statement
from hub.people.lookup import Lookup
from hub.people.subject import Subject


class Marks(msgspec.Struct, frozen=True):
    """The keyed hashes by which a statement finds a person; all None for somebody who cannot be found again."""

    bsn: bytes | None = None
    demographics: bytes | None = None
    sex: bytes | None = None
    """Of the stated sex within these demographics, so that it cannot be compared between persons."""
    own: bytes | None = None
    """Of the statement in the words of one organisation."""
    older: tuple[bytes, ...] = ()
    """What may still be stored of these under older lookup keys."""
    version: int = 1
    """Of the lookup key."""

    def all(self) -> tuple[bytes, ...]:
        """The hashes that are looked up."""
        own = tuple(mark for mark in (self.bsn, self.demographics, self.own) if mark is not None)
        return own + self.older


class Identifier(msgspec.Struct):
    """A stored keyed hash and the person it finds."""

    hmac: bytes
    person: str
    sex: bytes | None = None
    contested: bool = False
    stored: bool = False
    changed: bool = False


def marks_of(subject: Subject, lookup: Lookup, stated_by: str = "") -> Marks:
    """The marks of a statement by an organisation, under the current lookup key and those that rows may still have."""
    form = canonical_demographics(subject)
    statement = canonical_statement(subject) if stated_by else None
    bsn = None if subject.bsn is None else b"bsn " + subject.bsn.encode()
    demographics = None if form is None else b"demographics " + form.encode()
    own = None if statement is None else f"stated by {stated_by} {statement}".encode()
    sex = None
    if demographics is not None and subject.sex is not None and subject.sex != "unknown":
        sex = lookup.hash(lookup.first_hash(demographics) + subject.sex.encode())
    return Marks(
        bsn=_hashed(bsn, lookup),
        demographics=_hashed(demographics, lookup),
        sex=sex,
        own=_hashed(own, lookup),
        older=_under_older_keys((bsn, demographics, own), lookup) if lookup.older else (),
        version=lookup.current,
    )


def _hashed(content: bytes | None, lookup: Lookup) -> bytes | None:
    return None if content is None else lookup.hash(content)


def _under_older_keys(contents: Iterable[bytes | None], lookup: Lookup) -> tuple[bytes, ...]:
    made = (lookup.hashes(content) for content in contents if content is not None)
    return tuple(by_version[version] for by_version in made for version in lookup.older)


class Links:
    """What is known of some marks: as stored, and as the statements placed since then changed it."""

    def __init__(self, stored: Iterable[Identifier], with_bsn: Iterable[str]) -> None:
        self._identifiers = {identifier.hmac: identifier for identifier in stored}
        self._with_bsn = set(with_bsn)
        self._given_bsn: set[str] = set()

    def find(self, marks: Marks) -> str | None:
        """The person that these marks certainly find, or None."""
        return self._find(marks)

    def attach(self, marks: Marks, person: str) -> None:
        """Make the marks of a statement find the person that it was placed with, as far as the rules allow."""
        if marks.bsn and marks.bsn not in self._identifiers:
            self._identifiers[marks.bsn] = Identifier(marks.bsn, person)
            self._with_bsn.add(person)
            self._given_bsn.add(person)
        identifier = self._identifiers.get(marks.demographics) if marks.demographics else None
        if marks.demographics and identifier is None:
            self._identifiers[marks.demographics] = Identifier(marks.demographics, person, marks.sex)
        elif identifier is not None and not identifier.contested:
            self._attach_known(identifier, marks, person)
        without_bsn = msgspec.structs.replace(marks, bsn=None) if marks.own and marks.bsn else marks
        if marks.own and marks.own not in self._identifiers and self._find(without_bsn) != person:
            self._identifiers[marks.own] = Identifier(marks.own, person)

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

    def _find(self, marks: Marks) -> str | None:
        by_bsn = self._identifiers.get(marks.bsn) if marks.bsn else None
        if by_bsn is not None:
            return by_bsn.person
        by_demographics = self._identifiers.get(marks.demographics) if marks.demographics else None
        if by_demographics is not None and not by_demographics.contested and not _contradict(by_demographics, marks):
            return self._unless_with_bsn(by_demographics.person, marks)
        own = self._identifiers.get(marks.own) if marks.own else None
        return None if own is None else self._unless_with_bsn(own.person, marks)

    def _unless_with_bsn(self, person: str, marks: Marks) -> str | None:
        """The person, unless the statement has a BSN that is new and the person has one."""
        return None if marks.bsn and person in self._with_bsn else person

    def _attach_known(self, identifier: Identifier, marks: Marks, person: str) -> None:
        if identifier.person != person:
            stays = marks.bsn is not None and identifier.person not in self._with_bsn
            if _contradict(identifier, marks) or not stays:
                identifier.contested = True
                identifier.changed = True
            return
        if identifier.sex is None and marks.sex is not None:
            # From now on the other sex contradicts; else a statement without sex would join two persons.
            identifier.sex = marks.sex
            identifier.changed = True


def _contradict(identifier: Identifier, marks: Marks) -> bool:
    return identifier.sex is not None and marks.sex is not None and identifier.sex != marks.sex
