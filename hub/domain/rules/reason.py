"""The reason of a match in words, Dutch and English, from nothing but the items its recipient may see."""

from collections.abc import Iterable, Sequence

import msgspec

from hub.domain.catalogue import Catalogue, Category
from hub.domain.disclosure import Disclosed
from hub.domain.items import Item, Signal
from hub.domain.organisations import Organisations
from hub.domain.rules.rule import Rule
from hub.domain.terms import AMSTERDAM


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language."""

    own: str
    by_way_of_the_hub: str
    earlier: str
    undated: str
    last_joined_by: str
    until: str
    months: tuple[str, ...]


NL = _Words(
    own="uw organisatie",
    by_way_of_the_hub="een organisatie, bereikbaar via de hub",
    earlier="een eerder signaal van {organisation}{year}",
    undated="zonder datum",
    last_joined_by=" en ",
    until=" tot en met ",
    months=(
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
)  # fmt: skip
EN = _Words(
    own="your organisation",
    by_way_of_the_hub="an organisation, reach it through the hub",
    earlier="an earlier signal of {organisation}{year}",
    undated="no date given",
    last_joined_by=" and ",
    until=" to ",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
)  # fmt: skip


def reason(
    rule: Rule,
    disclosed: Sequence[Disclosed[Item]],
    organisations: Organisations,
    catalogue: Catalogue,
    version: int | None = None,
) -> tuple[str, str]:
    """The reason of ``rule`` in Dutch and in English, filled from the items disclosed at the time of reading.

    In the words of the ``version`` that raised it; of the present one where none is named.

    A shielded organisation is not named, and its items give no date. Both are empty where the sentence speaks of items
    and none may be shown any more.
    """
    categories = _categories(disclosed, catalogue)
    dutch, english = rule.reasons_before.get(version or rule.version, (rule.reason_nl, rule.reason_en))
    return (
        _sentence(dutch, NL, disclosed, organisations, [category.label_nl for category in categories]),
        _sentence(english, EN, disclosed, organisations, [category.label_en for category in categories]),
    )


def _sentence(
    template: str,
    words: _Words,
    disclosed: Sequence[Disclosed[Item]],
    organisations: Organisations,
    labels: Sequence[str],
) -> str:
    if not disclosed and "{" in template:
        return ""
    return template.format(
        organisations=_joined(_names(disclosed, organisations, words), words),
        categories=_joined((label[:1].lower() + label[1:] for label in labels), words),
        dates=_period(disclosed, organisations, words),
        count=sum(1 for each in disclosed if isinstance(each.item, Signal) and each.item.concern),
    )


def _categories(disclosed: Iterable[Disclosed[Item]], catalogue: Catalogue) -> list[Category]:
    """The categories of these items, each once; one that the catalogue no longer has is left out."""
    codes = dict.fromkeys(each.item.category for each in disclosed if each.item.category is not None)
    found = (catalogue.get(code) for code in codes)
    return [category for category in found if category is not None]


def _names(disclosed: Sequence[Disclosed[Item]], organisations: Organisations, words: _Words) -> list[str]:
    """Each organisation once; where all its signals have ended, "an earlier signal of" with the year (DOMAIN.md 9).

    Those that nothing may narrow down come last: their place among the others would tell when.
    """
    by_owner: dict[str, list[Disclosed[Item]]] = {}
    for each in disclosed:
        by_owner.setdefault(each.item.owner, []).append(each)
    in_order = sorted(by_owner.values(), key=lambda items: any(_hidden(each, organisations) for each in items))
    return [_name(items, organisations, words) for items in in_order]


def _name(items: Sequence[Disclosed[Item]], organisations: Organisations, words: _Words) -> str:
    """One organisation as the recipient may know it."""
    first = items[0]
    hidden = any(_hidden(each, organisations) for each in items)
    known = organisations.get(first.item.owner)
    if first.item.owner == first.viewer:
        name = words.own
    elif hidden or known is None:
        name = words.by_way_of_the_hub
    else:
        name = known.name
    if not all(isinstance(each.item, Signal) and each.item.ended_at is not None for each in items):
        return name
    last = max(each.item.occurred_at for each in items)
    return words.earlier.format(organisation=name, year="" if hidden else f" ({last.astimezone(AMSTERDAM).year})")


def _hidden(each: Disclosed[Item], organisations: Organisations) -> bool:
    """Whether nothing may narrow down whose item this is, for anyone but its owner (DOMAIN.md 5.5)."""
    item, owner = each.item, organisations.get(each.item.owner)
    shielded = (owner is not None and owner.shielded) or (isinstance(item, Signal) and item.shielded)
    return shielded and item.owner != each.viewer


def _period(disclosed: Iterable[Disclosed[Item]], organisations: Organisations, words: _Words) -> str:
    """The months between which it occurred, in Dutch time: nearer than that a reason need not be."""
    dated = sorted(each.item.occurred_at for each in disclosed if not _hidden(each, organisations))
    if not dated:
        return words.undated
    months = (
        f"{words.months[at.month - 1]} {at.year}" for at in (d.astimezone(AMSTERDAM) for d in (dated[0], dated[-1]))
    )
    return words.until.join(dict.fromkeys(months))


def _joined(parts: Iterable[str], words: _Words) -> str:
    *others, last = dict.fromkeys(parts) or ("",)
    return f"{', '.join(others)}{words.last_joined_by}{last}" if others else last
