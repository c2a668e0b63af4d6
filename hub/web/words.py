"""The words of codes on a page, in Dutch and English; a code without words shows as itself."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Final

from hub.answers.items import ItemAnswer
from hub.answers.naming import OrganisationAnswer, PersonAnswer
from hub.answers.notices import Words
from hub.domain.follow_up_codes import FOLLOW_UP_CODES
from hub.domain.rules import all_rules
from hub.domain.terms import AMSTERDAM

CODES: Final[Mapping[str, Words]] = {
    "involvement": Words("betrokkenheid", "involvement"),
    "concern": Words("zorg", "concern"),
    "earlier-signal": Words("eerder signaal", "earlier signal"),
    "follow-up": Words("opvolging", "follow-up"),
    "coordination": Words("regie", "coordination"),
    "watch": Words("let op dit kind", "watches this child"),
    "handover": Words("warme overdracht", "handover"),
    "attention": Words("aandacht", "attention"),
    "serious": Words("ernstig", "serious"),
    "acute": Words("acuut", "acute"),
    "violence": Words("geweld", "violence"),
    "contact-made": Words("contact gelegd", "contact made"),
    "already-in-contact": Words("al in contact", "already in contact"),
    "could-not-reach": Words("niet bereikt", "could not reach"),
    "not-needed": Words("niet nodig", "not needed"),
    "proposed": Words("gevraagd", "asked"),
    "offered": Words("aangeboden", "offered"),
    "take-over": Words("aannemen", "accept"),
    "decline": Words("niet aannemen", "decline"),
    "first-contact": Words("het eerste contact met het kind was er", "the first contact with the child took place"),
    "accepted": Words("aanvaard", "accepted"),
    "declined": Words("niet aanvaard", "declined"),
    "completed": Words("rond", "complete"),
    "ended": Words("beëindigd", "ended"),
    "expired": Words("verlopen: niemand nam over", "expired: nobody took over"),
    "voluntary": Words("vrijwillig", "voluntary"),
    "drang": Words("drang", "pressed help (drang)"),
    "jeugdbeschermingsplein": Words("jeugdbeschermingsplein", "youth protection consultation (plein)"),
    "jeugdbeschermingstafel": Words("jeugdbeschermingstafel", "youth protection table (tafel)"),
    "raadsonderzoek": Words("raadsonderzoek", "inquiry by the child protection board"),
    "dwang": Words("dwang", "compulsory help (dwang)"),
    "own": Words("eigen", "own"),
    "consent": Words("toestemming", "consent"),
    "exception": Words("veiligheidsuitzondering", "safety exception"),
    "profile": Words("na informeren", "after informing"),
    "child": Words("kind", "child"),
    "parent": Words("ouder", "parent"),
    "partner": Words("partner", "partner"),
    "ex-partner": Words("ex-partner", "ex-partner"),
    "other-adult": Words("andere volwassene", "other adult"),
    "safety": Words("veiligheid", "safety"),
    "health": Words("gezondheid", "health"),
    "education": Words("onderwijs", "education"),
    "growing-up": Words("opgroeien", "growing up"),
    "housing": Words("wonen", "housing"),
    "work-and-income": Words("werk en inkomen", "work and income"),
    "finances": Words("geld", "finances"),
    "any": Words("alle domeinen", "any domain"),
    "safety-exception": Words("veiligheidsuitzondering opnieuw bekijken", "review of the safety exception"),
}


def words(code: str | None) -> Words:
    """The words of a code, of a follow-up fact, or of what the rule with this identifier waits for."""
    return CODES.get(code or "") or _elsewhere().get(code or "") or Words(code or "", code or "")


@cache
def _elsewhere() -> Mapping[str, Words]:
    """Words that stand with what they name: follow-up codes and the terms of rules."""
    facts = {code: Words(each.nl, each.en) for code, each in FOLLOW_UP_CODES.items()}
    return facts | {rule.id: Words(rule.term_nl, rule.term_en) for rule in all_rules() if rule.term_nl}


def organisation(answer: OrganisationAnswer) -> Words:
    """The name of an organisation, or its label."""
    return answer.label or Words(answer.name or "", answer.name or "")


def person(answer: PersonAnswer) -> str:
    """A person as the viewer may know them: by name, or by the last characters of its own reference."""
    name = " ".join(part for part in (answer.given_names, answer.family_name) if part)
    return name or f"persoon {answer.reference[-6:]}"


def what(item: ItemAnswer) -> Words:
    """What an item is, in a few words."""
    if item.category is not None:
        return item.category.label
    return words(item.code or item.kind)


def moment(value: datetime) -> str:
    """A moment as a Dutch clock and calendar show it."""
    local = value.astimezone(AMSTERDAM)
    return f"{day(local.date())} {local:%H:%M}"


def born(value: str | None) -> str:
    """A birth date as the Dutch write it, as far as it is known: a day, a month or a year."""
    return "-".join(str(int(part)) for part in reversed((value or "").split("-")) if part)


def dialled(value: str) -> str:
    """A telephone number as a link dials it: digits and a plus."""
    return "".join(each for each in value if each.isdigit() or each == "+")


def day(value: date | None) -> str:
    """A day as the Dutch write it; empty for none."""
    return "" if value is None else f"{value.day}-{value.month}-{value.year}"
