"""What a record is made of in tests: a request about Tom, what was recorded and withheld, and who saw what."""

from typing import Any

from hypothesis import strategies as st

from hub.answers.record import Logged, RecordAnswer, record_of
from hub.answers.seen import RestedOn
from hub.configuration.load import load_legal_bases
from hub.disclosures.asking import Asking
from hub.disclosures.line import Line, lines_of
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from hub.domain.circumstances import Circumstances
from hub.domain.facts import Fact, MatchRaised
from hub.domain.facts.matches import Shown
from hub.domain.facts.requests import Requester
from hub.domain.facts.signals import Informed
from hub.domain.looking import Looked
from hub.domain.policy import Policy
from hub.domain.requests import DataRequest
from hub.people.identity import Identity
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    GP,
    MOTHER,
    ORGANISATIONS,
    POLICE,
    SCHOOL,
    SHELTER,
    SOCIAL_WORK,
    TOM,
    consent,
    exception,
    followup,
    involved,
    on,
    serves,
    signal,
)
from tests.domain.history import RULES, given

NOW = on("2014-06-01")
POLICY = Policy(ORGANISATIONS, CATALOGUE, tuple(RULES.values()), load_legal_bases())
WHO = {
    TOM: Identity(family_name="Zonderland", given_names="Tom", born="2004-05-06", bsn="999990019", postcode="3071AB")
}
MESSAGES = {"n1": ("worry",), "n2": ("worry", "excepted"), "n3": ("worry", "deferred"), "n4": ()}
"""What messages rested on when they were sent; ``n4`` went to the municipality, a number only."""
INFORMED = (Informed(addressee="mother", on=on("2014-01-02")),)
DEFERRED = (Informed(addressee="mother", deferred_until=on("2014-06-10"), reason="unsafe-to-tell"),)


def request(*, by_representative: bool = False, **changes: Any) -> DataRequest:
    capacity: Any = "representative" if by_representative else "self"
    fields: dict[str, Any] = {
        "id": "r1",
        "owner": "m",
        "kind": "access",
        "person": TOM,
        "requesters": (Requester(person=MOTHER if by_representative else TOM, capacity=capacity),),
        "authority_shown": True,
        "received_at": NOW,
        "due": NOW,
        "verified": "in-person",
        "decision": "granted",
    }
    return DataRequest(**(fields | changes))


def told(
    *facts: Fact | list[Any],
    lines: tuple[Line, ...] = (),
    of: DataRequest | None = None,
    rested_on: RestedOn = MESSAGES,
) -> RecordAnswer:
    state = given(*facts).state
    around = Circumstances(state, AGES, CATALOGUE, NOW)
    return record_of(of or request(), around, POLICY, logged(lines, rested_on), WHO)._content


def logged(lines: tuple[Line, ...] = (), rested_on: RestedOn = MESSAGES) -> Logged:
    """These lines, and messages to the GP that rested on these items when they were sent."""
    return Logged(lines=lines, messages=tuple(message(each, items) for each, items in rested_on.items()))


def message(notification: str, items: tuple[str, ...], to: str = "gp", rule: str = "same-child") -> MatchRaised:
    return MatchRaised(
        recorded_at=NOW, match=notification, recipient=to, rule=rule, rule_version=1, anchor=TOM, key=TOM, about=(TOM,),
        persons=(TOM,), shown=tuple(Shown(item=each, ground="consent") for each in items), notification=notification,
    )  # fmt: skip


def saw(organisation: Any, *things: str, ground: str | None = "consent", own: str = "", **changes: Any) -> Line:
    """That an organisation was shown these things of Tom, or nothing; ``own``: beside what it said itself."""
    fields: dict[str, Any] = {
        "organisation": organisation.id,
        "operation": "POST /v1/families/_search",
        "began": NOW,
        "trace": Trace.new(),
    }
    said = [Looked(thing=own, about=(TOM,), ground="own")] if own else []
    trail = Trail([TOM], [*said, *(Looked(thing=thing, about=(TOM,), ground=ground) for thing in things)])
    (line,) = lines_of(Asking(**(fields | changes)), trail, fields["began"])
    return line


WORRY = signal(CJG, "parenting", TOM, date="2014-01-01", id_="worry", informed=INFORMED)
SHELTERED = involved(SHELTER, TOM, date="2014-02-01", id_="stay")
EXCEPTED = signal(SCHOOL, "neglect", TOM, date="2014-02-02", id_="excepted", informed=INFORMED)
EXCEPTION = exception(SCHOOL, EXCEPTED, recipients=["gp"], date="2014-02-03")
DEFERRED_ONE = signal(POLICE, "threat", TOM, date="2014-05-20", id_="deferred", informed=DEFERRED)
WITHHELD: tuple[tuple[Fact, ...], ...] = (
    (SHELTERED,),
    (EXCEPTED, EXCEPTION),
    (DEFERRED_ONE,),
    (followup(SHELTER, "child-seen", TOM, date="2014-02-04"),),
    (consent(SHELTER, "2014-02-05"),),
    tuple(serves(SHELTER, TOM, date="2014-02-06")),
)
CHOSEN = st.lists(st.integers(0, len(WITHHELD) - 1), unique=True)
SEEN_OF_IT = (
    saw(GP, "excepted", ground="exception"),
    saw(SOCIAL_WORK, "stay"),
    saw(GP, "deferred"),
    saw(GP, "n2", operation="notify"),
    saw(GP, "n3", operation="GET /v1/notifications"),
    saw(SCHOOL, "worry", own="excepted", operation="POST /v1/signals"),
    saw(POLICE, "worry", own="deferred"),
)
"""Looks that are there only where something is withheld."""
RESTS_ON = dict(
    zip(
        (each.span for each in SEEN_OF_IT),
        (("excepted",), ("stay",), ("deferred",), ("excepted",), ("deferred",), ("excepted",), ("deferred",)),
        strict=True,
    )
)
OPENLY_SEEN = (
    saw(GP, "worry"),
    saw(GP, "n1", operation="notify"),
    saw(GP, "nothing-that-is-there"),
    saw(SCHOOL, "x", ground=None),
    saw(SOCIAL_WORK, "n4", ground="identifier", operation="notify"),
)
"""Looks that are there whatever is withheld."""
