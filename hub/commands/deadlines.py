"""A deadline turned into a command, once: its own identifier is the command's."""

from collections.abc import Sequence

import msgspec

from hub.domain.facts import DeadlineReached, Fact
from hub.domain.facts.matches import Deadline
from hub.domain.organisations import OPERATOR
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.sharing import Recorded


class DeadlineCommand(msgspec.Struct, frozen=True, kw_only=True):
    """The command (``hub.ledger.ports.Command``) that a due deadline becomes."""

    deadline: Deadline
    persons: tuple[str, ...]
    """The persons about whom the deadline was set."""
    organisation: str = OPERATOR
    subjects: tuple[()] = ()
    handles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The deadline's own identifier: it fires once, however many workers find it due."""
        return self.deadline.id

    def canonical(self) -> bytes:
        """Constant: whatever else is in here follows from the identifier."""
        return b"deadline"

    def slice(self, situation: Situation) -> HubSlice:
        """The decision this becomes."""
        return ReachDeadline(situation, situation.policy, self.deadline, self.persons)

    def sealed(self, _: Situation) -> Sequence[object]:
        """A deadline brings no content."""
        return ()

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        """The same again."""
        return Recorded(id=next(each.deadline for each in facts if isinstance(each, DeadlineReached)))
