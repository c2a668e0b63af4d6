"""Access: whether an organisation, and a professional of it, can do anything at this moment (DOMAIN.md 1 and 7).

Asked twice: at the door, over a register that is at most a second behind, and again under the ledger's lock, over the
register as of that transaction. So nobody acts whose access ended before the act was stored.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from hub.domain.errors import (
    AccessEnded,
    AccessNotConfirmed,
    OrganisationHasEnded,
    OrganisationIsSuspended,
    OrganisationUnknown,
    ProfessionalIsAway,
    ProfessionalUnknown,
    Refusal,
    RoleMissing,
    SecondProfessionalNeeded,
)
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.professionals import Professional, ProfessionalRole, ProfessionalState

_REFUSED: Final[dict[ProfessionalState, type[Refusal]]] = {
    "away": ProfessionalIsAway,
    "not-confirmed": AccessNotConfirmed,
    "left": AccessEnded,
}


def admitted(policy: Policy, organisation: str) -> Organisation:
    """The organisation, as far as it has access.

    Raises ``OrganisationUnknown``, ``OrganisationIsSuspended`` or ``OrganisationHasEnded``.
    """
    found = policy.organisations.get(organisation)
    if found is None:
        raise OrganisationUnknown
    if found.state == "suspended":
        raise OrganisationIsSuspended
    if found.state == "ended":
        raise OrganisationHasEnded
    return found


def designated(
    policy: Policy, organisation: str, professional: str, roles: Collection[ProfessionalRole], now: datetime
) -> Professional:
    """The professional of this organisation who acts now, in one of these roles; in any where none is named.

    ``now`` is the domain clock, UTC. Raises ``ProfessionalUnknown``, ``ProfessionalIsAway``, ``AccessNotConfirmed``,
    ``AccessEnded`` or ``RoleMissing``.
    """
    found = policy.professionals.get(organisation, professional)
    if found is None:
        raise ProfessionalUnknown
    if refused := _REFUSED.get(found.state(now)):
        raise refused
    if roles and found.roles.isdisjoint(roles):
        raise RoleMissing
    return found


def second_professional(
    policy: Policy,
    organisation: str,
    first: str | None,
    second: str | None,
    role: ProfessionalRole,
    now: datetime,
    *,
    of: str | None = None,
) -> Professional:
    """The second professional of an act that takes two: not the first, active now, with this role (RELIABILITY.md 4.1).

    ``organisation`` is that of the first; ``of`` is the second's, where it is another (an outside pool of reviewers).
    A first whom nobody named cannot be told apart from the second, and so is refused as well. ``now`` is the domain
    clock, UTC.

    Raises ``SecondProfessionalNeeded``, or what ``designated`` raises of the second.
    """
    theirs = of or organisation
    if second is None or (theirs == organisation and first in {None, second}):
        raise SecondProfessionalNeeded
    return designated(policy, theirs, second, (role,), now)
