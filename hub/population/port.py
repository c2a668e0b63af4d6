"""How the hub asks a population register, whichever it is."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from hub.population.records import Housemate, Registered


class PopulationRegisterError(Exception):
    """The register gave no answer that can be used. The message is a code, and never holds whom it was asked about."""

    code: ClassVar[str] = "register-failed"

    def __init__(self) -> None:
        super().__init__(self.code)


class RegisterUnreachableError(PopulationRegisterError):
    """It did not answer in time, is busy, or is left alone for a while after it failed too often. It may pass."""

    code = "register-unreachable"


class RegisterRefusedError(PopulationRegisterError):
    """It refuses this hub, or how it asks: an operator has to look at the authorisation."""

    code = "register-refused"


class RegisterUnreadableError(PopulationRegisterError):
    """It answered something else than what it should answer."""

    code = "register-unreadable"


class PopulationRegister(Protocol):
    """A population register. Every call raises a ``PopulationRegisterError`` where there is no answer."""

    async def persons(self, bsns: Sequence[str]) -> Mapping[str, Registered]:
        """By BSN, those of these who are registered; who is not, is not in the answer. The dead are in it."""

    async def living_at(self, home: str) -> Sequence[Housemate]:
        """Everybody alive who is registered at this addressable object."""
