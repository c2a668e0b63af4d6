"""What a case of a rule is, and what the cases share: one family, its homes, and who records what."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from hub.domain.catalogue import Severity
from hub.domain.facts import Fact, MatchRaised, SignalRecorded
from hub.domain.facts.matches import Shown
from hub.domain.organisations import Organisation
from tests.domain.builders import (
    CHILDREN,
    CJG,
    FATHER,
    HALF_BROTHER,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    SCHOOL,
    SOCIAL_WORK,
    STEPMOTHER,
    TOM,
    at_home,
    consent,
    followup,
    involved,
    on,
    signal,
)
from tests.domain.scenario import VEILIG_THUIS

Facts = list[Fact]
FATHERS_HOME = (at_home(FATHER, "parent", authority=True), at_home(STEPMOTHER, "partner"), at_home(HALF_BROTHER))
LINK = involved(CJG, NOA, date="2013-01-01")
"""The youngest, with both parents: so her father's other home is of the family."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """``fires`` at ``at`` for ``told``. ``edge``: facts with moments just inside and just outside the period."""

    rule: str
    told: Organisation
    at: str
    fires: Facts
    below: Facts
    inside: tuple[Facts, str] | None = None
    outside: tuple[Facts, str] | None = None
    retract: SignalRecorded | None = None
    two_homes: Facts | None = None
    """The same, with half of it in the father's home."""
    own: bool = False
    """It rests on the recipient's own items alone, so nothing can be sealed to it."""


def around(*owners: Organisation) -> Facts:
    """Consent for the items of these, and their involvement with the whole family since the summer of 2013."""
    return [f for o in owners for f in (consent(o), involved(o, MOTHER, *CHILDREN, date="2013-06-01"))]


def later(moment: str, seconds: int) -> str:
    """A moment so many seconds later, as the builders take it."""
    return f"{datetime.fromisoformat(moment) + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"


def in_fathers_home(fact: SignalRecorded) -> SignalRecorded:
    """The same about the half-brother in the home of the father."""
    return msgspec.structs.replace(fact, subject=HALF_BROTHER, about=(HALF_BROTHER,), household=FATHERS_HOME)


def yearly(owner: Organisation, category: str, halves: Iterable[str], *about: str) -> Facts:
    return [signal(owner, category, *about, date=date) for date in halves]


HALF_YEARS = ("2011-09-01", "2012-02-01", "2012-09-01", "2013-02-01", "2013-09-01", "2014-02-01")
ABSENT = signal(SCHOOL, "school-absence", TOM, date="2014-03-01")
VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, *CHILDREN, date="2014-03-01", severity=Severity.SERIOUS)
ACUTE = signal(POLICE, "threat", TOM, date="2014-03-01", severity=Severity.ACUTE)
NEGLECT = signal(CJG, "neglect", *CHILDREN, date="2014-03-01")
DEBTS = signal(SOCIAL_WORK, "debts", MOTHER, date="2014-02-01", severity=Severity.SERIOUS)
MISSED = signal(CJG, "missed-appointment", TOM, date="2014-03-01")
WORKERS = around(NETWORK, CJG, SOCIAL_WORK)
TRIAGE = followup(VEILIG_THUIS, "triage-handed-over", MOTHER, *CHILDREN, date="2014-03-01", towards="social-work")
INQUIRY = followup(VEILIG_THUIS, "inquiry-handed-over", MOTHER, *CHILDREN, date="2014-03-01", towards="social-work")
STUCK = followup(SOCIAL_WORK, "stagnation", MOTHER, date="2014-03-03", towards="network")
MOVE = followup(SCHOOL, "school-changed", TOM, date="2014-03-01")
LETS_GO = involved(NETWORK, MOTHER, *CHILDREN, date="2012-06-02")


def told_of(recipient: Organisation, raised: str, answer_by: str, item: str) -> MatchRaised:
    return MatchRaised(
        recorded_at=on(raised), match="m", recipient=recipient.id, rule="same-child", rule_version=1, anchor=TOM,
        key=TOM, about=(TOM,), persons=(TOM,), shown=(Shown(item=item, ground="consent"),), notification="n",
        message="g", answer_by=on(answer_by),
    )  # fmt: skip


def assessed(*about: str, code: str = "safety-assessment-safe") -> Fact:
    return followup(CJG, code, *about, date="2014-03-05")


def moves(*dates: str) -> Facts:
    return [
        followup(SCHOOL, code, TOM, date=d) for code, d in zip(("school-changed", "gp-changed"), dates, strict=False)
    ]
