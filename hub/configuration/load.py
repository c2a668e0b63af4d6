"""Reads the configuration files that ship with the project, or a municipality's own, and checks them as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from hub.configuration.errors import ConfigurationError, ConfigurationFault
from hub.configuration.files import (
    AuthorisationFile,
    CallEntry,
    CatalogueFile,
    CategoryEntry,
    DisclosureFile,
    InstitutionsFile,
    LegalBasisEntry,
    LegalBasisFile,
    RetentionFile,
    RuleEntry,
    RulesFile,
    StatisticsFile,
)
from hub.configuration.reading import read, shipped
from hub.configuration.retention import retention_faults
from hub.domain.authorisation import Authorisation, Call, Relation
from hub.domain.catalogue import Catalogue, Category, LifeDomain
from hub.domain.legal_basis import LegalBases, LegalBasis
from hub.domain.organisations import ENFORCING_SECTORS, Sector
from hub.domain.profiles import INSPECTORATE, DisclosureRules, Profile, SectorLimit
from hub.domain.retention import Retention
from hub.domain.statistics import StatisticsRules
from hub.population.homes import Institutions

Parameters = Mapping[str, int]
"""The parameters of one rule: periods in days (names ending in ``_days``), other names are counts."""


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The catalogue of concern categories; ``path`` replaces the file that ships with the project.

    Raises ``ConfigurationError`` naming every fault: not YAML, a missing or unknown field, an unknown sector or group,
    a code that occurs twice, violence that is no safety concern.
    """
    source = path or shipped("catalogue.yaml")
    file = read(source, CatalogueFile)
    _refuse(_catalogue_faults(source.name, file))
    return Catalogue(_category(entry, file.sector_groups) for entry in file.categories)


def load_legal_bases(path: Path | None = None) -> LegalBases:
    """The table of legal bases.

    Raises ``ConfigurationError`` naming every fault: as for the catalogue, and a row for concerns without a domain.
    """
    source = path or shipped("legal_basis.yaml")
    file = read(source, LegalBasisFile)
    _refuse(
        ConfigurationFault(source.name, f"$.bases[{at}]", "domains-missing", "a basis for concerns names life domains")
        for at, row in enumerate(file.bases)
        if "concern" in row.kinds and not row.domains
    )
    return LegalBases(row for entry in file.bases for row in _legal_rows(entry))


def load_institutions(path: Path | None = None) -> Institutions:
    """The addresses that say nothing of who belongs together.

    Raises ``ConfigurationError`` naming every fault: as for the catalogue, and an address that occurs twice.
    """
    source = path or shipped("institutions.yaml")
    file = read(source, InstitutionsFile)
    homes = [entry.home for entry in file.institutions]
    _refuse(_repeated(source.name, "institutions", homes))
    return Institutions(homes=frozenset(homes), most_in_a_home=file.most_in_a_home)


def load_rules(path: Path | None = None) -> Mapping[str, Parameters]:
    """The parameters of every rule, by the rule's identifier.

    Raises ``ConfigurationError`` naming every fault: as for the catalogue, and a rule that occurs twice.
    """
    return MappingProxyType(
        {
            entry.rule: MappingProxyType({name: each.value for name, each in entry.parameters.items()})
            for entry in rule_entries(path)
        }
    )


def rule_entries(path: Path | None = None) -> tuple[RuleEntry, ...]:
    """What the file says of every rule, sources included. Raises as ``load_rules``."""
    source = path or shipped("rules.yaml")
    file = read(source, RulesFile)
    _refuse(_repeated(source.name, "rules", [entry.rule for entry in file.rules]))
    return file.rules


def load_retention(path: Path | None = None) -> Retention:
    """How long signals are kept.

    Raises ``ConfigurationError`` naming every fault: as for the catalogue, a period that is missing or occurs twice,
    and one in which a signal would be active longer than the law has it (Jeugdwet 7.1.4.5).
    """
    source = path or shipped("retention.yaml")
    file = read(source, RetentionFile)
    _refuse(retention_faults(source.name, file))
    return Retention(**{entry.period: timedelta(days=entry.days) for entry in file.periods})


def load_authorisation(path: Path | None = None) -> Authorisation:
    """The authorisation matrix.

    Raises ``ConfigurationError`` naming every fault: as for the catalogue, a call that occurs twice, a relation that
    does not exist, and a call that says nothing for one.
    """
    source = path or shipped("authorisation.yaml")
    file = read(source, AuthorisationFile)
    _refuse(_call_faults(source.name, file))
    return Authorisation(_call(entry) for entry in file.calls)


def load_disclosure(path: Path | None = None) -> DisclosureRules:
    """Profiles, limits of sectors, and who is always shielded.

    Raises ``ConfigurationError`` naming every fault: as for the catalogue, a profile that occurs twice, that is not
    there but recorded under, or an ``inspectorate`` that is not the strictest; a sector that is limited twice, that
    enforces and is not, or is and does not.
    """
    source = path or shipped("disclosure.yaml")
    file = read(source, DisclosureFile)
    _refuse(_disclosure_faults(source.name, file))
    profiles = {
        (each.profile, each.version): Profile(
            id=each.profile, version=each.version, after_informing=frozenset(each.after_informing)
        )
        for each in file.profiles
    }
    return DisclosureRules(
        records_under=profiles[file.records_under.profile, file.records_under.version],
        profiles=MappingProxyType(profiles),
        limits=MappingProxyType(
            {
                sector: SectorLimit(of_children=each.learns == "contact-about-a-child")
                for each in file.sector_limits
                for sector in each.sectors
            }
        ),
        always_shielded=frozenset(file.shielding.always),
    )


def _disclosure_faults(name: str, file: DisclosureFile) -> Iterator[ConfigurationFault]:
    known = [f"{each.profile} {each.version}" for each in file.profiles]
    yield from _repeated(name, "profiles", known)
    if f"{file.records_under.profile} {file.records_under.version}" not in known:
        yield ConfigurationFault(name, "$.records_under", "profile-unknown", "this profile is not in the list")
    for at, each in enumerate(file.profiles):
        if each.profile == INSPECTORATE.id and each.after_informing:
            where = f"$.profiles[{at}].after_informing"
            yield ConfigurationFault(name, where, "not-the-strictest", "inspectorate opens nothing by itself")
    limited = [sector for each in file.sector_limits for sector in each.sectors]
    yield from _repeated(name, "sector_limits", [sector.value for sector in limited])
    for sector in sorted(ENFORCING_SECTORS.symmetric_difference(limited)):
        what = "enforces or contracts and" if sector in ENFORCING_SECTORS else "neither enforces nor contracts, and"
        lack = "is not limited" if sector in ENFORCING_SECTORS else "is limited"
        yield ConfigurationFault(name, "$.sector_limits", "sector-limits", f"{sector} {what} {lack}")


def load_statistics(path: Path | None = None) -> StatisticsRules:
    """How statistics are kept from telling of anybody. Raises ``ConfigurationError``, as for the catalogue."""
    file = read(path or shipped("statistics.yaml"), StatisticsFile)
    return StatisticsRules(
        smallest_cell=file.smallest_cell.value,
        folded_together=file.folded_together.value,
        closed_after=timedelta(days=file.closed_after_days.value),
    )


def _call_faults(name: str, file: AuthorisationFile) -> Iterator[ConfigurationFault]:
    yield from _repeated(name, "calls", [entry.call for entry in file.calls])
    for at, entry in enumerate(file.calls):
        where, stated = f"$.calls[{at}].outcomes", entry.outcomes.keys()
        for unknown in sorted(stated - {*Relation, "every"}):
            yield ConfigurationFault(name, where, "relation-unknown", f"{unknown} is no relation to a child")
        if "every" not in stated and not stated >= set(Relation):
            yield ConfigurationFault(name, where, "outcome-missing", "every relation has an outcome")


def _call(entry: CallEntry) -> Call:
    return Call(
        call=entry.call,
        roles=frozenset(entry.roles),
        system=entry.system,
        organisations=frozenset(entry.organisations),
        outcomes={each: entry.outcomes.get(each) or entry.outcomes["every"] for each in Relation},
    )


def _legal_rows(entry: LegalBasisEntry) -> Iterator[LegalBasis]:
    kinds: list[LifeDomain | None] = [None] if "involvement" in entry.kinds else []
    kinds += entry.domains if "concern" in entry.kinds else ()
    for sector in entry.sectors:
        yield from (LegalBasis(sector, kind, entry.article) for kind in kinds)


def _catalogue_faults(name: str, file: CatalogueFile) -> Iterator[ConfigurationFault]:
    yield from _repeated(name, "categories", [entry.code for entry in file.categories])
    for group, members in file.sector_groups.items():
        yield from _unknown_sectors(name, f"$.sector_groups.{group}", members, {})
    for at, entry in enumerate(file.categories):
        for field in ("records", "receives", "own_child_only"):
            where = f"$.categories[{at}].{field}"
            yield from _unknown_sectors(name, where, getattr(entry, field), file.sector_groups)
        if entry.violence and not entry.safety:
            yield ConfigurationFault(name, f"$.categories[{at}]", "violence-unsafe", "violence is a safety concern")


def _repeated(name: str, field: str, codes: list[str]) -> Iterator[ConfigurationFault]:
    for at, code in enumerate(codes):
        if code in codes[:at]:
            yield ConfigurationFault(name, f"$.{field}[{at}]", "duplicate", f"{code} occurs twice")


def _unknown_sectors(
    name: str, where: str, sectors: Iterable[str], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[ConfigurationFault]:
    for sector in sectors:
        if sector not in groups and sector not in set(Sector):
            yield ConfigurationFault(name, where, "unknown-sector", f"{sector} is no sector and no group")


def _refuse(faults: Iterable[ConfigurationFault]) -> None:
    found = tuple(faults)
    if found:
        raise ConfigurationError(found)


def _category(entry: CategoryEntry, groups: Mapping[str, tuple[str, ...]]) -> Category:
    return Category(
        code=entry.code,
        domain=entry.domain,
        about=entry.about,
        label_nl=entry.label_nl,
        label_en=entry.label_en,
        safety=entry.safety,
        violence=entry.violence,
        own_child_only=_sectors(entry.own_child_only, groups),
        ground=entry.ground,
        records=_sectors(entry.records, groups),
        receives=_sectors(entry.receives, groups),
    )


def _sectors(names: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> frozenset[Sector]:
    return frozenset(Sector(each) for name in names for each in groups.get(name, (name,)))
