"""Birth dates, kept open for a while because every decision asks for ages."""

from collections.abc import Iterable
from datetime import date

from hub.domain.ages import AgeBand, band
from hub.people.cache import BoundedCache
from hub.people.identity import Identity

KEPT = 100_000
KEPT_FOR = 300.0


class Births:
    """A bounded memory of birth and due dates by pseudonym. Who is not in it may still have one stored."""

    def __init__(self, kept: int = KEPT, kept_for: float = KEPT_FOR) -> None:
        self._dates: BoundedCache[tuple[str | None, str | None]] = BoundedCache(kept, kept_for)

    def remember(self, pseudonym: str, identity: Identity) -> None:
        """Remember the dates of a person. That there is none is not remembered: one may be learned any moment."""
        if identity.born is not None or identity.due is not None:
            self._dates.put(pseudonym, (identity.born, identity.due))

    def lack(self, pseudonym: str) -> bool:
        """Whether the dates of this person are not remembered."""
        return self._dates.get(pseudonym) is None

    def bands(self, pseudonyms: Iterable[str], on: date) -> dict[str, AgeBand]:
        """The age bands on a day; `UNKNOWN` for who is not remembered."""
        return {pseudonym: self._band(pseudonym, on) for pseudonym in pseudonyms}

    def forget(self, pseudonym: str) -> None:
        """Forget the dates of a person."""
        self._dates.drop(pseudonym)

    def _band(self, pseudonym: str, on: date) -> AgeBand:
        born, due = self._dates.get(pseudonym) or (None, None)
        return band(born, on, due=due)
