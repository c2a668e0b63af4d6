"""The account that servers run under, and programs that this account may run.

PostgreSQL refuses to run as root. Started by root (in a container, say) the servers run as an unprivileged account;
started by anybody else, as that person. Nothing that we did not make is opened up for it: programs it cannot reach
are copied.
"""

import hashlib
import os
import pwd
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hub.embedded.errors import FolderNotUsableError, NoAccountError, from_os_error

UNPRIVILEGED = ("nobody", "daemon")
CACHE_FOLDERS = (Path("/var/cache"), Path(tempfile.gettempdir()))


@dataclass(frozen=True)
class Account:
    """Numbers of a user and its group; ``other`` when that is not who we are."""

    user: int
    group: int
    other: bool

    def own(self, path: Path) -> None:
        """Give this account a file or folder that we just made."""
        if self.other:
            os.chown(path, self.user, self.group)

    def make_folder(self, path: Path) -> None:
        """Make a folder that only this account may enter; one that is there already is left as it is.

        Raises:
            FolderNotUsableError: it cannot be made, or belongs to somebody else.
            DiskFullError: no space is left.
        """
        try:
            path.mkdir(mode=0o700)
            self.own(path)
        except FileExistsError:
            self._check_owner(path)
        except OSError as error:
            raise from_os_error(error, f"make the folder {path}") from error

    def _check_owner(self, path: Path) -> None:
        owner = path.lstat().st_uid
        if owner != self.user:
            raise FolderNotUsableError(
                f"the folder {path} belongs to account {_name(owner)} and not to {_name(self.user)}. "
                "Start as the account that made it, or set HUB_DATA_DIR to a new folder."
            )


def choose_account() -> Account:
    """Who the servers run as: ourselves, or an unprivileged account when we are root.

    Raises:
        NoAccountError: we are root, and the machine has no unprivileged account or is not Linux.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), other=False)
    if Path("/proc/self/cwd").exists():
        for name in UNPRIVILEGED:
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return Account(entry.pw_uid, entry.pw_gid, other=True)
    raise NoAccountError(
        "PostgreSQL does not run as root, and there is no account 'nobody': start as an ordinary user."
    )


def programs_for(account: Account, installation: Path, needed: tuple[str, ...]) -> Path:
    """A copy of an installation that the account can read: the installation itself where it can, else one made for it.

    The copy is kept for the next start, in a folder that root owns and only root can change.

    Args:
        account: who will run the programs.
        installation: folder with programs, or with ``bin``, ``lib`` and so on.
        needed: paths below it to copy, files or folders.

    Raises:
        FolderNotUsableError: no folder for the copy can be made.
        DiskFullError: no space is left for it.
    """
    if not account.other or all(_reachable(installation / path, account) for path in needed):
        return installation
    source = (installation / needed[0]).stat()
    key = hashlib.sha256(f"{installation}:{source.st_size}:{source.st_mtime_ns}".encode()).hexdigest()[:16]
    problem: OSError | None = None
    for base in CACHE_FOLDERS:
        copy = base / f"samenloop-programs-{key}"
        try:
            if not _trusted(copy):
                _copy(installation, needed, copy)
        except OSError as error:
            problem = error
            continue
        return copy
    raise from_os_error(
        problem or OSError("no folder"), "copy the server programs to a folder that another account can read"
    )


def _reachable(path: Path, account: Account) -> bool:
    """Whether the mode bits let the account go through every parent and read (and enter) the path itself."""
    wanted = 0o5 if path.is_dir() or path.stat().st_mode & 0o100 else 0o4
    return _allows(path, account, wanted) and all(_allows(parent, account, 0o1) for parent in path.resolve().parents)


def _allows(path: Path, account: Account, wanted: int) -> bool:
    entry = path.stat()
    shift = 6 if entry.st_uid == account.user else 3 if entry.st_gid == account.group else 0
    return (entry.st_mode >> shift) & wanted == wanted


def _trusted(copy: Path) -> bool:
    """A finished copy is a folder of root's that nobody else can write to."""
    try:
        entry = copy.lstat()
    except FileNotFoundError:
        return False
    if copy.is_symlink() or entry.st_uid != 0 or entry.st_mode & 0o022:
        raise FolderNotUsableError(f"{copy} is there and is not ours: remove it.")
    return True


def _copy(installation: Path, needed: tuple[str, ...], copy: Path) -> None:
    """Copy beside the final place and rename, so that a copy with the final name is whole."""
    unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
    try:
        for path in needed:
            source, target = installation / path, unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, symlinks=True)
            else:
                shutil.copy2(source, target)
        for made in [unfinished, *unfinished.rglob("*")]:
            if not made.is_symlink():
                made.chmod(0o755 if made.is_dir() or made.stat().st_mode & 0o100 else 0o644)
        unfinished.rename(copy)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        # Another start may have finished the same copy meanwhile.
        if not copy.is_dir():
            raise


def _name(user: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(user).pw_name
    return str(user)
