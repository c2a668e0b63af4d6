"""What the oracle keeps of a history, as plain dictionaries, and what follows from it for everybody."""

from datetime import datetime
from typing import Any

Record = dict[str, Any]


class Records:
    """Everything that stands after the last fact."""

    def __init__(self) -> None:
        self.items: dict[str, Record] = {}
        self.consents: dict[tuple[str, str], Any] = {}
        self.confirmed_consents: dict[tuple[str, str], dict[str, str]] = {}
        self.seconded: set[str] = set()
        self.undeterminable: dict[str, set[str]] = {}
        self.exceptions: dict[str, Record] = {}
        self.named_by_shelter: dict[tuple[str, str], set[str]] = {}
        self.directory: dict[str, Record] = {}
        self.restrictions: list[tuple[str, str]] = []
        self.confirmed_reasons: dict[tuple[str, str], datetime] = {}
        self.registered: dict[str, Any] = {}
        """person -> what the population register answered last."""

    @property
    def restricted(self) -> set[str]:
        """Persons and things that are shown to nobody by consent."""
        return {restricted for restricted, _ in self.restrictions}

    def holders(self, child: str) -> set[str]:
        """Everyone of whom anybody states that they hold authority over this child."""
        found = set()
        for item in self.items.values():
            household = item.get("household", ())
            if any(member.person == child and member.role == "child" for member in household):
                found |= {member.person for member in household if member.authority}
            stated = item["kind"] == "membership" and item["stated_with"] is None and item["authority"]
            if stated and item["of"] == child and item["role"] != "child":
                found.add(item["person"])
        answer = self.registered.get(child)
        return found | set(answer.authority.holders) if answer is not None and answer.authority is not None else found

    def register_groups(self) -> list[set[str]]:
        """Who belongs together by the register: parents with all their children, partners, who shares a home."""
        groups: list[set[str]] = []
        for person, answer in self.registered.items():
            groups.append({person, *(answer.parents or ())})
            groups += [{person, each.person} for each in answer.partners if not each.ended]
            siblings = [other for other, theirs in self.registered.items() if person in (theirs.parents or ())]
            groups.append({person, *siblings, *(answer.children or ())})
            for parent in answer.parents or ():
                theirs = [one for one, each in self.registered.items() if parent in (each.parents or ())]
                known = self.registered.get(parent)
                groups.append({parent, *theirs, *((known and known.children) or ())})
        return groups + self.registered_homes()

    def registered_homes(self) -> list[set[str]]:
        """Who lives together by the register; where nobody has a family's home, and with somebody secret, nobody."""
        secret = {person for person, answer in self.registered.items() if answer.secret}
        return [
            {person, *answer.housemates} - secret
            for person, answer in self.registered.items()
            if not (answer.institution or answer.secret or answer.died)
        ]
