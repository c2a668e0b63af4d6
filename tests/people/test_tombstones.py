"""Tombstones: what was added is there, in every process and after a crash in the middle of a line."""

import asyncio
import stat
from pathlib import Path

from hub.people.tombstones import AT_ONCE, Tombstones


def test_all_that_was_added_is_there_in_pages(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "erased.txt")
    assert list(stones.pages()) == []
    owners = [f"signal:{number}" for number in range(AT_ONCE + 1)]
    stones.add(owners[:1])
    stones.add(owners[1:])
    pages = list(Tombstones(tmp_path / "erased.txt").pages())
    assert [len(page) for page in pages] == [AT_ONCE, 1]
    assert [owner for page in pages for owner in page] == owners
    assert stat.S_IMODE((tmp_path / "erased.txt").stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "erased.txt")
    stones.add(["signal:1"])
    with (tmp_path / "erased.txt").open("a") as file:
        file.write("sign")
    assert list(stones.pages()) == [["signal:1"]]


async def test_many_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "erased.txt")
    await asyncio.gather(*(asyncio.to_thread(stones.add, [f"p{number}", f"q{number}"]) for number in range(20)))
    assert {owner for page in stones.pages() for owner in page} == {f"{p}{n}" for n in range(20) for p in "pq"}
