"""A match as its recipient may read it now: every item it rests on is decided anew (DOMAIN.md 6 and 10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from hub.answers.items import ItemAnswer, item_answers
from hub.answers.naming import Names, OrganisationAnswer, PersonAnswer, ReachAnswer
from hub.answers.notices import Notice, Words, notices_for
from hub.answers.published import Links, links_of
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.items import FollowUp, Item
from hub.domain.match import Match
from hub.domain.policy import Policy
from hub.domain.rules.reason import reason

LANES: Final = {
    "ordinary": Words(nl="Samenloop: antwoord binnen vijf werkdagen.", en="Match: answer within five working days."),
    "violence": Words(
        nl="Geweld in het gezin: antwoord de volgende werkdag, vóór negen uur.",
        en="Violence in the home: answer the next working day, before nine.",
    ),
    "acute": Words(nl="Acuut: antwoord binnen een uur.", en="Acute: answer within the hour."),
}
"""What the lane of a match asks of its recipient, within the terms of ``hub.domain.terms``."""
FEEDBACK: Final = Words(
    nl="Ter informatie: op dit bericht zelf wordt geen antwoord gevraagd.",
    en="To inform you: this message itself asks no answer.",
)

WITHDRAWN: Final = Words(nl="Ingetrokken: er wordt niets meer gevraagd.", en="Withdrawn: nothing is asked any more.")


class StateAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How far another organisation is with the same match (samenloop), as far as that may be seen."""

    organisation: OrganisationAnswer
    answer: str
    """Its last answer, or ``waits`` while there is none."""


class MatchAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A match (samenloop): what converged and why, as far as it may be seen now.

    ``items`` are what it rests on; ``reach`` says with whom, and how. ``answered`` is the recipient's last answer. With
    ``identifier_only`` it discloses no content: references, to pass on to somebody who may know more.
    """

    id: str
    rule: str
    state: Literal["open", "closed", "withdrawn"]
    lane: str
    lane_text: Words
    opened_at: datetime
    raised_at: datetime
    reason: Words | None = None
    about: tuple[PersonAnswer, ...] = ()
    items: tuple[ItemAnswer, ...] = ()
    reach: tuple[ReachAnswer, ...] = ()
    organisations: tuple[StateAnswer, ...] = ()
    """How far each other organisation is with it. What it answered is its own to share, as all that it records."""
    notification: str | None = None
    answered: str | None = None
    identifier_only: bool = False
    notices: tuple[Notice, ...] = ()
    links: Links


def match_answer(
    match: Match,
    about: Sequence[str],
    disclosed: Sequence[Disclosed[Item]],
    names: Names,
    policy: Policy,
    states: Sequence[Disclosed[Item]] = (),
) -> MatchAnswer:
    """The answer for one match; ``disclosed`` are the items it rests on, ``about`` the persons, that may be shown.

    ``states``: what other organisations answered to the same match, as far as that may be shown.
    """
    notification = match.notifications[-1] if match.notifications else None
    bare = MatchAnswer(
        id=match.id,
        rule=match.rule,
        state="withdrawn" if match.withdrawn else "closed" if match.closed else "open",
        lane=match.lane,
        lane_text=_asked(match),
        opened_at=match.opened_at,
        raised_at=match.raised_at,
        notification=notification,
        answered=match.answered,
        identifier_only=match.identifier_only,
        notices=notices_for(names.viewer, urgent=match.lane != "ordinary", ended=match.withdrawn),
        links=links_of(match.id, notification),
    )
    if match.identifier_only:
        return msgspec.structs.replace(
            bare, about=tuple(PersonAnswer(reference=names.reference(person)) for person in match.about)
        )
    if match.withdrawn or not disclosed:
        return bare
    return msgspec.structs.replace(
        bare,
        reason=reason_of(match, disclosed, policy),
        about=tuple(map(names.person, about)),
        items=item_answers(disclosed, names, policy.catalogue),
        reach=names.reach(disclosed),
        organisations=tuple(
            StateAnswer(organisation=names.owner(each), answer=each.item.code)
            for each in states
            if isinstance(each.item, FollowUp)
        ),
        links=_links(bare.links, about, disclosed, names),
    )


def _asked(match: Match) -> Words:
    """What is asked of its recipient now."""
    if match.withdrawn:
        return WITHDRAWN
    return LANES[match.lane] if match.answer_by is not None or not match.notifications else FEEDBACK


def _links(links: Links, about: Sequence[str], disclosed: Sequence[Disclosed[Item]], names: Names) -> Links:
    """With the click by which a second professional opens what was recorded before the reason to know (5.3)."""
    waits = any(each.bare and each.ground in {Ground.CONSENT, Ground.EXCEPTION} for each in disclosed)
    if not waits or not about or names.viewer.enforcing:
        return links
    return msgspec.structs.replace(links, confirm=f"/v1/families/{names.reference(about[0])}/reason/_confirm")


def reason_of(match: Match, disclosed: Sequence[Disclosed[Item]], policy: Policy) -> Words | None:
    """Why the rule spoke, as its version of then said it, from what may be shown; None for a rule that is no more."""
    configured = next((each for each in policy.rules if each.rule.id == match.rule), None)
    if configured is None:
        return None
    return Words(*reason(configured.rule, disclosed, policy.organisations, policy.catalogue, match.rule_version))
