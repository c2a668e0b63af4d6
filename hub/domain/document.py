"""A family's state as one document: what a read model keeps, so that a query folds nothing.

The same state always gives the same bytes, which is what lets a rebuilt view be compared with the live one.
"""

from typing import TypeVar, cast

import msgspec

from hub.domain.facts.matches import Deadline
from hub.domain.facts.reasons import LookReviewed, ReasonConfirmed
from hub.domain.facts.sharing import ConsentConfirmed, ConsentRecorded, ConsentWithdrawn
from hub.domain.family import FamilyState
from hub.domain.folding.sharing import fold_consents
from hub.domain.folding.stated import AboutConsent
from hub.domain.items import (
    Coordination,
    DirectoryEntry,
    FollowUp,
    Handover,
    IdentityReview,
    Membership,
    SafetyException,
    Signal,
    Watch,
)
from hub.domain.looks import Look
from hub.domain.match import Match
from hub.domain.registered import Registration
from hub.domain.relatives import Relatives
from hub.domain.requests import DataRequest

FOLDED_BY = (
    "ages.py",
    "authority.py",
    "catalogue.py",
    "columns.py",
    "document.py",
    "facts/__init__.py",
    "facts/base.py",
    "facts/followup.py",
    "facts/forgetting.py",
    "facts/identity.py",
    "facts/matches.py",
    "facts/organisations.py",
    "facts/population.py",
    "facts/professionals.py",
    "facts/reasons.py",
    "facts/requests.py",
    "facts/sharing.py",
    "facts/signals.py",
    "family.py",
    "folding/__init__.py",
    "folding/common.py",
    "folding/followup.py",
    "folding/forgetting.py",
    "folding/identity.py",
    "folding/matches.py",
    "folding/population.py",
    "folding/reasons.py",
    "folding/requests.py",
    "folding/sharing.py",
    "folding/signals.py",
    "folding/stated.py",
    "folding/table.py",
    "follow_up_codes.py",
    "holidays.py",
    "items.py",
    "kept.py",
    "linked.py",
    "looks.py",
    "match.py",
    "once.py",
    "organisations.py",
    "professionals.py",
    "registered.py",
    "relatives.py",
    "requests.py",
    "sortings.py",
    "terms.py",
)
"""The sources in ``hub/domain`` on which it depends what a state is: states folded by other sources are not read."""

AnyItem = Signal | Membership | FollowUp | Coordination | Watch | Handover


class Document(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The parts of a ``FamilyState``, in a fixed order; new parts are added at the end, with a default."""

    items: list[AnyItem]
    consents: list[tuple[int, ConsentRecorded]]
    exceptions: list[SafetyException]
    directory: list[DirectoryEntry]
    named_by_shelter: list[tuple[str, str, frozenset[str]]]
    matches: list[Match]
    deadlines: list[Deadline]
    members: list[str]
    authority: list[tuple[str, frozenset[str]]]
    links: list[tuple[str, tuple[str, str]]] = []
    reviews: list[IdentityReview] = []
    requests: list[DataRequest] = []
    restricted: list[tuple[str, tuple[str, ...]]] = []
    held: list[tuple[str, str]] = []
    withdrawn: list[tuple[int, ConsentWithdrawn]] = []
    confirmed: list[tuple[int, ConsentConfirmed]] = []
    seconded: list[tuple[str, str | None]] = []
    undeterminable: list[tuple[str, frozenset[str]]] = []
    registered: list[tuple[str, tuple[Registration, ...]]] = []
    erased: list[str] = []
    confirmed_reasons: list[tuple[str, str, ReasonConfirmed]] = []
    refused_reasons: list[tuple[str, str, LookReviewed]] = []
    looks: list[Look] = []
    relatives: list[Relatives] = []


SomeConsent = TypeVar("SomeConsent", ConsentRecorded, ConsentWithdrawn, ConsentConfirmed)

_encoder = msgspec.msgpack.Encoder(order="deterministic")
_decoder = msgspec.msgpack.Decoder(Document)


def to_document(state: FamilyState) -> bytes:
    """The state as bytes, the same for the same state: as it was stated, with the links by which it is read."""
    links, state = state.links, state.as_stated
    return _encoder.encode(
        Document(
            items=cast("list[AnyItem]", list(state.items.values())),
            consents=_of_kind(state, ConsentRecorded),
            exceptions=list(state.exceptions.values()),
            directory=list(state.directory.values()),
            named_by_shelter=[(owner, person, named) for (owner, person), named in state.named_by_shelter.items()],
            matches=list(state.matches.values()),
            deadlines=list(state.deadlines.values()),
            members=list(state.members),
            authority=list(state.authority.items()),
            links=list(links.items()),
            reviews=list(state.reviews.values()),
            requests=list(state.requests.values()),
            restricted=list(state.restricted.items()),
            held=list(state.held.items()),
            withdrawn=_of_kind(state, ConsentWithdrawn),
            confirmed=_of_kind(state, ConsentConfirmed),
            seconded=list(state.seconded.items()),
            undeterminable=list(state.undeterminable.items()),
            registered=list(state.registered.items()),
            erased=list(state.erased),
            confirmed_reasons=[(owner, person, fact) for (owner, person), fact in state.confirmed_reasons.items()],
            refused_reasons=[(owner, person, fact) for (owner, person), fact in state.refused_reasons.items()],
            looks=list(state.looks.values()),
            relatives=list(state.relatives.values()),
        )
    )


def _of_kind(state: FamilyState, kind: type[SomeConsent]) -> list[tuple[int, SomeConsent]]:
    return [(number, fact) for number, fact in state.consenting.items() if isinstance(fact, kind)]


def from_document(stored: bytes) -> FamilyState:
    """The state again. Raises ``msgspec.DecodeError`` for bytes that are no document."""
    document = _decoder.decode(stored)
    state = FamilyState()
    state.items = {item.id: item for item in document.items}
    of_consent: list[tuple[int, AboutConsent]] = [*document.consents, *document.withdrawn, *document.confirmed]
    fold_consents(state, (fact for _, fact in sorted(of_consent, key=lambda each: each[0])))
    state.exceptions = {each.id: each for each in document.exceptions}
    state.directory = {each.id: each for each in document.directory}
    state.named_by_shelter = {(owner, person): named for owner, person, named in document.named_by_shelter}
    state.matches = {each.id: each for each in document.matches}
    state.deadlines = {each.id: each for each in document.deadlines}
    state.members = dict.fromkeys(document.members)
    state.authority = dict(document.authority)
    state.reviews = {each.id: each for each in document.reviews}
    state.requests = {each.id: each for each in document.requests}
    state.restricted = dict(document.restricted)
    state.held = dict(document.held)
    state.seconded = dict(document.seconded)
    state.undeterminable = dict(document.undeterminable)
    state.registered = dict(document.registered)
    state.erased = dict.fromkeys(document.erased)
    state.confirmed_reasons = {(owner, person): fact for owner, person, fact in document.confirmed_reasons}
    state.refused_reasons = {(owner, person): fact for owner, person, fact in document.refused_reasons}
    state.looks = {each.id: each for each in document.looks}
    state.relatives = {each.id: each for each in document.relatives}
    if document.links:  # after all that was stated is in it
        state.link(dict(document.links))
    return state
