"""Identity reviews and links as a steward is shown them: records side by side, and why, field by field.

A steward decides about who is who and nothing else: no signal, no family, no organisation, and never a BSN, only
whether one is known.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from hub.answers.notices import Words
from hub.domain.items import IdentityReview
from hub.people.identity import Identity
from hub.people.linkage.words import CONDITIONS, said_of
from hub.views.rows import IdentityRow


class StatementAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person as stated, by the steward's own reference. Empty where the person was erased."""

    reference: str
    family_name: str | None = None
    partner_name: str | None = None
    given_names: str | None = None
    born: str | None = None
    sex: str | None = None
    postcode: str | None = None
    house_number: int | None = None
    phone: str | None = None
    bsn_known: bool = False


class FieldAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How far two records agree in one field."""

    field: str
    level: str
    text: Words


class ConditionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A condition of an automatic link that fails."""

    code: str
    text: Words


class LikelyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A known person whom the new one may be."""

    record: StatementAnswer
    fields: tuple[FieldAnswer, ...]


class ReviewAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An identity review (identiteitscontrole): `open`, `same` or `different`. The likeliest comes first."""

    id: str
    number: int
    opened_at: datetime
    state: str
    failing: tuple[ConditionAnswer, ...]
    record: StatementAnswer
    likely: tuple[LikelyAnswer, ...]


class LinkAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Two records that are one person (koppeling): made by the rules or by a steward; `linked` or `undone`."""

    id: str
    number: int
    linked_at: datetime
    state: str
    decided_by: str
    fields: tuple[FieldAnswer, ...]
    records: tuple[StatementAnswer, ...]


Reference = Callable[[str], str]


def review_answer(
    row: IdentityRow, review: IdentityReview, identities: Mapping[str, Identity], reference: Reference
) -> ReviewAnswer:
    """A review with what is known of its persons now."""
    return ReviewAnswer(
        id=row.id,
        number=row.number,
        opened_at=row.recorded_at,
        state=row.state,
        failing=tuple(ConditionAnswer(code=code, text=Words(*CONDITIONS[code])) for code in row.reasons),
        record=_record(review.person, identities, reference),
        likely=tuple(
            LikelyAnswer(record=_record(each.person, identities, reference), fields=_fields(each.reasons))
            for each in review.likely
        ),
    )


def link_answer(row: IdentityRow, identities: Mapping[str, Identity], reference: Reference) -> LinkAnswer:
    """A link with what is known of its two persons now."""
    return LinkAnswer(
        id=row.id,
        number=row.number,
        linked_at=row.recorded_at,
        state=row.state,
        decided_by=row.decided_by or "",
        fields=_fields(row.reasons),
        records=tuple(_record(person, identities, reference) for person in row.persons),
    )


def _fields(reasons: Sequence[str]) -> tuple[FieldAnswer, ...]:
    said = (said_of(reason) for reason in reasons)
    return tuple(FieldAnswer(field=field, level=level, text=Words(*words)) for field, level, words in said)


def _record(person: str, identities: Mapping[str, Identity], reference: Reference) -> StatementAnswer:
    known = identities.get(person)
    if known is None:
        return StatementAnswer(reference=reference(person))
    return StatementAnswer(
        reference=reference(person),
        family_name=known.family_name,
        partner_name=known.partner_name,
        given_names=known.given_names,
        born=known.born,
        sex=known.sex,
        postcode=known.postcode,
        house_number=known.house_number,
        phone=known.phone,
        bsn_known=known.bsn is not None,
    )
