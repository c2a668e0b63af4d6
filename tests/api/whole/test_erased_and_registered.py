"""Somebody was erased, and the population register still names them as a relative (ADR 84)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.brp.fake import families as own
from hub.people.subject import Subject
from tests.api.whole.conftest import Whole
from tests.api.whole.given import involvement
from tests.api.whole.registering import MOTHER, Registered, with_register
from tests.api.whole.rights import asks, granted, outcome, taken_in
from tests.conftest import Databases
from tests.people.given import opened


@pytest.fixture
async def registered(database: Databases, nats_url: str, hub_folder: Path) -> AsyncIterator[Registered]:
    """A school is involved with the eldest child, and the mother, of whom nobody says anything, was erased."""
    async with with_register(database, nats_url, hub_folder) as found:
        await found.publish("school", own.ELDEST)
        yield found


async def mother_in(whole: Whole) -> str | None:
    return await whole.hub.people.find(Subject(bsn=own.MOTHER))


async def erased(whole: Whole) -> str:
    """The mother has herself erased; the pseudonym that she had."""
    before = await mother_in(whole)
    assert before is not None
    decided = await granted(whole, await taken_in(whole, asks("erasure", MOTHER)))
    assert decided["erasure"] == "erased"
    await whole.hub.erasing.run_due()
    await whole.hub.projector.catch_up()
    return before


async def test_who_was_erased_comes_back_as_somebody_new_of_whom_nothing_is_known(registered: Registered) -> None:
    whole = registered.whole
    alone = involvement(subject=MOTHER, kindcheck="unknown", household=[])
    signal = await whole.publish("cjg", alone)
    before = await erased(whole)
    assert await mother_in(whole) is None

    await registered.days_later(8)

    again = await mother_in(whole)
    assert again not in (None, before)
    assert await whole.hub.people.describe(opened([before])) == {}
    await whole.get("cjg", f"/v1/signals/{signal['id']}", 404)
    family = await whole.hub.queries.family(again or "")
    assert family is not None
    assert not any(again in item.about for item in family.state.items.values())
    access = await taken_in(whole, asks("access", MOTHER))
    await granted(whole, access)
    told = await outcome(whole, access)
    assert not {"recorded", "seen"} & told.keys()


async def test_her_authority_counts_again_so_that_nobody_passes_her_and_she_can_consent(registered: Registered) -> None:
    await erased(registered.whole)
    await registered.days_later(8)
    published = await registered.publish("cjg", own.ELDEST)
    assert published["disclosure"]["state"] == "sealed"

    await registered.consent("cjg", own.ELDEST)

    shown = await registered.whole.get("cjg", f"/v1/signals/{published['id']}")
    assert shown["disclosure"]["state"] == "open"


async def test_she_is_forgotten_again_with_the_last_signal_about_her_family(registered: Registered) -> None:
    whole = registered.whole
    await erased(whole)
    await registered.days_later(8)
    assert await mother_in(whole) is not None
    (signal,) = (await whole.get("school", "/v1/signals"))["signals"]
    await whole.post("school", f"/v1/signals/{signal['id']}/_retract", {}, 200)

    whole.clock.step(days=2)
    await whole.hub.retaining.run_due()

    assert await mother_in(whole) is None
