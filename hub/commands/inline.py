"""What may travel inside a published signal: the consent that was asked for it, and a safety exception over it.

Persons are named as the message itself names them: by ``label``, or as ``subject``, or as ``mother`` or ``father``
where the message states only one person whom that can be.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from hub.commands.consents import answers_of
from hub.commands.request import Code, Day, Professional, Some, Text, start_of
from hub.commands.sharing import FourTests, Meldcode, StruckOut, meldcode_steps
from hub.domain.errors import Fault
from hub.domain.policy import Policy
from hub.domain.slices.consent_details import ConsentDetails
from hub.domain.slices.exceptions import FOUR_TESTS, ExceptionDetails, exception_faults
from hub.domain.slices.publish_sharing import below, faults_with_signal

PARENTS = frozenset({"mother", "father", "parent"})


class InlineGiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person of this message who was asked, in which capacity, and the answer."""

    person: Code
    capacity: Literal["self", "authority", "representative"]
    answer: Literal["given", "refused", "unanswered", "unreachable", "not-asked"]
    on: Day
    unsafe_to_ask: bool = False
    """Not asked because this is an alleged source of danger, and asking is unsafe."""


class Scope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the consent covers: which of the organisation's own items, for whom, until when (DOMAIN.md 3.3)."""

    items: Literal["all-own"] = "all-own"
    recipients: Some
    kinds: tuple[Code, ...] = ()
    domains: tuple[Code, ...] = ()
    except_categories: tuple[Code, ...] = ()
    since: Day | None = None
    until: Day | None = None
    purposes: tuple[Code, ...] = ()


class InlineConsent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the youth or family answered; it covers the persons whom this message states."""

    givers: Annotated[tuple[InlineGiver, ...], msgspec.Meta(min_length=1, max_length=20)]
    scope: Scope
    explained: Code | None = None
    represented: tuple[Code, ...] = ()
    """Persons of this message who cannot decide themselves, and for whom a representative answered."""
    undeterminable: tuple[Code, ...] = ()
    """Children of this message over whom the register cannot determine authority (GezagNietTeBepalen)."""
    parents_passed: Literal["serious-disadvantage", "youth-wish"] | None = None
    noted_for: tuple[Code, ...] = ()
    """Other organisations for whose signals it was asked too; they confirm it."""

    @property
    def persons(self) -> tuple[str, ...]:
        """How this message calls who answered, who is represented, and whose authority cannot be determined."""
        return (*(giver.person for giver in self.givers), *self.represented, *self.undeterminable)

    def details(self) -> ConsentDetails:
        """The consent without its persons."""
        return ConsentDetails(
            answers=answers_of(self.givers),
            recipients=self.scope.recipients,
            kinds=self.scope.kinds,
            domains=self.scope.domains,
            except_categories=self.scope.except_categories,
            since=start_of(self.scope.since),
            until=start_of(self.scope.until),
            purposes=self.scope.purposes,
            explained=self.explained,
            represented=len(self.represented),
            undeterminable=len(self.undeterminable),
            parents_passed=self.parents_passed,
            noted_for=self.noted_for,
        )


class InlineException(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A named professional's decision over this very signal (DOMAIN.md 4); by default the signal's professional."""

    recipients: Some
    struck_out: tuple[StruckOut, ...] = ()
    risk: Text
    tests: FourTests
    consulted: tuple[Code, ...] = ()
    meldcode_steps: tuple[int, ...] = ()
    """Which steps were taken, 1 to 5."""
    meldcode: Meldcode | None = None
    review_on: Day
    professional: Professional | None = None

    def details(self) -> ExceptionDetails:
        """The coded part; the words are kept encrypted with the signal."""
        return ExceptionDetails(
            recipients=self.recipients,
            struck_out=tuple(each.organisation for each in self.struck_out),
            struck_out_for=tuple(each.reason for each in self.struck_out),
            tests=FOUR_TESTS,
            consulted=self.consulted,
            meldcode=meldcode_steps(self.meldcode_steps, self.meldcode),
            review_on=start_of(self.review_on),
        )


def positions(persons: Sequence[str], names: Mapping[str, int]) -> tuple[int, ...]:
    """Of each person the position among the message's persons, by the names that the message gives them.

    Raises ``KeyError`` for a name that no person of the message has; ``naming_faults`` tells which.
    """
    return tuple(names[person] for person in persons)


def sharing_faults(
    consent: InlineConsent | None, exception: InlineException | None, policy: Policy, now: datetime
) -> list[Fault]:
    """What is wrong with consent and exception, beside whom they name."""
    found = faults_with_signal(consent.details(), policy, now) if consent else []
    return found + (below("safety_exception", exception_faults(exception.details(), policy, now)) if exception else [])


def naming_faults(consent: InlineConsent, names: Mapping[str, int]) -> list[Fault]:
    """The persons of a consent whom the message does not state."""
    stated = (
        *((f"givers[{index}].person", giver.person) for index, giver in enumerate(consent.givers)),
        *((f"represented[{index}]", person) for index, person in enumerate(consent.represented)),
        *((f"undeterminable[{index}]", person) for index, person in enumerate(consent.undeterminable)),
    )
    message = "No person of this message has this label."
    return [Fault(f"consent.{path}", "person-unknown", message) for path, person in stated if person not in names]


def names_of(labels: Sequence[str | None], relations: Sequence[str]) -> dict[str, int]:
    """What the persons of a message may be called: position 0 is the subject, then the household in its order."""
    names = {label: position for position, label in enumerate(labels) if label is not None}
    names.setdefault("subject", 0)
    parents = [position for position, relation in enumerate(relations, 1) if relation == "parent"]
    if "child" in relations:
        parents.append(0)
    if len(parents) == 1:
        for name in PARENTS:
            names.setdefault(name, parents[0])
    return names
