"""The fold of what confirms a reason to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hub.domain.facts import base, reasons

if TYPE_CHECKING:
    from hub.domain.family import FamilyState


def _reason_confirmed(state: FamilyState, fact: reasons.ReasonConfirmed) -> None:
    for person in fact.persons:
        state.confirmed_reasons[(fact.owner, person)] = fact


REASON_FOLDS: dict[type[base.Fact], Callable[[FamilyState, Any], None]] = {reasons.ReasonConfirmed: _reason_confirmed}
