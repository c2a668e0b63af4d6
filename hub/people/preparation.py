"""What can be done about a statement before the ledger's lock is taken: everything slow.

Hashes, sealing, and the round trip that stores new keys: a key is committed in the second database before anything that
is sealed under it can be stored, so a crash leaves a key without use (swept later), never a person without key.
"""

import asyncio
from collections.abc import Mapping, Sequence

import asyncpg
import msgspec

from hub.breath import Breath
from hub.clock import monotonic_seconds
from hub.people import person_table
from hub.people.births import Births
from hub.people.cipher import seal, unseal
from hub.people.identity import Identity, from_bytes, stated_identity, to_bytes
from hub.people.key_ring import KeyRing, NewKey
from hub.people.linkage.linkage import Linkage
from hub.people.linkage.matcher import Matcher, Question
from hub.people.linking import Marks, marks_of
from hub.people.live_keys import LiveMasterKeys
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
    linkage: Linkage | None = None
    """What linkage makes of it, where it certainly finds nobody or says more of who was found."""
    message: object = None
    """The one message in which it was stated: those who are stated together are not one another."""

    def __repr__(self) -> str:
        return "PreparedSubject(...)"

    @property
    def same_as(self) -> str | None:
        """The known person that this is by the production rules, as it stood before the lock."""
        return None if self.linkage is None else self.linkage.same_as


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
    stated_by: str = ""
    """The organisation that states the subjects."""

    def __repr__(self) -> str:
        return "Request(...)"


class Preparer:
    """Prepares what many callers ask in one go: two round trips, and some more where linkage has to look."""

    def __init__(
        self, pool: asyncpg.Pool, keys: KeyRing, live: LiveMasterKeys, births: Births, matcher: Matcher
    ) -> None:
        self._pool = pool
        self._keys = keys
        self._live = live
        self._births = births
        self._matcher = matcher

    async def prepare(self, requests: Sequence[Request]) -> list[Preparation]:
        """The preparations, in the order of the requests."""
        stated = [(subject, request) for request in requests for subject in request.subjects]
        lookup, breath = self._live.lookup, Breath.for_others()
        marks = []
        for subject, request in stated:
            marks.append(marks_of(subject, lookup, request.stated_by))
            await breath.between()
        wanted = list({mark for found in marks for mark in found.all()})
        links, stored = await person_table.look_up_with_identities(self._pool, wanted, lookup)
        drafts = [
            self._draft(subject, found, stored.get(links.find(found) or ""), request)
            for (subject, request), found in zip(stated, marks, strict=True)
        ]
        contents = [(self._keys.make(SIGNAL_OWNER + s), content) for r in requests for s, content in r.contents.items()]
        new = [draft.new_key for draft in drafts if draft.new_key] + [made for made, _ in contents]
        linkages, opened = await asyncio.gather(
            self._linkages(drafts, breath),
            self._keys.exchange(new, list({d.known.pseudonym for d in drafts if d.known and d.must_open})),
        )
        finished = []
        for number, draft in enumerate(drafts):
            finished.append(self._finish(draft, opened, linkages.get(number)))
            await breath.between()
        prepared = iter(finished)
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

    async def _linkages(self, drafts: "Sequence[_Draft]", breath: Breath) -> dict[int, Linkage]:
        """What linkage makes of those drafts that found nobody, or that name somebody known by a BSN alone."""
        asked: dict[int, Question] = {}
        for number, draft in enumerate(drafts):
            if draft.known is None or (draft.marks.bsn and draft.identity.naming() & ~draft.known.holds):
                question = self._matcher.question(draft.identity, draft.known.pseudonym if draft.known else None)
                if question is not None:
                    asked[number] = question
            await breath.between()
        answers = await self._matcher.ask(list(asked.values()))
        return {number: Linkage(asked[number], answer) for number, answer in zip(asked, answers, strict=True)}

    def _draft(self, subject: Subject, marks: Marks, known: StoredIdentity | None, message: Request) -> "_Draft":
        identity = stated_identity(subject)
        if known is None:
            return _Draft(marks, identity, self._keys.make(new_pseudonym()), None, message, must_open=False)
        adds = bool(identity.holds() & ~known.holds)
        must_open = adds or self._births.lack(known.pseudonym)
        return _Draft(marks, identity, None, known, message, must_open=must_open)

    def _finish(self, draft: "_Draft", opened: Mapping[str, bytes], linkage: Linkage | None) -> PreparedSubject:
        candidate = None if draft.new_key is None else _candidate(draft.new_key, draft.identity)
        completion, completed = self._completion(draft, opened)
        return PreparedSubject(
            draft.marks, draft.identity, monotonic_seconds(), candidate, completion, completed, linkage, draft.message
        )

    def _completion(self, draft: "_Draft", opened: Mapping[str, bytes]) -> tuple[Completion | None, Identity | None]:
        """What the statement adds to the identity of the person that was found, and that identity then."""
        known = draft.known
        key = opened.get(known.pseudonym) if known and draft.must_open else None
        if known is None or key is None:
            return None, None
        identity = from_bytes(unseal(key, known.pseudonym, known.sealed))
        self._births.remember(known.pseudonym, identity)
        completed = identity.completed_by(draft.identity)
        if completed == identity:
            return None, None
        sealed = seal(key, known.pseudonym, to_bytes(completed))
        added = self._matcher.hashes_added(identity, completed)
        return Completion(known.pseudonym, known.holds, completed.holds(), sealed, added), completed


class _Draft(msgspec.Struct, frozen=True):
    marks: Marks
    identity: Identity
    new_key: NewKey | None
    known: StoredIdentity | None
    message: Request
    must_open: bool


def _candidate(made: NewKey, identity: Identity) -> Candidate:
    sealed = seal(made.key, made.owner, to_bytes(identity))
    return Candidate(made.key, StoredIdentity(made.owner, identity.holds(), sealed))
