"""How each call of the matrix is made in each relation: its address and its body."""

from collections.abc import Mapping
from typing import Final

from hub.domain.authorisation import Relation
from tests.api.matrix.bars import declared_relatives, judge_look, no_relatives, read_look, relatives
from tests.api.matrix.setting import Asked, Made, Setting
from tests.api.matrix.world import AT, NOBODYS, OF_RELATION, SHELTER, Json


def _fixed(path: str, body: Json | None = None) -> Made:
    async def make(_: Setting) -> Asked:
        return Asked(path, body)

    return Made(make)


_ASKED: Json = {
    "kind": "access",
    "requesters": [{"capacity": "self"}],
    "received_on": "2026-11-20",
    "verified": "digid",
}


def _about_the_child(path: str, body: Json) -> Made:
    async def make(at: Setting) -> Asked:
        return Asked(path, {"subject": at.case.child, **body})

    return Made(make, "call")


def _of_nobody(things: str, step: str, body: Json) -> Made:
    """Of a thing that no case has: whoever is let in finds nothing."""

    async def make(_: Setting) -> Asked:
        return Asked(f"/v1/{things}/{NOBODYS}/{step}", body)

    return Made(make)


def _signal(step: str, body: Json, *, concern: bool = False) -> Made:
    async def make(at: Setting) -> Asked:
        return Asked(f"/v1/signals/{at.id(at.case.intended if concern else at.case.signal)}{step}", body)

    return Made(make, "cell")


def _exception(step: str, body: Json) -> Made:
    async def make(at: Setting) -> Asked:
        return Asked(f"/v1/safety-exceptions/{at.id(at.case.exception)}/{step}", body)

    return Made(make, "cell")


async def _read_exception(at: Setting) -> Asked:
    return Asked(f"/v1/safety-exceptions/{at.id(at.case.exception)}")


async def _membership(at: Setting) -> Asked:
    return Asked(f"/v1/memberships/{at.id(at.case.membership)}/_withdraw", {})


def _handover(step: str) -> Made:
    async def make(at: Setting) -> Asked:
        if step == "_complete" and at.relation is Relation.OFFERED:
            path = f"/v1/handovers/{at.case.handover}/_accept"
            await at.world.client("dock", "reporter").post(path, json={"at": AT})
        why = {"reason": "no-capacity"} if step == "_decline" else {}
        return Asked(f"/v1/handovers/{at.id(at.case.handover)}/{step}", {"at": AT, **why})

    return Made(make, "cell")


def _family(what: str, body: Json, *, about: bool = True) -> Made:
    async def make(at: Setting) -> Asked:
        stated = {"about": [at.case.child]} if about else {"subject": at.case.mother}
        return Asked(f"{at.family}/{what}", {**body, **stated})

    return Made(make, "call")


def _reading(what: str = "") -> Made:
    async def make(at: Setting) -> Asked:
        return Asked(f"{at.family}{what}")

    return Made(make)


def _professional(step: str) -> Made:
    async def make(at: Setting) -> Asked:
        owner = "school" if at.relation is Relation.OTHER_ORGANISATION else at.caller
        code = await at.world.dummy(owner, away=step == "_back")
        return Asked(f"{at.organisation}/professionals/{code}/{step}", {})

    return Made(make)


async def _publish(at: Setting) -> Asked:
    return Asked("/v1/signals", at.world.signal(at.case))


async def _publish_many(at: Setting) -> Asked:
    body = {**at.world.signal(at.case), "idempotency_key": f"{at.caller}-{id(at)}"}
    return Asked("/v1/signals/_batch", body, lines=True)


async def _consent(at: Setting) -> Asked:
    giver = {"subject": at.case.mother, "capacity": "authority", "answer": "given", "on": "2026-11-20"}
    return Asked("/v1/consents", {"givers": [giver], "about": [at.case.child], "recipients": ["cjg"]})


async def _inform(at: Setting) -> Asked:
    told = {"subject": at.case.mother, "on": "2026-11-20"}
    return Asked(f"/v1/signals/{at.id(at.case.signal)}/_inform", {"informed": [told]})


async def _withdraw(at: Setting) -> Asked:
    return Asked(f"/v1/consents/{at.id(at.case.consent)}/_withdraw", {})


def _consent_step(step: str) -> Made:
    async def make(at: Setting) -> Asked:
        return Asked(f"/v1/consents/{at.id(at.case.consent)}/{step}", {})

    return Made(make)


async def _except(at: Setting) -> Asked:
    return Asked("/v1/safety-exceptions", at.world.exception([at.id(at.case.signal)]))


async def _shield(at: Setting) -> Asked:
    return Asked("/v1/shielded-recipients", {"about": [at.case.child], "recipients": ["cjg"]})


async def _roster(at: Setting) -> Asked:
    return Asked("/v1/directory/_batch", {"subject": at.case.child, "since": "2026-09-01"}, lines=True)


async def _own_signal(at: Setting) -> Asked:
    return Asked(f"/v1/signals/{at.id(at.case.signal)}")


async def _answer(at: Setting) -> Asked:
    return Asked(f"/v1/notifications/{at.told(at.case.notifications)}/_answer", {"answer": "contact-made"})


async def _match(at: Setting) -> Asked:
    return Asked(f"/v1/matches/{at.told(at.case.matches)}")


async def _search(at: Setting) -> Asked:
    unknown = {"family_name": "Niemand", "given_names": "Nina", "born": "2018-01-01"}
    body = at.world.question(at.case)
    return Asked("/v1/families/_search", {**body, "subject": unknown} if at.relation is Relation.NONE else body)


async def _organisation(at: Setting) -> Asked:
    return Asked(at.organisation)


async def _confirm_reason(at: Setting) -> Asked:
    return Asked(f"{at.family}/reason/_confirm", {})


async def _professionals(at: Setting) -> Asked:
    return Asked(f"{at.organisation}/professionals")


async def _designate(at: Setting) -> Asked:
    return Asked(f"{at.organisation}/professionals", {"id": "d-new", "roles": ["reporter"]})


_LISTS: Final = {
    "GET /v1/signals",
    "GET /v1/notifications",
    "GET /v1/notifications/_stream",
    "GET /v1/matches",
    "GET /v1/tasks",
}
"""Calls that name nothing: ``none`` is then an organisation that has nothing to do with the child."""


def caller_of(call: str, relation: Relation) -> str:
    """Who makes a call in a relation: a shielded organisation where only that can."""
    if call == "POST /v1/shielded-recipients" and relation is Relation.OWN_ITEM:
        return SHELTER.id
    stranger = call in _LISTS and relation is Relation.NONE
    return OF_RELATION[Relation.OTHER_ORGANISATION if stranger else relation].id


_END: Final = {"ended_at": "2026-11-21T11:00:00Z", "outcome": "ended", "confirm_unwatched": True}
_STEP: Final = {"step": "propose", "organisation": "dock", "at": AT}

CALLS: Final[Mapping[str, Made]] = {
    "POST /v1/signals": Made(_publish, "call"),
    "POST /v1/signals/_batch": Made(_publish_many, "call"),
    "POST /v1/signals/{id}/_end": _signal("/_end", _END),
    "POST /v1/signals/{id}/_retract": _signal("/_retract", {}),
    "POST /v1/signals/{id}/_report": _signal("/_report", {"answer": "made"}, concern=True),
    "POST /v1/signals/{id}/_inform": Made(_inform, "cell"),
    "GET /v1/signals": _fixed("/v1/signals?limit=1000"),
    "GET /v1/signals/{id}": Made(_own_signal),
    "POST /v1/consents": Made(_consent, "call"),
    "POST /v1/consents/_assess": _about_the_child("/v1/consents/_assess", {"recipient": "cjg"}),
    "POST /v1/consents/{id}/_withdraw": Made(_withdraw, "cell"),
    "POST /v1/consents/{id}/_confirm": _consent_step("_confirm"),
    "POST /v1/consents/{id}/_second": _consent_step("_second"),
    "POST /v1/safety-exceptions": Made(_except, "call"),
    "GET /v1/safety-exceptions/{id}": Made(_read_exception),
    "POST /v1/safety-exceptions/{id}/_review": _exception("_review", {"review_on": "2027-02-01"}),
    "POST /v1/safety-exceptions/{id}/_end": _exception("_end", {"reason": "safe-now"}),
    "POST /v1/safety-exceptions/{id}/_confirm": _exception("_confirm", {}),
    "POST /v1/safety-exceptions/{id}/_reject": _exception("_reject", {}),
    "GET /v1/looks/{id}": Made(read_look),
    "POST /v1/looks/{id}/_review": Made(judge_look, "cell"),
    "POST /v1/weigh-requests": _about_the_child("/v1/weigh-requests", {}),
    "POST /v1/shielded-recipients": Made(_shield, "call"),
    "POST /v1/directory/_batch": Made(_roster, "call"),
    "GET /v1/notifications": _fixed("/v1/notifications?limit=1000"),
    "GET /v1/notifications/_stream": _fixed("/v1/notifications/_stream"),
    "POST /v1/notifications/{id}/_answer": Made(_answer, "cell"),
    "GET /v1/matches": _fixed("/v1/matches?limit=200"),
    "GET /v1/matches/{id}": Made(_match),
    "GET /v1/tasks": _fixed("/v1/tasks?whose=organisation&limit=200"),
    "GET /v1/tasks/of-role": _fixed("/v1/tasks/of-role"),
    "POST /v1/logins": _fixed("/v1/logins", {}),
    "POST /v1/families/_search": Made(_search),
    "GET /v1/families/{ref}": _reading(),
    "GET /v1/families/{ref}/timeline": _reading("/timeline"),
    "GET /v1/families/{ref}/known": _reading("/known?on=2026-11-21"),
    "POST /v1/families/{ref}/reason/_confirm": Made(_confirm_reason, "cell"),
    "POST /v1/families/{ref}/facts": _family("facts", {"code": "child-seen", "occurred_at": AT}),
    "POST /v1/families/{ref}/members": _family("members", {"role": "parent", "since": "2026-01-01"}, about=False),
    "POST /v1/families/{ref}/coordinator": _family("coordinator", _STEP),
    "POST /v1/families/{ref}/watchers": _family("watchers", _STEP),
    "POST /v1/memberships/{id}/_withdraw": Made(_membership, "cell"),
    "POST /v1/families/{ref}/handovers": _family("handovers", {"to": "dock", "at": AT}),
    "POST /v1/families/{ref}/reviews": _family("reviews", {"step": "plan", "on": "2026-12-21"}),
    "POST /v1/handovers/{id}/_accept": _handover("_accept"),
    "POST /v1/handovers/{id}/_decline": _handover("_decline"),
    "POST /v1/handovers/{id}/_complete": _handover("_complete"),
    "GET /v1/organisations/{id}": Made(_organisation),
    "GET /v1/organisations/{id}/professionals": Made(_professionals),
    "POST /v1/organisations/{id}/professionals": Made(_designate),
    "POST /v1/organisations/{id}/professionals/{professional}/_confirm": _professional("_confirm"),
    "POST /v1/organisations/{id}/professionals/{professional}/_away": _professional("_away"),
    "POST /v1/organisations/{id}/professionals/{professional}/_back": _professional("_back"),
    "POST /v1/organisations/{id}/professionals/{professional}/_leave": _professional("_leave"),
    "GET /v1/organisations/{id}/professionals/{professional}/relatives": Made(declared_relatives),
    "POST /v1/organisations/{id}/professionals/{professional}/relatives": Made(relatives, "call"),
    "POST /v1/organisations/{id}/professionals/{professional}/relatives/{declaration}/_withdraw": Made(no_relatives),
    "GET /v1/identity-reviews": _fixed("/v1/identity-reviews"),
    "POST /v1/identity-reviews/{id}/_decide": _of_nobody("identity-reviews", "_decide", {"decision": "different"}),
    "GET /v1/identity-links": _fixed("/v1/identity-links"),
    "POST /v1/identity-links/{id}/_undo": _of_nobody("identity-links", "_undo", {"reason": "twins"}),
    "GET /v1/disclosures": _fixed("/v1/disclosures"),
    "POST /v1/disclosures/_search": _about_the_child("/v1/disclosures/_search", {}),
    "POST /v1/requests": _about_the_child("/v1/requests", _ASKED),
    "GET /v1/requests": _fixed("/v1/requests"),
    "GET /v1/requests/{id}": _fixed(f"/v1/requests/{NOBODYS}"),
    "POST /v1/requests/{id}/_extend": _of_nobody("requests", "_extend", {"reason": "complex"}),
    "POST /v1/requests/{id}/_decide": _of_nobody("requests", "_decide", {"decision": "granted"}),
    "POST /v1/requests/{id}/_advise": _of_nobody("requests", "_advise", {"advice": "agree"}),
    "POST /v1/requests/{id}/_lift": _of_nobody("requests", "_lift", {"reason": "asked"}),
    "GET /v1/requests/{id}/outcome": _fixed(f"/v1/requests/{NOBODYS}/outcome"),
    "POST /v1/requests/{id}/_page": _of_nobody("requests", "_page", {}),
    "GET /v1/statistics/use": _fixed("/v1/statistics/use"),
    "GET /v1/statistics/effect": _fixed("/v1/statistics/effect"),
    "POST /v1/holds": _about_the_child("/v1/holds", {"reason": "death"}),
    "POST /v1/holds/{id}/_lift": _of_nobody("holds", "_lift", {"reason": "over"}),
}
