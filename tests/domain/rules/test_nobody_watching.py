"""nobody-watching: an involvement ends and nobody accepted to watch the children."""

from tests.domain.builders import (
    CHILDREN,
    CJG,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    SHELTER,
    TOM,
    consent,
    ends,
    exception,
    involved,
    named_by,
    retracted,
    signal,
    watch,
)
from tests.domain.history import findings, given, only

VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, *CHILDREN, date="2012-10-01")
INVOLVED = involved(NETWORK, MOTHER, *CHILDREN, date="2012-10-02")
SHELTERED = involved(SHELTER, MOTHER, *CHILDREN, date="2012-10-02")
CJG_INVOLVED = involved(CJG, *CHILDREN, date="2013-01-01")
END = "2013-06-01"
ENDS = ends(INVOLVED, END)


def test_who_ends_is_told_over_its_own_view() -> None:
    view = given(consent(POLICE), VIOLENCE, INVOLVED).seen_by_who_ends(NETWORK, ENDS)
    found = only(findings("nobody-watching", view))
    assert found.key == INVOLVED.signal
    assert set(found.about) == set(CHILDREN)
    assert set(found.items) == {INVOLVED.signal, VIOLENCE.signal}


def test_the_others_who_may_see_it_are_told_too() -> None:
    facts = [consent(POLICE), consent(NETWORK), CJG_INVOLVED, VIOLENCE, INVOLVED, ends(INVOLVED, END)]
    assert findings("nobody-watching", given(facts).seen_by(CJG, END))


def test_an_end_is_news_for_a_day() -> None:
    history = given(consent(POLICE), consent(NETWORK), CJG_INVOLVED, VIOLENCE, INVOLVED, ENDS)
    assert findings("nobody-watching", history.seen_by(CJG, "2013-06-02"))
    assert not findings("nobody-watching", history.seen_by(CJG, "2013-06-02 00:00:01"))


def test_only_the_children_whom_nobody_watches_are_named() -> None:
    history = given(
        consent(POLICE), VIOLENCE, INVOLVED, watch(NETWORK, TOM, "accepted", "2013-05-01"), ends(INVOLVED, END)
    )
    assert only(findings("nobody-watching", history.seen_by(NETWORK, END))).about == (NOA,)


def test_where_all_children_are_watched_nothing_is_wrong() -> None:
    watches = [watch(CJG, child, "accepted", "2013-05-01") for child in CHILDREN]
    history = given(consent(POLICE), consent(CJG), VIOLENCE, INVOLVED, watches)
    assert not findings("nobody-watching", history.seen_by_who_ends(NETWORK, ENDS))
    other = given(consent(POLICE), consent(NETWORK), CJG_INVOLVED, VIOLENCE, INVOLVED, watches, ENDS)
    assert not findings("nobody-watching", other.seen_by(CJG, END))


def test_a_watch_that_was_proposed_or_ended_is_no_watch() -> None:
    proposed = watch(NETWORK, TOM, "proposed", "2013-05-01")
    ended = watch(NETWORK, NOA, "ended", "2013-05-01")
    history = given(consent(POLICE), VIOLENCE, INVOLVED, proposed, ended)
    assert set(only(findings("nobody-watching", history.seen_by_who_ends(NETWORK, ENDS))).about) == set(CHILDREN)


def test_without_an_open_safety_concern_an_end_is_an_end() -> None:
    mild = signal(POLICE, "family-conflict", MOTHER, date="2012-10-01")
    history = given(consent(POLICE), mild, INVOLVED)
    assert not findings("nobody-watching", history.seen_by_who_ends(NETWORK, ENDS))


def test_a_concern_that_is_closed_is_no_involvement_that_ends() -> None:
    mild = signal(NETWORK, "family-conflict", MOTHER, date="2012-10-01")
    history = given(consent(POLICE), VIOLENCE, INVOLVED, mild, ends(mild, END, "resolved"))
    assert not findings("nobody-watching", history.seen_by(NETWORK, END))


def test_the_end_of_a_shielded_involvement_is_told_only_to_whom_the_shelter_names() -> None:
    facts = [consent(POLICE), consent(SHELTER), CJG_INVOLVED, VIOLENCE, SHELTERED]
    ended = ends(SHELTERED, END)
    assert not findings("nobody-watching", given(facts, ended).seen_by(CJG, END))
    named = named_by(SHELTER, *CHILDREN, recipient=CJG, date="2012-11-01")
    assert findings("nobody-watching", given(facts, named, ended).seen_by(CJG, END))
    own = [exception(POLICE, VIOLENCE, recipients=["shelter"], date="2012-10-01"), *facts]
    assert findings("nobody-watching", given(own).seen_by_who_ends(SHELTER, ended))


def test_a_sealed_safety_concern_warns_nobody() -> None:
    assert not findings("nobody-watching", given(VIOLENCE, INVOLVED).seen_by_who_ends(NETWORK, ENDS))


def test_a_retracted_safety_concern_warns_nobody() -> None:
    history = given(consent(POLICE), VIOLENCE, INVOLVED, retracted(VIOLENCE, "2013-05-31"))
    assert not findings("nobody-watching", history.seen_by_who_ends(NETWORK, ENDS))
