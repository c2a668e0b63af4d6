"""The library's own PostgreSQL code on the tables that we define."""

import pytest
from eventsourcing.dcb.api import DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.persistence import DCBEventStore
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict

from hub.domain.facts.base import Fact
from tests.conftest import Databases
from tests.ledger.village import MAPPER, NOON, NoteDown, hall, prepare

pytest.importorskip("psycopg_pool", reason="the library's PostgreSQL code wants psycopg's pool")

from eventsourcing.dcb.postgres_tt import PostgresTTDCBFactory


async def test_the_library_opens_the_database_and_reads_what_the_writer_wrote(database: Databases) -> None:
    await prepare(database)
    async with hall(database) as town:
        outcome = await town.writer.submit(NoteDown("one", subjects=["Noa"], thing="t1"))
    with _library(database) as factory:
        store: DCBEventStore[Fact] = DCBEventStore(MAPPER, factory.dcb_recorder())
        [stored] = store.recorder.read(DCBQuery([DCBQueryItem(types=["noted"], tags=["thing:t1"])]))
        [tagged] = store.read()
    assert stored.position == outcome.position
    assert tagged.decision.recorded_at == NOON
    assert "thing:t1" in tagged.tags


def test_the_librarys_own_append_goes_through_our_functions_and_our_lock(database: Databases) -> None:
    with _library(database) as factory:
        recorder = factory.dcb_recorder()
        first = recorder.append([DCBEvent("a", b"1", ["x"])])
        assert recorder.append([DCBEvent("a", b"2", ["x"]), DCBEvent("a", b"3", ["y"])]) == first + 2


def _library(database: Databases) -> PostgresTTDCBFactory:
    given = conninfo_to_dict(database.app_url)
    environment = Environment(
        name="samenloop",
        env={
            "POSTGRES_DBNAME": str(given["dbname"]),
            "POSTGRES_HOST": str(given["host"]),
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": str(given["user"]),
            "POSTGRES_PASSWORD": str(given["password"]),
            "CREATE_TABLE": "no",
        },
    )
    return PostgresTTDCBFactory(environment)
