"""Following the inbox: events come when something is told, and a client goes on where it left off."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx

from hub.api.server import serving
from tests.api.whole.conftest import Whole
from tests.api.whole.given import consent, involvement


async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, dict[str, object]]]:
    number = ""
    async for line in answer.aiter_lines():
        if line.startswith("id: "):
            number = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield number, json.loads(line.removeprefix("data: "))


async def test_a_stream_tells_what_comes_and_goes_on_after_the_last_event(whole: Whole) -> None:
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("school", involvement())
    headers = dict(whole.clients["cjg"].headers) | {"accept": "text/event-stream"}
    async with (
        asyncio.timeout(30),
        serving(whole.hub.app, whole.hub.services.closing) as address,
        httpx.AsyncClient(base_url=address, headers=headers, timeout=20) as client,
    ):
        async with client.stream("GET", "/v1/notifications/_stream") as answer:
            await whole.publish("cjg", involvement())
            number, entry = await anext(events(answer))
            assert (number, entry["number"], entry["kind"]) == ("1", 1, "match")
        await whole.publish(
            "school", involvement(kind="concern", category="school-absence", severity="serious", state=None)
        )
        await whole.post("school", "/v1/consents", consent("refused"))
        async with client.stream("GET", "/v1/notifications/_stream", headers={"last-event-id": "1"}) as answer:
            number, entry = await anext(events(answer))
            assert int(number) > 1
