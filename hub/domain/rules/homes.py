"""Who lives together, as far as the recipient may see: a child of two homes links the families, not the homes."""

from hub.domain.items import Item
from hub.domain.view import FamilyView


def home_of(view: FamilyView, persons: tuple[str, ...]) -> frozenset[str]:
    """Everyone stated to live or regularly stay in a home of these persons, themselves included.

    Where there are adults among them the home is theirs; otherwise every home of the children. A home grows through
    the adults in it and never through a child, who may have another home with other children in it.
    """
    adults = {person for person in persons if view.is_adult(person)} or set(persons)
    home = set(persons)
    apart = _stated_together(view)
    grew = True
    while grew:
        grew = False
        for statement in list(apart):
            grown = {person for person in statement if view.is_adult(person)}
            if adults.isdisjoint(statement) and (grown or home.isdisjoint(statement)):
                continue
            apart.remove(statement)
            home |= statement
            adults |= grown
            grew = True
    return frozenset(home)


def children_with(view: FamilyView, item: Item) -> tuple[str, ...]:
    """The children in the home of those the item is about, and those of whom nobody says where they live.

    A child is left out only where it is stated to live elsewhere: every child in a home of violence counts (R4.2).
    """
    home = home_of(view, item.about)
    placed = {person for m in view.memberships for person in (m.person, m.of)}
    return tuple(child for child in view.children if child in home or child not in placed)


def _stated_together(view: FamilyView) -> list[set[str]]:
    """One set of persons per statement: a household stated with one signal is one home."""
    together: dict[str, set[str]] = {}
    for membership in view.memberships:
        if membership.in_home:
            statement = membership.stated_with or membership.id
            together.setdefault(statement, {membership.of}).add(membership.person)
    return list(together.values())
