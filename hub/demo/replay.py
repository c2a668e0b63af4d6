"""The replay of a case: every act by its organisation's own client, on its own day, on a stepped clock.

After each step views, deadlines and worker settle, and then every organisation reads its own inbox through the API:
what is reported is what these organisations were really told.
"""

import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from hub.bootstrap import Hub
from hub.commands.organisations import OrganisationRequest
from hub.commands.professionals import DesignateRequest
from hub.demo import acts
from hub.demo.arrears_file import write_extract
from hub.demo.case import Answer, Case
from hub.demo.clients import Clients
from hub.demo.clock import SteppedClock
from hub.demo.follow_up import FollowUp, follow_up
from hub.demo.outcome import Notification, ShownItem, as_json, outcome
from hub.demo.requests import Occasion, requests_of
from hub.demo.statements import subject
from hub.domain.facts import AccessTold, Fact, MatchRaised, MatchWithdrawn, PersonsLinked
from hub.domain.linked import representatives
from hub.domain.organisations import OPERATOR
from hub.domain.professionals import ProfessionalRole
from hub.people.subject import Subject

ACTING = (ProfessionalRole.REPORTER, ProfessionalRole.ADMINISTRATOR)
"""The roles of the one professional whom each organisation of a case has."""
MASKED = "an organisation"
"""In place of an owner that the hub does not narrow down."""
AFTERMATH = timedelta(days=60)
"""How long after the last act deadlines are still followed."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One notification that an organisation found in its inbox, with what it could fetch of it at that moment."""

    notification: Notification
    lane: str
    message: str
    """Groups the notifications that reach one organisation as one message."""


class Replay:
    """One run of a case through a hub that serves at ``base_url``."""

    def __init__(self, hub: Hub, clock: SteppedClock, case: Case, answer: Answer, clients: Clients) -> None:
        self.case = case
        self.answer: Answer = answer
        self.told: list[Told] = []
        self.withdrawn: list[tuple[date, str]] = []
        """The days on which an organisation was told that sharing had ended."""
        self.facts: list[Fact] = []
        """Everything that was recorded, as far as inboxes were rung for it."""
        self._hub = hub
        self._clock = clock
        self._clients = clients
        self._read: dict[str, int] = {}
        self._heard = 0
        self._pseudonyms: dict[str, str] = {}
        """Pseudonym -> person of the case; one whom several organisations state may have several."""
        self._links: dict[str, tuple[str, str]] = {}

    async def run(self, progress: Callable[[datetime], None] = lambda _: None) -> None:
        """Replay every act, then let the last deadlines come. Raises ``ReplayFailed`` where the hub refuses an act."""
        async for at, _ in self.act_by_act():
            progress(at)

    async def act_by_act(self) -> AsyncIterator[tuple[datetime, acts.Act]]:
        """As ``run``, giving each act with its moment (UTC) when everything has settled after it."""
        moments = self.case.timeline()
        for at, act in moments:
            await self._step_to(at)
            await self._do(act, at)
            await self._settle()
            yield at, act
        await self._step_to(moments[-1][0] + AFTERMATH)

    def report(self) -> dict[str, Any]:
        """What ``hub demo --json`` prints: each expected item with what came of it, and every notification."""
        raised = outcome(self.case, (each.notification for each in self.told), self.answer)
        return {
            "case": self.case.case,
            "consent": self.answer,
            "expected": as_json(raised),
            "notifications": [
                {**msgspec.to_builtins(each.notification), "lane": each.lane, "message": each.message}
                for each in self.told
            ],
            "follow_up": msgspec.to_builtins(self.follow_up),
            "withdrawals": [{"on": on.isoformat(), "to": to} for on, to in self.withdrawn],
        }

    @property
    def follow_up(self) -> FollowUp:
        """Who was asked to coordinate, what stayed unanswered, and whom that reached."""
        return follow_up(self.facts, self._clock.now().date())

    async def _step_to(self, moment: datetime) -> None:
        """Step from deadline to deadline up to a moment; each is turned into a command at its own time."""
        while (due := await self._hub.queries.next_deadline()) is not None and due <= moment:
            self._clock.step_to(max(due, self._clock.now()))
            await self._settle()
        self._clock.step_to(moment)

    async def _settle(self) -> None:
        """Until views, deadlines and relay have nothing left to do at this moment; then everyone reads its inbox."""
        await self._hub.projector.catch_up()
        while await self._hub.scheduler.run_due():
            await self._hub.projector.catch_up()
        for organisation in await self._rung():
            await self._read_inbox(organisation)

    async def _rung(self) -> list[str]:
        """Whose inbox has something new: what the doorbell of the event stream would tell, without its delay."""
        rung: dict[str, None] = {}
        while page := await self._hub.reader.page(self._heard, 500):
            self._heard = page[-1].position
            self.facts += [each.fact for each in page]
            told = (each.fact for each in page if isinstance(each.fact, MatchRaised | MatchWithdrawn))
            rung |= dict.fromkeys(fact.recipient for fact in told if fact.notification is not None)
            rung |= dict.fromkeys(each.fact.organisation for each in page if isinstance(each.fact, AccessTold))
            linked = (each.fact for each in page if isinstance(each.fact, PersonsLinked))
            self._links |= {fact.link: fact.persons for fact in linked}
        return list(rung)

    async def _do(self, act: acts.Act, at: datetime) -> None:
        occasion = Occasion(self.case, at, self.answer, self._clients.memory)
        if isinstance(act, acts.Signal) and act.arrears is not None:
            await self._deliver_file(act)
            return
        for request in requests_of(act, occasion):
            await self._clients.send(request)

    async def _deliver_file(self, act: acts.Signal) -> None:
        """The housing corporation's full extract of that night, through the batch adapter."""
        with tempfile.TemporaryDirectory(prefix="samenloop-arrears-") as folder:
            file = Path(folder) / "arrears.csv"
            lines = write_extract(self.case, act.by, act.date, self.answer, file)
            stored = await self._clients.deliver_arrears(act.by, file)
        for line, (signal, reference) in zip(lines, stored, strict=True):
            self._clients.memory.keep_id(line.key, signal)
            self._clients.memory.keep_reference(act.by, line.subject, reference)

    async def _read_inbox(self, organisation: str) -> None:
        for entry in await self._clients.inbox(organisation, self._read.get(organisation, 0)):
            self._read[organisation] = entry["number"]
            if entry["kind"] == "access":
                await self._clients.confirm_access(organisation, entry["professional"])
                continue
            if entry["kind"] == "withdrawal":
                self.withdrawn.append((self._clock.now().date(), organisation))
                continue
            content = await self._clients.match(organisation, entry["match"])
            self.told.append(await self._told(organisation, entry, content))

    async def _told(self, organisation: str, entry: dict[str, Any], content: dict[str, Any]) -> Told:
        items = tuple(
            ShownItem(owner=each["owner"].get("id") or MASKED, ground=each["ground"])
            for each in content.get("items", ())
        )
        reason = content.get("reason") or {}
        notification = Notification(
            on=self._clock.now().date(),
            to=organisation,
            rule=content["rule"],
            ground="identifier" if content.get("identifier_only") else _ground(organisation, items),
            about=tuple(await self._names(organisation, content.get("about", []))),
            items=items,
            reason_nl=reason.get("nl", ""),
            reason_en=reason.get("en", ""),
        )
        return Told(notification=notification, lane=entry["lane"], message=entry["message"])

    async def _names(self, organisation: str, about: list[dict[str, Any]]) -> list[str]:
        """The case's own names of the persons whom an organisation's references stand for."""
        names = self._known_names(organisation)
        if any(each["reference"] not in names for each in about):
            await self._learn_pseudonyms()
            names = self._known_names(organisation)
        told = self._clients.memory.person_of
        return [names.get(each["reference"]) or told(organisation, each["reference"]) or "?" for each in about]

    def _known_names(self, organisation: str) -> dict[str, str]:
        reference = self._hub.people.reference
        return {reference(organisation, person): name for person, name in self._pseudonyms.items()}

    async def _learn_pseudonyms(self) -> None:
        """Everybody as every organisation states them by now, and whoever is linked to them.

        A pseudonym that an organisation's words once found may be found no more, when they turned out to fit several.
        """
        for name in self.case.persons:
            for organisation in self.case.organisations:
                stated = msgspec.convert(subject(self.case, name, organisation), Subject)
                person = await self._hub.people.find(stated, organisation)
                if person is not None:
                    self._pseudonyms[person] = name
        read_as = representatives(self._links)
        names = {read_as[person]: name for person, name in self._pseudonyms.items() if person in read_as}
        self._pseudonyms |= {person: names[one] for person, one in read_as.items() if one in names}


def _ground(organisation: str, items: tuple[ShownItem, ...]) -> str:
    """On which grounds others' items were shown; ``own`` where all of them are the recipient's own."""
    grounds = sorted({item.ground for item in items if item.owner != organisation})
    return ", ".join(grounds) or "own"


async def register(hub: Hub, case: Case) -> dict[str, str]:
    """Register the case's organisations, principals first, and who acts for them; the access token of each of these."""
    partners = sorted(case.organisations, key=lambda each: case.organisations[each].publishes_through is not None)
    for each in partners:
        request = OrganisationRequest(organisation=case.organisation(each))
        await hub.desk.submit(request, organisation=OPERATOR, key=f"register-{each}")
        who = case.organisations[each].professional
        designated = DesignateRequest(id=who.id, roles=ACTING, name=who.name, phone=who.phone, email=who.email)
        await hub.desk.submit(designated, organisation=each, key=f"designate-{who.id}", operator=True)
    return {
        each: hub.issuer.issue(each, professional=case.organisations[each].professional.id).value for each in partners
    }
