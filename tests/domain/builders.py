"""Small builders of facts with sensible defaults.

The family: a mother with authority, a father who lives elsewhere, two children at home. Dates are ISO strings, read as
UTC. ``tests.domain.history`` goes from facts to what one recipient sees.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from hub.configuration.load import load_catalogue
from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.facts import (
    ConsentRecorded,
    CoordinationRecorded,
    DirectoryEntryRecorded,
    ExceptionRecorded,
    FollowUpRecorded,
    HandoverRecorded,
    MembershipStated,
    RecipientsNamed,
    SignalEnded,
    SignalRecorded,
    SignalRetracted,
    WatchRecorded,
)
from hub.domain.facts.sharing import Giver
from hub.domain.facts.signals import Member
from hub.domain.organisations import Organisation, Organisations, Role, Sector

MOTHER, FATHER, TOM, NOA = "p-mother", "p-father", "p-tom", "p-noa"
OPA, PARTNER, HALF_BROTHER, STEPMOTHER = "p-opa", "p-partner", "p-half-brother", "p-stepmother"
CHILDREN = (TOM, NOA)
AGES: Mapping[str, AgeBand] = {
    MOTHER: AgeBand.ADULT,
    FATHER: AgeBand.ADULT,
    OPA: AgeBand.ADULT,
    PARTNER: AgeBand.ADULT,
    STEPMOTHER: AgeBand.ADULT,
    TOM: AgeBand.UNDER_TWELVE,
    NOA: AgeBand.UNDER_FOUR,
    HALF_BROTHER: AgeBand.UNDER_TWELVE,
}
EVERYONE = tuple(AGES)

CATALOGUE = load_catalogue()

EVERY_SECTOR = tuple(f"sector:{sector}" for sector in Sector)
"""A consent that names whoever asks: then it opens what was recorded before somebody's reason to know as well."""


def _organisation(id_: str, sector: Sector, *roles: Role, shielded: bool = False) -> Organisation:
    return Organisation(
        id=id_, name=id_.upper(), sector=sector, roles=frozenset({Role.SIGNALLING, *roles}), shielded=shielded
    )


GP = _organisation("gp", Sector.GENERAL_PRACTICE, Role.INTERPRETING, Role.BASIC_CARE)
SCHOOL = _organisation("school", Sector.SCHOOL, Role.BASIC_CARE)
CJG = _organisation("cjg", Sector.YOUTH_HEALTH_CARE, Role.INTERPRETING, Role.BASIC_CARE)
SOCIAL_WORK = _organisation("social-work", Sector.SOCIAL_WORK, Role.MAY_COORDINATE)
NETWORK = _organisation("network", Sector.CARE_NETWORK)
POLICE = _organisation("police", Sector.POLICE)
SHELTER = _organisation("shelter", Sector.WOMENS_SHELTER, Role.MAY_COORDINATE, shielded=True)
INCOME = _organisation("income", Sector.WORK_AND_INCOME)
HOUSING = _organisation("housing", Sector.HOUSING_CORPORATION)
DEBTS = _organisation("debts", Sector.DEBT_HELP, Role.DEBT_HELP)
ORGANISATIONS = Organisations((GP, SCHOOL, CJG, SOCIAL_WORK, NETWORK, POLICE, SHELTER, INCOME, HOUSING, DEBTS))


def replaced(value: Any, **fields: Any) -> Any:
    """A frozen value with these fields changed."""
    return msgspec.structs.replace(value, **fields)


def on(date: str) -> datetime:
    """The moment of an ISO date or date and time, in UTC."""
    return datetime.fromisoformat(date).replace(tzinfo=UTC)


def at_home(person: str, role: Any = "child", *, in_home: bool = True, authority: bool = False) -> Member:
    """One member of a household."""
    return Member(person=person, role=role, in_home=in_home, authority=authority)


FAMILY = (
    at_home(MOTHER, "parent", authority=True),
    at_home(FATHER, "ex-partner", in_home=False),
    at_home(TOM),
    at_home(NOA),
)


def signal(
    owner: Organisation,
    category: str | None = None,
    *about: str,
    date: str,
    recorded: str | None = None,
    severity: Severity = Severity.ATTENTION,
    household: tuple[Member, ...] = FAMILY,
    id_: str | None = None,
    **fields: Any,
) -> SignalRecorded:
    """A concern, or an involvement where no category is given; about Tom unless said otherwise."""
    persons = about or (TOM,)
    return SignalRecorded(
        recorded_at=on(recorded or date),
        signal=id_ or f"{owner.id} {category or 'involved'} {date}",
        owner=owner.id,
        kind="concern" if category else "involvement",
        subject=persons[0],
        about=persons,
        occurred_at=on(date),
        state=None if category else "started",
        category=category,
        severity=severity if category else None,
        household=household,
        kindcheck="named",
        shielded=owner.shielded,
        **{"bands": {person: AGES[person] for person in persons if person in AGES}, **fields},
    )


def involved(owner: Organisation, *about: str, date: str, **fields: Any) -> SignalRecorded:
    """An involvement that started."""
    return signal(owner, None, *about, date=date, **fields)


def ends(fact: SignalRecorded, date: str, outcome: Any = "ended") -> SignalEnded:
    """That signal ends, or its concern is closed."""
    moment = on(date)
    return SignalEnded(recorded_at=moment, signal=fact.signal, persons=fact.about, ended_at=moment, outcome=outcome)


def retracted(fact: SignalRecorded, date: str) -> SignalRetracted:
    """That signal was wrong."""
    return SignalRetracted(recorded_at=on(date), signal=fact.signal, persons=fact.about)


def consent(
    owner: Organisation, date: str = "2010-01-01", *recipients: str, answer: Any = "given", **fields: Any
) -> ConsentRecorded:
    """Everyone's answer to sharing this organisation's signals, with every sector by name unless said otherwise."""
    adults = [person for person, band in AGES.items() if band is AgeBand.ADULT]
    moment = on(date)
    return ConsentRecorded(
        recorded_at=moment,
        consent=f"consent {owner.id} {date}",
        owner=owner.id,
        persons=EVERYONE,
        givers=tuple(Giver(person=p, capacity="authority", answer=answer, on=moment) for p in adults),
        recipients=recipients or EVERY_SECTOR,
        **fields,
    )


def exception(
    owner: Organisation, *items: SignalRecorded | MembershipStated, recipients: Iterable[str], date: str
) -> ExceptionRecorded:
    """A safety exception over these items, for violence: open until a decision ends it."""
    return ExceptionRecorded(
        recorded_at=on(date),
        exception=f"exception {owner.id} {date}",
        owner=owner.id,
        persons=tuple(p for i in items for p in (i.about if isinstance(i, SignalRecorded) else (i.person, i.of))),
        items=tuple(i.signal if isinstance(i, SignalRecorded) else i.membership for i in items),
        recipients=tuple(recipients),
        tests=("outweighs", "no-other-way", "consent-tried", "least"),
        review_on=on("2030-01-01"),
        violence=True,
    )


def serves(owner: Organisation, *persons: str, date: str = "2010-01-01") -> list[DirectoryEntryRecorded]:
    """Ordinary service: these persons are this organisation's pupils or patients."""
    moment = on(date)
    return [
        DirectoryEntryRecorded(
            recorded_at=moment, entry=f"entry {owner.id} {p}", owner=owner.id, person=p, since=moment
        )
        for p in persons
    ]


def named_by(shelter: Organisation, *persons: str, recipient: Organisation, date: str) -> RecipientsNamed:
    """A shelter names who may be told of persons in its care."""
    return RecipientsNamed(recorded_at=on(date), owner=shelter.id, persons=persons, recipients=(recipient.id,))


def joins(
    owner: Organisation, person: str, of: str, *, date: str, role: Any = "partner", **fields: Any
) -> MembershipStated:
    """A person joins somebody's home."""
    return MembershipStated(
        recorded_at=on(date),
        membership=f"{owner.id} joins {person} {date}",
        owner=owner.id,
        person=person,
        of=of,
        role=role,
        since=on(date),
        **{"joins": True, **fields},
    )


def followup(
    owner: Organisation, code: str, *about: str, date: str, recorded: str | None = None, **fields: Any
) -> FollowUpRecorded:
    """Something was done."""
    return FollowUpRecorded(
        recorded_at=on(recorded or date),
        followup=f"{owner.id} {code} {date}",
        owner=owner.id,
        code=code,
        about=about or (TOM,),
        occurred_at=on(date),
        **fields,
    )


def coordination(
    coordinator: Organisation, step: Any, date: str, *, offered_by: Organisation | None = None, id_: str = "plan"
) -> CoordinationRecorded:
    """A step of a coordination, recorded by the coordinator."""
    return CoordinationRecorded(
        recorded_at=on(date),
        coordination=f"{id_} {coordinator.id}",
        owner=coordinator.id,
        coordinator=coordinator.id,
        about=(MOTHER, *CHILDREN),
        step=step,
        at=on(date),
        offered_by=offered_by.id if offered_by else None,
    )


def watch(watcher: Organisation, child: str, step: Any, date: str) -> WatchRecorded:
    """A step of a watch over one child."""
    return WatchRecorded(
        recorded_at=on(date),
        watch=f"watch {watcher.id} {child}",
        owner=watcher.id,
        watcher=watcher.id,
        child=child,
        step=step,
        at=on(date),
    )


def handover(giver: Organisation, receiver: Organisation, step: Any, date: str) -> HandoverRecorded:
    """A step of a handover."""
    return HandoverRecorded(
        recorded_at=on(date),
        handover=f"handover {giver.id} {receiver.id}",
        owner=giver.id,
        receiver=receiver.id,
        about=(MOTHER, *CHILDREN),
        step=step,
        at=on(date),
    )
