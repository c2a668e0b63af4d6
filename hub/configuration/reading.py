"""Reading one configuration file: YAML, in its shape, or every fault of it at once."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import yaml

from hub.configuration.errors import ConfigurationError, ConfigurationFault
from hub.configuration.files import (
    AuthorisationFile,
    CallEntry,
    CatalogueFile,
    CategoryEntry,
    DisclosureFile,
    InstitutionEntry,
    InstitutionsFile,
    LegalBasisEntry,
    LegalBasisFile,
    PeriodEntry,
    ProfileEntry,
    RetentionFile,
    RuleEntry,
    RulesFile,
    StatisticsFile,
)

SomeFile = TypeVar(
    "SomeFile",
    AuthorisationFile,
    CatalogueFile,
    DisclosureFile,
    LegalBasisFile,
    RetentionFile,
    InstitutionsFile,
    RulesFile,
    StatisticsFile,
)
_PACKAGE: Final = "hub.configuration"
_LISTS: Final[Mapping[type[msgspec.Struct], tuple[str, type[msgspec.Struct]]]] = {
    CatalogueFile: ("categories", CategoryEntry),
    LegalBasisFile: ("bases", LegalBasisEntry),
    RetentionFile: ("periods", PeriodEntry),
    RulesFile: ("rules", RuleEntry),
    AuthorisationFile: ("calls", CallEntry),
    DisclosureFile: ("profiles", ProfileEntry),
    InstitutionsFile: ("institutions", InstitutionEntry),
}
"""Of each file the list that holds its entries, and the shape of one entry."""


def shipped(name: str) -> Traversable:
    """A file that ships with the project."""
    return files(_PACKAGE) / name


def read(source: Traversable | Path, kind: type[SomeFile]) -> SomeFile:
    """The file in its shape. Raises ``ConfigurationError`` naming every fault of every entry."""
    try:
        raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        fault = ConfigurationFault(source.name, "$", "unreadable", f"cannot be read as YAML ({type(error).__name__})")
        raise ConfigurationError((fault,)) from error
    faults = tuple(_shape_faults(source.name, raw, kind))
    if faults:
        raise ConfigurationError(faults)
    return msgspec.convert(raw, kind, strict=True)


def _shape_faults(name: str, raw: object, kind: type[SomeFile]) -> Iterator[ConfigurationFault]:
    """msgspec stops at its first fault, so each entry of the list is checked by itself, then the whole."""
    field, entry_kind = _LISTS.get(kind, ("", kind))
    entries = raw.get(field) if isinstance(raw, dict) else None
    listed = enumerate(entries) if isinstance(entries, list) else ()
    faults = [_conversion_fault(name, f"$.{field}[{at}]", entry, entry_kind) for at, entry in listed]
    found = [fault for fault in faults if fault is not None]
    whole = None if found else _conversion_fault(name, "$", raw, kind)
    yield from found if whole is None else [whole]


def _conversion_fault(name: str, where: str, raw: object, kind: type[msgspec.Struct]) -> ConfigurationFault | None:
    try:
        msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        return ConfigurationFault(name, where, "shape", str(error))
    return None
