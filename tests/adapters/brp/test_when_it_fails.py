"""A register that is slow, busy, broken or gone: asked again a few times, then left alone; never a word of whom."""

import logging
from collections.abc import Awaitable, Callable

import httpx
import pytest

from adapters.brp.breaker import CircuitBreaker
from adapters.brp.client import ATTEMPTS, FIRST_WAIT, LONGEST_WAIT, BrpRegister
from adapters.brp.fake import families as own
from hub.population.port import (
    PopulationRegisterError,
    RegisterRefusedError,
    RegisterUnreachableError,
    RegisterUnreadableError,
)
from tests.adapters.brp.given import Waits, asking, fake_register


class Clock:
    """The system clock of a breaker, put forward by a test. In seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_may_pass_is_asked_again_with_growing_waits(status: int) -> None:
    fake, waits = fake_register(), Waits()
    fake.fails.extend([status, status])
    async with asking(fake, waits=waits) as register:
        assert own.ELDEST in await register.persons([own.ELDEST])
    first, second = waits.seconds
    assert FIRST_WAIT / 2 <= first <= FIRST_WAIT <= second <= 2 * FIRST_WAIT


async def test_it_gives_up_after_a_few_attempts() -> None:
    fake, waits = fake_register(), Waits()
    fake.fails.extend([503] * 10)
    async with asking(fake, waits=waits) as register:
        with pytest.raises(RegisterUnreachableError):
            await register.persons([own.ELDEST])
    assert (len(waits.seconds), len(fake.fails)) == (ATTEMPTS - 1, 10 - ATTEMPTS)
    assert all(seconds <= LONGEST_WAIT for seconds in waits.seconds)


async def test_a_refusal_is_not_asked_again() -> None:
    fake, waits = fake_register(), Waits()
    async with asking(fake, waits=waits, api_key="another-key") as register:
        with pytest.raises(RegisterRefusedError):
            await register.persons([own.ELDEST])
    assert not waits.seconds


async def test_a_register_that_goes_on_failing_is_left_alone_and_tried_again_after_a_rest() -> None:
    fake, clock = fake_register(), Clock()
    breaker = CircuitBreaker(failures=4, rest=30.0, now=clock)
    fake.fails.extend([500] * 5)
    async with asking(fake, breaker=breaker) as register:
        for _ in range(3):
            with pytest.raises(RegisterUnreachableError):
                await register.persons([own.ELDEST])
        assert len(fake.fails) == 1  # four questions got through, and then none
        clock.seconds = 31.0
        with pytest.raises(RegisterUnreachableError):
            await register.persons([own.ELDEST])
        assert not fake.fails  # one to see
        clock.seconds = 62.0
        assert own.ELDEST in await register.persons([own.ELDEST])
        assert own.ELDEST in await register.persons([own.ELDEST])


async def test_no_connection_and_no_answer_in_time_are_unreachable() -> None:
    def drop(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(drop), base_url="http://brp.test/") as client:
        with pytest.raises(RegisterUnreachableError) as failed:
            await BrpRegister(client, wait=Waits()).persons([own.ELDEST])
    assert failed.value.__cause__ is None


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"{}",
        b'{"type": "ZoekMetPostcodeEnHuisnummer", "personen": []}',
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"burgerservicenummer": 5}]}',
    ],
)
async def test_an_answer_that_is_no_answer_is_unreadable(answer: bytes) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=answer))
    async with httpx.AsyncClient(transport=transport, base_url="http://brp.test/") as client:
        with pytest.raises(RegisterUnreadableError):
            await BrpRegister(client).persons([own.ELDEST])


async def test_nobody_is_named_in_an_address_a_log_line_or_an_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fake, seen = fake_register(), list[str]()
    fake.fails.extend([500, 500, 500, 401])
    async with asking(fake) as register:
        register._client.event_hooks["request"].append(_noting(seen))
        for _ in range(2):
            with pytest.raises(PopulationRegisterError) as failed:
                await register.persons([own.ELDEST])
            seen.append(repr(failed.value) + str(failed.value) + repr(failed.value.__context__))
        await register.persons([own.ELDEST])
    said = "\n".join([*seen, caplog.text])
    assert "brp.test" in said
    for secret in (own.ELDEST, own.MOTHER, "Pleun", "Veldhuis", "2018-07-09"):
        assert secret not in said


def _noting(seen: list[str]) -> Callable[[httpx.Request], Awaitable[None]]:
    async def note(request: httpx.Request) -> None:
        seen.append(str(request.url))

    return note


@pytest.mark.parametrize(
    "day",
    [
        {"type": "JaarMaandDatum", "jaar": 2014},
        {"type": "JaarMaandDatum", "jaar": 2014, "maand": 13},
        {"type": "JaarDatum"},
        {"type": "Datum"},
        {"type": "Datum", "datum": "2014-02-31"},
    ],
)
async def test_a_date_that_is_none_is_an_answer_that_cannot_be_read(day: dict[str, object]) -> None:
    person = {"burgerservicenummer": own.ELDEST, "geboorte": {"datum": day}}
    body = {"type": "RaadpleegMetBurgerservicenummer", "personen": [person]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    async with httpx.AsyncClient(base_url="http://register.test/", transport=transport) as client:
        with pytest.raises(RegisterUnreadableError):
            await BrpRegister(client).persons([own.ELDEST])
