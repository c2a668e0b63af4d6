"""A look as its reviewer reads it: who looked when, at whom, and on which reason (DOMAIN.md 5.3)."""

from datetime import datetime

import msgspec

from hub.answers.naming import Names, PersonAnswer
from hub.answers.notices import Words
from hub.disclosures.trail import Trail
from hub.domain.disclosure import Ground
from hub.domain.looking import Looked
from hub.domain.looks import Basis, Look

_BASES = {
    "own-reason": Words(
        nl="Eigen betrokkenheid of opgave, door niemand anders bevestigd",
        en="An own involvement or statement that nobody else confirmed",
    ),
    "confirmed-reason": Words(
        nl="Eigen betrokkenheid of opgave, door een tweede professional bevestigd",
        en="An own involvement or statement that a second professional confirmed",
    ),
    "purpose": Words(
        nl="Een vastgelegd doel, over iemand van wie geen adres bekend is",
        en="A purpose that was logged, about somebody of whom no address is known",
    ),
}


class LookLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Where a second professional judges it."""

    review: str


class LookAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A first look (eerste inzage) that is to be reviewed. ``looked_at`` is UTC.

    ``by``: who looked, by the organisation's own code; without one it was its system. ``about``: whom they asked about,
    by the organisation's own references; all that they were shown is in the disclosure log. ``links`` are left out for
    who looked.
    """

    id: str
    looked_at: datetime
    basis: Basis
    label: Words
    about: tuple[PersonAnswer, ...]
    by: str | None = None
    links: LookLinks | None = None


def look_answer(look: Look, about: tuple[str, ...], names: Names, reader: str | None) -> LookAnswer:
    """The answer. ``about`` are those of its persons whom the reader's organisation may know now."""
    may_judge = reader is not None and reader != look.by
    return LookAnswer(
        id=look.id,
        looked_at=look.looked_at,
        basis=look.basis,
        label=_BASES[look.basis],
        about=tuple(map(names.person, about)),
        by=look.by,
        links=LookLinks(review=f"/v1/looks/{look.id}/_review") if may_judge else None,
    )


def trail_of(look: Look, about: tuple[str, ...]) -> Trail:
    """What reading it leaves in the log: the organisation's own look."""
    return Trail((), (Looked(thing=look.id, about=about, ground=Ground.OWN.value),))
