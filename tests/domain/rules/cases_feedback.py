"""Cases of the feedback to whoever signalled: what was decided, and how it ended."""

from tests.domain.builders import CHILDREN, CJG, MOTHER, NETWORK, SOCIAL_WORK, TOM, coordination, followup, handover
from tests.domain.rules.case import LINK, NEGLECT, Case, around, in_fathers_home
from tests.domain.scenario import VEILIG_THUIS

WORKERS = around(CJG, SOCIAL_WORK)
PLAN = followup(SOCIAL_WORK, "family-plan", MOTHER, *CHILDREN, date="2014-03-10")
OVER = [coordination(SOCIAL_WORK, "accepted", "2014-02-01"), coordination(SOCIAL_WORK, "ended", "2014-04-01")]

REFERRED = followup(CJG, "referral-made", TOM, date="2014-03-01", towards="social-work")
ARRIVED = followup(SOCIAL_WORK, "referral-arrived", TOM, date="2014-03-10", of=REFERRED.followup)

FEEDBACK = (
    Case(
        rule="feedback-decided", told=CJG, at="2014-03-11", retract=NEGLECT,
        fires=[*WORKERS, NEGLECT, PLAN],
        below=[*WORKERS, NEGLECT, followup(SOCIAL_WORK, "child-seen", TOM, date="2014-03-10")],
        inside=([*WORKERS, NEGLECT, followup(SOCIAL_WORK, "family-plan", TOM, date="2014-03-01")], "2014-03-11"),
        outside=([*WORKERS, NEGLECT, followup(SOCIAL_WORK, "family-plan", TOM, date="2014-02-28")], "2014-03-11"),
        two_homes=[*WORKERS, LINK, in_fathers_home(NEGLECT),
                   followup(SOCIAL_WORK, "family-plan", *in_fathers_home(NEGLECT).about, date="2014-03-10")],
    ),
    Case(
        rule="feedback-ended", told=CJG, at="2014-04-02", retract=NEGLECT,
        fires=[*WORKERS, NEGLECT, *OVER],
        below=[*WORKERS, NEGLECT, *OVER, coordination(SOCIAL_WORK, "accepted", "2014-04-01", id_="next")],
        inside=([*WORKERS, NEGLECT, handover(SOCIAL_WORK, VEILIG_THUIS, "completed", "2014-03-01")], "2014-03-02"),
        outside=([*WORKERS, NEGLECT, handover(SOCIAL_WORK, VEILIG_THUIS, "completed", "2014-02-28")], "2014-03-02"),
    ),
    Case(
        rule="offer-received", told=NETWORK, at="2014-03-02",
        fires=[*around(NETWORK, SOCIAL_WORK), handover(SOCIAL_WORK, NETWORK, "offered", "2014-03-01")],
        below=[*around(NETWORK, SOCIAL_WORK), handover(SOCIAL_WORK, NETWORK, "accepted", "2014-03-01")],
        inside=([*around(NETWORK, SOCIAL_WORK), handover(SOCIAL_WORK, NETWORK, "offered", "2014-03-01")],
                "2014-03-14 23:59:59"),
        outside=([*around(NETWORK, SOCIAL_WORK), handover(SOCIAL_WORK, NETWORK, "offered", "2014-03-01")],
                 "2014-03-15"),
    ),
    Case(
        rule="referral-arrived", told=CJG, at="2014-03-11",
        fires=[*WORKERS, REFERRED, ARRIVED],
        below=[*WORKERS, REFERRED, followup(SOCIAL_WORK, "child-seen", TOM, date="2014-03-10")],
    ),
)  # fmt: skip
