"""What the oracle keeps of a history, as plain dictionaries, and what follows from it for everybody."""

from datetime import datetime
from typing import Any, NamedTuple

Record = dict[str, Any]


class Registered(NamedTuple):
    """How somebody is registered."""

    parents: tuple[str, ...]
    children: tuple[str, ...]
    housemates: tuple[str, ...]
    partners: tuple[Any, ...]
    authority: Any
    institution: bool
    secret: bool
    died: bool


def registered(answers: list[Any]) -> Registered:
    """By the last answer; what that does not speak of is as the last one said that did, of housemates at that home."""
    last = answers[-1]
    said: dict[str, tuple[str, ...]] = {"parents": (), "children": (), "housemates": ()}
    for each in answers:
        for name in said:
            told = getattr(each, name)
            if told is not None and (name != "housemates" or each.home == last.home):
                said[name] = told
    return Registered(
        **said,
        partners=last.partners,
        authority=last.authority,
        institution=last.institution,
        secret=last.secret,
        died=last.died,
    )


class Records:
    """Everything that stands after the last fact."""

    def __init__(self) -> None:
        self.items: dict[str, Record] = {}
        self.consents: dict[tuple[str, str], Any] = {}
        self.confirmed_consents: dict[tuple[str, str], dict[str, str]] = {}
        self.seconded: set[str] = set()
        self.undeterminable: dict[str, set[tuple[str, str]]] = {}
        self.exceptions: dict[str, Record] = {}
        self.named_by_shelter: dict[tuple[str, str], set[str]] = {}
        self.directory: dict[str, Record] = {}
        self.restrictions: list[tuple[str, str]] = []
        self.judged_no_reason: dict[tuple[str, str], datetime] = {}
        self.confirmed_reasons: dict[tuple[str, str], datetime] = {}
        self.answers: dict[str, list[Any]] = {}
        """person -> every answer of the population register about it, in order."""

    @property
    def restricted(self) -> set[str]:
        """Persons and things that are shown to nobody by consent."""
        return {restricted for restricted, _ in self.restrictions}

    @property
    def registered(self) -> dict[str, Registered]:
        """person -> how it is registered by the last answer."""
        return {person: registered(answers) for person, answers in self.answers.items()}

    def holders(self, child: str) -> set[str]:
        """Everyone of whom anybody states that they hold authority over this child, but for who died."""
        found = set[str]()
        for item in self.items.values():
            household = item.get("household", ())
            if any(member.person == child and member.role == "child" for member in household):
                found |= {member.person for member in household if member.authority}
            stated = item["kind"] == "membership" and item["stated_with"] is None and item["authority"]
            if stated and item["of"] == child and item["role"] != "child":
                found.add(item["person"])
        answer = self.registered.get(child)
        if answer is not None and answer.authority is not None:
            found |= set(answer.authority.holders)
        return found - {person for person, each in self.registered.items() if each.died}

    def register_groups(self) -> list[set[str]]:
        """Who belongs together by the register: parents with all their children, partners, who shares a home."""
        groups: list[set[str]] = []
        known = self.registered
        for person, answer in known.items():
            groups.append({person, *answer.parents})
            groups += [{person, each.person} for each in answer.partners if not each.ended]
            siblings = [other for other, theirs in known.items() if person in theirs.parents]
            groups.append({person, *siblings, *answer.children})
            for parent in answer.parents:
                theirs = [one for one, each in known.items() if parent in each.parents]
                groups.append({parent, *theirs, *(known[parent].children if parent in known else ())})
        return groups + self.registered_homes()

    def registered_homes(self) -> list[set[str]]:
        """Who lives together by the register; where nobody has a family's home, and with somebody secret, nobody."""
        secret = {person for person, answer in self.registered.items() if answer.secret}
        return [
            {person, *answer.housemates} - secret
            for person, answer in self.registered.items()
            if not (answer.institution or answer.secret or answer.died)
        ]
