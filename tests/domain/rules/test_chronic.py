"""chronic: years of concerns are told by what they say, however often it was said."""

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from hub.domain.items import Signal
from hub.domain.organisations import Organisation
from tests.domain.builders import CJG, NOA, SCHOOL, TOM, consent, ends, signal
from tests.domain.history import findings, given, only

YEARS = (2012, 2013, 2014)
NOW = "2014-12-20"
ALL_ALONG = [signal(CJG, "neglect", TOM, date=f"{year}-{day}") for year in YEARS for day in ("01-20", "07-20")]
TOLD = st.tuples(
    st.sampled_from((SCHOOL, CJG)),
    st.sampled_from(("school-absence", "parenting")),
    st.sampled_from(((TOM,), (TOM, NOA))),
    st.sampled_from([f"{year}-{day}" for year in YEARS for day in ("02-03", "03-04", "08-09", "11-12")]),
)


@settings(max_examples=50)
@for_any(st.lists(TOLD, max_size=30, unique=True))
def test_what_is_named_says_of_whom_by_whom_and_of_what_all_that_the_whole_row_says(
    told: list[tuple[Organisation, str, tuple[str, ...], str]],
) -> None:
    row = [*ALL_ALONG, *(signal(by, what, *whom, date=day) for by, what, whom, day in told)]
    ended = [ends(each, "2014-12-19") for each in row if each is not ALL_ALONG[-1]]
    view = given(consent(SCHOOL), row, ended).seen_by(CJG, NOW)
    found = only(findings("chronic", view))

    visible: list[Signal] = view.seen.concerns_by_date().items
    named = [each for each in visible if each.id in found.items]
    assert {_says(each) for each in named} == {_says(each) for each in visible}
    assert len(named) <= len({_says(each) for each in visible}) + 1  # what is open is named besides
    assert set(found.about) == {person for each in visible for person in each.about}
    assert found.speaks_for == {f"organisation:{each.owner}" for each in visible}


def _says(concern: Signal) -> object:
    moment = concern.occurred_at
    return concern.owner, concern.category, concern.about, moment.year, moment.month > 6
