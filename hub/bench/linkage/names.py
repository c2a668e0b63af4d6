"""Names for invented people: some that linkage has in its lists, some that it never saw.

Shares follow Zipf's law within every list: the name of rank r is given in proportion to 1/(r+5). Half of the people
bear names of ``faker``'s Dutch lists, or of the lists below; for the others every seed makes its own from syllables, so
that no list can be fitted to them.
"""

from collections.abc import Sequence
from copy import copy
from itertools import accumulate
from random import Random
from typing import Literal

import msgspec
from anyascii import anyascii

from hub.people.linkage.names import class_of
from hub.people.linkage.spelling import plain

Sex = Literal["female", "male"]

_FEMALE = {
    "arab": "Fatima Khadija Aisha Maryam Salma Yasmin Imane Zainab Naima Samira Hafsa Soumaya Ikram Nour Rania Hanane",
    "turkish": "Zeynep Elif Ayşe Emine Hatice Büşra Esra Merve Fatma Özlem Gülay Songül Şule Tuğba Derya Melike",
    "slavic": "Olena Kateryna Nataliia Yuliia Anastasiia Iryna Tetiana Agnieszka Katarzyna Małgorzata Magdalena Zofia",
    "surinamese": "Sharmila Anjali Priya Indra Rosita Shanti Wilma Jennifer Melissa Radjkoemarie Sunita Kavita",
}
_MALE = {
    "arab": "Mohamed Ahmed Youssef Omar Ibrahim Hassan Hussein Mustafa Said Rachid Karim Bilal Hamza Yassin Ayoub",
    "turkish": "Mehmet Mustafa Ahmet Ali Hüseyin Emre Yusuf Murat İbrahim Ömer Çağlar Gökhan Oğuz Uğur Serkan Kerem",
    "slavic": "Oleksandr Dmytro Serhii Andrii Volodymyr Mykola Piotr Krzysztof Łukasz Paweł Tomasz Bohdan Yevhen",
    "surinamese": "Ricardo Vishal Anil Soeresh Jagdiesh Marvin Glenn Dennis Winston Radjesh Ashwin Orlando",
}
_SURNAMES = {
    "arab": "El Amrani|Bouzidi|Ben Ali|El Idrissi|Haddad|Al Hassan|Azzouzi|El Khattabi|Bakkali|Ait Said|Omar|Yusuf",
    "turkish": "Y\u0131lmaz|Kaya|Demir|Çelik|Şahin|Öztürk|Ayd\u0131n|Özdemir|Arslan|Doğan|Koç|Güneş|Ünal|Türkmen",
    "slavic": "Shevchenko|Kovalenko|Bondarenko|Kowalska|Nowak|Wiśniewski|Wójcik|Kamiński|Melnyk|Tkachenko|Zając|Wrona",
    "surinamese": "Ramdin|Jagroep|Biharie|Kanhai|Sewnarain|Blokland|Fernandes|Soekhoe|Ramsahai|Vreden|Pinas|Doekhi",
}
_SPELLINGS = {
    "Mohamed": "Mohammed Muhammad Mohamad",
    "Youssef": "Yousef Yusuf Youssouf",
    "Khadija": "Khadidja Chadija",
    "Hussein": "Hussain Hoessein",
    "Aisha": "Aicha Aysha",
    "Said": "Saïd Saeed",
    "Yassin": "Yassine Yasin",
    "Oleksandr": "Aleksandr Oleksander",
    "Dmytro": "Dmitri Dmitry",
    "Nataliia": "Natalia Natalya",
    "Yuliia": "Yulia Julia",
    "Serhii": "Sergei Sergiy",
    "Zainab": "Zeinab Zaynab",
    "Soumaya": "Sumaya",
    "Rachid": "Rashid",
    "Hafsa": "Hafssa",
    "Ayoub": "Ayyoub Ayub",
    "Hüseyin": "Huseyin",
    "Lucas": "Lukas",
    "Sara": "Sarah",
    "Isabel": "Izabel Isabelle",
    "Stephan": "Stefan",
    "Philip": "Filip Phillip",
    "Victor": "Viktor",
}
SPELLINGS = {name: tuple(others.split()) for name, others in _SPELLINGS.items()}
"""Other spellings in which an organisation may write a given name; some are in linkage's file and some are not."""
_PATTERNS = {
    "arab": (("El ", "Ben ", "Al ", "Ait ", "", ""), ("i", "ouri", "aoui", "a")),
    "turkish": (("", "Kara", "Ak"), ("oğlu", "türk", "er", "kan", "")),
    "slavic": (("",), ("enko", "ski", "chuk", "ova", "yk")),
    "surinamese": (("", "Ram"), ("sing", "dien", "pal", "")),
}
_RARER_SURNAMES = 400
_SECOND = (
    "Maria Johannes Willem Anna Pieter Elisabeth Jacobus Catharina Hendrik Cornelia Philippine Alexander Louise Amin"
)
_PREFIXES = ("van de ", "van der ", "van ", "de ", "van den ", "ter ", "'t ", "op den ")
_ORIGINS = ("dutch", "arab", "turkish", "slavic", "surinamese")
_WEIGHTS = (72, 11, 8, 5, 4)
_RANK_OFFSET = 5
_NEVER_SEEN = 0.5
_ONSETS = tuple("b d f g h j k l m n p r s t v w br dr fl kl kn pl sch st vr zw".split())
_MIDDLES = tuple("a e i o u aa ee ie oe oo ui ij eu au".split())
_ENDS = tuple("n r s l m k t nd rt lm sma stra sen inga ink huis veld dijk kamp man aar el er".split())


class Ranked(msgspec.Struct):
    """Names in order of how many bear them, drawn by Zipf's law."""

    names: Sequence[str]
    sums: list[float]

    @classmethod
    def of(cls, names: Sequence[str]) -> "Ranked":
        """With shares in proportion to 1/(rank+5)."""
        return cls(names, list(accumulate(1 / (rank + _RANK_OFFSET) for rank in range(1, len(names) + 1))))

    def draw(self, random: Random) -> str:
        """One name."""
        return random.choices(self.names, cum_weights=self.sums)[0]


class Names:
    """Draws names for people of one part of a population."""

    def __init__(self, random: Random) -> None:
        from faker.providers.person.nl_NL import Provider

        self._random = random
        self._given: dict[tuple[str, Sex], Ranked] = {}
        for origin in _ORIGINS[1:]:
            self._given[origin, "female"] = Ranked.of(_FEMALE[origin].split())
            self._given[origin, "male"] = Ranked.of(_MALE[origin].split())
        self._given["dutch", "female"] = Ranked.of(self._shuffled(Provider.first_names_female))
        self._given["dutch", "male"] = Ranked.of(self._shuffled(Provider.first_names_male))
        self._given["unseen", "female"] = Ranked.of(
            [f"{self._made(2)}{self._random.choice('aie')}" for _ in range(400)]
        )
        self._given["unseen", "male"] = Ranked.of([self._made(2) for _ in range(400)])
        self._surnames = {origin: Ranked.of(self._many_surnames(origin)) for origin in _SURNAMES}
        self._surnames["dutch"] = Ranked.of(self._shuffled(Provider.last_names))
        self._surnames["unseen"] = Ranked.of([self._unseen_surname() for _ in range(2500)])

    def drawn_by(self, random: Random) -> "Names":
        """The same names, drawn by somebody else."""
        drawn = copy(self)
        drawn._random = random  # noqa: SLF001 - of its own copy
        return drawn

    def origin(self) -> str:
        """Where a family's names come from."""
        return self._random.choices(_ORIGINS, _WEIGHTS)[0]

    def given(self, origin: str, sex: Sex) -> str:
        """A first given name."""
        unseen = origin == "dutch" and self._random.random() < _NEVER_SEEN
        return self._given["unseen" if unseen else origin, sex].draw(self._random)

    def surname(self, origin: str) -> str:
        """A family name with its prefixes."""
        unseen = origin == "dutch" and self._random.random() < _NEVER_SEEN
        return self._surnames["unseen" if unseen else origin].draw(self._random)

    def second(self) -> str:
        """A further given name."""
        return self._random.choice(_SECOND.split())

    def like(self, name: str, origin: str, sex: Sex) -> str:
        """Another name that is near this one, as twins get: it begins or ends alike, or differs in a letter.

        No parents give two children one name, nor two spellings of one.
        """
        pool = [other for other in self._given[origin, sex].names if not _one_name(other, name)]
        near = [other for other in pool if other[:2] == name[:2] or other[-3:] == name[-3:]]
        if near and self._random.random() < 0.5:  # noqa: PLR2004 - one way or the other
            return self._random.choice(near)
        place = self._random.randrange(1, len(name))
        letters = [letter for letter in "aeionlrst" if letter != anyascii(name[place]).lower()]
        near_name = name[:place] + self._random.choice(letters) + name[place + 1 :]
        return self._random.choice(pool) if _one_name(near_name, name) else near_name

    def _many_surnames(self, origin: str) -> list[str]:
        """The surnames listed for an origin, and many rarer ones that nobody listed."""
        starts, ends = _PATTERNS[origin]
        made = [
            f"{self._random.choice(starts)}{self._made(2)}{self._random.choice(ends)}" for _ in range(_RARER_SURNAMES)
        ]
        return [*_SURNAMES[origin].split("|"), *made]

    def _shuffled(self, names: Sequence[str]) -> list[str]:
        return self._random.sample(list(names), len(names))

    def _made(self, syllables: int) -> str:
        parts = (self._random.choice(_ONSETS) + self._random.choice(_MIDDLES) for _ in range(syllables - 1))
        return ("".join(parts) + self._random.choice(_ONSETS) + self._random.choice(_ENDS)).capitalize()

    def _unseen_surname(self) -> str:
        prefix = self._random.choice(_PREFIXES) if self._random.random() < 0.3 else ""  # noqa: PLR2004
        return prefix + self._made(self._random.choice((2, 2, 3)))


def _one_name(one: str, other: str) -> bool:
    return class_of(plain(one)) == class_of(plain(other))
