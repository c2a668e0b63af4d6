"""One disclosed item as an answer shows it."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from hub.answers.naming import Names, OrganisationAnswer
from hub.answers.notices import Words
from hub.domain.catalogue import Catalogue
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.items import Coordination, FollowUp, Handover, Item, Membership, Signal, Watch
from hub.domain.terms import AMSTERDAM


class CategoryAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A category of concern (zorg) with its life domain (leefgebied)."""

    code: str
    domain: str
    label: Words


class ItemAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something an organisation recorded, with the ground on which it is shown.

    ``occurred_on`` is a Dutch calendar day, and left out where it would narrow down a shielded organisation. An
    ``earlier-signal`` has ended: it tells whose it was and the year, nothing more.
    """

    id: str
    kind: str
    owner: OrganisationAnswer
    ground: str
    about: tuple[str, ...] = ()
    """The viewer's own references."""
    category: CategoryAnswer | None = None
    severity: str | None = None
    occurred_on: date | None = None
    year: int | None = None
    code: str | None = None
    """Of a follow-up fact, or the role of a membership."""
    step: str | None = None
    """How far an offer, a coordination, a watch or a handover is; ``expired`` for an offer that nobody took up."""
    outcome: str | None = None
    """How it was decided, by a code."""
    until: date | None = None
    """Until when it holds, or the day that it sets."""
    with_: OrganisationAnswer | None = msgspec.field(default=None, name="with")
    """The organisation that coordinates, watches or receives, or to which was referred."""


def item_answer(each: Disclosed[Item], names: Names, catalogue: Catalogue) -> ItemAnswer:
    """The answer for one item."""
    item = each.item
    hidden = names.hides(each)
    if isinstance(item, Signal) and item.ended_at is not None and each.ground is not Ground.OWN:
        return ItemAnswer(
            id=item.id,
            kind="earlier-signal",
            owner=names.owner(each),
            ground=each.ground.value,
            year=None if hidden else day_of(item.occurred_at).year,
        )
    return ItemAnswer(
        id=item.id,
        kind=item.kind,
        owner=names.owner(each),
        ground=each.ground.value,
        about=tuple(map(names.reference, item.about)),
        category=category_answer(item.category, catalogue),
        severity=item.severity.value if isinstance(item, Signal) and item.severity else None,
        occurred_on=None if hidden else day_of(item.occurred_at),
        code=_code(item),
        step=item.step if isinstance(item, Coordination | Watch | Handover) else None,
        outcome=item.outcome if isinstance(item, FollowUp) else None,
        until=day_of(item.until) if isinstance(item, FollowUp) and item.until is not None and not hidden else None,
        with_=_with(item, names),
    )


def item_answers(disclosed: Iterable[Disclosed[Item]], names: Names, catalogue: Catalogue) -> tuple[ItemAnswer, ...]:
    """The answers for several items, in their order; but those without a date last, or their place would give one."""
    return tuple(item_answer(each, names, catalogue) for each in sorted(disclosed, key=names.hides))


def category_answer(code: str | None, catalogue: Catalogue) -> CategoryAnswer | None:
    """A category with its words; None for no category, or one that the catalogue has no more."""
    known = None if code is None else catalogue.get(code)
    if known is None:
        return None
    return CategoryAnswer(code=known.code, domain=known.domain.value, label=Words(known.label_nl, known.label_en))


def day_of(moment: datetime) -> date:
    """The Dutch calendar day of a moment."""
    return moment.astimezone(AMSTERDAM).date()


def _code(item: Item) -> str | None:
    if isinstance(item, FollowUp):
        return item.code
    return item.role if isinstance(item, Membership) else None


def _with(item: Item, names: Names) -> OrganisationAnswer | None:
    match item:
        case Coordination():
            return names.organisation(item.coordinator)
        case Watch():
            return names.organisation(item.watcher)
        case Handover():
            return names.organisation(item.receiver)
        case FollowUp(towards=str() as towards):
            return names.organisation(towards) if names.knows(towards) else OrganisationAnswer(name=towards)
    return None
