"""Looks that are reviewed: the first at a family on a reason to know that nobody else gave (DOMAIN.md 5.3)."""

from datetime import datetime
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from hub.answers import trails
from hub.answers.looks import LookAnswer, look_answer, trail_of
from hub.answers.showing import Showing
from hub.api import looking
from hub.api.acting import acting, caught_up, changing, key_of, recorded, submit, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import Actor, actor_of
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.telling import asking_of, professional_of, tell
from hub.api.version import BASE_PATH
from hub.commands.looks import RecordLookRequest, ReviewLookRequest
from hub.commands.request import start_of
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.disclosure import Ground
from hub.domain.looking import Looked
from hub.domain.looks import Basis
from hub.domain.slices.sharing import Recorded
from hub.domain.tasks import Kind
from hub.domain.terms import AMSTERDAM

_REFUSALS = (
    "not-found",
    "command-invalid",
    "already-done",
    "second-professional-needed",
    "role-missing",
    "log-unavailable",
)


def router(services: ApiServices) -> APIRouter:
    """``/v1/looks``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/looks", tags=["families"])
    judgement = Body(ReviewLookRequest)

    @routes.get("/{id}", **described(answer=LookAnswer, problems=("organisation-unknown", "not-found", "wait-invalid")))
    async def show_look(request: Request, wait: str | None = None) -> Response:
        """A first look of this organisation that waits for its review: who looked when, at whom, and why."""
        await caught_up(services, wait)
        actor = actor_of(request)
        return await tell(services, request, actor.organisation, await _read(services, actor, thing(request)))

    @routes.post("/{id}/_review", **changing(body=ReviewLookRequest, problems=_REFUSALS))
    @direct
    async def review_look(request: Request) -> Response:
        """A second professional judges a look. After one that was not in order, what the organisation did itself until
        now is no reason to know that family any more.
        """
        command, actor = await judgement.read(request), actor_of(request)
        outcome = await submit(services, command, actor, key_of(request), named=thing(request))
        await _log_judgement(services, request, outcome.result, command)
        return answer(recorded(services, actor.organisation, outcome))

    return routes


async def _log_judgement(services: ApiServices, request: Request, judged: Recorded, command: ReviewLookRequest) -> None:
    """A line of the disclosure log for the data protection officer: that somebody judged a look, and how.

    Before the answer leaves, as everywhere: who sends it again under the same key makes up for a log that was away.
    """
    asking = asking_of(services, request, acting(request), f"look-{command.decision}", part=True)
    about = () if judged.subject is None else (judged.subject,)
    looked = Looked(thing=judged.id, about=about, ground=Ground.OWN.value)
    await services.disclosures.record(asking, Trail((), (looked,)))


async def _read(services: ApiServices, actor: Actor, id_: str) -> Told[LookAnswer | None]:
    """Found by the organisation's own task; None for one that was judged and for another's, as for none at all."""
    viewer = actor.organisation
    person = await services.queries.whom(viewer.id, id_, (Kind.LOOK_REVIEW,))
    showing = (
        None if person is None else await looking.showing(services, viewer, person, professional=actor.professional)
    )
    found = None if showing is None else showing.own_look(id_)
    if showing is None or found is None:
        return Told(None, trails.of_another(id_, person))
    about = tuple(dict.fromkeys(map(showing.read_as, found.persons)))
    names = await looking.names(services, showing, about, ())
    known = tuple(person for person in about if person in showing.known)
    return Told(look_answer(found, known, names, actor.professional), trail_of(found, about))


async def note_first_look(
    services: ApiServices, request: Request, person: str, showing: Showing, *, by_purpose: bool
) -> None:
    """Record the first look on a reason that nobody else gave, before it is answered, so that it is reviewed.

    ``by_purpose``: a purpose was the reason, of somebody of whom no address is known; that is one look a day. Nothing
    is recorded of whom nothing can be shown: whoever asks would else learn by a task that somebody is known.
    Raises what the desk raises: no record, no answer.
    """
    reason, family = showing.to_review(person), showing.family_of(person)
    if (reason is None and not by_purpose) or family is None:
        return
    today = start_of(services.clock.now().astimezone(AMSTERDAM).date())
    basis, since = reason or ("purpose", today)
    if showing.looked_before(family, since):
        return
    await _record(services, Actor(showing.viewer, professional_of(request)), person, since, basis)


async def _record(
    services: ApiServices,
    actor: Actor,
    person: str,
    since: datetime,
    basis: Basis,
) -> None:
    """Of two that ask at once one is the first: which, the ledger decides."""
    await submit(services, RecordLookRequest(since=since, basis=basis), actor, uuid4().hex, persons=(person,))
