"""The housing corporation's nightly extract, as it would have been on a day of the case."""

import csv
import io
from datetime import date
from pathlib import Path

from adapters.arrears.row import COLUMNS
from hub.demo.acts import Arrears, Consent, Signal
from hub.demo.case import Answer, Case

_STAGES = {"rent-arrears": "arrears", "eviction-threat": "eviction-threat"}


def delivery_dates(case: Case, organisation: str) -> tuple[date, ...]:
    """The days on which this organisation's file has a new line."""
    return tuple(dict.fromkeys(act.date for act, _ in _lines(case, organisation)))


def write_extract(case: Case, organisation: str, on: date, answer: Answer, file: Path) -> tuple[Signal, ...]:
    """Write the full extract of one day: every line so far, the new ones last. Gives the acts behind the lines."""
    known = [(act, arrears) for act, arrears in _lines(case, organisation) if act.date <= on]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for act, arrears in known:
        writer.writerow({**_tenancy(case, act), **_steps(arrears), **_consent(case, act, answer)})
    file.write_bytes(text.getvalue().encode("utf-8-sig"))
    return tuple(act for act, _ in known)


def _lines(case: Case, organisation: str) -> list[tuple[Signal, Arrears]]:
    signals = (act for act in case.acts if isinstance(act, Signal) and act.by == organisation)
    return [(act, act.arrears) for act in signals if act.arrears is not None]


def _tenancy(case: Case, act: Signal) -> dict[str, str]:
    tenant, who = case.persons[act.subject], case.organisations[act.by].professional
    return {
        "family_name": tenant.family_name,
        "given_names": tenant.given_names,
        "born": tenant.born.isoformat(),
        "sex": tenant.sex,
        "postcode": case.home.postcode,
        "house_number": str(case.home.house_number),
        "stage": _STAGES[act.category or ""],
        "date": act.date.isoformat(),
        "objection": "nee",
        "household": "|".join(_member(case, member) for member in act.household),
        "professional_id": who.id,
        "professional_name": who.name,
        "professional_phone": who.phone,
        "professional_email": who.email,
    }


def _member(case: Case, member: str) -> str:
    person = case.persons[member]
    return f"{person.role}:{person.family_name}:{person.given_names}:{person.born}:{person.sex}"


def _steps(arrears: Arrears) -> dict[str, str]:
    return {
        "record": arrears.record,
        "effect_date": "" if arrears.effect_date is None else arrears.effect_date.isoformat(),
        "reminder_on": arrears.reminder_on.isoformat(),
        "contact_on": arrears.contact_on.isoformat(),
        "pointed_on": arrears.pointed_on.isoformat(),
        "offered_on": arrears.offered_on.isoformat(),
        "bailiff": arrears.bailiff or "",
    }


def _consent(case: Case, act: Signal, answer: Answer) -> dict[str, str]:
    """The tenant's answer as it stood on the day of the line."""
    asked = [each for each in case.acts if isinstance(each, Consent) and each.by == act.by and each.through_file]
    latest = next((each for each in reversed(asked) if each.date <= act.date), None)
    if latest is None:
        return {}
    return {
        "consent": "ja" if answer == "given" else "nee",
        "consent_on": (latest.given_on or latest.date).isoformat(),
        "consent_recipients": "|".join(case.consent.recipients),
        "consent_except": "|".join(case.consent.except_categories),
    }
