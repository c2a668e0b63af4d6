"""feedback-decided: whoever signalled a concern hears, once, what others decided after it."""

from collections.abc import Iterator

from hub.domain.items import Item, Signal
from hub.domain.rules.gathering import days, ids_of, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

DECISIONS = frozenset(
    {
        "family-plan",
        "safety-plan",
        "scale-step",
        "not-scaled-up-help-accepted",
        "family-directs-itself",
        "stagnation-decided",
    }
)
"""Follow-up codes that are a decision on what happens next; a coordinator who accepts is one too."""


def find(view: FamilyView, _: Parameters) -> Iterator[Finding]:
    """One finding for who has an open concern, for as long as the first of these is open: the first moment."""
    yield from told_after(view, _decided(view))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When it is told by itself, where no message went out before that it could join. Parameter: ``within_days``."""
    yield from told_by(view, _decided(view), parameters)


def _decided(view: FamilyView) -> list[Item]:
    decided: list[Item] = [each for each in view.coordinations if each.step == "accepted"]
    decided += [each for each in view.follow_ups if each.code in DECISIONS]
    return view.of_others(decided)


def told_after(view: FamilyView, news: list[Item]) -> Iterator[Finding]:
    """That something of others came after the viewer's first open concern about the same persons; it asks no answer.

    By the first: whoever signals again about one family hears once, not once per signal (DOMAIN.md 9, quiet by design).
    """
    first, later = _after_the_first(view, news)
    if first is not None and later:
        yield Finding(key=first.id, about=first.about, items=ids_of((first, *later)), asks_nothing=True)


def told_by(view: FamilyView, news: list[Item], parameters: Parameters) -> Iterator[Moment]:
    """When it is told at the latest, counted from the first of the news that the hub had."""
    first, later = _after_the_first(view, news)
    if first is not None and later:
        moment = min(map(runs_from, later)) + days(parameters["within_days"])
        if moment > view.now:
            yield Moment(key=first.id, due=moment)


def _after_the_first(view: FamilyView, news: list[Item]) -> tuple[Signal | None, list[Item]]:
    """The viewer's first open concern, and what of the news is about the same persons and came after it."""
    own = [each for each in view.concerns if each.owner == view.viewer.id]
    first = min(own, key=lambda each: (each.occurred_at, each.id), default=None)
    if first is None:
        return None, []
    about = {person for concern in own for person in concern.about}
    return first, [each for each in news if each.occurred_at >= first.occurred_at and not about.isdisjoint(each.about)]


FEEDBACK_DECIDED = Rule(
    id="feedback-decided",
    version=1,
    order=310,
    source="A annex",
    looks_at=frozenset({"coordination", "follow-up"}),
    find=find,
    due=due,
    on_time=True,
    joins=True,
    term_nl="terugkoppeling aan wie signaleerde",
    term_en="feedback to who signalled",
    fires_nl="een ander besluit na een zorg wat er gebeurt: iemand aanvaardt de regie, er komt een plan, er wordt op- "
    "of afgeschaald",
    fires_en="after a concern another decides what happens: somebody accepts the coordination, there is a plan, help "
    "is scaled up or down",
    told_nl="wie de zorg signaleerde, één keer zolang diens eerste zorg openstaat, in het eerstvolgende bericht of "
    "anders na de termijn; er wordt geen antwoord gevraagd",
    told_en="who signalled the concern, once while its first concern is open, in the next message or else after the "
    "term; no answer is asked",
    reason_nl="Terugkoppeling op uw zorg: er is besloten wat er gebeurt ({organisations}, {dates}).",
    reason_en="Feedback on your concern: what happens has been decided ({organisations}, {dates}).",
)
