"""What a batch binds: which persons its statements are, and what of it is to be stored."""

from collections.abc import Mapping, Sequence

import msgspec

from hub.people.cipher import seal
from hub.people.identity import Identity, to_bytes
from hub.people.lookup import Lookup
from hub.people.person_table import Completion, Rows, StoredIdentity
from hub.people.preparation import Candidate, PreparedSubject


class Binding(msgspec.Struct, frozen=True):
    """Which persons the prepared subjects of a batch are; nothing of it is stored yet."""

    persons: list[str]
    """A pseudonym per prepared subject, in their order."""
    prepared: Sequence[PreparedSubject]
    candidates: dict[str, Candidate]
    rows: Rows
    lookup: Lookup

    def __repr__(self) -> str:
        return f"Binding({self.persons})"


def new_identities(binding: Binding, places: Sequence[int]) -> list[StoredIdentity]:
    """The identities of the persons that the accepted subjects make, each from all that was stated of it."""
    stated: dict[str, list[PreparedSubject]] = {}
    for place in places:
        if binding.persons[place] in binding.candidates:
            stated.setdefault(binding.persons[place], []).append(binding.prepared[place])
    return [_merged(binding.candidates[person], subjects) for person, subjects in stated.items()]


def hashes_of(
    binding: Binding, places: Sequence[int], completed: Mapping[str, Completion]
) -> dict[str, dict[bytes, None]]:
    """The hashes of the blocking keys by which new persons, and those of whom more is known now, are to be found."""
    hashes: dict[str, dict[bytes, None]] = {}
    for place in places:
        person, linkage = binding.persons[place], binding.prepared[place].linkage
        if person in binding.candidates and linkage is not None:
            hashes.setdefault(person, {}).update(dict.fromkeys(linkage.question.stored))
    for person, completion in completed.items():
        if completion.hashes:
            hashes.setdefault(person, {}).update(dict.fromkeys(completion.hashes))
    return hashes


def _merged(candidate: Candidate, subjects: Sequence[PreparedSubject]) -> StoredIdentity:
    if len(subjects) == 1 and subjects[0].candidate is candidate:
        return candidate.stored
    identity = Identity()
    for subject in subjects:
        identity = identity.completed_by(subject.identity)
    pseudonym = candidate.stored.pseudonym
    return StoredIdentity(pseudonym, identity.holds(), seal(candidate.key, pseudonym, to_bytes(identity)))
