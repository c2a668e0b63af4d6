"""Somebody is erased in the very batch in which a statement comes that was found to be about them."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import uuid4

import msgspec
import pytest

from hub.commands.desk import Desk
from hub.commands.requests import DecideOnRequest
from hub.commands.signals import PublishRequest
from hub.ledger.errors import LedgerUnavailable
from hub.people.people import People
from hub.people.preparation import Preparation
from hub.people.subject import Subject
from tests.api.whole.conftest import Whole
from tests.api.whole.given import Json, involvement
from tests.api.whole.rights import asks, taken_in

FIRST: Json = {"family_name": "Elzonderland", "given_names": "Youssef", "born": "1988-07-09", "sex": "male"}
AGAIN: Json = FIRST | {"family_name": "el Zonderland", "given_names": "Yusuf"}


class _Waits:
    """The people of the hub; what was prepared waits until it is let go."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.both, self.go_on = asyncio.Event(), asyncio.Event()
        self.same_as: list[str] = []
        self._waiting = 0

    async def prepare(
        self, subjects: Sequence[Subject], contents: Mapping[str, bytes] | None = None, *, stated_by: str = ""
    ) -> Preparation:
        found = await self._people.prepare(subjects, contents, stated_by=stated_by)
        self.same_as += [each.same_as for each in found.subjects if each.same_as is not None]
        self._waiting += 1
        if self._waiting == 2:
            self.both.set()
        await self.go_on.wait()
        return found

    def referred(self, organisation: str, reference: str) -> str | None:
        return self._people.referred(organisation, reference)


def about(who: Json) -> Json:
    return involvement(subject=who, household=[], kindcheck="unknown")


async def test_who_is_erased_in_the_batch_that_states_them_again_is_linked_to_nobody_and_the_message_taken_later(
    whole: Whole,
) -> None:
    await whole.publish("school", about(FIRST))
    erasure = await taken_in(whole, asks("erasure", FIRST))
    hub = whole.hub
    people = _Waits(hub.people)
    writer, policy = hub.desk._writer, hub.services.policy
    desk = Desk(people, writer, policy, whole.clock, lambda: uuid4().hex)
    decides = DecideOnRequest(decision="granted")
    decided = asyncio.create_task(
        desk.submit(decides, organisation="gemeente", key="d", thing=erasure, professional="decider")
    )
    request = msgspec.convert(about(AGAIN), PublishRequest)
    stated = asyncio.create_task(desk.submit(request, organisation="cjg", key="k", professional="p-1"))
    await people.both.wait()
    people.go_on.set()  # both reach the writer before it takes the next batch

    assert (await decided).result.erasure == "erased"
    with pytest.raises(LedgerUnavailable):
        await stated
    await hub.erasing.run_due()

    await whole.publish("cjg", about(AGAIN), key="k")
    again = await hub.people.find(msgspec.convert(AGAIN, Subject), "cjg")
    assert again not in (None, *people.same_as)
    found = await hub.queries.family(again or "")
    assert found is not None
    assert found.state.links == {}
