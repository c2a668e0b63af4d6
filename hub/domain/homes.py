"""Who lives together, as stated: a child of two homes links the families, not the homes."""

from collections.abc import Callable, Iterable

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.items import ADULT_ROLES, Membership, SafetyException


def home_of(
    persons: Iterable[str], memberships: Iterable[Membership], is_adult: Callable[[str], bool]
) -> frozenset[str]:
    """Everyone stated to live or regularly stay in a home of these persons, themselves included.

    Where there are adults among them the home is theirs; otherwise every home of the children. A home grows through
    the adults in it and never through a child, who may have another home with other children in it.
    """
    home = set(persons)
    adults = {person for person in home if is_adult(person)} or set(home)
    apart = _stated_together(memberships)
    grew = True
    while grew:
        grew = False
        for statement in list(apart):
            grown = {person for person in statement if is_adult(person)}
            if adults.isdisjoint(statement) and (grown or home.isdisjoint(statement)):
                continue
            apart.remove(statement)
            home |= statement
            adults |= grown
            grew = True
    return frozenset(home)


def _stated_together(memberships: Iterable[Membership]) -> list[set[str]]:
    """One set of persons per statement: a household stated with one signal is one home."""
    together: dict[str, set[str]] = {}
    for membership in memberships:
        if membership.in_home:
            statement = membership.stated_with or membership.id
            together.setdefault(statement, {membership.of}).add(membership.person)
    return list(together.values())


def children_in_danger(exception: SafetyException, where: Circumstances) -> frozenset[str]:
    """The children living or regularly staying in the home where the danger is, and those the items are about.

    Worked out over the author's own statements and the population register: what others stated stays theirs (DOMAIN.md
    4 and 2.6). Nobody who is
    stated as an adult of the family, or known to be one by age, is a child of it.
    """
    items = where.family.items.values()
    stated = [item for item in items if isinstance(item, Membership) and item.owner == exception.owner]
    adults = {
        person
        for membership in stated
        for person, role in ((membership.person, membership.role), (membership.of, membership.of_role))
        if role in ADULT_ROLES
    }
    home = home_of(exception.persons, stated, adults.__contains__) | where.kinship.living_with(exception.persons)
    return frozenset(p for p in home - adults if where.ages.get(p) is not AgeBand.ADULT)
