"""A housing corporation's nightly file at the real hub: what a corrected line said before is withdrawn, once."""

from pathlib import Path

from adapters.arrears.delivery import deliver
from tests.adapters.arrears_files import a_file, a_line
from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern


async def delivered(whole: Whole, folder: Path, *lines: dict[str, str]) -> list[str]:
    report = await deliver(a_file(folder, *lines), whole.clients["corporation/system"])
    await whole.hub.projector.catch_up()
    return [line.outcome for line in report.lines]


async def test_a_corrected_line_stands_once_with_what_it_says_now(whole: Whole, tmp_path: Path) -> None:
    wrong, right, other = a_line(sex="m"), a_line(sex="v"), a_line(record="H-2", born="1991-06-15")

    assert await delivered(whole, tmp_path, wrong, other) == ["published"] * 2
    assert await delivered(whole, tmp_path, right, other) == ["corrected", "already-there"]
    assert await delivered(whole, tmp_path, right, other) == ["already-there"] * 2

    signals = (await whole.get("corporation", "/v1/signals"))["signals"]
    standing = [each["source"]["record"] for each in signals if not each.get("retracted")]
    assert sorted(standing) == ["H-2", "H-2013-0417"]
    assert [each.get("source") for each in signals if each.get("retracted")] == [None], "its words are forgotten"


async def test_a_line_that_was_corrected_back_stands_as_it_was_at_first(whole: Whole, tmp_path: Path) -> None:
    for sex in ("m", "v", "m", "m"):
        last = await delivered(whole, tmp_path, a_line(sex=sex))

    signals = (await whole.get("corporation", "/v1/signals"))["signals"]
    assert last == ["already-there"]
    assert [each.get("retracted", False) for each in signals] == [True, True, False]


async def test_where_a_signal_is_kept_is_shown_to_its_owner_and_to_nobody_else(whole: Whole) -> None:
    source = {"system": "Magister", "record": "2026-114"}
    mine = await whole.publish("school", concern(source=source))

    assert (await whole.get("school", f"/v1/signals/{mine['id']}"))["source"] == source
    assert (await whole.get("school", "/v1/signals"))["signals"][0]["source"] == source
    assert (await whole.get("cjg", "/v1/signals"))["signals"] == []
    await whole.get("cjg", f"/v1/signals/{mine['id']}", 404)
