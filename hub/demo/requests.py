"""From an act to the requests that its organisation's own client sends to the public API."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

import msgspec

from hub.demo import acts
from hub.demo.case import DAY_BEGINS, REVIEW_EVERY, Answer, Case
from hub.demo.statements import Body, household, informed, kindcheck, moment, professional, subject, subjects

AnyAct = TypeVar("AnyAct", bound=acts.Act)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One POST by one organisation. ``lines`` is set instead of ``body`` for NDJSON."""

    by: str
    path: str
    body: Body = {}
    lines: tuple[Body, ...] | None = None
    key: str | None = None
    """Under which key of the case the answer's ``id`` is remembered."""
    persons: tuple[str, ...] = ()
    """Of whom the answer gives this organisation a reference: the subject, or one for each line."""
    confirmed: Body | None = None
    """The body to send again when the answer is 409 ``nobody-watching``."""


class Made(Protocol):
    """What earlier requests brought: identifiers by key of the case, and each organisation's references to persons."""

    def id_of(self, key: str) -> str:
        """The identifier that the hub gave to what this act made. Raises ``KeyError`` before that act was sent."""
        ...

    def reference_of(self, organisation: str, person: str) -> str:
        """The organisation's own reference to a person. Raises ``KeyError`` when it has none yet."""
        ...


class Occasion(msgspec.Struct, frozen=True):
    """What a request depends on beside its act: the case, the moment (UTC), the answer to consent, what came before."""

    case: Case
    at: datetime
    answer: Answer
    made: Made


def requests_of(act: acts.Act, occasion: Occasion) -> tuple[Request, ...]:
    """The requests of one act, in order; none for what travels with the arrears file.

    Raises ``KeyError`` when the act refers to something that no earlier act made.
    """
    return _BUILDERS[type(act)](act, occasion)


def signal_body(act: acts.Signal, occasion: Occasion) -> Body:
    """The body of ``POST /v1/signals``."""
    case, at = occasion.case, occasion.at
    occurred = at if act.occurred is None else datetime.combine(act.occurred, DAY_BEGINS)
    around = case.persons[act.subject]
    body: Body = {
        "kind": act.kind,
        "state": act.state,
        "category": act.category,
        "severity": None if act.severity is None else act.severity.value,
        "occurred_at": moment(occurred),
        "subject": subject(case, act.subject, act.by),
        "label": act.subject,
        "authority": True if around.authority else None,
        "household": household(case, act),
        "kindcheck": kindcheck(case, act),
        "professional": professional(case, act.by),
        "informed": informed(case, act),
        "report_to_veilig_thuis": act.report_to_veilig_thuis,
        "source": {"system": f"{act.by}-dossier", "record": act.key},
    }
    return _stated(body)


def consent_body(act: acts.Consent, occasion: Occasion) -> Body:
    """The body of ``POST /v1/consents``: one giver answers for herself and, by her authority, for the children."""
    case = occasion.case
    giver = {
        "subject": subject(case, case.consent.giver, act.by),
        "capacity": "authority",
        "answer": occasion.answer,
        "on": (act.given_on or act.date).isoformat(),
    }
    return {
        "about": subjects(case, act.about, act.by),
        "givers": [giver],
        "recipients": list(case.consent.recipients),
        "except_categories": list(case.consent.except_categories),
    }


def _signal(act: acts.Signal, occasion: Occasion) -> tuple[Request, ...]:
    if act.arrears is not None:
        return ()
    body = signal_body(act, occasion)
    return (Request(by=act.by, path="/v1/signals", body=body, key=act.key, persons=(act.subject,)),)


def _consent(act: acts.Consent, occasion: Occasion) -> tuple[Request, ...]:
    if act.through_file:
        return ()
    return (Request(by=act.by, path="/v1/consents", body=consent_body(act, occasion)),)


def _exception(act: acts.SafetyException, occasion: Occasion) -> tuple[Request, ...]:
    body = {
        "items": [occasion.made.id_of(key) for key in act.items],
        "recipients": list(act.recipients),
        "struck_out": [{"organisation": each, "reason": "telling-raises-danger"} for each in act.struck_out],
        "risk": act.risk,
        "tests": msgspec.to_builtins(act.tests),
        "consulted": list(act.consulted),
        "review_on": (act.date + REVIEW_EVERY).isoformat(),
        "professional": professional(occasion.case, act.by),
    }
    return (Request(by=act.by, path="/v1/safety-exceptions", body=body, key=act.key),)


def _exception_review(act: acts.ExceptionReview, occasion: Occasion) -> tuple[Request, ...]:
    path = f"/v1/safety-exceptions/{occasion.made.id_of(act.exception)}/_review"
    return (Request(by=act.by, path=path, body={"review_on": act.review_on.isoformat()}),)


def _exception_end(act: acts.ExceptionEnd, occasion: Occasion) -> tuple[Request, ...]:
    path = f"/v1/safety-exceptions/{occasion.made.id_of(act.exception)}/_end"
    return (Request(by=act.by, path=path, body={"reason": act.reason}),)


def _roster(act: acts.Roster, occasion: Occasion) -> tuple[Request, ...]:
    until = None if act.until is None else act.until.isoformat()
    lines = tuple(
        _stated(
            {"subject": subject(occasion.case, person, act.by), "since": _since(act, person, occasion), "until": until}
        )
        for person in act.listed
    )
    return (Request(by=act.by, path="/v1/directory/_batch", lines=lines, persons=act.listed),)


def _since(act: acts.Roster, person: str, occasion: Occasion) -> str:
    """The first day on which this organisation listed the person."""
    rosters = (each for each in occasion.case.acts if isinstance(each, acts.Roster) and each.by == act.by)
    return min(each.date for each in rosters if person in each.listed).isoformat()


def _shelter_names(act: acts.ShelterNames, occasion: Occasion) -> tuple[Request, ...]:
    body = {"about": subjects(occasion.case, act.about, act.by), "recipients": list(act.recipients)}
    return (Request(by=act.by, path="/v1/shielded-recipients", body=body),)


def _end(act: acts.End, occasion: Occasion) -> tuple[Request, ...]:
    body = {"ended_at": moment(occasion.at), "outcome": act.outcome}
    confirmed = {**body, "confirm_unwatched": True} if act.confirm_unwatched else None
    return tuple(
        Request(by=act.by, path=f"/v1/signals/{occasion.made.id_of(key)}/_end", body=body, confirmed=confirmed)
        for key in act.signals
    )


def _follow_up(act: acts.FollowUp, occasion: Occasion) -> tuple[Request, ...]:
    body = {
        "code": act.code,
        "about": subjects(occasion.case, act.about, act.by),
        "occurred_at": moment(occasion.at),
        "towards": act.towards,
        "of": None if act.of is None else occasion.made.id_of(act.of),
    }
    path = _family(act.by, act.about[0], "facts", occasion)
    return (Request(by=act.by, path=path, body=_stated(body), key=act.key),)


def _member(act: acts.NewMember, occasion: Occasion) -> tuple[Request, ...]:
    body = {
        "subject": subject(occasion.case, act.person, act.by),
        "role": occasion.case.persons[act.person].role,
        "since": act.date.isoformat(),
        "in_home": True,
        "joins": True,
    }
    path = _family(act.by, act.joins_family_of, "members", occasion)
    return (Request(by=act.by, path=path, body=body, key=act.key),)


def _coordinator(act: acts.Coordinator, occasion: Occasion) -> tuple[Request, ...]:
    body = {
        "step": act.step,
        "organisation": act.organisation,
        "offered_by": act.offered_by,
        "about": subjects(occasion.case, act.about, act.by),
        "at": moment(occasion.at),
    }
    path = _family(act.by, act.about[0], "coordinator", occasion)
    return (Request(by=act.by, path=path, body=_stated(body)),)


def _handover(act: acts.Handover, occasion: Occasion) -> tuple[Request, ...]:
    body = {"to": act.to, "about": subjects(occasion.case, act.about, act.by), "at": moment(occasion.at)}
    path = _family(act.by, act.about[0], "handovers", occasion)
    return (Request(by=act.by, path=path, body=body, key=act.key),)


def _family(organisation: str, person: str, what: str, occasion: Occasion) -> str:
    return f"/v1/families/{occasion.made.reference_of(organisation, person)}/{what}"


def _stated(body: Body) -> Body:
    """Without what is not stated."""
    return {name: value for name, value in body.items() if value is not None}


_BUILDERS: Final[Mapping[type[acts.Act], Callable[[Any, Occasion], tuple[Request, ...]]]] = {
    acts.Signal: _signal,
    acts.Consent: _consent,
    acts.SafetyException: _exception,
    acts.ExceptionReview: _exception_review,
    acts.ExceptionEnd: _exception_end,
    acts.Roster: _roster,
    acts.ShelterNames: _shelter_names,
    acts.End: _end,
    acts.FollowUp: _follow_up,
    acts.NewMember: _member,
    acts.Coordinator: _coordinator,
    acts.Handover: _handover,
}
