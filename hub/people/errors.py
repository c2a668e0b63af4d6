"""What can go wrong with people and keys. No message ever holds a name, a BSN, a birth date or a key."""


class PeopleError(Exception):
    """Root of the errors of ``hub.people``."""


class MasterKeysMissingError(PeopleError):
    """There are no master keys where they should be. Restore them; new ones would make everybody unreadable."""

    def __init__(self, place: str) -> None:
        super().__init__(f"no master keys in {place}")


class MasterKeysUnusableError(PeopleError):
    """The master keys cannot be used: others may read the file, or its content is not what it should be."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"master keys in {place} cannot be used: {reason}")


class MasterKeysFixedError(PeopleError):
    """This store of master keys is written by somebody else. Rotate in a store that the hub may write."""

    def __init__(self, place: str) -> None:
        super().__init__(f"master keys in {place} are written by whoever starts the hub; rotate them there")


class MasterKeysChangedError(PeopleError):
    """Somebody else changed the master keys meanwhile. Nothing was changed; begin again."""

    def __init__(self, place: str) -> None:
        super().__init__(f"master keys in {place} were changed by somebody else meanwhile")


class StillUsedError(PeopleError):
    """A version of a master key is needed to open what was made with it."""

    def __init__(self, purpose: str, version: int) -> None:
        super().__init__(f"master key {purpose} version {version} is still used")


class WrongMasterKeysError(PeopleError):
    """These are not the master keys that this database was filled with; nothing was written."""

    def __init__(self, purpose: str, version: int) -> None:
        super().__init__(f"master key {purpose} version {version} is not the one this database knows")


class UnreadableError(PeopleError):
    """Something sealed does not open under its own key: it was changed, or belongs to somebody else."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"what is sealed for {owner} does not open")


class StalePreparationError(PeopleError):
    """A subject was prepared so long ago that its unused key may have been swept, or under keys that are rotated.

    Prepare it again.
    """

    code = "unavailable"

    def __init__(self) -> None:
        super().__init__("prepared too long ago; prepare the subjects again")


class LinkageNotReadyError(PeopleError):
    """The tables that bring up candidates are being made anew. Who is stated without BSN has to wait a little."""

    code = "unavailable"

    def __init__(self) -> None:
        super().__init__("the block tables are being made anew; send the same message again")
