"""Who may be asked to coordinate, how far help was scaled up, and what a closed inquiry leaves open (DOMAIN.md 10)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from hub.answers.items import CategoryAnswer, category_answer, day_of
from hub.answers.naming import Names, OrganisationAnswer, PersonAnswer
from hub.answers.notices import Words
from hub.answers.showing import Showing, ShownFamily
from hub.domain.coordinators import Why, candidates, scale_of
from hub.domain.disclosure import Disclosed
from hub.domain.follow_up_codes import ASSESSMENT
from hub.domain.items import FollowUp, Item

CLOSED: Final = frozenset({"inquiry-closed", "inquiry-handed-over", "triage-handed-over", "handed-over-closed"})
"""Follow-up codes with which Veilig Thuis, or who took over from it, closes."""
WHY: Final[dict[Why, Words]] = {
    "guardian": Words(nl="voogd onder een maatregel", en="guardian under a measure"),
    "coordinates-already": Words(nl="voert de regie al", en="coordinates already"),
    "wijkteam": Words(nl="wijkteam", en="wijkteam"),
    "may-coordinate": Words(nl="mag de regie voeren", en="may coordinate"),
}


class CandidateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask to coordinate, in this order, and why there."""

    organisation: OrganisationAnswer
    why: Words


class ScaleAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last step of scaling up or down (op- en afschalen)."""

    step: str
    by: OrganisationAnswer
    on: date | None = None


class ClosedInquiryAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A closed inquiry, never just as ended: whether safety was assessed for every child, and what is open (L3.3)."""

    by: OrganisationAnswer
    on: date | None = None
    safety_assessed: bool
    still_open: tuple[CategoryAnswer, ...] = ()
    """Categories of open safety concerns about the same persons."""
    nobody_watches: tuple[PersonAnswer, ...] = ()
    """Children for whom no watcher has accepted."""
    text: Words


def candidate_answers(family: ShownFamily, showing: Showing, names: Names) -> tuple[CandidateAnswer, ...]:
    """Whom the viewer may ask to coordinate; nobody, to a sector that learns only whom to reach (DOMAIN.md 5.4)."""
    if family.viewer.enforcing:
        return ()
    return tuple(
        CandidateAnswer(organisation=names.organisation(each.organisation), why=WHY[each.why])
        for each in candidates(family.view, showing.policy.organisations)
    )


def scale_answer(family: ShownFamily, names: Names) -> ScaleAnswer | None:
    """How far help was scaled up last, as far as the viewer may see."""
    last = scale_of(family.view)
    (shown,) = family.of([last.id]) if last is not None else (None,)
    if shown is None or not isinstance(shown.item, FollowUp) or shown.item.outcome is None:
        return None
    hidden = names.hides(shown)
    return ScaleAnswer(
        step=shown.item.outcome, by=names.owner(shown), on=None if hidden else day_of(shown.item.occurred_at)
    )


def closed_inquiries(family: ShownFamily, showing: Showing, names: Names) -> Iterator[ClosedInquiryAnswer]:
    """Every closing that the viewer may see, the last first."""
    closings = [each for each in family.disclosed if isinstance(each.item, FollowUp) and each.item.code in CLOSED]
    for each in sorted(closings, key=lambda closing: (closing.item.occurred_at, closing.item.id), reverse=True):
        yield _closed(each, family, showing, names)


def _closed(closing: Disclosed[Item], family: ShownFamily, showing: Showing, names: Names) -> ClosedInquiryAnswer:
    view, item = family.view, closing.item
    children = [child for child in view.children if child in item.about] or [*item.about]
    assessed = {
        person
        for fact in view.follow_ups
        if fact.owner == item.owner and fact.code.startswith(ASSESSMENT) and fact.occurred_at <= item.occurred_at
        for person in fact.about
    }
    about = set(item.about)
    concerns = (each.category for each in view.safety_concerns if not about.isdisjoint(each.about))
    categories = (category_answer(code, showing.policy.catalogue) for code in dict.fromkeys(concerns))
    still_open = tuple(each for each in categories if each is not None)
    watched = {watch.child for watch in view.watches if watch.step == "accepted"}
    safe = assessed.issuperset(children)
    return ClosedInquiryAnswer(
        by=names.owner(closing),
        on=None if names.hides(closing) else day_of(item.occurred_at),
        safety_assessed=safe,
        still_open=still_open,
        nobody_watches=tuple(names.person(child) for child in view.children if child in about and child not in watched),
        text=_words(still_open, safe=safe),
    )


def _words(still_open: tuple[CategoryAnswer, ...], *, safe: bool) -> Words:
    nl = ", ".join(each.label.nl for each in still_open) or "geen veiligheidszorg in beeld"
    en = ", ".join(each.label.en for each in still_open) or "no safety concern in view"
    return Words(
        nl=f"gesloten; veiligheid beoordeeld: {'ja' if safe else 'nee'}; nog open: {nl}",
        en=f"closed; safety assessed: {'yes' if safe else 'no'}; still open: {en}",
    )
