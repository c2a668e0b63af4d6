"""One line of the arrears file: every cell checked, every mistake noted, and what the line means when there is none."""

import re
from datetime import date
from typing import Final, Literal, cast, get_args

from adapters.arrears.cells import Cells, read_day
from adapters.arrears.row import (
    COLLECTION_STEPS,
    NO_CHILDREN,
    ArrearsRow,
    Consent,
    Member,
    Person,
    Professional,
    Relation,
    Sex,
    Stage,
)

_RECORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}", re.ASCII)
_CODE: Final = re.compile(r"[a-z0-9]+([_:-][a-z0-9]+)*", re.ASCII)
_RELATIONS: Final = frozenset(get_args(Relation))
_MEMBER_PARTS: Final = 5
_SEXES: Final = frozenset(get_args(Sex))


def parse(cells: Cells) -> ArrearsRow | None:
    """The line as the corporation means it, or None when ``cells.faults`` has any."""
    on = cells.day("date")
    tenant = _tenant(cells, on)
    offered_on = _collection_steps(cells, on)
    stage = cells.one_of("stage", get_args(Stage))
    effect_date = _effect_date(cells, on, stage)
    household = _household(cells, on)
    record, bailiff = cells.matching("record", _RECORD), cells.matching("bailiff", _CODE)
    cells.required("record")
    postcode, house_number = cells.postcode("postcode"), cells.house_number("house_number")
    consent, professional = _consent(cells, on), _professional(cells)
    _objection(cells)
    if cells.faults or on is None or tenant is None or offered_on is None:
        return None
    return ArrearsRow(
        record=record,
        tenant=tenant,
        postcode=postcode,
        house_number=house_number,
        stage=cast("Stage", stage),
        day=on,
        effect_date=effect_date,
        offered_on=offered_on,
        bailiff=bailiff or None,
        household=household,
        kindcheck=_kindcheck(cells, household),
        consent=consent,
        professional=professional,
    )


def _tenant(cells: Cells, on: date | None) -> Person | None:
    family_name, given_names = cells.name("family_name"), cells.name("given_names")
    born, sex = cells.day("born"), cells.sex("sex")
    if born is not None and on is not None and born > on:
        cells.fault("born", "after-date")
    if born is None:
        return None
    return Person(family_name=family_name, given_names=given_names, born=born, sex=cast("Sex", sex))


def _collection_steps(cells: Cells, on: date | None) -> date | None:
    """All four steps must have been taken, and not after the line's date; gives the day of the last one."""
    offered_on = None
    for column in COLLECTION_STEPS:
        if not cells.text(column):
            cells.fault(column, "collection-step-missing")
            continue
        offered_on = cells.optional_day(column)
        if offered_on is not None and on is not None and offered_on > on:
            cells.fault(column, "after-date")
    return offered_on


def _objection(cells: Cells) -> None:
    """With an objection of the tenant nothing is passed on (Besluit gemeentelijke schuldhulpverlening)."""
    cells.required("objection")
    if cells.yes_no("objection"):
        cells.fault("objection", "tenant-objects")


def _effect_date(cells: Cells, on: date | None, stage: str | None) -> date | None:
    effect_date = cells.optional_day("effect_date")
    if effect_date is not None and stage == "arrears":
        cells.fault("effect_date", "without-eviction")
    if effect_date is not None and on is not None and effect_date < on:
        cells.fault("effect_date", "before-date")
    return effect_date


def _household(cells: Cells, on: date | None) -> tuple[Member, ...]:
    """Members as ``relation:family name:given names:born:sex``, separated by ``|``."""
    written = cells.text("household")
    if not written or written == NO_CHILDREN:
        return ()
    members = [_member(part) for part in written.split("|")]
    found = tuple(member for member in members if member is not None)
    if len(found) < len(members):
        cells.fault("household", "member-malformed")
    if on is not None and any(member.person.born > on for member in found):
        cells.fault("household", "after-date")
    return found


def _member(written: str) -> Member | None:
    parts = [part.strip() for part in written.split(":")]
    if len(parts) != _MEMBER_PARTS:
        return None
    relation, family_name, given_names, born, sex = parts
    day = read_day(born)
    if relation not in _RELATIONS or sex not in _SEXES or not family_name or not given_names or day is None:
        return None
    person = Person(family_name=family_name, given_names=given_names, born=day, sex=cast("Sex", sex))
    return Member(cast("Relation", relation), person)


def _kindcheck(cells: Cells, household: tuple[Member, ...]) -> Literal["named", "none", "unknown"]:
    if any(member.relation == "child" for member in household):
        return "named"
    return "none" if cells.text("household") == NO_CHILDREN else "unknown"


def _consent(cells: Cells, on: date | None) -> Consent | None:
    answer = cells.yes_no("consent")
    recipients, except_categories = cells.codes("consent_recipients", _CODE), cells.codes("consent_except", _CODE)
    if answer is None:
        return None
    answered_on = cells.day("consent_on")
    if answer and not recipients:
        cells.fault("consent_recipients", "missing")
    if answered_on is None:
        return None
    if on is not None and answered_on > on:
        cells.fault("consent_on", "after-date")
    given: Literal["given", "refused"] = "given" if answer else "refused"
    return Consent(answer=given, on=answered_on, recipients=recipients, except_categories=except_categories)


def _professional(cells: Cells) -> Professional:
    phone, email = cells.text("professional_phone"), cells.text("professional_email")
    if not phone and not email:
        cells.fault("professional_phone", "missing")
    return Professional(
        id=cells.required("professional_id"),
        name=cells.name("professional_name"),
        phone=phone or None,
        email=email or None,
    )
