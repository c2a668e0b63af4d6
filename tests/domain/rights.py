"""Requests of the family that tests of their slices start from."""

from typing import Any

from hub.domain.slices.deciding import DecideRequest, DecisionDetails
from hub.domain.slices.requests import ReceiveRequest, RequestDetails
from tests.domain.builders import FATHER, MOTHER, on
from tests.domain.scenario import MUNICIPALITY, Decided, History

DAY = "2014-03-03"
BY, SECOND = "d-1", "d-2"


def details(kind: Any = "access", *capacities: Any, **changes: Any) -> RequestDetails:
    fields: dict[str, Any] = {
        "kind": kind,
        "capacities": capacities or ("self",),
        "authority_shown": True,
        "verified": "in-person",
        "received_at": on(DAY),
    }
    return RequestDetails(**(fields | changes))


def received(past: History, kind: Any = "access", *capacities: Any, of: str = MOTHER, **changes: Any) -> Decided:
    """A request is taken in about somebody; others than the person itself are the mother, then the father."""
    asking = [who for who in (MOTHER, FATHER) if who != of]
    others = [asking.pop(0) for each in capacities if each != "self"]
    return past.when(
        ReceiveRequest,
        MUNICIPALITY,
        "r1",
        details(kind, *capacities, **changes),
        by=BY,
        on=DAY,
        persons=(of, *others),
    )


def decided(past: History, decision: Any = "granted", *, by: str | None = BY, on: str = DAY, **fields: Any) -> Decided:
    return past.when(DecideRequest, MUNICIPALITY, "r1", DecisionDetails(decision=decision, **fields), by=by, on=on)
