"""The stream in NATS JetStream: a replayable copy of what the ledger told organisations, never the record of it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import msgspec
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import JetStreamContext, api
from nats.js.errors import APIError, FetchTimeoutError, NotFoundError

from hub.outbound.cloudevent import MEDIA_TYPE, CloudEvent, decode, encode
from hub.outbound.connection import LINK_ERRORS, NatsConnection
from hub.outbound.errors import StreamUnavailable
from hub.outbound.ports import DeadLetter, Delivery, Receipt
from hub.outbound.subjects import STREAM, SUBJECTS, organisation_of, token

log = logging.getLogger("hub.outbound")

ANSWER_SECONDS: Final = 5.0
HEARTBEAT_PARTS: Final = 2.5
_NAME_IN_USE: Final = 10058  # JetStream: there is a stream of this name with another configuration
_CONSUMER: Final = "notifications-"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamShape:
    """How the stream is kept. Times in seconds, sizes in bytes.

    ``replicas`` is 3 in a cluster of three (2 and 4 add nothing). ``duplicate_window`` is how long the stream remembers
    an event's id; long windows cost memory and the server does not keep them well over restarts. ``max_age`` bounds the
    disk: who was away for longer reads its inbox, which forgets nothing.
    """

    name: str = STREAM
    subjects: str = SUBJECTS
    replicas: int = 1
    duplicate_window: float = 120
    max_age: float = 90 * 24 * 3600
    largest_event: int = 64 * 1024
    ack_wait: float = 30
    max_attempts: int = 20

    def config(self) -> api.StreamConfig:
        """As JetStream takes it."""
        return api.StreamConfig(
            name=self.name,
            subjects=[f"{self.subjects}.*"],
            storage=api.StorageType.FILE,
            retention=api.RetentionPolicy.LIMITS,
            num_replicas=self.replicas,
            duplicate_window=self.duplicate_window,
            max_age=self.max_age,
            max_msg_size=self.largest_event,
            description="Thin notifications of Samenloop. Made anew from the ledger by: hub relay --rebuild",
        )

    def consumer(self, organisation: str) -> api.ConsumerConfig:
        """The durable consumer of one organisation. One event at a time, so that a repeat never overtakes."""
        name = _CONSUMER + token(organisation)
        return api.ConsumerConfig(
            name=name,
            durable_name=name,
            filter_subject=f"{self.subjects}.{token(organisation)}",
            ack_policy=api.AckPolicy.EXPLICIT,
            deliver_policy=api.DeliverPolicy.ALL,
            ack_wait=self.ack_wait,
            max_deliver=self.max_attempts,
            max_ack_pending=1,
        )


@asynccontextmanager
async def _reaching() -> AsyncIterator[None]:
    """Whatever goes wrong on the way to the stream is one error, and it may pass."""
    try:
        yield
    except LINK_ERRORS as error:
        raise StreamUnavailable(f"JetStream: {type(error).__name__}") from error


class JetStreamNotifications:
    """``NotificationStream`` over a connection that it shares with others and does not stop."""

    def __init__(self, connection: NatsConnection, shape: StreamShape | None = None) -> None:
        self._connection = connection
        self._shape = shape or StreamShape()
        self._pulls: dict[str, JetStreamContext.PullSubscription] = {}

    @property
    def name(self) -> str:
        """The stream's name."""
        return self._shape.name

    @property
    def max_attempts(self) -> int:
        """Deliveries before an event is a dead letter."""
        return self._shape.max_attempts

    async def answers(self) -> None:
        """For a probe. Raises ``StreamUnavailable`` where NATS cannot be reached."""
        await self._connection.client()

    async def _context(self) -> JetStreamContext:
        client = await self._connection.client()
        return client.jetstream(timeout=ANSWER_SECONDS)

    async def prepare(self, *, anew: bool = False) -> int:
        """Make the stream when it is not there, in the shape asked for; its last sequence."""
        stream = await self._context()
        async with _reaching():
            if anew:
                await _delete(stream, self.name)
            try:
                info = await stream.add_stream(self._shape.config())
            except APIError as error:
                if error.err_code != _NAME_IN_USE:
                    raise
                info = await stream.update_stream(self._shape.config())
        return info.state.last_seq

    async def publish(self, organisation: str, event: CloudEvent, *, again: int = 0) -> Receipt:
        """Publish and await JetStream's own acknowledgement; without a link it fails at once, nothing is buffered."""
        stream = await self._context()
        headers = {"Nats-Msg-Id": f"{event.id}~{again}" if again else event.id, "Content-Type": MEDIA_TYPE}
        subject = f"{self._shape.subjects}.{token(organisation)}"
        async with _reaching():
            ack = await stream.publish(subject, encode(event), stream=self.name, headers=headers)
        return Receipt(ack.seq, bool(ack.duplicate))

    async def held(self, sequence: int) -> str | None:
        """Read from the stream's leader, not from a replica that may lag."""
        if sequence < 1:
            return None
        stream = await self._context()
        async with _reaching():
            try:
                message = await stream.get_msg(self.name, sequence)
            except NotFoundError:
                return None
        event = _read(message.data or b"")
        return event.id if event else None

    async def next(self, organisation: str, wait: float) -> Delivery | None:
        """Pull one event; bind anew when the server lost the consumer or does not even send heartbeats."""
        kept = self._pulls.pop(organisation, None)
        if kept is not None:
            try:
                return await self._pull(organisation, kept, wait)
            except StreamUnavailable:
                log.info("delivery-bound-anew organisation=%s", organisation)
        return await self._pull(organisation, await self._bind(organisation), wait)

    async def _pull(self, organisation: str, pull: JetStreamContext.PullSubscription, wait: float) -> Delivery | None:
        """One event, or None. The subscription is kept for the next call only when it proved to work."""
        try:
            async with _reaching():
                [message] = await _pull_one(pull, wait)
        except _Nothing:
            message = None
        except (StreamUnavailable, asyncio.CancelledError):
            await _unsubscribe(pull)
            raise
        self._pulls[organisation] = pull
        return None if message is None else await _delivery(message)

    async def _bind(self, organisation: str) -> JetStreamContext.PullSubscription:
        """Make the durable consumer, which does nothing when it is there, and an inbox of our own for its answers."""
        stream = await self._context()
        config = self._shape.consumer(organisation)
        async with _reaching():
            await stream.add_consumer(self.name, config)
            return await stream.pull_subscribe_bind(consumer=config.name, stream=self.name)

    async def listen(self, heard: Callable[[str], None]) -> "_Ear":
        """A plain subscription to the same subjects: nothing is kept for it, and none of it is acknowledged."""

        async def hear(message: Msg) -> None:
            heard(organisation_of(message.subject.rpartition(".")[2]))

        client = await self._connection.client()
        async with _reaching():
            return _Ear(await client.subscribe(f"{self._shape.subjects}.*", cb=hear))

    async def listen_for_dead_letters(self, heard: Callable[[DeadLetter], None]) -> "_Ear":
        """JetStream only sends an advisory when an event was delivered as often as allowed; nobody keeps it."""

        async def hear(message: Msg) -> None:
            advisory = json.loads(message.data)
            organisation = organisation_of(str(advisory["consumer"]).removeprefix(_CONSUMER))
            event = await self.held(int(advisory["stream_seq"]))
            heard(DeadLetter(organisation, event or "gone", int(advisory["deliveries"])))

        client = await self._connection.client()
        async with _reaching():
            subject = f"$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{self.name}.*"
            return _Ear(await client.subscribe(subject, queue=f"{self.name}-dead-letters", cb=hear))

    async def stop(self) -> None:
        """Let go of the consumers, which stay. The connection is its owner's."""
        pulls, self._pulls = list(self._pulls.values()), {}
        for pull in pulls:
            await _unsubscribe(pull)


class _Ear:
    """A subscription to stop."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    async def stop(self) -> None:
        """Unsubscribe, if the link still is."""
        await _unsubscribe(self._subscription)


class _JetStreamDelivery:
    """One message of a durable consumer."""

    def __init__(self, message: Msg, event: CloudEvent) -> None:
        self._message = message
        self.event = event
        self.attempt = message.metadata.num_delivered

    async def done(self) -> None:
        """Acknowledge, and wait for JetStream's answer to that."""
        async with _reaching():
            await self._message.ack_sync(timeout=ANSWER_SECONDS)

    async def later(self, seconds: float) -> None:
        """Refuse for now."""
        async with _reaching():
            await self._message.nak(delay=seconds)

    async def give_up(self) -> None:
        """Refuse for ever."""
        async with _reaching():
            await self._message.term()


class _Nothing(Exception):  # noqa: N818 - no error
    """Nothing came in time, from a server that is there."""


async def _pull_one(pull: JetStreamContext.PullSubscription, wait: float) -> list[Msg]:
    """One message. Raises ``_Nothing``, or an error of the link when not even a heartbeat came."""
    try:
        return await pull.fetch(1, timeout=wait, heartbeat=wait / HEARTBEAT_PARTS)
    except FetchTimeoutError:
        raise _Nothing from None


async def _delivery(message: Msg) -> Delivery | None:
    """What is no event of ours (somebody else published it) is put aside, for it would block what comes after."""
    event = _read(message.data)
    if event is not None:
        return _JetStreamDelivery(message, event)
    log.error("delivery-unreadable sequence=%d", message.metadata.sequence.stream)
    async with _reaching():
        await message.term()
    return None


def _read(data: bytes) -> CloudEvent | None:
    try:
        return decode(data)
    except msgspec.MsgspecError:
        return None


async def _delete(stream: JetStreamContext, name: str) -> None:
    try:
        await stream.delete_stream(name)
    except NotFoundError:
        return


async def _unsubscribe(subscription: Subscription | JetStreamContext.PullSubscription) -> None:
    """Never raises: on a link that is down there is nothing to let go of."""
    try:
        await subscription.unsubscribe()
    except LINK_ERRORS:
        return
