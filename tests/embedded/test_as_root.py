"""Started by root the servers run as an unprivileged account; started by anybody else, as that person."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.embedded import EmbeddedParts, account, binaries
from hub.embedded.errors import FolderNotUsableError
from hub.embedded.processes import run_once
from tests.embedded.conftest import Holder, servers_of

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can start something as another account")


def test_no_server_runs_as_root(folder: Path) -> None:
    with EmbeddedParts(folder):
        owners = {Path(f"/proc/{server.pid}").stat().st_uid for server in servers_of(folder)}
    assert owners == {account.choose_account().user}


def test_folders_above_the_data_keep_their_permissions(folder: Path) -> None:
    with EmbeddedParts(folder):
        assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_programs_that_the_account_cannot_read_are_copied_for_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir(mode=0o700)
    shutil.copytree(binaries.postgres_installation(), folder / "installation", symlinks=True)
    tmp_path.chmod(0o700)
    public = Path(tempfile.gettempdir()) / f"samenloop-tests-{os.getpid()}"
    public.mkdir(mode=0o755)
    monkeypatch.setattr(account, "CACHE_FOLDERS", (public,))
    try:
        who = account.choose_account()
        for _ in range(2):
            copy = account.programs_for(who, folder / "installation", ("bin/postgres", "lib", "share"))
            assert copy.parent == public
            assert run_once([str(copy / "bin" / "postgres"), "--version"], Path("/"), who)[0]
        assert len(list(public.iterdir())) == 1
    finally:
        shutil.rmtree(public)


def test_a_copy_that_somebody_else_could_change_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    copy.chmod(0o777)
    with pytest.raises(FolderNotUsableError, match="remove it"):
        account._trusted(copy)


def _python_of(user: int) -> str:
    """A Python of our version that an ordinary account may run, with our packages."""
    for candidate in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        asked = [candidate, "-c", f"import sys, asyncpg, hub; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"]
        environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        try:
            if (
                subprocess.run(
                    asked, user=user, env=environment, cwd="/", stderr=subprocess.DEVNULL, check=False
                ).returncode
                == 0
            ):
                return candidate
        except OSError:
            continue
    pytest.skip("no Python of this version that an ordinary account may run")


def test_an_ordinary_user_starts_servers_of_its_own(folder: Path, hold: Callable[..., Holder]) -> None:
    user = account.choose_account().user
    folder.parent.chmod(0o755)
    home = folder.parent / "home"
    home.mkdir(mode=0o700)
    os.chown(home, user, user)
    holder = hold(home / "data", _python_of(user), user)
    assert "database_url" in holder.said, holder.said
    assert {Path(f"/proc/{server.pid}").stat().st_uid for server in holder.servers} == {user}


def test_an_ordinary_user_is_told_that_the_folder_is_somebody_elses(folder: Path, hold: Callable[..., Holder]) -> None:
    user = account.choose_account().user
    folder.parent.chmod(0o755)
    folder.mkdir(mode=0o700)
    holder = hold(folder, _python_of(user), user)
    assert holder.said["code"] == "embedded-folder-not-usable"
