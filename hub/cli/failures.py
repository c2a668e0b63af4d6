"""What a user is told when a command cannot go on: one line that says what to do, and never a value that was given."""

import errno
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

FAILED: Final = 1
INTERRUPTED: Final = 130


class CannotListen(Exception):  # noqa: N818 - says what is the matter
    """The address on which to serve cannot be had."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
        super().__init__(f"{host}:{port} {reason}. Set HUB_HOST and HUB_PORT; port 0 takes a free one.")


@contextmanager
def told() -> Iterator[None]:
    """Turn every failure that a user can meet into one line on stderr and exit status 1; others go on as they are."""
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        line = sentence(error)
        if line is None:
            raise
        print(f"hub: {line}", file=sys.stderr)
        raise SystemExit(FAILED) from None


def sentence(error: BaseException) -> str | None:
    """What to tell the user of this error, or of the first in a group that can be told; None for a fault of ours."""
    if isinstance(error, BaseExceptionGroup):
        return next((line for each in error.exceptions if (line := sentence(each)) is not None), None)
    for known, tell in _sentences().items():
        if isinstance(error, known):
            return tell(error)
    return None


def _sentences() -> Mapping[type[BaseException] | tuple[type[BaseException], ...], Callable[[BaseException], str]]:
    """By kind of error, the first that fits. Made here, so that `hub --help` loads none of these parts."""
    import asyncpg
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from hub.demo.clients import ReplayFailed
    from hub.domain.errors import Refusal
    from hub.embedded import EmbeddedError
    from hub.ledger.clock_mark import OtherClock
    from hub.ledger.errors import LedgerError
    from hub.migrate import MigrationError
    from hub.outbound.errors import StreamUnavailable
    from hub.people.errors import MasterKeysMissingError, PeopleError

    return {
        (EmbeddedError, CannotListen, MigrationError, ReplayFailed): str,
        OtherClock: _other_clock,
        MasterKeysMissingError: lambda e: f"{e}. Restore them: new ones would make everybody unreadable.",
        PeopleError: lambda e: f"{e}. Set HUB_MASTER_KEY_FILE to the keys that belong to this database.",
        ValidationError: _settings,
        SettingsError: lambda _: "the folder of secrets (HUB_SECRETS_DIR, CREDENTIALS_DIRECTORY) cannot be used.",
        asyncpg.UndefinedTableError: lambda _: "the database has no tables of this version. Run `hub migrate` first.",
        (asyncpg.PostgresError, asyncpg.InterfaceError): _database,
        (LedgerError, StreamUnavailable): lambda e: f"{e}",
        Refusal: _refusal,
        OSError: _system,
    }


def _other_clock(error: BaseException) -> str:
    return f"{error}. A demonstration and a serving hub never share a ledger: give each a database of its own."


def _settings(error: BaseException) -> str:
    """The names of the settings that cannot be used, with the reason, without what was given: it may be a secret."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return "a setting cannot be used."
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{_variable(each['loc'])}{each['msg']}" for each in found)


def _variable(location: tuple[int | str, ...]) -> str:
    return f"HUB_{str(location[0]).upper()}: " if location else ""


def _database(error: BaseException) -> str:
    return f"PostgreSQL refuses ({type(error).__name__}). Look at HUB_DATABASE_URL and HUB_KEYS_DATABASE_URL."


def _refusal(error: BaseException) -> str:
    faults = getattr(error, "faults", ())
    said = "; ".join(f"{fault.path}: {fault.message}" for fault in faults)
    return said or str(error) or str(getattr(error, "code", "refused"))


def _system(error: BaseException) -> str:
    """A file that cannot be used, or else a server that does not answer: a socket has no name in its error."""
    name = getattr(error, "filename", None)
    if name is not None:
        return f"{name}: {getattr(error, 'strerror', None) or type(error).__name__}"
    return "PostgreSQL or NATS does not answer. Look at HUB_DATABASE_URL, HUB_KEYS_DATABASE_URL and HUB_NATS_URL."
