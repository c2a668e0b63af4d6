"""What is configured rather than recorded, as one immutable snapshot that a command carries into its slice."""

from typing import Any

import msgspec

from hub.domain.catalogue import Catalogue
from hub.domain.legal_basis import LegalBases
from hub.domain.organisations import Organisations
from hub.domain.professionals import Professionals
from hub.domain.profiles import STRICTEST, DisclosureRules
from hub.domain.retention import Retention
from hub.domain.rules.rule import ConfiguredRule


class Policy(msgspec.Struct, frozen=True):
    """Who takes part, catalogue and rules as they stand when a command is decided."""

    organisations: Organisations
    catalogue: Catalogue
    rules: tuple[ConfiguredRule, ...]
    legal_bases: LegalBases
    professionals: Professionals = Professionals()
    disclosure: DisclosureRules = STRICTEST
    retention: Retention = Retention()
    looking: dict[Any, Any] = msgspec.field(default_factory=dict)
    """Kept by ``hub.domain.occasion``: which rules look at which kind of occasion."""
