"""On which article a sector may record a signal."""

from collections.abc import Iterable

from hub.configuration.files import LegalBasisEntry
from hub.domain.catalogue import LifeDomain
from hub.domain.organisations import Sector


class LegalBases:
    """The table sector x kind x life domain to article (DOMAIN.md 2.1); immutable."""

    __slots__ = ("_articles",)

    def __init__(self, rows: Iterable[LegalBasisEntry]) -> None:
        self._articles: dict[tuple[Sector, LifeDomain | None], str] = {}
        for row in rows:
            keys: list[LifeDomain | None] = [None] if "involvement" in row.kinds else []
            keys += row.domains if "concern" in row.kinds else ()
            for sector in row.sectors:
                for key in keys:
                    self._articles.setdefault((sector, key), row.article)

    def for_involvement(self, sector: Sector) -> str | None:
        """The article on which this sector records an involvement, or None: it may not."""
        return self._articles.get((sector, None))

    def for_concern(self, sector: Sector, domain: LifeDomain) -> str | None:
        """The article on which this sector records a concern of this life domain, or None: it may not."""
        return self._articles.get((sector, domain))
