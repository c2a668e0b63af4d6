"""Who asks, on whose behalf, by which operation and for what: what every line of one answer has in common."""

from datetime import datetime
from typing import Final

import msgspec

from hub.disclosures.trace import Trace

COORDINATION: Final = "early-coordination"
"""Purpose of what is asked without naming one: that those involved find each other early (Jeugdwet 7.1.2.1(2))."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """One question to the hub, or one message that the hub sends by itself. ``began`` is of the domain clock, UTC."""

    organisation: str
    """The viewer."""
    operation: str
    """What was done: method and template of the route (``GET /v1/matches/{id}``), never an address that was asked."""
    began: datetime
    trace: Trace
    professional: str | None = None
    """Who acts for the organisation, by its own identifier; None for its system."""
    principal: str | None = None
    """The organisation on whose behalf the viewer acts: a bailiff's principal (DOMAIN.md 2.3)."""
    purpose: str = COORDINATION
