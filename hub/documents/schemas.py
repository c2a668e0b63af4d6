"""What the hub speaks, described for others: JSON Schema of what is stored, sent or configured, and both API documents.

Everything here follows from the types in the code, and the same code always gives the same bytes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
import yaml

from hub.commands import (
    consents,
    followup,
    identity,
    informing,
    looks,
    memberships,
    organisations,
    professionals,
    reasons,
    relatives,
    requests,
    sharing,
    signals,
    weigh_requests,
)
from hub.commands.request import Request
from hub.configuration.files import (
    AuthorisationFile,
    CatalogueFile,
    DisclosureFile,
    InstitutionsFile,
    LegalBasisFile,
    RetentionFile,
    RulesFile,
    StatisticsFile,
)
from hub.domain.facts import ALL_FACTS
from hub.outbound.cloudevent import EXPLANATIONS, MEDIA_TYPE, CloudEvent
from hub.outbound.subjects import SUBJECTS

Json = dict[str, Any]

ALL_REQUESTS: Final[tuple[type[Request], ...]] = (
    signals.PublishRequest,
    signals.EndRequest,
    signals.RetractRequest,
    signals.ReportRequest,
    informing.InformRequest,
    consents.ConsentRequest,
    consents.WithdrawConsentRequest,
    consents.ConfirmConsentRequest,
    consents.SecondPassingRequest,
    looks.ReviewLookRequest,
    relatives.DeclareRelativesRequest,
    relatives.WithdrawRelativesRequest,
    sharing.ExceptionRequest,
    sharing.ReviewExceptionRequest,
    sharing.ShieldedRecipientsRequest,
    weigh_requests.WeighRequest,
    sharing.DirectoryRequest,
    reasons.ConfirmReasonRequest,
    followup.FactRequest,
    followup.MemberRequest,
    memberships.WithdrawMembershipRequest,
    followup.CoordinatorRequest,
    followup.WatcherRequest,
    followup.ReviewRequest,
    followup.HandoverRequest,
    followup.HandoverStepRequest,
    followup.AnswerRequest,
    identity.DecideReviewRequest,
    identity.UndoLinkRequest,
    requests.RightsRequest,
    requests.ExtendRequest,
    requests.AdviseRequest,
    requests.DecideOnRequest,
    requests.LiftRestrictionRequest,
    requests.HoldRequest,
    requests.LiftHoldRequest,
    organisations.OrganisationRequest,
    organisations.PartRequest,
    organisations.RevokeRequest,
    professionals.DesignateRequest,
    professionals.ConfirmRequest,
    professionals.AwayRequest,
    professionals.BackRequest,
    professionals.LeaveRequest,
)
"""Every command that somebody can ask for, with the body it is asked in."""

CONFIGURATION: Final[Mapping[str, type[msgspec.Struct]]] = {
    "authorisation": AuthorisationFile,
    "catalogue": CatalogueFile,
    "disclosure": DisclosureFile,
    "institutions": InstitutionsFile,
    "legal_basis": LegalBasisFile,
    "retention": RetentionFile,
    "rules": RulesFile,
    "statistics": StatisticsFile,
}
"""Every configuration file by its name, without its ending."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_LOCAL: Final = "#/$defs/{name}"
_SHARED: Final = "#/components/schemas/{name}"


def documents(specification: Json) -> dict[str, bytes]:
    """Every file of ``schemas/`` by its path in there; ``specification`` is the OpenAPI document of the API."""
    described = dict(_schemas())
    described["openapi.json"] = specification
    files = {path: _as_json(schema) for path, schema in described.items()}
    files["asyncapi.yaml"] = _as_yaml(asyncapi(specification["info"]))
    return dict(sorted(files.items()))


def _schemas() -> Iterator[tuple[str, Json]]:
    for fact in ALL_FACTS:
        name = f"{fact.TOPIC}.{fact.VERSION}"
        yield f"facts/{name}.json", schema_of(fact, f"fact:{name}", f"{fact.TOPIC}, version {fact.VERSION}")
    for request in ALL_REQUESTS:
        name = command_name(request)
        yield f"commands/{name}.json", schema_of(request, f"command:{name}", name)
    for name, file in CONFIGURATION.items():
        yield f"configuration/{name}.json", schema_of(file, f"configuration:{name}", f"{name}.yaml")
    yield "notification.json", schema_of(CloudEvent, "notification", "notification")


def command_name(request: type[Request]) -> str:
    """A command's name in its file: ``ReviewExceptionRequest`` is ``review-exception``."""
    words = request.__name__.removesuffix("Request")
    return "".join(f"-{each.lower()}" if each.isupper() else each for each in words).removeprefix("-")


def schema_of(type_: type[msgspec.Struct], id_: str, title: str) -> Json:
    """The JSON Schema (2020-12) of one type, complete in itself."""
    (schema,), components = msgspec.json.schema_components([type_], ref_template=_LOCAL)
    return {"$schema": _DIALECT, "$id": f"urn:samenloop:schema:{id_}", "title": title, **schema, "$defs": components}


def asyncapi(info: Mapping[str, Any]) -> Json:
    """The AsyncAPI 3 document: one channel per organisation, on which it is told *that* there is something."""
    (payload,), components = msgspec.json.schema_components([CloudEvent], ref_template=_SHARED)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{info['title']}: notifications",
            "version": info["version"],
            "description": "Events that tell an organisation that something waits in its inbox. They name no person, "
            "family, rule or other organisation: the content is fetched through the API, and consent is decided anew "
            "at that moment. The same event may come twice; its id stays the same.",
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": MEDIA_TYPE,
        "channels": {
            "notification": {
                "address": f"{SUBJECTS}.{{organisation}}",
                "description": "JetStream keeps it; each organisation reads with a durable consumer of its own.",
                "parameters": {
                    "organisation": {
                        "description": "Identifier of the organisation. What is no letter, digit, - or _ is written "
                        "as = and two hexadecimal digits a byte."
                    }
                },
                "messages": {"notification": {"$ref": "#/components/messages/notification"}},
            }
        },
        "operations": {
            "tell": {
                "action": "send",
                "channel": {"$ref": "#/channels/notification"},
                "summary": "The hub tells an organisation that something waits for it.",
                "messages": [{"$ref": "#/channels/notification/messages/notification"}],
            }
        },
        "components": {
            "messages": {"notification": _message(payload)},
            "schemas": components,
        },
    }


def _message(payload: Json) -> Json:
    meanings = [f"`{kind}`: {said['en']} {said['nl']}" for kind, said in EXPLANATIONS.items()]
    return {
        "name": "notification",
        "title": "Notification",
        "summary": "A CloudEvent (NL GOV profile 1.1), structured JSON.",
        "description": "\n\n".join(meanings),
        "contentType": MEDIA_TYPE,
        "payload": payload,
    }


def _as_json(document: Json | Sequence[Any]) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _as_yaml(document: Json) -> bytes:
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()
