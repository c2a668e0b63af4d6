"""Which exception a reviewer may read, of all that a family holds (DOMAIN.md 4)."""

from typing import Any

import msgspec
import pytest

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground
from hub.domain.facts import ExceptionReviewed, Fact, SharingTold
from hub.domain.organisations import Organisations
from hub.domain.under_review import under_review
from tests.domain.builders import CJG, GP, POLICE, SCHOOL, TOM, exception, on, signal
from tests.domain.seeing import around

HIT = signal(SCHOOL, "domestic-violence", TOM, date="2013-02-01")
OTHER = signal(SCHOOL, "neglect", TOM, date="2013-02-02")
SHARED = exception(SCHOOL, HIT, recipients=[CJG.id], date="2013-03-01")
ASKED = SharingTold(
    recorded_at=on("2013-03-04"),
    recipient=POLICE.id,
    what="exception-review",
    thing=SHARED.exception,
    persons=(TOM,),
    notification="n1",
)
POOL = Organisations((msgspec.structs.replace(SCHOOL, reviewers=(POLICE.id,)), CJG, GP, POLICE))


def reviewed(decision: Any) -> ExceptionReviewed:
    return ExceptionReviewed(
        recorded_at=on("2013-03-05"), exception=SHARED.exception, persons=(TOM,), decision=decision, reason="a-reason"
    )


def where(*facts: Fact) -> Circumstances:
    return msgspec.structs.replace(around(HIT, OTHER, SHARED, *facts), organisations=POOL)


def test_who_is_asked_reads_the_exception_and_its_items_and_no_other_item_of_its_owner() -> None:
    found = under_review(POLICE, SHARED.exception, where(ASKED))
    assert found is not None
    assert (found.ground, [each.item.id for each in found.items]) == (Ground.REVIEW, [HIT.signal])
    assert {each.ground for each in found.items} == {Ground.REVIEW}


@pytest.mark.parametrize("facts", [(), (ASKED, reviewed("confirmed")), (ASKED, reviewed("rejected"))])
def test_the_outside_pool_reads_nothing_before_it_is_asked_and_nothing_after_it_was_decided(facts: Any) -> None:
    assert under_review(POLICE, SHARED.exception, where(*facts)) is None


def test_nobody_else_reads_it_not_even_its_recipient_nor_who_is_asked_of_another() -> None:
    for viewer in (CJG, GP):
        assert under_review(viewer, SHARED.exception, where(ASKED)) is None
    assert under_review(POLICE, SHARED.exception, around(HIT, SHARED, ASKED)) is None
    assert under_review(POLICE, "another", where(ASKED)) is None


def test_its_owner_reads_it_as_its_own_until_it_ends() -> None:
    for facts in ((), (ASKED,), (reviewed("confirmed"),)):
        found = under_review(SCHOOL, SHARED.exception, where(*facts))
        assert found is not None
        assert found.ground is Ground.OWN
    assert under_review(SCHOOL, SHARED.exception, where(reviewed("ended"))) is None


def test_an_item_that_is_gone_is_not_in_it() -> None:
    state = where(ASKED)
    state.family.items.pop(HIT.signal)
    found = under_review(POLICE, SHARED.exception, state)
    assert found is not None
    assert found.items == ()
