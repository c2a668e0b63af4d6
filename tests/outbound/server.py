"""A NATS server of a test's own, on one port and one store, to be killed and started again."""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from hub.embedded.binaries import nats_program


class OwnNats:
    """``start``, ``kill`` and ``start`` again: same address, same store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"nats://hub:p%40ss@127.0.0.1:{self._port}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "server.conf").write_text(
            f'server_name: own\nlisten: "127.0.0.1:{self._port}"\njetstream {{ store_dir: "store" }}\n'
            'authorization { user: "hub", password: "p@ss" }\n'
        )

    def start(self) -> None:
        """Start, and return when it takes connections."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(nats_program()), "-c", "server.conf"], cwd=self._folder, stdout=log, stderr=log
            )
        end = time.monotonic() + 30
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < end
            time.sleep(0.01)

    def kill(self) -> None:
        """End it at once, wherever it is."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    @asynccontextmanager
    async def impostor(self) -> AsyncIterator[list[int]]:
        """Take the port of the killed server, and end every connection in the middle of the greeting; counts them."""
        greeted = list[int]()

        async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            greeted.append(len(greeted))
            if len(greeted) % 2:
                writer.write(b'INFO {"max_payload":1000}\r\n')
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

        server = await asyncio.start_server(greet, "127.0.0.1", self._port)
        yield greeted
        server.close()
        await server.wait_closed()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), 1) as connection:
                return connection.recv(4) == b"INFO"
        except OSError:
            return False


def free_port() -> int:
    """A port of loopback that nobody has at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
