"""What a mother, a father and Tom were asked and answered, and whether that opens an item of the CJG to the GP."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, decide
from hub.domain.facts import ConsentConfirmed, ConsentRecorded, Fact, PassingConfirmed
from hub.domain.facts.sharing import Giver
from hub.domain.organisations import Organisation
from tests.domain.builders import AGES, CATALOGUE, CJG, FATHER, GP, MOTHER, SCHOOL, TOM, at_home, involved, on
from tests.domain.history import given as recorded

NOW = "2013-05-01"
HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True), at_home(FATHER, "parent", authority=True))
ABOUT_TOM = involved(CJG, TOM, date="2013-02-01", household=HOME)
GP_INVOLVED = involved(GP, TOM, MOTHER, FATHER, date="2013-01-01")
PARENTS = {MOTHER: "authority", FATHER: "authority"}
ANSWERS = ("given", "refused", "unanswered", "unreachable", "not-asked")
BANDS = {
    "under-twelve": AgeBand.UNDER_TWELVE,
    "about-twelve": AgeBand.ABOUT_TWELVE,
    "twelve-to-fifteen": AgeBand.TWELVE_TO_FIFTEEN,
    "sixteen": AgeBand.SIXTEEN_SEVENTEEN,
}


def asked(
    answers: Mapping[tuple[str, str], str],
    *,
    owner: Organisation = CJG,
    id_: str = "c1",
    at: str = "2013-04-01",
    **fields: Any,
) -> ConsentRecorded:
    """What these persons answered, by person and capacity."""
    return ConsentRecorded(
        recorded_at=on(at),
        consent=id_,
        owner=owner.id,
        persons=(TOM, MOTHER, FATHER),
        givers=tuple(
            Giver(person=person, capacity=capacity, answer=answer, on=on(at))  # type: ignore[arg-type]
            for (person, capacity), answer in answers.items()
        ),
        **{"recipients": ("those-involved",), **fields},
    )


def everybody(answer: str = "given", **fields: Any) -> ConsentRecorded:
    """Both parents and Tom answer the same."""
    return asked({(TOM, "self"): answer, **dict.fromkeys(PARENTS.items(), answer)}, **fields)


def opens(*facts: Fact, item: str = ABOUT_TOM.signal, tom: AgeBand = AgeBand.UNDER_TWELVE, at: str = NOW) -> bool:
    """Whether the GP, which is involved with all of them, may see the item on the ground of consent."""
    state = recorded(GP_INVOLVED, ABOUT_TOM, facts).state
    where = Circumstances(state, state.ages({**AGES, TOM: tom}), CATALOGUE, on(at))
    return decide(GP, state.items[item], where) is Ground.CONSENT


def confirmed(by: Organisation = CJG, of: Organisation = SCHOOL, consent: str = "c2") -> ConsentConfirmed:
    return ConsentConfirmed(
        recorded_at=on("2013-04-05"),
        consent=consent,
        organisation=of.id,
        owner=by.id,
        givers=(TOM, MOTHER, FATHER),
        persons=(TOM, MOTHER, FATHER),
    )


SAID = st.dictionaries(
    st.sampled_from([(TOM, "self"), (MOTHER, "authority"), (FATHER, "authority")]), st.sampled_from(ANSWERS), min_size=1
)
RECORDS = st.lists(
    st.builds(
        lambda owner, said, **fields: (owner, said, fields),
        st.sampled_from([CJG, SCHOOL]),
        SAID,
        parents_passed=st.sampled_from([None, "youth-wish"]),
        represented=st.sampled_from([(), (MOTHER,)]),
    ),
    max_size=5,
)


def facts_of(records: list[Any]) -> list[Fact]:
    """These records one after the other, each with a second professional, those of the school confirmed."""
    found: list[Fact] = []
    for number, (owner, said, fields) in enumerate(records):
        found.append(asked(said, owner=owner, id_=f"c{number}", at=f"2013-04-{number + 1:02}", **fields))
        found.append(PassingConfirmed(recorded_at=on("2013-04-20"), consent=f"c{number}", persons=(TOM,), by="p-2"))
        if owner is SCHOOL:
            found.append(confirmed(consent=f"c{number}"))
    return found
