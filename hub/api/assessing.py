"""The consent aid: a professional gets an answer instead of a law book, and it says nothing of others (DOMAIN.md 3)."""

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request, Response

from hub.answers.assessment import AssessmentAnswer, assessment
from hub.api.acting import on_name
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.looking import references
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.commands.request import PURPOSE, Code, Named
from hub.disclosures.asking import COORDINATION
from hub.domain.ages import band
from hub.domain.assessing import CHILD, Question
from hub.domain.errors import Fault
from hub.domain.organisations import Organisation
from hub.domain.slices.consent_faults import NO_SUCH_RECIPIENT, consent_may_name
from hub.domain.terms import AMSTERDAM
from hub.people.subject import Subject, faults


class AssessRequest(Named, frozen=True, kw_only=True):
    """May I share this with this recipient now? Of the child state when it was born: what others stated counts not."""

    subject: Subject
    recipient: Code
    """An organisation, ``sector:<sector>``, ``basic-care``, ``veilig-thuis``, ``those-involved`` or ``all``."""
    kind: Literal["involvement", "concern"] = "involvement"
    """What would be shared, where you recorded nothing about this child yet."""
    category: Code | None = None
    purpose: Annotated[str, msgspec.Meta(pattern=PURPOSE)] = COORDINATION
    """For what it would be shared: consent may be limited to ``early-coordination``, ``safety``, ``handover`` or
    ``review``, and opens for these alone."""


def add(routes: APIRouter, services: ApiServices) -> None:
    """``/v1/consents/_assess``."""
    body = Body(AssessRequest)
    codes = ("organisation-unknown", "command-invalid")

    @routes.post("/_assess", **described(body=AssessRequest, answer=AssessmentAnswer, problems=codes))
    @direct
    async def assess_consent(request: Request) -> Response:
        """May this be shared now, on which ground, and if not, what would make it so; may I report to Veilig Thuis.

        It rests on what you stated yourself, so that it is the same whether others know the child or not.
        """
        asked, viewer = await body.read(request), actor_of(request).organisation
        found = (*on_name(services, request, asked), *_faults(services, asked))
        if found:
            raise Problem("command-invalid", found)
        return answer(await _assess(services, viewer, asked))


def _faults(services: ApiServices, asked: AssessRequest) -> list[Fault]:
    policy = services.policy()
    found = faults(asked.subject, "$.subject", services.clock.now().astimezone(AMSTERDAM).date())
    if not consent_may_name(asked.recipient, policy):
        found.append(Fault("$.recipient", "organisation-unknown", NO_SUCH_RECIPIENT))
    if asked.category is not None and policy.catalogue.get(asked.category) is None:
        found.append(Fault("$.category", "category-unknown", "This category is not in the catalogue."))
    if (asked.kind == "concern") != (asked.category is not None):
        found.append(Fault("$.category", "category-not-fitting", "A concern has a category, an involvement none."))
    return found


async def _assess(services: ApiServices, viewer: Organisation, asked: AssessRequest) -> AssessmentAnswer:
    now, subject = services.clock.now(), asked.subject
    person = await services.people.find(subject, viewer.id)
    found = None if person is None else await services.queries.family(person)
    known = None if person is None or found is None else (person, found[1])
    question = Question(
        child=CHILD,
        band=band(subject.born, now.astimezone(AMSTERDAM).date(), due=subject.due),
        recipient=asked.recipient,
        kind=asked.kind,
        category=asked.category,
        purpose=asked.purpose,
    )
    return assessment(question, viewer.id, known, services.policy(), now, references(services, viewer))
