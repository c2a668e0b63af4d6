"""On which article a sector may record a signal (DOMAIN.md 2.1)."""

from collections.abc import Iterable

import msgspec

from hub.domain.catalogue import LifeDomain
from hub.domain.organisations import Sector


class LegalBasis(msgspec.Struct, frozen=True):
    """One row: the article on which a sector records a kind of signal."""

    sector: Sector
    domain: LifeDomain | None
    """The life domain of a concern; None for an involvement."""
    article: str


class LegalBases:
    """The table sector x kind x life domain to article; immutable."""

    __slots__ = ("_articles",)

    def __init__(self, rows: Iterable[LegalBasis]) -> None:
        self._articles: dict[tuple[Sector, LifeDomain | None], str] = {}
        for row in rows:
            self._articles.setdefault((row.sector, row.domain), row.article)

    def for_involvement(self, sector: Sector) -> str | None:
        """The article on which this sector records an involvement, or None: it may not."""
        return self._articles.get((sector, None))

    def for_concern(self, sector: Sector, domain: LifeDomain) -> str | None:
        """The article on which this sector records a concern of this life domain, or None: it may not."""
        return self._articles.get((sector, domain))
