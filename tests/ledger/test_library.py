"""The library's own suite for stores, on ours and on its in-memory one."""

from collections.abc import Iterator

import pytest
from eventsourcing.dcb.api import DCBRecorder
from eventsourcing.dcb.popo import InMemoryDCBRecorder
from eventsourcing.dcb.tests import DCBRecorderTestCase

from hub.ledger.synchronous import SyncRecorder
from tests.conftest import Databases


@pytest.fixture(params=["ours", "in memory"])
def recorder(request: pytest.FixtureRequest) -> Iterator[DCBRecorder]:
    if request.param == "in memory":
        yield InMemoryDCBRecorder()
        return
    database: Databases = request.getfixturevalue("database")
    with SyncRecorder(database.app_url) as ours:
        yield ours


def test_reading_and_appending_are_as_the_library_wants(recorder: DCBRecorder) -> None:
    DCBRecorderTestCase()._test_append_read(recorder)


def test_a_subscription_is_as_the_library_wants(recorder: DCBRecorder) -> None:
    DCBRecorderTestCase()._test_append_subscribe(recorder)
