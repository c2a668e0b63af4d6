"""What the operator sees."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from hub.api import operations
from hub.api.app import create_app
from hub.api.services import ApiServices
from tests.api.sample import BSN


async def fine() -> None:
    """A part that answers."""


async def broken() -> None:
    raise ConnectionError(f"could not insert {BSN}")


async def silent() -> None:
    await asyncio.Event().wait()


def client_of(services: ApiServices) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(services, []))
    return httpx.AsyncClient(transport=transport, base_url="http://hub.test")


async def test_a_hub_whose_parts_answer_is_ready(services: ApiServices) -> None:
    async with client_of(replace(services, probes={"ledger": fine, "nats": fine})) as client:
        answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "pass", "checks": {"ledger": "pass", "nats": "pass"}},
    )


async def test_a_hub_of_which_a_part_fails_is_alive_and_not_ready(
    services: ApiServices, monkeypatch: pytest.MonkeyPatch, logged: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(operations, "PROBE_SECONDS", 0.05)
    probes = {"ledger": fine, "keys": broken, "nats": silent}

    async with client_of(replace(services, probes=probes)) as client:
        ready, live = await client.get("/health/ready"), await client.get("/health/live")

    assert (ready.status_code, live.status_code) == (503, 200)
    assert ready.json()["checks"] == {"ledger": "pass", "keys": "fail", "nats": "fail"}
    assert "probe-failed part=keys error=ConnectionError" in logged.text
    assert BSN not in ready.text + logged.text


async def test_a_hub_that_goes_down_is_not_ready(services: ApiServices) -> None:
    services.closing.set()

    async with client_of(services) as client:
        assert (await client.get("/health/ready")).status_code == 503


async def test_another_part_shows_its_figure(services: ApiServices) -> None:
    services.metrics.add("hub_ledger_lock_seconds", "Time under the lock.", lambda: 0.5)

    async with client_of(services) as client:
        figures = (await client.get("/metrics")).text

    assert "# TYPE hub_ledger_lock_seconds gauge\nhub_ledger_lock_seconds 0.5\n" in figures


async def test_figures_that_are_shown_apart_are_shown_to_no_partner(services: ApiServices) -> None:
    apart = replace(services, figures_apart=True)

    async with client_of(apart) as client:
        assert (await client.get("/metrics")).status_code == 404
        assert (await client.get("/health/live")).status_code == 200

    transport = httpx.ASGITransport(operations.operator_app(apart))
    async with httpx.AsyncClient(transport=transport, base_url="http://operator.test") as operator:
        assert "hub_http_requests_total" in (await operator.get("/metrics")).text
        assert (await operator.get("/health/ready")).status_code == 200
        assert (await operator.get("/v1/signals")).status_code == 404
        assert (await operator.get("/docs")).status_code == 404
