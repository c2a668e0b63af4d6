"""Who was told of a signal, as it is stated with the signal or afterwards (GDPR 14; DOMAIN.md 2.4)."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec

from hub.commands.request import Asked, Code, Day, Request, start_of
from hub.domain.facts import Fact, InformingRecorded
from hub.domain.facts.signals import Informed
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.ending import Ended
from hub.domain.slices.informing import RecordInforming
from hub.people.subject import Subject


class InformedAddressee(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """That a person was informed of the signal, or that this is deferred with a reason (GDPR 14; DOMAIN.md 2.4)."""

    addressee: Code
    on: Day | None = None
    deferred_until: Day | None = None
    reason: Code | None = None


class InformedPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The same of a person who is stated again, afterwards."""

    subject: Subject
    on: Day | None = None
    deferred_until: Day | None = None
    reason: Code | None = None


def informed_as(stated: Sequence[InformedAddressee | InformedPerson]) -> Iterator[Informed]:
    """What was recorded of telling each, however the message names them."""
    for each in stated:
        yield Informed(
            addressee=each.addressee if isinstance(each, InformedAddressee) else "",
            on=start_of(each.on),
            deferred_until=start_of(each.deferred_until),
            reason=each.reason,
        )


class InformRequest(Request, frozen=True, kw_only=True):
    """Those whom an own signal is about were told of it, or this waits (GDPR 14; DOMAIN.md 2.4)."""

    informed: Annotated[tuple[InformedPerson, ...], msgspec.Meta(min_length=1, max_length=20)]

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        for index, each in enumerate(self.informed):
            yield f"$.informed[{index}].subject", each.subject

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"signal:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RecordInforming(situation, policy, asked.organisation, asked.id, tuple(informed_as(self.informed)))

    def recall(self, facts: Sequence[Fact]) -> Ended:
        return Ended(signal=next(each.signal for each in facts if isinstance(each, InformingRecorded)))
