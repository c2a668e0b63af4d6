"""The edges of the decision: equal moments, restriction, the register, and consents of several (DOMAIN.md 3 and 5)."""

import msgspec
import pytest

from hub.domain.disclosure import Disclosed, Ground, Standing
from hub.domain.facts import ConsentConfirmed, ConsentRecorded, Fact, PersonRegistered, ReasonConfirmed
from hub.domain.facts.requests import RestrictionSet
from hub.domain.facts.sharing import Giver
from hub.domain.openness import openness
from hub.domain.profiles import STRICTEST
from tests.domain.builders import (
    CJG,
    FATHER,
    GP,
    HALF_BROTHER,
    INCOME,
    MOTHER,
    NOA,
    OPA,
    POLICE,
    SCHOOL,
    SOCIAL_WORK,
    TOM,
    at_home,
    consent,
    coordination,
    ends,
    exception,
    involved,
    joins,
    on,
    signal,
)
from tests.domain.registering import registers
from tests.domain.seeing import FATHERS_HOME, INVOLVED_ONLY, NOW, TOMS_HOME, WORRY, around, ground, shown


def test_nobody_but_the_decision_makes_a_disclosed_item() -> None:
    where = around(WORRY)
    with pytest.raises(TypeError):
        Disclosed(where.family.items[WORRY.signal], Ground.CONSENT, GP.id, bare=False, made_by=object())


def test_what_is_recorded_at_the_very_moment_of_a_reason_is_not_earlier() -> None:
    hit = signal(POLICE, "domestic-violence", TOM, date="2013-03-01")
    opened = [
        consent(CJG, "2010-01-01", *INVOLVED_ONLY),
        exception(POLICE, hit, recipients=["those-involved"], date="2013-03-02"),
    ]
    theirs = signal(CJG, "parenting", TOM, date="2013-03-01")
    where = around(*opened, hit, theirs, involved(GP, TOM, date="2013-03-01"))
    assert [told and told.bare for told in (shown(GP, each, where) for each in (hit, theirs))] == [False, False]


def test_what_is_restricted_is_shown_to_no_limited_sector_either() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, TOM, date="2013-03-01")
    named = consent(CJG, "2010-01-01", INCOME.id)
    restricted = RestrictionSet(recorded_at=on(NOW), request="r", person=TOM)
    assert shown(INCOME, theirs, around(named, theirs, mine)) is not None
    assert shown(INCOME, theirs, around(named, theirs, mine, restricted)) is None


def test_the_population_register_brings_no_limited_sector_near_a_child() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, MOTHER, date="2013-01-01", household=())
    helper = involved(SOCIAL_WORK, MOTHER, date="2013-01-01", household=())
    facts = (consent(CJG, "2010-01-01", INCOME.id, SOCIAL_WORK.id), theirs, mine, helper, registered(TOM, MOTHER))
    assert shown(SOCIAL_WORK, theirs, around(*facts)) is not None
    assert shown(INCOME, theirs, around(*facts)) is None


def registered(child: str, parent: str) -> PersonRegistered:
    """That the register knows this parent of this child."""
    moment = on("2012-01-01")
    return PersonRegistered(recorded_at=moment, asked_at=moment, person=child, source="register", parents=(parent,))


def test_an_exception_that_names_a_limited_sector_tells_it_of_a_child_that_somebody_is_involved() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, TOM, date="2013-01-01")
    opened = exception(CJG, theirs, recipients=[INCOME.id], date="2013-02-02")
    told = shown(INCOME, theirs, around(theirs, mine, opened))
    assert told is not None
    assert (told.bare, told.ground) == (True, Ground.EXCEPTION)


def test_a_limited_sector_that_is_to_learn_nothing_learns_nothing() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(INCOME, TOM, date="2013-01-01")
    where = around(consent(CJG, "2010-01-01", INCOME.id), theirs, mine)
    nothing = msgspec.structs.replace(where, rules=STRICTEST, consented={}, kin=[])
    assert [shown(INCOME, theirs, each) is None for each in (where, nothing)] == [False, True]


THEIRS = involved(CJG, TOM, NOA, date="2013-02-01", household=())
MINE = involved(GP, TOM, date="2013-03-01", household=())
STATED = joins(GP, NOA, MOTHER, date="2013-03-03", role="child", joins=False)
"""The general practice states of itself that Noa is the mother's child."""
REGISTERED = registers(NOA, "2013-03-04", parents=(MOTHER,))


def seconded(person: str, date: str = "2013-03-04") -> ReasonConfirmed:
    return ReasonConfirmed(recorded_at=on(date), owner=GP.id, persons=(person,), how="second-professional", by="p-2")


@pytest.mark.parametrize(
    ("more", "opens"),
    [
        ((), False),
        ((STATED,), False),
        ((REGISTERED,), True),
        ((STATED, REGISTERED), True),
        ((STATED, seconded(MOTHER)), True),
        ((STATED, seconded(NOA)), True),
        ((seconded(MOTHER, "2013-03-02"), STATED), False),
        ((msgspec.structs.replace(STATED, recorded_at=on("2013-01-31")),), True),
    ],
    ids=[
        "alone",
        "own statement",
        "register",
        "confirmed by it",
        "by a second",
        "of either",
        "before it",
        "stated before",
    ],
)
def test_a_statement_of_ones_own_opens_nothing_earlier_until_the_register_or_a_second_confirms_it(
    more: tuple[Fact, ...], opens: bool
) -> None:
    """It knows the mother since always, by a coordination that another offered; the child by what it states itself."""
    offered = msgspec.structs.replace(
        coordination(GP, "proposed", "2013-03-01"), owner=CJG.id, about=(MOTHER,), profile="inspectorate"
    )
    taken = msgspec.structs.replace(offered, owner=GP.id, step="accepted", recorded_at=on("2013-03-02"))
    authority = involved(SCHOOL, TOM, date="2013-01-01")  # who has it; sealed
    facts = (consent(CJG, "2010-01-01", *INVOLVED_ONLY), authority, THEIRS, MINE, offered, taken)
    told = shown(GP, THEIRS, around(*facts, *more))
    assert told is not None
    assert told.bare is not opens


def test_a_decision_is_about_the_item_as_it_is_given_and_not_about_an_earlier_one_of_its_name() -> None:
    where = around(consent(CJG, "2010-01-01", *INVOLVED_ONLY), WORRY, involved(GP, TOM, date="2013-03-01"))
    standing, item = Standing(GP, where), where.family.items[WORRY.signal]
    ended = msgspec.structs.replace(item, ended_at=on("2013-04-01"))
    assert [standing.decide(each) is None for each in (item, ended, item)] == [False, True, False]


def test_an_involvement_that_ended_elsewhere_does_not_hide_that_the_one_here_ended_too() -> None:
    theirs = involved(CJG, TOM, date="2013-01-01", household=TOMS_HOME)
    here = involved(GP, TOM, date="2013-01-01", household=TOMS_HOME)
    elsewhere = involved(GP, HALF_BROTHER, date="2013-01-02", household=FATHERS_HOME)
    weak = signal(GP, "parenting", TOM, date="2013-01-02", household=TOMS_HOME)
    facts = (consent(CJG), theirs, here, elsewhere, weak, ends(elsewhere, "2013-04-01"))
    assert ground(GP, theirs, around(*facts)) is Ground.CONSENT
    assert ground(GP, theirs, around(*facts, ends(here, "2013-04-01"))) is None


BOTH = (at_home(TOM), at_home(MOTHER, "parent", authority=True), at_home(FATHER, "parent", authority=True))


def answers(*by: tuple[str, tuple[str, ...]]) -> list[ConsentRecorded]:
    """What each parent answered to the CJG, each to recipients of their own."""
    return [
        ConsentRecorded(
            recorded_at=on("2013-02-02"),
            consent=f"of {giver}",
            owner=CJG.id,
            persons=(TOM,),
            givers=(Giver(person=giver, capacity="authority", answer="given", on=on("2013-02-02")),),
            recipients=recipients,
        )
        for giver, recipients in by
    ]


def test_it_goes_only_where_both_parents_want_it_to_go() -> None:
    theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH)
    both = answers((MOTHER, (GP.id, SCHOOL.id)), (FATHER, (GP.id, POLICE.id)))
    viewers = (GP, SCHOOL, POLICE)
    where = around(*both, theirs, *(involved(each, TOM, date="2013-01-01", household=()) for each in viewers))
    assert [ground(each, theirs, where) for each in viewers] == [Ground.CONSENT, None, None]


def test_what_was_recorded_earlier_opens_in_full_only_where_both_parents_name_the_viewer() -> None:
    theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH)
    mine = involved(GP, TOM, date="2013-03-01", household=())
    for recipients, bare in ((INVOLVED_ONLY, True), ((GP.id,), False)):
        told = shown(GP, theirs, around(*answers((MOTHER, recipients), (FATHER, (GP.id,))), theirs, mine))
        assert told is not None
        assert told.bare is bare


def test_what_one_of_two_parents_lets_go_to_nobody_is_open_to_nobody() -> None:
    theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH)
    where = around(*answers((MOTHER, (GP.id,)), (FATHER, ())), theirs)
    assert openness(where.family.items[theirs.signal], where) == frozenset()


def test_since_when_somebody_knows_by_their_own_doing_and_only_then() -> None:
    mine = involved(GP, TOM, date="2013-03-01", household=())
    confirmed = ReasonConfirmed(recorded_at=on("2013-03-02"), owner=GP.id, persons=(TOM,), how="second-professional")
    assert Standing(GP, around(mine)).made_itself(TOM) == mine.recorded_at
    assert Standing(GP, around(mine)).made_itself(NOA) is None
    assert Standing(GP, around(mine, confirmed)).made_itself(TOM) is None


def test_where_one_of_two_parents_is_the_source_of_danger_no_consent_opens_it() -> None:
    mine = involved(GP, TOM, date="2013-01-01", household=())
    agreed = answers((MOTHER, (GP.id,)), (FATHER, (GP.id,)))
    for unsafe, opens in (((), Ground.CONSENT), ((FATHER,), None)):
        theirs = involved(CJG, TOM, date="2013-02-01", household=BOTH, unsafe_to_ask=unsafe)
        assert ground(GP, theirs, around(*agreed, theirs, mine)) is opens


def test_a_consent_that_is_about_another_child_or_that_was_also_refused_opens_nothing() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(GP, TOM, date="2013-01-01", household=())
    (given_,) = answers((MOTHER, (GP.id,)))
    refused = msgspec.structs.replace(given_.givers[0], answer="refused")
    about_noa = msgspec.structs.replace(given_, persons=(NOA,))
    both_ways = msgspec.structs.replace(given_, givers=(given_.givers[0], refused))
    found = [ground(GP, theirs, around(each, theirs, mine)) for each in (given_, about_noa, both_ways)]
    assert found == [Ground.CONSENT, None, None]


def test_of_a_representative_only_what_was_answered_as_such_counts() -> None:
    theirs, mine = involved(CJG, MOTHER, date="2013-02-01"), involved(GP, MOTHER, date="2013-01-01", household=())
    (given_,) = answers((OPA, (GP.id,)))
    (asked,) = given_.givers
    answered = {
        "representative": msgspec.structs.replace(asked, capacity="representative"),
        "authority": msgspec.structs.replace(asked, answer="refused"),
    }
    record = msgspec.structs.replace(
        given_, persons=(MOTHER, OPA), represented=(MOTHER,), givers=tuple(answered.values())
    )
    refused = msgspec.structs.replace(
        record, givers=(msgspec.structs.replace(answered["representative"], answer="refused"), asked)
    )
    assert [ground(GP, theirs, around(each, theirs, mine)) for each in (record, refused)] == [Ground.CONSENT, None]


def test_what_was_confirmed_of_anothers_consent_is_that_record_and_not_the_one_that_came_after_it() -> None:
    theirs, mine = involved(CJG, TOM, date="2013-02-01"), involved(GP, TOM, date="2013-01-01", household=())
    (asked,) = answers((MOTHER, (GP.id,)))
    first = msgspec.structs.replace(asked, owner=SCHOOL.id, consent="first")
    confirmed = ConsentConfirmed(
        recorded_at=on("2013-02-03"),
        consent="first",
        organisation=SCHOOL.id,
        owner=CJG.id,
        givers=(MOTHER,),
        persons=(TOM,),
    )
    second = msgspec.structs.replace(first, consent="second")
    assert ground(GP, theirs, around(first, confirmed, theirs, mine)) is Ground.CONSENT
    assert ground(GP, theirs, around(first, confirmed, second, theirs, mine)) is None
