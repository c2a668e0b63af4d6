"""The corporation's file of a day of the case is one that its adapter reads without a mistake."""

from datetime import date
from pathlib import Path

from adapters.arrears.mapping import messages
from adapters.arrears.reader import read
from hub.demo.arrears_file import delivery_dates, write_extract
from hub.demo.case import Answer, load_case

CASE = load_case()
LAST = date(2014, 6, 15)


def bodies(folder: Path, on: date, answer: Answer) -> list[dict[str, object]]:
    file = folder / "arrears.csv"
    write_extract(CASE, "woonstad", on, answer, file)
    lines = list(read(file))
    assert [line.faults for line in lines] == [()] * len(lines)
    return [message.body for line in lines for message in messages(line.row)]


def test_the_corporation_delivers_on_the_four_days_of_the_case() -> None:
    assert delivery_dates(CASE, "woonstad") == (date(2013, 10, 1), date(2013, 12, 1), date(2014, 3, 15), LAST)
    assert delivery_dates(CASE, "cjg") == ()


def test_an_extract_holds_everything_so_far_and_keeps_its_keys(tmp_path: Path) -> None:
    keys: list[str] = []
    for count, on in enumerate(delivery_dates(CASE, "woonstad"), start=1):
        acts = write_extract(CASE, "woonstad", on, "given", tmp_path / "arrears.csv")
        now = [messages(line.row)[-1].key for line in read(tmp_path / "arrears.csv")]
        assert len(acts) == len(now) == count
        assert now[:-1] == keys
        keys = now


def test_the_last_extract_says_what_the_acts_say(tmp_path: Path) -> None:
    signals = [body for body in bodies(tmp_path, LAST, "given") if "kind" in body]
    told = [(body["category"], body["severity"], body.get("through"), len(body["household"])) for body in signals]  # type: ignore[arg-type]
    assert told == [
        ("rent-arrears", "attention", None, 3),
        ("eviction-threat", "serious", "deurwaarder", 3),
        ("eviction-threat", "serious", "deurwaarder", 3),
        ("eviction-threat", "serious", "deurwaarder", 4),
    ]


def test_the_same_answer_is_stated_the_same_on_every_line_so_that_its_key_fits(tmp_path: Path) -> None:
    write_extract(CASE, "woonstad", LAST, "refused", tmp_path / "arrears.csv")
    stated = [messages(line.row)[0] for line in read(tmp_path / "arrears.csv")]
    by_key = {message.key: message.body for message in stated}
    assert all(by_key[message.key] == message.body for message in stated)
    assert len(by_key) == 2
    assert {message.body["givers"][0]["answer"] for message in stated} == {"refused"}
