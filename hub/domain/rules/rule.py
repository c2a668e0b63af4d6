"""What a rule is: a small pure function over what one recipient may see of one family (DOMAIN.md 9)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from hub.domain.view import FamilyView

Change = Literal["involvement", "concern", "ended", "membership", "follow-up", "coordination", "watch", "handover"]
"""What a command changed. A change of sharing (consent, exception, directory) makes every rule look."""

Parameters = Mapping[str, int]
"""The parameters of one rule from configuration: periods in days, thresholds as counts."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """That a rule holds: about whom, resting on which items, and what of it is worth speaking of.

    ``key`` is the person or item the rule is about, within the rule and the family; empty for the family as a whole.
    ``speaks_for`` are tokens (organisations, domains, categories): an open match speaks again only when an item of
    another brings a new one.
    """

    key: str = ""
    about: tuple[str, ...]
    items: tuple[str, ...]
    speaks_for: frozenset[str] = frozenset()
    lane: Literal["ordinary", "violence", "acute"] = "ordinary"
    to_process_coordinator: bool = False
    """Addressed to the municipality's process coordinator, by identifier; the recipient of the view is told nothing."""
    quiet: bool = False
    """It opens without a word: whoever looks sees it, and no message is sent for it."""
    asks_nothing: bool = False
    """It tells, and waits for no answer: feedback."""
    reaches: Literal["duty-contact", "manager"] | None = None
    """Whom within the recipient's organisation it must reach beside whose case it is (DOMAIN.md 9, escalation)."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A moment in the future at which a rule on time must be evaluated; ``key`` as in ``Finding``."""

    key: str
    due: datetime


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: identifier, version, source, what it looks at, how it finds, and its reason in both languages.

    ``find`` must be a pure function of its arguments; the view carries the moment. ``due`` names the moments a rule on
    time waits for; such a rule (``on_time``) is found only when a moment comes, or when sharing changes.
    ``reason_nl`` and ``reason_en`` may use ``{organisations}``, ``{categories}``, ``{dates}`` and ``{count}``, filled
    from the items disclosed at the time of reading. ``fires`` and ``told`` say in general when the rule speaks and to
    whom: ``docs/rules`` is made of them. ``term`` is what a rule on time waits for, as a page names it.

    A rule is one file of this folder and one entry of the configuration; no list names it.
    """

    id: str
    version: int
    order: int
    """In this order one message names rules, the most urgent first; no two have the same. New ones fit the gaps."""
    source: str
    looks_at: frozenset[Change]
    find: Callable[[FamilyView, Parameters], Iterator[Finding]]
    fires_nl: str
    fires_en: str
    told_nl: str
    told_en: str
    reason_nl: str
    reason_en: str
    reasons_before: Mapping[int, tuple[str, str]] = msgspec.field(default_factory=dict)
    """Version -> the reason, Dutch and English, that earlier versions gave: what they raised stays explained so."""
    term_nl: str = ""
    term_en: str = ""
    on_time: bool = False
    """It speaks only when a moment it waits for comes, or when sharing opens what was there before."""
    due: Callable[[FamilyView, Parameters], Iterator[Moment]] | None = None
    answers: bool = False
    """It waits for answers to notifications: its moments are looked for in whoever was told something."""
    joins: bool = False
    """It waits to be told in the next message to the same recipient about the family; alone only when its own moment
    comes."""
    after_others: bool = False
    """It asks what the others told in the same decision: it comes last, and its view has those matches."""
    page_only: bool = False
    """Nobody is told: who asks sees it on the page."""
    same_for_all: bool = False
    """What it finds follows from the items alone: found once for everyone who sees the same."""
    lasts: bool = True
    """It says how things are, so that its match closes when they are so no longer; not that something happened."""
    own_duty: bool = False
    """What an organisation still owes over its own items: the rule looks only for who acts, also where that changes
    nothing but sharing, or when its own moment comes. ``find`` gives the owner's own, so that nobody else is told."""


class ConfiguredRule(msgspec.Struct, frozen=True):
    """A rule with the parameters this municipality configured."""

    rule: Rule
    parameters: Parameters
