"""A configuration file with mistakes is refused, and the refusal names every one of them."""

from pathlib import Path

import pytest

from hub.configuration.errors import ConfigurationError
from hub.configuration.load import (
    load_catalogue,
    load_institutions,
    load_legal_bases,
    load_retention,
    load_rules,
)

HEAD = "status: confirmed\nsector_groups: {helping: [school, sorcery]}\ncategories:\n"
ENTRY = (
    "  - {{code: {code}, domain: {domain}, about: any, label_nl: a, label_en: b,"
    " records: [{by}], receives: [helping]}}\n"
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "given.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def codes(error: ConfigurationError) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in error.faults]


def test_unknown_sectors_and_a_repeated_code_are_all_named(tmp_path: Path) -> None:
    text = HEAD + ENTRY.format(code="debts", domain="finances", by="wizards")
    text += ENTRY.format(code="debts", domain="finances", by="school")
    with pytest.raises(ConfigurationError) as caught:
        load_catalogue(written(tmp_path, text))
    assert sorted(codes(caught.value)) == [
        ("$.categories[0].records", "unknown-sector"),
        ("$.categories[1]", "duplicate"),
        ("$.sector_groups.helping", "unknown-sector"),
    ]


def test_every_entry_with_a_wrong_shape_is_named(tmp_path: Path) -> None:
    text = HEAD + ENTRY.format(code="debts", domain="money", by="school")
    text += ENTRY.format(code="No Code", domain="finances", by="school")
    with pytest.raises(ConfigurationError) as caught:
        load_catalogue(written(tmp_path, text))
    assert codes(caught.value) == [("$.categories[0]", "shape"), ("$.categories[1]", "shape")]


def test_an_unknown_field_at_the_top_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_rules(written(tmp_path, "status: confirmed\nrules: []\nrulez: []\n"))
    assert codes(caught.value) == [("$", "shape")]


@pytest.mark.parametrize("text", ["[", "just a sentence", "", "- a list"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigurationError):
        load_catalogue(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.yaml"):
        load_rules(tmp_path / "absent.yaml")


def test_a_rule_that_occurs_twice_or_has_a_number_below_one_is_refused(tmp_path: Path) -> None:
    twice = "status: confirmed\nrules: [{rule: acute, source: R}, {rule: acute, source: R}]\n"
    with pytest.raises(ConfigurationError, match="acute occurs twice"):
        load_rules(written(tmp_path, twice))
    zero = "status: confirmed\nrules: [{rule: acute, source: R, parameters: {within_days: {value: 0, source: R}}}]\n"
    with pytest.raises(ConfigurationError, match=r"rules\[0\]: Expected `int` >= 1"):
        load_rules(written(tmp_path, zero))


def test_a_basis_for_concerns_must_name_life_domains(tmp_path: Path) -> None:
    text = "status: confirmed\nbases: [{sectors: [school], kinds: [concern], article: some}]\n"
    with pytest.raises(ConfigurationError) as caught:
        load_legal_bases(written(tmp_path, text))
    assert codes(caught.value) == [("$.bases[0]", "domains-missing")]


def period(name: str, days: int) -> str:
    return f"  - {{period: {name}, days: {days}, source: s, what_nl: a, what_en: b}}\n"


def test_a_period_that_is_missing_or_twice_there_or_longer_than_the_law_has_it_is_refused(tmp_path: Path) -> None:
    text = (
        "status: confirmed\nperiods:\n"
        + period("active", 731)
        + period("kept", 9)
        + period("kept", 10)
        + period("requests", 9)
    )
    with pytest.raises(ConfigurationError) as caught:
        load_retention(written(tmp_path, text))
    assert sorted(codes(caught.value)) == [
        ("$.periods", "period-missing"),
        ("$.periods[0].days", "too-long"),
        ("$.periods[2]", "duplicate"),
    ]


def test_an_institution_is_listed_once_by_its_addressable_object(tmp_path: Path) -> None:
    entry = '{home: "0599010000000004", kind: care-home}'
    twice = f"status: confirmed\nmost_in_a_home: 20\ninstitutions: [{entry}, {entry}]\n"
    with pytest.raises(ConfigurationError, match="0599010000000004 occurs twice"):
        load_institutions(written(tmp_path, twice))
    address = "status: confirmed\nmost_in_a_home: 20\ninstitutions: [{home: 3071AA 12, kind: care-home}]\n"
    with pytest.raises(ConfigurationError, match=r"institutions\[0\]"):
        load_institutions(written(tmp_path, address))
    assert load_institutions(written(tmp_path, twice.replace(f", {entry}", ""))).homes == {"0599010000000004"}
