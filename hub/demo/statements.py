"""How an organisation of the case states a person, a household and who was informed: the parts of a request's body."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from hub.demo.acts import Signal
from hub.demo.case import Case, Person

Body = dict[str, Any]
"""A JSON object as the API takes it."""

DEFERRED_FOR: Final = timedelta(days=28)
"""Informing may be deferred by four weeks at most (DOMAIN.md 2.4)."""

_RELATIONS: Final = {
    ("parent", "child"): "child",
    ("parent", "ex-partner"): "ex-partner",
    ("parent", "partner"): "partner",
    ("child", "child"): "sibling",
    ("child", "parent"): "parent",
    ("child", "ex-partner"): "parent",
    ("child", "partner"): "other-adult",
    ("ex-partner", "child"): "child",
    ("ex-partner", "parent"): "ex-partner",
}
"""What a member is to the subject, by the roles of both in the family."""


def moment(at: datetime) -> str:
    """A moment as the API writes it, in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def subject(case: Case, person: str, organisation: str) -> Body:
    """A person as this organisation may state it: demographics, and the BSN where it may know one."""
    known = case.persons[person]
    stated = {
        "family_name": known.family_name,
        "given_names": known.given_names,
        "born": known.born.isoformat(),
        "sex": known.sex,
    }
    if case.organisations[organisation].knows_bsn and known.bsn is not None:
        stated["bsn"] = known.bsn
    return stated


def subjects(case: Case, persons: tuple[str, ...], organisation: str) -> list[Body]:
    """Several persons, each as ``subject``."""
    return [subject(case, person, organisation) for person in persons]


def professional(case: Case, organisation: str) -> Body:
    """Who acts for the organisation."""
    who = case.organisations[organisation].professional
    return {"id": who.id, "name": who.name, "phone": who.phone, "email": who.email}


def household(case: Case, act: Signal) -> list[Body]:
    """The members that the organisation names with a signal. An ex-partner lives elsewhere."""
    around = case.persons[act.subject]
    return [
        {
            "relation": _RELATIONS[(around.role, case.persons[member].role)],
            "subject": subject(case, member, act.by),
            "label": member,
            "about": member in act.about,
            "in_home": "ex-partner" not in {around.role, case.persons[member].role},
            "authority": case.persons[member].authority,
        }
        for member in act.household
    ]


def kindcheck(case: Case, act: Signal) -> str | None:
    """Required on every signal about an adult: whether children depend on this adult (DOMAIN.md 1)."""
    if case.persons[act.subject].role == "child":
        return None
    if act.kindcheck is not None:
        return act.kindcheck
    return "named" if any(case.persons[member].role == "child" for member in act.household) else "unknown"


def informed(case: Case, act: Signal) -> list[Body]:
    """Who was told of a signal: adults themselves, for children their parent; an ex-partner later, being a danger."""
    stated = (act.subject, *act.household)
    concerned = {person for person in act.about if _is_adult(case.persons[person])}
    if len(concerned) < len(act.about):
        concerned |= {person for person in stated if case.persons[person].authority}
    return [_informed(case, act, person) for person in stated if person in concerned]


def _is_adult(person: Person) -> bool:
    return person.role != "child"


def _informed(case: Case, act: Signal, person: str) -> Body:
    if case.persons[person].role == "ex-partner" and person != act.subject:
        until: date = act.date + DEFERRED_FOR
        return {"addressee": person, "deferred_until": until.isoformat(), "reason": "unsafe-to-tell"}
    return {"addressee": person, "on": act.date.isoformat()}
