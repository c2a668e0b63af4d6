"""The citizen's log: who saw what of a person and on which ground, as far as that person may be told (DOMAIN.md 12).

It names organisations and not professionals, and leaves out shielded ones, what an organisation saw of its own, and
everything that rests on what is withheld now.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from hub.answers import plain
from hub.answers.items import day_of
from hub.answers.notices import Words
from hub.disclosures.line import Line
from hub.domain.circumstances import Circumstances
from hub.domain.organisations import Organisations
from hub.domain.rights import is_withheld, restriction_runs

OWN: Final = "own"
_ABOUT_THE_LOG: Final = frozenset({"supervision", "rights"})
"""Grounds of who handles rights: what they saw is no item."""
_WHAT: Final = (
    ("GET /v1/disclosures", plain.CHECKED),
    ("POST /v1/disclosures", plain.CHECKED),
    ("POST /v1/signals", plain.PUBLISHED),
    ("notify", plain.WAS_TOLD),
    ("GET /v1/notifications", plain.WAS_TOLD),
)
"""How an operation begins, and what it is to the person it is about."""


class SawAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """That an organisation saw something, on a day, and on which grounds."""

    on: date
    organisation: str
    what: Words
    why: tuple[Words, ...]


def seen_by(
    person: str, lines: Iterable[Line], where: Circumstances, organisations: Organisations
) -> tuple[tuple[SawAnswer, ...], tuple[Line, ...]]:
    """What the person may be told of who saw what, the latest first, each once a day; and the lines it rests on."""
    runs = restriction_runs(person, where, organisations)
    told: dict[SawAnswer, None] = {}
    used: list[Line] = []
    for line in lines:
        organisation = organisations.get(line.organisation)
        if organisation is None or organisation.shielded or line.outcome == "asked":
            continue
        grounds = {*_grounds(line, where, organisations)}
        if runs:
            grounds.discard("identifier")
        asked_in_vain = line.outcome == "nothing-shown" and not runs
        if not grounds and not asked_in_vain:
            continue
        told[
            SawAnswer(
                on=day_of(line.ended),
                organisation=organisation.name,
                what=_what(line, grounds),
                why=tuple(plain.GROUNDS[each] for each in sorted(grounds)),
            )
        ] = None
        used.append(line)
    return tuple(told), tuple(used)


def _what(line: Line, grounds: set[str]) -> Words:
    if not grounds:
        return plain.SAW_NOTHING
    known = next((words for begin, words in _WHAT if line.operation.startswith(begin)), None)
    return known or (plain.HANDLED if "rights" in grounds else plain.SAW)


def _grounds(line: Line, where: Circumstances, organisations: Organisations) -> Iterator[str]:
    """The grounds on which something of others was shown that may be told of."""
    for each in line.shown:
        if each.ground == OWN or each.ground not in plain.GROUNDS:
            continue
        if each.ground in _ABOUT_THE_LOG or _may_be_told_of(each.thing, where, organisations):
            yield each.ground


def _may_be_told_of(thing: str, where: Circumstances, organisations: Organisations) -> bool:
    """Whether nothing is withheld of what this is, or rests on; of what is not there any more, nothing is told.

    As strict as for who asks for another: a line of the log names who spoke by who was told.
    """
    family = where.family
    if thing in family.items:
        rests_on = [thing]
    else:
        match = next(
            (each for each in family.matches.values() if thing == each.id or thing in each.notifications), None
        )
        if match is None:
            return False
        rests_on = [item for item, _ in match.shown]
    items = [family.items.get(each) for each in rests_on]
    return all(
        item is not None and is_withheld(item, where, organisations, by_representative=True) is None for item in items
    )
