"""Facts to stored bytes and back, over a closed registry: a stored string never becomes an import."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.domain import Tagged
from eventsourcing.dcb.persistence import DCBMapper

from hub.domain.facts.base import Fact
from hub.ledger.errors import RegistryError, TagMismatch, UnknownFact

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the raw fields of one version and gives those of the next (the ``version`` field is set for it)."""


class _Version(msgspec.Struct):
    version: int = 1


class _Kind:
    """How one kind of fact is read: directly when its version is current, otherwise through its upcasters."""

    __slots__ = ("_decoder", "_fact", "_upcasters", "current")

    def __init__(self, fact: type[Fact], upcasters: Mapping[int, Upcaster]) -> None:
        missing = [version for version in range(1, fact.VERSION) if version not in upcasters]
        if missing:
            raise RegistryError(f"{fact.TOPIC!r} is at version {fact.VERSION} and has no upcaster from {missing}")
        self._fact = fact
        self._upcasters = upcasters
        self._decoder = msgspec.msgpack.Decoder(fact)
        self.current = fact.VERSION

    def decode(self, data: bytes) -> Fact:
        if self.current == 1:
            return self._decode_first_version(data)
        version = _VERSION.decode(data).version
        if version == self.current:
            return self._decoder.decode(data)
        if version > self.current:
            raise UnknownFact(self._fact.TOPIC, f"is stored as version {version}, newer than {self.current}")
        raw = msgspec.msgpack.decode(data)
        for step in range(version, self.current):
            raw = {**self._upcasters[step](raw), "version": step + 1}
        return msgspec.convert(raw, self._fact)

    def _decode_first_version(self, data: bytes) -> Fact:
        fact = self._decoder.decode(data)
        if fact.version != 1:
            raise UnknownFact(self._fact.TOPIC, f"is stored as version {fact.version}, newer than 1")
        return fact


_VERSION = msgspec.msgpack.Decoder(_Version)


class FactRegistry:
    """The closed list of facts, by topic. Built once, where the hub is wired.

    ``upcasters`` has, per topic and version, the step from that version to the next. Raises ``RegistryError`` for a
    topic given twice, a gap in the upcasters, or an upcaster for a fact that is not there.
    """

    def __init__(
        self, facts: Iterable[type[Fact]], upcasters: Mapping[tuple[str, int], Upcaster] | None = None
    ) -> None:
        steps: dict[str, dict[int, Upcaster]] = {}
        for (topic, version), upcaster in (upcasters or {}).items():
            steps.setdefault(topic, {})[version] = upcaster
        self._kinds: dict[str, _Kind] = {}
        self._types: dict[type[Fact], str] = {}
        for fact in facts:
            self._add(fact, steps.pop(fact.TOPIC, {}))
        if steps:
            raise RegistryError(f"upcasters for facts that are not registered: {sorted(steps)}")

    def _add(self, fact: type[Fact], upcasters: Mapping[int, Upcaster]) -> None:
        if fact.TOPIC in self._kinds:
            raise RegistryError(f"two facts have the topic {fact.TOPIC!r}")
        if any(info.name == "version" and info.default != 1 for info in msgspec.structs.fields(fact)):
            raise RegistryError(
                f"{fact.TOPIC!r}: the default of 'version' stays 1, so that it may be left out of version 1"
            )
        self._kinds[fact.TOPIC] = _Kind(fact, upcasters)
        self._types[fact] = fact.TOPIC

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic, in the order given."""
        return tuple(self._kinds)

    def topic_of(self, fact: type[Any]) -> str:
        """The stored name of a kind of fact. Raises ``UnknownFact`` when it is not registered."""
        try:
            return self._types[fact]
        except KeyError:
            raise UnknownFact(fact.__name__) from None

    def decode(self, topic: str, data: bytes) -> Fact:
        """The fact that these bytes are, brought to the current version. Raises ``UnknownFact``."""
        try:
            kind = self._kinds[topic]
        except KeyError:
            raise UnknownFact(topic) from None
        return kind.decode(data)


class FactMapper(DCBMapper[Fact]):
    """The library's mapper, over a ``FactRegistry``."""

    def __init__(self, registry: FactRegistry) -> None:
        self.registry = registry
        self._encoder = msgspec.msgpack.Encoder()

    def to_dcb_event(self, event: Tagged[Any]) -> DCBEvent:
        """Encode. The tags are the fact's own; ``TagMismatch`` when the slice gave others."""
        fact: Fact = event.decision
        topic = self.registry.topic_of(type(fact))
        if fact.version != fact.VERSION:
            fact = msgspec.structs.replace(fact, version=fact.VERSION)
        tags = list(fact.tags())
        if event.tags and list(event.tags) != tags:
            raise TagMismatch(f"{topic!r} was triggered with other tags than the fact's own")
        return DCBEvent(type=topic, data=self._encoder.encode(fact), tags=tags)

    def to_domain_event(self, event: DCBEvent) -> Tagged[Fact]:
        """Decode, with the tags as stored. Raises ``UnknownFact``."""
        return Tagged(tags=event.tags, decision=self.registry.decode(event.type, event.data))
