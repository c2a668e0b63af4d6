"""Requests about consent: what was answered, its withdrawal, its confirmation by others (DOMAIN.md 3)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Literal, Protocol

import msgspec

from hub.commands.request import Asked, Code, Day, Request, Some, start_of
from hub.domain.errors import Fault
from hub.domain.facts import ConsentConfirmed, ConsentRecorded, ConsentWithdrawn, Fact, PassingConfirmed
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.consent_details import Answer, ConsentDetails
from hub.domain.slices.consent_faults import consent_faults
from hub.domain.slices.consents import ConfirmConsent, ConfirmPassing
from hub.domain.slices.publish_sharing import below
from hub.domain.slices.sharing import RecordConsent, Recorded, WithdrawConsent
from hub.people.subject import Subject


class ConsentGiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person who was asked, in which capacity, and the answer."""

    subject: Subject
    capacity: Literal["self", "authority", "representative"]
    answer: Literal["given", "refused", "unanswered", "unreachable", "not-asked"]
    on: Day
    unsafe_to_ask: bool = False
    """Not asked because this is an alleged source of danger, and asking is unsafe: then no consent opens it."""


class Answered(Protocol):
    """What was answered by one giver, however the message names them."""

    @property
    def capacity(self) -> str: ...
    @property
    def answer(self) -> str: ...
    @property
    def on(self) -> Day: ...
    @property
    def unsafe_to_ask(self) -> bool: ...


def answers_of(givers: Iterable[Answered]) -> tuple[Answer, ...]:
    """What was answered, without who answered."""
    return tuple(
        Answer(capacity=g.capacity, answer=g.answer, on=start_of(g.on), unsafe_to_ask=g.unsafe_to_ask) for g in givers
    )


class ConsentRequest(Request, frozen=True, kw_only=True):
    """What the youth or family answered when this organisation asked to share its own signals (DOMAIN.md 3)."""

    givers: Annotated[tuple[ConsentGiver, ...], msgspec.Meta(min_length=1, max_length=20)]
    about: tuple[Subject, ...] = ()
    """The persons it covers beside the givers: the children over whom they hold authority."""
    recipients: Some
    """Organisations, ``sector:<sector>``, ``basic-care``, ``veilig-thuis`` or ``those-involved``."""
    kinds: tuple[Code, ...] = ()
    domains: tuple[Code, ...] = ()
    except_categories: tuple[Code, ...] = ()
    since: Day | None = None
    """From when it counts, where that is later."""
    until: Day | None = None
    purposes: tuple[Code, ...] = ()
    """For which purposes; empty for every purpose of the hub."""
    explained: Code | None = None
    """How it was explained (a code)."""
    represented: tuple[Subject, ...] = ()
    """Who cannot decide themselves, and for whom a representative answered."""
    undeterminable: tuple[Subject, ...] = ()
    """Children over whom the register cannot determine authority (GezagNietTeBepalen)."""
    parents_passed: Literal["serious-disadvantage", "youth-wish"] | None = None
    """Why those with authority over a youth of 12 to 15 are passed; a second professional agrees (``_second``)."""
    noted_for: tuple[Code, ...] = ()
    """Other organisations for whose signals it was asked too; it opens these once they confirm it (``_confirm``)."""

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        for index, giver in enumerate(self.givers):
            yield f"$.givers[{index}].subject", giver.subject
        for name in ("represented", "undeterminable", "about"):
            for index, subject in enumerate(getattr(self, name)):
                yield f"$.{name}[{index}]", subject

    def faults(self, policy: Policy, organisation: str, now: datetime) -> Sequence[Fault]:  # noqa: ARG002 - any may ask
        return below("$", consent_faults(self.details(), policy, now))

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RecordConsent(situation, policy, asked.organisation, asked.id, self.details())

    def details(self) -> ConsentDetails:
        """The consent without its persons."""
        return ConsentDetails(
            answers=answers_of(self.givers),
            recipients=self.recipients,
            kinds=self.kinds,
            domains=self.domains,
            except_categories=self.except_categories,
            since=start_of(self.since),
            until=start_of(self.until),
            purposes=self.purposes,
            explained=self.explained,
            represented=len(self.represented),
            undeterminable=len(self.undeterminable),
            parents_passed=self.parents_passed,
            noted_for=self.noted_for,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        fact = next(each for each in facts if isinstance(each, ConsentRecorded))
        return Recorded(id=fact.consent, subject=fact.persons[0])


class WithdrawConsentRequest(Request, frozen=True, kw_only=True):
    """The consent counts no longer."""

    def is_act(self) -> bool:
        """Nothing may hold up that sharing ends."""
        return False

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"consent:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return WithdrawConsent(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.consent for each in facts if isinstance(each, ConsentWithdrawn)))


class ConfirmConsentRequest(Request, frozen=True, kw_only=True):
    """A consent that another organisation noted for this one's signals holds for these (DOMAIN.md 3.3)."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"consent:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ConfirmConsent(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.consent for each in facts if isinstance(each, ConsentConfirmed)))


class SecondPassingRequest(Request, frozen=True, kw_only=True):
    """As the second professional: those with authority over this youth are passed (DOMAIN.md 3.1)."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"consent:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ConfirmPassing(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.consent for each in facts if isinstance(each, PassingConfirmed)))
