"""feedback-ended: whoever signalled a concern hears, once, how what others did came to an end."""

from collections.abc import Iterator

from hub.domain.items import Item
from hub.domain.rules.feedback_decided import told_after, told_by
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

ENDS = frozenset({"inquiry-closed", "handed-over-closed"})
"""Follow-up codes that say that something came to an end."""


def find(view: FamilyView, _: Parameters) -> Iterator[Finding]:
    """One finding for who has an open concern, for as long as the first of these is open: the second moment.

    A coordination that another took over has not ended for the family.
    """
    yield from told_after(view, _ended(view))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When it is told by itself, where no message went out before that it could join. Parameter: ``within_days``."""
    yield from told_by(view, _ended(view), parameters)


def _ended(view: FamilyView) -> list[Item]:
    ended: list[Item] = [each for each in view.follow_ups if each.code in ENDS]
    if view.coordinator is None:
        ended += [each for each in view.coordinations if each.step == "ended"]
    ended += [each for each in view.handovers if each.step == "completed" and each.receiver != view.viewer.id]
    return view.of_others(ended)


FEEDBACK_ENDED = Rule(
    id="feedback-ended",
    version=1,
    order=320,
    source="A annex, L3.3",
    looks_at=frozenset({"coordination", "follow-up", "handover"}),
    find=find,
    due=due,
    on_time=True,
    joins=True,
    term_nl="terugkoppeling aan wie signaleerde",
    term_en="feedback to who signalled",
    fires_nl="na een zorg eindigt de regie zonder opvolger, wordt een onderzoek gesloten, of is een overdracht rond",
    fires_en="after a concern the coordination ends without a successor, an inquiry is closed, or a handover is "
    "complete",
    told_nl="wie de zorg signaleerde, één keer zolang diens eerste zorg openstaat, in het eerstvolgende bericht of "
    "anders na de termijn; er wordt geen antwoord gevraagd",
    told_en="who signalled the concern, once while its first concern is open, in the next message or else after the "
    "term; no answer is asked",
    reason_nl="Terugkoppeling op uw zorg: hoe het afliep bij {organisations} ({dates}). Uw zorg blijft open tot u haar "
    "sluit.",
    reason_en="Feedback on your concern: how it ended at {organisations} ({dates}). Your concern stays open until you "
    "close it.",
)
