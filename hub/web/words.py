"""The words of codes on a page, in Dutch and English; a code without words shows as itself."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from hub.answers.items import ItemAnswer
from hub.answers.naming import OrganisationAnswer, PersonAnswer
from hub.answers.notices import Words
from hub.domain.rules import all_rules

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
    "proposed": Words("gevraagd", "asked"),
    "offered": Words("aangeboden", "offered"),
    "accepted": Words("aanvaard", "accepted"),
    "declined": Words("niet aanvaard", "declined"),
    "completed": Words("rond", "complete"),
    "ended": Words("beëindigd", "ended"),
    "own": Words("eigen", "own"),
    "consent": Words("toestemming", "consent"),
    "exception": Words("veiligheidsuitzondering", "safety exception"),
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
    "appointment-completed": Words("afspraak doorgegaan", "appointment completed"),
    "referral-made": Words("verwezen", "referred"),
    "referral-arrived": Words("verwijzing aangekomen", "referral arrived"),
    "contact-restored": Words("weer contact", "contact restored"),
    "safety-assessment-safe": Words("beoordeeld: veilig", "assessed: safe"),
    "safety-assessment-unsafe": Words("beoordeeld: onveilig", "assessed: unsafe"),
    "safety-plan": Words("veiligheidsplan", "safety plan"),
    "family-plan": Words("gezinsplan", "family plan"),
    "child-seen": Words("kind gezien", "child seen"),
    "member-spoken-with": Words("gesproken", "spoken with"),
    "not-scaled-up-help-accepted": Words("niet opgeschaald, hulp aanvaard", "not scaled up because help was accepted"),
    "family-directs-itself": Words("gezin voert zelf regie", "family directs itself"),
    "kindcheck-named": Words("kindcheck: kinderen bekend", "kindcheck: children named"),
    "family-told": Words("gezin ingelicht", "family told"),
    "safety-exception": Words("veiligheidsuitzondering opnieuw bekijken", "review of the safety exception"),
}


def words(code: str | None) -> Words:
    """The words of a code, or of what the rule with this identifier waits for."""
    return CODES.get(code or "") or _terms().get(code or "") or Words(code or "", code or "")


@cache
def _terms() -> Mapping[str, Words]:
    return {rule.id: Words(rule.term_nl, rule.term_en) for rule in all_rules() if rule.term_nl}


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


def day(value: date | None) -> str:
    """A day as the Dutch write it; empty for none."""
    return "" if value is None else f"{value.day}-{value.month}-{value.year}"
