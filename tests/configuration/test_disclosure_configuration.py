"""Profiles, limits of sectors and shielding as configured: what ships, and which files are refused (DOMAIN.md 5)."""

from pathlib import Path

import pytest

from hub.configuration.errors import ConfigurationError
from hub.configuration.load import load_disclosure
from hub.domain.organisations import ENFORCING_SECTORS, Organisation, Organisations, Sector
from hub.domain.profiles import INSPECTORATE

SHIPPED = Path("hub/configuration/disclosure.yaml")


def codes(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """The faults of the shipped file with these changes."""
    text = (Path(__file__).parents[2] / SHIPPED).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "disclosure.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_disclosure(path)
    return [(fault.where, fault.code) for fault in caught.value.faults]


def test_what_ships_records_under_the_inspectorates_rule_and_limits_every_enforcing_sector() -> None:
    rules = load_disclosure()
    assert rules.records_under == INSPECTORATE
    assert set(rules.limits) == ENFORCING_SECTORS
    assert rules.profile_of("jeugdwet-7.1", 1).after_informing == {"involvement", "concern"}


def test_a_profile_or_version_that_is_not_known_opens_nothing_by_itself() -> None:
    rules = load_disclosure()
    assert rules.profile_of("jeugdwet-7.1", 2) == rules.profile_of("other", 1) == INSPECTORATE


def test_a_shelter_is_shielded_whatever_it_says_itself() -> None:
    shelter = Organisation(id="s", name="S", sector=Sector.WOMENS_SHELTER, roles=frozenset())
    school = Organisation(id="t", name="T", sector=Sector.SCHOOL, roles=frozenset())
    shielded = load_disclosure().shielding(Organisations((shelter, school)))
    assert [each.shielded for each in shielded] == [True, False]


def test_a_limit_cannot_be_configured_away_nor_put_on_who_helps(tmp_path: Path) -> None:
    faults = codes(tmp_path, ("bailiff, criminal-investigation]", "school]"))
    assert faults == [("$.sector_limits", "sector-limits")] * 3


def test_the_strictest_profile_stays_the_strictest_and_what_is_recorded_under_exists(tmp_path: Path) -> None:
    faults = codes(
        tmp_path, ("after_informing: []", "after_informing: [concern]"), ("{profile: inspectorate", "{profile: x")
    )
    assert faults == [("$.records_under", "profile-unknown"), ("$.profiles[0].after_informing", "not-the-strictest")]


def test_a_profile_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    faults = codes(tmp_path, ("profile: jeugdwet-7.1", "profile: inspectorate"), ("[involvement, concern]", "[]"))
    assert faults == [("$.profiles[1]", "duplicate")]
