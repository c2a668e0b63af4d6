"""How long a signal is kept: active, then as date, category and child, then not at all (DOMAIN.md 12). Pure functions.

Source: Jeugdwet 7.1.4.5 (active at most two years, and until the 23rd birthday) and 7.1.4.6 (five years more for what
ended or expired; never longer than the 23rd birthday).
"""

from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.items import SIGNAL_LIFETIME, Signal


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """The periods that a municipality configured."""

    active: timedelta = SIGNAL_LIFETIME
    """From when a signal was recorded or last confirmed; two years at most."""
    kept: timedelta = timedelta(days=1826)
    """From when it ended or expired, as date, category and child."""
    retracted: timedelta = timedelta(days=1)
    """From when it was retracted, in which the right person can be signalled without being asked for anew."""
    requests: timedelta = timedelta(days=365)
    """From when a request of the family was decided: so long its words are kept, and who asked."""


class Step(StrEnum):
    """What the retention of a signal asks for now."""

    ARCHIVE = "archive"
    FORGET = "kept-long-enough"
    OF_AGE = "of-age"


def ends_at(signal: Signal, retention: Retention) -> datetime:
    """When a signal is active no longer (UTC): when the hub was told that it ended, or when it expires."""
    expires = min(signal.expires_at, (signal.confirmed_at or signal.recorded_at) + retention.active)
    return expires if signal.ended_at is None else min(expires, signal.end_recorded_at or signal.ended_at)


def forgotten_at(signal: Signal, retention: Retention) -> datetime:
    """When nothing of a signal is kept any more (UTC), if no birthday comes first."""
    return ends_at(signal, retention) + retention.kept


def children_of(signal: Signal) -> frozenset[str]:
    """The children a signal concerns: those it is about, and those stated with it; a mother of 22 is one herself."""
    stated = {each.person for each in signal.household if each.role == "child"}
    return frozenset(
        stated.union(person for person in signal.about if signal.bands.get(person, AgeBand.UNKNOWN).is_child)
    )


def step_due(
    signal: Signal,
    now: datetime,
    ages: Mapping[str, AgeBand],
    retention: Retention,
    died: Container[str] = (),
) -> Step | None:
    """What is due for a signal now, the furthest first; None while it stays as it is.

    It goes on the 23rd birthday of the last child that it concerns; where the last of them died it ends, and is kept
    as one that ended. Of a child whose birth date is not known no birthday comes, of a partial one the last it can be.
    """
    children = children_of(signal)
    if children and all(ages.get(child) is AgeBand.ADULT for child in children):
        return Step.OF_AGE
    if forgotten_at(signal, retention) <= now:
        return Step.FORGET
    over = bool(children) and all(child in died or ages.get(child) is AgeBand.ADULT for child in children)
    if (over or ends_at(signal, retention) <= now) and not signal.archived:
        return Step.ARCHIVE
    return None
