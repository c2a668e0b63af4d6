"""report-not-made: a report to Veilig Thuis was intended, and not confirmed made or withdrawn with a reason."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.columns import NOTHING
from hub.domain.items import Signal
from hub.domain.rules.gathering import days
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.sortings import REPORTS
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per own signal, also after it ended: only an answer settles it. Parameter: ``within_days``."""
    for signal, due in _intended(view, parameters):
        if due <= view.now:
            yield Finding(key=signal.id, about=signal.about, items=(signal.id,))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each intended report should have been confirmed."""
    for signal, moment in _intended(view, parameters):
        if moment > view.now:
            yield Moment(key=signal.id, due=moment)


def _intended(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Signal, datetime]]:
    for signal in view.seen.sorted.by(REPORTS).get("intended", NOTHING).items:
        if signal.owner == view.viewer.id:
            yield signal, signal.recorded_at + days(parameters["within_days"])


REPORT_NOT_MADE = Rule(
    id="report-not-made",
    version=1,
    order=200,
    source="R3.2 (police); term chosen",
    looks_at=frozenset({"concern", "involvement"}),
    find=find,
    fires_nl="een melding bij Veilig Thuis was voorgenomen en is na de termijn niet bevestigd en niet met reden "
    "ingetrokken",
    fires_en="a report to Veilig Thuis was intended and after the term neither confirmed nor withdrawn with a reason",
    told_nl="de eigenaar en de leidinggevende",
    told_en="the owner and its manager",
    reason_nl="U nam zich voor te melden bij Veilig Thuis. Bevestig dat de melding is gedaan, of leg vast waarom niet. "
    "Uw signaal in de hub is geen melding.",
    reason_en="You intended to report to Veilig Thuis. Confirm that the report was made, or record why not. Your "
    "signal in the hub is no report.",
    term_nl="termijn voor de melding bij Veilig Thuis",
    term_en="term of the report to Veilig Thuis",
    on_time=True,
    due=due,
)
