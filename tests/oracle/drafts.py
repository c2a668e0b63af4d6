"""A history in the making: who there is, the time that passes, and what was recorded so far."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hub.domain.ages import AgeBand, band
from hub.domain.facts import (
    ConsentRecorded,
    Fact,
    SignalRecorded,
)
from hub.domain.organisations import Organisation, Role, Sector

BEGIN: Final = datetime(2013, 1, 1, 9, tzinfo=UTC)
_S, _I, _B, _C = Role.SIGNALLING, Role.INTERPRETING, Role.BASIC_CARE, Role.MAY_COORDINATE


def _organisation(id_: str, sector: Sector, *roles: Role, shielded: bool = False) -> Organisation:
    return Organisation(id=id_, name=id_, sector=sector, roles=frozenset({_S, *roles}), shielded=shielded)


ORGANISATIONS: Final = (
    _organisation("gp", Sector.GENERAL_PRACTICE, _I, _B),
    _organisation("school", Sector.SCHOOL, _B),
    _organisation("cjg", Sector.YOUTH_HEALTH_CARE, _I, _B),
    _organisation("social-work", Sector.SOCIAL_WORK, _C),
    _organisation("police", Sector.POLICE),
    _organisation("shelter", Sector.WOMENS_SHELTER, _C, shielded=True),
    _organisation("income", Sector.WORK_AND_INCOME),
    _organisation("vt", Sector.VEILIG_THUIS, _I),
    _organisation("wijkteam", Sector.WIJKTEAM, _I, _C),
)
IDS: Final = tuple(each.id for each in ORGANISATIONS)
HELPERS: Final = ("gp", "school", "cjg", "social-work", "police", "shelter", "income")
ADULTS: Final = ("mother", "father", "partner")
CHILDREN: Final = ("child", "teen", "half-sister")
PERSONS: Final = (*ADULTS, *CHILDREN)
CATEGORIES: Final = (None, None, "parenting", "domestic-violence", "neglect", "child-injury", "debts", "school-absence")
RECIPIENTS: Final = (
    "those-involved",
    "all",
    "basic-care",
    "veilig-thuis",
    "sector:school",
    "sector:work-and-income",
    "income",
    *IDS,
)
BORN: Final = {
    "mother": ("1985-03-01", "1991-06-15", None),
    "father": ("1980", "1984-02-29"),
    "partner": ("1988-09-21", "1996-01-10", None),
    "child": ("2009-05-20", "2012", "2014-03-01", "2001-09"),
    "teen": ("1997-08-01", "1998-02", "2001-04-30", "2001", "1998", None),
    "half-sister": ("2005-01-15", "2001-12-31", "1996-07-07"),
}


class History:
    """A history in the making: its facts in order, the birth dates, and the moment at which somebody looks."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = BEGIN
        self.facts: list[Fact] = []
        self.born: dict[str, str | None] = {person: self.random.choice(BORN[person]) for person in PERSONS}
        self.owners: dict[str, str] = {}
        """item or exception -> its owner."""
        self.signals: list[SignalRecorded] = []
        self.consents: list[ConsentRecorded] = []
        self.exceptions: list[str] = []
        self.registered: set[str] = set()
        self._number = 0

    def ages(self) -> dict[str, AgeBand]:
        """The coded ages of everybody on the last day."""
        return {person: band(born, self.now.date()) for person, born in self.born.items()}

    def new(self, what: str, owner: str) -> str:
        """A new identifier of this owner."""
        self._number += 1
        id_ = f"{what}-{self._number}"
        self.owners[id_] = owner
        return id_

    def record(self, fact: Fact) -> None:
        """Add a fact."""
        self.facts.append(fact)

    def who(self) -> str:
        """An organisation that records something; few of them, so that they meet."""
        return self.random.choice(HELPERS[:4] if self.random.random() < 0.6 else HELPERS)

    def persons(self, most: int = 2) -> tuple[str, ...]:
        """One or a few persons, often the child."""
        about = dict.fromkeys(self.random.choices(PERSONS, (3, 2, 1, 5, 3, 2), k=self.random.randint(1, most)))
        return tuple(about)

    def some(self, of: Any, most: int) -> tuple[Any, ...]:
        """A few different ones of these."""
        return tuple(dict.fromkeys(self.random.choices(of, k=self.random.randint(1, most))))

    def wait(self, *days: int, hours: int = 0) -> None:
        """Let one of these numbers of days pass."""
        self.now += timedelta(days=self.random.choice(days), hours=hours)
