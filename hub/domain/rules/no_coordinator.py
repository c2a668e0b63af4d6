"""no-coordinator: three organisations are involved and nobody coordinates; the process coordinator is asked to act."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import Coordination
from hub.domain.rules.gathering import days, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

DIRECTS_ITSELF = "family-directs-itself"
NEVER = "never"
"""The key where this family never had a coordinator; otherwise the coordination that ended last."""


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family, to the municipality's process coordinator by identifier: so it names no items.

    Parameters: ``organisations``, ``within_days``.
    """
    uncoordinated = _uncoordinated(view, parameters)
    if uncoordinated is not None and uncoordinated.due <= view.now:
        yield Finding(key=uncoordinated.key, about=view.persons, items=(), to_process_coordinator=True)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When somebody should have become coordinator."""
    uncoordinated = _uncoordinated(view, parameters)
    if uncoordinated is not None and uncoordinated.due > view.now:
        yield uncoordinated


def _uncoordinated(view: FamilyView, parameters: Parameters) -> Moment | None:
    """The moment at which this family has gone too long without a coordinator, or None where that is not so."""
    if view.coordinator is not None:
        return None
    since = joined(view, parameters["organisations"])
    if since is None:
        return None
    last = max((c for c in view.coordinations if c.step == "ended"), key=_ended, default=None)
    directed = [f.occurred_at for f in view.follow_ups if f.code == DIRECTS_ITSELF]
    if directed and (last is None or max(directed) >= last.occurred_at):
        return None
    if last is not None:
        since = max(since, runs_from(last))
    return Moment(key=NEVER if last is None else last.id, due=since + days(parameters["within_days"]))


def joined(view: FamilyView, organisations: int) -> datetime | None:
    """When the last of so many organisations joined those who are involved or concerned now, or None."""
    first: dict[str, datetime] = {}
    for signal in view.active:
        known = first.get(signal.owner)
        if known is None or signal.recorded_at < known:
            first[signal.owner] = signal.recorded_at
    return sorted(first.values())[organisations - 1] if len(first) >= organisations else None


def _ended(coordination: Coordination) -> tuple[datetime, str]:
    return runs_from(coordination), coordination.id


NO_COORDINATOR = Rule(
    id="no-coordinator",
    version=1,
    order=160,
    source="R4.1, A4.2; term chosen",
    looks_at=frozenset({"involvement", "concern", "membership", "coordination", "ended"}),
    find=find,
    fires_nl="drie organisaties en na de termijn geen aanvaarde regisseur, en niet vastgelegd dat het gezin zelf regie "
    "voert",
    fires_en='three organisations and after the term no accepted coordinator, nor a recorded "family directs itself"',
    told_nl="de procescoördinator van de gemeente, alleen een kenmerk",
    told_en="the municipality's process coordinator, an identifier only",
    reason_nl="Bij dit gezin zijn ten minste drie organisaties betrokken en niemand coördineert. Wijs een organisatie "
    "aan die de coördinatie op zich neemt.",
    reason_en="At least three organisations are involved with this family and nobody coordinates. Appoint an "
    "organisation to take the coordination on.",
    term_nl="termijn voor het aanwijzen van een regisseur",
    term_en="term for appointing a coordinator",
    on_time=True,
    due=due,
)
