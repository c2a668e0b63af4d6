"""Asks the population register over HTTP: patient for a moment, never for long.

Every question is a POST, so that no BSN, name or birth date stands in an address; nothing of a question or an answer
goes into a log line or an error. What may pass is asked again with growing waits; a register that goes on failing is
left alone for a while (``CircuitBreaker``).
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import httpx
import msgspec

from adapters.brp.breaker import CircuitBreaker
from adapters.brp.reading import read_housemates, read_persons
from hub.population.port import RegisterRefusedError, RegisterUnreachableError, RegisterUnreadableError
from hub.population.records import Housemate, Registered

PATH: Final = "personen"
AT_ONCE: Final = 20
"""BSNs in one question, the most that the register takes."""
ATTEMPTS: Final = 3
FIRST_WAIT: Final = 0.2
"""Seconds before the second attempt; each later wait doubles, and none is in step with another's."""
LONGEST_WAIT: Final = 2.0
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})

_NAMED: Final = ("burgerservicenummer", "naam.voornamen", "naam.voorvoegsel", "naam.geslachtsnaam", "geboorte.datum")
_MARRIED: Final = ("aangaanHuwelijkPartnerschap.datum", "ontbindingHuwelijkPartnerschap.datum")
PERSON_FIELDS: Final = (
    *_NAMED,
    "geslacht",
    *(f"{relation}.{field}" for relation in ("ouders", "kinderen", "partners") for field in _NAMED),
    *(f"partners.{field}" for field in _MARRIED),
    "gezag",
    "verblijfplaats.adresseerbaarObjectIdentificatie",
    "verblijfplaats.datumVan",
    "gemeenteVanInschrijving",
    "overlijden.datum",
)
"""No more than the hub needs. Secrecy and suspension (death) come unasked with every answer."""
HOUSEMATE_FIELDS: Final = (*_NAMED, "geslacht")


class BrpRegister:
    """A ``hub.population.port.PopulationRegister``. ``client`` knows address and credentials; who made it closes it."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        breaker: CircuitBreaker | None = None,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._breaker = breaker or CircuitBreaker()
        self._wait = wait

    async def persons(self, bsns: Sequence[str]) -> Mapping[str, Registered]:
        """See ``PopulationRegister.persons``."""
        wanted = list(dict.fromkeys(bsns))
        found: dict[str, Registered] = {}
        for start in range(0, len(wanted), AT_ONCE):
            kind = "RaadpleegMetBurgerservicenummer"
            body = await self._ask(
                {"type": kind, "burgerservicenummer": wanted[start : start + AT_ONCE], "fields": PERSON_FIELDS}
            )
            found |= {person.bsn: person for person in _read(read_persons, body, kind) if person.bsn is not None}
        return found

    async def living_at(self, home: str) -> Sequence[Housemate]:
        """See ``PopulationRegister.living_at``."""
        kind = "ZoekMetAdresseerbaarObjectIdentificatie"
        body = await self._ask({"type": kind, "adresseerbaarObjectIdentificatie": home, "fields": HOUSEMATE_FIELDS})
        return _read(read_housemates, body, kind)

    async def _ask(self, question: dict[str, Any]) -> bytes:
        for attempt in range(ATTEMPTS):
            if not self._breaker.passes():
                raise RegisterUnreachableError
            response = await self._attempt(question)
            if response is not None and response.status_code not in _PASSING:
                self._breaker.went_well()
                if response.is_success:
                    return response.content
                raise RegisterRefusedError
            self._breaker.failed()
            if attempt + 1 < ATTEMPTS:
                await self._wait(_pause(attempt, response))
        raise RegisterUnreachableError

    async def _attempt(self, question: dict[str, Any]) -> httpx.Response | None:
        try:
            return await self._client.post(PATH, json=question, headers={"accept": "application/json"})
        except httpx.HTTPError:
            return None  # and its message goes nowhere: it may hold what was asked


def _pause(attempt: int, response: httpx.Response | None) -> float:
    asked = "" if response is None else response.headers.get("Retry-After", "")
    if asked.isdecimal():
        return min(float(asked), LONGEST_WAIT)
    longest = min(FIRST_WAIT * 2.0**attempt, LONGEST_WAIT)
    return longest / 2 + random.uniform(0, longest / 2)  # noqa: S311 - spreads load, guards nothing


def _read(read: Callable[[bytes, str], list[Any]], body: bytes, kind: str) -> list[Any]:
    try:
        return read(body, kind)
    except msgspec.MsgspecError:
        raise RegisterUnreadableError from None
