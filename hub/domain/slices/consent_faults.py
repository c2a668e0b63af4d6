"""What can be wrong with a consent, beside its persons: the words that a scope may be stated in, dates, who answers."""

from collections.abc import Container, Iterator
from datetime import datetime
from typing import Final

from hub.domain.catalogue import LifeDomain
from hub.domain.circumstances import COORDINATION
from hub.domain.consent import ALL
from hub.domain.errors import Fault
from hub.domain.items import ITEM_KINDS
from hub.domain.organisations import Role, Sector
from hub.domain.policy import Policy
from hub.domain.slices.consent_details import ConsentDetails

EXPLAINED: Final = frozenset(
    {
        "spoken",
        "written",
        "plain-language",
        "with-pictures",
        "with-interpreter",
        "with-supporter",
        "adapted-to-intellectual-disability",
        "read-aloud",
    }
)
"""How consent was explained (DOMAIN.md 3.5; Z3.1: also to a parent with an intellectual disability)."""

PURPOSES: Final = frozenset({COORDINATION, "safety", "handover", "review"})
"""Purposes to which a consent may be limited; what the hub tells by itself serves early coordination (chosen)."""

PASSING: Final = frozenset({"serious-disadvantage", "youth-wish"})
"""Grounds on which those with authority are passed (Jeugdwet 7.3.4(2))."""

NO_SUCH_RECIPIENT: Final = (
    "No such recipient: name an organisation by its identifier, a sector as sector:school, or one of "
    "basic-care, veilig-thuis and those-involved."
)


def consent_faults(details: ConsentDetails, policy: Policy, now: datetime) -> list[Fault]:
    """Everything that is wrong with a consent, at once."""
    faults = [
        Fault(f"recipients[{index}]", "organisation-unknown", NO_SUCH_RECIPIENT)
        for index, recipient in enumerate(details.recipients)
        if not consent_may_name(recipient, policy)
    ]
    faults.extend(
        Fault(f"noted_for[{index}]", "organisation-unknown", "No such organisation.")
        for index, organisation in enumerate(details.noted_for)
        if organisation not in policy.organisations
    )
    faults.extend(_scope_faults(details, policy))
    faults.extend(_date_faults(details, now))
    faults.extend(_giver_faults(details))
    return faults


def consent_may_name(recipient: str, policy: Policy) -> bool:
    """Whether a consent may name this: what an exception may, or everybody."""
    return recipient == ALL or known_recipient(recipient, policy)


def known_recipient(recipient: str, policy: Policy) -> bool:
    """Whether a recipients list may hold this word: an organisation, ``sector:<sector>``, or a role."""
    if recipient in policy.organisations or recipient in {Role.BASIC_CARE, "veilig-thuis", "those-involved"}:
        return True
    return recipient.startswith("sector:") and recipient.removeprefix("sector:") in set(Sector)


def _scope_faults(details: ConsentDetails, policy: Policy) -> Iterator[Fault]:
    """A scope in words that do not exist: a category misspelt would be shared although it was left out."""
    known: tuple[tuple[str, tuple[str, ...], Container[str], str], ...] = (
        ("kinds", details.kinds, ITEM_KINDS, "kind-unknown"),
        ("domains", details.domains, set(LifeDomain), "domain-unknown"),
        ("except_categories", details.except_categories, policy.catalogue.codes(), "category-unknown"),
        ("purposes", details.purposes, PURPOSES, "purpose-unknown"),
    )
    for field, stated, possible, code in known:
        for index, word in enumerate(stated):
            if word not in possible:
                yield Fault(f"{field}[{index}]", code, "This is not a word that a consent's scope can be stated in.")
    if details.explained is not None and details.explained not in EXPLAINED:
        yield Fault("explained", "explanation-unknown", "This is not a word for how consent is explained.")


def _date_faults(details: ConsentDetails, now: datetime) -> Iterator[Fault]:
    if details.until is not None and details.until <= max(now, details.since or now):
        yield Fault("until", "date-in-past", "A consent ends in the future, and after it began.")
    if any(answer.on > now for answer in details.answers):
        yield Fault("givers", "date-in-future", "An answer was given before now.")


def _giver_faults(details: ConsentDetails) -> Iterator[Fault]:
    for index, answer in enumerate(details.answers):
        if answer.unsafe_to_ask and answer.answer != "not-asked":
            message = "Whom asking is unsafe was not asked: answer not-asked."
            yield Fault(f"givers[{index}].unsafe_to_ask", "unsafe-was-asked", message)
    represents = any(answer.capacity == "representative" for answer in details.answers)
    if represents != bool(details.represented):
        message = "A representative answers for who is represented, and only then."
        yield Fault("represented", "representative-missing" if details.represented else "represented-missing", message)
    if details.parents_passed is not None and not any(
        answer.capacity == "self" and answer.answer == "given" for answer in details.answers
    ):
        message = "Those with authority are passed for a youth who gave consent."
        yield Fault("parents_passed", "youth-did-not-consent", message)
