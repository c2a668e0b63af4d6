"""The oracle on what opens: consent (DOMAIN.md 3), the safety exception (4), the directory (5.5), and ages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hub.domain.catalogue import Catalogue
from hub.domain.facts import Fact
from hub.domain.organisations import Organisation
from hub.domain.profiles import DisclosureRules
from tests.oracle.kept import Record, Records
from tests.oracle.oneself import groups_of, names_of
from tests.oracle.records import recorded

TWO_YEARS = timedelta(days=730)
PEOPLE_OF_THE_HOME = {"parent", "partner", "ex-partner", "other-adult"}


def _stage(age: int | None) -> int:
    """Which of the ages at which something changes was passed last."""
    return max((each for each in (4, 12, 16, 18, 23) if age is not None and each <= age), default=0)


class Sharing:
    """What was opened to whom over one history. ``born``: birth dates, whole or partial; None where nobody knows it."""

    def __init__(
        self,
        facts: Sequence[Fact],
        born: Mapping[str, str | None],
        organisations: Iterable[Organisation],
        catalogue: Catalogue,
        rules: DisclosureRules,
        now: datetime,
        purpose: str = "early-coordination",
    ) -> None:
        self.one_person = groups_of(facts)
        self.names = names_of(self.one_person)
        self.records: Records = recorded(facts, self.names)
        self.born = born
        self.organisations = {each.id: each for each in organisations}
        self.catalogue = catalogue
        self.rules = rules
        self.now = now
        self.purpose = purpose
        self._ages: dict[str, set[int | None]] = {}

    # --- The safety exception (4) ----------------------------------------------------------------------------------

    def _exceptions_over(self, who: Organisation, item: Record) -> list[Record]:
        return [
            each
            for each in self.records.exceptions.values()
            if each["owner"] == item["owner"]
            and (item["id"] in each["items"] or item.get("stated_with") in each["items"])
            and not each["ended"]
            and (each["violence"] or self.now < each["review_on"])
            and who.id not in each["struck_out"]
        ]

    def _named_by_exception(self, who: Organisation, item: Record) -> bool:
        for each in self._exceptions_over(who, item):
            named = set(each["recipients"])
            if named & {who.id, f"sector:{who.sector}"} or ("veilig-thuis" in named and who.sector == "veilig-thuis"):
                return True
            cared_for = [person for person in self.born if self._is_basic_care_of(who.id, person)]
            is_basic_care = "basic-care" in named and "basic-care" in who.roles
            if is_basic_care and self._children_in_danger(each).intersection(cared_for):
                return True
        return False

    def _children_in_danger(self, exception: Record) -> set[str]:
        """Those the items are about and who lives or stays where they do, as the author itself or the register says;
        no adults.
        """
        stated = [
            item
            for item in self.records.items.values()
            if item["kind"] == "membership" and item["owner"] == exception["owner"]
        ]
        adults = {item["person"] for item in stated if item["role"] in PEOPLE_OF_THE_HOME}
        adults |= {item["of"] for item in stated if item["of_role"] in PEOPLE_OF_THE_HOME}
        homes: dict[str, set[str]] = {}
        for item in stated:
            if item["in_home"]:
                homes.setdefault(item["stated_with"] or item["id"], set()).update({item["person"], item["of"]})
        there = set(exception["persons"])
        whose = (there & adults) or set(there)  # the home is the adults'; of children alone, every home of theirs
        for _ in homes:
            for home in homes.values():
                if home & whose or (home & there and not home & adults):
                    there |= home
                    whose |= home & adults
        for home in self.records.registered_homes():
            if home & set(exception["persons"]):
                there |= home
        return {person for person in there - adults if not self._is_certainly_adult(person)}

    # --- Consent (3) -----------------------------------------------------------------------------------------------

    def _consented(self, who: Organisation, item: Record, *, by_name: bool) -> bool:
        """Everyone the item says something about agreed that it goes to this viewer, by consents its owner has."""
        return all(self._agreed(who, item, person, by_name=by_name) for person in item["about"])

    def _agreed(self, who: Organisation, item: Record, person: str, *, by_name: bool) -> bool:
        """For every age that the birth date leaves open."""
        asked = [self._must_agree(person, item["owner"], age) for age in self._possible_ages(person)]
        if any(givers is None for givers in asked):
            return False
        unsafe = set(item.get("unsafe_to_ask") or ())
        for giver, capacity in {each for givers in asked for each in givers or ()}:
            if unsafe & {person, giver}:
                return False
            records = self._records_of(giver, item["owner"])
            if not records or not all(
                record is not None and self._says_yes(record, giver, capacity, person, item, who, by_name=by_name)
                for record in records
            ):
                return False
        return True

    def _must_agree(self, person: str, owner: str, age: int | None) -> set[tuple[str, str]] | None:
        """Who must agree for somebody of this age, in which capacity; None where nobody can."""
        undeterminable = bool(self.records.undeterminable.get(person))
        holders = set() if undeterminable else {(each, "authority") for each in self.records.holders(person)}
        alone = self._for_oneself(person, owner)
        if age is None:
            if holders:
                return alone | holders
            return alone if self._stated_adult(person) and not undeterminable else None
        if age >= 16:
            return alone
        if age >= 12 and self._parents_passed(person, owner) and self._is_certainly_twelve(person):
            return alone
        if not holders:
            return None
        return alone | holders if age >= 12 else holders

    def _for_oneself(self, person: str, owner: str) -> set[tuple[str, str]]:
        found = set()
        for record in self._records_of(person, owner):
            if record is not None and person in record.represented:
                found |= {
                    (each.person, "representative") for each in record.givers if each.capacity == "representative"
                }
            else:
                found.add((person, "self"))
        return found or {(person, "self")}

    def _records_of(self, giver: str, owner: str) -> list[Any]:
        """The latest record of the owner, and those of others it confirmed; None for one that stands no longer."""
        consents = self.records.consents
        found: list[Any] = [consents[owner, giver]] if (owner, giver) in consents else []
        for organisation, consent in self.records.confirmed_consents.get((owner, giver), {}).items():
            theirs = consents.get((organisation, giver))
            found.append(theirs if theirs is not None and theirs.consent == consent else None)
        return found

    def _parents_passed(self, youth: str, owner: str) -> bool:
        records = self._records_of(youth, owner)
        return bool(records) and all(
            each is not None and each.parents_passed is not None and each.consent in self.records.seconded
            for each in records
        )

    def _says_yes(
        self, record: Any, giver: str, capacity: str, person: str, item: Record, who: Organisation, *, by_name: bool
    ) -> bool:
        if person not in record.persons:
            return False
        answers = [each for each in record.givers if each.person == giver]
        fitting = {
            "representative": [each for each in answers if each.capacity == "representative"],
            "self": [each for each in answers if each.capacity == "self"]
            or [each for each in answers if each.capacity == "authority"],
            "authority": [each for each in answers if each.capacity == "authority"],
        }[capacity]
        if not fitting or any(each.answer != "given" for each in fitting):
            return False
        if (record.since and self.now < record.since) or (record.until and self.now >= record.until):
            return False
        if record.purposes and self.purpose not in record.purposes:
            return False
        return self._in_scope(record, item) and self._is_recipient(record, who, by_name=by_name)

    def _in_scope(self, record: Any, item: Record) -> bool:
        stated = self.records.items.get(item.get("stated_with") or "", item)
        if stated["category"] in record.except_categories:
            return False
        if record.kinds and not {item["kind"], stated["kind"]}.intersection(record.kinds):
            return False
        if not record.domains:
            return True
        return stated["category"] is not None and self.catalogue[stated["category"]].domain in record.domains

    def _is_recipient(self, record: Any, who: Organisation, *, by_name: bool) -> bool:
        words = set(record.recipients)
        if words & {who.id, f"sector:{who.sector}"} or ("veilig-thuis" in words and who.sector == "veilig-thuis"):
            return True
        if by_name:
            return False
        return bool(words & {"those-involved", "all"}) or ("basic-care" in words and "basic-care" in who.roles)

    def _stated_adult(self, person: str) -> bool:
        stated = [item for item in self.records.items.values() if item["kind"] == "membership"]
        return any(
            (item["person"] == person and item["role"] in PEOPLE_OF_THE_HOME)
            or (item["of"] == person and item["of_role"] in PEOPLE_OF_THE_HOME)
            for item in stated
        )

    # --- Times and ages --------------------------------------------------------------------------------------------

    def _goes_on(self, item: Record) -> bool:
        ended = item["archived"] or (item["ended_at"] is not None and item["ended_at"] <= self.now)
        return not ended and self.now < (item["confirmed_at"] or item["recorded_at"]) + TWO_YEARS

    def _is_safety(self, item: Record) -> bool:
        return item["category"] is not None and self.catalogue[item["category"]].safety

    def _possible_ages(self, person: str) -> set[int | None]:
        """Every age in completed years that the birth date leaves open today; not known where statements disagree."""
        if person not in self._ages:
            oneself = next((group for group in self.one_person if person in group), {person})
            stated = [self._ages_of(self.born[each]) for each in sorted(oneself) if self.born.get(each)]
            agree = len({frozenset(map(_stage, each)) for each in stated}) == 1
            self._ages[person] = set[int | None]().union(*stated) if agree else {None}
        return self._ages[person]

    def _ages_of(self, born: str | None) -> set[int | None]:
        if born is None:
            return {None}
        today = self.now.date()
        year, month, day = ([int(part) for part in born.split("-")] + [0, 0])[:3]
        days = [
            each
            for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
            for each in [date.fromordinal(ordinal)]
            if month in {0, each.month} and day in {0, each.day}
        ]
        return {today.year - each.year - ((today.month, today.day) < (each.month, each.day)) for each in days}

    def _is_certainly_adult(self, person: str) -> bool:
        return all(age is not None and age >= 23 for age in self._possible_ages(person))

    def _is_certainly_twelve(self, person: str) -> bool:
        return all(age is not None and age >= 12 for age in self._possible_ages(person))

    def _may_be_minor(self, person: str) -> bool:
        return any(age is not None and age < 18 for age in self._possible_ages(person))

    # --- The directory (5.5) ---------------------------------------------------------------------------------------

    def _is_basic_care_of(self, organisation: str, person: str) -> bool:
        return any(
            entry["owner"] == organisation
            and entry["person"] == person
            and entry["since"] <= self.now
            and (entry["until"] is None or self.now < entry["until"])
            and self._shelters_named(entry)
            for entry in self.records.directory.values()
        )

    def _shelters_named(self, entry: Record) -> bool:
        """An entry made during a shielded stay counts, then and afterwards, only if that shelter named it."""
        for stay in self.records.items.values():
            if stay["kind"] != "involvement" or not stay["shielded"] or entry["person"] not in stay["about"]:
                continue
            at = entry["recorded_at"]
            during = stay["occurred_at"] <= at and (stay["ended_at"] is None or at < stay["ended_at"])
            named = self.records.named_by_shelter.get((stay["owner"], entry["person"]), set())
            if during and entry["owner"] not in named:
                return False
        return True
