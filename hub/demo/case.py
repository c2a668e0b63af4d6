"""A case: the people, the organisations, what each did and when, and what should have come of it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Final, Literal

import msgspec
import yaml

from hub.demo.acts import Act, ExceptionEnd, ExceptionReview, SafetyException, WrittenAct
from hub.domain.organisations import Organisation, Role, Sector

REVIEW_EVERY: Final = timedelta(days=90)
"""A safety exception is reviewed within 90 days (DOMAIN.md 4); here the day before, by who is careful."""
DAY_BEGINS: Final = time(8, 0, tzinfo=UTC)
"""The first act of a day; each following act is a minute later."""

Answer = Literal["given", "refused"]


class _Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Person(_Written, frozen=True, kw_only=True):
    """An invented person. ``role`` is seen from the family: the parent at home, her children, her (ex-)partner."""

    role: Literal["parent", "child", "ex-partner", "partner"]
    family_name: str
    given_names: str
    born: date
    sex: Literal["female", "male"]
    bsn: str | None = None
    authority: bool = False
    """Holds authority over the children."""


class Home(_Written, frozen=True, kw_only=True):
    """The address of the family's own home."""

    postcode: str
    house_number: int


class Professional(_Written, frozen=True, kw_only=True):
    """Who acts for an organisation, and how to reach that person."""

    id: str
    name: str
    phone: str
    email: str


class Partner(_Written, frozen=True, kw_only=True):
    """An organisation of the case."""

    name: str
    sector: Sector
    roles: frozenset[Role]
    phone: str
    """The duty contact."""
    professional: Professional
    shielded: bool = False
    publishes_through: str | None = None
    knows_bsn: bool = False
    """May know a BSN, and states it; others state demographics only."""
    until: date | None = None


class ConsentGiven(_Written, frozen=True, kw_only=True):
    """Who answers each organisation that asks, for which recipients and except what."""

    giver: str
    recipients: tuple[str, ...]
    except_categories: tuple[str, ...]


class Expected(_Written, frozen=True, kw_only=True):
    """Something that was missed and should be raised; both days of the window are included."""

    id: str
    rules: tuple[str, ...]
    about: tuple[str, ...]
    to: tuple[str, ...]
    not_before: date
    by: date
    what_nl: str
    what_en: str
    item_of: tuple[str, ...] = ()
    all: bool = False
    refused_too: bool = False


class Reality(_Written, frozen=True, kw_only=True):
    """What happened then."""

    registered: tuple[str, ...]
    summary_nl: str
    summary_en: str
    ended_nl: str
    ended_en: str
    source: str


class Case(_Written, frozen=True, kw_only=True):
    """A whole case, as its file writes it."""

    case: str
    title_nl: str
    title_en: str
    persons: dict[str, Person]
    home: Home
    organisations: dict[str, Partner]
    consent: ConsentGiven
    acts: tuple[WrittenAct, ...]
    expected: tuple[Expected, ...]
    reality: Reality

    def organisation(self, id_: str) -> Organisation:
        """One organisation as the hub knows it."""
        partner = self.organisations[id_]
        return Organisation(
            id=id_,
            name=partner.name,
            sector=partner.sector,
            roles=partner.roles,
            shielded=partner.shielded,
            publishes_through=partner.publishes_through,
            phone=partner.phone,
        )

    def timeline(self) -> tuple[tuple[datetime, Act], ...]:
        """Every act with its moment (UTC), reviews and ends of exceptions included, in the order of happening."""
        acts = sorted((*_due_reviews(self.acts), *self.acts), key=lambda act: act.date)
        moments: list[tuple[datetime, Act]] = []
        for act in acts:
            earlier = moments[-1][0] if moments else None
            at = datetime.combine(act.date, DAY_BEGINS)
            if earlier is not None and earlier.date() == act.date:
                at = earlier + timedelta(minutes=1)
            moments.append((at, act))
        return tuple(moments)

    def makers(self) -> Mapping[str, Act]:
        """By key, the act that made what the key names."""
        keyed = ((getattr(act, "key", None), act) for act in self.acts)
        return {key: act for key, act in keyed if key is not None}


def load_case(name: str = "rotterdam") -> Case:
    """A case that ships with the project.

    Raises ``FileNotFoundError`` for a name without a file and ``msgspec.ValidationError`` for a file of another shape.
    """
    text = (files("hub.demo") / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Case, strict=True)


def _due_reviews(acts: tuple[WrittenAct, ...]) -> Iterator[Act]:
    """The reviews and the end that follow from each exception's ``reviewed_until``."""
    for act in acts:
        if not isinstance(act, SafetyException):
            continue
        review_on = act.date + REVIEW_EVERY
        while review_on <= act.reviewed_until:
            reviewed = review_on - timedelta(days=1)
            review_on = reviewed + REVIEW_EVERY
            yield ExceptionReview(
                date=reviewed,
                by=act.by,
                source=act.source,
                precision="assumed",
                exception=act.key,
                review_on=review_on,
            )
        yield ExceptionEnd(
            date=act.reviewed_until, by=act.by, source=act.source, precision="assumed", exception=act.key
        )
