"""The embedded PostgreSQL: made once in the data folder, started and stopped with the hub.

A server that a ``kill -9`` of the hub left behind is stopped before a new one starts; the caller holds the data
folder's lock, so such a server can have no other owner.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hub.embedded import binaries, processes, sockets
from hub.embedded.account import Account, programs_for
from hub.embedded.errors import ServerFailedError, from_log, from_os_error
from hub.embedded.launch import start_mark
from hub.embedded.secrets import Passwords
from hub.migrate import deploy_folder

ADMIN = "samenloop_admin"
# The eighth and last line of postmaster.pid says what pg_ctl waits for.
STATUS_LINE = 7
START_SECONDS = 120.0
# Fast shutdown first; then without a checkpoint, which the next start makes good; the last should never be needed.
STOP = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))

ALWAYS = {
    "listen_addresses": "",  # the socket only
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "wal_buffers": "16MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A server's log is no place for data: no statements, and errors without the values they are about.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Survives the end of any process, but not that of the machine: for tests only.
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# The only way in is the socket, in a folder that one account may enter, with a role's password.
HOST_BASED_AUTHENTICATION = "local all all scram-sha-256\n"
# The passwords are 256 random bits; hashing them many times protects nothing and slows every connection.
SCRAM_ITERATIONS = ("-c", "scram_iterations=1")


class PostgresServer:
    """One cluster in one data folder, and the server that runs it."""

    def __init__(self, data_dir: Path, account: Account, *, durable: bool) -> None:
        """Prepare; nothing is made or started yet."""
        self._account = account
        self._durable = durable
        self._data_dir = data_dir
        self._cluster = data_dir / "postgres"
        self._record = data_dir / "postgres.run.json"
        self._log = data_dir / "postgres.log"
        self._running: processes.Running | None = None

    @property
    def exists(self) -> bool:
        """Whether the cluster was made before, completely."""
        return self._cluster.is_dir()

    def start(self, passwords: Passwords) -> Path:
        """Make the cluster when there is none, start the server, wait until it takes connections.

        Returns:
            The folder of its socket, for ``host=`` in an address.

        Raises:
            EmbeddedError: as the class of the error says.
        """
        self._stop_what_was_left()
        programs = self._programs()
        if self.exists:
            self._account.make_folder(self._cluster)  # checks whose it is
        else:
            self._make(programs, passwords)
        socket_folder = sockets.make(self._data_dir, self._account)
        self._run(programs, socket_folder)
        return socket_folder

    def stop(self) -> None:
        """End the server and wait until it has ended. Does nothing when it does not run."""
        if self._running is not None:
            self._running.stop(STOP)
            self._running = None
            self._record.unlink(missing_ok=True)
            sockets.remove(self._data_dir)

    def _programs(self) -> Path:
        needed = (*(f"bin/{name}" for name in binaries.POSTGRES_PROGRAMS), *binaries.POSTGRES_FOLDERS)
        return programs_for(self._account, binaries.postgres_installation(), needed) / "bin"

    def _here(self, cluster: Path) -> str:
        """How the server names its data folder.

        Another account may not be allowed through the folders above it (a checkout below /root, say). The server is
        started *in* its folder, and reaches it as that.
        """
        return "/proc/self/cwd" if self._account.other else str(cluster.absolute())

    def _make(self, programs: Path, passwords: Passwords) -> None:
        """Make the cluster beside its place and rename it, so that a cluster with the right name is whole."""
        unfinished = self._cluster.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._account.make_folder(unfinished)
        here = self._here(unfinished)
        command = [str(programs / "initdb"), "-D", here, "-U", ADMIN, "-A", "reject", "--encoding=UTF8", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        self._once([*command, *([] if self._durable else ["--no-sync"])], unfinished)
        single = [str(programs / "postgres"), "--single", "-j", "-D", here, "-c", "exit_on_error=on", *SCRAM_ITERATIONS]
        self._once([*single, "postgres"], unfinished, "\n\n".join(_first_statements(passwords)) + "\n\n")
        try:
            (unfinished / "pg_hba.conf").write_text(HOST_BASED_AUTHENTICATION, encoding="ascii")
            unfinished.rename(self._cluster)
        except OSError as error:
            raise from_os_error(error, f"write in {unfinished}") from error

    def _once(self, command: list[str], folder: Path, given: str = "") -> None:
        succeeded, output = processes.run_once(command, folder, self._account, given)
        if not succeeded:
            shutil.rmtree(folder, ignore_errors=True)
            raise from_log("PostgreSQL", output)

    def _run(self, programs: Path, socket_folder: Path) -> None:
        options = ALWAYS | (DURABLE if self._durable else FLEETING)
        options |= {"unix_socket_directories": str(socket_folder.absolute())}
        command = [str(programs / "postgres"), "-D", self._here(self._cluster)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        since = processes.size_of(self._log)
        try:
            server = processes.start(
                command, self._cluster, self._account, record=self._record, log=self._log, ends_by=signal.SIGINT
            )
        except OSError as error:
            raise from_os_error(error, f"write {self._log}") from error
        self._running = server
        processes.wait_until(lambda: self._is_ready(server) or not server.alive, START_SECONDS)
        if not self._is_ready(server):
            self.stop()
            raise from_log("PostgreSQL", processes.end_of(self._log, since))

    def _is_ready(self, server: processes.Running) -> bool:
        lines = self._pid_file_lines()
        return lines[:1] == [str(server.pid)] and [line.strip() for line in lines[STATUS_LINE:]] == ["ready"]

    def _pid_file_lines(self) -> list[str]:
        with suppress(FileNotFoundError):
            return (self._cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return []

    def _stop_what_was_left(self) -> None:
        server = processes.left_behind(self._record) or self._noted_by_postgres()
        if server is None:
            self._forget_a_reused_number()
            return
        server.stop(STOP)
        if server.alive:
            raise ServerFailedError(f"an earlier PostgreSQL (process {server.pid}) does not end: end it by hand.")

    def _noted_by_postgres(self) -> processes.Running | None:
        """A server whose record is gone, recognised because it works in this very folder (Linux only)."""
        for pid in self._noted_number():
            with suppress(OSError):
                working_in = Path(f"/proc/{pid}/cwd").resolve(strict=True)
                mark = start_mark(pid)
                if mark is not None and working_in == self._cluster.resolve():
                    return processes.Running(pid, mark)
        return None

    def _forget_a_reused_number(self) -> None:
        """After a crash another program can have the number that PostgreSQL noted, and PostgreSQL would not start.

        We write our own number instead: PostgreSQL ignores its parent's, and still checks that no shared memory of the
        earlier server is in use, which deleting the file would prevent.
        """
        for pid in self._noted_number():
            if start_mark(pid) is not None:
                file = self._cluster / "postmaster.pid"
                lines = [str(os.getpid()), *self._pid_file_lines()[1:]]
                file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _noted_number(self) -> Iterator[int]:
        lines = self._pid_file_lines()
        if lines and lines[0].strip().isdigit():
            yield int(lines[0])


def _first_statements(passwords: Passwords) -> Iterator[str]:
    """Roles and databases as in production, then what only we know: the passwords."""
    yield (deploy_folder() / "sql" / "roles_and_databases.sql").read_text(encoding="utf-8").strip()
    roles = {ADMIN: passwords.admin, "samenloop_owner": passwords.owner}
    roles |= {"samenloop_app": passwords.app, "samenloop_reader": passwords.reader}
    for role, password in roles.items():
        yield f"ALTER ROLE {role} PASSWORD '{password}';"
