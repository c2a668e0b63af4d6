"""The catalogue of concern categories (DOMAIN.md 8): data that decides what may be recorded, and by whom."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from hub.domain.organisations import Sector


class LifeDomain(StrEnum):
    """Leefgebied. ``ANY`` counts as no domain in a rule (DOMAIN.md 9)."""

    SAFETY = "safety"
    HEALTH = "health"
    EDUCATION = "education"
    GROWING_UP = "growing-up"
    HOUSING = "housing"
    WORK_AND_INCOME = "work-and-income"
    FINANCES = "finances"
    ANY = "any"


POVERTY_DOMAINS = frozenset({LifeDomain.FINANCES, LifeDomain.HOUSING, LifeDomain.WORK_AND_INCOME})
"""One cause, poverty: together these count as at most two domains (DOMAIN.md 9, domains-converge)."""


class Severity(StrEnum):
    """Ernst of a concern."""

    ATTENTION = "attention"
    SERIOUS = "serious"
    ACUTE = "acute"


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """One concern category (zorg).

    ``records`` and ``receives`` name sectors; the default is none. ``violence`` marks what rule violence-at-home and
    the review dates of DOMAIN.md 4 treat as violence or abuse. ``own_child_only``: these sectors learn it of their own
    pupils and patients only (DOMAIN.md 4: a school is not told of another child's injury).
    """

    code: str
    domain: LifeDomain
    about: Literal["child", "adult", "home", "any"]
    label_nl: str
    label_en: str
    safety: bool = False
    violence: bool = False
    own_child_only: frozenset[Sector] = frozenset()
    ground: str | None = None
    """Ground letter of Jeugdwet 7.1.4.1, where there is one."""
    records: frozenset[Sector] = frozenset()
    receives: frozenset[Sector] = frozenset()


class Catalogue:
    """All categories by code; an immutable snapshot handed to slices and views."""

    __slots__ = ("_by_code",)

    def __init__(self, categories: Iterable[Category]) -> None:
        self._by_code: Mapping[str, Category] = {each.code: each for each in categories}

    def get(self, code: str) -> Category | None:
        """The category with this code, or None."""
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Category:
        return self._by_code[code]

    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of the catalogue."""
        return tuple(self._by_code)

    def is_safety(self, code: str | None) -> bool:
        """Whether ``code`` is a safety concern; None (an involvement) is not."""
        category = self._by_code.get(code) if code else None
        return category is not None and category.safety

    def is_violence(self, code: str | None) -> bool:
        """Whether ``code`` is violence or abuse."""
        category = self._by_code.get(code) if code else None
        return category is not None and category.violence
