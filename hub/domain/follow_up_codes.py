"""The coded follow-up facts (DOMAIN.md 10): that something happened and when, never what was said."""

from collections.abc import Mapping
from typing import Final

import msgspec


class FollowUpCode(msgspec.Struct, frozen=True, kw_only=True):
    """One code, in words for a page, and what a fact with it must say beside a date and whom it is about."""

    nl: str
    en: str
    of: bool = False
    """It answers something: an item that the one who records it may see."""
    of_own: bool = False
    """What it answers is an item of its own."""
    until: bool = False
    """It says until when, or for which day."""
    to_interpreter: bool = False
    """It asks an organisation that interprets (duidt), which ``towards`` names."""
    outcomes: frozenset[str] = frozenset()
    """One of these is how it was decided."""


def _code(nl: str, en: str, **needs: bool | frozenset[str]) -> FollowUpCode:
    return msgspec.convert({"nl": nl, "en": en, **needs}, FollowUpCode)


ASSESSMENT: Final = "safety-assessment-"
"""How the codes of a safety assessment begin."""
CONFIRMED: Final = "concern-confirmed"
"""The owner says that its concern stands: from then its two years run anew (DOMAIN.md 1, open concern)."""
INTERPRETATION_ASKED: Final = "interpretation-asked"
"""Another is asked to interpret (duiden) what comes together: a role that gives it a reason to know (DOMAIN.md 5)."""
INTERPRETATION_GIVEN: Final = "interpretation-given"
"""What it came to, which ends that role."""

FOLLOW_UP_CODES: Final[Mapping[str, FollowUpCode]] = {
    "appointment-completed": _code("afspraak doorgegaan", "appointment completed"),
    "referral-made": _code("verwezen", "referred"),
    "referral-arrived": _code("verwijzing aangekomen", "referral arrived"),
    "contact-restored": _code("weer contact", "contact restored"),
    "safety-assessment-safe": _code("beoordeeld: veilig", "assessed: safe"),
    "safety-assessment-unsafe": _code("beoordeeld: onveilig", "assessed: unsafe"),
    "safety-plan": _code("veiligheidsplan", "safety plan"),
    "family-plan": _code("gezinsplan", "family plan"),
    "child-seen": _code("kind gezien", "child seen"),
    "child-spoken-with": _code("met het kind gesproken", "child spoken with"),
    "member-spoken-with": _code("gesproken", "spoken with"),
    "not-scaled-up-help-accepted": _code("niet opgeschaald, hulp aanvaard", "not scaled up because help was accepted"),
    "help-ended-early": _code("hulp voortijdig gestopt", "help ended early"),
    "family-directs-itself": _code("gezin voert zelf regie", "family directs itself"),
    "kindcheck-named": _code("kindcheck: kinderen bekend", "kindcheck: children named"),
    "family-told": _code("gezin ingelicht", "family told"),
    "network-mapped": _code("netwerk in kaart", "network mapped"),
    CONFIRMED: _code("zorg bevestigd", "concern confirmed", of=True, of_own=True),
    # Moves, as dates (L4.3, L4.1); where to is never said.
    "moved-municipality": _code("verhuisd naar een andere gemeente", "moved to another municipality"),
    "school-changed": _code("andere school", "another school"),
    "gp-changed": _code("andere huisarts", "another GP"),
    "move-acknowledged": _code("verhuizing bevestigd door wie ontvangt", "move acknowledged by who receives", of=True),
    INTERPRETATION_ASKED: _code("duiding gevraagd", "interpretation asked", to_interpreter=True),
    INTERPRETATION_GIVEN: _code(
        "duiding gegeven",
        "interpretation given",
        of=True,
        outcomes=frozenset({"belongs-together", "stands-apart", "safety-first", "cannot-be-told-yet"}),
    ),
    # After a report to Veilig Thuis (V3.2, V3.3). ``towards`` is who takes over.
    "inquiry-handed-over": _code("overgedragen na onderzoek door Veilig Thuis", "handed over after an inquiry"),
    "triage-handed-over": _code("overgedragen na triage door Veilig Thuis", "handed over after triage"),
    "monitoring-contact": _code("monitorcontact van Veilig Thuis", "monitoring contact of Veilig Thuis", of=True),
    "reported-back": _code("teruggekoppeld aan Veilig Thuis", "reported back to Veilig Thuis", of=True),
    "help-not-wanted": _code("gezin wil geen hulp", "family wants no help"),
    "inquiry-closed": _code("onderzoek door Veilig Thuis gesloten", "inquiry closed"),
    "handed-over-closed": _code("gesloten na overdracht door Veilig Thuis", "closed after the handover", of=True),
    # Scaling up and down (L3.3), and who has the guardianship under a measure: ``towards``, or who records it.
    "scale-step": _code(
        "stap in op- of afschalen",
        "step of scaling up or down",
        outcomes=frozenset(
            {
                "voluntary",
                "drang",
                "jeugdbeschermingsplein",
                "jeugdbeschermingstafel",
                "raadsonderzoek",
                "dwang",
            }
        ),
    ),
    "guardian-appointed": _code("voogd of gezinsvoogd aangewezen", "guardian appointed"),
    # Differences among those who help (Z4.4, R4.1). ``towards`` is the other party.
    "stagnation": _code("vastgelopen", "stagnated"),
    "view-differs": _code("verschil van inzicht over veiligheid", "difference of view on safety"),
    "stagnation-answered": _code("antwoord op vastlopen", "answer to a stagnation", of=True),
    "stagnation-decided": _code(
        "besluit na vastlopen",
        "decision on a stagnation",
        of=True,
        outcomes=frozenset({"scale-up", "change-plan", "change-coordinator", "continue", "no-action"}),
    ),
    # Looking back (L5 question 5, L3.2).
    "closing-objection": _code("bezwaar tegen afsluiten", "objection to closing", of=True),
    "review-planned": _code("terugkijken gepland", "review planned", until=True),
    "review-held": _code("teruggekeken", "review held"),
    "took-part-in-review": _code("deed mee aan het terugkijken", "took part in the review"),
}
"""Every code. ``about`` says whom: who was assessed, seen, spoken with, or took part."""
