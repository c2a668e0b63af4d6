"""The reason in words: only what the recipient may see, and nothing that narrows a shelter down."""

import msgspec

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import disclose
from hub.domain.facts import Fact
from hub.domain.organisations import Organisation
from hub.domain.rules.reason import reason
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    HOUSING,
    MOTHER,
    NETWORK,
    NOA,
    ORGANISATIONS,
    SHELTER,
    TOM,
    consent,
    ends,
    involved,
    on,
    signal,
)
from tests.domain.history import given, rule

CJG_INVOLVED = involved(CJG, TOM, date="2013-01-01")
SHELTERED = involved(SHELTER, MOTHER, TOM, date="2013-02-01")


def reasons(id_: str, viewer: Organisation, *facts: Fact) -> tuple[str, str]:
    """The reason of this rule over everything the viewer may see, households aside."""
    where = Circumstances(given(*facts).state, AGES, CATALOGUE, on("2014-12-01"))
    items = [item for item in where.family.items.values() if item.kind != "membership"]
    return reason(rule(id_).rule, list(disclose(viewer, where, items)), ORGANISATIONS, CATALOGUE)


def test_it_names_the_organisations_in_both_languages() -> None:
    dutch, english = reasons(
        "same-child", CJG, CJG_INVOLVED, consent(NETWORK), involved(NETWORK, TOM, date="2013-03-01")
    )
    assert dutch == "Meer organisaties hebben een signaal over hetzelfde kind: uw organisatie en NETWORK."
    assert english == "Several organisations have a signal about the same child: your organisation and NETWORK."


def test_a_shelter_is_an_organisation_that_is_reached_through_the_hub() -> None:
    dutch, english = reasons("same-child", CJG, CJG_INVOLVED, consent(SHELTER), SHELTERED)
    assert "een organisatie, bereikbaar via de hub" in dutch
    assert "an organisation, reach it through the hub" in english
    assert "SHELTER" not in dutch + english


def test_the_shelter_itself_reads_who_the_others_are() -> None:
    dutch, _ = reasons("same-child", SHELTER, CJG_INVOLVED, consent(CJG), SHELTERED)
    assert "CJG" in dutch
    assert "uw organisatie" in dutch


def test_what_an_earlier_version_raised_stays_explained_in_its_words() -> None:
    newer = msgspec.structs.replace(
        rule("same-child").rule, version=2, reasons_before={1: ("Zoals toen: {organisations}.", "As then.")}
    )
    facts = [CJG_INVOLVED, consent(NETWORK), involved(NETWORK, TOM, date="2013-03-01")]
    where = Circumstances(given(*facts).state, AGES, CATALOGUE, on("2014-12-01"))
    items = list(disclose(CJG, where, where.family.items.values()))
    assert reason(newer, items, ORGANISATIONS, CATALOGUE, 1) == ("Zoals toen: uw organisatie en NETWORK.", "As then.")
    assert reason(newer, items, ORGANISATIONS, CATALOGUE, 2) == reason(newer, items, ORGANISATIONS, CATALOGUE)


def test_what_is_sealed_is_not_in_it() -> None:
    dutch, _ = reasons("same-child", CJG, CJG_INVOLVED, involved(NETWORK, TOM, date="2013-03-01"))
    assert "NETWORK" not in dutch


def test_it_counts_names_and_dates_a_pattern() -> None:
    threats = [
        signal(HOUSING, "eviction-threat", MOTHER, date=d) for d in ("2013-12-31 23:30", "2014-03-15", "2014-06-15")
    ]
    dutch, english = reasons(
        "repetition", NETWORK, involved(NETWORK, MOTHER, date="2014-01-06"), consent(HOUSING), *threats
    )
    assert "3 keer" in dutch
    assert "dreigende huisuitzetting" in dutch
    assert "(januari 2014 tot en met juni 2014)" in dutch, "the night of New Year, in Dutch time"
    assert "(January 2014 to June 2014)" in english


def test_an_ended_signal_is_an_earlier_one_of_that_year() -> None:
    missed = signal(NETWORK, "missed-appointment", NOA, date="2013-03-01")
    facts = [involved(CJG, NOA, date="2013-01-01"), consent(NETWORK), missed, ends(missed, "2013-05-01", "resolved")]
    dutch, english = reasons("missed-appointments", CJG, *facts)
    assert "een eerder signaal van NETWORK (2013)" in dutch
    assert "an earlier signal of NETWORK (2013)" in english


def test_an_ended_signal_of_a_shelter_has_no_date() -> None:
    missed = signal(SHELTER, "missed-appointment", NOA, date="2013-03-01")
    facts = [involved(CJG, NOA, date="2014-01-01"), consent(SHELTER), missed, ends(missed, "2013-05-01", "resolved")]
    dutch, _ = reasons("missed-appointments", CJG, *facts)
    assert "een eerder signaal van een organisatie, bereikbaar via de hub" in dutch
    assert "2013" not in dutch


def test_a_shelter_is_named_last_so_that_its_place_gives_no_date() -> None:
    stay = involved(SHELTER, NOA, date="2013-02-01")
    facts = [involved(CJG, NOA, date="2013-01-01"), consent(SHELTER), consent(NETWORK), stay]
    dutch, _ = reasons("same-child", CJG, *facts, involved(NETWORK, NOA, date="2013-03-01"))
    assert dutch.endswith("uw organisatie, NETWORK en een organisatie, bereikbaar via de hub.")


def test_where_nothing_may_be_shown_any_more_nothing_is_said() -> None:
    assert reasons("same-child", CJG, involved(NETWORK, TOM, date="2013-03-01")) == ("", "")


def test_a_reason_for_the_process_coordinator_needs_no_items() -> None:
    dutch, english = reasons("no-coordinator", CJG)
    assert dutch.startswith("Bij dit gezin zijn ten minste drie organisaties betrokken")
    assert english.startswith("At least three organisations")
