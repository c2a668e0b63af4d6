"""How the items of a family are sorted: by what rules and the disclosure decision look for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hub.domain.ages import AgeBand
from hub.domain.columns import NO_DATES, NOTHING, Dated, Sorted, Sorting
from hub.domain.items import ADULT_ROLES, Item, Membership, Signal

MINOR_BANDS: Final = frozenset(AgeBand) - {AgeBand.ADULT, AgeBand.UNKNOWN, AgeBand.EIGHTEEN_TO_TWENTY_TWO}
"""Expected or under eighteen: then a child of the family, whatever memberships say."""


def _kind(place: int, item: Item, _: Sorted) -> tuple[tuple[type[Item], int]]:
    return ((type(item), place),)


def _owner(place: int, item: Item, _: Sorted) -> tuple[tuple[str, int]]:
    return ((item.owner, place),)


def _about(place: int, item: Item, _: Sorted) -> tuple[tuple[tuple[str, ...], int]]:
    return ((item.about, place),)


def _linking(place: int, item: Item, _: Sorted) -> Iterator[tuple[str | None, int]]:
    if len(item.about) > 1:
        yield None, place
        yield item.owner, place


def _concerns(_: int, item: Signal, __: Sorted) -> Iterator[tuple[str | None, tuple[datetime, str]]]:
    if item.concern:
        key = item.occurred_at, item.id
        yield None, key
        if item.category is not None:
            yield item.category, key


def _unended(place: int, item: Signal, _: Sorted) -> Iterator[tuple[str | None, int]]:
    if item.ended_at is None and not item.archived:
        yield None, place
        yield item.owner, place


def _ends(_: int, item: Signal, __: Sorted) -> Iterator[tuple[None, tuple[datetime, str]]]:
    if item.ended_at is not None:
        yield None, (item.ended_at, item.id)


def _told_ends(_: int, item: Signal, __: Sorted) -> Iterator[tuple[None, tuple[datetime, str]]]:
    if item.end_recorded_at is not None:
        yield None, (item.end_recorded_at, item.id)


def _involvements(place: int, item: Signal, _: Sorted) -> Iterator[tuple[str, int]]:
    if not item.concern:
        yield item.owner, place


def _measures(place: int, item: Signal, _: Sorted) -> Iterator[tuple[None, int]]:
    if item.effect_at is not None:
        yield None, place


def _reports(place: int, item: Signal, _: Sorted) -> Iterator[tuple[str, int]]:
    if item.report_to_veilig_thuis is not None:
        yield item.report_to_veilig_thuis, place


def _minors(place: int, item: Signal, _: Sorted) -> Iterator[tuple[str, int]]:
    yield from ((person, place) for person, band in item.bands.items() if band in MINOR_BANDS)


def _adults(place: int, item: Membership, _: Sorted) -> Iterator[tuple[str, int]]:
    stated = {item.person} if item.role in ADULT_ROLES else set[str]()
    if item.of_role in ADULT_ROLES:
        stated.add(item.of)  # linked since, the two may be one person
    yield from ((person, place) for person in stated)


def _shelters(place: int, item: Signal, _: Sorted) -> Iterator[tuple[str, int]]:
    if item.shielded and not item.concern:
        yield from ((person, place) for person in item.about)


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
