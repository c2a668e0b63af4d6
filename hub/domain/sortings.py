"""How the items of a family are sorted: by what rules and the disclosure decision look for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hub.domain.ages import AgeBand
from hub.domain.columns import NO_DATES, NOTHING, Dated, Entry, Placed, Sorted, Sorting
from hub.domain.follow_up_codes import INTERPRETATION_ASKED
from hub.domain.items import ADULT_ROLES, FollowUp, Item, Membership, Signal

MINOR_BANDS: Final = frozenset(AgeBand) - {AgeBand.ADULT, AgeBand.UNKNOWN, AgeBand.EIGHTEEN_TO_TWENTY_TWO}
"""Expected or under eighteen: then a child of the family, whatever memberships say."""


def _kind(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for place, item in placed:
        kind: type[Item] = type(item)
        yield kind, place, item


def _owner(placed: Placed, _: Sorted) -> Iterator[Entry]:
    return ((item.owner, place, item) for place, item in placed)


def _about(placed: Placed, _: Sorted) -> Iterator[Entry]:
    return ((item.about, place, item) for place, item in placed)


def _linking(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for place, item in placed:
        if len(item.about) > 1:
            yield None, place, item
            yield item.owner, place, item


def _concerns(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for _place, item in placed:
        if item.concern:
            key = item.occurred_at, item.id
            yield None, key, item
            if item.category is not None:
                yield item.category, key, item


def _unended(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for place, item in placed:
        if item.ended_at is None and not item.archived:
            yield None, place, item
            yield item.owner, place, item


def _ends(placed: Placed, _: Sorted) -> Iterator[Entry]:
    return ((None, (item.ended_at, item.id), item) for _place, item in placed if item.ended_at is not None)


def _told_ends(placed: Placed, _: Sorted) -> Iterator[Entry]:
    ended = (item for _place, item in placed if item.end_recorded_at is not None)
    return ((None, (item.end_recorded_at, item.id), item) for item in ended)


def _involvements(placed: Placed, _: Sorted) -> Iterator[Entry]:
    return ((item.owner, place, item) for place, item in placed if not item.concern)


def _measures(placed: Placed, _: Sorted) -> Iterator[Entry]:
    return ((None, place, item) for place, item in placed if item.effect_at is not None)


def _reports(placed: Placed, _: Sorted) -> Iterator[Entry]:
    stated = ((item.report_to_veilig_thuis, place, item) for place, item in placed)
    return (entry for entry in stated if entry[0] is not None)


def _asks(placed: Placed, _: Sorted) -> Iterator[Entry]:
    return ((item.towards, place, item) for place, item in placed if item.code == INTERPRETATION_ASKED)


def _minors(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for place, item in placed:
        for person, band in item.bands.items():
            if band in MINOR_BANDS:
                yield person, place, item


def _adults(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for place, item in placed:
        adult = item.role in ADULT_ROLES
        if adult:
            yield item.person, place, item
        if item.of_role in ADULT_ROLES and not (adult and item.of == item.person):
            yield item.of, place, item  # linked since, the two may be one person


def _shelters(placed: Placed, _: Sorted) -> Iterator[Entry]:
    for place, item in placed:
        if item.shielded and not item.concern:
            for person in item.about:
                yield person, place, item


KIND: Final = Sorting(_kind)
OWNER: Final = Sorting(_owner)
ABOUT: Final = Sorting(_about)
LINKING: Final = Sorting(_linking)
"""Owner -> its items about several persons; under None those of everybody."""
CONCERNS: Final = Sorting(_concerns, Dated, of=Signal)
"""Category -> every concern of it, ended ones too, by when it occurred; under None all of them."""
UNENDED: Final = Sorting(_unended, of=Signal)
"""Owner -> its signals that nobody ended; under None those of everybody. Whether they expired depends on the moment."""
ENDS: Final = Sorting(_ends, Dated, of=Signal)
"""Under None: signals that ended, by when."""
TOLD_ENDS: Final = Sorting(_told_ends, Dated, of=Signal)
"""Under None: signals that ended, by when the hub was told."""
INVOLVEMENTS: Final = Sorting(_involvements, of=Signal)
"""Owner -> its involvements, ended ones too."""
MEASURES: Final = Sorting(_measures, of=Signal)
"""Under None: signals that tell of a measure with a day on which it takes effect."""
REPORTS: Final = Sorting(_reports, of=Signal)
"""What was answered about a report to Veilig Thuis -> the signals with which it was."""
ASKS: Final = Sorting(_asks, of=FollowUp)
"""Organisation -> what it was asked to interpret."""
MINORS: Final = Sorting(_minors, of=Signal)
"""Person -> the signals that know it as expected or under eighteen."""
ADULTS: Final = Sorting(_adults, of=Membership)
"""Person -> the memberships that state it as an adult of a family."""
SHELTERS: Final = Sorting(_shelters, of=Signal)
"""Person -> the shielded involvements with it."""


def unended(items: Sorted, now: datetime, owner: str | None = None) -> list[Signal]:
    """The signals, of one owner where it is named, that nobody ended before ``now``; expired ones too, in no order."""
    ends = items.by(ENDS).get(None, NO_DATES)
    late = [each for each in ends.items[ends.since(now) :] if owner is None or each.owner == owner]
    open_: list[Signal] = items.by(UNENDED).get(owner, NOTHING).items
    return [*open_, *late] if late else open_
