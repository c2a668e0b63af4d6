"""Who takes part, as far as the ledger has said it: the fold of every fact about organisations and professionals.

Immutable: ``after`` gives a new snapshot, so that a decision, an answer and a batch each keep the one they began with.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from hub.domain.facts import (
    AccessTold,
    Fact,
    OrganisationEnded,
    OrganisationRegistered,
    OrganisationResumed,
    OrganisationSuspended,
    ProfessionalAway,
    ProfessionalBack,
    ProfessionalConfirmed,
    ProfessionalDesignated,
    ProfessionalLeft,
    TokensRevoked,
)
from hub.domain.organisations import Organisation, Organisations
from hub.domain.professionals import Professional, Professionals, confirm_by


class Participants(msgspec.Struct, frozen=True):
    """Organisations, their professionals, and which of their tokens count no longer."""

    organisations: Organisations = Organisations()
    professionals: Professionals = Professionals()
    revoked: Mapping[tuple[str, str | None], datetime] = {}
    """(organisation, professional or None for all of it) -> tokens issued until then (UTC) do not count."""
    outdated: frozenset[str] = frozenset()
    """Contacts that are nobody's any more, by identifier: what ``hub.people`` keeps under them is to be forgotten."""

    def after(self, facts: Iterable[Fact]) -> "Participants":
        """This snapshot with these facts taken in, in order. Facts about anything else change nothing."""
        snapshot = self
        for fact in facts:
            fold = _FOLDS.get(type(fact))
            snapshot = snapshot if fold is None else fold(snapshot, fact)
        return snapshot

    def revoked_until(self, organisation: str, professional: str | None) -> datetime | None:
        """Until when tokens of this organisation, or of this professional of it, were issued that count no longer."""
        found = (self.revoked.get((organisation, each)) for each in {None, professional})
        return max((each for each in found if each is not None), default=None)


def _organisation(snapshot: Participants, organisation: Organisation) -> Participants:
    return msgspec.structs.replace(snapshot, organisations=snapshot.organisations.including(organisation))


def _registered(snapshot: Participants, fact: OrganisationRegistered) -> Participants:
    known = snapshot.organisations.get(fact.organisation)
    suspended = known is not None and known.state == "suspended"
    return _organisation(
        snapshot,
        Organisation(
            id=fact.organisation,
            name=fact.name,
            sector=fact.sector,
            roles=frozenset(fact.roles),
            oin=fact.oin,
            shielded=fact.shielded,
            publishes_through=fact.publishes_through,
            phone=fact.phone,
            duty_email=fact.duty_email,
            manager_phone=fact.manager_phone,
            manager_email=fact.manager_email,
            area=fact.area,
            reviewers=fact.reviewers,
            state="suspended" if suspended else "active",
        ),
    )


def _state(
    snapshot: Participants, fact: OrganisationSuspended | OrganisationResumed | OrganisationEnded
) -> Participants:
    known = snapshot.organisations.get(fact.organisation)
    if known is None:
        return snapshot
    return _organisation(snapshot, msgspec.structs.replace(known, state=_STATES[type(fact)]))


def _designated(snapshot: Participants, fact: ProfessionalDesignated) -> Participants:
    known = snapshot.professionals.get(fact.organisation, fact.professional)
    if known is None or known.left_at is not None:
        known = Professional(
            id=fact.professional,
            organisation=fact.organisation,
            roles=frozenset(),
            designated_at=fact.recorded_at,
            confirm_by=confirm_by(fact.recorded_at),
        )
    new = msgspec.structs.replace(
        known, roles=frozenset(fact.roles), deputy=fact.deputy, contact=fact.contact or known.contact
    )
    gone = frozenset() if known.contact in {None, new.contact} else frozenset({known.contact})
    return msgspec.structs.replace(
        snapshot, professionals=snapshot.professionals.including(new), outdated=snapshot.outdated | gone
    )


def _professional(snapshot: Participants, organisation: str, code: str, **changes: Any) -> Participants:  # noqa: ANN401 - any field
    known = snapshot.professionals.get(organisation, code)
    if known is None:
        return snapshot
    changed = msgspec.structs.replace(known, **changes)
    return msgspec.structs.replace(snapshot, professionals=snapshot.professionals.including(changed))


def _confirmed(snapshot: Participants, fact: ProfessionalConfirmed) -> Participants:
    until = confirm_by(fact.recorded_at)
    return _professional(snapshot, fact.organisation, fact.professional, confirm_by=until, warned=None)


def _away(snapshot: Participants, fact: ProfessionalAway) -> Participants:
    return _professional(snapshot, fact.organisation, fact.professional, away_from=fact.since, away_until=fact.until)


def _back(snapshot: Participants, fact: ProfessionalBack) -> Participants:
    return _professional(snapshot, fact.organisation, fact.professional, away_from=None, away_until=None)


def _left(snapshot: Participants, fact: ProfessionalLeft) -> Participants:
    """The name goes with the professional: whom to call from now on is whoever took over."""
    known = snapshot.professionals.get(fact.organisation, fact.professional)
    contact = frozenset() if known is None or known.contact is None else frozenset({known.contact})
    gone = _professional(
        msgspec.structs.replace(snapshot, outdated=snapshot.outdated | contact),
        fact.organisation,
        fact.professional,
        left_at=fact.recorded_at,
        successor=fact.successor,
        contact=None,
    )
    return _revoke(gone, fact.organisation, fact.professional, fact.recorded_at)


def _revoked(snapshot: Participants, fact: TokensRevoked) -> Participants:
    return _revoke(snapshot, fact.organisation, fact.professional, fact.recorded_at)


def _revoke(snapshot: Participants, organisation: str, professional: str | None, until: datetime) -> Participants:
    return msgspec.structs.replace(snapshot, revoked={**snapshot.revoked, (organisation, professional): until})


def _told(snapshot: Participants, fact: AccessTold) -> Participants:
    return _professional(snapshot, fact.organisation, fact.professional, warned=fact.what)


_STATES: Final[Mapping[type[Fact], str]] = {
    OrganisationSuspended: "suspended",
    OrganisationResumed: "active",
    OrganisationEnded: "ended",
}
_FOLDS: Final[Mapping[type[Fact], Callable[[Participants, Any], Participants]]] = {
    OrganisationRegistered: _registered,
    OrganisationSuspended: _state,
    OrganisationResumed: _state,
    OrganisationEnded: _state,
    TokensRevoked: _revoked,
    ProfessionalDesignated: _designated,
    ProfessionalConfirmed: _confirmed,
    ProfessionalAway: _away,
    ProfessionalBack: _back,
    ProfessionalLeft: _left,
    AccessTold: _told,
}
FOLDED = frozenset(_FOLDS)
"""The facts that say who takes part; no family's state holds them."""
