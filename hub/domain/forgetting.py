"""What goes with a person who is erased, and when nothing is left of somebody (DOMAIN.md 12). Pure functions.

Persons are read as they were stated: every pseudonym of one person is given together.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.family import FamilyState
from hub.domain.items import Item, Membership, SafetyException, Signal
from hub.domain.registered import kinship
from hub.domain.requests import DataRequest
from hub.domain.retention import Retention


def protects_another(signal: Signal, persons: Collection[str]) -> bool:
    """Whether a signal says something about somebody else, or is a concern on which another's child depends."""
    others = any(person not in persons for person in signal.about)
    children = (each.person for each in signal.household if each.role == "child")
    return others or (signal.concern and any(child not in persons for child in children))


def goes_with(persons: Collection[str], family: FamilyState) -> tuple[str, ...]:
    """The items and exceptions that are about these persons alone, by identifier: they go when the persons do."""
    stated = family.as_stated
    going = {item.id for item in stated.items.values() if isinstance(item, Signal) and not _stays(item, persons)}
    going |= {item.id for item in stated.items.values() if not isinstance(item, Signal) and _goes(item, persons, going)}
    ending = (each for each in stated.exceptions.values() if _rests_on_nothing_else(each, persons, going, family))
    return (*(id_ for id_ in stated.items if id_ in going), *(each.id for each in ending))


def _stays(signal: Signal, persons: Collection[str]) -> bool:
    return protects_another(signal, persons)


def _goes(item: Item, persons: Collection[str], going: Collection[str]) -> bool:
    """A relation goes with either of its persons, unless it was stated with a signal that stays."""
    if item.stated_with is not None:
        return item.stated_with in going
    if isinstance(item, Membership):
        return any(person in persons for person in item.about)
    return all(person in persons for person in item.about)


def _rests_on_nothing_else(
    exception: SafetyException, persons: Collection[str], going: Collection[str], family: FamilyState
) -> bool:
    left = (item for item in exception.items if item in family.as_stated.items and item not in going)
    return all(person in persons for person in exception.persons) and not any(left)


def words_about(persons: Collection[str], things: Collection[str], family: FamilyState) -> tuple[str, ...]:
    """Those of the things, and of the requests by or about these persons, with which words may be kept."""
    stated = family.as_stated
    requests = (
        each.id
        for each in stated.requests.values()
        if each.person in persons or any(asker.person in persons for asker in each.requesters)
    )
    signals = (thing for thing in things if thing in stated.exceptions or isinstance(stated.items.get(thing), Signal))
    return tuple(dict.fromkeys((*signals, *requests)))


def left_over(persons: Collection[str], family: FamilyState, now: datetime) -> Iterator[str]:
    """Of these persons every pseudonym of those about whom nothing is recorded any more."""
    relatives = _named_by_register(family.as_stated)
    for person in dict.fromkeys(persons):
        group = family.pseudonyms_of(person)
        if not any(each in relatives or _is_needed(each, family.as_stated, now) for each in group):
            yield from (each for each in group if each not in family.as_stated.erased)


def _named_by_register(stated: FamilyState) -> frozenset[str]:
    """The relatives, by the population register, of somebody about whom something is recorded: the family is theirs."""
    if not stated.registered:
        return frozenset()  # as nearly always
    about = frozenset(person for item in stated.items.values() for person in item.about)
    found = kinship(stated.registered).around(about)
    holders = (stated.authority.get(person, frozenset()) for person in about)
    return found.union(*holders) if about else frozenset()


def _is_needed(person: str, stated: FamilyState, now: datetime) -> bool:
    signals = (item for item in stated.items.values() if isinstance(item, Signal))
    return (
        _is_about(person, stated)
        or any(person == member.person for signal in signals for member in signal.household)
        or any(person in each.persons and _serves(each.items, stated) for each in stated.exceptions.values())
        or any(
            person in (*each.persons, giver) and _is_used(each, stated) for (_, giver), each in stated.consents.items()
        )
        or any(person == each.person and _stands(each.until, now) for each in stated.directory.values())
        or any(person == held for held in stated.held.values())
        or any(person in asking(each) for each in stated.requests.values())
    )


def asking(request: DataRequest) -> tuple[str, ...]:
    """The persons whom a request names: of whom it is, and who asked."""
    return tuple(dict.fromkeys((request.person, *(each.person for each in request.requesters))))


def requests_over(family: FamilyState, now: datetime, retention: Retention) -> Iterator[DataRequest]:
    """The requests that were decided long enough ago, as stated, and by which nothing is restricted any more."""
    for request in family.as_stated.requests.values():
        decided_at = request.decided_at or request.due
        over = request.decision is not None and decided_at + retention.requests <= now
        if over and not _restricts(request, family.as_stated):
            yield request


def _restricts(request: DataRequest, stated: FamilyState) -> bool:
    """Whether something is restricted by a request: somebody who waits to be erased, or what is still recorded."""
    if request.erasure is not None:
        return request.erasure == "restricted"
    things = (thing for thing, by in stated.restricted.items() if request.id in by)
    return any(thing in stated.items or _is_about(thing, stated) for thing in things)


def _is_about(person: str, stated: FamilyState) -> bool:
    return any(person in item.about for item in stated.items.values())


def _serves(items: Collection[str], stated: FamilyState) -> bool:
    return any(item in stated.items for item in items)


def _is_used(consent: ConsentRecorded, stated: FamilyState) -> bool:
    """Whether its owner still has something about anybody whom it is about: else it opens and closes nothing."""
    own = (item for item in stated.items.values() if item.owner == consent.owner)
    return any(not set(consent.persons).isdisjoint(item.about) for item in own)


def _stands(until: datetime | None, now: datetime) -> bool:
    return until is None or now < until
