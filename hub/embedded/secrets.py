"""The passwords of the embedded servers: random, made once with the data folder, readable by its owner only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.embedded.errors import FolderNotUsableError, from_os_error


@dataclass(frozen=True, repr=False)
class Passwords:
    """One password per role of PostgreSQL, and one for NATS: 43 random characters each."""

    admin: str
    owner: str
    app: str
    reader: str
    nats: str


def load_or_make(file: Path, *, fresh: bool) -> Passwords:
    """The passwords of a data folder.

    Args:
        file: where they are kept, mode 600.
        fresh: whether they may be made now, because no server of the folder knows any yet.

    Raises:
        FolderNotUsableError: they are gone or unreadable while the servers that know them are there.
        DiskFullError: no space is left.
    """
    try:
        return Passwords(**json.loads(file.read_text(encoding="ascii")))
    except FileNotFoundError:
        if not fresh:
            raise FolderNotUsableError(
                f"{file} is gone, and without it nobody can use this folder's servers. Put it back, or set "
                f"HUB_DATA_DIR."
            ) from None
    except (OSError, ValueError, TypeError) as error:
        raise FolderNotUsableError(f"cannot read {file}: {error}. Put the right one back.") from error
    made = Passwords(*(secrets.token_urlsafe(32) for _ in range(5)))
    try:
        _write(file, json.dumps(asdict(made)))
    except OSError as error:
        raise from_os_error(error, f"write {file}") from error
    return made


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and on the disk before any server learns a password."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as output:
        output.write(text)
        output.flush()
        os.fsync(output.fileno())
    unfinished.replace(file)
