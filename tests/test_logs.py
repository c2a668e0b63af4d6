"""The process's own log: every line has time, level and logger, and no line says a word of an error or of anybody."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import asyncpg
import pytest

from hub.logs import JsonLine, LogFormat, TextLine, configure

BSN = "999990342"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Logging is one for the whole process: put it back."""
    root = logging.getLogger()
    named = [logging.getLogger(name) for name in ("hub", "adapters", "sqlalchemy.pool", "asyncpg", "nats")]
    handlers, levels = root.handlers[:], [(each, each.level) for each in (root, *named)]
    yield
    root.handlers[:] = handlers
    for each, level in levels:
        each.setLevel(level)


def refuse() -> None:
    """What a driver says of a row: its words quote it."""
    raise asyncpg.UniqueViolationError(f"duplicate key\nDETAIL: Key (bsn)=({BSN}) already exists.")


def raised() -> logging.LogRecord:
    """What asyncio says of a task that failed: its words quote the task."""
    try:
        refuse()
    except asyncpg.UniqueViolationError:
        failed, words = sys.exc_info(), f"never retrieved\nfuture: <{BSN}>"
    return logging.LogRecord("asyncio", logging.ERROR, __file__, 1, words, (), failed)


def test_a_line_has_time_in_utc_level_logger_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    logging.getLogger("hub.api").info("token-refused code=%s", "expired")
    time, rest = capsys.readouterr().err.split(" ", 1)
    assert datetime.fromisoformat(time).utcoffset() == timedelta(0)
    assert rest == "INFO hub.api token-refused code=expired\n"


def test_a_line_of_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    logging.getLogger("hub.outbound").warning('line\n"two"')
    line = json.loads(capsys.readouterr().err)
    assert datetime.fromisoformat(line.pop("time")).utcoffset() == timedelta(0)
    assert line == {"level": "WARNING", "logger": "hub.outbound", "message": 'line\\n"two"'}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_is_one_line_without_the_words_of_an_error(form: LogFormat) -> None:
    line = (JsonLine() if form == "json" else TextLine()).format(raised())
    assert "\n" not in line
    assert BSN not in line
    assert "never retrieved error=UniqueViolationError at test_logs.py" in line


def test_the_level_is_the_hubs_own_and_a_library_says_less(capsys: pytest.CaptureFixture[str]) -> None:
    configure("DEBUG", "text")
    logging.getLogger("hub.people").debug("own")
    logging.getLogger("httpx").info("GET https://register.example/personen")
    logging.getLogger("a.library").warning("of a library")
    logging.getLogger("sqlalchemy.pool.impl.AsyncAdaptedQueuePool").error("lost a connection")
    assert [line.split(" ", 1)[1] for line in capsys.readouterr().err.splitlines()] == [
        "DEBUG hub.people own",
        "WARNING a.library of a library",
    ]
