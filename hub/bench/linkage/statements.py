"""How organisations state a person: as registered, or with the mistakes and gaps that their systems have.

Every mistake has a chance of its own (``CHANCES``), drawn independently; a statement says which were made, so that
figures can be told per kind of mistake.
"""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from anyascii import anyascii

from hub.bench.linkage.names import SPELLINGS, Sex
from hub.bench.linkage.population import Person
from hub.people.identity import Identity
from hub.people.linkage.lists import nicknames

CHANCES: Final = {
    "given-typo": 0.025,
    "nickname": 0.05,
    "initials": 0.025,
    "spelling": 0.4,
    "names-exchanged": 0.003,
    "others-left-out": 0.5,
    "no-accents": 0.4,
    "prefix": 0.12,
    "surname-typo": 0.025,
    "partner-form": 0.6,
    "date-exchanged": 0.007,
    "date-slip": 0.01,
    "date-partial": 0.015,
    "other-year": 0.003,
    "first-of-january": 0.004,
    "sex-missing": 0.12,
    "sex-wrong": 0.003,
    "moved": 0.07,
    "address-missing": 0.1,
    "number-typo": 0.01,
    "phone-missing": 0.35,
    "phone-changed": 0.08,
}
_INCOMPLETE = frozenset(
    [
        "given-typo",
        "nickname",
        "initials",
        "names-exchanged",
        "surname-typo",
        "date-exchanged",
        "date-slip",
        "date-partial",
        "other-year",
        "first-of-january",
        "sex-missing",
        "sex-wrong",
        "address-missing",
        "phone-missing",
        "others-left-out",
        "number-typo",
    ]
)
"""With none of these a record is complete: all fields stated, and as registered."""


@dataclass(slots=True, frozen=True)
class Statement:
    """One statement about a person, with what went wrong in it."""

    person: Person
    identity: Identity
    mistakes: frozenset[str]

    @property
    def complete(self) -> bool:
        """Whether every field is stated, as registered; a spelling, a prefix, a partner's name or a move may differ."""
        return _INCOMPLETE.isdisjoint(self.mistakes) and self.person.phone is not None


class Stating:
    """States persons, with mistakes by chance."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._made: set[str] = set()

    def registered(self, person: Person) -> Statement:
        """As the population register has the person, but for fields that may be missing."""
        missing = {name for name in ("phone-missing", "sex-missing", "address-missing") if self._random.random() < 0.1}  # noqa: PLR2004
        return Statement(person, _without(_identity(person), missing), frozenset(missing))

    def stated(self, person: Person) -> Statement:
        """As an organisation may have the person."""
        self._made = set()
        given, family = self._given(person), self._family(person)
        if self._happens("names-exchanged"):
            given, family = family, given
        moved = self._happens("moved")
        number = person.house_number + self._random.randint(1, 400) if moved else person.house_number
        number = int(f"{number}{self._random.randint(0, 9)}") if self._happens("number-typo") else number
        identity = Identity(
            family_name=family,
            given_names=given,
            born=self._born(person.born),
            sex=self._sex(person),
            postcode=self._moved(person.postcode) if moved else person.postcode,
            house_number=number,
            phone=self._phone(person.phone),
        )
        identity = _without(identity, {name for name in ("sex-missing", "address-missing") if self._happens(name)})
        return Statement(person, identity, frozenset(self._made))

    def _happens(self, name: str) -> bool:
        happened = self._random.random() < CHANCES[name]
        if happened:
            self._made.add(name)
        return happened

    def _given(self, person: Person) -> str:
        first, *others = person.given
        if first in SPELLINGS and self._happens("spelling"):
            first = self._random.choice(SPELLINGS[first])
        called = _called(first)
        if called and self._happens("nickname"):
            first, others = self._random.choice(called), []
        elif self._happens("initials"):
            return " ".join(f"{name[0]}." for name in person.given)
        elif self._happens("given-typo"):
            first = self._typo(first)
        if others and self._happens("others-left-out"):
            others = []
        return self._accents(" ".join((first, *others)))

    def _family(self, person: Person) -> str:
        family = person.family_name
        prefix, _, core = family.rpartition(" ")
        if prefix and self._happens("prefix"):
            family = core if self._random.random() < 0.5 else f"{prefix.replace(' ', '')}{core.lower()}"  # noqa: PLR2004
        if self._happens("surname-typo"):
            family = self._typo(family)
        if person.partner_name and self._happens("partner-form"):
            family = f"{person.partner_name}-{family}"
        return self._accents(family)

    def _accents(self, name: str) -> str:
        return anyascii(name) if not name.isascii() and self._happens("no-accents") else name

    def _typo(self, name: str) -> str:
        place = self._random.randrange(1, len(name)) if len(name) > 1 else 0
        letter = self._random.choice("aeioutnrsdlmgkvbhpjw")
        ways = (
            name[:place] + letter + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + name[place + 1 :] if len(name) > 3 else name + letter,  # noqa: PLR2004
            name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :] if place else name + letter,
        )
        return self._random.choice(ways)

    def _born(self, born: date) -> str:
        if self._happens("date-partial"):
            return f"{born:%Y}" if self._random.random() < 0.5 else f"{born:%Y-%m}"  # noqa: PLR2004
        if self._happens("first-of-january"):
            return f"{born:%Y}-01-01"
        if born.day <= 12 and born.day != born.month and self._happens("date-exchanged"):  # noqa: PLR2004 - a month
            return f"{born:%Y-%d-%m}"
        if self._happens("other-year"):
            return f"{born.year - self._random.choice((1, 10))}-{born:%m}-{min(born.day, 28):02}"
        if self._happens("date-slip"):
            return f"{born:%Y-%m}-{self._slipped(born.day):02}"
        return born.isoformat()

    def _slipped(self, day: int) -> int:
        """Another day of any month, one digit away."""
        tens, unit = divmod(min(day, 28), 10)
        near = [tens * 10 + other for other in range(10) if other != unit] + [unit, 10 + unit, 20 + unit]
        return self._random.choice([other for other in near if 1 <= other <= 28 and other != day])  # noqa: PLR2004

    def _sex(self, person: Person) -> Sex | None:
        if self._happens("sex-wrong"):
            return "male" if person.sex == "female" else "female"
        return person.sex

    def _phone(self, phone: str | None) -> str | None:
        if phone is None or self._happens("phone-missing"):
            return None
        return f"06{self._random.randint(10_000_000, 99_999_999)}" if self._happens("phone-changed") else phone

    def _moved(self, postcode: str) -> str:
        return f"{self._random.randint(1000, 9999)}{postcode[4:]}"


def _identity(person: Person) -> Identity:
    return Identity(
        family_name=person.family_name,
        given_names=" ".join(person.given),
        born=person.born.isoformat(),
        sex=person.sex,
        postcode=person.postcode,
        house_number=person.house_number,
        phone=person.phone,
    )


def _without(identity: Identity, missing: set[str]) -> Identity:
    import msgspec

    fields = {"phone-missing": ("phone",), "sex-missing": ("sex",), "address-missing": ("postcode", "house_number")}
    return msgspec.structs.replace(identity, **{name: None for each in missing for name in fields[each]})


def _called(name: str) -> list[str]:
    """The roepnamen of a name, as far as the curated file has any."""
    families = nicknames().get(name.lower(), frozenset())
    return [other.capitalize() for other, of in nicknames().items() if other != name.lower() and of & families]
