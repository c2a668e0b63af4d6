"""The three NATS servers of deploy/ are one cluster, and events outlive any one of them."""

import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hub.embedded.binaries import nats_program
from hub.outbound.cloudevent import CloudEvent
from hub.outbound.connection import NatsConnection
from hub.outbound.errors import StreamUnavailable
from hub.outbound.jetstream import JetStreamNotifications, StreamShape
from tests.outbound.given import event
from tests.outbound.server import free_port

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "nats" / "cluster.conf"
NAMES = ("nats-1", "nats-2", "nats-3")
PATIENCE = 60.0
"""Seconds that a cluster gets to choose its leaders, on a machine that does other things too."""


class Cluster:
    """The configuration of deploy/ on three ports of loopback: what differs is where things are, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._clients = {name: free_port() for name in NAMES}
        self._routes = {name: free_port() for name in NAMES}
        routes = ", ".join(f'"nats-route://cluster:route@127.0.0.1:{port}"' for port in self._routes.values())
        (folder / "passwords").write_text(
            f'NATS_HUB_PASSWORD: "p@ss"\nNATS_CLUSTER_PASSWORD: "route"\nNATS_ROUTES: [{routes}]\n'
        )
        for name in NAMES:
            (folder / f"{name}.conf").write_text(self._placed(name))
        self.url = ",".join(f"nats://hub:p%40ss@127.0.0.1:{port}" for port in self._clients.values())

    def _placed(self, name: str) -> str:
        text = CONFIGURATION.read_text(encoding="utf-8").replace("$NATS_NAME", name)
        changes = {
            "0.0.0.0:4222": f"127.0.0.1:{self._clients[name]}",
            "0.0.0.0:6222": f"127.0.0.1:{self._routes[name]}",
            "../../run/secrets/nats_passwords": "passwords",
            '"/data"': f'"{name}"',
        }
        for there, here in changes.items():
            assert there in text, there
            text = text.replace(there, here)
        return text

    def start(self) -> None:
        """Start all three."""
        for name in NAMES:
            with (self._folder / f"{name}.log").open("ab") as log:
                self._processes[name] = subprocess.Popen(
                    [str(nats_program()), "-c", f"{name}.conf"], cwd=self._folder, stdout=log, stderr=log
                )

    def kill(self, name: str) -> None:
        """End one at once."""
        process = self._processes.pop(name, None)
        if process is not None:
            process.kill()
            process.wait()

    def stop(self) -> None:
        """End all that run."""
        for name in NAMES:
            self.kill(name)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A running cluster."""
    cluster = Cluster(tmp_path)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
async def stream(cluster: Cluster) -> AsyncIterator[JetStreamNotifications]:
    """The hub's stream in it, kept three times."""
    connection = NatsConnection(cluster.url, "test")
    stream = JetStreamNotifications(connection, StreamShape(replicas=3))
    yield stream
    await stream.stop()
    await connection.stop()


async def prepared(stream: JetStreamNotifications) -> None:
    """Wait until the cluster has chosen its leaders and made the stream."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(StreamUnavailable):
            await stream.prepare()
            return
    await stream.prepare()


async def published(stream: JetStreamNotifications, told: CloudEvent) -> int:
    """The sequence that an event got, however long the cluster takes to find a leader again."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(StreamUnavailable):
            return (await stream.publish("cjg", told)).sequence
    return (await stream.publish("cjg", told)).sequence


@pytest.mark.slow
async def test_events_outlive_whichever_one_of_the_three_servers_is_killed(
    cluster: Cluster, stream: JetStreamNotifications
) -> None:
    await prepared(stream)
    events = [event() for _ in range(20)]
    before = {await published(stream, each): each.id for each in events[:10]}
    cluster.kill(NAMES[1])
    after = {await published(stream, each): each.id for each in events[10:]}
    held = {sequence: await stream.held(sequence) for sequence in before | after}
    assert held == before | after
