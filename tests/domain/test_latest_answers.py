"""Which record of a giver counts: the latest, what was confirmed since, and of a person under several pseudonyms."""

import msgspec

from hub.domain.document import from_document, to_document
from hub.domain.facts import (
    ConsentRecorded,
    ConsentWithdrawn,
    PersonForgotten,
    PersonsLinked,
    PersonsUnlinked,
    SignalArchived,
)
from tests.domain.asking import ABOUT_TOM, asked, confirmed, everybody, opens
from tests.domain.builders import CJG, FATHER, MOTHER, POLICE, SCHOOL, TOM, at_home, involved, on
from tests.domain.history import given as recorded
from tests.domain.registering import registers


def test_consent_noted_by_one_organisation_opens_anothers_signal_once_its_owner_confirms() -> None:
    noted = everybody(owner=SCHOOL, id_="c2")
    assert not opens(noted)
    assert opens(noted, confirmed())
    assert not opens(noted, confirmed(by=POLICE))


def test_across_organisations_the_strictest_counts() -> None:
    noted = everybody(owner=SCHOOL, id_="c2")
    own_refusal = asked({(FATHER, "authority"): "refused"})
    assert not opens(own_refusal, noted, confirmed())
    assert opens(everybody(), noted, confirmed())
    narrow = everybody(owner=SCHOOL, id_="c2", recipients=("police",))
    assert not opens(everybody(), narrow, confirmed())


def test_a_confirmed_consent_ends_with_the_record_it_rests_on() -> None:
    noted = everybody(owner=SCHOOL, id_="c2")
    withdrawn = ConsentWithdrawn(recorded_at=on("2013-04-06"), consent="c2", persons=(TOM,))
    assert not opens(noted, confirmed(), withdrawn)
    assert not opens(noted, confirmed(), everybody("refused", owner=SCHOOL, id_="c3", at="2013-04-06"))
    asked_anew = everybody(id_="c4", at="2013-04-07")
    assert opens(noted, confirmed(), withdrawn, asked_anew)


def test_what_is_withdrawn_from_an_owner_is_not_made_good_by_what_it_confirmed_before() -> None:
    noted = everybody(owner=SCHOOL, id_="c2")
    withdrawn = ConsentWithdrawn(recorded_at=on("2013-04-20"), consent="c1", persons=(TOM,))
    assert opens(noted, everybody(), confirmed())
    assert not opens(noted, everybody(), confirmed(), withdrawn)
    assert opens(noted, everybody(), withdrawn, confirmed())


OTHER_FATHER = f"{FATHER}-2"
"""The father once more, as somebody stated him without his number."""
ONE_FATHER = PersonsLinked(
    recorded_at=on("2013-04-25"), link="l1", persons=(FATHER, OTHER_FATHER), decided_by="steward"
)
BY_MOTHER = asked({(MOTHER, "authority"): "given"}, id_="c0")


def father_says(answer: str, *, at: str, id_: str, person: str = FATHER) -> ConsentRecorded:
    return asked({(person, "authority"): answer}, at=at, id_=id_)


def test_of_a_giver_under_two_pseudonyms_the_latest_answer_counts_whichever_it_was_given_under() -> None:
    yes = father_says("given", at="2013-04-10", id_="c1", person=OTHER_FATHER)
    no = father_says("refused", at="2013-04-12", id_="c2")
    assert opens(BY_MOTHER, yes, ONE_FATHER)
    assert not opens(BY_MOTHER, yes, no, ONE_FATHER)
    later = father_says("given", at="2013-04-14", id_="c3", person=OTHER_FATHER)
    assert opens(BY_MOTHER, yes, no, later, ONE_FATHER)


def test_who_withdraws_under_one_pseudonym_leaves_no_earlier_consent_under_the_other() -> None:
    early = father_says("given", at="2013-04-10", id_="c1", person=OTHER_FATHER)
    late = father_says("given", at="2013-04-12", id_="c2")
    withdrawn = ConsentWithdrawn(recorded_at=on("2013-04-20"), consent="c2", persons=(FATHER,))
    assert opens(BY_MOTHER, early, late, ONE_FATHER)
    assert not opens(BY_MOTHER, early, late, withdrawn, ONE_FATHER)
    assert not opens(BY_MOTHER, early, ONE_FATHER, late, withdrawn)


def test_a_confirmation_under_one_pseudonym_ends_with_what_is_withdrawn_under_the_other() -> None:
    noted = asked({(OTHER_FATHER, "authority"): "given"}, owner=SCHOOL, id_="c5")
    own = father_says("given", at="2013-04-02", id_="c6")
    agreed = msgspec.structs.replace(confirmed(consent="c5"), givers=(OTHER_FATHER,))
    withdrawn = ConsentWithdrawn(recorded_at=on("2013-04-20"), consent="c6", persons=(FATHER,))
    assert opens(BY_MOTHER, noted, own, agreed, ONE_FATHER)
    assert not opens(BY_MOTHER, noted, own, agreed, withdrawn, ONE_FATHER)


def test_a_link_that_is_undone_leaves_each_pseudonym_what_was_answered_under_it() -> None:
    early = father_says("given", at="2013-04-10", id_="c1")
    late = father_says("refused", at="2013-04-12", id_="c2", person=OTHER_FATHER)
    undone = PersonsUnlinked(recorded_at=on("2013-04-26"), link="l1", persons=ONE_FATHER.persons, reason="wrong")
    assert not opens(BY_MOTHER, early, late, ONE_FATHER)
    assert opens(BY_MOTHER, early, late, ONE_FATHER, undone)


def test_a_stored_family_with_linked_givers_reads_as_it_did_before_it_was_stored() -> None:
    early = father_says("given", at="2013-04-10", id_="c1", person=OTHER_FATHER)
    late = father_says("given", at="2013-04-12", id_="c2")
    withdrawn = ConsentWithdrawn(recorded_at=on("2013-04-20"), consent="c2", persons=(FATHER,))
    state = recorded(ABOUT_TOM, early, late, withdrawn, ONE_FATHER).state
    again = from_document(to_document(state))
    assert (again.consents, again.withdrawn) == (state.consents, state.withdrawn)
    assert (CJG.id, FATHER) in again.withdrawn


def test_a_parent_who_died_is_not_asked_and_nobody_consents_where_all_who_hold_authority_died() -> None:
    assert not opens(BY_MOTHER)
    assert opens(BY_MOTHER, registers(FATHER, died=True))
    both = (registers(FATHER, died=True), registers(MOTHER, died=True))
    assert not opens(everybody(), *both)


def test_who_was_stated_to_have_authority_with_an_archived_signal_is_so_no_longer() -> None:
    archived = SignalArchived(recorded_at=on("2013-04-20"), signal=ABOUT_TOM.signal, persons=(TOM,))
    assert recorded(ABOUT_TOM).state.authority == {TOM: {MOTHER, FATHER}}
    assert recorded(ABOUT_TOM, archived).state.authority == {}


def test_what_the_register_said_of_authority_is_gone_with_who_is_forgotten() -> None:
    theirs = involved(CJG, TOM, date="2013-03-01", household=(at_home(TOM),))
    registered = registers(TOM, authority=(MOTHER,))
    forgotten = PersonForgotten(recorded_at=on("2014-04-20"), person=TOM)
    assert recorded(theirs, registered).state.authority == {TOM: {MOTHER}}
    assert recorded(theirs, registered, forgotten).state.authority == {}
