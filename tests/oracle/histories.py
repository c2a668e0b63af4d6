"""Random histories of a family, seeded: everything that can change who may see what (DOMAIN.md 2 to 7)."""

from collections.abc import Callable
from typing import Final

from tests.oracle.acts import (
    coordinate,
    end,
    follow_up,
    hand_over,
    inform,
    interpret,
    member,
    retract,
    signal,
    take_back,
    watch,
)
from tests.oracle.drafts import History
from tests.oracle.opening import (
    confirm_consent,
    confirm_reason,
    consent,
    consent_again,
    enter,
    exception,
    judge,
    judge_look,
    lift,
    name,
    restrict,
    review,
    withdraw,
)
from tests.oracle.people import archive, forget, leave, link, register, unlink

Step = Callable[[History], None]
_OFTEN: Final[dict[Step, int]] = {
    signal: 12,
    end: 4,
    inform: 3,
    retract: 1,
    member: 3,
    follow_up: 2,
    coordinate: 3,
    interpret: 4,
    watch: 2,
    hand_over: 2,
    consent: 9,
    consent_again: 4,
    withdraw: 4,
    confirm_consent: 2,
    judge: 1,
    register: 5,
    link: 6,
    unlink: 3,
    take_back: 2,
    leave: 1,
    archive: 2,
    forget: 1,
    exception: 5,
    review: 2,
    name: 2,
    enter: 4,
    restrict: 1,
    lift: 1,
    confirm_reason: 2,
    judge_look: 2,
}
_STEPS, _WEIGHTS = list(_OFTEN), list(_OFTEN.values())


def history(seed: int) -> History:
    """The history of this seed: something to share, mostly with consent or an exception, and then anything."""
    here = History(seed)
    first: list[Step] = [signal, here.random.choice((consent, consent, exception, signal)), signal]
    for step in first + here.random.choices(_STEPS, _WEIGHTS, k=here.random.randrange(2, 14)):
        here.wait(0, 1, 3, 20, 90, hours=here.random.randrange(2))
        step(here)
    here.wait(0, 0, 1, 10, 40, 200, 740)
    return here
