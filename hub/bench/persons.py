"""The persons of the measured families, with names as varied as the Dutch set that linkage is evaluated on.

How many stored persons come up for a statement without a BSN decides what it costs, so these must be as many as among
people: with a handful of given names and birth dates hundreds come up, with these a few do.
"""

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Final

from hub.bench.linkage.names import Names, Sex
from hub.bench.story import DAUGHTER, FATHER, MOTHER, SON
from hub.people.subject import Subject

_SEED: Final = 20_261
_KIN: Final[dict[str, tuple[Sex, int, int]]] = {
    MOTHER: ("female", 25, 45),
    FATHER: ("male", 25, 50),
    SON: ("male", 5, 11),
    DAUGHTER: ("female", 1, 3),
}
"""Sex, and between which ages; as the bands of the story have it."""
_DAYS_OF_A_YEAR: Final = 365
_ANOTHER_NAME: Final = 0.35
_LETTERS: Final = "ABCDEFGHJKLMNPRTVWXZ"


def subjects(number: int, today: date) -> dict[str, Subject]:
    """The persons of a family, by placeholder, as an organisation states them; the same for the same number and day.

    By demographics that find their person exactly: there are only nine thousand BSNs that are certainly nobody's, and
    1 January may stand for an unknown date. The mother has a name of her own.
    """
    random = Random(number)
    names = _names().drawn_by(random)
    origin = names.origin()
    family, hers = names.surname(origin), names.surname(origin)
    letters = random.choice(_LETTERS) + random.choice(_LETTERS)
    postcode, house_number = f"{random.randint(1000, 9999)}{letters}", random.randint(1, 400)
    return {
        kin: Subject(
            family_name=hers if kin == MOTHER else family,
            given_names=_given(names, random, origin, sex),
            born=_born(random, today, youngest, oldest),
            sex=sex,
            postcode=postcode,
            house_number=house_number,
        )
        for kin, (sex, youngest, oldest) in _KIN.items()
    }


@cache
def _names() -> Names:
    return Names(Random(_SEED))


def _given(names: Names, random: Random, origin: str, sex: Sex) -> str:
    given = names.given(origin, sex)
    return f"{given} {names.second()}" if random.random() < _ANOTHER_NAME else given


def _born(random: Random, today: date, youngest: int, oldest: int) -> str:
    day = today - timedelta(days=random.randrange(youngest * _DAYS_OF_A_YEAR, oldest * _DAYS_OF_A_YEAR))
    return (day + timedelta(days=day.month == day.day == 1)).isoformat()
