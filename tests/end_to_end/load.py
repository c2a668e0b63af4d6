"""A load of signals about many families, sent by clients that do not give up, and what they were answered."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import httpx
import msgspec

from hub.domain.organisations import Organisation, Role, Sector

ORGANISATIONS: Final = (
    Organisation(
        id="jgz",
        name="JGZ",
        sector=Sector.YOUTH_HEALTH_CARE,
        roles=frozenset({Role.SIGNALLING, Role.INTERPRETING, Role.BASIC_CARE}),
    ),
    Organisation(id="school", name="School", sector=Sector.SCHOOL, roles=frozenset({Role.SIGNALLING, Role.BASIC_CARE})),
    Organisation(id="werk", name="Maatschappelijk werk", sector=Sector.SOCIAL_WORK, roles=frozenset({Role.SIGNALLING})),
)
_CONCERNS: Final = (
    ("jgz", "missed-appointment"),
    ("school", "basic-needs-unmet"),
    ("werk", "family-conflict"),
    ("jgz", "parenting"),
    ("school", "school-absence"),
    ("werk", "family-conflict"),
)
STEPS: Final = 20
"""Signals about each family, in their order: each organisation becomes involved, then they are concerned in turn."""
CLOSED: Final = 4
"""Every fourth family gives no consent, so there nobody is told anything of another's."""
DAYS: Final = 360
"""Of a year, the first of January not among them: somebody of that day is nobody's exact match (docs/linkage.md)."""
YEARS: Final = 4
"""So many times ``DAYS`` families have birth dates of their own. All children have one given name here, and surnames
that are near one another: two of one day would be taken for one, rightly."""
BATCHED: Final = 25
"""Families whose signals come in one batch."""
_PLAIN = ssl.create_default_context()


def step(number: int) -> tuple[str, dict[str, str]]:
    """Who sends a family's signal of this number, and what kind it is."""
    if number < len(ORGANISATIONS):
        return ORGANISATIONS[number].id, {"kind": "involvement", "state": "started"}
    by, category = _CONCERNS[number % len(_CONCERNS)]
    return by, {"kind": "concern", "category": category, "severity": "attention"}


def word(number: int) -> str:
    """A name for a number."""
    return "Gezin" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")


class Family(msgspec.Struct, frozen=True):
    """One family of the load."""

    number: int

    @property
    def shared(self) -> bool:
        """Whether its mother gives consent to everybody."""
        return self.number % CLOSED != 0

    @property
    def child(self) -> dict[str, Any]:
        """The child, as everybody states it."""
        born = self._day_of_its_own(2018)
        return {"given_names": "Noor", "born": born.isoformat(), **self._home}

    @property
    def mother(self) -> dict[str, Any]:
        """Its mother, who has authority."""
        born = self._day_of_its_own(1990)
        return {"given_names": "Anna", "born": born.isoformat(), **self._home}

    def _day_of_its_own(self, first_year: int) -> date:
        year, day = divmod(self.number, DAYS)
        return date(first_year + year % YEARS, 1, 2) + timedelta(days=day)

    @property
    def _home(self) -> dict[str, Any]:
        address = {"postcode": f"{1000 + self.number % 9000}AB", "house_number": 1 + self.number // 9000}
        return {"family_name": word(self.number), "sex": "female", **address}

    def consent(self, today: datetime) -> dict[str, Any]:
        """The mother's consent, as each organisation records it."""
        giver = {"subject": self.mother, "capacity": "authority", "answer": "given", "on": f"{today:%Y-%m-%d}"}
        return {"givers": [giver], "about": [self.child], "recipients": [each.id for each in ORGANISATIONS]}

    def signal(self, number: int, today: datetime) -> tuple[str, dict[str, Any]]:
        """Who sends its signal of this number, and the body."""
        by, kind = step(number)
        occurred = today - timedelta(days=1, minutes=STEPS - number)
        return by, {
            **kind,
            "occurred_at": f"{occurred:%Y-%m-%dT%H:%M:%SZ}",
            "subject": self.child,
            "household": [{"relation": "parent", "subject": self.mother, "authority": True}],
            "source": {"system": by, "record": f"{self.number}-{number}"},
        }


class Answered(msgspec.Struct, frozen=True):
    """What the hub acknowledged: the same for every repetition of the message."""

    id: str
    subject: str


class Load:
    """Sends everything, each message with its own key until it is acknowledged; remembers what was answered.

    ``up`` is set while there is a hub to send to; ``noticed`` hears of every first acknowledgement.
    """

    def __init__(
        self, base_url: str, tokens: Mapping[str, str], up: asyncio.Event, noticed: Callable[[], None]
    ) -> None:
        self.answered: dict[str, Answered] = {}
        self.repeated = 0
        self.unstable: list[str] = []
        """Keys whose repetition was answered otherwise: there must be none."""
        self._up = up
        self._noticed = noticed
        self._today = datetime.now(UTC)
        self._clients = {
            organisation: httpx.AsyncClient(
                base_url=base_url,
                headers={"Authorization": f"Bearer {token}"},
                timeout=httpx.Timeout(60),
                limits=httpx.Limits(max_connections=None),
                verify=_PLAIN,
            )
            for organisation, token in tokens.items()
        }

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()

    async def send(self, families: Sequence[Family]) -> None:
        """Tell all of these families' stories at once: half of them signal by signal, half in batches."""
        half = len(families) // 2
        batches = [families[at : min(at + BATCHED, len(families))] for at in range(half, len(families), BATCHED)]
        async with asyncio.TaskGroup() as group:
            for family in families[:half]:
                group.create_task(self.tell(family))
            for batch in batches:
                group.create_task(self._tell_batch(batch))

    async def tell(self, family: Family) -> None:
        """One family's story, one message after the other."""
        await self._consent(family)
        for number in range(STEPS):
            by, body = family.signal(number, self._today)
            key = _key(family, number)
            await self._until_done(lambda by=by, body=body, key=key: self._publish(by, body, key))  # type: ignore[misc]

    async def _tell_batch(self, families: Sequence[Family]) -> None:
        """The stories of these families step by step: a batch holds the next signal of each."""
        await asyncio.gather(*(self._consent(family) for family in families))
        for number in range(STEPS):
            by = step(number)[0]
            lines = [
                {**family.signal(number, self._today)[1], "idempotency_key": _key(family, number)}
                for family in families
            ]
            await self._until_done(lambda by=by, lines=lines: self._publish_batch(by, lines))  # type: ignore[misc]

    async def _consent(self, family: Family) -> None:
        if family.shared:
            for organisation in ORGANISATIONS:
                body, key = family.consent(self._today), f"consent-{organisation.id}-{family.number}"
                await self._until_done(
                    lambda by=organisation.id, body=body, key=key: self._post(by, "/v1/consents", body, key)  # type: ignore[misc]
                )

    async def _until_done(self, attempt: Callable[[], Awaitable[object]]) -> None:
        """Try until the hub says that it has it, as a careful client does."""
        while True:
            await self._up.wait()
            try:
                await attempt()
            except httpx.TransportError:
                self.repeated += 1
            else:
                return

    async def _post(self, by: str, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        answer = await self._clients[by].post(path, json=body, headers={"Idempotency-Key": key})
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise httpx.TransportError("not now")
        assert answer.is_success, (path, answer.status_code, answer.text)
        content: dict[str, Any] = answer.json()
        return content

    async def _publish(self, by: str, body: Mapping[str, Any], key: str) -> None:
        self._keep(key, await self._post(by, "/v1/signals", body, key))

    async def _publish_batch(self, by: str, lines: Sequence[Mapping[str, Any]]) -> None:
        content = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
        headers = {"Content-Type": "application/x-ndjson", "Accept": "application/x-ndjson"}
        post = self._clients[by].stream("POST", "/v1/signals/_batch", content=content, headers=headers)
        missing = {line["idempotency_key"] for line in lines}
        async with post as answer:
            async for line in _lines(answer):
                if "answer" in line:
                    key = lines[line["line"] - 1]["idempotency_key"]
                    self._keep(key, line["answer"])
                    missing.discard(key)
                else:
                    assert line["status"] == httpx.codes.SERVICE_UNAVAILABLE, line
        if missing:
            raise httpx.TransportError("the batch ended half-way")

    def _keep(self, key: str, answer: Mapping[str, Any]) -> None:
        told = Answered(answer["id"], answer["subject"])
        known = self.answered.setdefault(key, told)
        if known != told:
            self.unstable.append(key)
        if known is told:
            self._noticed()


async def _lines(answer: httpx.Response) -> Any:
    async for line in answer.aiter_lines():
        if line:
            yield msgspec.json.decode(line)


def _key(family: Family, number: int) -> str:
    return f"{family.number}:{number}"


def families_of(count: int) -> Iterator[Family]:
    """So many families."""
    return (Family(number) for number in range(count))
