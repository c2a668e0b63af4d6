"""A history in the making: who there is, the time that passes, and what was recorded so far."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from hub.domain.ages import AgeBand, band
from hub.domain.facts import ConsentRecorded, Fact, MembershipStated, PersonRegistered, SignalRecorded
from hub.domain.organisations import Organisation, Role, Sector
from tests.oracle.oneself import groups_of, renamed

SomeFact = TypeVar("SomeFact", bound=Fact)
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
ADULTS: Final = ("mother", "father", "friend")
CHILDREN: Final = ("kid", "teen", "half-sister")
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
    "friend": ("1988-09-21", "1996-01-10", None),
    "kid": ("2009-05-20", "2012", "2014-03-01", "2001-09"),
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
        self.seconds = self._second_pseudonyms()
        """Person -> another pseudonym under which some organisations state the same person."""
        self.links: dict[str, tuple[str, str]] = {}
        """The links that stand."""
        self.mistaken: list[frozenset[str]] = []
        """Persons who were ever linked though they are not one, a group each: see ``registered_with``."""
        self.owners: dict[str, str] = {}
        """item or exception -> its owner."""
        self.signals: list[SignalRecorded] = []
        self.ended: set[str] = set()
        """Signals that ended."""
        self.memberships: list[MembershipStated] = []
        self.consents: list[ConsentRecorded] = []
        self.exceptions: list[str] = []
        self.registered: dict[str, PersonRegistered] = {}
        """Person -> what the register answered last."""
        self._number = 0

    def _second_pseudonyms(self) -> dict[str, str]:
        """Of nobody, one or two persons; born on the same day as far as is known, or far from it."""
        whose = self.random.sample(PERSONS, self.random.choice((0, 0, 1, 2)))
        for person in whose:
            far_off = "1950-02-02" if person in CHILDREN else "2012-12-12"
            self.born[f"{person}'"] = self.random.choice((self.born[person], self.born[person], None, far_off))
        return {person: f"{person}'" for person in whose}

    def as_one(self, person: str) -> set[str]:
        """Every pseudonym that is linked with this one now."""
        return next((group for group in groups_of(self.facts) if person in group), {person})

    def registered_with(self, *persons: str) -> set[str]:
        """Who is registered of these and of everybody who was ever taken for one of them. Never more than one is, since
        two who have a BSN each are never linked.
        """
        whole = set(persons).union(*(group for group in self.mistaken if not group.isdisjoint(persons)))
        return whole & self.registered.keys()

    def mistake(self, *persons: str) -> None:
        """Somebody takes these for one person."""
        touched = [group for group in self.mistaken if not group.isdisjoint(persons)]
        apart = [group for group in self.mistaken if group not in touched]
        self.mistaken = [*apart, frozenset(persons).union(*touched)]

    def ages(self) -> dict[str, AgeBand]:
        """The coded ages by every pseudonym on the last day."""
        return {person: band(born, self.now.date()) for person, born in self.born.items()}

    def new(self, what: str, owner: str) -> str:
        """A new identifier of this owner."""
        self._number += 1
        id_ = f"{what}-{self._number}"
        self.owners[id_] = owner
        return id_

    def record(self, fact: SomeFact) -> SomeFact:
        """Add a fact, now and then about somebody's other pseudonym; the register has one for everybody."""
        if not isinstance(fact, PersonRegistered):
            fact = renamed(fact, {who: other for who, other in self.seconds.items() if self.random.random() < 0.4})
        self.facts.append(fact)
        return fact

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
