"""Which children live in the home that an item is about, as far as the recipient may see."""

from hub.domain import homes
from hub.domain.items import Item
from hub.domain.view import FamilyView


def home_of(view: FamilyView, persons: tuple[str, ...]) -> frozenset[str]:
    """Everyone stated to live or regularly stay in a home of these persons, or registered there; and they."""
    stated = homes.home_of(persons, view.memberships, view.is_adult)
    return stated.union(person for person in view.kin.living_with(persons) if person in view.persons)


def children_with(view: FamilyView, item: Item) -> tuple[str, ...]:
    """The children in the home of those the item is about, and those of whom nobody says where they live.

    A child is left out only where it is stated to live elsewhere: every child in a home of violence counts (R4.2).
    """
    home = home_of(view, item.about)
    placed = {person for m in view.memberships for person in (m.person, m.of)}
    return tuple(child for child in view.children if child in home or child not in placed)
