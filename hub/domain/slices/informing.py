"""Recording that somebody was told of an own signal, or that this waits (GDPR 14; DOMAIN.md 2.4)."""

from collections.abc import Sequence

import msgspec

from hub.domain.errors import InvalidCommand
from hub.domain.facts.signals import Informed, InformingRecorded
from hub.domain.informing import informed_of, informing_faults
from hub.domain.policy import Policy
from hub.domain.slices.base import Situation
from hub.domain.slices.ending import Ended, SignalSlice


class RecordInforming(SignalSlice):
    """One entry per addressee, who come as the command's subjects in the same order."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, signal: str, entries: Sequence[Informed]
    ) -> None:
        super().__init__(situation, policy, organisation, signal)
        self.entries = entries

    def execute(self) -> None:
        """Raises ``UnknownThing`` where it is not the organisation's own, ``InvalidCommand`` with every fault."""
        signal = self.own_signal()
        told = [
            msgspec.structs.replace(entry, person=person)
            for entry, person in zip(self.entries, self.persons, strict=True)
        ]
        faults = [
            fault
            for index, each in enumerate(told)
            for fault in informing_faults(
                each, f"informed[{index}]", self.now, informed_of(signal, min(self.as_one([each.person or ""])))
            )
        ]
        if faults:
            raise InvalidCommand(*faults)
        self.record(
            InformingRecorded(
                recorded_at=self.now, signal=signal.id, persons=self.stated(signal).about, informed=tuple(told)
            )
        )
        self.outcome = Ended(signal=signal.id)
