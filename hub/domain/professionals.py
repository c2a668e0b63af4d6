"""Professionals (meldingsbevoegden): who acts for an organisation, in which roles, and who acts when one is not there.

The act is the professional's, the duty is the organisation's (DOMAIN.md 7). The hub knows a professional by the
organisation's own code; name and ways to reach them are kept encrypted by ``hub.people``. Whose something is follows
from this register at every look, so that nothing has to be moved, and nothing can be forgotten, when somebody leaves.

Sources: Jeugdwet 7.1.1.2 (designated by the organisation); report Zwolle 3.3 (a new contact is known that day).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Literal

import msgspec

from hub.domain.terms import AMSTERDAM

CONFIRMED_EVERY: Final = 4
"""Months after which access is confirmed again, or ends (DOMAIN.md 7)."""
WARNED_BEFORE: Final = timedelta(days=14)
"""How long before that the organisation's administrator is warned."""
_MONTHS = 12


class ProfessionalRole(StrEnum):
    """Roles of a professional; they add up."""

    REPORTER = "reporter"
    """Meldingsbevoegde: publishes, asks consent, follows up, looks at the families it has a reason to know."""
    SAFETY_REVIEWER = "safety-reviewer"
    """The second professional of a safety exception (DOMAIN.md 4)."""
    STEWARD = "steward"
    """Decides on uncertain identities."""
    MANAGER = "manager"
    """Sees counts and terms (DOMAIN.md 7); is reached when nobody answers."""
    ADMINISTRATOR = "administrator"
    """Designates the professionals of the organisation, and ends their access."""
    REQUEST_DECIDER = "request-decider"
    """Decides on requests of a family for the municipality (DOMAIN.md 12)."""
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    """Reads the disclosure log for the municipality."""
    DUTY = "duty"
    """Sits at the duty desk: answers what is acute when the professional whose it is cannot."""


ProfessionalState = Literal["active", "away", "not-confirmed", "left"]


class Professional(msgspec.Struct, frozen=True, kw_only=True):
    """One professional of one organisation. All moments are UTC, on the domain clock."""

    id: str
    """The organisation's own code; no name."""
    organisation: str
    roles: frozenset[ProfessionalRole]
    designated_at: datetime
    confirm_by: datetime
    """From this moment access has ended unless the organisation confirmed it again."""
    deputy: str | None = None
    """Who acts while this professional is away: another of the same organisation."""
    successor: str | None = None
    """Who took over when this professional left."""
    contact: str | None = None
    """Under which identifier ``hub.people`` keeps name and ways to reach them; None where the hub has none."""
    away_from: datetime | None = None
    away_until: datetime | None = None
    left_at: datetime | None = None
    warned: Literal["ends-soon", "ended"] | None = None
    """What the administrator was told of this access since it was last confirmed."""

    def has(self, role: ProfessionalRole) -> bool:
        """Whether the professional holds ``role``."""
        return role in self.roles

    def state(self, now: datetime) -> ProfessionalState:
        """Whether this professional can act at ``now``; only ``active`` has access."""
        if self.left_at is not None and self.left_at <= now:
            return "left"
        if now >= self.confirm_by:
            return "not-confirmed"
        away = self.away_from is not None and self.away_from <= now
        return "away" if away and (self.away_until is None or now < self.away_until) else "active"

    def active(self, now: datetime) -> bool:
        """Whether this professional has access at ``now``."""
        return self.state(now) == "active"

    @property
    def stands_in(self) -> str | None:
        """Who takes over where this professional cannot act."""
        return self.deputy if self.left_at is None else self.successor or self.deputy


class Professionals:
    """The professionals of all organisations; an immutable snapshot handed to a slice."""

    __slots__ = ("_by_organisation",)

    def __init__(self, professionals: Iterable[Professional] = ()) -> None:
        self._by_organisation: dict[str, Mapping[str, Professional]] = {}
        for each in professionals:
            self._by_organisation.setdefault(each.organisation, {})[each.id] = each  # type: ignore[index]

    def __iter__(self) -> Iterator[Professional]:
        for each in self._by_organisation.values():
            yield from each.values()

    def get(self, organisation: str, professional: str) -> Professional | None:
        """The professional with this code of this organisation, or None."""
        return self._by_organisation.get(organisation, {}).get(professional)

    def of(self, organisation: str) -> tuple[Professional, ...]:
        """The professionals of one organisation by code, those who left included."""
        known = self._by_organisation.get(organisation, {})
        return tuple(known[code] for code in sorted(known))

    def including(self, professional: Professional) -> "Professionals":
        """A snapshot in which this professional is as given; this one stays as it is."""
        changed = Professionals()
        own = self._by_organisation.get(professional.organisation, {})
        changed._by_organisation = {
            **self._by_organisation,
            professional.organisation: {**own, professional.id: professional},
        }
        return changed

    def responsible(self, organisation: str, professional: str, now: datetime) -> Professional | None:
        """Who now answers for what stands on the name of this professional: itself, or who stands in for it.

        None where nobody does: then it is the organisation's duty contact (DOMAIN.md 7; Z3.3).
        """
        seen: set[str] = set()
        code: str | None = professional
        while code is not None and code not in seen:
            seen.add(code)
            found = self.get(organisation, code)
            if found is None or found.active(now):
                return found
            code = found.stands_in
        return None


def confirm_by(confirmed_at: datetime) -> datetime:
    """Until when access counts that was confirmed then: the start of the same Dutch day four months later, in UTC.

    Where that month has no such day, the start of its last day.
    """
    day = confirmed_at.astimezone(AMSTERDAM).date()
    years, month = divmod(day.month - 1 + CONFIRMED_EVERY, _MONTHS)
    year, month = day.year + years, month + 1
    last = date(year, month, min(day.day, monthrange(year, month)[1]))
    return datetime.combine(last, time.min, AMSTERDAM).astimezone(UTC)


def warn_at(confirm_by: datetime) -> datetime:
    """When the administrator is warned that this access ends (UTC)."""
    return confirm_by - WARNED_BEFORE
