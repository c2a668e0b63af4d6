"""The desk: where a request becomes a command of the ledger. One road for everything that changes something."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import msgspec

from hub.clock import DomainClock
from hub.commands import on_whose_name
from hub.commands.population import RegisterAsked, RegisterDesk, found_out, same_persons
from hub.commands.request import About, Asked, Request
from hub.domain.errors import Fault, UnknownThing
from hub.domain.facts import Fact
from hub.domain.organisations import OPERATOR
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.identity import take_in
from hub.domain.slices.population import take_in_register
from hub.domain.terms import AMSTERDAM
from hub.ledger.errors import LedgerUnavailable
from hub.ledger.ports import Command, Outcome
from hub.people.linkage.settling import LinkChange
from hub.people.person_table import SealedContent
from hub.people.preparation import Preparation, PreparedSubject
from hub.people.subject import Subject, faults

_OFFSET: Final = re.compile(rb":\d\d(?:\.\d+)?[+-]\d\d:\d\d\"")
"""What may be a moment with an offset."""


def _in_utc(value: object) -> object:
    """The same, with every moment in it in UTC."""
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC)
        except OverflowError:  # the first and the last day there are: of no signal that is recorded
            return value
    if isinstance(value, dict):
        return {key: _in_utc(each) for key, each in value.items()}
    return [_in_utc(each) for each in value] if isinstance(value, list | tuple) else value


class Writer(Protocol):
    """The ledger's writer."""

    async def submit(self, command: Command) -> Outcome:
        """Decide and store one command. Raises a ``Refusal`` or a ``LedgerError``."""


class Registry(Protocol):
    """What the desk needs of ``hub.people``."""

    async def prepare(
        self, subjects: Sequence[Subject], contents: Mapping[str, bytes] | None = None, *, stated_by: str = ""
    ) -> Preparation:
        """Do the slow part of finding persons, and seal contents, before the lock."""

    def referred(self, organisation: str, reference: str) -> str | None:
        """The pseudonym behind an organisation's own reference."""


class HubCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A request that is ready for the ledger (``hub.ledger.ports.Command``)."""

    request: Request
    asked: Asked
    key: str
    subjects: list[PreparedSubject]
    contents: list[SealedContent]
    handles: tuple[str, ...]
    family: tuple[str, ...]
    """The persons by which the address names families, and those whom the hub found for it."""
    thing: str | None
    register: RegisterAsked | None = None
    """What the population register says of the persons; whom it names come last among the subjects."""

    @property
    def organisation(self) -> str:
        """Who asks."""
        return self.asked.organisation

    @property
    def persons(self) -> tuple[str, ...]:
        """Whose families are read beside those of the subjects: named by the address, or found to be one with them."""
        return (*self.family, *same_persons(self.subjects))

    def canonical(self) -> bytes:
        """The request and what its address names, in one form whatever the order of its fields and the offset of its
        moments.

        Without the professional: a nightly extract that goes on under another colleague's name is the same message. And
        without whom the hub found for it: a repeat that is refused because somebody is known by now would tell so.
        """
        unnamed = msgspec.structs.replace(self.request, professional=None)
        address = () if self.asked.family is None else (self.asked.family,)
        stated = [type(self.request).__name__, address, self.thing]
        canonical = msgspec.json.encode([*stated, unnamed], order="sorted")
        if _OFFSET.search(canonical) is None:
            return canonical  # as nearly always: every moment is in UTC already
        plain = msgspec.to_builtins(unnamed, builtin_types=(datetime,))
        return msgspec.json.encode([*stated, _in_utc(plain)], order="sorted")

    def slice(self, situation: Situation) -> HubSlice:
        """The decision this becomes, on what linkage found out about its persons.

        Raises a ``Refusal`` where who asks has no access as of this transaction.
        """
        policy: Policy = situation.policy
        on_whose_name.check(self.asked, policy, situation.now)
        found = [*found_out(self.subjects)]
        _check_nobody_is_forgotten(self.family, [each.same_as for each in found], situation)
        number = len(situation.persons) - (0 if self.register is None else len(self.register.subjects))
        own, named = situation.persons[:number], situation.persons[number:]
        deciding = self.request.slice(About(situation, own) if named else situation, policy, self.asked)
        deciding.professional = self.asked.professional
        take_in(deciding, found)
        if self.register is not None:
            take_in_register(deciding, self.register.told(own, named, situation.now))
        return deciding

    def sealed(self, _: Situation) -> Sequence[SealedContent | LinkChange]:
        """What is kept encrypted with it, and links that it makes or undoes."""
        return [*self.contents, *self.request.link_changes(self.asked)]

    def recall(self, facts: Sequence[Fact]) -> Any:  # noqa: ANN401 - each request has its own outcome
        """The outcome again."""
        return self.request.recall(facts)


def _check_nobody_is_forgotten(named: Sequence[str], same_as: Sequence[str | None], situation: Situation) -> None:
    """Who was erased is unknown; who was being stated while the same batch erased them is stated anew next time, and so
    is who was found to be one with somebody erased since: nobody is linked to whom nobody knows any more.

    Raises ``UnknownThing`` or ``LedgerUnavailable``.
    """
    erased = situation.state.as_stated.erased
    if erased and not erased.keys().isdisjoint(named):
        raise UnknownThing
    if erased and not erased.keys().isdisjoint((*situation.persons, *same_as)):
        raise LedgerUnavailable("somebody stated was erased at this very moment; send the same message again")


class Desk:
    """Takes requests in: names every fault, prepares the persons, and submits."""

    def __init__(
        self,
        people: Registry,
        writer: Writer,
        policy: Callable[[], Policy],
        clock: DomainClock,
        ids: Callable[[], str],
        register: RegisterDesk | None = None,
    ) -> None:
        self._register = register
        self._people = people
        self._writer = writer
        self._policy = policy
        self._clock = clock
        self._ids = ids

    async def submit(
        self,
        request: Request,
        *,
        organisation: str,
        key: str,
        family: str | None = None,
        thing: str | None = None,
        professional: str | None = None,
        persons: tuple[str, ...] = (),
        roles: frozenset[ProfessionalRole] = frozenset(),
        operator: bool = False,
    ) -> Outcome:
        """Decide and store one request of an organisation.

        ``family`` is the organisation's own reference to a person that the address names; ``thing`` is an identifier
        that it names; ``persons`` are pseudonyms whose families are read too. ``professional`` is who the token says
        acts for the organisation; a body may vouch for one where it does not. ``roles``: whoever acts holds at least
        one of them. ``operator``: asked by the operator of the hub.

        Raises ``InvalidSignal`` or ``InvalidCommand`` with every fault, ``UnknownThing`` for a reference that is not
        the organisation's, any other ``Refusal`` of the slice, or a ``LedgerError``. Then nothing is stored.
        """
        policy, now = self._policy(), self._clock.now()
        operator = operator or organisation == OPERATOR
        acts = professional or next((code for _, code in request.named()), None)
        asked = Asked(
            organisation=organisation,
            id=thing or self._ids(),
            professional=acts,
            roles=roles,
            operator=operator,
            persons=persons,
        )
        self._check(request, policy, asked, now, vouched=professional is None)
        person = None if family is None else self._people.referred(organisation, family)
        if family is not None and person is None:
            raise UnknownThing
        asked = msgspec.structs.replace(asked, family=person)
        content = request.content()
        subjects = [subject for _, subject in request.subjects()]
        register = None
        if self._register is not None and request.asks_register():
            register = await self._register.ask_about(subjects, organisation)
        prepared = await self._people.prepare(
            subjects,
            {asked.id: content} if content else None,
            stated_by=organisation,
        )
        command = HubCommand(
            request=request,
            asked=asked,
            key=key,
            subjects=[*prepared.subjects, *(() if register is None else register.subjects)],
            contents=prepared.contents,
            handles=request.handles(thing),
            thing=thing,
            family=(*((person,) if person else ()), *persons),
            register=register,
        )
        outcome = await self._writer.submit(command)
        if self._register is not None and register is not None:
            self._register.stored(register)
        return outcome

    def faults(self, request: Request, organisation: str) -> list[Fault]:
        """What is wrong with the content of a request, but for whose name it stands on; as far as it shows without the
        family's history.
        """
        now = self._clock.now()
        today = now.astimezone(AMSTERDAM).date()
        found = [fault for path, subject in request.subjects() for fault in faults(subject, path, today)]
        return [*found, *request.faults(self._policy(), organisation, now)]

    def _check(self, request: Request, policy: Policy, asked: Asked, now: datetime, *, vouched: bool) -> None:
        named = on_whose_name.faults(request, asked, policy, now, vouched=vouched)
        found = [*named, *self.faults(request, asked.organisation)]
        if found:
            raise request.INVALID(*found)
