"""What an organisation recorded itself about sharing: what its own duties are found in, and nobody else's view.

Of what others recorded one bit is here: whether a child whom an own exception protects has any basic care at all, since
its author is to be told that nobody of basic care could be (DOMAIN.md 4).
"""

import msgspec

from hub.domain.circumstances import Circumstances
from hub.domain.directory import directory_children
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.homes import children_in_danger
from hub.domain.items import SafetyException
from hub.domain.organisations import Role


class OwnSharing(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation's own consents and exceptions that stand."""

    consents: tuple[ConsentRecorded, ...] = ()
    """Each of which is the latest record of somebody."""
    exceptions: tuple[SafetyException, ...] = ()
    """Those that are open."""
    without_basic_care: tuple[tuple[str, str], ...] = ()
    """(exception, child) of children in danger whose basic care nobody knows."""


NOTHING = OwnSharing()


def own_sharing(organisation: str, where: Circumstances) -> OwnSharing:
    """What this organisation recorded itself about sharing, of this family."""
    family = where.family
    exceptions = tuple(e for e in family.exceptions.values() if e.owner == organisation and e.open(where.now))
    records = {each.consent: each for (owner, _), each in family.consents.items() if owner == organisation}
    if not exceptions and not records:
        return NOTHING  # as nearly always
    told = [each for each in exceptions if Role.BASIC_CARE in each.recipients]
    return OwnSharing(
        consents=tuple(records.values()),
        exceptions=exceptions,
        without_basic_care=tuple((each.id, child) for each in told for child in _unserved(each, where)),
    )


def _unserved(exception: SafetyException, where: Circumstances) -> list[str]:
    owners = {entry.owner for entry in where.family.directory.values()}
    served = frozenset[str]().union(*(directory_children(where.family, owner, where.now) for owner in owners))
    return sorted(children_in_danger(exception, where) - served)
