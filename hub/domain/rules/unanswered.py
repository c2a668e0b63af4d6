"""unanswered: a notification waits for its answer past its term."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, Literal

from hub.domain.match import Match
from hub.domain.rules.gathering import persons_of
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

ID: Final = "unanswered"
Step = Literal["duty-contact", "manager"]


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per step over everything that waits, which speaks once until all of it is answered.

    Acute ones stand apart and each speaks of itself, after ``manager_after_hours`` more to the manager too.
    """
    late: dict[str, list[Match]] = {}
    for match, step, moment in _steps(view, parameters):
        if moment <= view.now:
            late.setdefault(_key(match, step), []).append(match)
    for key, matches in sorted(late.items()):
        items = tuple(dict.fromkeys(item for match in matches for item, _ in match.shown if item in view.grounds))
        if items:
            shown = set(items)
            about = persons_of(item for item in view.items if item.id in shown)
            spoken = (
                frozenset(f"item:{match.key}" for match in matches) if key.startswith("acute") else frozenset[str]()
            )
            reaches: Step = "manager" if key.endswith("manager") else "duty-contact"
            yield Finding(key=key, about=about, items=items, speaks_for=spoken, reaches=reaches)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """The next moment of each step."""
    ahead: dict[str, datetime] = {}
    for match, step, moment in _steps(view, parameters):
        if moment > view.now:
            key = _key(match, step)
            ahead[key] = min(moment, ahead.get(key, moment))
    yield from (Moment(key=key, due=moment) for key, moment in ahead.items())


def _key(match: Match, step: Step) -> str:
    return f"acute:{step}" if match.lane == "acute" else step


def _steps(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Match, Step, datetime]]:
    """What the recipient was told over items and has not answered, with each moment at which that is late.

    This rule's own words ask for no other answer.
    """
    for match in view.matches:
        if match.waits and match.answer_by is not None and match.shown and match.rule != ID:
            yield match, "duty-contact", match.answer_by
            if match.lane == "acute":
                yield match, "manager", match.answer_by + timedelta(hours=parameters["manager_after_hours"])


UNANSWERED = Rule(
    id=ID,
    version=1,
    order=250,
    source="2020 figures (DSP 2021); terms chosen",
    looks_at=frozenset(),
    find=find,
    fires_nl="een bericht zonder antwoord: acuut na een uur, geweld de volgende werkochtend, anders na vijf werkdagen",
    fires_en="a notification without answer: acute after an hour, violence the next working morning, else after five "
    "working days",
    told_nl="de organisatie zelf: eerst het dienstcontact, dan de leidinggevende; wat op één dag samenkomt in één "
    "bericht",
    told_en="the organisation itself: first the duty contact, then the manager; what comes together on one day in one "
    "message",
    reason_nl="Een bericht over dit gezin wacht op uw antwoord: {categories}. Gesignaleerd door {organisations}.",
    reason_en="A notification about this family waits for your answer: {categories}. Signalled by {organisations}.",
    term_nl="termijn voor uw antwoord",
    term_en="term for your answer",
    on_time=True,
    answers=True,
    due=due,
)
