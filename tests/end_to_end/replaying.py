"""One replay of the case through the real hub, and everything that it left behind or let anybody fetch."""

import asyncio
import io
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hub.bootstrap import Hub
from hub.demo.case import Answer, Case, load_case
from hub.demo.replay import Replay
from hub.demo.stage import staged
from hub.outbound.connection import NatsConnection
from hub.outbound.subjects import STREAM
from hub.settings import Settings
from hub.wiring.addresses import Addresses
from tests.conftest import Databases
from tests.end_to_end.mistakes import answers_to_mistakes
from tests.end_to_end.searching import everything, files_under
from tests.end_to_end.walking import Fetched, Walker
from tests.outbound.server import OwnNats

LOOKS: dict[Answer, tuple[date, ...]] = {
    "given": (
        date(2012, 11, 15),
        date(2013, 2, 20),
        date(2013, 6, 1),
        date(2013, 12, 15),
        date(2014, 6, 15),
    ),
    "refused": (date(2013, 2, 20),),
}
"""After which days of the case everybody looks at everything: during the stay, and while each later period lasts."""


@dataclass
class Run:
    """What one run left."""

    case: Case
    answer: Answer
    report: dict[str, Any] = field(default_factory=dict)
    fetched: list[Fetched] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    """Whole answers, headers included, to requests that hold identifying data and a fault."""
    stored: dict[str, bytes] = field(default_factory=dict)
    """By place: everything that stands there."""


def replayed(answer: Answer, database: Databases, folder: Path) -> Run:
    """Replay the case through a hub on these empty databases and a NATS of its own; nothing of it runs afterwards."""
    run, server = Run(load_case(), answer), OwnNats(folder / "nats")
    try:
        server.start()
        addresses = Addresses(
            database_url=database.app_url,
            keys_database_url=database.keys_app_url,
            reader_database_url=database.reader_url,
            nats_url=server.url,
        )
        with listening() as log:
            asyncio.run(_replay(run, addresses, folder / "data"))
        run.stored["log lines"] = log.getvalue().encode()
        for name, url in (("ledger, people and views", database.owner_url), ("keys", database.keys_owner_url)):
            run.stored[name] = asyncio.run(everything(url))
    finally:
        server.kill()
    run.stored["JetStream files"] = files_under(folder / "nats" / "store")
    run.stored["checkpoints"] = files_under(folder / "data" / "checkpoints")
    run.stored["answers to mistakes"] = "\n".join(run.mistakes).encode()
    shutil.rmtree(folder)
    return run


async def _replay(run: Run, addresses: Addresses, data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    async with staged(Settings(data_dir=data_dir), addresses, run.case, run.answer) as stage:
        hub = stage.hub
        partners = run.case.organisations
        tokens = {each: hub.issuer.issue(each, professional=partners[each].professional.id).value for each in partners}
        walker = Walker(hub, run.case, stage.base_url, tokens, stage.clients.memory)
        await _follow(stage.replay, run, walker)
        run.mistakes = await answers_to_mistakes(run.case, stage.base_url, tokens)
        run.report = json.loads(json.dumps(stage.replay.report()))
        await _let_out(hub, run, addresses.nats_url)


async def _follow(replay: Replay, run: Run, walker: Walker) -> None:
    """Replay, and look around after the last act of each of the days of ``LOOKS``, and in the end."""
    last = {at.date(): at for at, _ in run.case.timeline()}
    looks = {last[day] for day in LOOKS[run.answer]}
    async for at, _ in replay.act_by_act():
        if at in looks:
            run.fetched += await walker.walk()
    run.fetched += await walker.walk()


async def _let_out(hub: Hub, run: Run, nats_url: str) -> None:
    """Relay everything to JetStream and sign a checkpoint: what leaves the database must be looked at too."""
    await hub.relay.catch_up(await hub.reader.head())
    await hub.checkpointer.once()
    connection = NatsConnection(nats_url, "tests")
    try:
        stream = (await connection.client()).jetstream()
        last = (await stream.stream_info(STREAM)).state.last_seq
        messages = [await stream.get_msg(STREAM, seq) for seq in range(1, last + 1)]
    finally:
        await connection.stop()
    run.stored["JetStream messages"] = b"\n".join(
        f"{m.subject} {m.headers}".encode() + (m.data or b"") for m in messages
    )


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Every log line of every logger at every level, as it would be written."""
    text = io.StringIO()
    handler, root = logging.StreamHandler(text), logging.getLogger()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield text
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
