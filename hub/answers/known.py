"""A family as it was known on a day, for who looks back at what could have been known (L5 question 5)."""

from collections.abc import Sequence
from datetime import date

import msgspec

from hub.answers.families import MemberAnswer
from hub.answers.items import ItemAnswer, item_answer
from hub.answers.naming import Names
from hub.answers.notices import Notice, notices_for
from hub.answers.showing import Showing
from hub.domain.disclosure import Disclosed
from hub.domain.items import Item, Membership


class KnownAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What had been recorded by the end of a Dutch calendar day (``on``) of what this viewer may see now.

    Each item is as it was then: an offer that was accepted later is an offer. What ended since, was withdrawn, or is of
    an organisation that nothing may narrow down, is not in it.
    """

    reference: str
    on: date
    members: tuple[MemberAnswer, ...] = ()
    items: tuple[ItemAnswer, ...] = ()
    notices: tuple[Notice, ...] = ()


def known_answer(
    person: str, on: date, known: Sequence[Disclosed[Item]], showing: Showing, names: Names
) -> KnownAnswer:
    """The answer of what was known, the oldest first."""
    told = sorted(
        (each for each in known if not isinstance(each.item, Membership)),
        key=lambda each: (each.item.occurred_at, each.item.id),
    )
    return KnownAnswer(
        reference=names.reference(person),
        on=on,
        members=_members(known, names),
        items=tuple(item_answer(each, names, showing.policy.catalogue) for each in told),
        notices=notices_for(showing.viewer, urgent=False),
    )


def _members(known: Sequence[Disclosed[Item]], names: Names) -> tuple[MemberAnswer, ...]:
    roles: dict[str, set[str]] = {person: set() for each in known for person in each.item.about}
    for each in known:
        if isinstance(each.item, Membership):
            roles[each.item.person].add(each.item.role)
            if each.item.of_role is not None:
                roles[each.item.of].add(each.item.of_role)
    return tuple(
        MemberAnswer(person=names.person(person), roles=tuple(sorted(stated)), child="child" in stated)
        for person, stated in roles.items()
    )
