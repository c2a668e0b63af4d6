"""Birth dates, kept open for a while because every decision asks for ages."""

from collections.abc import Iterable
from datetime import date

from hub.domain.ages import AgeBand, band_between, born_between
from hub.people.cache import BoundedCache
from hub.people.identity import Identity

KEPT = 50_000
KEPT_FOR = 300.0


class Births:
    """A bounded memory of birth and due dates by pseudonym. Who is not in it may still have one stored."""

    def __init__(self, kept: int = KEPT, kept_for: float = KEPT_FOR) -> None:
        self._dates: BoundedCache[tuple[date, date]] = BoundedCache(kept, kept_for)

    def remember(self, pseudonym: str, identity: Identity) -> None:
        """Remember the dates of a person. That there is none is not remembered: one may be learned any moment."""
        if stated := identity.born or identity.due:
            self._dates.put(pseudonym, born_between(stated))

    def lack(self, pseudonym: str) -> bool:
        """Whether the dates of this person are not remembered."""
        return self._dates.get(pseudonym) is None

    def bands(self, pseudonyms: Iterable[str], on: date) -> dict[str, AgeBand]:
        """The age bands on a day of those who are remembered."""
        remembered = ((pseudonym, self._dates.get(pseudonym)) for pseudonym in pseudonyms)
        return {pseudonym: band_between(*dates, on) for pseudonym, dates in remembered if dates is not None}

    def forget(self, pseudonym: str) -> None:
        """Forget the dates of a person."""
        self._dates.drop(pseudonym)
