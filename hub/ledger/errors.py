"""What can go wrong in the ledger. A refusal of the domain is none of these."""


class LedgerError(Exception):
    """Base of everything the ledger raises on its own account."""


class UnknownFact(LedgerError):  # noqa: N818 - names what was found
    """A stored topic that the registry does not hold, or a stored version that nobody can read any more."""

    def __init__(self, topic: str, why: str = "is not in the registry") -> None:
        super().__init__(f"fact {topic!r} {why}")
        self.topic = topic


class RegistryError(LedgerError):
    """The registry of facts does not hold together; found when the hub starts."""


class TagMismatch(LedgerError):  # noqa: N818 - names what was found
    """A decision was given other tags than its own; storing it would hide it from some rule."""


class OutsideCircle(LedgerError):  # noqa: N818 - says where
    """A decision about a person whose circle the command did not name, so it was made without that history."""


class CommandConflict(LedgerError):  # noqa: N818 - an outcome, not a fault of the hub
    """A command identifier came again with another body. Nothing was stored for the second."""

    code = "idempotency-key-reused"


class LedgerUnavailable(LedgerError):  # noqa: N818 - says what the ledger is
    """The ledger could not be reached in time. What became of the command is unknown: send it again under its key."""

    code = "ledger-unavailable"


class LedgerStopped(LedgerError):  # noqa: N818 - says what the ledger is
    """The writer was stopped, or never started."""


class InvalidWaitToken(LedgerError):  # noqa: N818 - names what was given
    """A token for read-your-writes that this hub did not make."""
