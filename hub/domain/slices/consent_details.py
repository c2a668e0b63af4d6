"""What is recorded of a consent: who answered what, and for what it was asked (DOMAIN.md 3)."""

from datetime import datetime
from typing import Literal

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One giver's answer; the person comes with the command's subjects, in the same order."""

    capacity: str
    answer: str
    on: datetime
    unsafe_to_ask: bool = False


class ConsentDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked and answered.

    The command's subjects are first the givers, then so many who are ``represented``, then so many children whose
    authority is ``undeterminable``, then whom else it is about.
    """

    answers: tuple[Answer, ...]
    recipients: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    except_categories: tuple[str, ...] = ()
    until: datetime | None = None
    explained: str | None = None
    since: datetime | None = None
    purposes: tuple[str, ...] = ()
    represented: int = 0
    undeterminable: int = 0
    parents_passed: Literal["serious-disadvantage", "youth-wish"] | None = None
    noted_for: tuple[str, ...] = ()
