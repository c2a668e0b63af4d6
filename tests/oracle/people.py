"""Steps of a history about who people are: links, the register, who leaves, what is archived and forgotten."""

from typing import Any

import msgspec

from hub.domain.facts import (
    ErasureDecided,
    PersonForgotten,
    PersonRegistered,
    PersonsLinked,
    PersonsUnlinked,
    ProfessionalLeft,
    SignalArchived,
    SignalForgotten,
)
from hub.domain.facts.population import RegisteredAuthority, RegisteredPartner
from tests.oracle.drafts import ADULTS, CHILDREN, PERSONS, History


def link(here: History) -> None:
    """Two pseudonyms are one person; now and then that is a mistake."""
    pairs = [pair for pair in here.seconds.items() if pair not in here.links.values()]
    if pairs and here.random.random() < 0.8:
        persons = here.random.choice(pairs)
    else:
        whole = [each for each in PERSONS if len(here.born[each] or "") == len("2001-01-01")]
        if len(whole) < 2:
            return
        one, other = here.random.sample(whole, 2)
        if len(here.registered_with(one, other)) > 1:
            return
        persons = (one, other)
        here.mistake(*persons)
    if not (_forgotten(here) | _erased(here)).isdisjoint(persons):
        return  # who is somebody of whom nobody knows who it is?
    id_ = f"link-{len(here.facts)}"
    here.links[id_] = persons
    here.facts.append(PersonsLinked(recorded_at=here.now, link=id_, persons=persons, decided_by="steward"))


def unlink(here: History) -> None:
    if here.links:
        id_ = here.random.choice(list(here.links))
        persons = here.links.pop(id_)
        here.facts.append(PersonsUnlinked(recorded_at=here.now, link=id_, persons=persons, reason="wrong"))


def register(here: History) -> None:
    """What the population register says of somebody; asked again, that it moved, divorced or died."""
    here.wait(0, hours=1)
    person, draw = here.random.choice(PERSONS), here.random
    if here.registered_with(person) - {person}:
        return
    before = here.registered.get(person)
    answer = _first(here, person) if before is None else _again(here, before)
    if draw.random() < 0.15:
        answer = msgspec.structs.replace(answer, died=True, housemates=())
    here.registered[person] = here.record(answer)


def _first(here: History, person: str) -> PersonRegistered:
    is_child, draw = person in CHILDREN, here.random
    others = [each for each in PERSONS if each != person]
    return PersonRegistered(
        recorded_at=here.now,
        person=person,
        asked_at=here.now,
        source="register",
        parents=here.some(ADULTS[:2], 2) if is_child else None,
        children=None if is_child or draw.random() < 0.5 else here.some(CHILDREN, 2),
        partners=() if is_child else (RegisteredPartner(person=_spouse(person), ended=draw.random() < 0.5),),
        authority=_authority(here) if is_child else None,
        home="home-1",
        housemates=here.some(others, 2) if draw.random() < 0.5 else (),
        institution=draw.random() < 0.2,
        secret=draw.random() < 0.2,
    )


def _again(here: History, before: PersonRegistered) -> PersonRegistered:
    """Moved or not; sometimes asked as a relative only, which says nothing of parents, children and housemates."""
    draw, person = here.random, before.person
    changes: dict[str, Any] = {"recorded_at": here.now, "asked_at": here.now}
    if draw.random() < 0.5:
        others = [each for each in PERSONS if each != person]
        changes |= {"home": "home-2", "housemates": draw.choice((None, (), here.some(others, 2)))}
    if before.partners and draw.random() < 0.3:
        changes["partners"] = (RegisteredPartner(person=_spouse(person), ended=True),)
    if before.authority is not None and draw.random() < 0.5:
        changes["authority"] = _authority(here)
    if draw.random() < 0.2:
        changes |= {"parents": None, "children": None, "housemates": None}
    return msgspec.structs.replace(before, **changes)


def _authority(here: History) -> RegisteredAuthority:
    return RegisteredAuthority(holders=here.some(ADULTS[:2], 2), complete=here.random.random() < 0.8)


def _spouse(person: str) -> str:
    return {"mother": "father", "father": "mother"}.get(person, "mother")


def leave(here: History) -> None:
    """A professional leaves: what is open is the successor's, and nothing changes of what the organisation may see."""
    here.record(ProfessionalLeft(recorded_at=here.now, organisation=here.who(), professional="p-1", successor="p-2"))


def archive(here: History) -> None:
    """Of a signal that ended, only date, category and child are kept."""
    ended = [each for each in here.signals if each.signal in here.ended and each.signal in here.owners]
    if ended:
        signal = here.random.choice(ended)
        stated_with = [each for each in here.owners if each.startswith(f"{signal.signal}.")]
        things = tuple(stated_with) if here.random.random() < 0.5 else ()
        for each in things:
            del here.owners[each]
        here.wait(0, hours=1)  # it is over by then
        here.record(SignalArchived(recorded_at=here.now, signal=signal.signal, persons=signal.about, things=things))


def forget(here: History) -> None:
    """Nothing of a signal is kept, or nobody knows any more who somebody is."""
    if here.random.random() < 0.5:
        for person in sorted(_one_with(here, here.random.choice(PERSONS)) - _forgotten(here)):
            here.registered.pop(person, None)
            here.facts.append(PersonForgotten(recorded_at=here.now, person=person))
        return
    signal = here.random.choice(here.signals)
    for id_ in [each for each in here.owners if each == signal.signal or each.startswith(f"{signal.signal}.")]:
        del here.owners[id_]
    here.record(
        SignalForgotten(recorded_at=here.now, signal=signal.signal, persons=signal.about, why="kept-long-enough")
    )


def _forgotten(here: History) -> set[str]:
    return {fact.person for fact in here.facts if isinstance(fact, PersonForgotten)}


def _erased(here: History) -> set[str]:
    return {person for fact in here.facts if isinstance(fact, ErasureDecided) for person in fact.erased}


def _one_with(here: History, person: str) -> set[str]:
    """Everybody who is this person by the links that stand: they are forgotten together (DOMAIN.md 12)."""
    found, before = {person}, set[str]()
    while found != before:
        before = found
        found = found.union(*(pair for pair in here.links.values() if not found.isdisjoint(pair)))
    return found
