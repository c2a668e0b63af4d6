"""An event stream ends with the client, the server, the source and the right to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from hub.api.app import create_app
from hub.api.server import serving
from hub.api.services import ApiServices
from hub.api.streams import Event, encode
from hub.disclosures.memory import MemoryLog
from tests.api.conftest import Clock, OpenDoor
from tests.api.sample import PERSON, Source, sample_router

Headers = dict[str, str]


@asynccontextmanager
async def following(services: ApiServices, caller: Headers) -> AsyncIterator[tuple[Source, AsyncIterator[str]]]:
    """A source and the lines that come out of its stream over a real connection."""
    app = create_app(services, [sample_router])
    app.state.source = source = Source()
    async with (
        serving(app, services.closing) as address,
        httpx.AsyncClient(base_url=address, timeout=10) as client,
        client.stream("GET", "/v1/samples/_stream", headers=caller) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield source, answer.aiter_lines()


async def until(lines: AsyncIterator[str], wanted: str) -> list[str]:
    """The lines up to and with the wanted one."""
    seen: list[str] = []
    async for line in lines:
        seen.append(line)
        if line == wanted:
            return seen
    raise AssertionError(f"the stream ended before {wanted!r}: {seen}")


async def test_events_arrive_with_their_id_name_and_data(services: ApiServices, school: Headers) -> None:
    async with following(services, school) as (source, lines):
        source.queue.put_nowait(Event("12", "notification", {"id": "n1"}))

        seen = await until(lines, 'data: {"id":"n1"}')

    assert seen[-3:] == ["id: 12", "event: notification", 'data: {"id":"n1"}']
    assert seen[0] == "retry: 3000"


async def test_a_heartbeat_keeps_a_quiet_stream_alive(services: ApiServices, school: Headers) -> None:
    async with following(services, school) as (_, lines):
        await until(lines, ":")
        await until(lines, ":")


async def test_the_source_is_closed_when_the_client_goes_away(services: ApiServices, school: Headers) -> None:
    app = create_app(services, [sample_router])
    app.state.source = source = Source()
    async with serving(app, services.closing) as address, httpx.AsyncClient(base_url=address, timeout=10) as client:
        async with client.stream("GET", "/v1/samples/_stream", headers=school) as answer:
            await until(answer.aiter_lines(), "retry: 3000")

        await asyncio.wait_for(source.closed.wait(), 10)


async def test_a_stream_ends_when_the_source_ends(services: ApiServices, school: Headers) -> None:
    async with following(services, school) as (source, lines):
        source.queue.put_nowait(None)

        assert "event: end" not in [line async for line in lines]
        await asyncio.wait_for(source.closed.wait(), 10)


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_a_stream_does_not_outlive_its_token(
    services: ApiServices, school: Headers, clock: Clock, door: OpenDoor, how: str
) -> None:
    async with following(services, school) as (source, lines):
        await until(lines, ":")
        if how == "expired":
            clock.seconds += 6 * 3600
        else:
            door.shut_out.add("school-de-vliet")
        source.queue.put_nowait(Event("13", "notification", {"id": "n2"}))

        rest = [line async for line in lines]

    assert f'data: {{"code":"token-{how}"}}' in rest
    assert "id: 13" not in rest


async def test_events_stand_in_the_log_before_they_are_sent(
    services: ApiServices, school: Headers, log: MemoryLog
) -> None:
    async with following(services, school) as (source, lines):
        source.queue.put_nowait(Event("14", "notification", {"id": "n3"}))
        await until(lines, "id: 14")
        assert [(line.person, line.operation) for line in log.lines] == [(PERSON, "GET /v1/samples/_stream")]


async def test_a_stream_ends_when_the_log_cannot_be_written(
    services: ApiServices, school: Headers, log: MemoryLog
) -> None:
    async with following(services, school) as (source, lines):
        log.away = True
        source.queue.put_nowait(Event("15", "notification", {"id": "n4"}))
        rest = [line async for line in lines]
    assert 'data: {"code":"log-unavailable"}' in rest
    assert "id: 15" not in rest


async def test_streams_end_when_the_server_goes_down(services: ApiServices, school: Headers) -> None:
    async with following(services, school) as (source, lines):
        await until(lines, ":")
        services.closing.set()

        _ = [line async for line in lines]
        await asyncio.wait_for(source.closed.wait(), 10)


@pytest.mark.parametrize("event", [Event("1\n2", "x", 1), Event("1", "x\rdata: y", 1), Event("\0", "x", 1)])
def test_an_event_cannot_break_out_of_its_line(event: Event) -> None:
    with pytest.raises(ValueError, match="line break"):
        encode(event)
