"""What a request is: a body as an organisation sends it, that knows its subjects, its faults and its slice."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, ClassVar, Final, overload

import msgspec

from hub.domain.errors import Fault, InvalidCommand, Refusal
from hub.domain.facts import Fact
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.terms import AMSTERDAM
from hub.people.linkage.settling import LinkChange
from hub.people.subject import Subject

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
"""Words for another professional; kept encrypted, never in a fact."""
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.:-]*$")]
"""A code or an identifier: one word, since some of these stand in facts, where no name may."""
PURPOSE: Final = r"^[a-z][a-z0-9-]{0,59}$"
"""For what something is asked: a code."""
Some = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=100)]
"""At least one code or identifier."""
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A date and time with its offset from UTC."""
Day = date
"""A calendar day in the Netherlands (YYYY-MM-DD)."""

_FIRST = date.min + timedelta(days=1)


@overload
def start_of(day: Day) -> datetime: ...
@overload
def start_of(day: None) -> None: ...
def start_of(day: Day | None) -> datetime | None:
    """The first moment of a Dutch calendar day, in UTC; None for no day. The very first day has none: the next has."""
    return None if day is None else datetime.combine(max(day, _FIRST), time.min, AMSTERDAM).astimezone(UTC)


class Professional(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The professional on whose name this stands, as the organisation designated them, by its own code.

    Name and ways to reach them serve where the organisation registered none with the hub.
    """

    id: Code
    name: Text | None = None
    phone: Text | None = None
    email: Text | None = None


class Named(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A body that may say on whose name it stands."""

    professional: Professional | None = None
    """On whose name it stands. A token that names the professional says it already; a system vouches for it here."""

    def is_act(self) -> bool:
        """Whether this stands on a professional's name (DOMAIN.md 1 and 7), so that no system can do it by itself."""
        return True

    def named(self) -> Iterator[tuple[str, str]]:
        """Every professional whom the body names, by code, each with its JSON path; all must be who acts."""
        if self.professional is not None:
            yield "$.professional.id", self.professional.id


class Request(Named, frozen=True, kw_only=True):
    """One thing an organisation asks. Bodies hold persons as they were stated; facts hold pseudonyms only."""

    INVALID: ClassVar[type[Refusal]] = InvalidCommand
    """What refuses it, with every fault."""
    IN_ITS_STEAD: ClassVar[Mapping[str, Any]] = {}
    """What is read instead of a field that may not be missing and is malformed, so that all else is judged beside it.
    No fault may follow from it, but at that field."""
    RESTS_ON: ClassVar[Mapping[str, frozenset[str]]] = {}
    """By the code of a fault, the fields beside its own from which it follows: malformed, they say nothing of it."""

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        """The persons the body states, each with its JSON path, in the order in which the slice expects them."""
        yield from ()

    def faults(self, policy: Policy, organisation: str, now: datetime) -> Sequence[Fault]:  # noqa: ARG002 - for subclasses
        """What is wrong beside the subjects, as far as it shows without the family's history."""
        return ()

    def handles(self, thing: str | None) -> tuple[str, ...]:  # noqa: ARG002 - for subclasses
        """Ledger tags of what body and address (``thing``) name by identifier: their persons' circles are read."""
        return ()

    def asks_register(self) -> bool:
        """Whether the population register is asked about its persons before it is decided."""
        return False

    def content(self) -> bytes | None:
        """What is kept encrypted under the new thing's identifier: names and words of professionals."""
        return None

    def slice(self, situation: Situation, policy: Policy, asked: "Asked") -> HubSlice:
        """The decision this becomes."""
        raise NotImplementedError

    def link_changes(self, asked: "Asked") -> Sequence[LinkChange]:  # noqa: ARG002 - for subclasses
        """Links between pseudonyms that it makes or undoes; asked once it was accepted."""
        return ()

    def recall(self, facts: Sequence[Fact]) -> Any:  # noqa: ANN401 - each request has its own outcome
        """The outcome again, from the facts stored the first time the same command came."""
        raise NotImplementedError


class About:
    """A situation whose persons are others than all of the command's subjects."""

    def __init__(self, situation: Situation, persons: tuple[str, ...]) -> None:
        self.state = situation.state
        self.persons = persons
        self.now = situation.now
        self.ages = situation.ages
        self.ids = situation.ids
        self.policy = situation.policy
        self.circle = situation.circle


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, for which family, and the identifier that what is new will have."""

    organisation: str
    id: str
    """Of the new thing, or of the thing the address names."""
    family: str | None = None
    """The person by which the address names a family, as pseudonym."""
    professional: str | None = None
    """The professional (meldingsbevoegde) who acts, by the organisation's own code; None for its system."""
    roles: frozenset[ProfessionalRole] = frozenset()
    """Of which the professional needs at least one; none where any will do."""
    persons: tuple[str, ...] = ()
    """Further pseudonyms that the address and the body name by reference."""
    operator: bool = False
    """The operator of the hub asks it for the organisation, or on its own name."""
