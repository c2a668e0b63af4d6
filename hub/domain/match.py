"""A match (samenloop) as its recipient has it (DOMAIN.md 1, 9 and 10)."""

from datetime import datetime

import msgspec


class Match(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A match as its recipient has it: living, until withdrawn or closed."""

    id: str
    recipient: str
    rule: str
    anchor: str
    key: str
    about: tuple[str, ...]
    persons: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]
    """(item, ground) pairs, as last raised."""
    bare: frozenset[str] = frozenset()
    """Those of which the recipient could be told whose they are only, as last raised."""
    speaks_for: frozenset[str]
    lane: str
    opened_at: datetime
    raised_at: datetime
    notifications: tuple[str, ...] = ()
    message: str | None = None
    identifier_only: bool = False
    answered: str | None = None
    withdrawn: bool = False
    answer_by: datetime | None = None
    """Until when the last notification of it waits for an answer (UTC)."""
    rule_version: int = 1
    """Of the rule as it was when this was last raised: by that it is explained."""
    reaches: str | None = None

    closed: str | None = None
    """With which outcome it closed; it opens again where its rule holds again."""

    @property
    def open(self) -> bool:
        """Neither withdrawn nor closed."""
        return not self.withdrawn and self.closed is None

    @property
    def waits(self) -> bool:
        """Whether its recipient was told and has not answered."""
        return bool(self.notifications) and self.answered is None and self.open
