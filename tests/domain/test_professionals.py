"""Who acts: whose access counts at a moment, who stands in, and who can be the second of two."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import admitted, designated, second_professional
from hub.domain.errors import (
    AccessEnded,
    AccessNotConfirmed,
    OrganisationHasEnded,
    OrganisationIsSuspended,
    OrganisationUnknown,
    ProfessionalIsAway,
    ProfessionalUnknown,
    Refusal,
    RoleMissing,
    SecondProfessionalNeeded,
)
from hub.domain.facts import (
    Fact,
    OrganisationEnded,
    OrganisationRegistered,
    OrganisationResumed,
    OrganisationSuspended,
    ProfessionalAway,
    ProfessionalBack,
    ProfessionalConfirmed,
    ProfessionalDesignated,
    ProfessionalLeft,
    TokensRevoked,
)
from hub.domain.organisations import Sector
from hub.domain.participants import Participants
from hub.domain.policy import Policy
from hub.domain.professionals import Professional, ProfessionalRole, confirm_by, warn_at
from hub.domain.terms import AMSTERDAM
from tests.domain.builders import on
from tests.domain.scenario import POLICY

R = ProfessionalRole
BEGIN = "2026-01-15 10:00"


def registered(at: str = BEGIN) -> OrganisationRegistered:
    return OrganisationRegistered(recorded_at=on(at), organisation="cjg", name="CJG", sector=Sector.SCHOOL, roles=())


def designates(code: str, *roles: R, at: str = BEGIN, **fields: Any) -> ProfessionalDesignated:
    roles = roles or (R.REPORTER, R.SAFETY_REVIEWER)
    return ProfessionalDesignated(recorded_at=on(at), organisation="cjg", professional=code, roles=roles, **fields)


def leaves(code: str, at: str, successor: str | None = None) -> ProfessionalLeft:
    return ProfessionalLeft(recorded_at=on(at), organisation="cjg", professional=code, successor=successor)


def away(code: str, since: str, until: str | None = None) -> ProfessionalAway:
    end = None if until is None else on(until)
    return ProfessionalAway(recorded_at=on(since), organisation="cjg", professional=code, since=on(since), until=end)


def policy(*facts: Fact) -> Policy:
    there = Participants().after((registered(), *facts))
    return Policy(there.organisations, POLICY.catalogue, POLICY.rules, POLICY.legal_bases, there.professionals)


def refused(at: str, *facts: Fact, code: str = "p-1", roles: tuple[R, ...] = ()) -> type[Refusal] | None:
    """With what this professional is refused at this moment, or None."""
    try:
        designated(policy(*facts), "cjg", code, roles, on(at))
    except Refusal as refusal:
        return type(refusal)
    return None


def who_answers(at: str, *facts: Fact, code: str = "p-1") -> str | None:
    found = policy(*facts).professionals.responsible("cjg", code, on(at))
    return None if found is None else found.id


def test_only_who_was_designated_has_access_and_only_in_the_roles_that_were_given() -> None:
    assert refused("2026-02-01", designates("p-1")) is None
    assert refused("2026-02-01", designates("p-1"), roles=(R.STEWARD, R.REPORTER)) is None
    assert refused("2026-02-01", designates("p-1"), roles=(R.STEWARD,)) is RoleMissing
    assert refused("2026-02-01", designates("p-2")) is ProfessionalUnknown


def test_access_ends_at_the_moment_of_leaving_and_begins_anew_with_a_new_designation() -> None:
    gone = (designates("p-1"), leaves("p-1", "2026-02-01 12:00"))
    assert refused("2026-02-01 11:59", *gone) is None
    assert refused("2026-02-01 12:00", *gone) is AccessEnded
    assert refused("2026-03-01", *gone, designates("p-1", at="2026-02-20")) is None


def test_who_is_away_has_no_access_until_the_day_of_return_or_until_back() -> None:
    gone = (designates("p-1"), away("p-1", "2026-02-01", "2026-02-08"))
    assert [refused(f"2026-{day}", *gone) for day in ("01-31", "02-01", "02-07", "02-08")] == [
        None, ProfessionalIsAway, ProfessionalIsAway, None,
    ]  # fmt: skip
    longer = (designates("p-1"), away("p-1", "2026-02-01"))
    back = ProfessionalBack(recorded_at=on("2026-03-01"), organisation="cjg", professional="p-1")
    assert refused("2026-03-02", *longer) is ProfessionalIsAway
    assert refused("2026-03-02", *longer, back) is None


def test_access_that_was_not_confirmed_for_four_months_has_ended_and_comes_back_with_a_confirmation() -> None:
    confirmed = ProfessionalConfirmed(recorded_at=on("2026-05-20"), organisation="cjg", professional="p-1")
    assert refused("2026-05-14 21:59", designates("p-1")) is None
    assert refused("2026-05-14 22:00", designates("p-1")) is AccessNotConfirmed  # midnight of the 15th in Amsterdam
    assert refused("2026-06-01", designates("p-1"), confirmed) is None
    assert refused("2026-09-20", designates("p-1"), confirmed) is AccessNotConfirmed


def test_new_particulars_do_not_confirm_access() -> None:
    changed = designates("p-1", R.STEWARD, at="2026-05-01")
    assert refused("2026-05-10", designates("p-1"), changed, roles=(R.STEWARD,)) is None
    assert refused("2026-05-20", designates("p-1"), changed) is AccessNotConfirmed


@pytest.mark.parametrize(
    ("confirmed", "until"),
    [
        ("2026-01-15", "2026-05-15"),
        ("2026-10-31", "2027-02-28"),
        ("2026-09-01", "2027-01-01"),
        ("2027-10-30", "2028-02-29"),
    ],
)
def test_four_months_later_is_the_same_day_or_the_last_of_a_shorter_month(confirmed: str, until: str) -> None:
    assert confirm_by(on(f"{confirmed} 12:00")).astimezone(AMSTERDAM).isoformat()[:16] == f"{until}T00:00"


def test_the_administrator_is_warned_two_weeks_before() -> None:
    until = confirm_by(on("2026-01-15"))
    assert until - warn_at(until) == timedelta(days=14)


def test_what_a_leaver_had_is_the_successors_then_the_deputys_then_the_duty_contacts() -> None:
    team = (designates("p-1", deputy="p-3"), designates("p-2"), designates("p-3"))
    assert who_answers("2026-01-31", *team, leaves("p-1", "2026-02-01", "p-2")) == "p-1"
    assert who_answers("2026-02-01", *team, leaves("p-1", "2026-02-01", "p-2")) == "p-2"
    assert who_answers("2026-02-01", *team, leaves("p-1", "2026-02-01")) == "p-3"
    assert who_answers("2026-02-01", designates("p-1"), leaves("p-1", "2026-02-01")) is None


def test_a_stand_in_who_is_not_there_either_passes_it_on_and_a_circle_ends_at_the_duty_contact() -> None:
    team = (designates("p-1", deputy="p-2"), designates("p-2", deputy="p-3"), designates("p-3", deputy="p-1"))
    off = [away(code, "2026-02-01") for code in ("p-1", "p-2", "p-3")]
    assert who_answers("2026-02-02", *team, *off[:1]) == "p-2"
    assert who_answers("2026-02-02", *team, *off[:2]) == "p-3"
    assert who_answers("2026-02-02", *team, *off) is None


def test_access_of_an_organisation_ends_at_once_when_it_is_suspended_or_ends() -> None:
    suspended = OrganisationSuspended(recorded_at=on("2026-02-01"), organisation="cjg", reason="contract")
    resumed = OrganisationResumed(recorded_at=on("2026-02-02"), organisation="cjg")
    ended = OrganisationEnded(recorded_at=on("2026-02-03"), organisation="cjg", reason="merged")
    assert admitted(policy(), "cjg").id == "cjg"
    for facts, kind in (((suspended,), OrganisationIsSuspended), ((ended,), OrganisationHasEnded)):
        with pytest.raises(kind):
            admitted(policy(*facts), "cjg")
    assert admitted(policy(suspended, resumed), "cjg").id == "cjg"
    with pytest.raises(OrganisationIsSuspended):
        admitted(policy(suspended, registered("2026-02-02")), "cjg")  # new particulars lift no suspension
    with pytest.raises(OrganisationUnknown):
        admitted(policy(), "nobody")


def test_an_organisation_that_ended_has_a_name_and_is_nobodys_recipient() -> None:
    ended = policy(OrganisationEnded(recorded_at=on("2026-02-03"), organisation="cjg", reason="merged")).organisations
    assert ended["cjg"].name == "CJG"
    assert "cjg" not in ended
    assert ended.named_by(("cjg", "sector:school")) == frozenset()


def test_tokens_are_revoked_for_all_of_an_organisation_or_for_one_professional() -> None:
    of_all = TokensRevoked(recorded_at=on("2026-02-01"), organisation="cjg")
    of_one = TokensRevoked(recorded_at=on("2026-03-01"), organisation="cjg", professional="p-1")
    there = Participants().after((of_all, of_one))
    assert there.revoked_until("cjg", None) == there.revoked_until("cjg", "p-2") == on("2026-02-01")
    assert there.revoked_until("cjg", "p-1") == on("2026-03-01")
    assert there.revoked_until("school", "p-1") is None


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [("p-1", "p-1", SecondProfessionalNeeded), ("p-1", None, SecondProfessionalNeeded),
     (None, "p-2", SecondProfessionalNeeded), ("p-1", "p-9", ProfessionalUnknown), ("p-1", "p-3", RoleMissing),
     ("p-1", "p-4", AccessEnded)],
)  # fmt: skip
def test_the_second_of_two_is_named_is_not_the_first_and_acts_in_the_role(
    first: str | None, second: str | None, kind: type[Refusal]
) -> None:
    team = policy(
        designates("p-1"), designates("p-2"), designates("p-3", R.REPORTER), designates("p-4"), leaves("p-4", BEGIN)
    )
    at = on("2026-02-01")
    assert second_professional(team, "cjg", "p-1", "p-2", R.SAFETY_REVIEWER, at).id == "p-2"
    with pytest.raises(kind):
        second_professional(team, "cjg", first, second, R.SAFETY_REVIEWER, at)


def test_a_second_of_another_organisation_may_have_the_same_code() -> None:
    elsewhere = msgspec.structs.replace(designates("p-1"), organisation="pool")
    team = policy(designates("p-1"), elsewhere)
    found = second_professional(team, "cjg", "p-1", "p-1", R.SAFETY_REVIEWER, on("2026-02-01"), of="pool")
    assert (found.organisation, found.id) == ("pool", "p-1")


CODES = st.sampled_from(["p-1", "p-2", "p-3"])
DAYS = st.integers(0, 200).map(lambda day: (on(BEGIN) + timedelta(days=day)).strftime("%Y-%m-%d"))
CHANGES = st.one_of(
    st.builds(lambda code, deputy: designates(code, deputy=deputy), CODES, CODES),
    st.builds(leaves, CODES, DAYS, st.none() | CODES),
    st.builds(away, CODES, DAYS),
)


@given(st.lists(CHANGES, max_size=12), CODES, DAYS)
def test_who_answers_is_always_somebody_who_has_access_at_that_moment(facts: list[Fact], code: str, at: str) -> None:
    there = policy(*facts).professionals
    found: Professional | None = there.responsible("cjg", code, on(at))
    assert found is None or found.active(on(at))


@given(st.lists(CHANGES, max_size=12), CODES, st.none() | CODES, DAYS)
def test_the_second_of_two_is_never_the_first_and_never_without_access(
    facts: list[Fact], first: str, second: str | None, at: str
) -> None:
    try:
        found = second_professional(policy(*facts), "cjg", first, second, R.SAFETY_REVIEWER, on(at))
    except Refusal:
        return
    assert found.id == second != first
    assert found.active(on(at))
    assert found.has(R.SAFETY_REVIEWER)
