"""A command that is soon done uses the parts of the hub that runs in its folder, and leaves them running."""

from pathlib import Path

import asyncpg
import pytest

from hub.embedded import EmbeddedError, EmbeddedParts, FolderInUseError, running_parts
from hub.settings import Settings
from hub.wiring.addresses import parts_of


async def test_a_command_joins_the_parts_that_run_in_its_folder_and_leaves_them_running(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with EmbeddedParts(settings.data_dir, durable=False) as parts:
        with parts_of(settings, join=True) as addresses:
            assert (addresses.database_url, addresses.nats_url) == (parts.database_url, parts.nats_url)
        with pytest.raises(FolderInUseError), parts_of(settings):
            pass
        connection = await asyncpg.connect(parts.database_url)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
    assert running_parts(settings.data_dir, nats=True) is None


def test_a_command_that_needs_nats_joins_no_hub_without_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with EmbeddedParts(settings.data_dir, nats=False, durable=False):
        with parts_of(settings, nats=False, join=True) as addresses:
            assert addresses.nats_url == ""
        with pytest.raises(EmbeddedError), parts_of(settings, join=True):
            pass
