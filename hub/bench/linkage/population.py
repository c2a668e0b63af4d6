"""An invented Dutch population: households with their relatives, twins, fathers and sons of one name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from hub.bench.linkage.names import Names, Sex

FIRST_BIRTH = date(1940, 1, 1)
LAST_BIRTH = date(2026, 10, 1)
SHARED_FIRST_NAMES = frozenset({"Mohamed", "Ahmed", "Fatima", "Maria", "Johannes", "Anna", "Jan"})
"""First names that both of two twins bear here, with a second name each."""
_DAYS_OF_A_CHILDHOOD = 8_000


@dataclass(slots=True, frozen=True)
class Person:
    """Somebody who exists."""

    number: int
    household: int
    given: tuple[str, ...]
    family_name: str
    born: date
    sex: Sex
    origin: str
    postcode: str
    house_number: int
    phone: str | None
    partner_name: str | None = None
    group: str = "alone"
    """Which subgroup figures count this person in."""


@dataclass(slots=True)
class Population:
    """People of one seed, household by household."""

    random: Random
    people: list[Person] = field(default_factory=list)
    households: int = 0
    _names: Names = field(init=False)

    def __post_init__(self) -> None:
        self._names = Names(self.random)

    def grow(self, size: int) -> None:
        """Households until there are so many people."""
        while len(self.people) < size:
            self._add_household()

    def _add_household(self) -> None:
        self.households += 1
        origin, surname = self._names.origin(), ""
        surname = self._names.surname(origin)
        home = self._postcode(), self.random.randint(1, 400)
        kind = self.random.random()
        if kind < 0.25:  # noqa: PLR2004 - a quarter lives alone
            self._add(origin, surname, home, self._adult_birth(), group="alone")
            return
        mother_born = self._adult_birth()
        father = self._add(origin, surname, home, self._near(mother_born, 3000), sex="male", group="parent")
        self._add(
            origin,
            self._names.surname(origin),
            home,
            mother_born,
            sex="female",
            group="partner-name" if kind < 0.6 else "parent",  # noqa: PLR2004
            partner_name=surname if kind < 0.6 else None,  # noqa: PLR2004
        )
        self._add_children(origin, surname, home, father)

    def _add_children(self, origin: str, surname: str, home: tuple[str, int], father: Person) -> None:
        born = father.born + timedelta(days=self.random.randint(7_000, 14_000))
        twins = self.random.random() < 0.09  # noqa: PLR2004 - far more than there are, to test on
        for number in range(self.random.choice((1, 1, 2, 2, 3, 4))):
            born += timedelta(days=self.random.randint(350, 1500))
            if born >= LAST_BIRTH:
                return
            namesake = number == 0 and self.random.random() < 0.08  # noqa: PLR2004 - sons named after their fathers
            given = father.given if namesake else None
            sex: Sex | None = "male" if namesake else None
            group = "father-and-son" if namesake else "child"
            child = self._add(origin, surname, home, born, sex=sex, given=given, group=group)
            if twins and number == 0 and not namesake:
                self._add_twin(child)

    def _add_twin(self, first: Person) -> None:
        """A same-sex twin with a near name; in some families both bear one first name, and a second of their own."""
        self.people[-1] = first = _changed(first, group="twin")
        if first.given[0] in SHARED_FIRST_NAMES:
            given: tuple[str, ...] = (first.given[0], self._names.second() + "a")
            self.people[-1] = first = _changed(first, given=(first.given[0], self._names.second()))
        else:
            given = (self._names.like(first.given[0], first.origin, first.sex), *first.given[1:])
        home = first.postcode, first.house_number
        self._add(first.origin, first.family_name, home, first.born, sex=first.sex, given=given, group="twin")

    def _add(
        self,
        origin: str,
        surname: str,
        home: tuple[str, int],
        born: date,
        *,
        group: str,
        sex: Sex | None = None,
        given: tuple[str, ...] | None = None,
        partner_name: str | None = None,
    ) -> Person:
        born_as = sex or self._sex()
        person = Person(
            number=len(self.people),
            household=self.households,
            given=given or tuple(self._given(origin, born_as)),
            family_name=surname,
            born=born,
            sex=born_as,
            origin=origin,
            postcode=home[0],
            house_number=home[1],
            phone=self._phone(born),
            partner_name=partner_name,
            group=group,
        )
        self.people.append(person)
        return person

    def _sex(self) -> Sex:
        return "female" if self.random.random() < 0.5 else "male"  # noqa: PLR2004 - one of two

    def _given(self, origin: str, sex: Sex) -> Iterator[str]:
        yield self._names.given(origin, sex)
        while self.random.random() < 0.35:  # noqa: PLR2004 - further names, each rarer
            yield self._names.second()

    def _phone(self, born: date) -> str | None:
        """Adults have a number of their own; a child the household's first, if any."""
        if (LAST_BIRTH - born).days < _DAYS_OF_A_CHILDHOOD:
            household = (each.phone for each in reversed(self.people) if each.household == self.households)
            return next(household, None) if self.people and self.people[-1].household == self.households else None
        return f"06{self.random.randint(10_000_000, 99_999_999)}" if self.random.random() < 0.9 else None  # noqa: PLR2004

    def _adult_birth(self) -> date:
        return FIRST_BIRTH + timedelta(days=self.random.randint(0, 20_000))

    def _near(self, day: date, within: int) -> date:
        return day - timedelta(days=self.random.randint(-within, within))

    def _postcode(self) -> str:
        letters = "".join(self.random.choice("ABCDEFGHJKLMNPRSTVWXZ") for _ in range(2))
        return f"{self.random.randint(1000, 9999)}{'AB' if letters in {'SA', 'SD', 'SS'} else letters}"


def _changed(person: Person, **changes: object) -> Person:
    from dataclasses import replace

    return replace(person, **changes)  # type: ignore[arg-type]
