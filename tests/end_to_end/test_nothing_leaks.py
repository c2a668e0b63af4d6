"""After the replay nothing that identifies anybody can be read in any place but the encrypted one."""

import asyncio
import logging

import asyncpg
import pytest

from hub.demo.case import load_case
from hub.embedded import Parts
from tests.conftest import Databases, fresh_databases
from tests.end_to_end.replaying import Run, listening
from tests.end_to_end.searching import everything, forms, found_in, identifying

PLACES = (
    "ledger, people and views",
    "keys",
    "JetStream files",
    "JetStream messages",
    "checkpoints",
    "log lines",
    "answers to mistakes",
)
LEAST = 500
"""Bytes: in a place that holds less, nothing was kept and so nothing was searched."""


@pytest.mark.parametrize("answer", ["given", "refused"])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_identifying_can_be_read(place: str, answer: str, request: pytest.FixtureRequest) -> None:
    run: Run = request.getfixturevalue(answer)
    stored = run.stored[place]
    assert len(stored) > (LEAST if place != "checkpoints" else 100), "nothing to search"
    assert found_in(stored, identifying(run.case)) == []


def test_what_is_searched_for_is_what_the_case_holds() -> None:
    values = identifying(load_case())
    for value in ("Oosterhaven", "Mirte", "999912008", "1990-05-14", "14-05-1990", "14 mei 1990", "E. van Dam"):
        assert value in values
    assert {"Boersma", "31100000101", "l.boersma@shg.example", "3072ZZ"} <= set(values)


def test_the_places_hold_what_is_no_secret(given: Run) -> None:
    assert found_in(given.stored["ledger, people and views"], ["signal-recorded", "missed-appointment"])
    assert b"samenloop.notification" in given.stored["JetStream messages"]
    assert b"samenloop.notification" in given.stored["JetStream files"]
    assert b"hub" in given.stored["log lines"]
    assert b"idempotency-key-missing" in given.stored["answers to mistakes"]


@pytest.mark.parametrize("value", ["Oosterhaven", "999912008", "14-05-1990"])
def test_the_search_finds_every_form_of_a_planted_value(value: str) -> None:
    for form in forms(value):
        assert value in found_in(b"before " + form + b" after", identifying(load_case()))


def test_the_search_finds_a_name_planted_in_a_table(parts: Parts, template_databases: None) -> None:
    with fresh_databases(parts) as fresh:
        stored = asyncio.run(_planted(fresh, b'{"professional": {"name": "L. Boersma"}}'))
    assert "L. Boersma" in found_in(stored, identifying(load_case()))


async def _planted(fresh: Databases, content: bytes) -> bytes:
    connection = await asyncpg.connect(fresh.owner_url)
    try:
        await connection.execute("INSERT INTO signal_content VALUES ('s', $1)", content)
    finally:
        await connection.close()
    return await everything(fresh.owner_url)


def test_the_search_finds_a_name_planted_in_a_log_line() -> None:
    with listening() as log:
        logging.getLogger("hub.somewhere").debug("published subject=%s", "Oosterhaven")
    assert found_in(log.getvalue().encode(), identifying(load_case())) == ["Oosterhaven"]
