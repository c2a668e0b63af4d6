"""A folder for PostgreSQL's socket whose path is short enough.

The system allows some hundred bytes for the path of a socket, and a data folder can be deeper than that, or below a
folder that the servers' account may not enter. Then the socket is in a folder of its own in the temporary folder,
mode 700, whose name is noted in the data folder.
"""

import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.errors import SocketPathError, from_os_error

SOCKET = ".s.PGSQL.5432"
# Linux allows 107 bytes and macOS 103.
LONGEST_PATH = 103


def make(data_dir: Path, account: Account) -> Path:
    """An empty folder for the socket; what a server that is gone left in it is removed.

    Raises:
        SocketPathError: even the temporary folder has too long a path.
        FolderNotUsableError: the folder cannot be made.
    """
    remove(data_dir)
    inside = data_dir / "run"
    if not account.other and _short_enough(inside):
        account.make_folder(inside)
        return inside
    return _make_elsewhere(data_dir, account)


def of_running(data_dir: Path) -> Path | None:
    """Where the socket of a server that runs in this data folder is; None where there is none."""
    folders = [data_dir / "run"]
    with suppress(FileNotFoundError):
        folders.append(Path((data_dir / "socket-folder").read_text(encoding="utf-8")))
    return next((folder for folder in folders if (folder / SOCKET).exists()), None)


def remove(data_dir: Path) -> None:
    """Take the socket's folder away, once its server has ended."""
    shutil.rmtree(data_dir / "run", ignore_errors=True)
    noted = data_dir / "socket-folder"
    with suppress(FileNotFoundError):
        folder = Path(noted.read_text(encoding="utf-8"))
        if _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)
        noted.unlink()


def _make_elsewhere(data_dir: Path, account: Account) -> Path:
    for base in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108
        if not _short_enough(Path(base) / "samenloop-12345678"):
            continue
        try:
            folder = Path(tempfile.mkdtemp(prefix="samenloop-", dir=base))
            (data_dir / "socket-folder").write_text(str(folder), encoding="utf-8")
            account.own(folder)
        except OSError as error:
            raise from_os_error(error, f"make a folder for the socket in {base}") from error
        return folder
    raise SocketPathError(
        f"no folder's path is short enough for a socket ({LONGEST_PATH} bytes): set HUB_DATA_DIR or TMPDIR to a "
        f"shorter one."
    )


def _short_enough(folder: Path) -> bool:
    return len(bytes(folder.absolute() / SOCKET)) <= LONGEST_PATH


def _is_ours(folder: Path) -> bool:
    """A note can be old: only a folder of our making, which nobody else may enter, is removed."""
    try:
        mode = folder.lstat().st_mode
    except OSError:
        return False
    return folder.name.startswith("samenloop-") and stat.S_ISDIR(mode) and stat.S_IMODE(mode) == stat.S_IRWXU
