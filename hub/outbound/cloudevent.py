"""What leaves the hub: a thin event that says *that* there is something, never what, why or about whom.

NL GOV profile for CloudEvents 1.1, structured JSON. An event has no ``subject``, and its data name no person, family,
rule or other organisation: the recipient fetches the content under its own authorisation, decided anew at that moment.
"""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.facts import AccessTold, Fact, MatchRaised, MatchWithdrawn, OwnerAsked, RequestReminded, SharingTold
from hub.domain.looking import Looked

MEDIA_TYPE: Final = "application/cloudevents+json"

RAISED: Final = "nl.jeugdigen.samenloop.notificatie-geplaatst.v1"
WITHDRAWN: Final = "nl.jeugdigen.samenloop.notificatie-ingetrokken.v1"

EXPLANATIONS: Final = {
    RAISED: {
        "nl": "Er staat een notificatie voor u klaar. Haal de inhoud op uit uw postvak.",
        "en": "A notification is waiting for you. Fetch its content from your inbox.",
    },
    WITHDRAWN: {
        "nl": "Iets wat u eerder is gemeld, geldt niet meer of wordt niet meer gedeeld. Dit zegt niets over de veiligheid van een kind.",  # noqa: E501
        "en": "What you were told no longer holds, or is not shared any more. It says nothing about a child's safety.",
    },
}
"""What each type means, for whoever asks (the profile has a producer explain every type)."""

_URN: Final = r"^urn:nld:[a-z0-9][a-z0-9-]*:\S+$"


class NotificationData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the outside learns. Times are UTC."""

    notification: Annotated[str, Meta(description="Identifier in the inbox of the recipient.", max_length=64)]
    lane: Annotated[
        Literal["ordinary", "violence", "acute"] | None,
        Meta(description="How soon an answer is expected; absent when something is withdrawn."),
    ] = None
    answer_by: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="Answer before this moment; absent when there is no term."),
    ] = None


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event. ``id`` is the notification's own: the same event sent twice has the same id, so dedupe on it."""

    id: Annotated[str, Meta(description="Identifier of the notification; unique within the source.", max_length=64)]
    source: Annotated[str, Meta(description="The hub, as a URN.", pattern=_URN)]
    specversion: Literal["1.0"] = "1.0"
    type: Literal[
        "nl.jeugdigen.samenloop.notificatie-geplaatst.v1", "nl.jeugdigen.samenloop.notificatie-ingetrokken.v1"
    ]
    time: Annotated[datetime, Meta(tz=True, description="When the hub recorded it, UTC.")]
    datacontenttype: Literal["application/json"] = "application/json"
    data: NotificationData


class Outgoing(msgspec.Struct, frozen=True):
    """An event by its id, and the organisation it is for: that is the address and stands in no event.

    The event comes out when the disclosure log has its lines.
    """

    organisation: str
    id: str
    event: Told[CloudEvent]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(CloudEvent)


def encode(event: CloudEvent) -> bytes:
    """The event in structured JSON."""
    return _encoder.encode(event)


def decode(data: bytes) -> CloudEvent:
    """The event that these bytes are. Raises ``msgspec.ValidationError`` or ``msgspec.DecodeError``."""
    return _decoder.decode(data)


def check_source(source: str) -> str:
    """The URN that names this hub (``urn:nld:oin:…:systeem:…``). Raises ValueError when it is none."""
    if not re.match(_URN, source):
        raise ValueError("the source of events is a URN of namespace nld, such as urn:nld:oin:<OIN>:systeem:samenloop")
    return source


def outgoing(fact: Fact, source: str) -> Outgoing | None:
    """What a fact tells an organisation, or None: most facts tell nobody anything."""
    match fact:
        case MatchRaised(notification=str() as id_):
            data = NotificationData(notification=id_, lane=fact.lane, answer_by=fact.answer_by)
            kind, about, grounds = RAISED, fact.about or (fact.anchor,), fact.grounds
        case MatchWithdrawn(notification=str() as id_):
            data = NotificationData(notification=id_)
            kind, about, grounds = WITHDRAWN, fact.persons, ("own",)
        case OwnerAsked(notification=id_) | RequestReminded(notification=id_):
            data = NotificationData(notification=id_, lane="ordinary", answer_by=fact.answer_by)
            kind, about, grounds = RAISED, (fact.person,), ("rights",)
        case SharingTold(notification=id_):
            data = NotificationData(notification=id_, answer_by=fact.answer_by)
            kind, about, grounds = (WITHDRAWN if fact.what == "withdrawal" else RAISED), fact.persons, (fact.ground,)
        case AccessTold(notification=id_):
            data = NotificationData(notification=id_)
            kind, about, grounds = RAISED, (), ()
        case _:
            return None
    event = CloudEvent(id=id_, source=source, type=kind, time=fact.recorded_at, data=data)  # type: ignore[arg-type]
    looked = (Looked(thing=id_, about=about, ground=ground) for ground in grounds)
    recipient = fact.organisation if isinstance(fact, AccessTold) else fact.recipient
    return Outgoing(recipient, id_, Told(event, Trail((), looked)))


def schema() -> dict[str, Any]:
    """JSON Schema of the event, for ``schemas/`` and ``asyncapi.yaml``."""
    return msgspec.json.schema(CloudEvent)
