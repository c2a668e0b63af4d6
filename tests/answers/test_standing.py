"""Whether a task stands is decided anew when it is shown, whatever row a calendar still finds."""

from msgspec.structs import replace

from hub.answers.showing import Showing
from hub.answers.tasks import standing_of
from hub.domain.circumstances import Circumstances
from hub.domain.facts import Fact, SignalArchived
from hub.domain.facts.signals import Informed
from hub.domain.tasks import Kind
from hub.views.rows import TaskRow
from tests.domain.builders import AGES, CATALOGUE, CJG, TOM, ends, on, signal
from tests.domain.scenario import POLICY, history

DEFERRED = Informed(person=TOM, deferred_until=on("2013-03-01"), reason="unsafe-to-tell")
WORRY = replace(
    signal(CJG, "school-absence", date="2013-02-01"), informed=(DEFERRED,), report_to_veilig_thuis="intended"
)
ENDED = ends(WORRY, "2013-04-01")
ARCHIVED = SignalArchived(recorded_at=on("2013-05-01"), signal=WORRY.signal, persons=(TOM,))


def stands(kind: Kind, *facts: Fact) -> bool:
    """Whether the CJG's task about its own concern stands two weeks after all that."""
    where = Circumstances(
        history(*facts).state, AGES, CATALOGUE, on("2013-05-14"), POLICY.organisations, POLICY.disclosure
    )
    moment = on("2013-02-01")
    row = TaskRow(
        task=f"{kind}:x",
        organisation=CJG.id,
        kind=kind.value,
        thing=WORRY.signal,
        professional=None,
        second=False,
        person=TOM,
        opens=moment,
        since=moment,
        due=moment,
    )
    return standing_of(row, Showing(CJG, where, POLICY)) is not None


def test_of_an_ended_signal_nobody_is_to_be_told_and_of_an_archived_one_nothing_is_to_be_done() -> None:
    found = {
        kind: [stands(kind, WORRY), stands(kind, WORRY, ENDED), stands(kind, WORRY, ENDED, ARCHIVED)]
        for kind in (Kind.INFORMING, Kind.REPORT)
    }
    assert found == {Kind.INFORMING: [True, False, False], Kind.REPORT: [True, True, False]}
