"""A birthday at which somebody else consents: its owner is asked in time to ask again, and on the day sharing follows.

No fact says or implies a birth date: who nears a border is told by the week, and never which border (DOMAIN.md 3.1).
"""

from typing import Literal

from hub.domain.facts.sharing import ConsentRecorded, SharingTold
from hub.domain.organisations import OPERATOR
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.noting import as_stated
from hub.domain.slices.retaining import Retained
from hub.domain.slices.sharing import open_items_of
from hub.domain.withdrawing import withdraw_matches

Border = Literal["nears", "passed"]


class ReachBorder(HubSlice):
    """Of one person the age nears, or passed, at which it is somebody else who consents: 12, 16 or 18."""

    def __init__(self, situation: Situation, policy: Policy, about: tuple[str, ...], border: Border) -> None:
        super().__init__(situation, policy, OPERATOR)  # nobody's view, nobody's item
        self.about = about
        self.border = border

    def execute(self) -> None:
        """Never refuses."""
        if self.border == "nears":
            self._ask_again()
        else:
            withdraw_matches(self, "sharing-ended")
            open_items_of(self, {record.owner for record in self._consents()})
        self.outcome = Retained(facts=len(self.new_decisions))

    def _consents(self) -> tuple[ConsentRecorded, ...]:
        """The consents that stand and cover this person."""
        persons = self.as_one(self.about)
        records = {record.consent: record for record in self.state.consents.values()}
        return tuple(each for each in records.values() if not persons.isdisjoint(each.persons))

    def _ask_again(self) -> None:
        for record in self._consents():
            ended = record.until is not None and record.until <= self.now
            if ended or all(each.answer != "given" for each in record.givers):
                continue
            self.record(
                SharingTold(
                    recorded_at=self.now,
                    recipient=record.owner,
                    what="consent-ending",
                    thing=record.consent,
                    persons=self.read(as_stated(self, record).persons),
                    notification=self.ids(),
                )
            )
