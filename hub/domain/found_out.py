"""What linkage found out about one person of a command, before anything was decided."""

import msgspec

from hub.domain.facts.identity import Likely


class FoundOut(msgspec.Struct, frozen=True, kw_only=True):
    """``same_as`` is the person it is by every condition of the production rules; None where a steward is asked.

    A steward is then asked about ``likely``, and ``failing`` says which conditions fail (docs/linkage.md).
    """

    person: str
    same_as: str | None = None
    reasons: tuple[str, ...] = ()
    likely: tuple[Likely, ...] = ()
    failing: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two pseudonyms that are linked at once, if they are."""
        return None if self.same_as is None else (self.person, self.same_as)
