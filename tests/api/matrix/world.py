"""A hub in which an organisation stands in every relation to a child, with a professional in every role.

A ``Case`` is one child about whom everything is known that the calls of the matrix need: signals, consents, an
exception, offers and a roster. Cells that change something get a case of their own; all others share one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from typing import Any, Final
from uuid import uuid4

import httpx
import msgspec
from eventsourcing.dcb.domain import Tagged

from hub.bootstrap import Hub
from hub.commands.organisations import OrganisationRequest
from hub.commands.professionals import DesignateRequest
from hub.domain.authorisation import Relation
from hub.domain.facts import ProfessionalDesignated
from hub.domain.organisations import OPERATOR, Organisation, Role, Sector
from hub.domain.professionals import ProfessionalRole
from hub.ledger.mapper import FactMapper
from hub.ledger.recorder import LedgerRecorder

Json = dict[str, Any]
SYSTEM: Final = "system"
ACTORS: Final = (*(role.value for role in ProfessionalRole), SYSTEM)
AT: Final = "2026-11-21T10:00:00Z"
NOBODYS: Final = "f" * 32


def _organisation(id_: str, sector: Sector, *roles: Role) -> Organisation:
    return Organisation(id=id_, name=id_, sector=sector, roles=frozenset({Role.SIGNALLING, *roles}))


_SCHOOL: Final = _organisation("school", Sector.SCHOOL, Role.BASIC_CARE)
OF_RELATION: Final[Mapping[Relation, Organisation]] = {
    Relation.OWN_ITEM: _SCHOOL,
    Relation.INVOLVED: _organisation("cjg", Sector.YOUTH_HEALTH_CARE, Role.BASIC_CARE),
    Relation.OTHER_ORGANISATION: _organisation("other", Sector.POLICE),
    Relation.DIRECTORY_ONLY: _organisation("roster", Sector.GENERAL_PRACTICE, Role.BASIC_CARE),
    Relation.OFFERED: _organisation("dock", Sector.SOCIAL_WORK, Role.MAY_COORDINATE),
    Relation.NAMED_BY_EXCEPTION: _organisation("named", Sector.YOUTH_HEALTH_CARE),
    Relation.NONE: _SCHOOL,
}
"""Who calls in each relation; ``none`` is the owner itself, with identifiers of nobody."""
SHELTER: Final = msgspec.structs.replace(_organisation("shelter", Sector.WOMENS_SHELTER), shielded=True)


def code_of(role: str) -> str:
    """The professional of every organisation who holds this role and no other."""
    return f"p-{role}"


@dataclass
class Case:
    """One child, and the identifiers that were given out about it."""

    child: Json
    mother: Json
    signal: str = NOBODYS
    intended: str = NOBODYS
    """A concern for which a report to Veilig Thuis is intended."""
    consent: str = NOBODYS
    exception: str = NOBODYS
    handover: str = NOBODYS
    membership: str = NOBODYS
    references: dict[str, str] = field(default_factory=dict)
    notifications: dict[str, str] = field(default_factory=dict)
    matches: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> set[str]:
        """What nobody may find in an answer who has nothing to do with the child."""
        ids = (self.signal, self.intended, self.consent, self.exception, self.handover, self.membership)
        return {*ids, *self.references.values(), *self.notifications.values(), *self.matches.values()} - {NOBODYS}


class World:
    """A hub, its organisations, and a client for each of their professionals and systems."""

    def __init__(self, hub: Hub, clients: Mapping[tuple[str, str], httpx.AsyncClient]) -> None:
        self.hub = hub
        self._clients = clients
        self._numbers = count(1)
        self._professionals = count(1)
        self.shared = Case({}, {})

    def client(self, organisation: str, actor: str) -> httpx.AsyncClient:
        """The client of this organisation's professional in a role, or of its system."""
        return self._clients[organisation, actor]

    async def settle(self) -> None:
        """Let the views catch up."""
        await self.hub.projector.catch_up()

    async def dummy(self, organisation: str, *, away: bool = False) -> str:
        """A professional to be managed: designated, and away where asked."""
        code = f"d-{next(self._professionals)}"
        request = DesignateRequest(id=code, roles=(ProfessionalRole.REPORTER,))
        await self.hub.desk.submit(request, organisation=organisation, key=code, operator=True)
        if away:
            path = f"/v1/organisations/{organisation}/professionals/{code}/_away"
            (await self.client(organisation, "administrator").post(path, json={})).raise_for_status()
        return code

    async def case(self) -> Case:
        """A new child, and everything that is recorded about it."""
        number = next(self._numbers)
        born = f"20{16 + number % 9}-0{1 + number % 9}-1{number % 9}"
        home = {"family_name": _surname(number), "postcode": f"{1000 + number}XB", "house_number": number}
        case = Case(
            {**home, "given_names": "Pleun", "born": born},
            {**home, "given_names": "Mirthe", "born": f"19{60 + number % 40}-05-14"},
        )
        await self._share(case)
        await self._offer(case)
        await self._except(case)
        await self._read(case)
        return case

    async def _share(self, case: Case) -> None:
        answers = {"person": "mother", "capacity": "authority", "answer": "given", "on": "2026-11-20"}
        for who, recipients in (("school", ["cjg", "dock"]), ("cjg", ["school"])):
            body = {
                "givers": [{"subject": case.mother, **{k: v for k, v in answers.items() if k != "person"}}],
                "about": [case.child],
                "recipients": recipients,
            }
            consent = await self._post(who, "/v1/consents", body)
            if who == "school":
                case.consent = consent["id"]
        case.signal = (await self._post("school", "/v1/signals", self.signal(case)))["id"]
        await self._keep_reference(case, "school", self.signal(case))
        await self._keep_reference(case, "cjg", self.signal(case))
        await self._post("shelter", "/v1/signals", self.signal(case))
        roster = {"subject": case.child, "since": "2026-09-01"}
        answer = await self.lines("roster", "/v1/directory/_batch", roster)
        case.references["roster"] = answer["answer"]["subject"]

    async def _keep_reference(self, case: Case, who: str, body: Json) -> None:
        case.references[who] = (await self._post(who, "/v1/signals", body))["subject"]

    async def _offer(self, case: Case) -> None:
        family = f"/v1/families/{case.references['school']}"
        about = {"about": [case.child], "at": AT}
        case.handover = (await self._post("school", f"{family}/handovers", {"to": "dock", **about}))["id"]
        member = {"subject": case.mother, "role": "parent", "since": "2026-01-01"}
        case.membership = (await self._post("school", f"{family}/members", member))["id"]
        await self._post("school", f"{family}/coordinator", {"step": "propose", "organisation": "dock", **about})

    async def _except(self, case: Case) -> None:
        concern = {
            **self.signal(case, kind="concern"),
            "category": "domestic-violence",
            "severity": "acute",
            "report_to_veilig_thuis": "intended",
        }
        case.intended = (await self._post("school", "/v1/signals", concern))["id"]
        case.exception = (await self._post("school", "/v1/safety-exceptions", self.exception([case.intended])))["id"]

    async def _read(self, case: Case) -> None:
        """What each organisation is told, and how it may call the child."""
        await self.settle()
        for who in ("school", "cjg", "named"):
            inbox = (await self.client(who, "reporter").get("/v1/notifications", params={"limit": 1000})).json()
            assert inbox["notifications"], (who, inbox)
            entry = [each for each in inbox["notifications"] if each["kind"] == "match"][-1]
            case.notifications[who], case.matches[who] = entry["id"], entry["match"]
        for who in ("dock", "named"):
            (found,) = (await self._post(who, "/v1/families/_search", self.question(case), 200))["families"]
            case.references[who] = found["reference"]

    async def _post(self, who: str, path: str, body: Json, status: int = 201) -> Json:
        headers = {"idempotency-key": uuid4().hex}
        answer = await self.client(who, "reporter").post(path, json=body, headers=headers)
        assert answer.status_code == status, (path, answer.text)
        content: Json = answer.json()
        return content

    async def lines(self, who: str, path: str, body: Json) -> Json:
        """Send one line; its answer."""
        headers = {"content-type": "application/x-ndjson"}
        content = httpx.Request("POST", "http://hub", json=body).content + b"\n"
        answer = await self.client(who, "reporter").post(path, content=content, headers=headers)
        line: Json = httpx.Response(200, content=answer.content.splitlines()[0]).json()
        assert line["status"] == 201, line
        return line

    def signal(self, case: Case, *, kind: str = "involvement") -> Json:
        """A signal about the child, with its mother."""
        return {
            "kind": kind,
            **({"state": "started"} if kind == "involvement" else {}),
            "occurred_at": AT,
            "subject": case.child,
            "household": [{"relation": "parent", "subject": case.mother, "authority": True}],
        }

    def exception(self, items: list[str]) -> Json:
        """A safety exception over these items, for the organisation that is named by it."""
        words = {"outweighs": "w", "not-otherwise": "w", "consent-sought": "w", "least": "w"}
        return {
            "items": items,
            "recipients": ["named"],
            "risk": "risico",
            "tests": words,
            "review_on": "2027-01-10",
            "professional": {"id": code_of("reporter")},
        }

    def question(self, case: Case) -> Json:
        """A search for the child."""
        return {"subject": case.child, "purpose": "help-request", "reason": "vraag van moeder"}


def _surname(number: int) -> str:
    """A surname that is like no other's: people of one name and one age are asked about, and nothing crosses."""
    spread = blake2b(str(number).encode(), digest_size=9).hexdigest()
    return "Van " + "".join(chr(ord("a") + int(digit, 16)) for digit in spread)


async def register(hub: Hub, recorder: LedgerRecorder) -> None:
    """Everybody takes part, with a professional for each role.

    Recorded as facts, since the hub itself would designate the municipality's own roles for the municipality only.
    """
    everybody = {each.id: each for each in (*OF_RELATION.values(), SHELTER)}
    for each in everybody.values():
        await hub.desk.submit(OrganisationRequest(organisation=each), organisation=OPERATOR, key=each.id)
    mapper, now = FactMapper(hub.registry), hub.clock.now()
    facts = [
        ProfessionalDesignated(recorded_at=now, organisation=who, professional=code_of(role), roles=(role,))
        for who in everybody
        for role in ProfessionalRole
    ]
    await recorder.append([mapper.to_dcb_event(Tagged([], fact)) for fact in facts])
    await hub.register.refresh()
