"""Everything that one organisation can fetch at one moment, from every endpoint that answers with content."""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx
import msgspec

from hub.bootstrap import Hub
from hub.demo.case import Case
from hub.demo.memory import Memory
from hub.demo.statements import subject

_PLAIN = ssl.create_default_context()
"""Loopback needs none, and a client that makes its own takes thirty milliseconds."""
LISTS = ("/v1/notifications", "/v1/matches", "/v1/signals")


@dataclass(frozen=True)
class Fetched:
    """One answer that an organisation got at a moment of the case."""

    at: datetime
    organisation: str
    path: str
    status: int
    text: str


class Walker:
    """Asks as every organisation of a case, with its own token, whatever a client of the API can ask."""

    def __init__(self, hub: Hub, case: Case, base_url: str, tokens: Mapping[str, str], memory: Memory) -> None:
        self._hub = hub
        self._case = case
        self._memory = memory
        self._base_url = base_url
        self._tokens = tokens

    async def walk(self) -> list[Fetched]:
        """All answers of this moment, of every organisation."""
        walked = await asyncio.gather(*(self._walk_as(organisation) for organisation in self._tokens))
        return [fetched for each in walked for fetched in each]

    async def _walk_as(self, organisation: str) -> list[Fetched]:
        async with httpx.AsyncClient(
            base_url=self._base_url,
            headers={"Authorization": f"Bearer {self._tokens[organisation]}"},
            timeout=60,
            verify=_PLAIN,
        ) as client:
            found = [await self._get(client, organisation, path) for path in LISTS]
            found += [await self._search(client, organisation, person) for person in self._born()]
            references = tuple(self._references(organisation))
            families = [path for each in references for path in _family(each)]
            for path in (*_things(found), *families):
                found.append(await self._get(client, organisation, path))
            for reference in references[:1]:
                found.append(await self._page(client, organisation, reference))
            return found

    def _born(self) -> list[str]:
        today = self._hub.clock.now().date()
        return [name for name, person in self._case.persons.items() if person.born <= today]

    def _references(self, organisation: str) -> Iterator[str]:
        for person in self._case.persons:
            try:
                yield self._memory.reference_of(organisation, person)
            except KeyError:
                continue  # this organisation was never given a reference to this person

    async def _get(self, client: httpx.AsyncClient, organisation: str, path: str) -> Fetched:
        query = {"limit": 200} if path in LISTS else {}
        return self._fetched(organisation, path, await client.get(path, params=query))

    async def _search(self, client: httpx.AsyncClient, organisation: str, person: str) -> Fetched:
        body = {
            "subject": subject(self._case, person, organisation),
            "purpose": "safety-of-children",
            "reason": "Wie kijkt er naar de kinderen?",
        }
        return self._fetched(organisation, "/v1/families/_search", await client.post("/v1/families/_search", json=body))

    async def _page(self, client: httpx.AsyncClient, organisation: str, reference: str) -> Fetched:
        path = f"/web/families/{reference}"
        who = self._case.organisations[organisation].professional.id
        code = await self._hub.services.logins.issue(organisation, path, professional=who)
        await client.post("/web/login", data={"code": code})
        return self._fetched(organisation, "/web/families", await client.get(path))

    def _fetched(self, organisation: str, path: str, answer: httpx.Response) -> Fetched:
        return Fetched(self._hub.clock.now(), organisation, path, answer.status_code, answer.text)


def _family(reference: str) -> tuple[str, str]:
    return f"/v1/families/{reference}", f"/v1/families/{reference}/timeline"


def _things(found: list[Fetched]) -> Iterator[str]:
    """Each thing of the lists by itself."""
    for listed in found:
        if listed.path not in LISTS or listed.status != httpx.codes.OK:
            continue
        name = listed.path.rpartition("/")[2]
        if name != "notifications":  # a notification has no address of its own: it points to its match
            yield from (f"{listed.path}/{each['id']}" for each in msgspec.json.decode(listed.text)[name])
