"""The life course (levensloop): lanes per organisation and domain, and the same as a table (DOMAIN.md 11)."""

import msgspec

from hub.answers.items import ItemAnswer, item_answer
from hub.answers.naming import Names, OrganisationAnswer
from hub.answers.notices import Notice, is_urgent, notices_for
from hub.answers.showing import Showing, ShownFamily
from hub.domain.items import Membership, Signal


class Lane(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one organisation recorded in one life domain, the oldest first."""

    organisation: OrganisationAnswer
    domain: str | None = None
    items: tuple[ItemAnswer, ...]


class TimelineAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Lanes and table of one family.

    ``undated`` are items of organisations that nothing may narrow down: without lane and without date.
    """

    reference: str
    lanes: tuple[Lane, ...]
    table: tuple[ItemAnswer, ...]
    undated: tuple[ItemAnswer, ...] = ()
    notices: tuple[Notice, ...] = ()


def timeline_answer(person: str, family: ShownFamily, showing: Showing, names: Names) -> TimelineAnswer:
    """The timeline of the family of ``person`` as the viewer may see it now."""
    catalogue = showing.policy.catalogue
    told = [each for each in family.disclosed if not isinstance(each.item, Membership)]
    told.sort(key=lambda each: (each.item.occurred_at, each.item.id))
    dated = [item_answer(each, names, catalogue) for each in told if not names.hides(each)]
    undated = (item_answer(each, names, catalogue) for each in told if names.hides(each))
    signals = [each.item for each in told if isinstance(each.item, Signal)]
    urgent = any(is_urgent(signal.severity, signal.category, catalogue) for signal in signals)
    lanes: dict[tuple[str, str], list[ItemAnswer]] = {}
    for item in dated:
        domain = item.category.domain if item.category is not None else ""
        lanes.setdefault((item.owner.id or "", domain), []).append(item)
    return TimelineAnswer(
        reference=names.reference(person),
        lanes=tuple(
            Lane(organisation=items[0].owner, domain=domain or None, items=tuple(items))
            for (_, domain), items in sorted(lanes.items())
        ),
        table=tuple(dated),
        undated=tuple(sorted(undated, key=lambda item: item.id)),
        notices=notices_for(family.viewer, urgent=urgent),
    )
