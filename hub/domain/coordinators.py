"""Who is asked to coordinate, in which order: never by recency (DOMAIN.md 10; Z4.2, V6.3.1)."""

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from hub.domain.items import FollowUp
from hub.domain.organisations import Organisation, Organisations, Role, Sector
from hub.domain.view import FamilyView

Why = Literal["guardian", "coordinates-already", "wijkteam", "may-coordinate"]
GUARDIAN: Final = "guardian-appointed"
SCALE: Final = "scale-step"
COMPULSORY: Final = "dwang"


class Candidate(NamedTuple):
    """An organisation that may be asked, and why it comes where it comes."""

    organisation: str
    why: Why


def candidates(view: FamilyView, organisations: Organisations) -> tuple[Candidate, ...]:
    """Whom to ask, the first first: the guardian under a measure, who coordinates already, the wijkteam, others.

    Of those whom the viewer sees involved now and whose role allows it; a shielded one is proposed to itself only.
    Within a step the order is that of identifiers, so that whoever came last is no more likely than whoever came first.
    """
    found: dict[str, Why] = {}
    for why, belongs in _steps(view):
        for organisation in sorted(_near(view, organisations), key=lambda each: each.id):
            if belongs(organisation):
                found.setdefault(organisation.id, why)
    return tuple(Candidate(organisation, why) for organisation, why in found.items())


def _steps(view: FamilyView) -> tuple[tuple[Why, Callable[[Organisation], bool]], ...]:
    guardian = guardian_of(view)
    coordinator = view.coordinator
    return (
        ("guardian", lambda each: each.id == guardian),
        ("coordinates-already", lambda each: coordinator is not None and each.id == coordinator.coordinator),
        ("wijkteam", lambda each: each.sector is Sector.WIJKTEAM),
        ("may-coordinate", lambda _: True),
    )


def _near(view: FamilyView, organisations: Organisations) -> Iterator[Organisation]:
    involved = {signal.owner for signal in view.active}
    involved.update(each for each in (guardian_of(view),) if each is not None)
    for id_ in involved:
        known = organisations.get(id_)
        if known is None or not known.takes_part or not known.has(Role.MAY_COORDINATE):
            continue
        if not known.shielded or known.id == view.viewer.id:
            yield known


def guardian_of(view: FamilyView) -> str | None:
    """The guardian (voogd, gezinsvoogd) under a measure, as far as the viewer may see; None once it was scaled down."""
    last = _last(view, GUARDIAN)
    scaled = _last(view, SCALE)
    if last is None or (scaled is not None and scaled.outcome != COMPULSORY and _when(scaled) > _when(last)):
        return None
    return last.towards or last.owner


def scale_of(view: FamilyView) -> FollowUp | None:
    """The last step of scaling up or down that the viewer may see."""
    return _last(view, SCALE)


def _last(view: FamilyView, code: str) -> FollowUp | None:
    return max((each for each in view.follow_ups if each.code == code), key=_when, default=None)


def _when(fact: FollowUp) -> tuple[object, object, str]:
    return fact.occurred_at, fact.recorded_at, fact.id
