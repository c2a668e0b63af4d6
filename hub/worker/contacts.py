"""Forgetting contacts: the name of a professional who left, or whose particulars changed, is kept no longer."""

from collections.abc import Sequence
from typing import Final, Protocol

from hub.domain.participants import Participants
from hub.rounds import rounds

PAUSE: Final = 10.0
"""Seconds between two looks."""


class Register(Protocol):
    """Who takes part."""

    @property
    def current(self) -> Participants:
        """The snapshot."""


class Contents(Protocol):
    """What ``hub.people`` keeps encrypted."""

    async def forget_contents(self, signals: Sequence[str]) -> None:
        """Forget what is kept under these identifiers. Raises what the database raises."""


class ForgottenContacts:
    """Forgets each contact that is nobody's any more. Any number of workers may do it; a repeat changes nothing."""

    def __init__(self, register: Register, people: Contents) -> None:
        self._register = register
        self._people = people
        self._forgotten: frozenset[str] = frozenset()

    async def run_due(self) -> int:
        """Forget what is outdated now; how many there were since the last look. Raises what the database raises."""
        outdated = self._register.current.outdated - self._forgotten
        if outdated:
            await self._people.forget_contents(sorted(outdated))
            self._forgotten |= outdated
        return len(outdated)

    async def run(self) -> None:
        """Until cancelled; a database that cannot be reached is tried again."""
        await rounds("forgetting", self.run_due, PAUSE)
