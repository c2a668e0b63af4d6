"""What is wrong with a configuration file."""

import msgspec


class ConfigurationFault(msgspec.Struct, frozen=True):
    """One fault: in which file, where in it, a stable code, and a sentence."""

    file: str
    where: str
    code: str
    message: str


class ConfigurationError(Exception):
    """A configuration file cannot be used. ``faults`` names every fault, not only the first."""

    def __init__(self, faults: tuple[ConfigurationFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.file} {fault.where}: {fault.message}" for fault in faults))
        self.faults = faults
