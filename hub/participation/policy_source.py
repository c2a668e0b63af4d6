"""The policy as it stands: what is configured, and who takes part as the ledger has it."""

from collections.abc import Sequence

from hub.configuration.load import (
    load_catalogue,
    load_disclosure,
    load_legal_bases,
    load_retention,
    load_rules,
)
from hub.domain.facts import Fact
from hub.domain.participants import Participants
from hub.domain.policy import Policy
from hub.domain.rules import configured
from hub.ledger.ports import StoredFact
from hub.participation.register import Register


class PolicySource:
    """The policy as it stands: configured catalogue and rules, and who takes part (``hub.ledger.ports.Premises``)."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._catalogue = load_catalogue()
        self._rules = configured(load_rules())
        self._legal_bases = load_legal_bases()
        self._retention = load_retention()
        self._disclosure = load_disclosure()
        self._made_of: Participants | None = None
        self._made = self._policy(register.current)

    @property
    def tag(self) -> str:
        """Of the register's facts."""
        return self._register.tag

    @property
    def position(self) -> int:
        """Up to where the register goes."""
        return self._register.position

    def take(self, stored: Sequence[StoredFact]) -> None:
        """See ``Register.take``."""
        self._register.take(stored)

    def policy(self, decided: Sequence[Fact] = ()) -> Policy:
        """With what a batch has decided on top of what is stored."""
        return self._policy(self._register.with_decided(decided)) if decided else self()

    def __call__(self) -> Policy:
        if self._made_of is not self._register.current:
            self._made_of = self._register.current
            self._made = self._policy(self._made_of)
        return self._made

    def _policy(self, there: Participants) -> Policy:
        return Policy(
            self._disclosure.shielding(there.organisations),
            self._catalogue,
            self._rules,
            self._legal_bases,
            there.professionals,
            self._disclosure,
            self._retention,
        )
