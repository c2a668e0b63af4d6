"""What the population register says, as facts: ``registers(TOM, parents=(MOTHER,), home="h1")``."""

from typing import Any

from hub.domain.facts import PersonRegistered
from hub.domain.facts.population import RegisteredAuthority, RegisteredPartner
from tests.domain.builders import on


def registers(
    person: str,
    date: str = "2014-01-01",
    *,
    authority: tuple[str, ...] | None = None,
    complete: bool = True,
    partners: tuple[str, ...] = (),
    former: tuple[str, ...] = (),
    **fields: Any,
) -> PersonRegistered:
    """An answer of the register of that date."""
    return PersonRegistered(
        recorded_at=on(date),
        asked_at=on(date),
        source="register",
        person=person,
        partners=(
            *(RegisteredPartner(person=each) for each in partners),
            *(RegisteredPartner(person=each, ended=True) for each in former),
        ),
        authority=None if authority is None else RegisteredAuthority(holders=authority, complete=complete),
        **fields,
    )
