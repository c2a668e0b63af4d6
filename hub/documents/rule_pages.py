"""``docs/rules``: every rule in words, made from the rules and their configuration, in Dutch and in English."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from hub.configuration.files import ParameterEntry, RuleEntry
from hub.domain.rules.rule import Rule

_FIELDS: Final = {
    "organisations": ("organisaties", "organisations"),
    "categories": ("categorieën", "categories"),
    "dates": ("maanden", "months"),
    "count": ("aantal", "number"),
}
"""What a reason is filled with when it is read, from what its reader may see."""


class _Language(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language, and which of a pair of texts it takes."""

    which: int
    title: str
    about: str
    fires: str
    told: str
    reason: str
    waits: str
    looks: str
    numbers: str
    source: str
    version: str
    chosen: str
    duty: str
    page: str


_NL: Final = _Language(
    which=0,
    title="De regels",
    about="Gemaakt uit de regels zelf en hun configuratie (`hub/domain/rules`, `hub/configuration/rules.yaml`) met "
    "`make schemas`. Wat gekozen is staat in geen rapport: de gemeente stelt het vast. Een regel geeft geen score en "
    "geen volgorde; hij kijkt per ontvanger naar wat die mag zien.",
    fires="Spreekt bij",
    told="Aan",
    reason="Reden",
    waits="Wacht op",
    looks="Kijkt bij",
    numbers="Getallen",
    source="Bron",
    version="versie",
    chosen="gekozen",
    duty="eigen plicht",
    page="alleen op de pagina",
)
_EN: Final = _Language(
    which=1,
    title="The rules",
    about="Made from the rules themselves and their configuration (`hub/domain/rules`, "
    "`hub/configuration/rules.yaml`) by `make schemas`. What is chosen stands in no report: the municipality decides "
    "on it. A rule gives no score and no ranking; it looks, per recipient, at what that recipient may see.",
    fires="Speaks at",
    told="To",
    reason="Reason",
    waits="Waits for",
    looks="Looks at",
    numbers="Numbers",
    source="Source",
    version="version",
    chosen="chosen",
    duty="own duty",
    page="on the page only",
)


def rule_pages(rules: Iterable[Rule], entries: Iterable[RuleEntry]) -> dict[str, bytes]:
    """The pages by name, the same bytes for the same rules and numbers."""
    configured, rules = {entry.rule: entry for entry in entries}, tuple(rules)
    return {
        "nl.md": _page(_NL, rules, configured).encode(),
        "en.md": _page(_EN, rules, configured).encode(),
    }


def _page(words: _Language, rules: tuple[Rule, ...], entries: Mapping[str, RuleEntry]) -> str:
    lines = [f"# {words.title}", "", words.about, ""]
    for rule in rules:
        lines += [*_section(words, rule, entries[rule.id]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _section(words: _Language, rule: Rule, entry: RuleEntry) -> Iterator[str]:
    marks = [mark for mark, holds in ((words.duty, rule.own_duty), (words.page, rule.page_only)) if holds]
    yield f"## {rule.id}" + (f" ({', '.join(marks)})" if marks else "")
    yield ""
    yield f"- {words.fires}: {(rule.fires_nl, rule.fires_en)[words.which]}."
    yield f"- {words.told}: {(rule.told_nl, rule.told_en)[words.which]}."
    yield f"- {words.reason}: {_reason((rule.reason_nl, rule.reason_en)[words.which], words)}"
    if rule.term_nl:
        yield f"- {words.waits}: {(rule.term_nl, rule.term_en)[words.which]}."
    if rule.looks_at:
        yield f"- {words.looks}: {', '.join(sorted(rule.looks_at))}."
    if entry.parameters:
        yield f"- {words.numbers}: {'; '.join(_number(words, *each) for each in entry.parameters.items())}."
    yield f"- {words.source}: {rule.source}; {words.version} {rule.version}."


def _reason(text: str, words: _Language) -> str:
    return text.format(**{name: f"<{pair[words.which]}>" for name, pair in _FIELDS.items()})


def _number(words: _Language, name: str, entry: ParameterEntry) -> str:
    chosen = f", {words.chosen}" if entry.chosen else ""
    return f"`{name}` = {entry.value} ({entry.source}{chosen})"
