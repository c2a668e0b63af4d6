"""How statistics are kept from telling of anybody: parameters, and what is published under whose name."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from hub.domain.organisations import Organisations

OTHER = "other"
"""The row in which organisations are counted together."""


class StatisticsRules(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of small cells."""

    smallest_cell: int
    """A figure that counts fewer, and not nothing, is withheld."""
    folded_together: int
    """How many organisations the row ``other`` holds at least."""
    closed_after: timedelta
    """How long after its end a quarter closes: what is recorded later changes no figure of it."""


def rows_of(counted: Mapping[str, int], organisations: Organisations, rules: StatisticsRules) -> dict[str, str]:
    """Under which row each organisation that takes part is counted: its own identifier, or ``other``.

    Shielded ones are always in ``other`` (DOMAIN.md 5.5), and so are those that count least, until so many are in it
    that nobody can tell whether a shielded one is among them: the row is there whether there is one or not. Those of
    which nothing is counted come last: of one that joined later everybody knows that, so that it hides nobody, and
    another's joining or leaving would move the figures of a quarter that has closed.
    ``counted`` says how much is counted of each.
    """
    known = [each for each in organisations if each.takes_part or each.id in counted]
    folded = {each.id for each in known if each.shielded}
    folded.update(each for each in counted if organisations.get(each) is None)
    apart = (each.id for each in known if each.id not in folded)
    rest = sorted(apart, key=lambda one: (not counted.get(one), counted.get(one, 0), one))
    wanted = max(0, rules.folded_together - len(folded))
    folded.update(rest[:wanted])
    return {each: OTHER if each in folded else each for each in (*rest, *folded)}
