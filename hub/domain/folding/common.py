"""What every item takes over from the fact that stated it."""

from datetime import datetime
from typing import Protocol, TypedDict


class StatesItem(Protocol):
    """A fact with which an organisation states something of its own."""

    @property
    def owner(self) -> str:
        """The organisation."""

    @property
    def recorded_at(self) -> datetime:
        """When the hub recorded it (UTC)."""

    @property
    def profile(self) -> str:
        """The disclosure profile it was recorded under."""

    @property
    def profile_version(self) -> int:
        """The version of that profile."""

    @property
    def by(self) -> str | None:
        """The professional on whose name it stands."""


class Common(TypedDict):
    """The fields of ``hub.domain.items.Item`` that no kind of item fills in another way."""

    id: str
    owner: str
    about: tuple[str, ...]
    recorded_at: datetime
    occurred_at: datetime
    profile: str
    profile_version: int
    professional: str | None


def common(fact: StatesItem, item: str, about: tuple[str, ...], occurred_at: datetime) -> Common:
    """What an item by this identifier, about these persons, takes over from the fact that states it."""
    return Common(
        id=item,
        owner=fact.owner,
        about=about,
        recorded_at=fact.recorded_at,
        occurred_at=occurred_at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
    )
