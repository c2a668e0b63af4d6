"""The answer to a published signal: what the organisation now has, and how far it is shared."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, Literal

import msgspec

from hub.answers.notices import Notice, Words
from hub.domain.disclosure import Ground
from hub.domain.facts.matches import MatchRaised
from hub.domain.match import Match


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What would open a sealed signal to others, with a stable code."""

    code: str
    text: Words


CONSENT: Final = Opening(
    code="consent",
    text=Words(
        nl="Toestemming van iedereen over wie dit signaal gaat, of van wie het gezag heeft.",
        en="Consent of everyone this signal is about, or of those who hold authority.",
    ),
)
SAFETY_EXCEPTION: Final = Opening(
    code="safety-exception",
    text=Words(
        nl="Een veiligheidsuitzondering, besloten door een professional van uw organisatie.",
        en="A safety exception, decided by a professional of your organisation.",
    ),
)


class Disclosure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether an own signal is open to anybody at all. Says nothing of whether anybody is there."""

    state: Literal["open", "sealed"]
    grounds: tuple[str, ...] = ()
    what_would_open: tuple[Opening, ...] = ()


class Links(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where to go on."""

    match: str | None = None
    answer: str | None = None
    confirm: str | None = None
    """Where a second professional confirms the reason to know, so that more of it shows (DOMAIN.md 5.3)."""
    request: str | None = None
    act: str | None = None
    """What is expected, of a notification about sharing: the call with which one does it."""


class MatchSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A match (samenloop) of this organisation, by identifiers; its content is at ``links.match``."""

    id: str
    rule: str
    lane: str
    about: tuple[str, ...]
    """The organisation's own references to the persons it is about."""
    raised_at: datetime
    notification: str | None = None
    answer_by: datetime | None = None
    links: Links


class PublishedAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a signal (signaal). ``id`` and ``subject`` stay the same when the message is sent again."""

    id: str
    wait: str
    subject: str
    """The organisation's own reference to the person the signal is about."""
    disclosure: Disclosure
    matches: tuple[MatchSummary, ...]
    notices: tuple[Notice, ...] = ()
    replayed: bool = False
    """The hub had this message before; nothing was stored now."""
    gone: bool = False
    """Of a repeat: the signal was taken back since, or kept long enough. It is not there again by this."""
    consent: str | None = None
    """Identifier of the consent that came with it."""
    safety_exception: str | None = None
    """Identifier of the safety exception that came with it."""


def disclosure(grounds: Iterable[str]) -> Disclosure:
    """How far a signal that is open on these grounds is shared."""
    found = tuple(sorted(Ground(ground).value for ground in grounds))
    if found:
        return Disclosure(state="open", grounds=found)
    return Disclosure(state="sealed", what_would_open=(CONSENT, SAFETY_EXCEPTION))


def links_of(match: str, notification: str | None) -> Links:
    """The addresses of a match, and of the answer to its notification."""
    return Links(
        match=f"/v1/matches/{match}",
        answer=None if notification is None else f"/v1/notifications/{notification}/_answer",
    )


def raised(match: MatchRaised, reference: Callable[[str], str]) -> MatchSummary:
    """A match that was raised to the organisation just now."""
    return MatchSummary(
        id=match.match,
        rule=match.rule,
        lane=match.lane,
        about=tuple(map(reference, match.about)),
        raised_at=match.recorded_at,
        notification=match.notification,
        answer_by=match.answer_by,
        links=links_of(match.match, match.notification),
    )


def standing(match: Match, reference: Callable[[str], str]) -> MatchSummary:
    """A match of the organisation as it stands now."""
    notification = match.notifications[-1] if match.notifications else None
    return MatchSummary(
        id=match.id,
        rule=match.rule,
        lane=match.lane,
        about=tuple(map(reference, match.about)),
        raised_at=match.raised_at,
        notification=notification,
        links=links_of(match.id, notification),
    )
