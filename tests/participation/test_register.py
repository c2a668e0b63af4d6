"""The register follows the ledger: at most two seconds behind at the door, and never behind under the lock."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from eventsourcing.dcb.domain import Tagged

from hub.domain.facts import ALL_FACTS, Fact, OrganisationEnded, OrganisationRegistered
from hub.domain.organisations import Sector
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.ledger.ports import StoredFact
from hub.ledger.recorder import LedgerRecorder
from hub.participation.register import STALE, Register, RegisterUnavailable
from tests.conftest import Databases
from tests.domain.builders import on
from tests.participation.conftest import Clock

MAPPER = FactMapper(FactRegistry(ALL_FACTS))


@pytest.fixture
async def recorder(database: Databases) -> AsyncIterator[LedgerRecorder]:
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        yield LedgerRecorder(pool)


def registered(id_: str) -> OrganisationRegistered:
    moment = on("2026-01-01")
    return OrganisationRegistered(recorded_at=moment, organisation=id_, name=id_, sector=Sector.SCHOOL, roles=())


def ended(id_: str) -> OrganisationEnded:
    return OrganisationEnded(recorded_at=on("2026-01-02"), organisation=id_, reason="merged")


async def append(recorder: LedgerRecorder, *facts: Fact) -> int:
    return await recorder.append([MAPPER.to_dcb_event(Tagged([], fact)) for fact in facts])


async def test_nobody_is_let_in_on_what_was_read_longer_ago_than_the_bound(
    recorder: LedgerRecorder, clock: Clock
) -> None:
    register = Register(recorder, MAPPER.registry, now=clock)
    await append(recorder, registered("school"))
    await register.ensure_fresh()
    await append(recorder, ended("school"))

    clock.seconds = STALE
    await register.ensure_fresh()
    assert "school" in register.current.organisations

    clock.seconds = STALE + 0.001
    await register.ensure_fresh()
    assert "school" not in register.current.organisations


async def test_where_the_ledger_cannot_be_read_nobody_is_let_in(
    database: Databases, recorder: LedgerRecorder, clock: Clock
) -> None:
    register = Register(recorder, MAPPER.registry, now=clock)
    await register.ensure_fresh()
    await recorder._pool.close()
    clock.seconds = STALE + 1

    with pytest.raises(RegisterUnavailable):
        await register.ensure_fresh()


async def test_a_look_that_comes_late_takes_nothing_back(recorder: LedgerRecorder, clock: Clock) -> None:
    register = Register(recorder, MAPPER.registry, now=clock)
    first = await append(recorder, registered("school"))
    second = await append(recorder, ended("school"))
    register.take([StoredFact(first, registered("school"), ()), StoredFact(second, ended("school"), ())])

    register.take([StoredFact(first, registered("school"), ())])
    await register.refresh()

    assert "school" not in register.current.organisations
    assert register.position == second


async def test_what_a_batch_has_decided_is_seen_and_not_kept_until_it_is_stored(
    recorder: LedgerRecorder, clock: Clock
) -> None:
    register = Register(recorder, MAPPER.registry, now=clock)
    assert "school" in register.with_decided([registered("school")]).organisations
    assert "school" not in register.current.organisations
