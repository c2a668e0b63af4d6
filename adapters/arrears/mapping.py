"""From a line of the arrears file to messages for the hub: the tenant's answer about sharing, then the signal."""

from typing import Any, Final

from adapters.arrears.row import COLLECTION_STEPS, ArrearsRow, Consent, Member, Person
from adapters.frame import Message

_CONCERNS: Final = {"arrears": ("rent-arrears", "attention"), "eviction-threat": ("eviction-threat", "serious")}
_TENANT: Final = "tenant"


def messages(row: ArrearsRow) -> tuple[Message, ...]:
    """The messages of one line, the signal last."""
    signal = Message(path="/v1/signals", key=f"arrears:{row.record}:{row.stage}:{row.day}", body=_signal(row))
    if row.consent is None:
        return (signal,)
    return (_consent(row, row.consent), signal)


def _signal(row: ArrearsRow) -> dict[str, Any]:
    category, severity = _CONCERNS[row.stage]
    body: dict[str, Any] = {
        "kind": "concern",
        "category": category,
        "severity": severity,
        "occurred_at": f"{row.day}T00:00:00Z",
        "subject": _tenant(row),
        "label": _TENANT,
        "household": [_member(number, member, row) for number, member in enumerate(row.household, start=1)],
        "kindcheck": row.kindcheck,
        "professional": _professional(row),
        "informed": [{"addressee": _TENANT, "on": row.offered_on.isoformat()}],
        "source": {"system": "arrears-file", "record": row.record},
        "arrears": {"objection": False, "collection_steps": list(COLLECTION_STEPS.values())},
    }
    if row.bailiff is not None:
        body["through"] = row.bailiff
    if row.effect_date is not None:
        body["takes_effect_on"] = row.effect_date.isoformat()
    return body


def _consent(row: ArrearsRow, consent: Consent) -> Message:
    """The tenant answers for the tenant alone, or with authority for the children as well.

    A child born after the answer is not covered by it. The key changes with the answer and its day only, so that an old
    answer that stands in every nightly extract cannot undo a withdrawal.
    """
    children = [m.person for m in row.household if m.relation == "child" and m.person.born <= consent.on]
    giver = {
        "subject": _tenant(row),
        "capacity": "authority" if children else "self",
        "answer": consent.answer,
        "on": consent.on.isoformat(),
    }
    body = {
        "about": [_tenant(row), *(_person(child) for child in children)],
        "givers": [giver],
        "recipients": list(consent.recipients),
        "except_categories": list(consent.except_categories),
        "professional": {"id": row.professional.id},
    }
    return Message(path="/v1/consents", key=f"arrears-consent:{row.record}:{consent.answer}:{consent.on}", body=body)


def _tenant(row: ArrearsRow) -> dict[str, Any]:
    return {**_person(row.tenant), "postcode": row.postcode, "house_number": row.house_number}


def _member(number: int, member: Member, row: ArrearsRow) -> dict[str, Any]:
    """An eviction is about the children whose home it is; arrears are about the tenant."""
    return {
        "relation": member.relation,
        "subject": _person(member.person),
        "label": f"{member.relation}-{number}",
        "about": member.relation == "child" and row.stage == "eviction-threat",
        "in_home": True,
        "authority": False,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "family_name": person.family_name,
        "given_names": person.given_names,
        "born": person.born.isoformat(),
        "sex": person.sex,
    }


def _professional(row: ArrearsRow) -> dict[str, str]:
    who = row.professional
    reached = {"phone": who.phone, "email": who.email}
    return {"id": who.id, "name": who.name, **{name: value for name, value in reached.items() if value is not None}}
