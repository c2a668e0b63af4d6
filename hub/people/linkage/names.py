"""Names as they are compared: given names in their order, and surnames without what is written before them."""

import re
from functools import lru_cache

import msgspec

from hub.people.linkage.lists import prefixes, transliterations
from hub.people.linkage.spelling import plain

_DOUBLE = re.compile(r"\s*[-\u2010-\u2013/=]\s*|\s+(?:geb\.?|e\.?v\.?|e/v|gehuwd|wed\.?)\s+", re.IGNORECASE)
_HYPHEN = re.compile(r"[-\u2010-\u2013]")
_MOST_INITIALS = 4


class GivenNames(msgspec.Struct, frozen=True):
    """The given names of one statement, plain, in their order; an initial is a name of one letter."""

    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    """The same with double names in two, for a surname that stands in their place."""

    @property
    def first(self) -> str:
        """The first given name; empty when none is stated."""
        return self.names[0] if self.names else ""

    @property
    def others(self) -> tuple[str, ...]:
        """The given names after the first."""
        return self.names[1:]

    @property
    def initial(self) -> bool:
        """Whether the first given name is an initial only."""
        return len(self.first) == 1


class Surname(msgspec.Struct, frozen=True):
    """One surname: `core` without its prefixes, `whole` with them written on to it (`amrani`, `elamrani`)."""

    core: str
    whole: str
    words: tuple[str, ...] = ()
    """The words of the core, for a name that stands where another should be."""

    def same_as(self, other: "Surname") -> bool:
        """Whether both are one name, its prefixes left out or written on to it on either side or not."""
        return not {self.core, self.whole}.isdisjoint((other.core, other.whole))


@lru_cache(maxsize=20_000)
def given_names(text: str | None) -> GivenNames:
    """The given names in a statement: `J.P.` as two initials, `Anne-Marie` as one name, `Anne Marie` as two."""
    if not text:
        return GivenNames(())
    words = [_given(word) for word in text.replace(".", ". ").split()]
    if len(words) == 1 and text.isupper() and len(words[0]) <= _MOST_INITIALS and not _has_vowel(words[0]):
        words = list(words[0])  # JPM
    return GivenNames(tuple(word for word in words if word), tuple(plain(_HYPHEN.sub(" ", text)).split()))


@lru_cache(maxsize=20_000)
def surnames(*stated: str | None) -> tuple[Surname, ...]:
    """The surnames in what is stated as own and partner's: `Jansen-de Vries` is two, in this order."""
    parts = (part for text in stated if text for part in _DOUBLE.split(text))
    found = (_surname(plain(part).split()) for part in parts)
    return tuple(dict.fromkeys(surname for surname in found if surname.core))


@lru_cache(maxsize=50_000)
def class_of(name: str) -> str:
    """The transliteration class of a given name; the name itself when it is in none."""
    return transliterations().get(name, name)


def _given(word: str) -> str:
    """A given name, or the initial that a full stop makes of it: `Th.` is `t`."""
    name = plain(word).replace(" ", "")
    return name[:1] if word.endswith(".") else name


def _has_vowel(word: str) -> bool:
    return not set("aeiouy").isdisjoint(word)


def _surname(words: list[str]) -> Surname:
    known = prefixes()
    first = next((place for place, word in enumerate(words) if word not in known), max(len(words) - 1, 0))
    return Surname("".join(words[first:]), "".join(words), tuple(words[first:]))
