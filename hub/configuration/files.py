"""The shape of each configuration file: what ``hub export-schemas`` describes and ``load`` reads."""

from typing import Annotated, Literal

import msgspec

from hub.domain.authorisation import System
from hub.domain.catalogue import LifeDomain
from hub.domain.organisations import Role, Sector
from hub.domain.professionals import ProfessionalRole
from hub.domain.profiles import SignalKind

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
ProfileName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9.]*(-[a-z0-9.]+)*$", max_length=60)]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Status = Literal["to be confirmed by the municipality", "confirmed"]
GroundLetter = Literal["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]
"""Jeugdwet 7.1.4.1 a to k. Letter l is about ethnic groups and is never recorded (UAVG 25)."""


class CategoryEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One category as written in the file; sectors may be written as groups."""

    code: Code
    domain: LifeDomain
    about: Literal["child", "adult", "home", "any"]
    label_nl: Text
    label_en: Text
    records: tuple[Code, ...]
    receives: tuple[Code, ...]
    safety: bool = False
    violence: bool = False
    own_child_only: tuple[Code, ...] = ()
    ground: GroundLetter | None = None


class CatalogueFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``catalogue.yaml``."""

    status: Status
    sector_groups: dict[Code, tuple[Code, ...]]
    categories: tuple[CategoryEntry, ...]


class LegalBasisEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: these sectors may record these kinds in these life domains on this article."""

    sectors: tuple[Sector, ...]
    kinds: tuple[Literal["involvement", "concern"], ...]
    article: Text
    domains: tuple[LifeDomain, ...] = ()
    note: Text | None = None


class LegalBasisFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``legal_basis.yaml``."""

    status: Status
    bases: tuple[LegalBasisEntry, ...]


class InstitutionEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One address at which people live together who are no family."""

    home: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{16}$")]
    """The addressable object (adresseerbaar object)."""
    kind: Literal["residential-youth-care", "foster-organisation", "shelter", "asylum-centre", "care-home", "other"]


class InstitutionsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``institutions.yaml``."""

    status: Status
    most_in_a_home: Annotated[int, msgspec.Meta(ge=2)]
    institutions: tuple[InstitutionEntry, ...]


class ParameterEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number of a rule, where it comes from, and whether it was chosen rather than found in a report."""

    value: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    chosen: bool = False


class RuleEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The parameters of one rule. A name that ends in ``_days`` is a period in days; any other is a count."""

    rule: Code
    source: Text
    parameters: dict[Name, ParameterEntry] = {}


class RulesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``rules.yaml``."""

    status: Status
    rules: tuple[RuleEntry, ...]


class StatisticsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``statistics.yaml``."""

    status: Status
    smallest_cell: ParameterEntry
    folded_together: ParameterEntry
    closed_after_days: ParameterEntry


class PeriodEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long something is kept, in days, and where that comes from."""

    period: Literal["active", "kept", "retracted", "requests"]
    days: Annotated[int, msgspec.Meta(ge=1, le=36_500)]
    source: Text
    what_nl: Text
    what_en: Text
    chosen: bool = False


class RetentionFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``retention.yaml``."""

    status: Status
    periods: tuple[PeriodEntry, ...]


CallName = Annotated[str, msgspec.Meta(pattern=r"^(GET|POST|PUT|PATCH|DELETE) /v1/[a-z0-9_{}/-]+$", max_length=120)]


class CallEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One call: who may make it, and what each relation to the child gives."""

    call: CallName
    nl: Text
    en: Text
    roles: tuple[ProfessionalRole, ...]
    system: System
    organisations: tuple[Role, ...] = ()
    outcomes: dict[Code, Code]
    """By relation ``allowed``, ``nothing`` or the code of a problem; ``every`` for the relations that are not named."""


class AuthorisationFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``authorisation.yaml``."""

    status: Status
    calls: tuple[CallEntry, ...]


class ProfileEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A disclosure profile: what may be disclosed of what was recorded under this name and version."""

    profile: ProfileName
    version: Annotated[int, msgspec.Meta(ge=1)]
    nl: Text
    en: Text
    source: Text
    after_informing: tuple[SignalKind, ...]


class RecordsUnder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The profile of what is recorded from now on."""

    profile: ProfileName
    version: Annotated[int, msgspec.Meta(ge=1)]


class SectorLimitEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What sectors that enforce or contract learn of others' items."""

    sectors: tuple[Sector, ...]
    learns: Literal["nothing", "contact-about-a-child"]
    source: Text


class ShieldingEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sectors whose organisations are always shielded."""

    always: tuple[Sector, ...]
    source: Text


class DisclosureFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``disclosure.yaml``."""

    status: Status
    records_under: RecordsUnder
    profiles: tuple[ProfileEntry, ...]
    sector_limits: tuple[SectorLimitEntry, ...]
    shielding: ShieldingEntry
