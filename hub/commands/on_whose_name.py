"""On whose name a request stands: who the token says acts, or whom the organisation vouches for in the body.

Checked before the ledger's lock, to name every fault at once, and again under it, because access may have ended since.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from hub.commands.request import Asked, Named
from hub.domain.access import admitted, designated
from hub.domain.errors import Fault, Refusal
from hub.domain.policy import Policy

_MISSING: Final = "This stands on the name of a professional: use their token, or name them here."
_DIFFERS: Final = "Another professional acts here: one message stands on one name."
_VOUCHED: Final[Mapping[str, str]] = {
    "professional-unknown": "Your organisation has designated no professional with this code.",
    "professional-away": "This professional is away.",
    "access-not-confirmed": "The access of this professional was not confirmed again.",
    "access-ended": "This professional has left.",
    "role-missing": "This professional does not hold a role that this needs.",
}


def faults(body: Named, asked: Asked, policy: Policy, now: datetime, *, vouched: bool) -> Iterator[Fault]:
    """What is wrong with the professional. ``vouched``: the token names none; whom it names was let in at the door."""
    if asked.operator:
        return
    if asked.professional is None:
        if body.is_act():
            yield Fault("$.professional", "professional-missing", _MISSING)
        return
    for path, code in body.named():
        if code != asked.professional:
            yield Fault(path, "professional-differs", _DIFFERS)
    if vouched:
        yield from _vouched_faults(body, asked, policy, now)


def _vouched_faults(body: Named, asked: Asked, policy: Policy, now: datetime) -> Iterator[Fault]:
    path, code = next(body.named())
    try:
        designated(policy, asked.organisation, code, asked.roles, now)
    except Refusal as refused:
        yield Fault(path, refused.code, _VOUCHED[refused.code])


def check(asked: Asked, policy: Policy, now: datetime) -> None:
    """Whether organisation and professional have access as of this very transaction.

    Raises what ``hub.domain.access.admitted`` and ``designated`` raise.
    """
    if asked.operator:
        return
    admitted(policy, asked.organisation)
    if asked.professional is not None:
        designated(policy, asked.organisation, asked.professional, asked.roles, now)
