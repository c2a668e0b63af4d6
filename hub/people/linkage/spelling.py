"""How a name is spelled, how it sounds in Dutch, and how near two spellings are."""

import re
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler

_NO_LETTER = re.compile(r"[^a-z]+")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        # What Dutch hears alike, and what other alphabets and older spellings write in several ways.
        ("sch(?=[^aeiouy]|$)", "s"),
        ("sch|sj|sh|ch(?=[aeiou])", "g"),
        ("tsch|tj|tsj", "t"),
        ("ph|v|w(?=r)", "f"),
        ("th|dt|d$", "t"),
        ("ck|q|c(?=[^eiyh])|c$|kh|ch", "k"),
        ("x", "ks"),
        ("c|z", "s"),
        ("gh|dj|j(?=[aou])", "g"),
        ("eij|ey|ei|ij|y|ie|ee|i", "i"),
        ("oe|ou|au|uu|u|oo|o|w(?=[^aeiou]|$)", "o"),
        ("ae|aa|a|eu|e", "a"),
        ("h", ""),
    )
)
_LONG = 8
_SHORT = 4
_ALIKE = 0.9


class Likeness(IntEnum):
    """How near two spellings are, the nearest last."""

    DIFFERENT = 0
    SOUND = 1
    """They sound alike in Dutch."""
    SLIP = 2
    """One typing error apart, two in a long name; or most of it is the same."""
    EQUAL = 3


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """A name in small letters a to z, other signs as one space: `Öztürk-d'Ávila` as `ozturk d avila`.

    Letters of other alphabets are transcribed. Where a hyphen stands is asked before this.
    """
    letters = text if text.isascii() else anyascii(text)
    return _NO_LETTER.sub(" ", letters.lower().replace("'", "")).strip()


@lru_cache(maxsize=50_000)
def sound(name: str) -> str:
    """What a plain name sounds like: consonants as Dutch hears them, vowels only where it begins with one."""
    heard = name.replace(" ", "")
    for pattern, letters in _SOUNDS:
        heard = pattern.sub(letters, heard)
    once = "".join(letter for place, letter in enumerate(heard) if not place or letter != heard[place - 1])
    return once[:1] + "".join(letter for letter in once[1:] if letter not in "aio")


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> Likeness:
    """How near two plain names are."""
    if one == other:
        return Likeness.EQUAL
    shorter, longer = sorted((len(one), len(other)))
    if shorter >= _SHORT - 1 and _slipped(one, other, longer):
        return Likeness.SLIP
    heard = sound(one)
    return Likeness.SOUND if len(heard) > 1 and heard == sound(other) else Likeness.DIFFERENT


def _slipped(one: str, other: str, longer: int) -> bool:
    allowed = 2 if longer >= _LONG else 1
    if OSA.distance(one, other, score_cutoff=allowed) <= allowed:
        return True
    return longer >= _SHORT and JaroWinkler.similarity(one, other) >= _ALIKE
