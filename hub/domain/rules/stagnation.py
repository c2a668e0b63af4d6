"""stagnation: those who help are stuck or see safety differently, and nobody answers."""

from collections.abc import Iterator

from hub.domain.items import FollowUp
from hub.domain.rules.gathering import ids_of, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.terms import working_mornings
from hub.domain.view import FamilyView

STUCK = frozenset({"stagnation", "view-differs"})
ANSWERED, DECIDED = "stagnation-answered", "stagnation-decided"
DECIDE = "decide"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """First both parties, reaching their managers; then the municipality's process coordinator, by identifier.

    Parameters: ``answer_within_working_days``, ``decide_within_working_days`` after that.
    """
    for stuck, steps in _unanswered(view, parameters):
        managers, municipality = steps
        if managers.due <= view.now:
            yield Finding(key=stuck.id, about=stuck.about, items=ids_of((stuck,)), reaches="manager")
        if municipality.due <= view.now:
            yield Finding(key=municipality.key, about=stuck.about, items=(), to_process_coordinator=True)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """Both moments of every stagnation that waits."""
    for _, steps in _unanswered(view, parameters):
        yield from (step for step in steps if step.due > view.now)


def _unanswered(view: FamilyView, parameters: Parameters) -> Iterator[tuple[FollowUp, tuple[Moment, Moment]]]:
    viewer = view.viewer.id
    answered = {(each.of, each.owner) for each in view.follow_ups if each.code == ANSWERED}
    decided = {each.of for each in view.follow_ups if each.code == DECIDED}
    for stuck in view.follow_ups:
        if stuck.code not in STUCK or viewer not in {stuck.owner, stuck.towards} or stuck.id in decided:
            continue
        if any(of == stuck.id and owner != stuck.owner for of, owner in answered):
            continue
        first = working_mornings(runs_from(stuck), parameters["answer_within_working_days"])
        second = working_mornings(first, parameters["decide_within_working_days"])
        yield stuck, (Moment(key=stuck.id, due=first), Moment(key=f"{stuck.id}:{DECIDE}", due=second))


STAGNATION = Rule(
    id="stagnation",
    version=1,
    order=240,
    source="Z4.4, R4.1",
    looks_at=frozenset({"follow-up"}),
    find=find,
    fires_nl="vastlopen of een verschil van inzicht over veiligheid dat binnen de termijn niet is beantwoord",
    fires_en="a stagnation or a difference of view on safety that was not answered within the term",
    told_nl="beide partijen tot hun leidinggevenden; daarna de procescoördinator van de gemeente, alleen een kenmerk",
    told_en="both parties up to their managers; then the municipality's process coordinator, an identifier only",
    reason_nl="De hulp is vastgelopen, of er is verschil van inzicht over veiligheid ({dates}), en er kwam geen "
    "antwoord. Dit gaat naar beide leidinggevenden, daarna naar wie bij de gemeente besluit.",
    reason_en="Help has stagnated, or views on safety differ ({dates}), and no answer came. This goes to both "
    "managers, then to the one who decides at the municipality.",
    term_nl="termijn voor antwoord op vastlopen",
    term_en="term to answer a stagnation",
    on_time=True,
    due=due,
)
