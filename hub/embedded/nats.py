"""The embedded NATS with JetStream: a free loopback port, a password, its store in the data folder.

NATS does not protect its store against a second server; the data folder's lock, which the caller holds, does.
"""

import json
import signal
from contextlib import suppress
from pathlib import Path

from hub.embedded import binaries, processes
from hub.embedded.account import Account, programs_for
from hub.embedded.errors import ServerFailedError, from_log, from_os_error

USER = "hub"
START_SECONDS = 60.0
STOP = ((signal.SIGTERM, 15.0), (signal.SIGKILL, 5.0))

# Paths are relative: the server is started in its folder, and may not be allowed through those above it.
CONFIGURATION = """\
server_name: samenloop
listen: "127.0.0.1:-1"
ports_file_dir: "."
max_payload: 1MB
jetstream {{ store_dir: "store", max_memory_store: 64MB }}
authorization {{ user: "{user}", password: "{password}" }}
"""


class NatsServer:
    """One JetStream store in one data folder, and the server that runs it."""

    def __init__(self, data_dir: Path, account: Account) -> None:
        """Prepare; nothing is made or started yet."""
        self._account = account
        self._folder = data_dir / "nats"
        self._record = data_dir / "nats.run.json"
        self._log = data_dir / "nats.log"
        self._running: processes.Running | None = None

    def start(self, password: str) -> str:
        """Start the server and wait until it takes connections.

        Returns:
            Its address with user and password; the port differs at every start.

        Raises:
            EmbeddedError: as the class of the error says.
        """
        self._stop_what_was_left()
        self._account.make_folder(self._folder)
        self._write_configuration(password)
        server = self._run()
        address = self._address(server)
        if address is None:
            raise ServerFailedError("NATS is gone")
        return _with_password(address, password)

    def running(self, password: str) -> str | None:
        """The address of a server that another process runs here; None where none does."""
        server = processes.left_behind(self._record)
        address = None if server is None else self._address(server)
        return None if address is None else _with_password(address, password)

    def stop(self) -> None:
        """End the server and wait until it has ended. Does nothing when it does not run."""
        if self._running is not None:
            self._running.stop(STOP)
            self._running = None
            self._record.unlink(missing_ok=True)

    def _write_configuration(self, password: str) -> None:
        file = self._folder / "server.conf"
        try:
            for old in self._folder.glob("*.ports"):
                old.unlink()
            file.unlink(missing_ok=True)
            file.touch(mode=0o600)
            file.write_text(CONFIGURATION.format(user=USER, password=password), encoding="ascii")
            self._account.own(file)
        except OSError as error:
            raise from_os_error(error, f"write {file}") from error

    def _run(self) -> processes.Running:
        program = binaries.nats_program()
        program = programs_for(self._account, program.parent, (program.name,)) / program.name
        since = processes.size_of(self._log)
        command = [str(program), "-c", "server.conf"]
        try:
            server = processes.start(
                command, self._folder, self._account, record=self._record, log=self._log, ends_by=signal.SIGTERM
            )
        except OSError as error:
            raise from_os_error(error, f"write {self._log}") from error
        self._running = server
        processes.wait_until(lambda: self._address(server) is not None or not server.alive, START_SECONDS)
        if self._address(server) is None:
            self.stop()
            raise from_log("NATS", processes.end_of(self._log, since))
        return server

    def _address(self, server: processes.Running) -> str | None:
        """What the server wrote once it listened; it may be found half written."""
        for file in self._folder.glob(f"*_{server.pid}.ports"):
            with suppress(ValueError, KeyError, IndexError, OSError):
                return str(json.loads(file.read_text(encoding="ascii"))["nats"][0])
        return None

    def _stop_what_was_left(self) -> None:
        server = processes.left_behind(self._record)
        if server is None:
            return
        server.stop(STOP)
        if server.alive:
            raise ServerFailedError(f"an earlier NATS (process {server.pid}) does not end: end it by hand.")


def _with_password(address: str, password: str) -> str:
    return address.replace("nats://", f"nats://{USER}:{password}@", 1)
