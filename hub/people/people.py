"""People: who is this, and what do we know of them. The one door to persons for the rest of the hub."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import asyncpg

from hub.clock import monotonic_seconds
from hub.domain.ages import AgeBand
from hub.domain.opening import Opening
from hub.people import person_table
from hub.people.binding import Binding, hashes_of, new_identities
from hub.people.birthdays import Birthdays
from hub.people.births import Births
from hub.people.cipher import unseal
from hub.people.errors import StalePreparationError
from hub.people.forgetting import Forgetting
from hub.people.gathering import Gatherer
from hub.people.identity import Identity, from_bytes, stated_identity
from hub.people.key_ring import KeyRing
from hub.people.linkage import block_table
from hub.people.linkage.matcher import Matcher
from hub.people.linkage.settling import LinkChange, settle
from hub.people.linking import Links, marks_of
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys
from hub.people.person_table import SealedContent
from hub.people.preparation import SIGNAL_OWNER, Candidate, Preparation, PreparedSubject, Preparer, Request
from hub.people.reference import References
from hub.people.subject import Subject

PREPARED_FOR = 600.0
"""Seconds that a preparation lasts; far less than the age at which unused keys are swept."""
GATHERED = 256
MOVED_ON_AT = 2_000
"""Rows, of some two hundred persons, that are mixed with one another at least."""


class People:
    """Persons, on a pool of connections to the first database and a key ring on the second."""

    def __init__(self, pool: asyncpg.Pool, keys: KeyRing, live: LiveMasterKeys | MasterKeys) -> None:
        self._pool = pool
        self._keys = keys
        self._live = live if isinstance(live, LiveMasterKeys) else LiveMasterKeys(live)
        self._references = References(self._live.now.reference)
        self._births = Births()
        self._matcher = Matcher(pool, keys, self._live)
        self._preparer = Preparer(pool, keys, self._live, self._births, self._matcher)
        self.birthdays = Birthdays(pool, keys)
        self.forgetting = Forgetting(pool, keys, self._matcher, self._births)
        self._gatherer: Gatherer[Request, Preparation] = Gatherer(self._preparer.prepare, GATHERED)

    # Recording: prepare before the ledger's lock; bind, or resolve and store, under it.

    async def prepare(
        self, subjects: Sequence[Subject], contents: Mapping[str, bytes] | None = None, *, stated_by: str = ""
    ) -> Preparation:
        """Do all that is slow about the subjects of a command, and seal the contents of its signals by signal.

        Subjects must be without `faults`. Nobody becomes known by this; new keys are stored. What is prepared must be
        bound within ten minutes. Best at most a thousand subjects at a time, as hashing them holds up the event loop.
        ``stated_by`` is the organisation whose words these are.

        Raises:
            LinkageNotReadyError: somebody can only be told by linkage, whose tables are being made anew.
        """
        return await self._gatherer.bring(Request(subjects, contents or {}, stated_by))

    async def bind(self, connection: asyncpg.Connection, prepared: Sequence[PreparedSubject]) -> list[str]:
        """Find or make the person of each prepared subject, store what is new, and give their pseudonyms in order.

        In a transaction on `connection`; who binds at the same time waits for its end. Takes its lock after the
        ledger's, so a transaction that will append must hold that one first.

        Raises:
            StalePreparationError: prepared more than ten minutes ago.
        """
        binding = await self.resolve(connection, prepared)
        await self.store(connection, binding)
        return binding.persons

    async def resolve(self, connection: asyncpg.Connection, prepared: Sequence[PreparedSubject]) -> Binding:
        """The first half of `bind`: which persons these are, without storing anything.

        Later subjects see what earlier ones made: one new person named twice gets one pseudonym. Give what was
        decided on to `store` in the same transaction.

        Raises:
            StalePreparationError: prepared more than ten minutes ago, or under a lookup key that is not current.
        """
        oldest = min((subject.prepared_at for subject in prepared), default=float("inf"))
        if monotonic_seconds() - oldest > PREPARED_FOR:
            raise StalePreparationError
        lookup = self._live.lookup
        wanted = list({mark for subject in prepared for mark in subject.marks.all()})
        rows = await person_table.look_up_to_add(connection, wanted, lookup)
        if rows is None:
            await self._live.refresh()
        if rows is None or any(subject.marks.version != lookup.current for subject in prepared):
            raise StalePreparationError
        links = person_table.links_of(rows, lookup)
        binding = Binding([], prepared, {}, rows, lookup)
        for subject in prepared:
            binding.persons.append(await self._place(links, subject, binding.candidates))
        await settle(connection, self._matcher, prepared, binding.persons, binding.candidates)
        return binding

    async def store(
        self, connection: asyncpg.Connection, binding: Binding, accepted: Iterable[int] | None = None
    ) -> None:
        """The second half of `bind`: store the persons of the accepted subjects, by their place.

        All of them when `accepted` is not given. Of a refused command nothing stays.
        """
        places = list(range(len(binding.persons)) if accepted is None else accepted)
        links = person_table.links_of(binding.rows, binding.lookup)
        for place in places:
            links.attach(binding.prepared[place].marks, binding.persons[place])
        completed = {
            completion.pseudonym: completion
            for place in places
            if (completion := binding.prepared[place].completion) and completion.pseudonym == binding.persons[place]
        }
        new = new_identities(binding, places)
        await person_table.write(connection, links, new, list(completed.values()), binding.lookup.current)
        if known := links.given_bsn() - {person.pseudonym for person in new}:
            await block_table.share_bsn(connection, list(known))
        linkages = [linkage for place in places if (linkage := binding.prepared[place].linkage) is not None]
        await block_table.link(connection, [f.pair for each in linkages if (f := each.found) and f.pair])
        await self._matcher.enter(connection, hashes_of(binding, places, completed), binding.lookup.current)

    async def keep(self, connection: asyncpg.Connection, sealed: Sequence[SealedContent | LinkChange]) -> None:
        """Store what accepted commands brought: sealed contents that `prepare` gave, and links made and undone."""
        await person_table.add_contents(connection, [each for each in sealed if isinstance(each, SealedContent)])
        changes = [each for each in sealed if isinstance(each, LinkChange)]
        await block_table.link(connection, [each.persons for each in changes if each.linked])
        await block_table.unlink(connection, [each.persons for each in changes if not each.linked])

    async def let_go(self, connection: asyncpg.Connection, owners: Sequence[str]) -> None:
        """Forget who these owners are, in the transaction that decides it; see `Forgetting.let_go`."""
        await self.forgetting.let_go(connection, owners)

    # Deciding.

    async def ages(self, connection: asyncpg.Connection, persons: Iterable[str], on: date) -> dict[str, AgeBand]:
        """The age band of every person on a day, for a decision; `UNKNOWN` without birth date, or when erased.

        Costs a query and a round trip to the keys only when somebody's birth date is not in memory.
        """
        wanted = list(persons)
        bands = self._births.bands(wanted, on)
        if missing := [person for person in wanted if person not in bands]:
            for person, identity in (await self._opened(connection, missing)).items():
                self._births.remember(person, identity)
            bands |= dict.fromkeys(missing, AgeBand.UNKNOWN) | self._births.bands(missing, on)
        return bands

    async def find(self, subject: Subject, stated_by: str = "") -> str | None:
        """The person that a statement certainly finds, or None. Nothing is stored, so asking leaves no trace here.

        Certain is what the marks find, or what passes every condition of the production rules. Raises as `prepare`.
        """
        lookup = self._live.lookup
        marks = marks_of(subject, lookup, stated_by)
        found = (await person_table.look_up(self._pool, marks.all(), lookup)).find(marks)
        question = self._matcher.question(stated_identity(subject)) if found is None else None
        if question is None:
            return found
        (answer,) = await self._matcher.ask([question])
        return answer.judgement.fits[0].candidate.person if answer.judgement.outcome == "same" else None

    async def postcode(self, person: str) -> str | None:
        """In which postcode a person lives, as first stated; None without address, or when erased.

        To decide with (is this a wijkteam's own area?), and never to show.
        """
        found = (await self._opened(self._pool, [person])).get(person)
        return None if found is None else found.postcode

    async def bsns(self, persons: Sequence[str]) -> dict[str, str]:
        """The BSNs of those who have one, to ask the population register with, and never to show."""
        return {p: each.bsn for p, each in (await self._opened(self._pool, persons)).items() if each.bsn}

    # Showing: only what hub.domain.opening allows, which only the disclosure decision or a named purpose makes.

    async def describe(self, opening: Opening) -> dict[str, Identity]:
        """Who the persons of an opening are, in readable form. Who was erased is not in the answer.

        Raises:
            UnreadableError: a stored identity was tampered with.
        """
        return await self._opened(self._pool, opening.persons)

    async def read_contents(self, opening: Opening) -> dict[str, bytes]:
        """The contents of an opening, by identifier; what was forgotten is not in it.

        Raises:
            UnreadableError: a stored content was tampered with.
        """
        stored = await person_table.contents(self._pool, opening.contents)
        keys = await self._keys.open([SIGNAL_OWNER + signal for signal in stored])
        return {
            signal: unseal(keys[owner], owner, sealed)
            for signal, sealed in stored.items()
            if (owner := SIGNAL_OWNER + signal) in keys
        }

    def reference(self, organisation: str, person: str, apart: bytes = b"") -> str:
        """What this organisation may call this person; see `References`."""
        return self._references.reference(organisation, person, apart)

    def referred(self, organisation: str, reference: str) -> str | None:
        """The pseudonym behind a reference of this organisation, or None when it is not one of its own."""
        return self._references.resolve(organisation, reference)

    # Upkeep.

    async def keys_answer(self) -> None:
        """For a probe: the database of keys answers. Raises what asyncpg raises."""
        await self._keys.answer()

    async def make_ready(self, progress: Callable[[int], None] | None = None) -> int:
        """Make what linkage looks in, where it was lost or is not right; how many persons were entered."""
        return await self._matcher.make_ready(progress)

    async def keep_up(self) -> None:
        """Mix what linkage looks in, so that nobody can tell from it what came in together; call now and then."""
        await self._matcher.keep_up(MOVED_ON_AT)

    async def sweep_keys(self) -> int:
        """Delete keys that nothing was sealed under, left by refused commands and crashes; gives their number."""
        return await self._keys.sweep(self.forgetting.in_use)

    async def _place(self, links: Links, subject: PreparedSubject, candidates: dict[str, Candidate]) -> str:
        found = links.find(subject.marks)
        if found is None:
            candidate = subject.candidate or await self._preparer.make_candidate(subject.identity)
            found = candidate.stored.pseudonym
            candidates[found] = candidate
            self._births.remember(found, subject.identity)
        elif subject.completion is not None and subject.completed is not None and subject.completion.pseudonym == found:
            self._births.remember(found, subject.completed)
        elif found in candidates:  # met in this batch, and now perhaps with a birth date
            self._births.remember(found, subject.identity)
        links.attach(subject.marks, found)
        return found

    async def _opened(self, connection: asyncpg.Connection, persons: Sequence[str]) -> dict[str, Identity]:
        stored = await person_table.identities(connection, persons)
        keys = await self._keys.open([person.pseudonym for person in stored])
        return {
            person.pseudonym: from_bytes(unseal(keys[person.pseudonym], person.pseudonym, person.sealed))
            for person in stored
            if person.pseudonym in keys
        }
