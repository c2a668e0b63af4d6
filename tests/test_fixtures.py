"""The fixtures that other tests stand on."""

import asyncpg
import psycopg
import pytest

from tests.conftest import Databases


async def test_each_role_connects_to_the_database_of_its_test(database: Databases) -> None:
    addresses = {
        "samenloop_owner": database.owner_url,
        "samenloop_app": database.app_url,
        "samenloop_reader": database.reader_url,
    }
    for role, address in addresses.items():
        connection = await asyncpg.connect(address)
        assert await connection.fetchval("SELECT current_user") == role
        await connection.close()


async def test_the_reader_may_not_enter_the_database_with_keys(database: Databases) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(database.reader_url.replace("?", "_keys?"))


def test_other_drivers_take_the_same_addresses(database: Databases) -> None:
    with psycopg.connect(database.app_url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("samenloop_app",)
