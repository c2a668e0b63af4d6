"""What can be done about a statement before the ledger's lock is taken: everything slow.

Hashes, sealing, and the round trip that stores new keys: a key is committed in the second database before anything that
is sealed under it can be stored, so a crash leaves a key without use (swept later), never a person without key.
"""

from collections.abc import Mapping, Sequence

import asyncpg
import msgspec

from hub.clock import monotonic_seconds
from hub.people import person_table
from hub.people.births import Births
from hub.people.cipher import seal, unseal
from hub.people.identity import Identity, from_bytes, stated_identity, to_bytes
from hub.people.key_ring import KeyRing, NewKey
from hub.people.linking import Marks, marks_of
from hub.people.master_keys import KeyVersions
from hub.people.person_table import Completion, SealedContent, StoredIdentity
from hub.people.pseudonym import new_pseudonym
from hub.people.subject import Subject

SIGNAL_OWNER = "signal:"


class Candidate(msgspec.Struct, frozen=True):
    """The person that a statement makes, when it turns out that there is none yet."""

    key: bytes
    stored: StoredIdentity

    def __repr__(self) -> str:
        return f"Candidate({self.stored.pseudonym})"


class PreparedSubject(msgspec.Struct, frozen=True):
    """A statement, ready to be bound to a person."""

    marks: Marks
    identity: Identity
    prepared_at: float
    candidate: Candidate | None = None
    """None when a person was found; should that change before it is bound, one is made then."""
    completion: Completion | None = None
    """The identity of the person that was found, with what this statement adds to it."""
    completed: Identity | None = None

    def __repr__(self) -> str:
        return "PreparedSubject(...)"


class Preparation(msgspec.Struct, frozen=True):
    """The statements of one command, in their order, and the sealed contents of its signals."""

    subjects: list[PreparedSubject]
    contents: list[SealedContent]

    def __repr__(self) -> str:
        return f"Preparation({len(self.subjects)} subjects, {len(self.contents)} contents)"


class Request(msgspec.Struct, frozen=True):
    """What one caller wants prepared."""

    subjects: Sequence[Subject]
    contents: Mapping[str, bytes]

    def __repr__(self) -> str:
        return "Request(...)"


class Preparer:
    """Prepares what many callers ask in one go: two round trips, whatever their number."""

    def __init__(self, pool: asyncpg.Pool, keys: KeyRing, lookup: KeyVersions, births: Births) -> None:
        self._pool = pool
        self._keys = keys
        self._lookup = lookup
        self._births = births

    async def prepare(self, requests: Sequence[Request]) -> list[Preparation]:
        """The preparations, in the order of the requests."""
        subjects = [subject for request in requests for subject in request.subjects]
        marks = [marks_of(subject, self._lookup) for subject in subjects]
        wanted = list({mark for found in marks for mark in found.all()})
        links, stored = await person_table.look_up_with_identities(self._pool, wanted)
        drafts = [
            self._draft(subject, found, stored.get(links.find(found) or ""))
            for subject, found in zip(subjects, marks, strict=True)
        ]
        contents = [(self._keys.make(SIGNAL_OWNER + s), content) for r in requests for s, content in r.contents.items()]
        new = [draft.new_key for draft in drafts if draft.new_key] + [made for made, _ in contents]
        opened = await self._keys.exchange(new, list({d.known.pseudonym for d in drafts if d.known and d.must_open}))
        prepared = iter([self._finish(draft, opened) for draft in drafts])
        sealed = iter([seal(made.key, made.owner, content) for made, content in contents])
        return [
            Preparation(
                [next(prepared) for _ in request.subjects], [SealedContent(s, next(sealed)) for s in request.contents]
            )
            for request in requests
        ]

    async def make_candidate(self, identity: Identity) -> Candidate:
        """A candidate after all, for a statement whose person was gone when it was bound: a round trip of its own."""
        made = self._keys.make(new_pseudonym())
        await self._keys.exchange([made], ())
        return _candidate(made, identity)

    def _draft(self, subject: Subject, marks: Marks, known: StoredIdentity | None) -> "_Draft":
        identity = stated_identity(subject)
        if known is None:
            return _Draft(marks, identity, self._keys.make(new_pseudonym()), None, must_open=False)
        adds = bool(identity.holds() & ~known.holds)
        return _Draft(marks, identity, None, known, must_open=adds or self._births.lack(known.pseudonym))

    def _finish(self, draft: "_Draft", opened: Mapping[str, bytes]) -> PreparedSubject:
        now = monotonic_seconds()
        if draft.new_key is not None:
            return PreparedSubject(draft.marks, draft.identity, now, _candidate(draft.new_key, draft.identity))
        key = opened.get(draft.known.pseudonym) if draft.known and draft.must_open else None
        if draft.known is None or key is None:
            return PreparedSubject(draft.marks, draft.identity, now)
        identity = from_bytes(unseal(key, draft.known.pseudonym, draft.known.sealed))
        self._births.remember(draft.known.pseudonym, identity)
        completed = identity.completed_by(draft.identity)
        if completed == identity:
            return PreparedSubject(draft.marks, draft.identity, now)
        pseudonym, holds = draft.known.pseudonym, completed.holds()
        sealed = seal(key, pseudonym, to_bytes(completed))
        completion = Completion(pseudonym, draft.known.holds, holds, sealed)
        return PreparedSubject(draft.marks, draft.identity, now, None, completion, completed)


class _Draft(msgspec.Struct, frozen=True):
    marks: Marks
    identity: Identity
    new_key: NewKey | None
    known: StoredIdentity | None
    must_open: bool


def _candidate(made: NewKey, identity: Identity) -> Candidate:
    sealed = seal(made.key, made.owner, to_bytes(identity))
    return Candidate(made.key, StoredIdentity(made.owner, identity.holds(), sealed))
