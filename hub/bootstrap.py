"""The one place that wires the parts of the hub together."""

import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.api.auth import Claims, Tokens
from hub.api.door import Door
from hub.api.issuer import Issuer
from hub.api.jwks import JwkSet, RemoteKeys
from hub.api.services import ApiServices, Limits
from hub.clock import DomainClock
from hub.commands.desk import Desk
from hub.commands.population import RegisterDesk
from hub.configuration.load import (
    load_authorisation,
    load_statistics,
)
from hub.disclosures.log import open_log
from hub.disclosures.retention import Retention
from hub.disclosures.told import Disclosures
from hub.domain.facts import ALL_FACTS
from hub.domain.family import FamilyState
from hub.domain.slices.population import POPULATION
from hub.domain.terms import AMSTERDAM
from hub.ledger.checkpoint import Checkpointer
from hub.ledger.clock_mark import ClockKind, claim_clock
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.ledger.news import News
from hub.ledger.ports import BatchReport
from hub.ledger.reader import LedgerReader
from hub.ledger.recorder import LedgerRecorder
from hub.ledger.wait import WaitTokens
from hub.ledger.writer import LedgerWriter
from hub.outbound.doorbell import Doorbell
from hub.outbound.position import Turns
from hub.outbound.relay import Relay
from hub.participation.logins import Logins
from hub.participation.policy_source import PolicySource
from hub.participation.register import Register
from hub.people.connect import open_people
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys
from hub.people.people import People
from hub.people.tombstones import Tombstones
from hub.people.upkeep import Upkeep
from hub.rounds import rounds
from hub.settings import Settings
from hub.views.database import open_engine
from hub.views.projector import Projector
from hub.views.queries import Queries
from hub.web.app import whole_app
from hub.wiring.addresses import Addresses
from hub.wiring.checkpoints import checkpoint_path, checkpointer
from hub.wiring.folded_families import folded_states
from hub.wiring.key_store import disclosure_log_key, live_keys
from hub.wiring.population_register import open_inquiry
from hub.wiring.servers import open_pool, open_stream, writer_timeouts
from hub.wiring.watch import UnderLock, Watch
from hub.worker.contacts import ForgottenContacts
from hub.worker.erasing import Erasing
from hub.worker.retaining import Retaining
from hub.worker.scheduler import Scheduler


def new_id() -> str:
    """A random identifier."""
    return uuid4().hex


@dataclass(frozen=True, kw_only=True)
class Hub:
    """A wired hub: ``app`` answers, ``background`` keeps this process fresh, ``work`` moves what is recorded on."""

    clock: DomainClock
    registry: FactRegistry
    reader: LedgerReader
    people: People
    register: Register
    desk: Desk
    views: AsyncEngine
    queries: Queries
    projector: Projector
    watch: Watch
    scheduler: Scheduler
    relay: Relay
    issuer: Issuer
    master_keys: LiveMasterKeys
    keys: RemoteKeys | None
    """Of an external provider, where tokens are not of the built-in issuer."""
    checkpointer: Checkpointer
    checkpoint_interval: float
    """In seconds."""
    upkeep: Upkeep
    forgetting: ForgottenContacts
    erasing: Erasing
    retaining: Retaining
    retention: Retention
    services: ApiServices
    app: FastAPI

    def background(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """What every serving process runs."""
        return (
            self.register.run(),
            self.master_keys.run(),
            self.watch.run(),
            *(() if self.keys is None else (self.keys.run(),)),
        )

    def work(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """What a worker runs; any number of workers share it."""
        kept = (self.upkeep, self.forgetting, self.retaining, self.erasing, self.retention)
        checkpoints = rounds("checkpoint", self.checkpointer.once, self.checkpoint_interval)
        return (checkpoints, *(part.run() for part in (self.projector, self.scheduler, self.relay, *kept)))


@asynccontextmanager
async def open_hub(
    settings: Settings, addresses: Addresses, clock: DomainClock, *, clock_kind: ClockKind = "wall"
) -> AsyncIterator[Hub]:
    """Wire a hub and close it again. The databases are migrated already.

    Raises what asyncpg raises when a database cannot be reached, ``WrongMasterKeysError`` for keys of another hub,
    and ``OtherClock`` for a ledger that a clock of another kind writes.
    """
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold whole addresses
    live, registry, news = live_keys(settings), FactRegistry(ALL_FACTS), News()
    keys = live.now
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(open_pool(addresses.database_url, settings.pool_size))
        await claim_clock(pool, clock_kind)
        people = await stack.enter_async_context(
            open_people(addresses.database_url, addresses.keys_database_url, live, connections=settings.pool_size)
        )
        poll = settings.poll_interval.total_seconds()
        register = Register(LedgerRecorder(pool, news), registry, poll=poll)
        await register.refresh()
        policy, locked = PolicySource(register), UnderLock()
        writer = _writer(settings, addresses, people, clock, FactMapper(registry), keys, news, policy, locked.take)
        await writer.start()
        stack.push_async_callback(writer.stop)
        views = open_engine(addresses.database_url, pool_size=settings.pool_size)
        stack.push_async_callback(views.dispose)
        reader, viewed = LedgerReader(pool, registry), News()
        queries = Queries(views, viewed)
        tombstones = Tombstones(checkpoint_path(settings).with_name("erased.txt"))
        erasing = Erasing(queries, people.forgetting, writer, tombstones)
        await erasing.begin()
        stream = await open_stream(stack, addresses, settings.nats_replicas)
        doorbell = Doorbell(stream)
        doorbell.start()
        stack.push_async_callback(doorbell.stop)
        inquiry = await stack.enter_async_context(open_inquiry(settings, keys.derived("home"), clock))
        population = (
            None if inquiry is None else RegisterDesk(inquiry, people, clock, 2 * settings.population_register_patience)
        )
        desk = Desk(people, writer, policy, clock, new_id, population)
        remote = await _provider(stack, settings)
        log = await stack.enter_async_context(
            open_log(
                addresses.database_url,
                pool,
                disclosure_log_key(keys),
                answered_within=settings.statement_timeout.total_seconds(),
            )
        )
        disclosures = Disclosures(log, clock)
        issuer = Issuer.open(settings.data_dir / "issuer.key", settings.issuer, settings.audience)
        projector = Projector(views, reader, registry, news, viewed=viewed, poll=poll)
        turns = Turns(addresses.database_url, stream.name)
        watch = Watch(reader, queries, turns, projector, clock)
        services = ApiServices(
            tokens=_tokens(settings, remote or JwkSet(issuer.jwks())),
            access=Door(register, policy, clock, load_authorisation()),
            desk=desk,
            queries=queries,
            people=people,
            history=reader,
            policy=policy,
            clock=clock,
            disclosures=disclosures,
            log=log,
            logins=Logins(pool),
            public_url="" if settings.public_url is None else str(settings.public_url).rstrip("/"),
            page_tokens=WaitTokens(keys.derived("disclosure-page")),
            wait_tokens=WaitTokens(keys.derived("wait-token")),
            pool=pool,
            statistics=load_statistics(),
            doorbell=doorbell,
            probes={"ledger": lambda: pool.fetchval("SELECT 1"), "keys": people.keys_answer},
            lesser_probes={"nats": stream.answers, "views": watch.views_are_fresh},
            figures_apart=settings.metrics_address is not None,
            limits=_limits(settings),
        )
        locked.show(services.metrics)
        watch.show(services.metrics)
        yield Hub(
            clock=clock,
            registry=registry,
            reader=reader,
            people=people,
            register=register,
            desk=desk,
            views=views,
            queries=queries,
            projector=projector,
            watch=watch,
            scheduler=Scheduler(queries, writer, clock, {} if population is None else {POPULATION: population.again}),
            relay=Relay(reader, news, turns, stream, disclosures, source=settings.source, poll=poll),
            issuer=issuer,
            master_keys=live,
            keys=remote,
            checkpointer=checkpointer(pool, keys, settings),
            checkpoint_interval=settings.checkpoint_interval.total_seconds(),
            upkeep=Upkeep(people),
            forgetting=ForgottenContacts(register, people.forgetting),
            erasing=erasing,
            retaining=Retaining(queries, people.birthdays, writer, policy, clock),
            retention=Retention(pool, settings.disclosure_retention),
            services=services,
            app=whole_app(services),
        )


def _writer(
    settings: Settings,
    addresses: Addresses,
    people: People,
    clock: DomainClock,
    mapper: FactMapper,
    keys: MasterKeys,
    news: News,
    premises: PolicySource,
    report: Callable[[BatchReport], None],
) -> LedgerWriter:
    return LedgerWriter(
        addresses.database_url,
        mapper,
        people,
        FamilyState,
        clock,
        command_key=keys.derived("command-identifier"),
        news=news,
        ids=new_id,
        zone=AMSTERDAM,
        max_batch=settings.ledger_batch,
        max_waiting=settings.max_waiting,
        cache_size=settings.family_cache,
        kept=folded_states(keys),
        premises=premises,
        timeouts=writer_timeouts(settings),
        report=report,
    )


def _tokens(settings: Settings, keys: JwkSet | RemoteKeys) -> Tokens:
    claims = Claims(settings.organisation_claim, settings.professional_claim)
    return Tokens(keys, settings.issuer, settings.audience, claims=claims)


def _limits(settings: Settings) -> Limits:
    return Limits(
        signal_bytes=settings.max_signal_bytes,
        line_bytes=settings.max_signal_bytes,
        batch_lines=settings.max_batch_lines,
        poll_seconds=settings.poll_interval.total_seconds(),
    )


async def _provider(stack: AsyncExitStack, settings: Settings) -> RemoteKeys | None:
    """The keys of the provider that the settings name, looked up once; where it does not answer, later."""
    if settings.jwks_url is None:
        return None
    client = await stack.enter_async_context(httpx.AsyncClient())
    remote = RemoteKeys(str(settings.jwks_url), client)
    await remote.renew()
    return remote
