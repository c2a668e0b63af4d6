"""The embedded PostgreSQL and NATS together, started and stopped with a block of code."""

import atexit
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

from hub.embedded import secrets, sockets
from hub.embedded.account import choose_account
from hub.embedded.folder import DataFolder
from hub.embedded.nats import NatsServer
from hub.embedded.postgres import ADMIN, PostgresServer


@dataclass(frozen=True, repr=False)
class Parts:
    """Addresses of the running servers, with passwords in them: never log one.

    The databases are empty until `hub.migrate.migrate` has run with the owner's addresses.
    """

    database_url: str  # ledger, people and views, as the application role
    keys_database_url: str  # wrapped keys, as the application role
    owner_database_url: str
    owner_keys_database_url: str
    reader_database_url: str
    admin_url: str  # the superuser, in database "postgres"
    nats_url: str  # empty when started without NATS


class EmbeddedParts:
    """PostgreSQL and NATS in one data folder: ``with EmbeddedParts(folder) as parts:`` or ``async with``.

    Both stop when the block ends: normally, by an exception, by Ctrl-C or by SIGTERM. After a ``kill -9`` of the hub
    the kernel has them stop (Linux), and in any case the next start in the same folder stops what it finds.

    Start from a thread that lives as long as the servers should: on Linux they end with it. That takes half a second,
    the first time one, in the calling thread, also by ``async with``: it happens before anything is served.
    """

    def __init__(self, data_dir: Path, nats: bool = True, *, durable: bool = True) -> None:  # noqa: FBT001, FBT002
        """Name the data folder.

        Args:
            data_dir: made with mode 700 when there is none.
            nats: whether to start NATS too.
            durable: False is for tests: what is committed survives any process, but not the end of the machine.
        """
        self._folder = DataFolder(data_dir)
        self._nats_wanted = nats
        self._durable = durable
        self._postgres: PostgresServer | None = None
        self._nats: NatsServer | None = None
        self._process = 0
        self._terminate_before: object = None

    def start(self) -> Parts:
        """Start both servers and wait until they take connections.

        Raises:
            EmbeddedError: with a stable ``code`` and a message that says what to do; nothing is left running then.
        """
        account = choose_account()
        self._folder.lock()
        self._process = os.getpid()
        atexit.register(self.stop)
        try:
            self._postgres = PostgresServer(self._folder.path, account, durable=self._durable)
            passwords = secrets.load_or_make(self._folder.path / "secrets.json", fresh=not self._postgres.exists)
            socket_folder = self._postgres.start(passwords)
            nats_url = ""
            if self._nats_wanted:
                self._nats = NatsServer(self._folder.path, account)
                nats_url = self._nats.start(passwords.nats)
        except BaseException:
            self.stop()
            raise
        return _addresses(passwords, socket_folder, nats_url)

    def stop(self) -> None:
        """Stop both servers and free the folder. Does nothing when nothing runs, or in a fork of who started them."""
        if self._process != os.getpid():
            return
        self._process = 0
        atexit.unregister(self.stop)
        try:
            if self._nats is not None:
                self._nats.stop()
        finally:
            if self._postgres is not None:
                self._postgres.stop()
            self._folder.unlock()

    def __enter__(self) -> Parts:
        """Start; SIGTERM ends the block from now on, as Ctrl-C does."""
        self._end_block_on_terminate()
        try:
            return self.start()
        except BaseException:
            self._restore_terminate()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        try:
            self.stop()
        finally:
            self._restore_terminate()

    async def __aenter__(self) -> Parts:
        """As `__enter__`."""
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """As `__exit__`."""
        self.__exit__(kind, error, trace)

    def _end_block_on_terminate(self) -> None:
        """Only where nobody else handles SIGTERM, and where Python allows it: in the main thread."""
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            self._terminate_before = signal.signal(signal.SIGTERM, _exit)

    def _restore_terminate(self) -> None:
        if self._terminate_before is not None and signal.getsignal(signal.SIGTERM) is _exit:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._terminate_before = None


def running_parts(data_dir: Path, *, nats: bool) -> Parts | None:
    """The servers that another process runs in this data folder, which end with that one; None where they are not up.

    ``nats``: whether NATS is needed too. Raises ``EmbeddedError`` where their passwords cannot be read.
    """
    folder = data_dir.absolute()
    socket_folder = sockets.of_running(folder)
    if socket_folder is None:
        return None
    passwords = secrets.load_or_make(folder / "secrets.json", fresh=False)
    address = NatsServer(folder, choose_account()).running(passwords.nats) if nats else ""
    return None if address is None else _addresses(passwords, socket_folder, address)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _addresses(passwords: secrets.Passwords, socket_folder: Path, nats_url: str) -> Parts:
    def address(user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{password}@/{database}?host={socket_folder}"

    return Parts(
        database_url=address("samenloop_app", passwords.app, "samenloop"),
        keys_database_url=address("samenloop_app", passwords.app, "samenloop_keys"),
        owner_database_url=address("samenloop_owner", passwords.owner, "samenloop"),
        owner_keys_database_url=address("samenloop_owner", passwords.owner, "samenloop_keys"),
        reader_database_url=address("samenloop_reader", passwords.reader, "samenloop"),
        admin_url=address(ADMIN, passwords.admin, "postgres"),
        nats_url=nats_url,
    )
