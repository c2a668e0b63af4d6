"""Names as they are compared, however they are written."""

import pytest

from hub.people.linkage.lists import nicknames, prefixes, shared_names, shares, transliterations
from hub.people.linkage.names import class_of, given_names, surnames
from hub.people.linkage.spelling import Likeness, likeness, plain, sound


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("J.P.", ("j", "p")),
        ("J P", ("j", "p")),
        ("JPM", ("j", "p", "m")),
        ("Th. J.", ("t", "j")),
        ("Anne-Marie Sophie", ("annemarie", "sophie")),
        ("Anne Marie", ("anne", "marie")),
        ("Zoë", ("zoe",)),
        ("\u0417\u043e\u044f", ("zoya",)),
        ("", ()),
        (None, ()),
    ],
)
def test_given_names_are_words_and_an_initial_is_one_letter(written: str | None, compared: tuple[str, ...]) -> None:
    assert given_names(written).names == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("van den Berg", "Berg"),
        ("van den Berg", "v.d. Berg"),
        ("van den Berg", "Vandenberg"),
        ("El Amrani", "Elamrani"),
        ("El-Amrani", "Amrani"),
        ("'t Hart", "Hart"),
        ("d'Hondt", "dHondt"),
        ("Öztürk", "OZTURK"),
    ],
)
def test_a_surname_is_the_same_with_its_prefixes_left_out_or_written_on(one: str, other: str) -> None:
    assert any(a.same_as(b) for a in surnames(one) for b in surnames(other))


@pytest.mark.parametrize(
    "written", ["Jansen-de Vries", "Jansen - de Vries", "de Vries e/v Jansen", "Jansen geb. de Vries"]
)
def test_a_double_name_is_two_surnames(written: str) -> None:
    assert {surname.core for surname in surnames(written)} == {"jansen", "vries"}


def test_the_partners_name_may_be_stated_apart() -> None:
    assert [surname.core for surname in surnames("de Vries", "Jansen")] == ["vries", "jansen"]


@pytest.mark.parametrize(("one", "other"), [("Meijer", "Meyer"), ("Schmidt", "Smit"), ("Philips", "Filips")])
def test_names_that_sound_alike_in_dutch_sound_alike_here(one: str, other: str) -> None:
    assert sound(plain(one)) == sound(plain(other))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("jansen", "janssen", Likeness.SLIP),
        ("jansen", "jasnen", Likeness.SLIP),
        ("zonneveld", "zonnevelt", Likeness.SLIP),
        ("bakker", "mulder", Likeness.DIFFERENT),
        ("jo", "jan", Likeness.DIFFERENT),
        ("noa", "noa", Likeness.EQUAL),
    ],
)
def test_spellings_are_as_near_as_typing_errors_make_them(one: str, other: str, near: Likeness) -> None:
    assert likeness(one, other) is near is likeness(other, one)


def test_a_transliteration_class_is_one_name_and_no_name_is_in_two() -> None:
    assert class_of("youssef") == class_of("yusuf") != class_of("josef")
    assert len({class_of(name) for name in ("mohamed", "mehmet", "ahmed")}) == 3
    assert all(transliterations()[first] == first for first in set(transliterations().values()))


@pytest.mark.parametrize("names", [("noa", "noah"), ("hassan", "hussein"), ("mohamed", "mehmet"), ("jan", "johannes")])
def test_names_that_brothers_and_sisters_bear_side_by_side_are_in_no_class_together(names: tuple[str, str]) -> None:
    one, other = names
    assert class_of(one) != class_of(other)


def test_the_curated_files_hold_plain_names_and_shares_that_add_up() -> None:
    for name in (*transliterations(), *nicknames(), *shared_names(), *prefixes()):
        assert plain(name).replace(" ", "") in {name, plain(name)}
    for kind in ("given", "surname"):
        known = shares(kind)
        assert all(known.unlisted < share < 0.05 for share in known.listed.values())
