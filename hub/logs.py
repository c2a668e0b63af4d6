"""What a line of the process's own log looks like. It names no person, and of an error never the words.

The message of a driver or a parser quotes the row or the value that it stumbled over; so an error is told by its kinds
and the places where it was raised, on the line itself, and of another library's message only the first line is kept.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["text", "json"]

_MOST_CAUSES: Final = 4
_OWN: Final = ("hub", "adapters")
_TOLD_BY_THE_ROUND: Final = ("sqlalchemy.pool", "asyncpg", "nats")
"""Every lost connection is an error with a traceback to these; the round that it delays says so in one line."""


def configure(level: LogLevel, form: LogFormat) -> None:
    """Write lines to stderr: the hub's own from ``level`` on, of the libraries warnings and worse. Call it once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine() if form == "json" else TextLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OWN:
        logging.getLogger(name).setLevel(level)
    for name in _TOLD_BY_THE_ROUND:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class TextLine(logging.Formatter):
    """Time (ISO 8601, UTC), level, logger, message."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        return " ".join((_time(record), record.levelname, record.name, _message(record)))


class JsonLine(logging.Formatter):
    """The same as one JSON object: ``time``, ``level``, ``logger``, ``message``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        words = {"time": _time(record), "level": record.levelname, "logger": record.name, "message": _message(record)}
        return json.dumps(words, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    if record.name.partition(".")[0] not in _OWN:
        message = message.partition("\n")[0]
    if record.exc_info and record.exc_info[1] is not None:
        message = f"{message} error={describe(record.exc_info[1])}"
    return message.replace("\r", "\\r").replace("\n", "\\n")


def describe(error: BaseException) -> str:
    """The kinds of an exception and its causes and where they were raised, and never their words."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < _MOST_CAUSES:
        frames = traceback.extract_tb(cause.__traceback__)[-3:]
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        parts.append(f"{type(cause).__qualname__} at {where}")
        cause = cause.__cause__ or cause.__context__
    return " caused by ".join(parts)
