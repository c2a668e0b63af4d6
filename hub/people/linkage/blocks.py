"""By which keys stored persons come up for a statement: always two things together, never one field by itself.

A single field would bring up too many, and its keyed hash would tell who shares it. Every error that linkage forgives
in one field leaves at least one key without that field; ``docs/linkage.md`` has the table.
"""

from collections.abc import Collection, Iterator

from hub.people.linkage.names import class_of
from hub.people.linkage.spelling import sound
from hub.people.linkage.traits import BirthDate, Traits

MOST_KEYS = 15
"""Keys of one person without a street at most: beyond two surnames nobody is found by more."""
_MOST_SURNAMES = 2


def stored_keys(traits: Traits) -> tuple[str, ...]:
    """The keys under which a person is stored."""
    return tuple(dict.fromkeys(_keys(traits, traits.born)))


def asked_keys(traits: Traits) -> tuple[str, ...]:
    """The keys that a statement asks for: its own first, and those it would have with day and month exchanged, or with
    given name and surname.
    """
    return (own := stored_keys(traits)) + further_keys(traits, own)


def further_keys(traits: Traits, own: Collection[str]) -> tuple[str, ...]:
    """The keys that a statement asks for beside its own, which are these."""
    year, month, day = traits.born
    other_date = _by_date(traits, (year, day, month)) if month and day and month != day else ()
    others = dict.fromkeys((*other_date, *_with_names_exchanged(traits)))
    return tuple(key for key in others if key not in own)


def _keys(traits: Traits, born: BirthDate) -> Iterator[str]:
    yield from _by_date(traits, born)
    yield from _by_address(traits)
    yield from _by_street(traits)
    given = sound(class_of(traits.given.first))
    if traits.phone and given:
        yield f"phone+initial {traits.phone} {traits.given.first[0]}"
    for surname in _surnames(traits) if given else ():
        if born[0]:
            yield f"year+names {born[0]} {given} {surname}"
        if all(born):
            yield f"day+names {born[1]}{born[2]} {given} {surname}"
        if traits.postcode:
            yield f"postcode+names {traits.postcode} {given} {surname}"


def _by_date(traits: Traits, born: BirthDate) -> Iterator[str]:
    if not all(born):
        return
    date = "".join(born)
    if traits.given.first:
        yield f"date+given {date} {class_of(traits.given.first)}"
    if traits.postcode:
        yield f"date+postcode {date} {traits.postcode}"
    if traits.house_number:
        yield f"date+number {date} {traits.house_number}"
    for surname in _surnames(traits):
        yield f"date+surname {date} {surname}"


def _by_address(traits: Traits) -> Iterator[str]:
    if not traits.postcode or not traits.house_number:
        return
    address = f"{traits.postcode} {traits.house_number}"
    if traits.given.first:
        yield f"address+initial {address} {traits.given.first[0]}"
    for surname in _surnames(traits):
        yield f"address+surname {address} {surname}"


def _by_street(traits: Traits) -> Iterator[str]:
    if not traits.street:
        return
    if traits.house_number:
        yield f"street+number {traits.street} {traits.house_number}"
    if traits.town:
        yield f"street+town {traits.street} {traits.town}"
    if traits.given.first:
        yield f"street+given {traits.street} {class_of(traits.given.first)}"
    for surname in _surnames(traits):
        yield f"street+surname {traits.street} {surname}"


def _with_names_exchanged(traits: Traits) -> Iterator[str]:
    if not traits.given.names or not traits.surnames:
        return
    given = class_of(traits.surnames[0].words[0])
    surnames = {sound("".join(traits.given.names)), *(sound(word) for word in traits.given.words[-1:])}
    if all(traits.born):
        yield f"date+given {''.join(traits.born)} {given}"
    for surname in sorted(surnames):
        if traits.postcode and traits.house_number:
            yield f"address+surname {traits.postcode} {traits.house_number} {surname}"
        if traits.born[0]:
            yield f"year+names {traits.born[0]} {sound(given)} {surname}"


def _surnames(traits: Traits) -> Iterator[str]:
    for surname in traits.surnames[:_MOST_SURNAMES]:
        yield sound(surname.core)
