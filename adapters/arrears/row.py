"""One line of the arrears file, as the corporation means it."""

from datetime import date
from typing import Final, Literal

import msgspec

REQUIRED_COLUMNS: Final = (
    "record",
    "family_name",
    "given_names",
    "born",
    "postcode",
    "house_number",
    "stage",
    "date",
    "objection",
    "reminder_on",
    "contact_on",
    "pointed_on",
    "offered_on",
    "professional_id",
    "professional_name",
)
OPTIONAL_COLUMNS: Final = (
    "sex",
    "effect_date",
    "bailiff",
    "household",
    "consent",
    "consent_on",
    "consent_recipients",
    "consent_except",
    "professional_phone",
    "professional_email",
)
COLUMNS: Final = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)
"""The columns of the file. Their order does not matter; others are passed over."""

COLLECTION_STEPS: Final = {
    "reminder_on": "written-reminder",
    "contact_on": "personal-contact-attempt",
    "pointed_on": "pointed-to-debt-help",
    "offered_on": "offered-to-pass-on",
}
"""The four steps that must lie behind before arrears may be passed on (Besluit gemeentelijke schuldhulpverlening)."""

NO_CHILDREN: Final = "none"
"""In the column household: the tenant was asked, and no children depend on this tenant."""

Relation = Literal["child", "partner", "other-adult"]
Sex = Literal["female", "male", "unknown"]
Stage = Literal["arrears", "eviction-threat"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody by demographics: a corporation has no right to a BSN. Shown as text it says nothing."""

    family_name: str
    given_names: str
    born: date
    sex: Sex = "unknown"

    def __repr__(self) -> str:
        return "Person(...)"


class Member(msgspec.Struct, frozen=True):
    """A member of the tenant's household."""

    relation: Relation
    person: Person


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What the tenant answered when asked, for whom and except which categories."""

    answer: Literal["given", "refused"]
    on: date
    recipients: tuple[str, ...] = ()
    except_categories: tuple[str, ...] = ()


class Professional(msgspec.Struct, frozen=True, kw_only=True):
    """Who of the corporation may be called about it."""

    id: str
    name: str
    phone: str | None = None
    email: str | None = None


class ArrearsRow(msgspec.Struct, frozen=True, kw_only=True):
    """One tenancy that is behind with the rent, or whose home is about to be vacated, on one day."""

    record: str
    """The corporation's own number of the matter; nothing that identifies anyone."""
    tenant: Person
    postcode: str
    house_number: int
    stage: Stage
    day: date
    """Since when, as the file states it (column ``date``)."""
    effect_date: date | None = None
    """The day on which the eviction takes effect."""
    offered_on: date
    """The day on which the tenant was told that data could be passed on."""
    bailiff: str | None = None
    household: tuple[Member, ...] = ()
    kindcheck: Literal["named", "none", "unknown"]
    consent: Consent | None = None
    professional: Professional

    def __repr__(self) -> str:
        return f"ArrearsRow(stage={self.stage!r})"
