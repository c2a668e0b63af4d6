"""Refusals: the ways in which the domain says no to a command.

A refusal is for a broken rule or an impossible request; an outcome that the field expects (a declined handover, an
unanswered notification) is a fact. Every refusal has a stable code, which ``hub.api.problems`` turns into a problem.
"""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from hub.domain.looking import Looked


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with a command: where (a JSON path), a stable code, and a sentence without any value."""

    path: str
    code: str
    message: str


class Refusal(Exception):  # noqa: N818 - the field's word; a refusal is not an error of the hub
    """A command that the domain refuses; nothing of it is stored. The docstring of the subclass is the message."""

    code: ClassVar[str]

    def __init__(self, *faults: Fault, looked: Iterable[Looked] = ()) -> None:
        super().__init__(self.code)
        self.faults = faults
        self.looked = tuple(looked)
        """What this refusal itself tells of others, by its code: for the disclosure log."""


class InvalidSignal(Refusal):
    """The signal cannot be recorded as it stands; every fault is named."""

    code = "signal-invalid"


class UnknownThing(Refusal):
    """There is nothing here with this identifier that you may know of."""

    code = "not-found"


class NobodyWatching(Refusal):
    """This involvement ends while a safety concern is open and nobody has accepted to watch the children.

    Source: DOMAIN.md 9, rule nobody-watching; R2.3 June 2013. Confirm the end, or name a watcher first.
    """

    code = "nobody-watching"


class CoordinatorExists(Refusal):
    """Another professional whom you may see coordinates for this family already (Z4.2: exactly one)."""

    code = "coordinator-exists"


class ReviewAwaited(Refusal):
    """Somebody objected to an end: those involved look back first, and the watch stays until then (DOMAIN.md 9)."""

    code = "review-awaited"


class NotAllowed(Refusal):
    """Your organisation's role does not allow this act."""

    code = "not-allowed"


class SameProfessional(Refusal):
    """Two persons decide on this together, and you were the first."""

    code = "same-professional"


class AlreadyDone(Refusal):
    """This has ended, been answered or been decided before."""

    code = "already-done"


class InvalidCommand(Refusal):
    """The command cannot be carried out as it stands; every fault is named."""

    code = "command-invalid"


class SafetyNotAssessed(Refusal):
    """A safety concern closes only after a later assessment "safe" for every child it concerns (DOMAIN.md 1)."""

    code = "safety-not-assessed"


class OrganisationUnknown(Refusal):
    """The organisation does not take part."""

    code = "organisation-unknown"


class OrganisationIsSuspended(Refusal):
    """The organisation's part was suspended: it has no access until that is over."""

    code = "organisation-suspended"


class OrganisationHasEnded(Refusal):
    """The organisation takes part no longer."""

    code = "organisation-ended"


class ProfessionalUnknown(Refusal):
    """The organisation has designated no professional with this code (Jeugdwet 7.1.1.2)."""

    code = "professional-unknown"


class ProfessionalIsAway(Refusal):
    """The professional is away; what is theirs is with whoever stands in for them."""

    code = "professional-away"


class AccessEnded(Refusal):
    """The professional has left the organisation."""

    code = "access-ended"


class AccessNotConfirmed(Refusal):
    """The organisation did not confirm this access again within four months (DOMAIN.md 7)."""

    code = "access-not-confirmed"


class ProfessionalMissing(Refusal):
    """This stands on the name of a professional, and none was named."""

    code = "professional-missing"


class RoleMissing(Refusal):
    """The professional does not hold a role that this needs."""

    code = "role-missing"


class SecondProfessionalNeeded(Refusal):
    """This takes two: the second is named, and is not the first."""

    code = "second-professional-needed"
